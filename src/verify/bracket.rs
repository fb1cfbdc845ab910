//! What a bracket of a quotation puts in the place of the source's words, where it changes what is
//! said: a negation, or another number, date, modal or name.
//!
//! A name for a pronoun, a date for `last year` and a fuller form of what is printed are what
//! brackets are for.

use std::ops::Range;

use super::alignment::Alignment;
use super::caution::Caution;
use super::edit::{Class, Declared, Edit, What};
use super::kind::{are_opposites, is_function, is_negation, is_weekday, kind};
use super::reading::{Reading, Word, boundary, words};
use super::speaker::is_title;

/// What stands beside a bracket at either end of a quotation is looked at so far, in bytes.
const BESIDE: usize = 120;

/// … and at most so many words of it.
const MOST: usize = 4;

/// Words in brackets.
const BRACKET: What = What::Declared(Declared::Bracket);

/// Both texts of a quotation that is laid on a source.
pub(super) struct Texts<'t> {
    /// The quotation.
    pub quoted: Reading<'t>,
    /// The document's text.
    pub source: Reading<'t>,
}

/// A bracket, and what the source has there.
struct Bracket<'t> {
    given: Vec<Word<'t>>,
    printed: Vec<Word<'t>>,
    stands: Stands,
}

/// Where the words that a bracket stands for are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// In the stretch that the quotation lies on.
    Inside,
    /// Before it: the quotation begins with the bracket.
    Before,
    /// Behind it.
    Behind,
}

/// The caution for a bracket that changes what is said, if it does; `edit` is one of `alignment`.
pub(super) fn changed(texts: &Texts<'_>, alignment: &Alignment, edit: &Edit) -> Option<Caution> {
    let bracket = match edit.what {
        BRACKET => words_of(texts, alignment, edit),
        What::Declared(Declared::Letter) => of_letters(texts, alignment, edit),
        _ => return None,
    };
    let whole = texts.quoted.widened(edit.quoted.range(), alignment.quoted.range());
    let shown = if edit.what == BRACKET { edit.quoted.range() } else { whole };
    let given = texts.quoted.text.get(shown)?.trim().to_owned();
    let printed = match (bracket.printed.first(), bracket.printed.last()) {
        (Some(first), Some(last)) => texts.source.text.get(first.span.start..last.span.end)?,
        _ => "",
    };
    let printed = printed.replace('\n', " ");
    if let Some(puts_in) = negation(texts, &bracket) {
        return Some(match puts_in {
            true => Caution::NegationPutIn { given, printed },
            false => Caution::NegationLeftOut { words: printed },
        });
    }
    let class = replaced(texts, &bracket, edit).filter(|_| edit.what == BRACKET)?;
    Some(Caution::Replaced { class, given, printed })
}

/// The words of a bracket, and those it stands for; where it stands for none at an end of the
/// quotation, those beside.
fn words_of<'t>(texts: &Texts<'t>, alignment: &Alignment, edit: &Edit) -> Bracket<'t> {
    let given = words(texts.quoted.text, edit.quoted.range());
    let printed = words(texts.source.text, edit.source.range());
    let most = (given.len() + 1).min(MOST);
    let (first, last) = (edit.quoted.start, edit.quoted.end);
    let is_bare = |range: Range<u32>| {
        let text = texts.quoted.text.get(range.start as usize..range.end as usize);
        !text.is_some_and(|text| text.contains(char::is_alphanumeric))
    };
    match () {
        () if !printed.is_empty() => Bracket { given, printed, stands: Stands::Inside },
        () if is_bare(alignment.quoted.start..first) => {
            let printed = before(&texts.source, edit.source.end as usize, most);
            Bracket { given, printed, stands: Stands::Before }
        }
        () if is_bare(last..alignment.quoted.end) => {
            let printed = after(&texts.source, edit.source.start as usize, most);
            Bracket { given, printed, stands: Stands::Behind }
        }
        () => Bracket { given, printed, stands: Stands::Inside },
    }
}

