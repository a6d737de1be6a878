//! Which file every chapter, block and inline of the book stands in, and under which id.
//!
//! Only nodes that something leads to get an id: the contents, a link, a note's call.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::escape::is_id;
use super::notes::Placement;
use super::pages::Pages;
use super::{NAV, notes, weight};
use crate::edition::PageList;
use crate::model::NodeId;
use crate::model::block::Block;
use crate::model::book::{Chapter, SectionKind};
use crate::model::inline::Inline;
use crate::model::manifest::GeneratedPage;
use crate::model::{Attributes, walk};
use crate::parallel;
use crate::resolve::ResolvedBook;

/// A file of the spine.
#[derive(Debug)]
pub(super) struct Document<'a> {
    /// Path within the package.
    pub(super) href: String,
    /// The chapter it shows.
    pub(super) chapter: &'a Chapter,
    /// The blocks of the chapter it shows.
    pub(super) blocks: Range<usize>,
    /// The notes at its end, as indices into the chapter's.
    pub(super) notes: Vec<u32>,
    /// Whether the chapter began in a file before.
    pub(super) continued: bool,
}

/// Where a node stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Index into [`Plan::documents`]; `None` for the contents page.
    pub(super) document: Option<usize>,
    /// The node's id; `None` for the top of its file.
    pub(super) id: Option<String>,
}

/// The files of the book and where its nodes stand in them.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// In the order of the spine, without cover and contents page.
    pub(super) documents: Vec<Document<'a>>,
    /// The chapter shown by the contents page, and how many documents stand before it.
    pub(super) contents: Option<(&'a Chapter, usize)>,
    /// The print pages that the edition knows.
    pub(super) pages: Pages,
    spots: BTreeMap<NodeId, Spot>,
    /// The document each note stands in, by chapter and index.
    notes: BTreeMap<(u32, u32), usize>,
    /// The documents that call each note, and how often.
    calls: BTreeMap<(u32, u32), Vec<(usize, u32)>>,
}

impl<'a> Plan<'a> {
    /// Settles names, cuts and ids.
    pub(super) fn new(book: &'a ResolvedBook, pages: Option<&PageList>) -> Self {
        let mut wanted = book.anchors.clone();
        wanted.extend(book.toc.iter().map(|entry| entry.node));
        let chapters: Vec<&Chapter> = book.book.chapters.iter().map(|c| &**c).collect();
        let cuts = parallel::map(&chapters, |chapter| {
            let files = weight::cut(&chapter.blocks, &weight::of_notes(&chapter.notes), weight::LARGEST);
            let notes = notes::place(chapter, &files);
            let ids = chapter_ids(chapter, &files, &notes.notes, &wanted);
            (files, notes, ids)
        });
        let mut plan = Self {
            documents: Vec::new(),
            contents: None,
            pages: Pages::default(),
            spots: BTreeMap::new(),
            notes: BTreeMap::new(),
            calls: BTreeMap::new(),
        };
        let mut names = Names::new(&chapters);
        for (chapter, (files, notes, ids)) in chapters.into_iter().zip(cuts) {
            plan.add(chapter, &names.next(chapter), (files, notes), ids);
        }
        plan.pages = Pages::new(pages, &plan.documents, plan.contents);
        plan
    }

    fn add(
        &mut self,
        chapter: &'a Chapter,
        name: &str,
        (files, notes): (Vec<Range<usize>>, Placement),
        ids: Vec<(NodeId, usize, String)>,
    ) {
        let first = self.documents.len();
        let is_contents = chapter.kind == SectionKind::Generated(GeneratedPage::Contents);
        if is_contents && self.contents.is_none() {
            self.contents = Some((chapter, first));
            self.spots.insert(chapter.id, Spot { document: None, id: None });
            return;
        }
        self.spots.insert(chapter.id, Spot { document: Some(first), id: None });
        for (node, file, id) in ids {
            self.spots.entry(node).or_insert(Spot { document: Some(first + file), id: Some(id) });
        }
        for (note, files) in notes.calls {
            let calls = files.into_iter().map(|(file, count)| (first + file, count)).collect();
            self.calls.insert((chapter.id.chapter, note), calls);
        }
        for (at, (blocks, notes)) in files.into_iter().zip(notes.notes).enumerate() {
            let href = match at {
                0 => format!("text/{name}.xhtml"),
                _ => format!("text/{name}-{}.xhtml", at + 1),
            };
            for note in &notes {
                self.notes.insert((chapter.id.chapter, *note), first + at);
            }
            self.documents.push(Document { href, chapter, blocks, notes, continued: at > 0 });
        }
    }

