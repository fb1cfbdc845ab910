//! Sentence spans: where a reader would say that a sentence ends.
//!
//! The breaks are those of UAX 29, less those after abbreviations, initials and list numbers, and
//! with a few that it does not see: after a stop that carries a footnote mark, before a number,
//! and at a stop set apart by spaces. What is an abbreviation stands in one readable table. The
//! rules are made for English; another language gets what UAX 29 says, but for single capitals.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation;

use super::span::Span;

/// The sentences of `text`, in order. They cover the text but for white space between them; a line
/// end always ends one, since blocks are joined by it.
///
/// Linear: what decides on a break stands within a few words of it.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, piece) in text.split_sentence_bound_indices() {
        let end = at + piece.len();
        for bound in unseen_breaks(text, at, end).into_iter().chain([after_mark(text, end)]) {
            if bound > start && is_break(text, start, bound) {
                out.extend(trimmed(text, start, bound));
                start = bound;
            }
        }
    }
    out.extend(trimmed(text, start, text.len()));
    out
}

/// How far from a break one looks, in bytes.
const REACH: usize = 120;

fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let slice = text.get(start..end)?;
    let lead = slice.len() - slice.trim_start().len();
    let kept = slice.trim();
    (!kept.is_empty()).then(|| Span::new(start + lead, start + lead + kept.len()))
}

/// What the table says of a word.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    abbreviation: Option<Abbreviation>,
    opener: bool,
    wary: bool,
    counted: bool,
    loud: bool,
}

/// When the stop after an abbreviation ends no sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Abbreviation {
    /// Ever.
    Title,
    /// Before a number.
    Number,
    /// Unless the next word opens a sentence.
    Either,
}

static TABLE: LazyLock<HashMap<&'static str, Entry>> = LazyLock::new(|| {
    let mut table: HashMap<&'static str, Entry> = HashMap::new();
    let lines = include_str!("data/abbreviations.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let class = words.next();
        for word in words {
            let entry = table.entry(word).or_default();
            match class {
                Some("title") => entry.abbreviation = Some(Abbreviation::Title),
                Some("number") => entry.abbreviation = Some(Abbreviation::Number),
                Some("either") => entry.abbreviation = Some(Abbreviation::Either),
                Some("opener") => entry.opener = true,
                Some("wary") => entry.wary = true,
                Some("loud") => entry.loud = true,
                Some("counted") => entry.counted = true,
                _ => {}
            }
        }
    }
    table
});

fn entry(lowered: &str) -> Entry {
    TABLE.get(lowered).copied().unwrap_or_default()
}

/// The abbreviation that `word` is, which stands before a full stop.
fn abbreviation(word: &str) -> Option<Abbreviation> {
    let lowered = word.to_lowercase();
    let (mut title, mut rest) = (String::new(), lowered.chars());
    title.extend(rest.next().into_iter().flat_map(char::to_uppercase));
    title.push_str(rest.as_str());
    let as_name = (word == title || word == word.to_uppercase())
        .then(|| entry(&title))
        .and_then(|e| e.abbreviation);
    as_name.or(entry(&lowered).abbreviation).or_else(|| {
        // `H.Doc`, `S.Rept`
        let (chamber, last) = word.split_once('.')?;
        if chamber.len() == 1 { abbreviation(last) } else { None }
    })
}

/// Whether a sentence that began at `start` ends at `bound`, where a stop stands before.
fn is_break(text: &str, start: usize, bound: usize) -> bool {
    let before = &text[start.max(back(text, bound, REACH))..bound];
    let next = &text[bound..forth(text, bound, REACH)];
    let ended = before.trim_end();
    let gap = &before[ended.len()..];
    let next_gap = &next[..next.len() - next.trim_start().len()];
    if ended.is_empty() || gap.contains(is_line_end) || next_gap.contains(is_line_end) {
        return true;
    }
    let Some(stop) = last_stop(ended) else { return true };
    let head = &ended[..stop];
    let space_was_lost = gap.is_empty() && ended.len() == stop + 1 && ends_plainly(head);
    if gap.is_empty() && next_gap.is_empty() && !next.is_empty() && !space_was_lost {
        // `www.example.org/?12`
        return false;
    }
    let next = Next::new(next);
    let detached = head.ends_with(char::is_whitespace);
    if next.is_small && !detached && !next.is_item() {
        return false;
    }
    match ended[stop..].chars().next() {
        Some('.') => {}
        Some('…') => return next.opens(),
        _ => return true,
    }
    let dots = count_dots(head) + 1;
    if dots > 1 {
        // `… the Council ... President` leaves words out; `so they said... He` and four dots end.
        let words = head.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
        let apart = head[words.len()..].starts_with(char::is_whitespace);
        return dots > 3 || !apart || next.opens();
    }
    let whole = start >= back(text, bound, REACH);
    ends_after(head.trim_end(), whole, detached, &next)
}

