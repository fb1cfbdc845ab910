//! Who says the words of a stretch of a document: the text itself, or somebody it quotes.
//!
//! A speaker is named only where the sentence itself names one beside a word of saying; a pronoun
//! names nobody. A false name is worse than none.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::finding::QuotedIn;
use super::reading::boundary;
use crate::document::{BlockKind, Document};
use crate::text::Span;
use crate::text::quoted::{Quoted, quoted};

/// How far before and behind the words their marks may stand, in bytes.
const REACH: usize = 1 << 13;

/// How many words may stand between a word of saying and what is said.
const GAP: usize = 6;

/// How many words a name with its titles may have.
const NAME: usize = 14;

/// Whether the words at `span` of the document's text stand inside a quotation there, and whose
/// they are.
pub fn quoted_in(document: &Document, span: Span) -> Option<QuotedIn> {
    let round = enclosing(&document.text, span)?;
    Some(QuotedIn { speaker: speaker(&document.text, round) })
}

/// The innermost quotation of `text` that `span` lies in, its marks counted with it.
pub(super) fn enclosing(text: &str, span: Span) -> Option<Span> {
    span.slice(text)?;
    let from = boundary(text, span.range().start.saturating_sub(REACH));
    let from = text[..from].rfind('\n').filter(|i| from - i < REACH).map_or(from, |i| i + 1);
    let to = boundary(text, span.range().end + REACH);
    let to = text[to..].find('\n').filter(|i| *i < REACH).map_or(to, |i| to + i);
    let found = quoted(text.get(from..to)?);
    let by = Span::new(from, from).start;
    let lies = |q: &Quoted| q.outer.shifted(by).holds(span);
    found.iter().rev().find(|q| lies(q)).map(|q| q.outer.shifted(by))
}

/// What the table says of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Role {
    Verb,
    Opener,
    Pronoun,
    Link,
    Title,
}

static ROLES: LazyLock<HashMap<&'static str, HashSet<Role>>> = LazyLock::new(|| {
    let mut roles: HashMap<_, HashSet<Role>> = HashMap::new();
    for line in include_str!("data/reporting.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let role = match words.next() {
            Some("verb") => Role::Verb,
            Some("opener") => Role::Opener,
            Some("pronoun") => Role::Pronoun,
            Some("link") => Role::Link,
            _ => Role::Title,
        };
        words.for_each(|word| {
            roles.entry(word).or_default().insert(role);
        });
    }
    roles
});

fn is(word: &str, role: Role) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    ROLES.get(bare.as_str()).is_some_and(|roles| roles.contains(&role))
}

/// Whether the word is a title that names are given: `Secretary`.
pub(super) fn is_title(word: &str) -> bool {
    is(word, Role::Title)
}

/// Whether the word is one of saying; `States` with a capital is none.
fn is_verb(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && is(word, Role::Verb)
}

/// Who says the words between the marks at `outer`, if the sentence names somebody.
pub(super) fn speaker(text: &str, outer: Span) -> Option<String> {
    let (start, end) = (outer.range().start, outer.range().end);
    let line = text[..start].rfind('\n').map_or(0, |i| i + 1);
    let line = boundary(text, line.max(start.saturating_sub(400)));
    let stop = text[end..].find('\n').map_or(text.len(), |i| end + i);
    let stop = boundary(text, stop.min(end + 300));
    let goes_on = text[..end].trim_end_matches(is_quote_mark).ends_with([',', '?', '!', '—', '-'])
        || text[end..].trim_start().starts_with(',');
    let behind = if goes_on { named_behind(&text[end..stop]) } else { Named::Nobody };
    match behind {
        Named::Somebody(name) => Some(name),
        Named::Pronoun => None,
        Named::Nobody => named_before(&text[line..start]),
    }
}

/// What a clause says of who spoke.
enum Named {
    Somebody(String),
    Pronoun,
    Nobody,
}

