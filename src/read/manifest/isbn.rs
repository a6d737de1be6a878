//! ISBNs and their check digits (ISO 2108: modulus 10 for 13 digits, 11 for ten).

use crate::model::metadata::Scheme;

/// What is wrong with an ISBN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Neither ten nor thirteen digits.
    Length(usize),
    /// Something else than digits and hyphens.
    Character(char),
    /// Thirteen digits that begin with neither 978 nor 979.
    Prefix,
    /// The last digit should be this.
    CheckDigit(char),
}

/// The scheme and the bare digits of an ISBN, with or without hyphens.
pub(super) fn parse(text: &str) -> Result<(Scheme, String), Fault> {
    let text = text.trim();
    let text = text.strip_prefix("urn:isbn:").unwrap_or(text);
    let bare: String = text.chars().filter(|c| !matches!(c, '-' | ' ' | '‐' | '‑' | '–')).collect();
    let last = bare.chars().count().saturating_sub(1);
    // Ten stands for itself in the last place of a ten-digit number: X.
    let is_ten = |at: usize, c: char| at == last && last == 9 && matches!(c, 'x' | 'X');
    let stranger = bare.char_indices().find(|(at, c)| !(c.is_ascii_digit() || is_ten(*at, *c)));
    if let Some((_, c)) = stranger {
        return Err(Fault::Character(c));
    }
    let bare = bare.to_ascii_uppercase();
    let (scheme, right) = match bare.len() {
        13 if !bare.starts_with("978") && !bare.starts_with("979") => return Err(Fault::Prefix),
        13 => (Scheme::Isbn13, check_13(&bare)),
        10 => (Scheme::Isbn10, check_10(&bare)),
        other => return Err(Fault::Length(other)),
    };
    if bare.ends_with(right) { Ok((scheme, bare)) } else { Err(Fault::CheckDigit(right)) }
}

fn check_13(digits: &str) -> char {
    let sum: u32 = digits
        .bytes()
        .take(12)
        .zip([1, 3].into_iter().cycle())
        .map(|(b, weight)| u32::from(b - b'0') * weight)
        .sum();
    char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0')
}

fn check_10(digits: &str) -> char {
    let sum: u32 =
        digits.bytes().take(9).zip((2..=10).rev()).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    match (11 - sum % 11) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_ones_lose_their_hyphens() {
        assert_eq!(parse("978-0-00-000000-2"), Ok((Scheme::Isbn13, "9780000000002".into())));
        assert_eq!(parse("0-8044-2957-x"), Ok((Scheme::Isbn10, "080442957X".into())));
        assert_eq!(parse("0306406152"), Ok((Scheme::Isbn10, "0306406152".into())));
    }

    #[test]
    fn wrong_ones_are_told_apart() {
        assert_eq!(parse("9780000000003"), Err(Fault::CheckDigit('2')));
        assert_eq!(parse("0804429570"), Err(Fault::CheckDigit('X')));
        assert_eq!(parse("1234567890123"), Err(Fault::Prefix));
        assert_eq!(parse("978"), Err(Fault::Length(3)));
        assert_eq!(parse("97800000000O2"), Err(Fault::Character('O')));
        assert_eq!(parse("X804429570"), Err(Fault::Character('X')));
        assert_eq!(parse(""), Err(Fault::Length(0)));
    }
}
