//! The tree to blocks.
//!
//! HTML and Markdown share a container: `<details>`, a blank line, a list in Markdown, a
//! blank line, `</details>`. So all the HTML of a container is one tree, in which the
//! blocks that Markdown made stand in the places held for them.

use std::ops::Range;

use super::super::blocks::trim;
use super::super::context::Context;
use super::super::div::{self, Meaning};
use super::super::token::{Kind, Token, Wrap};
use super::super::tree;
use super::attributes::{align, attributes, check_style, page_breaks};
use super::cell;
use super::dom::{Dom, Node};
use super::inline::Inlines;
use super::pieces::HtmlSource;
use super::weave::weave;
use super::{markup, names};
use crate::model::block::{Align, Block, BlockKind, MAX_DEPTH, Role, Side};
use crate::model::inline::{Inline, InlineKind};
use crate::model::walk::{self, Part};
use crate::model::{Attributes, NodeId};
use crate::read::findings;
use crate::source::Span;

/// More markup round a paragraph of Markdown than this is not put into it.
const MAX_WRAPS: usize = 8;

/// The blocks of a container in which HTML stands: each piece of HTML before the block of
/// this number. The container itself stands `depth` deep.
pub(crate) fn nest(
    blocks: Vec<Block>,
    html: &[(usize, HtmlSource)],
    depth: usize,
    context: &mut Context<'_>,
) -> Vec<Block> {
    if html.is_empty() {
        return blocks;
    }
    let highest = blocks.iter().map(height).max().unwrap_or_default();
    let room = MAX_DEPTH.saturating_sub(depth + highest);
    let dom = weave(blocks.len(), html, context);
    let markdown = blocks.into_iter().map(Some).collect();
    let file = depth == 0;
    let mut flow = Flow {
        dom: &dom,
        markdown,
        context,
        room,
        file,
        inside: 0,
        anchors: Vec::new(),
        skip: Vec::new(),
        wraps: Vec::new(),
    };
    if dom.too_deep {
        let place = html.first().map_or(0..0, |(_, source)| source.range(&(0..source.text.len().min(1))));
        flow.say_too_deep(&place);
    }
    let mut made = flow.below(0);
    // What the parser let fall still stands in the book.
    made.extend(flow.markdown.iter_mut().filter_map(Option::take));
    if !flow.anchors.is_empty() {
        let anchors = std::mem::take(&mut flow.anchors);
        let span = anchors.first().map_or_else(Span::default, |inline| inline.span);
        made.push(block(BlockKind::Paragraph(anchors), Attributes::default(), span));
    }
    made
}

/// How many blocks stand inside one another, this one included.
fn height(block: &Block) -> usize {
    let mut inner = 0;
    walk::parts(&block.kind, &mut |part| {
        if let Part::Blocks(blocks) = part {
            inner = inner.max(blocks.iter().map(height).max().unwrap_or_default());
        }
    });
    inner + 1
}

/// A block that has no id yet.
pub(super) fn block(kind: BlockKind, attrs: Attributes, span: Span) -> Block {
    Block { id: NodeId::default(), kind, attrs, span }
}

/// Makes blocks of a tree.
pub(super) struct Flow<'d, 'x> {
    pub dom: &'d Dom,
    pub markdown: Vec<Option<Block>>,
    pub context: &'d mut Context<'x>,
    /// How many more blocks may stand inside one another here.
    pub room: usize,
    /// Whether the container is the file: chapters begin in it.
    file: bool,
    /// Lists, quotes and tables open: in these no chapter begins.
    pub inside: usize,
    /// Labels that join the next block.
    pub anchors: Vec<Inline>,
    /// Nodes that were read already.
    pub skip: Vec<usize>,
    /// Markup of lines that is open round blocks.
    wraps: Vec<Wrap>,
}

/// Blocks while they are made, and the line they end with.
pub(super) struct Out {
    pub blocks: Vec<Block>,
    run: Vec<Token<'static>>,
}

