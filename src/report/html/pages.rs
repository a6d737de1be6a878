//! Pictures of pages: once as data, once whole with everything that is marked on them.

use std::fmt::Write as _;

use super::entry::mark;
use super::{counted, escape};
use crate::report::{EditionReport, Thumbnail};

/// The pictures, for others to use.
pub(super) fn defined(n: usize, edition: &EditionReport, out: &mut String) {
    if edition.thumbnails.is_empty() {
        return;
    }
    out.push_str("<svg class=\"unseen\" aria-hidden=\"true\" width=\"0\" height=\"0\"><defs>\n");
    for Thumbnail { page, size, png, .. } in &edition.thumbnails {
        let _ = writeln!(
            out,
            "<image id=\"e{n}i{page}\" width=\"{:.1}\" height=\"{:.1}\" href=\"data:image/png;base64,{}\"/>",
            size.width.to_pt(),
            size.height.to_pt(),
            base64(png)
        );
    }
    out.push_str("</defs></svg>\n");
}

/// Every page that has a picture.
pub(super) fn shown(n: usize, edition: &EditionReport, out: &mut String) {
    if edition.thumbnails.is_empty() {
        return;
    }
    out.push_str("<h3>Pages</h3>\n<div class=\"pages\">\n");
    for Thumbnail { page, label, size, .. } in &edition.thumbnails {
        let troubles: Vec<_> = edition.troubles.iter().filter(|t| t.page == *page).collect();
        let label = escape(label);
        let side = if page % 2 == 0 { "recto" } else { "verso" };
        let _ = write!(
            out,
            "<figure id=\"e{n}p{page}\" class=\"{side}\"><svg viewBox=\"0 0 {:.1} {:.1}\" role=\"img\" \
             aria-label=\"page {label}\"><use href=\"#e{n}i{page}\"/>",
            size.width.to_pt(),
            size.height.to_pt()
        );
        for trouble in &troubles {
            trouble.areas.iter().for_each(|area| mark(area, trouble, out));
        }
        let mut kinds: Vec<&str> = troubles.iter().map(|t| t.kind.words().0).collect();
        kinds.dedup();
        let _ = writeln!(
            out,
            "</svg><figcaption><b>{label}</b> {}</figcaption></figure>",
            escape(&kinds.join(", "))
        );
    }
    out.push_str("</div>\n");
    if edition.without_picture > 0 {
        let _ = writeln!(
            out,
            "<p class=\"rest\">{} with troubles of less weight are not shown.</p>",
            counted(edition.without_picture, "more page", "more pages")
        );
    }
}

/// Bytes as text (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for part in bytes.chunks(3) {
        let byte = |at: usize| u32::from(part.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for sign in 0..4 {
            let index = (bits >> (18 - 6 * sign)) & 63;
            out.push(if sign <= part.len() { char::from(SIGNS[index as usize]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn bytes_are_written_as_rfc_4648_says() {
        let written = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|text| base64(text.as_bytes()));
        assert_eq!(written, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]);
    }
}
