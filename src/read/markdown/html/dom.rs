//! The tree an HTML5 parser builds: nodes in one row, each linked to its neighbours, so
//! that moving them costs nothing and dropping them no recursion.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName, local_name, ns};

use super::names;

/// Before names that the parser would treat in a way of its own.
pub(super) const PREFIX: &str = "bindery-";

/// The attribute that numbers what Markdown made; no author can write it.
pub(super) const SLOT: &str = "%";

/// A node.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// An element's name, lower case; empty for text.
    pub name: String,
    /// An element's attributes.
    pub attrs: Vec<(String, String)>,
    /// A text's characters.
    pub text: String,
    /// The number of what Markdown made that it stands for.
    pub slot: Option<usize>,
    /// Where its source begins.
    pub start: usize,
    /// Where its source ends.
    pub end: usize,
    /// Whether blocks stand in it, or it is one.
    pub holds_blocks: bool,
    depth: usize,
    parent: Option<usize>,
    previous: Option<usize>,
    next: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
}

impl Node {
    /// The value of an attribute.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.attrs.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    /// Whether it is text.
    pub(super) fn is_text(&self) -> bool {
        self.name.is_empty()
    }

    /// Its place in the source.
    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.end.max(self.start)
    }
}

/// The nodes of a tree; the first is its root.
#[derive(Debug, Default)]
pub(super) struct Dom {
    nodes: Vec<Node>,
    /// Whether elements nested deeper than is read.
    pub too_deep: bool,
}

impl Dom {
    /// The node of this number.
    pub(super) fn node(&self, id: usize) -> &Node {
        &self.nodes[id]
    }

    /// The nodes directly in a node.
    pub(super) fn children(&self, id: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.nodes[id].first, |id| self.nodes[*id].next)
    }

    /// All text below a node; `br` is a line end.
    pub(super) fn text_below(&self, id: usize, into: &mut String) {
        for child in self.children(id) {
            let node = self.node(child);
            into.push_str(&node.text);
            if node.name == "br" {
                into.push('\n');
            }
            self.text_below(child, into);
        }
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Widens elements to what stands in them and notes which hold blocks.
    fn finish(mut self) -> Self {
        for id in 0..self.nodes.len() {
            if !names::is_block(&self.nodes[id].name) && self.nodes[id].slot.is_none() {
                continue;
            }
            let mut at = Some(id);
            while let Some(node) = at.and_then(|at| self.nodes.get_mut(at)).filter(|node| !node.holds_blocks)
            {
                node.holds_blocks = true;
                at = node.parent;
            }
        }
        self
    }

    fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn detach(&mut self, id: usize) {
        let Node { parent, previous, next, .. } = self.nodes[id];
        if let Some(previous) = previous {
            self.nodes[previous].next = next;
        } else if let Some(parent) = parent {
            self.nodes[parent].first = next;
        }
        if let Some(next) = next {
            self.nodes[next].previous = previous;
        } else if let Some(parent) = parent {
            self.nodes[parent].last = previous;
        }
        let node = &mut self.nodes[id];
        (node.parent, node.previous, node.next) = (None, None, None);
    }

    /// Puts a node into `parent`, before `next` or at its end.
    fn insert(&mut self, id: usize, parent: usize, next: Option<usize>) {
        self.detach(id);
        let previous = match next {
            Some(next) => self.nodes[next].previous.replace(id),
            None => self.nodes[parent].last.replace(id),
        };
        match previous {
            Some(previous) => self.nodes[previous].next = Some(id),
            None => self.nodes[parent].first = Some(id),
        }
        let depth = self.nodes[parent].depth + 1;
        let node = &mut self.nodes[id];
        (node.parent, node.previous, node.next, node.depth) = (Some(parent), previous, next, depth);
    }
}

/// Takes the tree from the parser. The parser calls it through a shared reference, hence
/// the cells.
#[derive(Debug, Default)]
pub(super) struct Sink {
    dom: RefCell<Dom>,
    /// The place of the piece the parser reads.
    pub place: Cell<(usize, usize)>,
    /// How deep the element made last stands.
    pub deepest: Cell<usize>,
}

