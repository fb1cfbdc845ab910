//! A CSL style sheet that can be relied on: it ends, in bounded time, and leaves titles as they are.
//!
//! A style is somebody's file and may be hostile. Its elements are nested to a bounded depth before
//! they are read, since the reader goes down with them; its macros may not call each other in a
//! circle, nor unfold to more than `MOST_BYTES` of style, nor deeper than `DEEPEST_CALLED`.

use std::collections::HashMap;

use hayagriva::citationberg::{
    Affixes, Choose, IndependentStyle, LayoutRenderingElement as Element, Names, NamesChild, Style,
    Text, TextCase, TextTarget, taxonomy::StandardVariable,
};
use thiserror::Error;

use super::markup;

/// Bytes of the longest style read.
pub const LONGEST: usize = 4 << 20;
/// Elements inside each other, as they are written.
const DEEPEST: usize = 64;
/// Elements inside each other, with those of every macro where it is called.
const DEEPEST_CALLED: usize = 96;
/// Bytes of style that one citation may come to, with those of every macro each time it is called;
/// the most of a published style are 650,000. So many take a second or two.
const MOST_BYTES: u64 = 5_000_000;
/// Bytes that an element counts for beside its texts: what carrying it out costs.
const EACH: usize = 100;
/// What a byte of its own texts counts for: it is copied about.
const EACH_BYTE: usize = 4;

/// Why a text is no style that can be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unusable {
    /// It is too long.
    #[error("it is longer than {} MB", LONGEST >> 20)]
    TooLong,
    /// Its elements, or those of its macros, stand inside each other too deep.
    #[error("its elements stand more than {0} deep in each other")]
    TooDeep(usize),
    /// One of its texts is too long.
    #[error("one of its texts is longer than {0} bytes")]
    LongText(usize),
    /// It is no CSL.
    #[error("it is no CSL style: {0}")]
    NoStyle(String),
    /// It only names another style.
    #[error("it only refers to another style, {0}")]
    Dependent(String),
    /// A macro calls itself, by way of others perhaps.
    #[error("its macro “{0}” calls itself")]
    Circle(String),
    /// It calls a macro that it does not have.
    #[error("it calls a macro “{0}” that it does not have")]
    NoMacro(String),
    /// Its macros call each other too often.
    #[error("its macros call each other too often")]
    TooWide,
}

/// Reads a style sheet.
///
/// # Errors
/// If it is none that can be used.
pub fn read(xml: &str) -> Result<IndependentStyle, Unusable> {
    if xml.len() > LONGEST {
        return Err(Unusable::TooLong);
    }
    markup::sound(xml, DEEPEST)?;
    match Style::from_xml(xml) {
        Ok(style) => sound(style),
        Err(e) => {
            let place = e.path.map(|path| path.to_string()).filter(|path| path.len() > 1);
            let place = place.map(|path| format!(", at {path}")).unwrap_or_default();
            Err(Unusable::NoStyle(format!("{}{place}", e.source)))
        }
    }
}

/// The style, if it can be relied on.
///
/// # Errors
/// If it cannot.
pub fn sound(style: Style) -> Result<IndependentStyle, Unusable> {
    let mut style = match style {
        Style::Independent(style) => style,
        Style::Dependent(style) => {
            let archived = hayagriva::archive::ArchivedStyle::by_id(&style.parent_link.href);
            match archived.map(hayagriva::archive::ArchivedStyle::get) {
                Some(Style::Independent(parent)) => parent,
                _ => return Err(Unusable::Dependent(style.parent_link.href)),
            }
        }
    };
    Steps::of(&style)?;
    let mut layouts: Vec<&mut Vec<Element>> = vec![&mut style.citation.layout.elements];
    layouts.extend(style.bibliography.as_mut().map(|list| &mut list.layout.elements));
    layouts.extend(style.macros.iter_mut().map(|rule| &mut rule.children));
    for elements in layouts {
        hand_down_names(elements);
        keep_case(elements);
    }
    // An entry is pasted on its own, and dashes for the names before it mean nothing there.
    if let Some(list) = &mut style.bibliography {
        list.subsequent_author_substitute = None;
    }
    Ok(style)
}

