//! Markdown (CommonMark): a result as it is pasted into notes.
//!
//! A level-2 heading with the query; a numbered item a hit: title in bold, by-line, what it is and
//! its section; the text that is shown as a block quotation; the citation; path, lines and id. Then
//! the totals, what the query was widened by, and the facets as tables. What a document or a query
//! holds is text: each character that Markdown or HTML would act on is escaped.

use std::io::{self, Write};
use std::path::Path;

use super::facet::without;
use super::json::Context;
use super::place::shown_place;
use super::sanitize::{acts, visible};
use super::terminal::{by_line, grouped, nothing_found, said_of, total};
use crate::document::PassageKind;
use crate::search::highlight::excerpt;
use crate::search::{Answer, Facet, Hit};
use crate::text::Span;

/// Characters of a passage that are shown, unless the whole is asked for.
const ROOM: usize = 600;

/// Writes an answer; `whole` gives whole passages.
///
/// # Errors
/// What writing gives.
pub fn answer(
    out: &mut dyn Write,
    answer: &Answer,
    context: &Context<'_>,
    whole: bool,
) -> io::Result<()> {
    writeln!(out, "## {}\n", escaped(context.query))?;
    answer.hits.iter().try_for_each(|hit| self::hit(out, hit, context.base, whole))?;
    match answer.passages {
        0 => writeln!(out, "{}", escaped(&nothing_found(context.query, context.state)))?,
        _ => writeln!(out, "{}.", total(answer))?,
    }
    said_of(answer).iter().try_for_each(|line| writeln!(out, "{}", escaped(line)))?;
    writeln!(out)?;
    let facets = answer.facets.as_ref().filter(|_| answer.passages > 0);
    let named = facets.iter().flat_map(|facets| facets.named());
    named.into_iter().try_for_each(|(name, facet)| table(out, name, facet))
}

fn hit(out: &mut dyn Write, hit: &Hit, base: &Path, whole: bool) -> io::Result<()> {
    let number = format!("{}. ", hit.rank);
    // What belongs to an item stands under its first character.
    let indent = " ".repeat(number.len());
    let title = hit.work.title.as_deref().or(hit.key.as_deref()).unwrap_or("(no title)");
    let mut about = Vec::new();
    let by = by_line(&hit.work, hit.within.as_ref());
    about.extend(Some(by).filter(|by| !by.is_empty()));
    about.extend((hit.kind != PassageKind::Body).then(|| hit.kind.name().to_owned()));
    about.extend(Some(hit.locator.section.join(" › ")).filter(|s| !s.is_empty()));
    // A backslash at the end of a line breaks it.
    let about = Some(about.join(" · ")).filter(|about| !about.is_empty());
    let about = about.map_or_else(String::new, |about| format!("\\\n{indent}{}", escaped(&about)));
    writeln!(out, "{number}**{}**{about}\n", escaped(title))?;
    let all = Span::new(0, hit.text.len());
    let part = if whole { all } else { excerpt(&hit.text, &hit.highlights, ROOM) };
    let before = if part.start > 0 { "… " } else { "" };
    let after = if part.end < all.end { " …" } else { "" };
    let text = format!("{before}{}{after}", part.slice(&hit.text).unwrap_or_default());
    for (i, line) in text.lines().enumerate() {
        if i > 0 {
            writeln!(out, "{indent}>")?;
        }
        writeln!(out, "{indent}> {}", escaped(line))?;
    }
    writeln!(out, "\n{indent}{}", citation(hit))?;
    let place = escaped(&shown_place(hit, base));
    writeln!(out, "\n{indent}{place} · {}\n", escaped(&hit.id()))
}

/// The citation; the address in it becomes a link if it leads into the web.
fn citation(hit: &Hit) -> String {
    let safe = |url: &&str| {
        let web = url.starts_with("https://") || url.starts_with("http://");
        web && !url.contains(|c: char| c.is_whitespace() || c == '<' || c == '>' || acts(c))
    };
    let url = hit.work.url.as_deref().filter(safe);
    match url.and_then(|url| Some((url, hit.citation.rsplit_once(url)?))) {
        Some((url, (before, after))) => format!("{} <{url}>{}", escaped(before), escaped(after)),
        None => escaped(&hit.citation),
    }
}

fn table(out: &mut dyn Write, name: &str, facet: &Facet) -> io::Result<()> {
    writeln!(out, "| {name} | passages | documents |\n| --- | ---: | ---: |")?;
    let values = facet.values.iter().map(|(value, count)| (value.as_str(), count));
    let bare = Some((without(name), &facet.without)).filter(|(_, n)| n.passages > 0);
    for (value, n) in values.chain(bare) {
        let (passages, documents) = (grouped(n.passages), grouped(n.documents));
        writeln!(out, "| {} | {passages} | {documents} |", escaped(value))?;
    }
    writeln!(out)
}

/// Text on one line that means nothing to Markdown: it reads as it was.
///
/// CommonMark lets a backslash stand before any ASCII punctuation. What cannot act where it stands
/// is left alone, so that the notes stay legible: an underscore inside a word, an ampersand that
/// begins no entity, what acts only at the beginning of a line.
pub fn escaped(text: &str) -> String {
    escape(visible(text, false).trim(), true)
}

/// The same for text that does not begin its line, with the white space at its ends.
pub(super) fn escaped_within(text: &str) -> String {
    escape(&visible(text, false), false)
}

fn escape(text: &str, begins_line: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    // A number with a point or bracket would begin a list.
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let acts = match c {
            '\\' | '`' | '*' | '[' | '<' | '|' | '~' | '$' => true,
            '_' => !(is_letter(before) && is_letter(rest.chars().next())),
            '&' => begins_entity(rest),
            '#' | '+' | '-' | '=' | '>' => begins_line && at == 0,
            '.' | ')' => begins_line && at == digits && digits > 0,
            _ => false,
        };
        if acts {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Whether an ampersand before `rest` begins an entity: `&amp;`, `&#38;`.
fn begins_entity(rest: &str) -> bool {
    // The longest name that HTML has.
    let name = rest.bytes().take(33).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#');
    let length = name.count();
    length > 0 && rest[length..].starts_with(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let table = [
            ("# head", "\\# head"),
            ("1. one", "1\\. one"),
            ("1962 was", "1962 was"),
            ("- a - b", "\\- a - b"),
            ("a*b_c", "a\\*b_c"),
            ("![x](http://y)", "!\\[x](http://y)"),
            ("<script>&amp; &#38; R&D; R&D", "\\<script>\\&amp; \\&#38; R\\&D; R&D"),
            ("> a > b", "\\> a > b"),
            ("_a_ 000_81", "\\_a\\_ 000_81"),
            ("&", "&"),
            ("US$20 ~", "US\\$20 \\~"),
            ("a\nb|c", "a b\\|c"),
            ("Under “x,” (p. 4).", "Under “x,” (p. 4)."),
        ];
        for (text, expected) in table {
            assert_eq!(escaped(text), expected, "{text}");
        }
    }
}
