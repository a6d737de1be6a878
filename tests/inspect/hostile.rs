//! Archives made to do harm, or damaged: each is one clear finding, soon and in little
//! memory. What bounds them is shown by structure: nothing refused is ever unpacked.

use std::sync::atomic::{AtomicU64, Ordering};

use bindery::inspect::{Store, inspect};
use bindery::source::Sources;

use super::book::Book;
use super::told;
use super::zip::{Entry, archive};

/// What these tests show.
pub const CODES: &[&str] = &[
    "zip-broken",
    "zip-bomb",
    "zip-path",
    "zip-link",
    "zip-overlap",
    "zip-encrypted",
    "zip-duplicate",
    "zip-name",
    "xml-entity",
    "xml-excessive",
    "package-empty",
    "fixed-text",
];

/// The sound book with one more entry.
fn with(entry: Entry) -> Vec<u8> {
    let mut entries = Book::sound().entries();
    entries.push(entry);
    archive(&entries)
}

/// The codes told of a file.
#[track_caller]
fn is_told(bytes: &[u8], code: &str, file: &str) {
    let told = told(bytes);
    assert!(told.iter().any(|(told, at)| *told == code && at == file), "{told:?}");
    let same = told.iter().filter(|(told, at)| *told == code && at == file).count();
    assert_eq!(same, 1, "once: {told:?}");
}

/// Counts what is read of an archive.
struct Counted<'a>(&'a [u8], AtomicU64);

impl Store for Counted<'_> {
    fn size(&self) -> u64 {
        self.0.size()
    }

    fn read(&self, at: u64, length: usize) -> std::io::Result<Vec<u8>> {
        let bytes = self.0.read(at, length)?;
        self.1.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(bytes)
    }
}

#[test]
fn paths_that_lead_elsewhere_are_refused() {
    for name in ["../evil.xhtml", "/etc/passwd", "a/../../b", "C:/x", "a\\b"] {
        is_told(&with(Entry::stored(name, b"x")), "zip-path", name.trim_start_matches('/'));
    }
}

#[test]
fn links_and_locked_files_are_refused() {
    is_told(
        &with(Entry { attributes: 0o120_777 << 16, ..Entry::stored("x", b"/etc/passwd") }),
        "zip-link",
        "x",
    );
    is_told(&with(Entry { flags: 1, ..Entry::stored("x", b"x") }), "zip-encrypted", "x");
    is_told(&with(Entry { method: 14, ..Entry::stored("x", b"x") }), "zip-broken", "x");
}

#[test]
fn names_are_unique_and_utf8() {
    is_told(&with(Entry::stored("OEBPS/toc.ncx", b"x")), "zip-duplicate", "OEBPS/toc.ncx");
    let odd = Entry { name: vec![0xe9], local_name: vec![0xe9], ..Entry::stored("", b"x") };
    assert!(told(&with(odd)).iter().any(|(code, _)| *code == "zip-name"));
    let two = Entry { local_name: b"y".to_vec(), ..Entry::stored("x", b"x") };
    is_told(&with(two), "zip-broken", "x");
}

#[test]
fn overlapping_entries_are_refused() {
    let mut entries = Book::sound().entries();
    let inner = Entry::stored("OEBPS/inner.txt", &[b'x'; 100]);
    entries.push(inner.clone());
    entries.push(Entry { offset: Some(0), ..Entry::stored("mimetype2", b"application/epub+zip") });
    let told = told(&archive(&entries));
    assert!(
        told.iter().any(|(code, file)| *code == "zip-overlap" && (file == "mimetype2" || file == "mimetype")),
        "{told:?}"
    );
}

#[test]
fn bombs_are_not_unpacked() {
    let zeros = Entry::deflated("OEBPS/bomb.bin", &vec![0; 32 << 20]);
    let packed = zeros.packed.len() as u64;
    let bytes = with(zeros);
    is_told(&bytes, "zip-bomb", "OEBPS/bomb.bin");
    let store = Counted(&bytes, AtomicU64::new(0));
    inspect("x.epub", &store, &mut Sources::default());
    let tail = 66_000 + 4096;
    assert!(store.1.into_inner() < 2 * bytes.len() as u64 - packed + tail, "the bomb is not read");
}

