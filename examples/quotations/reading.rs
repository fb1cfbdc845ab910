//! A file as a person sees it rendered: words with their lines, without headers and marks. Written
//! for this measurement alone; it shares nothing with pincite's readers.

/// How the files of a corpus are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Header lines, then a paragraph a line, `[Page N]`, `[n]`.
    Frus,
    /// Plain text with hard line ends.
    Plain,
    /// Markdown as a converter leaves it.
    Markdown,
    /// The text of a record.
    Record,
}

/// What stands in the file at a word and is not seen by its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dirt {
    /// `[Page N]` before the word.
    PageMark,
    /// `[n]` at the word.
    NoteMark,
    /// A link or other markup.
    Markup,
    /// Digits glued to the word, put there by this program.
    NoteDigits,
    /// A hyphen at a line end inside the word.
    BrokenWord,
    /// A line ends before the word.
    LineEnd,
    /// Half a word, whose other half stands in another paragraph: nobody quotes it so.
    Torn,
}

// Characters of the private use area carry dirt from the cleaning of a line to its words.
const PAGE: char = '\u{e001}';
const NOTE: char = '\u{e002}';
const MARKUP: char = '\u{e003}';
/// Stands round digits that this program puts into a text.
pub const DIGITS: char = '\u{e004}';
/// Stands in a word where a line ended with a hyphen: a writer keeps that hyphen or not.
pub const BREAK: char = '\u{e005}';

const MARKS: [(char, Dirt); 5] = [
    (PAGE, Dirt::PageMark),
    (NOTE, Dirt::NoteMark),
    (MARKUP, Dirt::Markup),
    (DIGITS, Dirt::NoteDigits),
    (BREAK, Dirt::BrokenWord),
];

/// A word with its punctuation.
#[derive(Clone, Debug)]
pub struct Word {
    pub text: String,
    /// First and last line, from 1.
    pub lines: (u32, u32),
    pub paragraph: u32,
    /// Changes wherever something that is not running text stands between.
    pub section: u32,
    /// Whether it is running text: what somebody would quote.
    pub prose: bool,
    pub dirt: Vec<Dirt>,
}

/// What a line is.
enum Line<'a> {
    Blank,
    Aside(&'a str),
    Prose(&'a str),
    /// Running text that does not follow on the line before.
    Fresh(&'a str),
}

/// The words of a text.
pub fn words(form: Form, text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut paragraph, mut section, mut header) = (0, 0, matches!(form, Form::Frus));
    let mut before = "";
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let seen = if header { Line::Aside(line.trim()) } else { kind(form, line, before) };
        header &= !(line.is_empty() && before.starts_with("URL:")
            || line.is_empty()
                && (before.starts_with("Source note:") || before.starts_with("Summary:")));
        let fresh = before.is_empty() || before.len() > 120 && ends_sentence_text(before);
        before = line.trim();
        let (text, prose) = match seen {
            Line::Blank => {
                paragraph += 1;
                continue;
            }
            Line::Aside(text) => (text, false),
            Line::Prose(text) | Line::Fresh(text) => (text, true),
        };
        if !prose || matches!(seen, Line::Fresh(_)) {
            section += 1;
        }
        if !prose || fresh || matches!(form, Form::Frus | Form::Markdown) {
            paragraph += 1;
        }
        let first = words.len();
        for token in clean(form, text).split_whitespace() {
            push(&mut words, token, number, (paragraph, section), prose);
        }
        if first > 0 && words.len() > first && words[first - 1].paragraph == paragraph {
            words[first].dirt.push(Dirt::LineEnd);
            heal(&mut words, first);
        }
        section += u32::from(!prose);
    }
    mark_torn(&mut words);
    words
}

