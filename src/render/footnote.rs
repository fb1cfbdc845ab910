//! A draft with a note on each of its quotations.
//!
//! Markdown gets footnotes, `[^pincite-1]` after the quotation and its note at the end; plain text
//! `[pincite-1]` and the note at the end. The notes stand below a line that says whose they are; by
//! it a draft that was annotated before is known, and its old notes are taken out before it is looked
//! at again. So a second check gives the same draft, and no note is itself checked.

use super::anchor::{Anchor, anchors};
use super::difference::{Difference, class_name, differences};
use super::place::shown_place;
use super::sanitize::visible;
use super::verdict::{At, Basis, Case, citation, declared, few_words, folded, in_words, sentence};
use super::{evidence::best, markdown::escaped};
use crate::text::Span;
use crate::verify::{Finding, Verdict};

/// How notes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Footnotes of Markdown.
    Markdown,
    /// Numbers in brackets.
    Plain,
}

impl Style {
    fn mark(self, number: usize) -> String {
        match self {
            Style::Markdown => format!("{MARKDOWN_MARK}{number}]"),
            Style::Plain => format!("{PLAIN_MARK}{number}]"),
        }
    }

    /// The line above the notes.
    fn line(self) -> &'static str {
        match self {
            Style::Markdown => MARKDOWN_LINE,
            Style::Plain => PLAIN_LINE,
        }
    }
}

/// Begins the name of every note.
const NAME: &str = "pincite-";
const MARKDOWN_MARK: &str = "[^pincite-";
const PLAIN_MARK: &str = "[pincite-";
const MARKDOWN_LINE: &str =
    "<!-- Notes of pincite on the quotations; each check makes them anew. -->";
const PLAIN_LINE: &str = "-- Notes of pincite on the quotations; each check makes them anew. --";

/// A draft without the notes of an earlier check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bare {
    /// Its text.
    pub text: String,
    /// Where in it something was taken out, and how many bytes until there.
    taken_out: Vec<(usize, usize)>,
}

impl Bare {
    /// Takes out the notes of an earlier check, if there are any.
    pub fn of(draft: &str) -> Bare {
        let Some(notes) = notes(draft) else {
            return Bare { text: draft.to_owned(), taken_out: Vec::new() };
        };
        let mut bare = Bare::default();
        let mut at = 0;
        while let Some((start, end)) =
            next_mark(draft, at).filter(|(start, _)| *start < notes.start)
        {
            bare.text.push_str(&draft[at..start]);
            bare.take_out(end - start);
            at = end;
        }
        bare.text.push_str(&draft[at.min(notes.start)..notes.start]);
        bare.take_out(notes.len());
        bare.text.push_str(&draft[notes.end..]);
        bare
    }

    /// Where a stretch of the bare text stands in the draft as it is.
    pub fn in_draft(&self, span: Span) -> Span {
        let (start, end) = (span.start as usize, span.end as usize);
        let until = |at: usize, also_there: bool| {
            let before = |(taken, _): &(usize, usize)| *taken < at || also_there && *taken == at;
            let many = self.taken_out.partition_point(before);
            many.checked_sub(1).map_or(0, |last| self.taken_out[last].1)
        };
        Span::new(start + until(start, true), end + until(end, start == end))
    }

    /// Says that so many bytes of the draft do not stand at the end of the text so far.
    fn take_out(&mut self, bytes: usize) {
        let before = self.taken_out.last().map_or(0, |(_, bytes)| *bytes);
        self.taken_out.push((self.text.len(), before + bytes));
    }
}

/// The notes of an earlier check at the end of a draft, with the empty line above them.
fn notes(draft: &str) -> Option<std::ops::Range<usize>> {
    let line = [MARKDOWN_LINE, PLAIN_LINE].into_iter().filter_map(|line| draft.find(line)).min()?;
    if !draft[..line].is_empty() && !draft[..line].ends_with('\n') {
        return None;
    }
    let above = &draft[..line];
    let above = above.strip_suffix("\r\n").or(above.strip_suffix('\n')).unwrap_or(above);
    // Without an empty line above them they were not put there by a check.
    let start = if above.is_empty() || above.ends_with('\n') { above.len() } else { line };
    let mut end = line;
    for (i, text) in draft[line..].split_inclusive('\n').enumerate() {
        if i > 0 && !text.starts_with(MARKDOWN_MARK) && !text.starts_with(PLAIN_MARK) {
            break;
        }
        end += text.len();
    }
    Some(start..end)
}

