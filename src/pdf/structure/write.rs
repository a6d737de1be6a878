//! The plan and the pages' marks to the objects of the structure: elements, parent tree,
//! names, and the keys of pages, links and catalog (ISO 32000-1, 14.7.2–14.7.5).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::super::object::{ascii, integer, name, real, text};
use super::blocks::HEADINGS;
use super::marks::{Area, Event, PageMarks};
use super::{DOCUMENT, Element, ElementId, More, Structure};
use crate::model::length::Length;

/// Entries in a leaf of a number or name tree.
const LEAF: usize = 64;

/// Pages as they are written: their objects, heights and links, of which those that lead
/// nowhere have none.
pub(in super::super) struct PageObjects {
    /// The page.
    pub(in super::super) id: ObjectId,
    /// From its foot to its top.
    pub(in super::super) height: Length,
    /// Its links in the order of the page.
    pub(in super::super) links: Vec<Option<ObjectId>>,
}

/// What an element holds.
#[derive(Clone, Copy, Debug)]
enum Kid {
    Element(ElementId),
    /// A marked sequence: the page's index and its number there.
    Content(usize, usize),
    /// A link's annotation, and the page's index.
    Object(usize, ObjectId),
}

/// The elements of a document's structure, each an object that is made when it is written.
pub(in super::super) struct Elements<'a> {
    tree: Tree<'a>,
    pages: &'a [PageObjects],
    root: ObjectId,
    ids: Vec<Option<ObjectId>>,
}

impl Elements<'_> {
    /// How many there may be.
    pub(in super::super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// One of them, if it stands in the tree.
    pub(in super::super) fn get(&self, index: usize) -> Option<(ObjectId, Dictionary)> {
        let id = (*self.ids.get(index)?)?;
        Some((id, self.tree.dictionary(index, (self.root, &self.ids), self.pages)))
    }
}

/// Writes the structure of a document whose pages are marked, but for its elements.
pub(in super::super) fn write<'a>(
    document: &mut Document,
    structure: Structure<'a>,
    marks: &[PageMarks],
    pages: &'a [PageObjects],
) -> Elements<'a> {
    let mut tree = Tree::new(structure, marks, pages);
    tree.prune();
    tree.level_headings();
    let root = document.new_object_id();
    let ids: Vec<Option<ObjectId>> =
        tree.alive.iter().map(|alive| alive.then(|| document.new_object_id())).collect();
    let parents = tree.parent_tree(document, (&ids, marks), pages);
    let names = tree.names(&ids);
    let mut top = Dictionary::new();
    top.set("Type", name("StructTreeRoot"));
    if let Some(id) = ids.first().copied().flatten() {
        top.set("K", id);
    }
    top.set("ParentTree", leaves(document, "Nums", parents));
    let next = pages.len() + pages.iter().map(|page| page.links.len()).sum::<usize>();
    top.set("ParentTreeNextKey", integer(next));
    if !names.is_empty() {
        top.set("IDTree", leaves(document, "Names", names));
    }
    document.objects.insert(root, Object::Dictionary(top));
    if let Ok(catalog) = document.catalog_mut() {
        let mut info = Dictionary::new();
        info.set("Marked", true);
        catalog.set("MarkInfo", info);
        catalog.set("StructTreeRoot", root);
    }
    Elements { tree, pages, root, ids }
}

/// The tree that is written: of the plan, what the pages show.
struct Tree<'a> {
    structure: Structure<'a>,
    kids: Vec<Vec<Kid>>,
    /// Whether an element stands in the tree.
    alive: Vec<bool>,
    /// Of what stands on one page: the page's index, and where.
    areas: BTreeMap<ElementId, (usize, Area)>,
    /// The element of each link, by page and place among its links.
    links: Vec<Vec<ElementId>>,
}

