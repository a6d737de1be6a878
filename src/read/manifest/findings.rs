//! What there is to say about `book.yaml`, theme files and the order of files.

use super::{help, isbn};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

pub(crate) fn no_book(root: &str) -> Diagnostic {
    Diagnostic::new(Code::NoBook, format!("there is no book in `{root}`"))
        .in_file(root)
        .help(
            "a book is a folder with `book.yaml`, `SUMMARY.md`, `book.toml`, `_quarto.yml` or Markdown files",
        )
        .help("to start one: `bindery new my-book`")
}

pub(crate) fn unreadable(path: &str, reason: &str, named: Option<Span>) -> Diagnostic {
    let finding = Diagnostic::new(Code::UnreadableFile, format!("`{path}` cannot be read: {reason}"));
    match named {
        Some(span) => finding.at(span, "named here"),
        None => finding.in_file(path),
    }
}

pub(crate) fn too_large(path: &str, megabytes: usize, named: Option<Span>) -> Diagnostic {
    let finding = Diagnostic::new(Code::FileTooLarge, format!("`{path}` is larger than {megabytes} MiB"));
    match named {
        Some(span) => finding.at(span, "named here"),
        None => finding.in_file(path),
    }
}

pub(crate) fn invalid_utf8(place: Span, byte: u8) -> Diagnostic {
    Diagnostic::new(Code::InvalidUtf8, format!("the byte 0x{byte:02x} is not UTF-8 text"))
        .at(place, "here")
        .help("save the file with the encoding UTF-8")
}

pub(crate) fn malformed_yaml(reason: &str, place: Span) -> Diagnostic {
    let (reason, way_out) = help::yaml(reason);
    Diagnostic::new(Code::MalformedYaml, format!("this is not YAML: {reason}"))
        .at(place, "the reader stopped here")
        .help(way_out)
}

pub(crate) fn malformed_toml(reason: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::MalformedToml, format!("this is not TOML: {reason}"))
        .at(place, "the reader stopped here")
        .help("write texts in quotes, one key a line: `title = \"My Book\"`")
}

pub(crate) fn not_a_map(place: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongType, "the file should hold keys with values")
        .at(place, "")
        .help("write lines such as `title: My Book`")
}

pub(crate) fn unknown_key(key: &str, place: Span, nearest: Option<&str>, hint: Option<String>) -> Diagnostic {
    let finding = Diagnostic::new(Code::UnknownKey, format!("unknown key `{}`", shortened(key)))
        .at(place, "not a key here");
    match hint.or_else(|| nearest.map(|name| format!("a key with a similar name is `{name}`"))) {
        Some(line) => finding.help(line),
        None => finding,
    }
}

pub(crate) fn duplicate_key(key: &str, name: &str, place: Span, first: Span) -> Diagnostic {
    let message = if key == name {
        format!("`{key}` is written twice")
    } else {
        format!("`{key}` is another name for `{name}`, which is written already")
    };
    Diagnostic::new(Code::DuplicateKey, message)
        .at(place, "again here")
        .at(first, "first here")
        .help("keep one of the two")
}

pub(crate) fn wrong_type(key: &str, found: &str, expected: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongType, format!("`{key}` is {found}, but {expected} is expected")).at(place, "")
}

pub(crate) fn invalid_value(key: &str, value: &str, expected: &str, place: Span) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("`{key}` cannot be `{}`: expected {expected}", shortened(value)),
    )
    .at(place, "")
}

