//! What stands between quotation marks: double, single, straight, curly, low, guillemets, corner
//! brackets, and the marks of typists and typesetters (` ``…'' `, `‘‘…’’`).
//!
//! It knows neither markup nor what a quotation says. A mark opens or closes by what stands beside
//! it and what is open; whatever stays in doubt is an apostrophe, an inch or a slip, and no mark.
//! Every mark is looked at once, so the work is linear in the text.
//!
//! ```
//! use pincite::text::quoted::quoted;
//! let text = "“I won’t ‘bow’,” he said.";
//! let found: Vec<_> = quoted(text).iter().filter_map(|q| q.inner.slice(text)).collect();
//! assert_eq!(found, ["I won’t ‘bow’,", "bow"]);
//! ```

use super::span::{Span, offset};

/// A stretch of text between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// With the marks; where the last is missing, to the end of the paragraph.
    pub outer: Span,
    /// Between the marks, white space at either end included.
    pub inner: Span,
    /// In how many others it stands: 0 for the outermost. Deeper than 255 counts as 255.
    pub depth: u8,
    /// Whether it has its closing mark.
    pub closed: bool,
}

impl Quoted {
    /// What is quoted of each paragraph, without the marks that open it again; `text` is the text it
    /// was found in.
    pub fn pieces(&self, text: &str) -> Vec<Span> {
        let mark = text.get(self.outer.start as usize..self.inner.start as usize);
        let Some((mark, inner)) = mark.zip(self.inner.slice(text)) else { return Vec::new() };
        let mut at = self.inner.start as usize;
        let mut pieces = Vec::new();
        for (i, line) in inner.split('\n').enumerate() {
            let mut piece = line.trim_start();
            if i > 0 {
                piece = piece.strip_prefix(mark).unwrap_or(piece).trim_start();
            }
            let start = at + line.len() - piece.len();
            pieces.push(Span::new(start, start + piece.trim_end().len()));
            at += line.len() + 1;
        }
        pieces
    }
}

/// What stands between quotation marks in `text`, whose paragraphs are parted by newlines: by
/// place, an outer quotation before those in it. They nest properly.
///
/// A quotation of several paragraphs, each opened and only the last closed, is one; so is one of two
/// paragraphs of which the second is not opened again. A double mark that is not closed quotes to the end of its paragraph; a single one, or one with the same marks
/// in pairs behind it, is none. Nothing is quoted where there is no letter or digit.
pub fn quoted(text: &str) -> Vec<Quoted> {
    let mut finder = Finder { text, ..Finder::default() };
    let mut start = 0;
    for line in text.split('\n') {
        finder.paragraph(start, start + line.len());
        start += line.len() + 1;
    }
    finder.finish()
}

/// Marks of one family open and close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Double,
    Single,
    Guillemets,
    Angles,
    Corners,
}

/// A mark, or two that stand for one.
#[derive(Clone, Copy, Debug)]
struct Mark {
    start: usize,
    end: usize,
    /// The first character of it.
    sign: char,
    /// Whether it is two single marks.
    two: bool,
    /// What stands before and behind the run of marks that it is one of.
    before: Beside,
    after: Beside,
    /// A single mark behind which a closing one is plainly to come.
    closed_later: bool,
}

/// What stands beside a run of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
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

/// An opening mark that waits for its closing one.
#[derive(Clone, Copy, Debug)]
struct Open {
    family: Family,
    start: usize,
    inner: usize,
    sign: char,
    /// Whether white space stands on both its sides.
    detached: bool,
    /// Whether its paragraph begins with it.
    leads: bool,
    /// Whether marks of its family stand behind it.
    disturbed: bool,
    /// Whether it goes on in a paragraph that does not open it again.
    spans: bool,
}

#[derive(Default)]
struct Finder<'a> {
    text: &'a str,
    found: Vec<Quoted>,
    open: Vec<Open>,
    /// For each family, which of `open` belong to it.
    tops: [Vec<usize>; 5],
    /// A quotation closed behind a digit, where the mark may mean inches.
    doubtful: Option<usize>,
    /// Where the last paragraph that is not empty ends.
    paragraph_end: usize,
}

