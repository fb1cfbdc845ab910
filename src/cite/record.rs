//! A record: one work as it is exported, with every place in it that is cited.

use std::collections::{HashMap, HashSet};

use super::pin::{lines_in_words, paragraphs_in_words};
use super::reference::Reference;
use super::short::{Cited, short};
use crate::document::{Digest, Locator, PassageKind, Work};

/// A work for an exchange form. Passages of one work share its record.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its citation key; empty until it is given one.
    pub key: String,
    /// The work.
    pub work: Work,
    /// The page that an advertisement for the work stands in.
    pub within: Option<Work>,
    /// The hash of the file (or of the record's line).
    pub digest: Digest,
    /// The passages cited, in the order they were asked for; none where only the whole work is.
    pub places: Vec<Place>,
}

/// A passage of a record's work.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Id of the passage: `k3v9t0q2ma.14`.
    pub id: String,
    /// What the passage is.
    pub kind: PassageKind,
    /// Where in the file the words stand.
    pub locator: Locator,
    /// The words.
    pub quotation: Option<String>,
}

impl Record {
    /// The works that are cited, in the order of their first mention.
    pub fn gather(references: impl IntoIterator<Item = Reference>) -> Vec<Record> {
        let mut records: Vec<Record> = Vec::new();
        let mut of_file: HashMap<Digest, Vec<usize>> = HashMap::new();
        let mut seen: HashSet<(usize, String)> = HashSet::new();
        for reference in references {
            let Reference { id, work, within, kind, locator, quotation, digest } = reference;
            let known = of_file.entry(digest).or_default();
            let is_same = |at: &usize| {
                records[*at].work == work && records[*at].within.is_some() == within.is_some()
            };
            let at = known.iter().copied().find(is_same).unwrap_or_else(|| {
                let (key, places) = (String::new(), Vec::new());
                records.push(Record { key, work, within, digest, places });
                known.push(records.len() - 1);
                records.len() - 1
            });
            if let Some(locator) = locator
                && seen.insert((at, id.clone()))
            {
                records[at].places.push(Place { id, kind, locator, quotation });
            }
        }
        records
    }

    /// The printed page that all its places stand on, where the work fills no pages of a larger
    /// one.
    pub fn page(&self) -> Option<&str> {
        let first = self.places.first()?.locator.page.as_deref()?;
        let is_one = self.places.iter().all(|place| place.locator.page.as_deref() == Some(first));
        (is_one && self.work.pages.is_none()).then_some(first)
    }

    /// The body that issued the work, unless it is the larger work again: that of the page where an
    /// advertisement names none.
    pub fn source(&self) -> Option<&str> {
        source(&self.work, self.within.as_ref())
    }

    /// What no field of a form holds, a line each in the form `key: value`, in this order:
    ///
    /// - `summary in:` the work that an advertisement stands in, as a short citation;
    /// - `cited:` the place and the id of each passage, with its words as `quoted:` but of
    ///   the head of a work;
    /// - `archived:` the address of an archived copy;
    /// - `text source:` the editors' note on where the text comes from;
    /// - `rights:` whose it is and on what terms it may be used;
    /// - `blake3:` the digest of the file.
    ///
    /// No line holds a line break or a control character, so nothing in a text can begin a line.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let mut note = |key: &str, value: &str| notes.push(format!("{key}: {}", unbroken(value)));
        if let Some(page) = &self.within {
            note("summary in", &whole(page));
        }
        for place in &self.places {
            let at = [located(place), Some(place.id.clone())];
            let at = at.into_iter().flatten().collect::<Vec<_>>().join("; ");
            // The head of a work says what the record says already.
            match place.quotation.as_ref().filter(|_| place.kind != PassageKind::Title) {
                Some(words) => note("quoted", &format!("“{}” ({at})", words.trim())),
                None => note("cited", &at),
            }
        }
        let work = &self.work;
        let fields = [
            ("archived", &work.archived_url),
            ("text source", &work.source_note),
            ("rights", &work.rights),
        ];
        for (key, value) in fields {
            if let Some(value) = value.as_deref().filter(|value| !value.trim().is_empty()) {
                note(key, value);
            }
        }
        note("blake3", &self.digest.to_string());
        notes
    }
}

/// See [`Record::source`].
pub(super) fn source<'a>(work: &'a Work, within: Option<&'a Work>) -> Option<&'a str> {
    let of_page = || within.and_then(|page| page.source.as_deref());
    let source = work.source.as_deref().or_else(of_page)?;
    (work.container.as_deref() != Some(source)).then_some(source)
}

/// A work as a short citation, without a place in it.
fn whole(work: &Work) -> String {
    let locator = Locator::default();
    short(&Cited { work, within: None, locator: &locator, kind: PassageKind::Title })
}

/// Where a passage stands: the printed page where there is one, else heading and paragraph, else
/// the lines.
fn located(place: &Place) -> Option<String> {
    let Locator { page, section, .. } = &place.locator;
    if let Some(page) = page {
        let label = if page.contains(['–', '-']) { "pp." } else { "p." };
        return Some(format!("{label} {page}"));
    }
    let heading = section.last().map(|heading| format!("under “{heading}”"));
    let counted = paragraphs_in_words(&place.locator).or_else(|| lines_in_words(&place.locator));
    let parts: Vec<String> = [heading, counted].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The text on one line: white space, line ends of every sort and control characters become one
/// space between words.
pub(super) fn unbroken(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// First and last page of `11–29`, `11-29` or `7`. A hyphen parts two numbers where the second is
/// the higher; else it belongs to the label of one page.
pub(super) fn page_range(pages: &str) -> (String, Option<String>) {
    let pages = unbroken(pages);
    let is_list = pages.contains([',', ';']);
    let parts = pages.split_once('–').or_else(|| {
        let (first, last) = pages.split_once('-')?;
        let last = last.trim_start_matches('-');
        let number = |text: &str| text.trim().parse::<u32>().ok();
        (number(first)? < number(last)?).then_some((first, last))
    });
    match parts {
        Some((first, last)) if !is_list && !last.contains('–') => {
            (first.trim().to_owned(), Some(last.trim().to_owned()))
        }
        _ => (pages, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_a_range_or_a_label() {
        let parted = |pages| {
            let (first, last) = page_range(pages);
            (first, last.unwrap_or_default())
        };
        let table = [
            ("11–29", "11", "29"),
            ("11-29", "11", "29"),
            ("11--29", "11", "29"),
            ("A-1", "A-1", ""),
            ("3-1", "3-1", ""),
            ("xii", "xii", ""),
            ("1–2, 5–6", "1–2, 5–6", ""),
            ("A-1–A-9", "A-1", "A-9"),
        ];
        for (pages, first, last) in table {
            assert_eq!(parted(pages), (first.to_owned(), last.to_owned()), "{pages}");
        }
    }
}
