//! Whom a draft credits with a quotation: the names in the words beside it, and which of them are
//! said to have said it.
//!
//! It goes by the form of the words alone and knows nobody. A name counts as credited only where the
//! words say so plainly (*X says*, *as X puts it*, *according to X*, *X’s report*, *(X 2012)*) and
//! nothing between makes the quotation another's (*X rejects the claim that*): who is merely named in
//! the sentence may be spoken of.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::draft::PLACE;

/// The names beside a quotation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credits {
    /// Those that are said to have said or written it, as the draft writes them.
    pub credited: Vec<String>,
    /// Those of them that only stand as a label of it: `X: “…”`, `“…” (X 2012)`.
    pub labels: Vec<String>,
    /// All names there.
    pub named: Vec<String>,
}

impl Credits {
    /// Reads the [words beside](super::DraftQuotation::beside) a quotation.
    pub fn read(beside: &[String]) -> Credits {
        let mut credits = Credits::default();
        for words in beside {
            let spaced = words.replace(PLACE, &format!(" {PLACE} "));
            Beside::new(&spaced).read(&mut credits);
        }
        credits
    }
}

/// What the table says of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Role {
    Saying,
    How,
    Inverted,
    Work,
    Words,
    Between,
    Turn,
    Others,
    Behind,
    Opener,
    Particle,
    Post,
    Title,
}

static ROLES: LazyLock<HashMap<&'static str, HashSet<Role>>> = LazyLock::new(|| {
    let mut roles: HashMap<_, HashSet<Role>> = HashMap::new();
    for line in include_str!("data/crediting.txt").lines().filter(|l| !l.starts_with('#')) {
        let mut words = line.split_whitespace();
        let role = match words.next() {
            Some("saying") => Role::Saying,
            Some("how") => Role::How,
            Some("inverted") => Role::Inverted,
            Some("work") => Role::Work,
            Some("words") => Role::Words,
            Some("between") => Role::Between,
            Some("turn") => Role::Turn,
            Some("others") => Role::Others,
            Some("behind") => Role::Behind,
            Some("opener") => Role::Opener,
            Some("particle") => Role::Particle,
            Some("post") => Role::Post,
            _ => Role::Title,
        };
        words.for_each(|word| {
            roles.entry(word).or_default().insert(role);
        });
    }
    roles
});

fn is(word: &str, role: Role) -> bool {
    ROLES.get(word).is_some_and(|roles| roles.contains(&role))
}

/// Whether a word says that somebody says something.
pub(super) fn is_saying(word: &str) -> bool {
    is(&word.to_lowercase(), Role::Saying)
}

/// Whether a word, in small letters, is a post or title that stands before a name.
pub(super) fn is_post(word: &str) -> bool {
    is(word, Role::Post)
}

/// Whether a word begins a sentence in capitals and is no name.
pub(super) fn is_opener(word: &str) -> bool {
    is(word, Role::Opener)
}

/// Whether a word holds a name together.
pub(super) fn is_particle(word: &str) -> bool {
    is(word, Role::Particle)
}

/// A word and what stands about it.
struct Word<'a> {
    /// Without punctuation at either end, and without `’s`.
    bare: &'a str,
    /// Whether punctuation before it parts it from what stands before.
    parted: bool,
    /// Whether punctuation behind it parts it from what follows.
    parting: bool,
    /// Whether a sentence ends behind it.
    stop: bool,
    possessive: bool,
    /// Whether the quotation stands here.
    is_place: bool,
    /// What stands before and behind `bare`.
    before: &'a str,
    behind: &'a str,
}

