//! Which file every chapter, block and inline of the book stands in, and under which id.
//!
//! Only nodes that something leads to get an id: the contents, a link, a note's call.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::escape::is_id;
use super::notes::{Key, Placement};
use super::pages::Pages;
use super::{NAV, notes, weight};
use crate::edition::PageList;
use crate::model::NodeId;
use crate::model::block::{Block, BlockKind};
use crate::model::book::{Book, Chapter, Note, SectionKind};
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
    /// The notes at its end.
    pub(super) notes: Vec<Key>,
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
    /// Where notes stand and from where they are called.
    notes: Placement,
}

impl<'a> Plan<'a> {
    /// Settles names, cuts and ids.
    pub(super) fn new(book: &'a ResolvedBook, pages: Option<&PageList>) -> Self {
        let mut wanted = book.anchors.clone();
        wanted.extend(book.toc.iter().map(|entry| entry.node));
        let chapters: Vec<&Chapter> = book.book.chapters.iter().map(|c| &**c).collect();
        let contents = chapters.iter().find(|chapter| is_contents(chapter)).map(|chapter| chapter.id);
        let cuts = parallel::map(&chapters, |chapter| {
            // The contents page is one file, and none of these.
            if Some(chapter.id) == contents {
                return (Vec::new(), Vec::new());
            }
            let files = weight::cut(&chapter.blocks, &weight::of_notes(book, chapter), weight::LARGEST);
            let events = notes::events(chapter, &files);
            (files, events)
        });
        let (cuts, events): (Vec<_>, Vec<_>) = cuts.into_iter().unzip();
        let mut plan = Self {
            documents: Vec::new(),
            contents: None,
            pages: Pages::default(),
            spots: BTreeMap::new(),
            notes: notes::place(&book.book, &events),
        };
        let mut names = Names::new(&chapters);
        let mut work = Vec::with_capacity(chapters.len());
        for (chapter, files) in chapters.into_iter().zip(cuts) {
            work.push((chapter, plan.documents.len(), files.clone()));
            plan.add(chapter, &names.next(chapter), files);
        }
        let ids = parallel::map(&work, |(chapter, first, files)| {
            plan.chapter_ids(&book.book, (chapter, *first), files, &wanted)
        });
        for (node, document, id) in ids.into_iter().flatten() {
            plan.spots.entry(node).or_insert(Spot { document: Some(document), id: Some(id) });
        }
        plan.pages = Pages::new(pages, &plan.documents, plan.contents);
        plan
    }

    fn add(&mut self, chapter: &'a Chapter, name: &str, files: Vec<Range<usize>>) {
        let first = self.documents.len();
        if is_contents(chapter) && self.contents.is_none() {
            self.contents = Some((chapter, first));
            self.spots.insert(chapter.id, Spot { document: None, id: None });
            return;
        }
        self.spots.insert(chapter.id, Spot { document: Some(first), id: None });
        for (at, blocks) in files.into_iter().enumerate() {
            let href = match at {
                0 => format!("text/{name}.xhtml"),
                _ => format!("text/{name}-{}.xhtml", at + 1),
            };
            let notes = self.notes.ends.get(first + at).cloned().unwrap_or_default();
            self.documents.push(Document { href, chapter, blocks, notes, continued: at > 0 });
        }
    }

