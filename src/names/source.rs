//! The gazetteer as people write it: TOML files of `[[entry]]` tables.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::kind::NameKind;

/// An entry as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// The name that is shown. A trailing ` (…)` tells two entries apart and is not searched for.
    pub name: String,
    /// What it is the name of.
    pub kind: NameKind,
    /// Other names that count on their own.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// ISO 3166-1 alpha-2 codes of the parties or the home.
    #[serde(default)]
    pub country: Vec<String>,
    /// The year it was announced, signed or founded.
    #[serde(default)]
    pub since: Option<u16>,
    /// Whether the name itself counts only in exact case and beside one of `cues`.
    #[serde(default)]
    pub ambiguous: bool,
    /// See `ambiguous`; none asks for exact case alone.
    #[serde(default)]
    pub cues: Vec<String>,
    /// Names that count only in exact case and beside a cue.
    #[serde(default)]
    pub guarded: Vec<SourceAlias>,
    /// Adjectives of a country.
    #[serde(default)]
    pub demonyms: Vec<String>,
    /// Phrases inside which nothing names this entry.
    #[serde(default)]
    pub not_in: Vec<String>,
}

/// A guarded name as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceAlias {
    /// The name.
    pub alias: String,
    /// Written for readers of the file; a guarded name is ambiguous.
    #[serde(default)]
    pub ambiguous: bool,
    /// One of them must stand in the same passage; none asks for exact case alone.
    #[serde(default)]
    pub cues: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFile {
    #[serde(default)]
    entry: Vec<SourceEntry>,
}

/// The keys that a gazetteer knows, at any level.
const KEYS: [&str; 12] = [
    "entry",
    "name",
    "kind",
    "aliases",
    "country",
    "since",
    "ambiguous",
    "cues",
    "guarded",
    "alias",
    "demonyms",
    "not_in",
];

/// Why a gazetteer could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GazetteerError {
    /// A key that means nothing here.
    UnknownKey {
        /// Line of the file, from 1.
        line: usize,
        /// The key.
        key: String,
        /// The known key that is most like it.
        nearest: &'static str,
    },
    /// Not the form of a gazetteer.
    Form {
        /// Line of the file, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// An entry or alias without a letter or digit.
    NoName {
        /// The entry.
        entry: String,
    },
    /// The ready table is damaged, or of another version.
    Damaged,
}

impl fmt::Display for GazetteerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GazetteerError::UnknownKey { line, key, nearest } => {
                write!(f, "line {line}: unknown key `{key}`; did you mean `{nearest}`?")
            }
            GazetteerError::Form { line, what } => write!(f, "line {line}: {what}"),
            GazetteerError::NoName { entry } => {
                write!(f, "entry `{entry}`: a name or alias without a letter or digit")
            }
            GazetteerError::Damaged => {
                write!(f, "the table of names is damaged or of another version")
            }
        }
    }
}

impl std::error::Error for GazetteerError {}

/// Reads the entries of one file.
pub fn parse(toml: &str) -> Result<Vec<SourceEntry>, GazetteerError> {
    let file: SourceFile = toml::from_str(toml).map_err(|e| explain(toml, &e))?;
    Ok(file.entry)
}

/// The error of the TOML reader in the words of this program.
fn explain(toml: &str, error: &toml::de::Error) -> GazetteerError {
    let span = error.span().unwrap_or(0..0);
    let line = toml.get(..span.start).unwrap_or("").matches('\n').count() + 1;
    let message = error.message();
    if let Some(rest) = message.strip_prefix("unknown field `")
        && let Some((key, _)) = rest.split_once('`')
    {
        let nearest = KEYS.into_iter().min_by_key(|known| distance(known, key));
        let nearest = nearest.unwrap_or(KEYS[0]);
        return GazetteerError::UnknownKey { line, key: key.to_owned(), nearest };
    }
    GazetteerError::Form { line, what: message.to_owned() }
}

/// How many characters must change to make one word of the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut left_above = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = left_above + usize::from(x != *y);
            left_above = row[j + 1];
            row[j + 1] = change.min(left_above + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_names_its_line_and_the_nearest_key() {
        let toml = "[[entry]]\nname = \"X\"\nkind = \"program\"\nalliases = []\n";
        let error = parse(toml).unwrap_err();
        assert_eq!(error.to_string(), "line 4: unknown key `alliases`; did you mean `aliases`?");
        let toml = "[[entry]]\nname = \"X\"\nkind = \"program\"\nguarded = [\n  { alias = \"Y\", cue = [] },\n]\n";
        let error = parse(toml).unwrap_err();
        assert_eq!(error.to_string(), "line 5: unknown key `cue`; did you mean `cues`?");
    }

    #[test]
    fn an_unknown_kind_and_a_missing_name_name_their_line() {
        let error = parse("[[entry]]\nname = \"X\"\nkind = \"treaty\"\n").unwrap_err();
        assert!(error.to_string().starts_with("line 3: "), "{error}");
        let error = parse("\n[[entry]]\nkind = \"program\"\n").unwrap_err();
        assert!(error.to_string().contains("name"), "{error}");
    }
}
