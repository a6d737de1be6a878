//! Each edition's book and fonts. Editions that show the same of the book share one
//! resolved book, and those with the same families one set of faces.

use std::sync::Arc;

use super::isbns;
use crate::diagnostic::{Code, Diagnostic, Levels};
use crate::edition::PageGeometry;
use crate::font::FontBook;
use crate::model::book::Book;
use crate::model::manifest::{EditionSpec, FormatSpec, Manifest};
use crate::model::metadata::Metadata;
use crate::model::notes::{NotePlace, NoteSpec};
use crate::resolve::{self, ResolvedBook};
use crate::select::select;
use crate::source::Span;

/// An edition whose book is resolved and whose fonts are known.
pub(super) struct Job<'m> {
    pub(super) spec: &'m EditionSpec,
    /// The work's metadata with the edition's own title and identifiers in place.
    pub(super) metadata: Metadata,
    pub(super) book: Arc<ResolvedBook>,
    pub(super) fonts: Arc<FontBook>,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) has_errors: bool,
}

/// A resolved book, what it was made of and what there was to say.
struct Resolved {
    shown: Book,
    book: Arc<ResolvedBook>,
    findings: Vec<Diagnostic>,
}

/// The jobs of these editions, in their order.
pub(super) fn jobs<'m>(
    specs: Vec<&'m EditionSpec>,
    (manifest, book): (&Manifest, &Book),
    levels: &Levels,
) -> Vec<Job<'m>> {
    let isbns = isbns(manifest);
    let mut resolved: Vec<Resolved> = Vec::new();
    // What there is to say of the whole book, once an edition leaves something out.
    let mut of_whole: Option<Vec<Diagnostic>> = None;
    let mut asks_for_margin = None;
    let mut jobs: Vec<Job<'m>> = Vec::new();
    for spec in specs {
        let metadata = edition_metadata(&book.metadata, spec);
        let (mut shown, mut findings) = select(book, spec);
        shown.metadata = metadata.clone();
        shown.notes = notes(spec, book, &mut asks_for_margin);
        let known = resolved.iter().position(|known| shows_the_same(&known.shown, &shown));
        let at = known.unwrap_or_else(|| {
            let (resolved_book, mut findings) = resolve::resolve_with(shown.clone(), &isbns);
            if !shows_all(book, &shown) {
                let of_whole = of_whole.get_or_insert_with(|| resolve::resolve_with(book.clone(), &isbns).1);
                findings = without_the_left_out(findings, of_whole);
            }
            let book = resolved_book;
            resolved.push(Resolved { shown, book: Arc::new(book), findings });
            resolved.len() - 1
        });
        findings.extend(resolved[at].findings.iter().cloned());
        let alike = jobs.iter().find(|job| {
            job.spec.theme.fonts == spec.theme.fonts && job.spec.fonts.is_empty() && spec.fonts.is_empty()
        });
        // The bundled faces give nothing to say.
        let fonts = if let Some(job) = alike {
            Arc::clone(&job.fonts)
        } else {
            let (fonts, more) = FontBook::new(&spec.theme, &spec.fonts);
            findings.extend(more);
            Arc::new(fonts)
        };
        let findings = levels.apply(findings);
        let has_errors = findings.iter().any(Diagnostic::is_error);
        let book = Arc::clone(&resolved[at].book);
        jobs.push(Job { spec, metadata, book, fonts, findings, has_errors });
    }
    jobs
}

/// Whether an edition leaves nothing out.
fn shows_all(book: &Book, shown: &Book) -> bool {
    book.chapters.len() == shown.chapters.len()
        && book.chapters.iter().zip(&shown.chapters).all(|(a, b)| Arc::ptr_eq(a, b))
}

/// Findings of an edition that leaves something out: what leads nowhere there only because
/// its target is held back is told as that, and a label is not unused for it.
fn without_the_left_out(findings: Vec<Diagnostic>, of_whole: &[Diagnostic]) -> Vec<Diagnostic> {
    let span = |finding: &Diagnostic| finding.labels.first().map(|label| label.span);
    let in_whole = |finding: &Diagnostic| {
        of_whole.iter().any(|known| known.code == finding.code && span(known) == span(finding))
    };
    let told = findings.into_iter().filter_map(|finding| match finding.code {
        Code::UnknownLabel | Code::DanglingLink if !in_whole(&finding) => {
            Some(super::findings::left_out(&finding))
        }
        Code::UnusedLabel if !in_whole(&finding) => None,
        _ => Some(finding),
    });
    told.collect()
}

/// Whether two books give the same resolved book. Identifiers are told by each edition
/// itself, and the copyright page names those of all.
fn shows_the_same(one: &Book, other: &Book) -> bool {
    let chapters = one.chapters.len() == other.chapters.len()
        && one.chapters.iter().zip(&other.chapters).all(|(a, b)| Arc::ptr_eq(a, b));
    let bare = |metadata: &Metadata| Metadata { identifiers: Vec::new(), ..metadata.clone() };
    chapters && bare(&one.metadata) == bare(&other.metadata) && one.notes == other.notes
}

/// How an edition sets its notes. What makes no difference to it is left out, so that
/// editions alike in all else share a book. `asks_for_margin`: whether any note of the book
/// asks for the margin by itself, once that is known.
fn notes(spec: &EditionSpec, book: &Book, asks_for_margin: &mut Option<bool>) -> NoteSpec {
    let mut notes = spec.notes.clone();
    match &spec.format {
        // They open over the text like those at the foot.
        FormatSpec::Epub(_) => {
            let at_side = notes.series.iter_mut().filter(|series| series.place == NotePlace::Side);
            at_side.for_each(|series| series.place = NotePlace::Foot);
        }
        FormatSpec::Pdf(print) => {
            let asked = notes.stand_at_the_side()
                || *asks_for_margin.get_or_insert_with(|| resolve::notes::ask_for_margin(book));
            notes.side_fits = !asked || PageGeometry::new(&spec.theme, print).side().is_some();
        }
    }
    if notes.side_fits {
        notes.series.iter_mut().for_each(|series| series.span = Span::NOWHERE);
    }
    notes
}

/// The work's metadata with the edition's own title and identifiers in place.
pub(super) fn edition_metadata(work: &Metadata, spec: &EditionSpec) -> Metadata {
    let mut metadata = work.clone();
    if let Some(title) = &spec.title {
        metadata.title.clone_from(title);
    }
    let own = spec.identifiers.iter();
    let of_work =
        work.identifiers.iter().filter(|id| !spec.identifiers.iter().any(|o| o.scheme == id.scheme));
    metadata.identifiers = own.chain(of_work).cloned().collect();
    metadata
}
