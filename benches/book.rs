//! How long the way from Markdown to pages takes, stage by stage, for a book of some 300 pages.

use std::fmt::Write as _;
use std::path::Path;

use bindery::edition::{Edition, PageGeometry};
use bindery::font::FontBook;
use bindery::font::shape::{Shaper, Shaping};
use bindery::font::{Family, Look};
use bindery::model::block::{Block, BlockKind};
use bindery::model::book::Book;
use bindery::model::inline::Inline;
use bindery::model::length::Length;
use bindery::model::manifest::{FormatSpec, Manifest};
use bindery::model::walk::flatten;
use bindery::resolve::{ResolvedBook, resolve};
use bindery::source::Memory;
use bindery::typeset::display::Paint;
use bindery::typeset::page::section;
use bindery::typeset::paragraph::{self, Content, ParagraphStyle, Piece, Setter, TextAlign};
use bindery::typeset::{self, page};
use bindery::{parallel, pdf, read};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const CHAPTERS: usize = 30;
const PARAGRAPHS: usize = 40;

const WORDS: &[&str] = &[
    "the",
    "of",
    "and",
    "a",
    "in",
    "to",
    "that",
    "it",
    "was",
    "he",
    "her",
    "with",
    "on",
    "for",
    "at",
    "as",
    "river",
    "office",
    "difficult",
    "ferry",
    "lantern",
    "wind",
    "afternoon",
    "extraordinary",
    "first",
    "nobody",
    "waited",
    "written",
    "captain’s",
    "standing",
    "window",
    "regulation",
    "hour",
    "Tuesday",
    "understanding",
    "quiet",
    "letter",
    "below",
    "photograph",
    "uncomfortable",
];

/// Numbers that look like chance and are the same in every run (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }

    fn sentence(&mut self, out: &mut String) {
        for at in 0..6 + self.below(20) {
            let word = WORDS[self.below(WORDS.len())];
            let blank = if at == 0 { "" } else { " " };
            let _ = match self.below(40) {
                0 => write!(out, "{blank}*{word}*"),
                1 => write!(out, "{blank}\"{word}\""),
                2 => write!(out, "{blank}{word},"),
                _ => write!(out, "{blank}{word}"),
            };
        }
        out.push_str(". ");
    }
}

/// A chapter of prose with a note here and there.
fn chapter(index: usize) -> String {
    let mut chance = Chance(index as u64 + 1);
    let mut out = format!("# Chapter {index}\n");
    for at in 0..PARAGRAPHS {
        out.push('\n');
        for _ in 0..2 + chance.below(7) {
            chance.sentence(&mut out);
        }
        if at % 13 == 5 {
            out.push_str("^[Which");
            chance.sentence(&mut out);
            out.push(']');
        }
        out.push('\n');
    }
    out
}

/// The files of a book with this edition, and how much text there is.
fn files(edition: &str) -> (Memory, u64) {
    let manifest =
        format!("title: A Long Book\nauthor: Nobody\nlang: en\neditions: {{print: {{{edition}}}}}\n");
    let chapters: Vec<String> = (0..CHAPTERS).map(chapter).collect();
    let bytes = chapters.iter().map(|text| text.len() as u64).sum();
    let files = Memory::new().with("book/book.yaml", manifest);
    let files = chapters
        .iter()
        .enumerate()
        .fold(files, |files, (index, text)| files.with(&format!("book/{index:02}.md"), text));
    (files, bytes)
}

/// All that an edition borrows.
struct Stage {
    manifest: Manifest,
    book: ResolvedBook,
    fonts: FontBook,
}

impl Stage {
    fn new(manifest: Manifest, book: Book) -> Self {
        let (book, _) = resolve(book);
        let spec = &manifest.editions[0];
        let fonts = FontBook::new(&spec.theme, &spec.fonts).0;
        Self { manifest, book, fonts }
    }

    fn edition(&self) -> Edition<'_> {
        let spec = &self.manifest.editions[0];
        Edition {
            spec,
            metadata: self.book.book.metadata.clone(),
            book: &self.book,
            theme: &spec.theme,
            fonts: &self.fonts,
            hyphenation: &self.manifest.hyphenation,
            modified: "2026-01-01T00:00:00Z".into(),
            cover: None,
            page_list: None,
        }
    }

    fn geometry(&self) -> PageGeometry {
        let spec = &self.manifest.editions[0];
        let FormatSpec::Pdf(print) = &spec.format else { unreachable!("the edition is a PDF") };
        PageGeometry::new(&spec.theme, print)
    }

    fn paragraphs(&self) -> Vec<(&Block, &[Inline])> {
        let blocks = self.book.book.chapters.iter().flat_map(|chapter| &chapter.blocks);
        blocks
            .filter_map(|block| match &block.kind {
                BlockKind::Paragraph(content) => Some((block, content.as_slice())),
                _ => None,
            })
            .collect()
    }
}

