//! Drawings of every kind as vectors: the PDF, drawn by poppler, looks as resvg draws the SVG.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bindery::model::length::{Length, Point, Size};
use bindery::model::manifest::{FormatSpec, PrintSpec};
use bindery::model::press::{Press, Standard};
use bindery::source::{Span, Spanned};
use bindery::typeset::display::{Frame, Layout, Page};
use bindery::typeset::svg::{self, Transparency};
use lopdf::Object;
use resvg::tiny_skia::{Color, Pixmap, Transform};

use crate::reader::{read, render};
use crate::synthetic::Stage;

/// Pixels of a point in both renderings.
const SCALE: u16 = 2;
/// The mean difference of a sample, of 255, that edges drawn in two ways come to.
const MOST: f64 = 2.0;
/// The same where judges differ by their nature: poppler takes samples of colours that jump,
/// and shows pixels as squares that resvg smooths.
const MOST_OF_JUMPS: f64 = 6.0;
const JUMPS: [&str; 3] = ["image", "linear-repeat", "radial-repeat"];
/// Drawings of which a part becomes pixels: no word is for it.
const AS_PIXELS: [&str; 1] = ["filter"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drawings")
}

/// The drawings by name.
fn drawings() -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(folder()).expect("listed").map(|entry| entry.expect("an entry").path());
    let mut all: Vec<(String, Vec<u8>)> = files
        .map(|file| {
            (file.file_stem().expect("a name").to_string_lossy().into_owned(), fs::read(&file).expect("read"))
        })
        .collect();
    all.sort();
    all
}

fn size() -> Size {
    Size { width: Length::pt(200), height: Length::pt(120) }
}

/// One page for each drawing, as large as it.
fn pages(stage: &Stage, transparency: Transparency) -> (Layout, Vec<(String, Vec<String>)>) {
    let mut layout = Layout::default();
    let mut pixels = Vec::new();
    for (number, (name, bytes)) in drawings().into_iter().enumerate() {
        let (drawing, reasons) = svg::frame(&bytes, size(), &stage.fonts, transparency).expect("a drawing");
        let mut frame = Frame::new(size());
        frame.place(Point::default(), drawing);
        layout.pages.push(Page { size: size(), label: (number + 1).to_string(), frame });
        layout.starts.push(None);
        pixels.push((name, reasons));
    }
    (layout, pixels)
}

/// The SVG as resvg draws it, on white.
fn reference(bytes: &[u8]) -> Pixmap {
    let mut options = usvg::Options::default();
    for style in ["Regular", "Italic", "Bold", "BoldItalic"] {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fonts/eb-garamond/EBGaramond-{style}.otf"));
        options.fontdb_mut().load_font_data(fs::read(file).expect("a font"));
    }
    options.fontdb_mut().set_serif_family("EB Garamond");
    let tree = usvg::Tree::from_data(bytes, &options).expect("a drawing");
    let mut pixmap = Pixmap::new(200 * u32::from(SCALE), 120 * u32::from(SCALE)).expect("a pixmap");
    pixmap.fill(Color::WHITE);
    let scale = f32::from(SCALE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap
}

/// The samples of pages as poppler draws them; `None`, said aloud, where it is not installed.
fn drawn(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("book.pdf");
    fs::write(&file, bytes).expect("written");
    let resolution = (72 * SCALE).to_string();
    let run = Command::new("pdftoppm")
        .args(["-r", &resolution])
        .arg(&file)
        .arg(folder.path().join("page"))
        .output();
    if let Err(error) = run {
        #[allow(clippy::disallowed_methods)] // A judge that is missing is an error only in CI.
        let in_ci = std::env::var_os("CI").is_some();
        assert!(!in_ci, "pdftoppm is missing: {error}");
        eprintln!("SKIPPED: pdftoppm is not installed");
        return None;
    }
    let files = fs::read_dir(folder.path()).expect("listed").map(|entry| entry.expect("an entry").path());
    let mut pictures: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|e| e == "ppm")).collect();
    pictures.sort();
    Some(pictures.iter().map(|path| samples(&fs::read(path).expect("read"))).collect())
}

