//! Pages made from the metadata.

use super::*;
use crate::model::manifest::GeneratedPage;
use crate::model::metadata::{Contributor, Copyright, Date, Identifier, Scheme};

/// The class and text of each paragraph of a generated page.
fn page(page: GeneratedPage, metadata: Metadata, isbns: &[Isbn]) -> Vec<String> {
    let draft = Draft::new("", "").set(|c| {
        (c.kind, c.matter, c.unlisted) = (SectionKind::Generated(page), Matter::Front, true);
    });
    let mut book = book(vec![draft]);
    book.metadata = metadata;
    let (resolved, found) = resolve_with(book, isbns);
    assert_eq!(found, []);
    assert_eq!(resolved.toc, [], "generated pages are not listed");
    let line = |block: &Block| match &block.kind {
        BlockKind::Paragraph(content) => {
            format!("{}: {}", block.attrs.classes.join(" "), walk::flatten(content))
        }
        other => format!("{other:?}"),
    };
    resolved.book.chapters[0].blocks.iter().map(line).collect()
}

fn person(name: &str, role: &str) -> Contributor {
    Contributor { name: name.into(), file_as: None, role: role.into() }
}

fn metadata() -> Metadata {
    Metadata {
        title: "The Long Way".into(),
        subtitle: Some("A Novel".into()),
        contributors: vec![
            person("Jane Doe", "aut"),
            person("John Roe", "aut"),
            person("Kim Minsu", "trl"),
            person("A. Painter", "cov"),
        ],
        lang: "en".into(),
        publisher: Some("My Press".into()),
        date: Some(Date { year: 2027, month: None, day: None }),
        identifiers: vec![Identifier {
            scheme: Scheme::Isbn13,
            text: "9780000000002".into(),
            span: Span::default(),
        }],
        ..Metadata::default()
    }
}

#[test]
fn the_title_page_names_all_who_made_the_book() {
    assert_eq!(page(GeneratedPage::HalfTitle, metadata(), &[]), ["half-title: The Long Way"]);
    assert_eq!(
        page(GeneratedPage::Title, metadata(), &[]),
        [
            "book-title: The Long Way",
            "book-subtitle: A Novel",
            "book-author: Jane Doe",
            "book-author: John Roe",
            "book-contributor: Translated by Kim Minsu",
            "book-publisher: My Press",
        ]
    );
    assert_eq!(page(GeneratedPage::Contents, metadata(), &[]), ["Contents"]);
}

#[test]
fn the_copyright_page_says_each_thing_once() {
    let isbn = Isbn { text: "9780000000002".into(), edition: Some("paperback".into()) };
    assert_eq!(
        page(GeneratedPage::Copyright, metadata(), &[isbn]),
        [
            "copyright-line: The Long Way: A Novel",
            "copyright-line: © 2027 Jane Doe and John Roe",
            "copyright-line: Translated by Kim Minsu",
            "copyright-line: Cover by A. Painter",
            "copyright-line: My Press",
            "copyright-line: ISBN 9780000000002 (paperback)",
        ]
    );
    let rights = |rights: Option<&str>, copyright: Copyright| {
        let lines = page(
            GeneratedPage::Copyright,
            Metadata { rights: rights.map(str::to_owned), copyright, contributors: Vec::new(), ..metadata() },
            &[],
        );
        lines[1..lines.len() - 2]
            .iter()
            .map(|line| line["copyright-line: ".len()..].to_owned())
            .collect::<Vec<_>>()
    };
    let doe = || Copyright { holder: Some("Doe".into()), year: Some(2020), statement: None };
    assert_eq!(rights(None, doe()), ["© 2020 Doe", "All rights reserved."]);
    assert_eq!(rights(Some("© 2020 Doe"), doe()), ["© 2020 Doe"]);
    assert_eq!(rights(Some("CC BY 4.0"), doe()), ["© 2020 Doe", "CC BY 4.0"]);
    assert_eq!(rights(None, Copyright::default()), Vec::<String>::new());
    let own = Copyright { statement: Some("Copyright Doe, all yours.".into()), ..doe() };
    assert_eq!(rights(Some("CC0"), own), ["Copyright Doe, all yours.", "CC0"]);
}
