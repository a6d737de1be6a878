//! Blocks: paragraphs, headings, quotes, code, callouts.

use std::fmt::Write as _;

use super::Writer;
use crate::epub::toc::{self, Branch};
use crate::model::block::{Block, BlockKind, CalloutKind, Role};
use crate::model::inline::{Inline, InlineKind};
use crate::model::walk;
use crate::resolve::words::Word;

impl Writer<'_> {
    /// Blocks one after the other.
    pub(in crate::epub) fn blocks(&mut self, blocks: &[Block]) {
        self.blocks_after(None, blocks);
    }

    /// Blocks that follow this one.
    pub(in crate::epub) fn blocks_after<'b>(
        &mut self,
        mut before: Option<&'b BlockKind>,
        blocks: &'b [Block],
    ) {
        for block in blocks {
            self.block(block, before);
            before = after(before, &block.kind);
        }
    }

    /// A block; `before` is what stands above it in the same container.
    pub(in crate::epub) fn block(&mut self, block: &Block, before: Option<&BlockKind>) {
        self.pages_before(block);
        match &block.kind {
            BlockKind::Paragraph(run) => self.paragraph(block, run, indent_class(before, run)),
            BlockKind::Heading { level, content, .. } => self.heading(block, *level, content),
            BlockKind::Code(code) => self.code_block(block, code),
            BlockKind::Quote(inner) => self.container("blockquote", block, inner),
            BlockKind::Div { role, title, blocks } => self.div(block, (*role, title), blocks, before),
            BlockKind::Callout { kind, title, blocks } => self.callout(block, *kind, title, blocks),
            BlockKind::List(list) => self.list(block, list),
            BlockKind::Definitions(definitions) => self.definitions(block, definitions),
            BlockKind::Table(table) => self.table(block, table),
            BlockKind::Figure { image, caption } => self.figure(block, image, caption),
            BlockKind::SceneBreak(symbol) => self.scene_break(block, symbol.as_deref()),
            BlockKind::Verse(verse) => self.verse(block, verse),
            BlockKind::Group(group) => self.group(block, group),
            BlockKind::Attribution(run) => self.attribution(block, run),
            BlockKind::Math(tex) => self.math_block(block, tex),
            // A file begins a page as it is.
            BlockKind::PageBreak(_) if before.is_none() => {}
            BlockKind::PageBreak(_) => self.out.push_str("<div class=\"page-break\"></div>\n"),
            BlockKind::Contents => self.contents(block),
            BlockKind::Notes(notes) => self.note_list(notes),
        }
    }

    /// A paragraph of this class.
    pub(in crate::epub) fn paragraph(&mut self, block: &Block, run: &[Inline], class: &str) {
        if run.is_empty() {
            return;
        }
        if is_lined(run) {
            self.lined(block, run, class);
            return;
        }
        let start = self.out.len();
        self.open("p", block.id, Some(&block.attrs), class);
        self.out.push('>');
        let inside = self.out.len();
        self.run(block.id, run);
        if self.out.len() == inside && self.context.plan.id(block.id, self.document).is_none() {
            // Places that nothing leads to are all it held.
            self.out.truncate(start);
            return;
        }
        self.out.push_str("</p>\n");
    }

    /// A paragraph whose lines the author broke: where one is turned, its rest hangs.
    fn lined(&mut self, block: &Block, run: &[Inline], class: &str) {
        self.open("p", block.id, Some(&block.attrs), &format!("{class} lines"));
        self.out.push('>');
        self.turning(block.id, |w| {
            for (at, line) in run.split(|inline| inline.kind == InlineKind::HardBreak).enumerate() {
                if at > 0 {
                    w.count_break();
                    w.out.push_str("<br/>\n");
                }
                w.out.push_str("<span class=\"line\">");
                w.inlines(line);
                w.out.push_str("</span>");
            }
        });
        self.out.push_str("</p>\n");
    }

    /// A heading inside the chapter, one rank below what it stands under at most, so that
    /// no rank is skipped. A class says where the design differs from the rank.
    fn heading(&mut self, block: &Block, level: u8, content: &[Inline]) {
        let wanted = usize::from(level.saturating_sub(self.chapter.level).saturating_add(1));
        self.rank = wanted.clamp(1, 6).min(self.rank + 1);
        let name = format!("h{}", self.rank);
        let class = rank_class(self.rank_of(level), self.rank);
        self.open(&name, block.id, Some(&block.attrs), &class);
        self.out.push('>');
        if let Some(number) = self.context.edition.book.numbers.get(&block.id) {
            self.out.push_str("<span class=\"number\">");
            self.text(&number.text);
            self.out.push_str("</span> ");
        }
        self.inlines(content);
        self.close(&name);
        self.out.push('\n');
    }

    /// The rank in which a heading of this chapter is designed.
    pub(in crate::epub) fn rank_of(&self, level: u8) -> u8 {
        self.context.edition.book.book.rank_of(self.chapter, level)
    }

    fn container(&mut self, name: &str, block: &Block, inner: &[Block]) {
        self.open(name, block.id, Some(&block.attrs), "");
        self.out.push_str(">\n");
        self.blocks(inner);
        self.close(name);
        self.out.push('\n');
    }

    fn callout(&mut self, block: &Block, kind: CalloutKind, title: &[Inline], blocks: &[Block]) {
        let (class, word) = match kind {
            CalloutKind::Note => ("callout note-box", Word::CalloutNote),
            CalloutKind::Tip => ("callout tip", Word::CalloutTip),
            CalloutKind::Important => ("callout important", Word::CalloutImportant),
            CalloutKind::Warning => ("callout warning", Word::CalloutWarning),
            CalloutKind::Caution => ("callout caution", Word::CalloutCaution),
        };
        let word = self.context.words.get(word);
        let spoken = walk::flatten(title);
        self.open("aside", block.id, Some(&block.attrs), class);
        self.out.push_str(" role=\"note\"");
        self.attribute("aria-label", if spoken.trim().is_empty() { word } else { &spoken });
        self.out.push_str(">\n<p class=\"callout-title\">");
        if title.is_empty() && !self.context.edition.book.numbers.contains_key(&block.id) {
            self.text(word);
        } else {
            self.numbered(block.id, title);
        }
        self.out.push_str("</p>\n");
        self.blocks(blocks);
        self.out.push_str("</aside>\n");
    }

    /// Who said what stands above, with a dash.
    fn attribution(&mut self, block: &Block, run: &[Inline]) {
        self.open("p", block.id, Some(&block.attrs), "attribution");
        self.out.push('>');
        if !walk::flatten(run).trim_start().starts_with(['—', '–', '―', '-']) {
            self.out.push_str("—\u{a0}");
        }
        self.run(block.id, run);
        self.out.push_str("</p>\n");
    }

    fn scene_break(&mut self, block: &Block, symbol: Option<&str>) {
        let class = format!("scene-break {}", self.context.ornaments.class(symbol));
        self.open("hr", block.id, Some(&block.attrs), &class);
        self.out.push_str("/>\n");
    }

    /// The contents where the author put them in the text.
    fn contents(&mut self, block: &Block) {
        let branches = toc::tree(self.context);
        if branches.is_empty() {
            return;
        }
        self.open("div", block.id, Some(&block.attrs), "contents");
        self.out.push_str(">\n");
        self.contents_list(&branches);
        self.out.push_str("</div>\n");
    }

    /// A list of links to headings, as nav wants it (EPUB 3.3, 7.3).
    pub(in crate::epub) fn contents_list(&mut self, branches: &[Branch<'_>]) {
        self.out.push_str("<ol>\n");
        for branch in branches {
            self.out.push_str("<li><a");
            let href = self.relative(&branch.href);
            self.attribute("href", &href);
            self.out.push('>');
            let entry = branch.entry;
            match &entry.number {
                Some(number) if !entry.title.is_empty() => {
                    let _ = write!(self.out, "<span class=\"number\">");
                    self.text(&number.text);
                    self.out.push_str("</span> ");
                    self.bare_inlines(&entry.title);
                }
                None if !entry.title.is_empty() => self.bare_inlines(&entry.title),
                _ => self.text(&entry.text),
            }
            self.out.push_str("</a>");
            if !branch.below.is_empty() {
                self.out.push('\n');
                self.contents_list(&branch.below);
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n");
    }
}

/// The class of a heading whose design is not that of its element.
pub(in crate::epub) fn rank_class(level: u8, rank: usize) -> String {
    match usize::from(level) {
        0 => String::new(),
        level if level == rank => String::new(),
        level => format!("rank-{}", level.min(6)),
    }
}

/// Line breaks that make a paragraph one of lines, as they do in print.
const LINED: usize = 2;

/// Whether a paragraph is verse or an address, whose lines the author broke.
pub(in crate::epub) fn is_lined(run: &[Inline]) -> bool {
    run.iter().filter(|inline| inline.kind == InlineKind::HardBreak).count() >= LINED
}

/// What the next block has above it: a figure at the head of a text is not yet text.
fn after<'b>(before: Option<&'b BlockKind>, kind: &'b BlockKind) -> Option<&'b BlockKind> {
    let at_head = matches!(before, None | Some(BlockKind::Heading { .. } | BlockKind::SceneBreak(_)));
    let is_no_text = matches!(
        kind,
        BlockKind::Figure { .. } | BlockKind::PageBreak(_) | BlockKind::Div { role: Role::Epigraph, .. }
    );
    if at_head && is_no_text { before } else { Some(kind) }
}

/// Whether a paragraph begins flush: the first of its container, after a heading or a
/// break, and where a sentence goes on below something set off from it.
fn indent_class(before: Option<&BlockKind>, run: &[Inline]) -> &'static str {
    match before {
        None | Some(BlockKind::Heading { .. } | BlockKind::SceneBreak(_)) => "first",
        Some(BlockKind::Paragraph(_)) => "",
        Some(_) => {
            let goes_on =
                walk::flatten(run).chars().find(|c| !c.is_whitespace()).is_some_and(char::is_lowercase);
            if goes_on { "continued" } else { "" }
        }
    }
}