impl<'a> Tree<'a> {
    fn new(structure: Structure<'a>, marks: &[PageMarks], pages: &[PageObjects]) -> Self {
        let mut kids: Vec<Vec<Kid>> = Vec::with_capacity(structure.elements.len());
        for (index, element) in (0..).zip(&structure.elements) {
            kids.push(Vec::new());
            if !element.inline
                && index != DOCUMENT
                && let Some(parent) = kids.get_mut(element.parent as usize)
            {
                parent.push(Kid::Element(index));
            }
        }
        let areas = areas(marks);
        let mut tree = Self { structure, kids, alive: Vec::new(), areas, links: Vec::new() };
        let mut attached = vec![false; tree.kids.len()];
        for (page, (marks, objects)) in marks.iter().zip(pages).enumerate() {
            let mut links = Vec::new();
            for event in &marks.events {
                match *event {
                    Event::Content(element, number) => {
                        tree.attach(element, &mut attached);
                        tree.hold(element, Kid::Content(page, number));
                    }
                    Event::Link(element) => {
                        let annotation = objects.links.get(links.len()).copied().flatten();
                        let element = match annotation {
                            Some(annotation) => tree.link(element, (page, annotation), &mut attached),
                            None => element,
                        };
                        links.push(element);
                    }
                }
            }
            tree.links.push(links);
        }
        tree
    }

    fn hold(&mut self, element: ElementId, kid: Kid) {
        if let Some(kids) = self.kids.get_mut(element as usize) {
            kids.push(kid);
        }
    }

    /// Gives an element within text its place, which is where it is met first.
    fn attach(&mut self, element: ElementId, attached: &mut [bool]) {
        let mut chain = Vec::new();
        let mut at = element;
        while let Some(this) = self.structure.element(at).filter(|this| this.inline)
            && let Some(known) = attached.get_mut(at as usize)
            && !std::mem::replace(known, true)
        {
            chain.push((this.parent, at));
            at = this.parent;
        }
        for (parent, element) in chain.into_iter().rev() {
            self.hold(parent, Kid::Element(element));
        }
    }

    /// Gives a link's annotation to its element, or to a new one in what is no link.
    fn link(
        &mut self,
        element: ElementId,
        (page, annotation): (usize, ObjectId),
        attached: &mut [bool],
    ) -> ElementId {
        self.attach(element, attached);
        let is_link = self.structure.element(element).is_some_and(|element| element.kind == "Link");
        let link = if is_link { element } else { self.add_link(element) };
        self.hold(link, Kid::Object(page, annotation));
        link
    }

    fn add_link(&mut self, parent: ElementId) -> ElementId {
        let id = ElementId::try_from(self.kids.len()).unwrap_or(ElementId::MAX);
        self.structure.elements.push(Element {
            kind: "Link",
            parent,
            block: parent,
            link: None,
            boxed: None,
            inline: false,
            lang: None,
            more: None,
        });
        self.kids.push(Vec::new());
        self.hold(parent, Kid::Element(id));
        id
    }

    /// Finds what has content; cells of a table that is shown stay even without.
    fn prune(&mut self) {
        self.alive = vec![false; self.kids.len()];
        // What an element stands in has a lower number.
        for index in (0..self.kids.len()).rev() {
            let alive = &self.alive;
            let shown = |kid: &Kid| match kid {
                Kid::Element(id) => alive.get(*id as usize) == Some(&true),
                Kid::Content(..) | Kid::Object(..) => true,
            };
            let any = self.kids[index].iter().any(shown);
            self.alive[index] = any || index == 0;
        }
        for index in 1..self.kids.len() {
            let Some(element) = self.structure.elements.get(index) else { continue };
            let stays = matches!(element.kind, "TR" | "TH" | "TD");
            if stays && self.alive.get(element.parent as usize) == Some(&true) {
                self.alive[index] = true;
            }
        }
        let alive = std::mem::take(&mut self.alive);
        for kids in &mut self.kids {
            kids.retain(|kid| match kid {
                Kid::Element(id) => alive.get(*id as usize) == Some(&true),
                Kid::Content(..) | Kid::Object(..) => true,
            });
        }
        self.alive = alive;
    }

    /// Gives headings that are shown their levels: none is skipped.
    fn level_headings(&mut self) {
        let mut open: Vec<u32> = Vec::new();
        for (element, _) in self.structure.elements.iter_mut().zip(&self.alive).filter(|(_, alive)| **alive) {
            if !HEADINGS.contains(&element.kind) {
                continue;
            }
            let rank = element.more.as_ref().map_or(1, |more| more.rank);
            while open.last().is_some_and(|above| *above >= rank) {
                open.pop();
            }
            open.push(rank);
            element.kind = HEADINGS[open.len().min(HEADINGS.len()) - 1];
        }
    }

