//! Style sheets of anybody's: they are carried out or refused, and nothing worse.

use std::sync::LazyLock;
use std::time::Instant;

use pincite::cite::style::StyleError;
use pincite::cite::{Reference, Style};
use proptest::prelude::*;

use crate::cite::works::works;

/// Choices drawn from a list of numbers; when it is used up, always the first.
struct Draw<'a> {
    numbers: &'a [u8],
    macros: usize,
    /// Whether values may be wrong.
    is_wrong: bool,
}

impl Draw<'_> {
    fn below(&mut self, n: usize) -> usize {
        let Some((first, rest)) = self.numbers.split_first() else { return 0 };
        self.numbers = rest;
        usize::from(*first) % n
    }

    fn of<'t>(&mut self, among: &[&'t str]) -> &'t str {
        among[self.below(among.len())]
    }

    fn is_drawn(&mut self) -> bool {
        self.below(2) == 1
    }

    /// An attribute with one of these values, or with a wrong one, or none.
    fn maybe(&mut self, name: &str, among: &[&str]) -> String {
        match self.below(8) {
            1..=4 => format!(" {name}=\"{}\"", self.of(among)),
            5 if self.is_wrong => {
                format!(" {name}=\"{}\"", self.of(&["", "no", "-1", "999999999999", "title"]))
            }
            _ => String::new(),
        }
    }

    fn list(&mut self, among: &[&str]) -> String {
        let count = 1 + self.below(3);
        (0..count).map(|_| self.of(among)).collect::<Vec<_>>().join(" ")
    }
}

const TEXTS: &[&str] = &[
    " ",
    "",
    ".",
    ", ",
    "“",
    "”",
    "(",
    ")",
    "[",
    "?",
    "!",
    ". ",
    "; ",
    "&lt;i&gt;",
    "&quot;",
    "'",
    "\u{2060}",
    "\u{10FFFD}",
    "\u{F0041}",
    "\u{202E}",
    "中",
    "é",
    "x.y.",
    "a, b",
    "*",
    "&#10;",
    "1–2",
];
const VARIABLES: &[&str] = &[
    "title",
    "container-title",
    "publisher",
    "publisher-place",
    "URL",
    "DOI",
    "ISBN",
    "genre",
    "abstract",
    "note",
    "archive",
    "authority",
    "citation-label",
    "year-suffix",
    "title-short",
    "citation-key",
    "number",
    "volume",
    "issue",
    "edition",
    "page",
    "page-first",
    "locator",
    "citation-number",
    "first-reference-note-number",
    "number-of-pages",
    "chapter-number",
    "event",
    "collection-title",
    "container-title-short",
    "language",
    "version",
];
const NUMBERS: &[&str] = &[
    "number",
    "volume",
    "issue",
    "edition",
    "page",
    "page-first",
    "locator",
    "citation-number",
    "first-reference-note-number",
    "number-of-volumes",
    "collection-number",
    "section",
];
const NAMES: &[&str] = &[
    "author",
    "editor",
    "translator",
    "editortranslator",
    "container-author",
    "director",
    "author editor",
];
const DATES: &[&str] = &["issued", "accessed", "original-date", "event-date", "submitted"];
const TERMS: &[&str] = &[
    "and",
    "et-al",
    "in",
    "page",
    "accessed",
    "no date",
    "editor",
    "ordinal",
    "ordinal-01",
    "month-01",
    "volume",
    "open-quote",
    "close-quote",
    "season-01",
    "ad",
    "bc",
    "page-range-delimiter",
    "long-ordinal-01",
    "ibid",
];
const FORMS: &[&str] = &["long", "short", "verb", "verb-short", "symbol"];
const CASES: &[&str] =
    &["title", "sentence", "uppercase", "lowercase", "capitalize-first", "capitalize-all"];
const TYPES: &[&str] =
    &["book", "report", "webpage", "chapter", "article-journal", "legislation", "document"];

fn set(draw: &mut Draw<'_>) -> String {
    let mut out = draw.maybe("prefix", TEXTS);
    out += &draw.maybe("suffix", TEXTS);
    out += &draw.maybe("font-style", &["italic", "normal"]);
    out += &draw.maybe("vertical-align", &["sup", "sub", "baseline"]);
    out + &draw.maybe("display", &["block", "left-margin", "right-inline", "indent"])
}