/// Whether the single full stop after `head` ends the sentence; `whole` where `head` is all of the
/// sentence so far, `detached` where a space stands before the stop.
fn ends_after(head: &str, whole: bool, detached: bool, next: &Next) -> bool {
    let mut tokens = head.rsplit(|c: char| c.is_whitespace() || "—–/".contains(c));
    let word = tokens.next().unwrap_or_default();
    let word = word.trim_start_matches(is_opening);
    let previous = tokens.next().unwrap_or_default();
    let named =
        head.trim_start_matches(|c: char| c.is_whitespace() || is_opening(c) || is_bullet(c));
    let begins = whole && named == word;
    if is_list_number(word)
        && !detached
        && (begins || previous.ends_with([';', ':', '-', '•', '*']))
    {
        return false;
    }
    let counted = entry(&previous.to_lowercase()).counted;
    if counted && whole && is_list_number(word) && named.split_whitespace().count() == 2 {
        // `Figure 1. The Strait`, `Article 5. The Parties`.
        return false;
    }
    if word.chars().count() == 1 && word.chars().all(char::is_uppercase) {
        return counted || next.opens();
    }
    let word = word.rsplit('-').next().unwrap_or_default();
    match abbreviation(word) {
        Some(Abbreviation::Title) => false,
        Some(Abbreviation::Number) => !next.is_number(),
        Some(Abbreviation::Either) => next.opens(),
        None if is_initials(word) => next.opens(),
        None => true,
    }
}

/// What stands after a break.
struct Next<'a> {
    /// From the first letter or digit on.
    text: &'a str,
    word: &'a str,
    /// Begins with a small letter.
    is_small: bool,
}

impl<'a> Next<'a> {
    fn new(next: &'a str) -> Next<'a> {
        let text = next.trim_start().trim_start_matches(is_opening);
        let is_part = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
        let word = &text[..text.find(|c| !is_part(c)).unwrap_or(text.len())];
        Next { text, word, is_small: text.starts_with(char::is_lowercase) }
    }

    /// Whether its first word usually begins a sentence.
    fn opens(&self) -> bool {
        let lowered = self.word.to_lowercase();
        let bare = lowered.split(['\'', '’']).next().unwrap_or_default();
        let entry = entry(bare);
        if bare.len() > 1 && bare.to_uppercase() == self.word && !entry.loud {
            return false;
        }
        let rest = &self.text[self.word.len()..];
        let is_name = rest.starts_with(['.', '-']) && !matches!(bare, "mr" | "mrs" | "ms" | "dr");
        let named = rest.trim_start().starts_with(char::is_uppercase);
        (entry.opener || entry.wary) && !(entry.wary && named) && !is_name
    }

    /// Whether it begins with the letter of a list item: `b. `, `ii) `.
    fn is_item(&self) -> bool {
        let rest = &self.text[self.word.len()..];
        let marked = rest.starts_with(['.', ')'])
            && rest[1..].trim_start().len() < rest.len() - 1
            && rest[1..].trim_start().starts_with(|c: char| c.is_uppercase() || is_opening(c));
        marked && (self.word.len() == 1 || is_roman(&self.word.to_uppercase()))
    }

    /// Whether it begins with a number: `4`, `XII`, `S-20`, `A/RES/1`, `§ 5`, `No. 7`.
    fn is_number(&self) -> bool {
        let mut letters = self.word.chars();
        let one_capital =
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
        let article = matches!(self.word, "A" | "I");
        let coded = one_capital && self.text[self.word.len()..].starts_with(['-', '/', '.', '–']);
        self.text.starts_with(|c: char| c.is_numeric() || c == '§' || c == '#')
            || is_roman(self.word)
            || matches!(self.word, "No" | "Nos") && self.text[self.word.len()..].starts_with('.')
            || coded
            || one_capital && !article
            || self.word.starts_with(char::is_alphabetic) && self.word.ends_with(char::is_numeric)
    }
}

/// Breaks between `from` and `to` that UAX 29 does not see, in order.
fn unseen_breaks(text: &str, from: usize, to: usize) -> Vec<usize> {
    let stops = text[from..to].match_indices(['.', '!', '?', '…']);
    stops.filter_map(|(i, stop)| unseen_break(text, from + i, stop)).filter(|b| *b < to).collect()
}

fn unseen_break(text: &str, at: usize, stop: &str) -> Option<usize> {
    let rest = &text[at + stop.len()..forth(text, at + stop.len(), REACH)];
    let closing = rest.len() - rest.trim_start_matches(is_closing).len();
    let (after, rest) = (at + stop.len() + closing, &rest[closing..]);
    let before = &text[back(text, at, REACH)..at];
    let last = before.chars().next_back();
    let spaced = rest.trim_start();
    let has_gap = spaced.len() < rest.len();
    match stop {
        "…" => (has_gap && Next::new(rest).opens() && spaced.starts_with(char::is_uppercase))
            .then_some(after),
        // `on the wing . the slip stream`: stops set apart, nothing in capitals.
        "." if last.is_some_and(char::is_whitespace) => {
            let lone = !before.trim_end().ends_with('.') && !spaced.starts_with('.');
            // Scans have stray points; where there are capitals, one has to follow.
            let small = !before.contains(char::is_uppercase) && !rest.contains(char::is_uppercase);
            (has_gap && lone && small && spaced.starts_with(char::is_lowercase)).then_some(after)
        }
        _ => {
            let plain = ends_plainly(before);
            // `with new incubators.The`: the space was lost.
            if plain && stop == "." && !has_gap && rest.starts_with(char::is_uppercase) {
                let token = before.rsplit(char::is_whitespace).next().unwrap_or_default();
                let in_address = token.contains(['/', '@', '.', '_', '\\']);
                return (!in_address).then_some(after);
            }
            // `from the north. 20 percent of`, `the first point. b. The second`.
            let counts = spaced.starts_with(|c: char| c.is_ascii_digit());
            if plain && has_gap && (counts || Next::new(spaced).is_item()) {
                return Some(after);
            }
            // `cooperation.12 The`: UAX 29 takes stop and digit for a number.
            let mark = note_mark(rest);
            let ends = mark > 0
                && (plain || last.is_some_and(is_closing))
                && rest[mark..].starts_with(char::is_whitespace)
                && rest[mark..]
                    .trim_start()
                    .starts_with(|c| char::is_uppercase(c) || is_opening(c));
            ends.then_some(after + mark)
        }
    }
}

/// Whether `before` ends with a word in small letters that is long and no abbreviation.
fn ends_plainly(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_lowercase()).next().unwrap_or_default();
    word.len() > 3 && abbreviation(word).is_none()
}

