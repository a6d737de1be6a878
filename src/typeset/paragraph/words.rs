//! Words as the breaker needs them: shaped whole, and in two for every place where they
//! may be divided. Each distinct word is made once a worker.

use std::collections::HashMap;
use std::sync::Arc;

use unicode_script::UnicodeScript;

use super::bonds::Bonds;
use super::protrusion;
use crate::font::shape::{Shaped, ShapedGlyph, Shaper, Shaping};
use crate::font::{FontId, hyphen};
use crate::model::manifest::Hyphenation;

/// A shaped word.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) font: FontId,
    pub(super) units_per_em: i64,
    /// As it is shown: without soft hyphens. Clusters count its bytes.
    pub(super) text: Arc<str>,
    pub(super) shaped: Arc<Shaped>,
    /// That of `shaped`, in font units; at hand, since it is asked for often.
    pub(super) advance: i32,
    /// Where it may be divided, in order.
    pub(super) parts: Vec<Part>,
    /// Only in need, and by its syllables alone.
    pub(super) in_need: bool,
    /// What of it hangs out at the start of a line, in font units.
    pub(super) left: i32,
    /// What of it hangs out at the end of a line.
    pub(super) right: i32,
    /// Gaps between its letters, where space may be added or taken.
    pub(super) letters: u32,
    /// The same for words that read alike, whatever signs stand round them; 0 for signs alone.
    pub(super) key: u32,
    /// What it wants beside it.
    pub(super) bonds: Bonds,
}

/// A place where a word may be divided.
#[derive(Debug)]
pub(super) struct Part {
    /// Byte of [`Word::text`].
    pub(super) at: u32,
    /// Byte of the text as written, soft hyphens counted.
    pub(super) raw: u32,
    /// Advances of what comes before, with its hyphen, and of what comes after, in font units.
    pub(super) advances: (i32, i32),
    /// Their letters, as in [`Word::letters`].
    pub(super) letters: (u32, u32),
    /// What of the hyphen hangs out.
    pub(super) right: i32,
}

/// How words are made: shaping, and what the paragraph adds to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Manner {
    pub(super) shaping: Shaping,
    /// May be divided by the language's rules (by soft hyphens they always may).
    pub(super) hyphenate: bool,
    /// Lower case is shown as capitals: small capitals of a face that has none.
    pub(super) capitals: bool,
    /// The face was chosen for these characters: take it whether or not it has them.
    pub(super) forced: bool,
}

/// The words a worker has met.
#[derive(Default)]
pub(super) struct Words {
    manners: Vec<(Manner, Known)>,
    count: usize,
    pub(super) letters: protrusion::Letters,
}

/// `None`: the face lacks some of the word's characters. Never iterated.
type Known = HashMap<Box<str>, Option<Arc<Word>>>;

/// What is remembered is forgotten when it is so much.
const MOST_WORDS: usize = 150_000;
/// A longer word is made anew each time.
const LONGEST_KNOWN: usize = 96;
/// A longer word is an address or a string of signs: it has no syllables.
const LONGEST_HYPHENATED: usize = 240;

impl Words {
    /// The number of a manner.
    pub(super) fn manner(&mut self, manner: Manner) -> usize {
        if let Some(at) = self.manners.iter().position(|(known, _)| *known == manner) {
            return at;
        }
        self.manners.push((manner, Known::new()));
        self.manners.len() - 1
    }

    /// The word `raw` in a manner; `None` when its face lacks some of it.
    pub(super) fn get(
        &mut self,
        manner: usize,
        raw: &str,
        shaper: &mut Shaper<'_>,
        hyphenation: &Hyphenation,
    ) -> Option<Arc<Word>> {
        let (how, known) = &mut self.manners[manner];
        if let Some(word) = known.get(raw) {
            return word.clone();
        }
        let word = make(raw, how, (shaper, &mut self.letters), hyphenation).map(Arc::new);
        if raw.len() <= LONGEST_KNOWN {
            known.insert(raw.into(), word.clone());
            self.count += 1;
        }
        if self.count > MOST_WORDS {
            self.manners.iter_mut().for_each(|(_, known)| known.clear());
            self.count = 0;
        }
        word
    }
}

