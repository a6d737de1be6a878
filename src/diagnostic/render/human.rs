//! A finding in rustc's manner.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer as Painter, Snippet};

use super::Renderer;
use super::window::windows;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::FileId;

/// Columns a line is fitted to.
const WIDTH: usize = 110;

pub(super) fn render(renderer: &mut Renderer<'_>, finding: &Diagnostic) -> String {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = visible(&finding.message);
    let mut group = Group::with_title(level.primary_title(message).id(finding.code.name()));
    let pieces = pieces(renderer, finding);
    if let (true, Some(path)) = (pieces.is_empty(), &finding.path) {
        group = group.element(Origin::path(visible(path)));
    }
    for (origin, snippet) in pieces {
        if let Some(origin) = origin {
            group = group.element(origin);
        }
        group = group.element(snippet);
    }
    if let Some(edition) = &finding.edition {
        group = group.element(Level::NOTE.message(format!("in the edition `{}`", visible(edition))));
    }
    let help = finding.help.iter().map(|line| Group::with_title(Level::HELP.secondary_title(visible(line))));
    let painter = if renderer.color { Painter::styled() } else { Painter::plain() };
    let painter = painter.decor_style(DecorStyle::Unicode).term_width(WIDTH);
    // Without a piece of text there is no frame that the ways out could stand under.
    let reports: Vec<Vec<Group<'_>>> = if finding.labels.is_empty() {
        std::iter::once(group).chain(help).map(|group| vec![group]).collect()
    } else {
        vec![std::iter::once(group).chain(help).collect()]
    };
    reports.iter().map(|report| painter.render(report) + "\n").collect()
}

/// Every piece of text that is shown, and what heads it when it can't do so itself.
fn pieces<'a>(
    renderer: &mut Renderer<'_>,
    finding: &'a Diagnostic,
) -> Vec<(Option<Origin<'a>>, Snippet<'a, Annotation<'a>>)> {
    let mut files: Vec<FileId> = Vec::new();
    for label in &finding.labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    let mut pieces = Vec::new();
    for file in files {
        let sources = renderer.sources;
        let Some(source) = sources.get(file) else { continue };
        let labels: Vec<(&Label, bool)> = (finding.labels.iter().enumerate())
            .filter(|(_, label)| label.span.file == file)
            .map(|(nth, label)| (label, nth == 0))
            .collect();
        for window in windows(&source.text, &labels) {
            let (line, column) = renderer.position(file, window.about.start);
            let (first_line, _) = renderer.position(file, u32::try_from(window.start).unwrap_or(u32::MAX));
            let path = visible(&source.path);
            let mut snippet = Snippet::source(window.text).line_start(first_line);
            // The painter counts columns in what it is shown; of a cut line it can't.
            let origin = if window.cut {
                Some(Origin::path(path).line(line).char_column(column))
            } else {
                snippet = snippet.path(path);
                None
            };
            for (range, words, primary) in window.marks {
                let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
                let words = Some(visible(words)).filter(|words| !words.is_empty());
                snippet = snippet.annotation(kind.span(range).label(words));
            }
            pieces.push((origin, snippet));
        }
    }
    pieces
}

/// Text that a terminal shows and never obeys: control characters are spelled out.
fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => ' '.to_string(),
            c if c.is_control() => c.escape_unicode().to_string(),
            c => c.to_string(),
        })
        .collect()
}
