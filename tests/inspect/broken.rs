//! The sound book with one change each: what judges say of it, and what `check` must say.

use super::book::{Book, DOT};
use super::zip::{Entry, archive};

/// A broken EPUB.
pub struct Case {
    /// Whose judgement it is: an id of `EPUBCheck`, a rule of Ace, or none but ours.
    pub judge: &'static str,
    /// What `check` calls it.
    pub code: &'static str,
    /// The file of the EPUB it is told of; empty: the EPUB itself.
    pub file: &'static str,
    pub bytes: Vec<u8>,
}

const OPF: &str = "OEBPS/content.opf";
const NAV: &str = "OEBPS/nav.xhtml";
const NCX: &str = "OEBPS/toc.ncx";
const ONE: &str = "OEBPS/text/one.xhtml";
const TWO: &str = "OEBPS/text/two.xhtml";
const CSS: &str = "OEBPS/css/book.css";
const MIMETYPE: &str = "mimetype";

fn case(judge: &'static str, code: &'static str, file: &'static str, book: &Book) -> Case {
    Case { judge, code, file, bytes: book.bytes() }
}

/// The sound book with one text in place of another, told of in the same file.
fn change(judge: &'static str, code: &'static str, file: &'static str, from: &str, to: &str) -> Case {
    case(judge, code, file, &Book::sound().changed(file, from, to))
}

fn raw(judge: &'static str, code: &'static str, file: &'static str, entries: &[Entry]) -> Case {
    Case { judge, code, file, bytes: archive(entries) }
}

/// What `EPUBCheck` finds most often, and what else it finds, by its ids.
pub fn epubcheck() -> Vec<Case> {
    [container(), package(), manifest(), spine(), navigation(), references(), documents(), others()]
        .into_iter()
        .flatten()
        .collect()
}

fn container() -> Vec<Case> {
    let sound = Book::sound();
    let entries = sound.entries();
    let mut extra = entries.clone();
    extra[0].extra = vec![0xfe, 0xca, 0, 0];
    let mut wrong = entries.clone();
    wrong[0] = Entry::stored("mimetype", b"application/epub+zip\n");
    let item = "<item id=\"dot2\" href=\"images/NAME\" media-type=\"image/png\"/>";
    let named = |href: &str, path: &str| sound.clone().with_item(&item.replace("NAME", href), path, DOT);
    vec![
        raw("PKG-006", "epub-mimetype", MIMETYPE, &entries[1..]),
        raw("PKG-007", "epub-mimetype", MIMETYPE, &wrong),
        raw("PKG-005", "epub-mimetype", MIMETYPE, &extra),
        case("PKG-009", "zip-name", "OEBPS/images/a*b.png", &named("a*b.png", "OEBPS/images/a*b.png")),
        case("PKG-010", "file-name", "OEBPS/images/a b.png", &named("a%20b.png", "OEBPS/images/a b.png")),
        case("PKG-011", "zip-name", "OEBPS/images/dot.", &named("dot.", "OEBPS/images/dot.")),
        case("OPF-060", "zip-duplicate", "OEBPS/images/dot.png", &named("DOT.png", "OEBPS/images/DOT.png")),
        case(
            "RSC-002",
            "epub-container",
            "META-INF/container.xml",
            &sound.clone().without("META-INF/container.xml"),
        ),
        change("OPF-002", "epub-container", "META-INF/container.xml", "content.opf", "contents.opf"),
        change(
            "RSC-003",
            "epub-container",
            "META-INF/container.xml",
            "application/oebps-package+xml",
            "text/xml",
        ),
        case("OPF-003", "manifest-unlisted", "OEBPS/notes.txt", &sound.with("OEBPS/notes.txt", "x")),
    ]
}

