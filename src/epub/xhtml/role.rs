//! Containers by what they are for (EPUB Structural Semantics; DPUB-ARIA 1.1).

use super::Writer;
use crate::model::block::{Block, BlockKind, Role, TheoremKind};
use crate::model::book::SectionKind;
use crate::model::inline::Inline;
use crate::model::walk;
use crate::resolve::words::Word;

/// An element, its class, and what else its tag says.
type Tag = (&'static str, &'static str, &'static str);

impl Writer<'_> {
    /// A container.
    pub(super) fn div(
        &mut self,
        block: &Block,
        (role, title): (Role, &[Inline]),
        blocks: &[Block],
        before: Option<&BlockKind>,
    ) {
        let is_target = self.context.plan.id(block.id, self.document).is_some();
        if blocks.is_empty() && title.is_empty() && !is_target {
            return;
        }
        match role {
            Role::Theorem(kind) => return self.theorem(block, (kind, title), blocks),
            Role::Proof => return self.proof(block, title, blocks),
            _ => {}
        }
        let (name, class, said) = self.tag(role);
        self.open(name, block.id, Some(&block.attrs), class);
        self.out.push_str(said);
        let spoken = walk::flatten(title);
        if role == Role::Sidebar && !spoken.trim().is_empty() {
            self.attribute("aria-label", &spoken);
        }
        self.out.push_str(">\n");
        self.title(block, role, title);
        // What is no display of its own goes on with the text before it.
        let before = before.filter(|_| title.is_empty() && matches!(role, Role::Plain | Role::Keep));
        self.blocks_after(before, blocks);
        self.close(name);
        self.out.push('\n');
    }

    fn tag(&self, role: Role) -> Tag {
        match role {
            Role::Plain | Role::Theorem(_) | Role::Proof => ("div", "", ""),
            Role::Epigraph => ("blockquote", "epigraph", " epub:type=\"epigraph\" role=\"doc-epigraph\""),
            Role::Dedication => ("div", "dedication", " epub:type=\"dedication\" role=\"doc-dedication\""),
            Role::Letter => ("div", "letter", ""),
            Role::Sidebar => ("aside", "sidebar", " epub:type=\"sidebar\" role=\"note\""),
            Role::PullQuote => ("aside", "pullquote", " epub:type=\"pullquote\" role=\"doc-pullquote\""),
            Role::Keep => ("div", "keep", ""),
            // A chapter that is the glossary says so itself.
            Role::Glossary if self.chapter.kind == SectionKind::Glossary => ("div", "glossary", ""),
            Role::Glossary => ("div", "glossary", " epub:type=\"glossary\" role=\"doc-glossary\""),
            Role::References => ("div", "references", ""),
            Role::Index => ("div", "index", ""),
            Role::Details => ("div", "details", ""),
            Role::Center => ("div", "center", ""),
        }
    }

    /// The title above what a container holds.
    fn title(&mut self, block: &Block, role: Role, title: &[Inline]) {
        if title.is_empty() && !self.context.edition.book.numbers.contains_key(&block.id) {
            return;
        }
        let class = if role == Role::Details { "summary" } else { "box-title" };
        self.out.extend(["<p class=\"", class, "\">"]);
        self.numbered(block.id, title);
        self.out.push_str("</p>\n");
    }

    /// A statement with its word and number run in.
    fn theorem(&mut self, block: &Block, (kind, title): (TheoremKind, &[Inline]), blocks: &[Block]) {
        let number = self.context.edition.book.numbers.get(&block.id);
        let (class, word) = statement(kind);
        let word = self.context.words.get(word).replace("{}", "");
        let label = number.map_or_else(|| word.trim().to_owned(), |number| number.label.clone());
        self.open("div", block.id, Some(&block.attrs), &format!("statement {class}"));
        self.out.push_str(">\n");
        self.run_in(blocks, |w| {
            w.out.push_str("<span class=\"statement-label\">");
            w.text(&label);
            if title.is_empty() {
                w.out.push_str(".</span> ");
            } else {
                w.out.push_str("</span> <span class=\"statement-title\">(");
                w.inlines(title);
                w.out.push_str(").</span> ");
            }
        });
        self.out.push_str("</div>\n");
    }

    /// A proof; the style sheet marks its end.
    fn proof(&mut self, block: &Block, title: &[Inline], blocks: &[Block]) {
        let word = self.context.words.get(Word::Proof);
        self.open("div", block.id, Some(&block.attrs), "proof");
        self.out.push_str(">\n");
        self.run_in(blocks, |w| {
            w.out.push_str("<span class=\"proof-label\">");
            if title.is_empty() {
                w.text(word);
            } else {
                w.inlines(title);
            }
            w.out.push_str(".</span> ");
        });
        self.out.push_str("</div>\n");
    }

    /// Blocks of which the first begins with a label.
    fn run_in(&mut self, blocks: &[Block], label: impl FnOnce(&mut Self)) {
        let rest = match blocks.split_first() {
            Some((first, rest)) if matches!(first.kind, BlockKind::Paragraph(_)) => {
                self.open("p", first.id, Some(&first.attrs), "first");
                self.out.push('>');
                label(self);
                if let BlockKind::Paragraph(run) = &first.kind {
                    self.run(first.id, run);
                }
                rest
            }
            _ => {
                self.out.push_str("<p class=\"first\">");
                label(self);
                blocks
            }
        };
        self.out.push_str("</p>\n");
        let before = blocks.first().filter(|_| rest.len() < blocks.len()).map(|block| &block.kind);
        self.blocks_after(before, rest);
    }
}

/// A kind of statement: its class and its word.
fn statement(kind: TheoremKind) -> (&'static str, Word) {
    match kind {
        TheoremKind::Theorem => ("theorem", Word::Theorem),
        TheoremKind::Lemma => ("lemma", Word::Lemma),
        TheoremKind::Corollary => ("corollary", Word::Corollary),
        TheoremKind::Proposition => ("proposition", Word::Proposition),
        TheoremKind::Conjecture => ("conjecture", Word::Conjecture),
        TheoremKind::Definition => ("definition", Word::Definition),
        TheoremKind::Example => ("example", Word::Example),
        TheoremKind::Exercise => ("exercise", Word::Exercise),
        TheoremKind::Solution => ("solution", Word::Solution),
        TheoremKind::Remark => ("remark", Word::Remark),
        TheoremKind::Algorithm => ("algorithm", Word::Algorithm),
    }
}
