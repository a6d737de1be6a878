//! The texts of values to numbers, lengths and dates. Nothing here reports: `None` is
//! told by [`super::check`], with what was expected.
//!
//! Decimals are read as whole millionths, so that `11pt` is the same length on every
//! machine.

use crate::model::length::{Length, Measure, Size};
use crate::model::metadata::Date;

/// Sides of a page lie between half an inch and what a PDF page may have (ISO 32000-2,
/// annex C: 14 400 units).
const LEAST_SIDE: Length = Length::pt(36);
const LARGEST_SIDE: Length = Length::pt(14_400);
/// Sizes of type, leading and bleed: smaller cannot be read, larger leaves no line.
const TYPE_SIZES: std::ops::RangeInclusive<Length> = Length::pt(1)..=Length::pt(200);
/// A design's lengths are at most a hundred ems, lines or per cent.
const LARGEST_MEASURE: i64 = 100 * MILLION;
const MILLION: i64 = 1_000_000;

/// A decimal number in millionths: `1.5` is 1 500 000. At most nine digits before the
/// point; digits after the sixth decimal are dropped.
fn millionths(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || whole.len() > 9 || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let fraction: String = fraction.chars().chain("000000".chars()).take(6).collect();
    Some(sign * (whole * MILLION + fraction.parse::<i64>().ok()?))
}

/// A number and its unit: `1.3em` is `("1.3", "em")`.
fn split_unit(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| c.is_alphabetic() || c == '%').unwrap_or(text.len());
    (text[..end].trim_end(), text[end..].trim())
}

/// A number in a range, both in thousandths: `1.6` is 1600.
pub(crate) fn ratio(text: &str, least: i32, most: i32) -> Option<i32> {
    let number = i32::try_from(millionths(text.trim())? / 1000).ok()?;
    (least..=most).contains(&number).then_some(number)
}

/// A whole number in a range.
pub(crate) fn whole(text: &str, least: i64, most: i64) -> Option<i64> {
    let number = text.trim().parse().ok()?;
    (least..=most).contains(&number).then_some(number)
}

