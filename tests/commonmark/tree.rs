//! HTML to a tree, as browsers read it, and a tree to lines in which white space that says
//! nothing is not there.

use std::collections::BTreeMap;

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// An element with what stands in it, or text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// A name, attributes and what stands between the tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) inside: Vec<Node>,
}

impl Element {
    pub(crate) fn new(name: &str, inside: Vec<Node>) -> Self {
        Self { name: name.to_owned(), attributes: BTreeMap::new(), inside }
    }

    /// Whether one of its classes is this one.
    pub(crate) fn has_class(&self, wanted: &str) -> bool {
        self.classes().any(|class| class == wanted)
    }

    pub(crate) fn classes(&self) -> impl Iterator<Item = &str> {
        self.attributes.get("class").map_or("", String::as_str).split(' ')
    }

    /// Whether it stands in a line, not between lines.
    pub(crate) fn is_inline(&self) -> bool {
        !BLOCKS.split_whitespace().any(|block| block == self.name)
    }
}

/// Elements beside whose tags white space says nothing.
const BLOCKS: &str = "blockquote dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 header hr li ol p pre \
                      script section style table tbody td textarea tfoot th thead tr ul";

/// What HTML says in the body of a page. Comments are nothing.
pub(crate) fn parse(html: &str) -> Vec<Node> {
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let parser = parse_fragment(RcDom::default(), ParseOpts::default(), body, Vec::new(), false);
    let dom = parser.one(html);
    // A fragment stands below an `html` element.
    dom.document.children.borrow().iter().flat_map(nodes_in).collect()
}

fn nodes_in(parent: &Handle) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for child in parent.children.borrow().iter() {
        match (&child.data, nodes.last_mut()) {
            (NodeData::Text { contents }, Some(Node::Text(last))) => last.push_str(&contents.borrow()),
            (NodeData::Text { contents }, _) => nodes.push(Node::Text(contents.borrow().to_string())),
            (NodeData::Element { name, attrs, .. }, _) => {
                let attrs = attrs.borrow();
                let attributes = attrs.iter().map(|a| (a.name.local.to_string(), a.value.to_string()));
                nodes.push(Node::Element(Element {
                    name: name.local.to_string(),
                    attributes: attributes.collect(),
                    inside: nodes_in(child),
                }));
            }
            _ => {}
        }
    }
    nodes
}

/// Changes every element, the inner before the outer, into what `f` makes of it.
pub(crate) fn map(nodes: Vec<Node>, f: &mut impl FnMut(Element) -> Vec<Node>) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    for node in nodes {
        let new = match node {
            Node::Text(_) => vec![node],
            Node::Element(mut element) => {
                element.inside = map(element.inside, f);
                f(element)
            }
        };
        for node in new {
            match (out.last_mut(), node) {
                (Some(Node::Text(last)), Node::Text(text)) => last.push_str(&text),
                (_, node) => out.push(node),
            }
        }
    }
    out
}

/// The text of nodes, that in place of pictures among it.
pub(crate) fn text_of(nodes: &[Node]) -> String {
    let text = |node: &Node| match node {
        Node::Text(text) => text.clone(),
        Node::Element(element) if element.name == "img" => {
            element.attributes.get("alt").cloned().unwrap_or_default()
        }
        Node::Element(element) => text_of(&element.inside),
    };
    nodes.iter().map(text).collect()
}

/// A tag or a text a line.
pub(crate) fn lines(nodes: &[Node]) -> Vec<String> {
    let mut out = Vec::new();
    push_lines(nodes, (true, true), false, &mut out);
    out
}

/// `edges`: whether a line begins before and ends after the nodes.
fn push_lines(nodes: &[Node], edges: (bool, bool), in_pre: bool, out: &mut Vec<String>) {
    let breaks = |node: &Node| matches!(node, Node::Element(e) if !e.is_inline() || e.name == "br");
    for (at, node) in nodes.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| nodes.get(at)).map_or(edges.0, breaks);
        let after = nodes.get(at + 1).map_or(edges.1, breaks);
        match node {
            Node::Element(element) => {
                let Element { name, attributes, inside } = element;
                let said = attributes.iter().map(|(key, value)| format!(" {key}={value:?}"));
                out.push(format!("<{name}{}>", said.collect::<String>()));
                let edges = if element.is_inline() { (before, after) } else { (true, true) };
                push_lines(inside, edges, in_pre || name == "pre", out);
                out.push(format!("</{name}>"));
            }
            Node::Text(text) => {
                let mut text = text.clone();
                if !in_pre {
                    text = collapsed(&text);
                    if before {
                        text = text.trim_start_matches(' ').to_owned();
                    }
                    if after {
                        text.truncate(text.trim_end_matches(' ').len());
                    }
                }
                if !text.is_empty() {
                    out.push(format!("{text:?}"));
                }
            }
        }
    }
}

/// Runs of blanks, tabs and line feeds as one blank each.
fn collapsed(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let c = if matches!(c, ' ' | '\t' | '\n') { ' ' } else { c };
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out
}
