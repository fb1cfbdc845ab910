//! Which blocks are caption, notice, note or running head. A wrong guess costs rank, never
//! evidence: everything stays searchable as what it is.

use std::collections::HashMap;

use super::footnote;
use super::head::is_presenting;
use super::heading;
use super::layout::Shape;
use super::part::Part;
use crate::document::{BlockKind, Person};

/// Marks page numbers and running heads: what stands in the margins of printed pages.
pub(super) fn margins(parts: &mut [Part]) {
    let mut seen: HashMap<String, (u32, u32)> = HashMap::new();
    for part in parts.iter() {
        if let Some(key) = running_key(part) {
            let count = seen.entry(key).or_default();
            count.0 += 1;
            count.1 += u32::from(part.gap >= 3);
        }
    }
    let mut numbers = page_numbers(parts);
    for (i, part) in parts.iter_mut().enumerate() {
        let count = running_key(part).and_then(|key| seen.get(&key));
        // A running head comes again and again, and mostly behind the blank lines of a new page; a
        // line that begins with a document's number needs no more than a second one.
        let letters = part.text().contains(char::is_alphabetic);
        let running = count.is_some_and(|(all, paged)| match letters {
            true => *all >= 3 && paged * 2 > *all,
            false => *all >= 2,
        });
        if running || numbers.next_if_eq(&i).is_some() {
            part.margin = true;
            part.kind = BlockKind::Notice;
        }
    }
}

