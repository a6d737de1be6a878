//! Findings as one SARIF document (OASIS, Static Analysis Results Interchange Format
//! 2.1.0), which code hosts and editors show beside the lines they are about.
//!
//! One run, one result a finding; each code that occurs is a rule (3.49) with its
//! explanation as help. Paths are relative to the book folder, columns count characters
//! (3.14.17), and the end of a region is the first column after it (3.30.8).

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::Renderer;
use crate::diagnostic::{Code, Diagnostic, Label, Severity};
use crate::source::Span;

/// Where the form of the document is described.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// The name for the book folder that paths begin at.
const BASE: &str = "BOOK";

pub(super) fn render(renderer: &mut Renderer<'_>, findings: &[Diagnostic]) -> String {
    let codes: Vec<Code> =
        findings.iter().map(|finding| finding.code).collect::<BTreeSet<_>>().into_iter().collect();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| result(renderer, finding, codes.iter().position(|code| *code == finding.code)))
        .collect();
    let driver = json!({
        "name": "Bindery",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
    });
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { BASE: { "description": { "text": "the book folder" } } },
            "results": results,
        }],
    })
    .to_string()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn rule(code: Code) -> Value {
    let explanation = code.explanation().trim();
    let meaning = explanation.split("\n\n").next().unwrap_or_default();
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.name().replace('-', " ") },
        "fullDescription": { "text": meaning },
        "help": { "text": explanation, "markdown": explanation },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn result(renderer: &mut Renderer<'_>, finding: &Diagnostic, rule: Option<usize>) -> Value {
    let mut message = finding.message.clone();
    for line in &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(line);
    }
    let mut result = json!({
        "ruleId": finding.code.name(),
        "ruleIndex": rule,
        "level": level(finding.severity()),
        "message": { "text": message },
        "locations": [],
    });
    let mut labels = finding.labels.iter();
    let primary = labels.next().and_then(|label| location(renderer, label));
    let place = primary.or_else(|| {
        let path = finding.path.as_deref()?;
        Some(json!({ "physicalLocation": { "artifactLocation": artifact(path) } }))
    });
    if let Some(place) = place {
        result["locations"] = json!([place]);
    }
    let related: Vec<Value> = labels.filter_map(|label| location(renderer, label)).collect();
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    if let Some(edition) = &finding.edition {
        result["properties"] = json!({ "edition": edition });
    }
    result
}

/// A place with its words; `None` where nobody wrote anything.
fn location(renderer: &mut Renderer<'_>, label: &Label) -> Option<Value> {
    let path = renderer.path(label.span)?;
    let region = region(renderer, label.span);
    let mut location = Map::new();
    location.insert(
        "physicalLocation".to_owned(),
        json!({ "artifactLocation": artifact(path), "region": region }),
    );
    if !label.text.is_empty() {
        location.insert("message".to_owned(), json!({ "text": label.text }));
    }
    Some(Value::Object(location))
}

fn region(renderer: &mut Renderer<'_>, span: Span) -> Value {
    let (line, column) = renderer.position(span.file, span.start);
    let (end_line, end_column) = renderer.position(span.file, span.end);
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

/// A file by its path from the book folder, as a URI reference (RFC 3986, 3.3).
fn artifact(path: &str) -> Value {
    let slashed = path.replace('\\', "/");
    if slashed.starts_with('/') {
        return json!({ "uri": format!("file://{}", escaped(&slashed)) });
    }
    json!({ "uri": escaped(&slashed), "uriBaseId": BASE })
}

fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
