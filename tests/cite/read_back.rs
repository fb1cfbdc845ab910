//! Exports read back by bibtexparser and rispy, where Python has them: see tests/read_back.py.

use std::io::Write;
use std::process::{Command, Stdio};

use pincite::cite::bibtex::Dialect;
use pincite::cite::{Exchange, Genre};
use serde_json::{Value, json};

use super::exchange::{one_line, records};

/// What the script reads; `None`, said on standard error, where it cannot run.
fn read(given: &Value) -> Option<Value> {
    let python = std::env::var("PINCITE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut command = Command::new(&python);
    command.arg("tests/read_back.py").stdin(Stdio::piped());
    let started = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let Ok(mut child) = started else {
        eprintln!("skipped: there is no {python}");
        return None;
    };
    let written = child.stdin.take().unwrap().write_all(given.to_string().as_bytes());
    let output = child.wait_with_output().unwrap();
    let talk = String::from_utf8_lossy(&output.stderr);
    if output.status.code() == Some(77) {
        eprintln!("{talk}");
        return None;
    }
    written.unwrap();
    assert!(output.status.success(), "{talk}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn law_c1_python_reads_back_what_was_written() {
    let records = records();
    let given = json!({
        "bibtex": Exchange::Bibtex.write(&records),
        "biblatex": Exchange::Biblatex.write(&records),
        "ris": Exchange::Ris.write(&records),
    });
    let Some(read) = read(&given) else { return };
    for form in ["bibtex", "biblatex", "ris"] {
        assert_eq!(read[form].as_array().map(Vec::len), Some(records.len()), "{form}");
    }
    for (i, record) in records.iter().enumerate() {
        let work = &record.work;
        let own = |value: &Option<String>| value.as_deref().map(one_line);
        let genre = Genre::of(work);
        for (form, dialect) in [("bibtex", Dialect::Bibtex), ("biblatex", Dialect::Biblatex)] {
            let entry = &read[form][i];
            assert_eq!(entry["key"], *record.key);
            // pylatexenc reads \textasciicircum as the accent.
            let found = |field: &str| entry[field].as_str().map(|text| text.replace('ˆ', "^"));
            let texts = [
                ("title", own(&work.title)),
                ("volume", own(&work.volume)),
                ("edition", own(&work.edition)),
                ("doi", own(&work.doi)),
                ("isbn", own(&work.isbn)),
                ("url", own(&work.url)),
            ];
            for (field, value) in texts {
                assert_eq!(found(field), value, "{form} {field} of {}", record.key);
            }
            let year = work.issued.map(|date| match dialect {
                Dialect::Bibtex => format!("{:04}", date.year()),
                Dialect::Biblatex => date.to_string(),
            });
            assert_eq!(found(if dialect == Dialect::Bibtex { "year" } else { "date" }), year);
            let authors = entry["author"].as_array().map_or(0, Vec::len);
            assert_eq!(authors, work.authors.len(), "{form} {}", record.key);
            let notes = found(if dialect == Dialect::Bibtex { "annote" } else { "annotation" });
            assert_eq!(notes, Some(record.notes().join("\n")), "{form} {}", record.key);
        }
        let reference = &read["ris"][i];
        assert_eq!(reference["type_of_reference"], genre.ris());
        let found = |field: &str| reference[field].as_str().map(str::to_owned);
        let texts = [
            ("title", own(&work.title)),
            ("id", Some(record.key.clone())),
            ("volume", own(&work.volume)),
            ("number", own(&work.issue)),
            ("edition", own(&work.edition)),
            ("place_published", own(&work.place)),
            ("doi", own(&work.doi)),
            ("language", own(&work.language)),
            ("year", work.issued.map(|date| format!("{:04}", date.year()))),
        ];
        for (field, value) in texts {
            assert_eq!(found(field), value, "ris {field} of {}", record.key);
        }
        // rispy parts addresses at semicolons.
        let list = |field: &str| reference[field].as_array().cloned().unwrap_or_default();
        let urls: Vec<&str> = work.url.iter().flat_map(|url| url.split(';')).collect();
        assert_eq!(list("urls"), urls);
        assert_eq!(list("authors").len(), work.authors.len());
        assert_eq!(list("notes"), record.notes());
        assert_eq!(reference["unknown_tag"], Value::Null);
    }
}
