//! Fonts that travel with the book: only those the author brings, or all of the design's
//! when the edition asks for them. Readers like their own. Of a fallback only what it is
//! there for goes along.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::finish::Entry;
use super::pictures::name;
use super::{Payload, css};
use crate::edition::Edition;
use crate::font::subset::for_epub;
use crate::font::{Face, Family, FontBook, FontId, Look};
use crate::model::block::{Block, BlockKind, CodeBlock};
use crate::model::inline::{Inline, InlineKind};
use crate::model::manifest::{FontFile, FormatSpec};
use crate::model::walk;
use std::sync::Arc;

/// The fonts of the package.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    files: Vec<Packed>,
    /// Family lists, as CSS writes them; empty where the reading system chooses.
    pub(super) body: String,
    pub(super) heading: String,
    pub(super) mono: String,
    /// Faces of the author's own body font that the text asks for and nobody brought.
    pub(super) lacks: Vec<&'static str>,
}

#[derive(Debug)]
struct Packed {
    path: String,
    face: Arc<Face>,
    data: Arc<[u8]>,
    /// Characters it is for, as `unicode-range`; empty for all.
    range: String,
}

impl Fonts {
    /// What an edition embeds. Faces whose licence bits forbid it are left out; their
    /// finding is made when fonts are read.
    pub(super) fn new(edition: &Edition<'_>) -> Self {
        let wish = match &edition.spec.format {
            FormatSpec::Epub(spec) => spec.embed_fonts,
            FormatSpec::Pdf(_) => None,
        };
        if wish == Some(false) {
            return Self::default();
        }
        let (book, files) = (edition.fonts, &edition.spec.fonts);
        let choose = |family: Family, brought: &[FontFile]| match (brought.is_empty(), wish) {
            (false, _) => find(book, brought),
            (true, Some(true)) => looks(book, family),
            (true, _) => Vec::new(),
        };
        let mut fonts = Self::default();
        let mut names = BTreeSet::new();
        let fallback = find(book, &files.fallback);
        let ranges = ranges(edition, &fallback);
        let body = choose(Family::Body, &files.body);
        let heading = choose(Family::Heading, &files.heading);
        let mono = choose(Family::Mono, &files.mono);
        for id in body.iter().chain(&heading).chain(&mono) {
            fonts.pack(book, *id, &BTreeSet::new(), &mut names);
        }
        let mut spare = String::new();
        for (id, range) in fallback.iter().zip(&ranges).filter(|(_, range)| !range.is_empty()) {
            fonts.pack(book, *id, range, &mut names);
            let _ = write!(spare, ", {}", css::string(&book.face(*id).family));
        }
        let list = |ids: &[FontId], generic: &str| {
            let own = ids.first().map(|id| css::string(&book.face(*id).family));
            families(own.as_deref(), &spare, generic)
        };
        if !files.body.is_empty() {
            fonts.lacks = lacking(edition, &body);
        }
        fonts.body = list(&body, "serif");
        fonts.heading = if heading.is_empty() { String::new() } else { list(&heading, "serif") };
        fonts.mono = if mono.is_empty() { String::new() } else { list(&mono, "monospace") };
        fonts
    }

    /// Whether any font is embedded.
    pub(super) fn any(&self) -> bool {
        !self.files.is_empty()
    }

    /// The files of the package.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        self.files.iter().map(|packed| Entry {
            path: packed.path.clone(),
            media_type: if packed.face.cff { "font/otf" } else { "font/ttf" },
            payload: Payload::Shared(packed.data.clone()),
        })
    }

    /// `@font-face` rules, for a style sheet in a folder beside the fonts'.
    pub(super) fn rules(&self) -> String {
        let mut out = String::new();
        for Packed { path, face, range, .. } in &self.files {
            let style = if face.italic { "italic" } else { "normal" };
            let _ = write!(
                out,
                "@font-face {{\n  font-family: {};\n  font-style: {style};\n  font-weight: {};\n  src: url(\"../{path}\");\n",
                css::string(&face.family),
                face.weight.clamp(1, 1000),
            );
            if !range.is_empty() {
                let _ = writeln!(out, "  unicode-range: {range};");
            }
            out.push_str("}\n");
        }
        out
    }

    /// Packs a face for some characters, or for all when there are none.
    fn pack(&mut self, book: &FontBook, id: FontId, used: &BTreeSet<char>, names: &mut BTreeSet<String>) {
        let face = book.face(id);
        if self.files.iter().any(|known| Arc::ptr_eq(&known.face, face)) {
            return;
        }
        let extension = if face.cff { "otf" } else { "ttf" };
        let path = format!("fonts/{}.{extension}", name(&face.postscript_name.replace('.', "-"), names));
        let data = if used.is_empty() { Arc::clone(&face.data) } else { for_epub(face, used) };
        self.files.push(Packed { path, face: Arc::clone(face), data, range: unicode_range(used) });
    }
}

/// The faces read from these files, as far as they may be embedded.
fn find(book: &FontBook, files: &[FontFile]) -> Vec<FontId> {
    let face = |file: &FontFile| book.faces().find(|(_, face)| face.data[..] == file.bytes[..]);
    files.iter().filter_map(face).filter(|(_, face)| face.embeddable).map(|(id, _)| id).collect()
}

