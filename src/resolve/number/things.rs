//! Numbers of figures, tables, listings, formulas, statements and callouts.
//!
//! As in Quarto a block is numbered when its label has the prefix of its kind, and each
//! kind counts for itself: by chapter where chapters have numbers, else through the book.

use std::collections::BTreeMap;

use super::super::words::Word;
use crate::model::Attributes;
use crate::model::block::{Block, BlockKind, CalloutKind, Role, TheoremKind};
use crate::model::inline::{Inline, InlineKind};
use crate::model::label::LabelKind;

/// The counters of the kinds.
#[derive(Debug, Default)]
pub(super) struct Things {
    /// The number of the chapter, where it has one.
    prefix: Option<String>,
    /// Counts of this chapter, by prefix.
    own: BTreeMap<&'static str, u32>,
    /// Counts of what stands in no numbered chapter.
    running: BTreeMap<&'static str, u32>,
}

impl Things {
    /// A chapter begins.
    pub(super) fn open(&mut self, prefix: Option<String>) {
        self.own.clear();
        self.prefix = prefix;
    }

    /// Counts one of a kind.
    pub(super) fn next(&mut self, kind: LabelKind) -> String {
        let counts = if self.prefix.is_some() { &mut self.own } else { &mut self.running };
        let count = counts.entry(kind.prefix()).or_default();
        *count += 1;
        match &self.prefix {
            Some(prefix) => format!("{prefix}.{count}"),
            None => count.to_string(),
        }
    }
}

/// The kind in which a block is counted, if it is.
pub(super) fn counted(block: &Block) -> Option<LabelKind> {
    let kind = of_label(&block.attrs)?;
    let fits = match &block.kind {
        // What these hold is for the label to say.
        _ if is_container(block) => {
            matches!(kind, LabelKind::Figure | LabelKind::Table | LabelKind::Listing)
        }
        other => named_by(other) == Some(kind),
    };
    (fits && !matches!(kind, LabelKind::Section | LabelKind::Part)).then_some(kind)
}

/// Whether a formula in a line is counted.
pub(super) fn is_equation(inline: &Inline) -> bool {
    let kind = inline.attrs.as_deref().and_then(of_label);
    matches!(inline.kind, InlineKind::Math { .. }) && kind == Some(LabelKind::Equation)
}

fn of_label(attrs: &Attributes) -> Option<LabelKind> {
    let label = attrs.label.as_deref().filter(|_| !attrs.has("unnumbered"))?;
    LabelKind::of(label).map(|(kind, _)| kind)
}

/// The kind whose prefix the label of such a block has; `None` where any may stand.
fn named_by(block: &BlockKind) -> Option<LabelKind> {
    Some(match block {
        BlockKind::Figure { .. } => LabelKind::Figure,
        BlockKind::Table(_) => LabelKind::Table,
        BlockKind::Code(_) => LabelKind::Listing,
        BlockKind::Math(_) => LabelKind::Equation,
        BlockKind::Div { role: Role::Theorem(kind), .. } => LabelKind::Theorem(*kind),
        BlockKind::Callout { kind, .. } => LabelKind::Callout(*kind),
        BlockKind::Heading { .. } => LabelKind::Section,
        _ => return None,
    })
}

/// What a block is, when its label says that it is something else.
pub(in crate::resolve) fn misnamed(block: &Block) -> Option<LabelKind> {
    let (said, _) = LabelKind::of(block.attrs.label.as_deref()?)?;
    let is = named_by(&block.kind)?;
    // Names such as `def-main` or `part-one` may mean nothing by how they begin.
    let plain = matches!(
        said,
        LabelKind::Figure | LabelKind::Table | LabelKind::Listing | LabelKind::Equation | LabelKind::Section
    );
    let statements = matches!((said, is), (LabelKind::Theorem(_), LabelKind::Theorem(_)));
    (said != is && (plain || statements)).then_some(is)
}

/// Whether a block only holds others under one caption.
pub(super) fn is_container(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Group(_) | BlockKind::Div { role: Role::Plain, .. })
}

/// Whether what stands in a group has letters: one of several has a caption or a label.
pub(in crate::resolve) fn are_lettered(blocks: &[Block]) -> bool {
    blocks.len() > 1 && blocks.iter().any(|block| is_member(block) && is_told_apart(block))
}

/// Whether a block in a group has a letter, if they have.
pub(super) fn is_member(block: &Block) -> bool {
    matches!(
        block.kind,
        BlockKind::Figure { .. } | BlockKind::Table(_) | BlockKind::Code(_) | BlockKind::Group(_)
    )
}

fn is_told_apart(block: &Block) -> bool {
    let caption = match &block.kind {
        BlockKind::Figure { caption, .. } => caption,
        BlockKind::Table(table) => &table.caption,
        BlockKind::Code(code) => &code.caption,
        BlockKind::Group(group) => &group.caption,
        _ => return false,
    };
    !caption.is_empty() || block.attrs.label.is_some()
}

/// The word before the numbers of a kind.
pub(super) fn word(kind: LabelKind) -> Word {
    match kind {
        LabelKind::Figure => Word::Figure,
        LabelKind::Table => Word::Table,
        LabelKind::Listing => Word::Listing,
        LabelKind::Equation => Word::Equation,
        LabelKind::Section => Word::Section,
        LabelKind::Part => Word::Part,
        LabelKind::Theorem(kind) => match kind {
            TheoremKind::Theorem => Word::Theorem,
            TheoremKind::Lemma => Word::Lemma,
            TheoremKind::Corollary => Word::Corollary,
            TheoremKind::Proposition => Word::Proposition,
            TheoremKind::Conjecture => Word::Conjecture,
            TheoremKind::Definition => Word::Definition,
            TheoremKind::Example => Word::Example,
            TheoremKind::Exercise => Word::Exercise,
            TheoremKind::Solution => Word::Solution,
            TheoremKind::Remark => Word::Remark,
            TheoremKind::Algorithm => Word::Algorithm,
        },
        LabelKind::Callout(kind) => match kind {
            CalloutKind::Note => Word::CalloutNote,
            CalloutKind::Tip => Word::CalloutTip,
            CalloutKind::Important => Word::CalloutImportant,
            CalloutKind::Warning => Word::CalloutWarning,
            CalloutKind::Caution => Word::CalloutCaution,
        },
    }
}
