//! The gazetteer: names, their kinds and aliases, ready at build time.

use std::sync::Arc;

use super::kind::NameKind;
use super::source::{self, GazetteerError};
use super::table::{self, Layout, flag};
use crate::text::token::UNITED_STATES;

/// The names that ship with the program, as `build.rs` made them.
const SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/gazetteer.bin"));

/// An entry of a gazetteer: its number, from 0. Another gazetteer gives other numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// The names that pincite knows. Cheap to open and to clone.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    bytes: Bytes,
    layout: Layout,
}

#[derive(Clone, Debug)]
enum Bytes {
    Shipped,
    Owned(Arc<[u8]>),
}

/// What a gazetteer says of one thing.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    gazetteer: &'a Gazetteer,
    /// Its number.
    pub id: EntryId,
}

/// A name of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias<'a> {
    /// As written in the gazetteer.
    pub text: &'a str,
    /// Whether it names the entry only in exact case and beside a cue.
    pub guarded: bool,
    /// Whether it names the entry only in exact case, which is enough.
    pub exact: bool,
    /// Whether it is an adjective of a country, which names it more weakly.
    pub demonym: bool,
}

impl Gazetteer {
    /// The names that ship with the program.
    pub fn shipped() -> Gazetteer {
        let layout = Layout::of(SHIPPED).unwrap_or_default();
        Gazetteer { bytes: Bytes::Shipped, layout }
    }

    /// The shipped names and those of a corpus's own file (`[[entry]]` tables): the same name and
    /// kind replaces an entry, a new one adds.
    ///
    /// # Errors
    /// What cannot be read as a gazetteer, with its line; an entry without a name.
    pub fn with_corpus(toml: &str) -> Result<Gazetteer, GazetteerError> {
        let shipped = Gazetteer::shipped();
        let mut entries: Vec<_> = (0..shipped.layout.entries)
            .map(|i| table::source(shipped.as_bytes(), &shipped.layout, i))
            .collect();
        entries.extend(source::parse(toml)?);
        Gazetteer::from_bytes(table::write(&entries)?)
    }