#[test]
fn sizes_that_are_not_true_are_found() {
    is_told(
        &with(Entry { size: u32::MAX - 1, ..Entry::deflated("OEBPS/x.bin", b"x") }),
        "zip-bomb",
        "OEBPS/x.bin",
    );
    is_told(
        &with(Entry { size: 3, ..Entry::deflated("OEBPS/x.bin", &[7; 5000]) }),
        "zip-broken",
        "OEBPS/x.bin",
    );
    is_told(
        &with(Entry { size: 9000, ..Entry::deflated("OEBPS/x.bin", &[7; 5000]) }),
        "zip-broken",
        "OEBPS/x.bin",
    );
    is_told(
        &with(Entry { crc: 1, ..Entry::deflated("OEBPS/x.bin", &[7; 5000]) }),
        "zip-broken",
        "OEBPS/x.bin",
    );
    is_told(
        &with(Entry { packed: vec![0xff; 40], ..Entry::deflated("OEBPS/x.bin", b"x") }),
        "zip-broken",
        "OEBPS/x.bin",
    );
}

#[test]
fn archives_cut_off_anywhere_are_one_finding() {
    let whole = Book::sound().bytes();
    for end in (0..whole.len()).step_by(37) {
        let told = told(&whole[..end]);
        assert_eq!(told.len(), 1, "{end}: {told:?}");
        assert_eq!(told[0].0, "zip-broken");
    }
}

#[test]
fn no_damage_makes_it_panic() {
    let whole = Book::sound().bytes();
    let mut random: u32 = 1;
    for _ in 0..400 {
        let mut bytes = whole.clone();
        for _ in 0..4 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = random as usize % bytes.len();
            bytes[at] ^= (random >> 24) as u8 | 1;
        }
        told(&bytes);
    }
}

#[test]
fn hostile_documents_are_one_finding_each() {
    const ONE: &str = "OEBPS/text/one.xhtml";
    let entities: String = (1..30)
        .map(|n| format!("<!ENTITY a{n} \"&a{p};&a{p};&a{p};\">", p = n - 1))
        .collect::<Vec<_>>()
        .concat();
    let bomb = format!("<!DOCTYPE html [<!ENTITY a0 \"x\">{entities}]><html>&a29;</html>");
    is_told(&Book::sound().with(ONE, bomb).bytes(), "xml-entity", ONE);
    let outside = "<!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><html>&x;</html>";
    is_told(&Book::sound().with(ONE, outside).bytes(), "xml-entity", ONE);
    is_told(&Book::sound().with(ONE, "<div>".repeat(200_000)).bytes(), "xml-excessive", ONE);
    let attributes: String = (0..200_000).map(|n| format!(" a{n}=\"\"")).collect::<Vec<_>>().concat();
    is_told(&Book::sound().with(ONE, format!("<html{attributes}/>")).bytes(), "xml-excessive", ONE);
}

#[test]
fn what_an_old_book_leaves_empty_is_told() {
    let book = Book::sound().changed("OEBPS/content.opf", "version=\"3.0\"", "version=\"2.0\"");
    let book = book.changed("OEBPS/content.opf", ">Jane Doe<", "><");
    is_told(&book.bytes(), "package-empty", "OEBPS/content.opf");
}

#[test]
fn pages_that_are_pictures_are_told() {
    let page = "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" xml:lang=\"en\"><head><title>x</title>\
                <meta name=\"viewport\" content=\"width=10, height=10\"/></head><body><img src=\"../images/dot.png\" alt=\"x\"/></body></html>";
    let book = Book::sound().with("OEBPS/text/one.xhtml", page).with("OEBPS/text/two.xhtml", page);
    let layout = "<meta property=\"rendition:layout\">pre-paginated</meta></metadata>";
    let book = book.changed("OEBPS/content.opf", "  </metadata>", layout).changed(
        "OEBPS/content.opf",
        "<itemref idref=\"nav\"/>",
        "",
    );
    assert!(told(&book.bytes()).iter().any(|(code, _)| *code == "fixed-text"), "{:?}", told(&book.bytes()));
}
