//! The pages that are made from the metadata: half title, title, copyright, contents.
//!
//! Paragraphs carry a class that says what they are; looks belong to the theme. What
//! stands on a copyright page follows the Chicago Manual of Style, 1.19–1.37.

use super::Isbn;
use super::words::{Word, Words};
use crate::model::block::{Block, BlockKind};
use crate::model::book::Chapter;
use crate::model::inline::{Inline, InlineKind};
use crate::model::manifest::GeneratedPage;
use crate::model::metadata::{Metadata, Scheme};
use crate::model::{Attributes, NodeId};

/// Fills an empty generated page.
pub(super) fn fill(
    chapter: &mut Chapter,
    page: GeneratedPage,
    (metadata, isbns): (&Metadata, &[Isbn]),
    words: &Words,
) {
    let mut writer = Writer { chapter, next: 1 };
    match page {
        GeneratedPage::HalfTitle => writer.paragraph("half-title", &metadata.title),
        GeneratedPage::Title => title_page(&mut writer, metadata, words),
        GeneratedPage::Copyright => {
            for text in copyright_lines(metadata, isbns, words) {
                writer.paragraph("copyright-line", &text);
            }
        }
        GeneratedPage::Contents => {
            writer.title(words.get(Word::Contents));
            writer.block(BlockKind::Contents, None);
        }
        // Filled when it is known which notes stand there.
        GeneratedPage::Notes => {
            writer.title(words.get(Word::Notes));
            writer.chapter.unlisted = false;
        }
        GeneratedPage::Colophon => {
            for text in [metadata.title.clone(), words.with(Word::MadeWith, "Bindery")] {
                writer.paragraph("", &text);
            }
        }
    }
}

/// Appends blocks to a page, with ids in reading order.
struct Writer<'a> {
    chapter: &'a mut Chapter,
    next: u32,
}

impl Writer<'_> {
    fn id(&mut self) -> NodeId {
        let id = NodeId { chapter: self.chapter.id.chapter, index: self.next };
        self.next += 1;
        id
    }

    fn text(&mut self, text: &str) -> Vec<Inline> {
        let kind = InlineKind::Text(text.to_owned());
        vec![Inline { id: self.id(), kind, attrs: None, span: self.chapter.span }]
    }

    fn title(&mut self, text: &str) {
        if self.chapter.title.is_empty() {
            self.chapter.title = self.text(text);
        }
    }

    fn paragraph(&mut self, class: &str, text: &str) {
        let id = self.id();
        let content = self.text(text);
        self.push(id, BlockKind::Paragraph(content), Some(class).filter(|class| !class.is_empty()));
    }

    fn block(&mut self, kind: BlockKind, class: Option<&str>) {
        let id = self.id();
        self.push(id, kind, class);
    }

    fn push(&mut self, id: NodeId, kind: BlockKind, class: Option<&str>) {
        let classes = class.into_iter().map(str::to_owned).collect();
        let attrs = Attributes { classes, ..Attributes::default() };
        self.chapter.blocks.push(Block { id, kind, attrs, span: self.chapter.span });
    }
}

fn title_page(writer: &mut Writer<'_>, metadata: &Metadata, words: &Words) {
    writer.paragraph("book-title", &metadata.title);
    if let Some(subtitle) = &metadata.subtitle {
        writer.paragraph("book-subtitle", subtitle);
    }
    for author in metadata.authors() {
        writer.paragraph("book-author", &author.name);
    }
    for line in contributors(metadata, &["trl", "edt", "ill", "pht", "aui", "aft"], words) {
        writer.paragraph("book-contributor", &line);
    }
    if let Some(publisher) = &metadata.publisher {
        writer.paragraph("book-publisher", publisher);
    }
}

/// A line for each of these roles that someone has.
fn contributors(metadata: &Metadata, roles: &[&str], words: &Words) -> Vec<String> {
    let line = |role: &&str| {
        let names: Vec<&str> =
            metadata.contributors.iter().filter(|c| c.role == *role).map(|c| c.name.as_str()).collect();
        let word = match *role {
            "trl" => Word::TranslatedBy,
            "edt" => Word::EditedBy,
            "ill" => Word::IllustratedBy,
            "cov" => Word::CoverBy,
            "aui" => Word::IntroductionBy,
            "aft" => Word::AfterwordBy,
            _ => Word::PhotographsBy,
        };
        (!names.is_empty()).then(|| words.with(word, &joined(&names, words)))
    };
    roles.iter().filter_map(line).collect()
}

/// `A`, `A and B`, `A, B and C`.
fn joined(names: &[&str], words: &Words) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {} {last}", first.join(", "), words.get(Word::And)),
    }
}

fn copyright_lines(metadata: &Metadata, isbns: &[Isbn], words: &Words) -> Vec<String> {
    let mut lines = vec![match &metadata.subtitle {
        Some(subtitle) => words.numbered_title(&metadata.title, subtitle),
        None => metadata.title.clone(),
    }];
    if let Some(collection) = &metadata.collection {
        let position = collection.position.iter().map(String::as_str);
        lines.push(std::iter::once(collection.name.as_str()).chain(position).collect::<Vec<_>>().join(", "));
    }
    lines.extend(rights(metadata, words));
    lines.extend(contributors(metadata, &["trl", "edt", "ill", "pht", "aui", "aft", "cov"], words));
    lines.extend(metadata.publisher.clone());
    lines.extend(isbn_lines(metadata, isbns));
    lines
}

/// The copyright notice and what is said of rights; the author's own words come before
/// ours, and nothing is said twice.
fn rights(metadata: &Metadata, words: &Words) -> Vec<String> {
    let copyright = &metadata.copyright;
    let own = copyright.statement.as_deref().filter(|statement| *statement != "default");
    let rights = metadata.rights.as_deref();
    let is_notice = |text: &str| text.contains('©') || text.to_lowercase().contains("copyright");
    let year = copyright.year.or(metadata.date.map(|date| date.year));
    let authors: Vec<&str> = metadata.authors().map(|author| author.name.as_str()).collect();
    let holder = copyright.holder.clone().or_else(|| (!authors.is_empty()).then(|| joined(&authors, words)));
    let notice = holder.map(|holder| match year {
        Some(year) => format!("© {year} {holder}"),
        None => format!("© {holder}"),
    });
    let said = own.into_iter().chain(rights).any(is_notice);
    let mut lines: Vec<String> = notice.filter(|_| !said).into_iter().collect();
    lines.extend(own.or(rights).map(str::to_owned));
    if let (Some(_), Some(rights)) = (own, rights.filter(|rights| Some(*rights) != own)) {
        lines.push(rights.to_owned());
    }
    // Only someone who claims the copyright in so many words reserves rights by it.
    let claims = copyright.holder.is_some() || copyright.year.is_some() || copyright.statement.is_some();
    if own.is_none() && rights.is_none() && claims && !lines.is_empty() {
        lines.push(words.get(Word::Rights).to_owned());
    }
    lines
}

fn isbn_lines(metadata: &Metadata, isbns: &[Isbn]) -> Vec<String> {
    let named = isbns.iter().map(|isbn| match &isbn.edition {
        Some(edition) => format!("ISBN {} ({edition})", isbn.text),
        None => format!("ISBN {}", isbn.text),
    });
    let mut lines: Vec<String> = named.collect();
    let known = |text: &String| isbns.iter().any(|isbn| isbn.text == *text);
    for identifier in &metadata.identifiers {
        if matches!(identifier.scheme, Scheme::Isbn13 | Scheme::Isbn10) && !known(&identifier.text) {
            lines.push(format!("ISBN {}", identifier.text));
        }
    }
    lines
}
