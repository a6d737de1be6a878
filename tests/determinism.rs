//! The same book gives the same bytes: twice, on any number of threads, from any folder,
//! whatever the times of its files.

mod support;

use std::fs::File;
use std::path::Path;
use std::time::{Duration, SystemTime};

use support::{Folder, press};

/// Every file a build makes, by name.
fn built(folder: &Folder, threads: &[&str]) -> Vec<(String, Vec<u8>)> {
    folder.bindery(&[&["build", "."], threads].concat()).ends(0);
    folder
        .names("build")
        .into_iter()
        .map(|name| (name.clone(), folder.read(&format!("build/{name}"))))
        .collect()
}

fn same(a: &[(String, Vec<u8>)], b: &[(String, Vec<u8>)], what: &str) {
    let names = |list: &[(String, Vec<u8>)]| list.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(a), names(b), "{what}");
    for ((name, one), (_, other)) in a.iter().zip(b) {
        assert!(one == other, "{what}: {name} differs");
    }
}

fn is_the_same_each_time(book: &Path) {
    let what = |how: &str| format!("{} {how}", book.display());
    let folder = Folder::copy_of(book);
    let first = built(&folder, &["-j", "1"]);
    assert_eq!(first.len(), 3, "an EPUB, its cover for shops and a PDF");
    same(&first, &built(&folder, &["-j", "1"]), &what("built twice"));
    same(&first, &built(&folder, &["-j", "2"]), &what("on two threads"));
    same(&first, &built(&folder, &["-j", "4"]), &what("on four threads"));

    let elsewhere = Folder::copy_of(book);
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for name in press::files_of(elsewhere.path()) {
        let file = File::options().write(true).open(elsewhere.at(&name)).expect("opened");
        file.set_modified(old).expect("the time is set");
    }
    same(&first, &built(&elsewhere, &[]), &what("in another folder, from older files"));
}

#[test]
fn small_books_give_the_same_bytes() {
    for name in press::books() {
        is_the_same_each_time(&press::folder_of(&name));
    }
}

#[test]
fn the_sample_book_gives_the_same_bytes() {
    is_the_same_each_time(&press::sample());
}
