//! Quotation marks, one by one: what each can be by what stands beside it.
//!
//! It does not know which marks belong together; that is [`quoted`](mod@super::quoted).

/// Marks of one family open and close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Double,
    Single,
    Guillemets,
    Angles,
    Corners,
}

/// A mark, or two that stand for one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub start: usize,
    pub end: usize,
    /// The first character of it.
    pub sign: char,
    /// Whether it is two single marks.
    pub two: bool,
    /// What stands before and behind the run of marks that it is one of.
    pub before: Beside,
    pub after: Beside,
    /// A single mark behind which a closing one is plainly to come.
    pub closed_later: bool,
}

/// What stands beside a run of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    /// White space, or nothing.
    Space,
    /// A letter or digit.
    Word,
    /// An opening bracket.
    Opening,
    Dash,
    /// What ends a phrase: stops, commas, closing brackets.
    Closing,
    /// Three points, currency signs and so on.
    Other,
}

impl Beside {
    fn of(c: Option<char>, following: Option<char>) -> Beside {
        match c {
            None => Beside::Space,
            Some(c) if c.is_whitespace() => Beside::Space,
            Some(c) if c.is_alphanumeric() => Beside::Word,
            Some('(' | '[' | '{' | '<' | '/') => Beside::Opening,
            Some('-' | '\u{2010}'..='\u{2015}' | '−') => Beside::Dash,
            Some('.') if following == Some('.') => Beside::Other,
            Some('.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '>' | '*' | '_') => {
                Beside::Closing
            }
            Some(_) => Beside::Other,
        }
    }
}

/// What a single mark can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// An apostrophe.
    Apostrophe,
    Opens,
    Closes,
    /// Opens unless one is open.
    Either,
    /// Closes, or is the apostrophe of `the States’ claims`, `talkin’ about`.
    Doubtful,
    /// Opens as typists write it, or is code's.
    Tick,
}

pub(super) fn single_role(text: &str, mark: &Mark) -> Role {
    use Beside::{Closing, Dash, Opening, Other, Space, Word};
    let (before, after) = (&text[..mark.start], &text[mark.end..]);
    if mark.before == Word && mark.after == Word {
        return if mark.sign == '`' { Role::Tick } else { Role::Apostrophe };
    }
    let opens_word = matches!(mark.before, Space | Opening | Dash)
        && !matches!(mark.after, Space | Closing | Dash)
        && !is_clipped(after);
    match mark.sign {
        '‚' | '‛' if opens_word => return Role::Opens,
        '‚' | '‛' => return Role::Apostrophe,
        '`' if opens_word => return Role::Either,
        '`' => return Role::Tick,
        // A comma's shape at the start of a word is an apostrophe (’tis), never an opening mark.
        '’' if opens_word => return Role::Apostrophe,
        _ if opens_word => return Role::Opens,
        _ => {}
    }
    let spaced = matches!(mark.before, Closing) && before.ends_with([',', ':']);
    if spaced && mark.after == Word {
        return if mark.sign == '’' { Role::Closes } else { Role::Either };
    }
    let ends_word = mark.before != Space && !matches!(mark.after, Word | Opening | Other);
    if !ends_word || mark.before == Opening || is_between_clips(before) {
        return Role::Apostrophe;
    }
    let next = after.strip_prefix(' ').filter(|next| next.starts_with(char::is_lowercase));
    let owned = |next: &str| before.ends_with(['s', 'S']) && !has_no_owner(next);
    let is_doubtful = next.is_some_and(|next| before.ends_with("in") || owned(next));
    if is_doubtful { Role::Doubtful } else { Role::Closes }
}

/// Words that nobody owns: what stands before them is no possessive.
const OWNERLESS: [&str; 34] = [
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "can", "for", "from", "had", "has",
    "have", "if", "in", "is", "nor", "of", "on", "or", "said", "says", "than", "that", "the", "to",
    "was", "were", "which", "who", "will", "with",
];

/// Whether `text` begins with such a word.
fn has_no_owner(text: &str) -> bool {
    let end = text.bytes().take(8).take_while(u8::is_ascii_lowercase).count();
    OWNERLESS.binary_search(&&text[..end]).is_ok()
}

/// Words that begin with an apostrophe.
const CLIPPED: [&str; 22] = [
    "tis", "twas", "twere", "twill", "twould", "til", "till", "em", "n", "cause", "cos", "cuz",
    "bout", "round", "neath", "gainst", "nother", "cept", "scuse", "nuff", "tween", "midst",
];

