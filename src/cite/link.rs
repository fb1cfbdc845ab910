//! A link that opens a page at the very words: its address with a text directive.
//!
//! The directive is made so that a browser finds our place first and no other before it, as far as
//! the page is known: by its clean text, navigation and notices included. It takes few words, since
//! each may differ on the page from what the file has, and as many as it needs:
//!
//! 1. Up to ten words in one block stand whole. Of what is longer, or carries the mark of a
//!    footnote inside, the beginning and the end stand, four words each.
//! 2. While other words of the page are found first, the terms grow, up to eight words; then come
//!    words before and behind, up to eight; then both grow on.
//! 3. Terms begin and end at white space or punctuation, so at the bound of a word in whatever way
//!    a browser cuts words; they do not cross blocks. Terms without footnote marks come first.
//! 4. A label at the beginning (`12.`, `•`) and a footnote mark at the end are left out: on the page
//!    they are often no text, or another one. They stay where nothing else tells the place from another.
//!
//! "First" is meant for [`Comparison::Loose`], and so holds of every browser.

use std::fmt;

use super::directive::TextDirective;
use super::line::{Edges, Line, Side, Words, line_at, worded};
use super::page::{Comparison, Page};
use crate::text::{Span, offset};

/// Why there is no link to words of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoLink {
    /// The record has no address.
    Address,
    /// The address is none that a browser opens as a page.
    Page,
    /// There are no words.
    Words,
    /// The same words stand earlier on the page, between the same neighbours.
    Twice,
}

impl fmt::Display for NoLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NoLink::Address => {
                "its record gives no address; `url` in the corpus's catalog.toml can add one"
            }
            NoLink::Page => "its address is not that of a web page",
            NoLink::Words => "there are no words to lead to",
            NoLink::Twice => {
                "the same words stand earlier on the page, between the same neighbours, and an address would lead there"
            }
        })
    }
}

/// The address `url` leading to `span` of the page with this clean text.
///
/// # Errors
/// If no address leads there.
pub fn link(url: Option<&str>, text: &str, span: Span) -> Result<String, NoLink> {
    let url = page_address(url)?;
    Ok(directive(text, span)?.0.on(url))
}

/// The address, if it is that of a page.
///
/// # Errors
/// If there is none, or it is of another sort.
pub fn page_address(url: Option<&str>) -> Result<&str, NoLink> {
    let url = url.map(str::trim).filter(|url| !url.is_empty()).ok_or(NoLink::Address)?;
    let is_web = ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    let is_plain = url.chars().all(|c| !c.is_whitespace() && !c.is_control());
    if is_web && is_plain { Ok(url) } else { Err(NoLink::Page) }
}

/// The directive that leads to `span` of a clean text, and the place it leads to: the span widened
/// to whole words, without a label before it and a footnote mark behind it.
///
/// # Errors
/// If there is none.
pub fn directive(text: &str, span: Span) -> Result<(TextDirective, Span), NoLink> {
    let page = Page::read(text, Comparison::Loose);
    for edges in [Edges::Bare, Edges::Full] {
        let place = Place::of(text, &page, span, edges).ok_or(NoLink::Words)?;
        if let Some(directive) = place.directive() {
            return Ok((directive, place.span));
        }
    }
    Err(NoLink::Twice)
}

/// Of up to so many words in one block, all stand in the directive.
const WHOLE: usize = 10;

/// Words of a term, tried in this order: first without context, …
const FEW: [usize; 5] = [4, 5, 6, 7, 8];

/// … then with so many words of context, …
const CONTEXT: [usize; 9] = [2, 3, 4, 6, 8, 12, 16, 24, 32];

/// … of which so many are tried before terms grow further.
const NEAR: usize = 5;

/// … then more words.
const MANY: [usize; 6] = [10, 12, 16, 24, 32, 48];

/// Bytes of a term: longer addresses are cut on their way.
const LONGEST: usize = 600;