/// Marks both halves of words that a paragraph's end tears: `democra-`, a blank line, `cies`.
fn mark_torn(words: &mut [Word]) {
    for at in 1..words.len() {
        let (before, after) = (&words[at - 1], &words[at]);
        let stump = before.text.strip_suffix('-').is_some_and(|s| s.ends_with(char::is_alphabetic));
        let apart = before.lines.1 != after.lines.0;
        if stump && apart && after.text.starts_with(char::is_lowercase) {
            words[at - 1].dirt.push(Dirt::Torn);
            words[at].dirt.push(Dirt::Torn);
        }
    }
}

fn push(words: &mut Vec<Word>, token: &str, line: u32, at: (u32, u32), prose: bool) {
    let mut dirt: Vec<Dirt> =
        MARKS.iter().filter(|(mark, _)| token.contains(*mark)).map(|(_, dirt)| *dirt).collect();
    let mut text = String::new();
    let mut inside = false;
    for c in token.chars() {
        match c {
            DIGITS => inside = !inside,
            PAGE | NOTE | MARKUP => {}
            _ if inside => {}
            _ => text.push(c),
        }
    }
    if text.is_empty() {
        if let Some(last) = words.last_mut() {
            last.dirt.append(&mut dirt);
        }
        return;
    }
    let (paragraph, section) = at;
    words.push(Word { text, lines: (line, line), paragraph, section, prose, dirt });
    if token.starts_with(PAGE) {
        heal_page(words);
    }
}

/// A page may begin inside a word: `w [Page 5] ill`, `anti- [Page 5] imperialist`.
fn heal_page(words: &mut Vec<Word>) {
    let [.., before, after] = words.as_mut_slice() else { return };
    let lower = after.text.starts_with(char::is_lowercase);
    let mut letters = before.text.chars();
    let stump = matches!((letters.next(), letters.next()), (Some('b'..='z'), None));
    let hyphen = before.text.len() > 2 && before.text.ends_with('-');
    if before.paragraph != after.paragraph || !lower || !(stump || hyphen) {
        return;
    }
    if hyphen {
        before.text.pop();
        before.text.push(BREAK);
        before.dirt.push(Dirt::BrokenWord);
    }
    before.text.push_str(&after.text);
    before.dirt.push(Dirt::PageMark);
    words.pop();
}

/// Joins the halves of a word that a line end breaks; `second` is the first word of the line.
fn heal(words: &mut Vec<Word>, second: usize) {
    let first = &words[second - 1].text;
    let broken = first.len() > 2
        && first.ends_with('-')
        && first[..first.len() - 1].ends_with(char::is_alphabetic)
        && words[second].text.starts_with(char::is_lowercase);
    if broken {
        let half = words.remove(second);
        let word = &mut words[second - 1];
        word.text.pop();
        word.text.push(BREAK);
        word.text.push_str(&half.text);
        word.lines.1 = half.lines.1;
        word.dirt.push(Dirt::BrokenWord);
        word.dirt.extend(half.dirt.into_iter().filter(|dirt| *dirt != Dirt::LineEnd));
    }
}

fn kind<'a>(form: Form, line: &'a str, before: &str) -> Line<'a> {
    let text = line.trim();
    if text.is_empty() {
        return Line::Blank;
    }
    let item = text.starts_with(['#', '|', '>', '!', '*', '•'])
        || text.starts_with("- ")
        || text.starts_with("o ");
    match form {
        Form::Record => Line::Prose(text),
        _ if item => Line::Aside(text),
        Form::Frus if text.starts_with('[') && !text.starts_with("[Page") => {
            match text.split_once("] ") {
                Some((_, note)) if note.len() > 60 => Line::Fresh(note),
                _ => Line::Aside(text),
            }
        }
        Form::Frus if text.len() < 60 && !ends_sentence_text(text) => Line::Aside(text),
        Form::Frus => Line::Prose(text),
        Form::Markdown if text.len() < 80 || text.starts_with(['[', '\\', '1', '2', '3']) => {
            Line::Aside(text)
        }
        Form::Markdown => Line::Prose(text),
        Form::Plain if text.starts_with('(') && text.ends_with(')') => Line::Aside(text),
        Form::Plain => match numbered(text) {
            Some(rest) if before.is_empty() || ends_sentence_text(before) => Line::Fresh(rest),
            _ if before.is_empty() && text.len() < 50 && !ends_sentence_text(text) => {
                // A line that stands alone may be a heading, or the first of a narrow column.
                if line.ends_with(' ') { Line::Prose(text) } else { Line::Aside(text) }
            }
            _ if text.chars().filter(|c| c.is_alphabetic()).count() < 3 => Line::Aside(text),
            _ => Line::Prose(text),
        },
    }
}

