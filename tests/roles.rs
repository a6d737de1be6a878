//! Every kind of block and every role, in both editions: no word is lost, nothing leaves
//! its page.

mod specimen;
mod support;

use std::path::Path;

use bindery::edition::{Edition, PageGeometry};
use bindery::font::FontBook;
use bindery::model::manifest::FormatSpec;
use bindery::typeset::display::Layout;
use bindery::{epub, pdf, typeset};

/// Gives every edition of the specimen to `f`; its pages where it has some.
fn editions(mut f: impl FnMut(&Edition<'_>, Option<(&PageGeometry, &Layout)>)) {
    let (manifest, book) = specimen::book();
    for spec in &manifest.editions {
        let (fonts, _) = FontBook::new(&spec.theme, &spec.fonts);
        let edition = Edition {
            spec,
            metadata: book.book.metadata.clone(),
            book: &book,
            theme: &spec.theme,
            fonts: &fonts,
            hyphenation: &manifest.hyphenation,
            modified: "2026-01-01T00:00:00Z".into(),
            cover: None,
        };
        match &spec.format {
            FormatSpec::Epub(_) => f(&edition, None),
            FormatSpec::Pdf(print) => {
                let geometry = PageGeometry::new(&spec.theme, print);
                let (layout, findings) = typeset::typeset(&edition, &geometry);
                assert_eq!(findings, [], "{}", spec.name);
                f(&edition, Some((&geometry, &layout)));
            }
        }
    }
}

#[test]
fn every_role_is_made_into_files() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("specimen");
    std::fs::create_dir_all(&folder).expect("a folder");
    editions(|edition, pages| {
        let (name, bytes, findings) = match pages {
            None => {
                let (bytes, findings) = epub::render(edition);
                (format!("{}.epub", edition.spec.name), bytes, findings)
            }
            Some((geometry, layout)) => {
                let (bytes, findings) = pdf::render(edition, geometry, layout);
                (format!("{}.pdf", edition.spec.name), bytes, findings)
            }
        };
        assert_eq!(findings, [], "{name}");
        std::fs::write(folder.join(name), bytes).expect("written");
    });
}
