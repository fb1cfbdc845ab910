//! A CSL style sheet that can be relied on: it ends, in bounded time, and leaves titles as they are.
//!
//! A style is somebody's file and may be hostile. Its elements are nested to a bounded depth before
//! they are read, since the reader goes down with them; its macros may not call each other in a
//! circle, nor unfold to more than `MOST_STEPS` elements.

use std::collections::HashMap;

use hayagriva::citationberg::{
    Choose, IndependentStyle, LayoutRenderingElement as Element, Names, NamesChild, Style, Text,
    TextCase, TextTarget, taxonomy::StandardVariable,
};
use thiserror::Error;

/// Bytes of the longest style read; the longest published one has 400,000.
pub const LONGEST: usize = 4 << 20;
/// Elements inside each other.
const DEEPEST: usize = 64;
/// Elements that one citation may come to, with those of every macro each time it is called; the
/// most of a published style are about 30,000.
const MOST_STEPS: u64 = 2_000_000;

/// Why a text is no style that can be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unusable {
    /// It is too long.
    #[error("it is longer than {} MB", LONGEST >> 20)]
    TooLong,
    /// Its elements stand inside each other too deep.
    #[error("its elements stand more than {DEEPEST} deep in each other")]
    TooDeep,
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
    if depth(xml) > DEEPEST {
        return Err(Unusable::TooDeep);
    }
    match Style::from_xml(xml) {
        Ok(style) => sound(style),
        Err(e) => Err(Unusable::NoStyle(e.to_string())),
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
    layouts.into_iter().for_each(|elements| keep_case(elements));
    Ok(style)
}

/// How deep the elements of a text stand in each other, by its tags alone.
fn depth(xml: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in xml.split('<').skip(1) {
        let body = tag.split('>').next().unwrap_or_default();
        match body.as_bytes().first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) if body.ends_with('/') => {}
            Some(_) => depth += 1,
        }
        deepest = deepest.max(depth);
    }
    deepest
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
            Element::Group(group) => each(&mut group.children, show),
            Element::Choose(Choose { if_, else_if, otherwise }) => {
                each(&mut if_.children, show);
                else_if.iter_mut().for_each(|branch| each(&mut branch.children, show));
                otherwise.iter_mut().for_each(|branch| each(&mut branch.children, show));
            }
            Element::Names(names) => {
                for child in &mut names.children {
                    if let NamesChild::Substitute(instead) = child {
                        each(&mut instead.children, show);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Counts the elements that macros come to.
struct Steps<'a> {
    macros: HashMap<&'a str, &'a [Element]>,
    /// What is known of a macro; `None` while it is being looked at.
    known: HashMap<&'a str, Option<u64>>,
}

impl<'a> Steps<'a> {
    fn of(style: &'a IndependentStyle) -> Result<(), Unusable> {
        let macros = style.macros.iter().map(|m| (m.name.as_str(), m.children.as_slice()));
        let mut steps = Steps { macros: macros.collect(), known: HashMap::new() };
        let mut all = steps.elements(&style.citation.layout.elements)?;
        if let Some(list) = &style.bibliography {
            all = all.saturating_add(steps.elements(&list.layout.elements)?);
        }
        let sorts = style.citation.sort.iter();
        let sorts = sorts.chain(style.bibliography.iter().filter_map(|list| list.sort.as_ref()));
        for key in sorts.flat_map(|sort| &sort.keys) {
            if let hayagriva::citationberg::SortKey::MacroName { name, .. } = key {
                all = all.saturating_add(steps.called(name)?);
            }
        }
        if all > MOST_STEPS { Err(Unusable::TooWide) } else { Ok(()) }
    }

    fn elements(&mut self, elements: &'a [Element]) -> Result<u64, Unusable> {
        let mut all = 0_u64;
        for element in elements {
            all = all.saturating_add(1).saturating_add(match element {
                Element::Text(Text { target: TextTarget::Macro { name }, .. }) => {
                    self.called(name)?
                }
                Element::Group(group) => self.elements(&group.children)?,
                Element::Choose(choose) => self.choice(choose)?,
                Element::Names(names) => self.names(names)?,
                _ => 0,
            });
        }
        Ok(all)
    }

    fn choice(&mut self, choose: &'a Choose) -> Result<u64, Unusable> {
        let mut all = self.elements(&choose.if_.children)?;
        for branch in &choose.else_if {
            all = all.saturating_add(self.elements(&branch.children)?);
        }
        match &choose.otherwise {
            Some(branch) => Ok(all.saturating_add(self.elements(&branch.children)?)),
            None => Ok(all),
        }
    }

    fn names(&mut self, names: &'a Names) -> Result<u64, Unusable> {
        let mut all = 0_u64;
        for child in &names.children {
            if let NamesChild::Substitute(instead) = child {
                all = all.saturating_add(self.elements(&instead.children)?);
            }
        }
        Ok(all)
    }

    fn called(&mut self, name: &'a str) -> Result<u64, Unusable> {
        match self.known.get(name) {
            Some(Some(steps)) => return Ok(*steps),
            Some(None) => return Err(Unusable::Circle(name.to_owned())),
            None => {}
        }
        let Some(elements) = self.macros.get(name).copied() else {
            return Err(Unusable::NoMacro(name.to_owned()));
        };
        self.known.insert(name, None);
        let steps = self.elements(elements)?;
        self.known.insert(name, Some(steps));
        Ok(steps)
    }
}
