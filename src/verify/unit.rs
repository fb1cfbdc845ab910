//! The units that a quotation and a source are compared by: words, signs and marks.
//!
//! Finer than the words of the index in one way (punctuation counts) and coarser in another (what
//! typography alone changes has one key). It knows no document.

use unicode_normalization::char::is_combining_mark;

use crate::text::fold::{fold_word, is_invisible};
use crate::text::{Span, offset};

/// A word, a sign or a mark of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// What two units must share to be one but for typography. Empty for marks.
    pub key: String,
}

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters and digits.
    Word,
    /// A character that is said: `$`, `%`, `&`.
    Sign,
    /// What may be the mark of a footnote: digits glued to a word or to its full stop, `[12]`, `†`.
    Note,
    /// Quotation marks and apostrophes at the edge of a word.
    Quote,
    /// Hyphens and dashes.
    Dash,
    /// `…`, `...`, `. . .`, with a full stop before or after them.
    Ellipsis,
    /// Any other mark.
    Mark(char),
}

impl Unit {
    /// Whether it is said, and so stands in the alignment of words.
    pub fn is_said(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Sign | Kind::Note)
    }
}

/// Whether `c` quotes: curly, straight, low, angled, single or double, and the apostrophe.
pub(super) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '´' | '«' | '»' | '\u{2018}'..='\u{201f}' | '\u{2032}' | '\u{2033}'
            | '‹' | '›' | '\u{301d}' | '\u{301e}' | '＂' | '＇' | '\u{2bc}' | '\u{300c}'..='\u{300f}'
    )
}

/// Whether `c` is a hyphen, a dash or a minus sign.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '\u{2070}' | '\u{2074}'..='\u{2079}')
}

fn is_letter(c: char) -> bool {
    (c.is_alphanumeric() && !is_superscript(c) && !is_ideograph(c)) || is_combining_mark(c)
}

/// Whether `c` is a word of its own, of a script that is written without spaces.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The letter of the Latin script that looks like this one of another. A small letter goes with its
/// capital, so that case folds as in Latin; of Greek, whose letters are symbols, only the omicron.
fn look_alike(c: char) -> Option<char> {
    const ALIKE: (&str, &str) = ("АВЕЅІЈКМНОРСТХУԁԛԜҺΟ", "ABESIJKMHOPCTXYDQWHO");
    if !('\u{370}'..='\u{52f}').contains(&c) {
        return None;
    }
    let capital = c.to_uppercase().next().unwrap_or(c);
    let at = ALIKE.0.chars().position(|like| like == c || like == capital)?;
    ALIKE.1.chars().nth(at)
}

/// Whether `c` is a letter of another script that looks like a Latin one.
pub(super) fn is_look_alike(c: char) -> bool {
    look_alike(c).is_some()
}

/// Appends what `c` must share with another character to be one with it but for typography.
pub(super) fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if is_quote(c) {
        out.push('\'');
        return;
    }
    // A raised or circled digit, a fraction, is another number; a wide one is the same.
    if c.is_numeric() && !('０'..='９').contains(&c) {
        out.push(c);
        return;
    }
    let c = look_alike(c).unwrap_or(c);
    fold_word(c.encode_utf8(&mut [0; 4]), out);
}

/// The units of `text` within `region`, in order. White space, what is not seen, and what a file says
/// to the machine that shows it (`<u>`, `](#)`, `[Page 41]`, `**`) stand between them. Linear in the
/// region.
pub(super) fn units(text: &str, region: Span) -> Vec<Unit> {
    let Some(part) = region.slice(text) else { return Vec::new() };
    let mut reader = Reader { text: part, base: region.start, units: Vec::new() };
    let mut at = 0;
    while let Some(c) = part[at..].chars().next() {
        at = reader.read(at, c);
    }
    reader.units
}

/// Units and formulas that are written with raised digits.
const RAISED: [&str; 9] = ["cm", "co", "ft", "km", "m", "mi", "mm", "nm", "yd"];

