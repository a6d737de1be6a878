//! Blocks in a row to chapters: every first-rank heading of a file opens one.

use super::kind;
use super::load::Text;
use crate::model::block::{Block, BlockKind};
use crate::model::book::{Chapter, Matter, Note, Opening, SectionKind};
use crate::model::inline::{Inline, InlineKind};
use crate::model::manifest::{GeneratedPage, Manifest, OrderEntry, ReadingOrder};
use crate::model::notes::keep_called;
use crate::model::walk;
use crate::model::{Attributes, NodeId};
use crate::read::markdown::{Document, FrontMatter};
use crate::source::{FileId, Span};

/// A file with others nested below it is a part when it says no more than this many words
/// itself: a part's page holds its title and perhaps an epigraph. With more it is a
/// chapter, and the files below it are its sections.
const PART_WORDS: usize = 60;

/// An entry of the order and the list it stands in.
pub(super) struct Entry<'a> {
    matter: Matter,
    entry: &'a OrderEntry,
}

/// Every entry of the order, front to back.
pub(super) fn entries(order: &ReadingOrder) -> Vec<Entry<'_>> {
    let lists = [(Matter::Front, &order.front), (Matter::Body, &order.body), (Matter::Back, &order.back)];
    lists
        .iter()
        .flat_map(|(matter, list)| list.iter().map(|entry| Entry { matter: *matter, entry }))
        .collect()
}

impl<'a> Entry<'a> {
    /// The file it names, and where.
    pub(super) fn file(&self) -> Option<(&'a str, Span)> {
        match self.entry {
            OrderEntry::File { path, span, .. } => Some((path, *span)),
            OrderEntry::Generated(_) | OrderEntry::Part { .. } => None,
        }
    }
}

/// The entries above the one at hand, as far as they decide how it opens.
#[derive(Default)]
pub(super) struct Outline {
    /// Depths of the entries with children that the current one stands in; whether each is a part.
    above: Vec<(u8, bool)>,
    /// Whether a `{.part}` heading has been met in the body.
    in_part: bool,
}

/// What the chapters of one file have in common.
struct Shared<'a> {
    matter: Matter,
    opening: Opening,
    kind: SectionKind,
    depth: u8,
    level: u8,
    unnumbered: bool,
    file: FileId,
    path: &'a str,
    front: &'a FrontMatter,
}

impl Outline {
    /// The chapters an entry gives.
    pub(super) fn chapters(
        &mut self,
        entry: &Entry<'_>,
        text: Option<&Text>,
        document: Option<Document>,
        manifest: &Manifest,
    ) -> Vec<Chapter> {
        match entry.entry {
            OrderEntry::Generated(page) => vec![generated(*page, entry.matter)],
            OrderEntry::Part { title, span } => {
                self.above.clear();
                self.in_part = false;
                vec![part(title, *span, manifest.file.unwrap_or(span.file))]
            }
            OrderEntry::File { .. } => match (text, document) {
                (Some(text), Some(document)) => self.file(entry, text, document),
                _ => Vec::new(),
            },
        }
    }

    fn file(&mut self, entry: &Entry<'_>, text: &Text, document: Document) -> Vec<Chapter> {
        let OrderEntry::File { path, depth, has_children, level, title, appendix, unnumbered, .. } =
            entry.entry
        else {
            return Vec::new();
        };
        let Document { blocks, notes, front, .. } = document;
        let appendix_matter = *appendix && entry.matter == Matter::Body;
        let matter = if appendix_matter { Matter::Back } else { entry.matter };
        self.above.retain(|(above, _)| above < depth);
        let under_text = self.above.last().is_some_and(|(_, is_part)| !is_part);
        let is_part = *has_children && !under_text && few_words(&blocks);
        if *has_children {
            self.above.push((*depth, is_part));
        }
        let file_kind = kind::of_file(path, entry.matter, *appendix);
        let (opening, kind) = match (is_part, under_text) {
            (true, _) => (Opening::Part, SectionKind::Part),
            (false, true) => (Opening::RunOn, SectionKind::Section),
            (false, false) => (Opening::Chapter, file_kind),
        };
        let shared = Shared {
            matter,
            opening,
            kind,
            depth: (*depth).max(1),
            level: (*level).clamp(1, 6),
            unnumbered: *unnumbered,
            file: text.file,
            path,
            front: &front,
        };
        let pieces = split(blocks, title.as_deref(), &shared);
        let notes: Vec<(usize, &Note)> = notes.iter().map(|placed| (placed.at, &placed.note)).collect();
        let made = pieces.into_iter().map(|piece| self.chapter(piece, &shared, &notes));
        made.collect()
    }

    fn chapter(&mut self, piece: Piece, shared: &Shared<'_>, notes: &[(usize, &Note)]) -> Chapter {
        let Piece { title, mut attrs, unnumbered, unlisted, span, mut blocks, shift } = piece;
        let own = kind::of_heading(&attrs);
        let (mut opening, mut depth) = (shared.opening, shared.depth);
        if own == Some(SectionKind::Part) {
            opening = Opening::Part;
            self.in_part = true;
        } else {
            if own.is_some() && opening == Opening::Part {
                opening = Opening::Chapter;
            }
            if self.in_part && depth == 1 && shared.matter == Matter::Body {
                depth = 2;
            }
        }
        shift_headings(&mut blocks, shift);
        if attrs.lang().is_none()
            && let Some(lang) = &shared.front.lang
        {
            attrs.pairs.push(("lang".to_owned(), lang.clone()));
        }
        let get = |key: &str| attrs.get(key).map(str::to_owned);
        let mut chapter = Chapter {
            id: NodeId::default(),
            kind: own.unwrap_or(shared.kind),
            matter: shared.matter,
            opening,
            depth,
            level: shared.level,
            subtitle: get("subtitle").or_else(|| shared.front.subtitle.clone()),
            short_title: get("short").or_else(|| get("short-title")),
            unlisted: unlisted || title.is_empty(),
            title,
            attrs,
            unnumbered: unnumbered || shared.unnumbered,
            blocks,
            notes: Vec::new(),
            file: shared.file,
            path: shared.path.to_owned(),
            span,
        };
        if !notes.is_empty() {
            keep_called(&mut chapter, notes);
        }
        chapter
    }
}

