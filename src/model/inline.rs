//! What stands in a line: text and what is said about it.

use super::{Attributes, NodeId};
use crate::source::Span;

/// A piece of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// Its name in the book.
    pub id: NodeId,
    /// What it is.
    pub kind: InlineKind,
    /// What the author said of it; `None` when nothing.
    pub attrs: Option<Box<Attributes>>,
    /// Where it was written.
    pub span: Span,
}

/// The kinds of [`Inline`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// Text with its typography already applied (quotes, dashes, no-break spaces).
    Text(String),
    /// The end of a source line: a space when set.
    SoftBreak,
    /// A line break the author asked for.
    HardBreak,
    /// A place where a line may end without a hyphen (`<wbr>`).
    WordBreak,
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Struck through.
    Strikeout(Vec<Inline>),
    /// Underlined (`<u>`, `<ins>`).
    Underline(Vec<Inline>),
    /// Small capitals.
    SmallCaps(Vec<Inline>),
    /// Raised.
    Superscript(Vec<Inline>),
    /// Lowered.
    Subscript(Vec<Inline>),
    /// Marked as with a pen (`<mark>`).
    Mark(Vec<Inline>),
    /// A key to press (`<kbd>`).
    Keyboard(Vec<Inline>),
    /// An abbreviation; the title in `attrs`.
    Abbreviation(Vec<Inline>),
    /// Language, class or label only.
    Span(Vec<Inline>),
    /// Code, set as it is.
    Code(String),
    /// A formula as written, without its dollars; `display` when it stood on lines of its own.
    Math {
        /// TeX source.
        tex: String,
        /// Whether it was written as a display.
        display: bool,
    },
    /// A link; where it leads is found by `resolve` under this inline's id.
    Link {
        /// As written: an address, `file.md#label`, `#label`.
        url: String,
        /// The tooltip.
        title: Option<String>,
        /// What is shown.
        content: Vec<Inline>,
    },
    /// `@fig-map`: named by number; what is shown is found by `resolve` under this inline's
    /// id, after `prefix`.
    Reference {
        /// The label it names, as written.
        label: String,
        /// What is shown of the place.
        form: ReferenceForm,
        /// The author's own word before the number (`[Map @fig-map]`).
        prefix: Vec<Inline>,
    },
    /// `[@knuth84, p. 3]`: works cited.
    Citation {
        /// Keys into the bibliography, in order.
        keys: Vec<String>,
        /// As written, with its brackets.
        content: Vec<Inline>,
    },
    /// A picture in the line.
    Image(Image),
    /// A call of the note with this index in its chapter's `notes`.
    Note(u32),
    /// The label of something nearby (`<a id="x">`) or an entry of the index: a place,
    /// nothing is shown.
    Anchor,
}

/// What a [`InlineKind::Reference`] shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceForm {
    /// The word and the number: "Figure 3"; with a capital where the language has both.
    Full {
        /// `@Fig-map`: at the beginning of a sentence.
        capital: bool,
    },
    /// The number alone: `[-@fig-map]`, and after the author's own word.
    Number,
}

/// A picture: in a line or as a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// As the author wrote it.
    pub url: String,
    /// Key into [`super::book::Book::assets`]; `None` when it is missing or remote.
    pub asset: Option<String>,
    /// Text in place of the picture; empty when decorative or forgotten.
    pub alt: String,
    /// The tooltip.
    pub title: Option<String>,
    /// Whether the author declared it decorative.
    pub decorative: bool,
    /// The width asked for.
    pub width: Option<super::length::Measure>,
    /// Whether it is to reach the edges of the paper.
    pub bleeds: bool,
}
