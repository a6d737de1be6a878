//! The nouns of a book: data only, immutable once made.
//!
//! `read` makes a [`book::Book`]; knowledge about it (numbers, targets) stands beside
//! it, keyed by [`NodeId`], never inside it.

pub mod block;
pub mod book;
pub mod fit;
pub mod inline;
pub mod label;
pub mod length;
pub mod manifest;
pub mod metadata;
pub mod notes;
pub mod press;
pub mod table;
pub mod theme;
pub mod walk;

/// A block, an inline or a chapter of the book; the order is the reading order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId {
    /// Index into [`book::Book::chapters`].
    pub chapter: u32,
    /// Count within the chapter; 0 is the chapter itself.
    pub index: u32,
}

/// A place in the text: a byte of a block's flattened text (see [`walk::flatten`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The block.
    pub node: NodeId,
    /// Byte offset into its flattened text.
    pub at: u32,
}

/// `{#label .class key=value lang=xx}` as the author wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// `#label`.
    pub label: Option<String>,
    /// `.class`, in order.
    pub classes: Vec<String>,
    /// `key=value`, in order; `lang` is among them.
    pub pairs: Vec<(String, String)>,
}

impl Attributes {
    /// Whether the class was written.
    pub fn has(&self, class: &str) -> bool {
        self.classes.iter().any(|c| c == class)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    /// The language that was given here, as BCP 47.
    pub fn lang(&self) -> Option<&str> {
        self.get("lang")
    }
}
