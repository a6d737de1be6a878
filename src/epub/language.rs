//! Language tags (BCP 47, RFC 5646) and the direction they are written in.

/// The tag with hyphens for underscores, if it is well formed.
pub(super) fn well_formed(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    let parts: Vec<&str> = tag.split('-').collect();
    let alpha = |s: &str, n: std::ops::RangeInclusive<usize>| {
        n.contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphabetic())
    };
    let mixed = |s: &str, n: std::ops::RangeInclusive<usize>| {
        n.contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let (first, rest) = parts.split_first()?;
    if first.eq_ignore_ascii_case("x") {
        return (!rest.is_empty() && rest.iter().all(|s| mixed(s, 1..=8))).then_some(tag);
    }
    if !alpha(first, 2..=8) {
        return None;
    }
    let mut rest = rest;
    let mut skip = |most: usize, fits: &dyn Fn(&str) -> bool| {
        let n = rest.iter().take(most).take_while(|s| fits(s)).count();
        rest = &rest[n..];
    };
    if first.len() <= 3 {
        skip(3, &|s| alpha(s, 3..=3));
    }
    skip(1, &|s| alpha(s, 4..=4));
    skip(1, &|s| alpha(s, 2..=2) || s.len() == 3 && s.bytes().all(|b| b.is_ascii_digit()));
    skip(usize::MAX, &|s| {
        mixed(s, 5..=8) || s.len() == 4 && mixed(s, 4..=4) && s.as_bytes()[0].is_ascii_digit()
    });
    extensions(rest).then_some(tag)
}

/// Extensions and private use: a single letter or digit, then what belongs to it.
fn extensions(mut rest: &[&str]) -> bool {
    let mut seen = Vec::new();
    while let Some((singleton, after)) = rest.split_first() {
        let singleton = singleton.to_ascii_lowercase();
        let least = if singleton == "x" { 1 } else { 2 };
        let n = after
            .iter()
            .take_while(|s| (least..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric()))
            .count();
        let known = singleton.len() == 1 && singleton.bytes().all(|b| b.is_ascii_alphanumeric());
        if !known || n == 0 || seen.contains(&singleton) {
            return false;
        }
        seen.push(singleton);
        rest = &after[n..];
    }
    true
}

/// Languages written from right to left, by primary subtag.
const RTL: &[&str] =
    &["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi", "ji"];

/// Scripts written from right to left.
const RTL_SCRIPTS: &[&str] = &["arab", "hebr", "thaa", "syrc", "nkoo", "adlm"];

/// Whether text of this language runs from right to left.
pub(super) fn is_rtl(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    match parts.find(|s| s.len() == 4 && s.bytes().all(|b| b.is_ascii_alphabetic())) {
        Some(script) => RTL_SCRIPTS.contains(&script),
        None => RTL.contains(&primary),
    }
}

/// Whether a character is of a script written without blanks between words.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF65}' | '\u{20000}'..='\u{3FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_well_formed_tags_pass() {
        for tag in ["en", "en-GB", "zh-Hant-TW", "sl-rozaj-1994", "de-1901", "x-klingon", "ko-u-co-search"] {
            assert_eq!(well_formed(tag).as_deref(), Some(tag));
        }
        assert_eq!(well_formed("pt_BR").as_deref(), Some("pt-BR"));
        for tag in ["", "e", "english language", "en-", "en--GB", "en-GB-GB", "x", "en-a", "fr/FR", "123"] {
            assert_eq!(well_formed(tag), None, "{tag}");
        }
    }

    #[test]
    fn direction_follows_script_before_language() {
        assert!(is_rtl("ar") && is_rtl("he-IL") && is_rtl("az-Arab"));
        assert!(!is_rtl("en") && !is_rtl("ar-Latn"));
    }
}
