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

use super::mark::{Beside, Family, Mark, Role, family, marks, single_role};
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
