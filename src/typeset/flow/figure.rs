//! Pictures on their own, with their captions.

use super::caption::Caption;
use super::{Context, Flow, Rigid, VItem};
use crate::model::block::Block;
use crate::model::book::{Asset, ImageFormat};
use crate::model::inline::{Image, Inline};
use crate::model::length::{Length, Point, Size};
use crate::typeset::display::{Frame, Item, LinkTarget, Paint, Path, Segment, Source, Stroke, Whole};
use crate::typeset::findings;
use crate::typeset::page::bleed;
use crate::typeset::paragraph::{self, Content, Piece, TextAlign};
use crate::typeset::svg;

/// Pixels to an inch at which a picture is printed that names no width: fewer show their
/// squares, more make pictures small that were meant to be seen.
const NATURAL_DPI: i64 = 150;
/// CSS pixels to an inch: what drawings are measured in.
const CSS_DPI: i64 = 96;

impl Flow<'_, '_> {
    /// A picture and its caption.
    pub(super) fn figure(&mut self, block: &Block, image: &Image, caption: &[Inline], around: &Context) {
        let caption = self.caption(block, caption, around);
        let (gap, lines) = match &caption {
            Some(caption) => (around.leading / 2, caption.height()),
            None => (Length::ZERO, Length::ZERO),
        };
        // A caption of half a page leaves the picture the other half.
        let room = (self.page.height() - gap - lines).max(self.page.height() / 2);
        let picture = match self.at_edges(image, room, caption.is_some()) {
            Some(size) => self.picture_of(block, image, size, around),
            None => self.picture(block, image, room, around),
        };
        // A picture that covers the page has the text block to itself.
        let height = picture.size.height.min(self.page.height());
        let mut frame = Frame::new(Size { width: self.page.measure, height });
        let left = around.left.min((self.page.measure - picture.size.width).at_least_zero());
        let width = self.page.measure - left - around.right;
        let x = left + ((width - picture.size.width) / 2).at_least_zero();
        frame.place(Point { x, y: Length::ZERO }, picture);
        let picture = Rigid { frame, span: block.span, ..Rigid::default() };
        self.floated(block, around, |flow| flow.picture_with(picture, caption, (gap, lines), around));
    }

    /// The extent of a picture that is to reach the edges of the paper and can: one that
    /// would cover the page leaves no room for a caption.
    fn at_edges(&self, image: &Image, room: Length, captioned: bool) -> Option<Size> {
        let asset =
            self.setter.edition.book.book.assets.get(image.asset.as_ref().filter(|_| image.bleeds)?)?;
        let size = bleed::extent(self.setter.edition, &self.page, (asset.width, asset.height));
        (size.height <= room || !captioned && size.height > self.page.height()).then_some(size)
    }

    /// A picture above its caption; whether it may move: what has no caption is spoken of by
    /// its place.
    fn picture_with(
        &mut self,
        picture: Rigid,
        caption: Option<Caption>,
        (gap, lines): (Length, Length),
        around: &Context,
    ) -> bool {
        let moves = caption.is_some();
        let (above, below) = self.around_display(picture.frame.size.height + gap + lines, around);
        self.space(above);
        self.push(VItem::Rigid(picture));
        if let Some(caption) = caption {
            self.push(VItem::Space(gap));
            let lines = caption.lines().max(1);
            self.push(VItem::Keep(u8::try_from(lines).unwrap_or(u8::MAX).min(4)));
            let item = caption.into_item();
            self.push(match item {
                VItem::Para(para) => VItem::Para(super::Para { together: false, ..para }),
                other => other,
            });
        }
        self.space(below);
        self.snap(around);
        self.flush = false;
        moves
    }

    /// A picture as large as it asks for and the page allows, or what stands for it.
    fn picture(&mut self, block: &Block, image: &Image, room: Length, around: &Context) -> Frame {
        let book = &self.setter.edition.book.book;
        let found = image.asset.as_ref().and_then(|key| book.assets.get_key_value(key));
        let Some((_, asset)) = found else { return self.missing(block, image, around) };
        let size = self.extent(asset, image, room, around);
        self.picture_of(block, image, size, around)
    }

