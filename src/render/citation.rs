//! Citations as text, Markdown, HTML and JSON.
//!
//! A citation is one line in each of them. Text has no faces. Markdown (CommonMark) has italics,
//! bold, and raised and lowered text as HTML; HTML is a fragment of `<p>` and `<div class="csl-…">`
//! with the classes that other CSL processors give, and addresses of the web as links. What a record
//! says is text: what Markdown, HTML or a terminal would act on is escaped.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::json::VERSION;
use super::markdown::escaped_within;
use super::sanitize::visible;
use crate::cite::rich::{Run, Shift};
use crate::cite::style::Citations;
use crate::cite::{Pinpoint, Reference, Rich};

/// In what form citations are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Bare text.
    Text,
    /// CommonMark.
    Markdown,
    /// A fragment of HTML.
    Html,
}

/// Which of the two are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The citations, and whether the style has them in notes.
    pub notes: bool,
    /// The list of works.
    pub list: bool,
}

/// Writes citations: first what stands in notes (or in the text), then the list of works; with
/// headings where both are asked for.
///
/// # Errors
/// What writing gives.
pub fn citations(
    out: &mut dyn Write,
    made: &Citations,
    is_of_notes: bool,
    form: Form,
    parts: Parts,
) -> io::Result<()> {
    let has_both = parts.notes && parts.list;
    if parts.notes {
        let heading = if is_of_notes { "Notes" } else { "In the text" };
        section(out, form, has_both.then_some(heading), "csl-note", &made.notes)?;
    }
    if has_both {
        writeln!(out)?;
    }
    match (&made.list, parts.list) {
        (Some(list), true) => {
            section(out, form, has_both.then_some("Bibliography"), "csl-entry", list)
        }
        _ => Ok(()),
    }
}

fn section(
    out: &mut dyn Write,
    form: Form,
    heading: Option<&str>,
    class: &str,
    lines: &[Rich],
) -> io::Result<()> {
    match (form, heading) {
        (_, None) => {}
        (Form::Text, Some(heading)) => writeln!(out, "{heading}")?,
        (Form::Markdown, Some(heading)) => writeln!(out, "## {heading}\n")?,
        (Form::Html, Some(heading)) => writeln!(out, "<h2>{heading}</h2>")?,
    }
    for (i, line) in lines.iter().enumerate() {
        match form {
            Form::Text => writeln!(out, "{}", text(line))?,
            Form::Markdown if i > 0 => writeln!(out, "\n{}", markdown(line))?,
            Form::Markdown => writeln!(out, "{}", markdown(line))?,
            Form::Html => writeln!(out, "<div class=\"{class}\">{}</div>", html(line))?,
        }
    }
    Ok(())
}

/// The citations of `references` as JSON.
pub fn value(
    references: &[Reference],
    pinpoints: &[Pinpoint],
    made: &Citations,
    style: &str,
) -> Value {
    let line =
        |line: &Rich| json!({"text": line.plain(), "markdown": markdown(line), "html": html(line)});
    let notes = references.iter().zip(pinpoints).zip(&made.notes);
    let notes = notes.map(|((reference, pinpoint), note)| {
        let mut value = line(note);
        value["id"] = reference.id.clone().into();
        value["link"] = json!(pinpoint.link.as_ref().ok());
        value["target"] = json!(pinpoint.target);
        value
    });
    json!({
        "version": VERSION,
        "style": style,
        "citations": notes.collect::<Vec<_>>(),
        "bibliography": made.list.as_ref().map(|list| list.iter().map(line).collect::<Vec<_>>()),
    })
}

/// The bare text.
pub fn text(line: &Rich) -> String {
    visible(&line.plain(), false).into_owned()
}

/// CommonMark.
pub fn markdown(line: &Rich) -> String {
    let mut out = String::new();
    for run in &line.runs {
        let begins = out.is_empty();
        let face = run.face;
        // Emphasis does not hold where a blank stands inside its marks.
        let (before, core, after) = framed(&run.text);
        let mut core = if begins && before.is_empty() {
            super::markdown::escaped(core)
        } else {
            escaped_within(core)
        };
        for (is_set, mark) in [(face.italic, "*"), (face.bold, "**")] {
            if is_set && !core.is_empty() {
                core = format!("{mark}{core}{mark}");
            }
        }
        core = shifted(core, face.shift);
        out.push_str(&format!("{before}{core}{after}"));
    }
    out
}

/// A fragment of HTML.
pub fn html(line: &Rich) -> String {
    line.runs.iter().map(html_run).collect()
}

fn html_run(run: &Run) -> String {
    let face = run.face;
    let mut core = html_text(&run.text);
    for (is_set, tag) in [(face.italic, "i"), (face.bold, "b"), (face.underline, "u")] {
        if is_set {
            core = format!("<{tag}>{core}</{tag}>");
        }
    }
    if face.small_caps {
        core = format!("<span style=\"font-variant: small-caps\">{core}</span>");
    }
    core = shifted(core, face.shift);
    match run.link.as_deref().filter(|link| is_of_web(link)) {
        Some(link) => format!("<a href=\"{}\">{core}</a>", html_text(link)),
        None => core,
    }
}

fn shifted(core: String, shift: Shift) -> String {
    match shift {
        Shift::None => core,
        Shift::Raised => format!("<sup>{core}</sup>"),
        Shift::Lowered => format!("<sub>{core}</sub>"),
    }
}

/// Whether following the address only opens a page.
fn is_of_web(link: &str) -> bool {
    let link = link.to_ascii_lowercase();
    link.starts_with("https://") || link.starts_with("http://")
}

/// The blanks at the ends of a text, and what stands between them.
fn framed(text: &str) -> (&str, &str, &str) {
    let core = text.trim();
    let start = text.len() - text.trim_start().len();
    (&text[..start], core, &text[start + core.len()..])
}

fn html_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text, false).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