pub(crate) fn invalid_edition_name(name: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{name}` cannot be a name here"))
        .at(place, "")
        .help("names are made of a–z, 0–9 and `-`: they become part of file names")
}

pub(crate) fn nobody_certified(standard: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::ClaimLeftOut, format!("the EPUB does not claim `{standard}`: nobody stands for it"))
        .at(place, "")
        .help("name who evaluated the book: `certified-by: My Press`")
}

pub(crate) fn no_print_edition(name: &str, place: Span, nearest: Option<&str>) -> Diagnostic {
    let message = format!("no edition of `format: pdf` is called `{}`", shortened(name));
    let finding = Diagnostic::new(Code::UnknownEdition, message).at(place, "named here");
    match nearest {
        Some(name) => finding.help(format!("a print edition with a similar name is `{name}`")),
        None => finding.help("`page-list-from` names the print edition whose page numbers the EPUB shows"),
    }
}

pub(crate) fn invalid_date(key: &str, value: &str, form: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidDate, format!("`{key}` cannot be `{}`", shortened(value)))
        .at(place, "not a date of the calendar in ISO form")
        .help(format!("write it like {form}"))
}

pub(crate) fn invalid_language(value: &str, meant: Option<&str>, place: Span) -> Diagnostic {
    let finding =
        Diagnostic::new(Code::InvalidLanguage, format!("`{}` is not a language tag", shortened(value)))
            .at(place, "");
    match meant {
        Some(tag) => finding.help(format!("write `{tag}`")),
        None => finding.help("write a tag such as `en`, `en-GB` or `ko`"),
    }
}

pub(crate) fn invalid_isbn(value: &str, fault: &isbn::Fault, place: Span) -> Diagnostic {
    let finding = Diagnostic::new(Code::InvalidIsbn, format!("`{}` is not an ISBN", shortened(value)));
    match fault {
        isbn::Fault::CheckDigit(digit) => finding
            .at(place, format!("the last digit does not fit the others: they give `{digit}`"))
            .help("compare every digit with what your agency gave you: one of them is mistyped"),
        isbn::Fault::Length(digits) => finding
            .at(place, format!("has {digits} digits"))
            .help("an ISBN has 13 digits, or 10 in books before 2007"),
        isbn::Fault::Character(c) => {
            finding.at(place, format!("`{c}` is not a digit")).help("write digits, with or without hyphens")
        }
        isbn::Fault::Prefix => finding
            .at(place, "begins with neither 978 nor 979")
            .help("write all 13 digits, beginning with 978 or 979"),
    }
}

pub(crate) fn isbn_of_other_length(scheme: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidIsbn, format!("this is not an `{scheme}`"))
        .at(place, "has another number of digits")
        .help("write `scheme: ISBN-13` for 13 digits and `scheme: ISBN-10` for ten")
}

pub(crate) fn not_yet(key: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::NotYet, format!("`{key}` has no effect in this version")).at(place, "")
}

pub(crate) fn value_not_yet(key: &str, value: &str, does: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::NotYet, format!("`{key}: {}` has no effect in this version", shortened(value)))
        .at(place, "")
        .help(format!("what is done is `{key}: {does}`"))
}

pub(crate) fn cover_not_yet(edition: &str, place: Span) -> Diagnostic {
    Diagnostic::new(
        Code::NotYet,
        format!("the edition `{edition}` is left out: covers are not made in this version"),
    )
    .at(place, "")
}

pub(crate) fn page_not_yet(word: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::NotYet, format!("the page `{word}` is not made in this version"))
        .at(place, "left out")
}

pub(crate) fn nested_part(place: Span) -> Diagnostic {
    Diagnostic::new(Code::NotYet, "a part within a part is set as a part of its own in this version")
        .at(place, "")
}

pub(crate) fn missing_metadata(key: &str, meanwhile: &str, path: &str, example: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingMetadata, format!("`{key}` is missing: {meanwhile}"))
        .in_file(path)
        .help(format!("write in `book.yaml`: `{example}`"))
}

pub(crate) fn missing_file(path: &str, place: Span, nearest: Option<&str>) -> Diagnostic {
    let finding = Diagnostic::new(Code::MissingFile, format!("there is no file `{}`", shortened(path)))
        .at(place, "named here");
    match nearest {
        Some(name) => finding.help(format!("a file with a similar name is `{name}`")),
        None => finding.help(PATHS),
    }
}

pub(crate) fn missing_folder(path: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingFile, format!("there is no folder `{}`", shortened(path)))
        .at(place, "named here")
        .help(PATHS)
}

/// Where a path begins is what goes wrong most.
const PATHS: &str = "paths begin at the folder of this file, and upper and lower case count";

pub(crate) fn folder_for_file(path: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, format!("`{}` is a folder, a file is expected", shortened(path)))
        .at(place, "named here")
        .help("list its files one by one, or leave `chapters:` out: then every `.md` file is a chapter")
}

pub(crate) fn misnamed_manifest(name: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingFile, format!("`{name}` is not read: the file is called `book.yaml`"))
        .in_file(name)
        .help(format!("rename it: `{name}` to `book.yaml`"))
}

pub(crate) fn unknown_page(word: &str, place: Span, nearest: Option<&str>) -> Diagnostic {
    let finding =
        Diagnostic::new(Code::MissingFile, format!("there is no file or page `{}`", shortened(word)))
            .at(place, "named here");
    match nearest {
        Some(name) => finding.help(format!("did you mean `{name}`?")),
        None => finding.help("pages that are made: half-title, title, copyright, toc, colophon"),
    }
}

pub(crate) fn outside_book(path: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::OutsideBook, format!("`{}` lies outside the book folder", shortened(path)))
        .at(place, "named here")
        .help("move or copy it into the book folder and name it by its path from there")
}

pub(crate) fn listed_twice(path: &str, place: Span, first: Span) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("`{}` stands twice in the order of the book", shortened(path)),
    )
    .at(place, "again here")
    .at(first, "first here")
    .help("keep one of the two")
}

pub(crate) fn orphan_files(paths: &[String], list: &str) -> Diagnostic {
    const MOST: usize = 10;
    let shown: Vec<String> = paths.iter().take(MOST).map(|path| format!("`{}`", shortened(path))).collect();
    let message = match paths.len() {
        1 => format!("the file {} is in no list of the book", shown.join("")),
        2 => format!("two files are in no list of the book: {}", shown.join(", ")),
        n if n <= MOST => format!("{n} files are in no list of the book: {}", shown.join(", ")),
        n => format!("{n} files are in no list of the book: {} and {} more", shown.join(", "), n - MOST),
    };
    Diagnostic::new(Code::OrphanFile, message)
        .in_file(list)
        .help(format!("list what belongs to the book in `{}`", shortened(list)))
        .help("begin the names of drafts and of other files with `_`")
}

pub(crate) fn draft_chapter(title: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::NotRead, format!("the draft chapter `{}` has no file yet", shortened(title)))
        .at(place, "left out")
}

pub(crate) fn cyclic_extends(name: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::CyclicExtends, format!("`{name}` extends itself"))
        .at(place, "leads back to where it began")
        .help("take one `extends:` out of the circle")
}

pub(crate) fn cyclic_theme(name: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::CyclicExtends, format!("the theme `{name}` is based on itself"))
        .at(place, "leads back to where it began")
        .help("base it on `classic` or `manual`")
}

pub(crate) fn unknown_edition(name: &str, place: Span, nearest: Option<&str>) -> Diagnostic {
    let finding =
        Diagnostic::new(Code::UnknownEdition, format!("there is no edition `{name}`")).at(place, "");
    match nearest {
        Some(near) => finding.help(format!("an edition with a similar name is `{near}`")),
        None => finding.help("name one of the keys under `editions:`"),
    }
}

pub(crate) fn missing_format(edition: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("the edition `{edition}` has no `format`"))
        .at(place, "")
        .help("add `format: pdf` or `format: epub`")
}

pub(crate) fn no_editions(place: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, "there is no edition to make").at(place, "").help(
        "name one, such as `ebook: {format: epub}`, or leave `editions:` out: then an EPUB and a PDF are made",
    )
}

pub(crate) fn key_of_other_format(key: &str, format: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownKey, format!("`{key}` is not a key of editions with `format: {format}`"))
        .at(place, "")
        .help("move it to an edition of the other format, or take it out")
}

pub(crate) fn no_room(trim: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("these margins leave no room for text on a page of {trim}"))
        .at(place, "")
        .help("make the margins smaller or the trim larger")
}

pub(crate) fn unknown_theme(name: &str, place: Span, nearest: Option<&str>) -> Diagnostic {
    let finding =
        Diagnostic::new(Code::UnknownTheme, format!("there is no theme `{}`", shortened(name))).at(place, "");
    match nearest {
        Some(near) => finding.help(format!("a theme with a similar name is `{near}`")),
        None => {
            finding.help("write `classic`, `manual`, or the path of a theme file such as `themes/mine.yaml`")
        }
    }
}

/// What the author typed, short enough for a line.
fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    if line.len() == text.len() && line.chars().count() <= MOST {
        return line.to_owned();
    }
    let mut short: String = line.chars().take(MOST).collect();
    short.push('…');
    short
}
