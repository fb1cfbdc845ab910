//! Places as a person reads them: a path relative to where they stand, and lines.

use std::path::Path;

use crate::search::Hit;

/// The path relative to `base` where it lies below it, with `/`; else as it is.
pub fn shown_path(path: &Path, base: &Path) -> String {
    let below = path.strip_prefix(base).unwrap_or(path);
    below.to_string_lossy().into_owned()
}

/// `seeds/page.txt:69` or `seeds/page.txt:11–19`.
pub fn shown_place(hit: &Hit, base: &Path) -> String {
    let path = shown_path(&hit.path, base);
    match hit.locator.lines {
        (first, last) if first == last => format!("{path}:{first}"),
        (first, last) => format!("{path}:{first}–{last}"),
    }
}
