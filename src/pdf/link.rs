//! Links to annotations (ISO 32000-2, 12.5.6.5).

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::destination::Destinations;
use super::findings;
use super::object::{ascii, name, real, text};
use super::survey::clusters;
use crate::diagnostic::Diagnostic;
use crate::model::length::{Length, Point, Size};
use crate::typeset::display::{Frame, GlyphRun, Item, LinkTarget, Page};

/// The annotation's flag for "printed": PDF/A asks for it, and link borders are invisible.
const PRINT: i64 = 4;

/// Writes the annotations of a page, one for each link in the page's order. A link whose
/// target stands on no page leads nowhere: it gets none, and a finding.
pub(super) fn annotations(
    document: &mut Document,
    page: &Page,
    (pages, destinations): (&[Page], &Destinations),
    findings: &mut Vec<Diagnostic>,
) -> Vec<Option<ObjectId>> {
    let mut links = Vec::new();
    collect(&page.frame, Point::default(), &mut links);
    let mut written = Vec::new();
    for (at, size, target) in links {
        let mut words = String::new();
        words_within(&page.frame, Point::default(), (at, size), &mut words);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let Some((key, action)) = action(target, destinations) else {
            findings.push(findings::leads_nowhere(&words));
            written.push(None);
            continue;
        };
        let words = if words.is_empty() { place_name(target, pages, destinations) } else { words };
        let foot = page.size.height - at.y - size.height;
        let corners = [at.x, foot, at.x + size.width, foot + size.height];
        let mut annotation = Dictionary::new();
        annotation.set("Type", name("Annot"));
        annotation.set("Subtype", name("Link"));
        annotation.set("Rect", corners.map(real).to_vec());
        annotation.set("Border", vec![0.into(), 0.into(), 0.into()]);
        annotation.set("F", PRINT);
        annotation.set("H", name("N"));
        annotation.set("Contents", text(&words));
        annotation.set(key, action);
        written.push(Some(document.add_object(annotation)));
    }
    written
}

fn collect<'a>(frame: &'a Frame, origin: Point, links: &mut Vec<(Point, Size, &'a LinkTarget)>) {
    for (point, item) in &frame.items {
        let at = Point { x: origin.x + point.x, y: origin.y + point.y };
        match item {
            Item::Link { size, target } => links.push((at, *size, target)),
            Item::Group(inner) => collect(inner, at, links),
            _ => {}
        }
    }
}

fn action(target: &LinkTarget, destinations: &Destinations) -> Option<(&'static str, Object)> {
    let mut action = Dictionary::new();
    match target {
        LinkTarget::Uri(address) => {
            action.set("S", name("URI"));
            action.set("URI", ascii(&escaped(address)));
        }
        LinkTarget::Node(node) => {
            action.set("S", name("GoTo"));
            action.set("D", ascii(&destinations.name(*node)?));
        }
    }
    Some(("A", Object::Dictionary(action)))
}

/// An address in ASCII (RFC 3986, 2.1): 12.6.4.8 allows nothing else.
fn escaped(address: &str) -> String {
    let escape = |byte: u8| match byte {
        0x21..=0x7e => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    address.bytes().map(escape).collect()
}

/// The words that stand in a rectangle, by the middle of their glyphs.
fn words_within(frame: &Frame, origin: Point, place: (Point, Size), words: &mut String) {
    for (point, item) in &frame.items {
        let at = Point { x: origin.x + point.x, y: origin.y + point.y };
        match item {
            Item::Glyphs(run) if (place.0.y..=place.0.y + place.1.height).contains(&at.y) => {
                run_within(run, at.x, (place.0.x, place.0.x + place.1.width), words);
            }
            Item::Group(inner) => words_within(inner, at, place, words),
            _ => {}
        }
    }
}

fn run_within(run: &GlyphRun, start: Length, (left, right): (Length, Length), words: &mut String) {
    let mut x = start;
    let mut found = Vec::new();
    for cluster in clusters(run) {
        let width: Length = run.glyphs[cluster.glyphs].iter().map(|g| g.advance).sum();
        if (left..=right).contains(&(x + width / 2)) {
            found.push(cluster.text);
        }
        x += width;
    }
    if run.level % 2 == 1 {
        found.reverse();
    }
    words.extend(found);
}

/// What a link without words says: the address, or the folio it leads to.
fn place_name(target: &LinkTarget, pages: &[Page], destinations: &Destinations) -> String {
    match target {
        LinkTarget::Uri(address) => address.clone(),
        LinkTarget::Node(node) => {
            let page = destinations.page(*node).and_then(|number| pages.get(number));
            page.map(|page| page.label.clone()).unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::survey::tests::run;
    use super::*;

    #[test]
    fn addresses_are_ascii() {
        assert_eq!(escaped("https://é.fr/a b?c=(d)"), "https://%C3%A9.fr/a%20b?c=(d)");
    }

    #[test]
    fn a_link_says_the_words_it_covers() {
        let mut frame = Frame::new(Size::default());
        let glyphs: Vec<(u16, u32)> = (0..9).map(|n| (1, n)).collect();
        let baseline = Point { x: Length::pt(100), y: Length::pt(50) };
        frame.push(baseline, Item::Glyphs(run("see notes", 0, &glyphs)));
        frame.push(
            Point { x: Length::pt(100), y: Length::pt(70) },
            Item::Glyphs(run("under it!", 0, &glyphs)),
        );
        let place = Point { x: Length::pt(120), y: Length::pt(42) };
        let size = Size { width: Length::pt(25), height: Length::pt(12) };
        let mut words = String::new();
        words_within(&frame, Point::default(), (place, size), &mut words);
        assert_eq!(words, "notes");
    }
}
