//! The laws of the index: I1 it is made again from the store, I2 one analysis for text and query,
//! I3 any history of ingests gives what one fresh ingest of the same files gives.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pincite::collection::Collection;
use pincite::document::Date;
use pincite::index::{Counted, IndexError, Snapshot, Writer};
use pincite::ingest::{IngestError, IngestRequest};
use pincite::query::field::Field;
use pincite::search::{Hit, KwicOrder, KwicShape, Order, SearchError, SearchRequest};

use crate::random::Random;
use crate::scratch::{Scratch, age, asked, request};

/// What is asked of both indexes: words, phrases, exact, beginnings, fields, names, dates, limits.
fn requests() -> Vec<SearchRequest> {
    let restricted = |query: &str, field, values: &[&str]| SearchRequest {
        restrictions: vec![(field, values.iter().map(|v| (*v).to_owned()).collect())],
        ..asked(query)
    };
    let date = |text| Date::parse_edtf(text).unwrap();
    let mut all: Vec<SearchRequest> = [
        "radar",
        "joint production of jet engines",
        "\"joint production\"",
        "=Defence",
        "technolog* -notice",
        "joint w/3 production",
        "(radar OR engines) /s agreement",
        "eng* not w/4 jet",
        "\"joint * of\" /p defence",
        "=Defence pre/9 ministr?",
        "prodcution~",
        "+radar +(jets OR engines)",
        "DTTI",
        "program:AUKUS pact",
        "source:ministry agreement",
        "title:report author:Lee",
        "section:outlook",
        "date:2023.. radar",
        "kestrel",
        "",
        "zzz radar",
        "MEWA",
        "missile early warning apparatus",
        "joint-production Defense Innovation Unit",
        "kestrl agreemnt",
    ]
    .map(|query| SearchRequest { limit: 15, ..asked(query) })
    .into();
    all.push(restricted("defence", Field::Entity, &["Defense Innovation Unit", "India"]));
    all.push(restricted("radar", Field::Source, &["corpus", "The Ministry"]));
    all.push(SearchRequest { after: Some(date("2023-06")), ..asked("pact engines") });
    all.push(SearchRequest { limit: 3, per_document: 1, offset: 1, ..asked("defence jets") });
    all.push(SearchRequest { literal: true, ..asked("engine") });
    all.push(SearchRequest { copies: true, ..asked("joint production") });
    all
}

/// Everything that can be asked of an index, as text: what differs shows.
fn answers(index: &Path) -> Vec<String> {
    let collection = Collection::open(index).unwrap();
    let requests = requests();
    let mut all: Vec<String> = requests
        .iter()
        .map(|r| {
            let mut answer = collection.search(r).unwrap();
            let bits: Vec<u32> = answer.hits.iter().map(|h| h.score.to_bits()).collect();
            answer.hits.iter_mut().for_each(|h| h.score = 0.0);
            format!("{:?}: {bits:?} {answer:#?}", r.query)
        })
        .collect();
    for request in &requests[..3] {
        let dated = SearchRequest { order: Order::Newest, facets: true, ..request.clone() };
        let answer = collection.search(&dated).unwrap();
        let ids: Vec<String> = answer.hits.iter().map(Hit::id).collect();
        all.push(format!("{}: {ids:?} {:#?}", request.query, answer.facets));
        let timeline = collection.timeline(request, None).unwrap();
        all.push(format!("{:#?}", (timeline.periods, timeline.undated)));
        let shape = KwicShape { order: KwicOrder::Right, words: 5, limit: 40 };
        let kwic = collection.kwic(request).unwrap();
        let mut line = |line| {
            all.push(format!("{line:#?}"));
            true
        };
        collection.each_line(&kwic, shape, &mut line).unwrap();
    }
    for matching in [None, Some(&requests[0])] {
        all.push(format!("{:#?}", collection.documents(matching).unwrap()));
        for counted in [Counted::Source, Counted::Program, Counted::Entity] {
            all.push(format!("{:#?}", collection.names(counted, matching).unwrap()));
        }
    }
    let status = collection.status(true).unwrap();
    assert_eq!(status.unsound, Some(Vec::new()));
    let state = status.state;
    all.push(format!("{:?}", (state.documents, state.passages, state.words, state.digest)));
    all.push(format!("{:?} {:?}", status.kinds, status.copies));
    all
}

