//! Verdicts in words: a sentence on a finding, no stronger than the check.
//!
//! Nothing here says that something is false or was never said: a verdict is on words, and on one
//! corpus.

use std::path::Path;

use super::difference::class;
use super::terminal::{Label, counted};
use crate::search::State;
use crate::text::Span;
use crate::verify::{
    Alignment, Caution, Class, Declared, Edit, Finding, Fold, Standing, Verdict, VerifyRequest,
    What,
};

/// Stands above the places outside of what was asked for, where there are places in it too.
pub const ELSEWHERE: &str = "Outside of what you asked for it stands too:";

/// What verdicts rest on, and how their places are shown.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// The corpus they are on.
    pub state: &'a State,
    /// Names the rules they were made by.
    pub rules: &'a str,
    /// Where the words should stand.
    pub asked: &'a VerifyRequest,
    /// The folder that places are shown relative to.
    pub base: &'a Path,
}

/// A finding, and which of those asked for it is.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Its name in a batch.
    pub id: Option<&'a str>,
    /// Its place in a draft.
    pub at: Option<At>,
    /// What was found.
    pub finding: &'a Finding,
}

/// A place in a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in code points.
    pub column: usize,
    /// Bytes of the file, half-open.
    pub bytes: Span,
}

/// Of one verdict so many.
pub type Tally = [(Verdict, u64); 6];

/// How the word of a verdict is shown.
pub fn label(verdict: Verdict) -> Label {
    match verdict {
        Verdict::Verbatim | Verdict::Normalized | Verdict::Edited => Label::Genuine,
        Verdict::Altered | Verdict::Absent => Label::Warning,
        Verdict::TooShort => Label::Doubt,
    }
}

/// What a verdict means, in a sentence or two.
pub fn sentence(finding: &Finding, basis: &Basis<'_>) -> String {
    let places = || in_places(finding);
    match finding.verdict {
        Verdict::Verbatim => format!("It stands letter for letter in {}.", places()),
        Verdict::Normalized => format!("It stands in {}; only typography differs.", places()),
        Verdict::Edited => {
            format!("It stands in {}, but for the edits that it declares itself.", places())
        }
        Verdict::Altered => altered(finding),
        Verdict::Absent => absent(finding, basis),
        Verdict::TooShort if !finding.places.is_empty() => format!(
            "It has too few words together to tell where it is from; it stands in {}.",
            places()
        ),
        Verdict::TooShort => format!(
            "It has too few words together to tell where it is from. {}",
            absent(finding, basis)
        ),
    }
}

fn altered(finding: &Finding) -> String {
    let differences = || finding.places.iter().take(1).flat_map(|p| p.alignment.differences());
    let many = counted(differences().count() as u64, "difference");
    let mut turning: Vec<Class> = differences().filter_map(class).collect();
    turning.retain(|class| class.can_turn_the_meaning());
    let all = |one: Class| turning.iter().all(|class| *class == one);
    let several = match finding.places.len() {
        0 | 1 => String::new(),
        n => format!(" The nearest of {} comes first.", counted(n as u64, "place")),
    };
    let how = match turning.as_slice() {
        [] => "The words stand there, but are not printed so",
        _ if all(Class::Order) => "The corpus has it in another order",
        _ if all(Class::Stitched) => "The words stand there, but apart",
        _ => "The corpus has it in other words",
    };
    format!("{how}: {many}.{several}")
}

fn absent(finding: &Finding, basis: &Basis<'_>) -> String {
    if !finding.elsewhere.is_empty() {
        return format!("It stands, but not in what you asked for ({}).", limits(basis.asked));
    }
    let nearest = match finding.nearest {
        Some(_) => " What comes nearest has other words:",
        None => "",
    };
    format!("{}.{nearest}", nowhere(basis))
}

/// That nothing that was looked through has it.
fn nowhere(basis: &Basis<'_>) -> String {
    let corpus = corpus(basis.state);
    match basis.asked.is_restricted() {
        true => {
            format!(
                "It stands nowhere in what you asked for ({}), nor elsewhere in {corpus}",
                limits(basis.asked)
            )
        }
        false => format!("It stands nowhere in {corpus}"),
    }
}

/// The corpus, as a verdict names it.
pub fn corpus(state: &State) -> String {
    format!("this corpus ({}, digest {})", counted(state.documents, "document"), state.digest)
}