/// Gives the names that stand in for others how those are written, as the specification has it
/// (`cs:substitute`, shorthand); the processor does so only where no condition stands between.
fn hand_down_names(elements: &mut [Element]) {
    for element in elements {
        match element {
            Element::Names(names) => {
                let (instead, written): (Vec<_>, Vec<_>) = std::mem::take(&mut names.children)
                    .into_iter()
                    .partition(|child| matches!(child, NamesChild::Substitute(_)));
                names.children.clone_from(&written);
                for mut child in instead {
                    if let NamesChild::Substitute(instead) = &mut child {
                        take_names(&mut instead.children, &written);
                    }
                    names.children.push(child);
                }
            }
            other => children(other).into_iter().for_each(|inner| hand_down_names(inner)),
        }
    }
}

/// Lets names that say nothing of how they are written be `written` so.
fn take_names(elements: &mut [Element], written: &[NamesChild]) {
    for element in elements {
        match element {
            Element::Names(names) if names.children.is_empty() => {
                names.children = written.to_vec();
            }
            other => children(other).into_iter().for_each(|inner| take_names(inner, written)),
        }
    }
}

/// The lists of elements in a group or a choice.
fn children(element: &mut Element) -> Vec<&mut Vec<Element>> {
    match element {
        Element::Group(group) => vec![&mut group.children],
        Element::Choose(Choose { if_, else_if, otherwise }) => {
            let others = else_if.iter_mut().map(|branch| &mut branch.children);
            let last = otherwise.iter_mut().map(|branch| &mut branch.children);
            std::iter::once(&mut if_.children).chain(others).chain(last).collect()
        }
        _ => Vec::new(),
    }
}

/// Lets the texts of a record stand in the case that they are written in. The style's own words
/// keep what it says of them, and so does the first letter of what a macro gives.
fn keep_case(elements: &mut [Element]) {
    each(elements, &mut |text: &mut Text| {
        let is_changed = match text.text_case {
            Some(TextCase::TitleCase | TextCase::SentenceCase) => true,
            Some(_) => matches!(text.target, TextTarget::Variable { .. }),
            None => false,
        };
        let is_of_record = match &text.target {
            // What sort of work it is, in words of our own.
            TextTarget::Variable { var, .. } => *var != StandardVariable::Genre.into(),
            TextTarget::Macro { .. } => true,
            _ => false,
        };
        if is_changed && is_of_record {
            text.text_case = None;
        }
    });
}

/// Shows every text among the elements and in them.
fn each(elements: &mut [Element], show: &mut dyn FnMut(&mut Text)) {
    for element in elements {
        match element {
            Element::Text(text) => show(text),
            Element::Names(names) => {
                for child in &mut names.children {
                    if let NamesChild::Substitute(instead) = child {
                        each(&mut instead.children, show);
                    }
                }
            }
            other => children(other).into_iter().for_each(|inner| each(inner, show)),
        }
    }
}

/// What some elements come to, with those of the macros that they call.
#[derive(Clone, Copy, Default)]
struct Extent {
    /// Bytes of style.
    bytes: u64,
    /// Elements inside each other.
    height: usize,
}

impl Extent {
    fn and(self, other: Extent) -> Extent {
        let bytes = self.bytes.saturating_add(other.bytes);
        Extent { bytes, height: self.height.max(other.height) }
    }

    /// Either of them.
    fn or(self, other: Extent) -> Extent {
        let bytes = self.bytes.max(other.bytes);
        Extent { bytes, height: self.height.max(other.height) }
    }
}

/// Counts what macros come to.
struct Steps<'a> {
    macros: HashMap<&'a str, &'a [Element]>,
    /// What is known of a macro; `None` while it is being looked at.
    known: HashMap<&'a str, Option<Extent>>,
    /// How deep it has gone.
    depth: usize,
}

impl<'a> Steps<'a> {
    fn of(style: &'a IndependentStyle) -> Result<(), Unusable> {
        let macros = style.macros.iter().map(|m| (m.name.as_str(), m.children.as_slice()));
        let mut steps = Steps { macros: macros.collect(), known: HashMap::new(), depth: 0 };
        let mut all = steps.elements(&style.citation.layout.elements)?;
        if let Some(list) = &style.bibliography {
            all = all.and(steps.elements(&list.layout.elements)?);
        }
        let sorts = style.citation.sort.iter();
        let sorts = sorts.chain(style.bibliography.iter().filter_map(|list| list.sort.as_ref()));
        for key in sorts.flat_map(|sort| &sort.keys) {
            if let hayagriva::citationberg::SortKey::MacroName { name, .. } = key {
                all = all.and(steps.called(name)?);
            }
        }
        if all.bytes > MOST_BYTES { Err(Unusable::TooWide) } else { Ok(()) }
    }

