//! A book with something of everything in it.

use bindery::model::block::{
    Align, BlockKind, CalloutKind, Cell, CodeBlock, Definition, List, ListItem, Row, Table, Verse, VerseLine,
};
use bindery::model::book::{Book, Matter, SectionKind};
use bindery::model::inline::InlineKind;
use bindery::model::length::Measure;
use bindery::model::manifest::{GeneratedPage, NumberStyle};
use bindery::model::metadata::{Collection, Date, Identifier, Scheme, Subject};
use bindery::source::Span;

use crate::support::{Draft, book, image};

/// A book with something of everything.
pub fn everything() -> Book {
    let front =
        [GeneratedPage::HalfTitle, GeneratedPage::Title, GeneratedPage::Copyright, GeneratedPage::Contents];
    let mut drafts: Vec<Draft> = front.into_iter().map(Draft::generated).collect();
    drafts.push(Draft::new("").paragraph("For my mother").set(|c| {
        c.kind = SectionKind::Dedication;
        c.matter = Matter::Front;
    }));
    drafts.push(Draft::new("The Road").set(|c| c.kind = SectionKind::Part));
    drafts.push(rich());
    drafts.push(
        Draft::new("Rain")
            .with(|d| BlockKind::Paragraph(vec![d.link("#press", "back"), d.link("#nowhere", "lost")]))
            .with(|_| BlockKind::Contents)
            .set(|c| c.depth = 2),
    );
    drafts.push(Draft::new("Words").paragraph("None.").set(|c| {
        c.kind = SectionKind::Glossary;
        c.matter = Matter::Back;
    }));
    let mut book = book(drafts);
    book.numbering.chapters = NumberStyle::Arabic;
    let data = &mut book.metadata;
    data.subtitle = Some("A Novel & More".into());
    data.publisher = Some("My Press".into());
    data.date = Some(Date { year: 2027, month: Some(3), day: Some(1) });
    data.description = Some("Two lines\nof text.".into());
    data.identifiers =
        vec![Identifier { scheme: Scheme::Isbn13, text: "9780000000002".into(), span: Span::default() }];
    data.subjects = vec![Subject {
        authority: Some("BISAC".into()),
        term: Some("FIC019000".into()),
        text: "Literary".into(),
    }];
    data.collection =
        Some(Collection { name: "The Roads".into(), position: Some("2".into()), ..Collection::default() });
    book
}

fn rich() -> Draft {
    let cell = |d: &mut Draft, text: &str| Cell { id: d.id(), ..Cell::new(vec![d.text(text)]) };
    let row = |d: &mut Draft, texts: [&str; 2]| Row { cells: texts.map(|text| cell(d, text)).to_vec() };
    Draft::new("Setting Out")
        .paragraph(&"Once upon a time there was a road that nobody had walked to its end. ".repeat(4))
        .heading(3, "The hand press", Some("press"))
        .with(|d| {
            BlockKind::Paragraph(vec![
                d.text("Called"),
                d.inline(InlineKind::Note(0)),
                d.inline(InlineKind::Note(0)),
            ])
        })
        .with(|d| BlockKind::Quote(vec![d.words("Quoted.")]))
        .paragraph("and it goes on.")
        .with(|_| BlockKind::SceneBreak(None))
        .with(|_| {
            BlockKind::Code(CodeBlock {
                lang: Some("rust".into()),
                text: "fn main() {\n    a < b\n}".into(),
                ..CodeBlock::default()
            })
        })
        .with(|d| {
            let blocks = vec![d.words("Careful.")];
            BlockKind::Callout { kind: CalloutKind::Warning, title: Vec::new(), blocks }
        })
        .with(|d| {
            let items = vec![
                ListItem { task: Some(true), blocks: vec![d.words("done")] },
                ListItem { task: Some(false), blocks: vec![d.words("open")] },
            ];
            BlockKind::List(List { start: None, tight: true, items })
        })
        .with(|d| {
            let definition = Definition {
                id: d.id(),
                term: vec![d.text("term")],
                definitions: vec![vec![d.words("meaning")]],
            };
            BlockKind::Definitions(vec![definition])
        })
        .with(|d| {
            let caption = vec![d.text("Prices")];
            let head = vec![row(d, ["Thing", "Price"])];
            let body = vec![row(d, ["road", "12"])];
            BlockKind::Table(Table {
                columns: vec![Align::Start, Align::End],
                widths: Vec::new(),
                head,
                body,
                caption,
            })
        })
        .with(|d| {
            let mut picture = image(Some("img/Map 1.svg"), "A map");
            picture.width = Some(Measure::Percent(600));
            BlockKind::Figure { image: picture, caption: vec![d.text("The country")] }
        })
        .with(|d| {
            let line = |d: &mut Draft, indent, text: &str| VerseLine {
                id: d.id(),
                indent,
                content: vec![d.text(text)],
            };
            let (a, b) = (line(d, 0, "I celebrate"), line(d, 4, "myself"));
            let gap = VerseLine { id: d.id(), indent: 0, content: Vec::new() };
            let c = line(d, 0, "And what");
            BlockKind::Verse(Verse { lines: vec![a, b, gap, c], number_every: None })
        })
        .note("The note.")
        .set(|c| c.depth = 2)
}
