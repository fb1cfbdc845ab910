//! Findings for programs: JSON (version 1, `docs/schema/verify.json`, `docs/schema/finding.json`)
//! and CSV.
//!
//! JSON is one object whose findings are written as they come; jsonl is a finding a line. `quoted`
//! counts code points of the quotation, `source` code points of the `text` of the place that it
//! stands in. The `folds`, `edits` and `differences` of a finding are those of its first place; each
//! place has its own. Differences that can turn the meaning come first, else all stand in order.
//!
//! CSV has a row a finding with the columns `id,line,column,verdict,quotation,places,elsewhere,
//! nearest,path,first_line,last_line,citation,folds,edits,differences,cautions`. `places`, `elsewhere`
//! and `nearest` say how many there are; what follows is of the first of them: where the words stand,
//! stand elsewhere, or nearly.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::difference::{class_name, differences, in_order};
use super::json::{VERSION, hit, index, tenths, text};
use super::place::shown_path;
use super::tabular::csv_row;
use super::verdict::{
    Basis, Case, Tally, caution_name, citation, declared, folded, in_place, sides, words_of,
};
use crate::text::Span;
use crate::verify::{Alignment, Edit, Finding, Standing, What};

/// A draft as an answer names it.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// The file as it was named; `-` for standard input.
    pub path: &'a str,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub digest: &'a str,
}

/// One JSON object with all findings, written as they come.
pub struct Object {
    findings: u64,
}

impl Object {
    /// Writes what stands before the findings.
    ///
    /// # Errors
    /// What writing gives.
    pub fn begin(
        out: &mut dyn Write,
        basis: &Basis<'_>,
        draft: Option<Draft<'_>>,
    ) -> io::Result<Object> {
        let asked = basis.asked;
        let head = json!({
            "version": VERSION,
            "index": index(basis.state),
            "draft": draft.map(|draft| json!({"path": draft.path, "digest": draft.digest})),
            "asked": {
                "document": asked.document,
                "sources": asked.sources,
                "authors": asked.authors,
            },
            "rules": basis.rules,
        });
        let head = text(&head);
        write!(out, "{},\"findings\":[", head.strip_suffix('}').unwrap_or(&head))?;
        Ok(Object { findings: 0 })
    }

    /// Writes a finding.
    ///
    /// # Errors
    /// What writing gives.
    pub fn finding(
        &mut self,
        out: &mut dyn Write,
        case: &Case<'_>,
        basis: &Basis<'_>,
    ) -> io::Result<()> {
        let comma = if self.findings > 0 { "," } else { "" };
        self.findings += 1;
        write!(out, "{comma}{}", text(&value(case, basis)))
    }

    /// Writes what stands behind the findings.
    ///
    /// # Errors
    /// What writing gives.
    pub fn end(self, out: &mut dyn Write, tally: &Tally, took_ms: f64) -> io::Result<()> {
        let mut summary = serde_json::Map::new();
        for (verdict, n) in tally {
            summary.insert(verdict.name().to_owned(), json!(n));
        }
        let (summary, took_ms) = (Value::Object(summary), tenths(took_ms));
        writeln!(out, "],\"summary\":{summary},\"took_ms\":{took_ms}}}")
    }
}

/// A finding as JSON.
pub fn value(case: &Case<'_>, basis: &Basis<'_>) -> Value {
    let finding = case.finding;
    let first = finding.places.first().map(|first| Laid::of(first, &finding.quotation));
    let laid = first.unwrap_or_default();
    let places = |places: &[Standing]| -> Vec<Value> {
        places.iter().map(|place| standing(place, &finding.quotation, basis)).collect()
    };
    let cautions = finding
        .cautions
        .iter()
        .map(|caution| json!({"kind": caution_name(caution), "message": caution.to_string()}));
    json!({
        "id": case.id,
        "quotation": finding.quotation,
        "at": case.at.map(|at| {
            json!({
                "line": at.line,
                "column": at.column,
                "bytes": [at.bytes.start, at.bytes.end],
            })
        }),
        "verdict": finding.verdict.name(),
        "cautions": cautions.collect::<Vec<_>>(),
        "folds": laid.folds,
        "edits": laid.edits,
        "differences": laid.differences,
        "places": places(&finding.places),
        "elsewhere": places(&finding.elsewhere),
        "nearest": finding.nearest.as_ref().map(|n| standing(n, &finding.quotation, basis)),
        "rules": basis.rules,
    })
}

