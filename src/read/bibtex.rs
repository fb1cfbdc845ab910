//! BibTeX and BibLaTeX, as Zotero, JabRef and people write it.
//!
//! The biblatex crate finds the entries and decodes what LaTeX writes for a letter. Its own reading
//! of abbreviations, cross references, people and dates is not used: a definition that names itself
//! or a circle of references would end the program, and an address would lose its hyphens.

use std::collections::HashMap;

use biblatex::{Pair, RawBibliography, RawChunk, RawEntry, Spanned};

use super::bibliography::BibliographyEntry;
use super::catalog::{CatalogError, bare_doi, line_of, tidy};
use super::credit::{self, body, composed_name};
use super::csl::is_language;
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
                RawChunk::Normal(text) => out.push_str(text),
                RawChunk::Abbreviation(name) => {
                    let name = name.to_ascii_lowercase();
                    let Some(text) = self.known.get(&name) else {
                        match name.as_str() {
                            "jan" | "feb" | "mar" | "apr" | "may" | "jun" | "jul" | "aug"
                            | "sep" | "oct" | "nov" | "dec" => out.push_str(&name),
                            _ => return Ok(None),
                        }
                        continue;
                    };
                    self.spent += text.len();
                    if self.spent > MOST_SPELLED_OUT {
                        return Err("the abbreviations (@string) make more than 16 MiB of text; \
                                    write the values out"
                            .to_owned());
                    }
                    out.push_str(text);
                }
            }
        }
        Ok(Some(out))
    }
}

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
        let Some(names) = self.get(name) else { return Vec::new() };
        split(names, " and ").into_iter().filter_map(person).collect()
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
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let word = word.to_lowercase();
    (1..).zip(NAMES).find(|(_, name)| word.starts_with(name)).map(|(n, _)| n)
}

/// A name as BibTeX reads it: `First von Last`, `von Last, First`, `von Last, Jr, First`, a body in
/// braces of its own, or BibLaTeX's `family=…, given=…`.
fn person(name: &str) -> Option<Person> {
    let name = name.trim();
    if let Some(inner) = braced(name) {
        return body(&decoded(inner));
    }
    let parts: Vec<&str> = split(name, ",").into_iter().map(str::trim).collect();
    if parts.iter().all(|part| part.contains('=')) {
        let part = |name: &str| {
            let parts = parts.iter().filter_map(|part| part.split_once('='));
            parts.filter(|(key, _)| key.trim() == name).map(|(_, value)| decoded(value)).next()
        };
        let [family, given, prefix, suffix] =
            ["family", "given", "prefix", "suffix"].map(|name| part(name).unwrap_or_default());
        return composed_name(&given, &tidy(format!("{prefix} {family}")), &suffix);
    }
    let (given, family, suffix) = match parts.as_slice() {
        [family, given] => (decoded(given), decoded(family), String::new()),
        [family, suffix, given, ..] => (decoded(given), decoded(family), decoded(suffix)),
        _ => return in_order(name),
    };
    composed_name(&given, &family, &suffix)
}

/// `Ludwig van Beethoven`: the family's name begins with the first small letter, else it is the last
/// word. One word alone may be either.
fn in_order(name: &str) -> Option<Person> {
    let mut words: Vec<&str> = split(name, " ");
    words.retain(|word| !word.trim().is_empty());
    let is_suffix = |word: &str| matches!(word, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV");
    let suffix = words.pop_if(|word| is_suffix(word)).map(decoded).unwrap_or_default();
    let last = words.len().checked_sub(1)?;
    let is_small = |word: &&str| {
        !word.starts_with('{') && decoded(word).chars().next().is_some_and(char::is_lowercase)
    };
    let family = words.iter().take(last).position(is_small).unwrap_or(last);
    let joined = |words: &[&str]| decoded(&words.join(" "));
    let person = composed_name(&joined(&words[..family]), &joined(&words[family..]), &suffix);
    person.map(|person| Person { family: person.family.filter(|_| last > 0), ..person })
}

/// What is inside braces that hold all of a text.
fn braced(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let mut depth = 0_usize;
    let mut escaped = false;
    for c in inner.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    // `{\"O}` is a letter, `{\OE uvres}` a word: no body begins with a command.
    (depth == 0 && !inner.starts_with('\\')).then_some(inner)
}

/// Cuts a text where `between` stands outside of braces, white space being one as another.
fn split<'a>(text: &'a str, between: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut depth, mut start, mut at) = (0_usize, 0, 0);
    let bytes = text.as_bytes();
    let same = |a: u8, b: u8| a.eq_ignore_ascii_case(&b) || b == b' ' && a.is_ascii_whitespace();
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let here = bytes.get(at..at + between.len()).unwrap_or_default();
        let found = depth == 0
            && here.len() == between.len()
            && here.iter().zip(between.bytes()).all(|(a, b)| same(*a, b));
        if found {
            parts.push(text.get(start..at).unwrap_or_default());
            at += between.len();
            start = at;
        } else {
            at += 1;
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
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

/// Without the backslashes before marks.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_mark = |c: &char| r"\:;{}_$%&#~".contains(*c);
        match c {
            '\\' => out.push(chars.next_if(is_mark).unwrap_or('\\')),
            _ => out.push(c),
        }
    }
    out
}

