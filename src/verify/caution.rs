//! What a reader should look at although the words stand there.

use std::fmt;
use std::ops::Range;

use super::alignment::Alignment;
use super::bracket::{Texts, changed};
use super::edit::{Class, Declared, Edit, Fold, What};
use super::kind::is_negation;
use super::reading::{Reading, Word, words};
pub use super::voices::others_words;
use super::voices::two_speakers;
use crate::store::Stored;

/// A caution: it changes no verdict, and fails a strict check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caution {
    /// The words left out or replaced hold a negation.
    NegationLeftOut {
        /// The words of the source that the quotation does not give.
        words: String,
    },
    /// Brackets put in a negation.
    NegationPutIn {
        /// The bracket, or the word it is part of.
        given: String,
        /// What the source has there; empty where it has nothing.
        printed: String,
    },
    /// Brackets put something else in the place of a number, a date, a modal or a name.
    Replaced {
        /// Of what kind both are.
        class: Class,
        /// The bracket, or the word it is part of.
        given: String,
        /// What the source has there.
        printed: String,
    },
    /// Words that stand alone between two ellipses: nothing shows that they belong together.
    LoneWords {
        /// These words.
        words: Vec<String>,
    },
    /// The parts of the quotation are said by two speakers.
    TwoSpeakers {
        /// Who says the first part, where it is known.
        first: Option<String>,
        /// Who says a later part.
        second: Option<String>,
    },
    /// The words are not those of the author or source asked for, which quotes them.
    QuotedIn {
        /// Who says them, where the sentence names somebody.
        speaker: Option<String>,
    },
    /// Letters of another script stand in for look-alikes.
    LookAlikes,
    /// The draft names somebody in whose works the quotation does not stand.
    OthersWords {
        /// The author, publisher or programme that the draft names.
        named: String,
        /// Whose work it stands in: the short citation.
        stands_in: String,
    },
    /// More places hold it than were looked at.
    MorePlaces {
        /// How many were looked at.
        looked_at: usize,
    },
}

/// What to look at although `quotation` stands in the document, lying there as `alignment` says:
/// the gravest first.
pub fn cautions(quotation: &str, stored: &Stored, alignment: &Alignment) -> Vec<Caution> {
    let document = &stored.document;
    let mut found = Vec::new();
    let texts = Texts {
        quoted: Reading::new(quotation, alignment.quoted),
        source: Reading::new(&document.text, alignment.source),
    };
    found.extend(negations_left_out(&texts.source, alignment));
    found.extend(alignment.edits.iter().filter_map(|edit| changed(&texts, alignment, edit)));
    found.extend(lone_words(quotation, alignment));
    found.extend(two_speakers(stored, alignment));
    let like = |edit: &Edit| edit.what == What::Fold(Fold::LookAlike);
    if alignment.edits.iter().any(like) {
        found.push(Caution::LookAlikes);
    }
    found
}

/// So many words round a negation are given with it.
const ROUND: usize = 5;

/// A caution for each stretch left out that holds a negation.
fn negations_left_out(source: &Reading<'_>, alignment: &Alignment) -> Vec<Caution> {
    let mut found = Vec::new();
    let is_gap = |edit: &&Edit| edit.what == What::Declared(Declared::Ellipsis);
    for edit in alignment.edits.iter().filter(is_gap) {
        let left_out = words(source.text, edit.source.range());
        let denies =
            |at: &usize| is_negation(&left_out[*at], source) && !is_not_only(&left_out[*at..]);
        let Some(at) = (0..left_out.len()).find(denies) else {
            continue;
        };
        let first = at.saturating_sub(ROUND);
        let last = (at + ROUND).min(left_out.len() - 1);
        let text = &source.text[left_out[first].span.start..left_out[last].span.end];
        let words = format!(
            "{}{}{}",
            if first > 0 { "… " } else { "" },
            text.replace('\n', " "),
            if last + 1 < left_out.len() { " …" } else { "" }
        );
        found.push(Caution::NegationLeftOut { words });
    }
    found
}

