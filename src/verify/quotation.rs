//! A quotation: words that somebody says stand in a source, with the edits it declares.

use std::ops::Range;

use super::unit::{Kind, Unit, is_ideograph, is_quote, units};
use crate::text::Span;
use crate::text::fold::is_invisible;

/// A quotation to be judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotation {
    /// The words between the outer quotation marks, without white space at either end.
    pub text: String,
    pub(super) units: Vec<Unit>,
    pub(super) atoms: Vec<Atom>,
}

/// A word of a quotation, or an edit that it declares. Ranges are of its units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Atom {
    /// A word, a sign or digits that hang on a word.
    Said(usize),
    /// A word with letters put in: `[t]he`, `work[ed]`. The key of what stands outside the brackets,
    /// and whether the brackets stand before it.
    Letters { units: Range<usize>, kept: String, before: bool },
    /// Words left out.
    Ellipsis(Range<usize>),
    /// Words put in, or put for others.
    Bracket(Range<usize>),
    /// `[sic]`, `(emphasis added)`.
    Remark(Range<usize>),
}

impl Atom {
    /// The units it is made of.
    pub fn units(&self) -> Range<usize> {
        match self {
            Atom::Said(unit) => *unit..unit + 1,
            Atom::Letters { units, .. }
            | Atom::Ellipsis(units)
            | Atom::Bracket(units)
            | Atom::Remark(units) => units.clone(),
        }
    }

    /// Whether it says words of the source.
    pub fn is_said(&self) -> bool {
        matches!(self, Atom::Said(_) | Atom::Letters { .. })
    }
}

impl Quotation {
    /// A quotation of more words than this is not looked for: it is a document, and asking for its
    /// parts says more.
    pub const MOST_WORDS: usize = 2000;

    /// Fewer words than this say nothing of where they are from.
    pub const ENOUGH_WORDS: usize = 4;

    /// So many words of a piece stand together at least, if it has pieces.
    const TOGETHER: usize = 3;

    /// Bytes that this many words have at most: what has more is no text.
    const MOST_BYTES: usize = 50 * Self::MOST_WORDS;

    /// Whether a text is too long to be judged as one quotation.
    pub fn is_too_long(pasted: &str) -> bool {
        Self::longest(pasted) < pasted.len()
    }

    /// Bytes of the longest beginning of `text` that can be judged as one quotation.
    pub fn longest(text: &str) -> usize {
        let (mut words, mut in_word) = (0, false);
        for (at, c) in text.char_indices() {
            words += usize::from(!in_word && !c.is_whitespace());
            in_word = !c.is_whitespace();
            if words > Self::MOST_WORDS || at > Self::MOST_BYTES {
                return at;
            }
        }
        text.len()
    }

    /// Reads a quotation as it was pasted: with or without quotation marks round it.
    pub fn read(pasted: &str) -> Quotation {
        let text = between_marks(pasted).to_owned();
        let units = units(&text, Span::new(0, text.len()));
        let atoms = atoms(&units);
        Quotation { text, units, atoms }
    }

    /// How many words it has as people count them: between white space, those of the quotation
    /// itself. Where a script is written without spaces, each character is one.
    pub fn words(&self) -> usize {
        self.words_in(Span::new(0, self.text.len()))
    }

    /// Whether it says too little to tell where it is from: under four words, or scattered ones,
    /// no three of which stand together.
    pub fn is_too_short(&self) -> bool {
        let together = || self.pieces().into_iter().map(|piece| self.words_in(piece)).max();
        self.words() < Self::ENOUGH_WORDS || together().is_none_or(|words| words < Self::TOGETHER)
    }

    fn words_in(&self, piece: Span) -> usize {
        let mut words = 0;
        let mut end = None;
        for atom in self.atoms.iter().filter(|atom| atom.is_said()) {
            let Range { start, end: after } = atom.units();
            let (first, last) = (&self.units[start], &self.units[after - 1]);
            if !piece.holds(first.span) {
                continue;
            }
            let begins = end.is_none_or(|end: u32| {
                let gap = self.text.get(end as usize..first.span.start as usize);
                gap.is_none_or(|gap| gap.contains(char::is_whitespace))
            });
            let is_alone = self.text[first.span.range()].starts_with(is_ideograph);
            words += usize::from(begins || is_alone);
            end = Some(last.span.end);
        }
        words
    }