fn package() -> Vec<Case> {
    vec![
        change("OPF-001", "epub-version", OPF, "version=\"3.0\"", "version=\"3.3\""),
        change("RSC-005", "package-metadata", OPF, "<dc:title id=\"title\">The Press</dc:title>", ""),
        change("RSC-005", "package-metadata", OPF, "<dc:language>en</dc:language>", ""),
        change(
            "RSC-005",
            "package-metadata",
            OPF,
            "<meta property=\"dcterms:modified\">2026-01-31T12:00:00Z</meta>",
            "",
        ),
        change("RSC-005", "package-metadata", OPF, "2026-01-31T12:00:00Z", "2026-01-31"),
        change(
            "OPF-030",
            "package-identifier",
            OPF,
            "unique-identifier=\"pub-id\"",
            "unique-identifier=\"id\"",
        ),
        case(
            "OPF-085",
            "package-uuid",
            OPF,
            &Book::sound().changed(OPF, "123e4567-", "my-book-").changed(NCX, "123e4567-", "my-book-"),
        ),
        change("OPF-092", "package-language", OPF, "<dc:language>en<", "<dc:language>en_GB<"),
        change("OPF-053", "package-date", OPF, "<dc:date>2026-01-31<", "<dc:date>January 2026<"),
        change(
            "OPF-028",
            "package-property",
            OPF,
            "<meta property=\"pageBreakSource\">",
            "<meta property=\"foo:bar\">x</meta><meta property=\"pageBreakSource\">",
        ),
        change("OPF-027", "package-property", OPF, "property=\"pageBreakSource\"", "property=\"pageSource\""),
        change("RSC-005", "package-property", OPF, "refines=\"#author\"", "refines=\"#autor\""),
        change(
            "OPF-007",
            "package-prefix",
            OPF,
            "xml:lang=\"en\">",
            "xml:lang=\"en\" prefix=\"dcterms: http://example.org/\">",
        ),
        change(
            "OPF-086",
            "package-deprecated",
            OPF,
            "  </metadata>",
            "<meta property=\"rendition:viewport\">width=10, height=10</meta></metadata>",
        ),
        change(
            "RSC-005",
            "package-metadata",
            OPF,
            "<dc:creator id=\"author\">Jane Doe<",
            "<dc:creator id=\"author\"><",
        ),
        change(
            "OPF-073",
            "xml-doctype",
            NCX,
            "<ncx ",
            "<!DOCTYPE ncx PUBLIC \"-//NISO//DTD ncx 2005-1//EN\" \"http://example.org/dtd\">\n<ncx ",
        ),
        change("RSC-005", "duplicate-id", OPF, "id=\"two\"", "id=\"one\""),
        change(
            "RSC-005",
            "package-structure",
            OPF,
            "property=\"role\" scheme=\"marc:relators\"",
            "scheme=\"marc:relators\"",
        ),
    ]
}

fn manifest() -> Vec<Case> {
    let sound = Book::sound();
    let item = |item: &str| sound.clone().changed(OPF, "  </manifest>", &format!("{item}</manifest>"));
    let shown = |href: &str, kind: &str| {
        let book = sound.clone().changed(ONE, "<p>See", "<p><img src=\"../images/x\" alt=\"x\"/></p><p>See");
        book.with_item(
            &format!("<item id=\"x\" href=\"{href}\" media-type=\"{kind}\"/>"),
            "OEBPS/images/x",
            DOT,
        )
    };
    vec![
        case("RSC-001", "manifest-missing", OPF, &sound.clone().without("OEBPS/images/dot.png")),
        change("RSC-005", "manifest-item", OPF, " media-type=\"text/css\"", ""),
        case(
            "OPF-074",
            "manifest-duplicate",
            OPF,
            &item("<item id=\"dot2\" href=\"images/dot.png\" media-type=\"image/png\"/>"),
        ),
        case(
            "OPF-099",
            "manifest-item",
            OPF,
            &item("<item id=\"opf\" href=\"content.opf\" media-type=\"application/oebps-package+xml\"/>"),
        ),
        change("OPF-091", "manifest-item", OPF, "href=\"text/two.xhtml\"", "href=\"text/two.xhtml#end\""),
        change("OPF-014", "manifest-property", OPF, " properties=\"mathml\"", ""),
        change("OPF-014", "manifest-property", OPF, " properties=\"svg\"", ""),
        change("OPF-015", "manifest-property", OPF, "properties=\"svg\"", "properties=\"svg mathml\""),
        change("OPF-027", "manifest-property", OPF, "properties=\"svg\"", "properties=\"svg cover\""),
        change(
            "OPF-012",
            "manifest-property",
            OPF,
            "media-type=\"text/css\"",
            "media-type=\"text/css\" properties=\"cover-image\"",
        ),
        change(
            "OPF-018",
            "manifest-remote",
            OPF,
            "properties=\"svg\"",
            "properties=\"svg remote-resources\"",
        ),
        change(
            "OPF-029",
            "manifest-type",
            OPF,
            "href=\"images/dot.png\" media-type=\"image/png\"",
            "href=\"images/dot.png\" media-type=\"image/jpeg\"",
        ),
        change(
            "OPF-040",
            "manifest-fallback",
            OPF,
            "media-type=\"text/css\"",
            "media-type=\"text/css\" fallback=\"none\"",
        ),
        change(
            "OPF-045",
            "manifest-fallback",
            OPF,
            "media-type=\"text/css\"",
            "media-type=\"text/css\" fallback=\"css\"",
        ),
        case("RSC-032", "manifest-fallback", ONE, &shown("images/x", "image/tiff")),
        case(
            "PKG-025",
            "manifest-item",
            OPF,
            &sound.clone().with_item(
                "<item id=\"x\" href=\"../META-INF/x.png\" media-type=\"image/png\"/>",
                "META-INF/x.png",
                DOT,
            ),
        ),
    ]
}

