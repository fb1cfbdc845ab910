//! The ready form of a gazetteer: one run of bytes that is searched where it lies.
//!
//! ```text
//! magic     8 bytes `pinnames`
//! header    6 numbers: version, entries, aliases, words in lists, strings, bytes of strings
//! entries   9 numbers each: name, kind, since, aliases (from, count), countries (from, count),
//!           phrases that are not the entry (from, count)
//! aliases   6 numbers each, by key: key, text, entry, flags, cues (from, count)
//! lists     what `from, count` points into: numbers of aliases or strings
//! strings   where each ends, then their bytes, UTF-8
//! ```
//!
//! Numbers are 32 bits, little-endian. A key is the alias in the terms of the analysis, each in
//! its one spelling, joined by spaces.

use std::collections::{HashMap, HashSet};

use super::kind::NameKind;
use super::source::{GazetteerError, SourceAlias, SourceEntry};
use super::wording::States;
use crate::text::token::{ANALYSIS_VERSION, spelled, tokens};

const MAGIC: &[u8; 8] = b"pinnames";

/// Keys are terms of the analysis, so another analysis is another version.
const VERSION: u32 = 0x100 + ANALYSIS_VERSION;

const HEADER: usize = 8 + 6 * 4;
const ENTRY_WORDS: usize = 9;
const ALIAS_WORDS: usize = 6;

/// What an alias is.
pub mod flag {
    /// The entry's name (without what only tells it apart).
    pub const NAME: u32 = 1;
    /// Counts only in exact case, with a cue.
    pub const GUARDED: u32 = 2;
    /// An adjective of a country.
    pub const DEMONYM: u32 = 4;
    /// Follows from another alias (a plural, another wording): found in texts, not shown.
    pub const HIDDEN: u32 = 8;
    /// The name with what tells it apart: asked for by people who copy it, not found in texts.
    pub const WHOLE: u32 = 16;
}

/// The key under which a name is looked up.
pub fn key(name: &str) -> String {
    let terms: Vec<String> = tokens(name).iter().map(|t| spelled(&t.term)).collect();
    terms.join(" ")
}

/// A name without the ` (…)` that only tells it apart.
pub fn bare(name: &str) -> &str {
    match name.strip_suffix(')').and_then(|n| n.rfind(" (")) {
        Some(at) if at > 0 => &name[..at],
        _ => name,
    }
}

/// Numbers of an entry, as stored.
#[derive(Clone, Copy, Default)]
pub struct EntryRecord {
    /// String: the name.
    pub name: u32,
    /// Index in [`NameKind::ALL`].
    pub kind: u32,
    /// Year, or 0.
    pub since: u32,
    /// Its aliases.
    pub aliases: List,
    /// Strings: country codes.
    pub countries: List,
    /// Strings: phrases that are not the entry.
    pub not_in: List,
}

/// Numbers of an alias, as stored.
#[derive(Clone, Copy)]
pub struct AliasRecord {
    /// String: what it is looked up by.
    pub key: u32,
    /// String: as written.
    pub text: u32,
    /// The entry it names.
    pub entry: u32,
    /// See [`flag`].
    pub flags: u32,
    /// Strings: cues, as written.
    pub cues: List,
}

/// Part of the lists.
#[derive(Clone, Copy, Default)]
pub struct List {
    from: u32,
    count: u32,
}

impl List {
    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.count == 0
    }
}

/// Where the parts of a table begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Number of entries.
    pub entries: u32,
    /// Number of aliases.
    pub aliases: u32,
    lists: u32,
    strings: u32,
}

impl Layout {
    /// Reads the header; the parts must fill `bytes` exactly.
    pub fn of(bytes: &[u8]) -> Result<Layout, GazetteerError> {
        let head = |i: usize| number(bytes, 8 + 4 * i);
        let layout =
            Layout { entries: head(1), aliases: head(2), lists: head(3), strings: head(4) };
        let known = bytes.get(..8) == Some(MAGIC.as_slice()) && head(0) == VERSION;
        let text = u64::from(head(5));
        let whole = HEADER as u64
            + 4 * (u64::from(layout.entries) * ENTRY_WORDS as u64
                + u64::from(layout.aliases) * ALIAS_WORDS as u64
                + u64::from(layout.lists)
                + u64::from(layout.strings))
            + text;
        if known && whole == bytes.len() as u64 { Ok(layout) } else { Err(GazetteerError::Damaged) }
    }

