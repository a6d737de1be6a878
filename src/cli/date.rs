//! `SOURCE_DATE_EPOCH` to a date (reproducible-builds.org, its specification 1.1).

/// The date that the environment gives, as `YYYY-MM-DDThh:mm:ssZ`.
///
/// # Errors
/// A line for the author when the variable is not a number of seconds that a zip archive
/// can say.
#[allow(clippy::disallowed_methods, reason = "cli is where the environment comes in")]
pub(super) fn from_environment() -> Result<Option<String>, String> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Err(_) => Ok(None),
        Ok(text) if text.trim().is_empty() => Ok(None),
        Ok(text) => text.trim().parse().ok().and_then(from_epoch).map(Some).ok_or_else(|| {
            format!(
                "SOURCE_DATE_EPOCH is `{text}`; it must be seconds since 1970, within the years 1980 to 2107"
            )
        }),
    }
}

/// The civil date of seconds since 1970, by Hinnant's "chrono-Compatible Low-Level Date
/// Algorithms"; `None` outside the years that zip stamps know.
fn from_epoch(seconds: u64) -> Option<String> {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let shifted = days.checked_add(719_468)?;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    (1980..=2107)
        .contains(&year)
        .then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_dates() {
        assert_eq!(from_epoch(315_532_800).as_deref(), Some("1980-01-01T00:00:00Z"));
        assert_eq!(from_epoch(951_827_696).as_deref(), Some("2000-02-29T12:34:56Z"));
        assert_eq!(from_epoch(1_798_761_599).as_deref(), Some("2026-12-31T23:59:59Z"));
        assert_eq!(from_epoch(0), None, "before zip's first year");
        assert_eq!(from_epoch(u64::MAX), None);
    }
}