    /// A gazetteer that [`Gazetteer::as_bytes`] gave, checked whole.
    ///
    /// # Errors
    /// [`GazetteerError::Damaged`] for every other run of bytes.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Gazetteer, GazetteerError> {
        let layout = Layout::of(&bytes)?;
        if !layout.is_sound(&bytes) {
            return Err(GazetteerError::Damaged);
        }
        Ok(Gazetteer { bytes: Bytes::Owned(bytes.into()), layout })
    }

    /// The ready form, to be kept beside an index.
    pub fn as_bytes(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Shipped => SHIPPED,
            Bytes::Owned(bytes) => bytes,
        }
    }

    /// Names the content: the first 16 hexadecimal digits of its BLAKE3 hash.
    pub fn digest(&self) -> String {
        blake3::hash(self.as_bytes()).to_hex()[..16].to_owned()
    }

    /// Number of entries; their ids are 0 up to it.
    pub fn len(&self) -> u32 {
        self.layout.entries
    }

    /// Whether it knows no name.
    pub fn is_empty(&self) -> bool {
        self.layout.entries == 0
    }

    /// What is known of `id`; an id of another gazetteer may give an entry without a name.
    pub fn entry(&self, id: EntryId) -> Entry<'_> {
        Entry { gazetteer: self, id }
    }

    /// All entries, by number.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        (0..self.layout.entries).map(|i| self.entry(EntryId(i)))
    }

    /// Every entry that has `words` as a name or alias, guarded ones and adjectives too, since
    /// somebody asks for it. Spelling, case, hyphens and accents are folded; where the case alone
    /// tells entries apart (`iDEX`, `IDEX`) the one that is written so is meant.
    pub fn named(&self, words: &str) -> Vec<EntryId> {
        let words = words.trim();
        let key = table::key(words);
        let mut found = self.with_key(&key);
        if found.is_empty() {
            // `us` is the pronoun in a text; who asks for a name means the country.
            let state = |term| if term == "us" { UNITED_STATES } else { term };
            let terms: Vec<&str> = key.split(' ').map(state).collect();
            found = self.with_key(&terms.join(" "));
        }
        let as_written =
            |a: &&u32| self.text(self.layout.alias(self.as_bytes(), **a).text) == words;
        if found.iter().any(|a| as_written(&a)) {
            found.retain(|a| as_written(&a));
        }
        let mut entries: Vec<EntryId> =
            found.iter().map(|a| EntryId(self.layout.alias(self.as_bytes(), *a).entry)).collect();
        entries.sort_unstable();
        entries.dedup();
        entries
    }

    /// The names of an entry by which a query for it can be widened, its own first; no adjectives.
    pub fn aliases_of(&self, id: EntryId) -> Vec<Alias<'_>> {
        self.entry(id).aliases().filter(|a| !a.demonym).collect()
    }

    /// Numbers of the aliases with this key.
    fn with_key(&self, key: &str) -> Vec<u32> {
        let bytes = self.as_bytes();
        let key_of = |i: u32| self.text(self.layout.alias(bytes, i).key);
        let (mut low, mut high) = (0, self.layout.aliases);
        while low < high {
            let middle = low + (high - low) / 2;
            if key_of(middle) < key { low = middle + 1 } else { high = middle }
        }
        (low..self.layout.aliases).take_while(|i| key_of(*i) == key).collect()
    }

    fn text(&self, string: u32) -> &str {
        self.layout.string(self.as_bytes(), string)
    }

    /// The aliases with this key: entry, text, flags and cues.
    pub(super) fn patterns_of(
        &self,
        key: &str,
    ) -> impl Iterator<Item = (EntryId, &str, u32, Vec<&str>)> {
        let bytes = self.as_bytes();
        self.with_key(key).into_iter().map(move |i| {
            let alias = self.layout.alias(bytes, i);
            let cues = self.layout.list(bytes, alias.cues).map(|s| self.text(s)).collect();
            (EntryId(alias.entry), self.text(alias.text), alias.flags, cues)
        })
    }

    /// Every name that is shown, adjectives aside: its key, itself, its entry.
    pub fn shown_names(&self) -> impl Iterator<Item = (&str, &str, EntryId)> {
        let bytes = self.as_bytes();
        let left_out = flag::HIDDEN | flag::WHOLE | flag::DEMONYM;
        (0..self.layout.aliases)
            .map(move |i| self.layout.alias(bytes, i))
            .filter(move |a| a.flags & left_out == 0)
            .map(|a| (self.text(a.key), self.text(a.text), EntryId(a.entry)))
    }

    /// Key, text and flags of every alias of an entry that texts may print, but adjectives; what
    /// follows from others comes last.
    pub(super) fn names_with_flags(&self, id: EntryId) -> impl Iterator<Item = (&str, &str, u32)> {
        let bytes = self.as_bytes();
        let aliases = self.layout.list(bytes, self.entry(id).record().aliases);
        let mut aliases: Vec<_> = aliases.map(|a| self.layout.alias(bytes, a)).collect();
        aliases.retain(|a| a.flags & (flag::WHOLE | flag::DEMONYM) == 0);
        aliases.sort_by_key(|a| a.flags & flag::HIDDEN);
        aliases.into_iter().map(|a| (self.text(a.key), self.text(a.text), a.flags))
    }

    /// The phrases inside which nothing names the entry.
    pub(super) fn not_in(&self, id: EntryId) -> impl Iterator<Item = &str> {
        let bytes = self.as_bytes();
        self.layout.list(bytes, self.entry(id).record().not_in).map(|s| self.text(s))
    }

    /// Every alias of every entry, as the finder needs them.
    pub(super) fn patterns(&self) -> impl Iterator<Item = AliasPattern<'_>> {
        let bytes = self.as_bytes();
        (0..self.layout.aliases).map(move |i| {
            let alias = self.layout.alias(bytes, i);
            AliasPattern {
                entry: EntryId(alias.entry),
                key: self.text(alias.key),
                text: self.text(alias.text),
                flags: alias.flags,
                cues: self.layout.list(bytes, alias.cues).map(|s| self.text(s)).collect(),
            }
        })
    }

    /// The phrases inside which nothing names an entry, with the entry.
    pub(super) fn blockers(&self) -> impl Iterator<Item = (EntryId, &str)> {
        let bytes = self.as_bytes();
        (0..self.layout.entries).flat_map(move |i| {
            let phrases = self.layout.entry(bytes, i).not_in;
            self.layout.list(bytes, phrases).map(move |s| (EntryId(i), self.text(s)))
        })
    }
}

