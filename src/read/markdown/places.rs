//! Offsets of a text that was put together, to places in the files its parts came from.
//!
//! Includes and variables are written into a chapter's text before it is parsed, so that
//! every pass has one text and plain offsets; only what becomes a [`Span`] asks here, by
//! binary search over the parts. A text of one file has none and costs nothing.

use std::ops::Range;

use crate::source::{FileId, Span};

/// Where each part of a text was written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// The file of a text without parts.
    file: FileId,
    /// In order; the first begins at 0.
    parts: Vec<Part>,
    /// The length of all parts.
    length: usize,
}

/// A stretch of the text.
#[derive(Clone, Debug)]
struct Part {
    /// Where it begins in the text.
    at: usize,
    file: FileId,
    /// What was written in `file`.
    written: Range<usize>,
    /// Whether the text is what was written; else it stands for it.
    is_copy: bool,
}

impl Places {
    /// A text that is this file, whole.
    pub(crate) fn of(file: FileId) -> Self {
        Self { file, parts: Vec::new(), length: 0 }
    }

    /// The next part of the text: `written` of `file` as it stands there.
    pub(crate) fn copy(&mut self, file: FileId, written: Range<usize>) {
        if written.is_empty() {
            return;
        }
        let at = self.length;
        self.length += written.len();
        if let Some(last) = self.parts.last_mut()
            && last.is_copy
            && last.file == file
            && last.written.end == written.start
        {
            last.written.end = written.end;
            return;
        }
        self.parts.push(Part { at, file, written, is_copy: true });
    }

    /// The next part of the text: `length` bytes that stand for `written` of `file`.
    pub(crate) fn stand_in(&mut self, length: usize, file: FileId, written: Range<usize>) {
        if length > 0 {
            self.parts.push(Part { at: self.length, file, written, is_copy: false });
            self.length += length;
        }
    }

    /// A range of the text as a place. Where its ends lie in two files, the place ends with
    /// the part that it begins in.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        let last_byte = end.saturating_sub(1).max(start);
        let (Some(first), Some(last)) = (self.part(start), self.part(last_byte)) else {
            return Span::new(self.file, start, end);
        };
        let (begin, stop) = (first.begin(start), last.stop(end));
        if first.file == last.file && begin <= stop {
            return Span::new(first.file, begin, stop);
        }
        Span::new(first.file, begin, first.written.end.max(begin))
    }

    fn part(&self, offset: usize) -> Option<&Part> {
        let after = self.parts.partition_point(|part| part.at <= offset);
        self.parts.get(after.checked_sub(1)?)
    }
}

impl Part {
    fn begin(&self, offset: usize) -> usize {
        let step = if self.is_copy { offset.saturating_sub(self.at) } else { 0 };
        (self.written.start + step).min(self.written.end)
    }

    fn stop(&self, offset: usize) -> usize {
        if self.is_copy { self.begin(offset) } else { self.written.end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: FileId = FileId(1);
    const B: FileId = FileId(2);

    #[test]
    fn a_text_of_one_file_keeps_its_offsets() {
        assert_eq!(Places::of(A).span(3, 9), Span::new(A, 3, 9));
    }

    #[test]
    fn parts_lead_to_the_files_they_came_from() {
        let mut places = Places::of(A);
        places.copy(A, 0..10); // 0..10
        places.copy(B, 40..45); // 10..15
        places.stand_in(3, B, 45..60); // 15..18
        places.copy(A, 30..35); // 18..23
        assert_eq!(places.span(2, 4), Span::new(A, 2, 4));
        assert_eq!(places.span(11, 13), Span::new(B, 41, 43));
        assert_eq!(places.span(16, 17), Span::new(B, 45, 60), "what stands for something is all of it");
        assert_eq!(places.span(12, 18), Span::new(B, 42, 60));
        assert_eq!(places.span(8, 12), Span::new(A, 8, 10), "clipped to the part it begins in");
        assert_eq!(places.span(8, 20), Span::new(A, 8, 32), "round an include");
        assert_eq!(places.span(10, 10), Span::new(B, 40, 40));
        assert_eq!(places.span(99, 120), Span::new(A, 35, 35), "past the end");
    }

    #[test]
    fn parts_that_go_on_are_one() {
        let mut places = Places::of(A);
        places.copy(A, 0..4);
        places.copy(A, 4..8);
        places.copy(A, 9..9);
        assert_eq!(places.parts.len(), 1);
        assert_eq!(places.span(2, 7), Span::new(A, 2, 7));
    }
}
