//! Bytes to characters: the encoding of a file, declared by its mark or detected, and the way back
//! to its bytes.
//!
//! It knows nothing of formats beyond what it must refuse: a file that begins like a PDF or an
//! archive is no text, whatever its bytes would decode to.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, WINDOWS_1252};
use thiserror::Error;

use crate::document::Digest;
use crate::text::{LineIndex, Origin, Span, offset};

/// Decoded text with its way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The hash of the bytes; it names the document.
    pub digest: Digest,
    /// The characters, without a byte order mark; line ends as they are in the file.
    pub text: String,
    /// From offsets of `text` to bytes of the file.
    pub origin: Origin,
    /// The lines of the file.
    pub lines: LineIndex,
}

/// Why bytes could not be read as text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// The file has no byte, or nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// The bytes are no text; says what they are.
    #[error("the file is {0}, not text")]
    Binary(String),
    /// The bytes are text in an encoding that nobody should meet.
    #[error("the file is in {0}; save it as UTF-8")]
    Encoding(&'static str),
    /// The file, or its text, would be 4 GiB or longer.
    #[error("the file is too long (4 GiB and more); split it")]
    TooLong,
}

impl Source {
    /// Decodes `bytes`: by their byte order mark, else as UTF-16 where their zero bytes say so, else
    /// as UTF-8 (a few faulty bytes become U+FFFD), else by the likeliest older encoding.
    ///
    /// # Errors
    /// If the bytes are empty or blank, too many, or no text.
    pub fn decode(bytes: &[u8]) -> Result<Source, Unreadable> {
        let coding = Coding::of(bytes)?;
        let (text, origin) = coding.decode(bytes)?;
        if text.chars().all(|c| c.is_whitespace() || c == BOM) {
            return Err(Unreadable::Empty);
        }
        if is_noise(&text) {
            return Err(Unreadable::Binary("binary data (mostly control characters)".into()));
        }
        let lines = match coding {
            Coding::Utf16 { .. } if is_broken(&text) => {
                return Err(Unreadable::Binary("binary data (no sound UTF-16)".into()));
            }
            Coding::Utf16 { .. } => wide_lines(&text, &origin),
            _ => LineIndex::new(bytes),
        };
        Ok(Source { digest: Digest::of(bytes), text, origin, lines })
    }
}

/// What a file that begins with these bytes is, if that is something other than text.
pub(super) fn signature(head: &[u8]) -> Option<&'static str> {
    let media = |mark: &[u8]| head.get(4..8) == Some(mark);
    if media(b"ftyp") {
        return Some("a film or sound recording (MP4)");
    }
    SIGNATURES.iter().find(|(start, _)| head.starts_with(start)).map(|(_, name)| *name)
}

const BOM: char = '\u{feff}';

/// How files begin that are no text. Only marks that no text would begin with.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (docx, odt and epub are such)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (doc, xls, ppt)"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript document"),
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF87a", "a picture (GIF)"),
    (b"GIF89a", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"AT&TFORM", "a scanned document (DjVu)"),
    (b"ID3\x02", "a sound recording (MP3)"),
    (b"ID3\x03", "a sound recording (MP3)"),
    (b"ID3\x04", "a sound recording (MP3)"),
    (b"OggS\0", "a sound recording (Ogg)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh91AY", "a compressed file (bzip2)"),
    (b"\xfd7zXZ\0", "a compressed file (xz)"),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program (ELF)"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program (Mach-O)"),
    (b"\0asm", "a program (WebAssembly)"),
    (b"SQLite format 3\0", "a database (SQLite)"),
];

/// How the characters of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    /// UTF-8 from the byte `skip` on, with or without faults.
    Utf8 { skip: usize },
    /// UTF-16 from the byte `skip` on.
    Utf16 { big: bool, skip: usize },
    /// Another encoding in which a byte below 0x80 is ASCII.
    Older(&'static Encoding),
}