/// An alias with what it takes to find it.
pub(super) struct AliasPattern<'a> {
    pub entry: EntryId,
    pub key: &'a str,
    pub text: &'a str,
    pub flags: u32,
    pub cues: Vec<&'a str>,
}

impl<'a> Entry<'a> {
    /// The canonical name, as a facet shows it.
    pub fn name(self) -> &'a str {
        self.gazetteer.text(self.record().name)
    }

    /// What it is the name of.
    pub fn kind(self) -> NameKind {
        let kind = NameKind::ALL.get(self.record().kind as usize);
        kind.copied().unwrap_or(NameKind::Program)
    }

    /// Whether it belongs to the programs; else it is an entity.
    pub fn is_program(self) -> bool {
        self.kind().is_program()
    }

    /// Every name it has, its own (without what only tells it apart) first.
    pub fn aliases(self) -> impl Iterator<Item = Alias<'a>> {
        let Gazetteer { layout, .. } = self.gazetteer;
        let bytes = self.gazetteer.as_bytes();
        layout
            .list(bytes, self.record().aliases)
            .map(|a| layout.alias(bytes, a))
            .filter(|a| a.flags & (flag::HIDDEN | flag::WHOLE) == 0)
            .map(|a| Alias {
                text: layout.string(bytes, a.text),
                guarded: a.flags & flag::GUARDED != 0 && !a.cues.is_empty(),
                exact: a.flags & flag::GUARDED != 0 && a.cues.is_empty(),
                demonym: a.flags & flag::DEMONYM != 0,
            })
    }

    /// ISO 3166-1 alpha-2 codes of the parties or the home.
    pub fn countries(self) -> impl Iterator<Item = &'a str> {
        let Gazetteer { layout, .. } = self.gazetteer;
        let bytes = self.gazetteer.as_bytes();
        layout.list(bytes, self.record().countries).map(|s| layout.string(bytes, s))
    }

    /// The year it was announced, signed or founded, where that is sure.
    pub fn since(self) -> Option<u16> {
        u16::try_from(self.record().since).ok().filter(|year| *year != 0)
    }

    fn record(self) -> table::EntryRecord {
        self.gazetteer.layout.entry(self.gazetteer.as_bytes(), self.id.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ships_is_sound_and_says_what_the_files_say() {
        let gazetteer = Gazetteer::from_bytes(SHIPPED.to_vec()).unwrap();
        assert_eq!(gazetteer.digest(), Gazetteer::shipped().digest());
        let [id] = gazetteer.named("iDEX")[..] else { panic!("one entry has this name") };
        let entry = gazetteer.entry(id);
        assert_eq!(entry.name(), "Innovations for Defence Excellence");
        assert_eq!((entry.kind(), entry.is_program()), (NameKind::Program, true));
        assert_eq!(entry.countries().collect::<Vec<_>>(), ["IN"]);
        assert_eq!(entry.since(), Some(2018));
        let india = gazetteer.entry(gazetteer.named("India")[0]);
        assert!(!india.is_program());
        let adjectives: Vec<_> = india.aliases().filter(|a| a.demonym).map(|a| a.text).collect();
        assert_eq!(adjectives, ["Indian"]);
        assert!(gazetteer.aliases_of(india.id).iter().all(|a| !a.demonym));
    }

    #[test]
    fn a_corpus_adds_and_replaces_and_keeps_the_rest() {
        let shipped = Gazetteer::shipped();
        assert_eq!(Gazetteer::with_corpus("").unwrap().as_bytes(), shipped.as_bytes());
        let toml = "[[entry]]\nname = \"AUKUS\"\nkind = \"forum\"\naliases = [\"A3\"]\n";
        let more = Gazetteer::with_corpus(toml).unwrap();
        assert_eq!(more.len(), shipped.len());
        assert_eq!(more.named("A3"), more.named("AUKUS"));
        let toml = "[[entry]]\nname = \"(…)\"\nkind = \"forum\"\n";
        assert!(matches!(Gazetteer::with_corpus(toml), Err(GazetteerError::NoName { .. })));
    }

    #[test]
    fn an_entry_that_is_not_there_is_empty() {
        let gazetteer = Gazetteer::shipped();
        let nobody = gazetteer.entry(EntryId(u32::MAX));
        assert_eq!((nobody.name(), nobody.aliases().count(), nobody.since()), ("", 0, None));
    }
}
