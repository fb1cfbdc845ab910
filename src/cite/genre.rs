//! What sort of work a record describes, in the words of each form of citation.
//!
//! Catalogs, reference managers and records each have names of their own for the same sort of
//! work; this is the one table that they are read and written by.

use crate::document::Work;

/// What sort of work it is. A name that the table lacks is [`Genre::Webpage`] where the work has an
/// address, [`Genre::Chapter`] where it stands in a larger work, else [`Genre::Document`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is what its name says")]
pub enum Genre {
    Article,
    Newspaper,
    Magazine,
    Book,
    Chapter,
    Paper,
    Report,
    Thesis,
    Speech,
    Interview,
    Hearing,
    PressRelease,
    Treaty,
    Legislation,
    Bill,
    Case,
    Regulation,
    Standard,
    Dataset,
    Manuscript,
    BlogPost,
    Webpage,
    Document,
}

/// A genre in the words of each form. CSL: the type of the CSL specification 1.0.2, appendix III.
struct Row {
    genre: Genre,
    csl: &'static str,
    /// What else it is called, in small letters with hyphens.
    also: &'static [&'static str],
}

const fn row(genre: Genre, csl: &'static str, also: &'static [&'static str]) -> Row {
    Row { genre, csl, also }
}

const TABLE: &[Row] = &[
    row(Genre::Article, "article-journal", &["article", "journal-article", "jour"]),
    row(Genre::Newspaper, "article-newspaper", &["newspaper", "newspaper-article", "news"]),
    row(Genre::Magazine, "article-magazine", &["magazine", "magazine-article", "mgzn"]),
    row(Genre::Book, "book", &["mvbook", "collection", "monograph"]),
    row(Genre::Chapter, "chapter", &["incollection", "inbook", "book-section", "chap"]),
    row(Genre::Paper, "paper-conference", &["inproceedings", "conference-paper", "conf"]),
    row(Genre::Report, "report", &["techreport", "working-paper", "policy-brief", "rprt"]),
    row(Genre::Thesis, "thesis", &["phdthesis", "mastersthesis", "dissertation", "thes"]),
    row(Genre::Speech, "speech", &["lecture", "remarks", "address", "presentation"]),
    row(Genre::Interview, "interview", &[]),
    row(Genre::Hearing, "hearing", &["testimony", "hear"]),
    row(Genre::PressRelease, "post", &["press-release", "statement", "release", "media-note"]),
    row(Genre::Treaty, "treaty", &["convention", "agreement"]),
    row(Genre::Legislation, "legislation", &["statute", "law", "act", "public-law", "stat"]),
    row(Genre::Bill, "bill", &[]),
    row(Genre::Case, "legal_case", &["legal-case", "case", "jurisdiction"]),
    row(Genre::Regulation, "regulation", &["rule"]),
    row(Genre::Standard, "standard", &["stand"]),
    row(Genre::Dataset, "dataset", &["data"]),
    row(Genre::Manuscript, "manuscript", &["unpublished", "letter", "memorandum", "telegram"]),
    row(Genre::BlogPost, "post-weblog", &["blog", "blog-post", "blogpost"]),
    row(Genre::Webpage, "webpage", &["online", "electronic", "website", "web-page"]),
    row(Genre::Document, "document", &["misc", "gen", "generic"]),
];

impl Genre {
    /// Every genre.
    pub const ALL: [Genre; 23] = [
        Genre::Article,
        Genre::Newspaper,
        Genre::Magazine,
        Genre::Book,
        Genre::Chapter,
        Genre::Paper,
        Genre::Report,
        Genre::Thesis,
        Genre::Speech,
        Genre::Interview,
        Genre::Hearing,
        Genre::PressRelease,
        Genre::Treaty,
        Genre::Legislation,
        Genre::Bill,
        Genre::Case,
        Genre::Regulation,
        Genre::Standard,
        Genre::Dataset,
        Genre::Manuscript,
        Genre::BlogPost,
        Genre::Webpage,
        Genre::Document,
    ];

    /// The genre of a work, by what its record calls it.
    pub fn of(work: &Work) -> Genre {
        let said = words_of(work);
        let known = TABLE.iter().find(|row| row.csl == said || row.also.contains(&said.as_str()));
        match known {
            Some(row) => row.genre,
            None if work.container.is_some() => Genre::Chapter,
            None if work.url.is_some() => Genre::Webpage,
            None => Genre::Document,
        }
    }

    /// Its type in CSL.
    pub fn csl(self) -> &'static str {
        TABLE.iter().find(|row| row.genre == self).map_or("document", |row| row.csl)
    }

    /// What the record calls the work, for people, where that says more than its genre does.
    pub fn said(self, work: &Work) -> Option<&'static str> {
        let said = words_of(work);
        SAID.iter().find(|(word, _)| *word == said).map(|(_, shown)| *shown)
    }

    /// Whether it appears on a site or in a periodical, so that the body that issued it stands where
    /// the name of a larger work does.
    pub fn is_of_a_site(self) -> bool {
        use Genre::{Article, BlogPost, Magazine, Newspaper, PressRelease, Webpage};
        matches!(self, Article | Newspaper | Magazine | BlogPost | PressRelease | Webpage)
    }
}

/// What records call works that says more than the genre, as it is printed.
const SAID: &[(&str, &str)] = &[
    ("working-paper", "Working paper"),
    ("policy-brief", "Policy brief"),
    ("phdthesis", "PhD thesis"),
    ("mastersthesis", "Master’s thesis"),
    ("dissertation", "Dissertation"),
    ("lecture", "Lecture"),
    ("remarks", "Remarks"),
    ("address", "Address"),
    ("testimony", "Testimony"),
    ("press-release", "Press release"),
    ("statement", "Statement"),
    ("media-note", "Media note"),
    ("letter", "Letter"),
    ("memorandum", "Memorandum"),
    ("telegram", "Telegram"),
];

/// What the record calls the work, in small letters with hyphens.
fn words_of(work: &Work) -> String {
    work.kind.as_deref().unwrap_or_default().trim().to_lowercase().replace([' ', '_'], "-")
}
