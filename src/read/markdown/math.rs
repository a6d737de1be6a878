//! `$..$` and `$$..$$` by Pandoc's rule: no blank inside the dollars, no digit after the
//! closing one, so that `US$10, US$3` stays money.
//!
//! A formula is covered by a code span of the same length before the parser runs: both
//! bind tighter than emphasis, and TeX's `_`, `*` and `\\` are safe in it. Backticks that
//! the author left unpaired are hidden from the parser, or they would pair with the cover's.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::options;

/// Stands for a backtick that begins no code.
const NO_TICK: u8 = 0x02;

/// `text` with every formula covered.
pub(super) fn cover(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    // Places of dollars and free backticks in the run of text at hand.
    let (mut dollars, mut ticks): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            // Only where the parser sees text can a formula begin or end: not in code, not in addresses.
            Event::Text(_) => {
                let part = text.get(range.clone()).unwrap_or_default();
                dollars.extend(part.match_indices('$').map(|(at, _)| range.start + at));
                ticks.extend(part.match_indices('`').map(|(at, _)| range.start + at));
            }
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::TableCell
                | TagEnd::Item
                | TagEnd::DefinitionListTitle
                | TagEnd::DefinitionListDefinition,
            )
            | Event::Start(Tag::Paragraph | Tag::List(_) | Tag::BlockQuote(_)) => {
                pair(text, &dollars, &ticks, &mut bytes);
                dollars.clear();
                ticks.clear();
            }
            Event::Start(Tag::CodeBlock(_)) | Event::End(TagEnd::CodeBlock) => {
                dollars.clear();
                ticks.clear();
            }
            _ => {}
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Pairs the dollars of one run of text.
fn pair(text: &str, dollars: &[usize], ticks: &[usize], bytes: &mut [u8]) {
    let escaped = |at: usize| text[..at].bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1;
    let touches_tick = |from: usize, to: usize| text[..from].ends_with('`') || text[to..].starts_with('`');
    let mut index = 0;
    let mut covered = false;
    while index < dollars.len() {
        let at = dollars[index];
        if escaped(at) {
            index += 1;
        } else if dollars.get(index + 1) == Some(&(at + 1)) {
            let rest = &dollars[index + 2..];
            let close = rest.windows(2).position(|two| two[1] == two[0] + 1 && two[0] > at + 2);
            match close {
                Some(step) if !touches_tick(at, rest[step] + 2) => {
                    covered = true;
                    cover_range(bytes, at..rest[step] + 2, false);
                    index += step + 4;
                }
                _ => index += 2,
            }
        } else {
            match closing(text, at, &dollars[index + 1..]).map(|step| (step, dollars[index + 1 + step] + 1)) {
                Some((step, end)) if !touches_tick(at, end) => {
                    covered = true;
                    cover_range(bytes, at..end, false);
                    index += step + 2;
                }
                _ => index += 1,
            }
        }
    }
    for &tick in ticks.iter().filter(|tick| covered && !escaped(**tick)) {
        if bytes[tick] == b'`' && text.as_bytes()[tick] == b'`' {
            bytes[tick] = NO_TICK;
        }
    }
}

/// How many dollars after the one at `open` its closing one stands.
fn closing(text: &str, open: usize, rest: &[usize]) -> Option<usize> {
    if text[open + 1..].starts_with(char::is_whitespace) {
        return None;
    }
    // The first dollar that can close does; a formula rarely holds more than a few that can't.
    rest.iter().take(64).position(|&at| {
        let before = &text[open + 1..at];
        !before.is_empty()
            && !before.ends_with(char::is_whitespace)
            && !before.ends_with('\\')
            && !text[at + 1..].starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Overwrites `range`, dollars and all, with a code span; line ends and, inside a quote,
/// the `>` at the beginning of lines stay.
pub(super) fn cover_range(bytes: &mut [u8], range: Range<usize>, quoted: bool) {
    let Some(part) = bytes.get_mut(range) else { return };
    let length = part.len();
    let ticks = if part.starts_with(b"$$") { 2 } else { 1 };
    let mut line_start = false;
    for (at, byte) in part.iter_mut().enumerate() {
        if at < ticks || at >= length - ticks {
            *byte = b'`';
        } else if *byte == b'\n' {
            line_start = true;
        } else if line_start && (matches!(*byte, b' ' | b'\t') || (quoted && *byte == b'>')) {
            // the container's prefix stays as it is
        } else {
            line_start = false;
            *byte = b'x';
        }
    }
}
