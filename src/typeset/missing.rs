//! Characters that no font of the edition has: gathered over the whole book, one finding
//! a writing, so that a book in a writing without a font says so once and not in every
//! paragraph. Signs that belong to no writing are told one by one, emoji together.

use std::collections::{BTreeMap, BTreeSet};

use super::findings;
use crate::diagnostic::{Code, Diagnostic};
use crate::font::script_name;
use crate::source::Span;

/// Places that are shown beside the first.
const ALSO: usize = 3;

/// What setting a part of the book has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// A finding.
    Finding(Diagnostic),
    /// Characters of one place that no font has.
    Missing {
        /// The place.
        span: Span,
        /// The characters.
        characters: BTreeSet<char>,
    },
}

impl Remark {
    /// Whether it says that a fix of this place changes nothing.
    pub(super) fn is_fit_of(&self, place: Span) -> bool {
        let Self::Finding(finding) = self else { return false };
        finding.code == Code::FitWithoutEffect && finding.labels.iter().any(|label| label.span == place)
    }
}

impl From<Diagnostic> for Remark {
    fn from(finding: Diagnostic) -> Self {
        Self::Finding(finding)
    }
}

/// One finding about missing characters in the making.
#[derive(Debug, Default)]
pub(super) struct Missing {
    /// The writing.
    pub(super) script: &'static str,
    pub(super) characters: BTreeSet<char>,
    /// The first places, in the order they were met.
    pub(super) shown: Vec<Span>,
    /// Every place.
    places: BTreeSet<Span>,
}

impl Missing {
    /// In how many places they stand.
    pub(super) fn count(&self) -> usize {
        self.places.len()
    }

    fn add(&mut self, c: char, span: Span) {
        self.characters.insert(c);
        if self.places.insert(span) && self.shown.len() <= ALSO {
            self.shown.push(span);
        }
    }
}

/// The findings of a book in order; one about missing characters stands where the first
/// of them was met.
pub(super) fn gather(remarks: impl IntoIterator<Item = Remark>) -> Vec<Diagnostic> {
    let mut order: Vec<Result<Diagnostic, Key>> = Vec::new();
    let mut groups: BTreeMap<Key, Missing> = BTreeMap::new();
    for remark in remarks {
        match remark {
            Remark::Finding(finding) => order.push(Ok(finding)),
            Remark::Missing { span, characters } => {
                for c in characters {
                    let key = key(c);
                    let group = groups.entry(key).or_insert_with(|| {
                        order.push(Err(key));
                        Missing { script: key.0, ..Missing::default() }
                    });
                    group.add(c, span);
                }
            }
        }
    }
    let finding = |key| groups.get(&key).map(findings::missing_glyphs);
    order.into_iter().filter_map(|slot| slot.map_or_else(finding, Some)).collect()
}

/// A writing; a symbol stands for itself.
type Key = (&'static str, Option<char>);

fn key(c: char) -> Key {
    let script = script_name(c);
    (script, (script == "symbol").then_some(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn missing(at: usize, characters: &str) -> Remark {
        Remark::Missing { span: Span::new(FileId(0), at, at + 1), characters: characters.chars().collect() }
    }

    fn messages(remarks: Vec<Remark>) -> Vec<String> {
        gather(remarks).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn a_writing_is_told_once_with_all_its_characters() {
        let remarks = vec![
            missing(1, "한글"),
            Diagnostic::new(Code::OverfullLine, "between").into(),
            missing(2, "국글"),
            missing(2, "글"),
        ];
        let expected = ["no font has signs for `국글한` (Korean), met in 2 places", "between"];
        assert_eq!(messages(remarks), expected);
    }

    #[test]
    fn emoji_are_told_together_and_symbols_apart() {
        let expected = [
            "no font has a sign for `⏲` (symbol)",
            "no font has a sign for `♞` (symbol)",
            "no font has signs for `🍳🍽` (emoji), met in 2 places",
        ];
        assert_eq!(messages(vec![missing(1, "⏲♞🍳"), missing(2, "🍽")]), expected);
    }

    #[test]
    fn only_some_characters_and_places_are_shown() {
        let all: String = ('가'..).take(40).collect();
        let remarks: Vec<Remark> = (0..1_500).map(|at| missing(at, &all)).collect();
        let finding = gather(remarks).pop().expect("a finding");
        let shown: String = all.chars().take(12).collect();
        assert_eq!(
            finding.message,
            format!("no font has signs for `{shown}…` (Korean), met in 1,500 places")
        );
        let places: Vec<u32> = finding.labels.iter().map(|label| label.span.start).collect();
        assert_eq!(places, [0, 1, 2, 3]);
        assert_eq!(finding.help, ["add a Korean font under `fonts: fallback:` in book.yaml"]);
    }

    #[test]
    fn the_article_suits_the_writing() {
        let helps = |c: &str| gather(vec![missing(1, c)])[0].help[0].clone();
        assert!(helps("→").starts_with("add an arrow font "));
        assert!(helps("ا").starts_with("add an Arabic font "));
        assert!(helps("😀").starts_with("add an emoji font "));
        assert!(helps("𐎀").starts_with("add a Ugaritic font "));
    }
}