impl<'d> Flow<'d, '_> {
    /// The blocks of what stands in a node.
    pub(super) fn below(&mut self, id: usize) -> Vec<Block> {
        let mut out = self.fresh();
        self.children(id, &mut out);
        self.flush(&mut out);
        out.blocks
    }

    /// No blocks yet, and a line that begins in the markup that is open.
    pub(super) fn fresh(&self) -> Out {
        let open = |wrap: &Wrap| Token::new(Kind::Open(Box::new(wrap.clone())), 0, 0);
        Out { blocks: Vec::new(), run: self.wraps.iter().map(open).collect() }
    }

    /// [`Flow::below`] for what is a block itself.
    pub(super) fn inside(&mut self, id: usize) -> Vec<Block> {
        self.room = self.room.saturating_sub(1);
        let blocks = self.below(id);
        self.room += 1;
        blocks
    }

    /// What stands in a node as one line.
    pub(super) fn line(&mut self, id: usize) -> Vec<Inline> {
        self.inside += 1;
        let blocks = self.below(id);
        self.inside -= 1;
        cell::line(blocks)
    }

    pub(super) fn children(&mut self, id: usize, out: &mut Out) {
        let dom = self.dom;
        for child in dom.children(id) {
            self.node(child, out);
        }
    }

    pub(super) fn node(&mut self, id: usize, out: &mut Out) {
        let dom = self.dom;
        let node = dom.node(id);
        if !self.skip.is_empty() && self.skip.contains(&id) {
            return;
        }
        if let Some(block) = node.slot.and_then(|slot| self.markdown.get_mut(slot)).and_then(Option::take) {
            self.flush(out);
            self.markdown_block(block, out);
            return self.children(id, out); // there are none, unless an author wrote the sign of a slot
        }
        if !node.holds_blocks {
            let mut inlines = Inlines::new(dom, self.context, &mut out.run);
            inlines.skip = &self.skip;
            return inlines.node(id);
        }
        check_style(node, self.context);
        if !names::is_block(&node.name) {
            return self.spread(id, node, out);
        }
        self.flush(out);
        let (before, after) = page_breaks(node);
        let span = self.span(node);
        out.blocks.extend(before.map(|side| block(BlockKind::PageBreak(side), Attributes::default(), span)));
        self.block(id, node, out);
        self.flush(out);
        out.blocks.extend(after.map(|side| block(BlockKind::PageBreak(side), Attributes::default(), span)));
    }

    fn block(&mut self, id: usize, node: &'d Node, out: &mut Out) {
        match node.name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(id, node, out),
            "hr" => self.push(BlockKind::SceneBreak(None), attributes(node), node, out),
            "ul" | "ol" | "menu" | "dir" => self.list(id, node, out),
            "li" => self.lone_item(id, node, out),
            "dl" | "dt" | "dd" => self.definitions(id, node, out),
            "blockquote" => self.quote(id, node, out),
            "pre" | "xmp" | "plaintext" => self.pre(id, node, out),
            "listing" => self.listing(id, node, out),
            "table" => self.table(id, node, out),
            "figure" => self.figure(id, node, out),
            "details" => self.details(id, node, out),
            "aside" => self.container(id, node, Role::Sidebar, out),
            _ if align(node) == Some(Align::Center) => self.container(id, node, Role::Center, out),
            _ => self.container(id, node, Role::Plain, out),
        }
    }

    /// Markup of a line that holds blocks: it goes on in each line of them.
    fn spread(&mut self, id: usize, node: &Node, out: &mut Out) {
        let wraps = markup::wraps(node, self.context);
        if wraps.is_empty() {
            self.anchor(node);
        }
        Inlines::new(self.dom, self.context, &mut out.run).media_link(id, node);
        let count = wraps.len();
        for wrap in wraps {
            out.run.push(Token::new(Kind::Open(Box::new(wrap.clone())), node.start, node.start));
            self.wraps.push(wrap);
        }
        self.children(id, out);
        for _ in 0..count {
            self.wraps.pop();
            if matches!(out.run.last(), Some(Token { kind: Kind::Open(_), .. })) {
                out.run.pop();
            } else {
                out.run.push(Token::new(Kind::Close, node.end, node.end));
            }
        }
    }

    /// Ends the line, if there is one.
    pub(super) fn flush(&mut self, out: &mut Out) {
        let mut tokens = std::mem::take(&mut out.run);
        let mut open = self.wraps.len();
        while matches!(tokens.last(), Some(Token { kind: Kind::Open(_), .. })) && open > 0 {
            tokens.pop();
            open -= 1;
        }
        // Markup that was open before begins nowhere near.
        let start = tokens.iter().find(|token| token.end > 0).map_or(0, |token| token.start);
        let end = tokens.iter().map(|token| token.end).max().unwrap_or(start).max(start);
        tokens.extend((0..open).map(|_| Token::new(Kind::Close, end, end)));
        out.run.extend(self.wraps.iter().map(|wrap| Token::new(Kind::Open(Box::new(wrap.clone())), 0, 0)));
        if tokens.is_empty() {
            return;
        }
        let content = trim(tree::finish_paired(tokens, self.context));
        if content.is_empty() {
            return;
        }
        if content.iter().all(|inline| inline.kind == InlineKind::Anchor) {
            return self.anchors.extend(content);
        }
        let span = self.context.span(start, end);
        if let Some((image, attrs)) = tree::lone_image(&content, &[]) {
            let (image, attrs) = (image.clone(), attrs.cloned().unwrap_or_default());
            return self.add(block(BlockKind::Figure { image, caption: Vec::new() }, attrs, span), out);
        }
        self.add(block(BlockKind::Paragraph(content), Attributes::default(), span), out);
    }

    fn markdown_block(&mut self, mut block: Block, out: &mut Out) {
        if let BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } = &mut block.kind
            && !self.wraps.is_empty()
            && self.wraps.len() <= MAX_WRAPS
        {
            for wrap in self.wraps.iter().rev() {
                *content = vec![markup::round(wrap, std::mem::take(content), block.span)];
            }
        }
        self.add(block, out);
    }

    /// Adds a block that an element made.
    pub(super) fn push(&mut self, kind: BlockKind, attrs: Attributes, node: &Node, out: &mut Out) {
        let span = self.span(node);
        self.add(block(kind, attrs, span), out);
    }

    /// Adds a block; labels that stood before it join it.
    pub(super) fn add(&mut self, mut block: Block, out: &mut Out) {
        if !self.anchors.is_empty() {
            if let Some(line) = first_line(std::slice::from_mut(&mut block)) {
                line.splice(0..0, self.anchors.drain(..));
            } else if block.attrs.label.is_none() {
                let label = self.anchors.pop().and_then(|anchor| anchor.attrs).and_then(|attrs| attrs.label);
                block.attrs.label = label;
            }
        }
        out.blocks.push(block);
    }

    /// Keeps the label of an element that becomes no block for the next one.
    pub(super) fn anchor(&mut self, node: &Node) {
        let label = attributes(node).label;
        if label.is_some() {
            let attrs = Some(Box::new(Attributes { label, ..Attributes::default() }));
            let span = self.span(node);
            self.anchors.push(Inline { id: NodeId::default(), kind: InlineKind::Anchor, attrs, span });
        }
    }

    pub(super) fn span(&self, node: &Node) -> Span {
        let range = node.range();
        self.context.span(range.start, range.end)
    }

    pub(super) fn say_too_deep(&mut self, place: &Range<usize>) {
        if self.context.once.first("depth", "block") {
            let span = self.context.span(place.start, place.end);
            let finding = findings::nested_too_deep("elements of HTML", MAX_DEPTH, span);
            self.context.once.findings.push(finding);
        }
    }

    /// Whether one more block may stand round others here; if not, that is said.
    pub(super) fn has_room(&mut self, node: &Node) -> bool {
        if self.room == 0 {
            self.say_too_deep(&(node.start..node.start + 1));
        }
        self.room > 0
    }

    fn heading(&mut self, id: usize, node: &Node, out: &mut Out) {
        let content = self.line(id);
        let attrs = attributes(node);
        if content.is_empty() {
            return self.anchor(node);
        }
        let level = node.name.bytes().last().map_or(1, |digit| digit.saturating_sub(b'0')).clamp(1, 6);
        let (unnumbered, unlisted) = (attrs.has("unnumbered"), attrs.has("unlisted"));
        self.push(BlockKind::Heading { level, content, unnumbered, unlisted }, attrs, node, out);
    }

    fn container(&mut self, id: usize, node: &'d Node, role: Role, out: &mut Out) {
        let mut attrs = attributes(node);
        let is_paragraph = node.name == "p";
        let plain = role == Role::Plain && attrs == Attributes::default();
        if plain || (!is_paragraph && !self.has_room(node)) {
            self.anchor(node);
            let blocks = self.below(id);
            return out.blocks.extend(blocks);
        }
        let meaning = meaning(node, &attrs, role);
        let mut blocks = self.inside(id);
        if is_paragraph && role == Role::Plain {
            if let [Block { kind: BlockKind::Paragraph(_), attrs: own, .. }] = &mut blocks[..] {
                join(own, attrs);
                return out.blocks.append(&mut blocks);
            }
            if let [Block { kind: BlockKind::Figure { .. }, attrs: own, .. }] = &mut blocks[..] {
                own.label = own.label.take().or(attrs.label.take());
                if attrs == Attributes::default() {
                    return out.blocks.append(&mut blocks);
                }
            }
        }
        self.mean(meaning, (blocks, attrs), node, out);
    }

    /// A div of HTML whose classes say what a fenced div's would.
    fn mean(&mut self, meaning: Meaning, of: (Vec<Block>, Attributes), node: &Node, out: &mut Out) {
        let (mut blocks, attrs) = of;
        let mut title = Vec::new();
        if let (true, Some(Block { kind: BlockKind::Heading { content, level: 2.., .. }, .. })) =
            (div::has_title(meaning), blocks.first_mut())
        {
            title = std::mem::take(content);
            blocks.remove(0);
        }
        match meaning {
            Meaning::Callout(kind) if !blocks.is_empty() || !title.is_empty() => {
                self.push(BlockKind::Callout { kind, title, blocks }, attrs, node, out);
            }
            Meaning::PageBreak => {
                self.push(BlockKind::PageBreak(Side::Any), attrs, node, out);
                out.blocks.append(&mut blocks);
            }
            Meaning::SceneBreak if blocks.is_empty() => {
                self.push(BlockKind::SceneBreak(Some(String::new())), attrs, node, out);
            }
            Meaning::Role(role) => self.wrap(Div { role, title, blocks }, attrs, node, out),
            _ => self.wrap(Div { role: Role::Plain, title, blocks }, attrs, node, out),
        }
    }

    /// Puts blocks into a div. A chapter that begins in it ends it: books are made of chapters
    /// first, and a tag that was never closed must not swallow them.
    pub(super) fn wrap(&mut self, mut div: Div, attrs: Attributes, node: &Node, out: &mut Out) {
        let begins = |block: &Block| matches!(block.kind, BlockKind::Heading { level: 1, .. });
        let at = div.blocks.iter().position(begins).filter(|_| self.file && self.inside == 0);
        let rest = at.map(|at| div.blocks.split_off(at)).unwrap_or_default();
        if div.blocks.is_empty() && div.title.is_empty() {
            self.anchor(node);
        } else {
            let Div { role, title, blocks } = div;
            self.push(BlockKind::Div { role, title, blocks }, attrs, node, out);
        }
        for block in rest {
            self.add(block, out);
        }
    }
}

