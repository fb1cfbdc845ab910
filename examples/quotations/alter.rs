//! Alterations: each takes the words of a true quotation and gives them changed, or nothing where it
//! has nothing to work on.

use pincite::verify::Class;

use crate::corpus::{Pool, Run, sentences};
use crate::lot::Lot;
use crate::reading::{Word, ends_sentence};
use crate::words::{
    AUXILIARIES, MODALS, MONTHS, NUMBERS, capitalised, core, is_capitalised, is_common,
    is_negation, is_upper, may_be_name, with_core,
};

/// What an alteration works on.
pub struct Ground<'a> {
    pub run: &'a Run,
    pub pool: &'a Pool,
    pub tokens: Vec<String>,
}

/// A changed quotation, and how many of its words were touched.
pub type Altered = Option<(Vec<String>, usize)>;

/// A way to alter.
pub type Alteration = fn(Ground<'_>, &mut Lot) -> Altered;

/// Class as printed, the class of difference it must be given, and the way.
pub const ALTERATIONS: [(&str, Class, Alteration); 14] = [
    ("number changed", Class::Number, number),
    ("negation inserted", Class::Negation, negation_inserted),
    ("negation removed", Class::Negation, negation_removed),
    ("modal swapped", Class::Modal, modal),
    ("name swapped", Class::Name, name),
    ("date or year changed", Class::Date, date),
    ("word replaced", Class::Word, |ground, lot| words_replaced(ground, lot, 1)),
    ("word dropped", Class::Word, word_dropped),
    ("word inserted", Class::Word, word_inserted),
    ("two words changed", Class::Word, |ground, lot| words_replaced(ground, lot, 2)),
    ("three words changed", Class::Word, |ground, lot| words_replaced(ground, lot, 3)),
    ("order: words swapped", Class::Order, words_swapped),
    ("order: clause moved", Class::Order, clause_moved),
    ("ellipsis over a negation", Class::Negation, ellipsis_over_negation),
];

/// The class that is right if the finding is edited and says what was left out.
pub const OVER_NEGATION: &str = "ellipsis over a negation";

impl Ground<'_> {
    /// The places of tokens that fit, given the core.
    fn places(&self, fits: impl Fn(usize, &str) -> bool) -> Vec<usize> {
        (0..self.tokens.len()).filter(|at| fits(*at, core(&self.tokens[*at]))).collect()
    }

    fn is_upper(&self) -> bool {
        is_upper(&self.tokens.join(" "))
    }

    /// Another word of the corpus for `old`, about as long, unlike it.
    fn other_word(&self, old: &str, lot: &mut Lot) -> Option<String> {
        let unlike = |word: &&String| {
            word.len().abs_diff(old.len()) <= 2 && word.chars().next() != old.chars().next()
        };
        let fitting: Vec<&String> = self.pool.words.iter().filter(unlike).collect();
        lot.pick(&fitting).map(|word| (*word).clone())
    }

    fn with(mut self, at: usize, word: &str) -> Altered {
        let old = self.tokens[at].clone();
        self.tokens[at] = with_core(&old, word);
        (self.tokens[at] != old).then_some((self.tokens, 1))
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u32>().is_ok_and(|year| (1700..2100).contains(&year))
}

/// Whether a year may follow: not every number of four digits is one.
fn dates(before: &str) -> bool {
    const WORDS: [&str; 15] = [
        "in", "of", "since", "by", "from", "until", "to", "and", "during", "before", "after",
        "early", "late", "for", "year",
    ];
    let day = before.parse::<u32>().is_ok_and(|day| (1..32).contains(&day));
    day || is_month(before) || WORDS.contains(&before.to_lowercase().as_str())
}

fn is_month(word: &str) -> bool {
    let full = |month: &str| month.eq_ignore_ascii_case(word);
    word.len() > 3 && word.starts_with(char::is_uppercase) && MONTHS.iter().any(|m| full(m))
}

/// `Jan`, `Jan–31`: what makes the number beside it part of a date.
fn begins_as_month(word: &str) -> bool {
    is_month(word)
        || word.split_at_checked(3).is_some_and(|(short, rest)| {
            MONTHS.iter().any(|month| month[..3].eq_ignore_ascii_case(short))
                && !rest.starts_with(char::is_alphabetic)
        })
}

fn digits(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || ",.".contains(c))
}