    /// The object of an element.
    fn dictionary(
        &self,
        index: usize,
        (root, ids): (ObjectId, &[Option<ObjectId>]),
        pages: &[PageObjects],
    ) -> Dictionary {
        let mut dictionary = Dictionary::new();
        let Some(element) = self.structure.elements.get(index) else { return dictionary };
        let kids = &self.kids[index];
        let has_object = kids.iter().any(|kid| matches!(kid, Kid::Object(..)));
        // A link that leads nowhere in this file is none.
        let kind = if element.kind == "Link" && !has_object { "Span" } else { element.kind };
        dictionary.set("S", name(kind));
        let parent = ids.get(element.parent as usize).copied().flatten().filter(|_| index > 0);
        dictionary.set("P", parent.unwrap_or(root));
        let page = kids.iter().find_map(|kid| match kid {
            Kid::Content(page, _) | Kid::Object(page, _) => Some(*page),
            Kid::Element(_) => None,
        });
        if let Some(page) = page.and_then(|page| pages.get(page)) {
            dictionary.set("Pg", page.id);
        }
        let mut held: Vec<Object> = kids.iter().filter_map(|kid| held(kid, page, (ids, pages))).collect();
        match held.len() {
            0 => {}
            1 => dictionary.set("K", held.remove(0)),
            _ => dictionary.set("K", held),
        }
        if let Some(lang) = element.lang {
            dictionary.set("Lang", ascii(lang));
        }
        if let Some(more) = &element.more {
            if let Some(alt) = &more.alt {
                // What is drawn in place of text has text; other things are told about.
                dictionary.set(if element.kind == "Lbl" { "ActualText" } else { "Alt" }, text(alt));
            }
            if more.named {
                dictionary.set("ID", ascii(&label(index)));
            }
        }
        let attributes = self.attributes(index, element, pages);
        if !attributes.is_empty() {
            dictionary.set("A", attributes);
        }
        dictionary
    }

    fn attributes(&self, index: usize, element: &Element<'_>, pages: &[PageObjects]) -> Vec<Object> {
        let mut all = Vec::new();
        let none = More::default();
        let more = element.more.as_deref().unwrap_or(&none);
        if let Some(numbering) = more.numbering {
            let mut list = owned("List");
            list.set("ListNumbering", name(numbering));
            all.push(list.into());
        }
        let mut table = owned("Table");
        if let Some(scope) = more.scope {
            table.set("Scope", name(scope));
        }
        for (key, count) in [("ColSpan", more.spans.0), ("RowSpan", more.spans.1)] {
            if count > 1 {
                table.set(key, i64::from(count));
            }
        }
        if !more.heads.is_empty() {
            let heads = more.heads.iter().map(|head| ascii(&label(*head as usize)));
            table.set("Headers", heads.collect::<Vec<_>>());
        }
        if table.len() > 1 {
            all.push(table.into());
        }
        let area = ElementId::try_from(index).ok().and_then(|id| self.areas.get(&id));
        if let Some((page, area)) = area
            && let Some(page) = pages.get(*page)
        {
            let foot = |y: Length| page.height - y;
            let corners = [area.left, foot(area.bottom), area.right, foot(area.top)];
            let mut layout = owned("Layout");
            layout.set("BBox", corners.map(real).to_vec());
            all.push(layout.into());
        }
        all
    }

