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

/// Bounds are tried at their edge: such sheets are the costliest that are carried out, and this
/// thread has the smallest stack.
#[test]
fn the_deepest_and_the_widest_sheets_are_carried_out() {
    let call = |name: usize| format!(r#"<text macro="m{name}"/>"#);
    let rule = |name: usize, body: &str| format!(r#"<macro name="m{name}">{body}</macro>"#);
    let nested = |depth: usize, body: &str| {
        format!("{}{body}{}", "<group>".repeat(depth), "</group>".repeat(depth))
    };
    let title = r#"<text variable="title" prefix="("/>"#;
    let carried_out = |layout: &str, macros: &str| {
        let style = Style::parse(&sheet(layout, macros))?;
        style.cite(&[work()])
    };
    let deep = rule(0, &nested(55, title)) + &rule(1, &nested(35, &call(0)));
    assert!(carried_out(&call(1), &deep).is_ok());
    let deeper = deep + &rule(2, &nested(30, &call(1)));
    assert!(refusal(&sheet(&call(2), &deeper)).contains("96 deep in each other"));
    let choose = |body: &str| {
        format!(
            r#"<choose><if variable="title"><choose><if variable="URL"/><else>{body}</else></choose></if></choose>"#
        )
    };
    assert!(carried_out(&(0..13).fold(title.to_owned(), |body, _| choose(&body)), "").is_ok());

    let wide = |times: usize| {
        rule(0, title) + &rule(1, &call(0).repeat(100)) + &rule(2, &call(1).repeat(times))
    };
    let began = std::time::Instant::now();
    let made = carried_out(&call(2), &wide(100)).expect("citations");
    assert_eq!(made.notes[0].plain().len(), 10_000 * "(A small title".len());
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    assert!(refusal(&sheet(&call(2), &wide(1000))).contains("too often"));
    let suffixes = format!(r#"<text value="x" suffix="{}"/>"#, "y".repeat(3900)).repeat(300);
    assert!(refusal(&sheet(&suffixes, "")).contains("too often"));
    let suffix = format!(r#"<text value="x" suffix="{}"/>"#, "y".repeat(5000));
    assert!(refusal(&sheet(&suffix, "")).contains("longer than 4000 bytes"));
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