/// What was asked for: `author Rajeev or Lalwani, source RSIS`.
pub fn limits(asked: &VerifyRequest) -> String {
    let document: Vec<String> = asked.document.iter().cloned().collect();
    let named = [("document", &document), ("source", &asked.sources), ("author", &asked.authors)];
    let given = named.into_iter().filter(|(_, values)| !values.is_empty());
    given
        .map(|(what, values)| format!("{what} {}", values.join(" or ")))
        .collect::<Vec<_>>()
        .join(", ")
}

/// `1 place`, `3 places in 2 documents`, `at least 101 places in 101 documents`.
fn in_places(finding: &Finding) -> String {
    let places = &finding.places;
    let mut documents: Vec<_> = places.iter().map(|p| p.hit.document).collect();
    documents.sort();
    documents.dedup();
    let least = if finding.has_more_places() { "at least " } else { "" };
    let many = counted(places.len() as u64, "place");
    match documents.len() {
        0 | 1 => format!("{least}{many}"),
        n => format!("{least}{many} in {n} documents"),
    }
}

/// The word for a caution in output.
pub fn caution_name(caution: &Caution) -> &'static str {
    match caution {
        Caution::NegationLeftOut { .. } => "negation-left-out",
        Caution::NegationPutIn { .. } => "negation-put-in",
        Caution::Replaced { .. } => "replaced-in-brackets",
        Caution::LoneWords { .. } => "lone-words",
        Caution::TwoSpeakers { .. } => "two-speakers",
        Caution::QuotedIn { .. } => "quoted-in",
        Caution::LookAlikes => "look-alikes",
        Caution::OthersWords { .. } => "others-words",
        Caution::NotClosed => "not-closed",
        Caution::MorePlaces { .. } => "more-places",
    }
}

/// `normalized: quotation marks, white space`; `None` where nothing was folded.
pub fn folds(alignment: &Alignment) -> Option<String> {
    folded(alignment).map(|folded| format!("normalized: {folded}"))
}

/// `quotation marks, white space (2 times)`; `None` where nothing was folded.
pub fn folded(alignment: &Alignment) -> Option<String> {
    let mut found: Vec<(Fold, u64)> = Vec::new();
    for edit in &alignment.edits {
        if let What::Fold(fold) = edit.what {
            match found.iter_mut().find(|(known, _)| *known == fold) {
                Some((_, n)) => *n += 1,
                None => found.push((fold, 1)),
            }
        }
    }
    let named = |(fold, n): &(Fold, u64)| match n {
        1 => fold_words(*fold).to_owned(),
        n => format!("{} ({n} times)", fold_words(*fold)),
    };
    let named: Vec<String> = found.iter().map(named).collect();
    (!named.is_empty()).then(|| named.join(", "))
}

fn fold_words(fold: Fold) -> &'static str {
    match fold {
        Fold::Case => "capitals",
        Fold::QuoteMark => "quotation marks",
        Fold::Dash => "dashes",
        Fold::Space => "white space",
        Fold::Ligature => "ligatures",
        Fold::Accent => "accents",
        Fold::Invisible => "invisible characters",
        Fold::LineHyphen => "line-end hyphen",
        Fold::LookAlike => "look-alike letters",
        Fold::Markup => "markup",
        Fold::NoteMark => "footnote mark of the source",
        Fold::FinalPunctuation => "final punctuation",
        Fold::Interruption => "heading, caption or note in between",
    }
}

/// A sentence on each edit that the quotation declares, in order.
pub fn declared(standing: &Standing, quotation: &str) -> Vec<String> {
    let said = |edit: &Edit| {
        let What::Declared(kind) = edit.what else { return None };
        let (quoted, source) = sides(edit, standing, quotation)?;
        let quoted = few_words(quoted);
        // What ends the words before is not what is left out.
        let source = source.trim_start_matches(ends_words).trim();
        Some(match kind {
            Declared::Ellipsis => match words_of(source) {
                0 => format!("“{quoted}” leaves out no word"),
                n => {
                    format!("“{quoted}” leaves out {}: “{}”", counted(n, "word"), few_words(source))
                }
            },
            Declared::Remark => format!("“{quoted}” is a remark"),
            Declared::Bracket | Declared::Letter => bracket(edit, standing, &quoted, source),
        })
    };
    standing.alignment.edits.iter().filter_map(said).collect()
}

