//! Indexes cut short or with a bit turned: an answer or a clear error, never a panic; a check
//! notices; a rebuild cures.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;

use pincite::collection::Collection;
use pincite::index::Counted;
use pincite::ingest::IngestRequest;
use pincite::search::SearchError;

use crate::random::Random;
use crate::scratch::{Scratch, asked, request};

fn scratch() -> Scratch {
    let text = "# Report on jets\n\nBy Ann Lee\n\nMay 2, 2023\n\nThe radar of Project Kestrel was built \
                in Delhi under DTTI.\n\n## Outlook\n\nJets and engines, 4.5% more of them.\n";
    let scratch = Scratch::with(&[
        ("a.txt", text),
        ("r.jsonl", "{\"id\": \"k1\", \"title\": \"On radar\", \"text\": \"Radar and jets.\"}\n"),
    ]);
    scratch.ingest();
    scratch
}

/// A corpus with names of its own. They are large, and slow to read without optimization.
fn with_names() -> Scratch {
    let scratch = scratch();
    let own = "[[entry]]\nname = \"Project Kestrel\"\nkind = \"program\"\naliases = [\"KSTRL\"]\n";
    fs::write(scratch.file("gazetteer.toml"), own).unwrap();
    scratch.ingest();
    scratch
}

/// A corpus with two versions of a text.
fn with_copies() -> Scratch {
    let scratch = scratch();
    let text: String = (0..90).map(|i| format!("radar{i} ")).collect();
    scratch.write("v1.txt", format!("{text}ends here.\n"));
    scratch.write("v2.txt", format!("{text}goes on to its end.\n"));
    scratch.ingest();
    scratch
}

fn is_names(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == "names")
}

/// The files of an index, but for those that say nothing (locks).
fn files(index: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(index)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_none_or(|e| e != "lock"))
        .collect();
    files.sort();
    files
}

/// Does with an index all that can be done with it.
fn use_it(index: &Path) -> Result<Vec<String>, SearchError> {
    let collection = Collection::open(index)?;
    let mut first: Result<Vec<String>, SearchError> = Ok(Vec::new());
    let mut keep = |error: Option<SearchError>| {
        if let Some(error) = error.filter(|_| first.is_ok()) {
            first = Err(error);
        }
    };
    for query in
        ["radar", "\"radar of\" jets", "tech* OR je*", "program:KSTRL", "=Delhi date:2023", ""]
    {
        let answer = collection.search(&asked(query));
        if let Ok(hit) = answer.as_ref().map(|a| a.hits.first()) {
            let id = hit.map_or_else(|| "k3v9.1".to_owned(), |h| h.id());
            keep(collection.show(&id, 1).err());
        }
        keep(answer.err());
        keep(collection.best_documents(&asked(query)).err());
    }
    keep(collection.documents(None).err());
    for counted in [Counted::Source, Counted::Program, Counted::Entity] {
        keep(collection.names(counted, None).err());
    }
    keep(collection.changed_files().err());
    let unsound = collection.status(true).map(|status| status.unsound.unwrap_or_default());
    first.and(unsound)
}

/// Uses an index with one of its files changed; notes what went wrong with the program itself, and
/// gives whether the change was noticed.
fn with_file(
    index: &Path,
    path: &Path,
    bytes: &[u8],
    what: &str,
    faults: &mut Vec<String>,
) -> bool {
    let sound = fs::read(path).unwrap();
    fs::write(path, bytes).unwrap();
    let name = path.file_name().unwrap().to_string_lossy();
    let used = catch_unwind(AssertUnwindSafe(|| use_it(index)));
    let noticed = match used {
        // The engine trusts the bytes of its own files; the program has to end in good order, and
        // a check has to say so.
        Err(_) if name.len() > 32 => {
            let said =
                [&["search", "radar OR je*"][..], &["status", "--check"]].map(|c| ends(index, c));
            faults.extend(said.iter().flatten().map(|said| format!("{name} {what}: {said}")));
            true
        }
        Err(_) => {
            faults.push(format!("{name} {what}: a panic"));
            true
        }
        Ok(Err(error)) => {
            let said = error.to_string();
            if said.is_empty() || said.contains('\n') || said.len() > 400 {
                faults.push(format!("{name} {what}: {said:?}"));
            }
            true
        }
        Ok(Ok(unsound)) => !unsound.is_empty(),
    };
    fs::write(path, sound).unwrap();
    noticed
}

/// Runs the program; gives what is wrong with the way it ends.
fn ends(index: &Path, command: &[&str]) -> Option<String> {
    let run = Command::new(env!("CARGO_BIN_EXE_pincite"))
        .args(command)
        .arg("--index")
        .arg(index)
        .env_clear()
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    let in_order = match run.status.code() {
        Some(0) => command[0] != "status",
        Some(1) => true,
        Some(2) => said.starts_with("pincite: ") && said.lines().count() == 1,
        _ => false,
    };
    (!in_order).then(|| format!("{command:?} ended with {:?} and {said}", run.status.code()))
}

#[test]
fn a_file_cut_short_is_an_error() {
    let scratch = scratch();
    let index = scratch.index();
    let mut faults = Vec::new();
    for path in files(&index) {
        let bytes = fs::read(&path).unwrap();
        let lengths = [0, 1, bytes.len() / 4, bytes.len() / 2, bytes.len() - 9, bytes.len() - 2];
        for length in lengths {
            let what = format!("cut to {length} of {}", bytes.len());
            let noticed = with_file(&index, &path, &bytes[..length], &what, &mut faults);
            if !noticed && !path.ends_with(".managed.json") {
                faults.push(format!("{} {what}: not noticed", path.display()));
            }
        }
    }
    assert_eq!(faults, [""; 0]);
}

