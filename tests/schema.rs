//! The JSON Schemas that `bindery schema` prints, held against real files: what Bindery
//! reads they take, what it refuses they refuse.

use std::fs;
use std::path::{Path, PathBuf};

use bindery::read::manifest;
use bindery::read::schema::Schema;
use bindery::source::{Memory, Sources};
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema(of: Schema) -> Value {
    serde_json::from_str(&of.json()).expect("JSON")
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The part of JSON Schema 2020-12 that the schemas use. A member that is not known fails
/// the test, so that nothing in a schema goes unheeded.
struct Judge<'s>(&'s Value);

impl Judge<'_> {
    fn takes(&self, schema: &Value, value: &Value) -> bool {
        let members = match schema {
            Value::Bool(takes) => return *takes,
            Value::Object(members) => members,
            other => panic!("not a schema: {other}"),
        };
        members.iter().all(|(member, wanted)| match member.as_str() {
            "$schema" | "title" | "description" | "then" => true,
            "$ref" => {
                let pointer = wanted.as_str().expect("a pointer").trim_start_matches('#');
                self.takes(self.0.pointer(pointer).expect("a place in the schema"), value)
            }
            "type" => {
                let types = wanted.as_array().map_or(vec![wanted], |types| types.iter().collect());
                types.iter().any(|name| is_of(name.as_str().expect("a name"), value))
            }
            "enum" => wanted.as_array().expect("values").contains(value),
            "const" => wanted == value,
            "pattern" => value.as_str().is_none_or(|text| matches(wanted, text)),
            "minimum" => value.as_f64().is_none_or(|number| number >= wanted.as_f64().expect("a number")),
            "maximum" => value.as_f64().is_none_or(|number| number <= wanted.as_f64().expect("a number")),
            "anyOf" => wanted.as_array().expect("schemas").iter().any(|schema| self.takes(schema, value)),
            "allOf" => wanted.as_array().expect("schemas").iter().all(|schema| self.takes(schema, value)),
            "if" => !self.takes(wanted, value) || self.takes(&schema["then"], value),
            "required" => value.as_object().is_none_or(|map| {
                wanted
                    .as_array()
                    .expect("names")
                    .iter()
                    .all(|key| map.contains_key(key.as_str().expect("a name")))
            }),
            "items" => value.as_array().is_none_or(|items| items.iter().all(|item| self.takes(wanted, item))),
            "properties" => value.as_object().is_none_or(|map| {
                map.iter().all(|(key, value)| wanted.get(key).is_none_or(|s| self.takes(s, value)))
            }),
            "additionalProperties" => value.as_object().is_none_or(|map| {
                let is_known = |key: &str| schema["properties"].get(key).is_some();
                map.iter().all(|(key, value)| is_known(key) || self.takes(wanted, value))
            }),
            "propertyNames" => {
                value.as_object().is_none_or(|map| map.keys().all(|key| matches(&wanted["pattern"], key)))
            }
            other => panic!("`{other}` is not known to this test"),
        })
    }
}

fn matches(pattern: &Value, text: &str) -> bool {
    regex::Regex::new(pattern.as_str().expect("a text")).expect("a pattern").is_match(text)
}

fn is_of(name: &str, value: &Value) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no type is called `{other}`"),
    }
}

fn takes(of: Schema, text: &str) -> bool {
    let schema = schema(of);
    Judge(&schema).takes(&schema, &yaml(text))
}

fn manifests() -> Vec<PathBuf> {
    let mut found = vec![root().join("book/book.yaml"), root().join("docs/book.yaml")];
    let books = fs::read_dir(root().join("tests/books")).expect("books");
    found.extend(
        books.map(|book| book.expect("an entry").path().join("book.yaml")).filter(|path| path.is_file()),
    );
    found
}

#[test]
fn books_and_themes_fit_their_schemas() {
    let manifests = manifests();
    assert!(manifests.len() >= 8, "{manifests:?}");
    for path in manifests {
        let text = fs::read_to_string(&path).expect("text");
        assert!(takes(Schema::Book, &text), "{}", path.display());
    }
    for name in ["classic", "manual"] {
        let path = root().join(format!("src/read/themes/{name}.yaml"));
        assert!(takes(Schema::Theme, &fs::read_to_string(path).expect("text")), "{name}");
    }
}

/// Whether Bindery finds an error in the manifest itself; the files it names are there.
fn is_read(text: &str) -> bool {
    let files = ["a.md", "b.md", "t.yaml", "x.css", "house.yaml"];
    let files = files.iter().fold(Memory::new(), |files, name| files.with(&format!("b/{name}"), ""));
    let files = files.with("b/book.yaml", text);
    let (_, findings) = manifest::read(&files, Path::new("b"), &mut Sources::default());
    !findings.iter().any(bindery::diagnostic::Diagnostic::is_error)
}

