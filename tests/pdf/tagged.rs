//! The structure tree of a file, read back with the text of its marked sequences.

// `kid` is PDF's word, and `id` too.
#![allow(clippy::similar_names)]

use std::collections::{BTreeMap, BTreeSet};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::reader::{catalog, dictionary, entry, inside, words};

/// An element.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) kind: String,
    pub(crate) dictionary: Dictionary,
    pub(crate) kids: Vec<Kid>,
}

/// What an element holds.
#[derive(Debug)]
pub(crate) enum Kid {
    Node(Node),
    Text(String),
    /// An annotation.
    Object,
}

impl Node {
    /// Every element below, outer ones first.
    pub(crate) fn all<'a>(&'a self, found: &mut Vec<&'a Node>) {
        found.push(self);
        for kid in &self.kids {
            if let Kid::Node(node) = kid {
                node.all(found);
            }
        }
    }

    /// Elements of a kind.
    pub(crate) fn of_kind(&self, kind: &str) -> Vec<&Node> {
        let mut all = Vec::new();
        self.all(&mut all);
        all.into_iter().filter(|node| node.kind == kind).collect()
    }

    /// The kinds of what it holds.
    pub(crate) fn kinds(&self) -> Vec<&str> {
        self.kids
            .iter()
            .filter_map(|kid| match kid {
                Kid::Node(node) => Some(node.kind.as_str()),
                _ => None,
            })
            .collect()
    }

    /// Its text; elements for which `leaves` holds are left out, others than running text's
    /// are words of their own.
    pub(crate) fn text(&self, leaves: &dyn Fn(&Node) -> bool) -> String {
        let mut out = String::new();
        self.text_into(leaves, &mut out);
        out
    }

    fn text_into(&self, leaves: &dyn Fn(&Node) -> bool, out: &mut String) {
        if leaves(self) {
            return;
        }
        let runs_on = ["Span", "Link", "Reference", "Code", "Formula"].contains(&self.kind.as_str());
        if !runs_on {
            out.push('\n');
        }
        if let Ok(said) = self.dictionary.get(b"ActualText") {
            out.push_str(&words(said));
            return;
        }
        for kid in &self.kids {
            match kid {
                Kid::Node(node) => node.text_into(leaves, out),
                Kid::Text(text) => out.push_str(text),
                Kid::Object => {}
            }
        }
        if !runs_on {
            out.push('\n');
        }
    }

    /// A value of one of its attribute objects.
    pub(crate) fn attribute(&self, key: &str) -> Option<Object> {
        let all = self.dictionary.get(b"A").ok()?.as_array().ok()?;
        all.iter().find_map(|one| one.as_dict().ok()?.get(key.as_bytes()).ok().cloned())
    }
}

/// The tree of a file whose every glyph and drawing is marked, and whose parent tree agrees.
pub(crate) fn tree(document: &Document) -> Node {
    let catalog = catalog(document);
    assert_eq!(entry(document, inside(document, catalog, "MarkInfo"), "Marked"), &Object::Boolean(true));
    let root = inside(document, catalog, "StructTreeRoot");
    let mut reader =
        Reader { document, texts: BTreeMap::new(), owners: BTreeMap::new(), used: BTreeSet::new() };
    reader.owners = reader.parent_tree(inside(document, root, "ParentTree"));
    for page in document.get_pages().into_values() {
        reader.page(page);
    }
    let top = root.get(b"K").and_then(Object::as_reference).expect("an element");
    let above = catalog.get(b"StructTreeRoot").and_then(Object::as_reference).expect("a root");
    let tree = reader.node(top, above);
    let marked: BTreeSet<_> = reader.texts.keys().copied().collect();
    assert_eq!(marked, reader.used, "every sequence stands in the tree once");
    tree
}

struct Reader<'a> {
    document: &'a Document,
    /// By page and number.
    texts: BTreeMap<(ObjectId, i64), String>,
    /// The parent tree.
    owners: BTreeMap<i64, Object>,
    used: BTreeSet<(ObjectId, i64)>,
}