/// A chapter's blocks and what its heading said.
struct Piece {
    title: Vec<Inline>,
    attrs: Attributes,
    unnumbered: bool,
    unlisted: bool,
    span: Span,
    blocks: Vec<Block>,
    /// How many ranks its inner headings move down.
    shift: i16,
}

impl Piece {
    fn untitled(shared: &Shared<'_>, title: Option<&str>) -> Self {
        let span = Span::new(shared.file, 0, 0);
        let title = title.map(|title| text(title, span)).unwrap_or_default();
        let attrs = Attributes::default();
        let shift = i16::from(shared.level) - 1;
        Self { title, attrs, unnumbered: false, unlisted: false, span, blocks: Vec::new(), shift }
    }

    /// `None` when the block is no heading.
    fn opened_by(block: &Block, shared: &Shared<'_>) -> Option<Self> {
        let BlockKind::Heading { level, content, unnumbered, unlisted } = &block.kind else { return None };
        Some(Self {
            title: content.clone(),
            attrs: block.attrs.clone(),
            unnumbered: *unnumbered,
            unlisted: *unlisted,
            span: block.span,
            blocks: Vec::new(),
            shift: i16::from(shared.level) - i16::from(*level),
        })
    }
}

/// Cuts a file's blocks into chapters.
fn split(blocks: Vec<Block>, entry_title: Option<&str>, shared: &Shared<'_>) -> Vec<Piece> {
    let rank = |block: &Block| match block.kind {
        BlockKind::Heading { level, .. } => Some(level),
        _ => None,
    };
    let title = shared.front.title.as_deref().or(entry_title);
    // Without a first-rank heading the file's first heading opens the chapter, if nothing
    // stands before it and no other is of its rank, or if nothing else names the chapter.
    let has_first_rank = blocks.iter().any(|block| rank(block) == Some(1));
    let opener = blocks.first().and_then(rank).filter(|first| {
        let alone = !blocks.iter().skip(1).filter_map(rank).any(|other| other <= *first);
        !has_first_rank && ((alone && shared.front.title.is_none()) || title.is_none())
    });
    let mut pieces: Vec<Piece> = Vec::new();
    for (index, block) in blocks.into_iter().enumerate() {
        let opens = rank(&block) == Some(1) || (index == 0 && opener.is_some());
        if opens && let Some(piece) = Piece::opened_by(&block, shared) {
            pieces.push(piece);
            continue;
        }
        if pieces.is_empty() {
            pieces.push(Piece::untitled(shared, title));
        }
        if let Some(last) = pieces.last_mut() {
            last.blocks.push(block);
        }
    }
    if pieces.is_empty() && title.is_some() {
        pieces.push(Piece::untitled(shared, title));
    }
    pieces
}

/// Moves headings to the rank their chapter's place in the book gives them.
fn shift_headings(blocks: &mut [Block], shift: i16) {
    for block in blocks {
        if let BlockKind::Heading { level, .. } = &mut block.kind {
            let moved = (i16::from(*level) + shift).clamp(1, 6);
            *level = u8::try_from(moved).unwrap_or(1);
        }
    }
}

/// Whether a file says little beside its heading.
fn few_words(blocks: &[Block]) -> bool {
    let mut words = 0;
    let mut other = false;
    walk::blocks(
        blocks,
        &mut |block| {
            other |= matches!(block.kind, BlockKind::Code(_) | BlockKind::Table(_) | BlockKind::List(_));
        },
        &mut |inlines| words += walk::flatten(inlines).split_whitespace().count(),
    );
    words <= PART_WORDS && !other
}

fn text(words: &str, span: Span) -> Vec<Inline> {
    let kind = InlineKind::Text(words.to_owned());
    vec![Inline { id: NodeId::default(), kind, attrs: None, span }]
}

/// A chapter without text of its own.
fn bare(kind: SectionKind, opening: Opening, matter: Matter, span: Span) -> Chapter {
    Chapter {
        id: NodeId::default(),
        kind,
        matter,
        opening,
        depth: 1,
        level: 1,
        title: Vec::new(),
        subtitle: None,
        short_title: None,
        attrs: Attributes::default(),
        unnumbered: false,
        unlisted: false,
        blocks: Vec::new(),
        notes: Vec::new(),
        file: span.file,
        path: String::new(),
        span,
    }
}

fn generated(page: GeneratedPage, matter: Matter) -> Chapter {
    let chapter = bare(SectionKind::Generated(page), Opening::Chapter, matter, Span::default());
    Chapter { unlisted: true, unnumbered: true, ..chapter }
}

fn part(title: &str, span: Span, file: FileId) -> Chapter {
    let chapter = bare(SectionKind::Part, Opening::Part, Matter::Body, span);
    Chapter { title: text(title, span), file, ..chapter }
}
