//! Containers that open and close: quotes, lists, notes by the parser's events, divs by
//! their fences.
//!
//! One stack holds both. A fence closes the innermost div that stands in the same
//! container; what is still open when its container ends is closed there and reported, so
//! that a forgotten fence costs its own layer only.

use super::blocks::Blocks;
use super::callout;
use super::div::{self, Meaning};
use super::html::{self, HtmlSource};
use super::known::{self, Place};
use super::lift::Fence;
use crate::model::block::{Block, BlockKind, CalloutKind, Definition, List, ListItem, MAX_DEPTH, Role};
use crate::model::{Attributes, NodeId};
use crate::read::findings;
use std::ops::Range;

/// A container that is open.
pub(super) struct Frame {
    /// What it is.
    pub kind: FrameKind,
    /// Where it begins.
    pub start: usize,
    /// What it holds so far.
    pub blocks: Vec<Block>,
    /// HTML in it, each piece before the block of this number.
    pub html: Vec<(usize, HtmlSource)>,
}

impl Frame {
    /// A container that holds nothing yet.
    pub(super) fn new(kind: FrameKind, start: usize) -> Self {
        Self { kind, start, blocks: Vec::new(), html: Vec::new() }
    }
}

/// The kinds of [`Frame`].
pub(super) enum FrameKind {
    /// The file.
    File,
    /// A block quote, or an alert.
    Quote(Option<CalloutKind>),
    /// A list.
    List {
        /// Its first number.
        start: Option<u64>,
        /// Whether no item of it holds a paragraph between blank lines.
        tight: bool,
        /// Its items so far.
        items: Vec<ListItem>,
    },
    /// An item of a list, and its box to tick.
    Item(Option<bool>),
    /// A list of definitions.
    Definitions(Vec<Definition>),
    /// One definition.
    Definition,
    /// A note, and how deep the text round it stood.
    Note {
        /// Its name.
        label: String,
        /// Containers round it that are blocks.
        depth: usize,
        /// Containers round it that are none any more.
        beyond: Vec<Beyond>,
    },
    /// A fenced div.
    Div(Box<OpenDiv>),
}

/// A div whose fence was met.
pub(super) struct OpenDiv {
    /// What it is.
    pub meaning: Meaning,
    /// What its fence says.
    pub attrs: Attributes,
    /// The words after that.
    pub words: Range<usize>,
    /// The line of its fence.
    pub line: Range<usize>,
    /// The language of the text round it.
    lang: String,
    /// Whether its closing fence stood in a list or quote inside it: it ends with that.
    ends: bool,
}

/// A container that stands too deep to become a block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Beyond {
    /// A quote, a list, an item.
    Parsed,
    /// A div.
    Div,
}