/// `, said Price.`, ` Price told reporters`, ` according to the Prime Minister`.
fn named_behind(text: &str) -> Named {
    let text = text.trim_start_matches([',', ' ', '—']);
    let words: Vec<&str> = text.split_whitespace().take(NAME + 4).collect();
    let Some(first) = words.first() else { return Named::Nobody };
    if is(first, Role::Pronoun) {
        return Named::Pronoun;
    }
    let rest = match (is_verb(first), *first, words.get(1)) {
        (true, _, Some(second)) if is(second, Role::Pronoun) => return Named::Pronoun,
        (true, ..) => &words[1..],
        (_, "according", Some(&"to")) => &words[2..],
        _ => {
            // The name stands before the word of saying.
            let (name, used) = name_forward(&words);
            // `… next?” Price replied, “Yes”`: what he says comes behind.
            let goes_on = words.get(used).is_some_and(|verb| !verb.ends_with('.'));
            let own =
                goes_on && words.get(used + 1).is_some_and(|w| w.starts_with(['“', '"', '‘']));
            let says = words.get(used).is_some_and(|word| is_verb(word) && !word.ends_with(':'));
            let says = says && !own;
            return if says { name.map_or(Named::Nobody, Named::Somebody) } else { Named::Nobody };
        }
    };
    name_forward(rest).0.map_or(Named::Nobody, Named::Somebody)
}

/// `As Admiral Prakash notes, `, `Price said in an interview that `, `According to Price, `.
fn named_before(text: &str) -> Option<String> {
    let clause = text.trim_end();
    let bare = clause.trim_end_matches([',', ':', '—', '-']).trim_end();
    let words: Vec<&str> = bare.split_whitespace().collect();
    let from = words.len().saturating_sub(GAP + 1);
    let verb = (from..words.len()).rev().find(|i| is_verb(words[*i]));
    if let Some(verb) = verb {
        let gap = &words[verb..];
        let broken = |word: &&&str| word.contains(['.', ';', '“', '”', '"', '?', ',', ':']);
        if gap.iter().any(|word| broken(&word)) {
            return None;
        }
        return name_backward(&words[..verb]);
    }
    let to = (0..words.len().saturating_sub(1))
        .rev()
        .take(NAME)
        .find(|i| words[*i].eq_ignore_ascii_case("according") && words[i + 1] == "to")?;
    let (name, used) = name_forward(&words[to + 2..]);
    if to + 2 + used == words.len() { name } else { None }
}

/// The name that `words` begin with, and how many words it takes; an article before it is none of it.
fn name_forward(words: &[&str]) -> (Option<String>, usize) {
    let article = usize::from(words.first().is_some_and(|w| matches!(*w, "the" | "The")));
    let mut end = article;
    let mut at = article;
    let mut titled = false;
    while let Some(word) = words.get(at).filter(|_| at < NAME) {
        if is_capital(word) && !(at == article && is(word, Role::Opener)) {
            titled |= is(word, Role::Title);
            at += 1;
            end = at;
            if ends_name(word) {
                break;
            }
        } else if at > article && is(word, Role::Link) && (*word != "and" || titled) {
            at += 1;
        } else {
            break;
        }
    }
    (named(&words[article..end]), end)
}

/// The name that `words` end with.
fn name_backward(words: &[&str]) -> Option<String> {
    let mut start = words.len();
    let mut at = words.len();
    while let Some(word) = at.checked_sub(1).map(|i| words[i]).filter(|_| words.len() - at < NAME) {
        let is_last = at == words.len();
        if ends_name(word) {
            // `Smith, Price said`: another clause; the last word of a name has no stop.
            break;
        }
        if is_capital(word) && !is(word, Role::Opener) && !is(word, Role::Pronoun) {
            at -= 1;
            start = at;
        } else if !is_last && is(word, Role::Link) && word != "and" && word != "the" {
            at -= 1;
        } else {
            break;
        }
    }
    // `the spokesman for Price said` and `a friend of Smith said` are not Price's and Smith's words.
    let before = start.checked_sub(1).map(|i| words[i]);
    if before.is_some_and(|w| {
        is(w, Role::Pronoun) || !is_capital(w) && !begins_clause(w) && !ends_name(w)
    }) {
        return None;
    }
    named(&words[start..])
}

