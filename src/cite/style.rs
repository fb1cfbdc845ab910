//! Citation styles: works and places in them, as a style manual has them.
//!
//! Styles are CSL 1.0.2, read and carried out by hayagriva; every style of its archive goes by its
//! name there, the commonest by a short one, and any other as a file. Where the processor would
//! change what a record says, it is kept from it: see `guard.rs` and `mend.rs` beside this.

use std::cell::Cell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::json::{self, Item};
use hayagriva::citationberg::taxonomy::Locator as Label;
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode, StyleClass};
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest,
    ElemChildren, LocatorPayload, Rendered, SpecificLocator,
};
use thiserror::Error;

use super::item::{Guarded, guarded};
use super::mend::mended;
use super::pin::{Words, pin};
use super::sheet::{self, Unusable};
use super::{Reference, Rich, locale};
use crate::document::Work;

/// The style of a citation where none is asked for.
pub const DEFAULT: &str = "chicago-notes";

/// The short names of the commonest styles, what the archive calls them, and the English of their
/// manuals, which the styles leave to the reader.
const SHORT_NAMES: &[(&str, &str, &str)] = &[
    ("chicago-notes", "chicago-notes", "en-US"),
    ("chicago-author-date", "chicago-author-date", "en-US"),
    ("apa", "apa", "en-US"),
    ("mla", "mla", "en-US"),
    ("ieee", "ieee", "en-US"),
    ("harvard", "harvard-cite-them-right", "en-GB"),
];

/// A citation style.
#[derive(Debug)]
pub struct Style {
    sheet: IndependentStyle,
    locales: Vec<Locale>,
}

/// A style of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name to ask for it by.
    pub name: &'static str,
    /// What it calls itself.
    pub title: &'static str,
}

/// Why a style could not be had, or made no citation.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StyleError {
    /// No style has this name; says the nearest there are.
    #[error("no style is called “{name}”")]
    Unknown {
        /// The name asked for.
        name: String,
        /// Names like it.
        near: Vec<&'static str>,
    },
    /// The text is no style that can be used.
    #[error("it cannot be used: {0}")]
    Unusable(#[from] Unusable),
    /// The processor failed on the style.
    #[error("the style asks for something that the citation processor cannot do")]
    Failed,
}

/// Citations of some references, and the list of the works.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citations {
    /// For each reference, in the order given, what stands in the note or in the text.
    pub notes: Vec<Rich>,
    /// The works, each once, in the order of the style; `None` if the style has no such list.
    pub list: Option<Vec<Rich>>,
}

