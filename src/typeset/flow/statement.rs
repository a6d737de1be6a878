//! Theorems and their kin: a word and a number run into the text; proofs with their end.

use super::{Context, Flow};
use crate::font::{Family, Look};
use crate::model::block::{Block, BlockKind, TheoremKind};
use crate::model::inline::Inline;
use crate::model::length::{Length, Measure};
use crate::model::theme::LabelStyle;
use crate::resolve::words::{Word, Words};
use crate::typeset::display::Source;
use crate::typeset::paragraph::{Content, Piece};

/// Signs at the end of a proof, in case the faces lack the first.
const ENDS: [char; 4] = ['□', '∎', '■', '▪'];

impl Flow<'_, '_> {
    /// A statement: `Theorem 3.2 (Euler).` and its text.
    pub(super) fn theorem(
        &mut self,
        block: &Block,
        (kind, title): (TheoremKind, &[Inline]),
        blocks: &[Block],
        around: &Context,
    ) {
        let number = self.setter.edition.book.numbers.get(&block.id);
        let word = Words::of(&around.lang).get(theorem_word(kind));
        let label = number.map_or_else(|| word.replace("{}", "").trim().to_owned(), |n| n.label.clone());
        let style = if kind == TheoremKind::Remark { LabelStyle::Italic } else { LabelStyle::Bold };
        let say = |text: String| Piece::Label { text: text.into(), node: block.id, style };
        let plain =
            |text: &str| Piece::Label { text: text.into(), node: block.id, style: LabelStyle::Upright };
        let mut lead = Vec::new();
        if title.is_empty() {
            lead.push(say(format!("{label}.")));
        } else {
            lead.extend([say(label), plain(" ("), Piece::Upright(title), plain(").")]);
        }
        lead.push(plain("\u{2002}"));
        let mut inner = around.within(Length::ZERO, Length::ZERO);
        inner.italic = is_italic(kind);
        self.statement(block, (lead, None), blocks, (around, &inner));
    }

    /// A proof; its end is marked.
    pub(super) fn proof(&mut self, block: &Block, title: &[Inline], blocks: &[Block], around: &Context) {
        let style = LabelStyle::Italic;
        let say = |text: String| Piece::Label { text: text.into(), node: block.id, style };
        let mut lead = Vec::new();
        if title.is_empty() {
            lead.push(say(format!("{}.", Words::of(&around.lang).get(Word::Proof))));
        } else {
            lead.extend([Piece::Inlines(title), say(".".to_owned())]);
        }
        lead.push(say("\u{2002}".to_owned()));
        let fonts = self.setter.edition.fonts;
        let look = Look { family: Family::Body, bold: false, italic: false };
        let end = ENDS.into_iter().find(|sign| fonts.face_for(look, *sign).is_some());
        let inner = around.within(Length::ZERO, Length::ZERO);
        self.statement(block, (lead, end), blocks, (around, &inner));
    }

    /// Blocks of which the first begins with `lead` and the last ends with a sign.
    fn statement(
        &mut self,
        block: &Block,
        (lead, end): (Vec<Piece<'_>>, Option<char>),
        blocks: &[Block],
        (around, inner): (&Context, &Context),
    ) {
        let half = Measure::Lines(500);
        self.display(around, (half, half), |flow| {
            let mut lead = lead;
            let last = blocks.len().saturating_sub(1);
            for (index, child) in blocks.iter().enumerate() {
                let sign = end.filter(|_| index == last);
                match &child.kind {
                    BlockKind::Paragraph(words) if !lead.is_empty() || sign.is_some() => {
                        let mut pieces = std::mem::take(&mut lead);
                        pieces.push(Piece::Inlines(words));
                        pieces.extend(sign.map(|sign| end_of_proof(sign, block)));
                        flow.pieces(child, pieces, inner);
                    }
                    _ => {
                        if !lead.is_empty() {
                            let pieces = std::mem::take(&mut lead);
                            flow.pieces(block, pieces, inner);
                            flow.push(super::VItem::Keep(1));
                        }
                        flow.block(child, inner);
                        if let Some(sign) = sign {
                            flow.flush = true;
                            flow.pieces(block, vec![end_of_proof(sign, block)], inner);
                        }
                    }
                }
            }
            if !lead.is_empty() {
                flow.pieces(block, lead, inner);
            }
        });
    }

    /// A paragraph of these pieces; the first of its container is flush.
    fn pieces(&mut self, block: &Block, pieces: Vec<Piece<'_>>, around: &Context) {
        let mut style = around.style(self.setter.edition, &self.page);
        if let Some(lang) = block.attrs.lang() {
            style.lang = lang.into();
        }
        if !self.flush {
            style.indent = around.indent;
            self.space(around.gap);
        }
        self.mark(block.id);
        self.para(&Content { node: block.id, span: block.span, pieces }, &style);
        self.flush = false;
    }
}

fn end_of_proof(sign: char, block: &Block) -> Piece<'static> {
    let source = Source::Part(block.id, 0);
    let text = format!("\u{a0}\u{a0}{sign}").into();
    Piece::Generated { text, source, raised: false, link: None }
}

/// Statements that are set in italics; the others tell or ask something.
fn is_italic(kind: TheoremKind) -> bool {
    use TheoremKind::{Conjecture, Corollary, Lemma, Proposition, Theorem};
    matches!(kind, Theorem | Lemma | Corollary | Proposition | Conjecture)
}

/// The word for a kind of statement.
fn theorem_word(kind: TheoremKind) -> Word {
    match kind {
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
    }
}
