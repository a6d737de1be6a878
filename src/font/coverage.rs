//! The characters a face can show, as a two-level bitmap: one look-up, no search.

/// Characters in a page of the table.
const PAGE: usize = 256;
/// Pages in Unicode.
const PAGES: usize = 0x11_0000 / PAGE;

/// Spaces that shaping makes from the face's space where it has none of their own
/// (`HarfBuzz` does so too).
const MADE_SPACES: &[u32] = &[
    0x00A0, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F,
    0x205F, 0x3000,
];

/// A set of characters.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Coverage {
    /// For each page of Unicode its place in `bits`.
    pages: Vec<u16>,
    /// The pages that have anything; the first is empty.
    bits: Vec<[u64; PAGE / 64]>,
}

impl Coverage {
    /// The set of these characters and of those that shaping makes from them.
    pub(super) fn new(characters: impl Iterator<Item = u32>) -> Self {
        let mut set = Self { pages: vec![0; PAGES], bits: vec![[0; PAGE / 64]] };
        characters.for_each(|c| set.insert(c));
        if set.contains(' ') {
            for space in MADE_SPACES {
                set.insert(*space);
            }
        }
        if set.contains('\u{2010}') {
            set.insert(0x2011);
        }
        set
    }

    fn insert(&mut self, c: u32) {
        let Ok(c) = usize::try_from(c) else { return };
        let Some(page) = self.pages.get_mut(c / PAGE) else { return };
        if *page == 0 {
            *page = u16::try_from(self.bits.len()).unwrap_or(0);
            self.bits.push([0; PAGE / 64]);
        }
        self.bits[usize::from(*page)][c % PAGE / 64] |= 1 << (c % 64);
    }

    /// Whether `c` is in the set.
    pub(super) fn contains(&self, c: char) -> bool {
        let c = c as usize;
        let page = self.pages.get(c / PAGE).copied().unwrap_or(0);
        self.bits.get(usize::from(page)).is_some_and(|bits| bits[c % PAGE / 64] >> (c % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contains_what_was_put_in_and_the_spaces_made_from_it() {
        let set = Coverage::new(['a', ' ', '\u{2010}', '\u{10FFFF}'].into_iter().map(u32::from));
        for c in ['a', ' ', '\u{10FFFF}', '\u{202F}', '\u{2011}'] {
            assert!(set.contains(c), "{c:?}");
        }
        for c in ['b', '\u{0}', '\u{161}', '\u{AC00}'] {
            assert!(!set.contains(c), "{c:?}");
        }
        assert!(!Coverage::new([0x61].into_iter()).contains('\u{A0}'), "no space to make it from");
        assert!(!Coverage::default().contains('a'));
    }
}
