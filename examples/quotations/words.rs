//! What a word is, as far as altering it goes.

/// The word without the punctuation round it.
pub fn core(token: &str) -> &str {
    token.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The token with another word in place of its core, its first letter as large as the old one's.
pub fn with_core(token: &str, word: &str) -> String {
    let old = core(token);
    let new = if is_capitalised(old) && !word.starts_with(char::is_uppercase) {
        capitalised(word)
    } else if old.len() > 1 && is_upper(old) {
        word.to_uppercase()
    } else {
        word.to_owned()
    };
    match token.find(old).filter(|_| !old.is_empty()) {
        Some(at) => format!("{}{new}{}", &token[..at], &token[at + old.len()..]),
        None => token.to_owned(),
    }
}

pub fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

pub fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.all(char::is_lowercase)
        && word.len() > 1
}

pub fn is_upper(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// A word of small letters without a part in number, date, negation or modality.
pub fn is_common(word: &str, least: usize) -> bool {
    word.chars().count() >= least
        && word.chars().all(|c| c.is_ascii_lowercase())
        && !is_negation(word)
        && !MODALS.contains(&word)
        && !NUMBERS.contains(&word)
        && !ORDINALS.contains(&word)
        && !MEASURES.contains(&word)
        && !WISHES.contains(&word)
        && !MONTHS.iter().any(|month| month.eq_ignore_ascii_case(word))
}

pub const MODALS: [&str; 9] =
    ["may", "might", "can", "could", "shall", "should", "will", "would", "must"];

pub const AUXILIARIES: [&str; 17] = [
    "is", "are", "was", "were", "will", "would", "can", "could", "should", "must", "may", "might",
    "has", "had", "does", "did", "shall",
];

pub const NUMBERS: [&str; 17] = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "twenty", "thirty", "hundred", "thousand", "million", "billion",
];

const ORDINALS: [&str; 12] = [
    "one", "once", "twice", "first", "second", "third", "half", "both", "dozen", "trillion",
    "fifty", "forty",
];

/// Words whose change changes a number, or may.
const MEASURES: [&str; 34] = [
    "hundreds",
    "thousands",
    "millions",
    "billions",
    "dozens",
    "percent",
    "percentage",
    "dollars",
    "cents",
    "quarter",
    "year",
    "years",
    "month",
    "months",
    "week",
    "weeks",
    "days",
    "hour",
    "hours",
    "minutes",
    "seconds",
    "decade",
    "decades",
    "century",
    "centuries",
    "miles",
    "meters",
    "feet",
    "tons",
    "acres",
    "pounds",
    "degrees",
    "fifth",
    "tenth",
];

/// Words that are near to modals or negations, as they may have to be counted.
const WISHES: [&str; 18] = [
    "need",
    "needs",
    "needed",
    "have",
    "has",
    "had",
    "having",
    "ought",
    "dare",
    "fail",
    "fails",
    "failure",
    "refuses",
    "unable",
    "decline",
    "declined",
    "declines",
    "unwilling",
];

pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Whether the word says no.
pub fn is_negation(word: &str) -> bool {
    const WORDS: [&str; 22] = [
        "no", "not", "never", "nor", "neither", "none", "nothing", "nobody", "nowhere", "without",
        "cannot", "hardly", "scarcely", "barely", "unless", "except", "lack", "lacks", "lacking",
        "refuse", "refused", "failed",
    ];
    let word = word.to_lowercase();
    WORDS.contains(&word.as_str()) || word.ends_with("n't") || word.ends_with("n’t")
}

/// Not a title, an office, a day, or a thing that is written large.
pub fn may_be_name(word: &str) -> bool {
    const OTHERS: [&str; 58] = [
        "President",
        "Secretary",
        "Minister",
        "Assembly",
        "Council",
        "General",
        "Nations",
        "States",
        "Department",
        "Embassy",
        "Government",
        "Charter",
        "Organization",
        "Committee",
        "Conference",
        "Treaty",
        "Republic",
        "Ambassador",
        "Members",
        "Member",
        "Powers",
        "Power",
        "Party",
        "Prime",
        "Foreign",
        "Affairs",
        "Security",
        "United",
        "Union",
        "House",
        "Section",
        "Document",
        "Volume",
        "Title",
        "Act",
        "World",
        "Director",
        "Chairman",
        "Deputy",
        "Assistant",
        "Ministry",
        "Office",
        "Declaration",
        "Convention",
        "Agreement",
        "Congress",
        "Senate",
        "Court",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Session",
        "Agency",
        "Commission",
    ];
    word.len() > 3 && word.is_ascii() && !OTHERS.contains(&word) && !MONTHS.contains(&word)
}