/// `true` and its kin.
pub(crate) fn flag(text: &str) -> Option<bool> {
    match text {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// A length with a unit of paper: pt, mm, cm, in, pc.
fn any_length(text: &str) -> Option<Length> {
    let (number, unit) = split_unit(text.trim());
    let number = millionths(number)?;
    // Points a unit, as a fraction: 1 in is 72 pt and 25.4 mm.
    let (points, of) = match unit {
        "pt" => (1, 1),
        "pc" => (12, 1),
        "in" | "inch" => (72, 1),
        "mm" => (360, 127),
        "cm" => (3600, 127),
        "" if number == 0 => (1, 1),
        _ => return None,
    };
    // Rounded once.
    Some(Length(Length::PER_PT * points).scale(number, MILLION * of))
}

/// A length of type: `11pt`.
pub(crate) fn length(text: &str) -> Option<Length> {
    any_length(text).filter(|length| TYPE_SIZES.contains(length))
}

/// A page's size: `5.5x8.5in`, `148 x 210 mm`, `5.5in × 8.5in`.
pub(crate) fn size(text: &str) -> Option<Size> {
    let (width, height) = text.split_once(['x', '×'])?;
    let (height, unit) = split_unit(height.trim());
    let (width, own) = split_unit(width.trim());
    let own = if own.is_empty() { unit } else { own };
    let side = |number: &str, unit: &str| {
        any_length(&format!("{number}{unit}")).filter(|side| (LEAST_SIDE..=LARGEST_SIDE).contains(side))
    };
    Some(Size { width: side(width, own)?, height: side(height, unit)? })
}

/// A length of a design, not below zero: `1.3em`, `6lines`, `60%`, `0`.
pub(crate) fn measure(text: &str) -> Option<Measure> {
    let (number, unit) = split_unit(text.trim());
    let number = millionths(number).filter(|n| (0..=LARGEST_MEASURE).contains(n))?;
    let thousandths = i32::try_from(number / 1000).ok()?;
    match unit {
        "em" => Some(Measure::Em(thousandths)),
        "line" | "lines" => Some(Measure::Lines(thousandths)),
        "%" => Some(Measure::Percent(thousandths / 100)),
        "" if thousandths == 0 => Some(Measure::Em(0)),
        _ => None,
    }
}

/// A length of a design or of paper, not below zero.
pub(crate) fn margin(text: &str) -> Option<Measure> {
    let fixed = || {
        any_length(text).filter(|length| (Length::ZERO..=LARGEST_SIDE).contains(length)).map(Measure::Fixed)
    };
    measure(text).or_else(fixed)
}

/// `2%` as thousandths: 20.
pub(crate) fn percent(text: &str) -> Option<i32> {
    let number = text.trim().strip_suffix('%')?.trim_end();
    let thousandths = i32::try_from(millionths(number)? / 100_000).ok()?;
    (0..=1000).contains(&thousandths).then_some(thousandths)
}

/// `300%`, or `300`: inks together, from one whole ink to four.
pub(crate) fn ink(text: &str) -> Option<u16> {
    let number = text.trim().strip_suffix('%').unwrap_or(text).trim();
    number.parse().ok().filter(|percent| (100..=400).contains(percent))
}

/// `#e4002b`: red, green, blue.
pub(crate) fn color(text: &str) -> Option<[u8; 3]> {
    let digits =
        text.trim().strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let [_, r, g, b] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some([r, g, b])
}

/// `any`, `even`, `multiple of 4`: the page count's divisor.
pub(crate) fn pages(text: &str) -> Option<u16> {
    match text.trim() {
        "any" => Some(1),
        "even" => Some(2),
        other => other.strip_prefix("multiple of ")?.trim().parse().ok().filter(|n| (1..=64).contains(n)),
    }
}

/// A word to divide: letters, with hyphens where it may be broken.
pub(crate) fn divided(text: &str) -> bool {
    let mut parts = text.split('-');
    parts.all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphabetic() || c == '\'' || c == '’'))
}

/// A file name made of text and `{slug}`, `{edition}`, `{isbn}`; no folders above.
pub(crate) fn file_pattern(text: &str) -> bool {
    let mut plain = text.to_owned();
    for field in ["{slug}", "{edition}", "{isbn}"] {
        plain = plain.replace(field, "x");
    }
    let parts_are_names = plain.split('/').all(|part| !matches!(part, "" | "." | ".."));
    !plain.contains(['{', '}', '\\', ':', '\0']) && !plain.chars().any(char::is_control) && parts_are_names
}

/// `2027`, `2027-03`, `2027-03-01` (ISO 8601).
pub(crate) fn date(text: &str) -> Option<Date> {
    let mut parts = text.trim().split('-');
    let mut part = |length: usize| match parts.next() {
        None => Some(None),
        Some(p) if p.len() == length && p.bytes().all(|b| b.is_ascii_digit()) => p.parse().ok().map(Some),
        Some(_) => None,
    };
    let (year, month, day): (Option<u16>, Option<u16>, Option<u16>) = (part(4)?, part(2)?, part(2)?);
    if parts.next().is_some() {
        return None;
    }
    let year = year.filter(|y| *y >= 1)?;
    if month.is_some_and(|m| !(1..=12).contains(&m)) {
        return None;
    }
    if day.is_some_and(|d| d < 1 || d > days_in(year, month.unwrap_or(1))) {
        return None;
    }
    let small = |n: Option<u16>| n.and_then(|n| u8::try_from(n).ok());
    Some(Date { year, month: small(month), day: small(day) })
}