impl Coding {
    fn of(bytes: &[u8]) -> Result<Coding, Unreadable> {
        if bytes.is_empty() {
            return Err(Unreadable::Empty);
        }
        if bytes.len() >= u32::MAX as usize {
            return Err(Unreadable::TooLong);
        }
        if let Some(name) = signature(bytes) {
            return Err(Unreadable::Binary(name.into()));
        }
        if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
            return Err(Unreadable::Encoding("UTF-32"));
        }
        if let Some(coding) = Coding::marked(bytes).or_else(|| Coding::wide(bytes)) {
            return Ok(coding);
        }
        if let Some(at) = bytes.iter().position(|b| *b == 0) {
            return Err(Unreadable::Binary(format!("binary data (a zero byte at offset {at})")));
        }
        Ok(Coding::narrow(bytes))
    }

    /// What the byte order mark says.
    fn marked(bytes: &[u8]) -> Option<Coding> {
        match bytes {
            [0xef, 0xbb, 0xbf, rest @ ..] if !rest.contains(&0) => Some(Coding::Utf8 { skip: 3 }),
            [0xff, 0xfe, ..] => Some(Coding::Utf16 { big: false, skip: 2 }),
            [0xfe, 0xff, ..] => Some(Coding::Utf16 { big: true, skip: 2 }),
            _ => None,
        }
    }

    /// UTF-16 without a mark: Latin letters, blanks and line ends have one zero byte, always on the
    /// same side, and nothing has one on the other.
    fn wide(bytes: &[u8]) -> Option<Coding> {
        let head = &bytes[..bytes.len().min(8192)];
        let pairs = head.len() / 2;
        let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
        let many = |n: usize| n >= 1 && n * 10 >= pairs;
        match (zeros(0), zeros(1)) {
            (0, low) if many(low) => Some(Coding::Utf16 { big: false, skip: 0 }),
            (high, 0) if many(high) => Some(Coding::Utf16 { big: true, skip: 0 }),
            _ => None,
        }
    }

    /// UTF-8, or what else the bytes can be. Two sound sequences of UTF-8 are most unlikely in
    /// another encoding, so a file with more of them than faults is UTF-8 that was damaged.
    fn narrow(bytes: &[u8]) -> Coding {
        let (mut sound, mut faults) = (0_usize, 0_usize);
        for chunk in bytes.utf8_chunks() {
            sound += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
            faults += usize::from(!chunk.invalid().is_empty());
        }
        if faults == 0 || sound > faults {
            return Coding::Utf8 { skip: 0 };
        }
        Coding::Older(older(bytes))
    }

    fn decode(self, bytes: &[u8]) -> Result<(String, Origin), Unreadable> {
        match self {
            Coding::Utf8 { skip } => {
                let rest = &bytes[skip..];
                if let Ok(text) = str::from_utf8(rest) {
                    let mut origin = Origin::default();
                    if skip > 0 {
                        origin.push(0, skip, 1, 1);
                    }
                    return Ok((text.to_owned(), origin));
                }
                fits(bytes)?;
                Ok(decode_faulty(rest, skip))
            }
            Coding::Utf16 { big, skip } => {
                fits(bytes)?;
                Ok(decode_wide(bytes, big, skip))
            }
            Coding::Older(encoding) => {
                fits(bytes)?;
                Ok(decode_older(bytes, encoding))
            }
        }
    }
}

/// One byte can become a character of three.
fn fits(bytes: &[u8]) -> Result<(), Unreadable> {
    if bytes.len() < u32::MAX as usize / 3 { Ok(()) } else { Err(Unreadable::TooLong) }
}

