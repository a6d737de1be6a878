//! Books that are broken in every way an author, a disk or an attacker can break them: a
//! clear finding and exit status, no panic, bounded time, and the last good output whole.

#![allow(clippy::format_push_string, clippy::format_collect)] // A broken book reads best as it will stand.

mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use support::{Folder, Ran, run};

const MANIFEST: &str = "title: Broken\nauthor: Someone\nlang: en\nchapters: [one.md]\n";
const LAST_GOOD: &[u8] = b"the last good output";
const OUTPUTS: [&str; 2] = ["broken-ebook.epub", "broken-print.pdf"];
/// The same with the cover for shops.
const WITH_COVER: [&str; 3] = ["broken-ebook-cover.jpg", "broken-ebook.epub", "broken-print.pdf"];

/// A book with these files, on top of a sound manifest and the output of an earlier build.
fn book(files: &[(&str, &[u8])]) -> Folder {
    let folder = Folder::with(&[("book.yaml", MANIFEST.as_bytes()), ("one.md", b"# One\n\nText.\n")]);
    for name in OUTPUTS {
        folder.write(&format!("build/{name}"), LAST_GOOD);
    }
    for (path, bytes) in files {
        folder.write(path, bytes);
    }
    folder
}

/// Builds and expects a finding with this beginning; an error leaves the output as it was.
#[track_caller]
fn finds(folder: &Folder, finding: &str) -> Ran {
    let ran = folder.bindery(&["build"]);
    assert!(!ran.err.contains("fault of bindery"), "{}", ran.err);
    let is_error = finding.starts_with("error");
    let ran = ran.ends(i32::from(is_error)).says(finding);
    if is_error {
        untouched(folder);
    }
    ran
}

#[track_caller]
fn untouched(folder: &Folder) {
    assert_eq!(folder.names("build"), OUTPUTS);
    for name in OUTPUTS {
        assert_eq!(folder.read(&format!("build/{name}")), LAST_GOOD, "{name}");
    }
}

/// A manifest that is [`MANIFEST`] with more lines.
#[track_caller]
fn manifest_finds(lines: &str, finding: &str) {
    finds(&book(&[("book.yaml", format!("{MANIFEST}{lines}\n").as_bytes())]), finding);
}

#[track_caller]
fn chapter_finds(text: impl AsRef<[u8]>, finding: &str) {
    finds(&book(&[("one.md", text.as_ref())]), finding);
}

#[test]
fn manifests_that_are_not_yaml() {
    finds(&book(&[("book.yaml", b"title: [unclosed\nauthor: x\n")]), "error[malformed-yaml]");
    finds(&book(&[("book.yaml", b"title: Broken\n\tauthor: x\n")]), "error[malformed-yaml]");
    finds(&book(&[("book.yaml", b"title: \xff\xfe\n")]), "error[invalid-utf8]");
}

#[test]
fn a_manifest_with_an_alias_bomb() {
    let mut text = String::from("title: Broken\na: &a [x,x,x,x,x,x,x,x,x]\n");
    for (from, to) in "abcdefghi".chars().zip("bcdefghij".chars()) {
        text.push_str(&format!(
            "{to}: &{to} [*{from},*{from},*{from},*{from},*{from},*{from},*{from},*{from}]\n"
        ));
    }
    finds(&book(&[("book.yaml", text.as_bytes())]), "error[");
}

#[test]
fn a_manifest_with_deep_nesting() {
    let text = format!("{MANIFEST}subject: {}{}\n", "[".repeat(10_000), "]".repeat(10_000));
    finds(&book(&[("book.yaml", text.as_bytes())]), "error[");
}

#[test]
fn manifests_with_wrong_values() {
    manifest_finds("autor: x", "error[unknown-key]");
    manifest_finds("title: Again", "error[duplicate-key]");
    manifest_finds("toc-depth: deep", "error[wrong-type]");
    manifest_finds("identifier: {scheme: ISBN-13, text: 9780000000003}", "error[invalid-isbn]");
    manifest_finds("date: 2026-13-45", "error[invalid-date]");
    manifest_finds("theme: baroque", "error[unknown-theme]");
    manifest_finds("editions: {print: {format: pdf, trim: 0x0in}}", "error[invalid-value]");
    let lang = MANIFEST.replace("lang: en", "lang: not_a_language!");
    finds(&book(&[("book.yaml", lang.as_bytes())]), "error[invalid-language]");
}

