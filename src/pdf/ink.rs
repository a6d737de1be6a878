//! Colours as they are chosen to colours as the file has them: as they come, or all of them
//! gray, four inks or a screen's; a spot colour where a colour stands for one.
//!
//! Gray is never mixed of coloured inks, and full black prints over what is under it: text
//! has no white seams where plates are a hair apart.

use printpdf::{Cmyk, Color, DictItem, Greyscale, Op, Rgb};

use crate::color::{FOGRA39, Header, SRGB, Space, Table};
use crate::model::press::{ColorMode, Press, SpotInk, Standard};
use crate::pixels::Pixels;
use crate::typeset::display::Paint;

/// The most ink of a picture where nothing is said, per cent: what sheets on coated paper
/// bear.
const USUAL_LIMIT: u16 = 300;
/// How far a colour may be from a spot colour's tint and still be it.
const NEAR: u8 = 2;

/// The colours of a file.
pub(super) struct Inks {
    /// What they all are; `None`: as they come.
    pub(super) mode: Option<ColorMode>,
    /// Whether anything may be seen through.
    pub(super) transparency: bool,
    /// The most ink, per cent.
    pub(super) limit: u16,
    /// Spot colours, each with what replaces it.
    pub(super) spots: Vec<(SpotInk, [u8; 4])>,
    /// The press.
    pub(super) profile: Vec<u8>,
    of_screen: Option<Table>,
    of_press: Option<Table>,
}

impl Inks {
    /// What a printed edition keeps to.
    pub(super) fn new(press: &Press) -> Self {
        let profile = press.profile.file.as_deref().unwrap_or(FOGRA39);
        let limit = press.ink_limit.unwrap_or(USUAL_LIMIT);
        let mode = press.mode();
        // Colours of a press with one ink are known by no table.
        let four = Header::read(profile).is_ok_and(|header| header.space == Space::Cmyk);
        let inks = if four { profile } else { FOGRA39 };
        let (of_screen, of_press) = match mode {
            None => (None, None),
            Some(ColorMode::Rgb) => (None, Table::new(inks, SRGB).ok()),
            Some(ColorMode::Gray) => (Table::to_gray(SRGB).ok(), Table::to_gray(inks).ok()),
            Some(ColorMode::Cmyk) => {
                (Table::new(SRGB, inks).ok().map(|table| table.limited(limit)), Some(Table::ink_limit(limit)))
            }
        };
        let replaced = |spot: &SpotInk| match spot.cmyk {
            Some(parts) => {
                parts.map(|part| u8::try_from((u16::from(part.min(100)) * 255 + 50) / 100).unwrap_or(255))
            }
            None => Table::new(SRGB, inks).map_or([0, 0, 0, 255], |table| table.color(&spot.stands_for)),
        };
        let prints = matches!(mode, Some(ColorMode::Gray | ColorMode::Cmyk));
        let spots = press.spots.iter().filter(|_| prints).map(|spot| (spot.clone(), replaced(spot)));
        Self {
            mode,
            transparency: !press.keeps(Standard::X1a),
            limit,
            spots: spots.collect(),
            profile: profile.to_vec(),
            of_screen,
            of_press,
        }
    }

    /// Whether contents begin in the black that text has.
    pub(super) fn begins_black(&self) -> bool {
        self.mode != Some(ColorMode::Cmyk)
    }

    /// The operators that set a colour to fill with, or to stroke with.
    pub(super) fn set(&self, paint: &Paint, strokes: bool) -> Vec<Op> {
        let color = self.color(paint);
        let set = match color {
            Ink::Spot(number, tint) => {
                let (space, value) = if strokes { ("CS", "SCN") } else { ("cs", "scn") };
                return vec![
                    operator(space, DictItem::Name(spot_name(number).into_bytes())),
                    operator(value, DictItem::Real(part(tint))),
                ];
            }
            Ink::Gray(gray) => Color::Greyscale(Greyscale::new(part(gray), None)),
            Ink::Rgb([r, g, b]) => Color::Rgb(Rgb::new(part(r), part(g), part(b), None)),
            Ink::Cmyk([c, m, y, k]) => Color::Cmyk(Cmyk::new(part(c), part(m), part(y), part(k), None)),
        };
        vec![if strokes { Op::SetOutlineColor { col: set } } else { Op::SetFillColor { col: set } }]
    }