/// The place that a directive is made for.
struct Place<'a> {
    text: &'a str,
    page: &'a Page,
    span: Span,
    /// The line it begins in, from its beginning on, as far as it reaches.
    head: Words,
    /// The line it ends in, up to its end; the same words, where it is one line.
    tail: Words,
    is_one_line: bool,
    /// The words before it, in its line or the one before.
    before: Words,
    /// The words behind it, in its line or the next one.
    behind: Words,
}

impl<'a> Place<'a> {
    fn of(text: &'a str, page: &'a Page, span: Span, edges: Edges) -> Option<Place<'a>> {
        let span = page.held(worded(text, span)?);
        let (first, last) = (line_at(text, span.start), line_at(text, span.end));
        let (first, last) = (Line::of(text, first), Line::of(text, last));
        let start = first.start(text, span, edges);
        let end = last.end(text, span, edges);
        let span = page.held(Span { start, end: end.max(start) });
        let (head, tail) = (first.words.within(span), last.words.within(span));
        if head.spans.is_empty() && tail.spans.is_empty() {
            return None;
        }
        let before = Span { start: first.span.start, end: span.start };
        let behind = Span { start: span.end, end: last.span.end };
        Some(Place {
            text,
            page,
            span,
            is_one_line: first.span == last.span,
            before: neighbour(text, before, first.words, |text| {
                let above = text[..first.span.start as usize].trim_end();
                (!above.is_empty()).then(|| line_at(text, offset(above.len())))
            }),
            behind: neighbour(text, behind, last.words, |text| {
                let rest = &text[last.span.end as usize..];
                let skipped = rest.len() - rest.trim_start().len();
                let at = last.span.end as usize + skipped;
                (at < text.len()).then(|| line_at(text, offset(at)))
            }),
            head,
            tail,
        })
    }

    fn directive(&self) -> Option<TextDirective> {
        let words = self.head.spans.len();
        let is_short = self.is_one_line && words <= WHOLE && !self.head.has_mark(0..words);
        let found = match is_short {
            true => self.whole().or_else(|| self.range()),
            false => self.range().or_else(|| self.whole()),
        };
        // Terms are chosen one by one; the whole is what counts.
        found.filter(|directive| self.leads(directive))
    }

    /// All words of it, with as much context as it takes.
    fn whole(&self) -> Option<TextDirective> {
        let start = self.term(self.span).filter(|_| self.is_one_line)?;
        let whole = TextDirective { start, ..TextDirective::default() };
        self.in_context(&whole)
    }

    /// Beginning and end, with as much context as each takes.
    fn range(&self) -> Option<TextDirective> {
        let begun = self.begun()?;
        let start = begun.start.clone();
        self.ended(&begun).filter(|directive| self.leads(directive)).or_else(|| {
            // Where the end stands earlier too, a longer beginning reaches over it.
            let longer = self.terms(&self.head, &MANY, Side::Start);
            longer
                .filter(|term| term.len() > start.len())
                .find_map(|start| self.ended(&TextDirective { start, ..begun.clone() }))
        })
    }

    /// The beginning, found first where it stands.
    fn begun(&self) -> Option<TextDirective> {
        let bare = |start| TextDirective { start, ..TextDirective::default() };
        let begins = |directive: &TextDirective| {
            self.page.find(directive).is_some_and(|found| found.start == self.span.start)
        };
        let few = || self.terms(&self.head, &FEW, Side::Start).map(bare);
        let many = || self.terms(&self.head, &MANY, Side::Start).map(bare);
        let near = |start: TextDirective, lengths: &'static [usize]| {
            self.terms(&self.before, lengths, Side::End)
                .map(move |prefix| TextDirective { prefix: Some(prefix), ..start.clone() })
        };
        few()
            .find(begins)
            .or_else(|| few().last().and_then(|s| near(s, &CONTEXT[..NEAR]).find(begins)))
            .or_else(|| many().find(begins))
            .or_else(|| many().last().and_then(|s| near(s, &CONTEXT).find(begins)))
            .or_else(|| few().last().and_then(|s| near(s, &CONTEXT).find(begins)))
    }

    /// A beginning with its end.
    fn ended(&self, begun: &TextDirective) -> Option<TextDirective> {
        let with = |end| TextDirective { end: Some(end), ..begun.clone() };
        let few = || self.terms(&self.tail, &FEW, Side::End).map(with);
        let many = || self.terms(&self.tail, &MANY, Side::End).map(with);
        let near = |directive: TextDirective, lengths: &'static [usize]| {
            self.terms(&self.behind, lengths, Side::Start)
                .map(move |suffix| TextDirective { suffix: Some(suffix), ..directive.clone() })
        };
        few()
            .find(|d| self.leads(d))
            .or_else(|| {
                few().last().and_then(|d| near(d, &CONTEXT[..NEAR]).find(|d| self.leads(d)))
            })
            .or_else(|| many().find(|d| self.leads(d)))
            .or_else(|| few().last().and_then(|d| near(d, &CONTEXT).find(|d| self.leads(d))))
    }

    /// The directive with as few words before and behind as lead to the place.
    fn in_context(&self, bare: &TextDirective) -> Option<TextDirective> {
        if self.leads(bare) {
            return Some(bare.clone());
        }
        CONTEXT.iter().find_map(|count| {
            let count = std::slice::from_ref(count);
            let prefix = || self.terms(&self.before, count, Side::End).last();
            let suffix = || self.terms(&self.behind, count, Side::Start).last();
            [(prefix(), None), (None, suffix()), (prefix(), suffix())]
                .into_iter()
                .map(|(prefix, suffix)| TextDirective { prefix, suffix, ..bare.clone() })
                .find(|directive| self.leads(directive))
        })
    }

    fn leads(&self, directive: &TextDirective) -> bool {
        self.page.find(directive) == Some(self.span)
    }

    /// Terms of so many words from one side of `words`, those without a footnote mark first.
    fn terms<'s>(
        &'s self,
        words: &'s Words,
        lengths: &'s [usize],
        side: Side,
    ) -> impl Iterator<Item = String> + 's {
        let all = words.spans.len();
        let clean = words.without_mark(side);
        let mut counts: Vec<usize> = lengths.iter().map(|length| (*length).min(all)).collect();
        counts.dedup();
        let (few, many): (Vec<usize>, Vec<usize>) =
            counts.into_iter().filter(|count| *count > 0).partition(|count| *count <= clean);
        // Where a mark stands early, what lies before it is better than nothing.
        let few = if few.is_empty() && clean > 0 { vec![clean] } else { few };
        few.into_iter().chain(many).filter_map(move |count| self.term(words.part(count, side)))
    }

    /// The words at `span` as they stand in a directive.
    fn term(&self, span: Span) -> Option<String> {
        let text = span.slice(self.text)?;
        let mut term = String::with_capacity(text.len());
        for c in text.trim().chars().filter(|c| !crate::text::fold::is_invisible(*c)) {
            match c.is_whitespace() {
                true if term.ends_with(' ') => {}
                true => term.push(' '),
                false => term.push(c),
            }
        }
        (!term.is_empty() && term.len() <= LONGEST).then_some(term)
    }
}

/// The words of a line next to a place or, where there is none, those of the next line, as long as
/// nothing but white space lies between.
fn neighbour(
    text: &str,
    own: Span,
    words: Words,
    other: impl FnOnce(&str) -> Option<Span>,
) -> Words {
    let rest = own.slice(text).unwrap_or_default();
    if !rest.trim().is_empty() {
        return words.within(own);
    }
    match other(text) {
        Some(line) => Line::of(text, line).words.within(line),
        None => Words::default(),
    }
}
