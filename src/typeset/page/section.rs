//! Which chapters flow together, where they open and what furniture their pages have.

use std::ops::Range;

use crate::edition::Edition;
use crate::model::block::BlockKind;
use crate::model::book::{Chapter, Matter, Note, Opening, SectionKind};
use crate::model::inline::Inline;
use crate::model::manifest::{FormatSpec, GeneratedPage, Start};
use crate::model::theme::HeadingOpen;
use crate::model::walk;
use crate::typeset::paragraph::pages;

/// Chapters that flow together from the top of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Indices into the book's chapters.
    pub chapters: Range<usize>,
    /// Whether it opens on a recto; else on the next page.
    pub recto: bool,
    /// Whether its pages have running heads and folios.
    pub furniture: bool,
    /// Whether its folios are roman.
    pub front: bool,
    /// Whether the contents are in it.
    pub contents: bool,
    /// Whether it shows page numbers of other places, as the contents do, and must be set
    /// again when they have moved.
    pub shows_pages: bool,
}

/// The sections of a book in order.
pub fn plan(edition: &Edition<'_>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut body_begun = false;
    let chapters = &edition.book.book.chapters;
    for (index, chapter) in chapters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|i| chapters.get(i));
        if let (Some(section), Some(before)) = (sections.last_mut(), before)
            && runs_on(edition, chapter, before)
        {
            section.chapters.end = index + 1;
            section.contents |= has_contents(chapter);
            section.shows_pages |= shows_pages(edition, chapter);
            continue;
        }
        let front = chapter.matter == Matter::Front;
        // The body begins on page 1, and odd pages are rectos.
        let first_of_body = !front && !body_begun;
        body_begun |= !front;
        sections.push(Section {
            chapters: index..index + 1,
            recto: first_of_body || opens_recto(edition, chapter),
            furniture: has_furniture(chapter),
            front: front && !body_begun,
            contents: has_contents(chapter),
            shows_pages: shows_pages(edition, chapter),
        });
    }
    sections
}

/// Whether a chapter begins on the page the one before it ends on.
fn runs_on(edition: &Edition<'_>, chapter: &Chapter, before: &Chapter) -> bool {
    let by_theme =
        chapter.opening == Opening::Chapter && heading_open(edition, chapter) == HeadingOpen::RunOn;
    (chapter.opening == Opening::RunOn || by_theme)
        && before.opening != Opening::Part
        && has_furniture(before)
        && has_furniture(chapter)
        && (before.matter == Matter::Front) == (chapter.matter == Matter::Front)
}

/// Level of chapters in a book of parts.
const NESTED: u8 = 2;

fn heading_open(edition: &Edition<'_>, chapter: &Chapter) -> HeadingOpen {
    let theme = edition.theme;
    if chapter.opening == Opening::Part {
        return theme.part.open;
    }
    let open = theme.headings[usize::from(edition.book.book.rank(chapter)) - 1].open;
    // Chapters of a part within a part are many and short: a blank page before every other
    // one would make the book half as thick again.
    if open == HeadingOpen::Recto && chapter.level > NESTED { HeadingOpen::Page } else { open }
}

fn opens_recto(edition: &Edition<'_>, chapter: &Chapter) -> bool {
    let start = match &edition.spec.format {
        FormatSpec::Pdf(print) => print.start,
        FormatSpec::Epub(_) => None,
    };
    match chapter.kind {
        SectionKind::Generated(GeneratedPage::HalfTitle | GeneratedPage::Title) => true,
        SectionKind::Generated(GeneratedPage::Copyright) => false,
        SectionKind::Generated(GeneratedPage::Contents) | SectionKind::Dedication | SectionKind::Epigraph => {
            start != Some(Start::Any)
        }
        _ => match (chapter.opening, heading_open(edition, chapter), start) {
            // A part's own page is a recto whatever chapters do.
            (Opening::Part, open, _) => open == HeadingOpen::Recto,
            (_, HeadingOpen::RunOn, _) | (_, _, Some(Start::Any)) => false,
            (_, _, Some(Start::Recto)) => true,
            (_, open, None) => open == HeadingOpen::Recto,
        },
    }
}

fn has_furniture(chapter: &Chapter) -> bool {
    let bare = matches!(
        chapter.kind,
        SectionKind::Generated(GeneratedPage::HalfTitle | GeneratedPage::Title | GeneratedPage::Copyright)
            | SectionKind::Dedication
            | SectionKind::Epigraph
            | SectionKind::Part
    );
    !bare && chapter.opening != Opening::Part
}

fn shows_pages(edition: &Edition<'_>, chapter: &Chapter) -> bool {
    let mut shows = has_contents(chapter);
    let mut see = |run: &[Inline]| {
        walk::inlines(run, &mut |inline| shows |= pages::shows_page(edition, inline));
    };
    see(&chapter.title);
    let notes = chapter.notes.iter().chain(listed(edition, chapter)).map(|note| note.blocks.as_slice());
    for blocks in std::iter::once(chapter.blocks.as_slice()).chain(notes) {
        walk::blocks(blocks, &mut |_| {}, &mut see);
    }
    shows
}

/// Notes of other chapters that one lists.
fn listed<'a>(edition: &'a Edition<'_>, chapter: &Chapter) -> Vec<&'a Note> {
    let book = &edition.book.book;
    let mut notes = Vec::new();
    walk::blocks(
        &chapter.blocks,
        &mut |block| {
            let BlockKind::Notes(listed) = &block.kind else { return };
            let others = listed.iter().filter(|note| note.chapter != chapter.id.chapter);
            notes.extend(others.filter_map(|note| Some(book.chapter_of(*note)?.note(*note)?.1)));
        },
        &mut |_| {},
    );
    notes
}

fn has_contents(chapter: &Chapter) -> bool {
    chapter.blocks.iter().any(|b| matches!(b.kind, BlockKind::Contents))
}
