//! The table of drafts. A case is the lines of a draft (`| line`; `\r`, `\t` and `\u` stand for a
//! carriage return, a tab and a byte order mark), then a line for each quotation, `= line:column text`
//! (`? ` where its last mark is missing; ¶ parts paragraphs), with the words beside it: `~ words`.
//! A case whose `~` lines are left out says nothing of them. Lines that begin with `#` and empty lines
//! are for the reader.
//!
//! With `PINCITE_REWRITE=1` the table is written anew from what the program says; read the diff.

use std::fmt::Write as _;
use std::fs;

use pincite::verify::credit::Credits;
use pincite::verify::draft::{Draft, PLACE, quotations};
use proptest::prelude::*;

fn answer(draft: &str, beside: bool) -> String {
    let mut out = String::new();
    for quotation in quotations(draft) {
        let sign = if quotation.closed { '=' } else { '?' };
        let text = quotation.text.replace('\n', "¶");
        writeln!(out, "{sign} {}:{} {text}", quotation.line, quotation.column).unwrap();
        for words in quotation.beside.iter().filter(|_| beside) {
            writeln!(out, "~ {}", words.replace(PLACE, "□").replace('\n', "¶")).unwrap();
        }
    }
    out
}

#[test]
fn quotations_of_drafts_are_those_of_the_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/verify/drafts.txt");
    let table = fs::read_to_string(path).unwrap();
    let (mut now, mut wrong) = (String::new(), String::new());
    let mut lines = table.lines().peekable();
    while let Some(line) = lines.next() {
        writeln!(now, "{line}").unwrap();
        let Some(first) = line.strip_prefix('|') else { continue };
        let mut draft = first.strip_prefix(' ').unwrap_or(first).to_owned();
        while let Some(more) = lines.next_if(|line| line.starts_with('|')) {
            writeln!(now, "{more}").unwrap();
            write!(draft, "\n{}", more[1..].strip_prefix(' ').unwrap_or(&more[1..])).unwrap();
        }
        let draft = draft.replace("\\r", "\r").replace("\\t", "\t").replace("\\u", "\u{feff}");
        let mut expected = String::new();
        while let Some(line) = lines.next_if(|line| line.starts_with(['=', '?', '~'])) {
            writeln!(expected, "{line}").unwrap();
        }
        let found = answer(&draft, expected.contains("\n~"));
        if found != expected {
            writeln!(wrong, "{draft}\nexpected\n{expected}found\n{found}").unwrap();
        }
        now.push_str(&found);
    }
    if std::env::var_os("PINCITE_REWRITE").is_some() {
        fs::write(path, now).unwrap();
    } else {
        assert!(wrong.is_empty(), "{wrong}");
    }
}

fn draft() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\"",
        "“",
        "”",
        "‘",
        "’",
        "'",
        "«",
        "»",
        "`",
        "```\n",
        "> ",
        ">> ",
        "\n> ",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "— Modi",
        "[^1]",
        "[^1]: ",
        "[a](b \"c\")",
        "**",
        "_",
        "&quot;",
        "<b>",
        "</b>",
        "<blockquote>",
        "<!-- ",
        "-->",
        "a",
        "We ",
        "said Modi, ",
        "x-\n",
        ". ",
        ", ",
        "(",
        ")",
        "é",
        "\u{feff}",
        "\t",
        "---\n",
        "- ",
        "1. ",
        "# ",
        "| ",
        "\u{fffc}",
        "…",
        "漢",
        "「",
        "」",
        "    ",
        "\n\n    We ",
        "(Modi 2012)",
        "[1]",
        "5",
    ]);
    prop_oneof![
        4 => prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

proptest! {
    #[test]
    fn any_string_is_a_draft(draft in draft(), is_plain: bool) {
        let mut last = 0;
        for quotation in quotations(Draft { text: &draft, is_plain }) {
            let span = quotation.span;
            prop_assert!(span.slice(&draft).is_some() && !span.is_empty());
            prop_assert!(quotation.sentence.slice(&draft).is_some());
            prop_assert!(last <= span.start, "in order");
            last = span.start;
            prop_assert!(quotation.text.contains(char::is_alphanumeric));
            Credits::read(&quotation.beside);
            // A reader who counts lines and characters comes to the same place.
            let before = draft[..span.start as usize].replace("\r\n", "\n").replace('\r', "\n");
            let (above, line) = before.rsplit_once('\n').unwrap_or(("", &before));
            let first = !before.contains('\n');
            let lines = if first { 1 } else { above.matches('\n').count() + 2 };
            prop_assert_eq!(quotation.line as usize, lines);
            let mark = if first { line.strip_prefix('\u{feff}') } else { None };
            let line = mark.unwrap_or(line);
            prop_assert_eq!(quotation.column as usize, line.chars().count() + 1);
        }
    }
}
