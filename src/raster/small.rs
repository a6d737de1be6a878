//! A page to a small picture: few grays, or few colours where it has any, so that a report
//! can show many (PNG, ISO 15948).

use std::collections::BTreeMap;
use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use tiny_skia::{Color, Pixmap, Transform};

use super::paint::{self, Stock};
use crate::font::FontBook;
use crate::model::book::Asset;
use crate::typeset::display::Page;

/// Levels of red, green and blue in a page with colours: 252 together.
const LEVELS: [u32; 3] = [6, 7, 6];

/// A page taller than this many times its width is not drawn.
const TALLEST: u32 = 8;

/// A page as a PNG so many pixels wide; `None` for a page without extent.
pub fn page(page: &Page, fonts: &FontBook, assets: &BTreeMap<String, Asset>, width: u32) -> Option<Vec<u8>> {
    let (across, down) = (page.size.width.to_pt(), page.size.height.to_pt());
    if across <= 0.0 {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let height = (f64::from(width) * down / across).round() as u32;
    if height > width.saturating_mul(TALLEST) {
        return None;
    }
    let mut pixmap = Pixmap::new(width, height)?;
    pixmap.fill(Color::WHITE);
    #[allow(clippy::cast_possible_truncation)]
    let scale = (f64::from(width) / across) as f32;
    let stock = Stock { fonts, assets: Some(assets) };
    paint::frame(&page.frame, stock, Transform::from_scale(scale, scale), &mut pixmap);
    png(&pixmap)
}

fn png(pixmap: &Pixmap) -> Option<Vec<u8>> {
    let pixels: Vec<[u8; 3]> = pixmap.pixels().iter().map(|p| [p.red(), p.green(), p.blue()]).collect();
    let width = usize::try_from(pixmap.width()).ok()?;
    let rows = pixels.chunks_exact(width);
    let gray = pixels.iter().all(|[red, green, blue]| red == green && green == blue);
    let data: Vec<u8> = if gray {
        rows.flat_map(|row| std::iter::once(0).chain(row.chunks(2).map(two_grays))).collect()
    } else {
        rows.flat_map(|row| std::iter::once(0).chain(row.iter().map(|pixel| colour(*pixel)))).collect()
    };
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut head = [pixmap.width().to_be_bytes(), pixmap.height().to_be_bytes()].concat();
    // Bits a sample, kind of colour (0 gray, 3 palette), deflate, the usual filters, no interlace.
    head.extend(if gray { [4, 0, 0, 0, 0] } else { [8, 3, 0, 0, 0] });
    chunk(*b"IHDR", &head, &mut out);
    if !gray {
        chunk(*b"PLTE", &palette(), &mut out);
    }
    let mut deflate = ZlibEncoder::new(Vec::new(), Compression::best());
    deflate.write_all(&data).ok()?;
    chunk(*b"IDAT", &deflate.finish().ok()?, &mut out);
    chunk(*b"IEND", &[], &mut out);
    Some(out)
}

/// Two pixels of sixteen grays in a byte.
fn two_grays(pixels: &[[u8; 3]]) -> u8 {
    let level = |at: usize| pixels.get(at).map_or(15, |pixel| (u32::from(pixel[0]) * 15 + 127) / 255);
    u8::try_from(level(0) << 4 | level(1)).unwrap_or(u8::MAX)
}

/// The nearest colour of the palette.
fn colour(pixel: [u8; 3]) -> u8 {
    let near = |part: usize| (u32::from(pixel[part]) * (LEVELS[part] - 1) + 127) / 255;
    u8::try_from((near(0) * LEVELS[1] + near(1)) * LEVELS[2] + near(2)).unwrap_or(u8::MAX)
}

fn palette() -> Vec<u8> {
    let light = |level: u32, part: usize| u8::try_from(level * 255 / (LEVELS[part] - 1)).unwrap_or(u8::MAX);
    let mut out = Vec::new();
    for red in 0..LEVELS[0] {
        for green in 0..LEVELS[1] {
            for blue in 0..LEVELS[2] {
                out.extend([light(red, 0), light(green, 1), light(blue, 2)]);
            }
        }
    }
    out
}

fn chunk(kind: [u8; 4], data: &[u8], out: &mut Vec<u8>) {
    out.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend(kind);
    out.extend(data);
    let mut crc = Crc::new();
    crc.update(&kind);
    crc.update(data);
    out.extend(crc.sum().to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::book::ImageFormat;
    use crate::model::length::{Length, Point, Size};
    use crate::typeset::display::{Frame, Item, Paint};

    fn drawn(paint: Paint) -> image::RgbImage {
        let size = Size { width: Length::pt(30), height: Length::pt(20) };
        let mut frame = Frame::new(size);
        let half = Size { width: Length::pt(15), ..size };
        frame.push(Point::default(), Item::Rule { size: half, paint });
        let made = Page { size, label: "1".into(), frame };
        let bytes = page(&made, &FontBook::default(), &BTreeMap::new(), 33).expect("a picture");
        image::load_from_memory(&bytes).expect("a PNG").to_rgb8()
    }

    #[test]
    fn pages_are_drawn_in_grays_or_in_colours() {
        let gray = drawn(Paint::BLACK);
        assert_eq!((gray.width(), gray.height()), (33, 22));
        assert_eq!([gray.get_pixel(2, 2).0, gray.get_pixel(30, 20).0], [[0; 3], [255; 3]]);
        let red = drawn(Paint::Rgb(255, 0, 0));
        assert_eq!([red.get_pixel(2, 2).0, red.get_pixel(30, 20).0], [[255, 0, 0], [255; 3]]);
    }

    #[test]
    fn pictures_of_the_book_are_drawn() {
        let mut file = std::io::Cursor::new(Vec::new());
        let black = image::DynamicImage::new_luma8(4, 4);
        black.write_to(&mut file, image::ImageFormat::Png).expect("an encoder");
        let bytes: std::sync::Arc<[u8]> = file.into_inner().into();
        let asset = Asset { path: "a.png".into(), format: ImageFormat::Png, bytes, width: 4, height: 4 };
        let size = Size { width: Length::pt(10), height: Length::pt(10) };
        let mut frame = Frame::new(size);
        frame.push(Point::default(), Item::Image { asset: "a.png".into(), size, alt: String::new() });
        let made = Page { size, label: "1".into(), frame };
        let assets = BTreeMap::from([("a.png".to_owned(), asset)]);
        let bytes = page(&made, &FontBook::default(), &assets, 10).expect("a picture");
        let drawn = image::load_from_memory(&bytes).expect("a PNG").to_rgb8();
        assert_eq!(drawn.get_pixel(5, 5).0, [0; 3]);
    }
}
