//! Numbers of parts, chapters and appendices.
//!
//! A title that already begins with its number keeps it as the author wrote it: the
//! counter goes on, but no second number is set.

use super::super::Number;
use super::super::words::{Word, Words};
use super::numerals;
use crate::model::book::{Chapter, Matter, SectionKind};
use crate::model::manifest::{NumberStyle, Numbering};

/// How many parts, chapters and appendices there were.
#[derive(Debug, Default)]
pub(super) struct Chapters {
    part: u32,
    chapter: u32,
    appendix: u32,
}

/// What opens with a numbered chapter, part or appendix.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) word: Word,
    /// `3`, `III`, `Three`.
    pub(super) text: String,
    /// What the numbers of its sections and figures begin with; `None` in a part.
    pub(super) prefix: Option<String>,
}

impl Chapters {
    /// Counts a chapter of the first rank; `None` when it has no number.
    pub(super) fn open(&mut self, chapter: &Chapter, style: Numbering, words: &Words) -> Option<Opened> {
        if !is_numbered(chapter) {
            return None;
        }
        match chapter.kind {
            SectionKind::Part => {
                self.part += 1;
                if style.restart_in_parts {
                    self.chapter = 0;
                }
                let text = numerals::write(self.part, style.parts, words)?;
                Some(Opened { word: Word::Part, text, prefix: None })
            }
            SectionKind::Appendix => {
                self.appendix += 1;
                let text = numerals::letters(self.appendix);
                let prefix = Some(text.clone());
                (style.chapters != NumberStyle::None).then_some(Opened { word: Word::Appendix, text, prefix })
            }
            _ => {
                self.chapter += 1;
                let text = numerals::write(self.chapter, style.chapters, words)?;
                // `Figure Three.2` is nobody's way to write it.
                let figures = style.chapters == NumberStyle::Words;
                let prefix = if figures { self.chapter.to_string() } else { text.clone() };
                Some(Opened { word: Word::Chapter, text, prefix: Some(prefix) })
            }
        }
    }
}

/// Numbers are for the body's own chapters.
fn is_numbered(chapter: &Chapter) -> bool {
    let kind = matches!(chapter.kind, SectionKind::Part | SectionKind::Chapter | SectionKind::Appendix);
    let in_body = chapter.matter == Matter::Body || chapter.kind == SectionKind::Appendix;
    kind && in_body && !chapter.unnumbered
}

/// Whether a title begins with its number: `1. The Road`, `Chapter One`, `III`.
pub(super) fn says_number(title: &str, number: &Number) -> bool {
    let title = title.trim().to_lowercase();
    [&number.label, &number.text].into_iter().any(|said| {
        title.strip_prefix(&said.to_lowercase()).is_some_and(|rest| match rest.chars().next() {
            None => true,
            Some(c) => ".:)–—·|".contains(c) || (said == &number.label && !c.is_alphanumeric()),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_with_its_number_is_seen() {
        let number = Number { text: "1".into(), label: "Chapter 1".into() };
        for title in ["1", "1. The Road", "1: The Road", "Chapter 1", "chapter 1 The Road", "1) x"] {
            assert!(says_number(title, &number), "{title}");
        }
        for title in ["The Road", "10. Ten", "1984", "Chapter 10", "1 000 Nights"] {
            assert!(!says_number(title, &number), "{title}");
        }
        let words = Number { text: "One".into(), label: "Chapter One".into() };
        assert!(says_number("Chapter One: Rain", &words));
        assert!(!says_number("One Day in May", &words));
    }
}