/// An open marked sequence.
#[derive(Default)]
struct Open {
    number: Option<i64>,
    artifact: bool,
    said: bool,
    reversed: bool,
    texts: Vec<String>,
}

impl Reader<'_> {
    fn parent_tree(&self, node: &Dictionary) -> BTreeMap<i64, Object> {
        let mut found = BTreeMap::new();
        if let Ok(kids) = node.get(b"Kids").and_then(Object::as_array) {
            for kid in kids {
                found.extend(self.parent_tree(dictionary(self.document, kid)));
            }
        }
        if let Ok(pairs) = node.get(b"Nums").and_then(Object::as_array) {
            found.extend(pairs.chunks(2).map(|pair| (pair[0].as_i64().expect("a key"), pair[1].clone())));
        }
        found
    }

    fn page(&mut self, page: ObjectId) {
        let resources =
            inside(self.document, self.document.get_dictionary(page).expect("a page"), "Resources");
        let fonts = resources.get(b"Font").map(|fonts| dictionary(self.document, fonts).clone());
        let maps: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = fonts
            .iter()
            .flat_map(Dictionary::iter)
            .map(|(name, font)| (name.clone(), to_unicode(self.document, dictionary(self.document, font))))
            .collect();
        let (mut open, mut font, mut in_text) = (Vec::<(Open, bool)>::new(), Vec::new(), false);
        let contents = self.document.get_page_content(page);
        for operation in Content::decode(&contents).expect("operators").operations {
            match operation.operator.as_str() {
                "BT" => in_text = true,
                "ET" => in_text = false,
                "BMC" | "BDC" => {
                    let mut this = Open::default();
                    let tag = operation.operands[0].as_name().expect("a tag");
                    this.artifact = tag == b"Artifact";
                    this.reversed = tag == b"ReversedChars";
                    if let Some(properties) = operation.operands.get(1).and_then(|p| p.as_dict().ok()) {
                        this.number = properties.get(b"MCID").and_then(Object::as_i64).ok();
                        if let Ok(said) = properties.get(b"ActualText") {
                            this.said = true;
                            this.texts.push(words(said));
                        }
                    }
                    let nested = open.iter().any(|(outer, _)| outer.number.is_some() || outer.artifact);
                    assert!(!nested || (this.number.is_none() && !this.artifact), "sequences do not nest");
                    open.push((this, in_text));
                }
                "EMC" => {
                    let (this, begun) = open.pop().expect("an open sequence");
                    assert_eq!(begun, in_text, "a sequence ends in the text object it begins in");
                    if let Some(number) = this.number {
                        let mut texts = this.texts;
                        if this.reversed {
                            texts.reverse();
                        }
                        assert_eq!(self.texts.insert((page, number), texts.concat()), None, "numbers differ");
                    }
                }
                "Tf" => font = operation.operands[0].as_name().expect("a font").to_vec(),
                "TJ" => {
                    let covered = open.iter().any(|(this, _)| this.number.is_some() || this.artifact);
                    assert!(covered, "glyphs that belong to nothing");
                    let said = open.iter().any(|(this, _)| this.said);
                    let Some((this, _)) = open.iter_mut().find(|(this, _)| this.number.is_some()) else {
                        continue;
                    };
                    for item in operation.operands[0].as_array().expect("an array") {
                        if let (Object::String(codes, _), false) = (item, said) {
                            let codes = codes.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                            this.texts.extend(codes.filter_map(|code| maps[&font].get(&code).cloned()));
                        }
                    }
                }
                "f" | "f*" | "S" | "B" | "B*" | "Do" | "sh" => {
                    let covered = open.iter().any(|(this, _)| this.number.is_some() || this.artifact);
                    assert!(covered, "a drawing that belongs to nothing");
                }
                _ => {}
            }
        }
        assert!(open.is_empty());
    }

    fn node(&mut self, id: ObjectId, parent: ObjectId) -> Node {
        let element = self.document.get_dictionary(id).expect("an element").clone();
        assert_eq!(element.get(b"P").and_then(Object::as_reference).ok(), Some(parent));
        let kind = element.get(b"S").and_then(Object::as_name).expect("a type").to_vec();
        let page = element.get(b"Pg").and_then(Object::as_reference).ok();
        let held = match element.get(b"K") {
            Ok(Object::Array(kids)) => kids.clone(),
            Ok(kid) => vec![kid.clone()],
            Err(_) => Vec::new(),
        };
        let mut kids = Vec::with_capacity(held.len());
        for kid in &held {
            kids.push(match kid {
                Object::Integer(number) => self.content(id, page.expect("a page"), *number),
                Object::Reference(kid) => Kid::Node(self.node(*kid, id)),
                Object::Dictionary(kid) => {
                    let page = kid.get(b"Pg").and_then(Object::as_reference).expect("a page");
                    match kid.get(b"Obj").and_then(Object::as_reference) {
                        Ok(object) => {
                            let key = self.document.get_dictionary(object).expect("an annotation");
                            let key = key.get(b"StructParent").and_then(Object::as_i64).expect("a key");
                            assert_eq!(self.owners.get(&key), Some(&Object::Reference(id)));
                            Kid::Object
                        }
                        Err(_) => self.content(
                            id,
                            page,
                            kid.get(b"MCID").and_then(Object::as_i64).expect("a number"),
                        ),
                    }
                }
                other => panic!("{other:?} in an element"),
            });
        }
        Node { kind: String::from_utf8(kind).expect("ASCII"), dictionary: element, kids }
    }

    fn content(&mut self, element: ObjectId, page: ObjectId, number: i64) -> Kid {
        assert!(self.used.insert((page, number)), "a sequence stands in the tree once");
        let key = self.document.get_dictionary(page).expect("a page").get(b"StructParents");
        let owners = self.owners.get(&key.and_then(Object::as_i64).expect("a key"));
        let owners = owners.expect("owners").as_array().expect("owners");
        let at = usize::try_from(number).expect("a number");
        assert_eq!(owners.get(at), Some(&Object::Reference(element)), "the parent tree agrees");
        Kid::Text(self.texts.get(&(page, number)).expect("a marked sequence").clone())
    }
}

