//! The files of a book, each checked by itself: style sheets first, then all others side
//! by side, every worker with one file unpacked at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::archive::{Archive, LARGEST_TEXT};
use super::container::Lock;
use super::document::{self, Facts, Setting};
use super::findings::Findings;
use super::media::Medium;
use super::package::Package;
use super::style::{self, Sheet};
use super::xml::{self, Kind, Tree};
use super::{MOST_TEXT, decode, file_id, ncx, no_external_doctype, overlay, picture, trouble, typeface};
use crate::diagnostic::Code;
use crate::font::Face;
use crate::parallel;
use crate::source::{FileId, Sources};

/// Bytes of all fonts that are looked into.
const LARGEST_FONT: u64 = 64 << 20;

/// The book on the desk: its archive, and the texts read so far.
pub(super) struct Desk<'a> {
    /// The path of the EPUB as shown.
    pub(super) name: &'a str,
    pub(super) archive: &'a Archive<'a>,
    /// The id of the first entry's text.
    base: FileId,
    /// Texts by entry.
    texts: BTreeMap<usize, Arc<str>>,
}

/// What is left of a file that was checked.
pub(super) enum Done {
    Facts(Box<Facts>),
    Face(String, Box<Face>),
    Nothing,
}

impl<'a> Desk<'a> {
    pub(super) fn new(name: &'a str, archive: &'a Archive<'a>, base: FileId) -> Self {
        Self { name, archive, base, texts: BTreeMap::new() }
    }

    /// The path of an entry as shown.
    fn shown(&self, at: usize) -> String {
        let entry = self.archive.entries.get(at).map(|entry| entry.name.as_str());
        format!("{}/{}", self.name, entry.unwrap_or_default())
    }

    /// The text of an entry.
    fn text(&self, at: usize, is_css: bool, findings: &mut Findings) -> Option<Arc<str>> {
        let shown = self.shown(at);
        let bytes = match self.archive.read(at, LARGEST_TEXT) {
            Ok(bytes) => bytes,
            Err(error) => {
                trouble(error, &shown).into_iter().for_each(|finding| findings.push(finding));
                return None;
            }
        };
        let (text, finding) = decode(bytes, &shown, is_css);
        finding.into_iter().for_each(|finding| findings.push(finding));
        text
    }

    /// The text of an entry, kept for findings.
    pub(super) fn read(&mut self, at: usize, findings: &mut Findings) -> Option<(Arc<str>, FileId)> {
        let text = self.text(at, false, findings)?;
        self.texts.insert(at, Arc::clone(&text));
        Some((text, file_id(self.base, at)))
    }

    /// Adds a source for every entry, so that ids are known before anything is read.
    pub(super) fn give(&mut self, sources: &mut Sources) {
        for at in 0..self.archive.entries.len() {
            let text = self.texts.remove(&at).unwrap_or_else(|| Arc::from(""));
            sources.add(self.shown(at), text);
        }
    }
}

/// Every style sheet of the manifest by its path.
pub(super) fn sheets(
    desk: &mut Desk<'_>,
    package: &Package,
    locks: &BTreeMap<String, Lock>,
    findings: &mut Findings,
) -> BTreeMap<String, Sheet> {
    let mut jobs: Vec<(usize, &str)> = Vec::new();
    for item in package.items.iter().filter(|item| item.medium() == Medium::Css) {
        let path = item.path.as_deref().filter(|path| !locks.contains_key(*path));
        jobs.extend(path.and_then(|path| Some((desk.archive.find(path)?, path))));
    }
    let shared: &Desk<'_> = desk;
    let done = parallel::map(&jobs, |(at, path)| {
        let mut findings = Findings::default();
        let text = shared.text(*at, true, &mut findings);
        let sheet =
            text.as_ref().map(|text| style::file(text, path, file_id(shared.base, *at), &mut findings));
        (text, sheet, findings)
    });
    let mut sheets = BTreeMap::new();
    for ((at, path), (text, sheet, told)) in jobs.iter().zip(done) {
        if !package.is_epub_2 || text.is_none() {
            findings.append(told);
        }
        desk.texts.extend(text.map(|text| (*at, text)));
        sheets.extend(sheet.map(|sheet| ((*path).to_owned(), sheet)));
    }
    sheets
}

/// A file and what it is in the book; `None`: in the archive only.
type Job = (usize, Option<usize>);

/// Checks every other file of the archive: those of the spine in reading order, then the
/// rest of the manifest, then what is not listed.
pub(super) fn documents(
    desk: &mut Desk<'_>,
    package: &Package,
    locks: &BTreeMap<String, Lock>,
    sheets: &BTreeMap<String, Sheet>,
    findings: &mut Findings,
) -> Vec<Done> {
    let jobs = jobs(desk, package, findings);
    let shared: &Desk<'_> = desk;
    let done = parallel::map(&jobs, |job| {
        let mut findings = Findings::default();
        let (text, done) = one(shared, *job, package, (locks, sheets), &mut findings);
        (text, done, findings)
    });
    let mut all = Vec::new();
    for ((at, _), (text, done, told)) in jobs.iter().zip(done) {
        findings.append(told);
        desk.texts.extend(text.map(|text| (*at, text)));
        all.push(done);
    }
    all
}