/// The last words of the clause that ends at `at`.
fn before<'t>(source: &Reading<'t>, at: usize, most: usize) -> Vec<Word<'t>> {
    let text = source.text;
    let from = boundary(text, at.saturating_sub(BESIDE)).min(at);
    let mut found = words(text, from..at);
    let mut next = at;
    let mut kept = found.len();
    for (i, word) in found.iter().enumerate().rev().take(most) {
        // The first may be cut.
        if i == 0 && from > 0 || is_parted(&text[word.span.end..next.max(word.span.end)]) {
            break;
        }
        next = word.span.start;
        kept = i;
    }
    found.split_off(kept)
}

/// The first words of the clause from `at` on.
fn after<'t>(source: &Reading<'t>, at: usize, most: usize) -> Vec<Word<'t>> {
    let text = source.text;
    let to = boundary(text, at + BESIDE).max(at);
    let mut found = words(text, at..to);
    let mut last = at;
    let mut kept = 0;
    for word in found.iter().take(most) {
        if is_parted(&text[last.min(word.span.start)..word.span.start]) {
            break;
        }
        last = word.span.end;
        kept += 1;
    }
    found.truncate(kept);
    found
}

fn is_parted(between: &str) -> bool {
    between.contains(|c: char| !c.is_whitespace() && c != '-') || between.contains('\n')
}

/// The word that letters are put into, as it is without brackets, and the word of the source.
fn of_letters<'t>(texts: &Texts<'t>, alignment: &Alignment, edit: &Edit) -> Bracket<'t> {
    let range = texts.quoted.widened(edit.quoted.range(), alignment.quoted.range());
    let raw = &texts.quoted.text[range.clone()];
    let bare = raw.replace(['[', ']'], "");
    let folded = words(&bare, 0..bare.len()).into_iter().map(|word| word.folded);
    let word = |folded| Word { raw, folded, span: range.clone(), hyphened: false };
    let given = folded.map(word).collect();
    let printed = texts.source.widened(edit.source.range(), alignment.source.range());
    let printed = words(texts.source.text, printed);
    Bracket { given, printed, stands: Stands::Inside }
}

/// Whether a bracket puts a negation in, or leaves one out.
fn negation(texts: &Texts<'_>, bracket: &Bracket<'_>) -> Option<bool> {
    let Bracket { given, printed, .. } = bracket;
    let given_denies = given.iter().any(|word| is_negation(word, &texts.quoted));
    let printed_denies = printed.iter().any(|word| is_negation(word, &texts.source));
    if given_denies != printed_denies {
        return Some(given_denies);
    }
    let pairs = || given.iter().flat_map(|a| printed.iter().map(move |b| (a, b)));
    let opposite = pairs().find(|(a, b)| are_opposites(&a.folded, &b.folded));
    opposite.map(|(a, b)| a.folded.len() > b.folded.len())
}

/// The class of what a bracket puts in the place of another of the same class.
fn replaced(texts: &Texts<'_>, bracket: &Bracket<'_>, edit: &Edit) -> Option<Class> {
    let given = less(&bracket.given, &bracket.printed);
    let printed = less(&bracket.printed, &bracket.given);
    let of = |class, word: &Word<'_>, reading: &Reading<'_>, others: &[Word<'_>]| {
        let found = kind(word, reading, others);
        found == class
            || class == Class::Name
                && found == Class::Word
                && may_be_name(word, &texts.source, edit.source.start as usize)
    };
    [Class::Number, Class::Date, Class::Modal, Class::Name].into_iter().find(|class| {
        let is_printed = |word: &&Word<'_>| of(*class, word, &texts.source, &given);
        let b: Vec<&Word<'_>> = match bracket.stands {
            Stands::Inside => printed.iter().filter(is_printed).collect(),
            // What does not touch the bracket is no word it stands for.
            Stands::Before => printed.iter().rev().take_while(is_printed).collect(),
            Stands::Behind => printed.iter().take_while(is_printed).collect(),
        };
        let is_given = |word: &&Word<'_>| of(*class, word, &texts.quoted, &printed);
        let a: Vec<&Word<'_>> = given.iter().filter(is_given).collect();
        let offices = is_office(&bracket.given) != is_office(&bracket.printed);
        !a.is_empty()
            && !b.is_empty()
            && is_another(*class, &a, &b)
            && !(*class == Class::Name && offices)
    })
}

