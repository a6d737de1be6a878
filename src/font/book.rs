//! Families to faces: which face a design's look is set in, and who steps in for it.

use std::sync::Arc;

use super::bundled::{self, Bundled};
use super::face::Face;
use super::findings;
use super::script::is_invisible;
use crate::diagnostic::Diagnostic;
use crate::model::manifest::{FontFile, FontFiles};
use crate::model::theme::{Theme, ThemeFonts};

/// A face of a [`FontBook`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontId(pub u16);

/// The part a family plays in a design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Family {
    Body,
    Heading,
    Mono,
}

/// A face as a design asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub struct Look {
    pub family: Family,
    pub bold: bool,
    pub italic: bool,
}

impl Look {
    /// Every look there is, in the order of [`Look::index`].
    const ALL: [Self; 12] = {
        let mut all = [Self { family: Family::Body, bold: false, italic: false }; 12];
        let mut at = 0;
        while at < 12 {
            let family = [Family::Body, Family::Heading, Family::Mono][at / 4];
            all[at] = Self { family, bold: at & 2 != 0, italic: at & 1 != 0 };
            at += 1;
        }
        all
    };

    fn index(self) -> usize {
        self.family as usize * 4 + usize::from(self.bold) * 2 + usize::from(self.italic)
    }
}

/// The faces of an edition. There is always at least one.
#[derive(Clone, Debug)]
pub struct FontBook {
    faces: Vec<Arc<Face>>,
    /// For each look the faces to try, in order; never empty.
    orders: Vec<Vec<FontId>>,
}

impl Default for FontBook {
    /// The bundled faces.
    fn default() -> Self {
        let fonts = ThemeFonts {
            body: bundled::BODY.into(),
            heading: bundled::BODY.into(),
            mono: bundled::MONO.into(),
            oldstyle_figures: false,
        };
        Self::from_families(&fonts, &FontFiles::default()).0
    }
}

impl FontBook {
    /// The faces a theme names and an author brings. What can't be used is reported and
    /// replaced by a bundled face.
    pub fn new(theme: &Theme, files: &FontFiles) -> (Self, Vec<Diagnostic>) {
        Self::from_families(&theme.fonts, files)
    }

    /// [`FontBook::new`] from a theme's family names alone.
    pub fn from_families(theme: &ThemeFonts, files: &FontFiles) -> (Self, Vec<Diagnostic>) {
        let mut shelf = Shelf::default();
        let own = [&files.body, &files.heading, &files.mono].map(|group| shelf.brought(group));
        let fallback = shelf.brought(&files.fallback);
        let brought = shelf.faces.len();

        let body = shelf.family(&own[0], &theme.body, Role::BODY, brought);
        // A design with one family for text and headings keeps to one when the author changes it.
        let follows = own[1].is_empty() && !own[0].is_empty() && theme.heading == theme.body;
        let heading = if follows {
            body.clone()
        } else {
            shelf.family(&own[1], &theme.heading, Role::HEADING, brought)
        };
        let mono = shelf.family(&own[2], &theme.mono, Role::MONO, brought);
        let others: Vec<Vec<FontId>> = bundled::FAMILIES.iter().map(|family| shelf.bundled(family)).collect();

        let families = [&body, &heading, &mono];
        let order = |look: &Look| {
            let mut order = shelf.by_nearness(families[look.family as usize], *look);
            order.extend(&fallback);
            for family in families.into_iter().chain(&others) {
                order.extend(shelf.by_nearness(family, *look));
            }
            unique(order)
        };
        let orders = Look::ALL.iter().map(order).collect();
        (Self { faces: shelf.faces, orders }, shelf.findings)
    }

    /// The face with this id; ids come from this book only.
    pub fn face(&self, id: FontId) -> &Arc<Face> {
        self.faces.get(usize::from(id.0)).unwrap_or(&self.faces[0])
    }

    /// Every face with its id.
    pub fn faces(&self) -> impl Iterator<Item = (FontId, &Arc<Face>)> {
        (0u16..).map(FontId).zip(&self.faces)
    }

    /// The face for a look: exact, else the nearest of the family.
    pub fn select(&self, look: Look) -> FontId {
        self.orders[look.index()][0]
    }

    /// Whether a face has a glyph for a character.
    pub fn covers(&self, id: FontId, c: char) -> bool {
        self.face(id).covers(c)
    }

