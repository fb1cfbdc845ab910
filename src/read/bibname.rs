//! People as BibTeX and BibLaTeX write them.

use super::credit::{body, composed_name};
use super::latex::{braced, decoded, split};
use crate::document::Person;
use crate::text::one_line;

/// The people that a field names.
pub(super) fn people(names: &str) -> Vec<Person> {
    split(names, " and ").into_iter().filter_map(person).collect()
}

/// A name as BibTeX reads it: `First von Last`, `von Last, First`, `von Last, Jr, First`, a body in
/// braces of its own, or BibLaTeX's `family=…, given=…`.
fn person(name: &str) -> Option<Person> {
    let name = name.trim();
    if let Some(inner) = braced(name) {
        return body(&decoded(inner));
    }
    let parts: Vec<&str> = split(name, ",").into_iter().map(str::trim).collect();
    if parts.iter().all(|part| part.contains('=')) {
        let part = |name: &str| {
            let parts = parts.iter().filter_map(|part| part.split_once('='));
            parts.filter(|(key, _)| key.trim() == name).map(|(_, value)| decoded(value)).next()
        };
        let [family, given, prefix, suffix] =
            ["family", "given", "prefix", "suffix"].map(|name| part(name).unwrap_or_default());
        return composed_name(&given, &one_line(format!("{prefix} {family}")), &suffix);
    }
    let (given, family, suffix) = match parts.as_slice() {
        [family, given] => (decoded(given), decoded(family), String::new()),
        [family, suffix, given, ..] => (decoded(given), decoded(family), decoded(suffix)),
        _ => return in_order(name),
    };
    composed_name(&given, &family, &suffix)
}

/// `Ludwig van Beethoven`: the family's name begins with the first small letter, else it is the last
/// word. One word alone may be either.
fn in_order(name: &str) -> Option<Person> {
    let mut words: Vec<&str> = split(name, " ");
    words.retain(|word| !word.trim().is_empty());
    let is_suffix = |word: &str| matches!(word, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV");
    let suffix = words.pop_if(|word| is_suffix(word)).map(decoded).unwrap_or_default();
    let last = words.len().checked_sub(1)?;
    let is_small = |word: &&str| {
        !word.starts_with('{') && decoded(word).chars().next().is_some_and(char::is_lowercase)
    };
    let family = words.iter().take(last).position(is_small).unwrap_or(last);
    let joined = |words: &[&str]| decoded(&words.join(" "));
    let person = composed_name(&joined(&words[..family]), &joined(&words[family..]), &suffix);
    person.map(|person| Person { family: person.family.filter(|_| last > 0), ..person })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(names: &str) -> String {
        let show = |p: &Person| match &p.family {
            Some(family) => format!("{} [{family}]", p.name),
            None => p.name.clone(),
        };
        people(names).iter().map(show).collect::<Vec<_>>().join(" / ")
    }

    #[test]
    fn people_are_read_as_bibtex_reads_them() {
        let rows = r"
            Lalwani, Sameer P. and Singh, Vikram J.  => Sameer P. Lalwani [Lalwani] / Vikram J. Singh [Singh]
            Sameer P. Lalwani and Vikram J. Singh    => Sameer P. Lalwani [Lalwani] / Vikram J. Singh [Singh]
            Jan van der Berg                         => Jan van der Berg [van der Berg]
            van der Berg, Jan                        => Jan van der Berg [van der Berg]
            King, Jr., Martin Luther                 => Martin Luther King, Jr. [King]
            Brock, III, William E.                   => William E. Brock III [Brock]
            Martin Luther King Jr.                   => Martin Luther King, Jr. [King]
            {Ministry of Defence}                    => Ministry of Defence [Ministry of Defence]
            {Barnes and Noble} and Lee, Ann          => Barnes and Noble [Barnes and Noble] / Ann Lee [Lee]
            {Bin Laden}, Osama                       => Osama Bin Laden [Bin Laden]
            {\'E}mile Zola                           => Émile Zola [Zola]
            Lee, Ann and others                      => Ann Lee [Lee] / others
            Plato                                    => Plato
            李, 克强                                   => 李克强 [李]
            family=Berg, given=Jan, prefix=van der, useprefix=true => Jan van der Berg [van der Berg]
            Lee, Ann  and
        ";
        for (names, wanted) in rows.lines().filter_map(|row| row.split_once("=>")) {
            assert_eq!(shown(names.trim()), wanted.trim());
        }
        assert_eq!(shown("Lee, Ann\nAND  Ray, Bo and "), "Ann Lee [Lee] / Bo Ray [Ray]");
    }

    proptest! {
        #[test]
        fn any_names_are_read(names in "(\\PC|[{}$~`',=-]|\\\\[\\PC]| and |family=|prefix=|Jr\\.|[A-Za-z]{1,3} ){0,20}") {
            for person in people(&names) {
                prop_assert!(person.name.contains(char::is_alphanumeric), "{person:?}");
            }
        }
    }
}
