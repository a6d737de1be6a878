//! The YAML (or TOML) between two rules at the top of a file: title, subtitle, language.

use std::ops::Range;

use serde::Deserialize;

use crate::read::findings;

use super::Source;
use super::once::Once;

/// What a file says of itself before its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FrontMatter {
    /// Used when the file has no heading of the first rank.
    pub title: Option<String>,
    /// The chapter's subtitle.
    pub subtitle: Option<String>,
    /// The language of the file.
    pub lang: Option<String>,
}

/// The keys that are looked for; whatever else stands there is another tool's.
#[derive(Deserialize, Default)]
struct Keys {
    title: Option<Scalar>,
    subtitle: Option<Scalar>,
    lang: Option<Scalar>,
}

/// A title may be a year.
#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar {
    Text(String),
    Whole(i64),
    Decimal(f64),
    Bool(bool),
    Other(serde::de::IgnoredAny),
}

impl Scalar {
    fn text(self) -> Option<String> {
        let text = match self {
            Self::Text(text) => text,
            Self::Whole(number) => number.to_string(),
            Self::Decimal(number) => number.to_string(),
            Self::Bool(truth) => truth.to_string(),
            Self::Other(_) => return None,
        };
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }
}

/// The front matter of a file, and where its text begins.
pub(super) fn read(source: &Source<'_>, once: &mut Once) -> (FrontMatter, usize) {
    match extent(source.text) {
        Some(Extent { is_yaml: true, keys, body }) => (yaml(source, keys, once), body),
        Some(Extent { keys, body, .. }) => (toml(&source.text[keys]), body),
        None => (FrontMatter::default(), 0),
    }
}

/// Where front matter lies.
pub(super) struct Extent {
    is_yaml: bool,
    /// What stands between the rules.
    keys: Range<usize>,
    /// Where the text begins.
    pub body: usize,
}

/// The front matter at the top of `text`.
pub(super) fn extent(text: &str) -> Option<Extent> {
    for (rule, closes) in [("---", &["---", "..."][..]), ("+++", &["+++"][..])] {
        let Some(rest) = text.strip_prefix(rule) else { continue };
        let Some(line) = rest.find('\n').filter(|at| rest[..*at].trim().is_empty()) else { continue };
        let start = rule.len() + line + 1;
        let Some((end, body)) = closing(text, start, closes) else { continue };
        let is_yaml = rule == "---";
        if is_yaml && text[start..].starts_with('\n') {
            continue; // a rule, then a blank line: a pause, not front matter
        }
        return Some(Extent { is_yaml, keys: start..end, body });
    }
    None
}

/// Where the closing rule's line begins and ends.
fn closing(text: &str, start: usize, closes: &[&str]) -> Option<(usize, usize)> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if closes.contains(&line.trim_end()) {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

fn yaml(source: &Source<'_>, keys: Range<usize>, once: &mut Once) -> FrontMatter {
    let start = keys.start;
    let text = &source.text[keys];
    if text.trim().is_empty() {
        return FrontMatter::default();
    }
    match serde_yaml::from_str::<Keys>(text) {
        Ok(keys) => FrontMatter {
            title: keys.title.and_then(Scalar::text),
            subtitle: keys.subtitle.and_then(Scalar::text),
            lang: keys.lang.and_then(Scalar::text),
        },
        Err(error) => {
            let line = error.location().map_or(1, |place| place.line()).max(1);
            let line = usize::try_from(line).unwrap_or(1);
            let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
            let length = text[before..].find('\n').unwrap_or(text.len() - before);
            let span = source.span(start + before, start + before + length);
            let reason = error.without_snippet().to_string();
            once.findings.push(findings::front_matter(reason.lines().next().unwrap_or_default(), span));
            FrontMatter::default()
        }
    }
}

/// Hugo's front matter: only `key = "value"` lines are looked at.
fn toml(text: &str) -> FrontMatter {
    let get = |key: &str| {
        text.lines().find_map(|line| {
            let value = line.trim().strip_prefix(key)?.trim_start().strip_prefix('=')?.trim();
            Some(value.trim_matches(['"', '\'']).to_owned()).filter(|value| !value.is_empty())
        })
    };
    FrontMatter { title: get("title"), subtitle: get("subtitle"), lang: get("lang") }
}
