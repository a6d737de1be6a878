//! `bindery watch`: builds again whenever a file of the book is saved.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecursiveMode, Watcher};

use super::args::BuildArgs;
use super::build;
use super::place;
use super::report::{self, Status};
use crate::source::Sources;

/// Saving one file makes several events, and editors save in several steps: a build waits
/// until nothing has happened for this long.
const QUIET: Duration = Duration::from_millis(150);

/// Builds the book, then waits and builds again; ends only when it can't watch.
pub(super) fn run(args: &BuildArgs) -> Status {
    let root = match place::book_folder(args.book.book.as_deref()) {
        Ok(root) => root,
        Err(finding) => {
            report::findings(&Sources::default(), &[*finding], (args.book.format, args.book.color));
            return Status::Faulty;
        }
    };
    let (sender, events) = channel();
    let watcher = notify::recommended_watcher(move |event| {
        // The receiver is gone only when the command has ended.
        let _ = sender.send(event);
    });
    let started = watcher.and_then(|mut watcher| {
        watcher.watch(&root, RecursiveMode::Recursive)?;
        Ok(watcher)
    });
    match started {
        Ok(watcher) => turn(args, &root, watcher, &events),
        Err(error) => {
            report::complain(&format!("cannot watch `{}`: {error}", root.display()), &[]);
            Status::Failed
        }
    }
}

fn turn(
    args: &BuildArgs,
    root: &Path,
    mut watcher: impl Watcher,
    events: &Receiver<notify::Result<Event>>,
) -> Status {
    let mut output = vec![build::folder(root, args.output.as_deref())];
    output.extend(args.report.clone());
    let mut outside: BTreeSet<PathBuf> = BTreeSet::new();
    loop {
        let ran = build::build(&args.book, root, args.destination());
        // House files may lie beside the book folder.
        for path in ran.read.iter().filter(|path| Path::new(path).is_absolute() || path.starts_with("..")) {
            let path = root.join(path);
            if outside.insert(path.clone()) {
                // Without it the book is still watched.
                let _ = watcher.watch(&path, RecursiveMode::NonRecursive);
            }
        }
        report::say_aside(&format!("watching {}; end with Ctrl-C\n", root.display()));
        if !wait(events, &output) {
            report::complain("the watch on the book folder has ended", &[]);
            return Status::Failed;
        }
    }
}

/// Waits for a change that concerns the book, then for quiet; false when there is nothing
/// more to wait for. `output`: what is written.
fn wait(events: &Receiver<notify::Result<Event>>, output: &[PathBuf]) -> bool {
    let output: Vec<PathBuf> =
        output.iter().map(|path| path.canonicalize().unwrap_or_else(|_| path.clone())).collect();
    loop {
        match events.recv() {
            Ok(Ok(event)) if concerns(&event, &output) => break,
            // Events were lost: something may have changed.
            Ok(Err(_)) => break,
            Ok(Ok(_)) => {}
            Err(_) => return false,
        }
    }
    while events.recv_timeout(QUIET).is_ok() {}
    true
}

/// Whether an event is a change of something that a build may read.
fn concerns(event: &Event, output: &[PathBuf]) -> bool {
    let change = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_));
    let of_book = |path: &PathBuf| {
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let is_written = output.iter().any(|output| real.starts_with(output) || path.starts_with(output));
        !hidden && !is_written
    };
    change && (event.paths.is_empty() || event.paths.iter().any(of_book))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, CreateKind, ModifyKind};

    #[test]
    fn only_changes_of_the_book_concern_a_build() {
        let event = |kind, path: &str| Event::new(kind).add_path(PathBuf::from(path));
        let changed = EventKind::Modify(ModifyKind::Any);
        let output = &[PathBuf::from("/b/build"), PathBuf::from("/b/pages.html")];
        assert!(concerns(&event(changed, "/b/one.md"), output));
        assert!(concerns(&event(EventKind::Create(CreateKind::File), "/b/new.md"), output));
        assert!(!concerns(&event(changed, "/b/build/x.pdf"), output));
        assert!(!concerns(&event(changed, "/b/pages.html"), output), "a report");
        assert!(!concerns(&event(changed, "/b/.one.md.swp"), output));
        assert!(!concerns(&event(EventKind::Access(AccessKind::Any), "/b/one.md"), output));
    }
}
