//! Text to glyphs of one face (OpenType shaping by harfrust), each distinct word once.
//!
//! Shaping costs a microsecond a word and books repeat their words: a worker remembers
//! what it has shaped, by manner and text, and keeps the plans that harfrust makes for
//! each manner and script.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use harfrust::{
    Buffer, Direction, Feature, Language, Script, ShapeOptions, ShapePlan, ShaperFont, Tag, shape,
};
use unicode_script::Script as TextScript;

use super::face::Face;
use super::{FontBook, FontId, script};

/// Longer texts are shaped anew each time: they hardly come back.
const LONGEST_REMEMBERED: usize = 128;
/// Words a worker remembers before it begins again: more than a long book's vocabulary.
const MOST_REMEMBERED: usize = 1 << 18;

/// How text is shaped, beyond its letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shaping {
    /// The face.
    pub font: FontId,
    /// Language, BCP 47.
    pub lang: Arc<str>,
    /// Right to left.
    pub rtl: bool,
    /// Small capitals for lower case (`smcp`); `c2sc` too when `all_small_caps`.
    pub small_caps: bool,
    /// Small capitals for capitals as well.
    pub all_small_caps: bool,
    /// Which figures.
    pub figures: Figures,
    /// Raised or lowered forms where the face has them.
    pub position: Position,
    /// Ligatures and contextual forms (off in code).
    pub ligatures: bool,
}

impl Shaping {
    /// Plain text of this face and language, left to right, with ligatures.
    pub fn plain(font: FontId, lang: Arc<str>) -> Self {
        Self {
            font,
            lang,
            rtl: false,
            small_caps: false,
            all_small_caps: false,
            figures: Figures::Default,
            position: Position::Normal,
            ligatures: true,
        }
    }
}

/// Shapes of figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figures {
    /// As the face has them.
    #[default]
    Default,
    /// `onum`, proportional.
    Oldstyle,
    /// `lnum`, proportional.
    Lining,
    /// `lnum` `tnum`: for tables.
    Tabular,
}

/// Where letters stand in relation to the baseline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Position {
    #[default]
    Normal,
    Superior,
    Inferior,
}

/// A glyph as shaped; lengths in font units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShapedGlyph {
    /// Id in the face.
    pub id: u16,
    /// First byte of the text it shows.
    pub cluster: u32,
    /// To the next glyph, kerning included.
    pub advance: i32,
    /// Right of its origin.
    pub dx: i32,
    /// Above the baseline.
    pub dy: i32,
}

/// Shaped text; glyphs in visual order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shaped {
    /// The glyphs.
    pub glyphs: Vec<ShapedGlyph>,
    /// The sum of the advances, in font units.
    pub advance: i32,
}

/// Shapes text and remembers words; every worker has its own. What it remembers never
/// shows in its results.
pub struct Shaper<'a> {
    tools: Tools<'a>,
    memory: Memory,
}

/// What a shaper remembers: it may be handed on to another one with the same faces.
#[derive(Default)]
pub struct Memory {
    manners: Vec<Manner>,
    /// The manner used last: most calls use it again.
    last: usize,
    remembered: usize,
}

/// What shaping needs and does not remember.
struct Tools<'a> {
    fonts: &'a FontBook,
    /// For each face its tables made ready, once it is used.
    faces: Vec<Option<ShaperFont<'a, 'static>>>,
    buffer: Buffer,
}

/// A way of shaping that was asked for, and what came of it.
struct Manner {
    how: Shaping,
    language: Option<Language>,
    features: Vec<Feature>,
    plans: Vec<(TextScript, ShapePlan)>,
    /// Never iterated; the fixed hasher only makes that plainer.
    words: HashMap<Box<str>, Arc<Shaped>, BuildHasherDefault<DefaultHasher>>,
}

impl<'a> Shaper<'a> {
    /// A shaper that remembers nothing yet.
    pub fn new(fonts: &'a FontBook) -> Self {
        Self::remembering(fonts, Memory::default())
    }

    /// A shaper that remembers what another one did with the same faces.
    pub fn remembering(fonts: &'a FontBook, memory: Memory) -> Self {
        let faces = fonts.faces().map(|_| None).collect();
        Self { tools: Tools { fonts, faces, buffer: Buffer::new() }, memory }
    }