/// Whether two indexes answer alike, and where they first do not.
fn same(one: &Path, other: &Path, history: &str) {
    let (ones, others) = (answers(one), answers(other));
    for (a, b) in ones.iter().zip(&others) {
        if a != b {
            let (mut lines, mut theirs) = (a.lines(), b.lines());
            let differs = loop {
                match (lines.next(), theirs.next()) {
                    (x, y) if x != y || x.is_none() => break (x, y),
                    _ => {}
                }
            };
            panic!("{history}\nafter the history and afresh: {differs:#?}\nin {a}");
        }
    }
    assert_eq!(ones.len(), others.len(), "{history}\nafter the history and afresh");
}

/// A random history; the same for the same seed.
struct History {
    scratch: Scratch,
    random: Random,
    /// What was once in a file, to be restored.
    past: Vec<(String, Vec<u8>)>,
    told: String,
}

const NAMES: [&str; 7] =
    ["a.txt", "b.txt", "sub/a.txt", "sub/c.md", "deep/er/d.txt", "r.jsonl", "sub/s.jsonl"];

const SENTENCES: [&str; 13] = [
    "The radar was built by joint production in two countries.",
    "Jets and engines count among the technologies of the pact.",
    "Under DTTI the ministry bought engines for $40 million.",
    "The Defense Innovation Unit and India met in Delhi; a notice followed.",
    "AUKUS is a defence pact, and so is the Quad.",
    "Project Kestrel is an agreement on technology.",
    "Defence spending rose by 4.5% in 2024.",
    "KSTRL was a project once.",
    "Nothing came of the joint production of jets.",
    "INDUS-X is a bridge, says the report.",
    "A Missile Early Warning Apparatus (MEWA) stands near the radar.",
    "MEWA was sold, and the jointproduction of missiles ended.",
    "A Ministry for Early Warning Agreements (MEWA) was founded.",
];

const CATALOGS: [&str; 5] = [
    "[\"a.txt\"]\ntitle = \"Report on radar\"\nissued = 2023-07-01\nsource = \"The Ministry\"\n",
    "[\"sub/**\"]\nsource = \"Ministry of Ends\"\nauthors = [\"Ann Lee\"]\n",
    "[\"**/*.txt\"]\nissued = 2021\ntype = \"report\"\n",
    "[\"b.txt\"]\nskip = true\n",
    "[\"r.jsonl\"]\nskip = true\n",
];

/// Lists of a reference manager: whose an entry is depends on which other files there are.
const LISTS: [&str; 3] = [
    "@report{a, title = {Report on jets}, year = 2022}\n@misc{k1, author = {Lee, Ann}}\n",
    "@misc{x, title = {The pact}, file = {d.pdf}}\n@misc{y, file = {sub/a.txt}, title = {Y}}\n",
    "@misc{z, title = {Z}, url = {http://x.org/a/}}\n@misc{b, publisher = {The Ministry}}\n",
];

const GAZETTEERS: [&str; 2] = [
    "[[entry]]\nname = \"Project Kestrel\"\nkind = \"program\"\naliases = [\"KSTRL\", \"Kestrel\"]\n",
    "[[entry]]\nname = \"Quad\"\nkind = \"forum\"\naliases = [\"the pact\"]\n",
];

