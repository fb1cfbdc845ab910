//! In words, where a score came from and how a query was read.

use std::io::{self, Write};

use super::sanitize::visible;
use super::terminal::{Label, Screen, counted};
use crate::search::{Explanation, Hit, LookedFor, Points, Reading};

const INDENT: &str = "    ";
const FURTHER: &str = "      ";

impl Screen {
    /// Writes where the points of a hit came from, a line for each thing that brought some.
    ///
    /// # Errors
    /// What writing gives.
    pub fn explanation(&self, out: &mut dyn Write, hit: &Hit) -> io::Result<()> {
        let Some(explanation) = &hit.explanation else { return Ok(()) };
        self.faint(out, INDENT, &total(explanation, hit))?;
        for points in explanation.parts.iter().filter(|p| p.sum() > 0.0) {
            self.faint(out, FURTHER, &in_words(points))?;
        }
        Ok(())
    }

    /// Writes how a query was read: its parts, every form that counts, and how common each is.
    ///
    /// # Errors
    /// What writing gives.
    pub fn reading(&self, out: &mut dyn Write, reading: &Reading) -> io::Result<()> {
        self.faint(out, "", &format!("Read as: {}", reading.query))?;
        for looked_for in &reading.looked_for {
            self.faint(out, "  ", &forms(looked_for))?;
        }
        if !reading.passed_over.is_empty() {
            let words = reading.passed_over.join(", ");
            let line = format!("Passed over as function words: {words} (in quotes they count).");
            self.faint(out, "", &line)?;
        }
        Ok(())
    }

    fn faint(&self, out: &mut dyn Write, first: &str, line: &str) -> io::Result<()> {
        let indent = format!("{first}  ");
        self.paragraph(out, first, &indent, &[(&visible(line, false), Label::Faint)])
    }
}

fn total(explanation: &Explanation, hit: &Hit) -> String {
    let held = explanation.parts.iter().filter(|points| points.times > 0).count();
    let mut line = format!("{:.2} points", hit.score);
    if held > 0 && held < explanation.parts.len() {
        let all = explanation.parts.len();
        line.push_str(&format!(" (what stands here counts {held}/{all}: the rest is missing)"));
    }
    if explanation.standing < 1.0 {
        let share = (explanation.standing * 100.0).round();
        line.push_str(&format!(" (a {} keeps {share} % of its points)", hit.kind.name()));
    }
    line
}

/// `bridge 2.31: here twice 0.90, 3 times in the document 1.21, in the title 0.20`.
fn in_words(points: &Points) -> String {
    let here = format!("here {}", times(points.times));
    let there = format!("{} in the document", times(points.times_in_document));
    let sources = [
        (here.as_str(), points.passage),
        (there.as_str(), points.document),
        ("in the headings", points.section),
        ("in the title", points.title),
    ];
    let sources = sources.iter().filter(|(_, points)| *points > 0.0);
    let sources: Vec<String> = sources.map(|(what, n)| format!("{what} {n:.2}")).collect();
    format!("{} {:.2}: {}", points.label, points.sum(), sources.join(", "))
}

fn times(n: u32) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}

/// Forms shown of one thing; a beginning may have a thousand.
const MOST_FORMS: usize = 12;

fn forms(looked_for: &LookedFor) -> String {
    let shown = looked_for.forms.iter().take(MOST_FORMS);
    let mut forms: Vec<String> = shown.map(|(form, why)| format!("{form} ({why})")).collect();
    if looked_for.forms.len() > MOST_FORMS {
        forms.push(format!("{} more", looked_for.forms.len() - MOST_FORMS));
    }
    if forms.is_empty() {
        forms.push("no word of the index".to_owned());
    }
    format!(
        "{}: {} · {} of {}",
        looked_for.label,
        forms.join(", "),
        counted(looked_for.passages, "passage"),
        counted(looked_for.documents, "document")
    )
}