/// Days of a month in the Gregorian calendar.
fn days_in(year: u16, month: u16) -> u16 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A moment as `YYYY-MM-DDThh:mm:ssZ`: a day, a day and a time, with or without an
/// offset from UTC (RFC 3339).
pub(crate) fn instant(text: &str) -> Option<String> {
    let text = text.trim();
    let (day, rest) = match text.get(..10) {
        Some(day) => (date(day).filter(|d| d.day.is_some())?, &text[10..]),
        None => return None,
    };
    let (hour, minute, second, offset) = match rest {
        "" => (0, 0, 0, 0),
        _ => time(rest.strip_prefix(['T', 't', ' '])?)?,
    };
    let minutes = i64::from(hour) * 60 + i64::from(minute) - i64::from(offset);
    let (day, minutes) = match minutes {
        m if m < 0 => (yesterday(day)?, m + 1440),
        m if m >= 1440 => (tomorrow(day)?, m - 1440),
        m => (day, m),
    };
    let (month, date) = (day.month.unwrap_or(1), day.day.unwrap_or(1));
    Some(format!("{:04}-{month:02}-{date:02}T{:02}:{:02}:{second:02}Z", day.year, minutes / 60, minutes % 60))
}

/// `hh:mm[:ss[.f]][Z|±hh:mm]`: hour, minute, second, minutes of offset.
fn time(text: &str) -> Option<(u16, u16, u16, i16)> {
    let number = |from: usize| -> Option<u16> {
        text.get(from..from + 2).filter(|t| t.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
    };
    let colon = |at: usize| text.as_bytes().get(at) == Some(&b':');
    if !colon(2) {
        return None;
    }
    let (hour, minute) = (number(0)?, number(3)?);
    let (second, rest) = if colon(5) { (number(6)?, text.get(8..)?) } else { (0, text.get(5..)?) };
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let offset = match rest {
        "" | "Z" | "z" => 0,
        _ => {
            let sign = if rest.starts_with('-') { -1 } else { 1 };
            let rest = rest.strip_prefix(['+', '-'])?;
            let (hours, minutes) = rest.split_once(':')?;
            let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.parse().ok()?);
            if !(0..=14).contains(&hours) || !(0..60).contains(&minutes) {
                return None;
            }
            sign * (hours * 60 + minutes)
        }
    };
    (hour < 24 && minute < 60 && second < 60).then_some((hour, minute, second, offset))
}

fn yesterday(d: Date) -> Option<Date> {
    let (month, day) = (d.month?, d.day?);
    if day > 1 {
        return Some(Date { day: Some(day - 1), ..d });
    }
    let (year, month) = if month > 1 { (d.year, month - 1) } else { (d.year.checked_sub(1)?, 12) };
    let last = u8::try_from(days_in(year, u16::from(month))).ok();
    Some(Date { year, month: Some(month), day: last })
}

