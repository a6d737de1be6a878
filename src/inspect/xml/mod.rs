//! XML documents as flat trees: nodes in the order of the text, each knowing its parent
//! and where its content ends, so that no walk recurses however deep a document nests.

mod doctype;
mod name;
mod parse;
#[cfg(test)]
mod tests;

pub(super) use doctype::Doctype;
pub(super) use name::{Ns, is_name};
pub(super) use parse::{Kind, parse};

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// A document.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) text: Arc<str>,
    pub(super) file: FileId,
    /// The document type declaration, if there is one.
    pub(super) doctype: Option<Doctype>,
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
}

/// An element, or a piece of text.
#[derive(Debug)]
struct Node {
    /// `None`: text.
    ns: Option<Ns>,
    /// The local name of an element in the text; all of a piece of text.
    name: Range<u32>,
    /// What text stands for, where it is not what is written.
    value: Option<Box<str>>,
    parent: u32,
    /// One past the last node inside.
    end: u32,
    attributes: Range<u32>,
}

#[derive(Debug)]
struct Attribute {
    ns: Ns,
    /// The local name in the text.
    name: Range<u32>,
    raw: Range<u32>,
    /// What it stands for, where it is not what is written.
    value: Option<Box<str>>,
}

impl Tree {
    fn slice(&self, range: &Range<u32>) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    fn span(&self, range: &Range<u32>) -> Span {
        Span { file: self.file, start: range.start, end: range.end }
    }

    /// The outermost element.
    pub(super) fn root(&self) -> Option<Element<'_>> {
        self.elements().next()
    }

    /// Every element in the order of the text.
    pub(super) fn elements(&self) -> impl Iterator<Item = Element<'_>> {
        (0..self.nodes.len()).filter_map(|at| Element::at(self, at))
    }

    /// The first character of the document.
    pub(super) fn start(&self) -> Span {
        Span { file: self.file, start: 0, end: 0 }
    }
}

/// An element of a tree.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    tree: &'a Tree,
    /// Its place among all nodes: the order of the text.
    pub(super) at: usize,
}

