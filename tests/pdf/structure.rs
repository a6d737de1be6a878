//! Boxes, labels, catalog, metadata, bookmarks, links, bytes.

use std::sync::Arc;

use bindery::diagnostic::Code;
use bindery::font::FontId;
use bindery::model::length::Length;
use bindery::model::manifest::{FormatSpec, PrintSpec};
use bindery::parallel::with_threads;
use bindery::typeset::display::{
    Bitmap, FillRule, Item, Layout, LinkTarget, OutlineEntry, Paint, Path, Segment,
};
use lopdf::{Object, ObjectId};

use crate::book::everything;
use crate::reader::{
    catalog, destinations, dictionary, entry, inside, page_at, pages_only, read, render, words, written,
};
use crate::synthetic::{Hand, Stage, node, page, point, size};

#[test]
fn pages_have_their_boxes_labels_and_one_set_of_resources() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    assert_eq!(document.version, "1.7");
    assert_eq!(document.get_pages().len(), 7);
    let mut resources: Vec<ObjectId> = Vec::new();
    for number in 1..=7 {
        let page = page_at(&document, number);
        for key in ["MediaBox", "CropBox", "BleedBox", "TrimBox"] {
            let edges = entry(&document, page, key).as_array().expect("a box");
            let edges: Vec<f32> = edges.iter().map(|edge| edge.as_float().expect("a number")).collect();
            assert_eq!(edges, [0.0, 0.0, 396.0, 612.0], "{key}");
        }
        resources.push(page.get(b"Resources").and_then(Object::as_reference).expect("resources"));
    }
    resources.dedup();
    assert_eq!(resources.len(), 1);
    let labels = inside(&document, catalog(&document), "PageLabels");
    let ranges = entry(&document, labels, "Nums").as_array().expect("ranges");
    let styles: Vec<String> = ranges.iter().map(|range| format!("{range:?}")).collect();
    assert_eq!(styles, ["0", "<</S /r>>", "4", "<</S /D>>"]);
}

#[test]
fn the_catalog_says_how_to_open_the_book() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    let catalog = catalog(&document);
    assert_eq!(words(entry(&document, catalog, "Lang")), "en-GB");
    assert_eq!(entry(&document, catalog, "PageMode"), &Object::Name(b"UseOutlines".to_vec()));
    assert_eq!(entry(&document, catalog, "PageLayout"), &Object::Name(b"TwoPageRight".to_vec()));
    let viewer = inside(&document, catalog, "ViewerPreferences");
    assert_eq!(entry(&document, viewer, "DisplayDocTitle"), &Object::Boolean(true));
    assert!(catalog.has(b"MarkInfo") && catalog.has(b"StructTreeRoot"));
    let plain = written(&stage, &pages_only(vec![page("1", |_| {})]));
    let catalog = plain.catalog().expect("a catalog");
    assert_eq!(entry(&plain, catalog, "PageMode"), &Object::Name(b"UseNone".to_vec()));
    assert!(!catalog.has(b"Outlines") && !catalog.has(b"Names"));
}

#[test]
fn information_and_xmp_say_the_same() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    let info = inside(&document, &document.trailer, "Info");
    for (key, said) in [
        ("Title", "Čas & Weile: A Test"),
        ("Author", "Ada First, Ben Second"),
        ("Subject", "Pages <made> by hand"),
        ("Keywords", "Time"),
        ("CreationDate", "D:20260131123456Z"),
    ] {
        assert_eq!(words(entry(&document, info, key)), said, "{key}");
    }
    let producer = words(entry(&document, info, "Producer"));
    assert!(producer.starts_with("Bindery "), "{producer}");
    let metadata = entry(&document, catalog(&document), "Metadata").as_stream().expect("XMP");
    assert!(!metadata.dict.has(b"Filter"));
    let xmp = String::from_utf8(metadata.content.clone()).expect("UTF-8");
    for said in [
        "Čas &amp; Weile: A Test",
        "<rdf:li>Ada First</rdf:li><rdf:li>Ben Second</rdf:li>",
        "Pages &lt;made&gt; by hand",
        "<pdf:Keywords>Time</pdf:Keywords>",
        "<xmp:CreateDate>2026-01-31T12:34:56Z</xmp:CreateDate>",
        "urn:isbn:9783161484100",
        &format!("<pdf:Producer>{producer}</pdf:Producer>"),
    ] {
        assert!(xmp.contains(said), "{said} in {xmp}");
    }
}

#[test]
fn bookmarks_are_a_tree_that_leads_to_places() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    let places = destinations(&document);
    let root = inside(&document, catalog(&document), "Outlines");
    assert_eq!(entry(&document, root, "Count"), &Object::Integer(3), "two at the top, one of them open");
    let first = inside(&document, root, "First");
    let last = inside(&document, root, "Last");
    let inner = inside(&document, first, "First");
    let deep = inside(&document, inner, "First");
    for (item, title) in [(first, "První část"), (inner, "One two"), (deep, "deep"), (last, "Second")] {
        assert_eq!(words(entry(&document, item, "Title")), title);
        assert!(places.contains_key(&words(entry(&document, item, "Dest"))), "{title}");
    }
    assert_eq!(entry(&document, first, "Count"), &Object::Integer(1));
    assert_eq!(entry(&document, inner, "Count"), &Object::Integer(-1));
    assert_eq!(inside(&document, first, "Next"), last);
    assert_eq!(inside(&document, last, "Prev"), first);
}