/// An address as it is typed into a browser.
fn address(field: &str) -> String {
    let field = field.replace("\\url", "").replace("\\textasciitilde", "~");
    unescaped(&field).chars().filter(|c| !matches!(c, '{' | '}') && !c.is_whitespace()).collect()
}

/// Nothing nests braces deeper, and decoding takes time by depth.
const DEEPEST: usize = 16;
/// A longer value is taken as it stands.
const LONGEST: usize = 64 << 10;

/// A value as it is printed: accents, dashes and quotation marks for what LaTeX writes for them, no
/// braces, no commands that only change the type. What cannot be decoded stays as it is written.
fn decoded(value: &str) -> String {
    let value = value.trim();
    if !value.contains(['\\', '{', '}', '$', '~', '-', '`', '\'']) {
        return tidy(value);
    }
    let mut depth = 0_usize;
    let deepest = value.bytes().map(|b| {
        depth = match b {
            b'{' => depth + 1,
            b'}' => depth.saturating_sub(1),
            _ => depth,
        };
        depth
    });
    if value.len() > LONGEST || deepest.max() > Some(DEEPEST) {
        return tidy(value);
    }
    let plain = plainer(value);
    let field = vec![Spanned::zero(RawChunk::Normal(&plain))];
    let pair = Pair::new(Spanned::zero("value"), Spanned::zero(field));
    let (key, kind) = (Spanned::zero("key"), Spanned::zero("misc"));
    let entry = RawEntry { key, kind, fields: vec![pair] };
    let list = RawBibliography {
        preamble: String::new(),
        entries: vec![Spanned::zero(entry)],
        abbreviations: Vec::new(),
    };
    let decoded = biblatex::Bibliography::from_raw(list).ok();
    let decoded = decoded.and_then(|list| {
        use biblatex::ChunksExt;
        Some(list.iter().next()?.get("value")?.format_verbatim())
    });
    tidy(decoded.as_deref().unwrap_or(value))
}

/// A value without what the decoder does not know: commands of type, ties, spaces of all widths.
/// Dollar signs become letters, for in titles they are prices.
fn plainer(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    // The depth at which a quotation in `\enquote{…}` ends.
    let mut quoted: Vec<usize> = Vec::new();
    let mut depth = 0_usize;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = after;
        match c {
            '\\' => {
                let name =
                    after.len() - after.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
                let (name, behind) = after.split_at(name);
                match name {
                    "" => {
                        let mark = after.chars().next();
                        rest = &after[mark.map_or(0, char::len_utf8)..];
                        match mark {
                            Some(' ' | ',' | ';' | ':' | '\\' | '\n' | '\t') => out.push(' '),
                            Some('/' | '!' | '@') | None => {}
                            Some(mark) => out.extend(['\\', mark]),
                        }
                    }
                    _ if TYPE.contains(&name) => rest = behind.trim_start(),
                    "newline" | "space" | "quad" => {
                        out.push(' ');
                        rest = behind;
                    }
                    "enquote" | "mkbibquote" if behind.starts_with('{') => {
                        out.push_str("{“");
                        depth += 1;
                        quoted.push(depth);
                        rest = &behind[1..];
                    }
                    _ => {
                        out.push('\\');
                        out.push_str(name);
                        rest = behind;
                    }
                }
            }
            '{' => {
                depth += 1;
                out.push('{');
            }
            '}' => {
                if quoted.pop_if(|at| *at == depth).is_some() {
                    out.push('”');
                }
                depth = depth.saturating_sub(1);
                out.push('}');
            }
            '~' => out.push(' '),
            '$' => out.push_str("\\$"),
            '`' if after.starts_with('`') => {
                out.push('“');
                rest = &after[1..];
            }
            '\'' if after.starts_with('\'') => {
                out.push('”');
                rest = &after[1..];
            }
            _ => out.push(c),
        }
    }
    out
}

/// Commands that only change the type.
const TYPE: [&str; 24] = [
    "emph",
    "textit",
    "textbf",
    "textsc",
    "textsl",
    "textrm",
    "textsf",
    "texttt",
    "textup",
    "textnormal",
    "mkbibemph",
    "mkbibitalic",
    "mkbibbold",
    "textsuperscript",
    "textsubscript",
    "mbox",
    "text",
    "em",
    "it",
    "itshape",
    "bf",
    "sc",
    "rm",
    "url",
];