    /// A picture of this size.
    pub(super) fn picture_of(&mut self, block: &Block, image: &Image, size: Size, around: &Context) -> Frame {
        let book = &self.setter.edition.book.book;
        let found = image.asset.as_ref().and_then(|key| book.assets.get_key_value(key));
        let Some((key, asset)) = found else { return self.missing(block, image, around) };
        let mut frame = Frame { whole: Some(Whole::Picture(block.id)), ..Frame::new(size) };
        if asset.format != ImageFormat::Svg {
            let item = Item::Image { asset: key.clone(), size, alt: image.alt.clone() };
            frame.push(Point::default(), item);
            return frame;
        }
        match svg::frame(
            &asset.bytes,
            size,
            self.setter.edition.fonts,
            svg::Transparency::of(self.setter.edition),
        ) {
            Ok((drawing, rasterised)) => {
                if !rasterised.is_empty() {
                    self.setter
                        .findings
                        .push(findings::rasterised(&image.url, &rasterised, block.span).into());
                }
                frame.place(Point::default(), drawing);
                frame
            }
            Err(reason) => {
                self.setter.findings.push(findings::unusable_drawing(&image.url, &reason, block.span).into());
                self.missing(block, image, around)
            }
        }
    }

    /// The width asked for, else the natural one, within measure and page.
    pub(super) fn extent(&self, asset: &Asset, image: &Image, room: Length, around: &Context) -> Size {
        let measure = around.width(&self.page);
        let dpi = if asset.format == ImageFormat::Svg { CSS_DPI } else { NATURAL_DPI };
        let natural = Length::pt(72).scale(i64::from(asset.width), dpi);
        let asked = image.width.map(|w| w.resolve(around.size, around.leading, measure));
        let width = asked.unwrap_or(natural).min(measure).max(Length(1));
        let height = width.scale(i64::from(asset.height), i64::from(asset.width.max(1))).max(Length(1));
        if height <= room {
            return Size { width, height };
        }
        let width = width.scale(room.0, height.0).max(Length(1));
        Size { width, height: room }
    }

    /// A visible place for a picture that is not there: its path and what it shows.
    fn missing(&mut self, block: &Block, image: &Image, around: &Context) -> Frame {
        let remote = image.url.contains("://");
        let mut style = around.style(self.setter.edition, &self.page);
        let inset = around.size;
        style.measure = around.width(&self.page);
        (style.left, style.right, style.align) = (inset, inset, TextAlign::Center);
        style.hyphenate = false;
        let mut texts = Vec::new();
        if !remote || image.alt.is_empty() {
            texts.push(image.url.as_str());
        }
        if !image.alt.is_empty() {
            texts.push(image.alt.as_str());
        }
        let mut frame = Frame::default();
        let mut y = style.leading / 2;
        for text in texts {
            let source = Source::Generated(block.id);
            let pieces = vec![Piece::Generated { text: text.into(), source, raised: false, link: None }];
            let content = Content { node: block.id, span: block.span, pieces };
            let paragraph = paragraph::set(self.setter, &content, &style);
            let lines = paragraph.variants.first().map_or(0, |v| v.lines.len());
            // A text longer than the page's width and half its height tells enough.
            for index in 0..lines.min(usize::from(self.page.lines / 2).max(1)) {
                frame.place(Point { x: Length::ZERO, y }, paragraph.line(0, index).frame);
                y += style.leading;
            }
        }
        frame.size = Size { width: style.measure, height: y + style.leading / 2 };
        frame.whole = Some(Whole::Picture(block.id));
        if remote {
            let target = LinkTarget::Uri(image.url.clone());
            frame.push(Point::default(), Item::Link { size: frame.size, target });
        } else {
            frame.items.insert(0, (Point::default(), outline(frame.size)));
        }
        frame
    }
}

/// A thin gray box.
fn outline(size: Size) -> Item {
    let corner = |x, y| Point { x, y };
    let segments = vec![
        Segment::Move(corner(Length::ZERO, Length::ZERO)),
        Segment::Line(corner(size.width, Length::ZERO)),
        Segment::Line(corner(size.width, size.height)),
        Segment::Line(corner(Length::ZERO, size.height)),
        Segment::Close,
    ];
    let stroke = Stroke {
        paint: Paint::Gray(120),
        width: Length(Length::PER_PT / 2),
        dash: Vec::new(),
        cap: 0,
        join: 0,
    };
    Item::Path(Path { segments, fill: None, stroke: Some(stroke) })
}
