//! `bindery import`: a `book.yaml` from another tool's files.

use std::path::{Path, PathBuf};

use super::args::ImportArgs;
use super::disk::Disk;
use super::output;
use super::report::{self, Status};
use crate::read::import::{self, Imported};

/// What is written where no other name is given.
const MANIFEST: &str = "book.yaml";
/// As an output, this means standard output.
const STDOUT: &str = "-";

/// Writes the `book.yaml`, or shows it. A file that is there already is not touched unless
/// that was asked for.
pub(super) fn run(args: &ImportArgs) -> Status {
    let folder = args.folder.clone().unwrap_or_else(|| PathBuf::from("."));
    if !folder.is_dir() {
        report::complain(
            &format!("there is no folder `{}`", folder.display()),
            &["name the folder that `book.toml`, `_quarto.yml`, `Book.txt` or `metadata.yaml` is in"],
        );
        return Status::Failed;
    }
    let goal = match &args.output {
        Some(path) if path.as_os_str() == STDOUT => None,
        Some(path) if path.is_dir() => Some(path.join(MANIFEST)),
        Some(path) => Some(path.clone()),
        None => Some(folder.join(MANIFEST)),
    };
    if let Some(goal) = goal.as_ref().filter(|goal| !args.force && goal.exists()) {
        report::complain(
            &format!("`{}` is there already", shown(goal)),
            &["to replace it, type `--force`", "to see what would be written, type `-o -`"],
        );
        return Status::Failed;
    }
    let Imported { sources, text, from, findings } = import::import(&Disk, &folder);
    report::findings(&sources, &findings, (super::args::Format::Human, args.color));
    let Some(text) = text else { return Status::Faulty };
    let Some(goal) = goal else {
        report::say(&text);
        return Status::Fine;
    };
    let parent = goal.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = goal.file_name().unwrap_or_default().to_string_lossy();
    match output::write(parent, &name, text.as_bytes()) {
        Ok(path) => {
            report::say(&format!("{} from {from}\n", shown(&path)));
            Status::Fine
        }
        Err(message) => {
            report::complain(&message, &["choose another place with `-o`"]);
            Status::Failed
        }
    }
}

fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}