#[test]
fn links_lead_somewhere_and_say_where() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    let places = destinations(&document);
    let annotations = entry(&document, page_at(&document, 3), "Annots").as_array().expect("links").clone();
    let said: Vec<String> = annotations
        .iter()
        .map(|link| {
            let link = dictionary(&document, link);
            assert_eq!(entry(&document, link, "F"), &Object::Integer(4));
            assert_eq!(entry(&document, link, "Border"), &Object::Array(vec![0.into(), 0.into(), 0.into()]));
            let action = inside(&document, link, "A");
            let there = if let Ok(address) = action.get(b"URI") {
                words(address)
            } else {
                let name = words(entry(&document, action, "D"));
                format!("{:?}", places[&name].as_array().expect("a place")[0])
            };
            format!("{} -> {there}", words(entry(&document, link, "Contents")))
        })
        .collect();
    let fifth = format!("{:?}", Object::Reference(document.get_pages()[&5]));
    let expected = [
        format!("First chapter -> {fifth}"),
        format!("Near, at -> {fifth}"),
        "Outside -> https://example.org/%C3%BC?(a)".to_owned(),
    ];
    assert_eq!(said, expected);
    assert!(!page_at(&document, 5).has(b"Annots"));
}

#[test]
fn links_and_bookmarks_that_lead_nowhere_are_findings() {
    let (stage, mut layout) = everything();
    let target = LinkTarget::Node(node(7, 0));
    layout.pages[4].frame.push(point(50.0, 90.0), Item::Link { size: size(20.0, 14.0), target });
    layout.outline.push(OutlineEntry { title: "Seventh".into(), level: 1, node: node(7, 3) });
    let (_, findings) = render(&stage, &layout);
    let said: Vec<(Code, bool)> =
        findings.iter().map(|f| (f.code, f.message.contains("`Seventh`"))).collect();
    assert_eq!(said, [(Code::UnwritablePdf, false), (Code::UnwritablePdf, true)]);
}

#[test]
fn text_in_a_font_that_is_not_there_is_a_finding() {
    let stage = Stage::default();
    let layout = pages_only(vec![page("1", |frame| {
        let mut run = Hand::new(&stage).run("lost");
        run.font = FontId(u16::MAX);
        frame.push(point(50.0, 50.0), Item::Glyphs(run));
    })]);
    let (_, findings) = render(&stage, &layout);
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::UnwritablePdf]);
}

#[test]
fn an_edition_without_links_has_none_and_may_be_of_version_2() {
    let (mut stage, layout) = everything();
    let print = PrintSpec { links: Some(false), pdf_version: Some("2.0".into()), ..PrintSpec::default() };
    stage.spec.format = FormatSpec::Pdf(print);
    let document = written(&stage, &layout);
    assert_eq!(document.version, "2.0");
    assert!(!page_at(&document, 3).has(b"Annots"));
    assert!(!destinations(&document).is_empty());
}

#[test]
fn the_same_bytes_with_any_number_of_threads() {
    let (stage, mut layout) = everything();
    let pages = layout.pages.clone();
    for _ in 0..20 {
        layout.pages.extend(pages.clone());
    }
    let one = with_threads(1, || render(&stage, &layout).0);
    let four = with_threads(4, || render(&stage, &layout).0);
    assert!(one == four, "{} and {} bytes differ", one.len(), four.len());
    let name = |bytes: &[u8]| format!("{:?}", read(bytes).trailer.get(b"ID").expect("an identifier"));
    let mut changed = layout.clone();
    changed.pages[6].label = "3a".into();
    assert_ne!(name(&one), name(&render(&stage, &changed).0), "another book has another identifier");
}

#[test]
fn nothing_and_nonsense_are_written_too() {
    let stage = Stage::default();
    assert_eq!(written(&stage, &Layout::default()).get_pages().len(), 1);
    let mut hand = Hand::new(&stage);
    let mut run = hand.run("odd");
    run.glyphs[0].id = u16::MAX;
    run.glyphs[1].cluster = 900;
    run.glyphs[2].advance = Length(i64::MAX / 4);
    let mut zero = run.clone();
    zero.size = Length::ZERO;
    let mut unknown = run.clone();
    unknown.font = FontId(u16::MAX);
    let layout = pages_only(vec![page("", |frame| {
        for run in [run, zero, unknown] {
            frame.push(point(-50.0, 1e6), Item::Glyphs(run));
        }
        frame.push(point(0.0, 0.0), Item::Rule { size: size(-1.0, 4.0), paint: Paint::Gray(3) });
        let bare = vec![Segment::Close, Segment::Line(point(1.0, 1.0)), Segment::Close];
        let fill = Some((Paint::BLACK, FillRule::NonZero));
        frame.push(point(0.0, 0.0), Item::Path(Path { segments: bare, fill, stroke: None }));
        let bitmap = Arc::new(Bitmap { width: 9, height: 9, rgba: vec![1, 2, 3] });
        frame.push(point(0.0, 0.0), Item::Bitmap { bitmap, size: size(9.0, 9.0) });
    })]);
    let (bytes, _) = render(&stage, &layout);
    assert_eq!(read(&bytes).get_pages().len(), 1);
}
