//! Counts to the signs they are written with.

use super::super::words::Words;
use crate::model::manifest::NumberStyle;

/// A number in a style; `None` where none is set.
pub(super) fn write(n: u32, style: NumberStyle, words: &Words) -> Option<String> {
    Some(match style {
        NumberStyle::None => return None,
        NumberStyle::Arabic => n.to_string(),
        NumberStyle::Roman => roman(n),
        NumberStyle::Words => words.number(n).map_or_else(|| n.to_string(), str::to_owned),
    })
}

/// Roman numerals of numbers below 4000; figures from there on.
pub(in crate::resolve) fn roman(n: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if n >= 4000 {
        return n.to_string();
    }
    let mut rest = n;
    let mut out = String::new();
    for (value, letters) in STEPS {
        while rest >= value {
            out.push_str(letters);
            rest -= value;
        }
    }
    out
}

/// A … Z, AA, AB …
pub(in crate::resolve) fn letters(n: u32) -> String {
    let mut rest = n;
    let mut out = Vec::new();
    while rest > 0 {
        rest -= 1;
        out.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals_and_letters() {
        let numerals: Vec<String> = [1, 4, 9, 14, 40, 1999, 4000].into_iter().map(roman).collect();
        assert_eq!(numerals, ["I", "IV", "IX", "XIV", "XL", "MCMXCIX", "4000"]);
        let appendices: Vec<String> = [1, 26, 27, 52, 703].into_iter().map(letters).collect();
        assert_eq!(appendices, ["A", "Z", "AA", "AZ", "AAA"]);
    }

    #[test]
    fn numbers_in_words_end_where_the_language_has_no_list() {
        let three = |lang| write(3, NumberStyle::Words, &Words::of(lang));
        assert_eq!(three("en").as_deref(), Some("Three"));
        assert_eq!(three("pl").as_deref(), Some("3"));
    }
}
