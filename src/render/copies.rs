//! Near-identical documents on the screen: one line under a hit.

use std::path::Path;

use super::place::shown_path;
use super::terminal::grouped;
use crate::search::{Copies, Copy, Likeness};

/// More copies than this are only counted.
const NAMED: usize = 3;

/// `also in 2 copies: Reuters, 3 May 2021; The Hindu, 4 May 2021`; `None` where there are none.
pub fn also_in(copies: &Copies, base: &Path) -> Option<String> {
    let mut named: Vec<String> = copies.listed.iter().take(NAMED).map(|c| name(c, base)).collect();
    let more = copies.len() - named.len();
    if more > 0 {
        named.push(format!("{} more", grouped(more as u64)));
    }
    let many = match copies.len() {
        0 => return None,
        1 => "1 copy".to_owned(),
        n => format!("{} copies", grouped(n as u64)),
    };
    Some(format!("also in {many}: {}", named.join("; ")))
}

fn name(copy: &Copy, base: &Path) -> String {
    let source = copy.source.clone().unwrap_or_else(|| shown_path(&copy.path, base));
    let date = copy.issued.map_or_else(|| "n.d.".to_owned(), |date| date.words());
    let how = match copy.how {
        Likeness::Same => "",
        Likeness::Nearly => ", with changes",
        Likeness::Part => ", in part",
    };
    format!("{source}, {date}{how} [{}]", copy.id())
}
