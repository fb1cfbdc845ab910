//! The places of a quotation: across passages, in several documents, elsewhere than asked for.

use pincite::verify::{Caution, Finding, Standing, Verdict, VerifyRequest};

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

/// `count` words that stand nowhere else.
fn words(name: &str, count: usize) -> String {
    (0..count).map(|i| format!("{name}{i}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_quotation_may_cross_what_interrupts_the_text() {
    let rows: Vec<String> = (0..40).map(|i| format!("| row{i} | of the table | {i} |")).collect();
    let table = format!("| A | B | C |\n|---|---|---|\n{}", rows.join("\n"));
    let said = "All the harbours of the coast were closed in that winter, and no ship came";
    for cut in [3, 7, 12] {
        let words: Vec<&str> = said.split(' ').collect();
        let (first, second) = (words[..cut].join(" "), words[cut..].join(" "));
        let scratch = Scratch::with(&[
            ("a.md", &*format!("{} {first}\n\n{table}\n\n{second} {}\n", filler("a"), filler("b"))),
            ("b.md", &*format!("{} {}\n", filler("c"), said.replace("winter", "summer"))),
        ]);
        scratch.ingest();
        let finding = verify(&scratch, &asked(said));
        assert!(finding.verdict.is_genuine(), "cut at {cut}: {finding:?}");
        assert_eq!(at(&finding.places), ["a.md:1-46"]);
    }
}

#[test]
fn folds_that_hide_words_from_the_index_hide_no_place() {
    let printed = "The govern-\nment of the co-operative states¹ will not re\u{ad}sign its ﬁrst policy12 \
                   on сoastal trade, its multi-\nyear ship-building plans or the burdensharing of the \
                   allies in the long-term arrange-\nments of that year";
    let quoted = "The government of the co-operative states will not resign its first policy on \
                  coastal trade, its multi-year ship-building plans or the burdensharing of the \
                  allies in the long-term arrangements of that year";
    let mut files = vec![("a.txt".to_owned(), format!("{}\n\n{printed}.\n", filler("a")))];
    for i in 0..40 {
        // Others that hold nearly all of the words.
        let near = quoted.replace("coastal", "inland").replace("burdensharing", "burdens");
        files.push((format!("n{i}.txt"), format!("{}\n\n{near}.\n", filler(&format!("n{i}x")))));
    }
    let scratch = Scratch::new();
    files.iter().for_each(|(name, text)| scratch.write(name, text));
    scratch.ingest();
    let quoted: Vec<&str> = quoted.split(' ').collect();
    for (from, to) in [(0, 33), (0, 5), (1, 8), (4, 14), (14, 20), (9, 27), (20, 33), (26, 33)] {
        let quoted = quoted[from..to.min(quoted.len())].join(" ");
        let finding = verify(&scratch, &asked(&quoted));
        assert!(finding.verdict.is_genuine(), "{quoted}: {:?}", finding.verdict);
        let here = at(&finding.places);
        assert!(here.iter().any(|place| place.starts_with("a.txt")), "{quoted}: {here:?}");
    }
}

#[test]
fn common_words_in_their_order_are_found_among_thousands_of_the_same() {
    let common = ["the", "of", "and", "in", "to", "a", "that", "it", "is", "for"];
    let scratch = Scratch::new();
    let mut seed = 7_usize;
    for i in 0..150 {
        let words: Vec<&str> = (0..400)
            .map(|_| {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                common[(seed >> 33) % common.len()]
            })
            .collect();
        let said = if i == 77 { "It is in that of the and for a to it" } else { "" };
        let text = format!("{}. {said}. {}.", words[..200].join(" "), words[200..].join(" "));
        scratch.write(&format!("{i}.md"), text);
    }
    scratch.ingest();
    for quoted in
        ["It is in that of the and for a to it", "in that of the and for", "that of the and"]
    {
        let finding = verify(&scratch, &asked(quoted));
        assert!(finding.verdict.is_genuine(), "{quoted}: {:?}", finding.verdict);
        let more = finding.cautions.iter().any(|c| matches!(c, Caution::MorePlaces { .. }));
        assert!(more || at(&finding.places).iter().any(|p| p.starts_with("77.md")), "{quoted}");
    }
}

#[test]
fn a_quotation_of_any_length_is_found_whole() {
    let scratch = Scratch::new();
    let paragraphs: Vec<String> = (0..60).map(|i| words(&format!("p{i}w"), 37)).collect();
    scratch.write("a.md", paragraphs.join(".\n\n"));
    scratch.ingest();
    let text = paragraphs.join(".\n\n");
    let all: Vec<&str> = text.split_whitespace().collect();
    for length in [13, 64, 65, 200, 1800] {
        for from in [0, 36] {
            let quoted = all[from..from + length].join(" ");
            let finding = verify(&scratch, &asked(&quoted));
            assert!(finding.verdict.is_genuine(), "{length}: {:?}", finding.verdict);
            assert_eq!(finding.places.len(), 1);
            let other = quoted.replacen(all[from + length / 2], "other", 1);
            let finding = verify(&scratch, &asked(&other));
            assert_eq!(finding.verdict, Verdict::Altered, "{length}");
        }
    }
}

#[test]
fn pieces_may_stand_as_far_apart_as_is_said() {
    let (first, second) = ("The council met in the old town hall", "nobody had come to hear it");
    let between: Vec<String> = (0..29).map(|i| words(&format!("b{i}w"), 100)).collect();
    let scratch = Scratch::with(&[(
        "a.md",
        &*format!("{}\n\n{first}.\n\n{}\n\nBut {second}.\n", filler("a"), between.join(".\n\n")),
    )]);
    scratch.ingest();
    let finding = verify(&scratch, &asked(&format!("{first} … {second}")));
    assert_eq!(finding.verdict, Verdict::Edited, "{finding:?}");
    assert_eq!(at(&finding.places), ["a.md:3-63"]);
}

#[test]
fn the_first_and_the_last_words_of_a_document_are_found() {
    let scratch = Scratch::with(&[
        ("a.md", &*format!("{}\n\n- {}\n\n{}", words("a", 5), words("m", 80), words("z", 4))),
        ("b.md", &words("one", 4)),
    ]);
    scratch.ingest();
    for quoted in
        ["a0 a1 a2 a3", "z0 z1 z2 z3", "m78 m79 z0 z1", "a3 a4 m0 m1", "one0 one1 one2 one3"]
    {
        assert!(verify(&scratch, &asked(quoted)).verdict.is_genuine(), "{quoted}");
    }
}

#[test]
fn headings_that_follow_each_other_can_be_quoted_together() {
    let headings = ["Foreword", "Methods", "Results", "Discussion", "Annexes"];
    let scratch = Scratch::new();
    for i in 0..30 {
        let text = headings.map(|heading| format!("## {heading}\n\n"));
        let own = format!("## {}\n\n", words(&format!("own{i}x"), 5));
        let text =
            format!("{}\n\n{}{own}{}\n", filler(&format!("a{i}x")), text.concat(), filler("b"));
        scratch.write(&format!("{i}.md"), text);
    }
    scratch.ingest();
    let finding = verify(&scratch, &asked("Methods Results Discussion Annexes"));
    assert!(finding.verdict.is_genuine());
    assert_eq!(finding.places.len(), 30);
    let finding = verify(&scratch, &asked("Results Discussion Annexes own7x0 own7x1 own7x2"));
    assert!(finding.verdict.is_genuine());
    assert_eq!(at(&finding.places), ["7.md:7-13"]);
}

#[test]
fn where_looking_stops_early_the_finding_says_so() {
    let scratch = Scratch::new();
    let more = |finding: &Finding| {
        finding.cautions.iter().any(|c| matches!(c, Caution::MorePlaces { .. }))
    };
    for i in 0..150 {
        let said = if i == 140 { SAID.to_owned() } else { SAID.to_uppercase() };
        scratch.write(&format!("{i}.md"), format!("Document {i}.\n\n{said}.\n"));
    }
    scratch.ingest();
    let finding = verify(&scratch, &asked(SAID));
    assert_eq!(finding.verdict, Verdict::Verbatim);
    assert_eq!(at(&finding.places)[0], "140.md:3-3");
    assert_eq!((finding.places.len(), more(&finding)), (150, false));
    for i in 150..300 {
        scratch.write(&format!("{i}.md"), format!("Document {i}.\n\n{SAID}.\n"));
    }
    scratch.ingest();
    let finding = verify(&scratch, &asked(SAID));
    assert_eq!((finding.places.len(), more(&finding)), (256, true));
}

#[test]
fn law_v3_each_passage_of_the_seeds_verifies_itself_at_its_place() {
    let scratch = Scratch::new();
    let seeds = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let request = pincite::ingest::IngestRequest { add: vec![seeds], ..Default::default() };
    scratch.try_ingest(&request).unwrap();
    let collection = scratch.open();
    let listed = collection.documents(None).unwrap();
    let mut judged = 0;
    let session = |judge: &mut dyn FnMut(&str) -> Result<Finding, _>| {
        for document in &listed {
            for n in 1..=document.passages {
                let shown = collection.show(&format!("{}.{n}", document.id), 0).unwrap().unwrap();
                let text = shown.span.slice(&shown.document).unwrap();
                if pincite::verify::Quotation::read(text).words() == 0 {
                    continue;
                }
                let finding: Finding = judge(text).unwrap();
                let here = finding.places.iter().any(|place| {
                    place.hit.path == document.path
                        && Verdict::of(&place.alignment) == Verdict::Verbatim
                        && shown.span.holds(place.alignment.source)
                });
                assert!(here, "{}.{n} is {:?}: {text}", document.id, finding.verdict);
                judged += 1;
            }
        }
    };
    collection.verify_each(&VerifyRequest::default(), session).unwrap();
    assert!(judged > 40, "{judged}");
}

#[test]
fn one_court_judges_as_many_do() {
    let scratch = two_sources();
    let quotations =
        [SAID, "the strait", "nothing of this stands here", &SAID.replace("open", "shut")];
    let limits = VerifyRequest { sources: vec!["The Agency".into()], ..VerifyRequest::default() };
    let collection = scratch.open();
    let together = collection.verify_each(&limits, |judge| {
        quotations.iter().map(|quotation| judge(quotation).unwrap()).collect::<Vec<_>>()
    });
    for (quotation, finding) in quotations.iter().zip(together.unwrap()) {
        let request = VerifyRequest { quotation: (*quotation).to_owned(), ..limits.clone() };
        assert_eq!(collection.verify(&request).unwrap(), finding);
    }
}
