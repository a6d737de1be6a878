//! Language tags: the shape of BCP 47 (RFC 5646, 2.1), in its usual letter case.

/// The tag in canonical case (`en-GB`, `zh-Hant-TW`), or for a fault the tag that was
/// probably meant.
pub(crate) fn parse(text: &str) -> Result<String, Option<String>> {
    let text = text.trim();
    match well_formed(text) {
        Some(tag) => match tag.strip_suffix("-UK") {
            // Reserved in ISO 3166, but not a region of the registry.
            Some(language) => Err(Some(format!("{language}-GB"))),
            None => Ok(tag),
        },
        None => Err(meant(text)),
    }
}

/// What was probably meant: with hyphens for underscores and without an encoding, or
/// the tag of a language's name.
fn meant(text: &str) -> Option<String> {
    let bare = text.split(['.', '@']).next().unwrap_or_default();
    let named =
        NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(bare)).map(|(_, tag)| (*tag).to_owned());
    named.or_else(|| well_formed(&bare.replace('_', "-")))
}

const NAMES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("chinese", "zh"),
    ("czech", "cs"),
    ("danish", "da"),
    ("deutsch", "de"),
    ("dutch", "nl"),
    ("english", "en"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("german", "de"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("norwegian", "nb"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("swedish", "sv"),
    ("turkish", "tr"),
];

fn well_formed(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split('-').collect();
    if parts.iter().any(|p| p.is_empty() || p.len() > 8 || !p.bytes().all(|b| b.is_ascii_alphanumeric())) {
        return None;
    }
    let (language, mut rest) = parts.split_first()?;
    let mut out = vec![language.to_ascii_lowercase()];
    // No tag of four to eight letters is registered: those are names, like `english`.
    // Before a private part alone (`x-…`) there is no language to hyphenate by.
    if !(2..=3).contains(&language.len()) || !letters(language) {
        return None;
    }
    let mut extended = 0;
    while let Some((part, after)) =
        rest.split_first().filter(|(p, _)| p.len() == 3 && letters(p) && extended < 3)
    {
        out.push(part.to_ascii_lowercase());
        (rest, extended) = (after, extended + 1);
    }
    if let Some((part, after)) = rest.split_first().filter(|(p, _)| p.len() == 4 && letters(p)) {
        out.push(format!("{}{}", part[..1].to_ascii_uppercase(), part[1..].to_ascii_lowercase()));
        rest = after;
    }
    let is_region = |p: &str| (p.len() == 2 && letters(p)) || (p.len() == 3 && digits(p));
    if let Some((part, after)) = rest.split_first().filter(|(p, _)| is_region(p)) {
        out.push(part.to_ascii_uppercase());
        rest = after;
    }
    let is_variant = |p: &str| p.len() >= 5 || (p.len() == 4 && digits(&p[..1]));
    while let Some((part, after)) = rest.split_first().filter(|(p, _)| is_variant(p)) {
        out.push(part.to_ascii_lowercase());
        rest = after;
    }
    extensions(rest).then(|| {
        out.extend(rest.iter().map(|part| part.to_ascii_lowercase()));
        out.join("-")
    })
}

/// Whether the rest is singletons, each with one part or more behind it.
fn extensions(rest: &[&str]) -> bool {
    let mut private = false;
    let mut needs_more = false;
    for (at, part) in rest.iter().enumerate() {
        match part.len() {
            1 if !private => {
                if needs_more {
                    return false;
                }
                private = part.eq_ignore_ascii_case("x");
                needs_more = true;
            }
            _ if at == 0 => return false,
            _ => needs_more = false,
        }
    }
    !needs_more
}

fn letters(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_alphabetic())
}

fn digits(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed_tags_get_their_usual_case() {
        for (typed, tag) in [
            ("en", "en"),
            ("EN-gb", "en-GB"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("de-1996", "de-1996"),
            ("es-419", "es-419"),
            ("sl-rozaj-biske", "sl-rozaj-biske"),
            ("ja-u-ca-japanese", "ja-u-ca-japanese"),
            ("en-x-author", "en-x-author"),
            ("zh-yue", "zh-yue"),
            ("grc", "grc"),
        ] {
            assert_eq!(parse(typed), Ok(tag.to_owned()));
        }
    }

    #[test]
    fn faults_come_with_what_was_meant() {
        for (typed, meant) in [
            ("en_GB", Some("en-GB")),
            ("en_US.UTF-8", Some("en-US")),
            ("English", Some("en")),
            ("en-UK", Some("en-GB")),
            ("", None),
            ("e", None),
            ("en-", None),
            ("klingonese", None),
            ("en-a", None),
            ("en-a-b", None),
            ("한국어", None),
        ] {
            assert_eq!(parse(typed), Err(meant.map(str::to_owned)), "{typed}");
        }
    }
}
