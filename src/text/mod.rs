//! Floor 0: pure text. Spans, the way back to a source, words and sentences. It reads no file and
//! knows no document.

pub mod bounds;
pub mod fold;
pub mod lines;
pub mod map;
pub mod mark;
pub mod origin;
pub mod quoted;
pub mod sentence;
pub mod sketch;
pub mod space;
pub mod span;
pub mod spelling;
pub mod stem;
pub mod token;

pub use bounds::Bounds;
pub use lines::LineIndex;
pub use map::{How, Run, SourceMap, TextBuilder};
pub use origin::Origin;
pub use quoted::{Quoted, quoted};
pub use sketch::Sketch;
pub use space::one_line;
pub use span::{Span, offset};
pub use token::{Analysis, Token, tokens};
