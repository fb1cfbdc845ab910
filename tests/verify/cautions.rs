//! What to look at beside a verdict that says that the words stand there.

use pincite::verify::{Caution, Finding, Verdict, VerifyRequest};

use crate::scratch::Scratch;

const MEMORANDUM: &str = "\
The two sides agreed that the base would be open to all ships. The committee did not accept that the \
harbour should be dredged before the winter, and the minister of works signed the order himself. \
“We have kept the harbour open through three hard winters,” said Admiral Holm. The town has paid for \
the work from its own purse since the old lighthouse burned down.

In the debate, Admiral Holm noted that “the pilots know every rock of the northern channel”, while \
Captain Vane replied that “no pilot has taken a tanker through it at night”. See Action No. 12 of the \
harbour board, which closed the matter for the season.
";

const BRIEFING: &str = "\
QUESTION: Will the harbour be open to tankers when the ice has gone?

MR. PRICE: The harbour will be open as soon as the pilots are back.

QUESTION: And who is to pay for the pilots that the board wants?

MR. PRICE: The board pays for them out of the dues of last year.
";

fn judged(quotation: &str) -> Finding {
    let scratch = Scratch::with(&[("memorandum.txt", MEMORANDUM), ("briefing.txt", BRIEFING)]);
    scratch.ingest();
    let request = VerifyRequest { quotation: quotation.to_owned(), ..VerifyRequest::default() };
    scratch.open().verify(&request).unwrap()
}

/// The cautions on a quotation that is found with nothing but edits it declares.
fn cautions(quotation: &str) -> Vec<Caution> {
    let finding = judged(quotation);
    assert_eq!(finding.verdict, Verdict::Edited, "{quotation}: {:?}", finding.places);
    finding.cautions
}

#[test]
fn a_negation_that_is_left_out_is_told_with_its_words() {
    for quotation in [
        "The committee … accept that the harbour should be dredged before the winter",
        "The committee […] accept that the harbour should be dredged before the winter",
        "The committee [did] accept that the harbour should be dredged before the winter",
        "the base would be open to all ships … before the winter, and the minister of works",
    ] {
        match cautions(quotation).as_slice() {
            [Caution::NegationLeftOut { words }] => assert!(words.contains("did not"), "{words}"),
            others => panic!("{quotation}: {others:?}"),
        }
    }
}

#[test]
fn nothing_is_told_where_no_negation_is_lost() {
    for quotation in [
        "The committee did not accept that the harbour … dredged before the winter",
        "The committee [did not] accept that the harbour should be dredged",
        "The committee [never] accept that the harbour should be dredged before the winter",
        // A number is no negation.
        "See … 12 of the harbour board, which closed the matter for the season",
    ] {
        assert_eq!(cautions(quotation), [], "{quotation}");
    }
}

#[test]
fn pieces_of_two_speakers_are_told_with_their_names() {
    let two = |first: &str, second: &str| {
        let name = |name: &str| Some(name.to_owned()).filter(|name| !name.is_empty());
        [Caution::TwoSpeakers { first: name(first), second: name(second) }]
    };
    let debate = "the pilots know every rock of the northern channel … taken a tanker through it \
                  at night";
    let found = cautions(debate);
    assert!(matches!(found[0], Caution::NegationLeftOut { .. }), "{found:?}");
    assert_eq!(found[1..], two("Admiral Holm", "Captain Vane"));
    let briefing = "Will the harbour be open to tankers … as soon as the pilots are back";
    assert_eq!(cautions(briefing), two("QUESTION", "MR. PRICE"));
    let own = "kept the harbour open through three hard winters … the work from its own purse";
    assert_eq!(cautions(own), two("Admiral Holm", ""));
}

#[test]
fn pieces_of_one_speaker_raise_no_caution() {
    for quotation in [
        "The harbour will be open … The board pays for them out of the dues",
        "We have kept the harbour open … three hard winters",
    ] {
        assert_eq!(cautions(quotation), [], "{quotation}");
    }
}

#[test]
fn letters_of_another_script_are_told() {
    let finding = judged("the harbоur should be dredged before the winter");
    assert_eq!(
        (finding.verdict, finding.cautions),
        (Verdict::Normalized, vec![Caution::LookAlikes])
    );
    assert_eq!(judged("the harbour should be dredged before the winter").cautions, []);
}
