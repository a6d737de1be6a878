//! Emphasis beside Chinese, Japanese and Korean text: `CommonMark`'s flanking rule does not
//! see that the stars of `**「引用」**は` close (issue 650 of its specification).
//!
//! The parser is shown a letter of the same length in place of a sign that stands between
//! the stars and such text; the text itself is always taken from the file.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use super::options;
use super::spans::is_cjk;

/// How far an underscore looks back for its other half.
const REACH: usize = 400;

/// A byte range of the text, and what the parser sees there.
type Cover = (Range<usize>, &'static str);

/// Frees the delimiters of `masked`, the parser's copy of the file.
pub(super) fn free(masked: &mut String) {
    let covers = candidates(masked);
    if covers.is_empty() {
        return;
    }
    // Only what the parser takes for text may change: not code, addresses, tags.
    let mut is_text = vec![false; covers.len()];
    for (event, range) in Parser::new_ext(masked, options()).into_offset_iter() {
        if matches!(event, Event::Text(_)) {
            let first = covers.partition_point(|(cover, _)| cover.start < range.start);
            let here =
                covers.iter().enumerate().skip(first).take_while(|(_, (cover, _))| cover.end <= range.end);
            here.for_each(|(index, _)| is_text[index] = true);
        }
    }
    let mut bytes = std::mem::take(masked).into_bytes();
    for ((cover, letter), _) in covers.iter().zip(is_text).filter(|(_, is_text)| *is_text) {
        if let Some(part) = bytes.get_mut(cover.clone()).filter(|part| part.len() == letter.len()) {
            part.copy_from_slice(letter.as_bytes());
        }
    }
    // Letters of the same length in place of whole characters: it is UTF-8 still.
    *masked = String::from_utf8(bytes).unwrap_or_default();
}

/// Signs with delimiters on one side where the text beyond these is CJK, in order.
fn candidates(text: &str) -> Vec<Cover> {
    let mut found: Vec<Cover> = Vec::new();
    let mut at = 0;
    while let Some(step) = text[at..].find(['*', '~', '_']) {
        let start = at + step;
        let byte = text.as_bytes()[start];
        let end = start + text.as_bytes()[start..].iter().take_while(|b| **b == byte).count();
        at = end;
        if end - start > 3 || (byte == b'~' && end - start != 2) {
            continue;
        }
        let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
        let (Some(before), Some(after)) = (before, after) else { continue };
        let is_letter = |c: char| is_cjk(c) && !is_sign(c);
        if is_sign(before) && is_letter(after) {
            let sign = start - before.len_utf8()..start;
            if text[..sign.start].ends_with('\\') {
                continue;
            }
            if byte == b'_' {
                // An underscore between letters never closes, so the parser sees stars.
                let Some(opener) = opener(text, start, end - start) else { continue };
                found.extend((opener..opener + end - start).chain(start..end).map(|at| (at..at + 1, "*")));
            }
            found.push((sign, letter_for(before)));
        } else if byte != b'_' && is_letter(before) && is_sign(after) {
            found.push((end..end + after.len_utf8(), letter_for(after)));
        }
    }
    found.sort_by_key(|(cover, _)| cover.start);
    found.dedup_by_key(|(cover, _)| cover.start);
    found
}

/// A letter as long as the sign.
fn letter_for(sign: char) -> &'static str {
    match sign.len_utf8() {
        1 => "x",
        2 => "é",
        3 => "가",
        _ => "𐐀",
    }
}

/// Where the run of as many underscores begins that the one at `close` could end.
fn opener(text: &str, close: usize, count: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let from = close.saturating_sub(REACH);
    let mut at = close;
    while at > from {
        at -= 1;
        if bytes[at] == b'\n' && bytes.get(at + 1) == Some(&b'\n') {
            return None;
        }
        if bytes[at] != b'_' {
            continue;
        }
        let start = (from..=at).rev().take_while(|&i| bytes[i] == b'_').last()?;
        let before = text[..start].chars().next_back();
        let opens = before.is_none_or(|c| c.is_whitespace() || is_sign(c))
            && !bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace);
        if at + 1 - start == count && opens {
            return Some(start);
        }
        at = start;
    }
    None
}

/// Punctuation that means nothing to Markdown, or only where the parser sees no text.
fn is_sign(c: char) -> bool {
    match c {
        '*' | '~' | '_' | '\\' | '`' | '<' | '&' | '|' | '$' | '[' | ']' | '{' | '}' | '^' | '@' => false,
        c if c.is_ascii() => c.is_ascii_punctuation(),
        c => !c.is_alphanumeric() && !c.is_whitespace(),
    }
}