/// Whether the subject of a clause may stand behind the word: `to which Price replied`.
fn begins_clause(word: &str) -> bool {
    const WORDS: [&str; 13] = [
        "the", "as", "when", "that", "and", "but", "while", "whereas", "which", "where", "though",
        "although", "because",
    ];
    WORDS.contains(&word)
}

fn named(words: &[&str]) -> Option<String> {
    let name = words.join(" ");
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let name = name.strip_suffix("’s").or(name.strip_suffix("'s")).unwrap_or(name);
    let is_name = name.chars().filter(|c| c.is_alphabetic()).count() > 1
        && !(words.len() == 1 && is(name, Role::Pronoun));
    // The stop of `Jr.`, `J.` and `U.S.` belongs to the name.
    let last = name.rsplit(' ').next().and_then(|word| word.strip_suffix('.'));
    let lasts = last
        .is_some_and(|word| !(word.len() < 2 || word.contains('.') || matches!(word, "Jr" | "Sr")));
    is_name.then(|| if lasts { name.trim_end_matches('.') } else { name }.to_owned())
}

fn is_capital(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    word.starts_with(char::is_uppercase)
}

/// Whether a name cannot go on behind this word: `Price,` but `Mr.`, `J.`
fn ends_name(word: &str) -> bool {
    let titled = word.strip_suffix('.').is_some_and(|w| w.len() < 2 || is(w, Role::Title));
    !titled && word.ends_with([',', '.', ';', ':', '?', '!', ')', '”', '"', '’'])
}

fn is_quote_mark(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | '»' | '“' | '‘')
}

