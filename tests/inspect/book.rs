//! A small EPUB with something of everything, which nobody has anything to say about, and
//! changes to it.

use std::collections::BTreeMap;

use super::zip::{Entry, archive};

const CONTAINER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"#;

const PACKAGE: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="pub-id" xml:lang="en">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="pub-id">urn:uuid:123e4567-e89b-42d3-a456-426614174000</dc:identifier>
    <dc:title id="title">The Press</dc:title>
    <dc:language>en</dc:language>
    <dc:creator id="author">Jane Doe</dc:creator>
    <meta refines="#author" property="role" scheme="marc:relators">aut</meta>
    <dc:date>2026-01-31</dc:date>
    <dc:source>urn:isbn:9780306406157</dc:source>
    <meta property="dcterms:modified">2026-01-31T12:00:00Z</meta>
    <meta property="pageBreakSource">urn:isbn:9780306406157</meta>
    <meta property="schema:accessMode">textual</meta>
    <meta property="schema:accessMode">visual</meta>
    <meta property="schema:accessModeSufficient">textual</meta>
    <meta property="schema:accessibilityFeature">tableOfContents</meta>
    <meta property="schema:accessibilityFeature">structuralNavigation</meta>
    <meta property="schema:accessibilityFeature">alternativeText</meta>
    <meta property="schema:accessibilityFeature">pageBreakMarkers</meta>
    <meta property="schema:accessibilityFeature">pageNavigation</meta>
    <meta property="schema:accessibilityFeature">MathML</meta>
    <meta property="schema:accessibilityHazard">none</meta>
    <meta property="schema:accessibilitySummary">Every picture and formula has a text.</meta>
  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
    <item id="one" href="text/one.xhtml" media-type="application/xhtml+xml" properties="mathml"/>
    <item id="two" href="text/two.xhtml" media-type="application/xhtml+xml" properties="svg"/>
    <item id="css" href="css/book.css" media-type="text/css"/>
    <item id="dot" href="images/dot.png" media-type="image/png"/>
  </manifest>
  <spine toc="ncx">
    <itemref idref="nav"/>
    <itemref idref="one"/>
    <itemref idref="two"/>
  </spine>
</package>
"##;

const NAV: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>Contents</title></head>
<body>
  <nav epub:type="toc" role="doc-toc" aria-labelledby="contents">
    <h1 id="contents">Contents</h1>
    <ol>
      <li><a href="text/one.xhtml">One</a>
        <ol><li><a href="text/one.xhtml#letters">Letters</a></li></ol>
      </li>
      <li><a href="text/two.xhtml">Two</a></li>
    </ol>
  </nav>
  <nav epub:type="page-list" role="doc-pagelist" aria-label="Pages">
    <h2>Pages</h2>
    <ol>
      <li><a href="text/one.xhtml#page-1">1</a></li>
      <li><a href="text/two.xhtml#page-2">2</a></li>
    </ol>
  </nav>
  <nav epub:type="landmarks" aria-label="Landmarks">
    <h2>Landmarks</h2>
    <ol><li><a epub:type="bodymatter" href="text/one.xhtml">Beginning</a></li></ol>
  </nav>
</body>
</html>
"#;

const NCX: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">
  <head><meta name="dtb:uid" content="urn:uuid:123e4567-e89b-42d3-a456-426614174000"/></head>
  <docTitle><text>The Press</text></docTitle>
  <navMap>
    <navPoint id="n1"><navLabel><text>One</text></navLabel><content src="text/one.xhtml"/></navPoint>
    <navPoint id="n2"><navLabel><text>Two</text></navLabel><content src="text/two.xhtml"/></navPoint>
  </navMap>
</ncx>
"#;

const ONE: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head>
  <title>One</title>
  <link rel="stylesheet" type="text/css" href="../css/book.css"/>