    /// The face to set a character in: the look's own, else the first fallback that has
    /// it, else `None` (the look's own shows its missing-glyph box). Fallbacks are, in
    /// order: the family's other faces, the author's, the design's other families, what
    /// else is bundled. Characters that show nothing stay with the look's own.
    pub fn face_for(&self, look: Look, c: char) -> Option<FontId> {
        let order = &self.orders[look.index()];
        order.iter().copied().find(|id| self.covers(*id, c)).or_else(|| is_invisible(c).then(|| order[0]))
    }

    /// Whether a face has an OpenType feature that changes glyphs: `smcp`, `sups`, `onum`.
    pub fn has_feature(&self, id: FontId, tag: &[u8; 4]) -> bool {
        self.face(id).has_feature(tag)
    }
}

/// What a family is for and what stands in for it.
#[derive(Clone, Copy)]
struct Role {
    key: &'static str,
    default: &'static str,
}

impl Role {
    const BODY: Self = Self { key: "body", default: bundled::BODY };
    const HEADING: Self = Self { key: "heading", default: bundled::BODY };
    const MONO: Self = Self { key: "mono", default: bundled::MONO };
}

/// The faces read so far.
#[derive(Default)]
struct Shelf {
    faces: Vec<Arc<Face>>,
    bundled: Vec<(&'static str, Vec<FontId>)>,
    findings: Vec<Diagnostic>,
}

impl Shelf {
    /// Reads an author's files; those that can't be used are reported and left out.
    fn brought(&mut self, files: &[FontFile]) -> Vec<FontId> {
        let mut ids = Vec::new();
        for file in files {
            match Face::parse(Arc::clone(&file.bytes)) {
                Ok(face) if !face.embeddable => {
                    let reason = "its licence bits (OS/2 fsType) forbid embedding";
                    self.findings.push(findings::unusable_file(file, reason));
                }
                Ok(face) => ids.push(self.put(face)),
                Err(reason) => self.findings.push(findings::unusable_file(file, &reason)),
            }
        }
        ids
    }

    fn put(&mut self, face: Face) -> FontId {
        // A font already here under the same bytes is the same face.
        if let Some(at) = self.faces.iter().position(|other| other.data == face.data) {
            return FontId(u16::try_from(at).unwrap_or(0));
        }
        let id = FontId(u16::try_from(self.faces.len()).unwrap_or(u16::MAX));
        self.faces.push(Arc::new(face));
        id
    }

    /// The author's faces for a role; else the family of this name, bundled or among the
    /// `brought` first faces; else the role's default, with a finding.
    fn family(&mut self, own: &[FontId], name: &str, role: Role, brought: usize) -> Vec<FontId> {
        if !own.is_empty() {
            return own.to_vec();
        }
        let named = |face: &Arc<Face>| face.family.eq_ignore_ascii_case(name);
        let among: Vec<FontId> = (0u16..)
            .map(FontId)
            .zip(self.faces.iter().take(brought))
            .filter(|(_, f)| named(f))
            .map(|(id, _)| id)
            .collect();
        if !among.is_empty() {
            return among;
        }
        if let Some(family) = bundled::find(name) {
            return self.bundled(family);
        }
        self.findings.push(findings::unknown_family(name, role.key, role.default));
        bundled::find(role.default).map(|family| self.bundled(family)).unwrap_or_default()
    }

    /// The faces of a bundled family, read once.
    fn bundled(&mut self, family: &'static Bundled) -> Vec<FontId> {
        if let Some((_, ids)) = self.bundled.iter().find(|(name, _)| *name == family.name) {
            return ids.clone();
        }
        let faces = family.files.iter().filter_map(|bytes| Face::parse(Arc::from(*bytes)).ok());
        let ids: Vec<FontId> = faces.map(|face| self.put(face)).collect();
        self.bundled.push((family.name, ids.clone()));
        ids
    }

    /// A family's faces, the nearest to the look first: slant counts before weight, as in
    /// CSS Fonts 4, 5.2.
    fn by_nearness(&self, family: &[FontId], look: Look) -> Vec<FontId> {
        let wanted: i32 = if look.bold { 700 } else { 400 };
        let mut ids = family.to_vec();
        ids.sort_by_key(|id| {
            self.faces
                .get(usize::from(id.0))
                .map(|face| (face.italic != look.italic, (i32::from(face.weight) - wanted).abs(), *id))
        });
        ids
    }
}

fn unique(ids: Vec<FontId>) -> Vec<FontId> {
    let mut kept = Vec::with_capacity(ids.len());
    for id in ids {
        if !kept.contains(&id) {
            kept.push(id);
        }
    }
    kept
}

#[cfg(test)]
mod tests;
