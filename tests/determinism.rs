//! The same book gives the same bytes: twice, on any number of threads, from any folder,
//! whatever the times of its files.

mod support;

use std::fs::File;
use std::time::{Duration, SystemTime};

use support::Folder;

/// Every file a build makes, by name.
fn built(folder: &Folder, args: &[&str]) -> Vec<(String, Vec<u8>)> {
    folder.bindery(&[&["build", "."], args].concat()).ends(0);
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

#[test]
fn the_same_book_gives_the_same_bytes() {
    let folder = Folder::copy_of("small");
    let first = built(&folder, &["-j", "1"]);
    assert_eq!(first.len(), 2, "an EPUB and a PDF");
    same(&first, &built(&folder, &["-j", "1"]), "built twice");
    same(&first, &built(&folder, &["-j", "4"]), "on four threads");

    let elsewhere = Folder::copy_of("small");
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for name in ["book.yaml", "chapters/one.md", "images/sheet.svg"] {
        let file = File::options().write(true).open(elsewhere.at(name)).expect("opened");
        file.set_modified(old).expect("the time is set");
    }
    same(&first, &built(&elsewhere, &[]), "in another folder, from older files");
}