    /// Colours that run into one another, in one space: its name, and the parts of each.
    pub(super) fn ramp(&self, colors: &[[u8; 3]]) -> (&'static str, Vec<Vec<f32>>) {
        let neutral = colors.iter().all(|[red, green, blue]| red == green && green == blue);
        let inks = |color: &[u8; 3]| match (&self.of_screen, neutral) {
            (_, true) => self.gray(color[0]),
            (Some(table), false) => Ink::of(table, color),
            (None, false) => Ink::Rgb(*color),
        };
        let mut space = "DeviceGray";
        let mut parts = |ink| match ink {
            Ink::Gray(gray) => vec![part(gray)],
            Ink::Rgb(color) => {
                space = "DeviceRGB";
                color.map(part).to_vec()
            }
            Ink::Cmyk(color) => {
                space = "DeviceCMYK";
                color.map(part).to_vec()
            }
            // Gradients are of no ink of their own.
            Ink::Spot(_, tint) => vec![part(255 - tint)],
        };
        let parts = colors.iter().map(|color| parts(inks(color))).collect();
        (space, parts)
    }

    /// Whether a colour prints over what is under it.
    pub(super) fn overprints(&self, paint: &Paint) -> bool {
        self.mode == Some(ColorMode::Cmyk) && self.color(paint) == Ink::Cmyk([0, 0, 0, 255])
    }

    fn color(&self, paint: &Paint) -> Ink {
        match *paint {
            Paint::Gray(gray) => self.gray(gray),
            Paint::Rgb(r, g, b) if r == g && g == b && self.mode.is_some() => self.gray(r),
            Paint::Rgb(r, g, b) => self.screen([r, g, b]),
            Paint::Cmyk(c, m, y, k) => self.mixed([c, m, y, k]),
            Paint::Spot(ref name, tint) => {
                match self.spots.iter().position(|(spot, _)| spot.name == *name) {
                    Some(number) => Ink::Spot(number, tint),
                    // As dark as the ink's tint; the ink itself has no plate here.
                    None => self.gray(255 - tint),
                }
            }
        }
    }

    fn gray(&self, gray: u8) -> Ink {
        match self.mode {
            Some(ColorMode::Cmyk) => Ink::Cmyk([0, 0, 0, 255 - gray]),
            _ => Ink::Gray(gray),
        }
    }

    fn screen(&self, color: [u8; 3]) -> Ink {
        let mut spots = self.spots.iter().enumerate();
        let ink =
            spots.find_map(|(number, (spot, _))| Some(Ink::Spot(number, tint(color, spot.stands_for)?)));
        if let Some(ink) = ink {
            return ink;
        }
        match &self.of_screen {
            Some(table) => Ink::of(table, &color),
            None => Ink::Rgb(color),
        }
    }

    fn mixed(&self, color: [u8; 4]) -> Ink {
        match &self.of_press {
            Some(table) => Ink::of(table, &color),
            None => Ink::Cmyk(color),
        }
    }

    /// A picture in the file's colours; `profile` is the one it carries.
    ///
    /// # Errors
    /// What is wrong with the profile.
    pub(super) fn convert(&self, pixels: Pixels, profile: Option<&[u8]>) -> Result<Pixels, String> {
        let pixels = if self.transparency { pixels } else { pixels.on_white() };
        let Some(mode) = self.mode else { return Ok(pixels) };
        let pixels = pixels.gray_if_it_is();
        let own = profile.filter(|profile| is_foreign(profile));
        let table = match (pixels.components, own) {
            (3, Some(own)) => Some(self.of_profile(own, mode)?),
            (3, None) => self.of_screen.clone(),
            (4, _) => self.of_press.clone(),
            _ => None,
        };
        let Some(table) = table else { return Ok(pixels) };
        let mut samples = table.pixels(&pixels.samples);
        if mode == ColorMode::Cmyk && pixels.components == 3 && !pixels.is_photograph() {
            blacken(&mut samples, &pixels);
        }
        Ok(Pixels { components: table.components(), samples, ..pixels })
    }

