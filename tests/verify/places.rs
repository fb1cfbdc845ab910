//! The places of a quotation: across passages, in several documents, elsewhere than asked for.

use pincite::verify::{Finding, Standing, Verdict, VerifyRequest};

use crate::scratch::Scratch;

fn asked(quotation: &str) -> VerifyRequest {
    VerifyRequest { quotation: quotation.to_owned(), ..VerifyRequest::default() }
}

fn verify(scratch: &Scratch, request: &VerifyRequest) -> Finding {
    scratch.open().verify(request).unwrap()
}

/// File and lines of each place.
fn at(places: &[Standing]) -> Vec<String> {
    let place = |standing: &Standing| {
        let hit = &standing.hit;
        let file = hit.path.file_name().unwrap().to_string_lossy().into_owned();
        format!("{file}:{}-{}", hit.locator.lines.0, hit.locator.lines.1)
    };
    places.iter().map(place).collect()
}

/// The words lit in the text of a place.
fn lit(standing: &Standing) -> String {
    let Standing { hit, .. } = standing;
    let words = hit.highlights.iter().map(|span| span.slice(&hit.text).unwrap());
    words.collect::<Vec<_>>().join(" … ")
}

/// Words that stand nowhere else, enough for a passage of their own.
fn filler(name: &str) -> String {
    let words: Vec<String> = (0..90).map(|i| format!("{name}{i}")).collect();
    format!("{}.", words.join(" "))
}

const CATALOG: &str = "[\"agency.md\"]\nissued = 2021-05-03\nsource = \"The Agency\"\nauthors = [\"Ann Lee\"]\n\
                       [\"daily.md\"]\nissued = 2020\nsource = \"The Daily\"\nauthors = [\"Bob Roy\"]\n";

const SAID: &str = "The ministers agreed to open the strait to all ships before the winter";

fn two_sources() -> Scratch {
    let text =
        |name: &str, said: &str| format!("{}\n\n{said}.\n\n{}\n", filler(name), filler("end"));
    let scratch = Scratch::with(&[
        ("catalog.toml", CATALOG),
        ("agency.md", &text("a", SAID)),
        ("daily.md", &text("d", SAID)),
        ("other.md", &text("o", &SAID.replace("winter", "summer"))),
    ]);
    scratch.ingest();
    scratch
}

#[test]
fn all_places_are_given_the_earliest_issue_first() {
    let finding = verify(&two_sources(), &asked(SAID));
    assert!(finding.verdict.is_genuine());
    assert_eq!(at(&finding.places), ["daily.md:3-3", "agency.md:3-3"]);
    assert_eq!(lit(&finding.places[0]), SAID);
    assert_eq!(finding.places[0].digest.len(), 64);
    assert!(finding.elsewhere.is_empty() && finding.nearest.is_none());
}

#[test]
fn what_stands_only_elsewhere_is_absent_where_it_should_stand() {
    let scratch = two_sources();
    let ours = VerifyRequest { sources: vec!["The Agency".into()], ..asked(SAID) };
    let finding = verify(&scratch, &ours);
    assert!(finding.verdict.is_genuine());
    assert_eq!(at(&finding.places), ["agency.md:3-3"]);
    assert_eq!(at(&finding.elsewhere), ["daily.md:3-3"]);
    let theirs = VerifyRequest { authors: vec!["Bob Roy".into()], ..asked(filler("a").as_str()) };
    let finding = verify(&scratch, &theirs);
    assert_eq!(finding.verdict, Verdict::Absent);
    assert_eq!(at(&finding.elsewhere), ["agency.md:1-1"]);
}

#[test]
fn what_is_altered_where_it_should_stand_says_where_it_is_genuine() {
    let scratch = two_sources();
    let id = scratch.search("o17").hits[0].document.to_string();
    let ours = VerifyRequest { document: Some(id[..6].to_owned()), ..asked(SAID) };
    let finding = verify(&scratch, &ours);
    assert_eq!(finding.verdict, Verdict::Altered);
    assert_eq!(at(&finding.places), ["other.md:3-3"]);
    assert_eq!(at(&finding.elsewhere), ["daily.md:3-3", "agency.md:3-3"]);
}

