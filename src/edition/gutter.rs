//! How much white a book of many pages needs at the binding, where paper bends away.

use crate::model::length::Length;

/// Pages, and the least inner margin in thousandths of an inch of a book of at most so many;
/// the last holds beyond. With date and source.
const TABLE: &str = include_str!("gutter.tsv");

/// The least inner margin of a book of so many pages.
pub(super) fn least(pages: usize) -> Length {
    let mut least = Length::ZERO;
    for (most, inches) in rows() {
        least = Length::pt(72).scale(inches, 1000);
        if pages <= most {
            break;
        }
    }
    least
}

fn rows() -> impl Iterator<Item = (usize, i64)> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let (pages, inches) = line.split_once('\t')?;
        Some((pages.parse().ok()?, inches.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_pages_ask_for_more_white() {
        assert_eq!(rows().count(), 5, "every line is understood");
        assert!(rows().collect::<Vec<_>>().is_sorted());
        let inches =
            [1, 150, 151, 300, 301, 500, 501, 700, 701, 828, 5000].map(|n| least(n).to_pt() * 1000.0 / 72.0);
        let wanted = [375.0, 375.0, 500.0, 500.0, 625.0, 625.0, 750.0, 750.0, 875.0, 875.0, 875.0];
        assert!(inches.iter().zip(wanted).all(|(is, wanted)| (is - wanted).abs() < 1.0), "{inches:?}");
    }
}