    fn aliases_at(&self) -> usize {
        HEADER + 4 * ENTRY_WORDS * self.entries as usize
    }

    fn lists_at(&self) -> usize {
        self.aliases_at() + 4 * ALIAS_WORDS * self.aliases as usize
    }

    fn strings_at(&self) -> usize {
        self.lists_at() + 4 * self.lists as usize
    }

    fn text_at(&self) -> usize {
        self.strings_at() + 4 * self.strings as usize
    }

    /// The numbers of entry `i`; one without a name where there is none.
    pub fn entry(&self, bytes: &[u8], i: u32) -> EntryRecord {
        if i >= self.entries {
            return EntryRecord { name: u32::MAX, ..EntryRecord::default() };
        }
        let at = HEADER + 4 * ENTRY_WORDS * i as usize;
        let n = |word: usize| number(bytes, at + 4 * word);
        let list = |word: usize| List { from: n(word), count: n(word + 1) };
        EntryRecord {
            name: n(0),
            kind: n(1),
            since: n(2),
            aliases: list(3),
            countries: list(5),
            not_in: list(7),
        }
    }

    /// The numbers of alias `i`, counted in the order of keys.
    pub fn alias(&self, bytes: &[u8], i: u32) -> AliasRecord {
        let at = self.aliases_at() + 4 * ALIAS_WORDS * i as usize;
        let n = |word: usize| number(bytes, at + 4 * word);
        AliasRecord {
            key: n(0),
            text: n(1),
            entry: n(2),
            flags: n(3),
            cues: List { from: n(4), count: n(5) },
        }
    }

    /// The numbers of a list.
    pub fn list<'a>(&self, bytes: &'a [u8], list: List) -> impl Iterator<Item = u32> + use<'a> {
        let from = self.lists_at() + 4 * list.from as usize;
        let part = bytes.get(from..from + 4 * list.count as usize).unwrap_or(&[]);
        part.chunks_exact(4).map(|b| number(b, 0))
    }

    /// String `i`; empty where there is none.
    pub fn string<'a>(&self, bytes: &'a [u8], i: u32) -> &'a str {
        let end = |i: u32| number(bytes, self.strings_at() + 4 * i as usize) as usize;
        if i >= self.strings {
            return "";
        }
        let start = if i == 0 { 0 } else { end(i - 1) };
        let part = bytes.get(self.text_at() + start..self.text_at() + end(i));
        part.and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }

    /// Whether everything that the table points to is there, and the aliases are in order.
    pub fn is_sound(&self, bytes: &[u8]) -> bool {
        self.strings_are_sound(bytes)
            && (0..self.entries).all(|i| self.entry_is_sound(bytes, i))
            && (0..self.aliases).all(|i| self.alias_is_sound(bytes, i))
    }

    fn strings_are_sound(&self, bytes: &[u8]) -> bool {
        let text = bytes.get(self.text_at()..).unwrap_or(&[]);
        let mut start = 0;
        (0..self.strings).all(|i| {
            let end = number(bytes, self.strings_at() + 4 * i as usize) as usize;
            let sound = text.get(start..end).is_some_and(|b| std::str::from_utf8(b).is_ok());
            start = end;
            sound
        }) && start == text.len()
    }

    fn entry_is_sound(&self, bytes: &[u8], i: u32) -> bool {
        let e = self.entry(bytes, i);
        let own = |a: u32| a < self.aliases && self.alias(bytes, a).entry == i;
        e.name < self.strings
            && (e.kind as usize) < NameKind::ALL.len()
            && e.since <= u32::from(u16::MAX)
            && self.list_is_sound(bytes, e.aliases, own)
            && self.list_is_sound(bytes, e.countries, |s| s < self.strings)
            && self.list_is_sound(bytes, e.not_in, |s| s < self.strings)
    }

    fn alias_is_sound(&self, bytes: &[u8], i: u32) -> bool {
        let a = self.alias(bytes, i);
        let rises = i == 0 || {
            let before = self.alias(bytes, i - 1);
            (self.string(bytes, before.key), before.entry) <= (self.string(bytes, a.key), a.entry)
        };
        a.key < self.strings
            && a.text < self.strings
            && a.entry < self.entries
            && rises
            && !self.string(bytes, a.key).is_empty()
            && self.list_is_sound(bytes, a.cues, |s| s < self.strings)
    }

    fn list_is_sound(&self, bytes: &[u8], list: List, sound: impl Fn(u32) -> bool) -> bool {
        u64::from(list.from) + u64::from(list.count) <= u64::from(self.lists)
            && self.list(bytes, list).all(sound)
    }
}