    /// The id to write on a node that stands in `document`, if anything leads to it.
    pub(super) fn id(&self, node: NodeId, document: Option<usize>) -> Option<&str> {
        self.spots.get(&node).filter(|spot| spot.document == document)?.id.as_deref()
    }

    /// The address of a node within the package.
    pub(super) fn href(&self, node: NodeId) -> Option<String> {
        let spot = self.spots.get(&node)?;
        let file = self.file(spot.document)?;
        Some(match &spot.id {
            Some(id) => format!("{file}#{id}"),
            None => file.to_owned(),
        })
    }

    /// The address of a note's text.
    pub(super) fn note_href(&self, chapter: u32, note: u32) -> Option<String> {
        let document = *self.notes.get(&(chapter, note))?;
        Some(format!("{}#{}", self.file(Some(document))?, note_id(note)))
    }

    /// The addresses of a note's calls, in the order of the book.
    pub(super) fn call_hrefs(&self, chapter: u32, note: u32) -> impl Iterator<Item = String> {
        let calls = self.calls.get(&(chapter, note)).map_or(&[][..], Vec::as_slice);
        calls.iter().flat_map(move |(document, count)| {
            let file = self.file(Some(*document)).unwrap_or_default();
            (1..=*count).map(move |nth| format!("{file}#{}", call_id(note, nth)))
        })
    }

    /// The path of a document, or of the contents page.
    pub(super) fn file(&self, document: Option<usize>) -> Option<&str> {
        match document {
            Some(at) => self.documents.get(at).map(|d| d.href.as_str()),
            None => Some(NAV),
        }
    }
}

/// The id of a note's text within its chapter.
pub(super) fn note_id(note: u32) -> String {
    format!("note-{}", u64::from(note) + 1)
}

/// The id of the `nth` call of a note within its file.
pub(super) fn call_id(note: u32, nth: u32) -> String {
    let call = u64::from(note) + 1;
    if nth <= 1 { format!("call-{call}") } else { format!("call-{call}-{nth}") }
}

/// The id of a chapter's heading within its file.
pub(super) const HEADING_ID: &str = "heading";

/// `to` as a link in the file `from` writes it; both within the package.
pub(super) fn relative(from: &str, to: &str) -> String {
    let Some((folder, _)) = from.split_once('/') else { return to.to_owned() };
    if let Some(inside) = to.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) {
        let (own, _) = inside.split_once('#').unwrap_or((inside, ""));
        let same_file = from.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) == Some(own);
        let fragment = &inside[own.len()..];
        return if same_file && !fragment.is_empty() { fragment.to_owned() } else { inside.to_owned() };
    }
    format!("../{to}")
}

/// Ids of the wanted nodes of a chapter, each with the file it stands in.
fn chapter_ids(
    chapter: &Chapter,
    files: &[Range<usize>],
    notes: &[Vec<u32>],
    wanted: &BTreeSet<NodeId>,
) -> Vec<(NodeId, usize, String)> {
    let mut ids = Ids { wanted, used: BTreeSet::new(), found: Vec::new(), file: 0 };
    ids.inlines(&chapter.title);
    for (at, (range, notes)) in files.iter().zip(notes).enumerate() {
        ids.file = at;
        ids.blocks(chapter.blocks.get(range.clone()).unwrap_or_default());
        for index in notes {
            let Some(note) = chapter.notes.get(*index as usize) else { continue };
            if wanted.contains(&note.id) {
                ids.found.push((note.id, at, note_id(*index)));
            }
            ids.blocks(&note.blocks);
        }
    }
    ids.found
}

struct Ids<'a> {
    wanted: &'a BTreeSet<NodeId>,
    used: BTreeSet<String>,
    found: Vec<(NodeId, usize, String)>,
    file: usize,
}

