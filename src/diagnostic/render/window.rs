//! The lines of a text that a finding is about, cut where they are long.

use super::position::floor;
use crate::diagnostic::Label;
use crate::source::Span;
use std::ops::Range;

/// Longest line shown whole, in bytes.
const LONG: usize = 200;
/// What is shown of a longer line at each side of the place, in bytes.
const AROUND: usize = 70;
/// How far the ends of a line are looked for, in bytes: longer lines are cut anyway.
const FAR: usize = 1000;
/// A span over more lines than this is shown by its first line.
const MOST_LINES: usize = 4;
/// Two places at most this many bytes apart are shown in one piece.
const NEAR: usize = 300;

/// A piece of a text with the places marked in it.
#[derive(Debug)]
pub(super) struct Window<'a> {
    /// The span of the label the piece is about: its position heads the piece.
    pub(super) about: Span,
    /// First byte of the piece's first line in the whole text.
    pub(super) start: usize,
    /// Whether the line is longer than what is shown of it.
    pub(super) cut: bool,
    /// What is shown.
    pub(super) text: String,
    /// Places in `text`, and the words on them; the first label of a finding is primary.
    pub(super) marks: Vec<(Range<usize>, &'a str, bool)>,
}

/// The pieces of `text` that show these labels; labels near each other share one.
pub(super) fn windows<'a>(text: &str, labels: &[(&'a Label, bool)]) -> Vec<Window<'a>> {
    let mut all: Vec<Window<'a>> = Vec::new();
    for (label, primary) in labels {
        let place = clip(text, label.span);
        let lines = lines(text, &place);
        let near = all.iter_mut().find(|window| {
            let end = window.start + window.text.len();
            let (low, high) = (window.start.min(lines.start), end.max(lines.end));
            high - low <= NEAR
                && text.get(low..high).is_some_and(|both| both.matches('\n').count() < MOST_LINES)
        });
        match near {
            Some(window) if lines.len() <= LONG => join(text, window, (&lines, &place), (label, *primary)),
            _ => all.push(piece(text, (&lines, &place), (label, *primary))),
        }
    }
    all
}

/// A label's place within the text: on character boundaries, and not over many lines.
fn clip(text: &str, span: Span) -> Range<usize> {
    let start = floor(text, span.start as usize);
    let end = floor(text, span.end as usize).max(start);
    let covered = text.get(start..end).unwrap_or_default();
    let end = match covered.match_indices('\n').nth(MOST_LINES - 1) {
        Some(_) => start + covered.find('\n').unwrap_or(covered.len()),
        None => start + covered.trim_end_matches(['\n', '\r']).len(),
    };
    start..end
}

/// The lines a place touches, without the last line feed; of a line longer than [`FAR`]
/// only that much at each side.
fn lines(text: &str, place: &Range<usize>) -> Range<usize> {
    let low = floor(text, place.start.saturating_sub(FAR));
    let high = floor(text, place.end + FAR);
    let start =
        text.get(low..place.start).and_then(|before| before.rfind('\n')).map_or(low, |at| low + at + 1);
    let end = text.get(place.end..high).and_then(|after| after.find('\n')).map_or(high, |at| place.end + at);
    start..end
}

fn join<'a>(
    text: &str,
    window: &mut Window<'a>,
    (lines, place): (&Range<usize>, &Range<usize>),
    (label, primary): (&'a Label, bool),
) {
    let end = (window.start + window.text.len()).max(lines.end);
    let start = window.start.min(lines.start);
    let shift = window.start - start;
    for (range, _, _) in &mut window.marks {
        *range = range.start + shift..range.end + shift;
    }
    text.get(start..end).unwrap_or_default().clone_into(&mut window.text);
    window.start = start;
    window.marks.push((place.start - start..place.end - start, &label.text, primary));
}

fn piece<'a>(
    text: &str,
    (lines, place): (&Range<usize>, &Range<usize>),
    (label, primary): (&'a Label, bool),
) -> Window<'a> {
    let mut shown = lines.clone();
    let mut place = place.clone();
    let (mut before, mut after) = ("", "");
    if lines.len() > LONG {
        place.end = place.end.min(floor(text, place.start + AROUND));
        shown = floor(text, place.start.saturating_sub(AROUND)).max(lines.start)
            ..floor(text, place.end + AROUND).min(lines.end);
        before = if shown.start > lines.start { "…" } else { "" };
        after = if shown.end < lines.end { "…" } else { "" };
    }
    let shift = before.len();
    let cut = shown != *lines;
    let range = place.start - shown.start + shift..place.end - shown.start + shift;
    let text = [before, text.get(shown.clone()).unwrap_or_default(), after].concat();
    Window { about: label.span, start: shown.start, cut, text, marks: vec![(range, &label.text, primary)] }
}