#[test]
fn a_restriction_that_nothing_meets_is_an_error() {
    let scratch = two_sources();
    let said = |request: &VerifyRequest| scratch.open().verify(request).unwrap_err().to_string();
    let nobody = VerifyRequest { authors: vec!["Carl Fox".into()], ..asked(SAID) };
    assert_eq!(said(&nobody), "no work is by an author called “Carl Fox”");
    let none = VerifyRequest { document: Some("vvvvvv".into()), ..asked(SAID) };
    assert!(said(&none).starts_with("no document's id begins with “vvvvvv”"));
    let long = "word ".repeat(10_000);
    assert!(said(&asked(&long)).starts_with("a quotation has at most 2000 words"));
}

#[test]
fn a_quotation_may_cross_passages_and_short_items() {
    let items: Vec<String> = (0..12).map(|i| format!("- item{i} of the long list")).collect();
    let scratch = Scratch::with(&[(
        "a.md",
        &format!(
            "{} The end of the first paragraph.\n\nIt goes on in the next. {}\n\n{}\n",
            filler("a"),
            filler("b"),
            items.join("\n")
        ),
    )]);
    scratch.ingest();
    let crossing = "the end of the first paragraph. It goes on in the next";
    let finding = verify(&scratch, &asked(crossing));
    assert!(finding.verdict.is_genuine(), "{finding:?}");
    assert_eq!(at(&finding.places), ["a.md:1-3"]);
    assert_eq!(lit(&finding.places[0]).replace('\n', " ").to_lowercase(), crossing.to_lowercase());
    let listed: Vec<&str> = items[2..9].iter().map(|item| &item[2..]).collect();
    let finding = verify(&scratch, &asked(&listed.join(" ")));
    assert!(finding.verdict.is_genuine(), "{finding:?}");
    assert_eq!(at(&finding.places), ["a.md:7-13"]);
}

#[test]
fn headings_and_titles_can_be_quoted() {
    let scratch = Scratch::with(&[(
        "a.md",
        &format!(
            "# Of Harbours and Winter Roads\n\n{}\n\n## The Lessons of the Long War\n\n{}\n",
            filler("a"),
            filler("b")
        ),
    )]);
    scratch.ingest();
    for quoted in ["Of Harbours and Winter Roads", "The Lessons of the Long War"] {
        let finding = verify(&scratch, &asked(quoted));
        assert!(finding.verdict.is_genuine(), "{quoted}: {finding:?}");
        assert_eq!(lit(&finding.places[0]), quoted);
    }
}

#[test]
fn a_quotation_too_short_to_judge_has_its_places_listed() {
    let finding = verify(&two_sources(), &asked("the strait"));
    assert_eq!(finding.verdict, Verdict::TooShort);
    assert_eq!(finding.places.len(), 3);
}

#[test]
fn deleted_documents_hold_nothing() {
    let scratch = two_sources();
    scratch.remove("daily.md");
    scratch.ingest();
    assert_eq!(at(&verify(&scratch, &asked(SAID)).places), ["agency.md:3-3"]);
}

#[test]
fn halves_that_stand_apart_in_one_document_are_found() {
    let first = "the commission will report on the state of the harbours";
    let second = "no ship may leave before the pilots have come on board";
    let scratch = Scratch::with(&[(
        "a.md",
        &format!("We said that {first}.\n\n{}\n\n{}\n\nAnd {second}.\n", filler("a"), filler("b")),
    )]);
    scratch.ingest();
    let finding = verify(&scratch, &asked(&format!("{first} and {second}")));
    assert_eq!(finding.verdict, Verdict::Altered, "{finding:?}");
    assert_eq!(at(&finding.places), ["a.md:1-7"]);
}
