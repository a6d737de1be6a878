//! Read, resolve, each edition: the way of a book from files to bytes.
//!
//! The book is read once. What is wrong with it, in all requested editions, is gathered
//! before anything is set; after that an edition with an error is left out, unless the
//! author asked to go on in spite of it.

mod cover;
mod findings;
mod merge;
mod name;
mod page_list;
mod prepare;

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Levels};
use crate::edition::{Edition, PageGeometry, PageList, PageMark};
use crate::model::book::Book;
use crate::model::manifest::{EditionSpec, FormatSpec, Manifest};
use crate::model::metadata::{Metadata, Scheme};
use crate::read::{self, Reading};
use crate::report::{self, EditionReport, Pictures, Report};
use crate::resolve::Isbn;
use crate::source::{Files, Sources};
use crate::{epub, parallel, pdf, select, typeset};

use prepare::Job;

/// A book folder behind its door.
#[derive(Clone, Copy)]
pub struct Session<'a> {
    /// Where its files come from.
    pub files: &'a dyn Files,
    /// The book folder.
    pub root: &'a Path,
}

/// What is asked of a book.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The editions wanted, by name; all of them when empty.
    pub editions: Vec<String>,
    /// Whether editions with errors are made all the same.
    pub keep_going: bool,
    /// Which warnings are errors, and which are nothing to say.
    pub levels: Levels,
    /// Whether what shops want beside an EPUB is made too.
    pub for_shops: bool,
    /// The date of making, `YYYY-MM-DDThh:mm:ssZ`, when it is given from outside.
    pub date: Option<String>,
    /// Whether pages with troubles are drawn for a report.
    pub pictures: Pictures,
}

/// A finished edition.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its name.
    pub edition: String,
    /// The file's name, without folder.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages, for an edition that has pages.
    pub pages: Option<usize>,
    /// What its lines and pages have to be told, in one line.
    pub summary: Option<String>,
    /// What belongs beside it: the cover for shops.
    pub beside: Option<Beside>,
}

/// A file beside an edition's.
#[derive(Clone, Debug)]
pub struct Beside {
    /// Its name, without folder.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What happens on the way.
#[derive(Debug)]
pub enum Event<'a> {
    /// The book's files are being read.
    Reading,
    /// An edition's lines and pages are being made.
    Setting(&'a str),
    /// An edition's file is being made, of so many pages.
    Writing(&'a str, Option<usize>),
    /// An edition is finished.
    Made(Output),
}

/// What there is to say in the end.
#[derive(Debug)]
pub struct Outcome {
    /// The texts that findings point into.
    pub sources: Sources,
    /// Every finding once, in reading order stage by stage.
    pub findings: Vec<Diagnostic>,
    /// What there is to say of the lines and pages of the print editions made.
    pub report: Report,
}

/// Makes the requested editions of a book and tells `on_event` of each step.
pub fn run(session: Session<'_>, request: &Request, on_event: &mut (dyn FnMut(Event<'_>) + Send)) -> Outcome {
    on_event(Event::Reading);
    let Reading { sources, book, findings } = read::read(session.files, session.root);
    // The same line may be read for several editions.
    let levels = &request.levels;
    let mut findings = levels.apply(merge::by_edition(vec![("", findings)]));
    let Some((manifest, book)) = book else {
        return Outcome { sources, findings, report: Report::default() };
    };
    let mut report = Report { title: manifest.metadata.title.clone(), editions: Vec::new() };
    let (specs, unknown) = wanted(&manifest, &request.editions);
    findings.extend(unknown);
    findings.extend(name::clashes(&manifest, &specs));
    let names: Vec<&str> = manifest.editions.iter().map(|spec| spec.name.as_str()).collect();
    findings.extend(levels.apply(select::check(&book, &names)));
    let mut jobs = prepare::jobs(specs, (&manifest, &book), levels);
    let unreadable = findings.iter().any(Diagnostic::is_error);
    let prepared = jobs.iter_mut().map(|job| (job.spec.name.as_str(), std::mem::take(&mut job.findings)));
    findings.extend(merge::by_edition(prepared.collect()));
    let mut press = Press { manifest: &manifest, request, jobs: &jobs, paged: BTreeMap::new() };
    let mut set: Vec<(usize, (&str, Vec<Diagnostic>))> = Vec::new();
    for at in press.order() {
        let job = &jobs[at];
        if request.keep_going || !(unreadable || job.has_errors) {
            let pages = press.page_list(job, &book, on_event);
            let Made { output, findings: found, report: of_edition } =
                press.make(job, (pages, &sources), on_event);
            let found = levels.apply(found);
            if request.keep_going || !found.iter().any(Diagnostic::is_error) {
                on_event(Event::Made(output));
                report.editions.extend(of_edition);
            }
            set.push((at, (job.spec.name.as_str(), found)));
        }
    }
    set.sort_by_key(|(at, _)| *at);
    findings.extend(merge::by_edition(set.into_iter().map(|(_, told)| told).collect()));
    Outcome { sources, findings, report }
}

