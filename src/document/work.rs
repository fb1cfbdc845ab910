//! The bibliographic record of a work: what a citation names. Every field may be absent; none is
//! ever guessed, and each knows who said it.

use serde::{Deserialize, Serialize};

use super::date::Date;
pub use super::person::Person;

/// Who said what a field says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provenance {
    /// `catalog.toml`, `catalog.bib` or `catalog.json` of the corpus.
    Catalog,
    /// The fields of the record, front matter, or the format's own metadata.
    Record,
    /// What the text says at its head.
    Head,
}

/// A field of the record, for saying where its value is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the field of Work of the same name")]
pub enum Field {
    #[serde(rename = "type")]
    Kind,
    Title,
    Authors,
    Issued,
    Source,
    Url,
    Number,
    Container,
    Volume,
    Issue,
    Pages,
    Edition,
    Place,
    Editors,
    Doi,
    Isbn,
    Language,
    Rights,
    ArchivedUrl,
    Retrieved,
    Summary,
    SourceNote,
}

/// Hands the fields of a work to a macro: each with its variant of [`Field`] and its name.
macro_rules! with_fields {
    ($give:ident) => {
        $give!(
            kind Kind "type", title Title "title", authors Authors "authors",
            issued Issued "issued", source Source "source", url Url "url",
            number Number "number", container Container "container", volume Volume "volume",
            issue Issue "issue", pages Pages "pages", edition Edition "edition",
            place Place "place", editors Editors "editors", doi Doi "doi", isbn Isbn "isbn",
            language Language "language", rights Rights "rights",
            archived_url ArchivedUrl "archived_url", retrieved Retrieved "retrieved",
            summary Summary "summary", source_note SourceNote "source_note"
        )
    };
}

impl Field {
    /// The fields, in the order in which records show them.
    pub const ALL: [Field; 22] = {
        macro_rules! all {
            ($($field:ident $name:ident $word:literal),*) => { [$(Field::$name),*] };
        }
        with_fields!(all)
    };

    /// The name that records and catalogs call it by.
    pub fn name(self) -> &'static str {
        macro_rules! name {
            ($($field:ident $name:ident $word:literal),*) => {
                match self { $(Field::$name => $word,)* }
            };
        }
        with_fields!(name)
    }

    /// The field of this name, or of one that people are used to: `date`, `author`, `publisher`.
    pub fn named(name: &str) -> Option<Field> {
        let name = name.trim().to_ascii_lowercase().replace('-', "_");
        let name = match name.as_str() {
            "date" | "year" => "issued",
            "author" | "creator" => "authors",
            "editor" => "editors",
            "publisher" => "source",
            "kind" => "type",
            "journal" => "container",
            "archived" => "archived_url",
            other => other,
        };
        Field::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// What is known of a work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Work {
    /// What sort of work it is: `report`, `treaty`, `speech`, …
    pub kind: Option<String>,
    /// Its title, as printed.
    pub title: Option<String>,
    /// Who is credited, in printed order.
    pub authors: Vec<Person>,
    /// When it was issued.
    pub issued: Option<Date>,
    /// The body that issued it.
    pub source: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// A number in a series: `Document 76`, `GAO-23-105544`.
    pub number: Option<String>,
    /// The larger work it stands in: a volume, a journal.
    pub container: Option<String>,
    /// Volume of the larger work, as printed.
    pub volume: Option<String>,
    /// Issue of the journal, as printed.
    pub issue: Option<String>,
    /// The pages it fills in the larger work: `11–29`.
    pub pages: Option<String>,
    /// Edition, as printed: `2`, `2nd rev. ed.`
    pub edition: Option<String>,
    /// Where its publisher sits.
    pub place: Option<String>,
    /// Editors of the larger work, in printed order.
    pub editors: Vec<Person>,
    /// Digital object identifier, without a resolver before it: `10.1080/…`.
    pub doi: Option<String>,
    /// International standard book number, as printed.
    pub isbn: Option<String>,
    /// Language tag (BCP 47).
    pub language: Option<String>,
    /// Whose it is and on what terms it may be used.
    pub rights: Option<String>,
    /// Address of an archived copy.
    pub archived_url: Option<String>,
    /// When the copy was fetched.
    pub retrieved: Option<Date>,
    /// The editors' summary, where the text has one at its head.
    pub summary: Option<String>,
    /// The editors' note on where the text comes from.
    pub source_note: Option<String>,
    /// Who said each field that is known.
    pub provenance: Vec<(Field, Provenance)>,
}

impl Work {
    /// The body that issued it or, where none is known, the host of its address, without `www.`.
    pub fn shown_source(&self) -> Option<String> {
        self.source.clone().or_else(|| self.url.as_deref().and_then(host))
    }

    /// Takes each field that this record lacks from `other`, with its provenance.
    pub fn complete(&mut self, other: &Work) {
        macro_rules! take {
            ($($field:ident $name:ident $word:literal),*) => { $(
                if is_absent(&self.$field) && !is_absent(&other.$field) {
                    self.$field = other.$field.clone();
                    let from = other.provenance.iter().filter(|p| p.0 == Field::$name);
                    self.provenance.extend(from);
                }
            )* };
        }
        with_fields!(take);
    }

    /// Says of every field that is known and has no provenance yet that it is `from`.
    pub fn mark(&mut self, from: Provenance) {
        macro_rules! mark {
            ($($field:ident $name:ident $word:literal),*) => { $(
                if !is_absent(&self.$field)
                    && !self.provenance.iter().any(|p| p.0 == Field::$name)
                {
                    self.provenance.push((Field::$name, from));
                }
            )* };
        }
        with_fields!(mark);
    }

    /// Whether nothing is known in a field.
    pub fn lacks(&self, asked: Field) -> bool {
        macro_rules! lacks {
            ($($field:ident $name:ident $word:literal),*) => {
                match asked { $(Field::$name => is_absent(&self.$field),)* }
            };
        }
        with_fields!(lacks)
    }
}

fn is_absent<T: Default + PartialEq>(field: &T) -> bool {
    *field == T::default()
}

/// The host of an address, in small letters.
fn host(url: &str) -> Option<String> {
    let rest = url.trim().split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.split(':').next().unwrap_or(host).to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let sound = host.contains('.') && !host.contains(char::is_whitespace);
    sound.then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: Option<&str>, url: &str) -> Option<String> {
        let (source, url) = (source.map(str::to_owned), Some(url.to_owned()));
        Work { source, url, ..Work::default() }.shown_source()
    }

    #[test]
    fn fields_go_by_the_names_that_records_write() {
        for field in Field::ALL {
            assert_eq!(Field::named(field.name()), Some(field));
            assert_eq!(serde_json::to_value(field).ok(), Some(field.name().into()));
            assert!(Work::default().lacks(field), "{field:?}");
        }
        assert_eq!(Field::named("Date"), Some(Field::Issued));
        assert_eq!(Field::named("colour"), None);
        let work = Work { title: Some("A".into()), ..Work::default() };
        assert!(!work.lacks(Field::Title));
    }

    #[test]
    fn the_host_of_the_address_stands_in_for_the_source() {
        assert_eq!(shown(Some("RSIS"), "https://www.x.org/").as_deref(), Some("RSIS"));
        assert_eq!(shown(None, "https://www.USIP.org/a/b").as_deref(), Some("usip.org"));
        assert_eq!(
            shown(None, "http://u:p@history.state.gov:80?x").as_deref(),
            Some("history.state.gov")
        );
        assert_eq!(shown(None, "not an address"), None);
    }
}