#[test]
fn manifests_that_name_what_is_not_there() {
    let chapters = |list: &str| MANIFEST.replace("[one.md]", list);
    finds(&book(&[("book.yaml", chapters("[none.md]").as_bytes())]), "error[missing-file]");
    finds(&book(&[("book.yaml", chapters("[../secret.md]").as_bytes())]), "error[outside-book]");
    finds(&book(&[("book.yaml", chapters("[/etc/passwd]").as_bytes())]), "error[");
    finds(&book(&[("book.yaml", chapters("[folder]").as_bytes()), ("folder/x.md", b"x")]), "error[");
    manifest_finds("cover-image: none.jpg", "error[");
    manifest_finds("fonts: {body: none.ttf}", "error[missing-file]");
}

#[test]
fn house_files_that_extend_each_other() {
    let folder = book(&[("a.yaml", b"extends: b.yaml\n"), ("b.yaml", b"extends: a.yaml\n")]);
    folder.write("book.yaml", format!("{MANIFEST}extends: a.yaml\n").as_bytes());
    finds(&folder, "error[cyclic-extends]");
}

#[test]
fn a_font_that_is_none() {
    let folder = book(&[("font.ttf", b"this is not a font")]);
    folder.write("book.yaml", format!("{MANIFEST}fonts: {{body: font.ttf}}\n").as_bytes());
    finds(&folder, "error[unusable-font]");
}

#[test]
fn editions_that_share_a_file() {
    manifest_finds(
        "editions: {a: {format: pdf, file: same}, b: {format: pdf, file: same}}",
        "error[invalid-value]: editions `a` and `b` would both be written to `same.pdf`",
    );
}

#[test]
fn folders_without_a_book() {
    let folder = Folder::new();
    folder.bindery(&["build", "."]).ends(1).says("error[");
    folder.write("notes.txt", b"not a chapter");
    folder.bindery(&["build", "."]).ends(1).says("error[");
    finds(&book(&[("book.yaml", b"title: Broken\nchapters: []\n")]), "error[empty-book]");
}

#[test]
fn chapters_in_other_encodings() {
    chapter_finds(b"# One\n\nA caf\xe9 in Latin-1.\n", "error[invalid-utf8]");
    let utf16: Vec<u8> = "\u{feff}# One\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    chapter_finds(utf16, "error[invalid-utf8]");
}

#[test]
fn chapters_of_nothing_and_of_control_characters() {
    let folder = book(&[("one.md", b"")]);
    let ran = folder.bindery(&["build"]);
    assert!(matches!(ran.status, Some(0 | 1)), "{}", ran.err);
    let folder = book(&[("one.md", b"# One\n\n\0\x01\x02\x0b\x0c\x1b[31m\x7f \xef\xbf\xbf\n")]);
    let ran = folder.bindery(&["build"]);
    assert!(matches!(ran.status, Some(0 | 1)), "{}", ran.err);
    assert!(!ran.err.contains("\x1b[31m"), "the terminal is not obeyed");
}

#[test]
fn references_that_lead_nowhere() {
    chapter_finds("# One\n\nSee [there](two.md).\n", "error[dangling-link]");
    chapter_finds("# One\n\nA note.[^none]\n", "error[unknown-note]");
    chapter_finds("# One\n\nA note.[^a]\n\n[^a]: x\n\n[^a]: y\n", "error[duplicate-note]");
    chapter_finds("# One {#x}\n\n## Two {#x}\n", "error[duplicate-label]");
}

#[test]
fn an_include_of_itself() {
    chapter_finds("# One\n\n{{#include one.md}}\n", "error[cyclic-include]");
}

