//! LaTeX in the values of a bibliography, and the text that it prints.

use biblatex::{Bibliography, ChunksExt, Pair, RawBibliography, RawChunk, RawEntry, Spanned};

use crate::text::one_line;

/// Nothing nests braces deeper, and decoding takes time by depth.
const DEEPEST: usize = 16;
/// A longer value is taken as it stands.
const LONGEST: usize = 64 << 10;

/// A value as it is printed: accents, dashes and quotation marks for what LaTeX writes for them, no
/// braces, no commands that only change the type. What cannot be decoded stays as it is written.
pub(super) fn decoded(value: &str) -> String {
    let value = value.trim();
    let is_plain = !value.contains(['\\', '{', '}', '$', '~', '-', '`', '\'']);
    if is_plain || value.len() > LONGEST || depth(value) > DEEPEST {
        return one_line(value);
    }
    let printed = printed(&Plainer::of(value));
    one_line(printed.as_deref().unwrap_or(value))
}

/// How deep braces stand in each other.
fn depth(value: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in value.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// What the crate prints of a value: it takes no value alone, so it is given a list of one entry.
fn printed(value: &str) -> Option<String> {
    let field = vec![Spanned::zero(RawChunk::Normal(value))];
    let pair = Pair::new(Spanned::zero("value"), Spanned::zero(field));
    let (key, kind) = (Spanned::zero("key"), Spanned::zero("misc"));
    let entry = RawEntry { key, kind, fields: vec![pair] };
    let list = RawBibliography {
        preamble: String::new(),
        entries: vec![Spanned::zero(entry)],
        abbreviations: Vec::new(),
    };
    let list = Bibliography::from_raw(list).ok()?;
    Some(list.iter().next()?.get("value")?.format_verbatim())
}

/// A value that is being rid of what the decoder does not know: commands of type, ties, spaces of
/// all widths. Dollar signs become letters, for in titles they are prices.
#[derive(Default)]
struct Plainer<'a> {
    out: String,
    rest: &'a str,
    /// How many braces are open.
    depth: usize,
    /// The depths at which quotations in `\enquote{…}` end.
    quoted: Vec<usize>,
}

impl<'a> Plainer<'a> {
    fn of(value: &'a str) -> String {
        let mut plainer = Plainer { rest: value, ..Plainer::default() };
        while let Some(c) = plainer.rest.chars().next() {
            plainer.rest = &plainer.rest[c.len_utf8()..];
            plainer.take(c);
        }
        plainer.out
    }

    fn take(&mut self, c: char) {
        match c {
            '\\' => self.command(),
            '{' => {
                self.depth += 1;
                self.out.push('{');
            }
            '}' => {
                if self.quoted.pop_if(|at| *at == self.depth).is_some() {
                    self.out.push('”');
                }
                self.depth = self.depth.saturating_sub(1);
                self.out.push('}');
            }
            '~' => self.out.push(' '),
            '$' => self.out.push_str("\\$"),
            '`' | '\'' if self.rest.starts_with(c) => {
                self.out.push(if c == '`' { '“' } else { '”' });
                self.rest = &self.rest[1..];
            }
            _ => self.out.push(c),
        }
    }

    fn command(&mut self) {
        let behind = self.rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let name = &self.rest[..self.rest.len() - behind.len()];
        if name.is_empty() {
            return self.command_of_a_mark();
        }
        self.rest = behind;
        match name {
            _ if TYPE.contains(&name) => self.rest = behind.trim_start(),
            "newline" | "space" | "quad" => self.out.push(' '),
            "enquote" | "mkbibquote" if behind.starts_with('{') => {
                self.out.push_str("{“");
                self.depth += 1;
                self.quoted.push(self.depth);
                self.rest = &behind[1..];
            }
            _ => self.out.extend(["\\", name]),
        }
    }

    /// `\&`, `\"`, `\,`: a mark behind the backslash.
    fn command_of_a_mark(&mut self) {
        let mark = self.rest.chars().next();
        self.rest = &self.rest[mark.map_or(0, char::len_utf8)..];
        match mark {
            Some(' ' | ',' | ';' | ':' | '\\' | '\n' | '\t') => self.out.push(' '),
            Some('/' | '!' | '@') | None => {}
            Some(mark) => self.out.extend(['\\', mark]),
        }
    }
}

