//! The page labels of a book's places, as far as they are known, and how references show
//! them.
//!
//! They are known only when everything is set, what shows them among it; so that is set with
//! placeholders first and again until nothing moves. What shows a label leaves room for the
//! longest that the place has had, so that this ends.

use std::collections::BTreeMap;

use crate::model::NodeId;
use crate::resolve::words::{Word, Words};

/// Figures of a label that is not known yet.
pub(super) const UNKNOWN: usize = 3;

/// Stands for a label that is not known yet.
const PLACEHOLDER: &str = "000";

/// Stands for a figure that a label once had: as wide as one, and no line ends at it.
const ROOM: char = '\u{2007}';

/// The page labels of a book's nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// None before anything is set.
    folios: Option<BTreeMap<NodeId, String>>,
    /// Characters of the longest label that each node has had.
    most: BTreeMap<NodeId, usize>,
    /// `page {}` and `(p. {})` in the language of the book.
    phrases: [String; 2],
    /// Whether their figures are all equally wide.
    even: bool,
}

impl Labels {
    /// No labels yet, in a book of this language.
    pub fn of(lang: &str) -> Self {
        let words = Words::of(lang);
        let phrases = [Word::Page, Word::PageNote].map(|word| words.referred(word, "{}", true));
        Self { phrases, ..Self::default() }
    }

    /// These labels, with room for what was seen before. `even`: with figures of one width,
    /// whatever the design has.
    #[must_use]
    pub fn next(&self, folios: BTreeMap<NodeId, String>, even: bool) -> Self {
        let mut most = self.most.clone();
        for (node, folio) in &folios {
            let length = most.entry(*node).or_default();
            *length = folio.chars().count().max(*length);
        }
        Self { folios: Some(folios), most, phrases: self.phrases.clone(), even: even || self.even }
    }

    /// The label of a node's page; signs in its place while it is not known.
    pub(super) fn folio(&self, node: NodeId) -> &str {
        self.folios.as_ref().and_then(|folios| folios.get(&node)).map_or(PLACEHOLDER, String::as_str)
    }

    /// Whether their figures are all equally wide.
    pub(super) fn is_even(&self) -> bool {
        self.even
    }

    /// Characters of the longest label that any round had.
    pub(super) fn longest(&self) -> usize {
        self.most.values().copied().max().unwrap_or(UNKNOWN)
    }

    /// `page 123`; `None` when the node is on no page.
    pub(super) fn page(&self, node: NodeId) -> Option<String> {
        self.phrase(0, node)
    }

    /// `(p. 123)`; `None` when the node is on no page.
    pub(super) fn page_note(&self, node: NodeId) -> Option<String> {
        self.phrase(1, node)
    }

    fn phrase(&self, which: usize, node: NodeId) -> Option<String> {
        let Some(folios) = &self.folios else {
            return Some(self.phrases[which].replacen("{}", PLACEHOLDER, 1));
        };
        let folio = folios.get(&node)?;
        let most = self.most.get(&node).copied().unwrap_or_default();
        let mut text = self.phrases[which].replacen("{}", folio, 1);
        text.extend(std::iter::repeat_n(ROOM, most.saturating_sub(folio.chars().count())));
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NODE: NodeId = NodeId { chapter: 0, index: 1 };

    fn folios(label: &str) -> BTreeMap<NodeId, String> {
        BTreeMap::from([(NODE, label.to_owned())])
    }

    #[test]
    fn phrases_are_the_languages_and_stay_on_one_line() {
        let known = |lang| Labels::of(lang).next(folios("12"), false);
        assert_eq!(known("en").page(NODE).as_deref(), Some("page\u{a0}12"));
        assert_eq!(known("de").page_note(NODE).as_deref(), Some("(S.\u{a0}12)"));
        assert_eq!(known("ko").page(NODE).as_deref(), Some("12쪽"));
        assert_eq!(Labels::of("en").page(NODE).as_deref(), Some("page\u{a0}000"), "before anything is set");
        assert_eq!(known("en").page(NodeId::default()), None, "on no page");
    }

    #[test]
    fn a_label_never_takes_less_room_than_it_had() {
        let labels = Labels::of("en").next(folios("100"), false).next(folios("99"), false);
        assert_eq!(labels.page(NODE).as_deref(), Some("page\u{a0}99\u{2007}"));
        assert_eq!(labels.longest(), 3);
        assert_eq!(labels.next(folios("99"), false), labels, "settled");
    }
}
