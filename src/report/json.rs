//! A report to JSON: version 1 of the shape that the manual describes.

use serde_json::{Value, json};

use super::trouble::{Kind, Trouble};
use super::{EditionReport, Report};
use crate::model::length::Length;

/// Raised when a member changes its meaning or goes; new members leave it as it is.
const VERSION: u32 = 1;

/// The report as a document, with a line break at its end.
pub(super) fn text(report: &Report) -> String {
    let document = json!({
        "format": "bindery-report",
        "version": VERSION,
        "title": report.title,
        "editions": report.editions.iter().map(edition).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn edition(edition: &EditionReport) -> Value {
    let figures = edition.figures.iter().map(|figure| {
        json!({
            "name": figure.name,
            "value": rounded(figure.value),
            "target": figure.most,
            "met": figure.is_met(),
        })
    });
    json!({
        "edition": edition.name,
        "pages": edition.pages,
        "lines": edition.lines,
        "figures": figures.collect::<Vec<_>>(),
        "troubles": edition.troubles.iter().map(trouble).collect::<Vec<_>>(),
    })
}

fn trouble(trouble: &Trouble) -> Value {
    let (value, unit) = amount(trouble);
    let areas = trouble.areas.iter().map(|area| {
        json!({
            "x": pt(area.at.x),
            "y": pt(area.at.y),
            "width": pt(area.size.width),
            "height": pt(area.size.height),
        })
    });
    json!({
        "kind": trouble.kind.name(),
        "weight": trouble.weight,
        "value": value,
        "unit": unit,
        "page": trouble.page + 1,
        "folio": trouble.label,
        "file": trouble.file.as_ref().map(|(path, _)| path),
        "line": trouble.file.as_ref().map(|(_, line)| line),
        "text": trouble.text,
        "message": trouble.message,
        "advice": trouble.advice,
        "areas": areas.collect::<Vec<_>>(),
    })
}

/// How far a trouble goes, and in what.
#[allow(clippy::cast_precision_loss)]
fn amount(trouble: &Trouble) -> (Value, &'static str) {
    let thousandths = || json!(trouble.amount as f64 / 1000.0);
    match trouble.kind {
        Kind::LooseLine | Kind::TightLine => (thousandths(), "natural spaces"),
        Kind::OverfullLine => (thousandths(), "pt"),
        Kind::Runt | Kind::LoneWord => (json!(trouble.amount.abs()), "characters"),
        Kind::FarFloat => (json!(trouble.amount), "pages"),
        _ => (json!(trouble.amount.abs()), "lines"),
    }
}

fn pt(length: Length) -> f64 {
    rounded(length.to_pt())
}

/// To thousandths.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
