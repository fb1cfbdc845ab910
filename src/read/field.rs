//! Header lines: `Date: 1956-04-25`, `**Report No.:** R44243`, `| **Authors:** | Doe, Jane |`.

use super::line::Line;
use crate::document::Field;

/// What a header line gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// A field of the record.
    Of(Field),
    /// The printed page that the text begins on.
    FirstPage,
    /// A key that gives nothing to the record.
    Other,
}

/// The key of a header line and where its value begins. The value is not empty.
pub(super) fn key(line: &str) -> Option<(Key, usize)> {
    let lead = line.len() - line.trim_start_matches(['|', '*', '_', ' ']).len();
    let head = &line.as_bytes()[lead..line.len().min(lead + 40)];
    let colon = lead + head.iter().position(|b| *b == b':')?;
    let name = line.get(lead..colon)?.trim_end_matches(['*', '_', ' ']);
    let fits = name.chars().next().is_some_and(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || " .()/-_".contains(c))
        && name.split_whitespace().count() <= 4;
    let after = &line[colon + 1..];
    let value = after.trim_start_matches(['*', '_', '|', ' ', '\t']);
    let parted = after.starts_with([' ', '\t', '*', '_', '|']);
    (fits && parted && !value.is_empty()).then(|| (named(name), line.len() - value.len()))
}

/// What stands before the colon of a header line, or of a line somebody speaks.
fn name(line: &str) -> Option<&str> {
    key(line).and_then(|_| line.split(':').next())
}

fn named(name: &str) -> Key {
    let folded = name.to_lowercase().replace(['_', '-'], " ").replace("(s)", "s");
    match folded.trim_end_matches('.').trim() {
        "title" | "headline" => Key::Of(Field::Title),
        "author" | "authors" | "by" | "byline" | "creator" | "crs author" => {
            Key::Of(Field::Authors)
        }
        "date" | "published" | "publication date" | "date published" | "issued" | "date issued"
        | "release date" | "pubdate" => Key::Of(Field::Issued),
        "publisher" | "issued by" | "institution" | "agency" | "source" => Key::Of(Field::Source),
        "url" | "link" | "permalink" | "canonical" | "web address" => Key::Of(Field::Url),
        "reference" | "number" | "report no" | "report number" | "document number"
        | "product number" | "document no" | "crs product number" | "no" => Key::Of(Field::Number),
        "volume" | "container" | "journal" | "in" | "series" | "book" => Key::Of(Field::Container),
        "issue" => Key::Of(Field::Issue),
        "pages" => Key::Of(Field::Pages),
        "edition" => Key::Of(Field::Edition),
        "place of publication" | "publisher place" => Key::Of(Field::Place),
        "editor" | "editors" => Key::Of(Field::Editors),
        "doi" => Key::Of(Field::Doi),
        "isbn" => Key::Of(Field::Isbn),
        "type" | "product type" | "document type" | "crs product type" => Key::Of(Field::Kind),
        "language" | "lang" => Key::Of(Field::Language),
        "rights" | "licence" | "license" | "copyright" => Key::Of(Field::Rights),
        "retrieved" | "accessed" | "date accessed" => Key::Of(Field::Retrieved),
        "archived url" | "archive url" => Key::Of(Field::ArchivedUrl),
        "summary" | "abstract" | "description" => Key::Of(Field::Summary),
        "source note" => Key::Of(Field::SourceNote),
        "first page" => Key::FirstPage,
        _ => Key::Other,
    }
}

/// Which of the first lines are header lines: runs of at least two keys, one of them known, before
/// the text begins.
pub(super) fn zone(text: &str, lines: &[Line]) -> Vec<bool> {
    let mut fields = Vec::new();
    let mut at = 0;
    let mut groups = 0;
    while at < lines.len().min(80) && groups < 12 {
        let end = (at + 1..lines.len()).find(|i| lines[*i].gap > 0).unwrap_or(lines.len());
        let keys: Vec<Option<(Key, usize)>> =
            lines[at..end].iter().take(80).map(|l| key(&text[l.span.range()])).collect();
        let keyed = keys.iter().flatten().count();
        let known = keys.iter().flatten().filter(|k| k.0 != Key::Other).count();
        let first = keys.first().is_some_and(Option::is_some);
        // Where the same name stands before line after line, people are talking.
        let mut names: Vec<&str> =
            lines[at..end].iter().take(80).filter_map(|l| name(&text[l.span.range()])).collect();
        names.sort_unstable();
        names.dedup();
        let is_zone = first
            && keyed >= 2
            && known >= 1
            && known * 4 >= keyed
            && names.len() * 3 >= keyed * 2
            && keyed * 2 >= keys.len();
        let found = fields.iter().any(|f| *f);
        let prose = lines[at].span.len() > 300;
        if !is_zone && (found || prose) && groups > 4 {
            break;
        }
        fields.resize(at, false);
        if is_zone {
            fields.resize(at + keys.len(), true);
        }
        (at, groups) = (end, groups + 1);
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_lines_have_a_key_and_a_value() {
        assert_eq!(key("Date: 1956-04-25"), Some((Key::Of(Field::Issued), 6)));
        assert_eq!(key("**Report No.:** R44243"), Some((Key::Of(Field::Number), 16)));
        assert_eq!(key("| **Authors:** | Doe, Jane "), Some((Key::Of(Field::Authors), 17)));
        assert_eq!(key("Chapter: Japan"), Some((Key::Other, 9)));
        assert_eq!(key("SUBJECT:"), None);
        assert_eq!(key("https://example.org"), None);
        assert_eq!(key("He said, in short: no"), None);
    }
}
