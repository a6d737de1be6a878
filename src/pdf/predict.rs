//! Rows of samples to PNG's filtered rows (W3C PNG, 9; ISO 32000-2, 7.4.4.4): neighbours
//! are alike, and their differences deflate better.

/// Each row with the filter that leaves the least to write, by PNG's own rule of thumb: the
/// smallest sum of differences taken as signed bytes.
pub(super) fn rows(samples: &[u8], columns: usize, components: usize) -> Vec<u8> {
    let width = (columns * components).max(1);
    let mut out = Vec::with_capacity(samples.len() + samples.len() / width + 1);
    let zeros = vec![0; width];
    let mut above: &[u8] = &zeros;
    let mut tried = vec![0; width];
    let mut best = vec![0; width];
    for row in samples.chunks_exact(width) {
        let (mut chosen, mut least) = (0, u64::MAX);
        for filter in 0..FILTERS {
            for (at, out) in tried.iter_mut().enumerate() {
                *out = row[at].wrapping_sub(expected(filter, row, above, (at, components)));
            }
            let cost = tried.iter().map(|b| u64::from(b.cast_signed().unsigned_abs())).sum();
            if cost < least {
                (chosen, least) = (filter, cost);
                std::mem::swap(&mut tried, &mut best);
            }
        }
        out.push(chosen);
        out.extend(&best);
        above = row;
    }
    out
}

/// None, left, above, mean, Paeth.
const FILTERS: u8 = 5;

/// What a filter expects at a place of a row, from the samples before and above it.
fn expected(filter: u8, row: &[u8], above: &[u8], (at, components): (usize, usize)) -> u8 {
    let before = at.checked_sub(components);
    let left = before.map_or(0, |at| row[at]);
    let up = above[at];
    match filter {
        1 => left,
        2 => up,
        3 => left.midpoint(up),
        4 => paeth(left, up, before.map_or(0, |at| above[at])),
        _ => 0,
    }
}

/// The neighbour nearest to left + above − above left.
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let (to_left, to_up, to_corner) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    if to_left <= to_up && to_left <= to_corner {
        left
    } else if to_up <= to_corner {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Undoes [`rows`].
    fn undo(filtered: &[u8], columns: usize, components: usize) -> Vec<u8> {
        let width = columns * components;
        let mut above = vec![0; width];
        let mut out = Vec::new();
        for line in filtered.chunks_exact(width + 1) {
            let mut row = vec![0; width];
            for at in 0..width {
                row[at] = line[at + 1].wrapping_add(expected(line[0], &row, &above, (at, components)));
            }
            out.extend(&row);
            above = row;
        }
        out
    }

    #[test]
    fn rows_come_back_whole() {
        let noise: Vec<u8> =
            (0u32..7 * 5 * 3).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
        assert_eq!(undo(&rows(&noise, 7, 3), 7, 3), noise);
        let slope: Vec<u8> = (0u8..40).map(|n| n / 8 * 3 + n % 8).collect();
        let filtered = rows(&slope, 8, 1);
        assert_eq!(undo(&filtered, 8, 1), slope);
        assert!(filtered.iter().filter(|b| **b > 4).count() == 0, "a slope is all small differences");
    }
}