fn make(
    raw: &str,
    how: &Manner,
    (shaper, hanging): (&mut Shaper<'_>, &mut protrusion::Letters),
    hyphenation: &Hyphenation,
) -> Option<Word> {
    let font = how.shaping.font;
    let fonts = shaper.fonts();
    let has = |c: char| fonts.covers(font, c) || is_ignorable(c);
    if !how.forced && !raw.chars().all(has) {
        return None;
    }
    let shown: String = raw.chars().filter(|c| *c != '\u{ad}').collect();
    let (drawn, text) = if how.capitals {
        let capitals = shown.to_uppercase();
        // Where each capital is as long as its small letter the text stays as written.
        let same = shown.chars().map(char::len_utf8).eq(capitals.chars().map(char::len_utf8));
        (capitals.clone(), if same { shown } else { capitals })
    } else {
        (shown.clone(), shown)
    };
    let mut whole = shaper.shape_once(&drawn, &how.shaping);
    let units_per_em = i64::from(fonts.face(font).units_per_em.max(1));
    part_quotes(&drawn, &mut whole, units_per_em);
    let (left, right) = if how.shaping.rtl { (0, 0) } else { hanging.of(&drawn, &whole, (fonts, font)) };
    let mut places_of = places(raw, &text, how, hyphenation);
    let in_need = places_of.is_empty() && may_be_divided(raw, how);
    if in_need {
        let found = hyphen::breaks_in_need(raw, &how.shaping.lang, hyphenation);
        places_of = found.into_iter().map(|at| (at, at)).collect();
    }
    let parts = places_of
        .into_iter()
        .filter(|(at, _)| drawn.is_char_boundary(*at))
        .map(|(at, raw)| part(&drawn, at, raw, how, shaper))
        .collect();
    Some(Word {
        font,
        units_per_em,
        advance: whole.advance,
        letters: letters(&drawn, &whole),
        key: key(&text),
        in_need,
        bonds: Bonds::of(&text),
        text: text.into(),
        shaped: Arc::new(whole),
        parts,
        left,
        right,
    })
}

/// Scripts whose letters stand apart, so that the space between them may change.
fn stands_apart(c: char) -> bool {
    use unicode_script::Script::{Armenian, Common, Cyrillic, Georgian, Greek, Hebrew, Inherited, Latin};
    // All up to the end of Latin Extended-B, without a look-up.
    c < '\u{250}'
        || matches!(c.script(), Common | Inherited | Latin | Greek | Cyrillic | Armenian | Georgian | Hebrew)
}

/// Gaps between letters where space may be added: none in scripts whose letters join, nor
/// within what is shaped as one, ligatures and letters with their marks.
pub(super) fn letters(text: &str, shaped: &Shaped) -> u32 {
    if !text.chars().all(stands_apart) {
        return 0;
    }
    let apart = shaped.glyphs.windows(2).filter(|pair| pair[0].cluster != pair[1].cluster).count();
    u32::try_from(apart).unwrap_or(u32::MAX)
}

/// A number that words have in common when they read alike (FNV-1a, 32 bits).
fn key(text: &str) -> u32 {
    let letters = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let (mut count, mut hash) = (0, 0x811c_9dc5_u32);
    for letter in letters {
        count += 1;
        hash = (hash ^ u32::from(letter)).wrapping_mul(0x0100_0193);
    }
    // One letter above another is not noticed.
    if count > 1 { hash.max(1) } else { 0 }
}

fn part(drawn: &str, at: usize, raw: usize, how: &Manner, shaper: &mut Shaper<'_>) -> Part {
    // Of all these fragments few will ever be set: their widths are enough.
    let before = fragment(&divided(&drawn[..at]), &how.shaping, shaper);
    let after = fragment(&drawn[at..], &how.shaping, shaper);
    let offset = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let hyphen = before.glyphs.last().map_or(0, |glyph| glyph.advance);
    let right = hyphen.saturating_mul(protrusion::at_end('-')) / 1000;
    let advances = (before.advance, after.advance);
    let letters = (letters(drawn, &before), letters(drawn, &after));
    Part { at: offset(at), raw: offset(raw), advances, letters, right }
}

/// The glyphs of a word's fragment.
pub(super) fn fragment(text: &str, how: &Shaping, shaper: &mut Shaper<'_>) -> Shaped {
    let mut glyphs = shaper.shape_once(text, how);
    let units_per_em = i64::from(shaper.fonts().face(how.font).units_per_em);
    part_quotes(text, &mut glyphs, units_per_em);
    glyphs
}

/// White between a quote and the quote within it, so that they do not read as three.
fn part_quotes(text: &str, shaped: &mut Shaped, units_per_em: i64) {
    let quote = |c: &u8| *c == 0xE2;
    if !text.as_bytes().iter().any(quote) {
        return;
    }
    let white = i32::try_from(units_per_em / NESTED).unwrap_or(0);
    let sign = |glyph: &ShapedGlyph| text.get(glyph.cluster as usize..).and_then(|rest| rest.chars().next());
    for n in 1..shaped.glyphs.len() {
        let pair = (sign(&shaped.glyphs[n - 1]), sign(&shaped.glyphs[n]));
        let nested = matches!(
            pair,
            (Some('“' | '„'), Some('‘' | '‚'))
                | (Some('‘' | '‚'), Some('“' | '„'))
                | (Some('’'), Some('”'))
                | (Some('”'), Some('’'))
        );
        if nested {
            shaped.glyphs[n - 1].advance += white;
            shaped.advance = shaped.advance.saturating_add(white);
        }
    }
}

/// The white between nested quotes: this part of an em.
const NESTED: i64 = 8;

/// A fragment that ends in a hyphen.
pub(super) fn divided(fragment: &str) -> String {
    format!("{fragment}-")
}

/// Whether a word without soft hyphens may be divided.
fn may_be_divided(raw: &str, how: &Manner) -> bool {
    how.hyphenate
        && !how.capitals
        && !how.shaping.rtl
        && raw.len() <= LONGEST_HYPHENATED
        && !raw.contains('\u{ad}')
}

/// Where a word may be divided: bytes of it as shown and as written. An author's soft
/// hyphens say it all; else the language's rules do.
fn places(raw: &str, text: &str, how: &Manner, hyphenation: &Hyphenation) -> Vec<(usize, usize)> {
    if how.shaping.rtl || raw.len() > LONGEST_HYPHENATED {
        return Vec::new();
    }
    if raw.contains('\u{ad}') {
        let soft = raw.match_indices('\u{ad}').enumerate();
        let places = soft.map(|(n, (at, sign))| (at - n * sign.len(), at + sign.len()));
        return places.filter(|(at, _)| *at > 0 && *at < text.len()).collect();
    }
    if !may_be_divided(raw, how) {
        return Vec::new();
    }
    hyphen::breaks(raw, &how.shaping.lang, hyphenation)
        .into_iter()
        .filter(|at| *at > 0 && *at < raw.len() && raw.is_char_boundary(*at))
        .map(|at| (at, at))
        .collect()
}

/// Characters that need no glyph.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
        || c.is_control()
}
