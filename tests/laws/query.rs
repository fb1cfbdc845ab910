//! The laws of queries: Q1 what is printed parses back, Q2 widening only adds, and that any string
//! gives a bounded answer.

use std::cell::RefCell;

use proptest::prelude::*;

use pincite::query::ast::{Demand, Part, What};
use std::ops::Range;

use pincite::names::{Asked, Gazetteer};
use pincite::query::alias::Known;
use pincite::query::expand::{NameLookup, NamedEntry, Vocabulary};
use pincite::query::field::Value;
use pincite::query::nearness::{Nearness, Reach};
use pincite::query::parse::{DEEPEST, LONGEST, WIDEST};
use pincite::query::plan::{Filter, Form, Node, Pattern, Plan, Reason, TextField};
use pincite::query::shape::Shape;
use pincite::query::{ExpandOptions, Query, expand, parse, parse_plain};
use pincite::text::{Analysis, tokens};

use crate::laws::brute::{Far, How, Place, Reading, has_shape, is_like};
use crate::query::show::{Names, Words, like, of_shape, outline};

/// Pieces that mean something, in any order, glued or apart.
fn anything() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "a", "radar", "US", "INDUS-X", "MQ-9B", "2024", "2023..2025", "kind", "title", "foo", "caption",
            "and", "not", "é", "印", "U.S.", "301(a)", "TI(a)", "w/5", "NEAR", "atleast5", "ti", "a[ti]", "wom?n",
            "w/0", "pre/5000", "/s", "near5", "adj/2", "N5", "not", "*tion", "lab*r", "like~", "A", "THE",
        ]).prop_map(str::to_owned),
        4 => Just(" ".to_owned()),
        3 => prop::sample::select(vec![
            "AND", "OR", "NOT", " AND ", " OR ", " NOT ", "&&", "||", "(", ")", "\"", "“", "”", "+", "-", "=", ":",
            "*", "!", "?", "~", "^", "%", "/", "[", "]", ".", ",", "'", "’", "\\", "&", "|", "#", "\u{ad}", "\n",
            "\u{301}", "title:", "program:(", "date:", "kind:", " -", " +", " =", "~5", "^2", "\u{202e}", "«",
            " w/2 ", " not w/2 ", " NOT pre/3 ", " /p ", "~2", "#", "$3", "[*3]", " or ", " and ",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Queries that mean what they look like, over few words.
fn meant() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "defence",
        "defense",
        "programme",
        "jets",
        "jet",
        "technologies",
        "technology",
        "US",
        "us",
        "india",
        "DTTI",
        "dtti",
        "DIU",
        "coproduction",
        "production",
        "united",
        "states",
    ]);
    let single = prop_oneof![
        6 => word.clone().prop_map(str::to_owned),
        1 => (word.clone(), word.clone()).prop_map(|(a, b)| format!("\"{a} {b}\"")),
        1 => word.clone().prop_map(|a| format!("\"{a}\"")),
        1 => prop::sample::select(vec![
            "techn*", "j*", "defen?e", "*ia", "t*y", "jts~1", "technology~2",
        ])
        .prop_map(str::to_owned),
        1 => prop::sample::select(vec!["=Jets", "=\"US jets\""]).prop_map(str::to_owned),
    ];
    let sign = prop::sample::select(vec![
        "w/1",
        "w/2",
        "/3",
        "pre/1",
        "pre/3",
        "/s",
        "/p",
        "pre/s",
        "not w/1",
        "not w/3",
        "not pre/2",
        "not /s",
    ]);
    let near = single.clone().prop_recursive(3, 8, 2, move |inner| {
        let side = prop_oneof![
            inner.clone(),
            prop::collection::vec(inner, 2..4).prop_map(|p| p.join(" OR ")),
        ];
        (side.clone(), sign.clone(), side).prop_map(|(a, sign, b)| format!("({a}) {sign} ({b})"))
    });
    let single = prop_oneof![
        6 => single,
        3 => near.prop_map(|near| format!("({near})")),
        1 => prop::sample::select(vec!["kind:body", "title:jets"]).prop_map(str::to_owned),
    ];
    single.prop_recursive(4, 24, 4, |inner| {
        let signed = (prop::sample::select(vec!["", "", "", "+", "-", "NOT "]), inner.clone());
        prop_oneof![
            prop::collection::vec(signed, 1..4).prop_map(|clauses| {
                let clauses: Vec<_> =
                    clauses.iter().map(|(sign, c)| format!("{sign}{c}")).collect();
                format!("({})", clauses.join(" "))
            }),
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|p| format!("({})", p.join(" AND "))),
            prop::collection::vec(inner, 2..4).prop_map(|p| format!("({})", p.join(" OR "))),
        ]
    })
}