/// What makes two short lines that stand alone the same running line.
fn running_key(part: &Part) -> Option<String> {
    let text = part.text();
    let short = part.shape == Shape::Text && part.lines.len() == 1 && part.gap > 0;
    if !short || !(6..=90).contains(&text.len()) || text.ends_with([',', ';', ':', '?', '!']) {
        return None;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 {
        let first = text.split(' ').next().unwrap_or_default();
        return (first.len() >= 6 && first.contains(['-', '/'])).then(|| first.to_owned());
    }
    let symbol = text.contains('/') && text.contains(|c: char| c.is_ascii_digit());
    let title = letters * 2 > text.len() && text.contains(' ') && !text.ends_with('.');
    let paged = text.starts_with("Page ");
    ((title || symbol) && !heading::is_salutation(text)).then(|| {
        text.chars()
            .filter(|c| !(paged && c.is_ascii_digit()))
            .flat_map(char::to_lowercase)
            .collect()
    })
}

/// Lines that are numbers and rise through the text, at least three of them.
fn page_numbers(parts: &[Part]) -> std::iter::Peekable<std::vec::IntoIter<usize>> {
    let number = |p: &Part| {
        let bare = p.text().trim_matches(|c: char| c == '-' || c == '–' || c == ' ');
        let alone = p.shape == Shape::Text && p.lines.len() == 1;
        (alone && bare.len() <= 4).then(|| bare.parse::<u32>().ok())?
    };
    let found: Vec<(usize, u32)> =
        parts.iter().enumerate().filter_map(|(i, p)| Some((i, number(p)?))).collect();
    let rises = found.windows(2).filter(|w| w[0].1 < w[1].1 && w[1].1 - w[0].1 <= 12).count();
    let paged = found.len() >= 3 && rises * 4 >= (found.len() - 1) * 3;
    let kept = if paged { found.into_iter().map(|f| f.0).collect() } else { Vec::new() };
    kept.into_iter().peekable()
}

/// Marks what stands under a heading of notes, up to the next heading.
pub(super) fn notes(parts: &mut [Part]) {
    let mut inside = false;
    for part in parts {
        if part.is_heading() {
            inside = footnote::is_notes_heading(part.text());
            continue;
        }
        let below = inside && part.kind != BlockKind::Notice && part.work == 0;
        if below || (part.kind == BlockKind::Paragraph && is_definition(part.text())) {
            part.kind = BlockKind::Note;
        }
    }
}

/// `[^3]: text`, a note wherever it stands.
fn is_definition(text: &str) -> bool {
    footnote::mark(text).is_some_and(|n| n.starts_with('^') && text[n.len() + 2..].starts_with(':'))
}

/// Marks captions, notices and the line about the author.
pub(super) fn mark(parts: &mut [Part], authors: &[Person]) {
    navigation(parts);
    disclaimers(parts);
    let last = parts.iter().rposition(|p| p.work == 0 && p.kind == BlockKind::Paragraph);
    let tail = last.unwrap_or(0).saturating_sub(5);
    let titled = parts.iter().any(|p| p.kind == BlockKind::Title);
    for i in 0..parts.len() {
        let beside = |k: Option<usize>| {
            let near = k.and_then(|k| parts.get(k));
            near.is_some_and(|p| {
                matches!(p.kind, BlockKind::Table | BlockKind::Caption) || p.clean.image
            })
        };
        let figure = beside(i.checked_sub(1)) || beside(Some(i + 1));
        let part = &parts[i];
        let kind = match part.kind {
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Heading(0)
                if is_notice(part) =>
            {
                Some(BlockKind::Notice)
            }
            BlockKind::Paragraph | BlockKind::Heading(0) if is_caption(part, figure) => {
                Some(BlockKind::Caption)
            }
            BlockKind::Paragraph if titled && i >= tail && is_about(part.text(), authors) => {
                Some(BlockKind::Note)
            }
            _ => None,
        };
        if let Some(kind) = kind {
            parts[i].kind = kind;
        }
    }
}

/// Marks what stands under a heading that says "Disclaimer" or "Copyright".
fn disclaimers(parts: &mut [Part]) {
    let mut inside = false;
    for part in parts.iter_mut() {
        let bare = part.text().trim_matches(|c: char| !c.is_alphabetic());
        let named = ["disclaimer", "disclaimers", "copyright", "copyright notice"]
            .iter()
            .any(|n| bare.eq_ignore_ascii_case(n));
        if named {
            inside = true;
            part.kind = BlockKind::Notice;
        } else if part.kind == BlockKind::Paragraph && inside {
            part.kind = BlockKind::Notice;
            inside = false;
        } else {
            inside &= !part.is_heading();
        }
    }
}

/// Runs of items that are links and nothing else, and lines of nothing but several links, lead
/// elsewhere; so does a table of contents.
fn navigation(parts: &mut [Part]) {
    let leads = |p: &Part| {
        let text = p.text().len();
        p.work == 0 && text > 0 && matches!(p.kind, BlockKind::ListItem | BlockKind::Paragraph) && {
            let letters = text - p.text().matches(' ').count();
            let share = if p.words() <= 20 { 7 } else { 9 };
            p.clean.linked * 10 >= letters * share
        }
    };
    let mut i = 0;
    while i < parts.len() {
        let end = (i..parts.len()).find(|k| !leads(&parts[*k])).unwrap_or(parts.len());
        let brief = |p: &Part| p.words() <= 12;
        if end - i >= 3 || (end > i && parts[i..end].iter().all(brief)) {
            parts[i..end].iter_mut().for_each(|p| p.kind = BlockKind::Notice);
        }
        i = end.max(i + 1);
    }
    for part in parts.iter_mut().filter(|p| p.kind == BlockKind::Paragraph && has_leaders(p.text()))
    {
        part.kind = BlockKind::Notice;
    }
}

/// Whether dots lead to page numbers, again and again.
fn has_leaders(text: &str) -> bool {
    let (mut dots, mut digits, mut found) = (0, 0, 0);
    for byte in text.bytes().chain([b' ']) {
        match byte {
            b'.' if digits == 0 => dots += 1,
            b' ' if digits == 0 => {}
            b'0'..=b'9' if dots >= 3 => digits += 1,
            _ => {
                found += u32::from(dots >= 3 && (1..=3).contains(&digits) && byte == b' ');
                (dots, digits) = (0, 0);
            }
        }
    }
    found >= 3
}

/// Disclaimers, rights, requests to share, navigation, labels.
pub(super) fn is_notice(part: &Part) -> bool {
    let text = part.text();
    let words = part.words();
    if words > 150 {
        return false;
    }
    let folded = text.to_lowercase().replace('’', "'");
    let starts = |openings: &[&str]| openings.iter().any(|o| folded.starts_with(o));
    let holds = |needle: &str| folded.contains(needle);
    let disclaimer = (holds("views") || holds("opinions"))
        && [
            "do not necessarily re",
            "do not represent the",
            "do not reflect",
            "not necessarily those of",
        ]
        .iter()
        .any(|d| holds(d))
        && ["author", "expressed", "their own", "writer"].iter().any(|d| holds(d));
    let rights = words <= 80
        && (starts(&[
            "©",
            "copyright ©",
            "copyright (c)",
            "(c) 19",
            "(c) 20",
            "all rights reserved",
        ]) || holds("all rights reserved.")
            || holds("may be reproduced with prior permission")
            || holds("may not be reproduced without"));
    let request = words <= 40
        && starts(&[
            "please share",
            "share this",
            "share on",
            "follow us",
            "subscribe to",
            "sign up for",
            "click here",
            "back to top",
            "skip to",
            "download pdf",
            "download the pdf",
            "read more",
            "learn more",
            "see also:",
            "hide overview",
            "jump to",
            "we use cookies",
            "print this",
            "email this",
            "go to top",
            "return to top",
            "disclaimer:",
        ]);
    let all = words <= 6 && starts(&["view all", "see all", "show all", "view more", "show more"]);
    disclaimer
        || rights
        || request
        || all
        || (is_label(text) && words <= 12 && part.shape == Shape::Text)
}

/// `Type: Analysis`, `Topics: India`: a label of a page, not a sentence.
pub(super) fn is_label(text: &str) -> bool {
    const LABELS: [&str; 10] = [
        "Type",
        "Topic",
        "Topics",
        "Tag",
        "Tags",
        "Category",
        "Categories",
        "Filed under",
        "Posted in",
        "Filed Under",
    ];
    let Some((name, value)) = text.split_once(": ") else { return false };
    LABELS.contains(&name)
        && value.len() <= 80
        && !value.ends_with(['.', ';', ':'])
        && value.chars().next().is_some_and(char::is_uppercase)
}

/// A line that describes a photograph, a figure or a table, or credits it.
fn is_caption(part: &Part, figure: bool) -> bool {
    let text = part.text();
    let words = part.words();
    if !(2..=70).contains(&words) {
        return false;
    }
    numbered_caption(text, words)
        || is_credit(text, words)
        || credited_at_end(text)
        || (figure && words <= 60 && {
            ["Source: ", "Sources: ", "Note: ", "Notes: "].iter().any(|s| text.starts_with(s))
        })
}

/// `Figure 3. Exports by year`.
fn numbered_caption(text: &str, words: usize) -> bool {
    let Some((name, rest)) = text.split_once(' ') else { return false };
    let known =
        ["Figure", "Fig.", "Table", "Map", "Chart", "Graph", "Photo", "Image", "Exhibit", "Plate"];
    let number = rest.split(' ').next().unwrap_or_default();
    let bare = number.trim_end_matches(['.', ':', '–', '—']);
    let counted = !bare.is_empty()
        && bare.len() <= 6
        && bare.chars().all(|c| c.is_ascii_digit() || "IVXABCDE.-".contains(c));
    known.contains(&name) && counted && bare.len() < number.len() && words <= 40
}

/// `Photo: Name`, `Image source: Archive.` and nothing else.
fn is_credit(text: &str, words: usize) -> bool {
    let folded = text.trim_start_matches(['[', '(']).to_lowercase();
    words <= 25 && CREDITS.iter().any(|c| folded.starts_with(c))
}

const CREDITS: [&str; 12] = [
    "photo:",
    "photo by ",
    "photo credit",
    "photograph by ",
    "photograph:",
    "image:",
    "image source",
    "image credit",
    "picture:",
    "photo courtesy",
    "photos:",
    "image courtesy",
];

/// A description with the credit behind it: `… (Jane Doe/Some Agency)`, `… Image source: Archive.`
fn credited_at_end(text: &str) -> bool {
    let folded = text.to_lowercase();
    let inline = CREDITS.iter().filter_map(|c| folded.rfind(c)).max();
    if inline.is_some_and(|i| i > 0 && folded[i..].split_whitespace().count() <= 12) {
        // The credit is a sentence of its own or stands in brackets, not part of one.
        let before = inline.and_then(|i| folded.get(..i)).unwrap_or_default().trim_end();
        return before.ends_with(['.', '?', '!', '(', ')', '—', '|']);
    }
    let trimmed = text.trim_end_matches(['.', ' ']);
    let Some(credit) = trimmed.strip_suffix(')').and_then(|t| t.rsplit_once('(')).map(|t| t.1)
    else {
        return false;
    };
    let great = |s: &str| {
        let mut words = s.split_whitespace();
        let small = ["of", "the", "de", "for", "via", "and", "by"];
        words.all(|w| w.chars().next().is_some_and(|c| c.is_uppercase()) || small.contains(&w))
    };
    let letters = |s: &str| !s.contains(|c: char| c.is_ascii_digit());
    match credit.split_once('/') {
        Some((who, agency)) => {
            let names = who.split_whitespace().count();
            (2..=5).contains(&names)
                && (1..=6).contains(&agency.split_whitespace().count())
                && agency.len() >= 2
                && great(who)
                && great(agency)
                && letters(credit)
                && who.chars().any(char::is_lowercase)
        }
        None => {
            let marks = ["photo by ", "photo courtesy", "courtesy of ", "ap photo", "getty images"];
            let folded = credit.to_lowercase();
            marks.iter().any(|m| folded.starts_with(m) || folded.ends_with(m.trim_end()))
        }
    }
}

/// A line about the author: "Jane Doe is a fellow at …".
fn is_about(text: &str, authors: &[Person]) -> bool {
    if text.split_whitespace().count() > 120 {
        return false;
    }
    let folded = text.to_lowercase();
    if ["about the author", "the author is", "the authors are", "the writer is"]
        .iter()
        .any(|o| folded.starts_with(o))
    {
        return true;
    }
    authors.iter().any(|author| {
        let rest = ["", "Dr ", "Dr. ", "Mr ", "Mr. ", "Ms ", "Ms. ", "Professor "]
            .iter()
            .find_map(|t| text.strip_prefix(t)?.strip_prefix(author.name.as_str()));
        rest.is_some_and(|rest| {
            let verb =
                rest.split_whitespace().find(|w| w.len() > 1 && w.chars().all(char::is_lowercase));
            verb.is_some_and(|v| is_presenting(v) || v == "and")
        })
    })
}
