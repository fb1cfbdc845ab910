//! Noise that a quotation must survive: each takes a true quotation and gives it as somebody might
//! type or paste it, or nothing where it has nothing to work on.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::lot::Lot;
use crate::words::{core, is_negation, is_upper};

/// A way to distort.
pub type Noise = fn(&str, &mut Lot) -> Option<String>;

pub const NOISES: [(&str, Noise); 21] = [
    ("as is", |text, _| Some(text.to_owned())),
    ("outer quotation marks", outer_marks),
    ("white space", white_space),
    ("quote marks", quote_marks),
    ("dashes", dashes),
    ("case of the first letter", first_letter),
    ("all in capitals", capitals),
    ("capitals given small", small_letters),
    ("final punctuation", final_punctuation),
    ("accents dropped", accents_dropped),
    ("accents added", accents_added),
    ("ligatures", ligatures),
    ("look-alike letters", look_alikes),
    ("soft hyphens", soft_hyphens),
    ("broken at a line end", broken_words),
    ("ellipsis", ellipsis),
    ("two ellipses", |text, lot| ellipsis(&ellipsis(text, lot)?, lot)),
    ("[t]he", bracketed_letter),
    ("[sic]", sic),
    ("[emphasis added]", emphasis),
    ("name in brackets for a pronoun", bracketed_name),
];

/// Typography that may come together.
pub const MIXED: [Noise; 10] = [
    white_space,
    quote_marks,
    dashes,
    first_letter,
    final_punctuation,
    ligatures,
    soft_hyphens,
    broken_words,
    outer_marks,
    accents_dropped,
];

/// Puts `other` in the place of some of the matches: at least one.
fn replaced(
    text: &str,
    lot: &mut Lot,
    each: impl Fn(char, &mut Lot) -> Option<String>,
) -> Option<String> {
    let (mut out, mut done) = (String::new(), false);
    for c in text.chars() {
        match each(c, lot) {
            Some(other) => {
                out.push_str(&other);
                done = true;
            }
            None => out.push(c),
        }
    }
    done.then_some(out)
}

fn one_of(lot: &mut Lot, of: &[&str]) -> Option<String> {
    lot.pick(of).map(|s| (*s).to_owned())
}

fn outer_marks(text: &str, lot: &mut Lot) -> Option<String> {
    const PAIRS: [(&str, &str); 6] =
        [("“", "”"), ("\"", "\""), ("‘", "’"), ("'", "'"), ("«", "»"), ("„", "“")];
    let (open, close) = PAIRS[lot.below(PAIRS.len())];
    Some(format!("{open}{text}{close}"))
}

fn white_space(text: &str, lot: &mut Lot) -> Option<String> {
    const SPACES: [&str; 7] = ["  ", "\n", "\t", "\u{a0}", "\r\n", " \n  ", "\u{2009}"];
    if lot.chance(25) {
        return Some(wrapped(text, lot.between(30, 72)));
    }
    let share = lot.between(10, 60);
    replaced(text, lot, |c, lot| {
        let here = c == ' ' && lot.chance(share);
        here.then(|| one_of(lot, &SPACES)).flatten()
    })
}

fn wrapped(text: &str, width: usize) -> String {
    let (mut out, mut column) = (String::new(), 0);
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > 0 {
            let breaks = column + length >= width;
            out.push(if breaks { '\n' } else { ' ' });
            column = if breaks { 0 } else { column + 1 };
        }
        out.push_str(word);
        column += length;
    }
    out
}

fn quote_marks(text: &str, lot: &mut Lot) -> Option<String> {
    let set = lot.below(4);
    let out = replaced(text, lot, |c, _| {
        let double = match set {
            0 => ["\"", "\""],
            1 => ["“", "”"],
            2 => ["«", "»"],
            _ => ["‘", "’"],
        };
        let new = match c {
            '“' => double[0],
            '”' => double[1],
            '’' => "'",
            '\'' => "’",
            '"' if set == 3 => "'",
            _ => return None,
        };
        Some(new.to_owned())
    })?;
    (out != text).then_some(out)
}