/// The samples of a PPM file: what follows the fourth word.
fn samples(ppm: &[u8]) -> Vec<u8> {
    let mut at = 0;
    for _ in 0..4 {
        at += ppm[at..].iter().position(u8::is_ascii_whitespace).expect("a header") + 1;
    }
    ppm[at..].to_vec()
}

fn difference(pixmap: &Pixmap, samples: &[u8]) -> f64 {
    let own: Vec<u8> =
        pixmap.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    assert_eq!(own.len(), samples.len(), "as many pixels");
    let sum: u32 = own.iter().zip(samples).map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
    f64::from(sum) / f64::from(u32::try_from(own.len()).expect("few"))
}

#[test]
fn drawings_look_as_they_are_meant() {
    let stage = Stage::default();
    let (layout, pixels) = pages(&stage, Transparency::Kept);
    assert!(layout.pages.len() >= 30);
    let (bytes, findings) = render(&stage, &layout);
    assert_eq!(findings, []);
    let Some(pages) = drawn(&bytes) else { return };
    assert_eq!(pages.len(), layout.pages.len());
    let mut far = Vec::new();
    for ((name, bytes), samples) in drawings().iter().zip(&pages) {
        let mean = difference(&reference(bytes), samples);
        println!("{name}: {mean:.2}");
        if mean > if JUMPS.contains(&name.as_str()) { MOST_OF_JUMPS } else { MOST } {
            far.push(format!("{name}: {mean:.2}"));
        }
    }
    assert_eq!(far, Vec::<String>::new(), "mean difference of a sample");
    for (name, reasons) in pixels {
        assert_eq!(!reasons.is_empty(), AS_PIXELS.contains(&name.as_str()), "{name}: {reasons:?}");
    }
}

#[test]
fn only_what_no_word_is_for_becomes_pixels() {
    let stage = Stage::default();
    let (layout, _) = pages(&stage, Transparency::Kept);
    let (bytes, _) = render(&stage, &layout);
    let document = read(&bytes);
    let kind = |object: &Object, kind: &[u8]| {
        object
            .as_stream()
            .is_ok_and(|s| s.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == kind))
    };
    let images = document.objects.values().filter(|object| kind(object, b"Image")).count();
    // The blurred circle, and the picture within a drawing, each with what is seen through it.
    assert_eq!(images, 4);
    assert!(document.objects.values().filter(|object| kind(object, b"Form")).count() > 5);
}

#[test]
fn standards_hold_for_drawings_of_every_kind() {
    let kept = |standard: &Standard| Spanned { value: *standard, span: Span::default() };
    for standards in
        [&[Standard::Ua1, Standard::A2a][..], &[Standard::A2u], &[Standard::X4], &[Standard::X1a]]
    {
        let mut stage = Stage::default();
        let press = Press { standards: standards.iter().map(kept).collect(), ..Press::default() };
        stage.spec.format = FormatSpec::Pdf(PrintSpec { press, ..PrintSpec::default() });
        let (layout, _) = pages(&stage, Transparency::of(&stage.edition()));
        let (bytes, findings) = render(&stage, &layout);
        assert_eq!(findings, [], "{standards:?}");
        let document = read(&bytes);
        let has = |key: &[u8]| {
            let mut all = document.objects.values().filter_map(|object| match object {
                Object::Stream(stream) => Some(&stream.dict),
                object => object.as_dict().ok(),
            });
            all.any(|dictionary| dictionary.has(key))
        };
        assert_eq!(has(b"SMask"), standards != [Standard::X1a], "{standards:?}");
        assert!(has(b"ShadingType"), "an opaque gradient is never flattened");
    }
}

#[test]
fn a_drawing_shown_twice_is_in_the_file_once() {
    let stage = Stage::default();
    let (mut layout, _) = pages(&stage, Transparency::Kept);
    let count = |layout: &Layout| read(&render(&stage, layout).0).objects.len();
    let once = count(&layout);
    let again = layout.pages.clone();
    let number = again.len();
    layout.starts.extend(std::iter::repeat_n(None, number));
    layout.pages.extend(again);
    let twice = count(&layout);
    assert!(twice - once <= number * 3, "pages and their contents alone: {once}, {twice}");
}
