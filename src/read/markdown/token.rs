//! A run of inline text as a flat row of tokens: what the passes over it read and write.
//!
//! Markup is an `Open` and its `Close`, always balanced, so that a row of ten thousand
//! nested asterisks costs neither recursion nor depth until the tree is built.

use std::borrow::Cow;

use crate::model::Attributes;
use crate::model::inline::{Inline, InlineKind};

/// A token and its byte range in the file.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    /// What it is.
    pub kind: Kind<'a>,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// The kinds of [`Token`].
#[derive(Clone, Debug)]
pub(super) enum Kind<'a> {
    /// Text as typed: smart punctuation applies.
    Text(Cow<'a, str>),
    /// Text that stays as it is: escapes, entities, addresses.
    Literal(Cow<'a, str>),
    /// One of `[ ] ^ ~ * @ \` that Markdown itself made nothing of.
    Mark(u8),
    /// Markup begins.
    Open(Box<Wrap>),
    /// Markup ends.
    Close,
    /// An inline without text tokens of its own.
    Leaf(Box<(InlineKind, Option<Box<Attributes>>)>),
    /// An HTML tag, as written.
    Tag(Cow<'a, str>),
}

/// Markup round other tokens.
#[derive(Clone, Debug)]
pub(super) struct Wrap {
    /// What it makes of them.
    pub role: Role,
    /// What the author said of it.
    pub attrs: Option<Box<Attributes>>,
}

/// What markup makes of the text inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub(super) enum Role {
    Emphasis,
    Strong,
    Strikeout,
    Underline,
    SmallCaps,
    Superscript,
    Subscript,
    Mark,
    Keyboard,
    Abbreviation,
    Span,
    /// Works cited, as written.
    Citation {
        keys: Vec<String>,
    },
    Link {
        url: String,
        title: Option<String>,
    },
    /// A picture; what is inside is its text.
    Image {
        url: String,
        title: Option<String>,
    },
}

impl<'a> Token<'a> {
    /// A token of this kind over `start..end`.
    pub(super) fn new(kind: Kind<'a>, start: usize, end: usize) -> Self {
        Self { kind, start, end }
    }

    /// The beginning of markup.
    pub(super) fn open(role: Role, attrs: Option<Box<Attributes>>, start: usize, end: usize) -> Self {
        Self::new(Kind::Open(Box::new(Wrap { role, attrs })), start, end)
    }

    /// An inline on its own.
    pub(super) fn leaf(kind: InlineKind, start: usize, end: usize) -> Self {
        Self::new(Kind::Leaf(Box::new((kind, None))), start, end)
    }

    /// An inline without text, to be read again with what follows it.
    pub(super) fn from_inline(inline: Inline, start: usize, end: usize) -> Self {
        let Inline { kind, attrs, .. } = inline;
        Self::new(Kind::Leaf(Box::new((kind, attrs))), start, end)
    }

    /// The part of it that lies after `offset`; markup's ends always do.
    pub(super) fn after(mut self, offset: usize) -> Option<Self> {
        if self.start >= offset || matches!(self.kind, Kind::Open(_) | Kind::Close) {
            return Some(self);
        }
        if self.end <= offset {
            return None;
        }
        let Kind::Text(text) = &self.kind else { return None };
        let rest = text.get(offset - self.start..)?.to_owned();
        self.kind = Kind::Text(rest.into());
        self.start = offset;
        Some(self)
    }

    /// Its text, when it is text.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) | Kind::Literal(text) => Some(text),
            Kind::Mark(byte) => Some(mark_text(*byte)),
            _ => None,
        }
    }
}

/// A mark as text.
pub(super) fn mark_text(byte: u8) -> &'static str {
    match byte {
        b'[' => "[",
        b']' => "]",
        b'^' => "^",
        b'~' => "~",
        b'@' => "@",
        b'\\' => "\\",
        _ => "*",
    }
}
