//! Which folder is the book.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic};

/// A folder with one of these holds a book.
const SIGNS: [&str; 4] = ["book.yaml", "SUMMARY.md", "book.toml", "_quarto.yml"];

/// The book folder: the argument; else the current folder if it holds a book; else `book`.
pub(super) fn book_folder(argument: Option<&Path>) -> Result<PathBuf, Box<Diagnostic>> {
    match argument {
        Some(path) if path.is_dir() => Ok(path.to_owned()),
        Some(path)
            if path.is_file() && path.file_name().is_some_and(|name| SIGNS.iter().any(|s| name == *s)) =>
        {
            let parent = path.parent().unwrap_or(Path::new(""));
            Ok(if parent.as_os_str().is_empty() { PathBuf::from(".") } else { parent.to_owned() })
        }
        Some(path) if path.exists() => Err(Box::new(no_book(
            format!("`{}` is not a folder", path.display()),
            &["name the folder that the chapters are in"],
        ))),
        Some(path) => Err(Box::new(no_book(
            format!("there is no folder `{}`", path.display()),
            &[&format!("to begin a book there, type `bindery new {}`", path.display())],
        ))),
        None if SIGNS.iter().any(|sign| Path::new(sign).is_file()) => Ok(PathBuf::from(".")),
        None if Path::new("book.yml").is_file() => Err(Box::new(no_book(
            "there is no `book.yaml` in this folder".to_owned(),
            &["rename `book.yml` to `book.yaml`"],
        ))),
        None if Path::new("book").is_dir() => Ok(PathBuf::from("book")),
        None => Err(Box::new(no_book(
            "there is no book in this folder, nor a folder `book` in it".to_owned(),
            &[
                "name the book's folder: `bindery build path/to/book`",
                "to begin one, type `bindery new my-book`",
            ],
        ))),
    }
}

fn no_book(message: String, help: &[&str]) -> Diagnostic {
    let finding = Diagnostic::new(Code::NoBook, message);
    help.iter().fold(finding, |finding, line| finding.help(*line))
}