fn number(ground: Ground<'_>, lot: &mut Lot) -> Altered {
    let word_at =
        |at: Option<usize>| at.and_then(|at| ground.tokens.get(at)).map_or("", |t| core(t));
    let dated = |at: usize| {
        begins_as_month(word_at(at.checked_sub(1))) || begins_as_month(word_at(Some(at + 1)))
    };
    let places = ground.places(|at, word| {
        let figure =
            digits(word) && !is_year(word) && !dated(at) && !word_at(Some(at)).contains("..");
        figure || NUMBERS.contains(&word.to_lowercase().as_str())
    });
    let at = *lot.pick(&places)?;
    let old = core(&ground.tokens[at]).to_owned();
    let new = match NUMBERS.contains(&old.to_lowercase().as_str()) {
        true => {
            let (old, large) = (old.to_lowercase(), NUMBERS.len() - 4);
            let (small, large) = NUMBERS.split_at(large);
            let like = if large.contains(&old.as_str()) { large } else { small };
            let others: Vec<&&str> = like.iter().filter(|word| **word != old).collect();
            (**lot.pick(&others)?).to_owned()
        }
        false => changed_digits(&old, lot)?,
    };
    ground.with(at, &new)
}

/// The figure with one digit changed, or one more, or two digits that have changed places.
fn changed_digits(old: &str, lot: &mut Lot) -> Option<String> {
    let mut letters: Vec<char> = old.chars().collect();
    let places: Vec<usize> =
        (0..letters.len()).filter(|at| letters[*at].is_ascii_digit()).collect();
    let at = *lot.pick(&places)?;
    match lot.below(4) {
        0 if !old.contains(',') => letters.insert(at + 1, '0'),
        1 if letters.get(at + 1).is_some_and(char::is_ascii_digit) => letters.swap(at, at + 1),
        _ => {
            let old = letters[at].to_digit(10)?;
            let new = (old + lot.between(1, 8) as u32) % 10;
            let first = at == places[0] && new == 0 && places.len() > 1;
            letters[at] = char::from_digit(if first { (old + 9) % 10 } else { new }, 10)?;
        }
    }
    let new: String = letters.into_iter().collect();
    (new != old).then_some(new)
}

fn date(ground: Ground<'_>, lot: &mut Lot) -> Altered {
    let word_at =
        |at: Option<usize>| at.and_then(|at| ground.tokens.get(at)).map_or("", |t| core(t));
    let day = |word: &str| word.parse::<u32>().is_ok_and(|day| (1..32).contains(&day));
    let near_month =
        |at: usize| is_month(word_at(at.checked_sub(1))) || is_month(word_at(Some(at + 1)));
    let places = ground.places(|at, word| {
        let may = word.eq_ignore_ascii_case("may");
        let month = is_month(word) || may && day(word_at(Some(at + 1)));
        let hours = word_at(Some(at + 1)) == "hours";
        is_year(word) && dates(word_at(at.checked_sub(1))) && !hours
            || month && !word.eq_ignore_ascii_case("march")
            || day(word) && near_month(at)
    });
    let at = *lot.pick(&places)?;
    let old = core(&ground.tokens[at]).to_owned();
    let new = if is_year(&old) {
        let year: u32 = old.parse().ok()?;
        let by = lot.between(1, 9) as u32;
        if lot.chance(50) { year - by } else { year + by }.to_string()
    } else if day(&old) {
        let others: Vec<String> =
            (1..29).map(|day: u32| day.to_string()).filter(|d| *d != old).collect();
        lot.pick(&others)?.clone()
    } else {
        let others: Vec<&&str> = MONTHS.iter().filter(|m| !m.eq_ignore_ascii_case(&old)).collect();
        (**lot.pick(&others)?).to_owned()
    };
    ground.with(at, &new)
}

