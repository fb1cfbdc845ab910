//! What is made of a document once it is read: its works with the catalog's word, its passages,
//! its names, and the terms the index is given. The same whether the document comes from its file
//! or from the store.

use std::cell::RefCell;
use std::path::Path;

use super::corpus::Corpus;
use super::group::LEAST_WORDS;
use super::names::{Named, names_of};
use crate::cite::key;
use crate::document::{BlockKind, Document, Passage, PassageKind, Work, passage};
use crate::index::schema::{PARAGRAPH, SENTENCE};
use crate::index::{PassageTerms, defined_terms};
use crate::names::SpelledOut;
use crate::store::{Stored, StoredName};
use crate::text::token::{Analysis, each_token};
use crate::text::{Bounds, Sketch, Span, Token, tokens};

/// A document with all that is made of it.
pub struct Derived {
    /// What is stored.
    pub stored: Stored,
    /// Its written form: made where documents are read in parallel.
    pub record: Vec<u8>,
    /// What the index is told, passage by passage.
    pub terms: Vec<PassageTerms>,
    /// Words in all passages, their titles, their sections.
    pub words: [u32; 3],
    /// The sketch of its own text, where there is enough of it.
    pub sketch: Option<Sketch>,
}

thread_local! {
    /// Stems are remembered from document to document.
    static ANALYSIS: RefCell<Analysis> = RefCell::default();
}

impl Corpus {
    /// Makes everything that is kept of a document whose first place is the file at `path`.
    pub fn derive(&self, document: Document, path: &Path) -> Derived {
        let works = works(&document, self.record(&document, path));
        let passages = passage::cut(&document);
        let tokens: Vec<Vec<Token>> =
            passages.iter().map(|p| tokens(&document.text[p.span.range()])).collect();
        let Named { names, spelled_out } =
            names_of(&self.gazetteer, &self.finder, &document, &passages, &tokens);
        let folder = self.top_folder(path);
        let mut terms = ANALYSIS.with_borrow_mut(|analysis| {
            passages
                .iter()
                .zip(&tokens)
                .map(|(p, tokens)| {
                    let text = &document.text[p.span.range()];
                    let work = &works[usize::from(p.work)];
                    let mut terms = terms_of(p, text, tokens, work, analysis);
                    terms.source = terms.source.or_else(|| folder.clone());
                    add_field(&mut terms.heading, headings(&document, &passages, p), str::to_owned);
                    add_names(&mut terms, p, &names);
                    let here = |s: &&SpelledOut| p.span.holds(Span { start: s.at, end: s.at });
                    let defined = spelled_out.iter().filter(here);
                    terms.defined =
                        defined.flat_map(|s| defined_terms(&s.letters, &s.words)).collect();
                    terms
                })
                .collect::<Vec<_>>()
        });
        for (number, work) in works.iter().enumerate() {
            let first = passages.iter().position(|p| usize::from(p.work) == number);
            if let Some(terms) = first.and_then(|first| terms.get_mut(first)) {
                terms.key = key::base(work);
            }
        }
        let count = |field: fn(&PassageTerms) -> &str| {
            let words = terms.iter().map(|t| field(t).split(' ').filter(|w| !w.is_empty()).count());
            u32::try_from(words.sum::<usize>()).unwrap_or(u32::MAX)
        };
        let words = [count(|t| &t.stem), count(|t| &t.title), count(|t| &t.section)];
        let sketch = sketch(&passages, &terms);
        let stored = Stored { document, works, passages, names };
        Derived { record: stored.encode(), stored, terms, words, sketch }
    }

    /// Name of the folder below the root that the file lies in, or of the root's own folder: it
    /// serves as source in filters where nothing better is known, and is never cited.
    fn top_folder(&self, path: &Path) -> Option<String> {
        let root = self
            .catalogs
            .keys()
            .filter(|root| path.starts_with(root))
            .max_by_key(|r| r.as_os_str().len())?;
        let below = path.strip_prefix(root).ok()?;
        let mut parts = below.components();
        let first = parts.next().filter(|_| parts.next().is_some());
        let name = match first {
            Some(folder) => folder.as_os_str(),
            None => super::walk::corpus_folder(root).file_name()?,
        };
        Some(name.to_string_lossy().into_owned())
    }
}

