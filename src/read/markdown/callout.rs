//! `> [!NOTE] Title`: GitHub's alerts, with the title on the line that the parser's own
//! rule does not allow, and the kinds other tools have; and who said what a quote says.

use super::attribution;
use super::blocks::trim;
use super::context::Context;
use super::div;
use crate::diagnostic::nearest;
use crate::model::block::{Block, BlockKind, CalloutKind};
use crate::model::inline::{Inline, InlineKind};
use crate::read::findings;
use crate::source::Span;

/// The kinds GitHub knows.
const KINDS: &[&str] = &["note", "tip", "important", "warning", "caution"];

/// The kinds of other tools (Obsidian), and what each comes nearest to.
const OTHERS: &[(&str, &str)] = &[
    ("abstract", "note"),
    ("summary", "note"),
    ("tldr", "note"),
    ("todo", "note"),
    ("example", "note"),
    ("quote", "note"),
    ("cite", "note"),
    ("check", "tip"),
    ("done", "tip"),
    ("question", "tip"),
    ("help", "tip"),
    ("faq", "tip"),
    ("failure", "caution"),
    ("fail", "caution"),
    ("missing", "caution"),
    ("bug", "caution"),
];

/// A quote, or the callout it is.
pub(super) fn quote(
    kind: Option<CalloutKind>,
    mut blocks: Vec<Block>,
    span: Span,
    context: &mut Context<'_>,
) -> BlockKind {
    if let Some(kind) = kind {
        return BlockKind::Callout { kind, title: Vec::new(), blocks };
    }
    let Some(Block { kind: BlockKind::Paragraph(words), span: place, .. }) = blocks.first_mut() else {
        return BlockKind::Quote(blocks);
    };
    let place = if place.file == span.file { *place } else { span };
    let Some(kind) = take_mark(words, place, context) else {
        attribution::of_quote(&mut blocks);
        return BlockKind::Quote(blocks);
    };
    let is_break = |inline: &Inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak);
    let line = words.iter().position(is_break).unwrap_or(words.len());
    let rest = trim(words.split_off(line));
    let title = trim(std::mem::replace(words, rest));
    if words.is_empty() {
        blocks.remove(0);
    }
    BlockKind::Callout { kind, title, blocks }
}

/// Takes `[!KIND]` off the beginning of a paragraph; with Obsidian's sign for folding.
fn take_mark(words: &mut [Inline], span: Span, context: &mut Context<'_>) -> Option<CalloutKind> {
    let Some(Inline { kind: InlineKind::Text(text), .. }) = words.first_mut() else { return None };
    let rest = text.strip_prefix("[!")?;
    let end = rest.find(']')?;
    let name = rest[..end].to_ascii_lowercase();
    let shown = rest[..end].to_owned();
    let near = near(&name);
    let kind = near.and_then(div::callout);
    if kind.is_none() || !KINDS.contains(&name.as_str()) {
        let is_word = shown.len() > 2 && shown.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
        if is_word && context.once.first("alert", &name) {
            context.once.findings.push(findings::unknown_alert(&shown, near, first_line(span, &shown)));
        }
    }
    let kind = kind?;
    let after = end + "[!]".len();
    let fold = usize::from(text[after..].starts_with(['-', '+']));
    text.drain(..after + fold);
    Some(kind)
}

/// The kind that is meant by a name.
fn near(name: &str) -> Option<&str> {
    let known = KINDS.iter().copied();
    if div::callout(name).is_some() {
        return Some(name);
    }
    if let Some((_, kind)) = OTHERS.iter().find(|(other, _)| *other == name) {
        return Some(kind);
    }
    // Two letters are near to anything.
    if name.len() > 3 { nearest(name, known) } else { None }
}

/// The place of `[!KIND]` itself.
fn first_line(span: Span, kind: &str) -> Span {
    let length = u32::try_from(kind.len() + "[!]".len()).unwrap_or(u32::MAX);
    Span { end: span.end.min(span.start.saturating_add(length)), ..span }
}
