//! The parser's events to blocks, with an explicit stack: the input's nesting costs
//! neither recursion nor more than [`MAX_DEPTH`] levels of the tree.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, Parser, Tag, TagEnd};

use super::attributes;
use super::callout;
use super::code::{self, CodeSource};
use super::collect::{Run, Texts};
use super::context::Context;
use super::html_block::{self, HtmlSource};
use super::known::{self, Place};
use super::lift::Lifted;
use super::options;
use super::table::TableSource;
use super::token::{Kind, Token};
use super::tree;
use super::verse;
use crate::model::block::{
    Block, BlockKind, CalloutKind, CodeBlock, Definition, List, ListItem, MAX_DEPTH, Verse,
};
use crate::model::inline::{Inline, InlineKind};
use crate::model::{Attributes, NodeId};
use crate::read::findings;

/// A container that is open.
struct Frame {
    kind: FrameKind,
    start: usize,
    blocks: Vec<Block>,
}

enum FrameKind {
    File,
    Quote(Option<CalloutKind>),
    List {
        start: Option<u64>,
        tight: bool,
        items: Vec<ListItem>,
    },
    Item(Option<bool>),
    Definitions(Vec<Definition>),
    Definition,
    /// A note, and how deep the text round it stood.
    Note {
        label: String,
        depth: usize,
        beyond: usize,
    },
}

/// Reads the blocks of one file.
pub(super) struct Blocks<'a, 'c, 'x> {
    texts: Texts<'a>,
    lifted: &'a Lifted,
    pub(super) context: &'c mut Context<'x>,
    frames: Vec<Frame>,
    run: Run<'a>,
    /// Containers open that become blocks.
    depth: usize,
    /// Containers open beyond [`MAX_DEPTH`]: what they hold joins the deepest allowed.
    beyond: usize,
    code: Option<CodeSource>,
    html: Option<HtmlSource>,
    table: Option<TableSource>,
    /// Anchors that stood on lines of their own: they join the next text.
    anchors: Vec<Token<'a>>,
}

/// The blocks of a file.
pub(super) fn read<'a>(texts: Texts<'a>, lifted: &'a Lifted, context: &mut Context<'_>) -> Vec<Block> {
    let file = Frame { kind: FrameKind::File, start: 0, blocks: Vec::new() };
    let mut blocks = Blocks {
        texts,
        lifted,
        context,
        frames: vec![file],
        run: Run::default(),
        depth: 0,
        beyond: 0,
        code: None,
        html: None,
        table: None,
        anchors: Vec::new(),
    };
    for (event, range) in Parser::new_ext(texts.masked, options()).into_offset_iter() {
        blocks.take(event, range);
    }
    blocks.finish()
}

