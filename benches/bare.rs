//! A bare tantivy program, to compare with: one stemmed field, stored text, nothing else.
//!
//! ```text
//! cargo bench --bench bare -- index PASSAGES.jsonl DIR     one object a line: id, text
//! cargo bench --bench bare -- query DIR WORDS…             ids of the ten best, and the count
//! ```
//!
//! It measures nothing itself: what is compared is the time of the whole process (a cold query, an
//! ingest), which only somebody outside can take. Without arguments it does nothing, so that a run
//! of all benchmarks passes it by.

use std::borrow::Cow;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};

use serde::Deserialize;
use tantivy::collector::{Count, TopDocs};
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::{
    LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream,
    Tokenizer,
};
use tantivy::{Index, IndexWriter, ReloadPolicy, TantivyDocument, Term};

const ANALYSIS: &str = "en_stem";

fn main() -> Result<(), Box<dyn Error>> {
    // The bench runner adds options of its own.
    let args: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        [] => Ok(()),
        ["index", passages, folder] => index(passages, folder),
        ["query", folder, words @ ..] => query(folder, &words.join(" ")),
        _ => Err("bare index PASSAGES.jsonl DIR | bare query DIR WORDS…".into()),
    }
}

#[derive(Deserialize)]
struct Passage<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    text: Cow<'a, str>,
}

fn schema() -> (Schema, Field, Field) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(ANALYSIS)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let id = schema.add_text_field("id", TextOptions::default() | STORED);
    let text = schema
        .add_text_field("text", TextOptions::default().set_indexing_options(indexing) | STORED);
    (schema.build(), id, text)
}

fn register(index: &Index) {
    let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(English)
        .build();
    index.tokenizers().register(ANALYSIS, analyzer);
}

fn index(passages: &str, folder: &str) -> Result<(), Box<dyn Error>> {
    let (schema, id, text) = schema();
    fs::create_dir_all(folder)?;
    let index = Index::create_in_dir(folder, schema)?;
    register(&index);
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .memory_budget_per_thread(200_000_000)
        .num_merge_threads(1)
        .build();
    let mut writer: IndexWriter = index.writer_with_options(options)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    for line in BufReader::new(File::open(passages)?).lines() {
        let line = line?;
        let passage: Passage<'_> = serde_json::from_str(&line)?;
        let mut document = TantivyDocument::default();
        document.add_text(id, &passage.id);
        document.add_text(text, &passage.text);
        writer.add_document(document)?;
    }
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
        writer.garbage_collect_files().wait()?;
    }
    writer.wait_merging_threads()?;
    Ok(())
}

fn query(folder: &str, words: &str) -> Result<(), Box<dyn Error>> {
    let (_, id, text) = schema();
    let index = Index::open_in_dir(folder)?;
    register(&index);
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    let searcher = reader.searcher();
    let mut analyzer = index.tokenizer_for_field(text)?;
    let mut terms: Vec<Box<dyn Query>> = Vec::new();
    analyzer.token_stream(words).process(&mut |token| {
        let term = Term::from_field_text(text, &token.text);
        terms.push(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)));
    });
    let best = TopDocs::with_limit(10).order_by_score();
    let (hits, count) = searcher.search(&BooleanQuery::union(terms), &(best, Count))?;
    let mut out = std::io::stdout().lock();
    for (score, address) in hits {
        let document: TantivyDocument = searcher.doc(address)?;
        let id = document.get_first(id).and_then(|id| id.as_str()).unwrap_or_default();
        writeln!(out, "{id}\t{score:.4}")?;
    }
    writeln!(out, "{count} in all")?;
    Ok(())
}

/// The English stemmer as a filter.
#[derive(Clone)]
struct English;

#[derive(Clone)]
struct Stemming<T>(T);

struct Stems<T> {
    words: T,
    stemmer: frostem::Stemmer,
}

impl TokenFilter for English {
    type Tokenizer<T: Tokenizer> = Stemming<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> Stemming<T> {
        Stemming(tokenizer)
    }
}

impl<T: Tokenizer> Tokenizer for Stemming<T> {
    type TokenStream<'a> = Stems<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        let stemmer = frostem::Stemmer::new(frostem::Algorithm::English);
        Stems { words: self.0.token_stream(text), stemmer }
    }
}

impl<T: TokenStream> TokenStream for Stems<T> {
    fn advance(&mut self) -> bool {
        if !self.words.advance() {
            return false;
        }
        let token = self.words.token_mut();
        let stem = self.stemmer.stem(&token.text);
        if stem != token.text {
            token.text = stem.into_owned();
        }
        true
    }

    fn token(&self) -> &Token {
        self.words.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.words.token_mut()
    }
}
