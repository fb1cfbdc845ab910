//! Quotation marks about a title: what they do to those inside, and to the stop that follows.

/// The text as it stands inside double quotes: its own double quotes single, and single ones
/// inside those double again. As many characters as before.
pub fn nested(text: &str) -> String {
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
    let known = ["Inc", "Corp", "Co", "Ltd", "Jr", "Sr", "etc", "al", "No", "Vol", "Dr"];
    let is_abbreviation = word.contains('.')
        || known.contains(&word)
        || word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    if is_abbreviation { text } else { bare }
}
