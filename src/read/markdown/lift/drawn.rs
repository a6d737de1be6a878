//! Tables drawn with dashes, as Pandoc has them: grid tables, simple tables, tables whose
//! rows have several lines. They are not read yet: found here, so that they stay legible.

use std::ops::Range;

use super::super::lines::Line;
use super::{Kind, Lifting};

/// Lines a row or a head of such a table may have, for looking back and ahead.
const LONGEST: usize = 200;

impl Lifting<'_> {
    /// Lifts the lines of a drawn table; returns where they end.
    pub(super) fn drawn(
        &mut self,
        found: Option<Range<usize>>,
        lines: &[Line<'_>],
        index: usize,
    ) -> Option<usize> {
        let found = found?;
        let (first, last) = (lines.get(found.start)?, lines.get(found.end.checked_sub(1)?)?);
        // What was lifted before it is no part of it.
        if self.lifted.parts.last().is_some_and(|part| part.range.end > first.start) {
            return None;
        }
        let end = last.start + last.text.trim_end().len();
        self.caption(lines, found.start..found.end, first.start);
        self.part(first.content_start()..end, Kind::Drawn);
        (found.end > index).then_some(end)
    }
}

/// The lines of the grid table that begins at `index`.
pub(super) fn grid(lines: &[Line<'_>], index: usize) -> Option<Range<usize>> {
    let is_rule = |line: &Line<'_>| {
        let content = line.content().trim_end();
        content.len() >= 3
            && content.starts_with('+')
            && content.ends_with('+')
            && content.bytes().all(|b| matches!(b, b'+' | b'-' | b'=' | b':'))
    };
    if !is_rule(lines.get(index)?) {
        return None;
    }
    let is_row = |line: &&Line<'_>| !line.opaque && line.content().starts_with(['+', '|']);
    let rows = lines[index..].iter().take_while(is_row).count();
    let last = lines[index..index + rows].iter().rposition(is_rule).filter(|last| *last >= 2)?;
    Some(index..index + last + 1)
}

/// The lines of the table whose head is parted from its body by the line at `index`.
pub(super) fn dashes(lines: &[Line<'_>], index: usize) -> Option<Range<usize>> {
    let rule = lines.get(index)?;
    if !is_groups(rule.content()) {
        return None;
    }
    let full = |line: &Line<'_>| is_full(line.content());
    let words = |line: &&Line<'_>| !line.is_blank() && !line.opaque;
    let head =
        lines[..index].iter().rev().take(LONGEST).take_while(|line| words(line) && !full(line)).count();
    let start = index - head;
    let many_lines = start > 0 && full(&lines[start - 1]) && head > 0;
    if many_lines {
        let after = &lines[index + 1..];
        let end = after.iter().take(LONGEST).position(|line| full(line) || line.opaque)?;
        let closes = after.get(end).is_some_and(full);
        return closes.then_some(start - 1..index + 1 + end + 1);
    }
    if head > 1 {
        return None;
    }
    let body = lines[index + 1..].iter().take_while(words).count();
    (body > 0).then_some(start..index + 1 + body)
}

/// `---- ------ ---`: at least two groups of at least two dashes.
fn is_groups(content: &str) -> bool {
    let groups = content.split_whitespace();
    let good = |group: &str| group.len() >= 2 && group.bytes().all(|b| b == b'-');
    content.contains("- ") && groups.clone().count() >= 2 && groups.clone().all(good)
}

/// A line of nothing but dashes.
fn is_full(content: &str) -> bool {
    let content = content.trim_end();
    content.len() >= 4 && content.bytes().all(|b| b == b'-')
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    #[test]
    fn drawn_tables_are_found_whole() {
        let found = |text: &str, at| dashes(&lines(text), at);
        assert_eq!(found("a   b\n--- ---\n1   2\n\nc", 1), Some(0..3));
        assert_eq!(found("p\n\n--- ---\n1   2\n--- ---\n", 2), Some(2..5));
        assert_eq!(found("-------\na   b\n--- ---\n1   2\n\n3   4\n-------\nx", 2), Some(0..7));
        assert_eq!(found("a\n\n-- --\n\nb", 2), None, "a pause");
        assert_eq!(found("a\nb\n--- ---\nc", 2), None, "a pause in a paragraph");
        let text = "+---+\n| a |\n+===+\n| b |\n+---+\nc";
        assert_eq!(grid(&lines(text), 0), Some(0..5));
        assert_eq!(grid(&lines("+ item\n+ item"), 0), None);
    }
}
