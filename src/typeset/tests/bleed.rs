//! Pictures to the edges of the paper.

use super::fixture::{Fixture, edition_of};
use crate::model::NodeId;
use crate::model::length::{Length, Point};
use crate::model::manifest::{FormatSpec, PrintSpec};
use crate::model::press::{Bleed, Press};
use crate::typeset::display::{Frame, Item, Whole};
use crate::typeset::page::bleed::{extent, reach_edges};
use crate::typeset::page::furniture::Side;

/// Where a picture of this shape comes to stand, and whether it covers the page.
fn placed(bleed: Bleed, shape: (u32, u32), side: Side) -> (Point, Frame, bool) {
    let mut fixture = Fixture::new(Vec::new());
    let press = Press { bleed, ..Press::default() };
    fixture.spec.format = FormatSpec::Pdf(PrintSpec { press, ..PrintSpec::default() });
    let (edition, page) = (edition_of(&fixture), fixture.geometry());
    let picture = Frame {
        whole: Some(Whole::Picture(NodeId::default())),
        ..Frame::new(extent(&edition, &page, shape))
    };
    let mut frame = Frame::new(page.trim);
    frame.push(Point { x: page.inner, y: page.top }, Item::Group(picture.clone()));
    let covers = reach_edges(&mut frame, &edition, &page, side);
    (frame.items[0].0, picture, covers)
}

#[test]
fn a_band_goes_over_the_outer_edge() {
    let page = Fixture::new(Vec::new()).geometry();
    let bleed = Bleed { width: Length::pt(9), at_binding: false };
    let (at, band, covers) = placed(bleed, (400, 100), Side::Recto);
    assert_eq!((at.x, at.y, covers), (Length::ZERO, page.top, false), "the binding is at the left");
    assert_eq!(band.size.width, page.trim.width + Length::pt(9));
    assert_eq!(placed(bleed, (400, 100), Side::Verso).0.x, Length::pt(-9));
    let all = Bleed { at_binding: true, ..bleed };
    assert_eq!(placed(all, (400, 100), Side::Recto).0.x, Length::pt(-9));
}

#[test]
fn a_picture_too_high_for_a_band_covers_the_page() {
    let page = Fixture::new(Vec::new()).geometry();
    let bleed = Bleed { width: Length::pt(9), at_binding: false };
    for shape in [(100, 110), (100, 140), (100, 300)] {
        let (at, picture, covers) = placed(bleed, shape, Side::Recto);
        assert!(covers && at.x <= Length::ZERO && at.y <= Length::pt(-9));
        assert!(at.x + picture.size.width >= page.trim.width + Length::pt(9));
        assert!(at.y + picture.size.height >= page.trim.height + Length::pt(9));
    }
    let none = placed(Bleed::default(), (100, 140), Side::Recto);
    assert!(none.2, "without bleed to the trim");
}