fn spine() -> Vec<Case> {
    let sound = Book::sound();
    let all = ["nav", "one", "two"];
    let hidden = all.iter().fold(sound.clone(), |book, id| {
        book.changed(
            OPF,
            &format!("<itemref idref=\"{id}\"/>"),
            &format!("<itemref idref=\"{id}\" linear=\"no\"/>"),
        )
    });
    let document = |linear: &str| {
        let three = "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" xml:lang=\"en\"><head><title>x</title></head><body><h1>x</h1></body></html>";
        let book = sound.clone().with_item(
            "<item id=\"three\" href=\"three.xhtml\" media-type=\"application/xhtml+xml\"/>",
            "OEBPS/three.xhtml",
            three,
        );
        book.changed(OPF, "  </spine>", linear)
    };
    let guide = |reference: &str| {
        sound.clone().changed(OPF, "</package>", &format!("<guide>{reference}</guide></package>"))
    };
    vec![
        case("OPF-033", "spine-linear", OPF, &hidden),
        case("OPF-096", "spine-linear", OPF, &document("<itemref idref=\"three\" linear=\"no\"/></spine>")),
        change(
            "RSC-005",
            "spine-item",
            OPF,
            "<itemref idref=\"two\"/>",
            "<itemref idref=\"two\"/><itemref idref=\"two\"/>",
        ),
        change(
            "OPF-049",
            "spine-item",
            OPF,
            "<itemref idref=\"two\"/>",
            "<itemref idref=\"two\"/><itemref idref=\"three\"/>",
        ),
        change(
            "OPF-043",
            "manifest-fallback",
            OPF,
            "<itemref idref=\"two\"/>",
            "<itemref idref=\"two\"/><itemref idref=\"css\"/>",
        ),
        change("OPF-050", "spine-toc", OPF, "toc=\"ncx\"", "toc=\"css\""),
        case(
            "OPF-031",
            "guide-reference",
            OPF,
            &guide("<reference type=\"text\" title=\"x\" href=\"text/three.xhtml\"/>"),
        ),
        case(
            "OPF-032",
            "guide-reference",
            OPF,
            &guide("<reference type=\"cover\" title=\"x\" href=\"images/dot.png\"/>"),
        ),
    ]
}

