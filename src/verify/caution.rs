//! What a reader should look at although the words stand there.

use std::fmt;

/// A caution: it changes no verdict, and fails a strict check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caution {
    /// The words left out or replaced hold a negation.
    NegationLeftOut {
        /// The words of the source that the quotation does not give.
        words: String,
    },
    /// The pieces of the quotation are said by two speakers.
    TwoSpeakers {
        /// Who says the first piece, where it is known.
        first: Option<String>,
        /// Who says a later piece.
        second: Option<String>,
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

impl fmt::Display for Caution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Caution::NegationLeftOut { words } => {
                write!(f, "the words left out hold a negation: “{words}”")
            }
            Caution::TwoSpeakers { first, second } => {
                let name = |speaker: &Option<String>| {
                    speaker.clone().unwrap_or_else(|| "the text itself".to_owned())
                };
                write!(f, "the pieces come from two speakers: {}, {}", name(first), name(second))
            }
            Caution::LookAlikes => {
                write!(f, "letters of another script stand where like ones are printed")
            }
            Caution::OthersWords { named, stands_in } => {
                write!(f, "the draft names {named}, but the words stand in {stands_in}")
            }
            Caution::MorePlaces { looked_at } => {
                write!(f, "it stands in more documents; {looked_at} were looked at")
            }
        }
    }
}