/// The headings that stand between the passage before and this one; of the last passage, also those
/// behind it.
fn headings<'a>(
    document: &'a Document,
    passages: &[Passage],
    passage: &Passage,
) -> impl Iterator<Item = &'a str> {
    let n = passage.n as usize;
    let from = n.checked_sub(2).map_or(0, |before| passages[before].span.end);
    let to = if n == passages.len() { u32::MAX } else { passage.span.start };
    let first = document.blocks.partition_point(|block| block.span.start < from);
    let blocks = document.blocks[first..].iter().take_while(move |b| b.span.start < to);
    let headings = blocks.filter(|block| matches!(block.kind, BlockKind::Heading(_)));
    headings.map(|block| &document.text[block.span.range()])
}

/// The sketch of a document's own text: what is body, lists and tables, whatever stands round it.
fn sketch(passages: &[Passage], terms: &[PassageTerms]) -> Option<Sketch> {
    use PassageKind::{Body, List, Table};
    let own = |p: &Passage| p.work == 0 && matches!(p.kind, Body | List | Table);
    let own = || passages.iter().zip(terms).filter(|(p, _)| own(p)).map(|(_, terms)| terms);
    let words = || own().flat_map(|terms| terms.stem.split(' ').filter(|word| !word.is_empty()));
    (words().take(LEAST_WORDS).count() == LEAST_WORDS).then(|| Sketch::of(words()))?
}

/// The works as they are cited. A teaser is from the page it stands in unless it says otherwise.
fn works(document: &Document, catalogued: Work) -> Vec<Work> {
    let mut works = Vec::with_capacity(document.works.len());
    for (i, read) in document.works.iter().enumerate() {
        if i == 0 {
            let mut own = catalogued.clone();
            own.complete(read);
            works.push(own);
        } else {
            let mut work = read.clone();
            let page = Work { source: works[0].source.clone(), ..Work::default() };
            work.complete(&Work { provenance: works[0].provenance.clone(), ..page });
            works.push(work);
        }
    }
    works
}

fn terms_of(
    passage: &Passage,
    text: &str,
    tokens: &[Token],
    work: &Work,
    analysis: &mut Analysis,
) -> PassageTerms {
    let mut terms = PassageTerms { kind: Some(passage.kind), ..PassageTerms::default() };
    for token in tokens {
        push(&mut terms.plain, &token.term);
        push(&mut terms.stem, analysis.stem(&token.term));
    }
    terms.bound = bound_terms(text, tokens);
    add_field(&mut terms.title, work.title.iter(), |term| analysis.stem(term).to_owned());
    add_field(&mut terms.section, passage.section.iter(), |term| analysis.stem(term).to_owned());
    let authors = work.authors.iter().map(|a| &a.name);
    add_field(&mut terms.author, authors, str::to_owned);
    terms.source = work.shown_source();
    terms.date = work.issued.map(|date| (date.first_day(), date.last_day()));
    terms
}

/// The bounds of a text, each at the position of the word that it stands before.
fn bound_terms(text: &str, tokens: &[Token]) -> String {
    let bounds = Bounds::of(text, tokens);
    let mut out = String::new();
    let mut at = 0;
    for position in bounds.sentences {
        (at..position).for_each(|_| out.push(' '));
        at = position;
        let begins_paragraph = bounds.paragraphs.binary_search(&position).is_ok();
        out.push_str(if begins_paragraph { PARAGRAPH } else { SENTENCE });
    }
    out
}

/// Adds the terms of each value; a seam, which no phrase crosses, stands between values.
fn add_field<'a>(
    out: &mut String,
    values: impl Iterator<Item = &'a (impl AsRef<str> + ?Sized + 'a)>,
    mut term_of: impl FnMut(&str) -> String,
) {
    for value in values {
        if !out.is_empty() {
            out.push(' ');
        }
        each_token(value.as_ref(), |term, _| push(out, &term_of(term)));
    }
}

fn push(out: &mut String, term: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(term);
}

fn add_names(terms: &mut PassageTerms, passage: &Passage, names: &[StoredName]) {
    for name in names {
        // Spans rise, so the first that ends in or after the passage decides.
        let first = name.spans.partition_point(|s| s.start < passage.span.start);
        if name.spans.get(first).is_some_and(|s| passage.span.holds(*s)) {
            let field = if name.is_program { &mut terms.programs } else { &mut terms.entities };
            field.push(name.name.clone());
        }
    }
}