fn dashes(text: &str, lot: &mut Lot) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let (mut out, mut done) = (String::new(), false);
    for (at, c) in letters.iter().enumerate() {
        let near = |step: usize| letters.get((at + step).wrapping_sub(1)).copied().unwrap_or(' ');
        let inside = near(0).is_alphanumeric() && near(2).is_alphanumeric();
        let new = match c {
            '-' if inside => one_of(lot, &["\u{2010}", "\u{2011}", "–", "\u{2212}"]),
            '–' if inside => one_of(lot, &["-", "\u{2010}", "\u{2212}"]),
            '-' | '–' if near(0) == ' ' && near(2) == ' ' => one_of(lot, &["—", "--", "–", "-"]),
            '—' => one_of(lot, &["--", "–", " – ", " — ", " -- "]),
            _ => None,
        };
        done |= new.as_ref().is_some_and(|new| *new != c.to_string());
        out.push_str(&new.unwrap_or_else(|| c.to_string()));
    }
    done.then_some(out)
}

fn first_letter(text: &str, _: &mut Lot) -> Option<String> {
    let mut letters = text.chars();
    let first = letters.next().filter(|c| c.is_alphabetic())?;
    let rest = letters.as_str();
    if is_upper(text) {
        return None;
    }
    let first: String = match first.is_uppercase() {
        true => first.to_lowercase().collect(),
        false => first.to_uppercase().collect(),
    };
    Some(first + rest)
}

fn capitals(text: &str, _: &mut Lot) -> Option<String> {
    (!is_upper(text)).then(|| text.to_uppercase())
}

/// Of a source all in capitals, the quotation in small letters.
fn small_letters(text: &str, _: &mut Lot) -> Option<String> {
    let small = text.to_lowercase();
    is_upper(text).then(|| crate::words::capitalised(&small))
}

fn final_punctuation(text: &str, lot: &mut Lot) -> Option<String> {
    let bare = text.trim_end_matches(['.', ',', ';', ':']);
    let abbreviated =
        bare.rsplit(' ').next().is_some_and(|last| last.contains('.') || last.len() < 4);
    if abbreviated || !bare.ends_with(char::is_alphanumeric) {
        return None;
    }
    Some(match (text.len() > bare.len(), lot.below(3)) {
        (true, 0) => bare.to_owned(),
        (true, _) => format!("{bare},"),
        (false, 0) => format!("“{bare}.”"),
        (false, 1) => format!("{bare}."),
        (false, _) => format!("{bare},"),
    })
}

fn accents_dropped(text: &str, _: &mut Lot) -> Option<String> {
    let latin = |c: char| c.is_alphabetic() && (c as u32) < 0x250;
    let bare: String = text
        .chars()
        .flat_map(|c| if latin(c) { c.to_string().nfd().collect() } else { vec![c] })
        .filter(|c| !is_combining_mark(*c))
        .collect();
    (bare != text).then_some(bare)
}

fn accents_added(text: &str, _: &mut Lot) -> Option<String> {
    const WORDS: [(&str, &str); 14] = [
        ("cooperat", "coöperat"),
        ("naive", "naïve"),
        ("role", "rôle"),
        ("elite", "élite"),
        ("regime", "régime"),
        ("Geneva", "Genéva"),
        ("Brasilia", "Brasília"),
        ("Sao ", "São "),
        ("Peru", "Perú"),
        ("Panama", "Panamá"),
        ("Quebec", "Québec"),
        ("Mexico", "México"),
        ("preeminen", "preëminen"),
        ("Bogota", "Bogotá"),
    ];
    let (plain, accented) = WORDS.iter().find(|(plain, _)| text.contains(plain))?;
    Some(text.replace(plain, accented))
}

fn ligatures(text: &str, _: &mut Lot) -> Option<String> {
    let new = text.replace("ffi", "ﬃ").replace("ffl", "ﬄ").replace("ff", "ﬀ");
    let new = new.replace("fi", "ﬁ").replace("fl", "ﬂ");
    (new != text).then_some(new)
}

