//! Citation keys: `rajeev_india_nd`.
//!
//! A key is made of the first author's family name (of a body, its first two words), the first
//! word of the title that says something, and the year or `nd`; in small ASCII letters and digits,
//! accents folded (`Müller` is `muller`), a word that is not of these left out. So a work has the
//! same key in every export. Where several works of the corpus would have the same, each gets the
//! beginning of its document's id, `smith_india_2020_k3v9t`; where there is no such word the id is
//! the key. That is decided by the whole corpus ([`Ground::key_records`](crate::search::search::Ground::key_records)), not by the works
//! that happen to be exported together; the key of a work changes when another comes into the
//! corpus that would share it.

use crate::document::{Digest, DocumentId, Work};
use crate::text::token::tokens;

/// A part of a key has no more letters.
const LONGEST_PART: usize = 32;

/// Beginnings of ids in keys have this many characters or more: no year has, so no key without an
/// id equals one with.
pub const SHORTEST_ID: usize = 5;

/// The key of a work before others are looked at: `rajeev_india_nd`; `None` where neither author nor
/// title has a word for it.
pub fn base(work: &Work) -> Option<String> {
    let author = work.authors.first().map(|person| {
        let limit = if person.is_body() && person.family.is_none() { 2 } else { usize::MAX };
        let bare = terms(person.family()).map(|term| term.replace('\'', ""));
        bare.filter(|word| is_plain(word)).take(limit).collect::<String>()
    });
    let author = author.map(|author| cut(&author).to_owned()).filter(|a| !a.is_empty());
    let words = author.into_iter().chain(work.title.as_deref().and_then(word_of_title));
    let mut parts: Vec<String> = words.collect();
    if parts.is_empty() {
        return None;
    }
    parts.push(work.issued.map_or_else(|| "nd".to_owned(), |date| format!("{:04}", date.year())));
    Some(parts.join("_"))
}

/// The key of a work that shares its base, or has none: the base and the beginning of an id.
pub fn with_id(base: Option<&str>, id: &str) -> String {
    base.map_or_else(|| id.to_owned(), |base| format!("{base}_{id}"))
}

/// An id for a work that only an advertisement in a document names.
pub fn id_of_advertised(digest: Digest, work: &Work) -> DocumentId {
    let authors: Vec<&str> = work.authors.iter().map(|author| author.name.as_str()).collect();
    let issued = work.issued.map(|date| date.to_string());
    let parts = [
        digest.to_string(),
        work.title.clone().unwrap_or_default(),
        authors.join("\n"),
        issued.unwrap_or_default(),
        work.url.clone().unwrap_or_default(),
    ];
    DocumentId::of(parts.join("\u{0}").as_bytes())
}

/// The first term of a title that says something and is plain: of `What's the Deal with INDUS-X?`
/// it is `deal`.
fn word_of_title(title: &str) -> Option<String> {
    let plain: Vec<String> = terms(title).filter(|term| is_plain(term)).collect();
    let said = plain.iter().find(|term| !is_empty_word(term) && term.len() > 1);
    said.or(plain.first()).cloned()
}

/// The terms of a text, of its beginning.
fn terms(text: &str) -> impl Iterator<Item = String> {
    const ENOUGH: usize = 400;
    let end = text.char_indices().nth(ENOUGH).map_or(text.len(), |(at, _)| at);
    tokens(&text[..end]).into_iter().map(|token| token.term)
}

/// Whether a term may stand in a key as it is.
fn is_plain(term: &str) -> bool {
    (1..=LONGEST_PART).contains(&term.len()) && term.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn cut(part: &str) -> &str {
    part.get(..LONGEST_PART).unwrap_or(part)
}

/// Words that say nothing of what a work is about.
fn is_empty_word(word: &str) -> bool {
    const WORDS: &str = "
        a an the of on in at by to for from with and or but as is are was were be been do does did
        how what whats who whos whom whose why when where which that this these those its it not no
        into onto over under about between toward towards after before during through can could
        will would should may might must has have had than then there their his her our your my we
        you they i il la le les der die das ein eine und";
    WORDS.split_whitespace().any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Date, Person};

    fn base(author: &str, title: &str, year: &str) -> String {
        let authors = Person::parse_list(author);
        let (title, issued) = (Some(title.to_owned()), Date::parse_edtf(year));
        super::base(&Work { authors, title, issued, ..Work::default() }).unwrap_or_default()
    }

    #[test]
    fn keys_are_made_of_author_title_and_year() {
        let india = "India-US Defence Partnership: Moving Away from the Buyer-Seller Model?";
        assert_eq!(base("Nishant Rajeev", india, ""), "rajeev_india_nd");
        assert_eq!(
            base("Sameer P. Lalwani", "What's the Deal with INDUS-X?", "2024"),
            "lalwani_deal_2024"
        );
        assert_eq!(base("Jürgen Müller-Łaski", "Über die Ethik", "1999"), "mullerlaski_uber_1999");
        assert_eq!(base("Ludwig van der Berg", "Who?", "1999-02"), "vanderberg_who_1999");
        assert_eq!(base("Pat O’Brien", "$5bn } \\ {", "2001"), "obrien_5bn_2001");
        assert_eq!(
            base("Government Accountability Office", "Arms", "2001"),
            "governmentaccountability_arms_2001"
        );
        assert_eq!(base("李克强", "中国国防", "2019"), "");
        assert_eq!(base("", "", ""), "");
        assert!(base("", &"x".repeat(50_000), "").len() < 100);
    }
}
