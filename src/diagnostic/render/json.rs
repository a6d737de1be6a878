//! A finding as one JSON object.

use serde_json::{Value, json};

use super::Renderer;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

pub(super) fn render(renderer: &mut Renderer<'_>, finding: &Diagnostic) -> String {
    let severity = match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut object = json!({
        "code": finding.code.name(),
        "severity": severity,
        "message": finding.message,
    });
    let place = finding.labels.first().map(|label| label.span);
    for (key, value) in place_members(renderer, place, finding.path.as_deref()) {
        object[key] = value;
    }
    object["help"] = json!(finding.help);
    let labels: Vec<Value> = finding
        .labels
        .iter()
        .map(|label| {
            let mut entry = json!({ "text": label.text });
            for (key, value) in place_members(renderer, Some(label.span), None) {
                entry[key] = value;
            }
            entry
        })
        .collect();
    object["labels"] = Value::Array(labels);
    object["edition"] = json!(finding.edition);
    object.to_string()
}

fn place_members(
    renderer: &mut Renderer<'_>,
    span: Option<Span>,
    path: Option<&str>,
) -> [(&'static str, Value); 5] {
    let known = span.filter(|span| renderer.path(*span).is_some());
    let start = known.map(|span| renderer.position(span.file, span.start));
    let end = known.map(|span| renderer.position(span.file, span.end));
    let file = known.and_then(|span| renderer.path(span)).or(path);
    [
        ("file", json!(file)),
        ("line", json!(start.map(|(line, _)| line))),
        ("column", json!(start.map(|(_, column)| column))),
        ("end_line", json!(end.map(|(line, _)| line))),
        ("end_column", json!(end.map(|(_, column)| column))),
    ]
}
