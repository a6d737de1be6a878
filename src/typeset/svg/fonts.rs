//! The faces a drawing's text is set in: the edition's, never the machine's.

use std::sync::Arc;

use usvg::fontdb::{Database, ID, Source};
use usvg::{FontFamily, FontResolver, FontStyle, Group, Node, Tree};

use crate::font::{Family, FontBook, FontId, Look, script_name};

/// The family where a drawing names none.
pub(super) const DEFAULT: &str = "serif";
/// What begins every element of text.
const TEXT: &[u8] = b"text";
/// What stands in for sans-serif faces that we don't have.
const SANS: &str = "Libertinus Sans";

/// Marks in names of faces that tell what they look like.
const MONO_NAMES: &[&str] = &["mono", "courier", "consol", "menlo", "typewriter"];
const SANS_NAMES: &[&str] = &[
    "sans",
    "arial",
    "helvet",
    "verdana",
    "tahoma",
    "calibri",
    "roboto",
    "segoe",
    "inter",
    "lato",
    "futura",
    "grotes",
    "gothic",
    "ubuntu",
    "system-ui",
];

/// The book's faces as usvg wants them, and how it is to choose among them.
pub(super) fn resolver<'f>(source: &[u8], faces: &'f FontBook) -> (Arc<Database>, FontResolver<'f>) {
    let mut database = Database::new();
    // Reading all faces takes longer than most drawings, and most have no text.
    if !source.windows(TEXT.len()).any(|bytes| bytes == TEXT) {
        return (Arc::new(database), FontResolver::default());
    }
    // For each face of the book its id there; `None` for one that the database refuses.
    let ids: Vec<Option<ID>> = faces
        .faces()
        .map(|(_, face)| {
            database.load_font_source(Source::Binary(Arc::new(Arc::clone(&face.data)))).first().copied()
        })
        .collect();
    let ids = Arc::new(ids);
    let known = Arc::clone(&ids);
    let select_font = move |font: &usvg::Font, _: &mut Arc<Database>| {
        let chosen = choose(faces, font);
        known.get(usize::from(chosen.0)).copied().flatten()
    };
    let select_fallback = move |c: char, used: &[ID], _: &mut Arc<Database>| {
        let body = Look { family: Family::Body, bold: false, italic: false };
        let first = faces.face_for(body, c);
        let others = faces.faces().map(|(id, _)| id).filter(|id| faces.covers(*id, c));
        let fresh =
            |id: FontId| ids.get(usize::from(id.0)).copied().flatten().filter(|id| !used.contains(id));
        first.into_iter().chain(others).find_map(fresh)
    };
    let resolver =
        FontResolver { select_font: Box::new(select_font), select_fallback: Box::new(select_fallback) };
    (Arc::new(database), resolver)
}

/// The face for the families a drawing asks for, the first that says anything to us.
fn choose(faces: &FontBook, font: &usvg::Font) -> FontId {
    let (bold, italic) = (font.weight() >= 600, font.style() != FontStyle::Normal);
    let look = |family| faces.select(Look { family, bold, italic });
    let sans = || named(faces, SANS, bold, italic).unwrap_or_else(|| look(Family::Heading));
    for family in font.families() {
        let found = match family {
            FontFamily::Serif | FontFamily::Cursive | FontFamily::Fantasy => Some(look(Family::Body)),
            FontFamily::SansSerif => Some(sans()),
            FontFamily::Monospace => Some(look(Family::Mono)),
            FontFamily::Named(name) => named(faces, name, bold, italic).or_else(|| {
                let name = name.to_lowercase();
                let like = |marks: &[&str]| marks.iter().any(|mark| name.contains(mark));
                if like(MONO_NAMES) { Some(look(Family::Mono)) } else { like(SANS_NAMES).then(sans) }
            }),
        };
        if let Some(found) = found {
            return found;
        }
    }
    look(Family::Body)
}

/// The nearest face of a family by its name.
fn named(faces: &FontBook, name: &str, bold: bool, italic: bool) -> Option<FontId> {
    let wanted: i32 = if bold { 700 } else { 400 };
    faces
        .faces()
        .filter(|(_, face)| face.family.eq_ignore_ascii_case(name))
        .min_by_key(|(id, face)| (face.italic != italic, (i32::from(face.weight) - wanted).abs(), *id))
        .map(|(id, _)| id)
}

/// Names the writings in a drawing's text that no face has, once each.
pub(super) fn missing_signs(tree: &Tree, faces: &FontBook, reasons: &mut Vec<String>) {
    if tree.has_text_nodes() {
        in_group(tree.root(), faces, reasons);
    }
}

fn in_group(group: &Group, faces: &FontBook, reasons: &mut Vec<String>) {
    let look = Look { family: Family::Body, bold: false, italic: false };
    for node in group.children() {
        match node {
            Node::Group(inner) => in_group(inner, faces, reasons),
            Node::Text(text) => {
                for c in text.chunks().iter().flat_map(|chunk| chunk.text().chars()) {
                    if faces.face_for(look, c).is_none() {
                        let reason = format!("{} text that no font here has", script_name(c));
                        if !reasons.contains(&reason) {
                            reasons.push(reason);
                        }
                    }
                }
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}