#[test]
fn pictures_that_are_missing_or_damaged() {
    let picture = |name: &str, bytes: &[u8], finding: &str| {
        let text = format!("# One\n\n![A picture]({name})\n");
        finds(&book(&[("one.md", text.as_bytes()), (name, bytes)]), finding);
    };
    chapter_finds("# One\n\n![A picture](none.png)\n", "error[missing-image]");
    chapter_finds("# One\n\n![A picture](../../outside.png)\n", "error[");
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    picture("header.png", &png, "error[unreadable-image]");
    // A header that promises 60,000 × 60,000 pixels, with its right checksum.
    png.extend(60_000_u32.to_be_bytes());
    png.extend(60_000_u32.to_be_bytes());
    png.extend(b"\x08\x02\0\0\0\xc7\x96\x0e\xc3\0\0\0\0IEND\xaeB`\x82");
    picture("bomb.png", &png, "error[unreadable-image]");
    picture("cut.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01", "error[unreadable-image]");
    picture("text.png", b"this is no picture", "error[unreadable-image]");
    picture("broken.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><rect", "error[unreadable-image]");
}

#[test]
fn a_picture_that_is_damaged_inside() {
    // Sound in every length and checksum, but its pixels cannot be unpacked.
    let chunk = |kind: &[u8], data: &[u8], checksum: u32| {
        let length = u32::try_from(data.len()).expect("short").to_be_bytes();
        [&length, kind, data, &checksum.to_be_bytes()].concat()
    };
    let png = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0], 0x9077_53de),
        chunk(b"IDAT", &[0x78, 0x9c, 0xff, 0xff, 0xff, 0xff], 0x1dca_7c9e),
        chunk(b"IEND", &[], 0xae42_6082),
    ]
    .concat();
    let folder = book(&[("one.md", b"# One\n\n![A picture](damaged.png)\n"), ("damaged.png", &png)]);
    folder.bindery(&["build"]).ends(1).says("error[unreadable-image]").says("damaged.png").says("help: ");
    assert_eq!(folder.read("build/broken-print.pdf"), LAST_GOOD, "the last good PDF is whole");
}

#[test]
fn nesting_ten_thousand_deep() {
    chapter_finds(format!("# One\n\n{} deep\n", ">".repeat(10_000)), "error[nested-too-deep]");
    let lists: String = (0..2_000).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect();
    chapter_finds(format!("# One\n\n{lists}"), "error[nested-too-deep]");
    for text in ["*a ".repeat(10_000), "[".repeat(10_000), "**".repeat(10_000), "<b>".repeat(10_000)] {
        let folder = book(&[("one.md", format!("# One\n\n{text}\n").as_bytes())]);
        let ran = folder.bindery(&["build"]);
        assert!(matches!(ran.status, Some(0 | 1)), "{}", ran.err);
    }
}

#[test]
fn hostile_long_lines() {
    for text in ["[".repeat(40_000), "*".repeat(40_000), "_a".repeat(20_000), "`".repeat(40_000)] {
        let folder = book(&[("one.md", format!("# One\n\n{text}\n").as_bytes())]);
        let ran = folder.bindery(&["check"]);
        assert!(matches!(ran.status, Some(0 | 1)), "{:.300}", ran.err);
    }
}

#[test]
fn a_file_of_a_hundred_megabytes() {
    let folder = book(&[]);
    let file = std::fs::File::create(folder.at("one.md")).expect("created");
    file.set_len(100 << 20).expect("a sparse file");
    finds(&folder, "error[file-too-large]");
}