impl Blocks<'_, '_, '_> {
    /// Opens a container, or joins it with the one round it when that stands too deep.
    pub(super) fn enter(&mut self, kind: FrameKind, start: usize, is_block: bool) {
        if !self.beyond.is_empty() || (is_block && self.depth >= MAX_DEPTH) {
            let is_div = matches!(kind, FrameKind::Div(_));
            self.beyond.push(if is_div { Beyond::Div } else { Beyond::Parsed });
            if self.context.once.first("depth", "block") {
                let span = self.context.span(start, start + 1);
                let finding = findings::nested_too_deep("lists, quotes and divs", MAX_DEPTH, span);
                self.context.once.findings.push(finding);
            }
            return;
        }
        self.depth += usize::from(is_block);
        self.frames.push(Frame::new(kind, start));
    }

    /// A note's text begins: it stands in no container.
    pub(super) fn enter_note(&mut self, label: String, start: usize) {
        let (depth, beyond) = (self.depth, std::mem::take(&mut self.beyond));
        self.depth = 0;
        self.frames.push(Frame::new(FrameKind::Note { label, depth, beyond }, start));
    }

    /// The container that the parser opened last ends, and with it every div left open in it.
    pub(super) fn leave(&mut self, range: Range<usize>) {
        while self.beyond.last() == Some(&Beyond::Div) {
            self.beyond.pop();
        }
        if self.beyond.pop().is_some() {
            return;
        }
        while matches!(self.frames.last(), Some(Frame { kind: FrameKind::Div(_), .. })) {
            self.close_div(range.end, Closed::WithItsContainer);
        }
        if self.frames.len() < 2 {
            return;
        }
        let Some(Frame { kind, start, blocks, html }) = self.frames.pop() else { return };
        let blocks = html::nest(blocks, &html, self.depth, self.context);
        let whole = start..range.end.max(start);
        self.left(kind, blocks, whole);
        if matches!(self.frames.last(), Some(Frame { kind: FrameKind::Div(div), .. }) if div.ends) {
            self.close_div(range.end, Closed::ByFence);
        }
    }

    /// A container of the parser's that ended becomes a block, or part of one.
    fn left(&mut self, kind: FrameKind, blocks: Vec<Block>, whole: Range<usize>) {
        let plain = Attributes::default();
        match kind {
            FrameKind::File | FrameKind::Div(_) => {}
            FrameKind::Quote(kind) => {
                self.depth -= 1;
                let span = self.context.span(whole.start, whole.end);
                let quote = callout::quote(kind, blocks, span, self.context);
                self.push(quote, plain, whole);
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
                let start = whole.start;
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

    /// An opening fence.
    pub(super) fn open_div(&mut self, fence: &Fence, line: Range<usize>) {
        let Fence { attrs, words } = fence;
        let meaning = div::meaning(attrs).unwrap_or(Meaning::Role(Role::Plain));
        self.check_div(attrs, meaning, line.clone());
        let inside = attrs.lang().unwrap_or(&self.context.lang).to_owned();
        let lang = std::mem::replace(&mut self.context.lang, inside);
        let mut attrs = attrs.clone();
        div::label(&mut attrs, meaning);
        let (start, words) = (line.start, words.clone());
        if self.context.source.text[words.clone()].starts_with('{') {
            let span = self.context.span(words.start, words.end);
            self.context.once.findings.push(findings::malformed_attributes(span));
        }
        let open = OpenDiv { meaning, attrs, words: words.clone(), line, lang, ends: false };
        let beyond = self.beyond.len();
        self.enter(FrameKind::Div(Box::new(open)), start, true);
        if self.beyond.len() > beyond && !words.is_empty() {
            let content = self.fragment(words.clone());
            self.push(BlockKind::Paragraph(content), Attributes::default(), words);
        }
    }

    /// A closing fence.
    pub(super) fn close_fence(&mut self, line: Range<usize>) {
        match self.beyond.last() {
            Some(Beyond::Div) => {
                self.beyond.pop();
                return;
            }
            Some(Beyond::Parsed) => return,
            None => {}
        }
        if matches!(self.frames.last(), Some(Frame { kind: FrameKind::Div(_), .. })) {
            return self.close_div(line.end, Closed::ByFence);
        }
        // In a list or quote inside the div: Pandoc ends both there, we end the div with it.
        let outer = self.frames.iter_mut().rev().map(|frame| &mut frame.kind);
        let inside = |kind: &&mut FrameKind| !matches!(kind, FrameKind::Note { .. });
        let waiting = outer.take_while(inside).find_map(|kind| match kind {
            FrameKind::Div(div) if !div.ends => Some(div),
            _ => None,
        });
        if let Some(div) = waiting {
            div.ends = true;
            return;
        }
        let span = self.context.span(line.start, line.end);
        self.context.once.findings.push(findings::stray_fence(span));
    }

    /// Ends the innermost container, which is a div.
    pub(super) fn close_div(&mut self, end: usize, closed: Closed) {
        let Some(frame) = self.frames.pop() else { return };
        let Frame { kind: FrameKind::Div(mut div), start, blocks, html } = frame else {
            return self.frames.push(frame);
        };
        let blocks = html::nest(blocks, &html, self.depth, self.context);
        self.depth -= 1;
        self.context.lang = std::mem::take(&mut div.lang);
        let forgotten = closed == Closed::WithItsContainer && !div.ends;
        if forgotten {
            let span = self.context.span(div.line.start, div.line.end);
            self.context.once.findings.push(findings::unclosed_div(span));
        }
        self.finish_div(*div, blocks, start..end.max(start), forgotten);
    }

    /// Says what is not known of a div.
    fn check_div(&mut self, attrs: &Attributes, meaning: Meaning, line: Range<usize>) {
        let span = self.context.span(line.start, line.end);
        let later = attrs.has("landscape").then_some("landscape");
        if let Some(class) = later.or((meaning == Meaning::Tabs).then_some("panel-tabset"))
            && self.context.once.first("later div", class)
        {
            self.context.once.findings.push(findings::later_div(class, span));
        }
        known::check(attrs, Place::Div, line, self.context);
    }
}

/// How a div ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    /// By `:::`.
    ByFence,
    /// Its fence was forgotten.
    WithItsContainer,
}
