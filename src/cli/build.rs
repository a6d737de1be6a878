//! `bindery build` and `bindery check`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::args::{BookArgs, BuildArgs, Format};
use super::disk::Disk;
use super::report::{self, Count, Progress, Status};
use super::{date, output, place};
use crate::diagnostic::Diagnostic;
use crate::parallel;
use crate::pipeline::{self, Event, Outcome, Output, Request, Session};
use crate::report::Pictures;
use crate::source::Sources;

/// What a run leaves behind for the next one of `watch`.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) status: Status,
    /// Paths of the texts that were read, relative to the book folder.
    pub(super) read: Vec<String>,
}

/// Builds the book that the arguments name, or only checks it.
pub(super) fn run(args: &BookArgs, destination: Destination<'_>) -> Status {
    match place::book_folder(args.book.as_deref()) {
        Ok(root) => build(args, &root, destination).status,
        Err(finding) => {
            report::findings(&Sources::default(), &[*finding], (args.format, args.color));
            Status::Faulty
        }
    }
}

/// Where editions go.
#[derive(Clone, Copy, Debug)]
pub(super) enum Destination<'a> {
    /// To a folder; `None`: `build` in the book folder. A report on lines and pages goes to
    /// a file of its own.
    Folder(Option<&'a Path>, Option<&'a Path>),
    /// Nowhere: the book is only checked.
    Nowhere,
}

impl BuildArgs {
    /// Where the arguments want editions and the report.
    pub(super) fn destination(&self) -> Destination<'_> {
        Destination::Folder(self.output.as_deref(), self.report.as_deref())
    }
}

impl Destination<'_> {
    /// The file of a report.
    fn report(&self) -> Option<&Path> {
        match self {
            Self::Folder(_, report) => *report,
            Self::Nowhere => None,
        }
    }
}

/// The folder that editions are written to.
pub(super) fn folder(root: &Path, given: Option<&Path>) -> PathBuf {
    given.map_or_else(|| root.join("build"), Path::to_owned)
}

/// Builds the book in `root`. A panic below is caught here: it is a fault of Bindery, and
/// `watch` goes on after it.
pub(super) fn build(args: &BookArgs, root: &Path, destination: Destination<'_>) -> Ran {
    let failed = Ran { status: Status::Failed, read: Vec::new() };
    let date = match date::from_environment() {
        Ok(date) => date,
        Err(message) => {
            report::complain(&message, &[]);
            return failed;
        }
    };
    let request = Request {
        editions: args.editions.clone(),
        keep_going: args.keep_going,
        levels: args.levels.levels.clone(),
        for_shops: matches!(destination, Destination::Folder(..)),
        date,
        pictures: match destination.report() {
            Some(path) if is_html(path) => Pictures::Drawn,
            _ => Pictures::NotDrawn,
        },
    };
    let threads = args.jobs.map_or(0, usize::from);
    let mut desk = Desk {
        destination,
        root,
        progress: Progress::new(args.format),
        lines: Vec::new(),
        made: Vec::new(),
        failures: Vec::new(),
    };
    let session = Session { files: &Disk, root };
    let caught = catch_unwind(AssertUnwindSafe(|| {
        parallel::with_threads(threads, || pipeline::run(session, &request, &mut |event| desk.on(event)))
    }));
    desk.progress.clear();
    let Ok(outcome) = caught else {
        report::complain(
            "this is a fault of bindery, not of your book",
            &["please report it with the line above, and with the book if you can"],
        );
        return failed;
    };
    desk.write_report(&outcome);
    finish(args, &desk, &outcome)
}

fn is_html(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "html")
}

/// Receives what the pipeline makes.
struct Desk<'a> {
    destination: Destination<'a>,
    root: &'a Path,
    progress: Progress,
    /// A line an edition written.
    lines: Vec<String>,
    /// Names of editions made.
    made: Vec<String>,
    /// Files that could not be written.
    failures: Vec<String>,
}

impl Desk<'_> {
    fn on(&mut self, event: Event<'_>) {
        match event {
            Event::Reading => self.progress.show("reading"),
            Event::Setting(edition) => self.progress.show(&format!("{edition}: setting lines and pages")),
            Event::Writing(edition, Some(pages)) => {
                self.progress.show(&format!("{edition}: writing {pages} pages"));
            }
            Event::Writing(edition, None) => self.progress.show(&format!("{edition}: writing")),
            Event::Made(output) => self.take(&output),
        }
    }

    fn take(&mut self, made: &Output) {
        self.made.push(made.edition.clone());
        let Destination::Folder(given, _) = self.destination else { return };
        if let Some(beside) = &made.beside {
            let written = output::write(&folder(self.root, given), &beside.file_name, &beside.bytes);
            self.failures.extend(written.err());
        }
        match output::write(&folder(self.root, given), &made.file_name, &made.bytes) {
            Ok(path) => {
                let pages = match made.pages {
                    Some(1) => "1 page  ".to_owned(),
                    Some(pages) => format!("{pages} pages  "),
                    None => String::new(),
                };
                let (size, seconds) = (report::size(made.bytes.len()), self.progress.lap());
                let path = path.strip_prefix(".").unwrap_or(&path).display().to_string();
                self.lines.push(format!("{path}  {size}  {pages}{seconds:.2} s\n"));
                let way = if self.destination.report().is_some() { "" } else { "; see --report" };
                self.lines.extend(made.summary.as_ref().map(|summary| format!("  {summary}{way}\n")));
            }
            Err(message) => self.failures.push(message),
        }
    }

    /// Writes the report, where one is wanted and the book could be read.
    fn write_report(&mut self, outcome: &Outcome) {
        let Some(path) = self.destination.report() else { return };
        let text = if is_html(path) { outcome.report.html() } else { outcome.report.json() };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match output::write(folder.unwrap_or(Path::new(".")), &name, text.as_bytes()) {
            Ok(_) => self.lines.push(format!("{}  {}\n", path.display(), report::size(text.len()))),
            Err(message) => self.failures.push(message),
        }
    }
}

fn finish(args: &BookArgs, desk: &Desk<'_>, outcome: &Outcome) -> Ran {
    let count = report::findings(&outcome.sources, &outcome.findings, (args.format, args.color));
    let say = if args.format == Format::Human { report::say } else { report::say_aside };
    for line in &desk.lines {
        say(line);
    }
    for failure in &desk.failures {
        report::complain(failure, &["choose another folder with `-o`, or make room and try again"]);
    }
    close(desk, count, &outcome.findings);
    let denied = args.levels.levels.deny_warnings() && count.warnings > 0;
    let status = match () {
        () if !desk.failures.is_empty() => Status::Failed,
        () if count.errors > 0 || denied => Status::Faulty,
        () => Status::Fine,
    };
    let mut read = Vec::new();
    let mut next = 0;
    while let Some(file) = outcome.sources.get(crate::source::FileId(next)) {
        read.push(file.path.clone());
        next += 1;
    }
    Ran { status, read }
}

/// The last line: how many findings there were, and what came of it.
fn close(desk: &Desk<'_>, count: Count, findings: &[Diagnostic]) {
    let words = count.in_words();
    let line = match desk.destination {
        Destination::Nowhere if findings.is_empty() => {
            format!("checked {}: nothing to say\n", desk.made.join(", "))
        }
        Destination::Folder(..) if findings.is_empty() => return,
        Destination::Folder(..) if desk.made.is_empty() => format!("{words}; nothing was written\n"),
        _ => format!("{words}\n"),
    };
    report::say_aside(&line);
}
