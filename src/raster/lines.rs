//! Words to centred lines: as large as fits, as even as can be.

use std::ops::Range;
use std::sync::Arc;

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use unicode_bidi::BidiInfo;
use unicode_script::{Script, UnicodeScript};

use crate::font::shape::{Figures, Shaper, Shaping};
use crate::font::{FontId, Look, hyphen};
use crate::model::length::{Length, Point};
use crate::model::manifest::Hyphenation;
use crate::typeset::display::{Frame, Glyph, GlyphRun, Item, Paint, Source};

/// How words are set.
#[derive(Clone)]
pub(super) struct Style {
    pub(super) look: Look,
    pub(super) small_caps: bool,
    /// Between letters, in thousandths of an em.
    pub(super) tracking: i64,
    pub(super) figures: Figures,
    pub(super) lang: Arc<str>,
    pub(super) paint: Paint,
}

/// Sizes to try, largest first, and the room there is.
pub(super) struct Room<'s> {
    pub(super) width: Length,
    pub(super) height: Length,
    /// Sizes in points, each with the most lines it may take.
    pub(super) sizes: &'s [(i64, usize)],
    /// Distance of baselines in hundredths of the size.
    pub(super) leading: i64,
}

/// Words divided into lines of a size.
pub(super) struct Lines {
    pub(super) size: Length,
    pub(super) leading: Length,
    texts: Vec<String>,
    style: Style,
}

/// Words are divided only at this size or below: above it a smaller size is better.
const LARGEST_DIVIDED: Length = Length::pt(31);
/// A size at which widths are measured: they scale.
const PROBE: Length = Length::pt(100);

impl Lines {
    /// The words in the largest size that fits; in the smallest when none does.
    pub(super) fn fit(shaper: &mut Shaper<'_>, text: &str, style: &Style, room: &Room<'_>) -> Self {
        let whole = Pieces::measure(shaper, text, style, Division::Words);
        let divided = Pieces::measure(shaper, text, style, Division::Syllables);
        let mut last = None;
        for (points, most_lines) in room.sizes {
            let size = Length::pt(*points);
            let leading = size.scale(room.leading, 100);
            let measure = room.width.scale(PROBE.0, size.0);
            let mut lines = whole.divide(measure);
            if lines.overfull && size <= LARGEST_DIVIDED {
                lines = divided.divide(measure);
            }
            let height = leading * i64::try_from(lines.texts.len()).unwrap_or(i64::MAX >> 40);
            let fits = !lines.overfull && lines.texts.len() <= *most_lines && height <= room.height;
            last = Some(Self { size, leading, texts: lines.texts, style: style.clone() });
            if fits {
                break;
            }
        }
        last.unwrap_or(Self { size: PROBE, leading: PROBE, texts: Vec::new(), style: style.clone() })
    }

    /// From the first line's capitals to the last baseline, nearly.
    pub(super) fn height(&self) -> Length {
        let gaps = i64::try_from(self.texts.len().saturating_sub(1)).unwrap_or(0);
        self.leading * gaps + self.size.scale(66, 100)
    }

    /// Sets the lines centred on `middle`, the first one's capitals below `top`; returns
    /// where the last baseline stands.
    pub(super) fn set(
        &self,
        shaper: &mut Shaper<'_>,
        frame: &mut Frame,
        middle: Length,
        top: Length,
    ) -> Length {
        let mut baseline = top + self.size.scale(66, 100);
        let last = self.texts.len().saturating_sub(1);
        for (at, text) in self.texts.iter().enumerate() {
            let runs = runs(shaper, text, &self.style, self.size);
            let width: Length =
                runs.iter().map(GlyphRun::width).sum::<Length>() - tracking(&self.style, self.size);
            let mut x = middle - width / 2;
            for run in runs {
                let advance = run.width();
                frame.push(Point { x, y: baseline }, Item::Glyphs(run));
                x += advance;
            }
            if at < last {
                baseline += self.leading;
            }
        }
        baseline
    }

    /// The widest line.
    pub(super) fn width(&self, shaper: &mut Shaper<'_>) -> Length {
        let widths = self.texts.iter().map(|text| width(shaper, text, &self.style, self.size));
        widths.max().unwrap_or(Length::ZERO)
    }
}

