//! The caution that words are others' than a draft says.

use pincite::index::Snapshot;
use pincite::names::Gazetteer;
use pincite::search::SearchRequest;
use pincite::search::search::Ground;
use pincite::store::Store;
use pincite::verify::draft::quotations;
use pincite::verify::others::Others;
use pincite::verify::{Alignment, Caution, Finding, QuotedIn, Standing, Verdict};

use crate::scratch::Scratch;

const CATALOG: &str = r#"
["rajeev.txt"]
title = "Moving Away from the Buyer-Seller Model"
authors = ["Nishant Rajeev"]
source = "RSIS"

["lalwani.txt"]
title = "What's the Deal?"
authors = ["Sameer P. Lalwani"]
source = "United States Institute of Peace"

["briefing.txt"]
title = "Briefing with the Press"
source = "Department of State"

["singh.txt"]
title = "How Vulnerable?"
authors = ["Vikram J. Singh", "Mir"]
source = "Government Accountability Office"

["sushant.txt"]
title = "Reports"
authors = ["Sushant Singh"]
"#;

const RAJEEV: &str = "The buyer and the seller must learn to trust one another again.\n";
const SINGH: &str = "The river of trade runs deeper than any of its bridges, says the USIP.\n";
const SUSHANT: &str = "The ministers, Rajnath Singh among them, sang of the harvest in spring.\n";
const LALWANI: &str = "The bridge of innovation rests upon pillars that nobody has seen.\n\n\
    Admiral Prakash said that the pillars were there.\n";
const BRIEFING: &str = "QUESTION: What of the bridge?\n\nSECRETARY LALWANI: The bridge will be \
    finished before the coming winter sets in.\n";

/// The caution for the first quotation of `draft`, as if it stood wherever its words are found.
fn caution(draft: &str, quoted_in: Option<QuotedIn>) -> Option<Caution> {
    judged(draft, quoted_in, Verdict::Verbatim)
}

fn judged(draft: &str, quoted_in: Option<QuotedIn>, verdict: Verdict) -> Option<Caution> {
    let scratch = Scratch::with(&[
        ("catalog.toml", CATALOG),
        ("rajeev.txt", RAJEEV),
        ("lalwani.txt", LALWANI),
        ("briefing.txt", BRIEFING),
        ("singh.txt", SINGH),
        ("sushant.txt", SUSHANT),
    ]);
    scratch.ingest();
    let snapshot = Snapshot::open(&scratch.index()).unwrap();
    let state = snapshot.state();
    let store = Store::open(&scratch.index(), state.state, &state.records).unwrap();
    let ground = Ground { snapshot: &snapshot, store: &store, names: &|| Ok(Gazetteer::shipped()) };
    let quotation = quotations(draft).remove(0);
    let query = format!("\"{}\"", quotation.text.trim_end_matches(['.', ',']));
    let request = SearchRequest { query, limit: 5, per_document: 1, ..SearchRequest::default() };
    let hits = ground.search(&request).unwrap().hits;
    assert!(!hits.is_empty(), "{draft}");
    let standing = |hit| Standing {
        hit,
        text_at: 0,
        alignment: Alignment::default(),
        quoted_in: quoted_in.clone(),
        digest: String::new(),
    };
    let finding = Finding {
        quotation: quotation.text.clone(),
        verdict,
        cautions: Vec::new(),
        places: hits.into_iter().map(standing).collect(),
        elsewhere: Vec::new(),
        nearest: None,
    };
    Others::new(&ground).caution(&quotation, &finding).unwrap()
}

fn named(draft: &str) -> Option<String> {
    caution(draft, None).map(|caution| match caution {
        Caution::OthersWords { named, .. } => named,
        other => panic!("{other:?}"),
    })
}

