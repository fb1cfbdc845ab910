//! Laws of quotation marks.

use std::time::{Duration, Instant};

use pincite::text::quoted;
use proptest::prelude::*;

/// The text with the signs of the table about what is found in it.
fn marked(text: &str) -> String {
    let found = quoted(text);
    let mut out = String::new();
    for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
        for ended in found.iter().rev().filter(|q| q.outer.end as usize == at) {
            out.push(if ended.closed { '⟧' } else { '⟭' });
        }
        out.extend(found.iter().filter(|q| q.outer.start as usize == at).map(|_| '⟦'));
        out.extend(text[at..].chars().next().map(|c| if c == '\n' { '¶' } else { c }));
    }
    out
}

#[test]
fn quotations_stand_where_the_table_says() {
    let table = include_str!("quoted.txt");
    let mut wrong = Vec::new();
    for expected in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let text = expected.replace(['⟦', '⟧', '⟭'], "").replace('¶', "\n");
        let found = marked(&text);
        if found != expected {
            wrong.push(format!("expected {expected}\n   found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pieces_are_what_each_paragraph_quotes() {
    let text = "He said: “One ‘a’.\n\n  “Two. \n“Three.” He left.";
    let found = quoted(text);
    let pieces: Vec<_> = found[0].pieces(text).iter().filter_map(|p| p.slice(text)).collect();
    assert_eq!(pieces, ["One ‘a’.", "", "Two.", "Three."]);
    let inner: Vec<_> = found[1].pieces(text).iter().filter_map(|p| p.slice(text)).collect();
    assert_eq!(inner, ["a"]);
}

/// What a quadratic finder would choke on: it would take minutes.
#[test]
fn marks_in_any_number_take_no_time() {
    let repeated = [
        "\"", "'", "“", "”", "‘", "’", "„", "«", "»", "‹“", "``", "''", "‘\"", "“a”", "\"a' ",
        " 's ", "‘as ", "\n“", "\n\" 'x", "5\" ", "“ ", "‹a", "›a ”", "`a ",
    ];
    for pieces in repeated {
        let text = pieces.repeat((1 << 18) / pieces.len());
        let started = Instant::now();
        quoted(&text);
        assert!(started.elapsed() < Duration::from_secs(10), "{pieces}");
    }
}

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\"", "'", "“", "”", "‘", "’", "„", "‚", "«", "»", "‹", "›", "`", "``", "''", "＂", "a",
        "s", "n", "I", "5", "90s", " ", " ", "\n", ",", ".", "—", "(", ")", "…", "\u{a0}",
        "\u{202f}", "é", "漢", "צ", "\r\n", "tis", "‟", "‛",
    ]);
    prop_oneof![
        4 => prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

proptest! {
    #[test]
    fn law_t4_quotations_nest_and_lie_on_characters(text in text()) {
        let found = quoted(&text);
        let mut around: Vec<pincite::text::Quoted> = Vec::new();
        let mut last = None;
        for one in found {
            prop_assert!(one.outer.slice(&text).is_some() && one.inner.slice(&text).is_some());
            prop_assert!(one.outer.holds(one.inner) && one.outer.start < one.inner.start);
            prop_assert_eq!(one.closed, one.inner.end < one.outer.end);
            prop_assert!(last.is_none_or(|start| start < one.outer.start), "by place");
            last = Some(one.outer.start);
            around.retain(|outer| outer.outer.end > one.outer.start);
            if let Some(outer) = around.last() {
                prop_assert!(outer.inner.holds(one.outer), "{:?} and {:?} cross", outer, one);
            }
            prop_assert_eq!(usize::from(one.depth), around.len());
            around.push(one);
            let inner = one.inner.slice(&text).unwrap();
            prop_assert!(inner.contains(char::is_alphanumeric));
            let pieces = one.pieces(&text);
            prop_assert_eq!(pieces.len(), inner.split('\n').count());
            prop_assert!(pieces.iter().all(|p| p.slice(&text).is_some() && one.inner.holds(*p)));
        }
    }
}
