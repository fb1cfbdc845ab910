//! The schemas in docs/schema hold for every JSON answer of the program.

pub mod checker;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use checker::{Schemas, faults};
use serde_json::{Value, json};

fn schemas() -> Schemas {
    let files = fs::read_dir("docs/schema").unwrap().map(|f| f.unwrap().path());
    files
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap();
            (name, serde_json::from_str(&text).unwrap())
        })
        .collect::<BTreeMap<String, Value>>()
}

/// A folder with the seeds and some records, ingested.
struct Corpus(PathBuf);

const RECORDS: &str = r#"{"id": "r1", "title": "A & B", "text": "A radar. Zürich 2024.", "date": "1962-09", "authors": "Ann Lee, Ph.D.", "number": "7", "type": "report", "language": "en", "pages": [1, {"a": null}]}
{"id": "r2", "title": "Only a title"}
not json
"#;

impl Corpus {
    fn new(name: &str) -> Corpus {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("records.jsonl"), RECORDS).unwrap();
        let seeds = Path::new("seeds").canonicalize().unwrap();
        let corpus = Corpus(folder);
        // A paper's copy of a seed.
        let seed = fs::read_to_string(seeds.join("002_3018cb034b1fa429.txt")).unwrap();
        fs::write(corpus.0.join("copy.txt"), format!("From our wires\n\n{seed}")).unwrap();
        corpus.run(&["ingest", "records.jsonl", "copy.txt", &seeds.to_string_lossy()]);
        corpus
    }

    /// The answers to a command, a line each.
    fn run(&self, arguments: &[&str]) -> Vec<String> {
        let output = Command::new(env!("CARGO_BIN_EXE_pincite"))
            .args(arguments)
            .current_dir(&self.0)
            .env_remove("PINCITE_INDEX")
            .output()
            .unwrap();
        let talk = String::from_utf8_lossy(&output.stderr);
        assert_ne!(output.status.code(), Some(2), "{arguments:?}: {talk}");
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
    }

    fn json(&self, arguments: &[&str]) -> Vec<Value> {
        let lines = self.run(arguments);
        assert!(!lines.is_empty(), "{arguments:?} gives nothing");
        lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Holds the answers to a command to a schema.
    fn hold(&self, schema: &str, arguments: &[&str]) -> Vec<Value> {
        let all = schemas();
        let answers = self.json(arguments);
        for answer in &answers {
            assert_eq!(faults(&all, schema, answer), [""; 0], "{arguments:?}");
        }
        answers
    }
}

#[test]
fn answers_to_searches_keep_their_schema() {
    let corpus = Corpus::new("schema-search");
    let search = |query: &str| {
        let mut found = corpus.hold("search.json", &["search", "--json", query]);
        found.remove(0)
    };
    // Each query fills a part of an answer that others leave empty.
    assert_ne!(search("India")["hits"], json!([]));
    assert_ne!(search("program:DTTI")["expansions"], json!([]));
    assert_ne!(search("radar w/3 hd=India")["warnings"], json!([]));
    assert_ne!(search("India after:2025")["undated_left_out"], json!(0));
    assert_eq!(search("xyzzy")["hits"], json!([]));
    assert_eq!(search("")["counts"], json!({}));
    let copied = search("\"working groups\"");
    assert_eq!(copied["total"]["documents"], 2);
    assert_eq!(copied["hits"].as_array().map(Vec::len), Some(1));
    assert_ne!(copied["hits"][0]["copies"], json!([]));
    let teasers = search("kind:teaser");
    assert!(teasers["hits"][0]["in"].is_object());
    let radar = search("radar zurich");
    assert_eq!(radar["hits"][0]["key"], "r1");
    // Code points, not bytes: the ü is one.
    assert_eq!(radar["hits"][0]["highlights"], json!([[2, 7], [9, 15]]));

    corpus.hold("hit.json", &["search", "--format", "jsonl", "-n", "50", "technolog* kind:body"]);
    fs::write(corpus.0.join("queries.tsv"), "q1\tIndia\nq2\tradar\n").unwrap();
    let batch = corpus.hold("search.json", &["search", "--json", "--batch", "queries.tsv"]);
    assert_eq!(batch.iter().map(|b| &b["id"]).collect::<Vec<_>>(), ["q1", "q2"]);
}

