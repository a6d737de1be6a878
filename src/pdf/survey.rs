//! Pages to what they use: glyphs with the text they show, pictures, pixels.
//!
//! A PDF says once per font what text a glyph stands for (`ToUnicode`, ISO 32000-2,
//! 9.10.3). Here every cluster of the book votes: one glyph shows its text; as many glyphs
//! as characters share them out. Where the winner differs from what a place means, `text`
//! writes `ActualText` round the place.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::font::FontId;
use crate::model::length::Size;
use crate::parallel;
use crate::typeset::display::{Bitmap, Frame, GlyphRun, Item, Layer, Page, Shade};

/// Pages surveyed in one task: enough that adding up the parts costs little.
const CHUNK: usize = 64;

/// What pages use.
#[derive(Default)]
pub(super) struct Survey<'a> {
    /// The glyphs of each face and the text each mostly shows.
    pub(super) glyphs: BTreeMap<FontId, BTreeMap<u16, &'a str>>,
    /// Keys of pictures, with the largest width and height each is printed at.
    pub(super) assets: BTreeMap<&'a str, Size>,
    /// Pixels made in typesetting, in order of appearance, each allocation once.
    pub(super) bitmaps: Vec<&'a Arc<Bitmap>>,
    /// Layers of drawings, as bitmaps are; those within others come before these.
    pub(super) layers: Vec<&'a Arc<Layer>>,
    /// Gradients of drawings, as bitmaps are.
    pub(super) shades: Vec<&'a Arc<Shade>>,
}

/// Texts a glyph was seen to show, and how often.
type Votes<'a> = Vec<(&'a str, u32)>;

#[derive(Default)]
struct Part<'a> {
    /// By face, then by glyph id.
    votes: BTreeMap<FontId, Vec<Votes<'a>>>,
    assets: BTreeMap<&'a str, Size>,
    bitmaps: Vec<&'a Arc<Bitmap>>,
    layers: Vec<&'a Arc<Layer>>,
    shades: Vec<&'a Arc<Shade>>,
}

/// What these pages use.
pub(super) fn survey(pages: &[Page]) -> Survey<'_> {
    let chunks: Vec<&[Page]> = pages.chunks(CHUNK).collect();
    let parts = parallel::map(&chunks, |chunk| {
        let mut part = Part::default();
        for page in *chunk {
            part.frame(&page.frame);
        }
        part
    });
    let mut total = Part::default();
    for part in parts {
        total.add(part);
    }
    let glyphs = total.votes.into_iter().map(|(font, table)| (font, elect(&table))).collect();
    Survey {
        glyphs,
        assets: total.assets,
        bitmaps: once(total.bitmaps),
        layers: once(total.layers),
        shades: once(total.shades),
    }
}

/// Each allocation where it comes first.
fn once<T>(mut all: Vec<&Arc<T>>) -> Vec<&Arc<T>> {
    let mut seen = BTreeSet::new();
    all.retain(|one| seen.insert(Arc::as_ptr(one)));
    all
}

/// The text of each glyph that was seen: the most frequent, the lesser one on a tie.
fn elect<'a>(table: &[Votes<'a>]) -> BTreeMap<u16, &'a str> {
    let winner = |votes: &Votes<'a>| {
        votes.iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))).map(|(text, _)| *text)
    };
    (0u16..=u16::MAX).zip(table).filter_map(|(id, votes)| Some((id, winner(votes)?))).collect()
}

impl<'a> Part<'a> {
    fn frame(&mut self, frame: &'a Frame) {
        for (_, item) in &frame.items {
            match item {
                Item::Glyphs(run) => self.run(run),
                Item::Image { asset, size, .. } => self.picture(asset, *size),
                Item::Bitmap { bitmap, .. } => self.bitmaps.push(bitmap),
                Item::Group(inner) => self.frame(inner),
                Item::Layer(layer) => self.layer(layer),
                Item::Shade(shade) => self.shades.push(shade),
                Item::Path(_) | Item::Rule { .. } | Item::Link { .. } | Item::Anchor(_) => {}
            }
        }
    }

    /// What a layer is made of comes before it.
    fn layer(&mut self, layer: &'a Arc<Layer>) {
        self.frame(&layer.frame);
        if let Some(mask) = &layer.mask {
            self.frame(&mask.frame);
        }
        self.layers.push(layer);
    }

    fn picture(&mut self, key: &'a str, size: Size) {
        let largest = self.assets.entry(key).or_default();
        largest.width = largest.width.max(size.width);
        largest.height = largest.height.max(size.height);
    }

    fn run(&mut self, run: &'a GlyphRun) {
        let table = self.votes.entry(run.font).or_default();
        for cluster in clusters(run) {
            let glyphs = &run.glyphs[cluster.glyphs.clone()];
            match glyphs {
                [glyph] => vote(table, glyph.id, cluster.text, 1),
                _ if cluster.text.chars().count() == glyphs.len() => {
                    let ids = glyphs.iter().map(|g| g.id);
                    let mut ids: Vec<u16> = ids.collect();
                    if run.level % 2 == 1 {
                        ids.reverse();
                    }
                    for (id, (at, c)) in ids.into_iter().zip(cluster.text.char_indices()) {
                        vote(table, id, &cluster.text[at..at + c.len_utf8()], 1);
                    }
                }
                // A vote that counts only where nobody knows better: every glyph has a text.
                _ => glyphs.iter().for_each(|glyph| vote(table, glyph.id, cluster.text, 0)),
            }
        }
    }

