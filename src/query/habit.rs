//! What people type from habit in other systems and what means something else here: each gets a
//! sentence that says what to write. It changes no tree.

use super::field::{field_list, nearest_field};

/// A sign at a run's end.
pub(super) enum Suffix {
    /// `^2`: a weight.
    Weight(String),
    /// `~`, `~1`: misspelt by so many letters; `None` as many as the word can bear.
    Misspelt(Option<u8>),
    /// `~0.8`, `~5`: misspelt, by how much is said in another way; with the sentence about it.
    Similar(String),
}

/// The weight or the misspelling sign at a run's end: where it begins, and what it is.
pub(super) fn suffix(run: &str) -> Option<(usize, Suffix)> {
    let digits = run.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let word = digits.strip_suffix(['^', '~'])?;
    let sign = &run[word.len()..];
    if !word.ends_with(|c: char| c.is_alphanumeric() || c == '*') || sign.len() > 6 {
        return None;
    }
    let suffix = match (sign.starts_with('^'), &run[digits.len()..]) {
        (true, "") => return None,
        (true, _) => Suffix::Weight(format!("weights are not understood: `{sign}` was left out")),
        (_, "") => Suffix::Misspelt(None),
        (_, "1") => Suffix::Misspelt(Some(1)),
        (_, "2") => Suffix::Misspelt(Some(2)),
        _ => Suffix::Similar(format!(
            "words are looked for misspelt by one or two letters: `{sign}` was read as `~`; write \
             ~1 or ~2"
        )),
    };
    Some((word.len(), suffix))
}

/// How many letters of a word may be wrong where that is not said.
pub(super) fn letters_to_spare(word: &str) -> u8 {
    if word.chars().count() > 5 { 2 } else { 1 }
}

/// The sentence about a run that is something else in another system; `amid` where something
/// stands before and after it.
pub(super) fn habit(run: &str, amid: bool) -> Option<String> {
    if run.contains("://") {
        return None;
    }
    connector(run, amid)
        .or_else(|| call(run))
        .or_else(|| tag(run))
        .or_else(|| equals(run))
        .or_else(|| colon(run))
        .or_else(|| sign(run))
}

/// The sentence about a word with a bracket directly after it, `TI(a b)`.
pub(super) fn call_head(name: &str) -> Option<String> {
    if name.ends_with(':') {
        return colon(&format!("{name}x"));
    }
    let lower = name.to_ascii_lowercase();
    let at_least = lower.strip_prefix("atleast").is_some_and(is_number);
    if at_least {
        return Some(format!(
            "`{name}(…)` does not count here and was taken as words; passages with more of the \
             words come first anyway"
        ));
    }
    match lower.as_str() {
        "singular" | "plural" | "caps" | "allcaps" | "nocaps" => Some(format!(
            "`{name}(…)` is not understood and was taken as words; write =Word for exactly these \
             letters"
        )),
        "near" => Some(nearness(name, "a w/10 b for words near each other")),
        "onear" | "adj" | "pre" => Some(nearness(name, "a pre/10 b for words in this order")),
        "date" | "da" | "pd" | "dt" => Some(format!(
            "`{name}(…)` is no field here and was taken as words; write date:2023..2025, \
             after:2023 or before:2025"
        )),
        _ => match nearest_field(&lower) {
            Some((ours, certain)) if certain || ours == lower => Some(format!(
                "`{name}(…)` is no field here and was taken as words; write {ours}:word or \
                 {ours}:\"some words\""
            )),
            _ => None,
        },
    }
}

/// The sentence about a sign inside a quotation that stands for nothing there, with the byte where
/// it stands.
pub(super) fn in_quotes(inner: &str) -> Option<(usize, String)> {
    let (at, _) = inner.match_indices('!').find(|(at, _)| {
        let rest = inner[at + 1..].trim_start();
        inner[..*at].ends_with(char::is_lowercase) && rest.starts_with(char::is_lowercase)
    })?;
    let message = "`!` is a mark inside quotes: write `*` for any ending".to_owned();
    Some((at, message))
}

/// What directly follows a quotation.
pub(super) enum AfterQuotation {
    /// `~5`: its words within so many of each other; with how that was read.
    Within(u32, String),
    /// Something that is left out, with the sentence about it.
    LeftOut(String),
}