#[test]
fn looks_over_a_result_keep_their_schemas() {
    let corpus = Corpus::new("schema-looks");
    let counted =
        corpus.hold("search.json", &["search", "--json", "--facets", "--sort", "newest", "India"]);
    assert_ne!(counted[0]["facets"]["entity"]["values"], json!([]));
    assert_ne!(counted[0]["undated_last"]["passages"], json!(0));
    corpus.hold("search.json", &["search", "--json", "--facets", "xyzzy"]);

    let lines =
        corpus.hold("kwic.json", &["kwic", "--json", "technolog* hd=India", "--after", "2020"]);
    assert_ne!(lines[0]["warnings"], json!([]));
    assert_ne!(lines[0]["undated_left_out"], json!(0));
    let one = corpus.hold("kwic.json", &["kwic", "--json", "zurich"]).remove(0);
    let line = &one["lines"][0];
    assert_eq!(
        (&line["left"], &line["match"], &line["right"]),
        (&json!("A radar. "), &json!("Zürich"), &json!(" 2024."))
    );
    corpus.hold("kwic.json", &["kwic", "--json", "xyzzy"]);
    let streamed = corpus.hold("kwic-line.json", &["kwic", "--format", "jsonl", "India"]);
    let whole = corpus.hold("kwic.json", &["kwic", "--json", "India"]);
    assert_eq!(whole[0]["lines"].as_array(), Some(&streamed));

    for by in ["year", "month"] {
        let time =
            corpus.hold("timeline.json", &["timeline", "--json", "--by", by, "radar OR India"]);
        assert_eq!(time[0]["by"], by);
        assert_ne!(time[0]["undated"]["passages"], json!(0));
        let periods = corpus.json(&["timeline", "--format", "jsonl", "--by", by, "radar OR India"]);
        assert_eq!(time[0]["periods"].as_array(), Some(&periods));
    }
    corpus.hold("timeline.json", &["timeline", "--json", "xyzzy"]);
}

#[test]
fn reports_of_searches_keep_their_schema() {
    let corpus = Corpus::new("schema-report");
    let report = |more: &[&str]| {
        let asked = [&["search", "--report", "--json"], more].concat();
        corpus.hold("search-report.json", &asked).remove(0)
    };
    for query in [
        "\"working groups\"",
        "India OR radar",
        "radar w/3 hd=India -kind:teaser",
        "program:DTTI (technolog* OR agreemnt~) before:2025",
        "kind:teaser",
        "xyzzy",
        "",
    ] {
        let found = report(&[query]);
        let total = &found["total"];
        let line = &found["lines"].as_array().unwrap().last();
        assert_eq!(line.map(|l| &l["passages"]), Some(&total["passages"]), "{query}");
        // Every passage that matched is one of a work that is listed, or of a copy of one.
        let works = found["works"].as_array().unwrap();
        let copies = works.iter().flat_map(|work| work["copies"].as_array().unwrap());
        let passages = works.iter().chain(copies).map(|of| of["passages"].as_u64().unwrap());
        assert_eq!(total["passages"], passages.sum::<u64>(), "{query}");
    }
    let copied = report(&["\"working groups\""]);
    assert_eq!(copied["total"]["documents"], 2);
    assert_eq!(copied["folded"]["documents"], 1);
    assert_eq!(copied["works"].as_array().map(Vec::len), Some(1));
    assert_eq!(copied["works"][0]["copies"].as_array().map(Vec::len), Some(1));
    let apart = report(&["\"working groups\"", "--copies"]);
    assert_eq!(apart["works"].as_array().map(Vec::len), Some(2));
    assert_eq!(apart["folded"], Value::Null);
    let limited = report(&["India", "--after", "2020", "-n", "1"]);
    assert_ne!(limited["undated_left_out"], json!(0));
    assert_eq!(limited["is_cut"], true);
    assert_eq!(limited["works"].as_array().map(Vec::len), Some(1));
}

#[test]
fn findings_keep_their_schema() {
    let corpus = Corpus::new("schema-findings");
    let stands = "establishing production facilities is a low-hanging fruit";
    let quotations = [
        stands,
        "establishing production  facilities … a low-hanging fruit [sic]",
        "establishing production facilities is a high-hanging fruit",
        "spares continue to come from abroad",
        "innovation bridge",
        "the moon is made of green cheese",
    ];
    let lines: Vec<String> = (1..).zip(quotations).map(|(n, q)| format!("q{n}\t{q}\n")).collect();
    fs::write(corpus.0.join("q.tsv"), lines.concat()).unwrap();
    for limits in [&[][..], &["--source", "Institute of Peace"], &["--author", "Rajeev"]] {
        let asked = ["verify", "--batch", "q.tsv"];
        let whole = [&asked, limits, &["--json"]].concat();
        let whole = corpus.hold("verify.json", &whole).remove(0);
        let lines = [&asked, limits, &["--format", "jsonl"]].concat();
        let lines = corpus.hold("finding.json", &lines);
        assert_eq!(lines.len(), quotations.len());
        assert_eq!(whole["findings"].as_array(), Some(&lines));
        assert_eq!(lines[0]["elsewhere"] == json!([]), limits.is_empty());
        if limits.is_empty() {
            // Each quotation fills a part of a finding that others leave empty.
            assert_ne!(lines[1]["folds"], json!([]));
            assert_ne!(lines[1]["edits"], json!([]));
            assert_ne!(lines[2]["differences"], json!([]));
            assert!(lines[3]["places"][0]["quoted_in"]["speaker"].is_string());
            assert!(lines[4]["places"].as_array().is_some_and(|places| places.len() > 1));
        }
    }
    let draft = format!("He says “{stands}.”\nAnd “{}”, too.\n", quotations[2]);
    fs::write(corpus.0.join("draft.md"), draft).unwrap();
    let checked = ["check", "draft.md", "--report", "record.json", "--json"];
    let checked = corpus.hold("verify.json", &checked).remove(0);
    let record = fs::read_to_string(corpus.0.join("record.json")).unwrap();
    let record: Value = serde_json::from_str(&record).unwrap();
    assert_eq!(faults(&schemas(), "record.json", &record), [""; 0]);
    assert_eq!(record["findings"], checked["findings"]);
    assert_eq!(record["draft"]["path"], "draft.md");
}

