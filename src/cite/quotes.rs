//! Quotation marks about a title: what they do to those inside, and to the stop that follows.

/// The text as it stands inside double quotes: its own double quotes single, and single ones
/// inside those double again. As many characters as before. Where a low mark opens („…“) they are not
/// those of English, and stand as they are.
pub fn nested(text: &str) -> String {
    if text.contains('„') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let (mut in_double, mut in_single) = (false, false);
    let mut before: Option<char> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let opens = before.is_none_or(|b| b.is_whitespace() || "([—–-/".contains(b));
        let ends_word = chars.peek().is_none_or(|next| !next.is_alphanumeric());
        out.push(match c {
            '“' => {
                in_double = true;
                '‘'
            }
            '”' => {
                in_double = false;
                '’'
            }
            '"' => {
                in_double = opens;
                if opens { '‘' } else { '’' }
            }
            '‘' if in_double => {
                in_single = true;
                '“'
            }
            '’' if in_single && ends_word => {
                in_single = false;
                '”'
            }
            _ => c,
        });
        before = Some(c);
    }
    out
}

/// The text as it stands inside the single quotes of British English: its own single quotes double.
/// As many characters as before.
pub fn turned(text: &str) -> String {
    let mut is_open = false;
    let mut before: Option<char> = None;
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let opens = before.is_none_or(|b| b.is_whitespace() || "([—–-/".contains(b));
        let ends_word = chars.peek().is_none_or(|next| !next.is_alphanumeric());
        out.push(match c {
            '‘' if opens => {
                is_open = true;
                '“'
            }
            '’' if is_open && ends_word => {
                is_open = false;
                '”'
            }
            _ => c,
        });
        before = Some(c);
    }
    out
}

/// The text with `stop` at its end as American English has it: inside the marks of a quotation that
/// ends it, instead of a full stop or comma of its own, and none but a comma after `?`, `!` or `…`.
pub fn stopped(text: &str, stop: &str) -> String {
    let core = text.trim_end_matches(['’', '”']);
    let is_apostrophe = core.len() < text.len() && !text.contains(['‘', '“']);
    let (core, marks) = if is_apostrophe { (text, "") } else { (core, &text[core.len()..]) };
    let core = without_stop(core);
    let is_stopped = stop == "." && core.ends_with(['.', '?', '!', '…']);
    let stop = if is_stopped { "" } else { stop };
    format!("{core}{stop}{marks}")
}

/// The text without the full stop or comma at its end; that of an abbreviation stays.
pub fn without_stop(text: &str) -> &str {
    let text = text.trim_end_matches([',', ';', ':', ' ']);
    let Some(bare) = text.strip_suffix('.') else { return text };
    let word = bare.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_abbreviation = word.contains('.')
        || ABBREVIATIONS.contains(&word)
        || word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    if is_abbreviation { text } else { bare }
}

/// Words that a title may end with, cut short by a full stop.
const ABBREVIATIONS: &[&str] = &[
    "Inc", "Corp", "Co", "Ltd", "Jr", "Sr", "etc", "al", "No", "Vol", "Dr", "Sess", "Cong", "Rev",
    "Ed", "Eds", "ed", "eds", "Stat", "Supp", "Ser", "Pt", "Sec", "Art", "Ch", "Dept", "Univ",
    "Govt", "Sci", "Res", "Proc", "Int", "Natl", "Rept", "Hrg", "Doc", "vol", "no", "pp", "rev",
];
