//! Near-identical documents on the screen: one line under a hit.

use std::path::Path;

use super::place::shown_path;
use super::terminal::counted;
use crate::search::{Copy, Likeness};

/// More copies than this are only counted.
const NAMED: usize = 3;

/// `also in 2 copies: Reuters, 3 May 2021; The Hindu, 4 May 2021`; `None` where there are none.
pub fn also_in(copies: &[Copy], base: &Path) -> Option<String> {
    if copies.is_empty() {
        return None;
    }
    let mut named: Vec<String> = copies.iter().take(NAMED).map(|c| name(c, base)).collect();
    if copies.len() > NAMED {
        named.push(format!("{} more", copies.len() - NAMED));
    }
    let many = match copies.len() {
        1 => "1 copy".to_owned(),
        n => counted(n as u64, "copie"),
    };
    Some(format!("also in {many}: {}", named.join("; ")))
}

fn name(copy: &Copy, base: &Path) -> String {
    let source = copy.source.clone().unwrap_or_else(|| shown_path(&copy.path, base));
    let date = copy.issued.map_or_else(|| "n.d.".to_owned(), |date| date.words());
    let how = match copy.how {
        Likeness::Same => "",
        Likeness::Nearly => ", in other words here and there",
        Likeness::Part => ", in part",
    };
    format!("{source}, {date}{how} [{}]", copy.id())
}
