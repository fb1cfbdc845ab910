//! What citations cost: `cargo run --release --example citation_cost -- target/release/pincite`.
//!
//! First the program as it is started from nothing, each command in turn over many rounds, as
//! multiples of an empty run (`--version`) of the same rounds: searching, showing, citing in each of
//! the common styles, exporting. Then, inside one process, what opening each style costs, and what
//! one citation in it does. The least of the rounds counts, since everything else on the machine only
//! adds to it.

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use pincite::cite::Style;
use pincite::collection::Collection;
use pincite::ingest::IngestRequest;

const ROUNDS: usize = 40;
const STYLES: [&str; 7] =
    ["chicago-notes", "chicago-author-date", "apa", "mla", "ieee", "harvard", "deutsche-sprache"];

fn main() -> Result<(), Box<dyn Error>> {
    let program = env::args().nth(1).ok_or("name the program: target/release/pincite")?;
    let program = Path::new(&program).canonicalize()?;
    let index = env::temp_dir().join(format!("pincite-citation-cost-{}", std::process::id()));
    let seeds = Path::new("seeds").canonicalize()?;
    let request = IngestRequest { add: vec![seeds], ..IngestRequest::default() };
    Collection::ingest(&index, &request, &|_| ())?;
    let measured = measure(&program, &index);
    std::fs::remove_dir_all(&index)?;
    measured
}

fn measure(program: &PathBuf, index: &Path) -> Result<(), Box<dyn Error>> {
    let collection = Collection::open(index)?;
    let listed = collection.documents(None)?;
    let id = format!("{}.14", listed.first().ok_or("the seeds are missing")?.id);
    let mut commands: Vec<Vec<&str>> = vec![
        vec!["--version"],
        vec!["search", "innovation bridge"],
        vec!["show", &id],
        vec!["cite", &id, "--format", "csl-json"],
        vec!["cite", &id, "--format", "bibtex"],
        vec!["cite", &id, "--format", "link"],
    ];
    commands.extend(STYLES.map(|style| vec!["cite", &id, "--style", style]));
    let mut least = vec![Duration::MAX; commands.len()];
    for _ in 0..ROUNDS {
        for (command, least) in commands.iter().zip(&mut least) {
            let began = Instant::now();
            let mut run = Command::new(program);
            run.args(command).env("PINCITE_INDEX", index).stdout(Stdio::null()).status()?;
            *least = began.elapsed().min(*least);
        }
    }
    println!("from nothing, least of {ROUNDS} rounds");
    for (command, took) in commands.iter().zip(&least) {
        let times = took.as_secs_f64() / least[0].as_secs_f64();
        println!("{:>8.1} ms  {times:>5.1}  {}", took.as_secs_f64() * 1e3, command.join(" "));
    }

    let reference = collection.reference(&id)?.map_err(|why| format!("{id}: {why:?}"))?;
    println!("in one process, least of {ROUNDS} rounds: opening the style, one citation in it");
    for name in STYLES {
        let (mut opening, mut citing) = (Duration::MAX, Duration::MAX);
        for _ in 0..ROUNDS {
            let began = Instant::now();
            let style = Style::named(name)?;
            opening = began.elapsed().min(opening);
            let began = Instant::now();
            style.cite(std::slice::from_ref(&reference))?;
            citing = began.elapsed().min(citing);
        }
        let [opening, citing] = [opening, citing].map(|took| took.as_secs_f64() * 1e3);
        println!("{opening:>8.2} ms  {citing:>6.2} ms  {name}");
    }
    Ok(())
}