    /// From a picture's own colours to the file's.
    fn of_profile(&self, own: &[u8], mode: ColorMode) -> Result<Table, String> {
        match mode {
            ColorMode::Gray => Table::to_gray(own),
            ColorMode::Rgb => Table::new(own, SRGB),
            ColorMode::Cmyk => Table::new(own, &self.profile).map(|table| table.limited(self.limit)),
        }
    }
}

/// Of pictures that are not photographs one in so many pixels is gray, white among them.
const GRAYS: usize = 8;

/// Makes the grays of a drawing black ink alone. A gray among colours is a colour of a
/// photograph, where it would stand out.
fn blacken(inks: &mut [u8], pixels: &Pixels) {
    let is_gray = |color: &[u8]| color.iter().all(|part| *part == color[0]);
    let grays = pixels.samples.chunks_exact(3).filter(|color| is_gray(color)).count();
    if grays * GRAYS < pixels.samples.len() / 3 {
        return;
    }
    let row = (pixels.width as usize).max(1);
    for (inks, colors) in inks.chunks_exact_mut(row * 4).zip(pixels.samples.chunks_exact(row * 3)) {
        let grays: Vec<bool> = colors.chunks_exact(3).map(is_gray).collect();
        for (at, (inks, color)) in inks.chunks_exact_mut(4).zip(colors.chunks_exact(3)).enumerate() {
            let around = grays.get(at.saturating_sub(1)..(at + 2).min(row)).unwrap_or_default();
            if around.iter().all(|gray| *gray) {
                inks.copy_from_slice(&[0, 0, 0, 255 - color[0]]);
            }
        }
    }
}

/// A colour as a file has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ink {
    Gray(u8),
    Rgb([u8; 3]),
    Cmyk([u8; 4]),
    /// Which spot colour, and its tint.
    Spot(usize, u8),
}

impl Ink {
    fn of(table: &Table, color: &[u8]) -> Self {
        let [a, b, c, d] = table.color(color);
        match table.components() {
            1 => Self::Gray(a),
            3 => Self::Rgb([a, b, c]),
            _ => Self::Cmyk([a, b, c, d]),
        }
    }
}

/// Whether a profile says other colours than a screen's usual ones, and can say them.
pub(super) fn is_foreign(profile: &[u8]) -> bool {
    let says = |name: &[u8]| profile.windows(name.len()).take(4096).any(|part| part == name);
    let usual = says(b"sRGB") || says(b"\0s\0R\0G\0B");
    !usual && Header::read(profile).is_ok_and(|header| header.space == Space::Rgb)
}

/// The tint of a spot colour that a colour is: between the colour it stands for and white.
fn tint(color: [u8; 3], spot: [u8; 3]) -> Option<u8> {
    let [(most, of), ..] = {
        let mut parts = [0, 1, 2].map(|at| (255 - color[at], 255 - spot[at]));
        parts.sort_by_key(|(_, of)| std::cmp::Reverse(*of));
        parts
    };
    if of == 0 || most == 0 || most > of.saturating_add(NEAR) {
        return None;
    }
    let tint = u8::try_from((u16::from(most) * 255 / u16::from(of)).min(255)).unwrap_or(255);
    let near = color.iter().zip(spot).all(|(part, full)| {
        let meant = 255 - u16::from(255 - full) * u16::from(tint) / 255;
        meant.abs_diff(u16::from(*part)) <= u16::from(NEAR)
    });
    near.then_some(tint)
}

/// The name of a spot colour's space among the resources.
pub(super) fn spot_name(number: usize) -> String {
    format!("S{number}")
}

fn operator(key: &str, value: DictItem) -> Op {
    Op::Unknown { key: key.into(), value: vec![value] }
}

