//! Widths of a table's columns from what stands in them (CSS 2.2, 17.5.2.2, made fair):
//! every column gets the longest word it holds, and what is left is shared in proportion
//! to what each would need to hold its text unbroken.

use crate::model::length::Length;

/// What a column needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Need {
    /// Its longest word.
    pub(super) least: Length,
    /// Its longest cell on one line.
    pub(super) natural: Length,
}

/// Widths that together take no more than `room`.
pub(super) fn widths(needs: &[Need], room: Length) -> Vec<Length> {
    let natural: Length = needs.iter().map(|n| n.natural).sum();
    if natural <= room {
        return needs.iter().map(|n| n.natural.max(Length(1))).collect();
    }
    let least: Length = needs.iter().map(|n| n.least).sum();
    if least >= room {
        // Words must be divided: each column in proportion to its longest word, but no
        // narrower than half an equal share or than it needs, or one long word starves the others.
        let count = i64::try_from(needs.len().max(1)).unwrap_or(i64::MAX);
        let half = room / (2 * count);
        let floor = |need: &Need| half.min(need.natural);
        let floors: Length = needs.iter().map(floor).sum();
        let spread: Length = needs.iter().map(|n| (n.least - floor(n)).at_least_zero()).sum();
        let left = (room - floors).at_least_zero();
        let share = |need: &Need| left.scale((need.least - floor(need)).at_least_zero().0, spread.0.max(1));
        return needs.iter().map(|need| (floor(need) + share(need)).max(Length(1))).collect();
    }
    let wanted = natural - least;
    needs.iter().map(|n| n.least + (room - least).scale((n.natural - n.least).0, wanted.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(least: i64, natural: i64) -> Need {
        Need { least: Length::pt(least), natural: Length::pt(natural) }
    }

    #[test]
    fn a_table_with_room_keeps_its_natural_widths() {
        let widths = widths(&[need(10, 40), need(20, 30)], Length::pt(100));
        assert_eq!(widths, [Length::pt(40), Length::pt(30)]);
    }

    #[test]
    fn room_is_shared_by_need_above_the_longest_words() {
        let widths = widths(&[need(20, 20), need(30, 330), need(10, 110)], Length::pt(160));
        assert_eq!(widths, [Length::pt(20), Length::pt(105), Length::pt(35)]);
    }

    #[test]
    fn words_too_long_for_the_page_share_it() {
        let widths = widths(&[need(400, 400), need(10, 20), need(30, 500)], Length::pt(240));
        assert_eq!(widths[1], Length::pt(20), "all it needs");
        assert_eq!(widths[2], Length::pt(40), "half an equal share at least");
        assert_eq!(widths.iter().copied().sum::<Length>(), Length::pt(240));
    }
}
