//! Pictures: once in the file, untouched where a PDF can carry them, reported where broken.

use bindery::diagnostic::Code;
use bindery::model::book::ImageFormat;
use bindery::typeset::display::Item;
use lopdf::Object;

use crate::book::{CMYK, everything, gray_jpeg, png_with_alpha, turned_jpeg};
use crate::reader::{content, entry, inside, page_at, pages_only, read, render, written};
use crate::synthetic::{Stage, page, point, size};

#[test]
fn pictures_are_in_the_file_once_and_jpegs_untouched() {
    let (stage, layout) = everything();
    let document = written(&stage, &layout);
    let resources = inside(&document, page_at(&document, 6), "Resources");
    let objects = inside(&document, resources, "XObject");
    assert_eq!(objects.len(), 5, "four files, one bitmap");
    let streams: Vec<&lopdf::Stream> = objects
        .iter()
        .map(|(_, o)| document.dereference(o).expect("one").1.as_stream().expect("one"))
        .collect();
    let of = |space: &str, filter: &str| {
        let matches = |s: &&&lopdf::Stream| {
            s.dict.get(b"ColorSpace").and_then(Object::as_name).ok() == Some(space.as_bytes())
                && s.dict.get(b"Filter").and_then(Object::as_name).ok() == Some(filter.as_bytes())
        };
        *streams.iter().find(matches).unwrap_or_else(|| panic!("no {space} {filter}"))
    };
    let cmyk = of("DeviceCMYK", "DCTDecode");
    assert_eq!(cmyk.content, CMYK);
    assert_eq!(cmyk.dict.get(b"Decode").and_then(Object::as_array).ok().map(Vec::len), Some(8));
    assert_eq!(of("DeviceGray", "DCTDecode").content, gray_jpeg());
    assert_eq!(of("DeviceRGB", "DCTDecode").content, turned_jpeg());
    let masked = streams.iter().find(|s| s.dict.has(b"SMask")).expect("a mask");
    let mask = inside(&document, &masked.dict, "SMask");
    assert_eq!(entry(&document, mask, "ColorSpace"), &Object::Name(b"DeviceGray".to_vec()));
    let turned = content(&document, 6);
    assert!(turned.contains("0 -80 40 0 50 462 cm"), "turned a quarter: {turned}");
}

#[test]
fn pictures_that_cannot_be_read_are_findings() {
    let mut cut = gray_jpeg();
    cut.truncate(cut.len() / 2);
    let mut png = png_with_alpha();
    png.truncate(png.len() / 2);
    let stage = Stage::default()
        .with_asset("cut.jpg", ImageFormat::Jpeg, &cut)
        .with_asset("cut.png", ImageFormat::Png, &png)
        .with_asset("plan.svg", ImageFormat::Svg, b"<svg/>");
    let layout = pages_only(vec![page("1", |frame| {
        for asset in ["cut.jpg", "cut.png", "gone.gif", "plan.svg"] {
            let alt = String::new();
            frame.push(point(50.0, 50.0), Item::Image { asset: asset.into(), size: size(50.0, 50.0), alt });
        }
    })]);
    let (bytes, findings) = render(&stage, &layout);
    let said: Vec<(Code, &str)> =
        findings.iter().map(|finding| (finding.code, finding.path.as_deref().unwrap_or_default())).collect();
    let expected = [
        (Code::UnreadableImage, "cut.jpg"),
        (Code::UnreadableImage, "cut.png"),
        (Code::MissingImage, "gone.gif"),
        (Code::UnsupportedSvg, "plan.svg"),
    ];
    assert_eq!(said, expected);
    assert!(findings.iter().all(|finding| finding.edition.as_deref() == Some("print")));
    assert_eq!(content(&read(&bytes), 1).matches(" re\nS").count(), 4, "a box for each");
}
