//! The ornaments that authors give to single scene breaks: the style sheet draws them, since
//! a break is no text.

use std::collections::BTreeSet;

use crate::model::block::{Block, BlockKind};
use crate::model::book::Book;
use crate::model::walk;

/// Ornaments other than the theme's, each with a class of its own.
#[derive(Debug, Default)]
pub(super) struct Ornaments(Vec<String>);

impl Ornaments {
    /// Those of a book, in the order of their characters.
    pub(super) fn of(book: &Book) -> Self {
        let mut found = BTreeSet::new();
        let mut see = |block: &Block| {
            if let BlockKind::SceneBreak(Some(symbol)) = &block.kind
                && !symbol.trim().is_empty()
            {
                found.insert(symbol.trim().to_owned());
            }
        };
        for chapter in &book.chapters {
            walk::blocks(&chapter.blocks, &mut see, &mut |_| {});
            for note in &chapter.notes {
                walk::blocks(&note.blocks, &mut see, &mut |_| {});
            }
        }
        Self(found.into_iter().collect())
    }

    /// The class of a break with this ornament: `blank` when it has none, nothing when it
    /// is the theme's.
    pub(super) fn class(&self, symbol: Option<&str>) -> String {
        match symbol.map(str::trim) {
            None => String::new(),
            Some("") => "blank".to_owned(),
            Some(symbol) => self
                .0
                .binary_search_by(|known| known.as_str().cmp(symbol))
                .map_or_else(|_| String::new(), |at| format!("ornament-{}", at + 1)),
        }
    }

    /// Every ornament with its class.
    pub(super) fn all(&self) -> impl Iterator<Item = (String, &str)> {
        self.0.iter().enumerate().map(|(at, symbol)| (format!("ornament-{}", at + 1), symbol.as_str()))
    }
}