fn passage() -> impl Strategy<Value = String> {
    let words = vec![
        "defence",
        "defense",
        "Defence",
        "program",
        "programme",
        "jets",
        "Jets",
        "jet",
        "technologies",
        "technology",
        "US",
        "us",
        "U.S.",
        "India",
        "Indian",
        "and",
        "DTTI",
        "Defence Technology and Trade Initiative",
        "DIU",
        "Defense Innovation Unit",
        "co-production",
        "coproduction",
        "United States",
    ];
    prop::collection::vec(prop::sample::select(words), 0..7).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn law_q1_any_string_parses_and_its_print_parses_back(text in anything()) {
        let (query, warnings) = parse(&text);
        let printed = query.to_string();
        let again = parse(&printed).0;
        prop_assert_eq!(outline(&again), outline(&query), "{} is printed as {}", text, printed);
        for warning in warnings {
            prop_assert!(warning.at.slice(&text).is_some(), "{:?} of {}", warning, text);
            prop_assert!(!warning.message.is_empty());
        }
        if let Some(root) = &query.root {
            spans_nest(root, &text)?;
        }
    }

    #[test]
    fn law_q2_every_plan_is_sound_and_what_is_barred_stays_as_written(text in anything(), literal: bool) {
        for (query, _) in [parse(&text), parse_plain(&text)] {
            let expanded = expand(&query, &Shipped, &FewWords, &ExpandOptions { literal });
            prop_assert_eq!(expanded.plan.is_empty(), query.root.is_none());
            sound(&expanded.plan.root, false)?;
        }
    }

    #[test]
    fn law_q2_widening_only_adds(text in meant(), passages in prop::collection::vec(passage(), 1..8)) {
        let (query, _) = parse(&text);
        let wide = plan(&query, false);
        let literal = plan(&query, true);
        for passage in &passages {
            let found = (matches(&literal.root, passage), matches(&wide.root, passage));
            prop_assert!(found != (true, false), "{} loses {}", text, passage);
        }
    }

    #[test]
    fn law_q2_every_form_says_why_and_quotes_take_only_spellings(text in meant(), literal: bool) {
        let expanded = expand(&parse(&text).0, &Shipped, &FewWords, &ExpandOptions { literal });
        for leaf in expanded.plan.root.leaves() {
            let quoted = leaf.label.starts_with('"');
            for (i, form) in leaf.forms.iter().enumerate() {
                let why = form.why.name();
                let written = matches!(why, "asked" | "prefix" | "shape" | "misspelling");
                prop_assert!(written || !literal, "{:?}", leaf);
                prop_assert!(written || why == "spelling" || !quoted, "{:?}", leaf);
                prop_assert!(i == 0 || why != "asked", "{:?}", leaf);
                if matches!(why, "alias" | "definition") {
                    prop_assert!(expanded.expansions.iter().any(|e| e.why == why), "{:?}", leaf);
                }
            }
        }
    }

    #[test]
    fn law_q2_a_literal_plan_finds_what_the_query_says(text in meant(), passages in prop::collection::vec(passage(), 1..8)) {
        let (query, _) = parse(&text);
        let literal = plan(&query, true);
        for passage in &passages {
            let says = query.root.as_ref().is_some_and(|root| holds(root, passage));
            prop_assert_eq!(matches(&literal.root, passage), says, "{} in {}", text, passage);
        }
    }
}