    /// What it remembers.
    pub fn into_memory(self) -> Memory {
        self.memory
    }

    /// The faces it shapes with.
    pub fn fonts(&self) -> &'a FontBook {
        self.tools.fonts
    }

    /// The glyphs of `text`, which should be a word, a space or a fragment: the unit
    /// that is remembered.
    pub fn shape(&mut self, text: &str, how: &Shaping) -> Arc<Shaped> {
        let manner = self.manner(how);
        let memory = &mut self.memory;
        if let Some(known) = memory.manners[manner].words.get(text) {
            return Arc::clone(known);
        }
        let shaped = Arc::new(self.tools.shape(text, &mut memory.manners[manner]));
        if text.len() <= LONGEST_REMEMBERED {
            if memory.remembered >= MOST_REMEMBERED {
                memory.manners.iter_mut().for_each(|manner| manner.words.clear());
                memory.remembered = 0;
            }
            memory.remembered += 1;
            memory.manners[manner].words.insert(text.into(), Arc::clone(&shaped));
        }
        shaped
    }

    /// [`Self::shape`] for a text that will not come back: it is not remembered.
    pub fn shape_once(&mut self, text: &str, how: &Shaping) -> Shaped {
        let manner = self.manner(how);
        self.tools.shape(text, &mut self.memory.manners[manner])
    }

    /// Whether the face draws all of `text` in the manner's position (`sups`, `subs`):
    /// where it does not, the caller sets the plain form smaller and moves it.
    pub fn draws_position(&mut self, text: &str, how: &Shaping) -> bool {
        let plain = self.shape(text, &Shaping { position: Position::Normal, ..how.clone() });
        self.draws_otherwise(text, how, &plain)
    }

    /// Whether the face has small capitals for every lower-case letter of `text`: where
    /// it has not, the caller sets smaller capitals.
    pub fn draws_small_caps(&mut self, text: &str, how: &Shaping) -> bool {
        let lower: String = text.chars().filter(|c| c.is_lowercase()).collect();
        let plain = Shaping { small_caps: false, all_small_caps: false, ligatures: false, ..how.clone() };
        let capitals = Shaping { small_caps: true, ..plain.clone() };
        let plain = self.shape(&lower, &plain);
        self.draws_otherwise(&lower, &capitals, &plain)
    }

    fn draws_otherwise(&mut self, text: &str, how: &Shaping, plain: &Shaped) -> bool {
        let shaped = self.shape(text, how);
        shaped.glyphs.len() == plain.glyphs.len()
            && shaped.glyphs.iter().zip(&plain.glyphs).all(|(a, b)| a.id != b.id)
    }

    /// The index of a manner, made when it is new.
    fn manner(&mut self, how: &Shaping) -> usize {
        let Memory { manners, last, .. } = &mut self.memory;
        if manners.get(*last).is_none_or(|manner| manner.how != *how) {
            let known = manners.iter().position(|manner| manner.how == *how);
            *last = known.unwrap_or_else(|| {
                manners.push(self.tools.manner(how));
                manners.len() - 1
            });
        }
        *last
    }
}

/// Letters to try small capitals on: without `i`, whose dot Turkish keeps by `locl`.
const LETTERS: &str = "abcdefghjklmnopqrstuvwxyz";

impl Tools<'_> {
    /// A new manner. Where a language's own forms (`locl`) have no small capitals and
    /// would stay lower-case among them, as the German `f` of EB Garamond, they are left
    /// out of small capitals.
    fn manner(&mut self, how: &Shaping) -> Manner {
        let face = self.fonts.face(how.font);
        let mut manner = Manner::new(how, face);
        if !(how.small_caps || how.all_small_caps) {
            return manner;
        }
        let plain = Shaping { small_caps: false, all_small_caps: false, ..how.clone() };
        let plain = self.shape(LETTERS, &mut Manner::new(&plain, face));
        let stay =
            |shaped: &Shaped| plain.glyphs.iter().filter(|glyph| shaped.glyphs.contains(glyph)).count();
        let mut common = Manner::new(how, face);
        common.features.push(Feature::new(Tag::new(b"locl"), 0, ..));
        if stay(&self.shape(LETTERS, &mut common)) < stay(&self.shape(LETTERS, &mut manner)) {
            return common;
        }
        manner
    }

    fn shape(&mut self, text: &str, manner: &mut Manner) -> Shaped {
        let face = self.fonts.face(manner.how.font);
        let Some(font) = self.faces.get_mut(usize::from(manner.how.font.0)) else {
            return missing(text, face);
        };
        let font = font.get_or_insert_with(|| ShaperFont::new(&face.font));
        let (plan, features) = manner.plan(script::of_text(text), face);
        let buffer = &mut self.buffer;
        buffer.clear();
        buffer.push_str(text);
        buffer.set_direction(plan.direction());
        buffer.set_script(plan.script());
        buffer.set_language(plan.language().cloned());
        if shape(font, buffer, ShapeOptions::new().plan(Some(plan)).features(features)).is_err() {
            return missing(text, face);
        }
        read(buffer)
    }
}

