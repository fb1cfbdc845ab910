//! A strategy in words: its lines, its limits, and the command that asks for it.

use super::terminal::widened;
use crate::search::{Answer, CountedForm, Line, Order, SearchRequest, Step};

/// What the line numbered `number` looks for: `radar: radar, radars (stem)`, `1 AND 2 NOT 3`.
pub(super) fn in_words(line: &Line, number: usize) -> String {
    match &line.step {
        Step::Term { label, forms } => term(label, forms),
        Step::Near { label, sides } => format!("{label} ({})", joined(sides, " near ")),
        Step::Together { all, any, none } => together(all, any, none),
        Step::Restriction { read } => read.clone(),
        Step::Everything => "everything".to_owned(),
        Step::Limit { label, read } => {
            format!("{} limited to {}", number.saturating_sub(1), limit(label, read))
        }
    }
}

fn term(label: &str, forms: &[CountedForm]) -> String {
    let bare = |text: &str| text.replace('"', "").to_lowercase();
    match forms {
        [] => format!("{label}: no word of the corpus"),
        [form] if form.words.is_empty() && form.form.ends_with('…') => {
            format!("{label}: no word of the corpus ({})", form.form)
        }
        [form]
            if form.why == "asked" && form.words.is_empty() && bare(&form.form) == bare(label) =>
        {
            label.to_owned()
        }
        forms => {
            let forms: Vec<String> = forms.iter().map(self::form).collect();
            format!("{label}: {}", forms.join("; "))
        }
    }
}

fn form(form: &CountedForm) -> String {
    let why = match &form.of {
        Some(name) => format!("{} of {name}", form.why),
        None => form.why.to_owned(),
    };
    match form.words.as_slice() {
        [] => format!("{} ({why})", form.form),
        // A word that is its own stem was asked for, and stands for its inflections all the same.
        words => format!("{} (stem {})", words.join(", "), form.form),
    }
}

fn joined(lines: &[usize], by: &str) -> String {
    lines.iter().map(usize::to_string).collect::<Vec<_>>().join(by)
}

/// `1 AND 2 NOT 3 (ranked by 4, 5)`, `1 OR 2`.
fn together(all: &[usize], any: &[usize], none: &[usize]) -> String {
    let mut text = match (all, any) {
        ([], []) => "nothing".to_owned(),
        ([], any) => joined(any, " OR "),
        (all, _) => joined(all, " AND "),
    };
    if !none.is_empty() {
        let bracket = all.is_empty() && any.len() > 1;
        text = if bracket { format!("({text})") } else { text };
        text += &format!(" NOT {}", joined(none, " NOT "));
    }
    if !all.is_empty() && !any.is_empty() {
        text += &format!(" (ranked by {} too)", joined(any, ", "));
    }
    text
}

/// A limit as it was written, and as it was read where that is otherwise.
pub(super) fn limit(label: &str, read: &str) -> String {
    let bare = |text: &str| text.replace('"', "").replace(": ", ":").to_lowercase();
    match bare(label) == bare(read) {
        true => label.to_owned(),
        false => format!("{label} (read as {read})"),
    }
}

/// What is said of how a query was read: warnings, what was passed over, what it was widened by,
/// what stands nowhere.
pub(super) fn said(answer: &Answer) -> Vec<String> {
    let mut said: Vec<String> =
        answer.warnings.iter().map(|w| format!("Warning: {}.", w.message)).collect();
    let passed_over = answer.reading.as_ref().map(|r| r.passed_over.as_slice()).unwrap_or_default();
    if !passed_over.is_empty() {
        let words = passed_over.join(", ");
        said.push(format!("Passed over as function words: {words} (in quotes they count)."));
    }
    said.extend(widened(&answer.expansions));
    said.extend(answer.suggestions.iter().map(|s| {
        format!("Nothing holds {}; the nearest there is: {}.", s.word, s.instead.join(", "))
    }));
    if let Some(documents) = answer.documents_with_all {
        said.push(format!("No passage holds all the words; documents that do: {documents}."));
    }
    said
}

/// The command that gives the report again, as a shell takes it.
pub(super) fn command(request: &SearchRequest) -> String {
    let mut words = vec!["pincite".to_owned(), "search".to_owned()];
    if !request.has_no_words() {
        words.push(quoted(&request.query));
    }
    for (field, values) in &request.restrictions {
        for value in values {
            words.push(format!("--{}", field.name()));
            words.push(quoted(value));
        }
    }
    match (request.after, request.before) {
        (Some(after), Some(before)) if after == before => words.push(format!("--on {after}")),
        (after, before) => {
            words.extend(after.map(|date| format!("--after {date}")));
            words.extend(before.map(|date| format!("--before {date}")));
        }
    }
    let flags = [
        (request.literal, "--literal"),
        (request.plain, "--plain"),
        (request.copies, "--copies"),
        (request.order == Order::Newest, "--sort newest"),
        (request.order == Order::Oldest, "--sort oldest"),
    ];
    words.extend(flags.iter().filter(|(is, _)| *is).map(|(_, flag)| (*flag).to_owned()));
    if request.limit < usize::MAX {
        words.push(format!("-n {}", request.limit));
    }
    words.push("--report".to_owned());
    words.join(" ")
}

/// A word for a shell, in single quotes where it needs them.
fn quoted(word: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    match !word.is_empty() && !word.starts_with('-') && word.chars().all(is_bare) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}