    /// The pieces that stand together in the source: what lies between ellipses and brackets.
    pub fn pieces(&self) -> Vec<Span> {
        let mut pieces: Vec<Span> = Vec::new();
        let mut open = false;
        for atom in &self.atoms {
            if matches!(atom, Atom::Ellipsis(_) | Atom::Bracket(_)) {
                open = false;
                continue;
            }
            let units = atom.units();
            let span = self.units[units.start].span.join(self.units[units.end - 1].span);
            match pieces.last_mut().filter(|_| open) {
                Some(piece) => *piece = piece.join(span),
                None => pieces.push(span),
            }
            open = true;
        }
        pieces
    }
}

/// What stands between the quotation marks round a text, where there are any; a mark at one end
/// without its fellow goes too.
fn between_marks(pasted: &str) -> &str {
    let is_space = |c: char| c.is_whitespace() || c.is_control() || is_invisible(c);
    let mut text = pasted.trim_matches(is_space);
    while let Some(first) = text.chars().next().filter(|c| is_quote(*c)) {
        let bare = text.trim_end_matches(['.', ',']);
        let Some(last) = bare.chars().next_back().filter(|c| is_quote(*c)) else { break };
        if bare.len() < first.len_utf8() + last.len_utf8() || !closes(first, last) {
            break;
        }
        let inner = &bare[first.len_utf8()..bare.len() - last.len_utf8()];
        if !stays_open(inner, first, last) {
            break;
        }
        text = inner.trim_matches(is_space);
    }
    let alone = |c: char, rest: &str| is_quote(c) && !rest.contains(is_quote);
    let mut chars = text.chars();
    if let Some(first) = chars.next().filter(|c| alone(*c, chars.as_str())) {
        text = text[first.len_utf8()..].trim_start_matches(is_space);
    }
    let mut chars = text.chars();
    if let Some(last) = chars.next_back().filter(|c| alone(*c, chars.as_str())) {
        text = text[..text.len() - last.len_utf8()].trim_end_matches(is_space);
    }
    text
}

fn closes(first: char, last: char) -> bool {
    match first {
        '“' | '„' => matches!(last, '”' | '“'),
        '‘' | '‚' => matches!(last, '’' | '‘'),
        '«' => last == '»',
        '»' => last == '«',
        '‹' => last == '›',
        '›' => last == '‹',
        '`' => matches!(last, '\'' | '`'),
        _ => last == first,
    }
}

/// Whether the mark that opens a text is not closed in it: `“a” and “b”` are two quotations.
fn stays_open(inner: &str, first: char, last: char) -> bool {
    let mut depth = 1_u32;
    let mut before = ' ';
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let in_word = before.is_alphanumeric() && after.is_alphanumeric();
        if first == last && c == first && !in_word {
            let opens = before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–' | '-');
            depth = if opens { depth + 1 } else { depth.saturating_sub(1) };
        } else if first != last && c == first {
            depth += 1;
        } else if first != last && c == last && !in_word {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 {
            return false;
        }
        before = c;
    }
    true
}

/// A bracket holds at most so many units; a longer one is printed so.
const LONGEST_BRACKET: usize = 40;

fn atoms(units: &[Unit]) -> Vec<Atom> {
    let mut atoms = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        let atom = match units[at].kind {
            Kind::Mark(open @ ('[' | '(')) => bracket(units, at, open),
            Kind::Ellipsis => Some(Atom::Ellipsis(at..at + 1)),
            _ if units[at].is_said() => Some(Atom::Said(at)),
            _ => None,
        };
        let Some(mut atom) = atom else {
            at += 1;
            continue;
        };
        // The rest of the word before: `work[ed]`.
        if let Atom::Letters { units: range, kept, before: false } = &mut atom {
            if let Some(Atom::Said(word)) = atoms.last() {
                kept.clone_from(&units[*word].key);
                range.start = *word;
                atoms.pop();
            } else {
                atom = Atom::Bracket(range.clone());
            }
        }
        at = atom.units().end;
        atoms.push(atom);
    }
    atoms
}

