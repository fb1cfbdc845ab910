//! BibTeX and BibLaTeX, as Zotero, JabRef and people write it.
//!
//! The biblatex crate finds the entries and decodes what LaTeX writes for a letter. Its own reading
//! of abbreviations, cross references, people and dates is not used: a definition that names itself
//! or a circle of references would end the program, and an address would lose its hyphens.

use std::borrow::Cow;
use std::collections::HashMap;

use biblatex::{Pair, RawBibliography, RawChunk, RawEntry, Spanned};

use super::bibliography::BibliographyEntry;
use super::bibname::people;
use super::catalog::{CatalogError, bare_doi, line_of};
use super::credit::{self, is_language};
use super::latex::{address, decoded, is_balanced, unescaped};
use crate::document::{Date, Person, Work};

/// The entries of a file.
///
/// # Errors
/// If the file breaks off or goes wrong, or its abbreviations grow beyond all measure.
pub(super) fn entries(text: &str) -> Result<Vec<BibliographyEntry>, CatalogError> {
    let raw = RawBibliography::parse(text).map_err(|e| CatalogError {
        line: line_of(text, e.span.start),
        what: format!("{}; mend the entry, or export the library again", e.kind),
    })?;
    let mut abbreviations = Abbreviations::default();
    for Pair { key, value } in &raw.abbreviations {
        let at = |what| CatalogError { line: line_of(text, key.span.start), what };
        let spelled_out = abbreviations.spelled_out(&value.v).map_err(at)?;
        abbreviations.known.insert(key.v.to_ascii_lowercase(), spelled_out.unwrap_or_default());
    }
    let mut entries = Vec::with_capacity(raw.entries.len());
    let (mut line, mut seen) = (1, 0);
    for Spanned { v: entry, span } in &raw.entries {
        let between = text.as_bytes().get(seen..span.start).unwrap_or_default();
        line += between.iter().filter(|b| **b == b'\n').count();
        seen = span.start.max(seen);
        if entry.kind.v.eq_ignore_ascii_case("xdata") {
            continue;
        }
        let fields = Fields::of(entry, &mut abbreviations);
        let fields = fields.map_err(|what| CatalogError { line, what })?;
        entries.push(BibliographyEntry {
            key: entry.key.v.to_owned(),
            also: None,
            line,
            work: fields.work(entry.kind.v),
            files: fields.get("file").map(files).unwrap_or_default(),
        });
    }
    Ok(entries)
}

/// What `@string` defines.
#[derive(Default)]
struct Abbreviations {
    known: HashMap<String, String>,
    /// How many bytes abbreviations have been spelled out to.
    spent: usize,
}

/// The abbreviations of a file may be spelled out to this many bytes.
const MOST_SPELLED_OUT: usize = 16 << 20;

impl Abbreviations {
    /// A value with its abbreviations spelled out; `None` where one is not defined, as LaTeX leaves
    /// the value empty.
    fn spelled_out(&mut self, value: &[Spanned<RawChunk<'_>>]) -> Result<Option<String>, String> {
        let mut out = String::new();
        for chunk in value {
            match chunk.v {
                // The crate ends a value in quotation marks at the first one, also inside of braces.
                RawChunk::Normal(text) if !is_balanced(text) => {
                    return Err(UNBALANCED.to_owned());
                }
                RawChunk::Normal(text) => out.push_str(text),
                RawChunk::Abbreviation(name) => match self.meant(name)? {
                    Some(text) => out.push_str(&text),
                    None => return Ok(None),
                },
            }
        }
        Ok(Some(out))
    }

    /// What an abbreviation stands for; the months stand for themselves.
    fn meant(&mut self, name: &str) -> Result<Option<Cow<'_, str>>, String> {
        let name = name.to_ascii_lowercase();
        let Some(text) = self.known.get(&name) else {
            return Ok(MONTHS.contains(&name.as_str()).then_some(Cow::Owned(name)));
        };
        self.spent += text.len();
        if self.spent > MOST_SPELLED_OUT {
            return Err(TOO_MUCH.to_owned());
        }
        Ok(Some(Cow::Borrowed(text)))
    }
}

