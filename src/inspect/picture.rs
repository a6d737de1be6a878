//! Picture files by their heads: what they are, how many pixels they have, what shops
//! refuse. Nothing is decoded: a bomb of pixels stays one.

use super::archive::Scan;
use super::findings::Findings;
use super::media;
use super::package::Item;
use crate::diagnostic::{Code, Diagnostic};
use crate::inspect::findings::in_file;

/// Bytes of a picture that are looked at: profiles and previews may stand before its size.
pub(super) const HEAD: usize = 4 << 20;
/// Apple's limit for pictures inside a book (Asset Guide 5.3, partner page, 2023).
const MOST_PIXELS: u64 = 4_000_000;
/// Amazon's limit for a picture (Kindle Publishing Guidelines).
const MOST_BYTES: u64 = 5 << 20;
/// Google Play's limit for a side of a cover.
const LONGEST_SIDE: u32 = 7200;

/// What the head of a picture says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Head {
    width: u32,
    height: u32,
    is_cmyk: bool,
    is_animated: bool,
    /// Bits of a sample.
    depth: u8,
}

/// Tells what is wrong with a picture of the book.
pub(super) fn check(
    scan: &Scan,
    size: u64,
    item: &Item,
    (path, shown): (&str, &str),
    findings: &mut Findings,
) {
    let Some(found) = media::sniff(&scan.head) else {
        let core =
            matches!(item.media_type.as_str(), "image/jpeg" | "image/png" | "image/gif" | "image/webp");
        if core {
            findings.push(
                in_file(
                    Code::ImageDamaged,
                    shown,
                    format!("this is not a picture of type `{}`", item.media_type),
                )
                .help("export the picture again, as JPEG or PNG"),
            );
        }
        return;
    };
    if found != item.media_type && media::is_core(&item.media_type, false) {
        findings.push(
            Diagnostic::new(Code::ManifestType, format!("`{path}` is `{found}`, not `{}`", item.media_type))
                .at(item.type_place, "")
                .help(format!("write `media-type=\"{found}\"`")),
        );
    } else if media::of_extension(path).is_some_and(|named| named != found) {
        findings.push(
            in_file(
                Code::ImageExtension,
                shown,
                format!("the name of this picture does not say that it is `{found}`"),
            )
            .help("give it the ending of its kind, wherever it is named"),
        );
    }
    let Some(head) = read(found, scan) else {
        findings.push(
            in_file(Code::ImageDamaged, shown, "the head of this picture is damaged")
                .help("export the picture again, as JPEG or PNG"),
        );
        return;
    };
    if head.width == 0 || head.height == 0 || !is_whole(found, scan) {
        findings.push(
            in_file(Code::ImageDamaged, shown, "this picture is cut off")
                .help("copy the picture again from where it is whole"),
        );
    }
    limits(&head, size, shown, findings);
}

fn limits(head: &Head, size: u64, shown: &str, findings: &mut Findings) {
    let pixels = u64::from(head.width) * u64::from(head.height);
    if pixels > MOST_PIXELS || head.width.max(head.height) > LONGEST_SIDE {
        let tenths = pixels / 100_000;
        let message = format!(
            "this picture has {} × {} pixels, {}.{} million",
            head.width,
            head.height,
            tenths / 10,
            tenths % 10
        );
        findings.push(
            in_file(Code::ImagePixels, shown, message)
                .help("make it smaller: shops refuse pictures of more than 4 million pixels"),
        );
    }
    if size > MOST_BYTES {
        let message = format!("this picture has {}.{} MB", size >> 20, (size & 0xf_ffff) * 10 >> 20);
        findings.push(
            in_file(Code::ImageBytes, shown, message)
                .help("compress it: shops refuse pictures of more than 5 MB"),
        );
    }
    if head.is_cmyk {
        findings.push(
            in_file(Code::ImageColour, shown, "this picture is made for printing, in CMYK")
                .help("convert it to RGB (sRGB): screens show CMYK wrongly or not at all"),
        );
    }
    if head.depth > 8 {
        findings.push(
            in_file(Code::ImageColour, shown, format!("this picture has {} bits a colour", head.depth))
                .help("save it with 8 bits: no reading system shows more"),
        );
    }
    if head.is_animated {
        findings.push(
            in_file(Code::ImageAnimated, shown, "this picture moves").help(
                "show a still one: readers cannot stop it, and electronic paper shows its first moment",
            ),
        );
    }
}