/// Where words on a cover may be parted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Division {
    /// Between words only.
    Words,
    /// Within words too, with a hyphen.
    Syllables,
}

/// A text between the places where a line may end, measured at [`PROBE`].
struct Pieces<'t> {
    text: &'t str,
    pieces: Vec<Piece>,
}

struct Piece {
    range: Range<usize>,
    /// Its width within a line, and at a line's end: without blanks, with a hyphen.
    width: Length,
    last_width: Length,
    /// A line that ends with it gets a hyphen.
    hyphen: bool,
    /// The line must end with it.
    forced: bool,
}

struct Divided {
    texts: Vec<String>,
    overfull: bool,
}

impl<'t> Pieces<'t> {
    fn measure(shaper: &mut Shaper<'_>, text: &'t str, style: &Style, division: Division) -> Self {
        let mut pieces = Vec::new();
        let mut start = 0;
        for end in opportunities(text) {
            let (base, word) = (start, &text[start..end]);
            let places = match division {
                Division::Words => Vec::new(),
                Division::Syllables => hyphen::breaks(word.trim_end(), &style.lang, &Hyphenation::default()),
            };
            for place in places.into_iter().map(|place| base + place).chain([end]) {
                let hyphen = place < end;
                let part = text[start..place].trim_end_matches(['\n', '\r']);
                let ended = if hyphen { format!("{part}-") } else { part.trim_end().to_owned() };
                pieces.push(Piece {
                    range: start..place,
                    width: width(shaper, part, style, PROBE),
                    last_width: width(shaper, &ended, style, PROBE),
                    hyphen,
                    forced: text[..place].ends_with('\n'),
                });
                start = place;
            }
        }
        Self { text, pieces }
    }

    /// As few lines as the width allows, their raggedness (the sum of squares of what
    /// they lack) least.
    fn divide(&self, measure: Length) -> Divided {
        let count = self.pieces.len();
        let lines = self.greedy(measure);
        // costs[l][i]: the least raggedness of the first i pieces on l lines, and where the last begins.
        let mut costs: Vec<Vec<Option<(i128, usize)>>> = vec![vec![None; count + 1]; lines + 1];
        costs[0][0] = Some((0, 0));
        for line in 1..=lines {
            for end in 1..=count {
                let mut best: Option<(i128, usize)> = None;
                for start in (0..end).rev() {
                    let lack = measure - self.width(start..end);
                    if start + 1 < end && (lack.0 < 0 || self.pieces[start].forced) {
                        break;
                    }
                    let Some((before, _)) = costs[line - 1][start] else { continue };
                    let cost = before + i128::from(lack.0.max(0)) * i128::from(lack.0.max(0));
                    if best.is_none_or(|(least, _)| cost < least) {
                        best = Some((cost, start));
                    }
                }
                costs[line][end] = best;
            }
        }
        let (mut texts, mut end) = (Vec::new(), count);
        for line in (1..=lines).rev() {
            let start = costs[line][end].map_or(0, |(_, start)| start);
            texts.push(self.text_of(start..end));
            end = start;
        }
        texts.reverse();
        Divided { texts, overfull: self.pieces.iter().any(|piece| piece.last_width > measure) }
    }

    /// How many lines are needed.
    fn greedy(&self, measure: Length) -> usize {
        let (mut lines, mut start) = (0, 0);
        while start < self.pieces.len() {
            let mut end = start + 1;
            while end < self.pieces.len()
                && !self.pieces[end - 1].forced
                && self.width(start..end + 1) <= measure
            {
                end += 1;
            }
            lines += 1;
            start = end;
        }
        lines
    }

    fn width(&self, range: Range<usize>) -> Length {
        let pieces = &self.pieces[range];
        let full: Length = pieces.iter().map(|piece| piece.width).sum();
        pieces.last().map_or(Length::ZERO, |last| full - last.width + last.last_width)
    }

