//! `figure`, `details`, `pre`, and mdBook's `Listing`.

use pulldown_cmark::Parser;

use super::super::blocks::trim;
use super::super::collect::{Run, Texts};
use super::super::{options, tree};
use super::attributes::attributes;
use super::dom::Node;
use super::flow::{Div, Flow, Out, block, join};
use crate::model::block::{Block, BlockKind, CodeBlock, Group, Role};
use crate::model::inline::{Inline, InlineKind};
use crate::model::{Attributes, NodeId};

/// Pictures side by side in a figure, at most.
const MAX_COLUMNS: u8 = 4;

impl<'d> Flow<'d, '_> {
    /// What stands under one caption.
    pub(super) fn figure(&mut self, id: usize, node: &'d Node, out: &mut Out) {
        let dom = self.dom;
        let own = |child: &usize| dom.node(*child).name == "figcaption";
        let captions: Vec<usize> = dom.children(id).filter(own).collect();
        let room = self.has_room(node);
        self.skip.extend(&captions);
        self.inside += 1;
        let blocks = if room { self.inside(id) } else { self.below(id) };
        self.inside -= 1;
        self.skip.truncate(self.skip.len() - captions.len());
        let mut caption = Vec::new();
        for captioned in captions {
            let line = self.line(captioned);
            if !caption.is_empty() && !line.is_empty() {
                caption.push(bare(InlineKind::HardBreak, &line));
            }
            caption.extend(line);
        }
        let blocks: Vec<Block> = blocks.into_iter().flat_map(pictures).collect();
        let attrs = attributes(node);
        if !room || blocks.is_empty() {
            self.anchor(node);
            for block in blocks {
                self.add(block, out);
            }
            if !caption.is_empty() {
                self.push(BlockKind::Paragraph(caption), Attributes::default(), node, out);
            }
            return;
        }
        self.captioned(blocks, caption, attrs, (node, out));
    }

    /// One block with its caption, or a group.
    fn captioned(
        &mut self,
        mut blocks: Vec<Block>,
        caption: Vec<Inline>,
        attrs: Attributes,
        (node, out): (&Node, &mut Out),
    ) {
        if let [only] = &mut blocks[..] {
            let taken = match &mut only.kind {
                BlockKind::Figure { caption: own, .. } => {
                    if !caption.is_empty() {
                        own.clone_from(&caption);
                    }
                    true
                }
                BlockKind::Table(table) if table.caption.is_empty() => {
                    table.caption.clone_from(&caption);
                    true
                }
                BlockKind::Code(code) if code.caption.is_empty() => {
                    code.caption.clone_from(&caption);
                    true
                }
                BlockKind::Quote(inner) if !caption.is_empty() => {
                    let by = BlockKind::Attribution(caption.clone());
                    inner.push(block(by, Attributes::default(), only.span));
                    true
                }
                _ => caption.is_empty(),
            };
            if taken && let Some(mut only) = blocks.pop() {
                join(&mut only.attrs, attrs);
                return self.add(only, out);
            }
        }
        let all = blocks.iter().all(|block| matches!(block.kind, BlockKind::Figure { .. }));
        let many = u8::try_from(blocks.len()).unwrap_or(u8::MAX).clamp(1, MAX_COLUMNS);
        let columns = if all { many } else { 1 };
        self.push(BlockKind::Group(Group { columns, blocks, caption }), attrs, node, out);
    }

    /// What may be folded away.
    pub(super) fn details(&mut self, id: usize, node: &'d Node, out: &mut Out) {
        if !self.has_room(node) {
            return self.children(id, out);
        }
        let dom = self.dom;
        let summary = dom.children(id).find(|child| dom.node(*child).name == "summary");
        let title = summary.map(|summary| self.line(summary)).unwrap_or_default();
        self.skip.extend(summary);
        let blocks = self.inside(id);
        self.skip.truncate(self.skip.len() - usize::from(summary.is_some()));
        self.wrap(Div { role: Role::Details, title, blocks }, attributes(node), node, out);
    }

    /// Text set as it is: code.
    pub(super) fn pre(&mut self, id: usize, node: &'d Node, out: &mut Out) {
        let dom = self.dom;
        let mut text = String::new();
        dom.text_below(id, &mut text);
        let mut attrs = attributes(node);
        let mut lang = language(&mut attrs);
        let inner = dom.children(id).find(|child| dom.node(*child).name == "code");
        if let Some(inner) = inner {
            let mut own = attributes(dom.node(inner));
            lang = lang.or(language(&mut own));
            join(&mut attrs, own);
        }
        let text = text.strip_prefix('\n').unwrap_or(&text).trim_end().to_owned();
        if text.trim().is_empty() {
            self.anchor(node);
        } else {
            let code = CodeBlock { lang, text, ..CodeBlock::default() };
            self.push(BlockKind::Code(code), attrs, node, out);
        }
        self.held(id, out);
    }

    /// The blocks of Markdown that stand in text set as it is.
    fn held(&mut self, id: usize, out: &mut Out) {
        let dom = self.dom;
        for child in dom.children(id) {
            match dom.node(child).slot {
                Some(_) => self.node(child, out),
                None => self.held(child, out),
            }
        }
    }

    /// `<Listing number="4-1" file-name="src/main.rs" caption="..">` (mdBook's own book):
    /// the code in it gets its caption and the name of its file.
    pub(super) fn listing(&mut self, id: usize, node: &'d Node, out: &mut Out) {
        let given = |key: &str| node.get(key).map(str::trim).filter(|value| !value.is_empty());
        let (number, words, file) = (given("number"), given("caption"), given("file-name"));
        if number.is_none() && words.is_none() && file.is_none() {
            return self.pre(id, node, out); // an old name of `pre`
        }
        let mut caption = Vec::new();
        if let Some(number) = number {
            let colon = if words.is_some() { ": " } else { "" };
            let kind = InlineKind::Text(format!("Listing {number}{colon}"));
            caption.push(Inline { id: NodeId::default(), kind, attrs: None, span: self.span_of_tag(node) });
        }
        caption.extend(words.map(|words| self.markdown_line(words, node)).unwrap_or_default());
        let mut attrs = attributes(node);
        attrs.label = attrs.label.or_else(|| number.map(|number| format!("listing-{number}")));
        let mut blocks = self.below(id);
        let first = blocks.iter_mut().find_map(|block| match &mut block.kind {
            BlockKind::Code(code) => Some((code, &mut block.attrs)),
            _ => None,
        });
        if let Some((code, own)) = first {
            code.caption = caption;
            code.filename = file.map(str::to_owned).or(code.filename.take());
            join(own, attrs);
        } else {
            caption.extend(file.map(|file| Inline {
                id: NodeId::default(),
                kind: InlineKind::Code(file.to_owned()),
                attrs: None,
                span: self.span_of_tag(node),
            }));
            self.push(BlockKind::Paragraph(caption), attrs, node, out);
        }
        out.blocks.extend(blocks);
    }

    fn span_of_tag(&self, node: &Node) -> crate::source::Span {
        self.context.span(node.start, node.start + 1)
    }

    /// A line of Markdown in an attribute.
    fn markdown_line(&mut self, text: &str, node: &Node) -> Vec<Inline> {
        let mut run = Run::default();
        let texts = Texts { source: text, masked: text };
        for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
            run.take(&event, range, texts, self.context);
        }
        for token in &mut run.tokens {
            (token.start, token.end) = (node.start, node.start + 1);
        }
        trim(tree::finish_paired(run.tokens, self.context))
    }
}