fn jobs(desk: &Desk<'_>, package: &Package, findings: &mut Findings) -> Vec<Job> {
    let spine = package.spine.iter().filter_map(|one| one.item);
    let order = spine.chain(0..package.items.len());
    let mut seen: BTreeSet<usize> = desk.texts.keys().copied().collect();
    let mut jobs: Vec<Job> = Vec::new();
    let (mut texts, mut fonts): (u64, u64) = (0, 0);
    for item in order {
        let path = package.items.get(item).and_then(|item| item.path.as_deref());
        let Some(at) = path.and_then(|path| desk.archive.find(path)).filter(|at| seen.insert(*at)) else {
            continue;
        };
        let medium = package.items.get(item).map_or(Medium::Other, super::package::Item::medium);
        if matches!(medium, Medium::Xhtml | Medium::Svg | Medium::Ncx | Medium::Smil) {
            texts = texts.saturating_add(desk.archive.entries.get(at).map_or(0, |entry| entry.size));
            if texts > MOST_TEXT {
                let message =
                    format!("with this file the documents of the book have more than {} MB", MOST_TEXT >> 20);
                findings.push(
                    super::in_file(Code::ZipBomb, &desk.shown(at), message)
                        .help("it is not read, and none after it"),
                );
                break;
            }
        }
        if medium == Medium::Font {
            fonts = fonts.saturating_add(desk.archive.entries.get(at).map_or(0, |entry| entry.size));
        }
        // Fonts stay in memory until the characters of all documents are known.
        jobs.push((at, Some(item).filter(|_| medium != Medium::Font || fonts <= LARGEST_FONT)));
    }
    let rest = (0..desk.archive.entries.len()).filter(|at| seen.insert(*at));
    jobs.extend(rest.map(|at| (at, None)));
    jobs
}

fn one(
    desk: &Desk<'_>,
    (at, item): Job,
    package: &Package,
    (locks, sheets): (&BTreeMap<String, Lock>, &BTreeMap<String, Sheet>),
    findings: &mut Findings,
) -> (Option<Arc<str>>, Done) {
    let Some(entry) = desk.archive.entries.get(at).filter(|entry| !entry.is_folder()) else {
        return (None, Done::Nothing);
    };
    let path = entry.name.as_str();
    let lock = locks.get(path).copied();
    let listed =
        item.and_then(|at| Some((at, package.items.get(at)?))).filter(|_| lock != Some(Lock::Encrypted));
    let medium = listed.map_or(Medium::Other, |(_, item)| item.medium());
    let shown = desk.shown(at);
    match (medium, listed) {
        (Medium::Xhtml | Medium::Svg | Medium::Ncx | Medium::Smil, Some((item, _))) => {
            let Some(text) = desk.text(at, false, findings) else { return (None, Done::Nothing) };
            let kind = if medium == Medium::Xhtml { Kind::Xhtml } else { Kind::Xml };
            let tree = xml::parse(&text, file_id(desk.base, at), kind, findings);
            let setting = Setting { package, item, path, sheets };
            let done = tree.map_or(Done::Nothing, |tree| {
                Done::Facts(Box::new(text_facts(&tree, medium, setting, findings)))
            });
            (Some(text), done)
        }
        (Medium::Image, Some((_, item))) => {
            match desk.archive.scan(at, picture::HEAD) {
                Ok(scan) => picture::check(&scan, entry.size, item, (path, &shown), findings),
                Err(error) => trouble(error, &shown).into_iter().for_each(|finding| findings.push(finding)),
            }
            (None, Done::Nothing)
        }
        (Medium::Font, Some(_)) => match desk.archive.read(at, LARGEST_FONT) {
            Ok(bytes) => {
                let face = typeface::read(bytes, lock, &shown, findings);
                (None, face.map_or(Done::Nothing, |face| Done::Face(path.to_owned(), Box::new(face))))
            }
            Err(error) => {
                trouble(error, &shown).into_iter().for_each(|finding| findings.push(finding));
                (None, Done::Nothing)
            }
        },
        _ => {
            if let Some(finding) = desk.archive.scan(at, 0).err().and_then(|error| trouble(error, &shown)) {
                findings.push(finding);
            }
            (None, Done::Nothing)
        }
    }
}

fn text_facts(tree: &Tree, medium: Medium, setting: Setting<'_>, findings: &mut Findings) -> Facts {
    match medium {
        Medium::Xhtml => document::xhtml(tree, setting, findings),
        Medium::Svg => {
            no_external_doctype(tree, findings);
            document::svg(tree, setting, findings)
        }
        Medium::Ncx => {
            no_external_doctype(tree, findings);
            ncx::check(tree, setting.path, setting.package, findings)
        }
        _ => overlay::check(tree, setting.path, findings),
    }
}
