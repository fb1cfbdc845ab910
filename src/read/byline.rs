//! By-lines: the people or bodies a text credits, their degrees and posts set apart.

use crate::document::Person;

/// The persons of a by-line: `By: A. B. Doe, Ph.D.; C. Roe`, `By Jane Doe and John Roe`.
pub(super) fn byline(line: &str) -> Option<Vec<Person>> {
    let line = line.trim();
    let head: String = line.chars().take(12).collect::<String>().to_lowercase();
    let opening =
        ["written by", "authors", "author", "by"].into_iter().find(|o| head.starts_with(o))?;
    let rest = line.get(opening.len()..)?;
    let labelled = rest.trim_start().strip_prefix(':');
    let names = labelled.unwrap_or(rest).trim();
    if names.is_empty() || names.len() > 600 || names.ends_with([':', ';']) {
        return None;
    }
    let people = persons(names);
    // Without a colon only names tell a by-line from a sentence that begins with "By".
    let plain = rest.starts_with(char::is_whitespace)
        && opening.ends_with("by")
        && !people.is_empty()
        && people.iter().all(|p| is_name(&p.name) || is_body(&p.name));
    (labelled.is_some() || plain).then_some(people).filter(|p| !p.is_empty())
}

/// The persons that `names` lists.
pub(super) fn persons(names: &str) -> Vec<Person> {
    let names = names.trim().trim_end_matches(['|', '/', ';']).trim_end();
    if names.contains(';') {
        let pieces = names.split(';').map(|p| p.trim().trim_start_matches("and ").trim());
        return pieces.filter(|p| !p.is_empty()).map(person).collect();
    }
    // Between commas stand names, degrees and posts; "and" before the last says that it is a list.
    let mut people: Vec<Person> = Vec::new();
    let lists = names.contains(" and ") || names.contains(" & ");
    if !lists || is_body(names) {
        return vec![person(names)];
    }
    for piece in names.split(',').flat_map(|p| p.split(" and ")).flat_map(|p| p.split(" & ")) {
        let piece = piece.trim().trim_start_matches("and ").trim();
        match people.last_mut() {
            _ if piece.is_empty() => {}
            Some(last) if !is_name(piece) => {
                let post = last.post.take();
                last.post =
                    Some(post.map_or_else(|| piece.to_owned(), |p| format!("{p}, {piece}")));
            }
            _ => people.push(Person { name: piece.to_owned(), ..Person::default() }),
        }
    }
    people
}

/// One person: what follows the first comma is a post, or the given names of `Doe, Jane`.
fn person(text: &str) -> Person {
    let Some((first, rest)) = text.split_once(',') else {
        return Person { name: text.to_owned(), ..Person::default() };
    };
    let (first, rest) = (first.trim(), rest.trim());
    let (given, post) =
        rest.split_once(',').map_or((rest, None), |(g, p)| (g.trim(), Some(p.trim())));
    let surname = first.split_whitespace().all(is_particle_or_great)
        && first.split_whitespace().filter(|w| !is_particle(w)).count() == 1;
    let short = (1..=3).contains(&given.split_whitespace().count());
    let initial_or_name = |w: &str| w.chars().next().is_some_and(char::is_uppercase) && !is_post(w);
    if surname && short && given.split_whitespace().all(initial_or_name) && !is_degree(given) {
        Person { name: format!("{given} {first}"), post: post.map(str::to_owned), family: None }
    } else {
        Person {
            name: first.to_owned(),
            post: Some(rest.to_owned()).filter(|r| !r.is_empty()),
            family: None,
        }
    }
}

/// Whether `text` is plainly a personal name: two to five words with capitals, no degree, no post.
pub(super) fn is_name(text: &str) -> bool {
    let mut words = 0;
    let sound = text.split_whitespace().all(|word| {
        words += 1;
        let letters = word.chars().all(|c| c.is_alphabetic() || ".'’-".contains(c));
        letters && is_particle_or_great(word) && !is_post(word) && !is_degree(word)
    });
    let ends = text.chars().next_back().is_some_and(|c| c.is_alphabetic() || text.ends_with("Jr."));
    sound && ends && (2..=5).contains(&words) && text.len() <= 60 && !is_body(text)
}

