//! What an author can type, or else do, about a trouble.
//!
//! A paragraph that can be set in another number of lines is told so: the fix stays in the
//! source. Faults of pages are different: all of that was tried when the chapter was
//! divided, so only other words help there.

use super::measure::{Line, Lines};
use super::trouble::Kind;

/// What to do about a line.
pub(super) fn for_line(kind: Kind, line: &Line, edition: &str) -> String {
    let [least, best, most] = line.fact.choices.map(i64::from);
    let count = i64::from(line.fact.count);
    let fit = |wanted: i64| {
        let many = if wanted == 1 { "one line".to_owned() } else { format!("{wanted} lines") };
        format!(
            "`::: {{.fit lines={} edition={edition}}}` before the paragraph and `:::` after it set it in {many}",
            signed(wanted - best)
        )
    };
    let other = match kind {
        // Fewer lines are fuller ones.
        Kind::LooseLine | Kind::Runt | Kind::LoneWord => {
            [count - 1, count + 1].into_iter().find(|n| (least..=most).contains(n))
        }
        _ => [count + 1, count - 1].into_iter().find(|n| (least..=most).contains(n)),
    };
    match (kind, other) {
        (Kind::OverfullLine, _) => {
            "rephrase, or allow a break with `<wbr>` inside the longest word".to_owned()
        }
        (_, Some(wanted)) => fit(wanted),
        (Kind::Widow | Kind::Orphan, None) => {
            "cut or add a few words in this paragraph or one before it".to_owned()
        }
        (Kind::HyphenAtTurn | Kind::HyphenLadder, None) => {
            "rephrase, or keep a word whole with `[word]{.nowrap}`".to_owned()
        }
        _ => "change a word or two in this line or the one before it".to_owned(),
    }
}

/// What to do about a page's end.
pub(super) fn for_page(kind: Kind, lines: &Lines, page: usize) -> String {
    let long = lines.on(page).iter().filter(|line| line.fact.justified).max_by_key(|line| line.fact.count);
    let words = long.filter(|line| line.fact.count > 3).map(|line| opening(&line.text));
    match (kind, words) {
        (Kind::ShortPage, _) => "cut or add a few lines in this chapter".to_owned(),
        (Kind::StrandedHeading | Kind::DividedBlock, _) => {
            "put `\\newpage` before it, or shorten what stands above it on the page".to_owned()
        }
        (Kind::FarFloat, _) => {
            "write it further up, or make it smaller so that it fits where it is".to_owned()
        }
        (_, Some(words)) => {
            format!(
                "a line more or less would mend it: add or cut a few words on this page, such as near “{words}”"
            )
        }
        (_, None) => "a line more or less would mend it: add or cut a few words on this page".to_owned(),
    }
}

/// The first words of a line.
fn opening(text: &str) -> String {
    const WORDS: usize = 4;
    let words = text.split_whitespace().take(WORDS).collect::<Vec<_>>().join(" ");
    words.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// `+1`, `-1`, `0`.
fn signed(n: i64) -> String {
    if n > 0 { format!("+{n}") } else { n.to_string() }
}