fn navigation() -> Vec<Case> {
    vec![
        change("RSC-005", "nav-missing", OPF, " properties=\"nav\"", ""),
        change("RSC-005", "nav-structure", NAV, "epub:type=\"toc\" role=\"doc-toc\"", "epub:type=\"loi\""),
        change(
            "RSC-005",
            "nav-structure",
            NAV,
            "<li><a href=\"text/two.xhtml\">Two</a></li>",
            "<li><span>Two</span></li>",
        ),
        change("RSC-005", "nav-structure", NAV, ">Two</a>", "></a>"),
        change(
            "RSC-017",
            "nav-nested",
            NAV,
            "\">1</a></li>",
            "\">1</a><ol><li><a href=\"text/two.xhtml\">x</a></li></ol></li>",
        ),
        change(
            "NAV-010",
            "nav-remote",
            NAV,
            "<li><a href=\"text/two.xhtml\">Two</a></li>",
            "<li><a href=\"text/two.xhtml\">Two</a></li><li><a href=\"https://example.org/\">x</a></li>",
        ),
        change(
            "NAV-011",
            "nav-order",
            NAV,
            "<li><a href=\"text/one.xhtml\">One</a>",
            "<li><a href=\"text/two.xhtml\">Two</a></li><li><a href=\"text/one.xhtml\">One</a>",
        ),
        change("NCX-001", "ncx-identifier", NCX, "123e4567", "023e4567"),
        change("NCX-006", "ncx-label", NCX, "<text>Two</text>", "<text></text>"),
        change("RSC-005", "ncx-structure", NCX, "<content src=\"text/two.xhtml\"/>", ""),
    ]
}

fn references() -> Vec<Case> {
    let sound = Book::sound();
    let link = |href: &str| sound.clone().changed(ONE, "two.xhtml#end", href);
    let loose = "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" xml:lang=\"en\"><head><title>x</title></head><body><h1>x</h1></body></html>";
    let audio = |url: &str, item: &str| {
        let book = sound.clone().changed(
            ONE,
            "<p>See",
            &format!("<p><audio src=\"{url}\" controls=\"controls\">x</audio></p><p>See"),
        );
        book.changed(OPF, "properties=\"mathml\"", "properties=\"mathml remote-resources\"").changed(
            OPF,
            "  </manifest>",
            item,
        )
    };
    let listed = "<item id=\"a\" href=\"http://example.org/a.mp3\" media-type=\"audio/mpeg\"/></manifest>";
    vec![
        case("RSC-007", "link-missing", ONE, &link("three.xhtml")),
        case("RSC-008", "link-unlisted", ONE, &link("three.xhtml").with("OEBPS/text/three.xhtml", loose)),
        case("RSC-012", "link-fragment", ONE, &link("two.xhtml#ende")),
        case(
            "RSC-011",
            "link-spine",
            ONE,
            &link("three.xhtml").with_item(
                "<item id=\"three\" href=\"text/three.xhtml\" media-type=\"application/xhtml+xml\"/>",
                "OEBPS/text/three.xhtml",
                loose,
            ),
        ),
        case("RSC-010", "link-type", ONE, &link("../images/dot.png")),
        case("RSC-026", "link-outside", ONE, &link("../../../two.xhtml")),
        case("RSC-020", "link-url", ONE, &link("https://a b/")),
        case("RSC-030", "link-url", ONE, &link("file:///home/me/two.xhtml")),
        case("RSC-033", "link-url", ONE, &link("two.xhtml?a=b")),
        case("HTM-025", "link-scheme", ONE, &link("htp://example.org/")),
        change("RSC-006", "remote-resource", ONE, "../images/dot.png", "https://example.org/dot.png"),
        case("RSC-031", "link-insecure", ONE, &audio("http://example.org/a.mp3", listed)),
        case("RSC-008", "link-unlisted", ONE, &audio("https://example.org/a.mp3", "</manifest>")),
        change("RSC-007", "link-missing", CSS, "margin: 0", "background: url(x.png)"),
        change("RSC-007", "link-missing", NCX, "text/two.xhtml", "text/three.xhtml"),
    ]
}