/// The encoding of bytes that are not UTF-8.
///
/// The detector weighs pairs of letters, and English text has few beyond ASCII: `naïve` is Latvian
/// to it, `£40` beside `café` Polish, a damaged quotation mark Korean. So another alphabet than the
/// Western one needs letters that the Western one lacks, and as many as its languages have.
fn older(bytes: &[u8]) -> &'static Encoding {
    // ISO-2022-JP is ASCII with escape sequences, so it never comes here.
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let mut is_foreign = [false; 256];
    for (byte, foreign) in (0x80_u8..=0xff).zip(&mut is_foreign[0x80..]) {
        let alone = |encoding: &'static Encoding| {
            encoding.decode_without_bom_handling_and_without_replacement(&[byte]).map(String::from)
        };
        *foreign = !is_western_sign(byte) && alone(guess) != alone(WINDOWS_1252);
    }
    let foreign = bytes.iter().filter(|b| is_foreign[usize::from(**b)]).count();
    let letters = bytes.iter().filter(|b| b.is_ascii_alphabetic()).count();
    if foreign == 0 || foreign * 50 < letters || !guess.is_ascii_compatible() {
        WINDOWS_1252
    } else {
        guess
    }
}

/// Dashes, quotation marks, currencies, fractions: what English text from Windows holds.
fn is_western_sign(byte: u8) -> bool {
    matches!(byte, 0x80 | 0x82 | 0x84..=0x87 | 0x89 | 0x8b | 0x91..=0x97 | 0x99 | 0x9b | 0xa0
        | 0xa2 | 0xa3 | 0xa5 | 0xa7 | 0xa9 | 0xab | 0xae | 0xb0 | 0xb1 | 0xb6 | 0xb7 | 0xbb | 0xbd)
}

fn decode_faulty(bytes: &[u8], skip: usize) -> (String, Origin) {
    let (mut text, mut origin) = (String::with_capacity(bytes.len()), Origin::default());
    let mut at = skip;
    for chunk in bytes.utf8_chunks() {
        if !chunk.valid().is_empty() {
            origin.push(text.len(), at, 1, 1);
            text.push_str(chunk.valid());
            at += chunk.valid().len();
        }
        if !chunk.invalid().is_empty() {
            origin.push(text.len(), at, REPLACEMENT_LENGTH, units(chunk.invalid().len()));
            text.push(char::REPLACEMENT_CHARACTER);
            at += chunk.invalid().len();
        }
    }
    (text, origin)
}

fn decode_wide(bytes: &[u8], big: bool, skip: usize) -> (String, Origin) {
    let (mut text, mut origin) = (String::with_capacity(bytes.len() / 2), Origin::default());
    let join = |pair: &[u8]| match big {
        true => u16::from_be_bytes([pair[0], pair[1]]),
        false => u16::from_le_bytes([pair[0], pair[1]]),
    };
    let pairs = bytes[skip..].chunks_exact(2);
    let rest = pairs.remainder().len();
    let mut at = skip;
    for decoded in char::decode_utf16(pairs.map(join)) {
        let c = decoded.unwrap_or(char::REPLACEMENT_CHARACTER);
        let length = c.len_utf16() * 2;
        origin.push(text.len(), at, units(c.len_utf8()), units(length));
        text.push(c);
        at += length;
    }
    if rest > 0 {
        origin.push(text.len(), at, REPLACEMENT_LENGTH, units(rest));
        text.push(char::REPLACEMENT_CHARACTER);
    }
    (text, origin)
}

/// Decodes byte by byte, since the decoder alone knows where one character ends.
fn decode_older(bytes: &[u8], encoding: &'static Encoding) -> (String, Origin) {
    let (mut text, mut origin) = (String::with_capacity(bytes.len()), Origin::default());
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut out = String::with_capacity(32);
    let mut at = 0;
    while at < bytes.len() {
        let plain = bytes[at..].iter().take_while(|b| b.is_ascii()).count();
        if plain > 0 {
            origin.push(text.len(), at, 1, 1);
            text.extend(bytes[at..at + plain].iter().map(|b| char::from(*b)));
            at += plain;
            continue;
        }
        let start = at;
        while out.is_empty() && at < bytes.len() {
            let last = at + 1 == bytes.len();
            let _ = decoder.decode_to_string(&bytes[at..=at], &mut out, last);
            at += 1;
        }
        // Bytes that cannot follow the one before are given back after the mark of the fault.
        let read = &bytes[start + 1..at];
        let pairs = out.bytes().rev().zip(read.iter().rev());
        let again = pairs.take_while(|(o, b)| o == *b && b.is_ascii()).count();
        let whole = out.len() - again;
        if whole > 0 {
            origin.push(text.len(), start, units(whole), units(at - start - again));
        }
        if again > 0 {
            origin.push(text.len() + whole, at - again, 1, 1);
        }
        text.push_str(&out);
        out.clear();
    }
    (text, origin)
}

