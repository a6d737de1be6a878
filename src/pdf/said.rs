//! What glyphs say, where their font's own table does not (ISO 32000-2, 14.9.4): small
//! capitals of small letters, ligatures, hyphens that no word has, a word whose first letter
//! is as high as three lines.

use std::ops::Range;

use super::font::Font;
use super::survey::clusters;
use super::text::MISSING;
use crate::typeset::display::{GlyphRun, Source};

/// A hyphen that divides a word at a line's end (14.8.2.2.3).
const SOFT_HYPHEN: char = '\u{ad}';

/// What a run says besides its glyphs.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Whether a word of its own begins with it, though no blank stands before it.
    pub(super) apart: bool,
    /// Whether a line of code ends with it.
    pub(super) ends_line: bool,
    /// Of a word that begins in one run and ends in the next.
    pub(super) word: Option<Word>,
}

/// A word in two runs.
#[derive(Debug)]
pub(super) enum Word {
    /// It begins with this run.
    Opens(String),
    /// It ends with the glyph before this byte of the run's text.
    Closes(usize),
}

/// Neighbouring glyphs of a run that are alike in who says what they mean.
pub(super) struct Part {
    /// Indices into the run's glyphs.
    pub(super) glyphs: Range<usize>,
    /// What they say; `None` where the font knows.
    pub(super) says: Option<String>,
    /// Whether they are part of a word said elsewhere.
    pub(super) held: bool,
}

impl Said {
    /// The parts of a run in visual order.
    pub(super) fn parts(&self, run: &GlyphRun, font: &Font) -> Vec<Part> {
        let held = match &self.word {
            Some(Word::Opens(_)) => usize::MAX,
            Some(Word::Closes(end)) => *end,
            None => 0,
        };
        let rtl = run.level % 2 == 1;
        let mut parts: Vec<Part> = Vec::with_capacity(2);
        for cluster in clusters(run) {
            let begin = run.glyphs[cluster.glyphs.start].cluster as usize;
            let held = begin < held;
            let end = begin + cluster.text.len();
            let hyphen = run.hyphenated && end == run.text.len() && cluster.text.ends_with('-');
            let says = if held {
                None
            } else if hyphen {
                let before = &cluster.text[..cluster.text.len() - 1];
                Some(format!("{before}{SOFT_HYPHEN}"))
            } else if begin == 0 && self.apart {
                Some(format!(" {}", cluster.text))
            } else {
                let glyphs = run.glyphs[cluster.glyphs.clone()].iter();
                let texts = glyphs.map(|g| font.glyph(g.id).map_or("", |known| known.text.as_str()));
                let known = if rtl { says(texts.rev(), cluster.text) } else { says(texts, cluster.text) };
                let missing = run.glyphs[cluster.glyphs.clone()].iter().any(|g| g.id == MISSING);
                (missing || !known).then(|| cluster.text.to_owned())
            };
            let part = Part { glyphs: cluster.glyphs, says, held };
            match parts.last_mut() {
                Some(last) if last.takes(&part) => last.append(part, rtl),
                _ => parts.push(part),
            }
        }
        if let Some(words) = parts.last_mut().and_then(|part| part.says.as_mut()).filter(|_| self.ends_line) {
            words.push(' ');
        }
        parts
    }
}

impl Part {
    fn takes(&self, next: &Self) -> bool {
        self.held == next.held && self.says.is_some() == next.says.is_some()
    }

    fn append(&mut self, next: Self, rtl: bool) {
        self.glyphs.end = next.glyphs.end;
        if let (Some(words), Some(more)) = (&mut self.says, next.says) {
            words.insert_str(if rtl { 0 } else { words.len() }, &more);
        }
    }
}

/// The word that a letter set apart begins and the next run ends, and how many bytes of that
/// run belong to it.
pub(super) fn divided_word(letter: &GlyphRun, next: &GlyphRun) -> Option<(String, usize)> {
    let (Source::Book(first), Source::Book(second)) = (&letter.source, &next.source) else { return None };
    let large =
        letter.size.0 * 2 > next.size.0 * 3 && letter.level.is_multiple_of(2) && next.level.is_multiple_of(2);
    if !large || first.end != second.start || !letter.text.ends_with(char::is_alphanumeric) {
        return None;
    }
    let blank = |c: char| c.is_whitespace() || c == SOFT_HYPHEN;
    let end = next.text.find(blank).unwrap_or(next.text.len());
    let rest = &next.text[..end];
    // A word that is divided again is not said as a whole.
    if rest.is_empty() || (next.hyphenated && end == next.text.len()) {
        return None;
    }
    Some((format!("{}{rest}", letter.text), end))
}

/// Whether these texts, one after the other, are `whole`; one blank says what another does.
fn says<'t>(mut texts: impl Iterator<Item = &'t str>, whole: &str) -> bool {
    if is_blank(whole) {
        return texts.next().is_some_and(is_blank) && texts.next().is_none();
    }
    let mut rest = whole;
    for text in texts {
        match rest.strip_prefix(text) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.is_empty()
}

fn is_blank(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_whitespace) && chars.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::super::survey::tests::run;
    use super::*;
    use crate::model::length::Length;
    use crate::model::{NodeId, Place};

    #[test]
    fn texts_say_the_whole_or_not() {
        assert!(says(["f", "i"].into_iter(), "fi"));
        assert!(!says(["f", "l"].into_iter(), "fi"));
        assert!(!says(["f"].into_iter(), "fi"));
        assert!(!says(["fi", "x"].into_iter(), "fi"));
        assert!(says([" "].into_iter(), "\u{2002}"));
    }

    #[test]
    fn a_letter_set_apart_is_one_word_with_the_next_run() {
        let at = |at| Place { node: NodeId::default(), at };
        let mut letter = run("C", 0, &[(1, 0)]);
        (letter.size, letter.source) = (Length::pt(40), Source::Book(at(0)..at(1)));
        let mut rest = run("all me, he", 0, &[(1, 0)]);
        rest.source = Source::Book(at(1)..at(11));
        assert_eq!(divided_word(&letter, &rest), Some(("Call".to_owned(), 3)));
        rest.source = Source::Book(at(2)..at(12));
        assert_eq!(divided_word(&letter, &rest), None, "something stands between them");
        rest.source = Source::Book(at(1)..at(11));
        letter.size = rest.size;
        assert_eq!(divided_word(&letter, &rest), None, "two runs of one size");
    }
}