/// Whether `word` begins with a word that an apostrophe cuts: `tis`, `90s`, `68`.
fn is_clipped(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = bytes.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
    if digits == 2 {
        let rest = &text[2..];
        let rest = rest.strip_prefix("er").or(rest.strip_prefix('s')).unwrap_or(rest);
        return !rest.starts_with(char::is_alphanumeric) && !rest.starts_with(['.', ',', '%']);
    }
    let end = bytes.iter().take(8).take_while(|b| b.is_ascii_alphabetic()).count();
    let word = &text[..end];
    !text[end..].starts_with(char::is_alphanumeric)
        && CLIPPED.iter().any(|clipped| word.eq_ignore_ascii_case(clipped))
}

/// Whether `before` ends as `rock ’n`: the mark behind it is an apostrophe too.
fn is_between_clips(before: &str) -> bool {
    let Some(rest) = before.strip_suffix(['n', 'N']) else { return false };
    let clipped = rest.strip_suffix(['\'', '’', '‘', '`']);
    clipped.is_some_and(|rest| rest.ends_with(char::is_whitespace))
}

/// The marks of a paragraph, by place.
pub(super) fn marks(text: &str, start: usize, end: usize) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut chars = text[start..end].char_indices().map(|(i, c)| (start + i, c)).peekable();
    let mut before = None;
    while let Some((at, c)) = chars.next() {
        if !is_mark(c) {
            before = Some(c);
            continue;
        }
        let first = marks.len();
        let mut last = Mark {
            start: at,
            end: at + c.len_utf8(),
            sign: c,
            two: false,
            before: Beside::of(before, None),
            after: Beside::Space,
            closed_later: false,
        };
        // A run of marks, narrow spaces between them, has the same neighbours.
        while let Some(&(at, c)) = chars.peek() {
            if is_mark(c) {
                let end = at + c.len_utf8();
                if c == last.sign && last.end == at && !last.two && "'`‘’".contains(c) {
                    last.end = end;
                    last.two = true;
                } else {
                    marks.push(last);
                    last = Mark { start: at, end, sign: c, two: false, ..last };
                }
            } else if !matches!(c, '\u{a0}' | '\u{2009}' | '\u{200a}' | '\u{202f}')
                || !text[at + c.len_utf8()..end].starts_with(is_mark)
            {
                break;
            }
            chars.next();
        }
        marks.push(last);
        let mut behind = text[last.end..end].chars();
        let after = Beside::of(behind.next(), behind.next());
        marks[first..].iter_mut().for_each(|mark| mark.after = after);
        close_inner_first(&mut marks[first..]);
    }
    let mut closed_later = false;
    for mark in marks.iter_mut().rev() {
        mark.closed_later = closed_later;
        closed_later = match family(mark) {
            Family::Single => match single_role(text, mark) {
                Role::Closes => true,
                Role::Apostrophe | Role::Doubtful => closed_later,
                _ => false,
            },
            _ => false,
        };
    }
    marks
}

/// Three single marks behind a word close a single mark, then a double one.
fn close_inner_first(run: &mut [Mark]) {
    for at in 0..run.len().saturating_sub(1) {
        let (two, one) = (run[at], run[at + 1]);
        let before = at.checked_sub(1).and_then(|i| run.get(i));
        let is_third = two.two && !one.two && one.sign == two.sign && one.start == two.end;
        let is_longer = before.is_some_and(|b| b.sign == two.sign && b.end == two.start);
        if is_third && !is_longer && !matches!(two.before, Beside::Space | Beside::Opening) {
            let middle = two.start + two.sign.len_utf8();
            run[at] = Mark { end: middle, two: false, ..two };
            run[at + 1] = Mark { start: middle, two: true, ..one };
        }
    }
}

pub(super) fn family(mark: &Mark) -> Family {
    match mark.sign {
        '«' | '»' => Family::Guillemets,
        '‹' | '›' => Family::Angles,
        '「' | '」' | '『' | '』' => Family::Corners,
        '"' | '“' | '”' | '„' | '‟' | '＂' => Family::Double,
        _ if mark.two => Family::Double,
        _ => Family::Single,
    }
}

/// Whether `c` is printed as a quotation mark; it may be an apostrophe all the same.
pub fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
            | '`'
            | '＂'
    )
}