fn negation_inserted(mut ground: Ground<'_>, lot: &mut Lot) -> Altered {
    let next = |at: usize| ground.tokens.get(at + 1).map_or("", |token| core(token)).to_lowercase();
    let bare = |at: usize, word: &str| ground.tokens[at].ends_with(word) && !is_negation(&next(at));
    let places = ground.places(|at, word| {
        let auxiliary = AUXILIARIES.contains(&word.to_lowercase().as_str());
        auxiliary && bare(at, word) && !next(at).is_empty() && next(at) != "of"
    });
    let at = *lot.pick(&places)?;
    let upper = ground.is_upper();
    if core(&ground.tokens[at]) == "can" && lot.chance(60) {
        return ground.with(at, "cannot");
    }
    let word = if lot.chance(75) { "not" } else { "never" };
    ground.tokens.insert(at + 1, if upper { word.to_uppercase() } else { word.to_owned() });
    Some((ground.tokens, 1))
}

fn negation_removed(mut ground: Ground<'_>, lot: &mut Lot) -> Altered {
    const DROPPED: [&str; 4] = ["not", "never", "no", "cannot"];
    let last = ground.tokens.len() - 1;
    let places = ground.places(|at, word| {
        let bare = word.len() == ground.tokens[at].len();
        at > 0 && at < last && bare && DROPPED.contains(&word.to_lowercase().as_str())
    });
    let at = *lot.pick(&places)?;
    if core(&ground.tokens[at]).eq_ignore_ascii_case("cannot") {
        return ground.with(at, "can");
    }
    ground.tokens.remove(at);
    Some((ground.tokens, 1))
}

fn modal(ground: Ground<'_>, lot: &mut Lot) -> Altered {
    // With a capital it may be a month or a name.
    let upper = ground.is_upper();
    let places = ground.places(|at, word| {
        let known = MODALS.contains(&word.to_lowercase().as_str());
        known && (at == 0 || upper || word.chars().all(char::is_lowercase))
    });
    let at = *lot.pick(&places)?;
    let old = core(&ground.tokens[at]).to_lowercase();
    let others: Vec<&&str> = MODALS.iter().filter(|word| **word != old).collect();
    let new = **lot.pick(&others)?;
    ground.with(at, new)
}

fn name(ground: Ground<'_>, lot: &mut Lot) -> Altered {
    if ground.is_upper() {
        return None;
    }
    let known = |word: &str| ground.pool.names.iter().any(|name| name == word);
    let begins = |at: usize| at == 0 || ends_sentence(&ground.run.words, at - 1);
    let places = ground
        .places(|at, word| !begins(at) && is_capitalised(word) && may_be_name(word) && known(word));
    let at = *lot.pick(&places)?;
    let old = core(&ground.tokens[at]).to_owned();
    let unlike = |name: &&String| name.chars().next() != old.chars().next();
    let others: Vec<&String> = ground.pool.names.iter().filter(unlike).collect();
    let new = (*lot.pick(&others)?).clone();
    ground.with(at, &new)
}

/// So many words replaced, apart from each other.
fn words_replaced(mut ground: Ground<'_>, lot: &mut Lot, count: usize) -> Altered {
    if ground.is_upper() || count > 1 && ground.tokens.len() < 4 * count {
        return None;
    }
    let mut places = ground.places(|_, word| is_common(word, 4));
    for _ in 0..count {
        let at = *lot.pick(&places)?;
        places.retain(|other| other.abs_diff(at) > 1);
        let old = core(&ground.tokens[at]).to_owned();
        let new = ground.other_word(&old, lot)?;
        ground.tokens[at] = with_core(&ground.tokens[at], &new);
    }
    Some((ground.tokens, count))
}

fn word_dropped(mut ground: Ground<'_>, lot: &mut Lot) -> Altered {
    if ground.is_upper() {
        return None;
    }
    let last = ground.tokens.len() - 1;
    // Its punctuation would go with it.
    let places = ground.places(|at, word| {
        at > 0 && at < last && is_common(word, 2) && word.len() == ground.tokens[at].len()
    });
    let at = *lot.pick(&places)?;
    ground.tokens.remove(at);
    Some((ground.tokens, 1))
}

