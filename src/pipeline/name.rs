//! The name of an edition's file: `<slug>-<edition>.<ext>`, or what `file:` says.

use super::findings;
use super::prepare::edition_metadata;
use crate::diagnostic::Diagnostic;
use crate::model::manifest::{EditionSpec, FormatSpec, Manifest};
use crate::model::metadata::{Metadata, Scheme};

/// Longest name in characters, extension not counted; well below what file systems take.
const LONGEST: usize = 80;

/// The file's name, without folder.
pub(super) fn of(metadata: &Metadata, spec: &EditionSpec) -> String {
    let extension = match spec.format {
        FormatSpec::Epub(_) => ".epub",
        FormatSpec::Pdf(_) => ".pdf",
    };
    let slug = metadata.slug();
    let isbn = metadata.identifiers.iter().find(|id| matches!(id.scheme, Scheme::Isbn13 | Scheme::Isbn10));
    let isbn = isbn.map_or(slug.as_str(), |identifier| identifier.text.as_str());
    let pattern = spec.file_pattern.as_deref().unwrap_or("{slug}-{edition}");
    let name = pattern.replace("{slug}", &slug).replace("{edition}", &spec.name).replace("{isbn}", isbn);
    let name = name.strip_suffix(extension).unwrap_or(&name);
    // A name is never a path: what leads into other folders is replaced.
    let safe: String = name
        .chars()
        .map(|c| if c.is_control() || r#"/\:*?"<>|"#.contains(c) { '-' } else { c })
        .take(LONGEST)
        .collect();
    let safe = safe.trim_matches(['.', ' ']);
    format!("{}{extension}", if safe.is_empty() { "book" } else { safe })
}

/// The name of the cover beside an EPUB.
pub(super) fn of_cover(file_name: &str) -> String {
    format!("{}-cover.jpg", file_name.strip_suffix(".epub").unwrap_or(file_name))
}

/// A finding for each edition whose file another edition already has.
pub(super) fn clashes(manifest: &Manifest, specs: &[&EditionSpec]) -> Vec<Diagnostic> {
    let names: Vec<String> =
        specs.iter().map(|spec| of(&edition_metadata(&manifest.metadata, spec), spec)).collect();
    let mut found = Vec::new();
    for (at, (spec, name)) in specs.iter().zip(&names).enumerate() {
        let earlier = names.iter().take(at).position(|other| other.eq_ignore_ascii_case(name));
        if let Some(first) = earlier.and_then(|first| specs.get(first)) {
            found.push(findings::same_file(name, (&spec.name, spec.span), (&first.name, first.span)));
        }
    }
    found
}