fn big(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    Some(bytes.get(at..at + length)?.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

fn little(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    Some(bytes.get(at..at + length)?.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

fn read(kind: &str, scan: &Scan) -> Option<Head> {
    let head = scan.head.as_slice();
    let plain = Head { width: 0, height: 0, is_cmyk: false, is_animated: false, depth: 8 };
    match kind {
        "image/png" => Some(Head {
            width: big(head, 16, 4)?,
            height: big(head, 20, 4)?,
            depth: *head.get(24)?,
            is_animated: head.windows(4).take(4096).any(|four| four == b"acTL"),
            ..plain
        }),
        "image/gif" => Some(Head {
            width: little(head, 6, 2)?,
            height: little(head, 8, 2)?,
            is_animated: frames(head) > 1,
            ..plain
        }),
        "image/jpeg" => jpeg(head, plain),
        "image/webp" => webp(head, plain),
        // Of others only the kind is known, and no limit is held against them.
        _ => Some(Head { width: 1, height: 1, ..plain }),
    }
}

/// The frame header of a JPEG (ITU T.81, B.2.2).
fn jpeg(head: &[u8], plain: Head) -> Option<Head> {
    let mut at = 2;
    loop {
        // Markers may have any number of 0xff before them.
        while head.get(at) == Some(&0xff) && head.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        // Some programs pad their segments.
        at += head.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        let marker = *head.get(at + 1)?;
        if matches!(marker, 0xd0..=0xd8 | 0x01) {
            at += 2;
            continue;
        }
        let length = big(head, at + 2, 2)? as usize;
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            return Some(Head {
                depth: *head.get(at + 4)?,
                height: big(head, at + 5, 2)?,
                width: big(head, at + 7, 2)?,
                is_cmyk: *head.get(at + 9)? == 4,
                ..plain
            });
        }
        if matches!(marker, 0xd9 | 0xda) || length < 2 {
            return None;
        }
        at += 2 + length;
    }
}

/// The first chunk of a WebP (RFC 9649).
fn webp(head: &[u8], plain: Head) -> Option<Head> {
    match head.get(12..16)? {
        b"VP8 " => Some(Head {
            width: little(head, 26, 2)? & 0x3fff,
            height: little(head, 28, 2)? & 0x3fff,
            ..plain
        }),
        b"VP8L" => {
            let bits = little(head, 21, 4)?;
            Some(Head { width: (bits & 0x3fff) + 1, height: (bits >> 14 & 0x3fff) + 1, ..plain })
        }
        b"VP8X" => Some(Head {
            width: little(head, 24, 3)? + 1,
            height: little(head, 27, 3)? + 1,
            is_animated: head.get(20)? & 2 != 0,
            ..plain
        }),
        _ => None,
    }
}

/// Frames of a GIF, at most two: more need not be told apart.
fn frames(head: &[u8]) -> usize {
    let table = |flags: u8| if flags & 0x80 != 0 { 3 << ((flags & 7) + 1) } else { 0usize };
    let blocks = |mut at: usize| {
        while let Some(length) = head.get(at).filter(|length| **length > 0) {
            at += 1 + usize::from(*length);
        }
        at + 1
    };
    let mut at = 13 + table(head.get(10).copied().unwrap_or_default());
    let mut found = 0;
    while found < 2 {
        match head.get(at) {
            Some(0x21) => at = blocks(at + 2),
            Some(0x2c) => {
                found += 1;
                at = blocks(at + 11 + table(head.get(at + 9).copied().unwrap_or_default()));
            }
            _ => break,
        }
    }
    found
}

/// Whether the end of the file is the end of a picture.
fn is_whole(kind: &str, scan: &Scan) -> bool {
    let ends = |mark: &[u8]| scan.tail.windows(mark.len()).any(|bytes| bytes == mark);
    match kind {
        "image/png" => ends(b"IEND"),
        // Some programs write a few bytes after the end.
        "image/jpeg" => {
            ends(&[0xff, 0xd9])
                || scan.tail.iter().all(|byte| *byte == 0)
                || scan.head.len() < HEAD && scan.head.windows(2).any(|two| two == [0xff, 0xd9])
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(head: &[u8]) -> Scan {
        Scan { head: head.to_vec(), tail: head[head.len().saturating_sub(16)..].to_vec() }
    }

    #[test]
    fn heads_say_how_large_a_picture_is() {
        let png =
            [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0, 0, 4, 0, 0, 0, 2, 0, 16, 2, 0, 0, 0]].concat();
        let head = read("image/png", &scan(&png)).expect("a head");
        assert_eq!((head.width, head.height, head.depth, head.is_animated), (1024, 512, 16, false));
        let jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc2, 0, 20, 8, 1, 0, 2, 0, 4];
        let head = read("image/jpeg", &scan(&jpeg)).expect("a head");
        assert_eq!((head.width, head.height, head.is_cmyk), (512, 256, true));
        assert_eq!(read("image/jpeg", &scan(&jpeg[..9])), None);
        let webp = [b"RIFF....WEBPVP8X....".as_slice(), &[2, 0, 0, 0, 9, 0, 0, 4, 0, 0]].concat();
        let head = read("image/webp", &scan(&webp)).expect("a head");
        assert_eq!((head.width, head.height, head.is_animated), (10, 5, true));
    }

    #[test]
    fn moving_pictures_have_two_frames() {
        let frame = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
        let start = b"GIF89a\x01\0\x01\0\0\0\0".as_slice();
        assert_eq!(frames(&[start, &frame, &[0x3b]].concat()), 1);
        assert_eq!(frames(&[start, &[0x21, 0xf9, 1, 0, 0], &frame, &frame, &[0x3b]].concat()), 2);
        assert_eq!(frames(b"GIF89a"), 0);
    }
}
