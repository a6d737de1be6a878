//! Frames and pages as text, a line an item: what tests read and expect.
//!
//! ```text
//! page 3 "iv" 396 612
//! glyphs 72.00 96.00 EBGaramond-Regular 11 "The hand press"
//! ```
//! Places are points from the top left corner of the page, whatever group they stand in.

use std::fmt::Write as _;

use super::display::{Frame, Item, Layout, LinkTarget, Source};
use crate::font::FontBook;
use crate::model::length::{Length, Point, Size};

/// Every page of a layout.
pub fn layout(layout: &Layout, fonts: &FontBook) -> String {
    let mut out = String::new();
    for (index, page) in layout.pages.iter().enumerate() {
        let Size { width, height } = page.size;
        let _ = writeln!(out, "page {} {:?} {} {}", index + 1, page.label, short(width), short(height));
        out.push_str(&frame(&page.frame, fonts));
    }
    out
}

/// What a frame holds, in its order.
pub fn frame(frame: &Frame, fonts: &FontBook) -> String {
    let mut out = String::new();
    items(frame, Point::default(), fonts, &mut out);
    out
}

/// The text of a frame's glyph runs, in its order.
pub fn text(frame: &Frame) -> String {
    let mut out = String::new();
    collect_text(frame, &mut out);
    out
}

fn collect_text(frame: &Frame, out: &mut String) {
    for (_, item) in &frame.items {
        match item {
            Item::Glyphs(run) => out.push_str(&run.text),
            Item::Group(inner) => collect_text(inner, out),
            _ => {}
        }
    }
}

fn items(frame: &Frame, origin: Point, fonts: &FontBook, out: &mut String) {
    for (at, item) in &frame.items {
        let at = Point { x: origin.x + at.x, y: origin.y + at.y };
        if let Item::Group(inner) = item {
            items(inner, at, fonts, out);
            continue;
        }
        let _ = write!(out, "{} {:.2} {:.2} ", kind(item), at.x.to_pt(), at.y.to_pt());
        out.push_str(&rest(item, fonts));
        out.push('\n');
    }
}

fn kind(item: &Item) -> &'static str {
    match item {
        Item::Glyphs(run) if run.source == Source::Artifact => "artifact",
        Item::Glyphs(_) => "glyphs",
        Item::Path(_) => "path",
        Item::Rule { .. } => "rule",
        Item::Image { .. } => "image",
        Item::Bitmap { .. } => "bitmap",
        Item::Link { .. } => "link",
        Item::Anchor(_) => "anchor",
        Item::Group(_) => "group",
        Item::Layer(_) => "layer",
        Item::Shade(_) => "shade",
    }
}

/// What is to say of an item beyond its kind and place.
fn rest(item: &Item, fonts: &FontBook) -> String {
    let extent = |size: &Size| format!("{:.2} {:.2}", size.width.to_pt(), size.height.to_pt());
    match item {
        Item::Glyphs(run) => {
            let name = &fonts.face(run.font).postscript_name;
            format!("{name} {} {:?}", short(run.size), run.text)
        }
        Item::Path(path) => format!("{} segments", path.segments.len()),
        Item::Rule { size, .. } | Item::Bitmap { size, .. } => extent(size),
        Item::Image { asset, size, .. } => format!("{} {asset:?}", extent(size)),
        Item::Link { size, target: LinkTarget::Uri(uri) } => format!("{} {uri:?}", extent(size)),
        Item::Link { size, target: LinkTarget::Node(node) } => {
            format!("{} {}.{}", extent(size), node.chapter, node.index)
        }
        Item::Anchor(node) => format!("{}.{}", node.chapter, node.index),
        Item::Group(_) => String::new(),
        Item::Layer(layer) => {
            let (items, clips) = (layer.frame.items.len(), layer.clips.len());
            let mask = if layer.mask.is_some() { " masked" } else { "" };
            format!("{items} items, {clips} clips, {} {:?}{mask}", layer.opacity, layer.blend)
        }
        Item::Shade(shade) => {
            format!("{} segments, {} stops", shade.segments.len(), shade.gradient.stops.len())
        }
    }
}

/// A length in points without idle zeros.
fn short(length: Length) -> String {
    let text = format!("{:.2}", length.to_pt());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NodeId;
    use crate::typeset::display::{Page, Paint};

    #[test]
    fn items_stand_at_their_places_on_the_page() {
        let at = |x, y| Point { x: Length::pt(x), y: Length::pt(y) };
        let size = |w, h| Size { width: Length::pt(w), height: Length::pt(h) };
        let mut inner = Frame::new(size(10, 10));
        inner.push(at(1, 2), Item::Anchor(NodeId { chapter: 3, index: 4 }));
        let mut outer = Frame::new(size(100, 100));
        outer.push(at(0, 5), Item::Rule { size: size(20, 1), paint: Paint::BLACK });
        outer.push(at(10, 20), Item::Group(inner));
        let page = Page { size: size(100, 100), label: "iv".into(), frame: outer };
        let made = layout(&Layout { pages: vec![page], ..Layout::default() }, &FontBook::default());
        assert_eq!(made, "page 1 \"iv\" 100 100\nrule 0.00 5.00 20.00 1.00\nanchor 11.00 22.00 3.4\n");
    }
}