impl History {
    fn new(seed: u64) -> History {
        let random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        History { scratch: Scratch::new(), random, past: Vec::new(), told: format!("{seed}:") }
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.random.below(from.len())]
    }

    fn tell(&mut self, what: &str) {
        self.told.push(' ');
        self.told.push_str(what);
    }

    fn paragraph(&mut self) -> String {
        (0..1 + self.random.below(4)).map(|_| self.pick(&SENTENCES)).collect::<Vec<_>>().join(" ")
    }

    fn text(&mut self) -> String {
        let mut text =
            self.pick(&["", "# Report on jets\n\nBy Ann Lee\n\nMay 2, 2023\n\n"]).to_owned();
        for _ in 0..1 + self.random.below(4) {
            text += self.pick(&["", "", "## Outlook\n\n", "- "]);
            text += &format!("{}\n\n", self.paragraph());
        }
        if self.random.below(2) == 0 {
            text += &format!("{}\n\n", self.version());
        }
        text
    }

    /// One of two texts, or a version of it: a sentence changed, the end cut off, begun later.
    fn version(&mut self) -> String {
        let (start, step) = (self.random.below(2), 1 + 2 * self.random.below(2));
        let mut text: Vec<&str> = (0..18 - self.random.below(4))
            .map(|i| SENTENCES[(start + i * step) % SENTENCES.len()])
            .collect();
        let at = self.random.below(text.len());
        text[at] = self.pick(&SENTENCES);
        text.join(" ")
    }

    fn record(&mut self) -> String {
        let id = self.random.below(6);
        let date = self.pick(&["", "\"date\": \"2024-02\", ", "\"date\": \"2022\", "]);
        let source = self.pick(&[
            "",
            "\"source\": \"The Ministry\", ",
            "\"url\": \"https://www.x.org/a\", ",
        ]);
        let text = match self.random.below(3) {
            0 => self.version(),
            _ => self.paragraph(),
        };
        format!(
            "{{\"id\": \"k{id}\", \"title\": \"Report {id}\", {date}{source}\"text\": \"{text}\"}}\n"
        )
    }

    fn contents(&mut self, name: &str) -> Vec<u8> {
        let text = match name.ends_with("jsonl") {
            true => (0..1 + self.random.below(4)).map(|_| self.record()).collect(),
            false => self.text(),
        };
        text.into_bytes()
    }

    /// The files that are there.
    fn there(&self) -> Vec<&'static str> {
        NAMES.into_iter().filter(|name| self.scratch.file(name).is_file()).collect()
    }

    /// Writes a file; some are as fresh as the clock allows, some long known.
    fn write(&mut self, name: &str, bytes: &[u8]) {
        self.scratch.write(name, bytes);
        if self.random.below(3) == 0 {
            fs::write(self.scratch.file(name), bytes).unwrap();
        }
        self.past.push((name.to_owned(), bytes.to_owned()));
    }

    fn step(&mut self) {
        let there = self.there();
        let step = if there.len() < 3 { 0 } else { self.random.below(10) };
        match step {
            0..=2 => {
                let name = self.pick(&NAMES);
                let bytes = self.contents(name);
                self.tell(&format!("write {name}"));
                self.write(name, &bytes);
            }
            3 => {
                let name = self.pick(&there);
                self.tell(&format!("remove {name}"));
                self.scratch.remove(name);
            }
            4 | 5 => {
                let (from, to) = (self.pick(&there), self.pick(&NAMES));
                if from.ends_with("jsonl") != to.ends_with("jsonl") || from == to {
                    return;
                }
                let bytes = fs::read(self.scratch.file(from)).unwrap();
                self.write(to, &bytes);
                if step == 4 {
                    self.scratch.remove(from);
                }
                self.tell(&format!("{} {from} to {to}", if step == 4 { "rename" } else { "copy" }));
            }
            6 => {
                let i = self.random.below(self.past.len());
                let (name, bytes) = self.past[i].clone();
                self.tell(&format!("restore {name}"));
                self.write(&name, &bytes);
            }
            7 => self.move_record(),
            8 => {
                let text = self.pick(&[
                    "",
                    CATALOGS[0],
                    CATALOGS[1],
                    CATALOGS[2],
                    CATALOGS[3],
                    CATALOGS[4],
                ]);
                self.about("catalog.toml", text);
                let list = self.pick(&["", LISTS[0], LISTS[1], LISTS[2]]);
                self.about("catalog.bib", list);
            }
            _ => {
                let text = self.pick(&["", GAZETTEERS[0], GAZETTEERS[1]]);
                self.about("gazetteer.toml", text);
            }
        }
    }

    /// Writes what the corpus says of itself, or takes it away.
    fn about(&mut self, name: &str, text: &str) {
        self.tell(&format!("{name} {text:?}"));
        if text.is_empty() {
            let _ = fs::remove_file(self.scratch.file(name));
        } else {
            fs::write(self.scratch.file(name), text).unwrap();
        }
    }

    fn move_record(&mut self) {
        let files: Vec<_> = self.there().into_iter().filter(|n| n.ends_with("jsonl")).collect();
        let [from, to] = files[..] else { return };
        let read = |name| fs::read_to_string(self.scratch.file(name)).unwrap();
        let (mut ours, theirs) = (read(from), read(to));
        let end = ours.find('\n').map_or(ours.len(), |i| i + 1);
        let line: String = ours.drain(..end).collect();
        self.tell("move a record");
        self.write(from, ours.as_bytes());
        self.write(to, format!("{theirs}{line}").as_bytes());
    }

    /// What the index is made of.
    fn roots(&self) -> Vec<PathBuf> {
        let Ok(collection) = Collection::open(&self.scratch.index()) else { return Vec::new() };
        let manifest = collection.status(false).unwrap().manifest;
        manifest.roots.into_iter().map(|root| root.path).collect()
    }

    fn ingest(&mut self) {
        let threads = Some(1 + self.random.below(2));
        let corpus = self.scratch.corpus();
        // A folder of the corpus may be named for itself too, and forgotten again.
        let sub = self.scratch.file("sub");
        let known = self.roots().contains(&sub);
        let wanted = match self.random.below(6) {
            4 if known => IngestRequest { forget: vec![sub], threads, ..request() },
            4 | 5 if sub.is_dir() => {
                IngestRequest { add: vec![sub], otherwise: Some(corpus), threads, ..request() }
            }
            0 => IngestRequest { add: vec![corpus], threads, ..request() },
            1 => IngestRequest { otherwise: Some(corpus), rebuild: true, threads, ..request() },
            _ => IngestRequest { otherwise: Some(corpus), threads, ..request() },
        };
        let named = (!wanted.add.is_empty(), !wanted.forget.is_empty(), wanted.rebuild);
        self.tell(&format!("INGEST {named:?}\n"));
        self.scratch.try_ingest(&wanted).unwrap();
        // What was named alone may have left the rest behind.
        let rest = IngestRequest { add: vec![self.scratch.corpus()], threads, ..request() };
        self.scratch.try_ingest(&rest).unwrap();
    }
}

