//! Whatever stands in a book, its files are well-formed, its ids are unique and its links
//! lead somewhere.

use std::collections::{BTreeMap, BTreeSet};

use bindery::model::block::{BlockKind, CalloutKind, CodeBlock, List, ListItem, Verse, VerseLine};
use bindery::model::inline::InlineKind;
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::support::{Draft, Wishes, book, files, image, render};

/// Checks every XML file of the archive.
pub fn check(epub: &[u8]) {
    let files: BTreeMap<String, Vec<u8>> = files(epub).into_iter().collect();
    let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut links: Vec<(&str, String)> = Vec::new();
    for (name, bytes) in &files {
        if ![".xhtml", ".opf", ".ncx", ".xml", ".svg"].iter().any(|end| name.ends_with(end)) {
            continue;
        }
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        let own = ids.entry(name).or_default();
        let mut reader = Reader::from_str(text);
        let mut links_open = 0;
        loop {
            let event = reader.read_event().unwrap_or_else(|e| panic!("{name}: {e}\n{text}"));
            let tag = match &event {
                Event::Eof => break,
                Event::End(end) if end.name().as_ref() == "a" => {
                    links_open -= 1;
                    continue;
                }
                Event::Start(tag) | Event::Empty(tag) => tag,
                Event::Text(text) => {
                    assert!(text.chars().all(|c| c >= ' ' || "\n\t\r".contains(c)), "{name}: {text:?}");
                    continue;
                }
                _ => continue,
            };
            if tag.name().as_ref() == "a" {
                links_open += 1;
                assert_eq!(links_open, 1, "{name}: a link in a link");
            }
            for attribute in tag.attributes() {
                let attribute = attribute.unwrap_or_else(|e| panic!("{name}: {e}"));
                let value = quick_xml::escape::unescape(&attribute.value).expect("escaped").into_owned();
                match attribute.key.as_ref() {
                    "id" => assert!(own.insert(value.clone()), "{name}: id {value} twice"),
                    "href" | "src" => links.push((name, value)),
                    _ => {}
                }
            }
        }
    }
    for (from, to) in links {
        if to.contains(':') {
            continue;
        }
        let (path, fragment) = to.split_once('#').unwrap_or((&to, ""));
        let target = match path {
            "" => from.to_owned(),
            path => join(from, path),
        };
        assert!(files.contains_key(&target), "{from}: {to} leads to no file");
        assert!(
            fragment.is_empty() || ids[target.as_str()].contains(fragment),
            "{from}: {to} leads to no id"
        );
    }
}

fn join(from: &str, path: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Inlines by recipe: a number for the kind, a string for what it says.
#[derive(Clone, Debug)]
enum Recipe {
    Leaf(u8, String),
    Node(u8, Vec<Recipe>),
}

fn recipe() -> impl Strategy<Value = Recipe> {
    let leaf = (0..10u8, any::<String>()).prop_map(|(kind, text)| Recipe::Leaf(kind, text));
    leaf.prop_recursive(4, 20, 4, |inner| {
        (0..12u8, prop::collection::vec(inner, 0..4)).prop_map(|(kind, inner)| Recipe::Node(kind, inner))
    })
}

fn cook(draft: &mut Draft, recipe: &Recipe) -> bindery::model::inline::Inline {
    let kind = match recipe {
        Recipe::Leaf(kind, text) => match kind {
            0 => InlineKind::SoftBreak,
            1 => InlineKind::HardBreak,
            2 => InlineKind::WordBreak,
            3 => InlineKind::Code(text.clone()),
            4 => InlineKind::Math { tex: text.clone(), display: true },
            5 => InlineKind::Image(image(None, text)),
            6 => InlineKind::Image(image(Some("img/dot.png"), text)),
            7 => InlineKind::Note(0),
            8 => InlineKind::Anchor,
            _ => InlineKind::Text(text.clone()),
        },
        Recipe::Node(kind, inner) => {
            let inner = inner.iter().map(|recipe| cook(draft, recipe)).collect();
            match kind {
                0 => InlineKind::Emphasis(inner),
                1 => InlineKind::Strong(inner),
                2 => InlineKind::Abbreviation(inner),
                3 => InlineKind::Span(inner),
                4 => InlineKind::SmallCaps(inner),
                5 => InlineKind::Link { url: "#here".into(), title: Some("\"<&".into()), content: inner },
                6 => InlineKind::Link { url: "http://exa mple/<".into(), title: None, content: inner },
                7 => InlineKind::Link { url: "https://example.org/<\"".into(), title: None, content: inner },
                8 => InlineKind::Superscript(inner),
                9 => InlineKind::Keyboard(inner),
                10 => InlineKind::Strikeout(inner),
                _ => InlineKind::Underline(inner),
            }
        }
    };
    draft.inline(kind)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_inlines_make_well_formed_files(
        recipes in prop::collection::vec(recipe(), 1..6),
        title in any::<String>(),
        attribute in any::<String>(),
    ) {
        let mut draft = Draft::new(&title).heading(4, "deep", Some("here"));
        let run: Vec<_> = recipes.iter().map(|recipe| cook(&mut draft, recipe)).collect();
        draft.chapter.title.extend(run.clone());
        draft.chapter.attrs.pairs.push(("lang".into(), attribute.clone()));
        draft.chapter.attrs.classes.push(attribute.clone());
        draft.chapter.subtitle = Some(attribute.clone());
        let verse = VerseLine { id: draft.id(), indent: 99, content: run.clone() };
        let paragraph = draft.make(BlockKind::Paragraph(run.clone()));
        let item = ListItem { task: Some(true), blocks: vec![paragraph.clone()] };
        let draft = draft
            .with(|_| BlockKind::Verse(Verse { lines: vec![verse], number_every: None }))
            .with(|_| BlockKind::List(List { start: Some(u64::MAX), tight: true, items: vec![item] }))
            .with(|_| BlockKind::Callout { kind: CalloutKind::Tip, title: run.clone(), blocks: vec![paragraph] })
            .with(|_| BlockKind::Code(CodeBlock { lang: Some(attribute.clone()), text: attribute.clone(), ..CodeBlock::default() }))
            .with(|_| BlockKind::Figure { image: image(None, &attribute), caption: run })
            .note("a note");
        // The same nodes stand in several places here, which ids must survive.
        check(&render(book(vec![draft]), Wishes::default()));
    }
}