fn plan(query: &Query, literal: bool) -> Plan {
    expand(query, &Shipped, &FewWords, &ExpandOptions { literal }).plan
}

/// Every part lies in the text, and in the part it is a part of.
fn spans_nest(part: &Part, text: &str) -> Result<(), TestCaseError> {
    prop_assert!(part.span.slice(text).is_some(), "{:?}", part);
    let inner: Vec<&Part> = match &part.what {
        What::And(parts) | What::Or(parts) => parts.iter().collect(),
        What::List(clauses) => clauses.iter().map(|c| &c.part).collect(),
        What::Near { sides, .. } => sides.iter().collect(),
        _ => Vec::new(),
    };
    for inner_part in inner {
        prop_assert!(part.span.holds(inner_part.span), "{:?}", part);
        spans_nest(inner_part, text)?;
    }
    Ok(())
}

/// What the types promise about a plan; `barred` under an exclusion.
fn sound(node: &Node, barred: bool) -> Result<(), TestCaseError> {
    match node {
        Node::Clauses { must, should, must_not } => {
            for inner in must.iter().chain(should) {
                sound(inner, barred)?;
            }
            for inner in must_not {
                sound(inner, true)?;
            }
        }
        Node::Leaf(leaf) => {
            prop_assert!(!leaf.label.is_empty());
            for form in &leaf.forms {
                let as_written =
                    !matches!(form.why, Reason::Stem | Reason::Spelling | Reason::Alias(_));
                prop_assert!(!barred || as_written, "{:?}", leaf);
                match &form.pattern {
                    Pattern::Term { field, .. } => {
                        prop_assert!(!barred || *field == TextField::Plain, "{:?}", leaf);
                    }
                    Pattern::Phrase { field, places } => {
                        prop_assert!(*field != TextField::Stem && places.len() > 1);
                        prop_assert!(places.iter().all(|place| !place.is_empty()));
                        let single = |place: &Vec<String>| place.len() == 1;
                        prop_assert!(
                            !barred || form.why != Reason::Asked || places.iter().all(single)
                        );
                    }
                    Pattern::Named { name, places, .. } => {
                        prop_assert!(!barred && !name.is_empty() && !places.is_empty());
                        prop_assert!(places.iter().all(|place| !place.is_empty()));
                    }
                    Pattern::Exact { text, terms } => {
                        prop_assert!(!text.is_empty() && !terms.is_empty());
                        prop_assert!(form.why == Reason::Asked);
                    }
                    Pattern::Near(near) => {
                        sound(&Node::Leaf(near.left.clone()), barred)?;
                        sound(&Node::Leaf(near.right.clone()), barred || near.how.negated)?;
                    }
                }
            }
        }
        Node::Filter(_) | Node::All => {}
    }
    Ok(())
}

/// Whether a passage satisfies a plan, read off the words of its doc comments.
fn matches(node: &Node, passage: &str) -> bool {
    match node {
        Node::All => true,
        Node::Filter(filter) => passes(filter, passage),
        Node::Leaf(leaf) => leaf.forms.iter().any(|form| stands(&form.pattern, passage)),
        Node::Clauses { must, should, must_not } => {
            let any = should.iter().any(|node| matches(node, passage));
            must.iter().all(|node| matches(node, passage))
                && (any || !must.is_empty())
                && !must_not.iter().any(|node| matches(node, passage))
        }
    }
}

fn stands(pattern: &Pattern, passage: &str) -> bool {
    !places(pattern, &Reading::of(passage)).is_empty()
}