fn cased(draw: &mut Draw<'_>) -> String {
    let mut out = set(draw);
    out += &draw.maybe("text-case", CASES);
    out += &draw.maybe("quotes", &["true", "false"]);
    out + &draw.maybe("strip-periods", &["true", "false"])
}

fn text(draw: &mut Draw<'_>) -> String {
    let target = match draw.below(6) {
        0..=2 => {
            format!("variable=\"{}\"{}", draw.of(VARIABLES), draw.maybe("form", &["long", "short"]))
        }
        3 if draw.macros > 0 => {
            let below = draw.macros;
            format!("macro=\"m{}\"", draw.below(below))
        }
        4 => format!("term=\"{}\"{}", draw.of(TERMS), draw.maybe("form", FORMS)),
        _ => format!("value=\"{}\"", draw.of(TEXTS)),
    };
    format!("<text {target}{}/>", cased(draw))
}

fn date(draw: &mut Draw<'_>) -> String {
    let form = draw.maybe("form", &["text", "numeric"]);
    let parts = draw.maybe("date-parts", &["year", "year-month", "year-month-day"]);
    format!(
        "<date variable=\"{}\"{form}{parts}{}{}>{}</date>",
        draw.of(DATES),
        draw.maybe("delimiter", TEXTS),
        set(draw),
        date_parts(draw)
    )
}

fn date_parts(draw: &mut Draw<'_>) -> String {
    let count = draw.below(4);
    (0..count)
        .map(|_| {
            let name = draw.of(&["year", "month", "day"]);
            let forms = ["numeric", "short", "long", "ordinal", "numeric-leading-zeros"];
            format!(
                "<date-part name=\"{name}\"{}{}{}/>",
                draw.maybe("form", &forms),
                draw.maybe("range-delimiter", TEXTS),
                draw.maybe("strip-periods", &["true"])
            )
        })
        .collect()
}

fn name_options(draw: &mut Draw<'_>) -> String {
    let few = ["0", "1", "2", "3"];
    let mut out = draw.maybe("et-al-min", &few);
    for name in ["et-al-use-first", "et-al-subsequent-min", "et-al-subsequent-use-first"] {
        out += &draw.maybe(name, &few);
    }
    out += &draw.maybe("et-al-use-last", &["true"]);
    out += &draw.maybe("and", &["text", "symbol"]);
    out += &draw.maybe("initialize", &["true", "false"]);
    out += &draw.maybe("initialize-with", TEXTS);
    out += &draw.maybe("name-as-sort-order", &["first", "all"]);
    let precedes = ["contextual", "always", "never", "after-inverted-name"];
    out += &draw.maybe("delimiter-precedes-last", &precedes);
    out += &draw.maybe("delimiter-precedes-et-al", &precedes);
    out + &draw.maybe("sort-separator", TEXTS)
}

fn names(draw: &mut Draw<'_>, depth: usize) -> String {
    let mut children = String::new();
    if draw.is_drawn() {
        let parts =
            ["<name-part name=\"family\" text-case=\"uppercase\"/>", "<name-part name=\"given\"/>"];
        children += &format!(
            "<name{}{}{}{}>{}</name>",
            name_options(draw),
            draw.maybe("form", &["long", "short", "count"]),
            draw.maybe("delimiter", TEXTS),
            set(draw),
            draw.of(&parts)
        );
    }
    children += draw.of(&["", "<et-al/>", "<et-al term=\"and others\"/>"]);
    if draw.is_drawn() {
        children += &format!("<label{}{}/>", draw.maybe("form", FORMS), cased(draw));
    }
    if draw.is_wrong {
        children += "<institution/>";
    }
    if draw.is_drawn() {
        children += &format!("<substitute>{}</substitute>", elements(draw, depth));
    }
    format!(
        "<names variable=\"{}\"{}{}>{children}</names>",
        draw.of(NAMES),
        draw.maybe("delimiter", TEXTS),
        set(draw)
    )
}

fn test(draw: &mut Draw<'_>) -> String {
    let test = match draw.below(7) {
        0 => format!("type=\"{}\"", draw.list(TYPES)),
        1 => format!("variable=\"{}\"", draw.list(VARIABLES)),
        2 => format!("is-numeric=\"{}\"", draw.list(VARIABLES)),
        3 => format!("locator=\"{}\"", draw.list(&["page", "paragraph", "section", "line"])),
        4 => format!(
            "position=\"{}\"",
            draw.list(&["first", "subsequent", "ibid", "ibid-with-locator", "near-note"])
        ),
        5 => format!("is-uncertain-date=\"{}\"", draw.list(DATES)),
        _ => "disambiguate=\"true\"".to_owned(),
    };
    test + &draw.maybe("match", &["any", "all", "none"])
}