/// The number at byte `at`; 0 beyond the end.
fn number(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..).and_then(|b| b.first_chunk::<4>());
    four.map_or(0, |b| u32::from_le_bytes(*b))
}

/// Makes the table of `entries`. A later entry of the same name and kind replaces an earlier one.
pub fn write(entries: &[SourceEntry]) -> Result<Vec<u8>, GazetteerError> {
    let entries = last_of_each(entries);
    let mut writer = Writer::default();
    let states = states(&entries);
    let mut drafts = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        for mut draft in drafts_of(entry, &states) {
            draft.entry = i as u32;
            if draft.key.is_empty() {
                return Err(GazetteerError::NoName { entry: entry.name.clone() });
            }
            drafts.push(draft);
        }
    }
    // Sorted by key; each keeps its place among the aliases of its entry.
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&i| (drafts[i].key.as_str(), drafts[i].entry, i));
    let mut places = vec![0_u32; drafts.len()];
    for (place, &i) in order.iter().enumerate() {
        places[i] = place as u32;
    }
    let mut next = 0;
    for entry in &entries {
        let from = next;
        while drafts.get(next).is_some_and(|d| std::ptr::eq(entries[d.entry as usize], *entry)) {
            next += 1;
        }
        writer.entry(entry, &places[from..next]);
    }
    for &i in &order {
        writer.alias(&drafts[i]);
    }
    Ok(writer.finish(entries.len(), drafts.len()))
}

/// The entries, a replaced one in its first place.
fn last_of_each(entries: &[SourceEntry]) -> Vec<&SourceEntry> {
    let mut places: HashMap<(&str, NameKind), usize> = HashMap::new();
    let mut out: Vec<&SourceEntry> = Vec::with_capacity(entries.len());
    for entry in entries {
        match places.get(&(entry.name.as_str(), entry.kind)) {
            Some(&place) => out[place] = entry,
            None => {
                places.insert((&entry.name, entry.kind), out.len());
                out.push(entry);
            }
        }
    }
    out
}

struct Draft {
    key: String,
    text: String,
    entry: u32,
    flags: u32,
    cues: Vec<String>,
}

impl Draft {
    fn new(text: &str, flags: u32, cues: &[String]) -> Draft {
        Draft { key: key(text), text: text.to_owned(), entry: 0, flags, cues: cues.to_vec() }
    }
}

/// The names of all states, but those that need a guard.
fn states(entries: &[&SourceEntry]) -> States {
    let mut states = States::default();
    for entry in entries.iter().filter(|e| e.kind == NameKind::Country && !e.ambiguous) {
        states.add(key(bare(&entry.name)));
        entry.aliases.iter().for_each(|alias| states.add(key(alias)));
    }
    states
}

/// Every alias of an entry: its name first, then in the order written, then what follows from them.
fn drafts_of(entry: &SourceEntry, states: &States) -> Vec<Draft> {
    let bare = bare(&entry.name);
    let mut out = Vec::new();
    // Where the bare name is guarded, only the guarded form counts.
    if !entry.guarded.iter().any(|g| g.alias == bare) {
        let guard = if entry.ambiguous { flag::GUARDED } else { 0 };
        out.push(Draft::new(bare, flag::NAME | guard, &entry.cues));
    }
    if bare != entry.name {
        out.push(Draft::new(&entry.name, flag::WHOLE, &[]));
    }
    out.extend(entry.aliases.iter().map(|a| Draft::new(a, 0, &[])));
    out.extend(entry.guarded.iter().map(|g| Draft::new(&g.alias, flag::GUARDED, &g.cues)));
    for demonym in &entry.demonyms {
        out.push(Draft::new(demonym, flag::DEMONYM, &[]));
        if takes_s(demonym) {
            out.push(Draft::new(&format!("{demonym}s"), flag::DEMONYM | flag::HIDDEN, &[]));
        }
    }
    let mut known: HashSet<String> = out.iter().map(|d| d.key.clone()).collect();
    for i in 0..out.len() {
        if out[i].flags & !flag::NAME == 0 {
            let more = states.wordings(&out[i].text).into_iter();
            let more = more.map(|text| Draft::new(&text, flag::HIDDEN, &[]));
            out.extend(more.filter(|d| known.insert(d.key.clone())));
        }
    }
    out
}