    /// Ids of the wanted nodes that stand in a chapter's files, the first of which is `first`.
    fn chapter_ids(
        &self,
        book: &Book,
        (chapter, first): (&Chapter, usize),
        files: &[Range<usize>],
        wanted: &BTreeSet<NodeId>,
    ) -> Vec<(NodeId, usize, String)> {
        let own = chapter.id.chapter;
        let mut ids = Ids { wanted, used: BTreeSet::new(), found: Vec::new(), file: first, own };
        ids.inlines(&chapter.title);
        for (at, range) in files.iter().enumerate() {
            ids.file = first + at;
            let blocks = chapter.blocks.get(range.clone()).unwrap_or_default();
            ids.blocks(blocks);
            let ends = self.notes.ends.get(ids.file).into_iter().flatten().copied();
            let found = listed(book, blocks).into_iter().chain(ends);
            for (key, note) in found.filter_map(|key| note_of(book, key).map(|note| (key, note))) {
                if wanted.contains(&note.id) {
                    ids.found.push((note.id, ids.file, self.note_id(key)));
                }
                ids.blocks(&note.blocks);
            }
        }
        ids.found
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
    pub(super) fn note_href(&self, note: Key) -> Option<String> {
        let document = *self.notes.files.get(&note)?;
        Some(format!("{}#{}", self.file(Some(document))?, self.note_id(note)))
    }

    /// The id of a note's text in its file.
    pub(super) fn note_id(&self, note: Key) -> String {
        let is_own = self.notes.files.get(&note).is_none_or(|document| self.is_of(*document, note));
        format!("note-{}", numbered(note, is_own))
    }

    /// The id of the `nth` call of a note within a file.
    pub(super) fn call_id(&self, document: usize, note: Key, nth: u32) -> String {
        let call = numbered(note, self.is_of(document, note));
        if nth <= 1 { format!("call-{call}") } else { format!("call-{call}-{nth}") }
    }

    /// Whether a file is of the chapter that calls a note: notes of all chapters meet in the
    /// section at the end of the book.
    fn is_of(&self, document: usize, note: Key) -> bool {
        self.documents.get(document).is_none_or(|document| document.chapter.id.chapter == note.0)
    }

    /// The addresses of a note's calls, in the order of the book.
    pub(super) fn call_hrefs(&self, note: Key) -> impl Iterator<Item = String> {
        let calls = self.notes.calls.get(&note).into_iter().flatten();
        calls.flat_map(move |(document, count)| {
            let file = self.file(Some(*document)).unwrap_or_default();
            (1..=*count).map(move |nth| format!("{file}#{}", self.call_id(*document, note, nth)))
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

/// A note's number in ids: `4`, or `c2-4` in a file that is not of its chapter.
fn numbered((chapter, note): Key, is_own: bool) -> String {
    let number = u64::from(note) + 1;
    if is_own { number.to_string() } else { format!("c{chapter}-{number}") }
}

fn is_contents(chapter: &Chapter) -> bool {
    chapter.kind == SectionKind::Generated(GeneratedPage::Contents)
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

/// The notes that blocks list.
fn listed(book: &Book, blocks: &[Block]) -> Vec<Key> {
    let mut keys = Vec::new();
    walk::blocks(
        blocks,
        &mut |block| {
            let BlockKind::Notes(notes) = &block.kind else { return };
            keys.extend(notes.iter().filter_map(|note| notes::key(book, *note)));
        },
        &mut |_| {},
    );
    keys
}

/// The note of a key.
pub(super) fn note_of(book: &Book, (chapter, note): Key) -> Option<&Note> {
    book.chapter_of(NodeId { chapter, index: 0 })?.notes.get(note as usize)
}

struct Ids<'a> {
    wanted: &'a BTreeSet<NodeId>,
    used: BTreeSet<String>,
    found: Vec<(NodeId, usize, String)>,
    file: usize,
    /// The chapter of the files: labels of others could meet one of its own.
    own: u32,
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
        let label = label.filter(|label| node.chapter == self.own && is_id(label) && !is_ours(label));
        let id = match label {
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
        || ["note-c", "call-c"].iter().any(|head| label.strip_prefix(head).is_some_and(numbers))
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
        SectionKind::Generated(GeneratedPage::Notes) => "endnotes",
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
        assert!(
            is_ours("n3-5")
                && is_ours("note-12")
                && is_ours("heading")
                && is_ours("n1-2-caption")
                && is_ours("note-c2-4")
        );
        assert!(!is_ours("notes") && !is_ours("n") && !is_ours("sec-2"));
    }
}
