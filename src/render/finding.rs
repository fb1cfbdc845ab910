//! A finding on the screen: the verdict, what to look at all the same, what it means, what differs,
//! and where the words stand.

use std::io::{self, Write};

use super::difference::{class_name, differences};
use super::parallel::Parallel;
use super::places::Places;
use super::sanitize::visible;
use super::terminal::{INDENT, Label, Piece, Screen, counted};
use super::verdict::{Basis, ELSEWHERE, ends_of, in_words, label, licences, sentence};
use crate::verify::{Finding, Standing, Verdict};

/// Differences that are said; side by side they are all marked.
const SAID: usize = 12;
/// Words of a quotation that are shown from its beginning and from its end.
const QUOTED: usize = 20;

impl Screen {
    /// Writes a finding. `lead` stands before its verdict: where the quotation is from.
    ///
    /// # Errors
    /// What writing gives.
    pub fn finding(
        &self,
        out: &mut dyn Write,
        lead: &str,
        finding: &Finding,
        basis: &Basis<'_>,
    ) -> io::Result<()> {
        let quotation = format!("“{}”", ends_of(&finding.quotation, QUOTED));
        let verdict = in_words(finding.verdict);
        let lead = visible(lead, false);
        let mut pieces: Vec<Piece<'_>> = vec![(verdict, label(finding.verdict))];
        if !lead.is_empty() {
            pieces.splice(0..0, [(&*lead, Label::Strong), (" ", Label::Plain)]);
        }
        let quotation = visible(&quotation, false);
        pieces.extend([(" ", Label::Plain), (&*quotation, Label::Plain)]);
        self.paragraph(out, "", INDENT, &pieces)?;
        for caution in &finding.cautions {
            self.detail(out, "caution:", Label::Doubt, &caution.to_string())?;
        }
        self.detail(out, "", Label::Plain, &sentence(finding, basis))?;
        if let Some(first) = finding.places.first() {
            self.how(out, first, finding)?;
        }
        let has_table = matches!(finding.verdict, Verdict::Altered | Verdict::Absent);
        let places = Places { finding, base: basis.base, has_table };
        places.write(self, out, &finding.places)?;
        if !finding.elsewhere.is_empty() && !finding.places.is_empty() {
            writeln!(out)?;
            self.detail(out, "", Label::Strong, ELSEWHERE)?;
        }
        places.write(self, out, &finding.elsewhere)?;
        if let Some(nearest) = &finding.nearest {
            self.how(out, nearest, finding)?;
            places.write(self, out, std::slice::from_ref(nearest))?;
        }
        Ok(())
    }

    /// Writes how a quotation lies in a place: folds, declared edits, differences, side by side.
    fn how(&self, out: &mut dyn Write, standing: &Standing, finding: &Finding) -> io::Result<()> {
        self.licences(out, standing, &finding.quotation)?;
        let differences = differences(standing, &finding.quotation);
        for difference in differences.iter().take(SAID) {
            let head = format!("{}:", class_name(difference.class));
            self.detail(out, &head, Label::Warning, &difference.sentence)?;
        }
        if differences.len() > SAID {
            let more = counted((differences.len() - SAID) as u64, "further difference");
            self.detail(out, "", Label::Faint, &format!("and {more}"))?;
        }
        if !differences.is_empty()
            && let Some(parallel) = Parallel::of(&finding.quotation, standing)
        {
            writeln!(out)?;
            self.parallel(out, &parallel)?;
        }
        Ok(())
    }

    /// Writes what does not count against a quotation: folds, and edits that it declares.
    pub(super) fn licences(
        &self,
        out: &mut dyn Write,
        standing: &Standing,
        quotation: &str,
    ) -> io::Result<()> {
        for text in licences(standing, quotation) {
            self.detail(out, "", Label::Faint, &text)?;
        }
        Ok(())
    }

    fn detail(&self, out: &mut dyn Write, head: &str, label: Label, text: &str) -> io::Result<()> {
        let text = visible(text, false);
        let of_text = if head.is_empty() { label } else { Label::Plain };
        let indent = if head.is_empty() { INDENT } else { "      " };
        self.paragraph(out, INDENT, indent, &[(head, label), (" ", Label::Plain), (&text, of_text)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    use crate::render::sample;
    use crate::search::State;
    use crate::verify::{Caution, VerifyRequest};

    fn shown(finding: &Finding, asked: &VerifyRequest) -> String {
        let state = State::default();
        let basis = Basis { state: &state, rules: "r1", asked, base: Path::new("/papers") };
        let mut out = Vec::new();
        let screen = Screen { width: 80, colour: false, links: false };
        screen.finding(&mut out, "", finding, &basis).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn cautions_come_before_everything_but_the_verdict() {
        let words = "and under no condition".to_owned();
        let cautions = vec![Caution::NegationLeftOut { words }];
        let finding = Finding { cautions, ..sample::edited() };
        let shown = shown(&finding, &VerifyRequest::default());
        let lines: Vec<&str> = shown.lines().map(str::trim).collect();
        assert_eq!(lines[0], "edited “He may … leave the house.”");
        assert!(lines[1].starts_with("caution: the words left out hold a negation"), "{shown}");
        assert!(shown.contains("radar.txt:7–8 · ¶2"), "{shown}");
    }

    #[test]
    fn what_stands_only_elsewhere_is_said_plainly() {
        let elsewhere = sample::finding(Verdict::Verbatim).places;
        let finding = Finding { elsewhere, ..sample::finding(Verdict::Absent) };
        let asked = VerifyRequest { sources: vec!["USIP".to_owned()], ..VerifyRequest::default() };
        let shown = shown(&finding, &asked);
        let said = "It stands, but not in what you asked for (source USIP).\n\n    On Radar\n";
        assert!(shown.contains(said), "{shown}");
        assert!(!shown.contains("false"));
    }
}
