//! The most ink that paper takes: what of cyan, magenta and yellow makes gray is printed in
//! black instead, and what is still too much is made less in proportion.

/// All of an ink, in a table's numbers.
const FULL: u32 = 65_535;
/// What rounding to 8 bits can add to a colour of four parts.
const ROUNDING: u32 = 4 * FULL / 510;

/// The colour with no more ink than `percent`, which is at least 100.
pub(super) fn limited([c, m, y, k]: [u16; 4], percent: u16) -> [u16; 4] {
    let most = (FULL * u32::from(percent.max(100)) / 100).saturating_sub(ROUNDING);
    let [mut c, mut m, mut y, mut k] = [c, m, y, k].map(u32::from);
    let over = (c + m + y + k).saturating_sub(most);
    if over > 0 {
        // Three parts of coloured ink give way to one of black.
        let gray = over.div_ceil(2).min(c).min(m).min(y).min(FULL - k);
        (c, m, y, k) = (c - gray, m - gray, y - gray, k + gray);
        let (coloured, room) = (c + m + y, most.saturating_sub(k));
        if coloured > room {
            let less =
                |ink: u32| u32::try_from(u64::from(ink) * u64::from(room) / u64::from(coloured)).unwrap_or(0);
            (c, m, y) = (less(c), less(m), less(y));
            k = k.min(most);
        }
    }
    [c, m, y, k].map(|ink| u16::try_from(ink).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(color: [u16; 4]) -> u32 {
        color.into_iter().map(|ink| u32::from(ink) * 100).sum::<u32>() / FULL
    }

    #[test]
    fn no_colour_is_over_the_limit() {
        let steps = [0, 9_000, 30_000, 65_535];
        for limit in [100, 240, 300] {
            for c in steps {
                for m in steps {
                    for y in steps {
                        for k in steps {
                            let color = limited([c, m, y, k], limit);
                            assert!(percent(color) <= u32::from(limit), "{c} {m} {y} {k}: {color:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_under_it_stays_and_black_takes_over_gray() {
        assert_eq!(limited([9, 8, 7, 6], 240), [9, 8, 7, 6]);
        let [c, m, y, k] = limited([60_000, 50_000, 50_000, 40_000], 240);
        assert!(c > m && m == y && k > 40_000);
    }
}