/// Commands that only change the type.
const TYPE: [&str; 24] = [
    "emph",
    "textit",
    "textbf",
    "textsc",
    "textsl",
    "textrm",
    "textsf",
    "texttt",
    "textup",
    "textnormal",
    "mkbibemph",
    "mkbibitalic",
    "mkbibbold",
    "textsuperscript",
    "textsubscript",
    "mbox",
    "text",
    "em",
    "it",
    "itshape",
    "bf",
    "sc",
    "rm",
    "url",
];

/// Without the backslashes before marks.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_mark = |c: &char| r"\:;{}_$%&#~".contains(*c);
        match c {
            '\\' => out.push(chars.next_if(is_mark).unwrap_or('\\')),
            _ => out.push(c),
        }
    }
    out
}

/// An address as it is typed into a browser.
pub(super) fn address(field: &str) -> String {
    let field = field.replace("\\url", "").replace("\\textasciitilde", "~");
    unescaped(&field).chars().filter(|c| !matches!(c, '{' | '}') && !c.is_whitespace()).collect()
}

/// What is inside braces that hold all of a text.
pub(super) fn braced(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    // `{\"O}` is a letter, `{\OE uvres}` a word: no body begins with a command.
    (is_balanced(inner) && !inner.starts_with('\\')).then_some(inner)
}

/// Whether each brace has its fellow.
pub(super) fn is_balanced(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut escaped = false;
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' if depth == 0 => return false,
            '}' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// Cuts a text where `between` stands outside of braces, white space being one as another.
pub(super) fn split<'a>(text: &'a str, between: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut depth, mut start, mut at) = (0_usize, 0, 0);
    let bytes = text.as_bytes();
    let same = |a: u8, b: u8| a.eq_ignore_ascii_case(&b) || b == b' ' && a.is_ascii_whitespace();
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let here = bytes.get(at..at + between.len()).unwrap_or_default();
        let found = depth == 0
            && here.len() == between.len()
            && here.iter().zip(between.bytes()).all(|(a, b)| same(*a, b));
        if found {
            parts.push(text.get(start..at).unwrap_or_default());
            at += between.len();
            start = at;
        } else {
            at += 1;
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn values_come_out_as_they_are_printed() {
        let rows = r#"
            India's {DRDO} and the {US}              => India's DRDO and the US
            Indien und die Verst{\"a}ndigung         => Indien und die Verständigung
            P{\'e}rez, Ko{\c{c}}, {\L}{\'o}d{\'z}    => Pérez, Koç, Łódź
            Jos\'e and Fran\c cois, na\"{\i}ve       => José and François, naïve
            R\&D at 5\% -- a \$3 billion deal        => R&D at 5% – a $3 billion deal
            A $3 deal                                => A $3 deal
            Vol.~3 of \emph{The Economist}           => Vol. 3 of The Economist
            \enquote{Make in India} at ten           => “Make in India” at ten
            ``Make in India'' at ten                 => “Make in India” at ten
            What's the Deal?: a--b---c               => What's the Deal?: a–b—c
            Line one\\ and   two                     => Line one and two
            GAO-23-105544                            => GAO-23-105544
            A_B \_ \#1 {\textendash} \textquoteright => A_B _ #1 – ’
            中国 \textit{Zhongguo}                    => 中国 Zhongguo
        "#;
        for (value, printed) in rows.lines().filter_map(|row| row.split_once("=>")) {
            assert_eq!(decoded(value), printed.trim(), "{value}");
        }
    }

    proptest! {
        #[test]
        fn any_value_is_decoded(value in "(\\PC|[{}$~`'-]|\\\\[\\PC]|\\\\(emph|enquote|url|c|v|x|i|textendash)[ {]?|\\\\){0,30}") {
            let _ = (address(&value), split(&value, " and "));
            let words = value.replace(['\\', '{', '}', '$', '~', '`', '\'', '-'], "");
            prop_assert_eq!(decoded(&words), one_line(&words));
        }
    }
}