/// Words that are written with a full stop and a number.
const ABBREVIATIONS: [&str; 22] = [
    "add", "ann", "app", "art", "arts", "cap", "chap", "chs", "doc", "docs", "fig", "figs", "nos",
    "para", "paras", "par", "res", "sec", "secs", "ser", "tab", "vol",
];

struct Reader<'a> {
    text: &'a str,
    base: u32,
    units: Vec<Unit>,
}

impl Reader<'_> {
    /// Reads what begins at `at` with `c`; gives where the next begins.
    fn read(&mut self, at: usize, c: char) -> usize {
        let next = at + c.len_utf8();
        match c {
            _ if c.is_whitespace() || is_invisible(c) || c.is_control() => next,
            _ if is_superscript(c) => {
                let end = self.end_of(at, is_superscript);
                self.push(at, end, if self.raises(at) { Kind::Sign } else { Kind::Note });
                end
            }
            _ if is_ideograph(c) => {
                self.push(at, next, Kind::Word);
                next
            }
            _ if is_letter(c) => self.word(at),
            // Marks of emphasis, which the clean text leaves out.
            '*' | '_' => next,
            '†' | '‡' => {
                let end = self.end_of(at, |other| other == c);
                self.push(at, end, Kind::Note);
                end
            }
            '[' | ']' | '<' | '\\' => self.bracket(at, c),
            '.' | '…' => self.points(at, c),
            _ if is_quote(c) => {
                // Two single marks, as typewriters and TeX write a double one.
                let twice = matches!(c, '\'' | '`' | '\u{2018}' | '\u{2019}')
                    && self.text[next..].starts_with(c);
                let end = if twice { next + c.len_utf8() } else { next };
                self.push(at, end, Kind::Quote);
                end
            }
            _ if is_dash(c) => {
                let end = self.end_of(at, is_dash);
                self.push(at, end, Kind::Dash);
                end
            }
            '$' | '%' | '&' | '+' | '=' | '>' | '°' | '§' | '#' | '@' | '±' | '×' | '÷' | '€'
            | '£' | '¥' | '¢' | '₹' | '‰' => {
                self.push(at, next, Kind::Sign);
                next
            }
            _ if c.is_ascii() || !c.is_alphanumeric() => self.mark(at, next, c),
            _ => {
                self.push(at, next, Kind::Sign);
                next
            }
        }
    }

    /// A square bracket, or what begins like a tag or an escape.
    fn bracket(&mut self, at: usize, c: char) -> usize {
        let next = at + c.len_utf8();
        let rest = &self.text[next..];
        let markup = match c {
            '[' => {
                if let Some(end) = self.bracketed_number(at) {
                    self.push(at, end, Kind::Note);
                    return end;
                }
                page_mark(rest).or_else(|| begins_link(rest).then_some(0))
            }
            ']' => link_target(rest),
            '<' => tag(rest),
            _ => rest.starts_with(|c: char| c.is_ascii_punctuation()).then_some(0),
        };
        match markup {
            Some(length) => next + length,
            None if c == '<' => {
                self.push(at, next, Kind::Sign);
                next
            }
            None => self.mark(at, next, c),
        }
    }

    /// Whether raised digits at `at` are part of a number or a unit, not the mark of a footnote.
    fn raises(&self, at: usize) -> bool {
        let before = self.units.last().filter(|unit| unit.span.end == self.base + offset(at));
        before.is_some_and(|unit| {
            unit.kind == Kind::Word
                && (unit.key.ends_with(char::is_numeric) || RAISED.contains(&&*unit.key))
        })
    }

    fn mark(&mut self, at: usize, next: usize, c: char) -> usize {
        // Full-width and small forms of a mark are the mark.
        let mut folded = String::new();
        fold_char(c, &mut folded);
        self.push(at, next, Kind::Mark(folded.chars().next().unwrap_or(c)));
        next
    }

    fn push(&mut self, start: usize, end: usize, kind: Kind) {
        let mut key = String::new();
        if matches!(kind, Kind::Word | Kind::Sign | Kind::Note) {
            let is_said = |c: &char| !matches!(c, '[' | ']') && !c.is_whitespace();
            let said = self.text[start..end].chars().filter(is_said);
            said.for_each(|c| fold_char(c, &mut key));
        }
        let span = Span { start: self.base + offset(start), end: self.base + offset(end) };
        self.units.push(Unit { span, kind, key });
    }

    /// Where the run of characters of a kind that begins at `at` ends.
    fn end_of(&self, at: usize, is: impl Fn(char) -> bool) -> usize {
        self.text[at..].find(|c| !is(c)).map_or(self.text.len(), |length| at + length)
    }

    /// Three points and more, with single spaces between them, are an ellipsis; fewer are marks.
    fn points(&mut self, at: usize, first: char) -> usize {
        let (mut end, mut points) = (at, 0);
        loop {
            let rest = &self.text[end..];
            let spaced = rest.strip_prefix([' ', '\u{a0}']).filter(|_| points > 0);
            match spaced.unwrap_or(rest).chars().next() {
                Some('.') => points += 1,
                Some('…') => points += 3,
                _ => break,
            }
            let lead = if spaced.is_some() { rest.chars().next() } else { None };
            let point = self.text[end + lead.map_or(0, char::len_utf8)..].chars().next();
            end += lead.map_or(0, char::len_utf8) + point.map_or(0, char::len_utf8);
        }
        if points >= 3 {
            self.push(at, end, Kind::Ellipsis);
            return end;
        }
        let next = at + first.len_utf8();
        self.push(at, next, Kind::Mark('.'));
        next
    }

    fn bracketed_number(&self, at: usize) -> Option<usize> {
        let inner = &self.text[at + 1..];
        let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
        let closed = inner.as_bytes().get(digits) == Some(&b']');
        ((1..=3).contains(&digits) && closed).then_some(at + digits + 2)
    }

    /// A word, and the digits of a footnote that may hang on it.
    fn word(&mut self, at: usize) -> usize {
        let end = self.end_of_word(at);
        let word = &self.text[at..end];
        let digits = word.bytes().rev().take_while(u8::is_ascii_digit).count();
        let letters = &word[..word.len() - digits];
        if letters.is_empty() {
            let kind = if self.hangs(at, end) { Kind::Note } else { Kind::Word };
            self.push(at, end, kind);
        } else if (1..=3).contains(&digits) && can_carry_a_note(letters) {
            self.push(at, at + letters.len(), Kind::Word);
            self.push(at + letters.len(), end, Kind::Note);
        } else {
            self.push(at, end, Kind::Word);
        }
        end
    }

    /// Whether the digits from `at` to `end` hang on the mark that ends a word: `policy.12 The`.
    fn hangs(&self, at: usize, end: usize) -> bool {
        let touches = |unit: &Unit, at: usize| unit.span.end == self.base + offset(at);
        // A word and its closing marks: what hangs on more hangs on nothing.
        let mut before = self.units.iter().rev().take(5);
        let Some(mark) = before.next().filter(|u| touches(u, at)) else { return false };
        let closes =
            matches!(mark.kind, Kind::Mark('.' | ',' | ';' | ':' | ')' | '?' | '!') | Kind::Quote);
        let Some(word) = before.find(|u| u.is_said()) else { return false };
        let text = &self.text[(word.span.start - self.base) as usize..];
        let text = &text[..word.span.len()];
        let mut after = self.text[end..].chars();
        let ends = after.next().is_none_or(|c| c.is_whitespace() || is_quote(c));
        // A full stop may be that of `art.5`; one that ends a sentence is not.
        let next = after.find(|c| !c.is_whitespace() && !is_quote(*c));
        let is_stop = mark.kind != Kind::Mark('.') || next.is_none_or(|c| !c.is_lowercase());
        end - at <= 3
            && closes
            && ends
            && is_stop
            && can_carry_a_note(text)
            && !ABBREVIATIONS.contains(&&*word.key)
    }

    /// Letters, digits and what joins them within a word: an apostrophe, a point or comma between
    /// digits, the points of initials, what is not seen.
    fn end_of_word(&self, at: usize) -> usize {
        let text = self.text;
        let mut end = at;
        // Letters since the last point or since the beginning.
        let mut run = 0;
        let mut last = ' ';
        let mut chars = text[at..].char_indices().peekable();
        while let Some((i, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            let joins = match c {
                _ if is_letter(c) => {
                    run += 1;
                    true
                }
                _ if is_invisible(c) => true,
                _ if next.is_none_or(|next| !is_letter(next)) => false,
                '.' if run == 1 && last.is_alphabetic() => {
                    // The points of `U.S.`, but not that of `I.The`.
                    run = 0;
                    let mut rest = text[at + i + 1..].chars();
                    rest.next().is_some_and(char::is_alphabetic)
                        && rest.next().is_none_or(|c| !is_letter(c))
                }
                '.' | ',' => last.is_numeric() && next.is_some_and(char::is_numeric),
                '\'' | '\u{2019}' | '\u{2bc}' | '\u{2018}' => last.is_alphanumeric(),
                _ => false,
            };
            if !joins {
                break;
            }
            if is_letter(c) || !is_invisible(c) {
                end = at + i + c.len_utf8();
                last = c;
            }
        }
        self.end_of_initials(at, end)
    }

    /// Initials with spaces between them, `J. F.`, are one word as they are without.
    fn end_of_initials(&self, at: usize, mut end: usize) -> usize {
        let are_initials = |word: &str| word.split('.').all(|letter| letter.chars().count() == 1);
        if end - at > 8 || !are_initials(&self.text[at..end]) {
            return end;
        }
        let next = |end: usize| {
            let rest = self.text[end..].strip_prefix('.')?;
            let letter = rest.strip_prefix(char::is_whitespace)?;
            let after = letter.strip_prefix(char::is_uppercase)?;
            after.starts_with('.').then_some(self.text.len() - after.len())
        };
        while let Some(after) = next(end) {
            end = after;
        }
        end
    }
}

