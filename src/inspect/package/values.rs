//! Values with a grammar of their own: dates, languages, UUIDs.

/// Whether this is a date of W3C-DTF: a year, a month, a day, or a moment of it.
pub(super) fn is_date(text: &str) -> bool {
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    let parts: Vec<&str> = date.split('-').collect();
    let number = |text: &str, length: usize, range: std::ops::RangeInclusive<u32>| {
        text.len() == length
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.parse().is_ok_and(|number| range.contains(&number))
    };
    let year = |text: &str| number(text, 4, 0..=9999);
    let is_date = match parts.as_slice() {
        [y] => year(y),
        [y, m] => year(y) && number(m, 2, 1..=12),
        [y, m, d] => {
            let days = match *m {
                "02" if y.parse::<u32>().is_ok_and(|y| y % 4 == 0 && (y % 100 != 0 || y % 400 == 0)) => 29,
                "02" => 28,
                "04" | "06" | "09" | "11" => 30,
                _ => 31,
            };
            year(y) && number(m, 2, 1..=12) && number(d, 2, 1..=days)
        }
        _ => false,
    };
    is_date && time.is_none_or(|time| parts.len() == 3 && is_time(time))
}

fn is_time(text: &str) -> bool {
    let (clock, zone) = match text.find(['Z', '+', '-']) {
        Some(at) => text.split_at(at),
        None => return false,
    };
    let two = |text: &str, most: u32| text.len() == 2 && text.parse::<u32>().is_ok_and(|n| n <= most);
    let is_zone = zone == "Z"
        || zone.get(1..).and_then(|zone| zone.split_once(':')).is_some_and(|(h, m)| two(h, 23) && two(m, 59));
    let (clock, fraction) = clock.split_once('.').map_or((clock, None), |(clock, rest)| (clock, Some(rest)));
    let parts: Vec<&str> = clock.split(':').collect();
    let is_clock = match parts.as_slice() {
        [h, m] => two(h, 23) && two(m, 59) && fraction.is_none(),
        [h, m, s] => two(h, 23) && two(m, 59) && two(s, 59),
        _ => false,
    };
    is_clock && is_zone && fraction.is_none_or(|f| !f.is_empty() && f.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether this is the moment of `dcterms:modified`: to the second, in UTC.
pub(super) fn is_modified(text: &str) -> bool {
    text.len() == 20 && text.ends_with('Z') && is_date(text)
}

/// Whether this is a well-formed language tag (BCP 47, 2.1).
pub(in crate::inspect) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let fits = |text: &str| (1..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
    if matches!(first, "x" | "X" | "i" | "I") {
        let mut rest = parts.peekable();
        return rest.peek().is_some() && rest.all(fits);
    }
    let mut parts = parts.peekable();
    if !(2..=8).contains(&first.len()) || !letters(first) {
        return false;
    }
    let mut was_single = false;
    let all = parts.all(|part| {
        let fit = fits(part) && !(part.len() == 1 && was_single);
        was_single = part.len() == 1;
        fit
    });
    all && !was_single
}

/// Whether this is a UUID (RFC 9562, 4).
pub(super) fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_of_the_calendar() {
        for good in ["2024", "2024-02", "2024-02-29", "2020-01-01T10:00Z", "2020-01-01T10:00:01.5+01:00"] {
            assert!(is_date(good), "{good}");
        }
        for bad in
            ["", "24", "2024-13", "2023-02-29", "2024-1-1", "1/1/2024", "2024-01-01T10", "2024-01T10:00Z"]
        {
            assert!(!is_date(bad), "{bad}");
        }
        assert!(is_modified("2020-01-01T10:00:00Z"));
        assert!(!is_modified("2020-01-01") && !is_modified("2020-01-01T10:00:00+01:00"));
    }

    #[test]
    fn languages_are_well_formed() {
        for good in ["en", "en-GB", "zh-Hant-TW", "de-1996", "x-klingon", "sr-Latn", "en-u-nu-thai", "ang"] {
            assert!(is_language(good), "{good}");
        }
        for bad in ["", "e", "en_GB", "english-", "en-", "12", "englishlanguage", "en-a-b", "x"] {
            assert!(!is_language(bad), "{bad}");
        }
    }

    #[test]
    fn uuids_have_five_groups() {
        assert!(is_uuid("123e4567-e89b-12d3-a456-426614174000"));
        assert!(
            !is_uuid("123e4567-e89b-12d3-a456-42661417400")
                && !is_uuid("x23e4567-e89b-12d3-a456-426614174000")
        );
    }
}
