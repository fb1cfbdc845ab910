//! The differences of a place in words: where each is, and what either side has.

use super::verdict::{FEW, few_words, sides};
use crate::text::{Span, offset};
use crate::verify::{Alignment, Class, Edit, Standing, What};

/// A difference, as it is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its class.
    pub class: Class,
    /// Where it is and what differs, without a point at the end.
    pub sentence: String,
}

/// The differences of a place, those that can turn the meaning first.
pub fn differences(standing: &Standing, quotation: &str) -> Vec<Difference> {
    let starts = word_starts(quotation);
    let passage = bare(&standing.hit.text);
    let said = |edit: &Edit| {
        let class = class(edit)?;
        let sides = sides(edit, standing, quotation)?;
        let at = position(edit, sides.0, &starts);
        Some(Difference {
            class,
            sentence: format!("{at}: {}", difference(class, sides, &passage)),
        })
    };
    let mut said: Vec<Difference> =
        in_whole_words(standing, quotation).iter().filter_map(said).collect();
    said.sort_by_key(|difference| difference.class);
    said
}

/// The edits of a place for people: a difference that touches a word takes in the whole of it, as
/// far as both sides have the rest of it alike.
pub fn in_whole_words(standing: &Standing, quotation: &str) -> Vec<Edit> {
    let edits = &standing.alignment.edits;
    let mut shown: Vec<Edit> = Vec::with_capacity(edits.len());
    for (i, edit) in edits.iter().enumerate() {
        let mut edit = *edit;
        let sides = sides(&edit, standing, quotation).filter(|_| class(&edit).is_some());
        if let Some((quoted, source)) = sides {
            let begins_blank = |text: &str| text.starts_with(char::is_whitespace);
            let ends_blank = |text: &str| text.ends_with(char::is_whitespace);
            let whole = &standing.alignment.quoted;
            let from = shown.last().map_or(whole.start, |before| before.quoted.end);
            let to = edits.get(i + 1).map_or(whole.end, |next| next.quoted.start);
            let part = |from: u32, to: u32| Span { start: from, end: to }.slice(quotation);
            if !begins_blank(quoted) && !begins_blank(source) {
                let before = part(from, edit.quoted.start).unwrap_or_default();
                let rest = before.trim_end_matches(is_of_word).len();
                let by = offset(before.len() - rest);
                edit.quoted.start -= by;
                edit.source.start = edit.source.start.saturating_sub(by);
            }
            if !ends_blank(quoted) && !ends_blank(source) {
                let behind = part(edit.quoted.end, to).unwrap_or_default();
                let by = offset(behind.len() - behind.trim_start_matches(is_of_word).len());
                edit.quoted.end += by;
                edit.source.end = edit.source.end.saturating_add(by);
            }
        }
        shown.push(edit);
    }
    shown
}

/// Whether a character belongs to the word beside it: no white space, and no punctuation that
/// parts.
fn is_of_word(c: char) -> bool {
    !c.is_whitespace() && !".,;:!?()[]{}\"“”‘«»…–—".contains(c)
}

/// The differences of an alignment, those that can turn the meaning first, else as they stand.
pub fn in_order(alignment: &Alignment) -> Vec<&Edit> {
    let mut differences: Vec<&Edit> = alignment.differences().collect();
    differences.sort_by_key(|edit| class(edit));
    differences
}

/// The class of an edit that is a difference.
pub fn class(edit: &Edit) -> Option<Class> {
    match edit.what {
        What::Difference(class) => Some(class),
        What::Fold(_) | What::Declared(_) => None,
    }
}

/// The words for a class.
pub fn class_name(class: Class) -> &'static str {
    match class {
        Class::Negation => "negation",
        Class::Number => "number",
        Class::Date => "date",
        Class::Modal => "modal",
        Class::Name => "name",
        Class::Stitched => "stitched",
        Class::Order => "order",
        Class::Word => "word",
        Class::Spelling => "spelling",
        Class::Punctuation => "punctuation",
    }
}

/// What differs; `passage` are the words of the source round it.
fn difference(class: Class, (quoted, source): (&str, &str), passage: &str) -> String {
    let has_it = || passage.contains(&bare(quoted));
    let (adds, lacks) = (source.trim().is_empty(), quoted.trim().is_empty());
    let (quoted, source) = (in_marks(quoted), in_marks(source));
    match class {
        Class::Stitched if lacks => {
            format!("the source goes on {source} before what the quotation joins to it")
        }
        Class::Order if lacks => {
            format!("the source has {source} here, the quotation at another place")
        }
        Class::Order if adds => {
            format!("the quotation has {quoted} here, the source at another place")
        }
        Class::Order => format!("the source has the order {source}, the quotation {quoted}"),
        _ if lacks => format!("the quotation leaves out {source}"),
        _ if adds && has_it() => {
            format!("the quotation adds {quoted}; the source has it, but not at this place")
        }
        _ if adds => format!("the quotation adds {quoted}"),
        _ => format!("the source has {source}, the quotation {quoted}"),
    }
}

