//! Where lines may end (UAX 14), which way text runs (UAX 9), what a reader takes for one
//! letter (UAX 29).

use std::ops::Range;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{GraphemeClusterSegmenter, LineSegmenter};
use unicode_bidi::{BidiInfo, Level};

use super::collect::Mark;

/// Bidi levels of every byte; `None` where all runs from left to right.
pub(super) fn levels(text: &str, rtl: bool) -> Option<Vec<Level>> {
    let strong = |c: char| {
        matches!(c, '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    };
    if !rtl && (text.is_ascii() || !text.chars().any(strong)) {
        return None;
    }
    let base = if rtl { Level::rtl() } else { Level::ltr() };
    Some(BidiInfo::new(text, Some(base)).levels)
}

/// Bytes before which a line may begin, without those before dashes, after soft hyphens
/// (words know them) and before the marks of notes.
pub(super) fn break_opportunities(text: &str, marks: &[(usize, Mark)]) -> Vec<usize> {
    let kept = |at: usize| {
        let from = marks.partition_point(|(place, _)| *place < at);
        marks[from..]
            .iter()
            .take_while(|(place, _)| *place == at)
            .any(|(_, m)| matches!(m, Mark::Note(_) | Mark::Keep))
    };
    let segmenter = LineSegmenter::new_dictionary(LineBreakOptions::default());
    let mut breaks: Vec<usize> = segmenter
        .segment_str(text)
        .filter(|at| *at > 0 && *at < text.len())
        .filter(|at| !text[..*at].ends_with('\u{ad}') && !text[*at..].starts_with(DASHES))
        .filter(|at| !follows_opening_dash(text, *at))
        .filter(|at| !kept(*at))
        .collect();
    let before = breaks.len();
    breaks.extend(after_dashes(text));
    let written = marks.iter().filter(|(_, mark)| *mark == Mark::Break).map(|(at, _)| *at);
    breaks.extend(written.filter(|at| *at > 0 && *at < text.len()));
    if breaks.len() > before {
        breaks.sort_unstable();
        breaks.dedup();
    }
    breaks
}

/// Places between an em dash and the quote or bracket that opens what follows: UAX 14
/// keeps quotes with both sides, since it cannot tell which way they face.
fn after_dashes(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(['—', '―']).map(|(at, dash)| at + dash.len()).filter(|at| {
        let mut next = text[*at..].chars();
        let opens = next.next().is_some_and(|c| {
            matches!(c, '“' | '‘' | '„' | '‚' | '«' | '»' | '‹' | '›' | '"' | '\'' | '’' | '(')
        });
        opens && next.next().is_some_and(char::is_alphanumeric) && !follows_opening_dash(text, *at)
    })
}

const DASHES: [char; 3] = ['–', '—', '―'];

/// Whether `at` lies after a dash that begins what is said, as in `“—Yes` or `—dijo`: it stays
/// with the word that follows.
fn follows_opening_dash(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(DASHES);
    if before.len() == at {
        return false;
    }
    let quotes = ['“', '‘', '„', '‚', '«', '»', '‹', '›', '"', '\'', '(', '[', '¡', '¿'];
    let said = before.trim_end_matches(quotes);
    said.is_empty() || said.ends_with(char::is_whitespace)
}

/// Grapheme clusters as ranges of bytes (UAX 29).
pub(super) fn clusters(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    GraphemeClusterSegmenter::new().segment_str(text).filter(|end| *end > 0).map(move |end| {
        let cluster = start..end;
        start = end;
        cluster
    })
}
