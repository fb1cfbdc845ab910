//! The parts of a person's name, as exchange forms ask for them.

use crate::document::Person;

/// A name taken apart. Put together again in printed order, the parts are the name, letter for
/// letter but for the space between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name<'a> {
    /// A body, or a name whose parts nothing tells: it stands as it is.
    Whole(&'a str),
    /// A person's.
    Parts(Parts<'a>),
}

/// The parts of a person's name; those that it lacks are empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts<'a> {
    /// `Sameer P.`
    pub given: &'a str,
    /// What goes with the family's name and is not sorted by: `van der`.
    pub particle: &'a str,
    /// `Berg`
    pub family: &'a str,
    /// `Jr.`, `III`
    pub suffix: &'a str,
    /// Whether a comma stands before the suffix.
    pub comma: bool,
    /// Whether the family's name is printed first: `Xi Jinping`.
    pub family_first: bool,
}

impl<'a> Name<'a> {
    /// Takes the name of a person apart.
    pub fn of(person: &'a Person) -> Name<'a> {
        let name = person.name.trim();
        if person.is_body() && person.family.is_none() {
            return Name::Whole(name);
        }
        Parts::of(name, person.family().trim()).map_or(Name::Whole(name), Name::Parts)
    }
}

impl<'a> Parts<'a> {
    /// The parts of `name`, in which `family` stands as words of their own, with a given name
    /// before or after it.
    fn of(name: &'a str, family: &str) -> Option<Parts<'a>> {
        let (name, suffix, comma) = without_suffix(name);
        if family.is_empty() {
            return None;
        }
        let at_end = name.strip_suffix(family).filter(|rest| rest.ends_with(char::is_whitespace));
        let at_start =
            name.strip_prefix(family).filter(|rest| rest.starts_with(char::is_whitespace));
        let (given, family, family_first) = match (at_end, at_start) {
            (Some(given), _) => (given, &name[given.len()..], false),
            (None, Some(given)) => (given, &name[..name.len() - given.len()], true),
            (None, None) => return None,
        };
        let (particle, family) = without_particle(family);
        Some(Parts { given: given.trim(), particle, family, suffix, comma, family_first })
    }
}

/// `John Smith`, `Jr.` and whether a comma parts them.
fn without_suffix(name: &str) -> (&str, &str, bool) {
    if let Some((rest, suffix)) = name.split_once(',') {
        return (rest.trim(), suffix.trim(), true);
    }
    let is_suffix =
        |word: &str| matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV");
    match name.rsplit_once(char::is_whitespace) {
        Some((rest, word)) if is_suffix(word) => (rest.trim_end(), word, false),
        _ => (name, "", false),
    }
}

/// `van der` and `Berg`: the words in small letters before the first in others.
fn without_particle(family: &str) -> (&str, &str) {
    let is_small = |word: &str| word.chars().all(|c| c.is_lowercase() || c == '\'' || c == '’');
    let mut at = 0;
    for word in family.split_inclusive(char::is_whitespace) {
        if !is_small(word.trim_end()) {
            break;
        }
        at += word.len();
    }
    // A family's name that is all in small letters has no particle.
    let at = if at == family.len() { 0 } else { at };
    (family[..at].trim_end(), &family[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        let table = "
            Sameer P. Lalwani => Sameer P. | | Lalwani |
            Ludwig van der Berg => Ludwig | van der | Berg |
            Pat O’Brien => Pat | | O’Brien |
            Abdel Fattah al-Sisi => Abdel Fattah | | al-Sisi |
            Ban Ki-moon => Ki-moon | | Ban |
            XI Jinping => Jinping | | XI |
            John Smith, Jr. => John | | Smith | Jr.
            William E. Brock III => William E. | | Brock | III
            José Ortega y Gasset => José | | Ortega y Gasset |
            Plato => Plato
            李克强 => 李克强
            bell hooks => bell | | hooks |
            Ministry of Defence, India => Ministry of Defence, India
        ";
        for (name, expected) in table.lines().filter_map(|line| line.split_once("=>")) {
            let person = Person { name: name.trim().to_owned(), ..Person::default() };
            let found = match Name::of(&person) {
                Name::Whole(name) => name.to_owned(),
                Name::Parts(p) => {
                    format!("{} | {} | {} | {}", p.given, p.particle, p.family, p.suffix)
                }
            };
            let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(squeezed(&found), squeezed(expected), "{name}");
        }
        let xi = Person {
            name: "Xi Jinping".to_owned(),
            family: Some("Xi".to_owned()),
            ..Person::default()
        };
        let parts =
            Parts { given: "Jinping", family: "Xi", family_first: true, ..Parts::default() };
        assert_eq!(Name::of(&xi), Name::Parts(parts));
    }
}