#[test]
fn law_i3_any_history_gives_what_a_fresh_ingest_gives() {
    // More are run by hand: PINCITE_HISTORIES=500.
    let histories = std::env::var("PINCITE_HISTORIES").ok().and_then(|n| n.parse().ok());
    for seed in 0..histories.unwrap_or(6) {
        let mut history = History::new(seed);
        for round in 0..5 {
            for _ in 0..1 + history.random.below(4) {
                history.step();
            }
            if history.there().is_empty() {
                continue;
            }
            history.ingest();
            if round < 4 && seed % 4 != 0 {
                continue;
            }
            let fresh = history.scratch.path.join(format!("fresh-{round}"));
            let mut add = history.roots();
            add.retain(|root| root.exists());
            let all = IngestRequest { add, ..request() };
            Collection::ingest(&fresh, &all, &|_| {}).unwrap();
            same(&history.scratch.index(), &fresh, &history.told);
        }
    }
}

const PAGE: &str = "# Report on jets\n\nBy Ann Lee\n\nMay 2, 2023\n\nThe radar of Project Kestrel was \
                    built in Delhi, and the ministry paid for it in full.\n";

#[test]
fn law_i1_the_index_is_made_again_from_the_store() {
    let scratch = Scratch::with(&[("a.txt", PAGE), ("sub/b.txt", "Radar and jets.\n")]);
    scratch.ingest();
    let before = answers(&scratch.index());
    // Bytes that the ingest must not come to see: the file looks as it did.
    let path = scratch.file("a.txt");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, PAGE.replace("radar", "camel")).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();

    fs::write(scratch.file("catalog.toml"), CATALOGS[0]).unwrap();
    let report = scratch.ingest();
    assert_eq!((report.files_read, report.files_unchanged), (0, 2));
    assert_eq!(report.derived_again, Some("the catalog has changed"));
    let hit = &scratch.search("radar source:\"The Ministry\"").hits[0];
    assert_eq!(hit.work.title.as_deref(), Some("Report on radar"));
    assert_eq!(scratch.search("camel").passages, 0);

    fs::write(scratch.file("gazetteer.toml"), GAZETTEERS[0]).unwrap();
    let report = scratch.ingest();
    assert_eq!((report.files_read, report.derived_again), (0, Some("the names have changed")));
    assert_eq!(scratch.search("program:KSTRL").hits[0].programs, ["Project Kestrel"]);

    fs::remove_file(scratch.file("catalog.toml")).unwrap();
    fs::remove_file(scratch.file("gazetteer.toml")).unwrap();
    assert_eq!(scratch.ingest().files_read, 0);
    assert_eq!(answers(&scratch.index()), before);
}

