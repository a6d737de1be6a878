//! The boxes of pages (ISO 32000-2, 14.11.2): each within the one around it.

use lopdf::{Dictionary, Object};

use super::Check;

/// Points that boxes may differ by and still be alike.
const NEAR: f32 = 0.01;
/// Pages of a tree that hand a box down; more would be a circle.
const DEEPEST: usize = 50;

type Box = [f32; 4];

pub(super) fn check(check: &mut Check<'_>) {
    let document = check.document;
    let pages = document.get_pages();
    check.need(!pages.is_empty(), "there is no page");
    for page in pages.into_values().filter_map(|page| document.get_dictionary(page).ok()) {
        page_boxes(check, page);
    }
}

fn page_boxes<'a>(check: &mut Check<'a>, page: &'a Dictionary) {
    let [media, crop] = [b"MediaBox".as_slice(), b"CropBox"].map(|key| inherited(check, page, key));
    let [bleed, trim, art] =
        [b"BleedBox".as_slice(), b"TrimBox", b"ArtBox"].map(|key| corners(check, check.get(page, key)));
    check.need(media.is_some(), "a page has no MediaBox");
    check.need(trim.is_some() != art.is_some(), "a page needs a TrimBox or an ArtBox, not both");
    let mut outer = media;
    for (inner, name) in [(bleed, "BleedBox"), (trim.or(art), "TrimBox")] {
        if let (Some(inner), Some(around)) = (inner, outer) {
            check.need(within(inner, around), &format!("a {name} reaches beyond the box around it"));
        }
        outer = inner.or(outer);
    }
    if let (Some(crop), Some(printed)) = (crop, bleed.or(trim).or(art)) {
        check.need(within(printed, crop), "a CropBox cuts off what is printed");
    }
}

fn inherited<'a>(check: &Check<'a>, page: &'a Dictionary, key: &[u8]) -> Option<Box> {
    let mut node = page;
    for _ in 0..DEEPEST {
        if let Some(found) = check.get(node, key) {
            return corners(check, Some(found));
        }
        node = check.dictionary(node, b"Parent")?;
    }
    None
}

fn corners(check: &Check<'_>, object: Option<&Object>) -> Option<Box> {
    let number = |object: &Object| check.document.dereference(object).ok()?.1.as_float().ok();
    match object?.as_array().ok()?.as_slice() {
        [a, b, c, d] => Some([number(a)?, number(b)?, number(c)?, number(d)?]),
        _ => None,
    }
}

fn within(inner: Box, outer: Box) -> bool {
    inner[0] >= outer[0] - NEAR
        && inner[1] >= outer[1] - NEAR
        && inner[2] <= outer[2] + NEAR
        && inner[3] <= outer[3] + NEAR
}