/// Whether words begin with `not only` or the like, which denies nothing: who leaves it out says
/// less, and not the opposite.
fn is_not_only(words: &[Word<'_>]) -> bool {
    let [not, only, ..] = words else { return false };
    not.folded == "not"
        && ["only", "just", "merely", "simply", "least"].contains(&only.folded.as_str())
}

/// Words that stand alone between two ellipses.
fn lone_words(quotation: &str, alignment: &Alignment) -> Option<Caution> {
    let is_gap = |edit: &&Edit| edit.what == What::Declared(Declared::Ellipsis);
    let gaps: Vec<&Edit> =
        alignment.edits.iter().filter(is_gap).filter(|gap| !gap.source.is_empty()).collect();
    let between = gaps.windows(2).map(|two| two[0].quoted.end..two[1].quoted.start);
    let words: Vec<String> =
        between.filter_map(|piece| lone_word(quotation, alignment, piece)).collect();
    (!words.is_empty()).then_some(Caution::LoneWords { words })
}

/// The one word that a piece of the quotation has of the source, brackets aside.
fn lone_word(quotation: &str, alignment: &Alignment, piece: Range<u32>) -> Option<String> {
    let mut at = piece.start;
    let mut said = String::new();
    let put_in = |edit: &&Edit| {
        matches!(edit.what, What::Declared(Declared::Bracket | Declared::Remark))
            && piece.start <= edit.quoted.start
            && edit.quoted.end <= piece.end
    };
    for edit in alignment.edits.iter().filter(put_in) {
        said.push_str(quotation.get(at as usize..edit.quoted.start as usize)?);
        said.push(' ');
        at = edit.quoted.end;
    }
    said.push_str(quotation.get(at as usize..piece.end as usize)?);
    let mut words = said.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    let word = words.next().filter(|_| words.next().is_none())?;
    Some(word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
}

impl fmt::Display for Caution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Caution::NegationLeftOut { words } => {
                write!(f, "the words left out hold a negation: “{words}”")
            }
            Caution::NegationPutIn { given, printed } if printed.is_empty() => {
                write!(f, "the brackets put in a negation: “{given}”, which the source has not")
            }
            Caution::NegationPutIn { given, printed } => {
                write!(f, "the brackets put in a negation: “{given}” for “{printed}”")
            }
            Caution::Replaced { class, given, printed } => {
                let what = match class {
                    Class::Number => "number",
                    Class::Date => "date",
                    Class::Modal => "modal verb",
                    _ => "name",
                };
                write!(f, "the brackets put another {what}: “{given}” for “{printed}”")
            }
            Caution::LoneWords { words } => {
                let words: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
                write!(f, "single words stand between ellipses: {}", words.join(", "))
            }
            Caution::QuotedIn { speaker: Some(speaker) } => {
                write!(f, "the words are those of {speaker}, whom the source quotes")
            }
            Caution::QuotedIn { speaker: None } => {
                write!(f, "the source gives the words in quotation marks: they may be another's")
            }
            Caution::TwoSpeakers { first: None, second: None } => {
                write!(f, "the words are not all one speaker's: the source quotes some of them")
            }
            Caution::TwoSpeakers { first, second } => {
                let name = |speaker: &Option<String>| {
                    speaker
                        .clone()
                        .unwrap_or_else(|| "the text itself, or one it does not name".to_owned())
                };
                write!(f, "the words are not all one speaker's: {}; {}", name(first), name(second))
            }
            Caution::LookAlikes => {
                write!(f, "letters of another script stand where like ones are printed")
            }
            Caution::OthersWords { named, stands_in } => {
                write!(f, "the draft names {named}, but the words stand in {stands_in}")
            }
            Caution::MorePlaces { looked_at } => {
                write!(f, "more documents may hold it; {looked_at} were looked at")
            }
        }
    }
}