/// What does not count against a quotation, a line each: folds, and edits that it declares.
pub fn licences(standing: &Standing, quotation: &str) -> Vec<String> {
    folds(&standing.alignment).into_iter().chain(declared(standing, quotation)).collect()
}

/// What square brackets do.
fn bracket(edit: &Edit, standing: &Standing, quoted: &str, source: &str) -> String {
    let inner = quoted.trim_matches(['[', ']']);
    if !source.is_empty() {
        return match source == inner {
            true => format!("“{quoted}” needs no brackets: the source has “{inner}”"),
            false => format!("“{quoted}” stands for “{}”", few_words(source)),
        };
    }
    let text = &standing.hit.text;
    let at = in_place(edit.source, standing).and_then(|at| {
        Some((text.get(..at.start as usize)?.trim_end(), text.get(at.end as usize..)?.trim_start()))
    });
    let has = |(before, behind): (&str, &str)| {
        let rest = behind.strip_prefix(inner);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            || before.strip_suffix(inner).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    };
    match at.is_some_and(has) && !inner.is_empty() {
        true => format!("“{quoted}” needs no brackets: the source has “{inner}” there"),
        false => format!("“{quoted}” is put in"),
    }
}

/// Words of a text as people count them: what stands between white space and is not punctuation.
pub fn words_of(text: &str) -> u64 {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count() as u64
}

/// Whether a character ends the words before it.
pub fn ends_words(c: char) -> bool {
    c.is_whitespace() || ".,;:!?)]”’»…—–-".contains(c)
}

/// Both sides of an edit: of the quotation, and of the source.
pub fn sides<'a>(
    edit: &Edit,
    standing: &'a Standing,
    quotation: &'a str,
) -> Option<(&'a str, &'a str)> {
    Some((
        edit.quoted.slice(quotation)?,
        in_place(edit.source, standing)?.slice(&standing.hit.text)?,
    ))
}

/// A span of the document's text as one of the place's text.
pub fn in_place(span: Span, standing: &Standing) -> Option<Span> {
    let start = span.start.checked_sub(standing.text_at)?;
    let end = span.end.checked_sub(standing.text_at)?;
    Some(Span { start, end })
}

/// Words of a stretch that are shown from its beginning and from its end.
pub(super) const FEW: usize = 6;
/// Letters of a word that are shown.
const LETTERS: usize = 40;

/// A stretch on one line, without its middle where it is long.
pub fn few_words(text: &str) -> String {
    ends_of(text, FEW)
}

/// The first and last words of a text on one line, `each` of them; the whole, where little more
/// stands between them.
pub fn ends_of(text: &str, each: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let joined = |words: &[&str]| words.iter().map(|w| cut(w)).collect::<Vec<_>>().join(" ");
    match words.len() {
        n if n <= 2 * each + 2 => joined(&words),
        n => format!("{} … {}", joined(&words[..each]), joined(&words[n - each..])),
    }
}

fn cut(word: &str) -> String {
    match word.char_indices().nth(LETTERS) {
        Some((at, _)) => format!("{}…", &word[..at]),
        None => word.to_owned(),
    }
}

/// The citation of a place; where the source quotes somebody, as Chicago has it (14.260): who says
/// it, `quoted in` whom.
pub fn citation(standing: &Standing) -> String {
    let citation = &standing.hit.citation;
    match &standing.quoted_in {
        None => citation.clone(),
        Some(quoted) => match &quoted.speaker {
            Some(speaker) => format!("{speaker}, quoted in {citation}"),
            None => format!("Quoted in {citation}"),
        },
    }
}

/// `, quoting Admiral Prakash`, where the source quotes somebody; else nothing.
pub fn quoting(standing: &Standing) -> String {
    match standing.quoted_in.as_ref().map(|quoted| &quoted.speaker) {
        None => String::new(),
        Some(Some(speaker)) => format!(", quoting {speaker}"),
        Some(None) => ", quoting somebody".to_owned(),
    }
}

/// How often each verdict was given, in their order.
pub fn tally<'a>(findings: impl Iterator<Item = &'a Finding>) -> Tally {
    let mut tally = [
        (Verdict::Verbatim, 0),
        (Verdict::Normalized, 0),
        (Verdict::Edited, 0),
        (Verdict::Altered, 0),
        (Verdict::Absent, 0),
        (Verdict::TooShort, 0),
    ];
    for finding in findings {
        if let Some((_, n)) = tally.iter_mut().find(|(verdict, _)| *verdict == finding.verdict) {
            *n += 1;
        }
    }
    tally
}