fn choose(draw: &mut Draw<'_>, depth: usize) -> String {
    let mut out = format!("<if {}>{}</if>", test(draw), elements(draw, depth));
    if draw.is_drawn() {
        out += &format!("<else-if {}>{}</else-if>", test(draw), elements(draw, depth));
    }
    if draw.is_drawn() {
        out += &format!("<else>{}</else>", elements(draw, depth));
    }
    format!("<choose>{out}</choose>")
}

fn element(draw: &mut Draw<'_>, depth: usize) -> String {
    match draw.below(if depth == 0 { 7 } else { 10 }) {
        0..=3 => text(draw),
        4 => date(draw),
        5 => {
            let form = draw.maybe("form", &["numeric", "ordinal", "roman", "long-ordinal"]);
            format!("<number variable=\"{}\"{form}{}/>", draw.of(NUMBERS), set(draw))
        }
        6 => {
            let plural = draw.maybe("plural", &["contextual", "always", "never"]);
            format!(
                "<label variable=\"{}\"{plural}{}{}/>",
                draw.of(NUMBERS),
                draw.maybe("form", FORMS),
                cased(draw)
            )
        }
        7 => names(draw, depth - 1),
        8 => choose(draw, depth - 1),
        _ => format!(
            "<group{}{}>{}</group>",
            draw.maybe("delimiter", TEXTS),
            set(draw),
            elements(draw, depth - 1)
        ),
    }
}

fn elements(draw: &mut Draw<'_>, depth: usize) -> String {
    let count = 1 + draw.below(3);
    (0..count).map(|_| element(draw, depth)).collect()
}

fn sort(draw: &mut Draw<'_>) -> String {
    let count = draw.below(3);
    let keys: String = (0..count)
        .map(|_| {
            let direction = draw.maybe("sort", &["ascending", "descending"]);
            match draw.is_drawn() && draw.macros > 0 {
                true => format!(
                    "<key macro=\"m0\"{direction}{}/>",
                    draw.maybe("names-min", &["0", "1"])
                ),
                false => {
                    let variables = [
                        "author",
                        "issued",
                        "title",
                        "citation-number",
                        "volume",
                        "page",
                        "locator",
                    ];
                    format!("<key variable=\"{}\"{direction}/>", draw.of(&variables))
                }
            }
        })
        .collect();
    if keys.is_empty() { keys } else { format!("<sort>{keys}</sort>") }
}

fn locale(draw: &mut Draw<'_>) -> String {
    let count = 1 + draw.below(3);
    let terms: String = (0..count)
        .map(|_| {
            let name = draw.of(TERMS);
            match draw.is_drawn() {
                true => format!(
                    "<term name=\"{name}\"{}><single>{}</single><multiple>{}</multiple></term>",
                    draw.maybe("form", FORMS),
                    draw.of(TEXTS),
                    draw.of(TEXTS)
                ),
                false => format!(
                    "<term name=\"{name}\"{}>{}</term>",
                    draw.maybe("gender", &["masculine", "feminine"]),
                    draw.of(TEXTS)
                ),
            }
        })
        .collect();
    let date = match draw.is_drawn() {
        true => format!(
            "<date form=\"text\"{}>{}</date>",
            draw.maybe("delimiter", TEXTS),
            date_parts(draw)
        ),
        false => String::new(),
    };
    let options = draw.of(&[
        "",
        "<style-options punctuation-in-quote=\"true\" limit-day-ordinals-to-day-1=\"true\"/>",
    ]);
    format!(
        "<locale{}>{options}{date}<terms>{terms}</terms></locale>",
        draw.maybe("xml:lang", &["en", "de-AT", "zh"])
    )
}

