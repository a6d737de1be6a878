//! Pieces and inlines to one flat text in which every byte has its look and its owner.
//!
//! The text of inlines stays byte for byte what [`crate::model::walk::flatten`] makes of
//! it, so that a [`crate::model::Place`] is found by counting. Pictures stand as U+FFFC,
//! what has no width (anchors, calls of notes) as marks beside the text.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::look::{Caps, CharStyle, Origin};
use super::{Content, ParagraphStyle, Piece, Setter, is_raised, pages};
use crate::edition::Edition;
use crate::font::Family;
use crate::font::shape::{Figures, Position};
use crate::model::NodeId;
use crate::model::book::ImageFormat;
use crate::model::inline::{Image, Inline, InlineKind};
use crate::model::length::{Length, Point, Size};
use crate::model::theme::LabelStyle;
use crate::resolve::Target;
use crate::typeset::display::{Frame, Item, LinkTarget, Source, Whole};
use crate::typeset::labels::Labels;
use crate::typeset::svg;

/// What stands in the text for a picture.
pub(super) const OBJECT: char = '\u{fffc}';

/// A paragraph as one string.
#[derive(Debug, Default)]
pub(super) struct Flat {
    pub(super) text: String,
    /// Without gaps, in order.
    pub(super) stretches: Vec<Stretch>,
    pub(super) styles: Vec<CharStyle>,
    /// Marks before the byte, in order.
    pub(super) marks: Vec<(usize, Mark)>,
    pub(super) links: Vec<LinkTarget>,
    pub(super) sources: Vec<Source>,
    /// Pictures, in the order of their signs in the text.
    pub(super) objects: Vec<Object>,
    /// Drawings that could not be set, and why.
    pub(super) faults: Vec<(String, String)>,
    /// Drawings of which parts became pixels, and which.
    pub(super) rasterised: Vec<(String, Vec<String>)>,
}

/// Text of one style.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub(super) range: Range<usize>,
    pub(super) style: u32,
    /// Where it begins in the block's flattened text; `None` for text made for it.
    pub(super) place: Option<u32>,
}

/// What stands in the text without width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A place that is led to.
    Anchor(NodeId),
    /// The call of this note begins: no line may end before it.
    Note(NodeId),
    /// No line may end here.
    Keep,
    /// A line may end here without a hyphen.
    Break,
}

/// A picture in the line; it stands on the baseline.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) size: Size,
    /// What is painted at its top left corner.
    pub(super) item: Item,
}

/// Flattens what a paragraph says.
pub(super) fn collect(setter: &Setter<'_>, content: &Content<'_>, style: &ParagraphStyle) -> Flat {
    let Setter { edition, labels, .. } = setter;
    let mut collector = Collector {
        edition,
        labels,
        page_marks: &setter.marks,
        style,
        node: content.node,
        flat: Flat::default(),
        place: 0,
        unbroken: false,
        unbroken_to: usize::MAX,
    };
    collector.flat.styles.push(CharStyle::of(style));
    for piece in &content.pieces {
        match piece {
            Piece::Inlines(inlines) => collector.inlines(inlines, 0),
            Piece::Upright(inlines) => {
                let style = collector.derive(0, |s| s.look.italic = false);
                collector.inlines(inlines, style);
            }
            Piece::Part(at, inlines) => {
                collector.place = *at;
                collector.inlines(inlines, 0);
            }
            Piece::Generated { text, source, raised, link } => {
                let link = link.map(|node| collector.link(LinkTarget::Node(node)));
                let origin = collector.made(source.clone());
                let raised = *raised;
                let style = collector.derive(0, |s| {
                    s.origin = origin;
                    s.link = link.or(s.link);
                    if raised {
                        s.raise(Position::Superior);
                    }
                });
                collector.text(text, style, false);
            }
            Piece::Label { text, node, style } => collector.label(text, *node, *style),
        }
    }
    collector.flat
}

struct Collector<'a> {
    edition: &'a Edition<'a>,
    labels: &'a Labels,
    /// Marks of notes that begin again on each page.
    page_marks: &'a BTreeMap<NodeId, String>,
    style: &'a ParagraphStyle,
    node: NodeId,
    flat: Flat,
    /// Bytes of the block's flattened text so far.
    place: u32,
    /// Within a span whose words stay on one line.
    unbroken: bool,
    /// Where the last text of such a span ends.
    unbroken_to: usize,
}