    fn elements(&mut self, elements: &'a [Element]) -> Result<Extent, Unusable> {
        if self.depth >= DEEPEST_CALLED {
            return Err(Unusable::TooDeep(DEEPEST_CALLED));
        }
        self.depth += 1;
        let mut all = Extent::default();
        for element in elements {
            all = all.and(match element {
                Element::Text(Text { target: TextTarget::Macro { name }, .. }) => {
                    self.called(name)?.and(own(element))
                }
                Element::Group(group) => self.elements(&group.children)?.and(own(element)),
                Element::Choose(choose) => self.choice(choose)?,
                Element::Names(names) => self.names(names)?.and(own(element)),
                _ => own(element),
            });
        }
        self.depth -= 1;
        all.height += 1;
        match self.depth + all.height > DEEPEST_CALLED {
            true => Err(Unusable::TooDeep(DEEPEST_CALLED)),
            false => Ok(all),
        }
    }

    fn choice(&mut self, choose: &'a Choose) -> Result<Extent, Unusable> {
        let mut most = self.elements(&choose.if_.children)?;
        let otherwise = choose.otherwise.iter().map(|branch| &branch.children);
        for branch in choose.else_if.iter().map(|branch| &branch.children).chain(otherwise) {
            most = most.or(self.elements(branch)?);
        }
        let tests = 1 + choose.else_if.len() as u64;
        Ok(Extent { bytes: most.bytes.saturating_add(tests * EACH as u64), ..most })
    }

    fn names(&mut self, names: &'a Names) -> Result<Extent, Unusable> {
        let mut all = Extent::default();
        for child in &names.children {
            if let NamesChild::Substitute(instead) = child {
                all = all.and(self.elements(&instead.children)?);
            }
        }
        Ok(all)
    }

    fn called(&mut self, name: &'a str) -> Result<Extent, Unusable> {
        match self.known.get(name) {
            Some(Some(extent)) if self.depth + extent.height > DEEPEST_CALLED => {
                return Err(Unusable::TooDeep(DEEPEST_CALLED));
            }
            Some(Some(extent)) => return Ok(*extent),
            Some(None) => return Err(Unusable::Circle(name.to_owned())),
            None => {}
        }
        let Some(elements) = self.macros.get(name).copied() else {
            return Err(Unusable::NoMacro(name.to_owned()));
        };
        self.known.insert(name, None);
        let extent = self.elements(elements)?;
        self.known.insert(name, Some(extent));
        Ok(extent)
    }
}

/// What an element comes to without those inside it: its own texts, and something for itself.
fn own(element: &Element) -> Extent {
    let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let affixes = |affixes: &Affixes| text(&affixes.prefix) + text(&affixes.suffix);
    let bytes = match element {
        Element::Text(given) => {
            let said = match &given.target {
                TextTarget::Value { val } => val.len(),
                TextTarget::Term { .. } => EACH / EACH_BYTE,
                _ => 0,
            };
            said + affixes(&given.affixes)
        }
        Element::Date(date) => {
            let parts = date.date_part.iter();
            let parts: usize = parts.map(|part| affixes(&part.affixes) + EACH / EACH_BYTE).sum();
            // A date of the locale's is looked for, in each of its locales.
            let form = if date.form.is_some() { 20 * EACH / EACH_BYTE } else { 0 };
            form + parts + affixes(&date.affixes) + text(&date.delimiter)
        }
        Element::Number(number) => affixes(&number.affixes),
        Element::Label(label) => affixes(&label.label.affixes),
        Element::Group(group) => text(&group.prefix) + text(&group.suffix) + text(&group.delimiter),
        Element::Names(names) => 4 * EACH / EACH_BYTE + text(&names.prefix) + text(&names.suffix),
        Element::Choose(_) => 0,
    };
    Extent { bytes: (EACH + EACH_BYTE * bytes) as u64, height: 0 }
}
