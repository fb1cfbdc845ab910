//! The tags of an XML text, looked at before anything that goes down with them reads it.
//!
//! Where a reader could see other tags than this does, the text is refused: that is wrong in XML
//! (`<` inside a tag), or what no style has (declarations of its own).

use super::sheet::Unusable;

/// Bytes of the longest tag; the longest of a published style lists two dozen types.
const LONGEST_TAG: usize = 4000;
/// Bytes of the longest term, which may stand wherever it is asked for.
const LONGEST_TERM: usize = 1000;

/// Whether the tags and terms of a text are of bounded length, and its elements at most `deepest`
/// deep in each other.
///
/// # Errors
/// If they are not, or the tags can be read in more than one way.
pub fn sound(xml: &str, deepest: usize) -> Result<(), Unusable> {
    let (mut rest, mut depth, mut is_term) = (xml, 0_usize, false);
    while let Some(start) = rest.find('<') {
        if is_term && start > LONGEST_TERM {
            return Err(Unusable::LongText(LONGEST_TERM));
        }
        rest = &rest[start + 1..];
        let Some(length) = length(rest) else {
            return Err(Unusable::NoStyle("one of its tags has no end".to_owned()));
        };
        let tag = &rest[..length];
        rest = &rest[length + 1..];
        is_term = false;
        match tag.as_bytes().first() {
            Some(b'!' | b'?') => continue,
            Some(b'/') => depth = depth.saturating_sub(1),
            _ if length > LONGEST_TAG => return Err(Unusable::LongText(LONGEST_TAG)),
            _ if tag.ends_with('/') => {}
            _ => {
                let name = tag.split_whitespace().next().unwrap_or_default();
                let name = name.rsplit(':').next().unwrap_or_default();
                is_term = matches!(name, "term" | "single" | "multiple");
                depth += 1;
            }
        }
        if depth > deepest {
            return Err(Unusable::TooDeep(deepest));
        }
    }
    Ok(())
}

/// Bytes before the last `>` of the tag, comment or the like that `text` stands after the `<` of;
/// `None` if it has no end, or one that could be doubted.
fn length(text: &str) -> Option<usize> {
    let (start, end) = match text.as_bytes() {
        [b'!', b'-', b'-', ..] => (3, "-->"),
        [b'!', b'[', ..] => (2, "]]>"),
        [b'?', ..] => (1, "?>"),
        _ => return of_tag(text),
    };
    if (1..end.len()).any(|from| text[start..].starts_with(&end[from..])) {
        return None;
    }
    text[start..].find(end).map(|at| start + at + end.len() - 1)
}

/// Bytes before the `>` that stands in no quotation marks.
fn of_tag(text: &str) -> Option<usize> {
    let mut quoted: Option<u8> = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'<' => return None,
            b'[' if text.starts_with('!') => return None,
            b'>' if quoted.is_none() => return Some(at),
            b'"' | b'\'' if quoted.is_none() => quoted = Some(byte),
            _ if quoted == Some(byte) => quoted = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_the_end_of_an_element_is_none() {
        let deep = |inside: &str| sound(&inside.repeat(10), 9);
        for inside in ["<a>", "<a><!-- </a> -->", "<a><![CDATA[</a>]]>", "<a><?x </a>?>"] {
            assert_eq!(deep(inside), Err(Unusable::TooDeep(9)), "{inside}");
        }
        for doubtful in
            ["<a b='</a>'>", "<!DOCTYPE a [<!ENTITY b ''>]>", "<!--></a>-->", "<?></a>?>"]
        {
            assert!(matches!(deep(doubtful), Err(Unusable::NoStyle(_))), "{doubtful}");
        }
        for flat in [
            "<a/>",
            "<a b='>'></a>",
            "<a b=\"/>'\"></a>",
            "<a>x</a>",
            "<!DOCTYPE a>",
            "<a c='[' />",
        ] {
            assert_eq!(deep(flat), Ok(()), "{flat}");
        }
    }

    #[test]
    fn long_terms_and_tags_are_refused() {
        let long = "x".repeat(5000);
        let summary = format!("<summary>{long}</summary>");
        assert_eq!(sound(&summary, 9), Ok(()));
        assert!(sound(&format!("<cs:term name='and'>{long}</cs:term>"), 9).is_err());
        assert!(sound(&format!("<text value='{long}'/>"), 9).is_err());
    }
}