const UNBALANCED: &str = "a value in quotation marks has a quotation mark or a lone brace in it; put \
                          the value in braces instead";

const TOO_MUCH: &str =
    "the abbreviations (@string) make more than 16 MiB of text; write the values out";

/// The months, as BibTeX abbreviates them.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The fields of an entry as they are written, by name in small letters.
struct Fields(HashMap<String, String>);

impl Fields {
    fn of(entry: &RawEntry<'_>, abbreviations: &mut Abbreviations) -> Result<Fields, String> {
        let mut fields = HashMap::new();
        for Pair { key, value } in &entry.fields {
            if let Some(value) = abbreviations.spelled_out(&value.v)? {
                fields.insert(key.v.to_ascii_lowercase(), value);
            }
        }
        Ok(Fields(fields))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The first of these fields that says anything, decoded.
    fn text(&self, names: &[&str]) -> Option<String> {
        let texts = names.iter().filter_map(|name| self.get(name)).map(decoded);
        texts.into_iter().find(|text| !text.is_empty())
    }

    fn work(&self, kind: &str) -> Work {
        let kind = kind.to_ascii_lowercase();
        let is_article = matches!(kind.as_str(), "article" | "periodical" | "suppperiodical");
        let number = self.text(&["number"]);
        let issue = self.text(&["issue"]);
        let (number, issue) = match is_article {
            true => (None, number.or(issue)),
            false => (number, issue),
        };
        let subtype = self.text(&["entrysubtype"]).filter(|_| is_article);
        Work {
            // What is only “something else” says nothing that an address or a larger work would not.
            kind: subtype.or(Some(kind)).filter(|kind| kind != "misc"),
            title: self.title(),
            authors: self.people("author"),
            issued: self.issued(),
            source: self.text(&["publisher", "institution", "organization", "school"]),
            url: self.url(),
            number,
            container: self.text(&["journaltitle", "journal", "booktitle", "maintitle"]),
            volume: self.text(&["volume"]),
            issue,
            pages: self.text(&["pages"]),
            edition: self.text(&["edition"]),
            place: self.text(&["location", "address"]),
            editors: self.people("editor"),
            doi: self.get("doi").map(address).as_deref().and_then(bare_doi),
            isbn: self.text(&["isbn"]),
            language: self.text(&["language", "langid"]).filter(|tag| is_language(tag)),
            rights: self.text(&["rights", "copyright"]),
            retrieved: self.text(&["urldate"]).as_deref().and_then(credit::date),
            ..Work::default()
        }
    }

    fn title(&self) -> Option<String> {
        let title = self.text(&["title"])?;
        Some(match self.text(&["subtitle"]) {
            Some(subtitle) if title.ends_with(['?', '!', ':', '.']) => {
                format!("{title} {subtitle}")
            }
            Some(subtitle) => format!("{title}: {subtitle}"),
            None => title,
        })
    }

    fn url(&self) -> Option<String> {
        let shown = self.get("howpublished").filter(|shown| shown.contains("\\url{"));
        let url = address(self.get("url").or(shown)?);
        (!url.is_empty()).then_some(url)
    }

    fn people(&self, name: &str) -> Vec<Person> {
        self.get(name).map(people).unwrap_or_default()
    }

    fn issued(&self) -> Option<Date> {
        if let Some(date) = self.text(&["date"]) {
            return credit::date(&date);
        }
        let year = Date::parse_edtf(&self.text(&["year"])?)?;
        if year.month().is_some() {
            return Some(year);
        }
        let month = self.text(&["month"]).unwrap_or_default();
        let mut words = month.split([' ', ',', '.']).filter(|word| !word.is_empty());
        let named = words.clone().find_map(month_of);
        let day = words.find_map(|word| word.parse::<u8>().ok().filter(|_| named.is_some()));
        let day = day.or_else(|| self.text(&["day"])?.parse().ok());
        let month = named.or_else(|| month.parse().ok());
        let dated = |day| Date::new(year.year(), Some(month?), day);
        dated(day).or_else(|| dated(None)).or(Some(year))
    }
}

/// The month that a name of three letters or more begins.
fn month_of(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    (1..).zip(MONTHS).find(|(_, name)| word.starts_with(name)).map(|(n, _)| n)
}

/// The paths of the files that a field names: `Title:files/12/a.pdf:application/pdf` (Zotero),
/// `:a.pdf:PDF` (JabRef), `/home/ann/a.pdf`; several parted by `;`.
fn files(field: &str) -> Vec<String> {
    let mut files = Vec::new();
    for file in parted(field, ';') {
        let parts = parted(file, ':');
        let path = match parts.as_slice() {
            [_, path @ .., _] if !path.is_empty() => path.join(":"),
            _ => file.to_owned(),
        };
        let path = unescaped(path.trim());
        if !path.is_empty() {
            files.push(path);
        }
    }
    files
}

/// Cuts a text at a mark that no backslash stands before.
fn parted(text: &str, mark: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (i, c) in text.char_indices() {
        if c == mark && !escaped {
            parts.push(&text[start..i]);
            start = i + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn work(fields: &str) -> Work {
        entries(&format!("@article{{k, {fields}}}")).unwrap().remove(0).work
    }

    /// Rows `a => b`, each compared.
    fn table(rows: &str, found: impl Fn(&str) -> String) {
        for (row, wanted) in rows.lines().filter_map(|row| row.split_once("=>")) {
            assert_eq!(found(row.trim()), wanted.trim(), "{row}");
        }
    }

    #[test]
    fn values_are_put_together() {
        table(
            r#"
            {Deals}                   => Deals
            "a" # " and " # "b"       => a and b
            2024                      => 2024
            {}                        =>
            "#,
            |value| work(&format!("title = {value}")).title.unwrap_or_default(),
        );
    }

    #[test]
    fn dates_are_as_certain_as_they_are_written() {
        table(
            r#"
            date = {2024-02-16}                   => 2024-02-16
            date = {2024-02}                      => 2024-02
            date = {2024-02-16T10:00:00}          => 2024-02-16
            date = {2024-01/2024-03}              => 2024
            date = {2023/2024}                    =>
            date = {2021-22}                      => 2021
            date = {1950?}                        =>
            year = 2024                           => 2024
            year = {2024}, month = feb            => 2024-02
            year = {2024}, month = "16~" # feb    => 2024-02-16
            year = {2024}, month = {2}, day = {6} => 2024-02-06
            year = {2024}, month = {February}     => 2024-02
            year = {2024}, month = {Spring}       => 2024
            year = {in press}                     =>
            year = {n.d.}                         =>
            month = feb                           =>
            "#,
            |fields| work(fields).issued.map(|date| date.to_string()).unwrap_or_default(),
        );
    }

    #[test]
    fn attached_files_are_found_in_every_form() {
        table(
            r"
            Full Text:files/12/a b.pdf:application/pdf          => files/12/a b.pdf
            Full Text:files/12/a.pdf:application/pdf;Snapshot:files/13/b.html:text/html => files/12/a.pdf | files/13/b.html
            :papers/a.pdf:PDF                                   => papers/a.pdf
            a.txt                                               => a.txt
            /home/ann/a.pdf;/home/ann/b.pdf                     => /home/ann/a.pdf | /home/ann/b.pdf
            PDF:C\:\\Users\\ann\\a.pdf:application/pdf          => C:\Users\ann\a.pdf
            Title\: sub:files/a\_b\;c.pdf:application/pdf       => files/a_b;c.pdf
            ",
            |file| entries(&format!("@misc{{k, file = {{{file}}}}}")).unwrap()[0].files.join(" | "),
        );
    }

    #[test]
    fn an_entry_is_a_work() {
        let text = r#"
            % A comment.
            @comment{jabref-meta: x}
            @string{is = "International Security"}
            @Article{mir2024,
              title = {Deals}, subtitle = {A History}, journal = is, volume = 48, number = {2},
              pages = {11--29}, doi = {https://doi.org/10.1/a--b}, editor = {Ray, Bo},
              url = {https://x.org/a--b\_c}, urldate = {2024-03-01}, langid = {english},
              publisher = undefined, address = {Delhi}
            }
            @techreport{gao, number = {GAO-23-105544}, institution = {{U.S. GAO}}, language = {en-US}}
            @misc{page, howpublished = {\url{https://x.org/~ann}}}
        "#;
        let list = entries(text).unwrap();
        let lines: Vec<_> = list.iter().map(|entry| (entry.key.as_str(), entry.line)).collect();
        assert_eq!(lines, [("mir2024", 5), ("gao", 11), ("page", 12)]);
        let [article, report, page] = [0, 1, 2].map(|i| list[i].work.clone());
        let said = [
            article.kind,
            article.title,
            article.container,
            article.volume,
            article.issue,
            article.pages,
            article.doi,
            article.url,
            article.place,
            article.language,
            article.source,
        ];
        let said: Vec<String> = said.into_iter().map(Option::unwrap_or_default).collect();
        assert_eq!(
            said.join(" | "),
            "article | Deals: A History | International Security | 48 | 2 | 11–29 | 10.1/a--b | \
             https://x.org/a--b_c | Delhi |  | "
        );
        assert_eq!(article.retrieved.map(|d| d.to_string()).as_deref(), Some("2024-03-01"));
        let said = [report.kind, report.number, report.source, report.language];
        assert_eq!(
            said.map(Option::unwrap_or_default).join(" | "),
            "techreport | GAO-23-105544 | U.S. GAO | en-US"
        );
        assert_eq!((page.kind, page.url.as_deref()), (None, Some("https://x.org/~ann")));
    }

    #[test]
    fn a_broken_file_names_its_line() {
        let error = |text: &str| entries(text).unwrap_err().to_string();
        assert!(
            error("@misc{a,\n title = {A}\n}\n@misc{b,\n title = {B\n").starts_with("line 6: ")
        );
        assert!(error("\n@misc{a\n title = {A}}").starts_with("line 3: expected comma; mend"));
        let growing: String =
            (0..40).map(|i| format!("@string{{a{} = a{i} # a{i}}}\n", i + 1)).collect();
        let growth = error(&format!("@string{{a0 = \"radar\"}}\n{growing}"));
        assert!(growth.starts_with("line 2") && growth.contains("16 MiB"), "{growth}");
        assert!(
            error("\n@misc{k, title = \"An {\"}x{\"}\"}").starts_with("line 2: a value in quot")
        );
        assert_eq!(entries("Not a list at all.").unwrap(), []);
        assert_eq!(entries("@string{a = a}@misc{k, title = a}").unwrap()[0].work.title, None);
    }

    #[test]
    fn depth_and_length_are_harmless() {
        let deep = |open: &str, close: &str| {
            let text =
                format!("@misc{{k, title = {{{}a{}}}}}", open.repeat(50_000), close.repeat(50_000));
            assert_eq!(entries(&text).unwrap().len(), 1);
        };
        deep("{", "}");
        deep("\\emph{", "}");
        deep("\\x{", "}");
        deep("\\enquote{", "}");
        let long = format!("@misc{{k, author = {{{}Lee, Ann}}}}", "Lee, Ann and ".repeat(20_000));
        assert_eq!(entries(&long).unwrap()[0].work.authors.len(), 20_001);
        let circle = "@book{a, crossref = {b}} @book{b, crossref = {a}, xdata = {a}, ids = {{,}}}";
        assert_eq!(entries(circle).unwrap().len(), 2);
    }

    proptest! {
        #[test]
        fn any_text_is_a_list_or_an_error(
            text in "(\\PC|@misc\\{k,|@string\\{|title = |author = |month = |file = |date=|[{}\"#,=%$~\n-]|\\\\[\\PC]|\\\\(emph|enquote|url|c|v|x)|\\\\| and |jan){0,40}"
        ) {
            if let Err(e) = entries(&text) {
                prop_assert!(e.line <= 1 + text.matches('\n').count());
            }
        }
    }
}
