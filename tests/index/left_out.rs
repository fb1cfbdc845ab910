//! Bad files: each is a line with its path and the reason, and the rest goes on.

use std::fs;

use crate::scratch::Scratch;

#[test]
fn each_bad_file_is_one_line() {
    let scratch = Scratch::with(&[("good.txt", "Radar.\n"), ("empty.txt", ""), ("gone.txt", "x")]);
    scratch
        .write("binary.txt", [b"\x7fELF\0\0\x01".as_slice(), &[0, 255, 7, 0].repeat(50)].concat());
    scratch.write("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    scratch.write("blank.txt", " \n\n\t\n");
    let report = scratch.ingest_with(&|| scratch.remove("gone.txt"));
    let left_out = scratch.left_out(&report);
    let paths: Vec<_> = left_out.iter().filter_map(|l| l.split_once(": ")).map(|l| l.0).collect();
    assert_eq!(
        paths,
        ["binary.txt", "blank.txt", "empty.txt", "gone.txt", "picture.png"],
        "{left_out:?}"
    );
    assert!(left_out.contains(&"gone.txt: it is gone".to_owned()), "{left_out:?}");
    assert!(left_out.contains(&"empty.txt: the file is empty".to_owned()), "{left_out:?}");
    assert_eq!(report.documents, 1);
    assert_eq!(scratch.paths("radar"), ["good.txt"]);
}

#[test]
fn what_was_left_out_is_remembered_and_tried_again_when_it_changes() {
    let scratch = Scratch::with(&[("good.txt", "Radar.\n"), ("bad.txt", "")]);
    scratch.ingest();
    let report = scratch.ingest();
    assert_eq!(report.files_unchanged, 2);
    let files = scratch.open().status(false).unwrap().manifest.files;
    let why: Vec<_> = files.iter().flat_map(|f| &f.left_out).collect();
    assert_eq!(why, [&(None, "the file is empty".to_owned())]);
    scratch.write("bad.txt", "Radar at last.\n");
    scratch.ingest();
    assert_eq!(scratch.paths("radar"), ["bad.txt", "good.txt"]);
}

#[test]
fn broken_records_leave_the_others() {
    let records = "{\"id\": \"one\", \"text\": \"Radar one.\"}\n\
                   {\"id\": \"two\", \"text\": \"Radar\n\
                   not a record\n\
                   {\"id\": \"four\", \"text\": \"Radar four.\"}";
    let scratch = Scratch::with(&[("r.jsonl", records)]);
    let report = scratch.ingest();
    let places: Vec<_> = report.left_out.iter().map(|l| l.line).collect();
    assert_eq!(places, [Some(2), Some(3)], "{:?}", report.left_out);
    let keys: Vec<_> = scratch.search("radar").hits.into_iter().filter_map(|h| h.key).collect();
    assert_eq!((keys.len(), report.documents), (2, 2));
    let files = scratch.open().status(false).unwrap().manifest.files;
    let lines: Vec<_> = files[0].left_out.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, places, "and a later look at the status knows them");
}

#[test]
fn an_unreadable_file_is_a_line() {
    let scratch = Scratch::with(&[("a.txt", "Radar.\n"), ("b.txt", "Radar too.\n")]);
    let path = scratch.file("b.txt");
    let report = scratch.ingest_with(&|| {
        // A folder where a file was: no rights are so strong that it could be read.
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
    });
    assert_eq!(report.left_out.len(), 1, "{:?}", report.left_out);
    assert_eq!(report.left_out[0].path, path);
    assert_eq!(scratch.paths("radar"), ["a.txt"]);
}

#[test]
fn texts_in_other_encodings_lead_back_to_their_bytes() {
    const TEXT: &str =
        "Côte d’Ivoire: “a pledge” of £40 million.\r\n\r\nNothing came of the pledge.\r\n";
    let scratch = Scratch::new();
    let utf16 = |order: fn(u16) -> [u8; 2]| TEXT.encode_utf16().flat_map(order).collect::<Vec<_>>();
    scratch.write("western.txt", encoding_rs::WINDOWS_1252.encode(TEXT).0);
    scratch.write("little.txt", [b"\xff\xfe".to_vec(), utf16(u16::to_le_bytes)].concat());
    scratch.write("big.txt", [b"\xfe\xff".to_vec(), utf16(u16::to_be_bytes)].concat());
    scratch.write("mark.txt", [b"\xef\xbb\xbf", TEXT.as_bytes()].concat());
    scratch.ingest();
    let hits = scratch.search("pledge Ivoire").hits;
    assert_eq!(hits.len(), 4, "one passage of each file");
    for hit in hits {
        let bytes = fs::read(&hit.path).unwrap();
        let (from, to) = (hit.bytes.0 as usize, hit.bytes.1 as usize);
        let slice = &bytes[from..to];
        let read = match hit.path.file_stem().unwrap().to_str().unwrap() {
            "western" => encoding_rs::WINDOWS_1252.decode(slice).0,
            "little" => encoding_rs::UTF_16LE.decode(slice).0,
            "big" => encoding_rs::UTF_16BE.decode(slice).0,
            _ => encoding_rs::UTF_8.decode_without_bom_handling(slice).0,
        };
        assert_eq!(read, TEXT.trim_end(), "{}", hit.path.display());
        assert_eq!(hit.text, TEXT.trim_end().replace("\r\n\r\n", "\n"));
        assert_eq!(hit.locator.lines, (1, 3));
    }
}