/// Whether `text` names a body: it holds a word such as "Institute" or "Ministry".
pub(super) fn is_body(text: &str) -> bool {
    const BODIES: [&str; 54] = [
        "academy",
        "administration",
        "agency",
        "assembly",
        "association",
        "bank",
        "board",
        "bureau",
        "center",
        "centre",
        "college",
        "command",
        "commission",
        "committee",
        "congress",
        "consortium",
        "corporation",
        "council",
        "department",
        "desk",
        "embassy",
        "foundation",
        "forum",
        "fund",
        "government",
        "group",
        "herald",
        "initiative",
        "institute",
        "institution",
        "journal",
        "laboratory",
        "league",
        "library",
        "magazine",
        "ministry",
        "nations",
        "network",
        "news",
        "observatory",
        "office",
        "organisation",
        "organization",
        "parliament",
        "post",
        "press",
        "programme",
        "review",
        "school",
        "secretariat",
        "service",
        "society",
        "times",
        "university",
    ];
    let great = text.chars().next().is_some_and(char::is_uppercase);
    great
        && text.len() <= 120
        && !text.contains(['?', ':', '.'])
        && text.split(|c: char| !c.is_alphanumeric()).any(|w| {
            w.chars().next().is_some_and(char::is_uppercase)
                && BODIES.contains(&w.to_lowercase().as_str())
        })
}

fn is_particle(word: &str) -> bool {
    const PARTICLES: [&str; 20] = [
        "al", "bin", "binti", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos",
        "du", "el", "ibn", "la", "ten", "van", "von",
    ];
    PARTICLES.contains(&word)
}

fn is_particle_or_great(word: &str) -> bool {
    is_particle(word) || word.chars().next().is_some_and(char::is_uppercase)
}

fn is_degree(word: &str) -> bool {
    const DEGREES: [&str; 16] = [
        "phd", "dphil", "md", "jd", "llm", "llb", "ma", "msc", "bsc", "ba", "mba", "mphil", "esq",
        "edd", "mpa", "mpp",
    ];
    let bare: String =
        word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    DEGREES.contains(&bare.as_str())
}

/// Words of posts, which no personal name holds.
pub(super) fn is_post(word: &str) -> bool {
    const POSTS: [&str; 40] = [
        "adjunct",
        "adviser",
        "advisor",
        "ambassador",
        "analyst",
        "assistant",
        "associate",
        "author",
        "captain",
        "chair",
        "chairman",
        "chief",
        "colonel",
        "columnist",
        "commander",
        "consultant",
        "coordinator",
        "correspondent",
        "deputy",
        "director",
        "economist",
        "editor",
        "executive",
        "expert",
        "fellow",
        "general",
        "head",
        "journalist",
        "lecturer",
        "manager",
        "minister",
        "officer",
        "president",
        "professor",
        "researcher",
        "scholar",
        "scientist",
        "secretary",
        "senior",
        "specialist",
    ];
    let bare = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    POSTS.contains(&bare.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Vec<(String, Option<String>)> {
        byline(line).unwrap_or_default().into_iter().map(|p| (p.name, p.post)).collect()
    }

    fn names(line: &str) -> Vec<String> {
        read(line).into_iter().map(|p| p.0).collect()
    }

    #[test]
    fn degrees_and_posts_are_set_apart() {
        assert_eq!(
            read("By: Ada B. Doe, Ph.D.; Carl Roe"),
            [("Ada B. Doe".into(), Some("Ph.D.".into())), ("Carl Roe".into(), None)]
        );
        assert_eq!(
            read("By: Ada Doe, Adjunct Fellow, East-West Center"),
            [("Ada Doe".into(), Some("Adjunct Fellow, East-West Center".into()))]
        );
        assert_eq!(
            read("By Ada Doe, Professor, and Carl Roe"),
            [("Ada Doe".into(), Some("Professor".into())), ("Carl Roe".into(), None)]
        );
    }

    #[test]
    fn lists_of_names_are_read_where_unmistakable() {
        assert_eq!(names("By Ada Doe, Carl Roe and Eve Poe"), ["Ada Doe", "Carl Roe", "Eve Poe"]);
        assert_eq!(names("Authors: Doe, Ada J.; Roe, Carl"), ["Ada J. Doe", "Carl Roe"]);
        assert_eq!(names("By: The Editorial Board"), ["The Editorial Board"]);
        assert_eq!(names("By Ministry of Defence"), ["Ministry of Defence"]);
        assert!(names("By 1964 the plan had failed").is_empty());
        assert!(names("By the end of the day").is_empty());
        assert!(names("Bylaws").is_empty());
    }

    #[test]
    fn names_are_told_from_headings_by_posts_and_bodies_only() {
        assert!(is_name("Nadia van der Berg") && is_name("J. R. Doe"));
        assert!(!is_name("Senior Analyst") && !is_name("East Institute") && !is_name("Doe"));
    }
}
