//! The files of the reading order to the chapters of a [`Book`].
//!
//! Bytes to text ([`load`]), text to blocks in parallel, blocks to chapters ([`assemble`],
//! [`kind`]), then the pictures they show, and last a name for every node ([`number`]).

mod assemble;
mod include;
mod kind;
mod load;
mod number;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::book::{Book, Chapter};
use crate::model::inline::Inline;
use crate::model::manifest::Manifest;
use crate::model::notes::NoteSpec;
use crate::model::walk::flatten;
use crate::parallel;
use crate::read::assets::{self, Shelf};
use crate::read::{findings, markdown};
use crate::source::{Files, Sources, Span};

/// The language of a book that names none.
const DEFAULT_LANG: &str = "en";

/// What was read.
#[derive(Debug)]
pub struct Chapters {
    /// The book.
    pub book: Book,
    /// What there is to say about it.
    pub findings: Vec<Diagnostic>,
}

/// Reads every file that `manifest` orders, what they include, and the pictures they show.
pub fn read(files: &dyn Files, root: &Path, manifest: &Manifest, sources: &mut Sources) -> Chapters {
    let entries = assemble::entries(&manifest.order);
    let paths: Vec<Option<(&str, Span)>> = entries.iter().map(assemble::Entry::file).collect();
    let (mut texts, mut findings) = load::load(files, root, &paths, sources);
    let values = include::Values::of(manifest);
    let expanded = include::expand(files, root, &mut texts, &values, sources);
    for (text, entry) in texts.iter_mut().zip(&entries) {
        // A file that others include is no chapter, unless the author says so.
        let is_only_found = entry.file().is_some_and(|(_, span)| span == Span::NOWHERE);
        text.take_if(|text| is_only_found && expanded.included.contains(&text.path));
    }

    let shelf = Shelf { files, root, resource_path: &manifest.resource_path };
    let sources = &*sources;
    let documents = parallel::map(&texts, |text| {
        text.as_ref().map(|text| parse(manifest, &include::Beside { shelf: &shelf, sources, text }))
    });
    let mut pictures = Vec::new();
    let mut found = expanded.findings;
    let mut chapters: Vec<Chapter> = Vec::new();
    let mut outline = assemble::Outline::default();
    for ((entry, text), document) in entries.iter().zip(&texts).zip(documents) {
        let document = document.map(|mut document| {
            pictures.append(&mut document.pictures);
            found.append(&mut document.findings);
            document
        });
        chapters.extend(outline.chapters(entry, text.as_ref(), document, manifest));
    }
    if !chapters.iter().any(has_text) && findings.is_empty() {
        findings.push(findings::empty_book());
    }
    let (assets, broken, more) = assets::load(&shelf, &pictures, manifest.cover_image.as_ref());
    found.extend(more);
    found.sort_by_key(|finding| finding.labels.first().map(|label| label.span));
    found.dedup(); // what is included twice
    findings.extend(once_a_book(found));

    let chapters = parallel::map_into(chapters.into_iter().enumerate().collect(), |(index, chapter)| {
        Arc::new(number::number(index, chapter, &broken))
    });
    let book = book(root, manifest, chapters, assets);
    Chapters { book, findings }
}

fn parse(manifest: &Manifest, beside: &include::Beside<'_>) -> markdown::Document {
    let text = beside.text;
    let lang = Some(manifest.metadata.lang.as_str()).filter(|lang| !lang.is_empty());
    markdown::read(&markdown::Source {
        places: &text.places,
        text: &text.content,
        lang: lang.unwrap_or(DEFAULT_LANG),
        typography: manifest.typography,
        hidden_lines: &manifest.hidden_lines,
        pictures: &|url, span| beside.picture(url, span),
        links: &|url, span| beside.link(url, span),
        bibliography: manifest.bibliography,
    })
}

/// Findings in which those of one unknown word, met in many files, stand once.
fn once_a_book(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let of_words = |finding: &Diagnostic| matches!(finding.code, Code::UnknownClass | Code::UnknownAttribute);
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for finding in found.iter().filter(|finding| of_words(finding)) {
        *times.entry(finding.message.clone()).or_default() += 1;
    }
    let once = found.into_iter().filter_map(|mut finding| {
        if of_words(&finding) {
            let count = std::mem::take(times.get_mut(&finding.message)?);
            match count {
                0 => return None,
                1 => {}
                _ => finding.message = format!("{}, met in {count} files", finding.message),
            }
        }
        Some(finding)
    });
    once.collect()
}

fn has_text(chapter: &Chapter) -> bool {
    !chapter.path.is_empty() && (!chapter.title.is_empty() || !chapter.blocks.is_empty())
}

/// The whole book; a title nobody gave is the first heading's, or the folder's name.
fn book(
    root: &Path,
    manifest: &Manifest,
    chapters: Vec<Arc<Chapter>>,
    assets: BTreeMap<String, crate::model::book::Asset>,
) -> Book {
    let mut metadata = manifest.metadata.clone();
    if metadata.title.trim().is_empty() {
        let heading = chapters.iter().find(|c| !c.title.is_empty()).map(|c| line(&c.title));
        let folder = || root.file_name().map(|name| name.to_string_lossy().into_owned());
        metadata.title = heading.or_else(folder).unwrap_or_else(|| "Untitled".to_owned());
    }
    if metadata.lang.is_empty() {
        DEFAULT_LANG.clone_into(&mut metadata.lang);
    }
    let (numbering, toc_depth) = (manifest.numbering, manifest.toc_depth);
    Book { metadata, chapters, assets, numbering, toc_depth, notes: NoteSpec::default() }
}

/// Inlines as one line of text.
fn line(inlines: &[Inline]) -> String {
    flatten(inlines).split_whitespace().collect::<Vec<_>>().join(" ")
}
