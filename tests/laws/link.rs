//! Laws of links to words of a page, on texts made at random: the directive that is made for a place
//! leads there, whatever way a browser compares letters and cuts words.

use pincite::cite::TextDirective;
use pincite::cite::link::{NoLink, directive};
use pincite::cite::page::{Comparison, Page};
use pincite::text::Span;
use proptest::prelude::*;

const COMPARISONS: [Comparison; 3] = [Comparison::Exact, Comparison::Standard, Comparison::Loose];

/// What pages are made of: few words, so that they repeat, and what gets in the way of them.
const PIECES: [&str; 60] = [
    "the",
    "The",
    "treaty",
    "treaties",
    "India",
    "india",
    "Indian",
    "U.S.",
    "US",
    "co-operate",
    "cooperate",
    "Zoë",
    "Zoe",
    "Zoe\u{308}",
    "straße",
    "STRASSE",
    "ﬁscal",
    "fiscal",
    "印太战略",
    "太",
    "パートナー",
    "ประเทศไทย",
    "“so”",
    "\"so\"",
    "don’t",
    "don't",
    "policy.12",
    "policy",
    "policy¹²",
    "[3]",
    "12.",
    "•",
    "-",
    "—",
    "a—b",
    "a, b",
    "&",
    "R&D",
    "50%",
    "%20",
    "100",
    "$3.5",
    "_x_",
    "*",
    "e\u{301}",
    "\u{301}",
    "co\u{ad}operate",
    "\u{200b}",
    "\u{200f}",
    "\u{a0}",
    "\t",
    "  ",
    "🇮🇳",
    "👩\u{200d}🚀",
    ",-text",
    "(see",
    "note)",
    "ΟΔΟΣ",
    "οδος",
    "İ",
];

fn page() -> impl Strategy<Value = String> {
    let line = prop::collection::vec(prop::sample::select(&PIECES[..]), 1..24);
    let lines = prop::collection::vec(line.prop_map(|pieces| pieces.join(" ")), 1..8);
    lines.prop_map(|lines| lines.join("\n"))
}

/// The span between two shares of the text, on bounds of characters.
fn span(text: &str, from: f64, to: f64) -> Span {
    let at = |share: f64| {
        let mut at = (text.len() as f64 * share) as usize;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    Span::new(at(from.min(to)), at(from.max(to)))
}

fn check(text: &str, span: Span) -> Result<(), NoLink> {
    let (made, place) = directive(text, span)?;
    for comparison in COMPARISONS {
        let found = Page::read(text, comparison).find(&made);
        assert_eq!(found, Some(place), "{made} by {comparison:?} in {text:?}");
    }
    assert_eq!(TextDirective::parse(&made.to_string()), Some(made), "{text:?}");
    assert!(place.slice(text).is_some() && place.overlaps(span), "{text:?}");
    Ok(())
}

#[test]
fn a_mark_on_a_line_of_its_own_ends_no_place() {
    let text =
        "straße the treaties パートナー the the the the the the the the the パートナー\n\u{301}";
    assert_eq!(check(text, Span::new(0, text.len())), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_link_leads_to_its_place_first(text in page(), from in 0.0..1.0, to in 0.0..1.0) {
        let _ = check(&text, span(&text, from, to));
    }

    /// Where no word stands twice, every place with a word has a link.
    #[test]
    fn what_stands_once_has_a_link(words in 1_usize..200, wide in 1_usize..30, from in 0.0..1.0, to in 0.0..1.0) {
        let text: String = (0..words).map(|n| {
            let end = if n % wide == wide - 1 { '\n' } else { ' ' };
            format!("w{}x{end}", n * 7919)
        }).collect();
        let span = span(text.trim_end(), from, to);
        let is_worded = span.slice(&text).is_some_and(|words| words.contains(char::is_alphanumeric));
        prop_assert_eq!(check(&text, span), if is_worded { Ok(()) } else { Err(NoLink::Words) });
    }

    #[test]
    fn any_directive_is_read_and_looked_for(directive in "text=[ -~é%,-]{0,40}", text in page()) {
        if let Some(read) = TextDirective::parse(&directive) {
            for comparison in COMPARISONS {
                if let Some(found) = Page::read(&text, comparison).find(&read) {
                    prop_assert!(found.slice(&text).is_some());
                }
            }
        }
    }
}