    fn text_of(&self, range: Range<usize>) -> String {
        let pieces = &self.pieces[range];
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return String::new() };
        let text = self.text[first.range.start..last.range.end].trim();
        if last.hyphen { format!("{text}-") } else { text.to_owned() }
    }
}

/// Where a line may end (UAX 14), in rising order, the text's end last: after blanks and
/// between ideographs and kana. Words with hyphens stay whole, and so do Korean ones.
fn opportunities(text: &str) -> Vec<usize> {
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let is_east_asian = |c: char| matches!(c.script(), Script::Han | Script::Hiragana | Script::Katakana);
    let good = |end: usize| {
        let (before, after) = (text[..end].chars().next_back(), text[end..].chars().next());
        before.is_some_and(char::is_whitespace)
            || after.is_none()
            || (before.is_some_and(is_east_asian) && after.is_some_and(is_east_asian))
            || (before.is_some_and(|c| matches!(c, '、' | '。' | '，')) && after.is_some_and(is_east_asian))
    };
    segmenter.segment_str(text).filter(|end| *end > 0 && good(*end)).collect()
}

fn tracking(style: &Style, size: Length) -> Length {
    size.scale(style.tracking, 1000)
}

fn width(shaper: &mut Shaper<'_>, text: &str, style: &Style, size: Length) -> Length {
    let sum: Length = runs(shaper, text, style, size).iter().map(GlyphRun::width).sum();
    if text.is_empty() { sum } else { sum - tracking(style, size) }
}

/// A line's runs, left to right, each of one face and direction (UAX 9).
fn runs(shaper: &mut Shaper<'_>, text: &str, style: &Style, size: Length) -> Vec<GlyphRun> {
    let bidi = BidiInfo::new(text, None);
    let mut all = Vec::new();
    for paragraph in &bidi.paragraphs {
        let (levels, visual) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for run in visual {
            let level = levels.get(run.start).map_or(0, unicode_bidi::Level::number);
            let mut parts = by_face(shaper, &text[run], style);
            if level % 2 == 1 {
                parts.reverse();
            }
            for (font, part) in parts {
                all.push(shaped(shaper, part, (font, level), style, size));
            }
        }
    }
    all
}

/// A text cut where its face changes; signs and blanks stay with what is before them.
fn by_face<'t>(shaper: &Shaper<'_>, text: &'t str, style: &Style) -> Vec<(FontId, &'t str)> {
    let fonts = shaper.fonts();
    let mut parts: Vec<(FontId, Range<usize>)> = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let stays = |font: FontId| !c.is_alphanumeric() && fonts.covers(font, c);
        let own = fonts.face_for(style.look, c).unwrap_or_else(|| fonts.select(style.look));
        match parts.last_mut() {
            Some((font, range)) if *font == own || stays(*font) => range.end = end,
            _ => parts.push((own, at..end)),
        }
    }
    parts.into_iter().map(|(font, range)| (font, &text[range])).collect()
}

fn shaped(
    shaper: &mut Shaper<'_>,
    text: &str,
    (font, level): (FontId, u8),
    style: &Style,
    size: Length,
) -> GlyphRun {
    let mut how = Shaping {
        rtl: level % 2 == 1,
        figures: style.figures,
        ..Shaping::plain(font, Arc::clone(&style.lang))
    };
    // Letter-spaced text has no ligatures.
    how.ligatures = style.tracking == 0;
    how.small_caps = style.small_caps && shaper.draws_small_caps(text, &how);
    let words = shaper.shape(text, &how);
    let em = i64::from(shaper.fonts().face(font).units_per_em);
    let length = |units: i32| size.scale(i64::from(units), em);
    let glyphs = words.glyphs.iter().map(|glyph| Glyph {
        id: glyph.id,
        cluster: glyph.cluster,
        advance: length(glyph.advance) + tracking(style, size),
        dx: length(glyph.dx),
        dy: length(glyph.dy),
    });
    GlyphRun {
        font,
        size,
        scale: 1000,
        tracking: 0,
        paint: style.paint.clone(),
        source: Source::Artifact,
        text: text.into(),
        level,
        lang: Arc::clone(&style.lang),
        glyphs: glyphs.collect(),
        hyphenated: false,
    }
}
