//! Other wordings of a name that nobody should have to list: two states in the other order
//! (`US-India`, `India-US`), `U.S.` spelled out, `&` for `and`.

use std::collections::HashSet;

use crate::text::token::{UNITED_STATES, spelled, tokens};

/// The keys of the names of states.
#[derive(Default)]
pub struct States(HashSet<String>);

/// A name in words; each with what stands between it and the next.
#[derive(Clone)]
struct Wording(Vec<Word>);

#[derive(Clone)]
struct Word {
    text: String,
    term: String,
    gap: String,
}

impl States {
    /// Takes the key of a state's name or alias.
    pub fn add(&mut self, key: String) {
        self.0.insert(key);
    }

    /// The other wordings of `name`, as texts.
    pub fn wordings(&self, name: &str) -> Vec<String> {
        let first = Wording::of(name);
        let mut out = vec![first.clone()];
        out.extend(first.swapped(self));
        out.extend(out.clone().iter().filter_map(Wording::with_the_united_states));
        out.extend(out.clone().iter().filter_map(Wording::with_the_sign));
        out.extend(first.without_the_sign());
        out.into_iter().skip(1).map(|w| w.text()).collect()
    }

    fn has(&self, words: &[Word]) -> bool {
        let terms: Vec<&str> = words.iter().map(|w| w.term.as_str()).collect();
        self.0.contains(&terms.join(" "))
    }
}

impl Wording {
    fn of(name: &str) -> Wording {
        let tokens = tokens(name);
        let gap = |i: usize| match tokens.get(i + 1) {
            Some(next) => name.get(tokens[i].span.end as usize..next.span.start as usize),
            None => None,
        };
        let words = tokens.iter().enumerate().map(|(i, t)| Word {
            text: t.span.slice(name).unwrap_or("").to_owned(),
            term: spelled(&t.term),
            gap: gap(i).unwrap_or("").to_owned(),
        });
        Wording(words.collect())
    }

    fn text(&self) -> String {
        self.0.iter().flat_map(|w| [w.text.as_str(), w.gap.as_str()]).collect()
    }

    /// The first two states joined by a hyphen change places.
    fn swapped(&self, states: &States) -> Option<Wording> {
        let words = &self.0;
        let hyphens = (1..words.len()).filter(|i| words[i - 1].gap == "-");
        hyphens.filter_map(|i| self.swapped_at(i, states)).next()
    }

    fn swapped_at(&self, at: usize, states: &States) -> Option<Wording> {
        let words = &self.0;
        let from = (0..at).find(|from| states.has(&words[*from..at]))?;
        let to = (at + 1..=words.len()).rev().find(|to| states.has(&words[at..*to]))?;
        let mut out = words[..from].to_vec();
        let (left, right) = (words[from..at].to_vec(), words[at..to].to_vec());
        let after = right.last()?.gap.clone();
        out.extend(right);
        out.last_mut()?.gap = "-".to_owned();
        out.extend(left);
        out.last_mut()?.gap = after;
        out.extend_from_slice(&words[to..]);
        Some(Wording(out))
    }

    /// `US` becomes `United States`, if it stands there and is not all.
    fn with_the_united_states(&self) -> Option<Wording> {
        let at = self.0.iter().position(|w| w.term == UNITED_STATES)?;
        if self.0.len() == 1 {
            return None;
        }
        let word = |text: &str, gap: &str| Word {
            text: text.to_owned(),
            term: text.to_lowercase(),
            gap: gap.to_owned(),
        };
        let mut words = self.0.clone();
        let gap = words[at].gap.clone();
        words.splice(at..=at, [word("United", " "), word("States", &gap)]);
        Some(Wording(words))
    }

    /// Each `and` becomes `&`, which is no term.
    fn with_the_sign(&self) -> Option<Wording> {
        let mut words: Vec<Word> = Vec::with_capacity(self.0.len());
        for word in &self.0 {
            match words.last_mut().filter(|_| word.term == "and") {
                Some(before) => before.gap = " & ".to_owned(),
                None => words.push(word.clone()),
            }
        }
        (words.len() < self.0.len()).then_some(Wording(words))
    }

    /// Each `&` becomes `and`.
    fn without_the_sign(&self) -> Option<Wording> {
        let and = Word { text: "and".to_owned(), term: "and".to_owned(), gap: " ".to_owned() };
        let mut words = Vec::new();
        for word in &self.0 {
            words.push(word.clone());
            if let Some(last) = words.last_mut().filter(|w| w.gap.trim() == "&") {
                last.gap = " ".to_owned();
                words.push(and.clone());
            }
        }
        (words.len() > self.0.len()).then_some(Wording(words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::table::key;

    #[test]
    fn states_change_places_and_the_united_states_are_spelled_out() {
        let mut states = States::default();
        for name in ["India", "U.S.", "United States"] {
            states.add(key(name));
        }
        let wordings =
            |name: &str| -> Vec<String> { states.wordings(name).iter().map(|w| key(w)).collect() };
        assert_eq!(
            wordings("U.S.-India Defence Roadmap"),
            [
                "india u.s defense roadmap",
                "united states india defense roadmap",
                "india united states defense roadmap"
            ]
        );
        assert_eq!(wordings("Roadmap for US-India Trade")[0], "roadmap for india u.s trade");
        assert_eq!(wordings("Defense Innovation Unit"), Vec::<String>::new());
        assert_eq!(wordings("US"), Vec::<String>::new());
        assert_eq!(wordings("Trade and Technology"), ["trade technology"]);
        assert_eq!(wordings("Larsen & Toubro"), ["larsen and toubro"]);
    }
}
