//! How large a block's XHTML will be, and where a chapter is cut into files.
//!
//! Old reading devices load a file whole, so none should exceed [`LARGEST`]. Weights are
//! estimates from above: the cuts must be known before anything is written, since links
//! lead across them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::findings;
use super::plan::Document;
use crate::diagnostic::Diagnostic;
use crate::model::block::{Block, BlockKind};
use crate::model::book::{Chapter, Note};
use crate::model::inline::{Inline, InlineKind};
use crate::model::{NodeId, walk};
use crate::resolve::ResolvedBook;

/// Most bytes of a file's blocks.
pub(super) const LARGEST: usize = 240_000;

/// Most bytes of a file, head and all, that nothing is said of.
const MOST: usize = 256_000;

/// Tags and attributes of a block, and of an inline.
const BLOCK: usize = 70;
const INLINE: usize = 70;

/// At least the bytes that notes will take.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// With the call of each of a chapter's notes.
    called: Vec<usize>,
    /// In lists.
    listed: BTreeMap<NodeId, usize>,
}

/// Weighs the notes that a chapter calls or lists.
pub(super) fn of_notes(book: &ResolvedBook, chapter: &Chapter) -> Notes {
    let weigh = |note: &Note| note.blocks.iter().map(|block| weigh(block, &Notes::default())).sum::<usize>();
    let mut listed = BTreeMap::new();
    walk::blocks(
        &chapter.blocks,
        &mut |block| {
            let BlockKind::Notes(notes) = &block.kind else { return };
            let found = notes.iter().filter_map(|id| book.book.chapter_of(*id)?.note(*id));
            listed.extend(found.map(|(_, note)| (note.id, weigh(note) + INLINE * 4)));
        },
        &mut |_| {},
    );
    let of_call = |note: &Note| if book.notes.place(note.id).is_listed() { 0 } else { weigh(note) };
    Notes { called: chapter.notes.iter().map(of_call).collect(), listed }
}

/// What to say of a file that is large all the same: it holds a block that cannot be cut.
pub(super) fn finding(document: &Document<'_>, bytes: usize) -> Option<Diagnostic> {
    let blocks = document.chapter.blocks.get(document.blocks.clone()).unwrap_or_default();
    let heaviest =
        blocks.iter().max_by_key(|block| weigh(block, &Notes::default())).filter(|_| bytes > MOST)?;
    Some(findings::large_block(bytes, heaviest.span))
}

/// The largest files that shops take: Kindle Direct Publishing, Kobo, Apple and Google.
const SHOPS: &[(usize, &str)] = &[
    (2_000_000_000, "no shop takes more than 2 GB"),
    (1_000_000_000, "Kobo takes 1 GB, Amazon 650 MB"),
    (650_000_000, "Amazon takes 650 MB"),
];

/// What to say of an archive that is larger than some shop takes.
pub(super) fn of_archive(edition: &str, bytes: usize) -> Option<Diagnostic> {
    let (_, takes) = SHOPS.iter().find(|(most, _)| bytes > *most)?;
    Some(findings::large_epub(edition, bytes, takes))
}

/// At least the bytes the block will take, with the notes it calls.
fn weigh(block: &Block, notes: &Notes) -> usize {
    // Two counters, since both closures run during one walk.
    let (mut blocks, mut inlines) = (0, 0);
    walk::blocks(
        std::slice::from_ref(block),
        &mut |inner| {
            blocks += BLOCK;
            match &inner.kind {
                BlockKind::Code(code) => blocks += escaped(&code.text),
                BlockKind::Math(tex) => blocks += escaped(tex),
                BlockKind::Table(table) => {
                    let rows = table.head.iter().chain(&table.body);
                    blocks += rows.map(|row| 12 + 40 * row.cells.len()).sum::<usize>();
                }
                BlockKind::Verse(verse) => blocks += 50 * verse.lines.len(),
                BlockKind::List(list) => blocks += 20 * list.items.len(),
                BlockKind::Notes(list) => {
                    blocks += list.iter().filter_map(|note| notes.listed.get(note)).sum::<usize>();
                }
                _ => {}
            }
        },
        &mut |run| walk::inlines(run, &mut |inline| inlines += weigh_inline(inline, notes)),
    );
    blocks + inlines
}