/// Where a pattern of a plan stands.
fn places(pattern: &Pattern, passage: &Reading) -> Vec<Place> {
    match pattern {
        Pattern::Term { field: TextField::Stem, term } => {
            thread_local! {
                static ANALYSIS: RefCell<Analysis> = RefCell::default();
            }
            let has_stem = |word: &str| ANALYSIS.with_borrow_mut(|a| a.stem(word) == term);
            passage.run(&[&has_stem])
        }
        Pattern::Term { term, .. } => passage.run(&[&|word| word == term]),
        Pattern::Phrase { places, .. } | Pattern::Named { places, .. } => {
            let serves =
                |place: &Vec<String>, word: &str| place.iter().any(|t| t == word || t == "*");
            let tests: Vec<_> = places.iter().map(|p| move |word: &str| serves(p, word)).collect();
            let tests: Vec<_> = tests.iter().map(|t| t as &dyn Fn(&str) -> bool).collect();
            passage.run(&tests)
        }
        Pattern::Exact { text, .. } => exact_places(text, passage),
        Pattern::Near(near) => {
            let side = |forms: &[Form]| -> Vec<Place> {
                forms.iter().flat_map(|form| places(&form.pattern, passage)).collect()
            };
            passage.near(&side(&near.left.forms), &side(&near.right.forms), how(near.how))
        }
    }
}

fn how(how: Nearness) -> How {
    let far = match how.reach {
        Reach::Words(n) => Far::Words(n as usize),
        Reach::Sentence => Far::Sentence,
        Reach::Paragraph => Far::Paragraph,
    };
    How { far, ordered: how.ordered, negated: how.negated }
}

/// Where printed words stand; in these tests blanks alone part words.
fn exact_places(text: &str, passage: &Reading) -> Vec<Place> {
    let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let tests: Vec<_> = words.iter().map(|w| move |printed: &str| printed == w).collect();
    let tests: Vec<_> = tests.iter().map(|t| t as &dyn Fn(&str) -> bool).collect();
    passage.run_printed(&tests)
}

/// In these tests every passage is body text, and its title is its first word.
fn passes(filter: &Filter, passage: &str) -> bool {
    match filter {
        Filter::Kind(kind) => kind.name() == "body",
        Filter::Words { terms, .. } => title(passage).is_some_and(|title| terms == &[title]),
        other => panic!("no query of these tests asks for {other:?}"),
    }
}

fn title(passage: &str) -> Option<String> {
    tokens(passage).into_iter().next().map(|t| t.term)
}

/// Whether a passage satisfies a query literally, read off the table of the query language.
fn holds(part: &Part, passage: &str) -> bool {
    match &part.what {
        What::Restriction { values, .. } => values.iter().any(|value| match value {
            Value::Kind(kind) => kind.name() == "body",
            Value::Words(text) => title(passage) == words(text).pop(),
            Value::Dates(_) => false,
        }),
        What::And(parts) => parts.iter().all(|part| holds(part, passage)),
        What::Or(parts) => parts.iter().any(|part| holds(part, passage)),
        What::List(clauses) => {
            let of = |demand| clauses.iter().filter(move |c| c.demand == demand).map(|c| &c.part);
            let is_field = |part: &&Part| matches!(part.what, What::Restriction { .. });
            let is_near = |part: &&Part| matches!(part.what, What::Near { .. });
            let wanted: Vec<_> = of(Demand::Wanted).filter(|part| !is_field(part)).collect();
            let fields = clauses.iter().filter(|c| c.demand != Demand::Barred).map(|c| &c.part);
            let needed = of(Demand::Needed).filter(|part| !is_field(part));
            let needed: Vec<_> = needed.chain(of(Demand::Wanted).filter(is_near)).collect();
            fields.filter(is_field).all(|part| holds(part, passage))
                && needed.iter().all(|part| holds(part, passage))
                && !of(Demand::Barred).any(|part| holds(part, passage))
                && (!needed.is_empty()
                    || wanted.is_empty()
                    || wanted.iter().any(|part| holds(part, passage)))
        }
        _ => !asked_places(part, &Reading::of(passage)).is_empty(),
    }
}

fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|t| t.term).collect()
}

/// Where a single thing stands that a query asks for literally.
fn asked_places(part: &Part, passage: &Reading) -> Vec<Place> {
    match &part.what {
        What::Word(text) | What::Phrase(text) => {
            let mut asked = words(text);
            // In a query `US` is the country whatever stands beside it.
            for (term, token) in asked.iter_mut().zip(tokens(text)) {
                if token.span.slice(text).is_some_and(|word| word.starts_with("US")) {
                    *term = if term == "us" { "u.s".to_owned() } else { term.clone() };
                }
            }
            let tests: Vec<_> = asked.iter().map(|a| move |word: &str| word == a).collect();
            let tests: Vec<_> = tests.iter().map(|t| t as &dyn Fn(&str) -> bool).collect();
            passage.run(&tests)
        }
        What::Prefix(text) => passage.run(&[&|word| word.starts_with(text.as_str())]),
        What::Pattern(text) => passage.run(&[&|word| has_shape(word, text)]),
        What::Misspelt { word, letters } => {
            let chars = |word: &str| -> Vec<char> { word.chars().collect() };
            passage.run(&[&|found| is_like(&chars(word), &chars(found), *letters)])
        }
        What::Exact(text) => exact_places(text, passage),
        What::Or(parts) => parts.iter().flat_map(|part| asked_places(part, passage)).collect(),
        What::Near { how: asked, sides } => {
            let [left, right] = [0, 1].map(|i| asked_places(&sides[i], passage));
            passage.near(&left, &right, how(*asked))
        }
        other => panic!("{other:?} has no place"),
    }
}

/// Knows the names that ship, and resolves none in a field.
struct Shipped;

impl NameLookup for Shipped {
    fn named(&self, _: &str) -> Vec<NamedEntry> {
        Vec::new()
    }

    fn asked(&self, words: &Asked, run: Range<usize>) -> Vec<Known> {
        let gazetteer = Gazetteer::shipped();
        let known = |id| {
            let entry = gazetteer.entry(id);
            let entry = NamedEntry {
                name: entry.name().to_owned(),
                kind: entry.kind().name().to_owned(),
                is_program: entry.is_program(),
            };
            Known { entry: Some(entry), names: gazetteer.names_of(id) }
        };
        gazetteer.asked(words, run).into_iter().map(known).collect()
    }
}

/// The words of the passages.
struct FewWords;

impl Vocabulary for FewWords {
    fn with_prefix(&self, prefix: &str, limit: usize) -> Vec<(String, u64)> {
        let words = [
            "and",
            "defence",
            "defense",
            "india",
            "indian",
            "jet",
            "jets",
            "program",
            "programme",
            "technologies",
            "technology",
            "u.s",
            "us",
        ];
        let found = words.into_iter().filter(|word| word.starts_with(prefix));
        found.take(limit).map(|word| (word.to_owned(), 1)).collect()
    }

    /// Every word stands somewhere, next to every other.
    fn passages(&self, _: &str) -> u64 {
        1
    }

    fn passages_with_phrase(&self, _: &[Vec<String>]) -> u64 {
        1
    }

    fn defined(&self, key: &str) -> Vec<(String, u64)> {
        match key {
            "jet" => vec![("joint engine technology".to_owned(), 1)],
            "joint engine technology" => vec![("JET".to_owned(), 1)],
            _ => Vec::new(),
        }
    }

    fn begins_definition(&self, term: &str) -> bool {
        matches!(term, "jet" | "joint")
    }

    fn of_shape(&self, shape: &Shape, limit: usize) -> Vec<(String, u64)> {
        of_shape(self, shape, limit)
    }

    fn like(&self, word: &str, letters: u8, limit: usize) -> Vec<(String, u64, u8)> {
        like(self, word, letters, limit)
    }
}

