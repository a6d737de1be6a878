//! `bindery new`: a small book to begin from, which teaches by being read.

use std::fs;
use std::io;
use std::path::Path;

use super::report::{self, Status};

/// The starter's files by path; `{title}` and `{slug}` are filled in.
const FILES: &[(&str, &str)] = &[
    ("book.yaml", include_str!("starter/book.yaml")),
    ("dedication.md", include_str!("starter/dedication.md")),
    ("chapters/01-first-words.md", include_str!("starter/01-first-words.md")),
    ("chapters/02-pictures-and-tables.md", include_str!("starter/02-pictures-and-tables.md")),
    ("chapters/03-the-finished-book.md", include_str!("starter/03-the-finished-book.md")),
    ("images/sheet.svg", include_str!("starter/sheet.svg")),
    (".gitignore", "/build/\n"),
];

/// Makes the folder `path` with a starter book in it.
pub(super) fn run(path: &Path) -> Status {
    match make(path) {
        Ok(()) => {
            let shown = path.display();
            report::say(&format!(
                "made {shown}\n\n  bindery build {shown}    makes {shown}/build/ with an EPUB and a PDF\n  \
                 bindery watch {shown}    makes them again whenever you save\n\n\
                 Begin with {shown}/book.yaml and {shown}/chapters/.\n"
            ));
            Status::Fine
        }
        Err(message) => {
            report::complain(&message, &["choose a name that is not taken: `bindery new my-book`"]);
            Status::Failed
        }
    }
}

fn make(path: &Path) -> Result<(), String> {
    let shown = path.display();
    match fs::read_dir(path) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                return Err(format!("the folder `{shown}` is not empty"));
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(format!("`{shown}` is not a folder"));
        }
        Err(error) => return Err(format!("cannot look into `{shown}`: {error}")),
    }
    let title = title(path);
    for (name, text) in FILES {
        let file = path.join(name);
        let folder = file.parent().unwrap_or(path);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&file, text.replace("{title}", &title)))
            .map_err(|error| format!("cannot write `{}`: {error}", file.display()))?;
    }
    Ok(())
}

/// A title made of the folder's name: `my-first-book` is My First Book. Quotes would end
/// the string it is put into.
fn title(path: &Path) -> String {
    let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = full.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = name.replace(['"', '\\'], "");
    let words = name.split(|c: char| c.is_whitespace() || "-_.".contains(c)).filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    let title: Vec<String> = words.map(capital).collect();
    let title = title.join(" ");
    let title: String = title.chars().filter(|c| !c.is_control()).collect();
    if title.is_empty() { "A New Book".to_owned() } else { title }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_made_of_folder_names() {
        assert_eq!(title(Path::new("/none/my-first_book")), "My First Book");
        assert_eq!(title(Path::new("/none/état des lieux")), "État Des Lieux");
        assert_eq!(title(Path::new("/none/say \"no\"")), "Say No");
        assert_eq!(title(Path::new("/none/---")), "A New Book");
    }

    #[test]
    fn a_folder_in_use_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("book");
        fs::create_dir(&path).expect("made");
        make(&path).expect("an empty folder is taken");
        assert!(fs::read_to_string(path.join("book.yaml")).expect("read").contains("title: \"Book\""));
        assert!(make(&path).expect_err("not empty").contains("is not empty"));
        let file = folder.path().join("file");
        fs::write(&file, "x").expect("written");
        assert!(make(&file).expect_err("a file").contains("is not a folder"));
    }
}