/// The label of whoever speaks at `at` in a transcript: `MR. PRICE:`, `Secretary Kissinger:`,
/// `Nixon:`, `Mr. KAINE.` Without a title it has to stand twice to be one, or where two others do.
pub(super) fn label(document: &Document, at: u32) -> Option<&str> {
    let text = document.text.as_str();
    let at = at as usize;
    let from = boundary(text, at.saturating_sub(2 * REACH));
    let to = boundary(text, at + 2 * REACH);
    let line_end = text.get(at..to)?.find('\n').map_or(to, |i| at + i);
    let mut start = from;
    let mut labels: Vec<(usize, &str)> = Vec::new();
    for line in text[from..to].split('\n') {
        labels.extend(label_of(line).filter(|_| is_speech(document, start)).map(|l| (start, l)));
        start += line.len() + 1;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    labels.iter().for_each(|(_, label)| *counts.entry(label).or_default() += 1);
    let is_transcript = counts.values().filter(|count| **count > 1).count() > 1;
    let spoken = |label: &&str| {
        let first = label.split(' ').next().unwrap_or_default();
        is_transcript
            || is_title(first)
            || matches!(first, "QUESTION" | "Q" | "The")
            || counts.get(label).is_some_and(|count| *count > 1)
    };
    let before = labels.iter().rev().filter(|(start, _)| *start <= line_end);
    before.map(|(_, label)| *label).find(spoken)
}

/// Whether the block that begins at `start` may begin with a label: `Source: Reuters` under a
/// picture is none.
fn is_speech(document: &Document, start: usize) -> bool {
    use BlockKind::{Heading, ListItem, Paragraph, Quote};
    let block = document.block_at(Span::new(start, start).start);
    block.is_some_and(|block| matches!(block.kind, Paragraph | ListItem | Quote | Heading(_)))
}

fn label_of(line: &str) -> Option<&str> {
    let head = line.get(..boundary(line, 60))?;
    if let Some(label) = record_label(head) {
        return Some(label);
    }
    let (label, _) = head.split_once(':')?;
    let words = || label.split_whitespace();
    let capitals = words().all(|w| is_capital(w) || is(w, Role::Link));
    ((1..=6).contains(&words().count()) && capitals).then_some(label)
}

/// `Mr. KAINE.`, `The PRESIDING OFFICER.`: as the record of a parliament has it.
fn record_label(head: &str) -> Option<&str> {
    let rest = ["Mr. ", "Mrs. ", "Ms. ", "Miss ", "Dr. ", "The "];
    let title = rest.iter().find(|title| head.starts_with(**title))?;
    let (name, _) = head[title.len()..].split_once(". ")?;
    let first = name.split(' ').next()?;
    let letters = || first.chars().filter(|c| c.is_alphabetic());
    let capitals = letters().count() > 2 && letters().all(char::is_uppercase);
    capitals.then(|| &head[..title.len() + name.len()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{self, Source};

    fn said(text: &str, words: &str) -> Option<Option<String>> {
        let at = text.find(words).unwrap();
        let outer = enclosing(text, Span::new(at, at + words.len()))?;
        Some(speaker(text, outer))
    }

    #[test]
    fn the_sentence_names_the_speaker() {
        for (text, name) in [
            ("As Admiral Arun Prakash notes, “while it is so, we wait.”", "Admiral Arun Prakash"),
            ("“While it is so, we wait,” said Price.", "Price"),
            ("“While it is so, we wait,” Mr. Price told reporters.", "Mr. Price"),
            ("According to the Prime Minister, \"while it is so, we wait.\"", "Prime Minister"),
            (
                "“While it is so,” said Minister of Economics Jan Ba.",
                "Minister of Economics Jan Ba",
            ),
            ("The plan failed. President Biden stated, “While it is so.”", "President Biden"),
            ("Sevgil said in an interview that “while it is so, we wait.”", "Sevgil"),
        ] {
            let words = if text.contains("While") { "While it" } else { "while it" };
            assert_eq!(said(text, words), Some(Some(name.to_owned())), "{text}");
        }
    }

    #[test]
    fn nobody_is_invented() {
        for text in [
            "Price came. “While it is so,” he said.",
            "“While it is so,” said a spokesman for Price.",
            "A friend of Smith said, “While it is so.”",
            "The report notes that “While it is so, we wait.”",
            "Price left. The “While it is so” song was sung.",
        ] {
            assert_eq!(said(text, "While it"), Some(None), "{text}");
        }
        assert_eq!(said("Price said that While it is “so”.", "While it"), None);
    }

    #[test]
    fn a_quotation_of_two_paragraphs_is_one() {
        let text = "Price said: “One two.\n“Three four.” He left.";
        assert_eq!(said(text, "Three four"), Some(Some("Price".to_owned())));
    }

    #[test]
    fn transcripts_label_their_speakers() {
        let text = "Subject: Talks\nMR. PRICE: No.\nQUESTION: Why?\nAnd when?\nMR. PRICE: Soon.";
        let label_at = |text: &str, words: &str| {
            let source = Source::decode(text.replace('\n', "\n\n").as_bytes()).unwrap();
            let document = read::text::read(&source).document;
            let at = document.text.find(words).unwrap();
            label(&document, u32::try_from(at).unwrap()).map(str::to_owned)
        };
        let said = |words| label_at(text, words);
        assert_eq!(said("No.").as_deref(), Some("MR. PRICE"));
        assert_eq!(said("And when").as_deref(), Some("QUESTION"));
        assert_eq!(said("Talks"), None);
        let text = "Nixon: I see.\nLaird: No.\nNixon: Well.\nKissinger: Really?\nLaird: In Korea.";
        assert_eq!(label_at(text, "Really").as_deref(), Some("Kissinger"));
        let text = "Mr. KAINE. I rise today.\nThe PRESIDING OFFICER. Without objection.";
        assert_eq!(label_at(text, "I rise").as_deref(), Some("Mr. KAINE"));
        assert_eq!(label_at(text, "Without").as_deref(), Some("The PRESIDING OFFICER"));
        let text = "Result: one.\nThe plan failed. Mr. Price left.";
        assert_eq!(label_at(text, "failed"), None);
    }
}