impl Finder<'_> {
    fn paragraph(&mut self, start: usize, end: usize) {
        let line = &self.text[start..end];
        let words = line.trim_start();
        if words.is_empty() {
            return;
        }
        let lead = end - words.len();
        let marks = marks(self.text, start, end);
        let opened = marks.first().filter(|mark| mark.start == lead).copied();
        let closed = marks.iter().find(|mark| family(mark) == Family::Double);
        let goes_on = self.part(opened, closed.filter(|mark| self.ends(mark)).copied());
        self.paragraph_end = start + line.trim_end().len();
        for mark in marks.into_iter().skip(usize::from(goes_on)) {
            self.mark(mark, mark.start == lead);
        }
    }

    fn finish(mut self) -> Vec<Quoted> {
        self.part(None, None);
        let mut found = self.found;
        let text = self.text;
        found.retain(|q| {
            q.inner.slice(text).is_some_and(|inner| inner.contains(char::is_alphanumeric))
        });
        found.sort_unstable_by_key(|q| (q.outer.start, std::cmp::Reverse(q.outer.end)));
        let mut ends: Vec<u32> = Vec::new();
        for quoted in &mut found {
            while ends.last().is_some_and(|end| *end <= quoted.outer.start) {
                ends.pop();
            }
            quoted.depth = u8::try_from(ends.len()).unwrap_or(u8::MAX);
            ends.push(quoted.outer.end);
        }
        found
    }

    /// Whether a mark can only close what was opened in the paragraph before.
    fn ends(&self, mark: &Mark) -> bool {
        let inches = self.text[..mark.start].ends_with(|c: char| c.is_ascii_digit());
        matches!(mark.sign, '"' | '”')
            && matches!(mark.before, Beside::Word | Beside::Closing)
            && matches!(mark.after, Beside::Space | Beside::Closing)
            && !inches
    }

    /// Ends a paragraph. What is open goes on if the next begins with `next` and that is its mark, or
    /// if the first double mark there is `closing` and closes it; says whether it takes `next`.
    fn part(&mut self, next: Option<Mark>, closing: Option<Mark>) -> bool {
        self.doubtful = None;
        self.tops = Default::default();
        let open = std::mem::take(&mut self.open);
        let mut disturbed = [false; 5];
        let mut left = None;
        for one in open.into_iter().rev() {
            let family = one.family as usize;
            let kept = !one.detached && (one.leads || !(one.disturbed || disturbed[family]));
            disturbed[family] = true;
            if kept {
                left = Some(one);
            }
        }
        let Some(mut open) = left else { return false };
        let same = |mark: Mark| mark.sign == open.sign && mark.end - mark.start == open.mark_len();
        if next.is_some_and(|mark| same(mark) && mark.after != Beside::Space) {
            open.leads = true;
            open.disturbed = false;
            self.push(open);
            return true;
        }
        let pair =
            closing.is_some_and(|mark| matches!((open.sign, mark.sign), ('"', '"') | ('“', '”')));
        if pair && !open.disturbed && open.mark_len() == open.sign.len_utf8() && !open.spans {
            self.push(Open { spans: true, ..open });
            return false;
        }
        if open.family == Family::Double && open.sign != '”' && !open.disturbed {
            self.found.push(Quoted {
                outer: Span::new(open.start, self.paragraph_end),
                inner: Span::new(open.inner, self.paragraph_end),
                depth: 0,
                closed: false,
            });
        }
        false
    }

    fn mark(&mut self, mark: Mark, leads: bool) {
        match mark.sign {
            _ if mark.two && !self.is_one(mark) => {
                let middle = mark.start + mark.sign.len_utf8();
                self.single(Mark { end: middle, two: false, ..mark }, leads);
                self.single(Mark { start: middle, two: false, ..mark }, false);
            }
            '"' | '“' | '”' | '„' | '‟' | '＂' => self.double(mark, leads),
            _ if mark.two => self.double(mark, leads),
            '«' | '»' => self.pointed(mark, Family::Guillemets, leads),
            '‹' | '›' => self.pointed(mark, Family::Angles, leads),
            '「' | '『' => self.begin(mark, Family::Corners, leads),
            '」' | '』' => self.close(mark, Family::Corners),
            _ => self.single(mark, leads),
        }
    }

    /// Whether two single marks stand for a double one.
    fn is_one(&self, mark: Mark) -> bool {
        let top = self.open.last().map(|open| open.family);
        top != Some(Family::Single) || matches!(mark.sign, '`' | '‘')
    }

    fn double(&mut self, mark: Mark, leads: bool) {
        use Beside::{Closing, Dash, Opening, Other, Space, Word};
        let top = self.top(Family::Double).map(|open| open.sign);
        let is_open = top.is_some();
        let (before, after) = (mark.before, mark.after);
        let opens = match mark.sign {
            '„' | '‟' | '`' => true,
            '“' | '‘' => {
                let ends = !matches!(before, Space | Opening) && matches!(after, Space | Closing);
                !(is_open && (ends || (top == Some('„') && before != Space)))
            }
            '”' | '’' if is_open => false,
            '”' | '’' => matches!(before, Space | Opening) && after == Word,
            _ => match (before, after) {
                (Space, Space | Closing) | (Dash, Word | Opening | Other) => !is_open,
                (Space | Opening, _) => true,
                (Word, Word) => !is_open && !self.is_inside_word(mark),
                (_, Word | Opening | Other) => !is_open,
                _ => false,
            },
        };
        if opens {
            if !(before == Space && after == Closing) {
                self.begin(mark, Family::Double, leads);
            }
        } else if is_open {
            let inches = self.text[..mark.start].ends_with(|c: char| c.is_ascii_digit());
            let found = self.found.len();
            self.close(mark, Family::Double);
            self.doubtful = (inches && self.found.len() > found).then_some(found);
        } else if let Some(last) = self.doubtful.filter(|_| before != Space) {
            // `“a 12" board”`: the mark behind the number meant inches.
            self.found[last].outer.end = offset(mark.end);
            self.found[last].inner.end = offset(mark.start);
        }
    }

    /// A straight mark between a digit and a small letter (inches), or between Hebrew letters.
    fn is_inside_word(&self, mark: Mark) -> bool {
        let (before, after) = (&self.text[..mark.start], &self.text[mark.end..]);
        let hebrew = |c: char| ('\u{590}'..='\u{5ff}').contains(&c);
        before.ends_with(hebrew) && after.starts_with(hebrew)
            || before.ends_with(|c: char| c.is_ascii_digit())
                && after.starts_with(|c: char| !c.is_uppercase())
    }

    fn pointed(&mut self, mark: Mark, family: Family, leads: bool) {
        let top = self.top(family).map(|open| open.sign);
        let left = matches!(mark.sign, '«' | '‹');
        let is_left = top.map(|sign| matches!(sign, '«' | '‹'));
        match (left, is_left) {
            (true, Some(false)) | (false, Some(true)) => self.close(mark, family),
            (true, _) => self.begin(mark, family, leads),
            (false, Some(false)) if mark.after != Beside::Word => self.close(mark, family),
            (false, _) => {
                let begins = !matches!(mark.before, Beside::Word | Beside::Closing);
                if begins && mark.after != Beside::Space {
                    self.begin(mark, family, leads);
                }
            }
        }
    }

    fn single(&mut self, mark: Mark, leads: bool) {
        let is_open = self.open.last().is_some_and(|open| open.family == Family::Single);
        match single_role(self.text, &mark) {
            Role::Opens => self.begin(mark, Family::Single, leads),
            Role::Either if !is_open => self.begin(mark, Family::Single, leads),
            Role::Tick if is_open && self.open.last().is_some_and(|open| open.sign == '`') => {
                self.drop_top();
            }
            Role::Either | Role::Closes if is_open => self.close(mark, Family::Single),
            Role::Doubtful if is_open && !mark.closed_later => self.close(mark, Family::Single),
            _ => {}
        }
    }

    fn top(&self, family: Family) -> Option<&Open> {
        self.tops[family as usize].last().and_then(|i| self.open.get(*i))
    }

    fn begin(&mut self, mark: Mark, family: Family, leads: bool) {
        self.doubtful = None;
        let detached = mark.before == Beside::Space
            && mark.after == Beside::Space
            && matches!(mark.sign, '"' | '\'');
        self.push(Open {
            family,
            start: mark.start,
            inner: mark.end,
            sign: mark.sign,
            detached,
            leads,
            disturbed: false,
            spans: false,
        });
    }

    fn push(&mut self, open: Open) {
        self.tops[open.family as usize].push(self.open.len());
        self.open.push(open);
    }

    fn drop_top(&mut self) {
        if let Some(open) = self.open.pop() {
            self.tops[open.family as usize].pop();
        }
    }

    /// Closes the last open mark of the family; what was opened behind it and is open still was no
    /// mark.
    fn close(&mut self, mark: Mark, family: Family) {
        let Some(at) = self.tops[family as usize].last().copied() else { return };
        while self.open.len() > at + 1 {
            self.drop_top();
        }
        let open = self.open[at];
        self.drop_top();
        if let Some(outer) = self.tops[family as usize].last() {
            self.open[*outer].disturbed = true;
        }
        self.doubtful = None;
        // Ditto marks stand alone, with hardly a word between them.
        let words = || self.text[open.inner..mark.start].split_whitespace();
        if open.detached && words().filter(|w| w.contains(char::is_alphabetic)).nth(1).is_none() {
            return;
        }
        self.found.push(Quoted {
            outer: Span::new(open.start, mark.end),
            inner: Span::new(open.inner, mark.start),
            depth: 0,
            closed: true,
        });
    }
}

impl Open {
    fn mark_len(&self) -> usize {
        self.inner - self.start
    }
}

/// What a single mark can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
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

fn single_role(text: &str, mark: &Mark) -> Role {
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
fn marks(text: &str, start: usize, end: usize) -> Vec<Mark> {
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

fn family(mark: &Mark) -> Family {
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