/// Whether words name somebody by an office: `the President of India`.
fn is_office(words: &[Word<'_>]) -> bool {
    words.windows(2).any(|two| is_title(&two[0].folded) && matches!(&*two[1].folded, "of" | "for"))
}

/// The words of `these` that are not among `those`.
fn less<'t>(these: &[Word<'t>], those: &[Word<'t>]) -> Vec<Word<'t>> {
    let among =
        |word: &&Word<'t>| !those.iter().any(|other| are_of_one(&word.folded, &other.folded));
    these.iter().filter(among).cloned().collect()
}

/// Whether two words are one, or one and what is made of it: `India`, `India's`, `Indian`; `5`, `five`.
fn are_of_one(a: &str, b: &str) -> bool {
    fn bare(word: &str) -> &str {
        word.strip_suffix("'s").unwrap_or(word).trim_end_matches('\'')
    }
    let (a, b) = (bare(a), bare(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let ending = |stem: &str, endings: &[&str]| {
        stem.len() > 3 && long.strip_prefix(stem).is_some_and(|end| endings.contains(&end))
    };
    let stem = &short[..boundary(short, short.len().saturating_sub(1))];
    a == b
        || digits(a) == digits(b) && digits(a).is_some()
        || ending(short, &["n", "an", "ian", "ese", "ish", "i", "s"])
        || ending(stem, &["an", "ian", "ese", "ish"])
}

/// A small number, in words or digits.
fn digits(word: &str) -> Option<usize> {
    const WORDS: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let written = WORDS.iter().position(|number| *number == word);
    written.or_else(|| word.parse().ok().filter(|number| *number < WORDS.len()))
}

/// Whether a word with a capital may be a name although the sentence does not say so, because it
/// begins with it or is short: nothing near by in the source, where it stands at `at`, writes it
/// without.
fn may_be_name(word: &Word<'_>, source: &Reading<'_>, at: usize) -> bool {
    word.raw.starts_with(char::is_uppercase)
        && word.raw.chars().nth(1).is_some()
        && !is_function(&word.folded)
        && source.capitals_tell(at)
        && !has_word(source.near(), &word.raw.to_lowercase())
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        !text[..at].ends_with(char::is_alphanumeric)
            && !text[at + word.len()..].starts_with(char::is_alphanumeric)
    })
}

/// Whether words of a class that only the bracket has are another than those only the source has.
fn is_another(class: Class, given: &[&Word<'_>], printed: &[&Word<'_>]) -> bool {
    match class {
        // `[3 March]` for `Tuesday`.
        Class::Date => {
            let relative = |words: &[&Word<'_>]| words.iter().all(|w| is_weekday(&w.folded));
            relative(given) || !relative(printed)
        }
        // What was said in the present is told in the past.
        Class::Modal => {
            const TENSES: [(&str, &str); 3] =
                [("will", "would"), ("can", "could"), ("may", "might")];
            let tense = |a: &str, b: &str| TENSES.contains(&(a, b)) || TENSES.contains(&(b, a));
            let told = |a: &&Word<'_>| printed.iter().any(|b| tense(&a.folded, &b.folded));
            !given.iter().all(told)
        }
        // `[Singh]` for `the Prime Minister`, and the other way; `[NATO]` for what it stands for.
        Class::Name => {
            let titles = |words: &[&Word<'_>]| words.iter().all(|word| is_title(&word.folded));
            titles(given) == titles(printed)
                && !abbreviate(given, printed)
                && !abbreviate(printed, given)
        }
        _ => true,
    }
}

/// Whether one word among `short` is made of the first letters of `long`, or of what is known of it.
fn abbreviate(short: &[&Word<'_>], long: &[&Word<'_>]) -> bool {
    let first = |word: &&Word<'_>| word.folded.chars().next();
    let letters: String = long.iter().filter_map(first).collect();
    let back: String = letters.chars().rev().collect();
    let made = |word: &&Word<'_>| {
        let plain: String = word.folded.chars().filter(|c| c.is_alphabetic()).collect();
        letters.len() > 1
            && plain.len() >= letters.len()
            && (plain.starts_with(&letters) || plain.ends_with(&back))
    };
    short.iter().any(made)
}
