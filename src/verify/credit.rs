//! Whom a draft credits with a quotation: the names in the words beside it, and which of them are
//! said to have said it.
//!
//! It goes by the form of the words alone and knows nobody. A name counts as credited only where the
//! words say so plainly (*X says*, *according to X*, *X’s report*, *(X 2012)*): who is merely named in
//! the sentence may be spoken of.

use super::draft::{PLACE, is_saying};

/// The names beside a quotation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credits {
    /// Those that are said to have said or written it, as the draft writes them.
    pub credited: Vec<String>,
    /// All names there.
    pub named: Vec<String>,
}

impl Credits {
    /// Reads the [words beside](super::DraftQuotation::beside) a quotation.
    pub fn read(beside: &[String]) -> Credits {
        let mut credits = Credits::default();
        for words in beside {
            Beside::new(words).read(&mut credits);
        }
        credits
    }
}

/// A word and what stands about it.
struct Word<'a> {
    /// Without punctuation at either end, and without `’s`.
    bare: &'a str,
    /// Whether punctuation before it parts it from what stands before.
    parted: bool,
    /// Whether punctuation behind it parts it from what follows.
    parting: bool,
    possessive: bool,
    /// Whether the quotation stands here.
    is_place: bool,
    /// What stands before and behind `bare`.
    before: &'a str,
    behind: &'a str,
}

impl<'a> Word<'a> {
    fn new(written: &'a str) -> Word<'a> {
        let is_place = written.contains(PLACE);
        let inner = written.trim_start_matches(|c: char| !c.is_alphanumeric());
        let bare = inner.trim_end_matches(|c: char| !c.is_alphanumeric());
        let before = &written[..written.len() - inner.len()];
        let behind = &inner[bare.len()..];
        let owner = ["’s", "'s"].iter().find_map(|end| bare.strip_suffix(end));
        let possessive = owner.is_some() || behind.starts_with(['’', '\'']);
        let short = bare.chars().count() <= 2 || bare.contains('.') || is_title(bare);
        let stop = behind.starts_with('.') && !short;
        Word {
            bare: owner.unwrap_or(bare),
            parted: !before.is_empty(),
            parting: stop || behind.contains([',', ';', ':', ')', '!', '?', '—', PLACE]),
            possessive,
            is_place,
            before,
            behind,
        }
    }

    fn is_capital(&self) -> bool {
        self.bare.starts_with(char::is_uppercase)
    }
}

/// The words beside a quotation, and the names in them as ranges of words.
struct Beside<'a> {
    words: Vec<Word<'a>>,
    names: Vec<std::ops::Range<usize>>,
}

/// A subject stands at most so many words before its verb.
const REACH: usize = 3;
/// What stands between commas behind a name has at most so many words.
const APPOSITION: usize = 12;

