//! Captions of tables and code: a paragraph before or after that begins with `: `,
//! `Table: ` or `Listing: `. To the parser it would be a definition, or a row.

use std::ops::Range;

use super::super::lines::Line;
use super::{Kind, Lifting};

/// A caption and what it belongs to.
#[derive(Clone, Debug)]
pub(in super::super) struct Caption {
    /// Where the first line of its table or code begins.
    pub owner: usize,
    /// The caption with its mark.
    pub whole: Range<usize>,
    /// The caption without its mark.
    pub text: Range<usize>,
}

/// Marks of captions.
const MARKS: &[&str] = &[": ", ":\t", "Table:", "table:", "Listing:", "listing:"];

impl Lifting<'_> {
    /// The caption of the table whose delimiter row is `lines[row]`.
    pub(super) fn caption_of_table(&mut self, lines: &[Line<'_>], row: usize) {
        if row < self.tables_to {
            return; // a row of a table
        }
        let mut after = row + 1;
        while lines.get(after).is_some_and(|l| !l.is_blank() && !l.opaque && mark(l.content()).is_none()) {
            after += 1;
        }
        self.tables_to = after;
        self.caption(lines, row - 1..after, lines[row - 1].start);
    }

    /// The caption of the code whose fence is `lines[first]`.
    pub(super) fn caption_of_code(&mut self, lines: &[Line<'_>], first: usize) {
        let inside = lines[first + 1..].iter().take_while(|line| line.opaque && !line.opens).count();
        self.caption(lines, first..first + 1 + inside, lines[first].start);
    }

    /// The caption of what stands on the lines `owner`: after it, or else before.
    pub(super) fn caption(&mut self, lines: &[Line<'_>], owner: Range<usize>, start: usize) {
        let is_code = lines[owner.start].opaque;
        let blanks = lines[owner.end..].iter().take_while(|line| line.is_blank()).count();
        let after = owner.end + blanks;
        let same = lines.get(after).is_some_and(|line| line.prefix == lines[owner.start].prefix);
        let own = !is_code || (same && !leads_to_table(lines, after)) || is_listing(lines, after);
        if is_caption(lines, after, is_code) && own {
            return self.lift_caption(lines, after, start);
        }
        let blanks = lines[..owner.start].iter().rev().take_while(|line| line.is_blank()).count();
        if blanks == 0 {
            return;
        }
        let end = owner.start - blanks;
        let words = lines[..end].iter().rev().take_while(|line| !line.is_blank() && !line.opaque);
        let before = end - words.count();
        // One that was lifted already belongs to what stands before it.
        let taken = lines.get(before).is_none_or(|line| self.bytes.get(line.content_start()) == Some(&b'<'));
        // A definition may stand before code; only what says so is a caption of code.
        let own = !is_code || is_listing(lines, before);
        if before < end && !taken && own && is_caption(lines, before, is_code) {
            self.lift_caption(lines, before, start);
        }
    }

    fn lift_caption(&mut self, lines: &[Line<'_>], first: usize, owner: usize) {
        let Some(mark) = mark(lines[first].content()) else { return };
        let start = lines[first].content_start();
        let ends = |line: &&Line<'_>| !line.is_blank() && !line.opaque && !line.content().starts_with(":::");
        let paragraph = lines[first..].iter().take_while(ends);
        let end = paragraph.last().map_or(start, |line| line.start + line.text.trim_end().len());
        if end < start + mark.max(3) {
            return;
        }
        let number = self.lifted.captions.len();
        self.part(start..end, Kind::Caption(number));
        self.lifted.captions.push(Caption { owner, whole: start..end, text: start + mark..end });
    }
}

/// Whether a caption of code, or of a table, begins at this line.
fn is_caption(lines: &[Line<'_>], at: usize, of_code: bool) -> bool {
    let Some(line) = lines.get(at).filter(|line| !line.opaque) else { return false };
    let content = line.content();
    let other = if of_code { "able:" } else { "isting:" };
    mark(content).is_some() && !content[1..].starts_with(other)
}

/// Whether a caption says that it is one of code.
fn is_listing(lines: &[Line<'_>], at: usize) -> bool {
    lines.get(at).is_some_and(|line| {
        line.content().contains("{#lst") || line.content().to_ascii_lowercase().starts_with("listing:")
    })
}

/// Whether the paragraph at this line stands before a table.
fn leads_to_table(lines: &[Line<'_>], at: usize) -> bool {
    let words = lines[at..].iter().take_while(|line| !line.is_blank() && !line.opaque).count();
    let blanks = lines[at + words..].iter().take_while(|line| line.is_blank()).count();
    let row = at + words + blanks + 1;
    blanks > 0 && lines.get(row).is_some_and(|line| super::is_delimiter_row(line.content()))
}

/// The length of the mark at the beginning of a caption.
fn mark(content: &str) -> Option<usize> {
    MARKS.iter().find(|mark| content.starts_with(**mark)).map(|mark| mark.len())
}