/// An inline at the place of others.
fn bare(kind: InlineKind, beside: &[Inline]) -> Inline {
    let span = beside.first().map_or_else(Default::default, |inline| inline.span);
    Inline { id: NodeId::default(), kind, attrs: None, span }
}

/// Takes the language out of the classes of code.
fn language(attrs: &mut Attributes) -> Option<String> {
    let prefix = |class: &String| {
        ["language-", "lang-"].iter().find_map(|prefix| class.strip_prefix(prefix)).map(str::to_lowercase)
    };
    let lang = attrs.classes.iter().find_map(prefix);
    attrs.classes.retain(|class| prefix(class).is_none());
    lang.filter(|lang| !lang.is_empty())
}

/// The figures of a paragraph that consists of pictures; any other block alone.
fn pictures(whole: Block) -> Vec<Block> {
    let BlockKind::Paragraph(line) = &whole.kind else { return vec![whole] };
    let blank = |inline: &Inline| match &inline.kind {
        InlineKind::Text(text) => text.trim().is_empty(),
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        _ => false,
    };
    let picture = |inline: &Inline| matches!(inline.kind, InlineKind::Image(_));
    if whole.attrs != Attributes::default() || !line.iter().all(|inline| blank(inline) || picture(inline)) {
        return vec![whole];
    }
    let one = |inline: &Inline| {
        let InlineKind::Image(image) = &inline.kind else { return None };
        let kind = BlockKind::Figure { image: image.clone(), caption: Vec::new() };
        Some(block(kind, inline.attrs.as_deref().cloned().unwrap_or_default(), inline.span))
    };
    line.iter().filter_map(one).collect()
}
