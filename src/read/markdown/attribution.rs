//! Who said it: the last line of an epigraph or a quote, when it begins with a dash.

use super::blocks::trim;
use crate::model::block::{Block, BlockKind};
use crate::model::inline::{Inline, InlineKind};
use crate::model::walk::flatten;

/// A line longer than this, in bytes, is a sentence and names nobody.
const LONGEST: usize = 240;

/// An epigraph written as a quote in a div: the quote's blocks.
pub(super) fn unwrap_quote(mut blocks: Vec<Block>) -> Vec<Block> {
    let by = |block: &Block| match &block.kind {
        BlockKind::Paragraph(content) => begins_with_dash(content),
        kind => matches!(kind, BlockKind::Attribution(_)),
    };
    if !matches!(blocks.first(), Some(Block { kind: BlockKind::Quote(_), .. })) || !blocks[1..].iter().all(by)
    {
        return blocks;
    }
    let rest = blocks.split_off(1);
    if let Some(Block { kind: BlockKind::Quote(mut inner), .. }) = blocks.pop() {
        inner.extend(rest);
        return inner;
    }
    rest
}

/// Makes an attribution of the last line of the last paragraph, if it begins with a dash.
pub(super) fn of_last_line(blocks: &mut Vec<Block>) {
    let Some(Block { kind: BlockKind::Paragraph(content), span, .. }) = blocks.last_mut() else { return };
    let span = *span;
    let from = content.iter().rposition(is_break).map_or(0, |at| at + 1);
    if !begins_with_dash(&content[from..]) || (from == 0 && flatten(content).len() > LONGEST) {
        return;
    }
    let by = content.split_off(from);
    let kept = trim(std::mem::take(content));
    if kept.is_empty() {
        blocks.pop();
    } else {
        *content = kept;
    }
    let id = crate::model::NodeId::default();
    let kind = BlockKind::Attribution(without_dash(by));
    blocks.push(Block { id, kind, attrs: crate::model::Attributes::default(), span });
}

/// The same for an ordinary quote, where a dash more often begins a speech: only a short
/// last paragraph, or one that a break parts from what stands above, names somebody.
pub(super) fn of_quote(blocks: &mut Vec<Block>) {
    let Some(Block { kind: BlockKind::Paragraph(last), .. }) = blocks.last() else { return };
    let broken = last.iter().rposition(is_break).is_some_and(|at| {
        matches!(last[at].kind, InlineKind::HardBreak) && begins_with_dash(&last[at + 1..])
    });
    let speech =
        |block: &Block| matches!(&block.kind, BlockKind::Paragraph(words) if begins_with_dash(words));
    let alone = begins_with_dash(last)
        && flatten(last).len() <= LONGEST
        && blocks.len() > 1
        && !blocks[..blocks.len() - 1].iter().any(speech);
    if (broken && !begins_with_dash(last)) || (alone && !last.iter().any(is_break)) {
        of_last_line(blocks);
    }
}

fn is_break(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak)
}

fn begins_with_dash(content: &[Inline]) -> bool {
    let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first() else { return false };
    text.starts_with(['—', '–', '―']) || text.starts_with("--")
}

fn without_dash(mut content: Vec<Inline>) -> Vec<Inline> {
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first_mut() {
        *text = text.trim_start_matches(['—', '–', '―', '-']).trim_start().to_owned();
    }
    content.retain(|inline| !matches!(&inline.kind, InlineKind::Text(text) if text.is_empty()));
    trim(content)
}