thread_local! {
    static RENDERING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is carrying out a style, whose failing is caught and told as an error.
pub fn is_rendering() -> bool {
    RENDERING.get()
}

impl Style {
    /// The style of this name.
    ///
    /// # Errors
    /// If there is none.
    pub fn named(name: &str) -> Result<Style, StyleError> {
        let asked = name.trim().to_lowercase();
        let short = SHORT_NAMES.iter().find(|(short, ..)| *short == asked);
        let (full, english) = short.map_or((asked.as_str(), "en-US"), |(_, full, en)| (*full, *en));
        let archived = ArchivedStyle::by_name(full)
            .ok_or_else(|| StyleError::Unknown { name: name.to_owned(), near: near(&asked) })?;
        let mut sheet = sheet::sound(archived.get())?;
        sheet.default_locale.get_or_insert_with(|| LocaleCode(english.to_owned()));
        Ok(Style::of(sheet))
    }

    /// The style that a CSL file holds.
    ///
    /// # Errors
    /// If it holds none that can be used.
    pub fn parse(xml: &str) -> Result<Style, StyleError> {
        Ok(Style::of(caught(|| sheet::read(xml))??))
    }

    fn of(sheet: IndependentStyle) -> Style {
        let locales = locale::of(sheet.default_locale.as_ref());
        Style { sheet, locales }
    }

    /// What the style calls itself.
    pub fn title(&self) -> &str {
        &self.sheet.info.title.value
    }

    /// Whether citations stand in notes, rather than in the text.
    pub fn is_of_notes(&self) -> bool {
        self.sheet.settings.class == StyleClass::Note
    }

    /// Cites the references. Each note is whole, as at the first mention of its work.
    ///
    /// # Errors
    /// If the style makes the processor fail.
    pub fn cite(&self, references: &[Reference]) -> Result<Citations, StyleError> {
        caught(|| Works::of(references).cited(self, references))
    }

    /// Whether the style prints the number of a paragraph otherwise than that of a page; some were
    /// made for printed works alone.
    fn tells_pages_from_paragraphs(&self) -> bool {
        let work = Work { title: Some("A".to_owned()), ..Work::default() };
        let works = Works { guarded: vec![guarded(&work, None, "0")], of: Vec::new() };
        let desk = Desk { style: self, works: &works, asked: Vec::new() };
        let printed = |label| desk.together(&[(0, Some(&(label, "7".to_owned())))]).0;
        printed(Label::Page) != printed(Label::Paragraph)
    }

    /// American English draws a stop inside the quotation marks before it.
    fn stops_inside(&self) -> bool {
        let code = self.sheet.default_locale.as_ref().map_or("en-US", |code| code.0.as_str());
        matches!(code, "en" | "en-US")
    }

    fn has_english_words(&self) -> bool {
        self.sheet.default_locale.as_ref().is_none_or(|code| code.0.starts_with("en"))
    }
}

/// What the processor does, whose panics are the style's failing.
fn caught<T>(done: impl FnOnce() -> T) -> Result<T, StyleError> {
    RENDERING.set(true);
    let done = catch_unwind(AssertUnwindSafe(done));
    RENDERING.set(false);
    done.map_err(|_| StyleError::Failed)
}

/// The names of all styles, the commonest first.
pub fn names() -> Vec<Named> {
    let common = SHORT_NAMES
        .iter()
        .filter_map(|(short, full, _)| ArchivedStyle::by_name(full).map(|style| (*short, style)));
    let mut others: Vec<(&'static str, ArchivedStyle)> = ArchivedStyle::all()
        .iter()
        .flat_map(|style| style.names().iter().map(|name| (*name, *style)))
        .filter(|(name, _)| SHORT_NAMES.iter().all(|(short, ..)| short != name))
        .collect();
    others.sort_by_key(|(name, _)| *name);
    let all = common.chain(others);
    all.map(|(name, style)| Named { name, title: style.display_name() }).collect()
}

/// Names that share a part with `asked`, or begin like it.
fn near(asked: &str) -> Vec<&'static str> {
    let parts = || asked.split(['-', '_', ' ']).filter(|part| part.len() > 2);
    let is_near = |name: &&str| parts().any(|part| name.contains(part));
    names().into_iter().map(|named| named.name).filter(is_near).take(6).collect()
}

/// The works among some references, each once, as the processor is given them.
struct Works {
    guarded: Vec<Guarded>,
    /// Of each reference: its work, and the page that it is only summed up in.
    of: Vec<(usize, Option<usize>)>,
}

impl Works {
    fn of(references: &[Reference]) -> Works {
        let mut works: Vec<(&Work, Option<&Work>)> = Vec::new();
        let mut numbers = HashMap::new();
        // Two documents whose records say the same are two works all the same.
        let mut number = |digest, work, within| {
            *numbers.entry((digest, work, within)).or_insert_with(|| {
                works.push((work, within));
                works.len() - 1
            })
        };
        let of = references
            .iter()
            .map(|reference| {
                let within = reference.within.as_ref();
                let work = number(reference.digest, &reference.work, within);
                (work, within.map(|page| number(reference.digest, page, None)))
            })
            .collect();
        let works = works.iter().enumerate();
        let guarded = works.map(|(i, (work, within))| guarded(work, *within, &i.to_string()));
        Works { guarded: guarded.collect(), of }
    }

    fn cited(&self, style: &Style, references: &[Reference]) -> Citations {
        let words = Words {
            english: style.has_english_words(),
            notes: style.is_of_notes(),
            american: style.stops_inside(),
        };
        let mut pins: Vec<Option<(Label, String)>> =
            references.iter().map(|reference| pin(reference, words)).collect();
        let is_told = |pin: &(Label, String)| matches!(pin.0, Label::Page | Label::Custom);
        if pins.iter().flatten().any(|pin| !is_told(pin)) && !style.tells_pages_from_paragraphs() {
            // A paragraph that reads as a page is worse than none.
            pins.iter_mut().for_each(|pin| *pin = pin.take().filter(is_told));
        }
        let mut desk = Desk { style, works: self, asked: Vec::new() };
        for ((work, page), pin) in self.of.iter().zip(&pins) {
            match page {
                // A work that is only summed up in a page is cited with the place in that page.
                Some(page) => {
                    desk.asked.push((*work, None));
                    desk.asked.push((*page, pin.as_ref()));
                }
                None => desk.asked.push((*work, pin.as_ref())),
            }
        }
        let (made, list) = desk.carried_out();
        let mut made = made.into_iter();
        let notes = self.of.iter().map(|(_, page)| {
            let note = made.next().unwrap_or_default();
            match page {
                Some(_) => summed_up(note, made.next().unwrap_or_default()),
                None => note,
            }
        });
        Citations { notes: notes.collect(), list }
    }
}

/// The number of a work, and where in it.
type Asked<'a> = (usize, Option<&'a (Label, String)>);

/// Puts questions to the processor.
struct Desk<'a> {
    style: &'a Style,
    works: &'a Works,
    asked: Vec<Asked<'a>>,
}