/// What directly follows a quotation, `~5` or `[ti]`.
pub(super) fn after_quotation(run: &str) -> Option<AfterQuotation> {
    if let Some(number) = run.strip_prefix('~') {
        if number.is_empty() {
            let message = "`~` after quotes needs a number and was left out: write \"…\"~5 for \
                           words within 5 of each other";
            return Some(AfterQuotation::LeftOut(message.to_owned()));
        }
        let n = number.bytes().all(|b| b.is_ascii_digit()).then(|| number.parse())?;
        let n = n.unwrap_or(u32::MAX);
        let message = format!(
            "`{run}` was read as w/{n} between the words, in either order (Lucene counts moves)"
        );
        return Some(AfterQuotation::Within(n, message));
    }
    if run.strip_prefix('^').is_some_and(is_number) {
        let message = format!("weights are not understood: `{run}` was left out");
        return Some(AfterQuotation::LeftOut(message));
    }
    let letters = run.trim_end_matches(|c: char| c.is_ascii_digit());
    if matches!(letters, "o" | "p" | "po" | "op" | "l") {
        let message = match letters {
            "l" => format!("`{run}` after quotes was left out: a phrase is never stemmed anyway"),
            "o" => format!("`{run}` after quotes was left out: write a pre/5 b for this order"),
            _ => format!("`{run}` after quotes was left out: write \"…\"~5 for either order"),
        };
        return Some(AfterQuotation::LeftOut(message));
    }
    let inside = run.strip_prefix('[')?.split(']').next()?;
    let (name, near) = inside.split_once(":~").unwrap_or((inside, ""));
    let (ours, _) = nearest_field(name).filter(|(_, certain)| *certain)?;
    if let Ok(between) = near.parse::<u32>() {
        let n = between.saturating_add(1);
        let message = format!(
            "`{run}` was read as w/{n}, at most {between} words between; the field was left out: \
             write {ours}:word beside it"
        );
        return Some(AfterQuotation::Within(n, message));
    }
    Some(AfterQuotation::LeftOut(format!(
        "`{run}` is not understood and was left out; write {ours}:\"…\" before the words"
    )))
}

/// The sentence about `+5`, `+s` and `+p` between two things: what follows the sign is given.
pub(super) fn ordered(run: &str) -> Option<String> {
    let known = is_number(run) || matches!(run, "s" | "p");
    known.then(|| {
        format!(
            "`+{run}` asks here for the word “{run}”, and for nothing near or in order; write \
             pre/{run} for that"
        )
    })
}

/// The sentence about two words that limit dates elsewhere: `date aft 2020`.
pub(super) fn date_words(before: &str, run: &str) -> Option<String> {
    let ours = match run.to_ascii_lowercase().as_str() {
        "aft" | "after" | "since" => "after:2020",
        "bef" | "before" | "until" => "before:2020",
        "geq" | "leq" | "is" => "date:2020..2024",
        _ => return None,
    };
    before.eq_ignore_ascii_case("date").then(|| {
        format!("`{before} {run}` limits no dates here and was taken as words; write {ours}")
    })
}

/// The sentence about a small word that is an operator in other systems.
pub(super) fn small_operator(run: &str) -> Option<String> {
    let (ours, how) = match run {
        "and" => ("AND", "ask for both sides"),
        "or" => ("OR", "ask for either side"),
        "not" => ("NOT", "exclude"),
        _ => return None,
    };
    Some(format!("`{run}` is a word here: write {ours} in capitals to {how}"))
}

/// The sentence about an operator of nearness that does not count as it is written.
fn nearness(sign: &str, ours: &str) -> String {
    format!("`{sign}` is no operator here and was taken as words; write {ours}")
}

