//! Counts to the marks of notes.

use crate::model::notes::NoteMarks;
use crate::resolve::number::{letters, roman};

/// The signs in their order since the age of hand composition (Bringhurst, "The Elements
/// of Typographic Style", 4.3).
const SYMBOLS: [&str; 6] = ["*", "†", "‡", "§", "‖", "¶"];

/// No sign is repeated more often.
const MOST: u32 = 4;

/// The mark of the `n`th note, from 1.
pub fn mark(marks: NoteMarks, n: u32) -> String {
    match marks {
        NoteMarks::Numbers => n.to_string(),
        NoteMarks::Letters => letters(n).to_lowercase(),
        NoteMarks::Roman => roman(n).to_lowercase(),
        NoteMarks::Symbols => {
            let at = n.max(1) - 1;
            let times = at / 6 + 1;
            match SYMBOLS.get((at % 6) as usize) {
                Some(sign) if times <= MOST => sign.repeat(times as usize),
                // Nobody counts so many daggers.
                _ => n.to_string(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_count_in_their_own_way() {
        let marks = |kind, counts: [u32; 4]| counts.map(|n| mark(kind, n));
        assert_eq!(marks(NoteMarks::Numbers, [1, 2, 10, 100]), ["1", "2", "10", "100"]);
        assert_eq!(marks(NoteMarks::Letters, [1, 26, 27, 53]), ["a", "z", "aa", "ba"]);
        assert_eq!(marks(NoteMarks::Roman, [1, 4, 9, 40]), ["i", "iv", "ix", "xl"]);
        assert_eq!(marks(NoteMarks::Symbols, [1, 6, 8, 13]), ["*", "¶", "††", "***"]);
        assert_eq!(mark(NoteMarks::Symbols, 25), "25");
    }
}
