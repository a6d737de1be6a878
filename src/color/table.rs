//! Tables of colours: three or four parts in, up to four out.
//!
//! Between the nodes of a cube, colours are interpolated in the tetrahedron they lie in
//! (Sakamoto and Itooka 1981), which keeps gray as even as its nodes; a fourth part is
//! interpolated between two cubes.

use moxcms::{ColorProfile, Layout, RenderingIntent, TransformOptions};

use super::icc::{Header, Space};
use super::limit;
use super::luminance::Luminance;

/// Nodes along each side of a table of three parts; four parts have fewer.
const SIDE: usize = 33;
const SIDE_OF_FOUR: usize = 17;

/// From the colours of one device to those of another.
#[derive(Clone)]
pub struct Table {
    inputs: usize,
    outputs: usize,
    side: usize,
    /// Colours of `outputs` parts, the last part in changing fastest.
    nodes: Vec<u16>,
}

impl Table {
    /// Between two profiles, both of them of RGB or CMYK, with the perceptual intent.
    ///
    /// # Errors
    /// What is wrong with one of the profiles.
    pub fn new(from: &[u8], to: &[u8]) -> Result<Self, String> {
        let spaces = (Header::read(from)?.space, Header::read(to)?.space);
        let (Space::Rgb | Space::Cmyk, Space::Rgb | Space::Cmyk) = spaces else {
            return Err("it is of gray only".to_owned());
        };
        let (inputs, outputs) = (components(spaces.0), components(spaces.1));
        let side = if inputs == 3 { SIDE } else { SIDE_OF_FOUR };
        let read = |bytes: &[u8]| ColorProfile::new_from_slice(bytes).map_err(|error| error.to_string());
        let options =
            TransformOptions { rendering_intent: RenderingIntent::Perceptual, ..TransformOptions::default() };
        let transform = read(from)?
            .create_transform_f32(layout(spaces.0), &read(to)?, layout(spaces.1), options)
            .map_err(|error| error.to_string())?;
        let asked = colours(inputs, side);
        let mut told = vec![0.0f32; asked.len() / inputs * outputs];
        transform.transform(&asked, &mut told).map_err(|error| error.to_string())?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let nodes = told.iter().map(|part| (part.clamp(0.0, 1.0) * 65_535.0).round() as u16).collect();
        Ok(Self { inputs, outputs, side, nodes })
    }

    /// From a profile of RGB or CMYK to gray as light.
    ///
    /// # Errors
    /// What is wrong with the profile.
    pub fn to_gray(from: &[u8]) -> Result<Self, String> {
        let screen = Self::new(from, super::SRGB)?;
        let luminance = Luminance::new().ok_or("the colours of screens are not known")?;
        let gray = |color: &[u16]| luminance.gray([color[0], color[1], color[2]]);
        let nodes = screen.nodes.chunks_exact(3).map(gray).collect();
        Ok(Self { outputs: 1, nodes, ..screen })
    }

    /// The same with no more ink than `percent` in any colour, where colours are of ink.
    #[must_use]
    pub fn limited(mut self, percent: u16) -> Self {
        if self.outputs == 4 {
            for node in self.nodes.chunks_exact_mut(4) {
                if let [c, m, y, k] = *node {
                    node.copy_from_slice(&limit::limited([c, m, y, k], percent));
                }
            }
        }
        self
    }

    /// No change but the limit of ink: from CMYK to CMYK.
    pub fn ink_limit(percent: u16) -> Self {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let nodes = colours(4, SIDE_OF_FOUR).iter().map(|part| (part * 65_535.0).round() as u16).collect();
        Self { inputs: 4, outputs: 4, side: SIDE_OF_FOUR, nodes }.limited(percent)
    }

    /// Parts of a colour that comes out.
    pub fn components(&self) -> u8 {
        if self.outputs == 1 {
            1
        } else if self.outputs == 3 {
            3
        } else {
            4
        }
    }