/// A place: a hit, how the quotation lies in it, who is quoted there, and what it rests on.
fn standing(standing: &Standing, quotation: &str, basis: &Basis<'_>) -> Value {
    let mut value = hit(&standing.hit, basis.base);
    let laid = Laid::of(standing, quotation);
    value["citation"] = json!(citation(standing));
    value["quoted_in"] =
        json!(standing.quoted_in.as_ref().map(|quoted| json!({"speaker": quoted.speaker})));
    value["digest"] = json!(standing.digest);
    value["folds"] = json!(laid.folds);
    value["edits"] = json!(laid.edits);
    value["differences"] = json!(laid.differences);
    value
}

/// How a quotation lies in a place.
#[derive(Default)]
struct Laid {
    folds: Vec<Value>,
    edits: Vec<Value>,
    differences: Vec<Value>,
}

impl Laid {
    fn of(standing: &Standing, quotation: &str) -> Laid {
        let Alignment { edits, .. } = &standing.alignment;
        let mut laid = Laid::default();
        let mut points = (Points::of(quotation), Points::of(&standing.hit.text));
        for edit in edits {
            let Some(sides) = Sides::of(edit, standing, quotation, &mut points) else { continue };
            match edit.what {
                What::Fold(kind) => laid.folds.push(json!({
                    "kind": kind, "quoted": sides.quoted_at, "source": sides.source_at,
                })),
                What::Declared(kind) => laid.edits.push(json!({
                    "kind": kind,
                    "quoted": {"text": sides.quoted, "at": sides.quoted_at},
                    "source": {"text": sides.source, "at": sides.source_at},
                    "words_left_out": words_of(sides.source),
                })),
                What::Difference(_) => {}
            }
        }
        points = (Points::of(quotation), Points::of(&standing.hit.text));
        for edit in in_order(&standing.alignment) {
            let (What::Difference(class), Some(sides)) =
                (edit.what, Sides::of(edit, standing, quotation, &mut points))
            else {
                continue;
            };
            laid.differences.push(json!({
                "class": class,
                "op": sides.op(),
                "quoted": {"text": sides.quoted, "at": sides.quoted_at},
                "source": {"text": sides.source, "at": sides.source_at},
            }));
        }
        laid
    }
}

/// Both sides of an edit, with their places in code points.
struct Sides<'a> {
    quoted: &'a str,
    quoted_at: [usize; 2],
    source: &'a str,
    source_at: [usize; 2],
}

impl<'a> Sides<'a> {
    fn of(
        edit: &Edit,
        standing: &'a Standing,
        quotation: &'a str,
        (in_quotation, in_text): &mut (Points<'_>, Points<'_>),
    ) -> Option<Sides<'a>> {
        let (quoted, source) = sides(edit, standing, quotation)?;
        let quoted_at = in_quotation.range(edit.quoted);
        let source_at = in_text.range(in_place(edit.source, standing)?);
        Some(Sides { quoted, quoted_at, source, source_at })
    }

    /// What has to be done with the quotation to get the source.
    fn op(&self) -> &'static str {
        match (self.quoted.is_empty(), self.source.is_empty()) {
            (true, _) => "insert",
            (false, true) => "delete",
            (false, false) => "replace",
        }
    }
}

/// Offsets in bytes as offsets in code points; what is asked for in rising order costs one reading
/// of the text.
struct Points<'a> {
    text: &'a str,
    byte: usize,
    point: usize,
}

impl<'a> Points<'a> {
    fn of(text: &'a str) -> Points<'a> {
        Points { text, byte: 0, point: 0 }
    }

    fn range(&mut self, span: Span) -> [usize; 2] {
        [self.at(span.start as usize), self.at(span.end as usize)]
    }

    fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            *self = Points::of(self.text);
        }
        if let Some(between) = self.text.get(self.byte..byte) {
            self.point += between.chars().count();
            self.byte = byte;
        }
        self.point
    }
}

const HEADINGS: [&str; 16] = [
    "id",
    "line",
    "column",
    "verdict",
    "quotation",
    "places",
    "elsewhere",
    "nearest",
    "path",
    "first_line",
    "last_line",
    "citation",
    "folds",
    "edits",
    "differences",
    "cautions",
];

/// Writes the line of headings.
///
/// # Errors
/// What writing gives.
pub fn csv_head(out: &mut dyn Write) -> io::Result<()> {
    csv_row(out, &HEADINGS.map(str::to_owned))
}