fn tomorrow(d: Date) -> Option<Date> {
    let (month, day) = (d.month?, d.day?);
    if u16::from(day) < days_in(d.year, u16::from(month)) {
        return Some(Date { day: Some(day + 1), ..d });
    }
    let (year, month) = if month < 12 { (d.year, month + 1) } else { (d.year.checked_add(1)?, 1) };
    Some(Date { year, month: Some(month), day: Some(1) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_exact_and_bounded() {
        assert_eq!(length("11pt"), Some(Length::pt(11)));
        assert_eq!(length(" 10.5 pt"), Some(Length::from_pt(10.5)));
        assert_eq!(length("25.4mm"), Some(Length::pt(72)));
        assert_eq!(length("2.54cm"), Some(Length::pt(72)));
        for wrong in ["", "pt", "11", "-1pt", "0pt", "1e3pt", "11 px", "9999999999pt", "1..2pt", "201pt"] {
            assert_eq!(length(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sizes_share_or_name_their_units() {
        let digest = Some(Size { width: Length::pt(396), height: Length::pt(612) });
        assert_eq!(size("5.5x8.5in"), digest);
        assert_eq!(size("5.5in × 8.5in"), digest);
        assert_eq!(size("148x210mm").map(|s| s.width.to_pt().round()), Some(420.0));
        for wrong in ["5.5", "5.5x8.5", "0x8in", "5x8in", "5x", "x"] {
            assert_eq!(size(wrong).filter(|_| wrong != "5x8in"), None, "{wrong}");
        }
    }

    #[test]
    fn measures_of_a_design_are_relative() {
        assert_eq!(measure("1.3em"), Some(Measure::Em(1300)));
        assert_eq!(measure("6lines"), Some(Measure::Lines(6000)));
        assert_eq!(measure("60%"), Some(Measure::Percent(600)));
        assert_eq!(measure("0"), Some(Measure::Em(0)));
        for wrong in ["8cm", "-1em", "101lines", "101%", "em"] {
            assert_eq!(measure(wrong), None, "{wrong}");
        }
        assert_eq!(margin("1in"), Some(Measure::Fixed(Length::pt(72))));
        assert_eq!(margin("-1in"), None);
        assert_eq!(margin("-1em"), None);
    }

    #[test]
    fn percents_and_ratios_are_thousandths() {
        assert_eq!(percent("2%"), Some(20));
        assert_eq!(percent("0.6 %"), Some(6));
        assert_eq!(percent("2"), None);
        assert_eq!(ratio("1.15", 200, 8000), Some(1150));
        assert_eq!(ratio("9", 200, 8000), None);
    }

    #[test]
    fn inks_are_percents_and_colours_hexadecimal() {
        assert_eq!((ink("240%"), ink("300"), ink("99%"), ink("401%")), (Some(240), Some(300), None, None));
        assert_eq!(color("#E4002b"), Some([0xe4, 0, 0x2b]));
        assert_eq!((color("red"), color("#e40"), color("#é40022")), (None, None, None));
    }

    #[test]
    fn page_counts_are_divisors() {
        assert_eq!((pages("any"), pages("even"), pages("multiple of 16")), (Some(1), Some(2), Some(16)));
        assert_eq!((pages("odd"), pages("multiple of 0")), (None, None));
    }

    #[test]
    fn dates_are_days_of_the_calendar() {
        assert_eq!(date("1903"), Some(Date { year: 1903, month: None, day: None }));
        assert_eq!(date("2028-02-29"), Some(Date { year: 2028, month: Some(2), day: Some(29) }));
        for wrong in ["2027-02-29", "2027-13", "27-01-01", "2027-1-1", "today", "", "0000", "2027-01-01-01"] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn moments_become_universal_time() {
        let is = |text: &str, told: &str| assert_eq!(instant(text).as_deref(), Some(told), "{text}");
        is("2027-03-01T12:30:05Z", "2027-03-01T12:30:05Z");
        is("2027-03-01", "2027-03-01T00:00:00Z");
        is("2027-01-01 08:00+09:00", "2026-12-31T23:00:00Z");
        is("2027-12-31T20:00:00.5-05:30", "2028-01-01T01:30:00Z");
        for wrong in
            ["2027-03", "2027-03-01T25:00Z", "2027-03-01T1:00", "é027-03-01T", "2027-03-01T12:00+25:00"]
        {
            assert_eq!(instant(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn output_names_stay_in_their_folder() {
        assert!(file_pattern("{slug}-{isbn}.epub") && file_pattern("print/{edition}.pdf"));
        for wrong in ["../{slug}.pdf", "/x.pdf", "{title}.pdf", "a//b", "", "c:x"] {
            assert!(!file_pattern(wrong), "{wrong}");
        }
    }

    #[test]
    fn exceptions_are_words_with_hyphens() {
        assert!(divided("man-u-script") && divided("Bücher") && divided("l’a-mi"));
        assert!(!divided("-a") && !divided("a--b") && !divided("two words") && !divided(""));
    }
}