#[test]
fn a_folder_more_leaves_the_others_as_they_are() {
    let scratch = Scratch::with(&[("a.txt", PAGE), ("catalog.toml", CATALOGS[0])]);
    scratch.ingest();
    let other = scratch.path.join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("c.txt"), "Jets and more jets.\n").unwrap();
    let report = scratch.try_ingest(&IngestRequest { add: vec![other], ..request() }).unwrap();
    assert_eq!((report.derived_again, report.added), (None, 1));
}

/// Changes the commit of an index.
fn tamper(index: &Path, change: impl Fn(&mut serde_json::Value, &mut serde_json::Value)) {
    let path = index.join("meta.json");
    let mut meta: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let mut payload = serde_json::from_str(meta["payload"].as_str().unwrap()).unwrap();
    change(&mut meta, &mut payload);
    meta["payload"] = payload.to_string().into();
    fs::write(&path, meta.to_string()).unwrap();
}

#[test]
fn law_i2_another_analysis_is_refused_and_can_be_cured() {
    type Change = fn(&mut serde_json::Value, &mut serde_json::Value);
    let cases: BTreeMap<&str, Change> = BTreeMap::from([
        ("another analysis", (|_, payload| payload["analysis"] = "older".into()) as Change),
        ("another format", |_, payload| payload["format"] = 0.into()),
        ("a later format", |_, payload| payload["new"] = 1.into()),
        ("a payload of another shape", |_, payload| *payload = serde_json::json!({"format": 9})),
        ("other fields", |meta, _| meta["schema"][1]["name"] = "m".into()),
    ]);
    for (what, change) in cases {
        let scratch = Scratch::with(&[("a.txt", PAGE)]);
        scratch.ingest();
        let before = answers(&scratch.index());
        tamper(&scratch.index(), change);
        if what == "a later format" {
            // A field more, and the same version: such an index is read.
            assert_eq!(answers(&scratch.index()), before);
            continue;
        }
        let opened = Collection::open(&scratch.index()).err();
        let refused = matches!(opened, Some(SearchError::Index(IndexError::Version(_))));
        assert!(refused, "{what}: {opened:?}");
        let corpus = vec![scratch.corpus()];
        let ingested = scratch.try_ingest(&IngestRequest { add: corpus.clone(), ..request() });
        let refused = matches!(ingested, Err(IngestError::Index(IndexError::Version(_))));
        assert!(refused, "{what}: {ingested:?}");
        let cure = IngestRequest { add: corpus, rebuild: true, ..request() };
        scratch.try_ingest(&cure).unwrap_or_else(|e| panic!("{what}: {e}"));
        assert_eq!(answers(&scratch.index()), before, "{what}");
    }
}

#[test]
fn words_of_deleted_passages_are_none() {
    // Until deleted passages are merged away, the words that only they held are still listed.
    let scratch = Scratch::with(&[("a.txt", "Radar and jets.\n"), ("b.txt", "Radio and jets.\n")]);
    scratch.ingest();
    let gone = scratch.search("radio").hits[0].document;
    let mut writer = Writer::open(&scratch.index(), false).unwrap();
    writer.remove(gone);
    writer.commit(scratch.open().state()).unwrap();
    drop(writer);
    let snapshot = Snapshot::open(&scratch.index()).unwrap();
    assert_eq!(snapshot.with_prefix("rad", 9).unwrap(), [("radar".to_owned(), 1)]);
    assert_eq!(snapshot.like("radoi", 1, 9).unwrap(), []);
    assert_eq!(snapshot.like("jest", 1, 9).unwrap(), [("jets".to_owned(), 1, 1)]);
}

#[test]
fn a_change_within_the_grain_of_the_clock_is_seen() {
    let scratch = Scratch::new();
    for i in 0..8 {
        // Of one length, and as fast as can be.
        fs::write(scratch.file("a.txt"), format!("The number is x{i}x and no other.\n")).unwrap();
        scratch.ingest();
        assert_eq!(scratch.search(&format!("x{i}x")).passages, 1, "change {i}");
    }
    age(&scratch.file("a.txt"));
    scratch.ingest();
    assert_eq!(scratch.ingest().files_unchanged, 1);
}