/// The next mark of a note at or after `from`: `[^pincite-12]`.
fn next_mark(draft: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let name = at + draft[at..].find(NAME)?;
        let before = &draft[from..name];
        let open = ["[^", "["].into_iter().find(|open| before.ends_with(open));
        at = name + NAME.len();
        let rest = &draft[at..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if let Some(open) = open.filter(|_| digits > 0 && rest[digits..].starts_with(']')) {
            return Some((name - open.len(), at + digits + 1));
        }
    }
}

/// Finds lines and columns in a draft; what is asked for in rising order costs one reading of it.
pub struct Reader<'a> {
    draft: &'a str,
    at: usize,
    line: usize,
    column: usize,
}

impl<'a> Reader<'a> {
    /// Reads a draft from its beginning.
    pub fn of(draft: &'a str) -> Reader<'a> {
        Reader { draft, at: 0, line: 1, column: 1 }
    }

    /// The place of a stretch of the draft that came from these bytes of its file.
    pub fn place(&mut self, span: Span, bytes: Span) -> At {
        let start = span.start as usize;
        if start < self.at {
            *self = Reader::of(self.draft);
        }
        for c in self.draft.get(self.at..start).unwrap_or_default().chars() {
            (self.line, self.column) = match c {
                '\n' => (self.line + 1, 1),
                _ => (self.line, self.column + 1),
            };
            self.at += c.len_utf8();
        }
        At { line: self.line, column: self.column, bytes }
    }
}

/// The draft with a note on each quotation. `spans` are those of the cases in its text, with the
/// marks of quotation.
pub fn annotated(
    draft: &Bare,
    spans: &[Span],
    cases: &[Case<'_>],
    style: Style,
    basis: &Basis<'_>,
) -> String {
    let text = &draft.text;
    let anchors = anchors(text, spans, style == Style::Markdown);
    let noted = anchors.iter().zip(cases).filter(|(_, case)| is_noted(case.finding));
    let noted: Vec<(usize, (&Anchor, &Case<'_>))> = (1..).zip(noted).collect();
    let mut marks: Vec<(usize, usize)> =
        noted.iter().map(|(n, (anchor, _))| (anchor.at, *n)).collect();
    if marks.is_empty() {
        return text.clone();
    }
    marks.sort();
    let mut out = String::with_capacity(text.len() + 200 * marks.len());
    let mut at = 0;
    for (anchor, number) in marks {
        out.push_str(&text[at..anchor]);
        out.push_str(&style.mark(number));
        at = anchor;
    }
    out.push_str(&text[at..]);
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    if !out.ends_with('\n') {
        out.push_str(end);
    }
    out.push_str(&format!("{end}{}{end}", style.line()));
    for (number, (anchor, case)) in noted {
        let mut note = note(case.finding, basis);
        if let Some(name) = &anchor.within {
            let quotation = few_words(&case.finding.quotation);
            note = format!("On “{quotation}” in note {name}: {note}");
        }
        let note = match style {
            Style::Markdown => format!("{}: {}", style.mark(number), escaped(&note)),
            Style::Plain => format!("{} {}", style.mark(number), visible(&note, false)),
        };
        out.push_str(&note);
        out.push_str(end);
    }
    out
}

/// Whether a quotation gets a note: what is too short to tell where it is from has none, unless
/// there is something to look at.
fn is_noted(finding: &Finding) -> bool {
    finding.verdict != Verdict::TooShort || finding.faults().next().is_some()
}

/// What is said of a quotation in one line.
fn note(finding: &Finding, basis: &Basis<'_>) -> String {
    let mut said = vec![capital(in_words(finding.verdict)) + "."];
    said.extend(
        finding
            .cautions
            .iter()
            .map(|caution| format!("Caution: {}.", caution.to_string().trim_end_matches('.'))),
    );
    let place = best(finding);
    if finding.verdict == Verdict::Absent || place.is_none() {
        said.push(sentence(finding, basis));
    }
    if let Some(place) = place {
        let quotation = &finding.quotation;
        let differing =
            |d: Difference| format!("{}, {}.", capital(class_name(d.class)), d.sentence);
        said.extend(differences(place, quotation).into_iter().map(differing));
        said.extend(folded(&place.alignment).map(|folds| format!("Differs in {folds}.")));
        said.extend(declared(place, quotation).into_iter().map(|edit| edit + "."));
        said.push(citation(place));
        said.push(format!("({})", shown_place(&place.hit, basis.base)));
        let more = finding.places.len().saturating_sub(1);
        said.extend((more > 0).then(|| format!("And {more} more.")));
    }
    said.join(" ")
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The digest of a file, as it is written.
pub fn digest(bytes: &[u8]) -> String {
    format!("blake3:{}", blake3::hash(bytes).to_hex())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use crate::search::State;
    use crate::verify::{Caution, VerifyRequest};
    use std::path::Path;

    /// The draft with notes on what stands between the marks.
    fn noted(draft: &str, style: Style) -> String {
        let bare = Bare::of(draft);
        let mut spans = Vec::new();
        let mut open = Vec::new();
        for (at, c) in bare.text.char_indices() {
            match c {
                '“' | '‘' => open.push((at, spans.len())),
                '”' | '’' => {
                    if let Some((start, nth)) = open.pop() {
                        spans.insert(nth, Span::new(start, at + c.len_utf8()));
                    }
                }
                _ => {}
            }
        }
        let finding = sample::finding(Verdict::Verbatim);
        let cases: Vec<Case<'_>> =
            spans.iter().map(|_| Case { id: None, at: None, finding: &finding }).collect();
        let (state, asked) = (State::default(), VerifyRequest::default());
        let basis = Basis { state: &state, rules: "r", asked: &asked, base: Path::new("/papers") };
        annotated(&bare, &spans, &cases, style, &basis)
    }

    #[test]
    fn notes_stand_behind_quotations_and_their_punctuation() {
        let noted = noted("He said “one,” and “two”.\n", Style::Markdown);
        assert!(
            noted.starts_with("He said “one,”[^pincite-1] and “two”.[^pincite-2]\n\n<!--"),
            "{noted}"
        );
        assert!(
            noted
                .contains("\n[^pincite-1]: Verbatim. “On Radar,” n.d., para. 2. (radar.txt:7–8)\n"),
            "{noted}"
        );
    }

    #[test]
    fn no_mark_stands_inside_a_quotation() {
        let noted = noted("She: “he said ‘no’ to me” once.", Style::Plain);
        assert!(
            noted.starts_with("She: “he said ‘no’ to me”[pincite-1][pincite-2] once.\n\n--"),
            "{noted}"
        );
    }

    #[test]
    fn a_note_on_what_a_footnote_quotes_is_no_part_of_it() {
        let noted = noted("So.[^1]\n\n[^1]: He said “one”.\n", Style::Markdown);
        assert!(noted.starts_with("So.[^1][^pincite-1]\n\n[^1]: He said “one”.\n"), "{noted}");
        assert!(
            noted.contains("[^pincite-1]: On “One two three four.” in note 1: Verbatim."),
            "{noted}"
        );
    }

    #[test]
    fn what_is_too_short_has_no_note() {
        let finding = sample::finding(Verdict::TooShort);
        assert!(!is_noted(&finding));
        let more = Finding { cautions: vec![Caution::MorePlaces { looked_at: 100 }], ..finding };
        assert!(!is_noted(&more));
        assert!(is_noted(&Finding { cautions: vec![Caution::LookAlikes], ..more }));
    }

    #[test]
    fn a_second_check_gives_the_same_draft() {
        for style in [Style::Markdown, Style::Plain] {
            for draft in [
                "A “b c” d.\n",
                "A “b” d",
                "A.[^1]\n\n[^1]: “b”\n",
                "“a”\r\n“b”\r\n",
                "“a” [^1] [^pincite-x]\n\n[^1]: x",
            ] {
                let once = noted(draft, style);
                assert_ne!(once, draft);
                assert_eq!(noted(&once, style), once);
                assert_eq!(Bare::of(&once).text.trim_end(), draft.trim_end());
            }
        }
    }

    #[test]
    fn what_no_check_wrote_is_left_alone() {
        for draft in [
            "pincite-",
            "[pincite-]",
            "x [^pincite-1]\n\n[^pincite-1]: my own\n",
            "",
            "[^pincite-",
            "a\n",
        ] {
            assert_eq!(Bare::of(draft).text, draft);
        }
        let more = noted("A “b” d.\n", Style::Markdown) + "More.\n";
        assert_eq!(Bare::of(&more).text, "A “b” d.\nMore.\n");
    }

    #[test]
    fn places_are_those_of_the_draft_as_it_is() {
        let draft = noted("A “b” and “c” d.\n", Style::Markdown);
        let bare = Bare::of(&draft);
        let at = bare.text.find("“c”").unwrap();
        let span = bare.in_draft(Span::new(at, at + "“c”".len()));
        assert_eq!(span.slice(&draft), Some("“c”"));
        let mut reader = Reader::of(&draft);
        assert_eq!(reader.place(span, span), At { line: 1, column: 23, bytes: span });
        let mut reader = Reader::of("ä\n ö“");
        assert_eq!(reader.place(Span::new(6, 9), span), At { line: 2, column: 3, bytes: span });
        assert_eq!(reader.place(Span::new(0, 2), span), At { line: 1, column: 1, bytes: span });
    }
}
