//! Laws of names: any text, any table.

use pincite::names::{Finder, Gazetteer, Mention};
use pincite::text::tokens;
use proptest::prelude::*;
use std::sync::LazyLock;

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::shipped);
static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(&GAZETTEER));

fn mentions(paragraphs: &[String]) -> (String, Vec<Mention>) {
    let text = paragraphs.join("\n");
    let definitions = FINDER.definitions(&text);
    let (mut out, mut start) = (Vec::new(), 0);
    for paragraph in paragraphs {
        let found = FINDER.mentions_in(&definitions, paragraph, start, &tokens(paragraph));
        for mention in &found {
            assert!(start <= mention.span.start, "in its passage");
            assert!(mention.span.end <= start + paragraph.len() as u32, "in its passage");
        }
        out.extend(found);
        start += paragraph.len() as u32 + 1;
    }
    (text, out)
}

/// Texts full of names, parts of names, brackets and what stands between words.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let names: Vec<String> =
        GAZETTEER.entries().flat_map(|e| e.aliases()).map(|a| a.text.to_owned()).collect();
    let piece = prop_oneof![
        4 => prop::sample::select(names.clone()),
        2 => prop::sample::select(names).prop_map(|n| {
            n.split(' ').next().unwrap_or("").to_uppercase()
        }),
        2 => prop::sample::select(vec![
            " ", ", ", " (", ") ", ".", "-", "’s ", "s ", " of the ", " case ", "\u{ad}", "ß", "İ",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ];
    let paragraph = prop::collection::vec(piece, 0..12).prop_map(|p| p.concat().replace('\n', " "));
    prop::collection::vec(paragraph, 1..4)
}

proptest! {
    #[test]
    fn law_mentions_rise_do_not_overlap_and_lie_in_one_passage(paragraphs in texts()) {
        let (text, mentions) = mentions(&paragraphs);
        for pair in mentions.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start);
        }
        for mention in mentions {
            let slice = mention.span.slice(&text);
            prop_assert!(slice.is_some_and(|s| !s.trim().is_empty()));
            prop_assert!(mention.entry.0 < GAZETTEER.len());
        }
    }

    #[test]
    fn law_what_a_mention_covers_names_its_entry(paragraphs in texts()) {
        // Without brackets nothing is defined, and every mention is by a name of the gazetteer.
        let paragraphs: Vec<String> =
            paragraphs.iter().map(|p| p.replace(['(', ')'], " ")).collect();
        let (text, mentions) = mentions(&paragraphs);
        for mention in mentions {
            let slice = mention.span.slice(&text).unwrap_or("");
            let singular = slice.strip_suffix('s').unwrap_or(slice);
            let named = |words: &str| {
                // Case tells some entries apart, and a heading in capitals has lost it.
                GAZETTEER.named(words).contains(&mention.entry)
                    || GAZETTEER.named(&words.to_lowercase()).contains(&mention.entry)
            };
            prop_assert!(named(slice) || named(singular), "{slice}");
        }
    }

    #[test]
    fn law_any_text_can_be_read_and_asked_for(text in "\\PC*") {
        let definitions = FINDER.definitions(&text);
        FINDER.mentions_in(&definitions, &text, 0, &tokens(&text));
        GAZETTEER.named(&text);
    }

    #[test]
    fn law_every_name_finds_itself(at: prop::sample::Index) {
        let entry = GAZETTEER.entry(pincite::names::EntryId(at.index(GAZETTEER.len() as usize) as u32));
        for alias in entry.aliases() {
            prop_assert!(GAZETTEER.named(alias.text).contains(&entry.id), "{}", alias.text);
            if !alias.guarded {
                let (_, mentions) = mentions(&[alias.text.to_owned()]);
                prop_assert!(mentions.iter().any(|m| m.entry == entry.id), "{}", alias.text);
            }
        }
    }
}

proptest! {
    // Each case reads the whole table.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn law_a_damaged_table_or_file_is_refused_or_read_without_panic(
        at in 0..4096_usize, byte: u8, cut in 0..512_usize, text in "\\PC*"
    ) {
        let mut bytes = GAZETTEER.as_bytes().to_vec();
        let places = [at, bytes.len() * at / 4096];
        for place in places {
            bytes[place] = byte;
        }
        let length = bytes.len() - cut;
        prop_assert!(cut == 0 || Gazetteer::from_bytes(bytes[..length].to_vec()).is_err());
        // Whatever a corpus's own file holds is an answer or an error.
        let _ = Gazetteer::with_corpus(&text);
        if let Ok(gazetteer) = Gazetteer::from_bytes(bytes) {
            gazetteer.named("United States");
            gazetteer.entries().for_each(|e| {
                let _ = (e.name(), e.kind(), e.aliases().count(), e.countries().count(), e.since());
            });
        }
    }
}

#[test]
fn no_free_name_means_two_entries() {
    for entry in GAZETTEER.entries() {
        for alias in entry.aliases().filter(|a| !a.guarded && !a.demonym) {
            let named = GAZETTEER.named(alias.text);
            let free = named.iter().filter(|id| {
                let aliases = GAZETTEER.entry(**id).aliases();
                aliases.into_iter().any(|a| !a.guarded && a.text == alias.text)
            });
            assert_eq!(free.count(), 1, "{}", alias.text);
        }
    }
}
