//! Folios to page labels (ISO 32000-2, 12.4.2): ranges of pages counted alike, so that a
//! reader's page box says `iv` where the page does.

use lopdf::{Dictionary, Object};

use super::object::{integer, name, text};
use crate::typeset::display::Page;

/// How a range counts.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Folio {
    /// A style of the specification's and the number in it.
    Counted(&'static str, u32),
    /// Words of its own.
    Said(String),
}

impl Folio {
    fn read(label: &str) -> Self {
        let number = label.parse::<u32>().ok().filter(|n| *n > 0 && n.to_string() == label);
        if let Some(number) = number {
            return Self::Counted("D", number);
        }
        match (from_roman(&label.to_ascii_lowercase()), label) {
            (Some(number), _) if label.bytes().all(|b| b.is_ascii_lowercase()) => Self::Counted("r", number),
            (Some(number), _) if label.bytes().all(|b| b.is_ascii_uppercase()) => Self::Counted("R", number),
            _ => Self::Said(label.to_owned()),
        }
    }

    fn follows(&self, before: &Self) -> bool {
        match (before, self) {
            (Self::Counted(style, n), Self::Counted(this, m)) => style == this && *m == n + 1,
            _ => false,
        }
    }

    fn write(&self) -> Object {
        let mut range = Dictionary::new();
        match self {
            Self::Counted(style, number) => {
                range.set("S", name(style));
                if *number != 1 {
                    range.set("St", i64::from(*number));
                }
            }
            Self::Said(words) => range.set("P", text(words)),
        }
        Object::Dictionary(range)
    }
}

/// The number tree of the pages' labels.
pub(super) fn page_labels(pages: &[Page]) -> Object {
    let mut numbers = Vec::new();
    let mut before: Option<Folio> = None;
    for (index, page) in pages.iter().enumerate() {
        let folio = Folio::read(&page.label);
        if !before.as_ref().is_some_and(|before| folio.follows(before)) {
            numbers.extend([integer(index), folio.write()]);
        }
        before = Some(folio);
    }
    let mut tree = Dictionary::new();
    tree.set("Nums", numbers);
    Object::Dictionary(tree)
}

/// Parts of Roman numerals, greatest first.
const ROMAN: [(&str, u32); 13] = [
    ("m", 1000),
    ("cm", 900),
    ("d", 500),
    ("cd", 400),
    ("c", 100),
    ("xc", 90),
    ("l", 50),
    ("xl", 40),
    ("x", 10),
    ("ix", 9),
    ("v", 5),
    ("iv", 4),
    ("i", 1),
];

/// The number that is written like this and not otherwise.
fn from_roman(numeral: &str) -> Option<u32> {
    let (mut rest, mut number) = (numeral, 0);
    for (part, value) in ROMAN {
        while let Some(after) = rest.strip_prefix(part) {
            (rest, number) = (after, number + value);
        }
    }
    (rest.is_empty() && number > 0 && number < 5000 && to_roman(number) == numeral).then_some(number)
}

fn to_roman(mut number: u32) -> String {
    let mut numeral = String::new();
    for (part, value) in ROMAN {
        while number >= value {
            numeral.push_str(part);
            number -= value;
        }
    }
    numeral
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::length::Size;
    use crate::typeset::display::Frame;

    fn ranges(labels: &[&str]) -> String {
        let page =
            |label: &&str| Page { size: Size::default(), label: (*label).into(), frame: Frame::default() };
        let pages: Vec<Page> = labels.iter().map(page).collect();
        format!("{:?}", page_labels(&pages))
    }

    #[test]
    fn roman_front_and_arabic_body_are_two_ranges() {
        assert_eq!(
            ranges(&["i", "ii", "iii", "iv", "1", "2", "3"]),
            "<</Nums [0,<</S /r>>,4,<</S /D>>]>>".replace(',', " ")
        );
    }

    #[test]
    fn gaps_capitals_and_words_begin_ranges() {
        let said = ranges(&["5", "7", "XL", "Plate", "Plate", ""]);
        for part in ["St 5", "St 7", "/S /R", "St 40", "/P (Plate)"] {
            assert!(said.contains(part), "{part} in {said}");
        }
    }

    #[test]
    fn only_proper_numerals_count() {
        for (numeral, number) in
            [("iv", Some(4)), ("mcmxciv", Some(1994)), ("iiii", None), ("vx", None), ("", None)]
        {
            assert_eq!(from_roman(numeral), number, "{numeral}");
        }
        assert_eq!(Folio::read("07"), Folio::Said("07".into()));
        assert_eq!(Folio::read(&"m".repeat(40)), Folio::Said("m".repeat(40)));
    }
}