#[test]
fn folders_and_pipes_in_the_place_of_files() {
    let folder = book(&[]);
    std::fs::remove_file(folder.at("one.md")).expect("removed");
    std::fs::create_dir(folder.at("one.md")).expect("made");
    finds(&folder, "error[");
    let folder = book(&[]);
    std::fs::remove_file(folder.at("book.yaml")).expect("removed");
    std::fs::create_dir(folder.at("book.yaml")).expect("made");
    finds(&folder, "error[");
    let folder = book(&[]);
    std::fs::remove_file(folder.at("one.md")).expect("removed");
    let made = Command::new("mkfifo").arg(folder.at("one.md")).status().expect("mkfifo is there");
    assert!(made.success());
    finds(&folder, "error[");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_to_itself() {
    let folder = book(&[]);
    std::fs::remove_file(folder.at("one.md")).expect("removed");
    std::os::unix::fs::symlink("one.md", folder.at("one.md")).expect("linked");
    finds(&folder, "error[");
}

#[test]
fn an_output_folder_that_is_a_file() {
    let folder = book(&[]);
    folder.bindery(&["build", "-o", "one.md"]).ends(2).says("cannot make the folder `one.md`");
    folder.bindery(&["build", "-o", "one.md/deeper"]).ends(2).says("cannot make the folder");
    untouched(&folder);
}

#[test]
fn a_folder_where_the_output_should_be() {
    let folder = book(&[]);
    std::fs::create_dir_all(folder.at("out/broken-print.pdf")).expect("made");
    folder.bindery(&["build", "-o", "out"]).ends(2).says("a folder has this name");
    assert_eq!(folder.names("out"), WITH_COVER, "the other edition is written");
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_folder_where_nobody_may_write() {
    // Not even the superuser may make folders there.
    let folder = book(&[]);
    folder.bindery(&["build", "-o", "/proc/bindery"]).ends(2).says("cannot make the folder `/proc/bindery`");
    untouched(&folder);
}

#[cfg(unix)]
#[test]
fn an_output_folder_that_is_read_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = book(&[]);
    std::fs::set_permissions(folder.at("build"), PermissionsExt::from_mode(0o555)).expect("set");
    let forbidden = std::fs::File::create(folder.at("build/probe")).is_err();
    if forbidden {
        folder.bindery(&["build"]).ends(2).says("cannot write `");
        untouched(&folder);
    } else {
        // The superuser may write everywhere.
        eprintln!("skipped: permissions do not bind this user");
        std::fs::remove_file(folder.at("build/probe")).expect("removed");
    }
    std::fs::set_permissions(folder.at("build"), PermissionsExt::from_mode(0o755)).expect("set back");
}

#[test]
fn a_disk_that_is_full() {
    // A limit on the size of files refuses the write as a full disk does; its signal is
    // ignored so that the write returns.
    let folder = book(&[]);
    let mut shell = Command::new("sh");
    shell.arg("-c").arg("trap '' XFSZ; ulimit -f 4; exec \"$0\" build").arg(env!("CARGO_BIN_EXE_bindery"));
    shell.current_dir(folder.path());
    run(shell).ends(2).says("cannot write `").says("help: choose another folder");
    untouched(&folder);
}

#[test]
fn a_run_that_is_killed_half_way() {
    let paragraph = "All the words of a long chapter, which takes a while to set. ".repeat(40);
    let text = format!("# One\n\n{}", format!("{paragraph}\n\n").repeat(60));
    let folder = book(&[("one.md", text.as_bytes())]);
    for delay in [5, 20, 60, 150, 300] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bindery"))
            .arg("build")
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("started");
        thread::sleep(Duration::from_millis(delay));
        child.kill().expect("killed");
        child.wait().expect("ended");
        for name in OUTPUTS {
            let bytes = folder.read(&format!("build/{name}"));
            assert!(bytes == LAST_GOOD || is_whole(Path::new(name), &bytes), "{name} after {delay} ms");
        }
    }
    folder.bindery(&["build"]).ends(0);
    assert_eq!(folder.names("build"), WITH_COVER, "what was left behind is gone");
}

/// Whether a file has its end: the last line of a PDF, the end record of an archive.
fn is_whole(name: &Path, bytes: &[u8]) -> bool {
    if name.extension().is_some_and(|extension| extension == "pdf") {
        bytes.trim_ascii_end().ends_with(b"%%EOF")
    } else {
        bytes.len() > 22 && bytes[bytes.len() - 22..].starts_with(b"PK\x05\x06")
    }
}
