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
            differences(filter, row, above, components, &mut tried);
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

/// What is left of a row when a filter's expectation is taken off. One loop a filter, each
/// so plain that it runs on many samples at once: this is most of the time a picture takes.
fn differences(filter: u8, row: &[u8], above: &[u8], components: usize, out: &mut [u8]) {
    match filter {
        1 => differ(row, above, components, out, |left, _, _| left),
        2 => differ(row, above, components, out, |_, up, _| up),
        3 => differ(row, above, components, out, |left, up, _| left.midpoint(up)),
        4 => differ(row, above, components, out, paeth),
        _ => out.copy_from_slice(row),
    }
}

/// `expected` sees the samples to the left, above, and above the left one.
fn differ(row: &[u8], above: &[u8], components: usize, out: &mut [u8], expected: impl Fn(u8, u8, u8) -> u8) {
    let first = components.min(row.len());
    for ((out, sample), up) in out.iter_mut().zip(row).zip(above).take(first) {
        *out = sample.wrapping_sub(expected(0, *up, 0));
    }
    let before = row.iter().zip(above);
    let here = row[first..].iter().zip(&above[first..]);
    for ((out, (sample, up)), (left, corner)) in out[first..].iter_mut().zip(here).zip(before) {
        *out = sample.wrapping_sub(expected(*left, *up, *corner));
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
                let before = at.checked_sub(components);
                let (left, corner) = before.map_or((0u8, 0u8), |at| (row[at], above[at]));
                let expected = match line[0] {
                    1 => left,
                    2 => above[at],
                    3 => left.midpoint(above[at]),
                    4 => paeth(left, above[at], corner),
                    _ => 0,
                };
                row[at] = line[at + 1].wrapping_add(expected);
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
