//! A person as a draft calls them, and whether a name in the record or the text may be theirs.
//!
//! Two Singhs are two people where both have given names and these cannot be one; a family name alone
//! may be anybody's who bears it.

use super::credit::{is_opener, is_particle, is_post};
use crate::document::Person;
use crate::text::tokens;

/// A person as a draft calls them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Called {
    /// Terms of the name, without posts before it.
    own: Vec<String>,
}

impl Called {
    pub(super) fn new(name: &str) -> Called {
        Called { own: without_posts(terms(name)) }
    }

    /// Whether it plainly calls this author: by the whole name, by the family name, or by that and a
    /// given name or initial which fits.
    pub(super) fn is(&self, author: &Person) -> bool {
        let (full, family) = (terms(&author.name), terms(author.family()));
        if self.own == full || self.own.ends_with(&full) {
            return true;
        }
        let Some(given) = self.own.strip_suffix(family.as_slice()) else { return false };
        let Some((first, theirs)) = given.first().zip(full.first()) else {
            return given.is_empty() && !family.is_empty();
        };
        given.len() < full.len() && is_given(first, theirs)
    }

    /// Whether a person of this name, as written anywhere, may be the one.
    pub(super) fn may_be(&self, name: &str) -> bool {
        let name = without_posts(terms(name));
        let ends = |of: &[String], in_it: &[String]| of.last().is_some_and(|t| in_it.contains(t));
        if !ends(&self.own, &name) && !ends(&name, &self.own) {
            return false;
        }
        let rest = |of: &[String], without: &[String]| -> Vec<String> {
            of.iter().filter(|t| !without.contains(t) && !is_particle(t)).cloned().collect()
        };
        let (own, theirs) = (rest(&self.own, &name), rest(&name, &self.own));
        own.is_empty()
            || theirs.is_empty()
            || own.iter().any(|a| theirs.iter().any(|b| may_stand_for(a, b)))
    }

    /// Whether `text` names somebody who may be the one.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        let Some((family, given)) = self.own.split_last() else { return false };
        let tokens = tokens(text);
        let written = |i: usize| tokens[i].span.slice(text).unwrap_or_default();
        let capital = |i: usize| written(i).starts_with(char::is_uppercase);
        let found = (0..tokens.len()).filter(|i| tokens[*i].term == *family && capital(*i));
        found.into_iter().any(|at| {
            let before = (0..at).rev().take(3).take_while(|i| {
                let between = &text[tokens[*i].span.range().end..tokens[*i + 1].span.range().start];
                let joined = between.chars().all(|c| matches!(c, ' ' | '.' | '-' | '\u{a0}'));
                joined && capital(*i) && !is_opener(written(*i))
            });
            let mut names = before.map(|i| &tokens[i].term).filter(|t| !is_post(t)).peekable();
            given.is_empty()
                || names.peek().is_none()
                || names.any(|name| given.iter().any(|own| may_stand_for(own, name)))
        })
    }
}

fn terms(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.term).collect()
}

/// The name behind posts: `Secretary of State Dean Rusk`.
fn without_posts(mut name: Vec<String>) -> Vec<String> {
    let last = name.iter().rposition(|word| is_post(word)).filter(|i| i + 1 < name.len());
    name.drain(..last.map_or(0, |i| i + 1));
    if name.len() > 2 && matches!(name[0].as_str(), "of" | "for") {
        name.drain(..2);
    }
    name
}

/// Whether two given names, or an initial and one, are plainly the same.
fn is_given(a: &str, b: &str) -> bool {
    let is_initial = |t: &str| t.chars().count() == 1;
    a == b
        || is_short(a, b)
        || (is_initial(a) || is_initial(b)) && a.chars().next() == b.chars().next()
}

/// Whether two given names may be one person's.
fn may_stand_for(a: &str, b: &str) -> bool {
    a.chars().next() == b.chars().next() || is_short(a, b)
}

fn is_short(a: &str, b: &str) -> bool {
    let short = |short: &str, long: &str| {
        SHORT.iter().any(|(s, whole)| *s == short && whole.split(' ').any(|w| w == long))
    };
    short(a, b) || short(b, a)
}

/// Short forms that begin with another letter than the name.
const SHORT: [(&str, &str); 16] = [
    ("bill", "william"),
    ("billy", "william"),
    ("bob", "robert"),
    ("bobby", "robert"),
    ("chip", "charles"),
    ("chuck", "charles"),
    ("dick", "richard"),
    ("drew", "andrew"),
    ("gene", "eugene"),
    ("hank", "henry"),
    ("jack", "john"),
    ("liz", "elizabeth"),
    ("meg", "margaret"),
    ("peggy", "margaret"),
    ("ted", "edward"),
    ("tony", "anthony antony"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn author(name: &str) -> Person {
        Person { name: name.to_owned(), ..Person::default() }
    }

    #[test]
    fn an_author_goes_by_family_name_titles_and_initials() {
        for (name, of) in [
            ("Lalwani", "Sameer P. Lalwani"),
            ("Dr. Lalwani", "Sameer P. Lalwani"),
            ("Sameer Lalwani", "Sameer P. Lalwani"),
            ("S. P. Lalwani", "Sameer P. Lalwani"),
            ("Secretary of State Dean Rusk", "Dean Rusk"),
            ("Sameer Lalwani", "S. Lalwani"),
            ("Bill Clinton", "William J. Clinton"),
        ] {
            assert!(Called::new(name).is(&author(of)), "{name}: {of}");
            assert!(Called::new(name).may_be(of), "{name}: {of}");
        }
        for (name, of) in [("Manmohan Lalwani", "Sameer P. Lalwani"), ("Lal", "Sameer P. Lalwani")]
        {
            assert!(!Called::new(name).is(&author(of)), "{name}: {of}");
            assert!(!Called::new(name).may_be(of), "{name}: {of}");
        }
    }

    #[test]
    fn two_of_one_family_name_are_two_people() {
        let sushant = Called::new("Sushant Singh");
        assert!(!sushant.may_be("Vikram J. Singh"));
        assert!(sushant.may_be("S. Singh") && sushant.may_be("Minister Singh"));
        assert!(Called::new("Singh").may_be("Vikram J. Singh"));
        assert!(Called::new("Bill Clinton").may_be("William J. Clinton"));
        assert!(Called::new("Xi").may_be("Xi Jinping"));
        assert!(!sushant.is_named_in("The minister, Rajnath Singh, signed."));
        assert!(sushant.is_named_in("But Singh signed."));
        assert!(sushant.is_named_in("SECRETARY SINGH: No."));
        assert!(Called::new("Singh").is_named_in("Rajnath Singh signed."));
        assert!(!Called::new("Price").is_named_in("The price rose."));
    }
}