fn documents() -> Vec<Case> {
    let sound = Book::sound();
    let latin: Vec<u8> = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" xml:lang=\"en\"><head><title>x</title></head><body><h1>x</h1><p>".bytes().chain([0xe9]).chain("</p></body></html>".bytes()).collect();
    let fixed = |from: &str, to: &str| {
        let book = sound.clone().changed(
            OPF,
            "  </metadata>",
            "<meta property=\"rendition:layout\">pre-paginated</meta></metadata>",
        );
        let sized = "<title>x</title><meta name=\"viewport\" content=\"width=10, height=10\"/>";
        let book =
            book.changed(NAV, "<title>Contents</title>", sized).changed(TWO, "<title>Two</title>", sized);
        book.changed(ONE, "<title>One</title>", &sized.replace(from, to))
    };
    vec![
        change("RSC-016", "xml-malformed", ONE, "</section>", ""),
        change("RSC-016", "xml-malformed", ONE, "lead", "lead & tin"),
        change("RSC-016", "xml-malformed", ONE, " xmlns:epub=\"http://www.idpf.org/2007/ops\"", ""),
        change("RSC-016", "xml-entity", ONE, "lead", "lead&nbsp;"),
        case("RSC-028", "xml-encoding", TWO, &sound.clone().with(TWO, latin)),
        change(
            "HTM-004",
            "xml-doctype",
            ONE,
            "<!DOCTYPE html>",
            "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.1//EN\" \"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd\">",
        ),
        change("RSC-005", "xml-namespace", TWO, " xmlns=\"http://www.w3.org/1999/xhtml\"", ""),
        change(
            "RSC-005",
            "html-element",
            ONE,
            "<p>See <a href=\"two.xhtml#end\">the end</a>",
            "<p>See <font>x</font> <a href=\"two.xhtml#end\">the end</a>",
        ),
        change("RSC-005", "html-element", ONE, "<p class=\"first\">", "<center></center><p class=\"first\">"),
        change(
            "RSC-005",
            "html-attribute",
            ONE,
            "<p class=\"first\">",
            "<p align=\"center\" class=\"first\">",
        ),
        change("RSC-005", "html-attribute", ONE, "<table>", "<table width=\"10\">"),
        change("RSC-005", "html-nesting", ONE, "<p class=\"first\">", "<p class=\"first\"><div>x</div>"),
        change("RSC-005", "html-nesting", ONE, "<ul>", "<ul><p>x</p>"),
        change("RSC-005", "html-nesting", ONE, "<ul>", "<ul>x"),
        change("RSC-005", "html-nesting", ONE, "<li>tin</li>", "<li>tin</li></ul><li>x</li><ul>"),
        change("RSC-005", "html-nesting", ONE, "the end</a>", "the <a href=\"two.xhtml\">end</a></a>"),
        change("RSC-005", "html-nesting", ONE, "<dt>Forme</dt>", ""),
        change("RSC-005", "html-missing", ONE, " src=\"../images/dot.png\"", ""),
        change("RSC-005", "html-missing", ONE, "<title>One</title>", "<title></title>"),
        change("RSC-017", "html-title", ONE, "<title>One</title>", ""),
        change("RSC-005", "html-value", ONE, "<p class=\"first\">", "<p dir=\"left\" class=\"first\">"),
        change("RSC-005", "html-value", ONE, " xml:lang=\"en\"", " xml:lang=\"de\""),
        change("RSC-005", "duplicate-id", ONE, "id=\"letters\"", "id=\"one\""),
        change("RSC-005", "id-reference", ONE, "aria-labelledby=\"one\"", "aria-labelledby=\"none\""),
        case(
            "HTM-046",
            "fixed-viewport",
            ONE,
            &fixed("<meta name=\"viewport\" content=\"width=10, height=10\"/>", ""),
        ),
        case("HTM-056", "fixed-viewport", ONE, &fixed(", height=10", "")),
        change("ACC-009", "a11y-formula", ONE, " alttext=\"x\"", ""),
    ]
}

