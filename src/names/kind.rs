//! The kinds of names.

use serde::{Deserialize, Serialize};

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// A programme, an initiative, a fund.
    Program,
    /// A treaty, an agreement, an arrangement, a regime.
    Agreement,
    /// A law, a regulation, a procedure, a status.
    Regulation,
    /// A dialogue, a grouping, a conference, an exhibition.
    Forum,
    /// A military exercise.
    Exercise,
    /// An alliance, a ministry, a service, a command, a think tank, a university.
    Organisation,
    /// An agency, an office, a laboratory below one of those.
    Office,
    /// A company.
    Company,
    /// An aircraft, a ship, a vehicle, a weapon, an engine.
    Platform,
    /// A state.
    Country,
}

impl NameKind {
    /// All kinds, in the order they are listed.
    pub const ALL: [NameKind; 10] = [
        NameKind::Program,
        NameKind::Agreement,
        NameKind::Regulation,
        NameKind::Forum,
        NameKind::Exercise,
        NameKind::Organisation,
        NameKind::Office,
        NameKind::Company,
        NameKind::Platform,
        NameKind::Country,
    ];

    /// The word for it in the gazetteer and in output.
    pub fn name(self) -> &'static str {
        match self {
            NameKind::Program => "program",
            NameKind::Agreement => "agreement",
            NameKind::Regulation => "regulation",
            NameKind::Forum => "forum",
            NameKind::Exercise => "exercise",
            NameKind::Organisation => "organisation",
            NameKind::Office => "office",
            NameKind::Company => "company",
            NameKind::Platform => "platform",
            NameKind::Country => "country",
        }
    }

    /// Whether names of this kind are programs; the others are entities.
    pub fn is_program(self) -> bool {
        self <= NameKind::Exercise
    }
}
