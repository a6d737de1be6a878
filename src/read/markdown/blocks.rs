//! The parser's events to blocks, with an explicit stack: the input's nesting costs
//! neither recursion nor more than [`MAX_DEPTH`] levels of the tree.
//!
//! [`MAX_DEPTH`]: crate::model::block::MAX_DEPTH

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, Parser, Tag, TagEnd};

use super::code::{self, CodeSource};
use super::collect::{Run, Texts};
use super::containers::{Beyond, Closed, Frame, FrameKind};
use super::context::Context;
use super::html::{self, HtmlSource};
use super::lift::Lifted;
use super::options;
use super::paragraph::run_range;
use super::parts::OpenPart;
use super::table::TableSource;
use super::token::Token;
use crate::model::block::{Block, BlockKind, CalloutKind, Role};
use crate::model::inline::{Inline, InlineKind};
use crate::model::{Attributes, NodeId};
use crate::read::findings;

/// Reads the blocks of one file.
pub(super) struct Blocks<'a, 'c, 'x> {
    pub(super) texts: Texts<'a>,
    pub(super) lifted: &'a Lifted,
    pub(super) context: &'c mut Context<'x>,
    pub(super) frames: Vec<Frame>,
    pub(super) run: Run<'a>,
    /// Containers open that become blocks.
    pub(super) depth: usize,
    /// Containers open beyond the deepest allowed: what they hold joins that.
    pub(super) beyond: Vec<Beyond>,
    code: Option<CodeSource>,
    html: Option<HtmlSource>,
    pub(super) table: Option<TableSource>,
    /// Anchors that stood on lines of their own: they join the next text.
    pub(super) anchors: Vec<Token<'a>>,
    /// What was lifted and is met again at the moment.
    pub(super) part: Option<OpenPart>,
    /// Captions that belong to something, and whether they were given to it.
    pub(super) captioned: Vec<bool>,
    /// A caption whose table or code comes next.
    pub(super) waiting: Option<usize>,
    /// Attributes of a formula were read up to here.
    pub(super) read_to: usize,
    /// The file with every fragment read so far as the parser saw it; empty before the first.
    pub(super) fragments: String,
}

/// The blocks of a file.
pub(super) fn read<'a>(texts: Texts<'a>, lifted: &'a Lifted, context: &mut Context<'_>) -> Vec<Block> {
    let file = Frame::new(FrameKind::File, 0);
    let mut blocks = Blocks {
        texts,
        lifted,
        context,
        frames: vec![file],
        run: Run::default(),
        depth: 0,
        beyond: Vec::new(),
        code: None,
        html: None,
        table: None,
        anchors: Vec::new(),
        part: None,
        captioned: vec![false; lifted.captions.len()],
        waiting: None,
        read_to: 0,
        fragments: String::new(),
    };
    for (event, range) in Parser::new_ext(texts.masked, options()).into_offset_iter() {
        blocks.take(event, range);
    }
    blocks.finish()
}