</head>
<body>
<section epub:type="chapter" role="doc-chapter" aria-labelledby="one">
  <h1 id="one"><span epub:type="pagebreak" role="doc-pagebreak" id="page-1" aria-label="1"></span>One</h1>
  <p class="first">The press<a epub:type="noteref" role="doc-noteref" id="ref-1" href="#note-1">1</a> is old.</p>
  <h2 id="letters">Letters</h2>
  <p>See <a href="two.xhtml#end">the end</a>, or <a href="https://example.org/">elsewhere</a>.</p>
  <ul>
    <li>lead</li>
    <li>tin</li>
  </ul>
  <dl><dt>Forme</dt><dd>Type in a frame.</dd></dl>
  <figure><img src="../images/dot.png" alt="A dot"/><figcaption>A dot.</figcaption></figure>
  <table>
    <caption>Metals</caption>
    <thead><tr><th scope="col" id="h1">Metal</th><th scope="col" id="h2">Part</th></tr></thead>
    <tbody><tr><td headers="h1">Lead</td><td headers="h2">80</td></tr></tbody>
  </table>
  <p>So <math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x"><mi>x</mi></math>.</p>
  <aside epub:type="footnote" role="doc-footnote" id="note-1">
    <p>Since 1450. <a role="doc-backlink" href="#ref-1">Back</a></p>
  </aside>
</section>
</body>
</html>
"##;

const TWO: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head>
  <title>Two</title>
  <link rel="stylesheet" type="text/css" href="../css/book.css"/>
</head>
<body>
<section epub:type="chapter" role="doc-chapter" aria-labelledby="two">
  <h1 id="two"><span epub:type="pagebreak" role="doc-pagebreak" id="page-2" aria-label="2"></span>Two</h1>
  <p><svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 1 1" width="10" height="10"><title>A square</title><path d="M0 0h1v1z"/></svg></p>
  <p id="end">The end.</p>
</section>
</body>
</html>
"#;

const CSS: &str = "p { margin: 0; text-indent: 1.2em }\n.first { text-indent: 0 }\n";

/// A PNG of one black point.
pub const DOT: &[u8] = include_bytes!("dot.png");

/// The files of an EPUB by their paths; `mimetype` goes first by itself.
#[derive(Clone, Debug)]
pub struct Book(BTreeMap<String, Vec<u8>>);

impl Book {
    /// The book that is sound.
    pub fn sound() -> Self {
        let texts = [
            ("META-INF/container.xml", CONTAINER),
            ("OEBPS/content.opf", PACKAGE),
            ("OEBPS/nav.xhtml", NAV),
            ("OEBPS/toc.ncx", NCX),
            ("OEBPS/text/one.xhtml", ONE),
            ("OEBPS/text/two.xhtml", TWO),
            ("OEBPS/css/book.css", CSS),
        ];
        let mut files: BTreeMap<String, Vec<u8>> =
            texts.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        files.insert("OEBPS/images/dot.png".to_owned(), DOT.to_vec());
        Self(files)
    }

    /// With one text in a file in place of another, which must be there.
    #[must_use]
    pub fn changed(mut self, path: &str, from: &str, to: &str) -> Self {
        let file = self.0.get_mut(path).unwrap_or_else(|| panic!("no file {path}"));
        let text = String::from_utf8(file.clone()).expect("text");
        assert!(text.contains(from), "{path} has no {from}");
        *file = text.replacen(from, to, 1).into_bytes();
        self
    }

    /// With one more file, or another in its place.
    #[must_use]
    pub fn with(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.0.insert(path.to_owned(), bytes.as_ref().to_vec());
        self
    }

    /// Without a file.
    #[must_use]
    pub fn without(mut self, path: &str) -> Self {
        assert!(self.0.remove(path).is_some(), "no file {path}");
        self
    }

    /// With one more item in the manifest, and its file.
    #[must_use]
    pub fn with_item(self, item: &str, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.with(path, bytes).changed(
            "OEBPS/content.opf",
            "  </manifest>",
            &format!("    {item}\n  </manifest>"),
        )
    }

    /// Its entries as an archive has them.
    pub fn entries(&self) -> Vec<Entry> {
        let mut entries = vec![Entry::stored("mimetype", b"application/epub+zip")];
        entries.extend(self.0.iter().map(|(path, bytes)| Entry::deflated(path, bytes)));
        entries
    }

    /// The EPUB.
    pub fn bytes(&self) -> Vec<u8> {
        archive(&self.entries())
    }
}
