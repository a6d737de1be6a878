//! Bookmarks to the document outline (ISO 32000-2, 12.3.3): a tree of linked entries.
//! The top rank stands open, so that the chapters of parts show; deeper ones are closed.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::destination::Destinations;
use super::findings;
use super::object::{ascii, name, text};
use crate::diagnostic::Diagnostic;
use crate::typeset::display::OutlineEntry;

/// An entry with its place in the tree.
#[derive(Debug, Default, PartialEq, Eq)]
struct Node {
    parent: Option<usize>,
    children: Vec<usize>,
    /// Which of its parent's children it is.
    place: usize,
    depth: usize,
}

/// Writes the outline; `None` when there is no bookmark.
pub(super) fn write(
    document: &mut Document,
    entries: &[OutlineEntry],
    destinations: &Destinations,
    findings: &mut Vec<Diagnostic>,
) -> Option<ObjectId> {
    let (nodes, top) = tree(entries);
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    for (entry, (node, id)) in entries.iter().zip(nodes.iter().zip(&ids)) {
        let siblings = node.parent.map_or(&top, |parent| &nodes[parent].children);
        let mut item = Dictionary::new();
        item.set("Title", text(&one_line(&entry.title)));
        item.set("Parent", node.parent.map_or(root, |parent| ids[parent]));
        match destinations.name(entry.node) {
            Some(there) => item.set("Dest", ascii(&there)),
            None => findings.push(findings::leads_nowhere(&one_line(&entry.title))),
        }
        let neighbours = [("Prev", node.place.checked_sub(1)), ("Next", node.place.checked_add(1))];
        for (key, at) in neighbours {
            if let Some(sibling) = at.and_then(|at| siblings.get(at)) {
                item.set(key, ids[*sibling]);
            }
        }
        link_children(&mut item, &node.children, &ids);
        if !node.children.is_empty() {
            let count = i64::try_from(node.children.len()).unwrap_or(i64::MAX);
            item.set("Count", if node.depth == 0 { count } else { -count });
        }
        document.objects.insert(*id, Object::Dictionary(item));
    }
    // Visible are the top rank and what stands open in it.
    let visible: usize = top.iter().map(|at| 1 + nodes[*at].children.len()).sum();
    let mut item = Dictionary::new();
    item.set("Type", name("Outlines"));
    item.set("Count", super::object::integer(visible));
    link_children(&mut item, &top, &ids);
    document.objects.insert(root, Object::Dictionary(item));
    (!entries.is_empty()).then_some(root)
}

fn link_children(item: &mut Dictionary, children: &[usize], ids: &[ObjectId]) {
    if let (Some(first), Some(last)) = (children.first(), children.last()) {
        item.set("First", ids[*first]);
        item.set("Last", ids[*last]);
    }
}

/// Levels to a tree: an entry belongs to the last one of a lower level before it. Also the
/// entries at the top.
fn tree(entries: &[OutlineEntry]) -> (Vec<Node>, Vec<usize>) {
    let mut nodes: Vec<Node> = Vec::with_capacity(entries.len());
    let mut top = Vec::new();
    // The entries that what comes may belong to, outermost first.
    let mut open: Vec<usize> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        while open.last().is_some_and(|last| entries[*last].level >= entry.level) {
            open.pop();
        }
        let parent = open.last().copied();
        let siblings = match parent {
            Some(parent) => &mut nodes[parent].children,
            None => &mut top,
        };
        let place = siblings.len();
        siblings.push(at);
        nodes.push(Node { parent, children: Vec::new(), place, depth: open.len() });
        open.push(at);
    }
    (nodes, top)
}

/// Line breaks of a heading are spaces in a list of bookmarks.
fn one_line(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NodeId;

    fn entries(levels: &[u8]) -> Vec<OutlineEntry> {
        let entry =
            |level: &u8| OutlineEntry { title: String::new(), level: *level, node: NodeId::default() };
        levels.iter().map(entry).collect()
    }

    #[test]
    fn levels_become_a_tree() {
        let (nodes, top) = tree(&entries(&[1, 2, 3, 2, 1, 3, 2]));
        assert_eq!(top, [0, 4]);
        assert_eq!(nodes[0].children, [1, 3]);
        assert_eq!(nodes[1].children, [2]);
        assert_eq!(nodes[4].children, [5, 6], "a skipped level does not make one up");
        assert_eq!((nodes[2].depth, nodes[5].depth), (2, 1));
    }

    #[test]
    fn deep_levels_before_a_top_one_stand_at_the_top() {
        assert_eq!(tree(&entries(&[3, 1])).1, [0, 1]);
    }
}