impl Blocks<'_, '_, '_> {
    fn finish(mut self) -> Vec<Block> {
        self.flush();
        self.give_waiting();
        let end = self.texts.source.len();
        while matches!(self.frames.last(), Some(Frame { kind: FrameKind::Div(_), .. })) {
            self.close_div(end, Closed::WithItsContainer);
        }
        if !self.anchors.is_empty() {
            self.run.tokens = std::mem::take(&mut self.anchors);
            let (start, end) = run_range(&self.run.tokens);
            let content = self.inlines();
            if !content.is_empty() {
                self.push(BlockKind::Paragraph(content), Attributes::default(), start..end);
            }
        }
        // The parser balances its tags; a frame left open would still give its blocks.
        let frames = std::mem::take(&mut self.frames);
        frames.into_iter().flat_map(|frame| html::nest(frame.blocks, &frame.html, 0, self.context)).collect()
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.part_goes_on(&event, &range)
            || self.collect_raw(&event, &range)
            || self.was_read(&event, &range)
        {
            return;
        }
        if self.run.take(&event, range.clone(), self.texts, self.context) {
            if matches!(event, Event::Code(_)) {
                self.attributes_of_formula(range);
            }
            return;
        }
        match event {
            Event::Start(tag) => {
                if !matches!(tag, Tag::TableCell | Tag::TableHead | Tag::TableRow) {
                    self.flush();
                }
                self.start(tag, range);
            }
            Event::End(tag) => self.end(tag, range),
            Event::Rule => {
                self.flush();
                self.push(BlockKind::SceneBreak(None), Attributes::default(), range);
            }
            Event::TaskListMarker(done) => {
                if let Some(Frame { kind: FrameKind::Item(task), .. }) = self.frames.last_mut() {
                    *task = Some(done);
                }
            }
            _ => {}
        }
    }

    /// Text of code and HTML blocks goes where it is kept as it is.
    fn collect_raw(&mut self, event: &Event<'_>, range: &Range<usize>) -> bool {
        match (event, &mut self.code, &mut self.html) {
            (Event::Text(text), Some(code), _) => {
                code.push(text, range, self.texts);
                true
            }
            (Event::Html(text) | Event::Text(text), _, Some(html)) => {
                html.push(text, range, self.texts);
                true
            }
            _ => false,
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::BlockQuote(kind) => self.enter(FrameKind::Quote(kind.map(callout_kind)), range.start, true),
            Tag::List(start) => {
                self.enter(FrameKind::List { start, tight: true, items: Vec::new() }, range.start, true);
            }
            Tag::Item => self.enter(FrameKind::Item(None), range.start, false),
            Tag::DefinitionList => self.enter(FrameKind::Definitions(Vec::new()), range.start, true),
            Tag::DefinitionListDefinition => self.enter(FrameKind::Definition, range.start, false),
            Tag::FootnoteDefinition(label) => {
                self.enter_note(label.to_string(), range.start);
            }
            Tag::Paragraph => {
                // A paragraph tag inside an item is what makes a list loose.
                let depth = self.frames.len();
                if depth >= 2
                    && matches!(self.frames[depth - 1].kind, FrameKind::Item(_))
                    && let FrameKind::List { tight, .. } = &mut self.frames[depth - 2].kind
                {
                    *tight = false;
                }
            }
            Tag::CodeBlock(kind) => self.code = Some(CodeSource::new(&kind, range.start)),
            Tag::HtmlBlock if self.part_begins(&range) => {}
            Tag::HtmlBlock => self.html = Some(HtmlSource::default()),
            Tag::Table(columns) => self.table = Some(TableSource::new(&columns)),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(level) => self.heading(level as u8, range),
            TagEnd::TableCell => {
                let content = self.inlines();
                if let Some(table) = &mut self.table {
                    table.cell(trim(content), range.end);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.extra_cells(&range);
                if let Some(table) = &mut self.table {
                    table.row(matches!(tag, TagEnd::TableHead));
                }
            }
            TagEnd::Table => self.end_table(range),
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    self.end_code(code, range);
                }
            }
            TagEnd::HtmlBlock if self.part.is_some() => self.part_ends(range),
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    self.html(html);
                }
            }
            TagEnd::DefinitionListTitle => self.term(range),
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition
            | TagEnd::FootnoteDefinition => {
                self.flush();
                self.leave(range);
            }
            _ => self.flush(),
        }
    }

    /// A block that was written at `range`.
    pub(super) fn block(&self, kind: BlockKind, attrs: Attributes, range: Range<usize>) -> Block {
        Block { id: NodeId::default(), kind, attrs, span: self.context.span(range.start, range.end) }
    }

    /// Adds a block to the container that is open.
    pub(super) fn push(&mut self, kind: BlockKind, attrs: Attributes, range: Range<usize>) {
        self.give_waiting();
        let block = self.block(kind, attrs, range);
        self.push_block(block);
    }

    /// Adds a block that was made before.
    pub(super) fn push_block(&mut self, block: Block) {
        let frame = self
            .frames
            .iter_mut()
            .rev()
            .find(|frame| !matches!(frame.kind, FrameKind::List { .. } | FrameKind::Definitions(_)));
        if let Some(frame) = frame {
            frame.blocks.push(block);
        }
    }

    /// What a row holds beyond the last column: Markdown's rule drops it, we keep it in the
    /// last cell, since more often than not a bar was meant as text.
    fn extra_cells(&mut self, row: &Range<usize>) {
        let Some(cells_end) = self.table.as_ref().map(TableSource::cells_end) else { return };
        let rest = self.texts.source.get(cells_end..row.end).unwrap_or_default();
        let rest = rest.trim_end_matches(['|', ' ', '\t', '\n']);
        let start = cells_end + rest.len() - rest.trim_start_matches(['|', ' ', '\t']).len();
        let range = start..cells_end + rest.len();
        if cells_end < row.start || range.is_empty() {
            return;
        }
        let span = self.context.span(range.start, range.end);
        self.context.once.findings.push(findings::extra_cell(span));
        let content = self.fragment(range);
        if let Some(table) = &mut self.table {
            table.extend_last(content, span);
        }
    }

    fn end_table(&mut self, range: Range<usize>) {
        let Some(table) = self.table.take() else { return };
        let (caption, attrs) = self.caption_of(range.start);
        let span = self.context.span(range.start, range.end);
        let table = table.finish(caption, &attrs, span, self.context);
        self.push(BlockKind::Table(table), attrs, range);
    }

    fn end_code(&mut self, code: CodeSource, range: Range<usize>) {
        let made = code::finish(code, range.end, self.context);
        match made {
            code::Made::Code { mut code, mut attrs, caption, range } => {
                let (below, more) = self.caption_of(range.start);
                // Of two captions the one in braces is set; the other stays a paragraph.
                let mut rest = Vec::new();
                code.caption = match caption {
                    Some(words) => {
                        rest = below;
                        self.value(&words, range.clone())
                    }
                    None => below,
                };
                attrs.label = attrs.label.or(more.label);
                attrs.classes.extend(more.classes);
                attrs.pairs.extend(more.pairs);
                self.push(BlockKind::Code(code), attrs, range.clone());
                if !rest.is_empty() {
                    self.push(BlockKind::Paragraph(rest), Attributes::default(), range.end..range.end);
                }
            }
            code::Made::Block(kind, attrs, range) => self.push(kind, attrs, range),
            code::Made::Html(html) => self.html(html),
            code::Made::EpubOnly(html, range) => {
                let blocks = html::nest(Vec::new(), &[(0, html)], self.depth + 1, self.context);
                let attrs = Attributes {
                    classes: vec!["content-visible".to_owned()],
                    pairs: vec![("when-format".to_owned(), "epub".to_owned())],
                    ..Attributes::default()
                };
                if !blocks.is_empty() {
                    let kind = BlockKind::Div { role: Role::Plain, title: Vec::new(), blocks };
                    self.push(kind, attrs, range);
                }
            }
            code::Made::Nothing => {}
        }
    }

    /// HTML that a fence interrupts ends there.
    pub(super) fn interrupt_html(&mut self) {
        if let Some(html) = self.html.replace(HtmlSource::default()) {
            self.html(html);
        }
    }

    /// Whether code is being collected.
    pub(super) fn in_code(&self) -> bool {
        self.code.is_some()
    }

    /// Whether HTML is being collected.
    pub(super) fn in_html(&self) -> bool {
        self.html.is_some()
    }

    /// Adds HTML to the container that is open.
    fn html(&mut self, html: HtmlSource) {
        let open =
            |frame: &&mut Frame| !matches!(frame.kind, FrameKind::List { .. } | FrameKind::Definitions(_));
        if let Some(frame) = self.frames.iter_mut().rev().find(open) {
            frame.html.push((frame.blocks.len(), html));
        }
    }
}