/// The words of a text and nothing else, each between spaces.
fn bare(text: &str) -> String {
    let mut bare = " ".to_owned();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.for_each(|word| bare.extend([&word.to_lowercase(), " "]));
    bare
}

/// A stretch between marks of quotation; where it is long, its ends and how many words it has.
fn in_marks(text: &str) -> String {
    let few = few_words(text);
    match text.split_whitespace().count() {
        n if n > 2 * FEW + 2 => format!("“{few}” ({n} words)"),
        _ => format!("“{few}”"),
    }
}

/// Which words of the quotation an edit is at, or after.
fn position(edit: &Edit, quoted: &str, starts: &[usize]) -> String {
    let (start, end) = (edit.quoted.start as usize, edit.quoted.end as usize);
    let lead = quoted.len() - quoted.trim_start().len();
    let tail = quoted.len() - quoted.trim_end().len();
    if lead == quoted.len() {
        return match starts.partition_point(|at| *at < start) {
            0 => "before word 1".to_owned(),
            n => format!("after word {n}"),
        };
    }
    let first = starts.partition_point(|at| *at <= start + lead).max(1);
    let last = starts.partition_point(|at| *at < end - tail).max(first);
    match first == last {
        true => format!("at word {first}"),
        false => format!("at words {first}–{last}"),
    }
}

fn word_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut before = true;
    for (at, c) in text.char_indices() {
        let space = c.is_whitespace();
        if before && !space {
            starts.push(at);
        }
        before = space;
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample::{self, Stretch::*};

    fn said(stretches: &[sample::Stretch]) -> Vec<String> {
        let (quotation, standing) = sample::standing(stretches);
        let said = |d: Difference| format!("{} {}", class_name(d.class), d.sentence);
        differences(&standing, &quotation).into_iter().map(said).collect()
    }

    #[test]
    fn differences_say_where_they_are_and_what_each_side_has() {
        let is = What::Difference;
        assert_eq!(
            said(&[Same("They "), Edit("will", "may", is(Class::Modal)), Same(" go.")]),
            ["modal at word 2: the source has “may”, the quotation “will”"]
        );
        assert_eq!(
            said(&[Same("They will "), Edit("", "not ", is(Class::Negation)), Same("go.")]),
            ["negation after word 2: the quotation leaves out “not”"]
        );
        assert_eq!(
            said(&[Same("They will"), Edit(" not ever", "", is(Class::Negation)), Same(" go.")]),
            ["negation at words 3–4: the quotation adds “not ever”"]
        );
        assert_eq!(
            said(&[Edit("", "Not ", is(Class::Negation)), Same("they.")]),
            ["negation before word 1: the quotation leaves out “Not”"]
        );
    }

    #[test]
    fn what_the_source_has_at_another_place_is_not_said_to_be_missing() {
        let is = What::Difference;
        assert_eq!(
            said(&[
                Same("They"),
                Edit(" do not", "", is(Class::Negation)),
                Same(" go. They do Not.")
            ]),
            ["negation at words 2–3: the quotation adds “do not”; the source has it, but not at \
              this place"]
        );
        assert_eq!(
            said(&[Edit("At home ", "", is(Class::Order)), Same("they stay.")]),
            ["order at words 1–2: the quotation has “At home” here, the source at another place"]
        );
    }

    #[test]
    fn what_touches_a_word_takes_in_the_whole_of_it() {
        let is = What::Difference;
        assert_eq!(
            said(&[Same("only "), Edit("0.46", "0.64", is(Class::Number)), Same("%, of GDP.")]),
            ["number at word 2: the source has “0.64%”, the quotation “0.46%”"]
        );
        assert_eq!(
            said(&[Same("cost ("), Edit("", "US", is(Class::Number)), Same("$20).")]),
            ["number at word 2: the source has “US$20”, the quotation “$20”"]
        );
    }

    #[test]
    fn what_can_turn_the_meaning_comes_first() {
        let finding = sample::altered();
        let differences = differences(&finding.places[0], &finding.quotation);
        let said: Vec<&str> = differences.iter().map(|d| d.sentence.as_str()).collect();
        assert_eq!(
            said,
            [
                "at word 6: the source has “5”, the quotation “7”",
                "at word 2: the source has “defense”, the quotation “defence”",
            ]
        );
    }
}
