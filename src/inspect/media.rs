//! Media types: which files reading systems show by themselves (EPUB 3.3, 3.2 "Core media
//! types"), and what a file's name says of its kind.

/// What a file of the book is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Medium {
    Xhtml,
    Svg,
    Ncx,
    Css,
    Smil,
    Image,
    Font,
    Audio,
    Video,
    Script,
    /// EPUB 2's two older kinds of documents.
    Old,
    Other,
}

/// The medium of a media type.
pub(super) fn medium(media_type: &str) -> Medium {
    match media_type {
        "application/xhtml+xml" => Medium::Xhtml,
        "image/svg+xml" => Medium::Svg,
        "application/x-dtbncx+xml" => Medium::Ncx,
        "text/css" => Medium::Css,
        "application/smil+xml" => Medium::Smil,
        "text/x-oeb1-document" | "application/x-dtbook+xml" | "text/html" => Medium::Old,
        "text/javascript" | "application/javascript" | "application/ecmascript" => Medium::Script,
        other if is_font(other) => Medium::Font,
        other => match other.split_once('/').map(|(kind, _)| kind) {
            Some("image") => Medium::Image,
            Some("audio") => Medium::Audio,
            Some("video") => Medium::Video,
            _ => Medium::Other,
        },
    }
}

/// Types of fonts: today's, and those that were usual before they had any.
pub(super) fn is_font(media_type: &str) -> bool {
    media_type.starts_with("font/")
        || media_type.starts_with("application/font-")
        || media_type.starts_with("application/x-font-")
        || matches!(media_type, "application/vnd.ms-opentype" | "application/x-truetype-font")
}

/// Whether every reading system shows it without a fallback.
pub(super) fn is_core(media_type: &str, is_epub_2: bool) -> bool {
    let image = matches!(media_type, "image/gif" | "image/jpeg" | "image/png" | "image/svg+xml");
    let text = matches!(
        media_type,
        "application/xhtml+xml" | "text/css" | "application/x-dtbncx+xml" | "application/smil+xml"
    );
    if is_epub_2 {
        let old =
            matches!(media_type, "text/x-oeb1-document" | "application/x-dtbook+xml" | "text/x-oeb1-css");
        return image || text || old || is_font(media_type) || media_type == "application/xml";
    }
    let audio = matches!(
        media_type.split(';').next().unwrap_or_default().trim(),
        "audio/mpeg" | "audio/mp4" | "audio/ogg"
    );
    let script = medium(media_type) == Medium::Script;
    // Video needs no fallback either, whatever its type (3.4).
    let free = media_type.starts_with("video/") || media_type == "application/pls+xml";
    image || media_type == "image/webp" || text || audio || script || free || is_font(media_type)
}

/// Whether a document of this type may stand in the spine by itself.
pub(super) fn is_content(media_type: &str, is_epub_2: bool) -> bool {
    match medium(media_type) {
        Medium::Xhtml => true,
        Medium::Svg => !is_epub_2,
        Medium::Old => is_epub_2 && media_type != "text/html",
        _ => false,
    }
}

/// The media type that a file's first bytes speak of.
pub(super) fn sniff(head: &[u8]) -> Option<&'static str> {
    Some(match head {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => "image/tiff",
        [b'B', b'M', ..] => "image/bmp",
        [b'%', b'P', b'D', b'F', ..] => "application/pdf",
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f', ..] => "image/avif",
        _ => return None,
    })
}

/// The media type of a picture whose name ends like this.
pub(super) fn of_extension(path: &str) -> Option<&'static str> {
    let extension = path.rsplit('/').next()?.rsplit_once('.')?.1.to_ascii_lowercase();
    Some(match extension.as_str() {
        "jpg" | "jpeg" | "jpe" | "jfif" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        "tif" | "tiff" => "image/tiff",
        "bmp" => "image/bmp",
        _ => return None,
    })
}