/// Without breaks and blanks at either end.
pub(super) fn trim(mut inlines: Vec<Inline>) -> Vec<Inline> {
    let is_blank = |inline: &Inline| match &inline.kind {
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        InlineKind::Text(text) => text.trim_matches([' ', '\t', '\n']).is_empty(),
        _ => false,
    };
    let tail = inlines.iter().rev().take_while(|inline| is_blank(inline)).count();
    inlines.truncate(inlines.len() - tail);
    let head = inlines.iter().take_while(|inline| is_blank(inline)).count();
    inlines.drain(..head);
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = inlines.last_mut() {
        text.truncate(text.trim_end_matches([' ', '\t', '\n']).len());
    }
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = inlines.first_mut() {
        let blanks = text.len() - text.trim_start_matches([' ', '\t', '\n']).len();
        text.drain(..blanks);
    }
    inlines
}

fn callout_kind(kind: BlockQuoteKind) -> CalloutKind {
    match kind {
        BlockQuoteKind::Note => CalloutKind::Note,
        BlockQuoteKind::Tip => CalloutKind::Tip,
        BlockQuoteKind::Important => CalloutKind::Important,
        BlockQuoteKind::Warning => CalloutKind::Warning,
        BlockQuoteKind::Caution => CalloutKind::Caution,
    }
}