/// A link or a tag is at most so many bytes long.
const LONGEST_MARKUP: usize = 400;

fn near(text: &str) -> &str {
    let end = (0..=LONGEST_MARKUP.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

/// Bytes of the rest of a mark of a printed page behind its `[`: `Page 41]`.
fn page_mark(rest: &str) -> Option<usize> {
    let label = ["Page ", "page ", "p. "].iter().find_map(|word| rest.strip_prefix(word))?;
    let end = label.find(']').filter(|end| (1..=8).contains(end))?;
    let is_label = label[..end].chars().all(char::is_alphanumeric);
    is_label.then_some(rest.len() - label.len() + end + 1)
}

/// Whether the text behind a `[` is that of a link: `text](target)`.
fn begins_link(rest: &str) -> bool {
    let rest = near(rest);
    let close = rest.find([']', '[', '\n']).filter(|at| rest[*at..].starts_with(']'));
    close.is_some_and(|at| link_target(&rest[at + 1..]).is_some())
}

/// Bytes of the target of a link behind the `]` of its text: `(target)`.
fn link_target(rest: &str) -> Option<usize> {
    let target = near(rest).strip_prefix('(')?;
    let end = target.find([')', ' ', '\n']).filter(|at| target[*at..].starts_with(')'))?;
    let is_target = target[..end].contains(['#', '/', '.', ':']);
    is_target.then_some(end + 2)
}

/// Bytes of the rest of a tag behind its `<`: `u>`, `/a>`, `a href="#">`.
fn tag(rest: &str) -> Option<usize> {
    let rest = near(rest);
    let name = rest.strip_prefix('/').unwrap_or(rest);
    let end = rest.find(['>', '<', '\n']).filter(|at| rest[*at..].starts_with('>'))?;
    let named = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && (name[named..].starts_with(['>', '/'])
            || name[named..].starts_with(' ') && rest[..end].contains('='));
    is_tag.then_some(end + 1)
}

/// Whether digits that follow these letters may be the mark of a footnote, not part of the word.
fn can_carry_a_note(letters: &str) -> bool {
    letters.chars().next_back().is_some_and(char::is_lowercase)
        && letters.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && !letters.chars().any(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let shown = |unit: &Unit| match unit.kind {
            Kind::Word | Kind::Sign => unit.key.clone(),
            Kind::Note => format!("^{}", unit.key),
            Kind::Quote => "q".to_owned(),
            Kind::Dash => "d".to_owned(),
            Kind::Ellipsis => "e".to_owned(),
            Kind::Mark(c) => c.to_string(),
        };
        units(text, Span::new(0, text.len())).iter().map(shown).collect()
    }

    #[test]
    fn words_keep_what_belongs_to_them() {
        assert_eq!(said("India’s 0.64% of 1,200."), ["india's", "0.64", "%", "of", "1,200", "."]);
        assert_eq!(
            said("the U.S. and U.S.-India"),
            ["the", "u.s", ".", "and", "u.s", ".", "d", "india"]
        );
        assert_eq!(
            said("U. S. and J. F. K. by A. Lee"),
            ["u.s", ".", "and", "j.f.k", ".", "by", "a", ".", "lee"]
        );
        assert_eq!(said("US$20 billion"), ["us", "$", "20", "billion"]);
        assert_eq!(said("co\u{ad}operate, ﬁscal"), ["cooperate", ",", "fiscal"]);
        assert_eq!(said("incubators.DIU"), ["incubators", ".", "diu"]);
        assert_eq!(said("states’ rights"), ["states", "q", "rights"]);
        assert_eq!(said("сооperate"), ["cooperate"]);
    }

    #[test]
    fn marks_have_one_form() {
        assert_eq!(said("a -- b — c–d"), ["a", "d", "b", "d", "c", "d", "d"]);
        assert_eq!(said("a . . . b … c.... d"), ["a", "e", "b", "e", "c", "e", "d"]);
        assert_eq!(said("``so'' “so”"), ["q", "so", "q", "q", "so", "q"]);
        assert_eq!(said("No. It is.. so"), ["no", ".", "it", "is", ".", ".", "so"]);
    }

    #[test]
    fn notes_hang_on_words() {
        assert_eq!(said("sanctions12 were"), ["sanctions", "^12", "were"]);
        assert_eq!(said("the policy.12 The"), ["the", "policy", ".", "^12", "the"]);
        assert_eq!(said("the end [3] of²"), ["the", "end", "^3", "of", "^²"]);
        assert_eq!(
            said("F16 in art.5 and No.12 at 3.5"),
            ["f16", "in", "art", ".", "5", "and", "no", ".", "12", "at", "3.5"]
        );
    }

    #[test]
    fn raised_and_other_digits_are_numbers_of_their_own() {
        assert_eq!(said("10² km² of CO²"), ["10", "²", "km", "²", "of", "co", "²"]);
        assert_eq!(said("①② and 13½ １２"), ["①②", "and", "13½", "12"]);
        assert_eq!(said("印太 a"), ["印", "太", "a"]);
    }

    #[test]
    fn markup_is_not_said() {
        let text = "<u>**U.S.**</u> [renewed](#) US\\$20 [Page 41] a";
        assert_eq!(said(text), ["u.s", ".", "renewed", "us", "$", "20", "a"]);
        assert_eq!(
            said("a < b > c, <5 [t]he (so)"),
            ["a", "<", "b", ">", "c", ",", "<", "5", "[", "t", "]", "he", "(", "so", ")"]
        );
    }

    #[test]
    fn spans_rise_and_lie_on_boundaries() {
        let text = "“Zoë’s\u{ad} — .. [sic] ‘ab’";
        let units = units(text, Span::new(0, text.len()));
        assert!(units.iter().all(|u| u.span.slice(text).is_some() && !u.span.is_empty()));
        assert!(units.windows(2).all(|w| w[0].span.end <= w[1].span.start));
    }
}
