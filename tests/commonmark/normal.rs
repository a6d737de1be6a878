//! What the specification expects and what an EPUB says, in the same words.

use std::collections::BTreeMap;

use super::tree::{self, Element, Node};

/// A link that leads nowhere within the book leads here while the book is written.
pub(crate) const ELSEWHERE: &str = "https://elsewhere.invalid/";

/// Elements that the specification makes up; no book can hold them.
const MADE_UP: &[&str] = &["b2", "bab", "bar", "c2c", "foo", "responsive-image", "warning"];

/// Attributes that say something to a reader.
const ATTRIBUTES: &[&str] = &["alt", "colspan", "href", "rowspan", "src", "start", "title"];

/// What the specification expects.
pub(crate) fn expected(html: &str) -> Vec<String> {
    let nodes = tree::map(tree::parse(html.trim_end()), &mut |mut element| {
        let attributes = &mut element.attributes;
        match element.name.as_str() {
            "img" => {
                // A picture's path from the book folder is the same with and without it.
                attributes.entry("src".into()).and_modify(|src| *src = src.trim_start_matches('/').into());
                // None may be without a text in its place.
                attributes.entry("alt".into()).or_default();
            }
            "a" => {
                if let Some(href) = attributes.get_mut("href") {
                    *href = encoded(href);
                    if element.inside.is_empty() && !href.is_empty() {
                        element.inside.push(Node::Text(href.clone()));
                    }
                }
            }
            "pre" => {
                // The end of the last line, which the end of the block says too.
                if let Some(Node::Element(code)) = element.inside.last_mut()
                    && let Some(Node::Text(text)) = code.inside.last_mut()
                    && text.ends_with('\n')
                {
                    text.pop();
                }
            }
            _ => {}
        }
        evened(element)
    });
    lines(nodes)
}

/// What stands in the body of one of our documents, undressed; `pictures` gives the address
/// at which a file of the EPUB was written.
pub(crate) fn found(xhtml: &str, pictures: &BTreeMap<String, String>) -> Vec<Node> {
    let body = xhtml.split_once("<body").and_then(|(_, body)| body.split_once('>'));
    let body = body.map_or("", |(_, inside)| inside);
    tree::map(tree::parse(body), &mut |mut element| {
        match element.name.as_str() {
            // Frames, and lines that the author broke, so that they hang.
            "section" | "header" => return element.inside,
            "span" if element.has_class("line") => return element.inside,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                // No rank may be skipped in a book: the class says which was written.
                let rank = element.classes().find_map(|class| class.strip_prefix("rank-")).map(str::to_owned);
                if let Some(rank) = rank {
                    element.name = format!("h{rank}");
                }
            }
            "figure" => return vec![paragraph(without_caption(element.inside))],
            "a" => lead_back(&mut element),
            "img" => {
                if let Some(src) = element.attributes.get_mut("src") {
                    let file = src.rsplit('/').next().unwrap_or_default();
                    *src = pictures.get(file).cloned().unwrap_or_else(|| src.clone());
                }
            }
            _ => {}
        }
        evened(element)
    })
}

/// Both sides as lines.
pub(crate) fn lines(nodes: Vec<Node>) -> Vec<String> {
    tree::lines(&paragraphs(nodes))
}

/// A picture without the caption that repeats its alternative text.
fn without_caption(mut inside: Vec<Node>) -> Vec<Node> {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    inside.retain(|node| !is_blank(node));
    let is_caption = |node: &Node| matches!(node, Node::Element(e) if e.name == "figcaption");
    if let Some(at) = inside.iter().position(is_caption)
        && words(&tree::text_of(&inside[at..=at])) == words(&tree::text_of(&inside[..at]))
    {
        inside.remove(at);
    }
    inside
}

/// Takes a link off the server it was put on, and its address where that is its only words.
fn lead_back(link: &mut Element) {
    let Some(href) = link.attributes.get_mut("href") else { return };
    let Some(address) = href.strip_prefix(ELSEWHERE).map(str::to_owned) else { return };
    href.clone_from(&address);
    if matches!(link.inside.as_slice(), [Node::Text(text)] if text.starts_with(ELSEWHERE)) {
        link.inside = if address.is_empty() { Vec::new() } else { vec![Node::Text(address)] };
    }
}

/// An address as a package may hold it and a browser asks for it.
fn encoded(address: &str) -> String {
    let mut out = String::new();
    for c in address.chars() {
        if c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c) {
            out.push(c);
        } else {
            let mut utf8 = [0; 4];
            out.extend(c.encode_utf8(&mut utf8).bytes().map(|byte| format!("%{byte:02X}")));
        }
    }
    out
}

/// What both sides may say in different words: attributes, elements that HTML implies, and
/// `div`, which means nothing by itself.
fn evened(mut element: Element) -> Vec<Node> {
    let name = element.name.clone();
    if name == "tbody" || MADE_UP.contains(&name.as_str()) {
        return element.inside;
    }
    element.attributes.retain(|key, value| {
        ATTRIBUTES.contains(&key.as_str())
            || (name == "code" && key == "class" && value.starts_with("language-"))
    });
    if name == "div" {
        return paragraphs(element.inside);
    }
    vec![Node::Element(element)]
}

/// Bare words between blocks are a paragraph.
fn paragraphs(nodes: Vec<Node>) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    let mut bare: Vec<Node> = Vec::new();
    let close = |bare: &mut Vec<Node>, out: &mut Vec<Node>| {
        let bare = std::mem::take(bare);
        if !bare.iter().all(is_blank) {
            out.push(paragraph(bare));
        }
    };
    for node in nodes {
        match &node {
            Node::Element(element) if !element.is_inline() => {
                close(&mut bare, &mut out);
                out.push(node);
            }
            _ => bare.push(node),
        }
    }
    close(&mut bare, &mut out);
    out
}

fn is_blank(node: &Node) -> bool {
    matches!(node, Node::Text(text) if text.trim().is_empty())
}

fn paragraph(inside: Vec<Node>) -> Node {
    Node::Element(Element::new("p", inside))
}
