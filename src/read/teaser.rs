//! Teasers: short advertisements for other works, each with its own title, date and by-line.

use super::byline::byline;
use super::head::date_line;
use super::layout::Shape;
use super::part::Part;
use crate::document::{BlockKind, Provenance, Work};

/// More words than this are no advertisement but a chapter.
const LONGEST: usize = 200;

/// Finds the teasers among `parts` behind `from`, marks their parts, and adds their works.
pub(super) fn read(parts: &mut [Part], from: usize, works: &mut Vec<Work>) {
    let mut i = from;
    while i < parts.len() {
        match teaser(parts, i).filter(|_| works.len() < usize::from(u16::MAX)) {
            Some((end, work)) => {
                let index = u16::try_from(works.len()).unwrap_or(u16::MAX);
                for part in &mut parts[i..end] {
                    part.work = index;
                    part.kind = BlockKind::Teaser;
                }
                works.push(work);
                i = end;
                // A label under a teaser ("Type: Analysis") is the teaser's.
                if let Some(label) =
                    parts.get_mut(i).filter(|p| super::furniture::is_label(p.text()))
                {
                    label.work = index;
                    label.kind = BlockKind::Notice;
                    i += 1;
                }
            }
            None => i += 1,
        }
    }
}

/// The teaser that begins at `start`: one past its last part, and its record.
fn teaser(parts: &[Part], start: usize) -> Option<(usize, Work)> {
    let title = parts.get(start).filter(|p| p.is_heading())?;
    let mut work = Work { title: Some(title.text().to_owned()), ..Work::default() };
    let mut at = start + 1;
    while let Some(part) = parts.get(at).filter(|p| p.shape == Shape::Text || p.is_heading()) {
        if let Some(date) = date_line(part.text()).filter(|_| work.issued.is_none()) {
            work.issued = Some(date);
        } else if let Some(people) = byline(part.text()).filter(|_| work.authors.is_empty()) {
            work.authors = people;
        } else {
            break;
        }
        at += 1;
    }
    if work.issued.is_none() || work.authors.is_empty() {
        return None;
    }
    let prose = |p: &&Part| {
        matches!(p.kind, BlockKind::Paragraph | BlockKind::Quote) && !super::furniture::is_notice(p)
    };
    let text =
        parts[at..].iter().take_while(prose).take_while(|p| !super::furniture::is_label(p.text()));
    let (count, words) = text.fold((0, 0), |(n, w), p| (n + 1, w + p.words()));
    work.mark(Provenance::Head);
    (count <= 3 && words <= LONGEST).then_some((at + count, work))
}