fn others() -> Vec<Case> {
    let sound = Book::sound();
    let picture = |href: &str, bytes: &[u8]| {
        sound.clone().with_item(
            &format!("<item id=\"x\" href=\"{href}\" media-type=\"image/png\"/>"),
            &format!("OEBPS/{href}"),
            bytes,
        )
    };
    let jpeg = sound.clone().with_item(
        "<item id=\"x\" href=\"x.jpg\" media-type=\"image/png\"/>",
        "OEBPS/x.jpg",
        DOT,
    );
    let shown = |book: Book, href: &str| book.changed(ONE, "../images/dot.png", href);
    let lock = |href: &str| {
        let encryption = format!(
            "<encryption xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" xmlns:enc=\"http://www.w3.org/2001/04/xmlenc#\"><enc:EncryptedData><enc:EncryptionMethod Algorithm=\"http://www.idpf.org/2008/embedding\"/><enc:CipherData><enc:CipherReference URI=\"{href}\"/></enc:CipherData></enc:EncryptedData></encryption>"
        );
        sound.clone().with("META-INF/encryption.xml", encryption)
    };
    vec![
        change("CSS-001", "css-property", CSS, "margin: 0", "direction: rtl"),
        change("CSS-008", "css-syntax", CSS, "margin: 0", "margin 0"),
        change("CSS-008", "css-syntax", CSS, "text-indent: 0 }", "text-indent: 0"),
        change("CSS-002", "css-syntax", CSS, "margin: 0", "background: url('')"),
        change("CSS-019", "css-font-face", CSS, "p {", "@font-face { } p {"),
        case(
            "PKG-021",
            "image-damaged",
            "OEBPS/x.png",
            &shown(picture("x.png", b"\x89PNG\r\n\x1a\n"), "../x.png"),
        ),
        case("MED-004", "image-damaged", "OEBPS/x.png", &shown(picture("x.png", b"x"), "../x.png")),
        case("PKG-022", "image-extension", "OEBPS/x.jpg", &shown(jpeg, "../x.jpg")),
        case("PKG-026", "epub-encryption", "OEBPS/css/book.css", &lock("OEBPS/css/book.css")),
        case("MED-010", "media-overlay", "OEBPS/x.smil", &overlay("")),
    ]
}

/// The sound book with a media overlay of the second chapter.
fn overlay(attribute: &str) -> Book {
    let smil = "<smil xmlns=\"http://www.w3.org/ns/SMIL\" version=\"3.0\"><body><par><text src=\"text/two.xhtml#end\"/><audio src=\"x.mp3\" clipBegin=\"0s\" clipEnd=\"1s\"/></par></body></smil>";
    let book = Book::sound().with_item(
        "<item id=\"x\" href=\"x.smil\" media-type=\"application/smil+xml\"/>",
        "OEBPS/x.smil",
        smil,
    );
    let book =
        book.with_item("<item id=\"y\" href=\"x.mp3\" media-type=\"audio/mpeg\"/>", "OEBPS/x.mp3", b"ID3");
    book.changed(OPF, "properties=\"svg\"", &format!("properties=\"svg\"{attribute}"))
}