fn word_inserted(mut ground: Ground<'_>, lot: &mut Lot) -> Altered {
    if ground.is_upper() {
        return None;
    }
    let at = lot.between(1, ground.tokens.len() - 1);
    let new = lot.pick(&ground.pool.words)?.clone();
    let near = [core(&ground.tokens[at - 1]), core(&ground.tokens[at])];
    if near.contains(&new.as_str()) {
        return None;
    }
    ground.tokens.insert(at, new);
    Some((ground.tokens, 1))
}

fn words_swapped(mut ground: Ground<'_>, lot: &mut Lot) -> Altered {
    let bare = |at: usize, word: &str| is_common(word, 3) && word.len() == ground.tokens[at].len();
    let places = ground.places(bare);
    let first = *lot.pick(&places)?;
    let near: Vec<usize> =
        places.into_iter().filter(|at| (1..4).contains(&at.wrapping_sub(first))).collect();
    let second = *lot.pick(&near)?;
    if ground.tokens[first] == ground.tokens[second] {
        return None;
    }
    ground.tokens.swap(first, second);
    Some((ground.tokens, 2))
}

/// Two to five words, without a stop among them, set elsewhere in the sentence.
fn clause_moved(mut ground: Ground<'_>, lot: &mut Lot) -> Altered {
    let count = lot.between(2, 5);
    let length = ground.tokens.len();
    let from = lot.between(1, length.checked_sub(count + 2)?);
    let to = lot.between(1, length - count - 1);
    let (low, high) = (from.min(to), (from + count).max(to + count));
    let stops = |token: &String| !token.chars().all(|c| c.is_alphanumeric() || "'’-".contains(c));
    if from.abs_diff(to) < 2 || ground.tokens[low..high].iter().any(stops) {
        return None;
    }
    let before = ground.tokens.clone();
    let moved: Vec<String> = ground.tokens.drain(from..from + count).collect();
    ground.tokens.splice(to..to, moved);
    (ground.tokens != before).then_some((ground.tokens, count))
}

fn ellipsis_over_negation(mut ground: Ground<'_>, lot: &mut Lot) -> Altered {
    const MARKS: [&str; 5] = ["…", "...", "[…]", "[...]", ". . ."];
    const NOT_ONLY: [&str; 5] = ["only", "just", "merely", "simply", "least"];
    const PLAIN: [&str; 6] = ["not", "never", "no", "cannot", "without", "nor"];
    let last = ground.tokens.len().checked_sub(5)?;
    let places = ground.places(|at, word| {
        let number = ground.tokens[at].starts_with("No.");
        // `not only … but` negates nothing.
        let only =
            ground.tokens.get(at + 1).is_some_and(|next| NOT_ONLY.contains(&&*next.to_lowercase()));
        let plain = PLAIN.contains(&word.to_lowercase().as_str());
        (4..last).contains(&at) && !number && !only && plain
    });
    let at = *lot.pick(&places)?;
    let (start, end) =
        (lot.between(at.saturating_sub(3).max(3), at), lot.between(at + 1, (at + 4).min(last + 2)));
    let mark = (*lot.pick(&MARKS)?).to_owned();
    ground.tokens.splice(start..end, [mark]);
    Some((ground.tokens, end - start))
}

/// Two sentences as if one followed the other: neighbours with one left out between, or `far` apart.
/// Gives their words, and the words that the first and the second piece were taken from.
pub fn spliced(words: &[Word], far: bool, lot: &mut Lot) -> Option<[(usize, usize); 2]> {
    let sentences = sentences(words);
    let first = lot.below(sentences.len());
    let second = if far { first + lot.between(4, 40) } else { first + 2 };
    let (one, two) = (*sentences.get(first)?, *sentences.get(second)?);
    let same = words[one.0].paragraph == words[two.0].paragraph;
    let lost = two.0 - one.1;
    if same == far || lost < 5 || one.1 - one.0 < 4 || two.1 - two.0 < 4 {
        return None;
    }
    let start = one.0.max(one.1.saturating_sub(lot.between(8, 30)));
    let end = two.1.min(two.0 + lot.between(8, 30));
    Some([(start, one.1), (two.0, end)])
}

/// Makes a sentence of words: a capital, a full stop.
pub fn as_sentence(words: &[String]) -> String {
    let text = words.join(" ");
    format!("{}.", capitalised(text.trim_end_matches(|c: char| !c.is_alphanumeric())))
}
