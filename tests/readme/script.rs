//! A README as a script: prose, files, commands with their output.

/// A part of the README; put together, the parts are the README.
#[derive(Debug, PartialEq)]
pub enum Block<'a> {
    /// What is only read.
    Text(&'a str),
    /// The contents of a file, and the lines they stand in.
    File { path: &'a str, text: &'a str, whole: &'a str },
    /// A command and what it prints.
    Command { line: &'a str, output: &'a str },
}

/// The parts of a README in order.
pub fn parse(readme: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let (mut rest, mut file) = (readme, None);
    while let Some(line) = rest.split_inclusive('\n').next() {
        let after = &rest[line.len()..];
        let Some(language) = line.trim_end().strip_prefix("```") else {
            file = if line.trim().is_empty() { file } else { named(line) };
            blocks.push(Block::Text(line));
            rest = after;
            continue;
        };
        let inside = &after[..after.find("```\n").expect("a block of the README is not closed")];
        blocks.push(Block::Text(line));
        match (language, file.take()) {
            ("console", _) => commands(inside, &mut blocks),
            (_, Some(path)) => blocks.push(Block::File { path, text: inside, whole: inside }),
            _ => blocks.push(Block::Text(inside)),
        }
        blocks.push(Block::Text("```\n"));
        rest = &after[inside.len() + 4..];
    }
    blocks
}

/// The path that a line before a block names as its file.
fn named(line: &str) -> Option<&str> {
    let (_, path) = line.trim_end().strip_suffix("`:")?.rsplit_once('`')?;
    Some(path)
}

fn commands<'a>(inside: &'a str, blocks: &mut Vec<Block<'a>>) {
    let mut rest = inside;
    while let Some(first) = rest.split_inclusive('\n').next() {
        let line = first.strip_prefix("$ ").expect("a console block begins with a command");
        let output = &rest[first.len()..];
        let output = &output[..output.find("\n$ ").map_or(output.len(), |end| end + 1)];
        // A command without output is followed at once by the next one.
        let output = if output.starts_with("$ ") { "" } else { output };
        blocks.push(Block::Command { line: line.trim_end(), output });
        rest = &rest[first.len() + output.len()..];
    }
}

/// Text without what differs from run to run: how long something took, and when it was done.
pub fn masked(text: &str) -> String {
    let mut out = String::new();
    let mut words = text.split(' ').peekable();
    while let Some(word) = words.next() {
        let next = words.peek().copied().unwrap_or_default();
        let duration = next.trim_end_matches(['\n', '.']) == "ms" || next.starts_with("ms\n");
        let number = word.parse::<f64>().is_ok();
        out.push_str(&if duration && number { "#".to_owned() } else { undated(word) });
        out.push(' ');
    }
    out
}

/// A word with an instant (`2026-01-02T03:04:05Z`) in it replaced.
fn undated(word: &str) -> String {
    let pattern = "dddd-dd-ddTdd:dd:ddZ";
    let fits = |part: &str| {
        part.len() == pattern.len()
            && part.chars().zip(pattern.chars()).all(|(c, p)| match p {
                'd' => c.is_ascii_digit(),
                p => c == p,
            })
    };
    let starts = word.char_indices().map(|(at, _)| at);
    let mut parts = starts.filter_map(|at| Some((at, word.get(at..at + pattern.len())?)));
    match parts.find(|(_, part)| fits(part)) {
        Some((at, part)) => format!("{}#{}", &word[..at], &word[at + part.len()..]),
        None => word.to_owned(),
    }
}

#[test]
fn a_readme_is_cut_into_files_and_commands() {
    let readme = "A file, `a/b.toml`:\n\n```toml\nx = 1\n```\n\n```console\n$ one\nout $ 1\n$ two\n\
                  $ three\nmore\n```\nend\n";
    let blocks = parse(readme);
    let commands: Vec<_> = blocks
        .iter()
        .filter_map(|b| match b {
            Block::Command { line, output } => Some((*line, *output)),
            _ => None,
        })
        .collect();
    assert_eq!(commands, [("one", "out $ 1\n"), ("two", ""), ("three", "more\n")]);
    assert!(blocks.contains(&Block::File { path: "a/b.toml", text: "x = 1\n", whole: "x = 1\n" }));
    assert!(!parse("Prose.\n\n```toml\nx\n```\n").iter().any(|b| matches!(b, Block::File { .. })));
}

#[test]
fn only_times_are_masked() {
    let same = |a: &str, b: &str| masked(a) == masked(b);
    assert!(same("2 passages · 6.3 ms\n", "2 passages · 11 ms\n"));
    assert!(same("2 ms\nmore", "3 ms\nmore"));
    assert!(same("ingested 2026-11-22T05:26:13Z\nkinds", "ingested 2027-01-02T03:04:05Z\nkinds"));
    assert!(!same("2 passages · 6.3 ms", "3 passages · 6.3 ms"));
    assert!(!same("2026-11-22", "2026-11-23"));
}
