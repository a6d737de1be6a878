//! An edition to an EPUB 3.3 archive.
//!
//! ```text
//! Edition ─ plan ─→ documents, places ─ document ─→ XHTML ┐
//!           pictures, fonts, css ─────────────────────────┼─ draft ─→ skeleton ─ finish ─→ bytes
//!           nav, ncx, package ────────────────────────────┘
//! ```
//! First it is settled which file every node of the book stands in, so that the files can
//! be written side by side with links that lead somewhere. `epub-builder` makes the
//! skeleton of the archive (container, manifest, spine); [`finish`] puts everything in it
//! that the builder cannot say.

mod accessibility;
mod author_css;
mod cover;
mod css;
mod document;
mod draft;
mod escape;
mod findings;
mod finish;
mod fonts;
mod language;
mod nav;
mod ncx;
mod notes;
mod ornaments;
mod package;
mod pages;
mod pictures;
mod plan;
mod svg;
mod toc;
mod uri;
mod weight;
mod xhtml;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::edition::Edition;
use crate::model::manifest::{EpubSpec, FormatSpec, ImageLimits, Shop};
use crate::parallel;
use crate::resolve::words::Words;

use finish::Entry;
use fonts::Fonts;
use ornaments::Ornaments;
use pictures::Pictures;
use plan::Plan;

/// What all parts of the archive are written from.
struct Context<'a> {
    edition: &'a Edition<'a>,
    plan: Plan<'a>,
    pictures: Pictures,
    ornaments: Ornaments,
    fonts: Fonts,
    words: Words,
    /// The book's language, well formed.
    lang: String,
    /// Whether the book runs from right to left.
    rtl: bool,
}

/// The bytes of one file in the archive.
#[derive(Clone, Debug)]
enum Payload {
    Text(String),
    Made(Vec<u8>),
    Shared(Arc<[u8]>),
}

impl Payload {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Made(bytes) => bytes,
            Self::Shared(bytes) => bytes,
        }
    }
}

/// Paths within the package.
const BOOK_CSS: &str = "css/book.css";
const AUTHOR_CSS: &str = "css/author.css";
const NAV: &str = "nav.xhtml";
const NCX: &str = "toc.ncx";
const COVER: &str = "text/cover.xhtml";

/// The archive's bytes; the same whatever the number of threads.
pub fn render(edition: &Edition<'_>) -> (Vec<u8>, Vec<Diagnostic>) {
    let lang = language::well_formed(&edition.metadata.lang).unwrap_or_else(|| "und".to_owned());
    let (pictures, mut found) = Pictures::new(edition, spec(edition));
    let context = Context {
        edition,
        plan: Plan::new(edition.book, edition.page_list.as_ref()),
        pictures,
        ornaments: Ornaments::of(&edition.book.book),
        fonts: Fonts::new(edition),
        words: Words::of(&lang),
        rtl: language::is_rtl(&lang),
        lang,
    };
    found.extend(accessibility::finding(&context));
    if let Some(file) = edition.spec.fonts.body.first().filter(|_| !context.fonts.lacks.is_empty()) {
        found.push(findings::missing_face(&context.fonts.lacks, file));
    }
    let entries = context.entries(&mut found);
    let bytes = draft::draft(&context, &entries).and_then(|draft| finish::finish(&context, draft, entries));
    match bytes {
        Ok(bytes) => {
            found.extend(weight::of_archive(&edition.spec.name, bytes.len()));
            (bytes, found)
        }
        Err(reason) => {
            found.push(findings::not_packed(&edition.spec.name, &reason));
            (Vec::new(), found)
        }
    }
}

/// Settings of an edition.
fn spec<'a>(edition: &Edition<'a>) -> &'a EpubSpec {
    const USUAL: &EpubSpec = &EpubSpec {
        css: None,
        embed_fonts: None,
        cover_page: None,
        page_list_from: None,
        preset: None,
        images: ImageLimits::USUAL,
    };
    match &edition.spec.format {
        FormatSpec::Epub(spec) => spec,
        FormatSpec::Pdf(_) => USUAL,
    }
}

impl<'a> Context<'a> {
    /// Settings of the edition.
    fn spec(&self) -> &'a EpubSpec {
        spec(self.edition)
    }

    /// Whether the cover has a page of its own.
    fn has_cover_page(&self) -> bool {
        // Kindle shows the cover before the book's first page by itself.
        let usual = self.spec().preset != Some(Shop::Kindle);
        self.edition.cover.is_some() && self.spec().cover_page.unwrap_or(usual)
    }

    /// How many ranks the navigation shows: more than a shop's devices know would be lost
    /// or flattened.
    fn toc_depth(&self) -> u8 {
        let most = match self.spec().preset {
            Some(Shop::Kindle) => 2,
            Some(Shop::Kobo) => 3,
            Some(Shop::Apple) | None => u8::MAX,
        };
        self.edition.book.book.toc_depth.clamp(1, most)
    }

    /// Every file that is ours to write, in the order of the archive.
    fn entries(&self, found: &mut Vec<Diagnostic>) -> Vec<Entry> {
        let mut entries = Vec::new();
        if let Some(cover) = self.edition.cover.as_ref().filter(|_| self.has_cover_page()) {
            entries.push(Entry::text(COVER, cover::page_text(self, cover)));
        }
        let numbers: Vec<usize> = (0..self.plan.documents.len()).collect();
        let texts = parallel::map(&numbers, |at| document::write(self, *at));
        for (document, text) in self.plan.documents.iter().zip(texts) {
            found.extend(weight::finding(document, text.len()));
            entries.push(Entry::text(&document.href, text));
        }
        entries.push(Entry::text(BOOK_CSS, css::sheet(self)));
        if let Some(css) = &self.spec().css {
            let (css, left_out) = author_css::clean(css);
            if left_out {
                found.push(findings::css_files(&self.edition.spec.name));
            }
            entries.push(Entry::text(AUTHOR_CSS, css));
        }
        if let Some(cover) = &self.edition.cover {
            entries.push(Entry {
                path: cover::image_path(cover).to_owned(),
                media_type: cover.media_type,
                payload: Payload::Shared(cover.bytes.clone()),
            });
        }
        entries.extend(self.pictures.entries());
        entries.extend(self.fonts.entries());
        entries
    }
}
