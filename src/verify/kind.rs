//! What kind a word is: negation, number, date, modal, name.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::edit::Class;
use super::reading::{Reading, Word, boundary, is_counting};

/// What the table says of a word.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    negation: bool,
    /// A negation where this word follows.
    before: Option<&'static str>,
    scarce: bool,
    determiner: bool,
    number: bool,
    maybe_number: bool,
    unit: bool,
    month: bool,
    maybe_month: bool,
    weekday: bool,
    maybe_date: bool,
    modal: bool,
    wish: bool,
    willed: bool,
    function: bool,
}

static TABLE: LazyLock<HashMap<&'static str, Entry>> = LazyLock::new(|| {
    let mut table: HashMap<_, Entry> = HashMap::new();
    for line in include_str!("data/kinds.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let kind = words.next().unwrap_or_default();
        while let Some(word) = words.next() {
            let entry = table.entry(word).or_default();
            match kind {
                "negation" => entry.negation = true,
                "refusal" => entry.before = Some("to"),
                "phrase" => entry.before = words.next(),
                "scarce" => entry.scarce = true,
                "determiner" => entry.determiner = true,
                "number" => entry.number = true,
                "maybe" => entry.maybe_number = true,
                "unit" => entry.unit = true,
                "month" => entry.month = true,
                "month?" => entry.maybe_month = true,
                "weekday" => entry.weekday = true,
                "date?" => entry.maybe_date = true,
                "modal" => entry.modal = true,
                "wish" => entry.wish = true,
                "willed" => entry.willed = true,
                "function" => entry.function = true,
                _ => debug_assert!(false, "data/kinds.txt: no kind {kind}"),
            }
        }
    }
    table
});

fn entry(folded: &str) -> Entry {
    TABLE.get(folded).copied().unwrap_or_default()
}

/// The kind of `word`, which stands in `reading`; `others` are the words that stand for it on the
/// other side. What kind a word is without counting as one by itself is [`Class::Word`].
pub(super) fn kind(word: &Word<'_>, reading: &Reading<'_>, others: &[Word<'_>]) -> Class {
    if is_negation(word, reading) {
        return Class::Negation;
    }
    if is_date(word, reading, others) {
        return Class::Date;
    }
    if is_number(word, reading, others) {
        return Class::Number;
    }
    if is_modal(word, reading, others) {
        return Class::Modal;
    }
    if is_name(word, reading) { Class::Name } else { Class::Word }
}

/// Whether the word turns what is said to its opposite.
pub(super) fn is_negation(word: &Word<'_>, reading: &Reading<'_>) -> bool {
    let entry = entry(&word.folded);
    if let Some(next) = entry.before {
        return reading.after(word.span.end) == next;
    }
    if entry.scarce {
        return !self::entry(&reading.before(word.span.start)).determiner;
    }
    if !entry.negation {
        return false;
    }
    let rest = &reading.text[word.span.end..];
    match word.folded.as_str() {
        // `No. 5`
        "no" => {
            let number = rest.strip_prefix('.').map(str::trim_start);
            !number.is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit() || c == '['))
        }
        // `non-aligned`; the acronym of the United Nations has no hyphen.
        "un" | "non" => word.raw.chars().all(char::is_lowercase) && rest.starts_with('-'),
        "nought" | "naught" => true,
        _ => true,
    }
}

/// Whether the word is common and begins no name, however it is written.
pub(super) fn is_function(folded: &str) -> bool {
    entry(folded).function
}

/// Whether the word is a day of the week.
pub(super) fn is_weekday(folded: &str) -> bool {
    entry(folded).weekday
}

/// Whether the two are one word and its opposite by its beginning or ending: `able`, `unable`.
pub(super) fn are_opposites(a: &str, b: &str) -> bool {
    denies(a, b) || denies(b, a)
}