/// Makes editions one after the other, and keeps what later ones need of earlier ones.
struct Press<'p> {
    manifest: &'p Manifest,
    request: &'p Request,
    jobs: &'p [Job<'p>],
    /// Where the pages of print editions begin, by edition.
    paged: BTreeMap<String, Vec<PageMark>>,
}

/// The print edition whose pages an EPUB knows.
fn page_list_from(spec: &EditionSpec) -> Option<&str> {
    match &spec.format {
        FormatSpec::Epub(epub) => epub.page_list_from.as_ref().map(|from| from.value.as_str()),
        FormatSpec::Pdf(_) => None,
    }
}

impl<'p> Press<'p> {
    /// The jobs in the order they are made: as they are named, but a print edition before
    /// the EPUB that knows its pages.
    fn order(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.jobs.len());
        for (at, job) in self.jobs.iter().enumerate() {
            let print = page_list_from(job.spec)
                .and_then(|from| self.jobs.iter().position(|other| other.spec.name == from));
            for next in print.into_iter().chain([at]) {
                if !order.contains(&next) {
                    order.push(next);
                }
            }
        }
        order
    }

    /// The page list of an EPUB. A print edition that was not made is set for it alone; what
    /// there is to say of it is said when it is made.
    fn page_list(
        &mut self,
        job: &Job<'_>,
        book: &Book,
        on_event: &mut (dyn FnMut(Event<'_>) + Send),
    ) -> Option<PageList> {
        let from = page_list_from(job.spec)?;
        let spec = self.manifest.editions.iter().find(|spec| spec.name == from)?;
        let alone;
        let print = if let Some(print) = self.jobs.iter().find(|job| job.spec.name == from) {
            print
        } else {
            let made = prepare::jobs(vec![spec], (self.manifest, book), &self.request.levels);
            alone = made.into_iter().next()?;
            &alone
        };
        if !self.paged.contains_key(from) {
            let FormatSpec::Pdf(settings) = &spec.format else { return None };
            on_event(Event::Setting(&spec.name));
            let edition = self.edition(print);
            let (layout, _) = typeset::typeset(&edition, &PageGeometry::new(&spec.theme, settings));
            self.paged.insert(from.to_owned(), page_list::marks(&layout, &print.book.book));
        }
        let marks = self.paged.get(from)?;
        let source = page_list::source(&spec.identifiers, &print.metadata);
        Some(page_list::of(marks, (&print.book.book, &job.book.book), source))
    }

    /// An edition without what only an EPUB has.
    fn edition<'j>(&self, job: &'j Job<'_>) -> Edition<'j>
    where
        'p: 'j,
    {
        Edition {
            spec: job.spec,
            metadata: job.metadata.clone(),
            book: &job.book,
            theme: &job.spec.theme,
            fonts: &job.fonts,
            hyphenation: &self.manifest.hyphenation,
            modified: date_of_making(&job.metadata, self.request),
            cover: None,
            page_list: None,
        }
    }

    /// Makes an edition.
    fn make(
        &mut self,
        job: &Job<'_>,
        (pages, sources): (Option<PageList>, &Sources),
        on_event: &mut (dyn FnMut(Event<'_>) + Send),
    ) -> Made {
        let spec = job.spec;
        let mut edition = self.edition(job);
        let mut beside = None;
        let (bytes, pages, report, findings) = match &spec.format {
            FormatSpec::Epub(_) => {
                on_event(Event::Writing(&spec.name, None));
                let wanted = self.request.for_shops.then_some(&job.book.book);
                let shops = || cover::for_shops(self.manifest, wanted?, spec, &job.fonts);
                let render = || {
                    let (cover, mut findings) = cover::of(self.manifest, &job.book.book, spec, &job.fonts);
                    (edition.cover, edition.page_list) = (cover, pages);
                    let (bytes, more) = epub::render(&edition);
                    findings.extend(more);
                    (bytes, findings)
                };
                let ((bytes, findings), shops) = parallel::join(render, shops);
                beside = shops;
                (bytes, None, None, findings)
            }
            FormatSpec::Pdf(print) => {
                on_event(Event::Setting(&spec.name));
                let page = PageGeometry::new(&spec.theme, print);
                let (layout, mut findings) = typeset::typeset(&edition, &page);
                if self.manifest.editions.iter().any(|other| page_list_from(other) == Some(&spec.name)) {
                    self.paged.insert(spec.name.clone(), page_list::marks(&layout, &job.book.book));
                }
                on_event(Event::Writing(&spec.name, Some(layout.pages.len())));
                let ((bytes, written), report) = parallel::join(
                    || pdf::render(&edition, &page, &layout),
                    || report::of(&edition, &layout, sources, self.request.pictures),
                );
                findings.extend(written);
                (bytes, Some(layout.pages.len()), Some(report), findings)
            }
        };
        let file_name = name::of(&job.metadata, spec);
        let beside = beside.map(|bytes| Beside { file_name: name::of_cover(&file_name), bytes });
        let summary = report.as_ref().and_then(EditionReport::summary);
        let output = Output { edition: spec.name.clone(), file_name, bytes, pages, summary, beside };
        Made { output, findings, report }
    }
}

/// The specifications of the editions asked for, and what to say of unknown names.
fn wanted<'m>(manifest: &'m Manifest, names: &[String]) -> (Vec<&'m EditionSpec>, Vec<Diagnostic>) {
    if names.is_empty() {
        return (manifest.editions.iter().collect(), Vec::new());
    }
    let known: Vec<&str> = manifest.editions.iter().map(|spec| spec.name.as_str()).collect();
    let unknown = names.iter().filter(|name| !known.contains(&name.as_str()));
    let findings = unknown.map(|name| findings::unknown_edition(name, &known)).collect();
    let specs = manifest.editions.iter().filter(|spec| names.contains(&spec.name)).collect();
    (specs, findings)
}

/// The ISBNs of all editions, for the copyright page.
fn isbns(manifest: &Manifest) -> Vec<Isbn> {
    let of_editions = manifest
        .editions
        .iter()
        .flat_map(|spec| spec.identifiers.iter().map(|identifier| (Some(spec.name.clone()), identifier)));
    let of_work = manifest.metadata.identifiers.iter().map(|identifier| (None, identifier));
    let mut isbns: Vec<Isbn> = Vec::new();
    for (edition, identifier) in of_editions.chain(of_work) {
        let is_isbn = matches!(identifier.scheme, Scheme::Isbn13 | Scheme::Isbn10);
        // An edition that extends another has the other's ISBN unless it gives its own.
        if is_isbn && !isbns.iter().any(|isbn| isbn.text == identifier.text) {
            isbns.push(Isbn { text: identifier.text.clone(), edition });
        }
    }
    isbns
}

/// A finished edition, and what there is to say of it.
struct Made {
    output: Output,
    findings: Vec<Diagnostic>,
    report: Option<EditionReport>,
}

/// The date an edition says it was made: given from outside, else `modified:`, else
/// `date:` if it is one that a zip archive and a PDF can both say, else their common first.
fn date_of_making(metadata: &Metadata, request: &Request) -> String {
    const FIRST_YEAR: u16 = 1980;
    if let Some(date) = request.date.as_ref().or(metadata.modified.as_ref()) {
        return date.clone();
    }
    match metadata.date.filter(|date| date.year >= FIRST_YEAR) {
        Some(date) => {
            format!("{:04}-{:02}-{:02}T00:00:00Z", date.year, date.month.unwrap_or(1), date.day.unwrap_or(1))
        }
        None => format!("{FIRST_YEAR}-01-01T00:00:00Z"),
    }
}

#[cfg(test)]
mod tests;