    /// Colours of 8 bits a part, one after the other.
    pub fn pixels(&self, samples: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(samples.len() / self.inputs * self.outputs);
        let mut last: (&[u8], [u8; 4]) = (&[], [0; 4]);
        for color in samples.chunks_exact(self.inputs) {
            // Neighbours are often alike.
            if last.0 != color {
                last = (color, self.color(color));
            }
            out.extend(&last.1[..self.outputs]);
        }
        out
    }

    /// One colour; parts it does not have are 0.
    pub fn color(&self, color: &[u8]) -> [u8; 4] {
        let mixed = match *color {
            [a, b, c] if self.inputs == 3 => self.in_cube(0, [a, b, c]),
            [a, b, c, d] if self.inputs == 4 => {
                let (cell, part) = self.cell(a);
                let cube = self.side.pow(3);
                let low = self.in_cube(cell * cube, [b, c, d]);
                if part == 0 {
                    low
                } else {
                    let high = self.in_cube((cell + 1) * cube, [b, c, d]);
                    let mut mixed = [0; 4];
                    for (out, (low, high)) in mixed.iter_mut().zip(low.into_iter().zip(high)) {
                        *out = (low * (255 - part) + high * part) / 255;
                    }
                    mixed
                }
            }
            _ => [0; 4],
        };
        mixed.map(|part| u8::try_from((part + 128) / 257).unwrap_or(255))
    }

    /// The cell a part lies in, and how far, of 255.
    fn cell(&self, part: u8) -> (usize, u32) {
        let at = usize::from(part) * (self.side - 1);
        (at / 255, u32::try_from(at % 255).unwrap_or(0))
    }

    /// Colour within the cube whose first node is `start`.
    fn in_cube(&self, start: usize, color: [u8; 3]) -> [u32; 4] {
        let [a, b, c] = color.map(|part| self.cell(part));
        let strides = [self.side * self.side, self.side, 1];
        let mut at = start + a.0 * strides[0] + b.0 * strides[1] + c.0;
        // From the cell's first corner along its sides, the longest way first.
        let mut ways = [(a.1, strides[0]), (b.1, strides[1]), (c.1, strides[2])];
        ways.sort_by_key(|(way, _)| std::cmp::Reverse(*way));
        let mut mixed = [0; 4];
        let mut left = 255;
        for (way, stride) in ways {
            self.add(&mut mixed, at, left - way);
            left = way;
            if way > 0 {
                at += stride;
            }
        }
        self.add(&mut mixed, at, left);
        mixed.map(|sum| sum / 255)
    }

    fn add(&self, mixed: &mut [u32; 4], node: usize, weight: u32) {
        if weight > 0 {
            let color = self.nodes.get(node * self.outputs..(node + 1) * self.outputs).unwrap_or_default();
            for (sum, part) in mixed.iter_mut().zip(color) {
                *sum += u32::from(*part) * weight;
            }
        }
    }
}

fn components(space: Space) -> usize {
    usize::from(space.components())
}

/// CMYK has the layout of four parts.
fn layout(space: Space) -> Layout {
    match space {
        Space::Gray => Layout::Gray,
        Space::Rgb => Layout::Rgb,
        Space::Cmyk => Layout::Rgba,
    }
}