impl<'a> Beside<'a> {
    fn new(text: &'a str) -> Beside<'a> {
        let words: Vec<Word<'a>> = text.split_whitespace().map(Word::new).collect();
        let mut names = Vec::new();
        let mut at = 0;
        while at < words.len() {
            if !words[at].is_capital() || is_opener(words[at].bare) {
                at += 1;
                continue;
            }
            let end = name_end(&words, at);
            names.push(at..end);
            at = end;
        }
        Beside { words, names }
    }

    fn read(&self, credits: &mut Credits) {
        for name in &self.names {
            let written = self.written(name);
            if self.is_credited(name) && !credits.credited.contains(&written) {
                credits.credited.push(written.clone());
            }
            if !credits.named.contains(&written) {
                credits.named.push(written);
            }
        }
    }

    fn written(&self, name: &std::ops::Range<usize>) -> String {
        let mut written = String::new();
        for (i, word) in self.words[name.clone()].iter().enumerate() {
            if i > 0 {
                // Of an initial, or a title: `Sameer P. Lalwani`.
                written.push_str(self.words[name.start + i - 1].behind);
                written.push(' ');
            }
            written.push_str(word.bare);
        }
        written
    }

    fn is_credited(&self, name: &std::ops::Range<usize>) -> bool {
        let last = &self.words[name.end - 1];
        if last.possessive {
            return self.owns(name.end);
        }
        // `the treaty that X signed says`
        let before = name.start.checked_sub(1).map(|i| self.words[i].bare);
        let reach = if before.is_some_and(is_relative) { 0 } else { REACH };
        self.is_subject(name.end, reach) || self.is_introduced(name)
    }

    /// `X’s report □`, `X’s fact sheet says □`.
    fn owns(&self, from: usize) -> bool {
        let owned = self.words[from..].iter().take(REACH);
        let work =
            owned.take_while(|w| !w.is_place && !w.is_capital()).position(|w| is_work(w.bare));
        work.is_some()
    }

    /// `X says`, `X fact sheet says`, `X, a minister of the state, says`, `X: □`.
    fn is_subject(&self, from: usize, reach: usize) -> bool {
        let (last, rest) = (&self.words[from - 1], &self.words[from..]);
        if last.behind.contains(':') {
            return rest.first().is_some_and(|w| w.is_place);
        }
        let says = |words: &[Word<'_>]| {
            let verb = words.iter().take(reach + 1).position(|w| is_saying(w.bare));
            verb.is_some_and(|verb| {
                let between = &words[..verb];
                !between
                    .iter()
                    .any(|w| w.is_place || w.parting || is_passive(w.bare) || w.is_capital())
            })
        };
        if !last.parting {
            return says(rest);
        }
        if !last.behind.starts_with(',') {
            return false;
        }
        let closing = rest.iter().take(APPOSITION).position(|w| w.behind.starts_with(','));
        closing.is_some_and(|comma| says(&rest[comma + 1..]))
    }

    /// `said X`, `according to X`, `□ (X 2012)`, `□ — X`.
    fn is_introduced(&self, name: &std::ops::Range<usize>) -> bool {
        let before = &self.words[..name.start];
        let mut back = before.iter().rev().skip_while(|w| matches!(w.bare, "the" | "a" | "an"));
        let opens = &self.words[name.start];
        if opens.parted {
            let behind_place =
                before.last().is_some_and(|w| w.is_place || w.before == "—" || w.bare.is_empty());
            return opens.before.contains(['(', '[', '—', '–']) && behind_place;
        }
        let Some(last) = back.next() else { return false };
        if last.bare.is_empty() && !last.is_place {
            // A dash of its own: the form of a credit.
            return back.next().is_some_and(|w| w.is_place);
        }
        let second = back.next();
        if last.parting {
            return false;
        }
        last.bare == "to" && second.is_some_and(|w| w.bare.eq_ignore_ascii_case("according"))
            || SAID.contains(&last.bare)
    }
}

/// One past the last word of the name that begins at `from`.
fn name_end(words: &[Word<'_>], from: usize) -> usize {
    let mut end = from + 1;
    let mut at = end;
    while let Some(word) = words.get(at) {
        let previous = &words[at - 1];
        if previous.parting || previous.possessive || word.parted || word.is_place {
            break;
        }
        if word.is_capital() {
            end = at + 1;
        } else if !is_particle(word.bare) {
            break;
        }
        at += 1;
    }
    end
}

/// Verbs behind which the speaker may stand.
const SAID: [&str; 18] = [
    "said",
    "says",
    "writes",
    "wrote",
    "argues",
    "argued",
    "notes",
    "noted",
    "adds",
    "added",
    "explains",
    "explained",
    "warns",
    "warned",
    "observes",
    "observed",
    "declared",
    "declares",
];

fn is_passive(word: &str) -> bool {
    matches!(word, "was" | "were" | "is" | "are" | "be" | "been" | "being" | "not" | "never")
}

fn is_relative(word: &str) -> bool {
    matches!(word, "that" | "which" | "who" | "whom" | "what")
}

/// Words that hold a name together.
fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "of" | "the"
            | "for"
            | "de"
            | "da"
            | "del"
            | "di"
            | "van"
            | "von"
            | "der"
            | "den"
            | "al"
            | "bin"
            | "ibn"
            | "el"
            | "la"
            | "le"
            | "on"
    )
}

/// Titles that end with a stop.
fn is_title(word: &str) -> bool {
    matches!(
        word,
        "Mr" | "Mrs" | "Ms" | "Dr" | "Prof" | "Gen" | "Adm" | "Amb" | "Sen" | "Rep" | "Gov" | "Hon"
    )
}

/// Words that begin a sentence in capitals and are no names.
fn is_opener(word: &str) -> bool {
    const OPENERS: [&str; 58] = [
        "A",
        "According",
        "After",
        "Also",
        "Although",
        "An",
        "And",
        "As",
        "At",
        "Before",
        "But",
        "By",
        "During",
        "Earlier",
        "Even",
        "Finally",
        "For",
        "From",
        "He",
        "Her",
        "Here",
        "His",
        "However",
        "I",
        "If",
        "In",
        "Indeed",
        "It",
        "Its",
        "Later",
        "Like",
        "Moreover",
        "Most",
        "Not",
        "Now",
        "On",
        "One",
        "Or",
        "Our",
        "Quoting",
        "She",
        "Since",
        "So",
        "Some",
        "That",
        "The",
        "Their",
        "Then",
        "There",
        "These",
        "They",
        "This",
        "Though",
        "To",
        "We",
        "When",
        "While",
        "Yet",
    ];
    OPENERS.binary_search(&word).is_ok()
}

/// What somebody who is quoted has written or said.
fn is_work(word: &str) -> bool {
    matches!(
        word,
        "account"
            | "address"
            | "analysis"
            | "analysts"
            | "article"
            | "book"
            | "brief"
            | "briefing"
            | "column"
            | "essay"
            | "letter"
            | "memo"
            | "memorandum"
            | "paper"
            | "phrase"
            | "policy"
            | "release"
            | "remark"
            | "remarks"
            | "report"
            | "sheet"
            | "speech"
            | "statement"
            | "strategy"
            | "study"
            | "telegram"
            | "testimony"
            | "view"
            | "words"
    )
}
