//! The places of a finding on the screen: one head for those of a work, and a line for each further
//! one.

use std::io::{self, Write};
use std::path::Path;

use super::place::shown_place;
use super::sanitize::visible;
use super::terminal::{INDENT, Label, Screen, WIDEST, counted, grouped};
use super::verdict::{citation, in_place, licences, quoting};
use crate::search::Hit;
use crate::text::Span;
use crate::text::sentence::sentences;
use crate::verify::{Finding, Standing};

/// Works that are shown whole, and works that are named at all.
const WHOLE: usize = 3;
const NAMED: usize = 20;
/// Further places of a work that are named.
const FURTHER: usize = 6;
/// Pieces of a quotation whose surroundings are shown.
const PIECES: usize = 4;

/// How the places of a finding are written.
pub struct Places<'a> {
    /// What was found.
    pub finding: &'a Finding,
    /// The folder that places are shown relative to.
    pub base: &'a Path,
    /// Whether the first place stands in a table above.
    pub has_table: bool,
}

impl Places<'_> {
    /// Writes the first works whole, the next in a line each, and how many places more there are.
    ///
    /// # Errors
    /// What writing gives.
    pub fn write(
        &self,
        screen: &Screen,
        out: &mut dyn Write,
        places: &[Standing],
    ) -> io::Result<()> {
        let works = by_work(places);
        for (i, of_work) in works.iter().enumerate().take(NAMED) {
            let [first, further @ ..] = of_work.as_slice() else { continue };
            let number = if works.len() > 1 { i + 1 } else { 0 };
            if i < WHOLE {
                writeln!(out)?;
                self.whole(screen, out, first, number)?;
            } else {
                if i == WHOLE {
                    writeln!(out)?;
                }
                let line = format!("{} · {}", shown_place(&first.hit, self.base), citation(first));
                let number = format!("{number:>2}  ");
                screen.paragraph(
                    out,
                    &number,
                    INDENT,
                    &[(&visible(&line, false), Label::Plain)],
                )?;
            }
            self.further(screen, out, further)?;
        }
        let more: usize = works.iter().skip(NAMED).map(Vec::len).sum();
        if more > 0 {
            let least = if self.finding.has_more_places() { "at least " } else { "" };
            let more = grouped(more as u64);
            let more = format!("and {least}{more} more; --format json gives all");
            screen.paragraph(out, INDENT, INDENT, &[(&more, Label::Faint)])?;
        }
        Ok(())
    }

    fn whole(
        &self,
        screen: &Screen,
        out: &mut dyn Write,
        standing: &Standing,
        number: usize,
    ) -> io::Result<()> {
        let quotation = &self.finding.quotation;
        let mut hit = standing.hit.clone();
        hit.rank = number;
        screen.head(out, &hit, self.base)?;
        let shown = self.finding.places.first().or(self.finding.nearest.as_ref());
        let is_shown = shown.is_some_and(|shown| std::ptr::eq(shown, standing));
        if !(self.has_table && is_shown && is_whole_sentences(standing)) {
            surroundings(screen, out, standing)?;
        }
        let known = shown.map(|shown| licences(shown, quotation));
        if known.is_none_or(|known| known != licences(standing, quotation)) {
            screen.licences(out, standing, quotation)?;
        }
        let cited = citation(standing);
        let cited = visible(&cited, false);
        let id = format!("[{}]", hit.id());
        let pieces = [(&*cited, Label::Name), (" ", Label::Plain), (&*id, Label::Faint)];
        screen.paragraph(out, INDENT, INDENT, &pieces)
    }

    /// Writes the further places of a work, a line each; equal ones once.
    fn further(
        &self,
        screen: &Screen,
        out: &mut dyn Write,
        further: &[&Standing],
    ) -> io::Result<()> {
        let mut lines: Vec<(String, u64)> = Vec::new();
        for standing in further {
            let line = self.line(standing);
            match lines.last_mut().filter(|(known, _)| *known == line) {
                Some((_, times)) => *times += 1,
                None => lines.push((line, 1)),
            }
        }
        for (line, times) in lines.iter().take(FURTHER) {
            let times = if *times > 1 { format!(" ({times} times)") } else { String::new() };
            let line = format!("also {line}{times}");
            screen.paragraph(out, INDENT, "      ", &[(&visible(&line, false), Label::Plain)])?;
        }
        let more: u64 = lines.iter().skip(FURTHER).map(|(_, times)| times).sum();
        if more > 0 {
            let more = format!("and {} more there; --format json gives all", grouped(more));
            screen.paragraph(out, INDENT, INDENT, &[(&more, Label::Faint)])?;
        }
        Ok(())
    }

    /// `seeds/page.txt:53 · ¶9, quoting Admiral Prakash [eue6r2tknb.13]`.
    fn line(&self, standing: &Standing) -> String {
        let hit = &standing.hit;
        let page = hit.locator.page.as_ref().map(|page| format!(" · p. {page}"));
        let paragraph = hit.locator.paragraphs().map(|n| format!(" · ¶{n}"));
        let (page, paragraph) = (page.unwrap_or_default(), paragraph.unwrap_or_default());
        let place = shown_place(hit, self.base);
        format!("{place}{page}{paragraph}{} [{}]", quoting(standing), hit.id())
    }
}