impl Desk<'_> {
    /// The citations asked for, in their order, and the list of works.
    fn carried_out(&self) -> (Vec<Rich>, Option<Vec<Rich>>) {
        // Notes are asked for one by one, else the second on a work would refer to the first.
        if self.style.is_of_notes() && self.asked.len() > 1 {
            let list = self.together(&self.asked).1;
            let notes = self.asked.iter().flat_map(|one| self.together(&[*one]).0);
            return (notes.collect(), list);
        }
        // Letters after a year follow the order in which works are asked for, and shall be that of
        // the list.
        let places = self.places();
        let mut order: Vec<usize> = (0..self.asked.len()).collect();
        order.sort_by_key(|i| places.get(&self.asked[*i].0));
        let sorted: Vec<Asked<'_>> = order.iter().map(|i| self.asked[*i]).collect();
        let (citations, list) = self.together(&sorted);
        let mut placed: Vec<(usize, Rich)> = order.into_iter().zip(citations).collect();
        placed.sort_by_key(|(i, _)| *i);
        (placed.into_iter().map(|(_, citation)| citation).collect(), list)
    }

    /// The place of each work in the list, where the style sorts that.
    fn places(&self) -> HashMap<usize, usize> {
        let sorts = self.style.sheet.bibliography.as_ref().is_some_and(|list| list.sort.is_some());
        if !sorts || self.asked.len() < 2 {
            return HashMap::new();
        }
        let items = self.asked.iter().map(|(work, pin)| (&self.works.guarded[*work].item, *pin));
        let list = self.finished(items).bibliography.map_or_else(Vec::new, |list| list.items);
        let works = list.iter().filter_map(|entry| entry.key.parse().ok());
        works.enumerate().map(|(place, work)| (work, place)).collect()
    }

    fn together(&self, asked: &[Asked<'_>]) -> (Vec<Rich>, Option<Vec<Rich>>) {
        let items = asked.iter().map(|(work, pin)| (&self.works.guarded[*work].item, *pin));
        let made = self.finished(items);
        let citations = made.citations.iter().zip(asked);
        let citations = citations
            .map(|(made, (work, _))| self.mended(&made.citation, &self.works.guarded[*work]));
        let list = made.bibliography.as_ref().map(|list| {
            let entries = list.items.iter().map(|entry| {
                let work = entry.key.parse().ok().and_then(|i: usize| self.works.guarded.get(i));
                let work = work.expect("the processor gives back the keys that it was given");
                let line = self.entry(entry, work);
                if line.plain().chars().any(char::is_alphanumeric) {
                    line
                } else {
                    self.otherwise(work)
                }
            });
            entries.filter(|line| !line.runs.is_empty()).collect()
        });
        (citations.collect(), list)
    }

    fn finished<'a>(
        &self,
        items: impl Iterator<Item = (&'a Item, Option<&'a (Label, String)>)>,
    ) -> Rendered {
        let Style { sheet, locales, .. } = self.style;
        let mut driver = BibliographyDriver::new();
        for (item, pin) in items {
            let pin = pin.map(|(label, text)| SpecificLocator(*label, LocatorPayload::Str(text)));
            let cited = CitationItem::with_locator(item, pin);
            driver.citation(CitationRequest::new(vec![cited], sheet, None, locales, Some(1)));
        }
        driver.finish(BibliographyRequest { style: sheet, locale: None, locale_files: locales })
    }

    /// The entry of a work of a type that the style keeps out of lists (letters, posts, whatever has
    /// no publisher): as that of a page or a report, since the reader asked for an entry.
    fn otherwise(&self, work: &Guarded) -> Rich {
        let types = ["webpage", "report", "book"].into_iter();
        let lines = types.filter_map(|kind| {
            let mut item = work.item.clone();
            item.0.insert("type".to_owned(), json::Value::String(kind.to_owned()));
            let made = self.finished(std::iter::once((&item, None)));
            made.bibliography?.items.first().map(|entry| self.entry(entry, work))
        });
        let mut lines = lines.filter(|line| line.plain().chars().any(char::is_alphanumeric));
        lines.next().unwrap_or_default()
    }

    fn entry(&self, entry: &BibliographyItem, work: &Guarded) -> Rich {
        let content = self.mended(&entry.content, work);
        match &entry.first_field {
            Some(first) => {
                let label = ElemChildren(vec![first.clone()]);
                self.mended(&label, work).followed_by(" ", content)
            }
            None => content,
        }
    }

    fn mended(&self, made: &ElemChildren, work: &Guarded) -> Rich {
        mended(made, work, self.style.stops_inside())
    }
}

/// `(Singh 2025, summary in Lalwani and Singh 2024, lines 111–119)`.
fn summed_up(work: Rich, page: Rich) -> Rich {
    let (work, bracket) = match work.plain().chars().last() {
        Some(')') if page.plain().starts_with('(') => (work.without_last(), true),
        Some('.') => (work.without_last(), false),
        _ => (work, false),
    };
    let page = if bracket { page.without_first() } else { page };
    work.followed_by(", summary in ", page)
}
