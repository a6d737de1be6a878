//! Numbers of parts, chapters and appendices.
//!
//! A title that already begins with its number keeps it as the author wrote it: the
//! counter goes on, no second number is set, and the author is told.

use super::super::Number;
use super::super::words::{Word, Words};
use super::numerals;
use crate::model::book::{Chapter, Matter, SectionKind};
use crate::model::inline::{Inline, InlineKind};
use crate::model::manifest::{NumberStyle, Numbering};
use crate::model::walk;
use crate::source::Span;

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

/// The number that a title begins with, if it is its own: `1. The Road`, `Chapter One`, `III`.
pub(super) fn said_number<'t>(title: &'t str, number: &Number) -> Option<&'t str> {
    let title = title.trim();
    [&number.label, &number.text].into_iter().find_map(|said| {
        let end = prefix(title, said)?;
        let mut after = title[end..].chars();
        let ends_there = match after.next() {
            None => true,
            // `1.5` is another number than `1`.
            Some('.') => !after.next().is_some_and(char::is_numeric),
            Some(c) if c.is_alphanumeric() => false,
            Some(c) => ":)–—·|".contains(c) || said == &number.label || said.contains('.'),
        };
        ends_there.then(|| &title[..end])
    })
}

/// Where `start` ends at the beginning of `text`, upper and lower case being the same.
fn prefix(text: &str, start: &str) -> Option<usize> {
    let mut letters = text.char_indices();
    for wanted in start.chars() {
        let (_, letter) = letters.next()?;
        if !letter.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(letters.offset())
}

/// The place of what a title begins with: the first words of its source, which are the
/// same letters unless markup stands among them; `whole` where it has no words.
pub(super) fn place(title: &[Inline], said: &str, whole: Span) -> Span {
    let mut first = None;
    walk::inlines(title, &mut |inline| {
        if matches!(inline.kind, InlineKind::Text(_)) {
            first.get_or_insert(inline.span);
        }
    });
    let Some(first) = first else { return whole };
    let end = first.start.saturating_add(u32::try_from(said.len()).unwrap_or(0));
    Span { end: end.min(first.end), ..first }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_with_its_number_is_seen() {
        let number = Number { text: "1".into(), label: "Chapter 1".into() };
        let said = |title| said_number(title, &number);
        for title in ["1", "1. The Road", "1: The Road", " 1) x"] {
            assert_eq!(said(title), Some("1"), "{title}");
        }
        assert_eq!(said("Chapter 1"), Some("Chapter 1"));
        assert_eq!(said("chapter 1 The Road"), Some("chapter 1"));
        for title in ["The Road", "10. Ten", "1984", "Chapter 10", "1 000 Nights", "1.5 Miles", ""] {
            assert_eq!(said(title), None, "{title}");
        }
        let words = Number { text: "One".into(), label: "Chapter One".into() };
        assert_eq!(said_number("Chapter One: Rain", &words), Some("Chapter One"));
        assert_eq!(said_number("One Day in May", &words), None);
        let section = Number { text: "1.2".into(), label: "Section 1.2".into() };
        assert_eq!(said_number("1.2 Rain", &section), Some("1.2"));
        assert_eq!(said_number("1.2. Rain", &section), Some("1.2"));
        assert_eq!(said_number("1.2.3 Rain", &section), None);
        assert_eq!(said_number("1.25 Miles", &section), None);
    }
}