/// The colours at a table's nodes.
fn colours(inputs: usize, side: usize) -> Vec<f32> {
    let count = side.pow(u32::try_from(inputs).unwrap_or(3));
    let mut all = Vec::with_capacity(count * inputs);
    for node in 0..count {
        for input in (0..inputs).rev() {
            let step = node / side.pow(u32::try_from(input).unwrap_or(0)) % side;
            #[allow(clippy::cast_precision_loss)]
            all.push(step as f32 / (side - 1) as f32);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::{FOGRA39, SRGB};
    use super::*;

    #[test]
    fn screen_colours_become_inks() {
        let table = Table::new(SRGB, FOGRA39).expect("bundled profiles");
        assert_eq!(table.color(&[255, 255, 255]).map(|ink| ink < 4), [true; 4], "paper has no ink");
        let red = table.color(&[220, 30, 40]);
        assert!(red[0] < 60 && red[1] > 200 && red[2] > 180 && red[3] < 60, "{red:?}");
        let blue = table.color(&[20, 40, 160]);
        assert!(blue[0] > 200 && blue[1] > 150 && blue[2] < 60, "{blue:?}");
    }

    /// What littlecms 2 gives for the same profiles and intent, `transicc -t 0`.
    #[test]
    fn colours_are_those_of_another_engine() {
        let near = |table: &Table, from: &[u8], to: &[u8]| {
            let given = table.color(from);
            let far = given.iter().zip(to).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(far.is_some_and(|far| far <= 4), "{from:?}: {given:?}, not {to:?}");
        };
        let inks = Table::new(SRGB, FOGRA39).expect("bundled profiles");
        for (from, to) in [
            ([255, 255, 255], [0, 0, 0, 0]),
            ([128, 128, 128], [131, 107, 106, 45]),
            ([220, 30, 40], [0, 247, 233, 15]),
            ([30, 130, 60], [211, 17, 244, 72]),
            ([240, 200, 160], [18, 65, 105, 0]),
            ([90, 120, 200], [181, 133, 0, 3]),
            ([120, 60, 30], [27, 185, 248, 150]),
        ] {
            near(&inks, &from, &to);
        }
        let screen = Table::new(FOGRA39, SRGB).expect("bundled profiles");
        for (from, to) in [
            ([0, 0, 0, 0], [255, 255, 255]),
            ([255, 0, 0, 0], [0, 161, 228]),
            ([0, 255, 0, 0], [230, 12, 128]),
            ([100, 80, 60, 20], [162, 162, 173]),
            ([30, 120, 200, 40], [199, 135, 71]),
        ] {
            near(&screen, &from, &to);
        }
    }

    #[test]
    fn no_pixel_is_over_the_ink_limit() {
        let table = Table::new(SRGB, FOGRA39).expect("bundled profiles");
        let ink = |color: [u8; 4]| color.into_iter().map(u32::from).sum::<u32>() * 100 / 255;
        assert!(ink(table.color(&[0, 0, 0])) > 240, "black of a screen is all inks");
        for percent in [240, 300] {
            let limited = table.clone().limited(percent);
            let steps = || (0..=255u8).step_by(17);
            for r in steps() {
                for g in steps() {
                    for b in steps() {
                        assert!(ink(limited.color(&[r, g, b])) <= u32::from(percent));
                    }
                }
            }
        }
    }

    #[test]
    fn inks_go_back_to_what_they_look_like() {
        let table = Table::new(FOGRA39, SRGB).expect("bundled profiles");
        let paper = table.color(&[0, 0, 0, 0]);
        assert!(paper[..3].iter().all(|part| *part > 245), "{paper:?}");
        let cyan = table.color(&[255, 0, 0, 0]);
        assert!(cyan[0] < 60 && cyan[2] > 180, "{cyan:?}");
        let gray = Table::to_gray(FOGRA39).expect("a bundled profile");
        assert!(gray.color(&[0, 0, 0, 255])[0] < 70 && gray.color(&[0, 0, 0, 0])[0] > 245);
    }

    #[test]
    fn inks_under_the_limit_stay() {
        let same = Table::ink_limit(300);
        for color in [[0, 0, 0, 255], [10, 20, 30, 40], [200, 100, 50, 0], [255, 255, 0, 0]] {
            let after = same.color(&color);
            assert!(color.iter().zip(after).all(|(a, b)| a.abs_diff(b) <= 1), "{color:?} {after:?}");
        }
        assert_eq!(same.pixels(&[0, 0, 0, 255, 0, 0, 0, 255]).len(), 8);
    }
}
