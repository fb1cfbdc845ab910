//! Turns the gazetteer's TOML files into the table that the program carries.

#[path = "src/names"]
#[expect(dead_code, reason = "the program reads tables; this only writes one")]
mod names {
    pub mod kind;
    pub mod source;
    pub mod table;
    pub mod wording;
}

#[path = "src/text"]
#[expect(dead_code, reason = "the keys of the table need only the terms of the analysis")]
mod text {
    pub mod fold;
    pub mod span;
    pub mod spelling;
    pub mod stem;
    pub mod token;
}

use std::path::PathBuf;
use std::{env, fs};

use names::{kind::NameKind, source, table};

fn main() {
    for path in ["build.rs", "src/names", "src/text"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let mut entries = Vec::new();
    for kind in NameKind::ALL {
        let path = format!("src/names/data/{}.toml", kind.name());
        let toml = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
        let found = source::parse(&toml).unwrap_or_else(|e| panic!("{path}: {e}"));
        for entry in &found {
            assert!(entry.kind == kind, "{path}: `{}` is of another kind", entry.name);
        }
        entries.extend(found);
    }
    let bytes = table::write(&entries).unwrap_or_else(|e| panic!("gazetteer: {e}"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("gazetteer.bin"), bytes).expect("OUT_DIR can be written");
}
