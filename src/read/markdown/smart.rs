//! Typed quotes, hyphens and dots become the language's: one pass over a whole run of
//! text, so that a quotation may begin in one piece of markup and end in another.
//!
//! `--` and `---` become dashes, `...` an ellipsis, `"` and `'` the language's quotes or
//! an apostrophe; in French a blank before `; : ! ? »` or after `«` does not break. Escapes,
//! code, addresses and attributes never pass through here.

use std::borrow::Cow;

use super::quotes::{self, Quotes};
use super::spans::is_cjk;
use super::token::{Kind, Token, mark_text};
use crate::model::inline::InlineKind;
use crate::model::manifest::Typography;

/// Words that begin with an apostrophe in English.
const ELIDED: &[&str] = &["tis", "twas", "twere", "twill", "em", "til", "cause", "bout", "round", "n"];

/// A typed quote and what it may be.
struct Site {
    token: usize,
    at: usize,
    double: bool,
    before: Option<char>,
    after: Option<char>,
    quotes: Quotes,
    mark: &'static str,
}

/// Sets the typography of a run.
pub(super) fn apply(tokens: &mut [Token<'_>], lang: &str, typography: Typography) {
    if !tokens.iter().any(|t| matches!(&t.kind, Kind::Text(text) if is_touched(text, lang))) {
        return;
    }
    let mut langs: Vec<Option<String>> = Vec::new();
    for token in tokens.iter_mut() {
        follow(&mut langs, token);
        let lang = current(&langs, lang);
        if let Kind::Text(text) = &mut token.kind
            && is_touched(text, lang)
        {
            let set = words(text, lang, typography);
            *text = Cow::Owned(set);
        }
    }
    if typography.quotes {
        let mut sites = find(tokens, lang);
        if !sites.is_empty() {
            decide(&mut sites);
            replace(tokens, &sites);
        }
    }
}

fn is_touched(text: &str, lang: &str) -> bool {
    text.contains(['"', '\'']) || text.contains("--") || text.contains("...") || quotes::primary(lang) == "fr"
}

/// Keeps track of the language that markup gives its text.
fn follow(langs: &mut Vec<Option<String>>, token: &Token<'_>) {
    match &token.kind {
        Kind::Open(wrap) => {
            let own = wrap.attrs.as_ref().and_then(|attrs| attrs.lang()).map(str::to_owned);
            langs.push(own.or_else(|| langs.last().cloned().flatten()));
        }
        Kind::Close => {
            langs.pop();
        }
        _ => {}
    }
}

fn current<'l>(langs: &'l [Option<String>], lang: &'l str) -> &'l str {
    langs.last().and_then(Option::as_deref).unwrap_or(lang)
}

/// Dashes, dots and French blanks, word by word; addresses stay as they are.
fn words(text: &str, lang: &str, typography: Typography) -> String {
    let french = typography.quotes && quotes::primary(lang) == "fr";
    let mut out = String::with_capacity(text.len() + 8);
    for word in text.split_inclusive([' ', '\n', '\t']) {
        if word.contains("://") || word.starts_with("www.") {
            out.push_str(word);
            continue;
        }
        if french && out.ends_with(' ') {
            french_blank(&mut out, word);
        }
        let mut rest = word;
        while let Some(at) = rest.find(['-', '.']) {
            let (before, tail) = rest.split_at(at);
            out.push_str(before);
            let dots = tail.starts_with('.');
            let run = tail.len() - tail.trim_start_matches(if dots { '.' } else { '-' }).len();
            let arrow = before.ends_with('<') || tail[run..].starts_with('>');
            out.push_str(match (dots, run) {
                (true, 3) if typography.ellipsis => "…",
                (true, 4) if typography.ellipsis => "….",
                (false, 2) if typography.dashes && !arrow => "–",
                (false, 3) if typography.dashes && !arrow => "—",
                _ => &tail[..run],
            });
            rest = &tail[run..];
        }
        out.push_str(rest);
    }
    out
}

/// The blank at the end of `out` in view of the word after it.
fn french_blank(out: &mut String, word: &str) {
    let alone = out.trim_end_matches(' ').len() + 1 == out.len();
    let before = out.trim_end_matches(' ').chars().next_back();
    let blank = match (before, word.chars().next()) {
        (Some('«'), _) | (_, Some(';' | '!' | '?' | '»')) => '\u{202f}',
        (_, Some(':')) => '\u{a0}',
        _ => return,
    };
    if alone && before.is_some_and(|c| !c.is_whitespace()) {
        out.pop();
        out.push(blank);
    }
}

/// Every typed quote of the run with its neighbours.
fn find(tokens: &[Token<'_>], lang: &str) -> Vec<Site> {
    let mut sites = Vec::new();
    let mut langs = Vec::new();
    let mut before = None;
    for (index, token) in tokens.iter().enumerate() {
        follow(&mut langs, token);
        match &token.kind {
            Kind::Text(text) => {
                for (at, c) in text.char_indices() {
                    if matches!(c, '"' | '\'') {
                        let after =
                            text[at + 1..].chars().next().or_else(|| first_char(&tokens[index + 1..]));
                        let quotes = quotes::of(current(&langs, lang));
                        let double = c == '"';
                        sites.push(Site { token: index, at, double, before, after, quotes, mark: "" });
                    }
                    before = Some(c);
                }
            }
            Kind::Literal(text) => before = text.chars().next_back().or(before),
            Kind::Mark(byte) => before = Some(char::from(*byte)),
            Kind::Leaf(leaf) => before = leaf_char(&leaf.0).or(before),
            Kind::Open(_) | Kind::Close | Kind::Tag(_) => {}
        }
    }
    sites
}

/// What a leaf counts as to the quotes beside it; notes and anchors as nothing.
fn leaf_char(kind: &InlineKind) -> Option<char> {
    match kind {
        InlineKind::SoftBreak | InlineKind::HardBreak => Some(' '),
        InlineKind::Note(_) | InlineKind::Anchor | InlineKind::WordBreak => None,
        _ => Some('x'),
    }
}

fn first_char(tokens: &[Token<'_>]) -> Option<char> {
    tokens.iter().find_map(|token| match &token.kind {
        Kind::Text(text) | Kind::Literal(text) => text.chars().next(),
        Kind::Mark(byte) => mark_text(*byte).chars().next(),
        Kind::Leaf(leaf) => leaf_char(&leaf.0),
        Kind::Open(_) | Kind::Close | Kind::Tag(_) => None,
    })
}

/// Pairs the quotes with a stack and gives each its mark.
fn decide(sites: &mut [Site]) {
    let mut open: Vec<usize> = Vec::new();
    // How many openers of each kind wait, so that looking for one costs nothing when there is none.
    let mut waiting = [0_usize; 2];
    for index in 0..sites.len() {
        let site = &sites[index];
        let kind = usize::from(site.double);
        let blank_before = site.before.is_none_or(char::is_whitespace);
        let opens = site.after.is_some_and(|c| !c.is_whitespace())
            && (blank_before
                || site.before.is_some_and(|c| "([{«„“‘‚‹\"'/–—-\u{a0}\u{202f}*_".contains(c) || is_cjk(c)));
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let elision =
            !site.double && (letter(site.before) && letter(site.after) && !site.before.is_some_and(is_cjk));
        let closes = !blank_before
            && !elision
            && (site.double || !letter(site.after) || site.before.is_some_and(is_cjk));
        if closes && waiting[kind] > 0 {
            while let Some(opener) = open.pop() {
                let opened = &mut sites[opener];
                waiting[usize::from(opened.double)] -= 1;
                if usize::from(opened.double) == kind {
                    let marks = if opened.double { opened.quotes.double } else { opened.quotes.single };
                    opened.mark = marks.0;
                    sites[index].mark = marks.1;
                    break;
                }
                opened.mark = unpaired(opened);
            }
        } else if opens && !elision {
            waiting[kind] += 1;
            open.push(index);
        } else if site.double {
            sites[index].mark = site.quotes.double.1;
        } else {
            sites[index].mark = "’";
        }
    }
    for opener in open {
        sites[opener].mark = unpaired(&sites[opener]);
    }
}

/// An opening quote that nothing closes: speech that goes on in the next paragraph, or an apostrophe.
fn unpaired(site: &Site) -> &'static str {
    if site.double { site.quotes.double.0 } else { "’" }
}

fn replace(tokens: &mut [Token<'_>], sites: &[Site]) {
    let mut rest = sites;
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|site| site.token == first.token).count();
        let (here, later) = rest.split_at(count);
        rest = later;
        let Some(Kind::Text(text)) = tokens.get_mut(first.token).map(|t| &mut t.kind) else { continue };
        let mut out = String::with_capacity(text.len() + 2 * count);
        let mut from = 0;
        for site in here {
            out.push_str(&text[from..site.at]);
            out.push_str(elided(&text[site.at + 1..], site));
            from = site.at + 1;
        }
        out.push_str(&text[from..]);
        *text = Cow::Owned(out);
    }
}

/// `'tis` takes an apostrophe though it looks like the beginning of a quotation.
fn elided(after: &str, site: &Site) -> &'static str {
    let word = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let english = site.quotes == quotes::of("en");
    if !site.double && english && ELIDED.iter().any(|known| known.eq_ignore_ascii_case(word)) {
        return "’";
    }
    site.mark
}