impl Collector<'_> {
    fn inlines(&mut self, inlines: &[Inline], style: u32) {
        let mut after_note = false;
        for inline in inlines {
            let is_note = matches!(inline.kind, InlineKind::Note(_));
            if is_note && after_note {
                // Two marks in a row would read as one number.
                let style = self.derive(style, |s| s.raise(Position::Superior));
                let end = self.flat.text.len();
                self.mark_at(end, Mark::Keep);
                self.generated(",", style, inline.id);
            }
            after_note = is_note;
            self.inline(inline, style);
        }
    }

    fn inline(&mut self, inline: &Inline, style: u32) {
        if self.edition.book.anchors.contains(&inline.id) && !matches!(inline.kind, InlineKind::Note(_)) {
            self.mark(Mark::Anchor(inline.id));
        }
        let lang = inline.attrs.as_deref().and_then(|a| a.lang());
        let style = match lang {
            Some(lang) => self.derive(style, |s| s.lang = Arc::from(lang)),
            None => style,
        };
        match &inline.kind {
            InlineKind::Text(text) => self.text(text, style, true),
            InlineKind::SoftBreak => self.text(" ", style, true),
            InlineKind::HardBreak => self.push("\n", style, true),
            InlineKind::WordBreak => self.mark(Mark::Break),
            InlineKind::Code(text) => {
                let style = self.code(style);
                self.text(text, style, true);
            }
            InlineKind::Math { tex, .. } => {
                let style = self.code(style);
                self.text(tex, style, true);
            }
            InlineKind::Link { url, content, .. } => self.linked(inline, url, content, style),
            InlineKind::Reference { label, prefix, .. } => self.reference(inline.id, label, prefix, style),
            InlineKind::Image(image) => self.image(image, inline.id, style),
            InlineKind::Note(index) => self.note(*index, inline.id, style),
            InlineKind::Anchor => {}
            InlineKind::Span(content) => self.span(inline, content, style),
            _ => self.styled(inline, style),
        }
    }

    /// A number or word before what it names.
    fn label(&mut self, text: &str, node: NodeId, label: LabelStyle) {
        let origin = self.made(Source::Generated(node));
        let style = self.derive(0, |s| {
            s.origin = origin;
            s.hyphenate = false;
            match label {
                LabelStyle::Upright => s.look.italic = false,
                LabelStyle::Italic => s.look.italic = true,
                LabelStyle::Bold => (s.look.bold, s.look.italic) = (true, false),
                LabelStyle::SmallCaps => (s.caps, s.look.italic) = (s.caps.max(Caps::Small), false),
            }
        });
        self.text(text, style, false);
    }

    /// A span; one of the class `nowrap` stays on one line.
    fn span(&mut self, inline: &Inline, content: &[Inline], style: u32) {
        let whole = inline.attrs.as_deref().is_some_and(|attrs| attrs.has("nowrap"));
        if !whole {
            return self.inlines(content, style);
        }
        let style = self.derive(style, |s| s.hyphenate = false);
        let before = std::mem::replace(&mut self.unbroken, true);
        if !before {
            self.unbroken_to = usize::MAX;
        }
        self.inlines(content, style);
        self.unbroken = before;
    }

    /// Inlines that only change the look of what they hold.
    fn styled(&mut self, inline: &Inline, style: u32) {
        let kind = &inline.kind;
        let (mono_scale, caps) = (self.code_scale(style), Caps::Small);
        let style = self.derive(style, |s| match kind {
            InlineKind::Emphasis(_) => s.look.italic = !s.look.italic,
            InlineKind::Strong(_) => s.look.bold = true,
            InlineKind::Strikeout(_) => s.strikeout = true,
            InlineKind::Underline(_) => s.underline = true,
            InlineKind::SmallCaps(_) => s.caps = s.caps.max(caps),
            InlineKind::Superscript(_) => s.raise(Position::Superior),
            InlineKind::Subscript(_) => s.raise(Position::Inferior),
            InlineKind::Mark(_) => s.ground = true,
            InlineKind::Keyboard(_) => {
                s.framed = true;
                s.mono(mono_scale);
            }
            _ => {}
        });
        self.inlines(crate::model::walk::children(inline), style);
    }

    /// Code inside text is scaled to it; where all is code its size is the paragraph's.
    fn code_scale(&self, style: u32) -> i64 {
        let already = self.flat.styles[style as usize].look.family == Family::Mono;
        if already { 1000 } else { i64::from(self.edition.theme.code.size) }
    }

    fn code(&mut self, style: u32) -> u32 {
        let scale = self.code_scale(style);
        self.derive(style, |s| s.mono(scale))
    }

    fn linked(&mut self, inline: &Inline, url: &str, content: &[Inline], style: u32) {
        let id = inline.id;
        let target = match self.edition.book.targets.get(&id) {
            Some(Target::Uri(uri)) => LinkTarget::Uri(uri.clone()),
            Some(Target::Node(node)) => LinkTarget::Node(*node),
            None => return self.inlines(content, style),
        };
        let form = pages::form(self.edition, inline, content.is_empty());
        let page = match &target {
            LinkTarget::Node(node) => form.and_then(|form| pages::text(self.labels, form, *node)),
            LinkTarget::Uri(_) => None,
        };
        let link = self.link(target);
        let style = self.derive(style, |s| {
            s.link = Some(link);
            // An address shown as it is has no syllables.
            s.hyphenate &= !url.contains("://") || content.len() != 1 || !is_text(&content[0], url);
        });
        let before = self.flat.text.len();
        self.inlines(content, style);
        let page_alone = form == Some(pages::Form::Alone) && page.is_some();
        if self.flat.text.len() == before && !page_alone {
            let name = self.link_name(id).unwrap_or(url).to_owned();
            self.generated(&name, style, id);
        }
        if let Some(page) = page {
            let even = self.labels.is_even();
            let style = self.derive(style, |s| s.figures = if even { Figures::Tabular } else { s.figures });
            self.generated(&page, style, id);
        }
    }

    /// A reference by number: a link, or what the author typed where it leads nowhere.
    fn reference(&mut self, id: NodeId, label: &str, prefix: &[Inline], style: u32) {
        let book = self.edition.book;
        let style = match book.targets.get(&id) {
            Some(Target::Node(node)) => {
                let link = self.link(LinkTarget::Node(*node));
                self.derive(style, |s| s.link = Some(link))
            }
            _ => style,
        };
        self.inlines(prefix, style);
        let shown = book.shown.get(&id).cloned().unwrap_or_else(|| format!("@{label}"));
        let gap = if prefix.is_empty() { "" } else { "\u{a0}" };
        self.generated(&format!("{gap}{shown}"), style, id);
    }

    /// What a link without words of its own shows: the title of what it leads to, or the
    /// address outside.
    fn link_name(&self, link: NodeId) -> Option<&str> {
        match self.edition.book.targets.get(&link)? {
            Target::Node(node) => self.edition.book.title_of(*node),
            Target::Uri(uri) => Some(uri),
        }
    }

    fn note(&mut self, index: u32, id: NodeId, style: u32) {
        let chapter = self.edition.book.book.chapter_of(self.node);
        let Some(note) = chapter.and_then(|c| c.notes.get(index as usize)).map(|n| n.id) else { return };
        let mark = self.page_marks.get(&note).or_else(|| self.edition.book.marks.get(&note));
        let mark = mark.cloned().unwrap_or_else(|| (index + 1).to_string());
        let link = self.link(LinkTarget::Node(note));
        self.mark(Mark::Note(note));
        self.mark(Mark::Anchor(id));
        let style = self.derive(style, |s| {
            s.link = Some(link);
            s.look.italic = false;
            s.caps = Caps::None;
            s.figures = Figures::Lining;
            s.strikeout = false;
            s.underline = false;
            // Some authors raise it themselves.
            if is_raised(&mark) && !s.is_raised() {
                s.raise(Position::Superior);
            }
        });
        self.generated(&mark, style, id);
    }

    fn image(&mut self, image: &Image, id: NodeId, style: u32) {
        let found = image.asset.as_ref().and_then(|key| self.edition.book.book.assets.get_key_value(key));
        let Some((key, asset)) = found else { return self.missing_image(image, id, style) };
        // CSS pixels: 96 to the inch. A picture is never taller than what stands above the baseline.
        let natural = |pixels: u32| Length::pt(i64::from(pixels)).scale(3, 4);
        let (width, height) = (natural(asset.width.max(1)), natural(asset.height.max(1)));
        let ParagraphStyle { size, leading, measure, left, right, .. } = self.style;
        let wanted = image.width.map_or(width, |m| m.resolve(*size, *leading, *measure));
        let room = (*measure - *left - *right).max(Length(1));
        let tallest = super::baseline(*leading, *size).max(Length(1));
        let widest = tallest.scale(width.0, height.0.max(1));
        let width_set = wanted.min(room).min(widest).max(Length(1));
        let size = Size { width: width_set, height: height.scale(width_set.0, width.0.max(1)) };
        let frame = if asset.format == ImageFormat::Svg {
            match svg::frame(&asset.bytes, size, self.edition.fonts, svg::Transparency::of(self.edition)) {
                Ok((frame, rasterised)) => {
                    if !rasterised.is_empty() {
                        self.flat.rasterised.push((image.url.clone(), rasterised));
                    }
                    frame
                }
                Err(reason) => {
                    self.flat.faults.push((key.clone(), reason));
                    return self.missing_image(image, id, style);
                }
            }
        } else {
            let mut frame = Frame::new(size);
            frame.push(Point::default(), Item::Image { asset: key.clone(), size, alt: image.alt.clone() });
            frame
        };
        let item = Item::Group(Frame { whole: Some(Whole::Picture(id)), ..frame });
        self.flat.objects.push(Object { size, item });
        let mut sign = [0; 4];
        let sign = OBJECT.encode_utf8(&mut sign);
        self.generated_raw(sign, style, id);
    }

    /// Path and alternative text in a frame; for a remote picture the text as a link to it.
    fn missing_image(&mut self, image: &Image, id: NodeId, style: u32) {
        if image.asset.is_none() && image.url.contains("://") {
            let link = self.link(LinkTarget::Uri(image.url.clone()));
            let style = self.derive(style, |s| s.link = Some(link));
            let text = if image.alt.is_empty() { &image.url } else { &image.alt };
            return self.generated(text, style, id);
        }
        let style = self.derive(style, |s| s.framed = true);
        let text = match image.alt.as_str() {
            "" => image.url.clone(),
            alt => format!("{}: {alt}", image.url),
        };
        self.generated(&text, style, id);
    }

    fn generated(&mut self, text: &str, style: u32, id: NodeId) {
        let origin = self.made(Source::Generated(id));
        let style = self.derive(style, |s| s.origin = origin);
        self.text(text, style, false);
    }

    /// [`Self::generated`] for a sign that is an object.
    fn generated_raw(&mut self, text: &str, style: u32, id: NodeId) {
        let origin = self.made(Source::Generated(id));
        let style = self.derive(style, |s| s.origin = origin);
        self.push(text, style, false);
    }

    /// Text without line breaks or objects of its own: where it has their signs, others of
    /// the same length stand for them.
    fn text(&mut self, text: &str, style: u32, of_book: bool) {
        if text.contains(['\n', OBJECT]) {
            self.push(&text.replace('\n', " ").replace(OBJECT, "\u{fffd}"), style, of_book);
        } else {
            self.push(text, style, of_book);
        }
    }

    fn push(&mut self, text: &str, style: u32, of_book: bool) {
        if text.is_empty() {
            return;
        }
        let start = self.flat.text.len();
        self.flat.text.push_str(text);
        let end = self.flat.text.len();
        let place = of_book.then_some(self.place);
        if of_book {
            self.place = self.place.saturating_add(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        match self.flat.stretches.last_mut() {
            Some(last) if last.style == style && last.place.is_some() == of_book => last.range.end = end,
            _ => self.flat.stretches.push(Stretch { range: start..end, style, place }),
        }
        if self.unbroken {
            // Not at its start: a line may end before the span.
            let within =
                text.char_indices().map(|(at, _)| at).skip(usize::from(!self.follows_unbroken(start)));
            let marks: Vec<_> = within.map(|at| (start + at, Mark::Keep)).collect();
            self.flat.marks.extend(marks);
            self.unbroken_to = end;
        }
    }

    /// Whether text of the same unbroken span stands right before.
    fn follows_unbroken(&self, start: usize) -> bool {
        start > 0 && self.unbroken_to == start
    }

    fn mark(&mut self, mark: Mark) {
        self.mark_at(self.flat.text.len(), mark);
    }

    fn mark_at(&mut self, at: usize, mark: Mark) {
        self.flat.marks.push((at, mark));
    }

    fn link(&mut self, target: LinkTarget) -> u32 {
        self.flat.links.push(target);
        u32::try_from(self.flat.links.len() - 1).unwrap_or(u32::MAX)
    }

    fn made(&mut self, source: Source) -> Origin {
        if self.flat.sources.last() != Some(&source) {
            self.flat.sources.push(source);
        }
        Origin::Made(u32::try_from(self.flat.sources.len() - 1).unwrap_or(u32::MAX))
    }

    /// The style that differs from another one as `change` says.
    fn derive(&mut self, from: u32, change: impl FnOnce(&mut CharStyle)) -> u32 {
        let style = self.flat.styles[from as usize].clone();
        self.flat.derived(style, change)
    }
}

impl Flat {
    /// The number of `style` after `change`; of the styles met lately one that is equal is
    /// taken again.
    pub(super) fn derived(&mut self, mut style: CharStyle, change: impl FnOnce(&mut CharStyle)) -> u32 {
        change(&mut style);
        let lately = self.styles.len().saturating_sub(16);
        let known = self.styles[lately..].iter().position(|s| *s == style).map(|at| at + lately);
        let at = known.unwrap_or_else(|| {
            self.styles.push(style);
            self.styles.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }
}

fn is_text(inline: &Inline, url: &str) -> bool {
    matches!(&inline.kind, InlineKind::Text(text) if url.ends_with(text.as_str()))
}