fn denies(long: &str, short: &str) -> bool {
    static NO_DENIAL: LazyLock<(HashSet<&str>, Vec<&str>)> = LazyLock::new(|| {
        let lines = include_str!("data/beginnings.txt").lines();
        let words = lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
        let (stems, whole): (Vec<_>, Vec<_>) = words.partition(|word| word.ends_with('*'));
        let stems = stems.into_iter().map(|stem| stem.trim_end_matches('*')).collect();
        (whole.into_iter().collect(), stems)
    });
    let begun = ["un", "in", "im", "il", "ir", "dis", "non"]
        .iter()
        .any(|p| long.strip_prefix(p).is_some_and(|rest| rest.len() > 2 && rest == short));
    let ended = long
        .strip_suffix("less")
        .zip(short.strip_suffix("ful"))
        .is_some_and(|(a, b)| a == b && a.len() > 2);
    let (whole, stems) = &*NO_DENIAL;
    ended || begun && !whole.contains(long) && !stems.iter().any(|stem| long.starts_with(stem))
}

fn has_digit(word: &str) -> bool {
    word.contains(char::is_numeric)
}

/// Whether the word counts, orders or measures.
fn is_number(word: &Word<'_>, reading: &Reading<'_>, others: &[Word<'_>]) -> bool {
    let entry = entry(&word.folded);
    if has_digit(&word.folded) || word.raw.contains(is_counting) {
        return true;
    }
    if entry.number {
        // `the Second Decade` against `the Security Decade`: part of a name.
        let capital = |w: &Word<'_>| w.raw.starts_with(char::is_uppercase);
        let names = |w: &Word<'_>| capital(w) && !self::entry(&w.folded).number;
        return !(capital(word) && others.iter().any(names));
    }
    if entry.maybe_number {
        let counts = |w: &Word<'_>| has_digit(&w.folded) || self::entry(&w.folded).number;
        return others.iter().any(counts);
    }
    if entry.unit {
        let before = reading.before(word.span.start);
        return has_digit(&before) || self::entry(&before).number || before == "one";
    }
    is_roman(word.raw)
}

/// `II`, `XIV`: no single capital.
fn is_roman(raw: &str) -> bool {
    let numeral = raw.trim_end_matches(['’', '\'', 's']);
    (2..=6).contains(&numeral.len()) && numeral.bytes().all(|b| b"IVXL".contains(&b))
}

/// What bears a number: `telegram 1688` is of no year.
const NUMBERED: [&str; 15] = [
    "telegram",
    "telegrams",
    "deptel",
    "embtel",
    "despatch",
    "airgram",
    "no",
    "nos",
    "number",
    "box",
    "page",
    "pp",
    "paragraph",
    "resolution",
    "document",
];

/// Whether the word is a year, a month, a day of the week or of a month.
fn is_date(word: &Word<'_>, reading: &Reading<'_>, others: &[Word<'_>]) -> bool {
    let entry = entry(&word.folded);
    let capital = word.raw.starts_with(char::is_uppercase);
    if entry.month || entry.weekday {
        return capital || entry.weekday;
    }
    let (before, after) = (reading.before(word.span.start), reading.after(word.span.end));
    if entry.maybe_month {
        let near = |w: &str| {
            has_digit(w)
                || ["in", "of", "since", "until", "by", "early", "late", "mid", "last"].contains(&w)
        };
        let other = |w: &Word<'_>| self::entry(&w.folded).month;
        return capital && (near(&before) || near(&after) || others.iter().any(other));
    }
    if entry.maybe_date {
        return has_digit(&before) || self::entry(&before).number;
    }
    if is_year(&word.folded) {
        let plain = |w: &Word<'_>| !has_digit(&w.folded) || is_year(&w.folded);
        // In `since 1970. Thirty years …` the next word counts nothing of this.
        let joined = reading.text[word.span.end..].starts_with([' ', '\u{a0}', '-']);
        let counts = if joined { self::entry(&after) } else { Entry::default() };
        let numbered = NUMBERED.contains(&before.as_str()) || before == "$";
        return others.iter().all(plain) && !(counts.unit || counts.number) && !numbered;
    }
    is_day_of_month(&word.folded) && {
        let follows = &reading.text[word.span.end..];
        let month = |w: &str, written: &str| {
            let entry = self::entry(w.trim_end_matches('.'));
            entry.month || entry.maybe_month && written.trim_start().starts_with(char::is_uppercase)
        };
        let last = reading.text[..word.span.start].trim_end();
        let written = &last[last.rfind(' ').map_or(0, |i| i + 1)..];
        let of = follows.trim_start().strip_prefix("of ");
        month(&before, written)
            || month(&after, follows)
            || of.is_some_and(|rest| {
                let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
                month(&word.to_lowercase(), rest)
            })
    }
}

/// `1500` to `2100`, `1990s`, `2021-22`.
fn is_year(folded: &str) -> bool {
    let year = |w: &str| w.len() == 4 && w.parse::<u16>().is_ok_and(|y| (1500..=2100).contains(&y));
    let bare = folded.trim_end_matches("'s").trim_end_matches('s');
    match bare.split_once('-') {
        Some((from, to)) => {
            year(from) && (year(to) || to.len() == 2 && to.bytes().all(|b| b.is_ascii_digit()))
        }
        None => year(bare),
    }
}

/// `1` to `31`, `20th`.
fn is_day_of_month(folded: &str) -> bool {
    let day = ["st", "nd", "rd", "th"].iter().find_map(|e| folded.strip_suffix(e));
    day.unwrap_or(folded).parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}

/// Whether the word says how sure or how binding something is.
fn is_modal(word: &Word<'_>, reading: &Reading<'_>, others: &[Word<'_>]) -> bool {
    let entry = entry(&word.folded);
    let beside = others.iter().any(|other| self::entry(&other.folded).modal);
    if entry.modal {
        let noun = matches!(word.folded.as_str(), "will" | "might" | "must")
            && self::entry(&reading.before(word.span.start)).willed;
        return beside || !noun;
    }
    if !entry.wish {
        return false;
    }
    let after = reading.after(word.span.end);
    beside || after == "to" && word.folded != "having" || after == "not" && word.folded == "need"
}

/// Whether the word is a name, or part of one, as far as its capitals say.
fn is_name(word: &Word<'_>, reading: &Reading<'_>) -> bool {
    let mut letters = word.raw.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return false };
    let rest: Vec<char> = letters.collect();
    let inner = rest.iter().any(|c| c.is_uppercase());
    if !reading.capitals_tell(word.span.start) {
        return false;
    }
    // `NATO`, `U.S.`, `iDEX`, `McNamara`: no place in the sentence makes these capitals.
    if inner {
        return true;
    }
    if !first.is_uppercase() || word.raw == "I" || word.folded.starts_with("i'") {
        return false;
    }
    if !reading.opens_sentence(word.span.start) {
        return true;
    }
    !entry(&word.folded).function && (names_follow(word, reading) || is_named_round(word, reading))
}

/// Whether the first word of a sentence is one of several that make up a name: `Secretary Rusk`.
fn names_follow(word: &Word<'_>, reading: &Reading<'_>) -> bool {
    let rest = &reading.text[word.span.end..];
    rest.strip_prefix(' ').is_some_and(|rest| {
        let next = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        next.len() > 1 && next.starts_with(char::is_uppercase)
    })
}

/// Whether the text nearby writes the word with a capital where no sentence begins, and not
/// without one.
fn is_named_round(word: &Word<'_>, reading: &Reading<'_>) -> bool {
    /// Bytes on either side.
    const NEARBY: usize = 1 << 13;
    let from = boundary(reading.text, word.span.start.saturating_sub(NEARBY));
    let to = boundary(reading.text, word.span.end + NEARBY).max(from);
    let round = &reading.text[from..to];
    let bare = word.raw.split(['\'', '’']).next().unwrap_or_default();
    let standing = |word: &str| -> Vec<usize> {
        let found = round.match_indices(word).map(|(i, _)| i);
        let whole = |i: &usize| {
            !round[..*i].ends_with(char::is_alphanumeric)
                && !round[*i + word.len()..].starts_with(char::is_alphabetic)
        };
        found.filter(whole).collect()
    };
    let inside = |i: &usize| {
        let before = round[..*i].trim_end_matches(' ');
        before.ends_with(|c: char| c.is_alphanumeric() || c == ',') && *i > 0
    };
    bare.len() > 2 && standing(bare).iter().any(inside) && standing(&bare.to_lowercase()).is_empty()
}
