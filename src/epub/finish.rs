//! The draft of `epub-builder` to the archive that is sold.
//!
//! The package document gets its metadata, its language and the contents page in the
//! spine; nav and NCX are replaced; every file gets its bytes. Files are compressed side
//! by side, each as an archive of one, and copied together in fixed order with fixed
//! stamps (EPUB 3.3, 4.2: `mimetype` first and stored).

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::{Context, NAV, NCX, Payload, nav, ncx, package};
use crate::parallel;

/// The media type of chapters.
pub(super) const XHTML: &str = "application/xhtml+xml";

/// A file of the package.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Path within the package.
    pub(super) path: String,
    pub(super) media_type: &'static str,
    pub(super) payload: Payload,
}

impl Entry {
    /// A chapter or style sheet.
    pub(super) fn text(path: &str, text: String) -> Self {
        let is_css = path == super::BOOK_CSS || path == super::AUTHOR_CSS;
        let media_type = if is_css { "text/css" } else { XHTML };
        Self { path: path.to_owned(), media_type, payload: Payload::Text(text) }
    }
}

type Result<T> = std::result::Result<T, String>;

const FOLDER: &str = "OEBPS/";
const PACKAGE: &str = "content.opf";

/// What the builder adds and no one needs: an empty style sheet, Apple's switch for fonts
/// (still wanted by its readers where fonts are embedded).
const STYLESHEET: &str = "stylesheet.css";
const APPLE: &str = "META-INF/com.apple.ibooks.display-options.xml";

/// Most work per byte for text; level 9 gains a thousandth.
const LEVEL: i64 = 6;

/// The finished archive.
///
/// # Errors
/// What zip or XML say; with a sound draft, only that something is too large.
pub(super) fn finish(context: &Context<'_>, draft: Vec<u8>, entries: Vec<Entry>) -> Result<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(draft)).map_err(|e| e.to_string())?;
    let mut payloads: BTreeMap<String, Payload> =
        entries.into_iter().map(|entry| (format!("{FOLDER}{}", entry.path), entry.payload)).collect();
    let text = read(&mut archive, &format!("{FOLDER}{PACKAGE}"))?;
    let text = String::from_utf8(text).map_err(|e| e.to_string())?;
    payloads.insert(format!("{FOLDER}{PACKAGE}"), Payload::Text(document(context, &text)?));
    payloads.insert(format!("{FOLDER}{NAV}"), Payload::Text(nav::write(context)));
    payloads.insert(format!("{FOLDER}{NCX}"), Payload::Text(ncx::write(context)));
    let mut names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    names.retain(|name| {
        name != "mimetype"
            && *name != format!("{FOLDER}{STYLESHEET}")
            && (name != APPLE || context.fonts.any())
    });
    // Stable: beyond these the builder's order stays.
    names.sort_by_key(|name| rank(name));
    let mut files = Vec::with_capacity(names.len());
    for name in names {
        let payload = match payloads.remove(&name) {
            Some(payload) => payload,
            None => Payload::Made(read(&mut archive, &name)?),
        };
        files.push((name, payload));
    }
    pack(files).map_err(|e| e.to_string())
}

fn rank(name: &str) -> u8 {
    match name.strip_prefix(FOLDER) {
        None if name == "META-INF/container.xml" => 0,
        None => 1,
        Some(PACKAGE) => 2,
        Some(NAV) => 3,
        Some(NCX) => 4,
        Some(_) => 5,
    }
}

fn read(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    archive.by_name(name).map_err(|e| e.to_string())?.read_to_end(&mut bytes).map_err(|e| e.to_string())?;
    Ok(bytes)
}

/// Texts are compressed side by side. What is packed already is copied once, into an archive
/// that has room for all of it: a book may be all pictures.
fn pack(files: Vec<(String, Payload)>) -> zip::result::ZipResult<Vec<u8>> {
    let packed =
        parallel::map(&files, |(name, payload)| (!is_packed(name)).then(|| alone(name, payload)).transpose());
    let packed = packed.into_iter().collect::<zip::result::ZipResult<Vec<_>>>()?;
    let sizes = packed.iter().zip(&files).map(|(one, (name, payload))| {
        one.as_ref().map_or_else(|| payload.len(), Vec::len) + 2 * name.len() + ENTRY
    });
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(sizes.sum::<usize>() + ENTRY)));
    out.start_file("mimetype", options("mimetype", 0))?;
    out.write_all(b"application/epub+zip")?;
    for (one, (name, payload)) in packed.into_iter().zip(files) {
        if let Some(one) = one {
            out.raw_copy_file(ZipArchive::new(Cursor::new(one))?.by_index_raw(0)?)?;
        } else {
            out.start_file(&name, options(&name, payload.len()))?;
            payload.parts().try_for_each(|part| out.write_all(part))?;
        }
    }
    Ok(out.finish()?.into_inner())
}

/// Bytes that a file takes in an archive besides its own and its name's.
const ENTRY: usize = 200;

/// Whether a file's format packs its content.
fn is_packed(name: &str) -> bool {
    [".jpg", ".png", ".gif", ".webp"].iter().any(|end| name.ends_with(end))
}