impl Ids<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        let (mut labelled, mut met) = (Vec::new(), Vec::new());
        walk::blocks(
            blocks,
            &mut |block| labelled.push((block.id, block.attrs.label.as_deref())),
            &mut |run| gather(run, &mut met),
        );
        for (node, label) in labelled.into_iter().chain(met) {
            self.name(node, label);
        }
    }

    fn inlines(&mut self, run: &[Inline]) {
        let mut met = Vec::new();
        gather(run, &mut met);
        for (node, label) in met {
            self.name(node, label);
        }
    }

    /// The author's label where it can be an id and is not one of ours.
    fn name(&mut self, node: NodeId, label: Option<&str>) {
        if !self.wanted.contains(&node) || node.index == 0 {
            return;
        }
        let id = match label.filter(|label| is_id(label) && !is_ours(label)) {
            Some(label) if !self.used.contains(label) => label.to_owned(),
            _ => format!("n{}-{}", node.chapter, node.index),
        };
        if self.used.insert(id.clone()) {
            self.found.push((node, self.file, id));
        }
    }
}

fn gather<'a>(run: &'a [Inline], met: &mut Vec<(NodeId, Option<&'a str>)>) {
    walk::inlines(run, &mut |inline| {
        let label = |attrs: &'a Attributes| attrs.label.as_deref();
        met.push((inline.id, inline.attrs.as_deref().and_then(label)));
    });
}

/// Whether ids of this form are made here.
fn is_ours(label: &str) -> bool {
    let numbers = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let captions = |rest: &str| rest.strip_suffix("-caption").is_some_and(numbers);
    label == HEADING_ID
        || label.starts_with("page_")
        || ["n", "note-", "call-"]
            .iter()
            .any(|head| label.strip_prefix(head).is_some_and(|rest| numbers(rest) || captions(rest)))
}

/// File names by what a chapter is.
struct Names {
    width: usize,
    counts: BTreeMap<&'static str, u32>,
}

impl Names {
    fn new(chapters: &[&Chapter]) -> Self {
        let count = chapters.iter().filter(|c| c.kind == SectionKind::Chapter).count();
        Self { width: count.to_string().len().max(2), counts: BTreeMap::new() }
    }

    fn next(&mut self, chapter: &Chapter) -> String {
        let base = base_name(chapter.kind);
        let count = self.counts.entry(base).or_default();
        *count += 1;
        match chapter.kind {
            SectionKind::Chapter => format!("{base}-{count:0width$}", width = self.width),
            SectionKind::Part | SectionKind::Appendix | SectionKind::Section => format!("{base}-{count}"),
            _ if *count == 1 => base.to_owned(),
            // Two digits keep `preface-02` apart from the second file of `preface`.
            _ => format!("{base}-{count:02}"),
        }
    }
}

fn base_name(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Chapter => "chapter",
        SectionKind::Part => "part",
        SectionKind::Appendix => "appendix",
        SectionKind::Dedication => "dedication",
        SectionKind::Epigraph => "epigraph",
        SectionKind::Foreword => "foreword",
        SectionKind::Preface => "preface",
        SectionKind::Introduction => "introduction",
        SectionKind::Prologue => "prologue",
        SectionKind::Epilogue => "epilogue",
        SectionKind::Afterword => "afterword",
        SectionKind::Acknowledgements => "acknowledgements",
        SectionKind::Glossary => "glossary",
        SectionKind::Bibliography => "bibliography",
        SectionKind::Colophon | SectionKind::Generated(GeneratedPage::Colophon) => "colophon",
        SectionKind::Section => "section",
        SectionKind::Generated(GeneratedPage::HalfTitle) => "halftitle",
        SectionKind::Generated(GeneratedPage::Title) => "titlepage",
        SectionKind::Generated(GeneratedPage::Copyright) => "copyright",
        SectionKind::Generated(GeneratedPage::Contents) => "contents",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_to_their_file() {
        assert_eq!(relative("text/a.xhtml", "text/b.xhtml#x"), "b.xhtml#x");
        assert_eq!(relative("text/a.xhtml", "text/a.xhtml#x"), "#x");
        assert_eq!(relative("text/a.xhtml", "text/a.xhtml"), "a.xhtml");
        assert_eq!(relative("text/a.xhtml", "nav.xhtml"), "../nav.xhtml");
        assert_eq!(relative("text/aa.xhtml", "text/a.xhtml#x"), "a.xhtml#x");
        assert_eq!(relative("nav.xhtml", "text/a.xhtml"), "text/a.xhtml");
    }

    #[test]
    fn labels_like_our_own_ids_are_not_taken() {
        assert!(is_ours("n3-5") && is_ours("note-12") && is_ours("heading") && is_ours("n1-2-caption"));
        assert!(!is_ours("notes") && !is_ours("n") && !is_ours("sec-2"));
    }
}
