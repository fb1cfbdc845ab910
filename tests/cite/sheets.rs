//! Styles of the user's own: what is refused, and in what words.

use pincite::cite::style::StyleError;
use pincite::cite::{Reference, Style};
use pincite::document::{Digest, PassageKind, Work};

/// A style with this in its layouts and these macros.
fn sheet(layout: &str, macros: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>Mine</title><id>mine</id><updated>2024-01-01T00:00:00+00:00</updated></info>
{macros}
<citation><layout>{layout}</layout></citation>
<bibliography><layout suffix=".">{layout}</layout></bibliography>
</style>"#
    )
}

fn work() -> Reference {
    Reference {
        id: "k3v9".to_owned(),
        work: Work { title: Some("A small title".to_owned()), ..Work::default() },
        within: None,
        kind: PassageKind::Body,
        locator: None,
        quotation: None,
        digest: Digest::of(b""),
    }
}

fn refusal(xml: &str) -> String {
    match Style::parse(xml) {
        Ok(style) => style.cite(&[work()]).unwrap_err().to_string(),
        Err(e) => e.to_string(),
    }
}

#[test]
fn a_style_of_the_users_own_is_carried_out() {
    let title = r#"<text variable="title" text-case="title" quotes="true"/>"#;
    let style = Style::parse(&sheet(title, "")).expect("a style");
    let made = style.cite(&[work()]).expect("citations");
    assert_eq!(style.title(), "Mine");
    assert_eq!(made.notes[0].plain(), "“A small title”");
    assert_eq!(made.list.expect("a list")[0].plain(), "“A small title.”");
}

#[test]
fn a_style_that_only_names_another_is_that_other() {
    let of = |parent: &str| {
        format!(
            r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info><title>D</title>
<id>d</id><link href="{parent}" rel="independent-parent"/>
<updated>2024-01-01T00:00:00+00:00</updated></info></style>"#
        )
    };
    let style = Style::parse(&of("http://www.zotero.org/styles/apa")).expect("a style");
    let apa = Style::named("apa").expect("a common style");
    assert_eq!(style.cite(&[work()]), apa.cite(&[work()]));
    let unknown = refusal(&of("http://example.org/none"));
    assert!(unknown.ends_with("another style, http://example.org/none"), "{unknown}");
}

#[test]
fn what_could_not_end_is_refused() {
    let call = |name: &str| format!(r#"<text macro="{name}"/>"#);
    let rule = |name: &str, body: &str| format!(r#"<macro name="{name}">{body}</macro>"#);
    let circle = rule("a", &call("b")) + &rule("b", &call("a"));
    assert!(refusal(&sheet(&call("a"), &circle)).contains("calls itself"));
    let doubling: String =
        (0..60).map(|i| rule(&format!("m{i}"), &call(&format!("m{}", i + 1)).repeat(2))).collect();
    let doubling = doubling + &rule("m60", r#"<text variable="title"/>"#);
    assert!(refusal(&sheet(&call("m0"), &doubling)).contains("too often"));
    assert!(refusal(&sheet(&call("none"), "")).contains("“none” that it does not have"));
    let deep = "<group>".repeat(100_000);
    assert!(refusal(&sheet(&deep, "")).contains("deep in each other"));
    let long = " ".repeat(5 << 20);
    assert!(refusal(&sheet("", &long)).contains("longer than 4 MB"));
}

#[test]
fn what_is_no_style_is_said_to_be_none() {
    for text in ["", "text", "<style/>", "{\"a\": 1}", "<style", "\u{0}", "<a><b></a>"] {
        assert!(refusal(text).starts_with("it cannot be used: it is no CSL style"), "{text}");
    }
    let near = match Style::named("chicago") {
        Err(StyleError::Unknown { near, .. }) => near,
        other => panic!("{other:?}"),
    };
    assert!(near.contains(&"chicago-notes") && near.contains(&"chicago-author-date"));
}