fn is_number(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// `NEAR`, `N5`, `W5`, `/f5/`, `w/seg`; `%` and `|`.
fn connector(run: &str, amid: bool) -> Option<String> {
    match run {
        "%" => return amid.then(|| "`%` excludes nothing here: write NOT or -word".to_owned()),
        "|" => return amid.then(|| "`|` joins nothing here: write OR".to_owned()),
        "NEAR" => return amid.then(|| nearness(run, "w/10, or another number")),
        "ADJ" | "ONEAR" => {
            return amid.then(|| nearness(run, "pre/1 for neighbours, or another number"));
        }
        "SAME" => return amid.then(|| nearness(run, "/p for one paragraph")),
        _ => {}
    }
    let lower = run.to_ascii_lowercase();
    if lower == "w/seg" {
        return Some(nearness(run, "/p for one paragraph, AND for one passage"));
    }
    if lower.strip_prefix("/f").and_then(|rest| rest.strip_suffix('/')).is_some_and(is_number) {
        return Some(nearness(
            run,
            "the words alone: no operator asks for the beginning of a text",
        ));
    }
    // EBSCO counts the words between; `N95` and `W3C` are no operators.
    let between = run.strip_prefix(['N', 'W']).filter(|n| amid && n.len() == 1 && is_number(n))?;
    let n = between.parse::<u32>().ok()? + 1;
    let sign = if run.starts_with('N') { "w" } else { "pre" };
    Some(nearness(run, &format!("{sign}/{n} for at most {between} words between")))
}

/// `atleast5(a)`, `TI(a)`.
fn call(run: &str) -> Option<String> {
    let (name, inside) = run.split_once('(')?;
    // `source(s)` is a plural.
    if name.is_empty() || inside.starts_with("s)") {
        return None;
    }
    call_head(name)
}

/// `a[ti]`.
fn tag(run: &str) -> Option<String> {
    let (word, tag) = run.split_once('[')?;
    let name = tag.split([']', ':']).next().unwrap_or(tag);
    let (ours, certain) = nearest_field(name)?;
    (certain || ours == name)
        .then(|| format!("`[{name}]` is no field here and was taken as words; write {ours}:{word}"))
}

/// `hd=a`.
fn equals(run: &str) -> Option<String> {
    let (name, value) = run.split_once('=')?;
    let is_name = name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphabetic());
    if !is_name || value.is_empty() || value.starts_with('=') {
        return None;
    }
    Some(match nearest_field(name) {
        Some((ours, _)) => {
            format!("`{name}=` is no field here and was taken as words; write {ours}:{value}")
        }
        None => format!(
            "`=` counts only before a word: `{run}` was taken as words; the fields are {}",
            field_list()
        ),
    })
}

/// `foo:bar`; a colon of ordinary text is left alone.
fn colon(run: &str) -> Option<String> {
    let (name, value) = run.split_once(':')?;
    let is_name = (2..=20).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    if !is_name {
        return None;
    }
    let nearest = nearest_field(name);
    if value.is_empty() {
        // `Title: a` is the one kind of loose colon that is a field elsewhere.
        let (ours, _) = nearest.filter(|(ours, _)| ours.eq_ignore_ascii_case(name))?;
        return Some(format!(
            "nothing stands directly after `{name}:`, so it was taken as a word; write {ours}:word \
             without a space"
        ));
    }
    let lower = name.bytes().all(|b| b.is_ascii_lowercase());
    match nearest {
        Some((ours, _)) => {
            Some(format!("there is no field “{name}”: taken as words; did you mean {ours}:"))
        }
        None if lower => Some(format!(
            "there is no field “{name}”: taken as words; the fields are {}",
            field_list()
        )),
        None => None,
    }
}

/// The sentence about a star that stands for nothing.
pub(super) fn star(run: &str) -> Option<String> {
    let (before, after) = run.split_once('*').filter(|_| !run.contains("://"))?;
    let at_word = before.ends_with(char::is_alphanumeric)
        || after.trim_start_matches('*').starts_with(char::is_alphanumeric);
    at_word.then(|| format!("`{run}` was taken as words: write `technolog*`, `labo*r` or `*tion`"))
}

/// `!word`, `^word`, `#word`, `colo#r`, `technolog$3`, `technolog[*3]`, `atleast5`.
fn sign(run: &str) -> Option<String> {
    let word = |rest: &str| rest.starts_with(char::is_alphanumeric);
    if let Some(rest) = run.strip_prefix('!').filter(|rest| word(rest)) {
        return Some(format!("`!` excludes nothing here: write -{rest}"));
    }
    if let Some(rest) = run.strip_prefix('^').filter(|rest| word(rest)) {
        return Some(format!("`^` asks for no place in the text: it was left out, read as {rest}"));
    }
    if let Some(rest) = run.strip_prefix('#').filter(|rest| word(rest)) {
        return Some(format!("`#` is left out here: write ={rest} for exactly these letters"));
    }
    if run.to_ascii_lowercase().strip_prefix("atleast").is_some_and(is_number) {
        return Some(format!(
            "`{run}` does not count here and was taken as a word; passages with more of the words \
             come first anyway"
        ));
    }
    let (at, c) = run.char_indices().find(|(at, c)| {
        let (before, after) = (&run[..*at], &run[at + c.len_utf8()..]);
        let inside = before.ends_with(char::is_lowercase);
        match c {
            '#' => inside && after.starts_with(char::is_lowercase),
            '$' => inside && is_number(after),
            '[' => inside && after.starts_with('*'),
            _ => false,
        }
    })?;
    let beginning = &run[..at];
    Some(match c {
        '#' => format!(
            "`#` stands for nothing here: write `*` for any letters or none, `{}`",
            run.replace('#', "*")
        ),
        _ => format!("`{}` counts no letters here: write `{beginning}*`", &run[at..]),
    })
}