impl Manner {
    fn new(how: &Shaping, face: &Face) -> Self {
        Self {
            how: how.clone(),
            language: Language::new(how.lang.as_bytes()),
            features: features(how, face),
            plans: Vec::new(),
            words: HashMap::default(),
        }
    }

    /// The plan for a script, made when it is new, and the features it was made with.
    fn plan(&mut self, script: TextScript, face: &Face) -> (&ShapePlan, &[Feature]) {
        let at = self.plans.iter().position(|(known, _)| *known == script).unwrap_or_else(|| {
            let direction = if self.how.rtl { Direction::RightToLeft } else { Direction::LeftToRight };
            let tag = Tag::from_be_bytes(script.short_name().as_bytes().try_into().unwrap_or(*b"Latn"));
            let tag = Script::from_iso15924_tag(tag);
            let plan = ShapePlan::new(&face.font, direction, tag, self.language.as_ref(), &self.features);
            self.plans.push((script, plan));
            self.plans.len() - 1
        });
        (&self.plans[at].1, &self.features)
    }
}

/// The OpenType features a manner turns on or off; kerning, ligatures and contextual
/// forms are on by default, discretionary and historical ligatures off.
fn features(how: &Shaping, face: &Face) -> Vec<Feature> {
    let mut list = Vec::new();
    let mut set = |tag: &[u8; 4], value: u32| list.push(Feature::new(Tag::new(tag), value, ..));
    if !how.ligatures {
        for tag in [b"liga", b"clig", b"calt"] {
            set(tag, 0);
        }
    }
    if how.small_caps || how.all_small_caps {
        set(b"smcp", 1);
    }
    if how.all_small_caps {
        set(b"c2sc", 1);
    }
    let figures: &[&[u8; 4]] = match how.figures {
        Figures::Default => &[],
        Figures::Oldstyle => &[b"onum", b"pnum"],
        Figures::Lining => &[b"lnum", b"pnum"],
        Figures::Tabular => &[b"lnum", b"tnum"],
    };
    for tag in figures {
        set(tag, 1);
    }
    match how.position {
        Position::Normal => {}
        Position::Superior => set(b"sups", 1),
        Position::Inferior => set(if face.has_feature(b"subs") { b"subs" } else { b"sinf" }, 1),
    }
    list
}

/// What harfrust left in its buffer.
fn read(buffer: &Buffer) -> Shaped {
    let glyphs: Vec<ShapedGlyph> = buffer
        .glyph_infos()
        .iter()
        .zip(buffer.glyph_positions())
        .map(|(info, position)| ShapedGlyph {
            id: u16::try_from(info.glyph_id).unwrap_or(0),
            cluster: info.cluster,
            advance: position.x_advance,
            dx: position.x_offset,
            dy: position.y_offset,
        })
        .collect();
    let advance = glyphs.iter().fold(0i32, |sum, glyph| sum.saturating_add(glyph.advance));
    Shaped { glyphs, advance }
}

/// A box for every character: for text that could not be shaped at all.
fn missing(text: &str, face: &Face) -> Shaped {
    let advance = i32::from(face.advance(0));
    let glyphs: Vec<ShapedGlyph> = text
        .char_indices()
        .map(|(at, _)| {
            let cluster = u32::try_from(at).unwrap_or(u32::MAX);
            ShapedGlyph { id: 0, cluster, advance, dx: 0, dy: 0 }
        })
        .collect();
    let advance = glyphs.iter().fold(0i32, |sum, glyph| sum.saturating_add(glyph.advance));
    Shaped { glyphs, advance }
}

#[cfg(test)]
mod tests;