/// What codes of a font show.
fn to_unicode(document: &Document, font: &Dictionary) -> BTreeMap<u16, String> {
    let Ok(Object::Stream(stream)) =
        document.dereference(font.get(b"ToUnicode").expect("texts")).map(|o| o.1)
    else {
        panic!("no texts")
    };
    let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut map = BTreeMap::new();
    let hex = |text: &str| -> Vec<u16> {
        let digits: Vec<char> = text.chars().filter(char::is_ascii_hexdigit).collect();
        let unit = |four: &[char]| u16::from_str_radix(&four.iter().collect::<String>(), 16).expect("hex");
        digits.chunks(4).map(unit).collect()
    };
    for block in text.split("beginbfchar").skip(1) {
        let block = block.split("endbfchar").next().unwrap_or_default();
        let fields: Vec<&str> =
            block.split('<').skip(1).map(|f| f.split('>').next().unwrap_or_default()).collect();
        for pair in fields.chunks(2) {
            map.insert(hex(pair[0])[0], String::from_utf16(&hex(pair[1])).expect("UTF-16"));
        }
    }
    for block in text.split("beginbfrange").skip(1) {
        let block = block.split("endbfrange").next().unwrap_or_default();
        assert!(!block.contains('['), "{block}");
        let fields: Vec<&str> =
            block.split('<').skip(1).map(|f| f.split('>').next().unwrap_or_default()).collect();
        for range in fields.chunks(3) {
            let (from, to, mut units) = (hex(range[0])[0], hex(range[1])[0], hex(range[2]));
            for code in from..=to {
                map.insert(code, String::from_utf16(&units).expect("UTF-16"));
                if let Some(last) = units.last_mut() {
                    *last += 1;
                }
            }
        }
    }
    map
}