#[test]
fn other_answers_keep_their_schemas() {
    let corpus = Corpus::new("schema-others");
    let documents = corpus.hold("list.json", &["list", "documents", "--json"]).remove(0);
    for document in documents["documents"].as_array().unwrap() {
        let id = document["id"].as_str().unwrap();
        let whole = corpus.hold("show.json", &["show", "--json", "--document", id]).remove(0);
        assert!(whole["document_text"].is_string());
        for n in 1..=document["passages"].as_u64().unwrap() {
            corpus.hold("show.json", &["show", "--json", &format!("{id}.{n}")]);
        }
        if document["key"] == "r1" {
            assert_eq!(whole["extra"], json!({"pages": [1, {"a": null}]}));
        }
    }
    for what in ["sources", "programs", "entities"] {
        let listed = corpus.hold("list.json", &["list", what, "--json"]).remove(0);
        assert_ne!(listed[what], json!([]), "{what}");
    }
    corpus.hold("list.json", &["list", "programs", "xyzzy", "--json"]);
    let ingested = corpus.hold("ingest.json", &["ingest", "--json", "--rebuild"]).remove(0);
    assert_eq!(ingested["left_out"][0]["line"], 3);
    let status = corpus.hold("status.json", &["status", "--json"]).remove(0);
    assert_ne!(status["left_out"], json!([]));
    let checked = corpus.hold("status.json", &["status", "--check", "--json"]).remove(0);
    assert_eq!((&status["unsound"], &checked["unsound"]), (&Value::Null, &json!([])));
}

#[test]
fn selectors_count_the_text_that_show_prints() {
    let corpus = Corpus::new("schema-selectors");
    let strange = "A title\n\nTab\there, bell \u{7} and \u{202e}turn: 印太, Zürich.\n";
    fs::write(corpus.0.join("strange.txt"), strange).unwrap();
    corpus.run(&["ingest", "strange.txt"]);
    let documents = corpus.json(&["list", "documents", "--json"]).remove(0);
    for document in documents["documents"].as_array().unwrap() {
        let id = document["id"].as_str().unwrap();
        let printed: Vec<char> =
            corpus.run(&["show", id, "--document"]).join("\n").chars().collect();
        for n in 1..=document["passages"].as_u64().unwrap() {
            let shown =
                corpus.json(&["show", "--json", "--document", &format!("{id}.{n}")]).remove(0);
            let text: Vec<char> = shown["document_text"].as_str().unwrap().chars().collect();
            assert_eq!(text.len(), printed.len());
            let [quote, position] = [0, 1].map(|i| &shown["target"]["selector"][i]);
            let [start, end] = ["start", "end"].map(|f| position[f].as_u64().unwrap() as usize);
            let slice =
                |range: std::ops::Range<usize>| json!(text[range].iter().collect::<String>());
            assert_eq!(quote["exact"], slice(start..end));
            assert_eq!(quote["exact"], shown["hit"]["text"]);
            assert_eq!(quote["prefix"], slice(start.saturating_sub(32)..start));
            assert_eq!(quote["suffix"], slice(end..(end + 32).min(text.len())));
            let is_on_page =
                shown["hit"]["url"].is_string() || shown["hit"]["in"]["url"].is_string();
            assert_eq!(shown["link"].is_string(), is_on_page);
        }
    }
}

#[test]
fn schemas_leave_no_field_out() {
    for (name, schema) in schemas() {
        objects(&schema, &mut |object| {
            assert_eq!(object["additionalProperties"], json!(false), "{name}");
            let fields = object["properties"].as_object().unwrap().keys();
            let required = object["required"].as_array().unwrap();
            let free: Vec<_> =
                fields.filter(|f| !required.contains(&json!(f)) && *f != "id").collect();
            assert_eq!(free, [""; 0], "{name}: not given is null");
        });
    }
}

/// Visits the schemas of objects with named fields.
fn objects(schema: &Value, visit: &mut dyn FnMut(&Value)) {
    if schema["properties"].is_object() && schema["type"] == "object" {
        visit(schema);
    }
    match schema {
        Value::Object(map) => map.values().for_each(|v| objects(v, visit)),
        Value::Array(all) => all.iter().for_each(|v| objects(v, visit)),
        _ => {}
    }
}
