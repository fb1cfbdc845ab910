//! The target of a W3C Web Annotation.

use pincite::cite::Target;
use pincite::document::{Date, Digest, Work};
use pincite::text::Span;
use serde_json::{Value, json};

fn target(work: &Work, words: Option<(&str, Span)>) -> Value {
    serde_json::to_value(Target::of(work, Digest::of(b"x"), words)).expect("it is plain data")
}

#[test]
fn words_are_selected_by_themselves_and_by_code_points() {
    let text = "Zürich, Zürich 印太 and Zürich; a long way to go from here, and on.";
    let start = text.find("印太").expect("it stands there");
    let target = target(&Work::default(), Some((text, Span::new(start, start + "印太".len()))));
    assert_eq!(
        target["selector"],
        json!([
            {
                "type": "TextQuoteSelector", "exact": "印太", "prefix": "Zürich, Zürich ",
                "suffix": " and Zürich; a long way to go fr"
            },
            {"type": "TextPositionSelector", "start": 15, "end": 17}
        ])
    );
}

#[test]
fn the_source_is_the_page_else_the_file() {
    let file = format!("urn:blake3:{}", Digest::of(b"x"));
    let unknown = target(&Work::default(), None);
    assert_eq!(
        unknown,
        json!({
            "type": "SpecificResource", "source": file, "selector": null,
            "state": {
                "type": "TimeState", "sourceDateStart": null, "sourceDateEnd": null,
                "cached": [file]
            }
        })
    );
    let url = Some("https://x.org/".to_owned());
    let archived_url = Some("https://web.archive.org/web/2024/https://x.org/".to_owned());
    let retrieved = Date::parse_edtf("2024-02");
    let known = target(&Work { url, archived_url, retrieved, ..Work::default() }, None);
    assert_eq!(known["source"], "https://x.org/");
    assert_eq!(
        known["state"],
        json!({
            "type": "TimeState", "sourceDateStart": "2024-02-01T00:00:00Z",
            "sourceDateEnd": "2024-02-29T23:59:59Z",
            "cached": ["https://web.archive.org/web/2024/https://x.org/", file]
        })
    );
}

#[test]
fn a_date_of_retrieval_covers_all_of_its_time() {
    for (date, first, last) in [
        ("2024", "2024-01-01T00:00:00Z", "2024-12-31T23:59:59Z"),
        ("2023-02", "2023-02-01T00:00:00Z", "2023-02-28T23:59:59Z"),
        ("2024-02-16", "2024-02-16T00:00:00Z", "2024-02-16T23:59:59Z"),
    ] {
        let work = Work { retrieved: Date::parse_edtf(date), ..Work::default() };
        let state = &target(&work, None)["state"];
        assert_eq!(
            (&state["sourceDateStart"], &state["sourceDateEnd"]),
            (&json!(first), &json!(last))
        );
    }
}