impl Blocks<'_, '_, '_> {
    fn finish(mut self) -> Vec<Block> {
        self.flush();
        if !self.anchors.is_empty() {
            self.run.tokens = std::mem::take(&mut self.anchors);
            let (start, end) = run_range(&self.run.tokens);
            let content = self.inlines();
            if !content.is_empty() {
                self.push(BlockKind::Paragraph(content), Attributes::default(), start..end);
            }
        }
        // The parser balances its tags; a frame left open would still give its blocks.
        self.frames.into_iter().flat_map(|frame| frame.blocks).collect()
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.collect_raw(&event, &range) {
            return;
        }
        if self.run.take(&event, range.clone(), self.texts, self.context) {
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
                let (depth, beyond) = (self.depth, self.beyond);
                (self.depth, self.beyond) = (0, 0);
                let kind = FrameKind::Note { label: label.to_string(), depth, beyond };
                self.frames.push(Frame { kind, start: range.start, blocks: Vec::new() });
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
            Tag::HtmlBlock => self.html = Some(HtmlSource::default()),
            Tag::Table(columns) => self.table = Some(TableSource::new(&columns)),
            _ => {}
        }
    }

    /// Opens a container, or joins it with the one round it when that stands too deep.
    fn enter(&mut self, kind: FrameKind, start: usize, is_block: bool) {
        if self.beyond > 0 || (is_block && self.depth >= MAX_DEPTH) {
            self.beyond += 1;
            if self.context.once.first("depth", "block") {
                let span = self.context.span(start, start + 1);
                let finding = findings::nested_too_deep("lists and quotes", MAX_DEPTH, span);
                self.context.once.findings.push(finding);
            }
            return;
        }
        self.depth += usize::from(is_block);
        self.frames.push(Frame { kind, start, blocks: Vec::new() });
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(level) => self.heading(level as u8, range),
            TagEnd::TableCell => {
                let content = self.inlines();
                if let Some(table) = &mut self.table {
                    table.cell(trim(content));
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    table.row(matches!(tag, TagEnd::TableHead));
                }
            }
            TagEnd::Table => self.end_table(range),
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    match code::finish(code, range.end, self.context) {
                        code::Made::Block(kind, attrs, span) => self.push(kind, attrs, span),
                        code::Made::Html(html) => self.html_blocks(&html),
                        code::Made::Nothing => {}
                    }
                }
            }
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    self.html_blocks(&html);
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
                let is_note = matches!(tag, TagEnd::FootnoteDefinition);
                if self.beyond > 0 && !is_note {
                    self.beyond -= 1;
                } else {
                    self.leave(range);
                }
            }
            _ => self.flush(),
        }
    }

    fn leave(&mut self, range: Range<usize>) {
        if self.frames.len() < 2 {
            return;
        }
        let Some(Frame { kind, start, blocks }) = self.frames.pop() else { return };
        let whole = start..range.end.max(start);
        let plain = Attributes::default();
        match kind {
            FrameKind::File => {}
            FrameKind::Quote(kind) => {
                self.depth -= 1;
                self.push(callout::quote(kind, blocks), plain, whole);
            }
            FrameKind::List { start, tight, items } => {
                self.depth -= 1;
                self.push(BlockKind::List(List { start, tight, items }), plain, whole);
            }
            FrameKind::Item(task) => {
                if let Some(Frame { kind: FrameKind::List { items, .. }, .. }) = self.frames.last_mut() {
                    items.push(ListItem { task, blocks });
                }
            }
            FrameKind::Definitions(list) => {
                self.depth -= 1;
                self.push(BlockKind::Definitions(list), plain, whole);
            }
            FrameKind::Definition => self.definition(blocks),
            FrameKind::Note { label, depth, beyond } => {
                (self.depth, self.beyond) = (depth, beyond);
                let span = self.context.span(start, start + label.len() + 3);
                self.context.notes.give(&label, blocks, (start, span), &mut self.context.once);
            }
        }
    }

    fn definition(&mut self, blocks: Vec<Block>) {
        if let Some(Frame { kind: FrameKind::Definitions(list), .. }) = self.frames.last_mut() {
            if list.is_empty() {
                list.push(Definition { id: NodeId::default(), term: Vec::new(), definitions: Vec::new() });
            }
            if let Some(last) = list.last_mut() {
                last.definitions.push(blocks);
            }
        }
    }

    fn term(&mut self, range: Range<usize>) {
        let content = trim(self.inlines());
        if let Some(Frame { kind: FrameKind::Definitions(list), .. }) = self.frames.last_mut()
            && self.beyond == 0
        {
            list.push(Definition { id: NodeId::default(), term: content, definitions: Vec::new() });
        } else {
            self.push(BlockKind::Paragraph(content), Attributes::default(), range);
        }
    }

    /// Adds a block to the container that is open.
    fn push(&mut self, kind: BlockKind, attrs: Attributes, range: Range<usize>) {
        let span = self.context.span(range.start, range.end);
        let block = Block { id: NodeId::default(), kind, attrs, span };
        let frame = self
            .frames
            .iter_mut()
            .rev()
            .find(|frame| !matches!(frame.kind, FrameKind::List { .. } | FrameKind::Definitions(_)));
        if let Some(frame) = frame {
            frame.blocks.push(block);
        }
    }

    /// The inlines of the run collected so far; the next run begins.
    fn inlines(&mut self) -> Vec<Inline> {
        let mut tokens = std::mem::take(&mut self.run.tokens);
        if !self.anchors.is_empty() && !tokens.is_empty() {
            let mut all = std::mem::take(&mut self.anchors);
            all.append(&mut tokens);
            tokens = all;
        }
        tree::finish(tokens, self.context)
    }

    /// Ends the paragraph that is being collected, if there is one.
    fn flush(&mut self) {
        if self.run.tokens.is_empty() {
            return;
        }
        let (start, end) = run_range(&self.run.tokens);
        let source = self.texts.source.get(start..end).unwrap_or_default();
        if verse::is_line_block(source) {
            let tokens = std::mem::take(&mut self.run.tokens);
            let lines = verse::lines(tokens, self.context);
            let verse = Verse { lines, number_every: None };
            return self.push(BlockKind::Verse(verse), Attributes::default(), start..end);
        }
        let content = trim(self.inlines());
        if content.is_empty() {
            return;
        }
        if content.iter().all(|inline| matches!(inline.kind, InlineKind::Anchor)) {
            return self
                .anchors
                .extend(content.into_iter().map(|inline| Token::from_inline(inline, start, end)));
        }
        if let Some((image, attrs)) = tree::lone_image(&content, &self.context.caption) {
            let (image, attrs) = (image.clone(), attrs.cloned().unwrap_or_default());
            let caption = std::mem::take(&mut self.context.caption);
            return self.push(BlockKind::Figure { image, caption }, attrs, start..end);
        }
        self.push(BlockKind::Paragraph(content), Attributes::default(), start..end);
    }

    fn heading(&mut self, level: u8, range: Range<usize>) {
        let source = self.texts.source.get(range.clone()).unwrap_or_default();
        let first = source.trim_end();
        // Setext headings end with their underline.
        let line =
            if first.starts_with('#') { first } else { first.rsplit_once('\n').map_or(first, |(l, _)| l) };
        let found = attributes::trailing(line);
        if let Some((_, at)) = &found {
            cut_tail(&mut self.run.tokens, range.start + at);
        }
        let end = range.start + source.trim_end().len();
        let written = range.start + found.as_ref().map_or(0, |(_, at)| *at);
        let attrs = found.map(|(attrs, _)| attrs).unwrap_or_default();
        let own = self.frames.len() == 1 && level == 1;
        if own {
            self.context.chapter += 1;
            let lang = attrs.lang().unwrap_or(&self.context.base_lang).to_owned();
            self.context.lang = lang;
        }
        let content = trim(self.inlines());
        let (unnumbered, unlisted) = (attrs.has("unnumbered"), attrs.has("unlisted"));
        let kind = BlockKind::Heading { level, content, unnumbered, unlisted };
        known::check(&attrs, Place::Heading, written..end, self.context);
        self.push(kind, attrs, range.start..end);
    }

    fn end_table(&mut self, range: Range<usize>) {
        let Some(table) = self.table.take() else { return };
        let line = self.texts.source[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let captions = &self.lifted.captions;
        let caption = captions.binary_search_by_key(&line, |caption| caption.table).ok();
        let (mut content, mut attrs) = (Vec::new(), Attributes::default());
        if let Some(caption) = caption.and_then(|index| captions.get(index)) {
            (content, attrs) = self.caption(caption.text.clone());
        }
        self.push(BlockKind::Table(table.finish(content)), attrs, range);
    }

    /// A table's caption: a line of its own to the parser.
    fn caption(&mut self, range: Range<usize>) -> (Vec<Inline>, Attributes) {
        let text = self.texts.source.get(range.clone()).unwrap_or_default();
        let found = attributes::trailing(text);
        let end = found.as_ref().map_or(text.len(), |(_, at)| *at);
        for (event, part) in Parser::new_ext(&text[..end], options()).into_offset_iter() {
            let part = range.start + part.start..range.start + part.end;
            let texts = Texts { source: self.texts.source, masked: self.texts.source };
            self.run.take(&event, part, texts, self.context);
        }
        let content = trim(self.inlines());
        (content, found.map(|(attrs, _)| attrs).unwrap_or_default())
    }

    fn html_blocks(&mut self, html: &HtmlSource) {
        for part in html_block::parts(html, self.context) {
            match part {
                html_block::Part::Text(tokens) => {
                    if tokens.iter().all(html_block::is_silent) {
                        self.anchors.extend(tokens.iter().filter_map(html_block::anchor));
                        continue;
                    }
                    self.run.tokens = tokens;
                    self.flush();
                }
                html_block::Part::Code(text, range) => {
                    let code = CodeBlock { text, ..CodeBlock::default() };
                    self.push(BlockKind::Code(code), Attributes::default(), range);
                }
                html_block::Part::Rule(range) => {
                    self.push(BlockKind::SceneBreak(None), Attributes::default(), range);
                }
            }
        }
    }
}

/// The range a run covers.
fn run_range(tokens: &[Token<'_>]) -> (usize, usize) {
    let start = tokens.first().map_or(0, |token| token.start);
    let end = tokens.iter().map(|token| token.end).max().unwrap_or(start);
    (start, end.max(start))
}

/// Drops what lies at or after `at`: a heading's attributes.
fn cut_tail(tokens: &mut Vec<Token<'_>>, at: usize) {
    tokens.retain(|token| token.start < at || matches!(token.kind, Kind::Close));
    if let Some(last) = tokens.iter_mut().rev().find(|token| !matches!(token.kind, Kind::Close))
        && last.end > at
        && let Kind::Text(text) = &last.kind
    {
        let kept = text.get(..at - last.start).unwrap_or_default().to_owned();
        last.kind = Kind::Text(kept.into());
        last.end = at;
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