impl Sink {
    /// How many nodes were made.
    pub(super) fn len(&self) -> usize {
        self.dom.borrow().len()
    }

    /// Takes the labels from the elements made since there were `before` nodes: the parser
    /// makes elements again, such as the second half of `<b id="x">` round two paragraphs.
    /// An opening tag makes its own element last.
    pub(super) fn unlabel(&self, before: usize, is_opening: bool) {
        let mut dom = self.dom.borrow_mut();
        let end = dom.nodes.len().saturating_sub(usize::from(is_opening));
        for node in dom.nodes.get_mut(before..end).unwrap_or_default() {
            node.attrs.retain(|(key, _)| !matches!(key.as_str(), "id" | "name"));
        }
    }

    fn put(&self, child: NodeOrText<Handle>, parent: usize, next: Option<usize>) {
        let mut dom = self.dom.borrow_mut();
        let (start, end) = self.place.get();
        match child {
            NodeOrText::AppendNode(handle) => {
                dom.insert(handle.id, parent, next);
                self.deepest.set(self.deepest.get().max(dom.nodes[handle.id].depth));
            }
            NodeOrText::AppendText(text) => {
                let before = next.map_or(dom.nodes[parent].last, |next| dom.nodes[next].previous);
                if let Some(node) = before.map(|id| &mut dom.nodes[id]).filter(|node| node.is_text()) {
                    node.text.push_str(&text);
                    node.end = node.end.max(end);
                } else {
                    let id = dom.add(Node { text: text.to_string(), start, end, ..Node::default() });
                    dom.insert(id, parent, next);
                }
            }
        }
    }
}

/// A node by number, with the parser's name for it.
#[derive(Clone, Debug)]
pub(super) struct Handle {
    id: usize,
    name: Rc<QualName>,
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Dom;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Dom {
        self.dom.into_inner().finish()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        let mut dom = self.dom.borrow_mut();
        if dom.nodes.is_empty() {
            dom.add(Node { name: "#root".to_owned(), ..Node::default() });
        }
        Handle { id: 0, name: Rc::new(QualName::new(None, ns!(), local_name!(""))) }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        &target.name
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Handle {
        let (start, end) = self.place.get();
        let local = name.local.strip_prefix(PREFIX).unwrap_or(&name.local).to_lowercase();
        let attrs: Vec<(String, String)> =
            attrs.into_iter().map(|a| (a.name.local.to_lowercase(), a.value.to_string())).collect();
        let slot = attrs.iter().find(|(key, _)| key == SLOT).and_then(|(_, value)| value.parse().ok());
        let node = Node { name: local, attrs, slot, start, end, ..Node::default() };
        let mut dom = self.dom.borrow_mut();
        if dom.nodes.is_empty() {
            dom.add(Node { name: "#root".to_owned(), ..Node::default() });
        }
        Handle { id: dom.add(node), name: Rc::new(name) }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        let id = self.dom.borrow_mut().add(Node { name: "#comment".to_owned(), ..Node::default() });
        Handle { id, name: Rc::new(QualName::new(None, ns!(), local_name!(""))) }
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> Handle {
        self.create_comment(data)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(child, parent.id, None);
    }

    fn append_based_on_parent_node(&self, element: &Handle, before: &Handle, child: NodeOrText<Handle>) {
        let has_parent = self.dom.borrow().nodes[element.id].parent.is_some();
        if has_parent { self.append_before_sibling(element, child) } else { self.append(before, child) }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, handle: &Handle) {
        let mut dom = self.dom.borrow_mut();
        let end = self.place.get().1;
        let node = &mut dom.nodes[handle.id];
        node.end = node.end.max(end);
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone() // `feed` lets no template through
    }

    fn same_node(&self, a: &Handle, b: &Handle) -> bool {
        a.id == b.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let parent = self.dom.borrow().nodes[sibling.id].parent;
        if let Some(parent) = parent {
            self.put(child, parent, Some(sibling.id));
        }
    }

    fn add_attrs_if_missing(&self, _: &Handle, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Handle) {
        self.dom.borrow_mut().detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        let mut dom = self.dom.borrow_mut();
        while let Some(child) = dom.nodes[node.id].first {
            dom.insert(child, parent.id, None);
        }
    }
}
