//! Where each byte of a text came from.
//!
//! Text can only be added to a [`TextBuilder`] together with its origin, so a text without a way
//! back cannot be made. Sources are byte offsets of the decoded source text; what those are in the
//! file on disk is the business of [`Origin`](super::origin::Origin).

use serde::{Deserialize, Serialize};

use super::span::{Span, offset};

/// How a run of text relates to its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    /// The bytes equal those of the source range.
    Exact,
    /// The bytes stand for the source range as a whole; nothing finer is known.
    Rewritten,
    /// The bytes stand at a point of the source and are not in it (a space where lines were joined).
    Inserted,
}

/// A stretch of text with one origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// End of the run in the text; it starts where the run before it ends.
    pub end: u32,
    /// The source range; empty for inserted text.
    pub source: Span,
    /// How text and source relate.
    pub how: How,
}

/// The runs of one text, in order, without gaps. Sources never run backwards (law T2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMap {
    runs: Vec<Run>,
}

impl SourceMap {
    /// The runs in order.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The smallest source range that gave `span` of the text. A span that touches a rewritten run
    /// takes in the whole of that run's source.
    pub fn source(&self, span: Span) -> Span {
        let (Some(first), Some(last)) =
            (self.run_at(span.start), self.run_at(span.end.max(span.start + 1) - 1))
        else {
            return self
                .runs
                .last()
                .map_or_else(Span::default, |r| Span { start: r.source.end, end: r.source.end });
        };
        let (run, begin) = first;
        let start = match run.how {
            How::Exact => run.source.start + (span.start - begin),
            How::Rewritten | How::Inserted => run.source.start,
        };
        let (run, begin) = last;
        let end = match run.how {
            How::Exact => run.source.start + (span.end.max(span.start) - begin),
            How::Rewritten | How::Inserted => run.source.end,
        };
        Span { start, end: end.max(start) }
    }

    /// Whether the map satisfies its laws for a text of `len` bytes and a source of `source_len`.
    pub fn is_sound(&self, len: usize, source_len: u32) -> bool {
        let (mut end, mut source) = (0, 0);
        for run in &self.runs {
            let length = run.end.checked_sub(end);
            let right_length = match run.how {
                How::Exact => length == run.source.end.checked_sub(run.source.start),
                How::Rewritten => run.source.start <= run.source.end,
                How::Inserted => run.source.start == run.source.end,
            };
            if length.is_none_or(|l| l == 0) || !right_length || run.source.start < source {
                return false;
            }
            (end, source) = (run.end, run.source.end);
        }
        end as usize == len && source <= source_len
    }

    fn run_at(&self, at: u32) -> Option<(Run, u32)> {
        let i = self.runs.partition_point(|r| r.end <= at);
        let begin = if i == 0 { 0 } else { self.runs[i - 1].end };
        self.runs.get(i).map(|r| (*r, begin))
    }
}

/// Collects text with its origin.
#[derive(Debug)]
pub struct TextBuilder<'a> {
    source: &'a str,
    text: String,
    map: SourceMap,
}

impl<'a> TextBuilder<'a> {
    /// An empty text over `source`.
    pub fn new(source: &'a str) -> Self {
        TextBuilder { source, text: String::new(), map: SourceMap::default() }
    }

    /// What has been added so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the source of the last run ends; what is added next must not lie before it.
    pub fn source_end(&self) -> u32 {
        self.map.runs.last().map_or(0, |r| r.source.end)
    }

    /// Copies `span` of the source. Nothing is added for an empty span.
    ///
    /// # Panics
    /// If the span is not on character boundaries or lies before what was added last: the reader
    /// that calls this is wrong, whatever the document holds.
    pub fn exact(&mut self, span: Span) {
        let slice = span.slice(self.source).expect("readers cut on character boundaries");
        self.push(slice, span, How::Exact);
    }

    /// Adds `text` that stands for `span` of the source.
    pub fn rewritten(&mut self, text: &str, span: Span) {
        self.push(text, span, How::Rewritten);
    }

    /// Adds `text` that is not in the source, at the point `at`.
    pub fn inserted(&mut self, text: &str, at: u32) {
        self.push(text, Span { start: at, end: at }, How::Inserted);
    }

    /// Gives back what was added, without white space at either end.
    pub fn finish(mut self) -> (String, SourceMap) {
        let kept = self.text.trim_end().len();
        self.text.truncate(kept);
        let lead = self.text.len() - self.text.trim_start().len();
        let mut runs = Vec::with_capacity(self.map.runs.len());
        let mut begin = 0;
        for run in self.map.runs {
            let (from, to) = (begin.max(offset(lead)), run.end.min(offset(kept)));
            if from < to {
                let source = match run.how {
                    How::Exact => Span {
                        start: run.source.start + (from - begin),
                        end: run.source.start + (to - begin),
                    },
                    How::Rewritten | How::Inserted => run.source,
                };
                runs.push(Run { end: to - offset(lead), source, how: run.how });
            }
            begin = run.end;
        }
        self.text.drain(..lead);
        (self.text, SourceMap { runs })
    }

    fn push(&mut self, text: &str, source: Span, how: How) {
        if text.is_empty() {
            return;
        }
        assert!(source.start >= self.source_end(), "sources of one text never run backwards");
        self.text.push_str(text);
        let end = offset(self.text.len());
        match self.map.runs.last_mut() {
            Some(last)
                if how == How::Exact && last.how == how && last.source.end == source.start =>
            {
                last.end = end;
                last.source.end = source.end;
            }
            _ => self.map.runs.push(Run { end, source, how }),
        }
    }
}