    fn add(&mut self, other: Self) {
        for (font, table) in other.votes {
            let own = self.votes.entry(font).or_default();
            for (id, votes) in (0u16..=u16::MAX).zip(table) {
                for (text, count) in votes {
                    vote(own, id, text, count);
                }
            }
        }
        other.assets.into_iter().for_each(|(key, size)| self.picture(key, size));
        self.bitmaps.extend(other.bitmaps);
        self.layers.extend(other.layers);
        self.shades.extend(other.shades);
    }
}

fn vote<'a>(table: &mut Vec<Votes<'a>>, id: u16, text: &'a str, count: u32) {
    let at = usize::from(id);
    if at >= table.len() {
        table.resize(at + 1, Vec::new());
    }
    let votes = &mut table[at];
    match votes.iter_mut().find(|(known, _)| *known == text) {
        Some((_, known)) => *known += count,
        None => votes.push((text, count)),
    }
}

/// Glyphs that together show a piece of text.
pub(super) struct Cluster<'a> {
    /// Indices into the run's glyphs.
    pub(super) glyphs: Range<usize>,
    /// What they show, without the marks of a place where a word may be divided.
    pub(super) text: &'a str,
}

/// The clusters of a run in visual order.
pub(super) fn clusters(run: &GlyphRun) -> impl Iterator<Item = Cluster<'_>> {
    let rtl = run.level % 2 == 1;
    let mut start = 0;
    // Right to left, a cluster's text ends where the one before it on the page begins.
    let mut before = run.text.len();
    std::iter::from_fn(move || {
        let first = run.glyphs.get(start)?;
        let same = run.glyphs[start..].iter().take_while(|g| g.cluster == first.cluster).count();
        let next = start + same;
        let from = first.cluster as usize;
        let to =
            if rtl { before } else { run.glyphs.get(next).map_or(run.text.len(), |g| g.cluster as usize) };
        let text = run.text.get(from..to).unwrap_or_default();
        let glyphs = start..next;
        (start, before) = (next, from);
        Some(Cluster { glyphs, text: without_soft_breaks(text) })
    })
}

/// Soft hyphens and zero-width spaces at either end show nothing; a cluster of nothing
/// else keeps them.
fn without_soft_breaks(text: &str) -> &str {
    let inner = text.trim_matches(['\u{ad}', '\u{200b}', '\u{2060}']);
    if inner.is_empty() { text } else { inner }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::NodeId;
    use crate::model::length::{Length, Point};
    use crate::typeset::display::{Glyph, Paint, Source};

    /// A run of 10 pt whose glyphs are 5 pt wide: ids with the byte their text begins at.
    pub(in super::super) fn run(text: &str, level: u8, glyphs: &[(u16, u32)]) -> GlyphRun {
        GlyphRun {
            font: FontId(0),
            size: Length::pt(10),
            scale: 1000,
            tracking: 0,
            paint: Paint::BLACK,
            source: Source::Generated(NodeId::default()),
            text: text.into(),
            level,
            lang: "en".into(),
            glyphs: glyphs
                .iter()
                .map(|(id, cluster)| Glyph {
                    id: *id,
                    cluster: *cluster,
                    advance: Length::pt(5),
                    dx: Length::ZERO,
                    dy: Length::ZERO,
                })
                .collect(),
            hyphenated: false,
        }
    }

    fn page(runs: Vec<GlyphRun>) -> Page {
        let mut frame = Frame::new(Size::default());
        for run in runs {
            frame.push(Point::default(), Item::Glyphs(run));
        }
        Page { size: Size::default(), label: String::new(), frame }
    }

    #[test]
    fn clusters_have_their_text_in_both_directions() {
        let ligature = run("afi\u{ad}b", 0, &[(1, 0), (2, 1), (3, 5)]);
        let texts: Vec<&str> = clusters(&ligature).map(|c| c.text).collect();
        assert_eq!(texts, ["a", "fi", "b"]);
        let hebrew = run("אבג", 1, &[(3, 4), (2, 2), (1, 0)]);
        let texts: Vec<&str> = clusters(&hebrew).map(|c| c.text).collect();
        assert_eq!(texts, ["ג", "ב", "א"]);
    }

    #[test]
    fn bad_offsets_give_no_text() {
        let run = run("é", 0, &[(1, 1), (2, 9)]);
        let texts: Vec<&str> = clusters(&run).map(|c| c.text).collect();
        assert_eq!(texts, ["", ""]);
    }

    #[test]
    fn a_picture_counts_at_its_largest() {
        let mut frame = Frame::new(Size::default());
        for (width, height) in [(10, 30), (20, 15)] {
            let size = Size { width: Length::pt(width), height: Length::pt(height) };
            frame.push(Point::default(), Item::Image { asset: "a".into(), size, alt: String::new() });
        }
        let pages = [Page { size: Size::default(), label: String::new(), frame }];
        let largest = Size { width: Length::pt(20), height: Length::pt(30) };
        assert_eq!(survey(&pages).assets, [("a", largest)].into());
    }

    #[test]
    fn the_most_frequent_text_of_a_glyph_wins() {
        let small_caps = run("aaA", 0, &[(7, 0), (7, 1), (7, 2)]);
        let parted = run("e\u{301}", 0, &[(8, 0), (9, 0)]);
        let made_of_two = run("½", 0, &[(10, 0), (11, 0)]);
        let pages = [page(vec![small_caps, parted]), page(vec![made_of_two])];
        let survey = survey(&pages);
        let glyphs = &survey.glyphs[&FontId(0)];
        let expected = [(7, "a"), (8, "e"), (9, "\u{301}"), (10, "½"), (11, "½")];
        assert_eq!(glyphs.iter().map(|(id, text)| (*id, *text)).collect::<Vec<_>>(), expected);
    }
}
