//! PDF objects (ISO 32000-2, 7.3) from our values: names, text strings, coordinates.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, Stream, StringFormat};

use crate::model::length::Length;

/// 9 gains 0.1 % over 6 and takes three times as long.
const LEVEL: u32 = 6;

/// Points, rounded to a thousandth: short to write, and far below what a press can show.
#[allow(clippy::cast_possible_truncation)] // Pages are below 14,400 pt: f32 holds thousandths.
pub(super) fn pt(length: Length) -> f32 {
    ((length.to_pt() * 1000.0).round() / 1000.0) as f32
}

/// A coordinate or extent.
pub(super) fn real(length: Length) -> Object {
    Object::Real(pt(length))
}

/// A name.
pub(super) fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}

/// A byte string that is ASCII by its making: dates, destination names.
pub(super) fn ascii(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

/// A text string (7.9.2.2): as it is when it is printable ASCII, else UTF-16 with its mark.
pub(super) fn text(text: &str) -> Object {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return ascii(text);
    }
    Object::String(utf16(text), StringFormat::Hexadecimal)
}

/// UTF-16, big end first, with a byte order mark.
pub(super) fn utf16(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xfe, 0xff];
    for unit in text.encode_utf16() {
        bytes.extend(unit.to_be_bytes());
    }
    bytes
}

/// A count.
pub(super) fn integer(count: usize) -> Object {
    Object::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The bytes as a zlib stream.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(LEVEL));
    // Writing to memory cannot fail.
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.unwrap_or_default()
}

/// A stream of bytes that are deflated already.
pub(super) fn deflated_stream(bytes: Vec<u8>) -> Stream {
    let mut stream = Stream::new(Dictionary::new(), bytes).with_compression(false);
    stream.dict.set("Filter", name("FlateDecode"));
    stream
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_are_ascii_or_marked_utf16() {
        assert_eq!(text("Emma (1816)"), ascii("Emma (1816)"));
        let Object::String(bytes, _) = text("é😀") else { panic!("a string") };
        assert_eq!(bytes, [0xfe, 0xff, 0, 0xe9, 0xd8, 0x3d, 0xde, 0x00]);
        let Object::String(bytes, _) = text("a\tb") else { panic!("a string") };
        assert_eq!(bytes[..2], [0xfe, 0xff], "control characters differ in PDFDocEncoding");
    }

    #[test]
    fn coordinates_are_thousandths() {
        assert_eq!(pt(Length(1)).to_string(), "0");
        assert_eq!(pt(Length::from_pt(432.123_456)).to_string(), "432.123");
        assert_eq!(pt(Length::from_pt(-0.5)).to_string(), "-0.5");
    }
}