/// Places by the work they stand in, in the order of the first of each.
fn by_work(places: &[Standing]) -> Vec<Vec<&Standing>> {
    let mut works: Vec<Vec<&Standing>> = Vec::new();
    let mut known = std::collections::HashMap::new();
    for standing in places {
        let hit = &standing.hit;
        let n = *known.entry((hit.document, &hit.work.title)).or_insert(works.len());
        match works.get_mut(n) {
            Some(work) => work.push(standing),
            None => works.push(vec![standing]),
        }
    }
    works
}

/// Writes what stands round a quotation: round each of its pieces, if they stand far apart.
fn surroundings(screen: &Screen, out: &mut dyn Write, standing: &Standing) -> io::Result<()> {
    let text = &standing.hit.text;
    let given = &standing.hit.highlights;
    // As much as is surely shown at once.
    let room = 3 * (screen.width.clamp(20, WIDEST) - INDENT.len());
    let length = given.first().zip(given.last()).map_or(0, |(first, last)| {
        first.join(*last).slice(text).map_or(0, |stretch| stretch.chars().count())
    });
    let sentences = sentences(text);
    let mut show = |pieces: &[Span]| {
        // A hit is shown by its sentences: what runs over several is lit in each.
        let highlights = pieces.iter().flat_map(|piece| in_each(text, &sentences, *piece));
        let hit = Hit { highlights: highlights.collect(), ..standing.hit.clone() };
        screen.text(out, &hit, false)
    };
    if given.len() < 2 || length <= room {
        return show(given);
    }
    given.iter().take(PIECES).try_for_each(|piece| show(std::slice::from_ref(piece)))?;
    if given.len() > PIECES {
        let more = counted((given.len() - PIECES) as u64, "more piece");
        let more = format!("… and {more}; --format json has all");
        screen.paragraph(out, INDENT, INDENT, &[(&more, Label::Faint)])?;
    }
    Ok(())
}

/// The parts of a stretch that lie in a sentence each, without white space at their ends.
fn in_each(text: &str, sentences: &[Span], piece: Span) -> Vec<Span> {
    let part = |sentence: &Span| {
        let (start, end) = (sentence.start.max(piece.start), sentence.end.min(piece.end));
        let slice = text.get(start as usize..end as usize)?;
        let from = start as usize + slice.len() - slice.trim_start().len();
        (!slice.trim().is_empty()).then(|| Span::new(from, from + slice.trim().len()))
    };
    sentences.iter().filter_map(part).collect()
}

