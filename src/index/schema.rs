//! The index, field by field.
//!
//! One tantivy document is one passage. The passages of a document are added in order and in one
//! step, so they always lie next to each other in one segment.
//!
//! | field | holds |
//! | --- | --- |
//! | `document` | number of the document's id; indexed, so that a document can be taken out; fast |
//! | `first` | 1 in the first passage of a document; the passages of a document lie next to each other |
//! | `plain` | the plain terms of the text, with positions; quotes, nearness, patterns and `--literal` read it, and what stands as it was typed |
//! | `stem` | the stemmed terms of the text, with frequencies; ranking reads it |
//! | `bound` | with positions: [`SENTENCE`] and [`PARAGRAPH`] where a sentence or paragraph of the text begins, but for the first |
//! | `title` | stemmed terms of the work's title, with positions; a small extra score, and `title:` |
//! | `section` | stemmed terms of the section path, with positions; an extra score, and `section:` |
//! | `heading` | plain terms of the headings that stand between the passage before and this one, with positions; in the last passage also of those behind it; quotations read it, which may quote a heading |
//! | `key` | in the first passage of each work: its citation key as it is while no other work has the same |
//! | `author` | plain terms of the authors' names, with positions |
//! | `source` | the source as it is shown, one term |
//! | `program`, `entity` | canonical names found in the passage, a term each |
//! | `defined` | letters that the passage spells out, both ways: see [`defined_terms`](super::defined_terms) |
//! | `kind` | number of the passage's kind; indexed, fast |
//! | `date`, `date_end` | first and last day of the date of issue as `yyyymmdd`; fast; absent where no date is known |
//!
//! Text fields are given as terms joined by one space, already analysed by
//! [`text::token`](crate::text::token); two spaces are a seam that no phrase crosses. Nothing is
//! stored: text and places lie in the store.
//!
//! The commit's payload is a [`State`].

use serde::{Deserialize, Serialize};
use tantivy::schema::{
    Field, INDEXED, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing,
    TextOptions,
};

use crate::query::plan::TextField;
use crate::text::token::fingerprint;

/// Changes whenever an index made before could not be read rightly.
pub const FORMAT_VERSION: u32 = 4;

/// What a commit says of the whole index: its payload, as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// [`FORMAT_VERSION`] of the program that wrote it.
    pub format: u32,
    /// Fingerprint of the analysis it was made by.
    pub analysis: String,
    /// Version of the program that wrote it.
    pub program: String,
    /// Number of the state: names the files of the store that belong to it.
    pub state: u32,
    /// Numbers of the files of records that it uses.
    pub records: Vec<u32>,
    /// How many documents it holds.
    pub documents: u64,
    /// How many passages it holds.
    pub passages: u64,
    /// Words in all passages, in their titles, in their sections.
    pub words: [u64; 3],
    /// Digest of the corpus: the same for the same documents, however they came in.
    pub digest: String,
    /// When it was made: seconds since 1970.
    pub ingested: i64,
    /// Whether the corpus has names of its own, in the file `names.STATE`.
    pub own_names: bool,
}

impl State {
    /// The payload of an index that nothing has been put into yet.
    pub fn empty() -> State {
        State {
            format: FORMAT_VERSION,
            analysis: fingerprint(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            ..State::default()
        }
    }
}

/// The fields.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "described in the table of the module")]
pub struct Fields {
    pub document: Field,
    pub first: Field,
    pub plain: Field,
    pub stem: Field,
    pub bound: Field,
    pub title: Field,
    pub section: Field,
    pub heading: Field,
    pub key: Field,
    pub author: Field,
    pub source: Field,
    pub program: Field,
    pub entity: Field,
    pub defined: Field,
    pub kind: Field,
    pub date: Field,
    pub date_end: Field,
}

/// The term of `bound` at the first word of each sentence but the first of a paragraph.
pub const SENTENCE: &str = "s";

/// The term of `bound` at the first word of each paragraph but the first of a passage.
pub const PARAGRAPH: &str = "p";

/// Name under which the tokenizer of given terms is registered.
pub const GIVEN_TERMS: &str = "given_terms";

impl Fields {
    /// The field that a plan means.
    pub(super) fn of(&self, field: TextField) -> Field {
        match field {
            TextField::Plain => self.plain,
            TextField::Stem => self.stem,
            TextField::Title => self.title,
            TextField::Section => self.section,
            TextField::Author => self.author,
        }
    }

    /// The schema and its fields.
    pub fn schema() -> (Schema, Fields) {
        let text = |option, norms| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(GIVEN_TERMS)
                    .set_index_option(option)
                    .set_fieldnorms(norms),
            )
        };
        let positions = IndexRecordOption::WithFreqsAndPositions;
        let number = NumericOptions::default().set_fast();
        let mut schema = Schema::builder();
        let fields = Fields {
            document: schema.add_u64_field("document", number.clone().set_indexed()),
            first: schema.add_u64_field("first", INDEXED),
            // Both text fields have one token a position, so they share the lengths of `stem`.
            plain: schema.add_text_field("plain", text(positions, false)),
            stem: schema.add_text_field("stem", text(IndexRecordOption::WithFreqs, true)),
            bound: schema.add_text_field("bound", text(positions, false)),
            title: schema.add_text_field("title", text(positions, true)),
            section: schema.add_text_field("section", text(positions, true)),
            heading: schema.add_text_field("heading", text(positions, false)),
            key: schema.add_text_field("key", STRING),
            author: schema.add_text_field("author", text(positions, false)),
            source: schema.add_text_field("source", STRING),
            program: schema.add_text_field("program", STRING),
            entity: schema.add_text_field("entity", STRING),
            defined: schema.add_text_field("defined", STRING),
            kind: schema.add_u64_field("kind", number.clone().set_indexed()),
            date: schema.add_i64_field("date", number.clone().set_indexed()),
            date_end: schema.add_i64_field("date_end", number),
        };
        (schema.build(), fields)
    }
}