/// What Ace finds most often, by its rules.
pub fn ace() -> Vec<Case> {
    let meta = |name: &str, value: &str| format!("<meta property=\"schema:{name}\">{value}</meta>");
    let without = |name: &str, value: &str| Book::sound().changed(OPF, &meta(name, value), "");
    vec![
        change("image-alt", "a11y-image", ONE, " alt=\"A dot\"", ""),
        change("svg-img-alt", "a11y-image", TWO, "<title>A square</title>", ""),
        change("html-has-lang", "a11y-language", ONE, " lang=\"en\" xml:lang=\"en\"", ""),
        change("document-title", "html-title", ONE, "<title>One</title>", ""),
        change("epub-title", "package-metadata", OPF, "<dc:title id=\"title\">The Press</dc:title>", ""),
        case(
            "metadata-accessibilitysummary",
            "a11y-metadata",
            OPF,
            &without("accessibilitySummary", "Every picture and formula has a text."),
        ),
        case("metadata-accessibilityhazard", "a11y-metadata", OPF, &without("accessibilityHazard", "none")),
        case(
            "metadata-accessmodesufficient",
            "a11y-metadata",
            OPF,
            &without("accessModeSufficient", "textual"),
        ),
        case(
            "metadata-accessibilityhazard-invalid",
            "a11y-metadata",
            OPF,
            &Book::sound().changed(
                OPF,
                &meta("accessibilityHazard", "none"),
                &meta("accessibilityHazard", "non"),
            ),
        ),
        change("epub-type-has-matching-role", "a11y-role", ONE, " role=\"doc-chapter\"", ""),
        change("aria-roles", "a11y-role", ONE, "<p class=\"first\">", "<p role=\"heding\" class=\"first\">"),
        change("pagebreak-label", "a11y-pagebreak", ONE, " aria-label=\"1\"", ""),
        change(
            "heading-order",
            "a11y-heading",
            ONE,
            "<h2 id=\"letters\">Letters</h2>",
            "<h4 id=\"letters\">Letters</h4>",
        ),
        change("empty-heading", "a11y-heading", ONE, ">Letters</h2>", "></h2>"),
        change("link-name", "a11y-link", ONE, ">elsewhere</a>", "></a>"),
        change(
            "landmark-unique",
            "a11y-landmark",
            NAV,
            "epub:type=\"page-list\" role=\"doc-pagelist\" aria-label=\"Pages\"",
            "epub:type=\"page-list\" aria-label=\"Landmarks\"",
        ),
        change("td-headers-attr", "a11y-table", ONE, "<td headers=\"h1\">", "<td headers=\"one\">"),
        change("list", "a11y-list", ONE, "<li>lead</li>", "<li role=\"note\">lead</li>"),
        change("listitem", "a11y-list", ONE, "<ul>", "<ul role=\"group\">"),
        case(
            "epub-pagesource",
            "a11y-source",
            OPF,
            &Book::sound().changed(OPF, "<dc:source>urn:isbn:9780306406157</dc:source>", "").changed(
                OPF,
                "<meta property=\"pageBreakSource\">urn:isbn:9780306406157</meta>",
                "",
            ),
        ),
        change("epub-pagelist-broken", "page-mark", NAV, "text/two.xhtml#page-2", "text/two.xhtml#end"),
    ]
}

/// What neither finds.
pub fn own() -> Vec<Case> {
    let sound = Book::sound();
    let feature = |value: &str| {
        sound.clone().changed(
            OPF,
            "  </metadata>",
            &format!("<meta property=\"schema:accessibilityFeature\">{value}</meta></metadata>"),
        )
    };
    let pages = "<li><a href=\"text/one.xhtml#page-1\">1</a></li>\n      <li><a href=\"text/two.xhtml#page-2\">2</a></li>";
    let turned = "<li><a href=\"text/two.xhtml#page-2\">2</a></li>\n      <li><a href=\"text/one.xhtml#page-1\">1</a></li>";
    let no_list =
        sound.clone().changed(NAV, "epub:type=\"page-list\" role=\"doc-pagelist\"", "epub:type=\"lot\"");
    let empty = "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" xml:lang=\"en\"><head><title>x</title></head><body></body></html>";
    let three = sound.clone().with_item(
        "<item id=\"three\" href=\"three.xhtml\" media-type=\"application/xhtml+xml\"/>",
        "OEBPS/three.xhtml",
        empty,
    );
    let mut compressed = sound.entries();
    compressed[0] = Entry::deflated("mimetype", b"application/epub+zip");
    let mut cases = vec![
        raw("", "epub-mimetype", MIMETYPE, &compressed),
        change("", "page-order", NAV, pages, turned),
        case("", "page-list", ONE, &no_list),
        change("", "page-mark", ONE, "id=\"page-1\"", "id=\"page-one\""),
        change("", "note-link", ONE, " <a role=\"doc-backlink\" href=\"#ref-1\">Back</a>", ""),
        case(
            "",
            "document-empty",
            "OEBPS/three.xhtml",
            &three.changed(OPF, "  </spine>", "<itemref idref=\"three\"/></spine>"),
        ),
    ];
    for value in ["index", "synchronizedAudioText", "captions", "describedMath"] {
        let book = feature(value);
        let book = if value == "describedMath" { book.changed(ONE, " alttext=\"x\"", "") } else { book };
        cases.push(case("", "a11y-claim", OPF, &book));
    }
    cases.push(case("", "a11y-claim", OPF, &sound.clone().changed(ONE, " alt=\"A dot\"", "")));
    cases.push(case(
        "",
        "a11y-claim",
        OPF,
        &sound.clone().changed(OPF, "<meta property=\"schema:accessMode\">visual</meta>", ""),
    ));
    cases.push(case(
        "",
        "a11y-claim",
        OPF,
        &sound.clone().changed(OPF, "accessMode\">visual", "accessMode\">auditory"),
    ));
    cases.extend(pictures());
    cases.extend(fonts());
    cases
}