fn style(stage: &Stage) -> ParagraphStyle {
    let geometry = stage.geometry();
    ParagraphStyle {
        look: Look { family: Family::Body, bold: false, italic: false },
        size: geometry.size,
        leading: geometry.leading,
        measure: geometry.measure,
        indent: Length::pt(14),
        left: Length::ZERO,
        right: Length::ZERO,
        align: TextAlign::Justify,
        hyphenate: true,
        lang: "en".into(),
        oldstyle_figures: true,
        tabular_figures: false,
        small_caps: false,
        paint: Paint::BLACK,
        drop_cap: 0,
        lead_in: false,
        hang: Length::ZERO,
    }
}

fn stages(criterion: &mut Criterion) {
    let (files, bytes) = files("format: pdf");
    let root = Path::new("book");
    let (manifest, book) = read::read(&files, root).book.expect("a book");
    let stage = Stage::new(manifest, book);
    let (edition, geometry) = (stage.edition(), stage.geometry());
    let paragraphs = stage.paragraphs();
    let mut group = criterion.benchmark_group("book");
    group.sample_size(10).throughput(Throughput::Bytes(bytes));

    group.bench_function("parse", |bencher| bencher.iter(|| read::read(&files, root).findings.len()));

    let texts: Vec<String> = paragraphs.iter().map(|(_, content)| flatten(content)).collect();
    let how = Shaping::plain(
        stage.fonts.select(Look { family: Family::Body, bold: false, italic: false }),
        "en".into(),
    );
    group.bench_function("shape", |bencher| {
        bencher.iter(|| {
            let mut shaper = Shaper::new(&stage.fonts);
            let words = texts.iter().flat_map(|text| text.split(' '));
            words.map(|word| shaper.shape(word, &how).glyphs.len()).sum::<usize>()
        });
    });

    let style = style(&stage);
    group.bench_function("break (with shaping, one thread)", |bencher| {
        bencher.iter(|| {
            let mut setter = Setter::new(&edition);
            let set = |(block, content): &(&Block, &[Inline])| {
                let pieces = vec![Piece::Inlines(content)];
                let content = Content { node: block.id, span: block.span, pieces };
                paragraph::set(&mut setter, &content, &style).variants.len()
            };
            paragraphs.iter().map(set).sum::<usize>()
        });
    });

    let sections = section::plan(&edition);
    let mut setter = Setter::new(&edition);
    let lists: Vec<_> =
        sections.iter().map(|section| page::flow_section(&mut setter, &geometry, section)).collect();
    group.bench_function("paginate (one thread)", |bencher| {
        bencher.iter(|| {
            let mut set = |(section, list)| page::paginate(&mut setter, (&geometry, true), section, list);
            sections.iter().zip(&lists).map(|both| set(both).blocks.len()).sum::<usize>()
        });
    });

    group.bench_function("typeset (flow, break, paginate, all threads)", |bencher| {
        bencher.iter(|| parallel::with_threads(0, || typeset::typeset(&edition, &geometry).0.pages.len()));
    });
    group.finish();
}

/// What tags cost: an edition from pages to a finished file with them, and without, as for a
/// press (which has no links either); the sizes are said once.
fn tags(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pdf edition");
    group.sample_size(10);
    for (name, edition) in
        [("with tags", "format: pdf"), ("without tags", "format: pdf, standard: pdfx-4, color: gray")]
    {
        let (files, _) = files(edition);
        let (manifest, book) = read::read(&files, Path::new("book")).book.expect("a book");
        let stage = Stage::new(manifest, book);
        let (edition, geometry) = (stage.edition(), stage.geometry());
        let made = || {
            let layout = typeset::typeset(&edition, &geometry).0;
            let draft = pdf::draft(&edition, &layout.pages).0;
            draft.finish(&edition, &layout.outline).0.len()
        };
        println!("{name}: {} bytes", made());
        group.bench_function(name, |bencher| bencher.iter(made));
    }
    group.finish();
}

criterion_group!(benches, stages, tags);
criterion_main!(benches);