/// Writes a finding as a row.
///
/// # Errors
/// What writing gives.
pub fn csv(out: &mut dyn Write, case: &Case<'_>, basis: &Basis<'_>) -> io::Result<()> {
    let finding = case.finding;
    let place = best(finding);
    let of_place = |say: &dyn Fn(&Standing) -> String| place.map(say).unwrap_or_default();
    let differing = |place: &Standing| {
        let said = differences(place, &finding.quotation)
            .into_iter()
            .map(|d| format!("{} {}", class_name(d.class), d.sentence));
        said.collect::<Vec<_>>().join("; ")
    };
    let cautions: Vec<String> = finding.cautions.iter().map(ToString::to_string).collect();
    let cells = [
        case.id.unwrap_or_default().to_owned(),
        case.at.map(|at| at.line.to_string()).unwrap_or_default(),
        case.at.map(|at| at.column.to_string()).unwrap_or_default(),
        finding.verdict.name().to_owned(),
        finding.quotation.clone(),
        finding.places.len().to_string(),
        finding.elsewhere.len().to_string(),
        u8::from(finding.nearest.is_some()).to_string(),
        of_place(&|place| shown_path(&place.hit.path, basis.base)),
        of_place(&|place| place.hit.locator.lines.0.to_string()),
        of_place(&|place| place.hit.locator.lines.1.to_string()),
        of_place(&citation),
        of_place(&|place| folded(&place.alignment).unwrap_or_default()),
        of_place(&|place| declared(place, &finding.quotation).join("; ")),
        of_place(&differing),
        cautions.join("; "),
    ];
    csv_row(out, &cells)
}

/// The place that stands for a finding where there is room for one.
pub(super) fn best(finding: &Finding) -> Option<&Standing> {
    finding.places.first().or(finding.elsewhere.first()).or(finding.nearest.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample::{self, Stretch::*};
    use crate::search::State;
    use crate::verify::{Class, Verdict, VerifyRequest};
    use std::path::Path;

    fn json_of(finding: &Finding) -> Value {
        let (state, asked) = (State::default(), VerifyRequest::default());
        let basis = Basis { state: &state, rules: "r1", asked: &asked, base: Path::new("/") };
        value(&Case { id: None, at: None, finding }, &basis)
    }

    #[test]
    fn offsets_are_code_points_of_either_side() {
        let (quotation, place) = sample::standing(&[
            Same("Zürich über "),
            Edit("äß", "é", What::Difference(Class::Word)),
            Same("."),
        ]);
        let finding =
            Finding { quotation, places: vec![place], ..sample::finding(Verdict::Altered) };
        let json = json_of(&finding);
        let difference = &json["differences"][0];
        assert_eq!(difference["op"], "replace");
        assert_eq!(difference["quoted"], json!({"text": "äß", "at": [12, 14]}));
        assert_eq!(difference["source"], json!({"text": "é", "at": [20, 21]}));
        assert_eq!(json["places"][0]["differences"], json["differences"]);
        let text: Vec<char> = json["places"][0]["text"].as_str().unwrap().chars().collect();
        assert_eq!(text[20], 'é');
    }

    #[test]
    fn ops_make_the_source_of_the_quotation() {
        let op = |quoted, source| {
            let (quotation, place) =
                sample::standing(&[Edit(quoted, source, What::Difference(Class::Word))]);
            let places = vec![place];
            let finding = Finding { quotation, places, ..sample::finding(Verdict::Altered) };
            json_of(&finding)["differences"][0]["op"].clone()
        };
        assert_eq!(
            (op("", "x"), op("x", ""), op("x", "y")),
            ("insert".into(), "delete".into(), "replace".into())
        );
    }

    #[test]
    fn a_gap_is_counted_in_words() {
        let json = json_of(&sample::edited());
        assert_eq!(json["edits"][0]["kind"], "ellipsis");
        assert_eq!(json["edits"][0]["words_left_out"], 4);
        assert_eq!(json["differences"], json!([]));
    }

    #[test]
    fn alignments_that_point_nowhere_give_no_panic() {
        let mut finding = sample::altered();
        finding.places[0].text_at = 4_000_000_000;
        assert_eq!(json_of(&finding)["differences"], json!([]));
        finding.places[0].text_at = 99;
        json_of(&finding);
    }
}