/// Four places tell 256 steps apart.
fn part(n: u8) -> f32 {
    (f32::from(n) / 255.0 * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inks(color: ColorMode) -> Inks {
        let red = SpotInk { name: "Red".into(), stands_for: [0xe4, 0, 0x2b], cmyk: Some([0, 91, 76, 0]) };
        Inks::new(&Press { color: Some(color), spots: vec![red], ..Press::default() })
    }

    #[test]
    fn gray_is_black_ink_alone_and_full_black_prints_over() {
        let inks = inks(ColorMode::Cmyk);
        assert_eq!(inks.color(&Paint::BLACK), Ink::Cmyk([0, 0, 0, 255]));
        assert_eq!(inks.color(&Paint::Rgb(55, 55, 55)), Ink::Cmyk([0, 0, 0, 200]));
        assert!(inks.overprints(&Paint::BLACK) && inks.overprints(&Paint::Rgb(0, 0, 0)));
        assert!(!inks.overprints(&Paint::Gray(255)) && !inks.overprints(&Paint::Gray(20)));
    }

    #[test]
    fn grays_of_drawings_are_black_ink_and_those_of_photographs_are_not() {
        let picture = |samples: Vec<u8>| {
            let pixels = Pixels { width: 8, height: 8, components: 3, samples, alpha: None };
            inks(ColorMode::Cmyk).convert(pixels, None).expect("a profile").samples
        };
        // Black on white, and a red edge.
        let drawing =
            [[0; 3], [0; 3], [255; 3], [255; 3], [255; 3], [255; 3], [255; 3], [200, 0, 0]].concat();
        let inked = picture(drawing.repeat(8));
        assert_eq!(inked[..12], [0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 0]);
        // One gray in a smooth sky.
        let mut sky = [90, 120, 200].repeat(64);
        sky[30..33].fill(204);
        let inked = picture(sky);
        assert!(inked[40] > 40 && inked[41] > 20 && inked[42] > 20, "{:?}", &inked[40..44]);
    }

    #[test]
    fn each_mode_has_its_own_colours_only() {
        let blue = Paint::Rgb(20, 40, 200);
        assert!(matches!(inks(ColorMode::Gray).color(&blue), Ink::Gray(40..=90)));
        assert!(matches!(inks(ColorMode::Cmyk).color(&blue), Ink::Cmyk(_)));
        assert_eq!(inks(ColorMode::Rgb).color(&blue), Ink::Rgb([20, 40, 200]));
        assert!(matches!(inks(ColorMode::Rgb).color(&Paint::Cmyk(255, 0, 0, 0)), Ink::Rgb(_)));
        let none = Inks::new(&Press::default());
        assert_eq!(none.color(&Paint::Rgb(9, 9, 9)), Ink::Rgb([9, 9, 9]), "as it comes");
    }

    #[test]
    fn a_spot_colour_and_its_tints_are_of_its_ink() {
        let two = inks(ColorMode::Gray);
        assert_eq!(two.color(&Paint::Rgb(0xe4, 0, 0x2b)), Ink::Spot(0, 255));
        assert!(matches!(two.color(&Paint::Rgb(241, 127, 149)), Ink::Spot(0, 126..=129)));
        assert!(matches!(two.color(&Paint::Rgb(0xe4, 0x80, 0x2b)), Ink::Gray(_)));
        assert_eq!(two.color(&Paint::Spot("Red".into(), 90)), Ink::Spot(0, 90));
        assert_eq!(two.color(&Paint::Rgb(255, 255, 255)), Ink::Gray(255));
        assert!(matches!(inks(ColorMode::Rgb).color(&Paint::Rgb(0xe4, 0, 0x2b)), Ink::Rgb(_)));
    }

    #[test]
    fn pictures_become_the_file_s_colours() {
        let picture = |samples: &[u8]| Pixels {
            width: u32::try_from(samples.len() / 3).unwrap_or(0),
            height: 1,
            components: 3,
            samples: samples.to_vec(),
            alpha: None,
        };
        let drawing = picture(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0]);
        let cmyk = inks(ColorMode::Cmyk).convert(drawing.clone(), None).expect("bundled tables");
        assert_eq!((cmyk.components, &cmyk.samples[..4]), (4, [0, 0, 0, 255].as_slice()), "black of one ink");
        let gray = inks(ColorMode::Gray).convert(drawing, None).expect("bundled tables");
        assert_eq!(gray.components, 1);
        let flat = inks(ColorMode::Cmyk).convert(picture(&[9, 9, 9, 7, 7, 7]), None).expect("gray");
        assert_eq!((flat.components, flat.samples), (1, vec![9, 7]));
    }
}