/// What the text shows of a family that is not among these faces.
fn lacking(edition: &Edition<'_>, faces: &[FontId]) -> Vec<&'static str> {
    let (mut italic, mut bold) = (false, false);
    let mut see = |run: &[Inline]| {
        walk::inlines(run, &mut |inline| {
            italic |= matches!(inline.kind, InlineKind::Emphasis(_));
            bold |= matches!(inline.kind, InlineKind::Strong(_));
        });
    };
    for chapter in &edition.book.book.chapters {
        walk::blocks(&chapter.blocks, &mut |_| {}, &mut see);
        for note in &chapter.notes {
            walk::blocks(&note.blocks, &mut |_| {}, &mut see);
        }
    }
    let faces: Vec<&Face> = faces.iter().map(|id| &**edition.fonts.face(*id)).collect();
    let has_italic = faces.iter().any(|face| face.italic);
    let has_bold = faces.iter().any(|face| face.weight >= BOLD);
    let lacks = [("italic", italic && !has_italic), ("bold", bold && !has_bold)];
    lacks.into_iter().filter(|(_, lacks)| *lacks && !faces.is_empty()).map(|(name, _)| name).collect()
}

/// The lightest face that reading systems take for bold (CSS Fonts 4, 5.2).
const BOLD: u16 = 600;

/// The faces a family is set in.
fn looks(book: &FontBook, family: Family) -> Vec<FontId> {
    let mut ids = Vec::new();
    for (bold, italic) in [(false, false), (false, true), (true, false), (true, true)] {
        let id = book.select(Look { family, bold, italic });
        if !ids.contains(&id) && book.face(id).embeddable {
            ids.push(id);
        }
    }
    ids
}

/// For each fallback face, the characters of the book that it is the first to have.
fn ranges(edition: &Edition<'_>, fallback: &[FontId]) -> Vec<BTreeSet<char>> {
    if fallback.is_empty() {
        return Vec::new();
    }
    let fonts = edition.fonts;
    let body = fonts.select(Look { family: Family::Body, bold: false, italic: false });
    let mut sets = vec![BTreeSet::new(); fallback.len()];
    for c in characters(edition).into_iter().filter(|c| !c.is_ascii() && !fonts.covers(body, *c)) {
        let first = fallback.iter().position(|id| fonts.covers(*id, c));
        if let Some(set) = first.and_then(|at| sets.get_mut(at)) {
            set.insert(c);
        }
    }
    sets
}

/// The value of `font-family`; `spare` is a list with a comma before each name. Empty where
/// the reading system chooses, which must have a serif of its own for all else.
fn families(own: Option<&str>, spare: &str, generic: &str) -> String {
    match own {
        Some(own) => format!("{own}{spare}, {generic}"),
        None if spare.is_empty() => String::new(),
        None => format!("{}, {generic}", spare.trim_start_matches(", ")),
    }
}

fn unicode_range(set: &BTreeSet<char>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for code in set.iter().map(|c| u32::from(*c)) {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == code => *end = code,
            _ => runs.push((code, code)),
        }
    }
    let write = |(start, end): &(u32, u32)| {
        if start == end { format!("U+{start:X}") } else { format!("U+{start:X}-{end:X}") }
    };
    runs.iter().map(write).collect::<Vec<_>>().join(", ")
}

/// Every character of the book.
fn characters(edition: &Edition<'_>) -> BTreeSet<char> {
    let mut set: BTreeSet<char> = edition.metadata.title.chars().collect();
    for chapter in &edition.book.book.chapters {
        inline_characters(&chapter.title, &mut set);
        set.extend(chapter.subtitle.iter().flat_map(|text| text.chars()));
        let notes = chapter.notes.iter().map(|note| note.blocks.as_slice());
        for blocks in std::iter::once(chapter.blocks.as_slice()).chain(notes) {
            block_characters(blocks, &mut set);
        }
    }
    set
}

fn block_characters(blocks: &[Block], set: &mut BTreeSet<char>) {
    let mut code = BTreeSet::new();
    walk::blocks(
        blocks,
        &mut |block| {
            if let BlockKind::Code(CodeBlock { text, .. })
            | BlockKind::Math(text)
            | BlockKind::SceneBreak(Some(text)) = &block.kind
            {
                code.extend(text.chars());
            }
        },
        &mut |run| inline_characters(run, set),
    );
    set.append(&mut code);
}

fn inline_characters(run: &[Inline], set: &mut BTreeSet<char>) {
    walk::inlines(run, &mut |inline| match &inline.kind {
        InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Math { tex: text, .. } => {
            set.extend(text.chars());
        }
        _ => {}
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_of_families_ends_with_the_readers_own() {
        assert_eq!(families(Some("\"A\""), ", \"B\"", "serif"), "\"A\", \"B\", serif");
        assert_eq!(families(None, ", \"B\", \"C\"", "serif"), "\"B\", \"C\", serif");
        assert_eq!(families(None, "", "serif"), "");
    }

    #[test]
    fn ranges_join_neighbours() {
        assert_eq!(
            unicode_range(&BTreeSet::from(['\u{AC00}', '\u{AC01}', '\u{AC02}', '\u{B098}'])),
            "U+AC00-AC02, U+B098"
        );
    }
}