fn look_alikes(text: &str, lot: &mut Lot) -> Option<String> {
    const PAIRS: [(char, char); 11] = [
        ('a', 'а'),
        ('e', 'е'),
        ('o', 'о'),
        ('p', 'р'),
        ('c', 'с'),
        ('x', 'х'),
        ('y', 'у'),
        ('i', 'і'),
        ('A', 'А'),
        ('T', 'Т'),
        ('O', 'О'),
    ];
    let share = lot.between(1, 12);
    replaced(text, lot, |c, lot| {
        let (_, other) = PAIRS.iter().find(|(latin, _)| *latin == c)?;
        lot.chance(share).then(|| other.to_string())
    })
}

/// The quotation with `put` inside some of its longer words.
fn inside_words(text: &str, share: usize, lot: &mut Lot, put: &str) -> Option<String> {
    let mut done = false;
    let words = text.split(' ').map(|word| {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() < 7 || !letters.iter().all(char::is_ascii_alphabetic) || !lot.chance(share)
        {
            return word.to_owned();
        }
        done = true;
        let at = lot.between(3, letters.len() - 3);
        let (left, right) = letters.split_at(at);
        format!("{}{put}{}", left.iter().collect::<String>(), right.iter().collect::<String>())
    });
    let out = words.collect::<Vec<_>>().join(" ");
    done.then_some(out)
}

fn soft_hyphens(text: &str, lot: &mut Lot) -> Option<String> {
    let mark = one_of(lot, &["\u{ad}", "\u{ad}", "\u{ad}", "\u{200b}"])?;
    inside_words(text, 50, lot, &mark)
}

fn broken_words(text: &str, lot: &mut Lot) -> Option<String> {
    let end = one_of(lot, &["-\n", "-\r\n", "\u{ad}\n", "-\n  "])?;
    inside_words(text, 25, lot, &end)
}

/// The two ends of words that may be left out: no negation among them, no edit yet.
fn leavable(words: &[&str], lot: &mut Lot) -> Option<(usize, usize)> {
    let count = lot.between(1, 9).min(words.len().checked_sub(7)?);
    if count == 0 {
        return None;
    }
    let start = lot.between(3, words.len() - count - 3);
    // Every piece that stays has three words.
    let around = &words[start - 3..start + count + 3];
    let fits = |word: &&str| {
        let edited = word.contains(['…', '[', ']']) || word.contains("..") || *word == ".";
        !is_negation(core(word)) && !edited
    };
    around.iter().all(fits).then_some((start, start + count))
}

fn ellipsis(text: &str, lot: &mut Lot) -> Option<String> {
    const MARKS: [&str; 7] = [" … ", " ... ", " […] ", " [...] ", " . . . ", "… ", "..."];
    let words: Vec<&str> = text.split(' ').collect();
    let (start, end) = leavable(&words, lot)?;
    let before = words[..start].join(" ");
    let before = before.trim_end_matches([',', ';', ':']);
    Some(format!("{before}{}{}", one_of(lot, &MARKS)?, words[end..].join(" ")))
}

fn bracketed_letter(text: &str, _: &mut Lot) -> Option<String> {
    let turned = first_letter(text, &mut Lot::new(0, ""))?;
    let mut letters = turned.chars();
    let first = letters.next()?;
    Some(format!("[{first}]{}", letters.as_str()))
}

fn sic(text: &str, lot: &mut Lot) -> Option<String> {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let at = lot.between(1, words.len() - 1);
    words[at].push_str(" [sic]");
    Some(words.join(" "))
}

fn emphasis(text: &str, lot: &mut Lot) -> Option<String> {
    let remark = one_of(lot, &["[emphasis added]", "[italics mine]", "[emphasis in original]"])?;
    Some(format!("{text} {remark}"))
}

fn bracketed_name(text: &str, lot: &mut Lot) -> Option<String> {
    const PRONOUNS: [&str; 8] = ["he", "she", "they", "we", "it", "them", "him", "us"];
    let words: Vec<&str> = text.split(' ').collect();
    let pronoun = |at: &usize| PRONOUNS.contains(&words[*at].to_lowercase().as_str());
    let at = (0..words.len()).find(pronoun)?;
    let name = one_of(lot, &["[Kennedy]", "[the Secretary]", "[the delegates]", "[the authors]"])?;
    let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    words[at] = name;
    Some(words.join(" "))
}