impl<'a> Word<'a> {
    fn new(written: &'a str) -> Word<'a> {
        let is_place = written.contains(PLACE);
        let inner = written.trim_start_matches(|c: char| !c.is_alphanumeric());
        let bare = inner.trim_end_matches(|c: char| !c.is_alphanumeric());
        // A sign that stands alone stands behind a word.
        let before = if bare.is_empty() { "" } else { &written[..written.len() - inner.len()] };
        let behind = if bare.is_empty() { written } else { &inner[bare.len()..] };
        let owner = ["’s", "'s"].iter().find_map(|end| bare.strip_suffix(end));
        let possessive = owner.is_some() || behind.starts_with(['’', '\'']);
        let short = bare.chars().count() <= 2 || bare.contains('.') || is(bare, Role::Title);
        let stop = behind.starts_with('.') && (bare.is_empty() || !short);
        Word {
            bare: owner.unwrap_or(bare),
            parted: before.contains(|c: char| !"*_“\"‘'".contains(c)),
            parting: stop || behind.contains([',', ';', ':', ')', ']', '!', '?', '—', '–']),
            stop: stop || behind.contains([';', '!', '?']),
            possessive,
            is_place,
            before,
            behind,
        }
    }

    fn is_capital(&self) -> bool {
        self.bare.starts_with(char::is_uppercase)
    }

    fn is(&self, role: Role) -> bool {
        is(self.bare, role)
    }

    fn is_dash(&self) -> bool {
        self.bare.is_empty() && self.behind.contains(['—', '–', '―', '-'])
    }

    fn is_number(&self) -> bool {
        self.bare.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// The words beside a quotation, and the names in them as ranges of words.
struct Beside<'a> {
    words: Vec<Word<'a>>,
    names: Vec<Range<usize>>,
}

/// A subject stands at most so many words before its verb.
const REACH: usize = 5;
/// What stands between commas behind a name has at most so many words.
const APPOSITION: usize = 12;
/// What stands in brackets behind a name has at most so many words.
const BRACKET: usize = 8;
/// A clause leads up to a quotation in at most so many words.
const LEAD: usize = 24;
/// … and behind it takes it up in at most so many.
const TURN: usize = 3;

impl<'a> Beside<'a> {
    fn new(text: &'a str) -> Beside<'a> {
        let words: Vec<Word<'a>> = text.split_whitespace().map(Word::new).collect();
        let mut names = Vec::new();
        let mut at = 0;
        while at < words.len() {
            if !words[at].is_capital() || words[at].is(Role::Opener) {
                at += 1;
                continue;
            }
            let end = name_end(&words, at);
            names.push(at..end);
            at = end;
        }
        Beside { words, names }
    }

    fn read(&self, credits: &mut Credits) {
        let add = |list: &mut Vec<String>, name: &String| {
            if !list.contains(name) {
                list.push(name.clone());
            }
        };
        let mut rest = self.names.as_slice();
        while !rest.is_empty() {
            let (group, behind) = rest.split_at(self.joined(rest));
            rest = behind;
            let whole = group[0].start..group[group.len() - 1].end;
            let (says, labels) = (self.says(&whole), self.labels(&whole));
            for name in group.iter().map(|name| self.written(name)) {
                if says || labels {
                    add(&mut credits.credited, &name);
                }
                if labels && !says {
                    add(&mut credits.labels, &name);
                }
                add(&mut credits.named, &name);
            }
        }
    }

    /// How many of the names are one subject: `A, B and C`.
    fn joined(&self, names: &[Range<usize>]) -> usize {
        let mut joined = 1;
        for (n, pair) in names.windows(2).enumerate() {
            let (last, between) =
                (&self.words[pair[0].end - 1], &self.words[pair[0].end..pair[1].start]);
            let plain = last.behind.chars().all(|c| c == ',' || c == '.');
            let comma = between.is_empty() && last.behind == ",";
            let and = plain
                && between.first().is_some_and(|w| w.bare == "and" || w.behind == "&")
                && between[1..].iter().all(|w| w.bare == "the");
            if last.possessive || !(and || comma) {
                break;
            }
            if and {
                joined = n + 2;
            }
        }
        joined
    }

    fn written(&self, name: &Range<usize>) -> String {
        let mut written = String::new();
        for (i, word) in self.words[name.clone()].iter().enumerate() {
            if i > 0 {
                // Of an initial, or a title: `Sameer P. Lalwani`.
                written.push_str(self.words[name.start + i - 1].behind);
                written.push(' ');
            }
            written.push_str(word.bare);
        }
        written
    }

    /// Whether a clause says that whoever stands at `name` said it.
    fn says(&self, name: &Range<usize>) -> bool {
        if self.words[name.end - 1].possessive {
            return self.owns(name);
        }
        // `the treaty that X signed says`
        let before = name.start.checked_sub(1).map(|i| self.words[i].bare);
        let reach = if before.is_some_and(is_relative) { 0 } else { REACH };
        self.is_subject(name, reach) || self.is_introduced(name)
    }

    /// Whether whoever stands at `name` is said in the form of a label to have said it.
    fn labels(&self, name: &Range<usize>) -> bool {
        let (_, behind) = self.past_bracket(name.end);
        if behind.contains(':') {
            let (at, _) = self.past_bracket(name.end);
            return self.words.get(at).is_some_and(|w| w.is_place);
        }
        let Some((before, opens)) = name.start.checked_sub(1).map(|i| (i, &self.words[name.start]))
        else {
            return false;
        };
        let place = |at: Option<usize>| at.is_some_and(|i| self.words[i].is_place);
        // A sign between: `□, (X 2012)`.
        let signs = self.words[..name.start].iter().rev();
        let first = before + 1 - signs.take_while(|w| w.bare.is_empty() && !w.is_place).count();
        let dashed = self.words[first..name.start].iter().any(Word::is_dash);
        let opened = opens.before.contains(['(', '[', '—', '–', '―']) || dashed;
        opened && place(first.checked_sub(1)) && self.is_reference(name.end)
    }

    /// Whether what ends before `end` is followed as a name in a reference is: `(X 2012)`, `— X, …`.
    fn is_reference(&self, end: usize) -> bool {
        let last = &self.words[end - 1];
        let Some(next) = self.words.get(end) else { return true };
        let numbered =
            |w: &Word<'_>| w.is_number() || matches!(w.bare, "p" | "pp" | "para" | "n.d" | "et");
        last.parting
            || last.stop
            || last.possessive && next.is_number()
            || next.before.contains(['(', '['])
            || next.is_place
            || numbered(next)
    }

    /// `X’s report □`, `X’s fact sheet says □`, `in X’s words, □`.
    fn owns(&self, name: &Range<usize>) -> bool {
        let owned = self.words[name.end..].iter().take(REACH);
        let mut owned = owned.take_while(|w| !w.is_place && !w.is_capital());
        let Some(work) = owned.position(|w| w.is(Role::Work)) else { return false };
        let work = name.end + work;
        // `X’s report on the talks, of last year, says □`
        let behind = self.words[work..].iter().take_while(|w| !w.stop);
        let verb = behind.skip(1).take(LEAD).position(|w| w.is(Role::Saying));
        self.leads(work) || self.turns(name.start) || verb.is_some_and(|v| self.leads(work + 1 + v))
    }

    /// `X says`, `X fact sheet says`, `X, a minister of the state, says`, `X (2012) says`.
    fn is_subject(&self, name: &Range<usize>, reach: usize) -> bool {
        let (mut at, behind) = self.past_bracket(name.end);
        let rest = &self.words[at.min(self.words.len())..];
        if behind.starts_with(',') {
            let who = rest.first().is_some_and(|w| is_relative(w.bare));
            let closing =
                rest.iter().take(APPOSITION).position(|w| w.is_place || w.behind.contains(','));
            match closing.filter(|i| !rest[*i].is_place) {
                _ if who => at += 1,
                Some(comma) => at += comma + 1,
                None => return false,
            }
        } else if !behind.is_empty() && self.words[at - 1].parting && !behind.ends_with(')') {
            return false;
        }
        let Some(verb) = self.verb(at, reach) else { return false };
        if self.words[at..verb].iter().any(|w| w.parting) {
            return false;
        }
        self.leads(verb) || self.turns(name.start)
    }

    /// The word of saying that `at` and what may stand between leads to.
    fn verb(&self, at: usize, reach: usize) -> Option<usize> {
        // `USIP report calls`: what may be a noun is the verb only where no other follows.
        let mut noun = None;
        for verb in at..self.words.len().min(at + reach + 1) {
            let word = &self.words[verb];
            let object = self.words.get(verb + 1).map(|w| w.bare);
            let how = word.is(Role::How) && matches!(object, Some("it" | "this" | "things"));
            let may_be_noun = word.is(Role::Between);
            if how || word.is(Role::Saying) && !may_be_noun {
                return Some(verb);
            }
            if word.is(Role::Saying) {
                noun = Some(verb);
            }
            let passes = may_be_noun || word.bare.ends_with("ly") || word.is_number();
            if word.is_place || !passes && !word.bare.is_empty() {
                return noun;
            }
        }
        noun
    }

    /// Whether the clause with its verb at `from` goes on to the quotation, and nothing between
    /// makes it another's.
    fn leads(&self, from: usize) -> bool {
        let behind = &self.words[from + 1..];
        let Some(place) = behind.iter().take(LEAD + 1).position(|w| w.is_place) else {
            return false;
        };
        let ends = self.words[from].stop;
        let strays = |w: &Word<'_>| w.stop || w.is(Role::Others) || w.is(Role::Saying);
        !ends && !behind[..place].iter().any(strays)
    }

    /// Whether the quotation stands right before the clause that begins at `from`.
    fn turns(&self, from: usize) -> bool {
        let before = self.words[..from].iter().rev();
        let turned = before.take_while(|w| !w.is_place);
        let turned: Vec<_> = turned.take(TURN + 1).collect();
        let place = from.checked_sub(turned.len() + 1).map(|i| &self.words[i]);
        place.is_some_and(|w| w.is_place)
            && turned.iter().all(|w| w.bare.is_empty() || w.is(Role::Turn))
    }

    /// `said X`, `according to X`, `in the words of X`, `a report by X`, `in X (2012)`.
    fn is_introduced(&self, name: &Range<usize>) -> bool {
        let mut start = name.start;
        while start > 0 && matches!(self.words[start - 1].bare, "the" | "a" | "an" | "The") {
            start -= 1;
        }
        let word = |back: usize| start.checked_sub(back).map(|i| &self.words[i]);
        let Some(last) = word(1).filter(|w| !w.parting && !w.is_place) else { return false };
        let second = word(2);
        let last_of = name.end - 1;
        let gives = |back: usize| self.leads(last_of) || self.turns(start.saturating_sub(back));
        let lower = last.bare.to_lowercase();
        let by = |w: &Word<'_>| w.is(Role::Work) || w.is(Role::Saying);
        let (after_bracket, _) = self.past_bracket(name.end);
        match lower.as_str() {
            "to" if second.is_some_and(|w| w.bare.eq_ignore_ascii_case("according")) => gives(2),
            "of" if second.is_some_and(|w| w.is(Role::Words)) => gives(4),
            "by" if second.is_some_and(by) => {
                self.leads(last_of) || self.verb(name.end, 1).is_some()
            }
            "in" => {
                after_bracket > name.end
                    && self.words[name.end].is_number()
                    && self.leads(after_bracket - 1)
            }
            "per" | "quoting" => gives(1),
            _ if last.is(Role::Inverted) => self.is_inverted(name, start - 1),
            _ => false,
        }
    }

    /// `□, said X in Delhi`, `as said X, □`.
    fn is_inverted(&self, name: &Range<usize>, verb: usize) -> bool {
        let last = &self.words[name.end - 1];
        let next = self.words.get(name.end);
        let ends = last.parting
            || next.is_none_or(|w| w.is_place || w.is(Role::Behind) || w.before.contains('('));
        let as_said =
            verb.checked_sub(1).is_some_and(|i| matches!(self.words[i].bare, "As" | "as"));
        ends && (self.turns(verb) || as_said && self.leads(name.end - 1))
    }

    /// One past the brackets behind `end`, and the punctuation that follows the name and them.
    fn past_bracket(&self, end: usize) -> (usize, &'a str) {
        let behind = self.words[end - 1].behind;
        let opens = self.words.get(end).is_some_and(|w| w.before.contains(['(', '[']));
        if !opens || self.words[end - 1].parting {
            return (end, behind);
        }
        let bracket = self.words[end..].iter().take(BRACKET).take_while(|w| !w.is_place);
        let mut bracket = bracket.map(|w| w.behind);
        let closing = bracket.position(|behind| behind.contains([')', ']']));
        closing.map_or((end, behind), |last| {
            let behind = self.words[end + last].behind;
            (end + last + 1, behind.trim_start_matches([')', ']']))
        })
    }
}

/// One past the last word of the name that begins at `from`.
fn name_end(words: &[Word<'_>], from: usize) -> usize {
    let mut end = from + 1;
    let mut at = end;
    while let Some(word) = words.get(at) {
        let previous = &words[at - 1];
        if previous.parting || previous.possessive || word.parted || word.is_place {
            break;
        }
        if word.is_capital() {
            end = at + 1;
        } else if !word.is(Role::Particle) {
            break;
        }
        at += 1;
    }
    end
}

fn is_relative(word: &str) -> bool {
    matches!(word, "that" | "which" | "who" | "whom" | "what")
}
