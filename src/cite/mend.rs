//! Mends what a citation processor leaves where a style's marks meet those of a record.
//!
//! The processor joins text and punctuation without looking at what stands there already: it prints
//! `INDUS-X?.`, leaves double quotes inside double quotes, and a comma before a bracket where a date
//! lacks its month. The rules here are those of the Chicago Manual (17th edition, 6.9, 6.117 to
//! 6.125, 13.30): what ends a sentence swallows a full stop, quotes inside quotes change, stops of
//! American English stand inside them. A mark of the record gives way only where it is a comma before a
//! stop of the style, or the full stop of a title.

use hayagriva::{ElemChild, ElemChildren, Formatting};

use super::guard::revealed;
use super::item::{FAMILY_FIRST, Guarded};
use super::quotes::{nested, stopped, turned};
use super::rich::{Face, Rich, Run, Shift};

/// A character of a citation.
#[derive(Clone, Debug, PartialEq)]
struct Cell {
    c: char,
    /// Whether it is a mark of the record; letters are nobody's.
    own: bool,
    face: Face,
    /// Which of the addresses it leads to.
    link: Option<usize>,
}

/// What the processor made of a work, mended. With `stops_inside` a stop goes inside the quotation marks that a title ends with.
pub fn mended(made: &ElemChildren, work: &Guarded, stops_inside: bool) -> Rich {
    let mut page = Page::default();
    page.read(made);
    let cells = ordered(page.cells, &work.family_first);
    let cells = quoted(cells, ['“', '”'], nested);
    let cells = quoted(cells, ['‘', '’'], turned);
    let cells = joined(cells, stops_inside);
    gathered(cells, &page.links)
}

#[derive(Default)]
struct Page {
    cells: Vec<Cell>,
    links: Vec<String>,
}

impl Page {
    fn read(&mut self, made: &ElemChildren) {
        for child in &made.0 {
            match child {
                ElemChild::Text(text) => self.text(&text.text, text.formatting, None),
                ElemChild::Link { text, url } => {
                    self.links.push(super::guard::revealed_text(url));
                    self.text(&text.text, text.formatting, Some(self.links.len() - 1));
                }
                ElemChild::Elem(elem) => {
                    // A block of its own is a line of its own; citations are one line.
                    if elem.display.is_some() && !self.cells.is_empty() {
                        self.text(" ", Formatting::default(), None);
                    }
                    self.read(&elem.children);
                }
                ElemChild::Markup(text) => self.text(text, Formatting::default(), None),
                ElemChild::Transparent { .. } => {}
            }
        }
    }

    fn text(&mut self, text: &str, formatting: Formatting, link: Option<usize>) {
        let face = face(formatting);
        let cells = text.chars().filter_map(revealed);
        self.cells.extend(cells.map(|(c, own)| Cell { c, own, face, link }));
    }
}

fn face(formatting: Formatting) -> Face {
    use hayagriva::citationberg::{
        FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign,
    };
    Face {
        italic: formatting.font_style == FontStyle::Italic,
        bold: formatting.font_weight == FontWeight::Bold,
        small_caps: formatting.font_variant == FontVariant::SmallCaps,
        underline: formatting.text_decoration == TextDecoration::Underline,
        shift: match formatting.vertical_align {
            VerticalAlign::Sup => Shift::Raised,
            VerticalAlign::Sub => Shift::Lowered,
            _ => Shift::None,
        },
    }
}

/// Puts names of which the family's comes first in that order, however the style turns others, and
/// takes the marks from them.
fn ordered(mut cells: Vec<Cell>, names: &[(String, String)]) -> Vec<Cell> {
    let is_at = |cells: &[Cell], at: usize, text: &str| {
        let mut shown = cells.get(at..).unwrap_or_default().iter().map(|cell| cell.c);
        text.chars().all(|c| shown.next() == Some(c))
    };
    while let Some(mark) = cells.iter().position(|cell| cell.c == FAMILY_FIRST) {
        cells.remove(mark);
        for (family, given) in names {
            let (length, width) = (given.chars().count(), family.chars().count());
            let start = mark.checked_sub(width).filter(|start| is_at(&cells, *start, family));
            let Some(start) = start else { continue };
            if is_at(&cells, mark, &format!(", {given}")) {
                cells.remove(mark);
                break;
            }
            let before = start.checked_sub(length + 1);
            if let Some(before) = before.filter(|at| is_at(&cells, *at, &format!("{given} "))) {
                let name = &mut cells[before..mark];
                name.rotate_left(length + 1);
                // `XiJinping ` so far: the blank goes between.
                name[width..].rotate_right(1);
                break;
            }
        }
    }
    cells
}

