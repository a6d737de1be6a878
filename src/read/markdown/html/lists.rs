//! `ul`, `ol` and `dl` to lists and definitions.

use super::attributes::{attributes, property};
use super::dom::{Dom, Node};
use super::findings;
use super::flow::{Flow, Out};
use crate::model::NodeId;
use crate::model::block::{BlockKind, Definition, List, ListItem};
use crate::model::inline::{Inline, InlineKind};

impl<'d> Flow<'d, '_> {
    /// A list; what stands in it outside its items joins the item before.
    pub(super) fn list(&mut self, id: usize, node: &'d Node, out: &mut Out) {
        if !self.has_room(node) {
            return self.children(id, out);
        }
        let mut items: Vec<ListItem> = Vec::new();
        let mut tight = true;
        self.inside += 1;
        let dom = self.dom;
        for child in dom.children(id) {
            let inner = dom.node(child);
            if inner.name == "li" && inner.slot.is_none() {
                tight &= !is_loose(dom, child);
                items.push(self.item(child, inner));
                continue;
            }
            let mut between = self.fresh();
            self.room -= 1;
            self.node(child, &mut between);
            self.flush(&mut between);
            self.room += 1;
            if between.blocks.is_empty() {
                continue;
            }
            match items.last_mut() {
                Some(last) => last.blocks.append(&mut between.blocks),
                None => items.push(ListItem { task: None, blocks: between.blocks }),
            }
        }
        self.inside -= 1;
        if items.is_empty() {
            return self.anchor(node);
        }
        let start = (node.name == "ol").then(|| self.first_number(id, node));
        self.push(BlockKind::List(List { start, tight, items }), attributes(node), node, out);
    }

    /// An item outside any list: a list of one.
    pub(super) fn lone_item(&mut self, id: usize, node: &'d Node, out: &mut Out) {
        if !self.has_room(node) {
            return self.children(id, out);
        }
        self.inside += 1;
        let items = vec![self.item(id, node)];
        self.inside -= 1;
        let tight = !is_loose(self.dom, id);
        self.push(BlockKind::List(List { start: None, tight, items }), attributes(node), node, out);
    }

    fn item(&mut self, id: usize, node: &Node) -> ListItem {
        self.anchor(node);
        let task = leading_box(self.dom, id).map(|boxed| {
            self.skip.push(boxed);
            self.dom.node(boxed).get("checked").is_some()
        });
        let blocks = self.inside(id);
        if task.is_some() {
            self.skip.pop();
        }
        ListItem { task, blocks }
    }

    /// The number of a list's first item; numbering that the model does not have is reported.
    fn first_number(&mut self, id: usize, node: &Node) -> u64 {
        let dom = self.dom;
        let value = |child: usize| dom.node(child).get("value").and_then(|value| value.trim().parse().ok());
        let items: Vec<usize> = dom.children(id).filter(|child| dom.node(*child).name == "li").collect();
        let first: Option<u64> = items.first().copied().and_then(value);
        let start =
            first.or_else(|| node.get("start").and_then(|start| start.trim().parse().ok())).unwrap_or(1);
        let jumps = items.iter().zip(start..).any(|(item, number)| value(*item).is_some_and(|v| v != number));
        let letters = node.get("type").is_some_and(|kind| kind.trim() != "1")
            || property(node, &["list-style-type"]).is_some_and(|kind| kind != "decimal");
        let said = [(node.get("reversed").is_some(), "reversed"), (jumps, "value"), (letters, "type")];
        for (_, what) in said.iter().filter(|(said, _)| *said) {
            if self.context.once.first("list", what) {
                let span = self.context.span(node.start, node.start + 1);
                self.context.once.findings.push(findings::list_numbers(what, span));
            }
        }
        start
    }

    /// Terms and what they mean: a `dl`, or a `dt` or `dd` outside any.
    pub(super) fn definitions(&mut self, id: usize, node: &'d Node, out: &mut Out) {
        if !self.has_room(node) {
            return self.children(id, out);
        }
        let dom = self.dom;
        let mut parts: Vec<usize> = Vec::new();
        if node.name == "dl" {
            for child in dom.children(id) {
                // HTML lets a `div` stand round each term and its definitions.
                if dom.node(child).name == "div" && dom.node(child).slot.is_none() {
                    parts.extend(dom.children(child));
                } else {
                    parts.push(child);
                }
            }
        } else {
            parts.push(id);
        }
        self.inside += 1;
        let mut list: Vec<Definition> = Vec::new();
        for part in parts {
            self.part(part, &mut list);
        }
        self.inside -= 1;
        if list.is_empty() {
            return self.anchor(node);
        }
        self.push(BlockKind::Definitions(list), attributes(node), node, out);
    }

    fn part(&mut self, id: usize, terms: &mut Vec<Definition>) {
        let node = self.dom.node(id);
        let is_part = node.slot.is_none() && matches!(node.name.as_str(), "dt" | "dd");
        if node.name == "dt" && is_part {
            self.anchor(node);
            let mut term = std::mem::take(&mut self.anchors);
            term.extend(self.line(id));
            match terms.last_mut().filter(|last| last.definitions.is_empty()) {
                Some(last) => {
                    let span = last.term.last().map_or_else(Default::default, |inline| inline.span);
                    let kind = InlineKind::HardBreak;
                    last.term.push(Inline { id: NodeId::default(), kind, attrs: None, span });
                    last.term.extend(term);
                }
                None => terms.push(Definition { id: NodeId::default(), term, definitions: Vec::new() }),
            }
            return;
        }
        self.room -= 1;
        let blocks = if is_part {
            self.anchor(node);
            self.below(id)
        } else {
            let mut between = self.fresh();
            self.node(id, &mut between);
            self.flush(&mut between);
            between.blocks
        };
        self.room += 1;
        if blocks.is_empty() && !is_part {
            return;
        }
        if terms.is_empty() {
            terms.push(Definition { id: NodeId::default(), term: Vec::new(), definitions: Vec::new() });
        }
        let Some(last) = terms.last_mut() else { return };
        match last.definitions.last_mut().filter(|_| !is_part) {
            Some(given) => given.extend(blocks),
            None => last.definitions.push(blocks),
        }
    }

    /// Quoted matter; a `footer` or `cite` that ends it says whose it is.
    pub(super) fn quote(&mut self, id: usize, node: &'d Node, out: &mut Out) {
        if !self.has_room(node) {
            return self.children(id, out);
        }
        let dom = self.dom;
        let shown = |child: &usize| !dom.node(*child).is_text() || !dom.node(*child).text.trim().is_empty();
        let children: Vec<usize> = dom.children(id).filter(shown).collect();
        let named = |child: &&usize| matches!(dom.node(**child).name.as_str(), "footer" | "cite");
        // A `cite` in a line of text only names a work.
        let after_block = |at: usize| at.checked_sub(1).is_some_and(|at| dom.node(children[at]).holds_blocks);
        let by = children.last().filter(named).copied().filter(|by| {
            children.len() > 1 && (dom.node(*by).name == "footer" || after_block(children.len() - 1))
        });
        self.skip.extend(by);
        self.inside += 1;
        let mut blocks = self.inside(id);
        self.inside -= 1;
        if let Some(by) = by {
            self.skip.pop();
            let content = self.line(by);
            let span = self.span(dom.node(by));
            if !content.is_empty() {
                let kind = BlockKind::Attribution(content);
                blocks.push(super::flow::block(kind, attributes(dom.node(by)), span));
            }
        }
        if blocks.is_empty() {
            return self.anchor(node);
        }
        self.push(BlockKind::Quote(blocks), attributes(node), node, out);
    }
}

/// Whether an item holds paragraphs of its own.
fn is_loose(dom: &Dom, id: usize) -> bool {
    dom.children(id).any(|child| dom.node(child).name == "p" || dom.node(child).slot.is_some())
}

/// The box to tick that an item begins with.
fn leading_box(dom: &Dom, id: usize) -> Option<usize> {
    let shown = |child: &usize| !dom.node(*child).is_text() || !dom.node(*child).text.trim().is_empty();
    let first = dom.children(id).find(shown)?;
    let node = dom.node(first);
    match node.name.as_str() {
        "input" => node.get("type").filter(|kind| kind.eq_ignore_ascii_case("checkbox")).map(|_| first),
        "p" | "label" | "span" => leading_box(dom, first),
        _ => None,
    }
}