/// Moves a break from between a stop and its footnote mark to after the mark.
fn after_mark(text: &str, bound: usize) -> usize {
    // UAX 29 takes an opening bracket to what closes a sentence.
    let from = if text[..bound].ends_with('[') { bound - 1 } else { bound };
    if text[..from].ends_with(char::is_whitespace) {
        return bound;
    }
    let rest = &text[from..forth(text, from, REACH)];
    let mark = note_mark(rest);
    let ends = rest[mark..].is_empty() || rest[mark..].starts_with(char::is_whitespace);
    if mark > 0 && ends { from + mark } else { bound }
}

/// Length of the footnote marks that `text` begins with: `12`, `¹²`, `[12]`, `[3][4]`.
fn note_mark(text: &str) -> usize {
    let superscript = |c: char| "¹²³⁰⁴⁵⁶⁷⁸⁹*†‡".contains(c);
    let digits =
        |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let raised = text.len() - text.trim_start_matches(superscript).len();
    if raised > 0 {
        return raised;
    }
    let plain = digits(text);
    if plain > 0 {
        return if plain <= 3 { plain } else { 0 };
    }
    let mut end = 0;
    while let Some(inner) = text[end..].strip_prefix('[') {
        let number = digits(inner);
        if !(1..=3).contains(&number) || !inner[number..].starts_with(']') {
            break;
        }
        end += number + 2;
    }
    end
}

/// Where the stop stands that `ended` ends with, looked for through closing marks and footnotes.
fn last_stop(ended: &str) -> Option<usize> {
    let core =
        ended.trim_end_matches(|c: char| is_closing(c) || c.is_numeric() || "[*†‡".contains(c));
    let last = core.char_indices().next_back()?;
    ".!?…".contains(last.1).then_some(last.0)
}

/// Full stops that `head` ends with, spaces between them looked through.
fn count_dots(head: &str) -> usize {
    let tail = head.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    head[tail.len()..].matches('.').count()
}

/// `34`, `2.1`, `a`, `IV`: what stands before an item of a list.
fn is_list_number(word: &str) -> bool {
    let digits =
        |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let letter = word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
    letter || is_roman(word) || is_roman(&word.to_uppercase()) || word.split('.').all(digits)
}

fn is_roman(word: &str) -> bool {
    (1..=5).contains(&word.len()) && word.bytes().all(|b| b"IVXLC".contains(&b))
}

/// `U.S`, `J.F`, `Ph.D`, `U.S.-U.K`: letters with stops between.
fn is_initials(word: &str) -> bool {
    let parts = || word.split(['.', '-']).filter(|part| !part.is_empty());
    word.contains('.')
        && parts().count() > 1
        && parts().all(|p| p.chars().count() <= 2 && p.chars().all(char::is_alphabetic))
}

fn is_closing(c: char) -> bool {
    "\"'”’»)]}*_".contains(c)
}

fn is_opening(c: char) -> bool {
    "\"'“‘«([{¿¡*_„".contains(c)
}

fn is_bullet(c: char) -> bool {
    "|•·-–—*".contains(c)
}

fn is_line_end(c: char) -> bool {
    "\n\r\u{85}\u{2028}\u{2029}".contains(c)
}

/// The character boundary at most `reach` bytes before `at`.
fn back(text: &str, at: usize, reach: usize) -> usize {
    let low = at.saturating_sub(reach);
    (low..=at).find(|i| text.is_char_boundary(*i)).unwrap_or(at)
}

/// The character boundary at most `reach` bytes after `at`.
fn forth(text: &str, at: usize, reach: usize) -> usize {
    let high = (at + reach).min(text.len());
    (at..=high).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(at)
}