/// Whether the people of a demonym are it with an `s`: Indians, Thais; not French, Chinese.
fn takes_s(demonym: &str) -> bool {
    !["s", "sh", "ch", "ese"].iter().any(|ending| demonym.ends_with(ending))
}

#[derive(Default)]
struct Writer {
    entries: Vec<u32>,
    aliases: Vec<u32>,
    lists: Vec<u32>,
    ends: Vec<u32>,
    text: String,
    known: HashMap<String, u32>,
}

impl Writer {
    fn entry(&mut self, entry: &SourceEntry, aliases: &[u32]) {
        let kind = NameKind::ALL.iter().position(|k| *k == entry.kind).unwrap_or(0) as u32;
        let name = self.string(&entry.name);
        let since = u32::from(entry.since.unwrap_or(0));
        let own = self.list(aliases.to_vec());
        let countries = self.strings(&entry.country);
        let not_in = self.strings(&entry.not_in);
        self.entries.extend([name, kind, since]);
        self.entries.extend([own, countries, not_in].into_iter().flat_map(|l| [l.from, l.count]));
    }

    fn alias(&mut self, draft: &Draft) {
        let key = self.string(&draft.key);
        let text = self.string(&draft.text);
        let cues = self.strings(&draft.cues);
        self.aliases.extend([key, text, draft.entry, draft.flags, cues.from, cues.count]);
    }

    fn strings(&mut self, strings: &[String]) -> List {
        let ids = strings.iter().map(|s| self.string(s)).collect();
        self.list(ids)
    }

    fn list(&mut self, numbers: Vec<u32>) -> List {
        let from = self.lists.len() as u32;
        let count = numbers.len() as u32;
        self.lists.extend(numbers);
        List { from, count }
    }

    fn string(&mut self, s: &str) -> u32 {
        if let Some(id) = self.known.get(s) {
            return *id;
        }
        let id = self.ends.len() as u32;
        self.text.push_str(s);
        self.ends.push(self.text.len() as u32);
        self.known.insert(s.to_owned(), id);
        id
    }

    fn finish(self, entries: usize, aliases: usize) -> Vec<u8> {
        let head = [
            VERSION,
            entries as u32,
            aliases as u32,
            self.lists.len() as u32,
            self.ends.len() as u32,
            self.text.len() as u32,
        ];
        let numbers = head
            .iter()
            .chain(&self.entries)
            .chain(&self.aliases)
            .chain(&self.lists)
            .chain(&self.ends);
        let mut out = MAGIC.to_vec();
        out.extend(numbers.flat_map(|n| n.to_le_bytes()));
        out.extend(self.text.as_bytes());
        out
    }
}

/// The entry as it was written, from its numbers.
pub fn source(bytes: &[u8], layout: &Layout, i: u32) -> SourceEntry {
    let record = layout.entry(bytes, i);
    let strings = |list: List| -> Vec<String> {
        layout.list(bytes, list).map(|s| layout.string(bytes, s).to_owned()).collect()
    };
    let kind = NameKind::ALL.get(record.kind as usize).copied().unwrap_or(NameKind::Program);
    let mut out = SourceEntry {
        name: layout.string(bytes, record.name).to_owned(),
        kind,
        aliases: Vec::new(),
        country: strings(record.countries),
        since: u16::try_from(record.since).ok().filter(|year| *year != 0),
        ambiguous: false,
        cues: Vec::new(),
        guarded: Vec::new(),
        demonyms: Vec::new(),
        not_in: strings(record.not_in),
    };
    for alias in layout.list(bytes, record.aliases).map(|a| layout.alias(bytes, a)) {
        let text = layout.string(bytes, alias.text).to_owned();
        let is = |flag: u32| alias.flags & flag != 0;
        if is(flag::NAME) {
            out.ambiguous = is(flag::GUARDED);
            out.cues = strings(alias.cues);
        } else if is(flag::GUARDED) {
            let cues = strings(alias.cues);
            out.guarded.push(SourceAlias { alias: text, ambiguous: true, cues });
        } else if is(flag::DEMONYM) && !is(flag::HIDDEN) {
            out.demonyms.push(text);
        } else if alias.flags == 0 {
            out.aliases.push(text);
        }
    }
    out
}