/// What stands in an element.
pub(super) enum Child<'a> {
    Element(Element<'a>),
    Text(&'a str, Span),
}

impl<'a> Element<'a> {
    fn at(tree: &'a Tree, at: usize) -> Option<Self> {
        tree.nodes.get(at).filter(|node| node.ns.is_some()).map(|_| Self { tree, at })
    }

    fn node(self) -> &'a Node {
        &self.tree.nodes[self.at]
    }

    /// Its namespace.
    pub(super) fn ns(self) -> Ns {
        self.node().ns.unwrap_or(Ns::None)
    }

    /// Its name without a prefix.
    pub(super) fn name(self) -> &'a str {
        self.tree.slice(&self.node().name)
    }

    /// Whether it is this element of XHTML.
    pub(super) fn is(self, name: &str) -> bool {
        self.ns() == Ns::Xhtml && self.name() == name
    }

    /// Whether it is one of these elements of XHTML.
    pub(super) fn is_one_of(self, names: &[&str]) -> bool {
        self.ns() == Ns::Xhtml && names.contains(&self.name())
    }

    /// The name in its start tag.
    pub(super) fn span(self) -> Span {
        self.tree.span(&self.node().name)
    }

    /// One past its last node: its descendants are `at + 1..end`.
    pub(super) fn end(self) -> usize {
        self.node().end as usize
    }

    pub(super) fn parent(self) -> Option<Self> {
        let parent = self.node().parent as usize;
        (parent != self.at).then(|| Self::at(self.tree, parent)).flatten()
    }

    /// The elements round it, the nearest first.
    pub(super) fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |element| element.parent())
    }

    /// What stands directly in it.
    pub(super) fn content(self) -> impl Iterator<Item = Child<'a>> {
        let (tree, end) = (self.tree, self.end());
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let node = (at < end).then(|| tree.nodes.get(at)).flatten()?;
            let here = at;
            at = (node.end as usize).max(at + 1);
            Some(match Self::at(tree, here) {
                Some(element) => Child::Element(element),
                None => Child::Text(text(tree, node), tree.span(&node.name)),
            })
        })
    }

    /// The elements directly in it.
    pub(super) fn children(self) -> impl Iterator<Item = Self> {
        self.content().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(..) => None,
        })
    }

    /// Every element in it.
    pub(super) fn descendants(self) -> impl Iterator<Item = Self> {
        (self.at + 1..self.end()).filter_map(move |at| Self::at(self.tree, at))
    }

    /// All text in it.
    pub(super) fn text(self) -> String {
        self.texts().map(|(text, _)| text).collect()
    }

    /// Every piece of text in it with its place.
    pub(super) fn texts(self) -> impl Iterator<Item = (&'a str, Span)> {
        let nodes = self.tree.nodes.get(self.at + 1..self.end()).unwrap_or_default();
        let pieces = nodes.iter().filter(|node| node.ns.is_none());
        pieces.map(move |node| (text(self.tree, node), self.tree.span(&node.name)))
    }

    /// Whether there is text in it, or only blanks.
    pub(super) fn has_text(self) -> bool {
        self.texts().any(|(text, _)| !text.trim().is_empty())
    }

    /// Its attributes.
    pub(super) fn attributes(self) -> impl Iterator<Item = Attr<'a>> {
        let range = &self.node().attributes;
        let all = self.tree.attributes.get(range.start as usize..range.end as usize);
        all.unwrap_or_default().iter().map(move |attribute| Attr { tree: self.tree, attribute })
    }

    /// The attribute of this namespace and name.
    pub(super) fn get_ns(self, ns: Ns, name: &str) -> Option<Attr<'a>> {
        self.attributes().find(|attribute| attribute.ns() == ns && attribute.name() == name)
    }

    /// The attribute of this name without a namespace.
    pub(super) fn get(self, name: &str) -> Option<Attr<'a>> {
        self.get_ns(Ns::None, name)
    }

    /// The value of [`Self::get`].
    pub(super) fn value(self, name: &str) -> Option<&'a str> {
        self.get(name).map(Attr::value)
    }

    /// Whether a word of `epub:type` is this one.
    pub(super) fn has_type(self, word: &str) -> bool {
        self.get_ns(Ns::Ops, "type").is_some_and(|types| types.has_word(word))
    }

    /// A finding about it.
    pub(super) fn say(self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, message).at(self.span(), "")
    }
}

fn text<'a>(tree: &'a Tree, node: &'a Node) -> &'a str {
    node.value.as_deref().unwrap_or_else(|| tree.slice(&node.name))
}

/// An attribute of an element.
#[derive(Clone, Copy)]
pub(super) struct Attr<'a> {
    tree: &'a Tree,
    attribute: &'a Attribute,
}

impl<'a> Attr<'a> {
    pub(super) fn ns(self) -> Ns {
        self.attribute.ns
    }

    /// Its name without a prefix.
    pub(super) fn name(self) -> &'a str {
        self.tree.slice(&self.attribute.name)
    }

    pub(super) fn value(self) -> &'a str {
        self.attribute.value.as_deref().unwrap_or_else(|| self.tree.slice(&self.attribute.raw))
    }

    /// The value as it is written.
    pub(super) fn span(self) -> Span {
        self.tree.span(&self.attribute.raw)
    }

    /// The name as it is written.
    pub(super) fn name_span(self) -> Span {
        self.tree.span(&self.attribute.name)
    }

    /// Whether one of the words between blanks is this one.
    pub(super) fn has_word(self, word: &str) -> bool {
        self.value().split_ascii_whitespace().any(|one| one == word)
    }

    /// A finding about its value.
    pub(super) fn say(self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, message).at(self.span(), "")
    }

    /// A finding about its being there.
    pub(super) fn say_name(self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, message).at(self.name_span(), "")
    }
}
