//! Numbers of sections: the chapter's, then the count in each rank.

/// Ranks of headings: a chapter's is 1.
const RANKS: usize = 7;

/// The counters of the sections of one chapter after the other.
#[derive(Debug, Default)]
pub(super) struct Sections {
    /// How many ranks have numbers.
    depth: u8,
    /// The number of the chapter they stand in; they have none where it has none.
    prefix: Option<String>,
    /// By rank.
    counts: [u32; RANKS],
    /// The rank of an unnumbered section that is open: those in it have no numbers either.
    silent: Option<u8>,
}

impl Sections {
    pub(super) fn new(depth: u8) -> Self {
        Self { depth, ..Self::default() }
    }

    /// A chapter begins.
    pub(super) fn open(&mut self, prefix: Option<String>) {
        *self = Self { prefix, ..Self::new(self.depth) };
    }

    /// Counts a section of a rank (2 and more). Where a rank was left out, its count is 0, as
    /// Pandoc and LaTeX have it.
    pub(super) fn next(&mut self, rank: u8, unnumbered: bool) -> Option<String> {
        if self.silent.is_some_and(|above| rank > above) {
            return None;
        }
        self.silent = unnumbered.then_some(rank);
        let prefix = self.prefix.as_ref().filter(|_| !unnumbered && rank <= self.depth)?;
        let at = usize::from(rank);
        let own = self.counts.get_mut(at)?;
        *own += 1;
        self.counts.iter_mut().skip(at + 1).for_each(|below| *below = 0);
        let counts = self.counts.get(2..=at)?.iter().map(u32::to_string);
        let parts: Vec<String> = std::iter::once(prefix.clone()).chain(counts).collect();
        Some(parts.join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_begin_again_below_each_section_and_in_each_chapter() {
        let mut sections = Sections::new(3);
        sections.open(Some("3".into()));
        let ranks = [2, 3, 3, 2, 3, 4, 2];
        let numbers: Vec<_> = ranks.iter().map(|rank| sections.next(*rank, false)).collect();
        let texts: Vec<_> = numbers.iter().map(|n| n.as_deref().unwrap_or("-")).collect();
        assert_eq!(texts, ["3.1", "3.1.1", "3.1.2", "3.2", "3.2.1", "-", "3.3"]);
        sections.open(Some("B".into()));
        assert_eq!(sections.next(3, false).as_deref(), Some("B.0.1"));
        sections.open(None);
        assert_eq!(sections.next(2, false), None);
    }

    #[test]
    fn what_stands_in_an_unnumbered_section_has_no_number() {
        let mut sections = Sections::new(6);
        sections.open(Some("1".into()));
        let asked = [(2, false), (2, true), (3, false), (2, false), (3, false)];
        let numbers: Vec<_> = asked.iter().map(|(rank, bare)| sections.next(*rank, *bare)).collect();
        let texts: Vec<_> = numbers.iter().map(|n| n.as_deref().unwrap_or("-")).collect();
        assert_eq!(texts, ["1.1", "-", "-", "1.2", "1.2.1"]);
    }
}
