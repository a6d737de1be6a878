//! Files broken on purpose, each in one rule of PDF/UA-1 or PDF/A-2a: our own verdict tells
//! each. (`pdf::preflight` has the like for PDF/X.)

use bindery::model::press::Standard;
use bindery::pdf::faults;
use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use crate::tags::book;

const TEXT: &str = "# One

Text with a note[^1] and [a link](https://example.org/).

## Two

- a point
- another

| Name | Number |
|------|-------:|
| one  | 1      |
| two  | 2      |

: Numbers

![What is seen](a.svg)

$$
a^2
$$

Words.

[^1]: A note.
";

/// A sound file, before it is broken.
struct File(Document);

impl File {
    fn elements(&self, kind: &str) -> Vec<ObjectId> {
        let is = |object: &Object| {
            object.as_dict().is_ok_and(|element| {
                element.has(b"P")
                    && element.get(b"S").and_then(Object::as_name).is_ok_and(|s| s == kind.as_bytes())
            })
        };
        self.0.objects.iter().filter(|(_, object)| is(object)).map(|(id, _)| *id).collect()
    }

    fn first(&self, kind: &str) -> ObjectId {
        *self.elements(kind).first().unwrap_or_else(|| panic!("no {kind}"))
    }

    fn links(&self) -> Vec<ObjectId> {
        let is = |object: &Object| {
            let kind = object.as_dict().and_then(|link| link.get(b"Subtype")).and_then(Object::as_name);
            kind.is_ok_and(|kind| kind == b"Link")
        };
        self.0.objects.iter().filter(|(_, object)| is(object)).map(|(id, _)| *id).collect()
    }

    fn set(&mut self, id: ObjectId, key: &str, value: impl Into<Object>) {
        match self.0.objects.get_mut(&id) {
            Some(Object::Stream(stream)) => stream.dict.set(key, value),
            Some(Object::Dictionary(dictionary)) => dictionary.set(key, value),
            other => panic!("{other:?}"),
        }
    }

    fn array(&self, id: ObjectId, key: &str) -> Vec<Object> {
        let dictionary = self.0.get_dictionary(id).expect("a dictionary");
        dictionary.get(key.as_bytes()).and_then(Object::as_array).expect("an array").clone()
    }

    fn remove(&mut self, id: ObjectId, key: &str) {
        let removed = self.0.get_dictionary_mut(id).expect("a dictionary").remove(key.as_bytes());
        assert!(removed.is_some(), "no {key} to take away");
    }

    fn root(&self) -> ObjectId {
        self.0.trailer.get(b"Root").and_then(Object::as_reference).expect("a catalog")
    }

    fn under_root(&self, key: &str) -> ObjectId {
        self.0
            .catalog()
            .expect("a catalog")
            .get(key.as_bytes())
            .and_then(Object::as_reference)
            .expect("an object")
    }

    /// What the pages' contents say, changed where `from` stands first.
    fn contents(&mut self, from: &str, to: &str) {
        let pages: Vec<ObjectId> = self.0.get_pages().into_values().collect();
        for page in pages {
            let text: String = self.0.get_page_content(page).iter().map(|byte| char::from(*byte)).collect();
            if text.contains(from) {
                let text = text.replacen(from, to, 1);
                let bytes = text.chars().map(|c| u8::try_from(u32::from(c)).expect("a byte")).collect();
                let contents = self.0.add_object(Stream::new(dictionary! {}, bytes));
                return self.set(page, "Contents", contents);
            }
        }
        panic!("{from} stands on no page");
    }

    /// Paints on the first page that shows text.
    fn paints(&mut self, operators: &str) {
        self.contents("/H1 <<", &format!("{operators} /H1 <<"));
    }

    fn xmp(&mut self, from: &str, to: &str) {
        let id = self.under_root("Metadata");
        let stream = self.0.get_object_mut(id).and_then(Object::as_stream_mut).expect("XMP");
        let text = String::from_utf8(stream.content.clone()).expect("UTF-8");
        assert!(text.contains(from), "{from} in {text}");
        stream.set_plain_content(text.replace(from, to).into_bytes());
    }

    fn first_leaf(&self) -> ObjectId {
        let root = self.0.get_dictionary(self.under_root("StructTreeRoot")).expect("a root");
        let tree = root.get(b"ParentTree").and_then(Object::as_reference).expect("a tree");
        let kids = self.0.get_dictionary(tree).and_then(|tree| tree.get(b"Kids")).and_then(Object::as_array);
        kids.expect("leaves")[0].as_reference().expect("a leaf")
    }
}

/// What breaks a rule.
type Breaks = (&'static str, fn(&mut File));

fn sound() -> Vec<u8> {
    let (mut document, ..) = book(&[TEXT], "standard: [pdfua-1, pdfa-2a]");
    saved(&mut document)
}

fn saved(document: &mut Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("written to memory");
    bytes
}

fn all_told(standard: Standard, rules: &[Breaks]) {
    let sound = sound();
    assert_eq!(faults(&sound, standard), [""; 0]);
    for (rule, break_it) in rules {
        let mut file = File(Document::load_mem(&sound).expect("a file"));
        break_it(&mut file);
        assert!(!faults(&saved(&mut file.0), standard).is_empty(), "{rule} is not told");
    }
}

#[test]
fn each_rule_of_the_tree_is_held() {
    let rules: &[Breaks] = &[
        ("struct-tree", |f| f.remove(f.root(), "StructTreeRoot")),
        ("marked", |f| f.remove(f.root(), "MarkInfo")),
        ("role-map", |f| f.set(f.first("P"), "S", "Para")),
        ("role-map of a standard type", |f| {
            f.set(f.under_root("StructTreeRoot"), "RoleMap", dictionary! { "P" => "Span" });
        }),
        ("nesting of rows", |f| f.set(f.first("TBody"), "S", "Div")),
        ("nesting of items", |f| f.set(f.first("LBody"), "S", "P")),
        ("nesting of contents", |f| f.set(f.first("TOCI"), "S", "P")),
        ("caption", |f| {
            let table = f.first("Table");
            let mut kids = f.array(table, "K");
            kids.swap(0, 1);
            f.set(table, "K", kids);
        }),
        ("alt of a figure", |f| f.remove(f.first("Figure"), "Alt")),
        ("alt of a formula", |f| f.remove(f.first("Formula"), "Alt")),
        ("note-id", |f| f.remove(f.first("Note"), "ID")),
        ("headings that skip", |f| f.set(f.first("H2"), "S", "H4")),
        ("headings of both kinds", |f| f.set(f.first("H2"), "S", "H")),
        ("table", |f| {
            let last = *f.elements("TR").last().expect("rows");
            f.remove(last, "K");
        }),
        ("table-headers", |f| f.elements("TH").into_iter().for_each(|head| f.remove(head, "A"))),
        ("struct-parent", |f| f.set(f.first("TD"), "P", f.first("Document"))),
        ("form", |f| f.set(f.first("P"), "S", "Form")),
        ("lang-syntax", |f| f.set(f.root(), "Lang", Object::string_literal("english language"))),
        ("lang", |f| f.remove(f.root(), "Lang")),
    ];
    all_told(Standard::Ua1, rules);
}

#[test]
fn each_rule_of_what_pages_show_is_held() {
    let rules: &[Breaks] = &[
        ("text of nothing", |f| f.paints("BT /T0 9 Tf <0001> Tj ET")),
        ("a path of nothing", |f| f.paints("0 0 9 9 re f")),
        ("artifact within", |f| f.contents("BDC", "BDC /Artifact BMC EMC")),
        ("number of nothing", |f| f.contents("/MCID 0", "/MCID 999")),
        ("parent-tree", |f| {
            let leaf = f.first_leaf();
            let mut pairs = f.array(leaf, "Nums");
            pairs[1] = Object::Array(Vec::new());
            f.set(leaf, "Nums", pairs);
        }),
        ("link without Contents", |f| f.remove(f.links()[0], "Contents")),
        ("link without a key", |f| f.remove(f.links()[0], "StructParent")),
        ("link without OBJR", |f| {
            let link = f.elements("Link").into_iter().next().expect("links");
            f.remove(link, "K");
        }),
        ("link in no link", |f| f.set(f.first("Link"), "S", "Span")),
        ("annotation", |f| f.set(f.links()[0], "Subtype", "Text")),
        ("tab-order", |f| {
            let pages: Vec<ObjectId> = f.0.get_pages().into_values().collect();
            let page = pages.into_iter().find(|page| f.0.get_dictionary(*page).is_ok_and(|p| p.has(b"Tabs")));
            f.remove(page.expect("links"), "Tabs");
        }),
        ("xmp", |f| f.remove(f.root(), "Metadata")),
        ("xmp part", |f| f.xmp("<pdfuaid:part>1", "<pdfuaid:part>2")),
        ("title", |f| f.xmp("dc:title", "dc:source")),
        ("display title", |f| f.remove(f.root(), "ViewerPreferences")),
        ("optional-content", |f| {
            let layers = dictionary! { "OCGs" => Vec::new(), "D" => dictionary! { "AS" => Vec::new() } };
            f.set(f.root(), "OCProperties", layers);
        }),
    ];
    all_told(Standard::Ua1, rules);
}

#[test]
fn each_rule_of_archives_is_held() {
    let rules: &[Breaks] = &[
        ("file-id", |f| drop(f.0.trailer.remove(b"ID"))),
        ("action", |f| f.set(f.root(), "AA", dictionary! { "WC" => dictionary! { "S" => "JavaScript" } })),
        ("script", |f| {
            let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("1") };
            f.set(f.root(), "OpenAction", script);
        }),
        ("requirements", |f| f.set(f.root(), "Requirements", Vec::new())),
        ("form", |f| f.set(f.root(), "NeedsRendering", true)),
        ("permissions", |f| f.set(f.root(), "Perms", dictionary! { "Foo" => dictionary! {} })),
        ("device-colour", |f| f.remove(f.root(), "OutputIntents")),
        ("colour of another kind", |f| f.paints("/Artifact BMC 1 0 0 0 k 0 0 9 9 re f EMC")),
        ("intent", |f| f.paints("/Pretty ri")),
        ("content", |f| f.paints("1 2 xy")),
        ("limits", |f| f.paints(&format!("{}{}", "q ".repeat(30), "Q ".repeat(30)))),
        ("annotation flags", |f| f.set(f.links()[0], "F", 2)),
        ("annotation kind", |f| f.set(f.links()[0], "Subtype", "Movie")),
        ("xmp part", |f| f.xmp("<pdfaid:part>2", "<pdfaid:part>1")),
        ("xmp conformance", |f| f.xmp("<pdfaid:conformance>A", "<pdfaid:conformance>Z")),
        ("xmp-extension", |f| f.xmp("pdfaProperty:category>internal", "pdfaProperty:kind>internal")),
        ("xmp property", |f| f.xmp("<dc:format>", "<dc:nonsense>1</dc:nonsense><dc:format>")),
        ("scripts by name", |f| {
            let names = f.0.catalog().expect("a catalog").get(b"Names").expect("names").clone();
            let names = f.0.dereference(&names).expect("names").1.as_dict().expect("names").clone();
            let mut names = names;
            names.set("JavaScript", dictionary! { "Names" => Vec::new() });
            f.set(f.root(), "Names", names);
        }),
        ("icc", |f| {
            let intents = f.0.catalog().expect("a catalog").get(b"OutputIntents").and_then(Object::as_array);
            let intent = intents.expect("intents")[0].as_reference().expect("an object");
            let intent = f.0.get_dictionary(intent).expect("an intent");
            let profile = intent.get(b"DestOutputProfile").and_then(Object::as_reference).expect("a profile");
            f.set(profile, "N", 4);
        }),
    ];
    all_told(Standard::A2a, rules);
}

#[test]
fn what_a_broken_file_is_told_for_is_in_words() {
    let mut file = File(Document::load_mem(&sound()).expect("a file"));
    file.contents("/MCID 0", "/MCID 999");
    let told = faults(&saved(&mut file.0), Standard::Ua1);
    assert!(told.iter().any(|fault| fault == "a marked sequence stands in no element"), "{told:?}");
}