/// An archive of one file.
fn alone(name: &str, payload: &Payload) -> zip::result::ZipResult<Vec<u8>> {
    let length = payload.len();
    let mut one = ZipWriter::new(Cursor::new(Vec::with_capacity(length / 2 + ENTRY)));
    one.start_file(name, options(name, length))?;
    payload.parts().try_for_each(|part| one.write_all(part))?;
    Ok(one.finish()?.into_inner())
}

fn options(name: &str, size: usize) -> SimpleFileOptions {
    let stored = name == "mimetype" || is_packed(name);
    SimpleFileOptions::default()
        // 1980-01-01, the first day a zip knows.
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .large_file(u32::try_from(size).is_err())
        .compression_method(if stored { CompressionMethod::Stored } else { CompressionMethod::Deflated })
        .compression_level(if stored { None } else { Some(LEVEL) })
}

/// The package document: everything in `<metadata>` is ours, `<guide>` goes, the rest is
/// the builder's with a few attributes more.
fn document(context: &Context<'_>, draft: &str) -> Result<String> {
    let mut reader = Reader::from_str(draft);
    let mut edit =
        Edit { context, writer: Writer::new(Vec::new()), skip: None, ids: BTreeMap::new(), placed: 0 };
    loop {
        match reader.read_event().map_err(|e| e.to_string())? {
            Event::Eof => break,
            event => edit.event(event).map_err(|e| e.to_string())?,
        }
    }
    let text = String::from_utf8(edit.writer.into_inner()).map_err(|e| e.to_string())?;
    // The builder's template leaves lines empty.
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        out.push_str(line);
        out.push('\n');
    }
    Ok(out)
}

struct Edit<'c, 'a> {
    context: &'c Context<'a>,
    writer: Writer<Vec<u8>>,
    /// The element that is left out with all it holds.
    skip: Option<&'static str>,
    /// Paths by id in the manifest.
    ids: BTreeMap<String, String>,
    /// How many chapters stand in the spine.
    placed: usize,
}

impl Edit<'_, '_> {
    fn event(&mut self, event: Event<'_>) -> std::io::Result<()> {
        if let Some(name) = self.skip {
            match &event {
                Event::End(end) if end.name().as_ref() == name => self.skip = None,
                _ => return Ok(()),
            }
            return if name == "metadata" { self.writer.write_event(event) } else { Ok(()) };
        }
        match &event {
            Event::Start(tag) => match tag.name().as_ref() {
                "package" => return self.package(tag),
                "guide" => {
                    self.skip = Some("guide");
                    return Ok(());
                }
                "metadata" => {
                    self.skip = Some("metadata");
                    self.writer.write_event(Event::Start(
                        BytesStart::new("metadata")
                            .with_attributes([("xmlns:dc", "http://purl.org/dc/elements/1.1/")]),
                    ))?;
                    let text = indent(&package::metadata(self.context));
                    return self.writer.write_event(Event::Text(BytesText::from_escaped(text)));
                }
                _ => {}
            },
            Event::Empty(tag) if tag.name().as_ref() == "item" => {
                let (id, href) = (attribute(tag, "id"), attribute(tag, "href"));
                if href == STYLESHEET {
                    return Ok(());
                }
                self.ids.insert(id, href);
            }
            Event::Empty(tag) if tag.name().as_ref() == "itemref" => {
                let href = self.ids.get(&attribute(tag, "idref")).map_or("", String::as_str);
                if href != super::COVER {
                    self.contents()?;
                    self.placed += 1;
                }
            }
            Event::End(tag) if tag.name().as_ref() == "spine" => self.contents()?,
            _ => {}
        }
        self.writer.write_event(event)
    }

    fn package(&mut self, tag: &BytesStart<'_>) -> std::io::Result<()> {
        let mut own = BytesStart::new("package");
        own.push_attribute(("xmlns", "http://www.idpf.org/2007/opf"));
        own.push_attribute(("version", attribute(tag, "version").as_str()));
        own.push_attribute(("unique-identifier", package::PUB_ID));
        own.push_attribute(("xml:lang", self.context.lang.as_str()));
        if self.context.rtl {
            own.push_attribute(("dir", "rtl"));
        }
        self.writer.write_event(Event::Start(own))
    }

    /// The contents page, if it is what comes next in the spine.
    fn contents(&mut self) -> std::io::Result<()> {
        let plan = &self.context.plan;
        let next = match plan.contents {
            Some((_, before)) => before == self.placed,
            None => self.placed == self.context.own_contents(),
        };
        if !next {
            return Ok(());
        }
        self.writer
            .write_event(Event::Empty(BytesStart::new("itemref").with_attributes([("idref", "nav")])))?;
        self.writer.write_event(Event::Text(BytesText::from_escaped("\n    ")))
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let found = tag.try_get_attribute(name).ok().flatten();
    found
        .map(|a| quick_xml::escape::unescape(&a.value).map(std::borrow::Cow::into_owned).unwrap_or_default())
        .unwrap_or_default()
}

fn indent(lines: &str) -> String {
    let mut out = String::from("\n");
    for line in lines.lines() {
        out.push_str("    ");
        out.push_str(line);
        out.push('\n');
    }
    out.push_str("  ");
    out
}