/// Whether a quotation is laid on whole sentences, so that a table of it shows them.
fn is_whole_sentences(standing: &Standing) -> bool {
    let text = &standing.hit.text;
    let Some(span) = in_place(standing.alignment.source, standing) else { return true };
    let is_end = |text: Option<&str>| !text.unwrap_or_default().contains(char::is_alphanumeric);
    let whole = sentences(text).into_iter().filter(|s| s.start < span.end && span.start < s.end);
    whole.reduce(|a, b| a.join(b)).is_none_or(|whole| {
        is_end(text.get(whole.start as usize..span.start as usize))
            && is_end(text.get(span.end as usize..whole.end as usize))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocumentId;
    use crate::render::sample::{self, Stretch::*};
    use crate::verify::{Class, Declared, Verdict, What};

    fn shown(finding: &Finding, has_table: bool) -> String {
        let mut out = Vec::new();
        let screen = Screen { width: 80, colour: false, links: false };
        let places = Places { finding, base: Path::new("/papers"), has_table };
        places.write(&screen, &mut out, &finding.places).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn in_documents(many: u8) -> Finding {
        let mut finding = sample::finding(Verdict::Verbatim);
        let place = finding.places.remove(0);
        finding.places = (0..many).map(|_| place.clone()).collect();
        for (place, n) in finding.places.iter_mut().zip(0..) {
            place.hit.document = DocumentId::of(&[n]);
        }
        finding
    }

    #[test]
    fn places_of_a_work_share_a_head() {
        let mut finding = in_documents(1);
        for line in [8, 8, 12] {
            let mut place = finding.places[0].clone();
            place.hit.locator.lines = (line, line);
            finding.places.push(place);
        }
        let shown = shown(&finding, false);
        assert_eq!(shown.matches("On Radar\n").count(), 1, "{shown}");
        assert_eq!(shown.matches("    also radar.txt:8 · ¶2 [").count(), 1, "{shown}");
        assert!(shown.contains("] (2 times)\n    also radar.txt:12 · ¶2 ["), "{shown}");
    }

    #[test]
    fn many_works_are_named_and_then_counted() {
        let shown = shown(&in_documents(25), false);
        assert!(shown.starts_with("\n 1  On Radar\n"), "{shown}");
        assert!(
            shown.contains("\n\n 4  radar.txt:7–8 · “On Radar,” n.d., para. 2.\n 5  "),
            "{shown}"
        );
        assert!(shown.ends_with("    and 5 more; --format json gives all\n"), "{shown}");
    }

    #[test]
    fn a_table_of_whole_sentences_is_enough() {
        let of = |behind: &'static str| {
            let (quotation, mut place) = sample::standing(&[
                Same("They "),
                Edit("will", "may", What::Difference(Class::Modal)),
                Same(" go."),
            ]);
            place.hit.text.truncate(place.hit.text.len() - 1);
            place.hit.text.push_str(behind);
            place.alignment.source.end -= 1;
            let places = vec![place];
            Finding { quotation, places, ..sample::finding(Verdict::Altered) }
        };
        assert!(!shown(&of("."), true).contains("They may go"));
        assert!(shown(&of(" home."), true).contains("They may go home."));
    }

    #[test]
    fn pieces_far_apart_are_shown_each() {
        const GAP: &str = "and all the while somebody who had been asked for something else went \
            on and on about the price of grain, and of bread, and of beer, and of all that is \
            made of grain, until nobody in the room remembered what had been asked, or why, and \
            by whom, and the chair at last closed the debate on grain for good and opened the \
            windows, since the air was no longer what it had been when they began in the morning.";
        let gap = What::Declared(Declared::Ellipsis);
        let (quotation, mut place) = sample::standing(&[
            Same("He rose "),
            Edit("…", GAP, gap),
            Same(" And left the house."),
        ]);
        let end = place.hit.text.len();
        let second = end - " And left the house.".len();
        place.hit.highlights = vec![Span::new(8, 16), Span::new(second, end)];
        let finding =
            Finding { quotation, places: vec![place], ..sample::finding(Verdict::Edited) };
        let shown = shown(&finding, false);
        assert!(shown.contains("He rose and all the while"), "{shown}");
        assert!(shown.contains("And left the house."), "{shown}");
    }
}