/// What the bracket that opens at `at` is.
fn bracket(units: &[Unit], at: usize, open: char) -> Option<Atom> {
    let close = if open == '[' { ']' } else { ')' };
    let inner = units[at + 1..].iter().take(LONGEST_BRACKET);
    let length = inner.take_while(|u| u.kind != Kind::Mark(close)).count();
    let last = units.get(at + 1 + length).filter(|u| u.kind == Kind::Mark(close))?;
    let (range, inner) = (at..at + length + 2, &units[at + 1..at + 1 + length]);
    let says: Vec<&str> = inner.iter().map(|u| u.key.as_str()).filter(|k| !k.is_empty()).collect();
    if says.is_empty() && inner.iter().any(|u| u.kind == Kind::Ellipsis) {
        return Some(Atom::Ellipsis(range));
    }
    if is_remark(&says, open) {
        return Some(Atom::Remark(range));
    }
    if open == '(' || says.is_empty() {
        return None;
    }
    let touches = |word: &Unit, at: u32| {
        word.kind == Kind::Word && (word.span.end == at || word.span.start == at)
    };
    let one_word = matches!(inner, [word] if word.kind == Kind::Word);
    let next = units.get(range.end).filter(|u| touches(u, last.span.end));
    let before = at.checked_sub(1).map(|i| &units[i]).filter(|u| touches(u, units[at].span.start));
    if let Some(word) = next.filter(|_| one_word) {
        let units = range.start..range.end + 1;
        return Some(Atom::Letters { units, kept: word.key.clone(), before: true });
    }
    if before.is_some() && one_word {
        return Some(Atom::Letters { units: range, kept: String::new(), before: false });
    }
    Some(Atom::Bracket(range))
}

/// Whether words in brackets are a remark on the quotation; in round ones only those that can be
/// nothing else.
fn is_remark(says: &[&str], open: char) -> bool {
    let by = ["added", "mine", "ours", "supplied", "in", "by", "original", "removed", "omitted"];
    match says {
        ["sic" | "recte"] => true,
        ["emphasis" | "emphases" | "italics" | "italic", second, ..] => by.contains(second),
        ["my" | "our" | "original", "emphasis" | "italics", ..] => true,
        ["footnote" | "footnotes" | "citation" | "citations", "omitted"] => open == '[',
        ["translation" | "trans" | "translated", ..] => open == '[' && says.len() <= 4,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(pasted: &str) -> String {
        Quotation::read(pasted).text
    }

    #[test]
    fn marks_round_a_quotation_are_not_its_own() {
        assert_eq!(text(" “the words” "), "the words");
        assert_eq!(text("\"the words.\""), "the words.");
        assert_eq!(text("“the words”."), "the words");
        assert_eq!(text("“‘the words’”"), "the words");
        assert_eq!(text("“one” and “two”"), "“one” and “two”");
        assert_eq!(text("\"one\" and \"two\""), "\"one\" and \"two\"");
        assert_eq!(text("\"he said \"no\" again\""), "he said \"no\" again");
        assert_eq!(text("the words”"), "the words");
        assert_eq!(text("'the States' claims'"), "'the States' claims'");
        assert_eq!(text("it’s"), "it’s");
        assert_eq!(text("”"), "");
        assert_eq!(text("\"\""), "");
    }

    #[test]
    fn declared_edits_are_seen() {
        let kinds = |pasted: &str| -> String {
            let letter = |atom: &Atom| match atom {
                Atom::Said(_) => 'w',
                Atom::Letters { .. } => 'l',
                Atom::Ellipsis(_) => 'e',
                Atom::Bracket(_) => 'b',
                Atom::Remark(_) => 'r',
            };
            Quotation::read(pasted).atoms.iter().map(letter).collect()
        };
        assert_eq!(kinds("[t]he work[ed] in […] (…) . . . [Delhi and] so [sic]"), "llweeebwr");
        assert_eq!(kinds("we will (emphasis added)"), "wwr");
        assert_eq!(kinds("we (and they) will [12] go"), "wwwwww");
        assert_eq!(kinds("an open [ bracket"), "www");
    }

    #[test]
    fn scattered_words_are_too_short() {
        let is_too_short = |text: &str| Quotation::read(text).is_too_short();
        assert!(is_too_short("India … is … not … a … valuable partner"));
        assert!(is_too_short("… three words … "));
        assert!(!is_too_short("spares … come from abroad"));
        assert!(!is_too_short("four words of it"));
    }

    #[test]
    fn words_are_those_between_white_space() {
        assert_eq!(Quotation::read("U.S.-India defense technology … [of] $20 billion").words(), 5);
        assert_eq!(Quotation::read("a … [b] c d").pieces().len(), 3 - 1);
        assert_eq!(Quotation::read("…").words(), 0);
        assert_eq!(Quotation::read("印太经济框架").words(), 6);
    }
}