#[test]
fn a_turned_bit_is_an_answer_or_an_error() {
    let scratch = scratch();
    let index = scratch.index();
    let mut faults = Vec::new();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for path in files(&index) {
        let sound = fs::read(&path).unwrap();
        for _ in 0..8 {
            let bit = random.below(sound.len() * 8);
            let mut bytes = sound.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let what = format!("with byte {} turned by {}", bit / 8, 1 << (bit % 8));
            with_file(&index, &path, &bytes, &what, &mut faults);
        }
    }
    assert_eq!(faults, [""; 0]);
}

#[test]
fn a_check_notices_every_byte_of_the_documents() {
    let scratch = scratch();
    let index = scratch.index();
    let ours = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let ours = ["records.", "documents.", "copies.", "sketches."];
        ours.iter().any(|kind| name.starts_with(kind))
    };
    let mut unnoticed = Vec::new();
    for path in files(&index).into_iter().filter(ours) {
        let sound = fs::read(&path).unwrap();
        for at in 0..sound.len() {
            let mut bytes = sound.clone();
            bytes[at] ^= 0x10;
            fs::write(&path, bytes).unwrap();
            let checked = Collection::open(&index).and_then(|c| c.status(true));
            if checked.is_ok_and(|status| status.unsound == Some(Vec::new())) {
                unnoticed.push((path.clone(), at));
            }
        }
        fs::write(&path, sound).unwrap();
    }
    assert_eq!(unnoticed, []);
}

#[test]
fn damaged_names_are_an_error_and_noticed() {
    let scratch = with_names();
    let index = scratch.index();
    let path = files(&index).into_iter().find(|path| is_names(path)).unwrap();
    let sound = fs::read(&path).unwrap();
    let mut faults = Vec::new();
    for at in (0..sound.len()).step_by(sound.len() / 5) {
        let mut turned = sound.clone();
        turned[at] ^= 0x10;
        for (bytes, what) in [(&turned[..], "turned"), (&sound[..at], "cut")] {
            if !with_file(&index, &path, bytes, &format!("{what} at {at}"), &mut faults) {
                faults.push(format!("{what} at {at}: not noticed"));
            }
        }
    }
    assert_eq!(faults, [""; 0]);
}

#[test]
fn damaged_copies_are_an_error_and_noticed() {
    let scratch = with_copies();
    let index = scratch.index();
    let ours = |path: &PathBuf| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        stem == "copies" || stem == "sketches"
    };
    let mut faults = Vec::new();
    let found = files(&index).into_iter().filter(ours).collect::<Vec<_>>();
    assert_eq!(found.len(), 2);
    for path in found {
        let sound = fs::read(&path).unwrap();
        // The header, and here and there.
        for at in (0..24).step_by(4).chain((24..sound.len()).step_by(sound.len() / 6)) {
            let mut turned = sound.clone();
            turned[at] ^= 0x10;
            let what = format!("with byte {at} turned");
            if !with_file(&index, &path, &turned, &what, &mut faults) {
                faults.push(format!("{} {what}: not noticed", path.display()));
            }
        }
        for length in (0..sound.len()).step_by(sound.len() / 3) {
            let what = format!("cut to {length}");
            if !with_file(&index, &path, &sound[..length], &what, &mut faults) {
                faults.push(format!("{} {what}: not noticed", path.display()));
            }
        }
        fs::write(&path, &sound[..sound.len() - 1]).unwrap();
        let said = scratch.try_ingest(&IngestRequest { add: vec![scratch.corpus()], ..request() });
        let said = said.map(|_| ()).map_err(|e| e.to_string());
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(said.as_ref().is_err_and(|said| said.contains(&name)), "{said:?}");
        fs::write(&path, &sound).unwrap();
    }
    assert_eq!(faults, [""; 0]);
}

#[test]
fn a_rebuild_cures_any_damage() {
    let scratch = with_copies();
    let index = scratch.index();
    let sound = format!("{:?}", scratch.search("radar"));
    let count = files(&index).len();
    for name in files(&index).iter().map(|path| path.file_name().unwrap()) {
        // Each rebuild gives the files new names; their kinds stay.
        let kind = |path: &Path| path.extension().map(ToOwned::to_owned);
        let like = |path: &&PathBuf| match path.file_stem().unwrap().to_string_lossy().len() {
            32 => kind(path) == kind(Path::new(name)),
            _ => path.file_stem() == Path::new(name).file_stem(),
        };
        for damage in [b"".as_slice(), b"{\"broken\": ", b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"] {
            let files = files(&index);
            let Some(path) = files.iter().find(like) else { continue };
            fs::write(path, damage).unwrap();
            // What the corpus is made of stands in the manifest alone.
            let lost = name.to_string_lossy().starts_with("manifest.");
            let add = if lost { vec![scratch.corpus()] } else { Vec::new() };
            let rebuild = IngestRequest { add, rebuild: true, ..request() };
            let cured = scratch.try_ingest(&rebuild);
            assert!(cured.is_ok(), "{name:?}: {:?}", cured.err());
            assert_eq!(format!("{:?}", scratch.search("radar")), sound, "{name:?}");
        }
    }
    assert!(
        files(&index).len() <= count + 2,
        "rebuilding leaves nothing behind: {:?}",
        files(&index)
    );
}
