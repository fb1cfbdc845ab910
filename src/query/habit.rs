//! What people type from habit in other systems and what means something else here: each gets a
//! sentence that says what to write. It changes no tree.

use super::field::{field_list, nearest_field};

/// The weight or the misspelling sign at a run's end (`^2`, `~`, `~1`): where it begins, and the
/// sentence about it.
pub(super) fn suffix(run: &str) -> Option<(usize, String)> {
    let digits = run.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let word = digits.strip_suffix(['^', '~'])?;
    let sign = &run[word.len()..];
    if !word.ends_with(|c: char| c.is_alphanumeric() || c == '*') || sign.len() > 6 {
        return None;
    }
    if sign.starts_with('^') {
        let message = format!("weights are not understood: `{sign}` was left out");
        return (digits.len() < run.len()).then_some((word.len(), message));
    }
    let message = format!(
        "misspellings are not looked for: `{sign}` was left out; write the beginning and `*` \
         for every ending"
    );
    Some((word.len(), message))
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
        .or_else(|| wildcard(run))
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
        "near" | "onear" | "adj" | "pre" => Some(nearness(name)),
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

/// The sentence about a pattern inside a quotation, with the byte where it stands in it.
pub(super) fn in_quotes(inner: &str) -> Option<(usize, String)> {
    let (at, c) = inner.char_indices().find(|(at, c)| {
        matches!(c, '*' | '?' | '!')
            && inner[..*at].ends_with(char::is_alphanumeric)
            && (*c == '*' || inner[at + 1..].starts_with(char::is_alphanumeric))
    })?;
    let message = format!(
        "`{c}` stands for nothing inside quotes: the letters round it were taken as whole words; \
         write the whole word, or the parts without quotes"
    );
    Some((at, message))
}

/// The sentence about what directly follows a quotation, `~5` or `[ti]`; whether it loosens the
/// quotation, so that its words need not be neighbours.
pub(super) fn after_quotation(run: &str) -> Option<(bool, String)> {
    if run.strip_prefix('~').is_some_and(|n| n.is_empty() || is_number(n)) {
        let message = format!(
            "`{run}` after quotes is not understood: the words were taken without the quotes; \
             write + before each to have them all in one passage"
        );
        return Some((true, message));
    }
    if run.strip_prefix('^').is_some_and(is_number) {
        return Some((false, format!("weights are not understood: `{run}` was left out")));
    }
    let inside = run.strip_prefix('[')?.split([']', ':']).next()?;
    let (ours, _) = nearest_field(inside).filter(|(_, certain)| *certain)?;
    Some((
        run.contains(":~"),
        format!("`{run}` is not understood and was left out; write {ours}:\"…\" before the words"),
    ))
}

/// The sentence about `+5`, `+s` and `+p` between two things: what follows the sign is given.
pub(super) fn ordered(run: &str) -> Option<String> {
    (is_number(run) || matches!(run, "s" | "p")).then(|| {
        format!(
            "`+{run}` asks here for the word “{run}”, and for nothing near or in order; write \
             \"a b\" for neighbours"
        )
    })
}

fn nearness(sign: &str) -> String {
    format!(
        "`{sign}` (words near each other) is not understood and was taken as words; write \
         \"a b\" for neighbours, a AND b for words of one passage"
    )
}

fn is_number(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// `w/5`, `pre/3`, `NEAR/3`, `/s`, `adj5`, `NEAR`, `N5`; `%` and `|`.
fn connector(run: &str, amid: bool) -> Option<String> {
    match run {
        "%" => return amid.then(|| "`%` excludes nothing here: write NOT or -word".to_owned()),
        "|" => return amid.then(|| "`|` joins nothing here: write OR".to_owned()),
        _ => {}
    }
    let lower = run.to_ascii_lowercase();
    let near = match lower.split_once('/') {
        Some(("", rest)) => {
            let factiva = rest.strip_suffix('/').and_then(|r| r.strip_prefix(['n', 'f']));
            let bounds = matches!(rest, "s" | "p" | "sent" | "para");
            amid && (bounds || is_number(rest) || factiva.is_some_and(is_number))
        }
        Some(("w" | "near" | "pre" | "onear" | "adj" | "within", rest)) => {
            is_number(rest) || matches!(rest, "s" | "p" | "sent" | "para" | "seg")
        }
        Some(("n" | "p", rest)) => amid && is_number(rest),
        Some(_) => false,
        None => {
            let word = lower.trim_end_matches(|c: char| c.is_ascii_digit());
            let number = &lower[word.len()..];
            match word {
                "near" | "adj" => is_number(number) || (amid && lower != run && number.is_empty()),
                "onear" => lower != run,
                "n" | "w" => amid && lower != run && number.len() == 1,
                _ => false,
            }
        }
    };
    near.then(|| nearness(run))
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

/// `wom?n`, `wom*n`, `*tion`, `!word`.
fn wildcard(run: &str) -> Option<String> {
    let mut before = None;
    for (at, c) in run.char_indices() {
        let joined = run[at + c.len_utf8()..].starts_with(char::is_alphanumeric);
        let amid = joined && before.is_some_and(char::is_alphanumeric);
        before = Some(c);
        match c {
            '*' if joined => {
                return Some(format!(
                    "`*` is only understood at a word's end: `{run}` was taken as words; write \
                     the beginning and `*`, `technolog*`"
                ));
            }
            '?' if amid => {
                return Some(format!(
                    "`?` inside a word is not understood: `{run}` was taken as words; write the \
                     beginning and `*`, or both spellings joined by OR"
                ));
            }
            '!' if joined && at == 0 => {
                return Some(format!("`!` excludes nothing here: write -{}", &run[1..]));
            }
            _ => {}
        }
    }
    None
}