/// `7 quotations: 4 verbatim, 2 altered, 1 absent · 1 with a caution`.
pub fn summary(tally: &Tally, cautioned: u64) -> String {
    let all: u64 = tally.iter().map(|(_, n)| n).sum();
    let given = tally.iter().filter(|(_, n)| *n > 0);
    let each: Vec<String> =
        given.map(|(verdict, n)| format!("{n} {}", in_words(*verdict))).collect();
    let mut summary = counted(all, "quotation");
    if !each.is_empty() {
        summary += &format!(": {}", each.join(", "));
    }
    if cautioned > 0 {
        summary += &format!(" · {cautioned} with a caution");
    }
    summary
}

/// The word for a verdict as a person reads it.
pub fn in_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::TooShort => "too short",
        other => other.name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample::{self, Stretch::*, finding};

    #[test]
    fn another_order_is_not_other_words() {
        let of = |class: Class| {
            let (quotation, place) = sample::standing(&[
                Edit("a b", "b a", What::Difference(class)),
                Edit("u", "U", What::Difference(Class::Spelling)),
            ]);
            altered(&Finding { quotation, places: vec![place], ..finding(Verdict::Altered) })
        };
        assert_eq!(of(Class::Order), "The corpus has it in another order: 2 differences.");
        assert_eq!(of(Class::Word), "The corpus has it in other words: 2 differences.");
        assert_eq!(
            of(Class::Punctuation),
            "The words stand there, but are not printed so: 2 differences."
        );
    }

    #[test]
    fn brackets_round_what_the_source_has_are_not_put_in() {
        let said = |quoted, source, behind| {
            let what = What::Declared(Declared::Bracket);
            let (quotation, mut place) =
                sample::standing(&[Same("The "), Edit(quoted, source, what), Same(".")]);
            place.hit.text.truncate(place.hit.text.len() - 1);
            place.hit.text.push_str(behind);
            declared(&place, &quotation).remove(0)
        };
        assert_eq!(said("[side]", "", " sides."), "“[side]” is put in");
        assert_eq!(
            said("[side]", "", " side."),
            "“[side]” needs no brackets: the source has “side” there"
        );
        assert_eq!(said("[T]", "T", "."), "“[T]” needs no brackets: the source has “T”");
        assert_eq!(said("[T]", "t", "."), "“[T]” stands for “t”");
    }

    #[test]
    fn where_more_places_were_not_looked_at_the_total_is_a_least() {
        let mut finding = finding(Verdict::Verbatim);
        finding.cautions.push(Caution::MorePlaces { looked_at: 1 });
        assert_eq!(in_places(&finding), "at least 1 place");
    }

    #[test]
    fn gaps_are_counted_in_words() {
        let finding = sample::edited();
        assert_eq!(
            declared(&finding.places[0], &finding.quotation),
            ["“…” leaves out 4 words: “and under no condition”"]
        );
    }

    #[test]
    fn who_is_quoted_stands_before_the_work() {
        let mut finding = finding(Verdict::Verbatim);
        let standing = &mut finding.places[0];
        let work = standing.hit.citation.clone();
        let quoted = |speaker: Option<&str>| {
            Some(crate::verify::QuotedIn { speaker: speaker.map(str::to_owned) })
        };
        standing.quoted_in = quoted(Some("Admiral Prakash"));
        assert_eq!(citation(standing), format!("Admiral Prakash, quoted in {work}"));
        standing.quoted_in = quoted(None);
        assert_eq!(citation(standing), format!("Quoted in {work}"));
    }

    #[test]
    fn a_summary_counts_each_verdict() {
        let found = [Verdict::Verbatim, Verdict::Absent, Verdict::Absent, Verdict::TooShort];
        let findings: Vec<Finding> = found.iter().map(|v| finding(*v)).collect();
        let tally = tally(findings.iter());
        let each = "4 quotations: 1 verbatim, 2 absent, 1 too short";
        assert_eq!(summary(&tally, 0), each);
        assert_eq!(summary(&tally, 2), format!("{each} · 2 with a caution"));
    }
}