/// Mends what stands between the style's own quotation marks, `within` which those of the record
/// change.
fn quoted(cells: Vec<Cell>, [begin, end]: [char; 2], within: fn(&str) -> String) -> Vec<Cell> {
    let is_mark = |cell: &Cell, mark| cell.c == mark && !cell.own;
    let mut out: Vec<Cell> = Vec::with_capacity(cells.len());
    let mut rest = cells.as_slice();
    while let Some(open) = rest.iter().position(|cell| is_mark(cell, begin)) {
        let Some(length) = rest[open + 1..].iter().position(|cell| is_mark(cell, end)) else {
            break;
        };
        out.extend_from_slice(&rest[..=open]);
        let inner = &rest[open + 1..open + 1 + length];
        // A stop of the style, which the processor has drawn inside.
        let (inner, stop) = match inner.split_last() {
            Some((last, inner)) if !last.own && matches!(last.c, '.' | ',') => {
                (inner, Some(last.c.to_string()))
            }
            _ => (inner, None),
        };
        let text: String = inner.iter().map(|cell| cell.c).collect();
        let text = within(&text);
        let text = stop.map_or_else(|| text.clone(), |stop| stopped(&text, &stop));
        let fallback = &rest[open];
        out.extend(text.chars().enumerate().map(|(i, c)| {
            let like = inner.get(i).or(inner.last()).unwrap_or(fallback);
            // Nothing after this looks inside again.
            Cell { c, own: true, ..like.clone() }
        }));
        out.push(rest[open + 1 + length].clone());
        rest = &rest[open + 2 + length..];
    }
    out.extend_from_slice(rest);
    out
}

/// Mends where marks and blanks meet.
fn joined(cells: Vec<Cell>, stops_inside: bool) -> Vec<Cell> {
    let mut out: Vec<Cell> = Vec::with_capacity(cells.len());
    for cell in cells {
        match cell.own || cell.c.is_alphanumeric() {
            true => out.push(cell),
            false => set(cell, &mut out, stops_inside),
        }
    }
    let end = out.iter().rposition(|cell| !cell.c.is_whitespace()).map_or(0, |last| last + 1);
    out.truncate(end);
    out
}

/// Sets a mark or blank of the style behind what stands already, unless that makes it idle.
fn set(cell: Cell, out: &mut Vec<Cell>, stops_inside: bool) {
    let is_stop = matches!(cell.c, '.' | ',');
    if is_stop {
        give_way(out);
    }
    // What stands before a closing quote of the style, or before the mark itself.
    let closers = out.iter().rev().take_while(|last| matches!(last.c, '”' | '’' | '"')).count();
    let inner = out.iter().rev().nth(closers).map(|inner| inner.c);
    let last = out.last();
    let is_idle = match cell.c {
        ',' => closers > 0 && inner == Some(','),
        '.' => matches!(inner, Some('.' | '?' | '!' | '…')),
        ' ' => last.is_none_or(|last| last.c == ' ' && !last.own),
        _ => false,
    };
    let is_inside =
        stops_inside && is_stop && last.is_some_and(|last| last.own && matches!(last.c, '”' | '"'));
    let is_after_comma = last.is_some_and(|last| last.c == ',' && !last.own);
    if is_after_comma && matches!(cell.c, '.' | ',' | ')' | ']') {
        out.pop();
    }
    if !is_idle {
        let behind = if is_inside { closers } else { 0 };
        out.insert(out.len() - behind, cell);
    }
}

/// Takes away commas, semicolons and colons of the record that a stop of the style follows.
fn give_way(out: &mut Vec<Cell>) {
    while out.last().is_some_and(|cell| cell.own && ",;:".contains(cell.c)) {
        out.pop();
    }
}

fn gathered(cells: Vec<Cell>, links: &[String]) -> Rich {
    let mut runs: Vec<(Run, Option<usize>)> = Vec::new();
    for cell in cells {
        match runs.last_mut() {
            Some((run, link)) if run.face == cell.face && *link == cell.link => {
                run.text.push(cell.c);
            }
            _ => {
                let link = cell.link.and_then(|i| links.get(i)).cloned();
                let run = Run { text: cell.c.to_string(), face: cell.face, link };
                runs.push((run, cell.link));
            }
        }
    }
    Rich { runs: runs.into_iter().map(|(run, _)| run).collect() }
}