#[test]
fn law_q1_queries_are_cut_in_length_depth_and_width() {
    let deep = "(".repeat(1000) + "a" + &")".repeat(1000);
    let (query, warnings) = parse(&deep);
    assert_eq!(outline(&query), "a");
    assert_eq!(warnings.len(), 1, "{warnings:?}");

    let nested = "(a -".repeat(500) + "b";
    let (query, warnings) = parse(&nested);
    let brackets = query.to_string().matches('(').count();
    assert!(brackets < DEEPEST, "{brackets}");
    assert!(!warnings.is_empty());
    assert_eq!(outline(&parse(&query.to_string()).0), outline(&query));

    let wide = "a ".repeat(WIDEST + 1);
    let (query, warnings) = parse(&wide);
    assert_eq!(query.to_string().len(), 2 * WIDEST - 1);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert_eq!(parse_plain(&wide).0.to_string().len(), 2 * WIDEST - 1);

    let long = "technology ".repeat(LONGEST);
    for (query, warnings) in [parse(&long), parse_plain(&long)] {
        assert!(query.to_string().len() <= LONGEST);
        assert!(query.to_string().ends_with(" technology"));
        assert_eq!(warnings[0].at.range().end, long.len());
    }
    assert!(parse(&"é".repeat(LONGEST)).1[0].message.contains("4096"));
}

#[test]
fn law_q1_no_query_takes_long() {
    // Each of these is cheap a piece and would be slow if a piece looked at all others.
    for piece in [
        "(",
        ")",
        "\"",
        "a(",
        "title:(",
        "a AND ",
        "-",
        "NOT ",
        "a* ",
        "x:y ",
        "^2",
        "a\"",
        "w/5 ",
        "(a OR ",
        "a w/5 ",
        "(a w/2 ",
        "a w/2 (b OR ",
        "not w/5 ",
        "*a ",
        "a~ ",
        "a?b ",
        "\"a * b\" ",
    ] {
        let text = piece.repeat(LONGEST / piece.len());
        let start = std::time::Instant::now();
        let (query, warnings) = parse(&text);
        expand(&query, &Shipped, &FewWords, &ExpandOptions::default());
        assert!(warnings.len() <= 33, "{piece}");
        assert!(start.elapsed().as_secs() < 2, "{piece} took {:?}", start.elapsed());
    }
}

#[test]
fn law_q2_a_beginning_stands_for_the_commonest_words_and_never_for_too_many() {
    let expanded = |text: &str| expand(&parse(text).0, &Names, &Words, &ExpandOptions::default());
    let forms = |text: &str| -> Vec<usize> {
        expanded(text).plan.root.leaves().iter().map(|leaf| leaf.forms.len()).collect()
    };
    // 2000 words begin with x, and a seventh of them stand in seven passages.
    assert_eq!(forms("x*"), [1024]);
    let widened = expanded("x*");
    assert_eq!(widened.expansions[0].to[..2], ["x0006", "x0013"]);
    assert_eq!(widened.warnings.len(), 1);
    assert!(widened.warnings[0].message.contains("1024 commonest"), "{:?}", widened.warnings);
    assert!(expanded("x00*").warnings.is_empty());
    assert_eq!(forms("x00*"), [100]);
    // Nor is the dictionary gone through without end.
    let misspelt: String = (0..40).map(|i| format!("agreem{i:02}nt~ ")).collect();
    let warnings = expanded(&misspelt).warnings;
    assert!(warnings.len() > 10, "{warnings:?}");
    assert!(warnings[0].message.contains("at most"), "{warnings:?}");
    // All beginnings of a query together are bounded too.
    let all: usize = forms("x* x0* x1* x* x0* x1* x* x0* radar").iter().sum();
    assert_eq!(all, 4096 + 1);
    let leaves = expanded("radar -x* program:DTTI \"joint production\"").plan.root;
    let labels: Vec<_> = leaves.leaves().iter().map(|leaf| leaf.label.clone()).collect();
    assert_eq!(labels, ["radar", "\"joint production\""]);
}