/// What follows the number of a paragraph.
fn numbered(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    let rest = rest.strip_prefix('.')?;
    ((1..=3).contains(&digits) && rest.starts_with(char::is_whitespace)).then(|| rest.trim())
}

fn clean(form: Form, text: &str) -> String {
    match form {
        Form::Frus => without_brackets(text),
        Form::Markdown => without_markup(text),
        Form::Plain | Form::Record => text.to_owned(),
    }
}

fn without_brackets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let inside = rest.find(']').map(|end| &rest[1..end]);
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        match inside {
            Some(page) if page.strip_prefix("Page ").is_some() => {
                rest = &rest[page.len() + 2..];
                let after = rest.trim_start();
                out.push(' ');
                out.push(PAGE);
                rest = after;
            }
            Some(note) if digits(note) || note == "*" => {
                rest = &rest[note.len() + 2..];
                out.push(NOTE);
            }
            _ => {
                out.push('[');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn without_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let mut skip = c.len_utf8();
        match c {
            '[' if opens_link(rest) => out.push(MARKUP),
            '_' if !(before.is_alphanumeric()
                && rest[skip..].starts_with(char::is_alphanumeric)) =>
            {
                out.push(MARKUP);
            }
            ']' if rest.starts_with("](") => {
                out.push(MARKUP);
                skip = link_end(rest);
            }
            '*' | '\\' | '`' => out.push(MARKUP),
            '<' => {
                out.push(MARKUP);
                skip = rest.find('>').map_or(1, |end| end + 1);
            }
            _ => out.push(c),
        }
        before = c;
        rest = &rest[skip..];
    }
    out
}

/// Whether the bracket that begins `text` is that of a link: others are the writer's own.
fn opens_link(text: &str) -> bool {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        depth += match c {
            '[' => 1,
            ']' => -1,
            _ => 0,
        };
        if depth == 0 {
            return text[at..].starts_with("](");
        }
    }
    false
}

/// Length of `](address)`, whose address may hold brackets in pairs.
fn link_end(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if c == ')' && depth == 0 {
            return at + 1;
        }
    }
    1
}

const CLOSERS: [char; 7] = ['”', '’', '"', '\'', ')', ']', '»'];

fn ends_sentence_text(text: &str) -> bool {
    text.trim_end_matches(CLOSERS).ends_with(['.', '!', '?'])
}

/// Whether a sentence ends with `words[at]`.
pub fn ends_sentence(words: &[Word], at: usize) -> bool {
    const SHORT: [&str; 24] = [
        "mr", "mrs", "ms", "dr", "st", "no", "vs", "gen", "sen", "rep", "col", "lt", "jr", "sr",
        "jan", "feb", "aug", "sept", "oct", "nov", "dec", "dept", "vol", "art",
    ];
    let text = words[at].text.trim_end_matches(CLOSERS);
    let bare = text.trim_end_matches('.').trim_start_matches(|c: char| !c.is_alphanumeric());
    let initials = text.ends_with('.') && (bare.contains('.') || bare.chars().count() == 1);
    let short = text.ends_with('.') && SHORT.contains(&bare.to_lowercase().as_str());
    let next = words.get(at + 1).filter(|next| next.paragraph == words[at].paragraph);
    let begins = next.is_none_or(|next| {
        let first = next.text.chars().find(|c| c.is_alphanumeric());
        first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
    });
    begins && !short && !initials && ends_sentence_text(text)
}