    /// The elements of sequences by page, then those of links; links learn their keys.
    fn parent_tree(
        &self,
        document: &mut Document,
        (ids, marks): (&[Option<ObjectId>], &[PageMarks]),
        pages: &[PageObjects],
    ) -> Vec<(Object, Object)> {
        let reference = |element: ElementId| match ids.get(element as usize).copied().flatten() {
            Some(id) => Object::Reference(id),
            None => Object::Null,
        };
        let mut entries = Vec::with_capacity(pages.len());
        for (index, (page, marks)) in pages.iter().zip(marks).enumerate() {
            let mut owners = vec![Object::Null; marks.events.len()];
            let mut count = 0;
            for event in &marks.events {
                if let Event::Content(element, number) = *event
                    && let Some(owner) = owners.get_mut(number)
                {
                    *owner = reference(element);
                    count = count.max(number + 1);
                }
            }
            owners.truncate(count);
            let Ok(dictionary) = document.get_dictionary_mut(page.id) else { continue };
            if dictionary.has(b"Annots") {
                dictionary.set("Tabs", name("S"));
            }
            if !owners.is_empty() {
                dictionary.set("StructParents", integer(index));
                entries.push((integer(index), Object::Array(owners)));
            }
        }
        let mut key = pages.len();
        for (page, elements) in pages.iter().zip(&self.links) {
            for (annotation, element) in page.links.iter().zip(elements) {
                if let Some(annotation) = annotation.and_then(|id| document.get_dictionary_mut(id).ok()) {
                    annotation.set("StructParent", integer(key));
                    entries.push((integer(key), reference(*element)));
                }
                key += 1;
            }
        }
        entries
    }

    /// The elements with names, in the order of these.
    fn names(&self, ids: &[Option<ObjectId>]) -> Vec<(Object, Object)> {
        let elements = self.structure.elements.iter().zip(ids).enumerate();
        let named = elements.filter(|(_, (element, _))| element.more.as_ref().is_some_and(|more| more.named));
        named.filter_map(|(index, (_, id))| Some((ascii(&label(index)), (*id)?.into()))).collect()
    }
}

/// Where elements stand that stand on one page only.
fn areas(marks: &[PageMarks]) -> BTreeMap<ElementId, (usize, Area)> {
    let mut found: BTreeMap<ElementId, Option<(usize, Area)>> = BTreeMap::new();
    for (page, marks) in marks.iter().enumerate() {
        for (element, area) in &marks.areas {
            let known = found.entry(*element).or_insert(Some((page, *area)));
            match known {
                Some((there, known)) if *there == page => known.join(*area),
                _ => *known = None,
            }
        }
    }
    found.into_iter().filter_map(|(element, area)| Some((element, area?))).collect()
}

/// What an element whose page is `page` says of what it holds.
fn held(
    kid: &Kid,
    page: Option<usize>,
    (ids, pages): (&[Option<ObjectId>], &[PageObjects]),
) -> Option<Object> {
    match *kid {
        Kid::Element(id) => ids.get(id as usize).copied().flatten().map(Object::Reference),
        Kid::Content(on, number) if Some(on) == page => Some(integer(number)),
        Kid::Content(on, number) => {
            let mut reference = Dictionary::new();
            reference.set("Type", name("MCR"));
            reference.set("Pg", pages.get(on)?.id);
            reference.set("MCID", integer(number));
            Some(reference.into())
        }
        Kid::Object(on, id) => {
            let mut reference = Dictionary::new();
            reference.set("Type", name("OBJR"));
            reference.set("Pg", pages.get(on)?.id);
            reference.set("Obj", id);
            Some(reference.into())
        }
    }
}

/// An attribute object of this owner.
fn owned(owner: &str) -> Dictionary {
    let mut attributes = Dictionary::new();
    attributes.set("O", name(owner));
    attributes
}

/// An element's name: figures of fixed width, so that names sort as elements do.
fn label(index: usize) -> String {
    format!("{index:08}")
}

/// A tree of numbers or names (7.9.6, 7.9.7).
fn leaves(document: &mut Document, key: &str, entries: Vec<(Object, Object)>) -> Object {
    let mut kids = Vec::new();
    let mut entries = entries.into_iter().peekable();
    while let Some(first) = entries.peek().map(|(key, _)| key.clone()) {
        let mut pairs = Vec::with_capacity(2 * LEAF);
        for (key, value) in entries.by_ref().take(LEAF) {
            pairs.extend([key, value]);
        }
        let last = pairs.iter().rev().nth(1).cloned().unwrap_or(Object::Null);
        let mut leaf = Dictionary::new();
        leaf.set("Limits", vec![first, last]);
        leaf.set(key, pairs);
        kids.push(Object::Reference(document.add_object(leaf)));
    }
    let mut root = Dictionary::new();
    if kids.is_empty() {
        root.set(key, Vec::<Object>::new());
    } else {
        root.set("Kids", kids);
    }
    document.add_object(root).into()
}