const GOOD: &[&str] = &[
    "bindery: 1\ntitle: The Long Way\nauthors: [Jane Doe]\nlanguage: en-GB\ndate: 2027-03-01\n",
    "title: 1984\nauthor: {name: {given: Jane, family: Doe}, role: translator, orcid: 1}\ndate: 2027\n",
    "title: [{type: main, text: A}, {type: subtitle, text: B}]\ncopyright: {holder: A, year: 2027}\n",
    "title:\nchapters:\n  - a.md\n  - part: P\n    chapters: [b.md]\n",
    "subject: [{authority: BISAC, term: FIC019000, text: Literary}, x]\nidentifier: 9780000000002\n",
    "numbering: {chapters: Roman, parts: words, depth: 2, restart-in-parts: true}\ntoc-depth: 3\n",
    "hyphenation: {exceptions: [man-u-script, l’a-mi], min-before: 2}\ntypography: {quotes: none, dashes: true}\n",
    "note-series: {a: {marker: symbols}}\nmath-macros: {'\\R': x}\nvars: {version: 2.1}\n",
    "modified: 2027-03-01T12:00:00Z\ncontributor: [{role: trl, text: A}, {role: cover-designer, text: B}]\n",
    "editions:\n  a: {format: pdf, trim: 5.5x8.5in, margins: {inner: 20mm, outer: 0.75in, top: 2lines, bottom: 8%}}\n",
    "editions:\n  a: {format: pdf, trim: 148 x 210 mm, body: {size: 10.5pt, leading: 14pt}, pages: multiple of 4}\n  b: {extends: a, margins: auto, pdf-version: 1.7, bleed: none, marks: false}\n",
    "editions:\n  e: {format: epub, css: x.css, cover-page: false, file: '{slug}-{isbn}', images: {max-px: 2000, max-mb: 1.5}}\n",
];

const BAD: &[&str] = &[
    "publsher: X\n",
    "title: [[a]]\n",
    "toc-depth: deep\n",
    "toc-depth: 7\n",
    "bindery: 2\n",
    "chapters: a.md\n",
    "chapters: [{part: P, chapter: [a.md]}]\n",
    "chapters: [{part: P, chapters: [{prt: Q}]}]\n",
    "numbering: arabic\n",
    "numbering: {chapters: roman numerals}\n",
    "lang: english\n",
    "lang: en_GB\n",
    "date: 1 March 2027\n",
    "modified: 2027\n",
    "author: {role: wizard, text: A}\n",
    "copyright: {year: soon}\n",
    "identifier: {scheme: ISBN-12, text: 1}\n",
    "hyphenation: {exceptions: [two words]}\n",
    "typography: {quotes: smart}\n",
    "editions: [ebook]\n",
    "editions: {A B: {format: pdf}}\n",
    "editions: {a: {format: mobi}}\n",
    "editions: {a: {format: pdf, trim: A5}}\n",
    "editions: {a: {format: pdf, body: {size: 11}}}\n",
    "editions: {a: {format: pdf, body: {size: 11em}}}\n",
    "editions: {a: {format: pdf, margins: 2cm}}\n",
    "editions: {a: {format: pdf, margins: {inner: wide}}}\n",
    "editions: {a: {format: pdf, pages: odd}}\n",
    "editions: {a: {format: pdf, css: x.css}}\n",
    "editions: {a: {format: epub, trim: 6x9in}}\n",
    "editions: {a: {format: epub, file: '{title}.epub'}}\n",
    "fonts: {serif: a.ttf}\n",
];

#[test]
fn what_is_read_is_taken_and_what_is_not_is_refused() {
    for text in GOOD {
        assert!(is_read(text), "Bindery refuses {text}");
        assert!(takes(Schema::Book, text), "the schema refuses {text}");
    }
    for text in BAD {
        assert!(!is_read(text), "Bindery takes {text}");
        assert!(!takes(Schema::Book, text), "the schema takes {text}");
    }
}

#[test]
fn themes_with_faults_are_refused() {
    for good in
        ["theme: classic\n", "body: {indent: 0}\n", "print: {heading1: {open: recto, sink: 6lines}}\n"]
    {
        assert!(takes(Schema::Theme, good), "{good}");
    }
    for bad in ["bdy: {}\n", "body: {indent: 1cm}\n", "heading1: {open: verso}\n", "epub: {print: {}}\n"] {
        assert!(!takes(Schema::Theme, bad), "{bad}");
    }
}
