//! `> [!NOTE] Title`: GitHub's alerts, with the title on the line that the parser's own
//! rule does not allow.

use super::blocks::trim;
use crate::model::block::{Block, BlockKind, CalloutKind};
use crate::model::inline::{Inline, InlineKind};

/// A quote, or the callout it is.
pub(super) fn quote(kind: Option<CalloutKind>, mut blocks: Vec<Block>) -> BlockKind {
    if let Some(kind) = kind {
        return BlockKind::Callout { kind, title: Vec::new(), blocks };
    }
    let Some(Block { kind: BlockKind::Paragraph(content), .. }) = blocks.first_mut() else {
        return BlockKind::Quote(blocks);
    };
    let Some(kind) = take_mark(content) else { return BlockKind::Quote(blocks) };
    let is_break = |inline: &Inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak);
    let line = content.iter().position(is_break).unwrap_or(content.len());
    let rest = trim(content.split_off(line));
    let title = trim(std::mem::replace(content, rest));
    if content.is_empty() {
        blocks.remove(0);
    }
    BlockKind::Callout { kind, title, blocks }
}

/// Takes `[!KIND]` off the beginning of a paragraph.
fn take_mark(content: &mut [Inline]) -> Option<CalloutKind> {
    let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first_mut() else { return None };
    let rest = text.strip_prefix("[!")?;
    let end = rest.find(']')?;
    let kind = match rest[..end].to_ascii_lowercase().as_str() {
        "note" => CalloutKind::Note,
        "tip" => CalloutKind::Tip,
        "important" => CalloutKind::Important,
        "warning" => CalloutKind::Warning,
        "caution" => CalloutKind::Caution,
        _ => return None,
    };
    text.drain(..end + 3);
    Some(kind)
}
