//! Text as a style sets it: runs of one face each.

/// How a run is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Face {
    /// In italics.
    pub italic: bool,
    /// In bold.
    pub bold: bool,
    /// In small capitals.
    pub small_caps: bool,
    /// Underlined.
    pub underline: bool,
    /// Above or below the line.
    pub shift: Shift,
}

/// Where a run stands against the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Shift {
    /// On it.
    #[default]
    None,
    /// Raised.
    Raised,
    /// Lowered.
    Lowered,
}

/// Some text of one face.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// How it is set.
    pub face: Face,
    /// The address that it leads to.
    pub link: Option<String>,
}

/// A text of one line in several faces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rich {
    /// The runs, in order.
    pub runs: Vec<Run>,
}

impl Rich {
    /// The bare text.
    pub fn plain(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// This text, `between` and then `other`.
    pub fn followed_by(mut self, between: &str, other: Rich) -> Rich {
        if !self.runs.is_empty() && !other.runs.is_empty() {
            self.runs.push(Run { text: between.to_owned(), ..Run::default() });
        }
        self.runs.extend(other.runs);
        self
    }

    /// The text without its last character.
    pub fn without_last(mut self) -> Rich {
        if let Some(run) = self.runs.last_mut() {
            run.text.pop();
        }
        self.runs.retain(|run| !run.text.is_empty());
        self
    }

    /// The text without its first character.
    pub fn without_first(mut self) -> Rich {
        if let Some(run) = self.runs.first_mut() {
            run.text = run.text.chars().skip(1).collect();
        }
        self.runs.retain(|run| !run.text.is_empty());
        self
    }
}
