//! Typed quotes, hyphens and dots become the language's: one pass over a whole run of
//! text, so that a quotation may begin in one piece of markup and end in another.
//!
//! `--` and `---` become dashes, `...` an ellipsis, `"` and `'` the language's quotes or
//! an apostrophe; French gets its blanks ([`spacing`]). Escapes,
//! code, addresses and attributes never pass through here.

use std::borrow::Cow;

use super::quotes::{self, Quotes};
use super::spacing;
use super::spans::is_cjk;
use super::token::{Kind, Token, mark_text};
use crate::model::inline::InlineKind;
use crate::model::manifest::Typography;

/// A typed quote and what it may be.
struct Site {
    token: usize,
    at: usize,
    double: bool,
    before: Option<char>,
    after: Option<char>,
    quotes: Quotes,
    /// Begins a word that has lost its first letters: an apostrophe, whatever stands round it.
    elided: bool,
    /// Follows a number of up to three figures: a measure, not a year.
    measure: bool,
    mark: &'static str,
}

/// Sets the typography of a run.
pub(super) fn apply(tokens: &mut [Token<'_>], lang: &str, typography: Typography) {
    let may_change = |token: &Token<'_>| match &token.kind {
        Kind::Text(text) => is_touched(text, lang),
        Kind::Open(wrap) => wrap.attrs.as_ref().is_some_and(|attrs| attrs.lang().is_some()),
        _ => false,
    };
    if !tokens.iter().any(may_change) {
        return;
    }
    let mut langs: Vec<Option<String>> = Vec::new();
    let mut before = None;
    for index in 0..tokens.len() {
        follow(&mut langs, &tokens[index]);
        let lang = current(&langs, lang);
        let spacing = spacing::of(lang).filter(|_| typography.quotes);
        let (token, later) = tokens[index..].split_at_mut(1);
        if let Kind::Text(text) = &mut token[0].kind
            && is_touched(text, lang)
        {
            let mut set = words(text, typography);
            if let Some(spacing) = spacing {
                set = spacing.set(&set, before, first_char(later));
            }
            *text = Cow::Owned(set);
        }
        before = last_char(&token[0]).or(before);
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

/// Dashes and dots, word by word; addresses stay as they are.
fn words(text: &str, typography: Typography) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for word in text.split_inclusive([' ', '\n', '\t']) {
        if word.contains("://") || word.starts_with("www.") {
            out.push_str(word);
            continue;
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

/// Every typed quote of the run with its neighbours.
fn find(tokens: &[Token<'_>], lang: &str) -> Vec<Site> {
    let mut sites = Vec::new();
    let mut langs = Vec::new();
    let (mut before, mut figures) = (None, 0_usize);
    for (index, token) in tokens.iter().enumerate() {
        follow(&mut langs, token);
        let Kind::Text(text) = &token.kind else {
            figures = 0;
            before = last_char(token).or(before);
            continue;
        };
        for (at, c) in text.char_indices() {
            if matches!(c, '"' | '\'') {
                let rest = &text[at + 1..];
                let after = rest.chars().next().or_else(|| first_char(&tokens[index + 1..]));
                let lang = current(&langs, lang);
                let (double, quotes) = (c == '"', quotes::of(lang));
                let free = before.is_none_or(|c| !c.is_alphanumeric());
                let elided = !double && free && is_elided(rest, lang);
                let measure = (1..=3).contains(&figures);
                sites.push(Site {
                    token: index,
                    at,
                    double,
                    before,
                    after,
                    quotes,
                    elided,
                    measure,
                    mark: "",
                });
            }
            figures = if c.is_ascii_digit() { figures + 1 } else { 0 };
            before = Some(c);
        }
    }
    sites
}

/// Whether `rest`, after an apostrophe, begins a word that lost its first letters, or a
/// year its century: `'tis`, `'90s`.
fn is_elided(rest: &str, lang: &str) -> bool {
    let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    if !word.is_empty() {
        return quotes::elided(lang).iter().any(|known| known.eq_ignore_ascii_case(word));
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest[digits..].trim_start_matches('s').chars().next();
    digits == 2 && after.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '\'' | '.' | '%'))
}

/// What a token's end counts as to the signs after it.
fn last_char(token: &Token<'_>) -> Option<char> {
    match &token.kind {
        Kind::Text(text) | Kind::Literal(text) => text.chars().next_back(),
        Kind::Mark(byte) => Some(char::from(*byte)),
        Kind::Leaf(leaf) => leaf_char(&leaf.0),
        Kind::Open(_) | Kind::Close | Kind::Tag(_) => None,
    }
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
        let kind = usize::from(sites[index].double);
        if let Some(mark) = fixed(sites, index, waiting[kind] > 0) {
            sites[index].mark = mark;
            continue;
        }
        let site = &sites[index];
        let elision = !site.double && letter(site.before) && letter(site.after);
        // What stands right after a quote that opened can only open again.
        let nested = index > 0 && open.last() == Some(&(index - 1)) && site.follows(&sites[index - 1]);
        let closes = site.closes() && !elision && !((nested || site.begins()) && site.opens());
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
        } else if site.opens() && !elision {
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

/// A letter or figure of a script whose words stand apart.
fn letter(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c))
}

impl Site {
    fn opens(&self) -> bool {
        let free = |c: char| c.is_whitespace() || "([{«„“‘‚‹»›¿¡\"'/–—-…*_".contains(c) || is_cjk(c);
        self.after.is_some_and(|c| !c.is_whitespace()) && self.before.is_none_or(free)
    }

    /// Whether it stands after a bracket, or between a dash and a word: there a quotation begins.
    fn begins(&self) -> bool {
        self.before.is_some_and(|c| "([{¿¡".contains(c))
            || (matches!(self.before, Some('—' | '–')) && self.after.is_some_and(char::is_alphanumeric))
    }

    /// Whether nothing stands between the two.
    fn follows(&self, last: &Self) -> bool {
        matches!(self.before, Some('"' | '\'')) && (self.token != last.token || self.at == last.at + 1)
    }

    fn closes(&self) -> bool {
        !self.before.is_none_or(char::is_whitespace) && (self.double || !letter(self.after))
    }
}

/// What a sign is whatever waits: an apostrophe of `'tis` and `'n'`, or the prime of a
/// measure, as in `6'2"`.
fn fixed(sites: &[Site], index: usize, waits: bool) -> Option<&'static str> {
    let site = &sites[index];
    let last = index.checked_sub(1).and_then(|last| sites.get(last)).filter(|l| l.token == site.token);
    let after_elided = last.is_some_and(|l| l.elided && l.at + 2 == site.at) && site.before == Some('n');
    if site.elided || (after_elided && !site.double) {
        return Some("’");
    }
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if !site.measure {
        return None;
    }
    if site.double {
        let in_feet = last.is_some_and(|l| l.mark == "′" && site.at - l.at <= 4);
        return (in_feet || (!waits && !letter(site.after))).then_some("″");
    }
    (digit(site.after) || (!waits && !letter(site.after))).then_some("′")
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
            out.push_str(site.mark);
            from = site.at + 1;
        }
        out.push_str(&text[from..]);
        *text = Cow::Owned(out);
    }
}