/// A style sheet, nearly always a right one.
fn sheet(numbers: &[u8]) -> String {
    let mut draw = Draw { numbers, macros: 0, is_wrong: false };
    draw.is_wrong = draw.below(9) == 8;
    let class = draw.of(&["note", "in-text"]);
    let mut head = name_options(&mut draw);
    head += &draw.maybe("default-locale", &["en-US", "en-GB", "de-DE", "fr", "zh-CN", "xx", "ar"]);
    head += &draw.maybe(
        "page-range-format",
        &["expanded", "minimal", "minimal-two", "chicago", "chicago-15"],
    );
    head +=
        &draw.maybe("demote-non-dropping-particle", &["never", "sort-only", "display-and-sort"]);
    head += &draw.maybe("initialize-with-hyphen", &["true", "false"]);
    let locale = if draw.is_drawn() { locale(&mut draw) } else { String::new() };
    let mut macros = String::new();
    for number in 0..draw.below(4) {
        macros += &format!("<macro name=\"m{number}\">{}</macro>", elements(&mut draw, 2));
        draw.macros = number + 1;
    }
    let mut options =
        draw.maybe("collapse", &["citation-number", "year", "year-suffix", "year-suffix-ranged"]);
    for name in
        ["disambiguate-add-names", "disambiguate-add-givenname", "disambiguate-add-year-suffix"]
    {
        options += &draw.maybe(name, &["true"]);
    }
    let rules = ["all-names", "primary-name", "by-cite", "primary-name-with-initials"];
    options += &draw.maybe("givenname-disambiguation-rule", &rules);
    options += &draw.maybe("cite-group-delimiter", TEXTS);
    options += &draw.maybe("near-note-distance", &["0", "5"]);
    let citation = format!(
        "<citation{options}>{}<layout{}{}>{}</layout></citation>",
        sort(&mut draw),
        set(&mut draw),
        draw.maybe("delimiter", TEXTS),
        elements(&mut draw, 3)
    );
    let bibliography = match draw.below(4) {
        0 => String::new(),
        _ => {
            let mut options = draw.maybe("second-field-align", &["flush", "margin"]);
            options += &draw.maybe("subsequent-author-substitute", TEXTS);
            let rules = ["complete-all", "complete-each", "partial-each", "partial-first"];
            options += &draw.maybe("subsequent-author-substitute-rule", &rules);
            options += &draw.maybe("hanging-indent", &["true"]);
            options += &draw.maybe("line-spacing", &["1", "2"]);
            format!(
                "<bibliography{options}>{}<layout{}>{}</layout></bibliography>",
                sort(&mut draw),
                set(&mut draw),
                elements(&mut draw, 3)
            )
        }
    };
    format!(
        "<style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\" class=\"{class}\"{head}>\
        <info><title>T</title><id>t</id><updated>2024-01-01T00:00:00+00:00</updated></info>\
        {locale}{macros}{citation}{bibliography}</style>"
    )
}

/// The sheet with some of its tags lost, doubled, or exchanged.
fn spoiled(sheet: &str, faults: &[(u16, u8)]) -> String {
    let mut tags: Vec<&str> = sheet.split_inclusive('>').collect();
    for (at, fault) in faults {
        let at = usize::from(*at) % tags.len();
        match fault % 4 {
            0 if tags.len() > 1 => _ = tags.remove(at),
            1 => tags.insert(at, tags[at]),
            2 => {
                tags.swap(at, usize::from(*fault) % sheet.split_inclusive('>').count().min(at + 1))
            }
            _ => tags.truncate(at.max(1)),
        }
    }
    tags.concat()
}

fn references() -> &'static [Reference] {
    static WORKS: LazyLock<Vec<Reference>> =
        LazyLock::new(|| works().into_iter().map(|(_, reference)| reference).collect());
    &WORKS
}

/// Reads the sheet and cites the works with it, which takes a bounded time.
fn carried_out(sheet: &str) -> Result<(), TestCaseError> {
    let began = Instant::now();
    match Style::parse(sheet).and_then(|style| style.cite(references())) {
        Ok(made) => prop_assert_eq!(made.notes.len(), references().len()),
        Err(StyleError::Failed | StyleError::Unusable(_)) => {}
        Err(StyleError::Unknown { .. }) => prop_assert!(false, "no style is asked for by its name"),
    }
    prop_assert!(began.elapsed().as_secs() < 20, "{:?}: {}", began.elapsed(), sheet);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_sheet_is_carried_out_or_refused(numbers in prop::collection::vec(any::<u8>(), 0..600)) {
        let sheet = sheet(&numbers);
        carried_out(&sheet)?;
    }

    #[test]
    fn a_spoiled_sheet_is_carried_out_or_refused(
        numbers in prop::collection::vec(any::<u8>(), 0..400),
        faults in prop::collection::vec((any::<u16>(), any::<u8>()), 1..4),
    ) {
        let sheet = spoiled(&sheet(&numbers), &faults);
        carried_out(&sheet)?;
    }
}
