//! Theme files to [`Theme`]s: layers of checked YAML, the base first.
//!
//! A theme file says what differs from its base (`theme: classic` when it names none);
//! the two that come with Bindery say everything.

mod build;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::diagnostic::nearest;
use crate::model::theme::Theme;
use crate::read::manifest::file::Reader;
use crate::read::manifest::findings;
use crate::read::manifest::node::{Node, Value, merge};
use crate::read::manifest::theme_keys::THEME;
use crate::source::Span;

/// The themes that come with Bindery.
const BUNDLED: &[(&str, &str)] =
    &[("classic", include_str!("../themes/classic.yaml")), ("manual", include_str!("../themes/manual.yaml"))];

/// The theme of a book that names none, and the base of a file that names none.
pub(crate) const DEFAULT: &str = "classic";

/// Which edition a theme is asked for: both share it, each may differ in places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// `print:`.
    Print,
    /// `epub:`.
    Epub,
}

/// Where a theme stands: one of ours, or a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Home {
    Bundled(&'static str),
    File(PathBuf),
}

/// The theme files that were read: each is checked, and told about, once.
#[derive(Default)]
pub(crate) struct Themes(BTreeMap<Home, Option<Node>>);

impl Themes {
    /// The theme with this name or path, as one side shows it; the default one where it
    /// cannot be read.
    pub(crate) fn get(&mut self, reader: &mut Reader<'_>, name: &str, named: Span, side: Side) -> Theme {
        let home = find(reader, name, named).unwrap_or(Home::Bundled(DEFAULT));
        let title = match &home {
            Home::Bundled(name) => (*name).to_owned(),
            Home::File(path) => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        };
        let layers = self.layers(reader, home, named);
        let flat = layers.into_iter().rev().map(|layer| flatten(layer, side)).reduce(merge);
        build::theme(title, &flat.unwrap_or_else(|| crate::read::manifest::node::empty(named)))
    }

    /// A theme and what it is based on, the base last.
    fn layers(&mut self, reader: &mut Reader<'_>, home: Home, named: Span) -> Vec<Node> {
        let mut seen: Vec<Home> = Vec::new();
        let mut layers = Vec::new();
        let mut next = Some((home, named));
        while let Some((home, named)) = next.take() {
            if !self.0.contains_key(&home) {
                let node = load(reader, &home, named);
                self.0.insert(home.clone(), node);
            }
            let layer = self.0.get(&home).cloned().flatten();
            let base = layer.as_ref().and_then(|layer| layer.get("theme")).cloned();
            let is_default = home == Home::Bundled(DEFAULT);
            layers.extend(layer);
            seen.push(home);
            let based_on = base.as_ref().and_then(|base| {
                let name = base.text()?;
                let home = find(reader, name, base.span)?;
                if seen.contains(&home) {
                    reader.say(findings::cyclic_theme(name, base.span));
                    return None;
                }
                Some((home, base.span))
            });
            next = based_on.or_else(|| {
                let default = Home::Bundled(DEFAULT);
                (!is_default && !seen.contains(&default)).then_some((default, named))
            });
        }
        layers
    }
}

/// Where a name leads: a path holds a `/` or ends in `.yaml`.
fn find(reader: &mut Reader<'_>, name: &str, named: Span) -> Option<Home> {
    let extension = Path::new(name).extension();
    let is_yaml = extension.is_some_and(|e| e.eq_ignore_ascii_case("yaml") || e.eq_ignore_ascii_case("yml"));
    if name.contains(['/', '\\']) || is_yaml {
        return Some(Home::File(reader.resolve(name, named)));
    }
    let known = || BUNDLED.iter().map(|(known, _)| *known);
    let found = known().find(|known| *known == name);
    if found.is_none() {
        reader.say(findings::unknown_theme(name, named, nearest(name, known())));
    }
    found.map(Home::Bundled)
}

fn load(reader: &mut Reader<'_>, home: &Home, named: Span) -> Option<Node> {
    match home {
        Home::File(path) => reader.yaml(path, Some(named), &THEME),
        Home::Bundled(name) => {
            let (_, text) = BUNDLED.iter().find(|(known, _)| known == name)?;
            let id = reader.sources.add(format!("theme {name}"), *text);
            reader.tree(id, &THEME)
        }
    }
}

/// A layer with what it says for one side put over what it says for both.
fn flatten(layer: Node, side: Side) -> Node {
    let span = layer.span;
    let Value::Map(entries) = layer.value else { return layer };
    let (own, common): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(|entry| matches!(entry.key.as_str(), "print" | "epub"));
    let wanted = match side {
        Side::Print => "print",
        Side::Epub => "epub",
    };
    let common = Node { value: Value::Map(common), span };
    match own.into_iter().find(|entry| entry.key == wanted) {
        Some(entry) => merge(common, entry.value),
        None => common,
    }
}

#[cfg(test)]
mod tests;
