//! Numbers of parts, chapters and appendices, and the marks of notes.
//!
//! One fold over the chapters in reading order carries the counters. A title that already
//! begins with its number keeps it as the author wrote it: the counter goes on, no second
//! number is set, and the author is told.

use std::collections::{BTreeMap, VecDeque};

use super::words::{Word, Words};
use super::{Number, findings};
use crate::diagnostic::Diagnostic;
use crate::model::block::Block;
use crate::model::book::{Book, Chapter, Matter, SectionKind};
use crate::model::inline::{Inline, InlineKind};
use crate::model::manifest::NumberStyle;
use crate::model::{NodeId, walk};
use crate::source::Span;

/// The numbers of chapters and parts by their ids.
pub(super) fn chapters(book: &Book, words: &Words, found: &mut Vec<Diagnostic>) -> BTreeMap<NodeId, Number> {
    let style = book.numbering;
    let (mut part, mut chapter, mut appendix) = (0, 0, 0);
    let mut numbers = BTreeMap::new();
    for section in book.chapters.iter().filter(|section| is_numbered(section)) {
        let number = match section.kind {
            SectionKind::Part => {
                part += 1;
                if style.restart_in_parts {
                    chapter = 0;
                }
                number(part, style.parts, Word::Part, words)
            }
            SectionKind::Appendix => {
                appendix += 1;
                let letters =
                    if style.chapters == NumberStyle::None { None } else { Some(letters(appendix)) };
                letters.map(|text| Number { label: words.with(Word::Appendix, &text), text })
            }
            _ => {
                chapter += 1;
                number(chapter, style.chapters, Word::Chapter, words)
            }
        };
        let Some(number) = number else { continue };
        match said_number(&walk::flatten(&section.title), &number) {
            Some(said) => found.push(findings::number_twice(said, section.kind, place(section, said))),
            None => {
                numbers.insert(section.id, number);
            }
        }
    }
    numbers
}

/// Numbers are for the body's own chapters; a nested entry's number would be a section's.
fn is_numbered(section: &Chapter) -> bool {
    let kind = matches!(section.kind, SectionKind::Part | SectionKind::Chapter | SectionKind::Appendix);
    let in_body = section.matter == Matter::Body || section.kind == SectionKind::Appendix;
    kind && in_body && !section.unnumbered && section.level <= 1
}

fn number(n: u32, style: NumberStyle, word: Word, words: &Words) -> Option<Number> {
    let text = match style {
        NumberStyle::None => return None,
        NumberStyle::Arabic => n.to_string(),
        NumberStyle::Roman => roman(n),
        NumberStyle::Words => words.number(n).map_or_else(|| n.to_string(), str::to_owned),
    };
    Some(Number { label: words.with(word, &text), text })
}

/// The number that a title begins with, if it is its own: `1. The Road`, `Chapter One`, `III`.
fn said_number<'t>(title: &'t str, number: &Number) -> Option<&'t str> {
    let title = title.trim();
    [&number.label, &number.text].into_iter().find_map(|said| {
        let end = prefix(title, said)?;
        let ends_there = match title[end..].chars().next() {
            None => true,
            Some(c) => ".:)–—·|".contains(c) || (said == &number.label && !c.is_alphanumeric()),
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
/// same letters unless markup stands among them.
fn place(section: &Chapter, said: &str) -> Span {
    let mut first = None;
    walk::inlines(&section.title, &mut |inline| {
        if matches!(inline.kind, InlineKind::Text(_)) {
            first.get_or_insert(inline.span);
        }
    });
    let Some(first) = first else { return section.span };
    let end = first.start.saturating_add(u32::try_from(said.len()).unwrap_or(0));
    Span { end: end.min(first.end), ..first }
}

/// Roman numerals of numbers below 4000; figures from there on.
fn roman(n: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if n >= 4000 {
        return n.to_string();
    }
    let mut rest = n;
    let mut out = String::new();
    for (value, letters) in STEPS {
        while rest >= value {
            out.push_str(letters);
            rest -= value;
        }
    }
    out
}

/// A … Z, AA, AB …
fn letters(n: u32) -> String {
    let mut rest = n;
    let mut out = Vec::new();
    while rest > 0 {
        rest -= 1;
        out.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    out.iter().rev().collect()
}

/// The marks of a book's notes: figures that begin again in each chapter, in the order in
/// which the notes are first called. A note called only from another note comes after all
/// that the text calls.
pub(super) fn marks(book: &Book) -> BTreeMap<NodeId, String> {
    let mut marks = BTreeMap::new();
    for chapter in &book.chapters {
        let mut calls = VecDeque::new();
        inline_calls(&chapter.title, &mut calls);
        block_calls(&chapter.blocks, &mut calls);
        let mut next = 1;
        while let Some(call) = calls.pop_front() {
            let Some(note) = usize::try_from(call).ok().and_then(|at| chapter.notes.get(at)) else {
                continue;
            };
            if marks.contains_key(&note.id) {
                continue;
            }
            marks.insert(note.id, next.to_string());
            next += 1;
            block_calls(&note.blocks, &mut calls);
        }
    }
    marks
}

fn block_calls(blocks: &[Block], calls: &mut VecDeque<u32>) {
    walk::blocks(blocks, &mut |_| {}, &mut |run| inline_calls(run, calls));
}

fn inline_calls(run: &[Inline], calls: &mut VecDeque<u32>) {
    walk::inlines(run, &mut |inline| {
        if let InlineKind::Note(at) = inline.kind {
            calls.push_back(at);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals_and_letters() {
        let numerals: Vec<String> = [1, 4, 9, 14, 40, 1999, 4000].into_iter().map(roman).collect();
        assert_eq!(numerals, ["I", "IV", "IX", "XIV", "XL", "MCMXCIX", "4000"]);
        let appendices: Vec<String> = [1, 26, 27, 52, 703].into_iter().map(letters).collect();
        assert_eq!(appendices, ["A", "Z", "AA", "AZ", "AAA"]);
    }

    #[test]
    fn a_title_with_its_number_is_seen() {
        let number = Number { text: "1".into(), label: "Chapter 1".into() };
        let said = |title| said_number(title, &number);
        for title in ["1", "1. The Road", "1: The Road", " 1) x"] {
            assert_eq!(said(title), Some("1"), "{title}");
        }
        assert_eq!(said("Chapter 1"), Some("Chapter 1"));
        assert_eq!(said("chapter 1 The Road"), Some("chapter 1"));
        for title in ["The Road", "10. Ten", "1984", "Chapter 10", "1 000 Nights", ""] {
            assert_eq!(said(title), None, "{title}");
        }
        let words = Number { text: "One".into(), label: "Chapter One".into() };
        assert_eq!(said_number("Chapter One: Rain", &words), Some("Chapter One"));
        assert_eq!(said_number("One Day in May", &words), None);
    }

    #[test]
    fn numbers_in_words_end_where_the_language_has_no_list() {
        let en = number(3, NumberStyle::Words, Word::Chapter, &Words::of("en")).expect("a number");
        assert_eq!((en.text.as_str(), en.label.as_str()), ("Three", "Chapter Three"));
        let pl = number(3, NumberStyle::Words, Word::Chapter, &Words::of("pl")).expect("a number");
        assert_eq!(pl.label, "Rozdział 3");
    }
}