fn weigh_inline(inline: &Inline, notes: &Notes) -> usize {
    match &inline.kind {
        InlineKind::Text(text) => escaped(text),
        InlineKind::SoftBreak => 1,
        InlineKind::Code(text) | InlineKind::Math { tex: text, .. } => INLINE + escaped(text),
        InlineKind::Link { url, .. } => INLINE + escaped(url),
        InlineKind::Image(image) => INLINE * 2 + escaped(&image.alt) + image.url.len(),
        InlineKind::Note(note) => INLINE * 4 + notes.called.get(*note as usize).copied().unwrap_or_default(),
        _ => INLINE,
    }
}

fn escaped(text: &str) -> usize {
    text.len() + text.bytes().filter(|b| matches!(b, b'<' | b'>' | b'&' | b'"')).count() * 5
}

/// The runs of blocks that make a file each; at least one, which may be empty. No file
/// ends with a heading.
pub(super) fn cut(blocks: &[Block], notes: &Notes, largest: usize) -> Vec<Range<usize>> {
    let mut files = Vec::new();
    let (mut start, mut weight) = (0, 0);
    for (at, block) in blocks.iter().enumerate() {
        let own = weigh(block, notes);
        if weight + own > largest && at > start {
            let headings = blocks[start..at].iter().rev().take_while(|b| is_heading(b)).count();
            let end = at - headings;
            if end > start {
                files.push(start..end);
                start = end;
                weight = blocks[start..at].iter().map(|block| weigh(block, notes)).sum();
            }
        }
        weight += own;
    }
    files.push(start..blocks.len());
    files
}

fn is_heading(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading { .. })
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init)] // One file is a list of one range.
mod tests {
    use super::*;
    use crate::model::Attributes;
    use crate::source::Span;

    fn block(kind: BlockKind) -> Block {
        Block { id: NodeId::default(), kind, attrs: Attributes::default(), span: Span::default() }
    }

    fn text(words: &str) -> Vec<Inline> {
        let kind = InlineKind::Text(words.to_owned());
        vec![Inline { id: NodeId::default(), kind, attrs: None, span: Span::default() }]
    }

    fn paragraph(words: &str) -> Block {
        block(BlockKind::Paragraph(text(words)))
    }

    #[test]
    fn archives_are_held_against_what_shops_take() {
        let said = |bytes| of_archive("ebook", bytes).map(|finding| finding.message);
        assert_eq!(said(650_000_000), None);
        let told = "the EPUB of edition `ebook` has 700 MB: Amazon takes 650 MB";
        assert_eq!(said(700_000_000).as_deref(), Some(told));
        assert!(said(1_500_000_000).is_some_and(|told| told.ends_with("Kobo takes 1 GB, Amazon 650 MB")));
    }

    #[test]
    fn notes_weigh_where_they_are_called() {
        let call = |note| {
            let kind = InlineKind::Note(note);
            block(BlockKind::Paragraph(vec![Inline {
                id: NodeId::default(),
                kind,
                attrs: None,
                span: Span::default(),
            }]))
        };
        let blocks = vec![call(0), call(1), call(0)];
        let of = |called: [usize; 2]| Notes { called: called.into(), ..Notes::default() };
        assert_eq!(cut(&blocks, &of([600, 600]), 10_000), [0..3]);
        assert_eq!(cut(&blocks, &of([600, 9000]), 10_000), [0..1, 1..2, 2..3]);
        let listed = block(BlockKind::Notes(vec![NodeId::default()]));
        let notes = Notes { listed: BTreeMap::from([(NodeId::default(), 9000)]), ..Notes::default() };
        assert_eq!(cut(&[listed.clone(), listed], &notes, 10_000), [0..1, 1..2], "and in their lists");
    }

    fn heading() -> Block {
        block(BlockKind::Heading { level: 2, content: text("H"), unnumbered: false, unlisted: false })
    }

    #[test]
    fn a_chapter_is_cut_at_blocks_and_never_after_a_heading() {
        let (long, none) = ("x".repeat(1000), Notes::default());
        let blocks = vec![paragraph(&long), heading(), paragraph(&long), paragraph(&long)];
        assert_eq!(cut(&blocks, &none, 1300), [0..1, 1..3, 3..4]);
        assert_eq!(cut(&blocks, &none, 100_000), [0..4]);
        assert_eq!(cut(&[], &none, 10), [0..0]);
        assert_eq!(cut(&blocks[..1], &none, 10), [0..1], "one block is never divided");
    }
}
