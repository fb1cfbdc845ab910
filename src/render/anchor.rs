//! Where in a draft the mark of a note on a quotation stands.

use std::collections::HashMap;

use crate::text::Span;

/// The place of a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Offset in the draft, in bytes.
    pub at: usize,
    /// The footnote of the draft that the quotation stands in; the mark then stands behind the
    /// footnote's own, since no footnote holds another.
    pub within: Option<String>,
}

/// Where the marks of notes on stretches of `draft` stand: each behind its quotation, the outermost
/// if there are several round it, and behind what punctuation follows.
pub fn anchors(draft: &str, spans: &[Span], has_footnotes: bool) -> Vec<Anchor> {
    let footnotes = if has_footnotes { Footnotes::of(draft) } else { Footnotes::default() };
    let mut outermost = Span::default();
    let anchor = |span: &Span| {
        if !outermost.holds(*span) {
            outermost = *span;
        }
        if let Some((at, name)) = footnotes.round(outermost) {
            return Anchor { at, within: Some(name.to_owned()) };
        }
        let end = draft.get(..outermost.end as usize).map_or(draft.len(), |t| t.trim_end().len());
        let next = draft[end..].chars().next().filter(|c| ".,;:!?".contains(*c));
        Anchor { at: end + next.map_or(0, char::len_utf8), within: None }
    };
    spans.iter().map(anchor).collect()
}

/// The footnotes of a draft in Markdown.
#[derive(Default)]
struct Footnotes<'a> {
    /// Where each stands, in order, and its name.
    notes: Vec<(Span, &'a str)>,
    /// Where the first mark of each ends in the running text.
    marks: HashMap<&'a str, usize>,
}

impl<'a> Footnotes<'a> {
    fn of(draft: &'a str) -> Footnotes<'a> {
        let mut footnotes = Footnotes::default();
        let mut at = 0;
        // Whether the line before was empty, in a footnote.
        let mut parted = None;
        for line in draft.split_inclusive('\n') {
            let end = at + line.len();
            let is_empty = line.trim().is_empty();
            let is_set_in = line.starts_with(['\t']) || line.starts_with("    ");
            if let Some(name) = begun(line) {
                footnotes.notes.push((Span::new(at, end), name));
                parted = Some(false);
            } else if is_empty {
                parted = parted.map(|_| true);
            } else if let Some((note, _)) = footnotes.notes.last_mut()
                && (parted == Some(false) || parted == Some(true) && is_set_in)
            {
                *note = note.join(Span::new(at, end));
                parted = Some(false);
            } else {
                parted = None;
                footnotes.marked(line, at);
            }
            at = end;
        }
        footnotes
    }

    /// Takes the marks of footnotes in a line that begins at `start`.
    fn marked(&mut self, line: &'a str, start: usize) {
        let mut rest = line;
        while let Some((_, behind)) = rest.split_once("[^") {
            rest = behind;
            if let Some((name, after)) = behind.split_once(']') {
                let at = start + line.len() - after.len();
                self.marks.entry(name).or_insert(at);
            } else {
                break;
            }
        }
    }

    /// The footnote that a stretch stands in: where its mark ends, and its name.
    fn round(&self, span: Span) -> Option<(usize, &'a str)> {
        let n = self.notes.partition_point(|(note, _)| note.start <= span.start);
        let (_, name) = self.notes[..n].last().filter(|(note, _)| note.holds(span))?;
        Some((*self.marks.get(name)?, name))
    }
}

/// The name of the footnote that a line begins: `[^name]: …`.
fn begun(line: &str) -> Option<&str> {
    let trimmed = line.trim_start_matches(' ');
    let (name, _) = trimmed.strip_prefix("[^")?.split_once("]:")?;
    let is_name = !name.is_empty() && !name.contains([']', '\n', ' ']);
    (is_name && line.len() - trimmed.len() < 4).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor(draft: &str, quotation: &str) -> Anchor {
        let at = draft.find(quotation).unwrap();
        anchors(draft, &[Span::new(at, at + quotation.len())], true).remove(0)
    }

    #[test]
    fn a_mark_stands_behind_the_punctuation() {
        assert_eq!(anchor("He “went.” So", "“went.”"), Anchor { at: 14, within: None });
        assert_eq!(anchor("He “went”. So", "“went”"), Anchor { at: 14, within: None });
    }

    #[test]
    fn on_what_a_footnote_quotes_it_stands_behind_the_footnotes_mark() {
        let draft = "So it is.[^1] And on.\n\n[^1]: He said “no”.\nAnd “yes”.\n\n    Then “so”.\n\nIn “it”.\n";
        let within = Anchor { at: 13, within: Some("1".to_owned()) };
        for quotation in ["“no”", "“yes”", "“so”"] {
            assert_eq!(anchor(draft, quotation), within, "{quotation}");
        }
        assert_eq!(anchor(draft, "“it”").within, None);
        // A footnote that nothing points at, and brackets that are none.
        assert_eq!(anchor("[^1]: He said “no”.", "“no”").within, None);
        assert_eq!(anchor("[^ [^ “no” [^]: [^1", "“no”").within, None);
    }
}