#[test]
fn words_of_others_are_told() {
    let words = "“the buyer and the seller must learn to trust”";
    for name in ["Lalwani", "S. P. Lalwani", "Ambassador Lalwani", "USIP", "The USIP report"] {
        let draft = format!("{name} says {words}.");
        let expected = name.trim_start_matches("The ").trim_end_matches(" report");
        assert_eq!(named(&draft).as_deref(), Some(expected), "{draft}");
    }
    let draft = format!("According to the United States Institute of Peace, {words}.");
    assert_eq!(named(&draft).as_deref(), Some("United States Institute of Peace"));
}

#[test]
fn two_of_one_family_name_are_two() {
    let (river, harvest) = ("“the river of trade runs deeper”", "“sang of the harvest in spring”");
    for (draft, expected) in [
        (format!("Sushant Singh says {river}."), Some("Sushant Singh")),
        (format!("Vikram Singh says {harvest}."), Some("Vikram Singh")),
        (format!("As Lalwani and Rajeev put it, {river}."), Some("Lalwani")),
        (format!("The text says {river} (Lalwani & Rajeev 2024)."), Some("Lalwani")),
        (format!("Singh says {river}."), None),
        (format!("V. J. Singh and Mir put it so: {river}."), None),
        (format!("Singh says {harvest}."), None),
        (format!("Minister Rajnath Singh says {harvest}."), None),
        (format!("The U.S. Government Accountability Office says {river}."), None),
        (format!("GAO says {river}."), None),
        (format!("According to USIP, {river}."), None),
    ] {
        assert_eq!(named(&draft).as_deref(), expected, "{draft}");
    }
}

#[test]
fn whom_the_source_quotes_is_not_its_author() {
    let words = "“the buyer and the seller must learn to trust”";
    let prakash = || Some(QuotedIn { speaker: Some("Admiral Arun Prakash".to_owned()) });
    let said = |draft: String| caution(&draft, prakash());
    let speaker = Some("Admiral Arun Prakash".to_owned());
    assert_eq!(said(format!("Rajeev argues that {words}.")), Some(Caution::QuotedIn { speaker }));
    for draft in [
        format!("Prakash argues that {words}."),
        format!("Rajeev argues with Prakash that {words}."),
        format!("Rajeev, quoting an admiral, argues that {words}."),
        format!("Rajeev cites the admiral: {words}."),
        format!("The admiral argues that {words} (Rajeev 2025; Prakash 2019)."),
        format!("It is said that {words}."),
    ] {
        assert_eq!(said(draft.clone()), None, "{draft}");
    }
}

#[test]
fn an_altered_quotation_may_be_of_another_too() {
    let draft = "Lalwani: “the buyer and the seller must learn to trust”";
    assert!(judged(draft, None, Verdict::Altered).is_some());
    assert!(judged(draft, None, Verdict::TooShort).is_none());
}

#[test]
fn where_they_may_be_theirs_nothing_is_said() {
    let words = "“the buyer and the seller must learn to trust”";
    for draft in [
        format!("Rajeev says {words}."),
        format!("Nishant Rajeev of RSIS says {words}."),
        format!("RSIS says {words}."),
        // Nobody of these is known to the corpus.
        format!("Modi says {words}."),
        format!("Manmohan Lalwani says {words}."),
        // Named, and not said to have said it.
        format!("To Lalwani the matter is plain: {words}."),
        // Several are named, one of them the author.
        format!("Rajeev, whom Lalwani cites, says {words}."),
        // An author of the corpus, who speaks in the text of others.
        "Lalwani said “the bridge will be finished before the coming winter”.".to_owned(),
    ] {
        assert_eq!(named(&draft), None, "{draft}");
    }
    let draft = format!("Lalwani says {words}.");
    let speaker = |name: Option<&str>| Some(QuotedIn { speaker: name.map(str::to_owned) });
    assert_eq!(caution(&draft, speaker(None)), None, "somebody says it there");
    assert_eq!(caution(&draft, speaker(Some("Ambassador Lalwani"))), None);
    assert!(caution(&draft, speaker(Some("Admiral Prakash"))).is_some());
}