/// The head of a PNG of this size, with an end.
fn png(width: u32, height: u32, depth: u8, extra: &[u8]) -> Vec<u8> {
    let mut bytes = DOT.to_vec();
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    bytes[24] = depth;
    bytes.splice(33..33, extra.iter().copied());
    bytes
}

fn pictures() -> Vec<Case> {
    let with = |bytes: &[u8], kind: &str| {
        Book::sound().with_item(
            &format!("<item id=\"x\" href=\"x\" media-type=\"{kind}\"/>"),
            "OEBPS/x",
            bytes,
        )
    };
    let cmyk =
        [0xff, 0xd8, 0xff, 0xc0, 0, 20, 8, 0, 9, 0, 9, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xd9];
    let frame = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
    let gif = [b"GIF89a\x01\0\x01\0\0\0\0".as_slice(), &frame, &frame, &[0x3b]].concat();
    let noise = |length: u32| -> Vec<u8> {
        (0..length).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect()
    };
    vec![
        case("", "image-pixels", "OEBPS/x", &with(&png(2001, 2000, 8, &[]), "image/png")),
        case("", "image-bytes", "OEBPS/x", &with(&png(9, 9, 8, &noise(6 << 20)), "image/png")),
        case("", "image-colour", "OEBPS/x", &with(&cmyk, "image/jpeg")),
        case("", "image-colour", "OEBPS/x", &with(&png(9, 9, 16, &[]), "image/png")),
        case("", "image-animated", "OEBPS/x", &with(&gif, "image/gif")),
        case("", "image-animated", "OEBPS/x", &with(&png(9, 9, 8, b"\0\0\0\0acTL\0\0\0\0"), "image/png")),
    ]
}

fn fonts() -> Vec<Case> {
    let font = include_bytes!("../../fonts/jetbrains-mono/JetBrainsMono-Regular.ttf");
    let with = |bytes: &[u8]| {
        let book = Book::sound().with_item(
            "<item id=\"x\" href=\"x.ttf\" media-type=\"font/ttf\"/>",
            "OEBPS/x.ttf",
            bytes,
        );
        book.changed(
            CSS,
            ".first {",
            "@font-face { font-family: Mono; src: url(../x.ttf) } .first { font-family: \"Mono\", serif;",
        )
    };
    let encryption = "<encryption xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" xmlns:enc=\"http://www.w3.org/2001/04/xmlenc#\"><enc:EncryptedData><enc:EncryptionMethod Algorithm=\"http://www.idpf.org/2008/embedding\"/><enc:CipherData><enc:CipherReference URI=\"OEBPS/x.ttf\"/></enc:CipherData></enc:EncryptedData></encryption>";
    let mut locked = font.to_vec();
    // Bits 1 of `fsType`: no embedding.
    let table =
        |bytes: &[u8]| (12..).step_by(16).find(|at| &bytes[*at..*at + 4] == b"OS/2").expect("a table");
    let at = table(font);
    let start = u32::from_be_bytes(font[at + 8..at + 12].try_into().expect("four")) as usize;
    locked[start + 8..start + 10].copy_from_slice(&[0, 2]);
    vec![
        case("", "font-glyphs", ONE, &with(font).changed(ONE, "The press", "The 印刷 press")),
        case("", "font-damaged", "OEBPS/x.ttf", &with(b"no font")),
        case("", "font-obfuscated", "OEBPS/x.ttf", &with(font).with("META-INF/encryption.xml", encryption)),
        case("", "font-licence", "OEBPS/x.ttf", &with(&locked)),
    ]
}
