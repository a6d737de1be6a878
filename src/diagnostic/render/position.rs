//! Bytes of a text to lines and columns, without reading the text again for each.

/// Between two marks at most this many bytes are counted anew, also in a text that is one
/// single line.
const STEP: usize = 4096;

/// A byte whose line and column are known.
#[derive(Clone, Copy, Debug)]
struct Mark {
    at: usize,
    line: usize,
    column: usize,
}

/// The marks of a text.
#[derive(Debug)]
pub(super) struct Positions(Vec<Mark>);

impl Positions {
    pub(super) fn new(text: &str) -> Self {
        let mut marks = vec![Mark { at: 0, line: 1, column: 1 }];
        let (mut line, mut column, mut last) = (1, 1, 0);
        for (at, c) in text.char_indices() {
            if at - last >= STEP {
                marks.push(Mark { at, line, column });
                last = at;
            }
            if c == '\n' {
                line += 1;
                column = 1;
            } else {
                column += 1;
            }
        }
        Self(marks)
    }

    /// Line and column, from 1, of the character that byte `at` belongs to.
    pub(super) fn find(&self, text: &str, at: usize) -> (usize, usize) {
        let at = floor(text, at);
        let before = self.0.partition_point(|mark| mark.at <= at);
        let mark = before.checked_sub(1).and_then(|last| self.0.get(last)).copied();
        let mark = mark.unwrap_or(Mark { at: 0, line: 1, column: 1 });
        let between = text.get(mark.at..at).unwrap_or_default();
        let lines = between.matches('\n').count();
        let column = match between.rfind('\n') {
            Some(end) => between[end + 1..].chars().count() + 1,
            None => mark.column + between.chars().count(),
        };
        (mark.line + lines, column)
    }
}

/// The start of the character that byte `at` belongs to; the end of the text beyond it.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_agree_with_counting_from_the_start() {
        let text = format!("{}\n{}\n{}é", "ö".repeat(5000), "x\n".repeat(3000), "z".repeat(9000));
        let positions = Positions::new(&text);
        for at in (0..text.len() + 3).step_by(7) {
            let before = &text[..floor(&text, at)];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            assert_eq!(positions.find(&text, at), (line, column), "byte {at}");
        }
    }
}