/// A div in the making.
pub(super) struct Div {
    pub role: Role,
    pub title: Vec<Inline>,
    pub blocks: Vec<Block>,
}

/// What an element's classes make of it, where its name says nothing.
fn meaning(node: &Node, attrs: &Attributes, role: Role) -> Meaning {
    if role != Role::Plain || node.name == "p" || attrs.classes.is_empty() {
        return Meaning::Role(role);
    }
    match div::meaning(attrs) {
        // A class such as `example` is a web page's own word as often as a theorem's.
        Some(Meaning::Role(Role::Theorem(_))) if attrs.label.is_none() => Meaning::Role(role),
        meaning => meaning.unwrap_or(Meaning::Role(role)),
    }
}

/// Gives a block what an element round it says, where it says nothing itself.
pub(super) fn join(own: &mut Attributes, outer: Attributes) {
    own.label = own.label.take().or(outer.label);
    own.classes.extend(outer.classes);
    let missing: Vec<_> = outer.pairs.into_iter().filter(|(key, _)| own.get(key).is_none()).collect();
    own.pairs.extend(missing);
}

/// The line that the first of these blocks begins with.
fn first_line(blocks: &mut [Block]) -> Option<&mut Vec<Inline>> {
    let block = blocks.first_mut()?;
    match &mut block.kind {
        BlockKind::Paragraph(line)
        | BlockKind::Heading { content: line, .. }
        | BlockKind::Attribution(line) => Some(line),
        BlockKind::Quote(inner) | BlockKind::Div { blocks: inner, .. } => first_line(inner),
        BlockKind::List(list) => list.items.first_mut().and_then(|item| first_line(&mut item.blocks)),
        _ => None,
    }
}