const REPLACEMENT_LENGTH: u8 = 3;

/// A length of one character, in either form.
fn units(length: usize) -> u8 {
    u8::try_from(length).unwrap_or(u8::MAX)
}

/// Line starts of a file whose characters are wider than a byte, in bytes of the file.
fn wide_lines(text: &str, origin: &Origin) -> LineIndex {
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(|&(i, b)| {
        *b == b'\n' || (*b == b'\r' && bytes.get(i + 1).is_some_and(|next| *next != b'\n'))
    });
    let after = |(i, _)| origin.file_span(Span { start: offset(i), end: offset(i + 1) }).end;
    let starts = std::iter::once(0).chain(ends.map(after)).collect();
    LineIndex::from_starts(starts).unwrap_or_else(LineIndex::one_line)
}

/// Whether control characters are so many that no converter can have left them.
fn is_noise(text: &str) -> bool {
    let is_control = |b: &u8| {
        (*b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x08 | 0x0b | 0x0c | 0x1b)) || *b == 0x7f
    };
    text.bytes().filter(is_control).count() * 50 > text.len() + 200
}

/// Whether faults are so many that the bytes cannot have been UTF-16: in other data one pair in 32 is
/// half of a surrogate pair.
fn is_broken(text: &str) -> bool {
    let faults = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    faults * 50 > text.chars().count() + 200
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Decodes the file bytes of each character alone and compares.
    fn assert_leads_back(bytes: &[u8], coding: Coding) {
        let (text, origin) = coding.decode(bytes).unwrap();
        let mut before = Span::default();
        for (i, c) in text.char_indices() {
            let span = origin.file_span(Span::new(i, i + c.len_utf8()));
            assert!(span.start >= before.end || span == before, "{span:?} of {c:?}");
            before = span;
            if c == char::REPLACEMENT_CHARACTER {
                continue;
            }
            let own = &bytes[span.range()];
            let alone = match coding {
                Coding::Utf8 { .. } => String::from_utf8_lossy(own).into_owned(),
                Coding::Utf16 { big, .. } => decode_wide(own, big, 0).0,
                Coding::Older(encoding) => encoding.decode_without_bom_handling(own).0.into_owned(),
            };
            // One code of Big5 is two characters, and bytes round a fault are told apart no further.
            let is_pair = alone.contains(c) && alone.chars().count() == 2;
            let is_fault = alone.contains(char::REPLACEMENT_CHARACTER);
            assert!(alone == c.to_string() || is_pair || is_fault, "{own:?} is {alone:?}");
        }
    }

    fn wide(text: &str, big: bool) -> Vec<u8> {
        let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn read(bytes: &[u8]) -> String {
        Source::decode(bytes).unwrap().text
    }

    proptest! {
        #[test]
        fn every_character_leads_back_to_its_bytes(text in "(\\PC|[a-z \n\r\t]|[éüß—’日本語🙂]){1,60}") {
            assert_leads_back(text.as_bytes(), Coding::Utf8 { skip: 0 });
            assert_leads_back(format!("\u{feff}{text}").as_bytes(), Coding::Utf8 { skip: 3 });
            for big in [false, true] {
                assert_leads_back(&wide(&text, big), Coding::Utf16 { big, skip: 0 });
            }
            for encoding in [WINDOWS_1252, encoding_rs::SHIFT_JIS, encoding_rs::GB18030] {
                assert_leads_back(&encoding.encode(&text).0, Coding::Older(encoding));
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Source::decode(&bytes);
            for big in [false, true] {
                assert_leads_back(&bytes, Coding::Utf16 { big, skip: 0 });
            }
            assert_leads_back(&bytes, Coding::Utf8 { skip: 0 });
            for encoding in [
                WINDOWS_1252, encoding_rs::SHIFT_JIS, encoding_rs::BIG5, encoding_rs::EUC_KR,
                encoding_rs::EUC_JP, encoding_rs::GBK,
            ] {
                assert_leads_back(&bytes, Coding::Older(encoding));
            }
        }
    }

    #[test]
    fn western_text_from_windows_is_read() {
        for text in [
            "“The initiative’s aim — as stated — is deterrence…”",
            "the ministry’s budget",
            "§ 2350a • 50° north, £40, €20",
            "São Tomé and Príncipe; Côte d’Ivoire; Curaçao",
            "Ambassador Müller met Señor Núñez at the café",
            "It would be naïve to think that trade alone could bring about a lasting peace",
            "a café at £40",
            "a résumé of the talks held in Zürich on 3 May",
        ] {
            let (bytes, _, lost) = WINDOWS_1252.encode(text);
            assert!(!lost);
            assert_eq!(read(&bytes), text, "{}", older(&bytes).name());
        }
    }

    #[test]
    fn other_alphabets_are_told_apart() {
        let russian = "Соглашение о сотрудничестве между двумя государствами";
        assert_eq!(read(&encoding_rs::WINDOWS_1251.encode(russian).0), russian);
        let japanese = "日米安全保障条約は両国の同盟の基礎である。";
        assert_eq!(read(&encoding_rs::SHIFT_JIS.encode(japanese).0), japanese);
    }

    #[test]
    fn marks_are_no_part_of_the_text_and_lines_are_lines_of_the_file() {
        let text = "one\r\ntwo\rthree\n\u{1f642}";
        for (mark, bytes) in [
            (&b"\xef\xbb\xbf"[..], text.as_bytes().to_vec()),
            (b"\xff\xfe", wide(text, false)),
            (b"\xfe\xff", wide(text, true)),
            (b"", wide(text, false)),
            (b"", wide(text, true)),
        ] {
            let bytes = [mark, &bytes].concat();
            let source = Source::decode(&bytes).unwrap();
            assert_eq!(source.text, text);
            for (word, line) in [("one", 1), ("two", 2), ("three", 3), ("\u{1f642}", 4)] {
                let at = text.find(word).unwrap();
                let span = source.origin.file_span(Span::new(at, at + word.len()));
                assert_eq!(source.lines.lines(span), (line, line), "{word} of {mark:?}");
            }
        }
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        assert_eq!(
            read("cut “off” at the end ”".as_bytes().split_last().unwrap().1).chars().last(),
            Some('\u{fffd}')
        );
        let mut bytes = "“a” — and then ".as_bytes().to_vec();
        bytes.extend(b"\x93 b");
        assert_eq!(read(&bytes), "“a” — and then \u{fffd} b");
    }

    #[test]
    fn what_is_no_text_is_refused_with_a_reason() {
        let refused = |bytes: &[u8]| Source::decode(bytes).unwrap_err().to_string();
        assert_eq!(refused(b""), "the file is empty");
        assert_eq!(refused(b"\xef\xbb\xbf \r\n\t"), "the file is empty");
        assert_eq!(refused(b"\xff\xfe"), "the file is empty");
        assert_eq!(refused(b"%PDF-1.7\n1 0 obj"), "the file is a PDF document, not text");
        assert!(refused(b"PK\x03\x04\x14\0").contains("ZIP archive"));
        assert!(refused(b"a text\0with a zero byte").contains("offset 6"));
        assert!(refused(b"\xff\xfe\0\0a\0\0\0").contains("UTF-32"));
        let noise = (0_u32..9000).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8 | 1);
        let noise: Vec<u8> = b"\xff\xfe".iter().copied().chain(noise).collect();
        assert!(refused(&noise).contains("UTF-16"));
        assert!(refused(&[1, 2, 3, 4, 5, 6, 7, 14, 15, 16]).contains("control"));
    }
}
