//! Links and references to their targets: addresses outside, files of the book, labels in
//! them.
//!
//! A label is looked for in the linking file first, then in the book; a heading's own name
//! (its slug) comes after every label.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Target;
use super::findings;
use super::labels::{FilePlaces, Named, Places};
use super::paths::{self, Pages};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::book::{Book, Chapter};
use crate::model::inline::{Inline, InlineKind};
use crate::model::label::{self, LabelKind};
use crate::model::{NodeId, walk};
use crate::source::{Span, clean};

/// How many names are compared with mistyped ones before suggestions stop: a file full of
/// broken links must not take a time that grows with the square of its size.
const SUGGESTION_BUDGET: usize = 500_000;

/// The targets of a book's links, and the nodes some link leads to.
pub(super) struct Links<'a> {
    places: &'a Places,
    pages: Pages<'a>,
    budget: usize,
    book: &'a Book,
    pub(super) targets: BTreeMap<NodeId, Target>,
    pub(super) anchors: BTreeSet<NodeId>,
}

impl<'a> Links<'a> {
    pub(super) fn new(book: &'a Book, places: &'a Places) -> Self {
        let (targets, anchors) = (BTreeMap::new(), BTreeSet::new());
        Self { places, pages: paths::pages(places), budget: SUGGESTION_BUDGET, book, targets, anchors }
    }

    /// Finds where each link and reference of the book leads.
    pub(super) fn resolve(&mut self, found: &mut Vec<Diagnostic>) {
        for chapter in &self.book.chapters {
            self.run(&chapter.title, chapter, found);
            let notes = chapter.notes.iter().map(|note| note.blocks.as_slice());
            for blocks in std::iter::once(chapter.blocks.as_slice()).chain(notes) {
                walk::blocks(blocks, &mut |_| {}, &mut |run| self.run(run, chapter, found));
            }
        }
    }

    fn run(&mut self, run: &[Inline], chapter: &Chapter, found: &mut Vec<Diagnostic>) {
        walk::inlines(run, &mut |inline| {
            let target = match &inline.kind {
                InlineKind::Link { url, .. } => self.target(url.trim(), chapter, inline.span),
                InlineKind::Reference { label, .. } => self.reference(label, chapter, inline.span),
                _ => return,
            };
            match target {
                Ok(target) => {
                    if let Target::Node(node) = target {
                        self.anchors.insert(node);
                    }
                    self.targets.insert(inline.id, target);
                }
                Err(finding) => found.push(*finding),
            }
        });
    }

    fn target(&mut self, url: &str, from: &Chapter, span: Span) -> Result<Target, Box<Diagnostic>> {
        if url.is_empty() {
            return Err(Box::new(findings::empty_link(span)));
        }
        if paths::is_address(url) {
            return Ok(Target::Uri(url.to_owned()));
        }
        let (path, label) = url.split_once('#').map_or((url, None), |(path, label)| (path, Some(label)));
        let path = paths::decode(path.split('?').next().unwrap_or_default());
        let label = label.map(paths::decode).filter(|label| !label.is_empty());
        if path.is_empty() {
            return self.in_own_file(label.as_deref(), from, span);
        }
        let Some((path, file)) = self.file(&path, from) else {
            return Err(Box::new(self.no_such_file(&path, label.as_deref(), span)));
        };
        let node = match &label {
            None => Some(file.start),
            Some(label) => file.find(label),
        };
        match (node, label) {
            (Some(node), _) => Ok(Target::Node(node)),
            (None, label) => {
                let finding = self.no_such_label(&label.unwrap_or_default(), Some(path), file, span);
                Err(Box::new(finding))
            }
        }
    }

    /// `#label`: in the linking file, else anywhere in the book.
    fn in_own_file(
        &mut self,
        label: Option<&str>,
        from: &Chapter,
        span: Span,
    ) -> Result<Target, Box<Diagnostic>> {
        let Some(label) = label else { return Ok(Target::Node(from.id)) };
        match self.look_up(label, from) {
            Found::One(node) => Ok(Target::Node(node)),
            Found::Several(places) => Err(Box::new(findings::ambiguous_label(label, span, &places))),
            Found::None => Err(Box::new(match self.places.files.get(&from.path) {
                Some(own) => self.no_such_label(label, None, own, span),
                None => findings::dangling_label(label, None, span),
            })),
        }
    }

    /// `@label`.
    fn reference(&mut self, label: &str, from: &Chapter, span: Span) -> Result<Target, Box<Diagnostic>> {
        match self.look_up(label, from) {
            Found::One(node) => Ok(Target::Node(node)),
            Found::Several(places) => Err(Box::new(findings::ambiguous_reference(label, span, &places))),
            Found::None => Err(Box::new(self.unknown_reference(label, span))),
        }
    }

    /// The place a label, in any of its spellings, or a heading's own name, with or without
    /// `sec-`, means for those in a file.
    fn look_up(&self, label: &str, from: &Chapter) -> Found {
        match (self.look_up_exactly(label, from), LabelKind::of(label)) {
            (Found::None, Some((LabelKind::Section | LabelKind::Part, rest))) => {
                self.look_up_exactly(rest, from)
            }
            (found, _) => found,
        }
    }

    fn look_up_exactly(&self, label: &str, from: &Chapter) -> Found {
        let places = self.places;
        let own = places.files.get(&from.path);
        let spellings = label::spellings(label);
        if let Some(node) = own.and_then(|file| spellings.iter().find_map(|name| file.find(name))) {
            return Found::One(node);
        }
        match spellings.iter().map(|name| places.anywhere(name)).find(|named| !named.is_empty()) {
            Some([one]) => Found::One(one.node),
            Some(several) => Found::Several(several.iter().map(|named| named.span).collect()),
            None => places.slug_anywhere(label).map_or(Found::None, Found::One),
        }
    }

    /// The file of the book that a link's path means.
    fn file(&self, path: &str, from: &Chapter) -> Option<(&'a str, &'a FilePlaces)> {
        let folder = Path::new(&from.path).parent().unwrap_or(Path::new(""));
        let base = match path.strip_prefix('/') {
            Some(inside) => clean(Path::new(inside)),
            None => clean(&folder.join(path)),
        };
        let base = base.to_string_lossy().replace('\\', "/");
        let named =
            paths::candidates(&base).into_iter().find_map(|name| self.places.files.get_key_value(&name));
        let named = named.or_else(|| {
            // A page of a site, which does not say the folder its files lie in.
            let page =
                path.strip_prefix('/').and_then(|_| self.pages.get(&paths::address(&base)).copied())??;
            self.places.files.get_key_value(page)
        });
        named.map(|(known, file)| (known.as_str(), file))
    }

    fn no_such_file(&mut self, path: &str, label: Option<&str>, span: Span) -> Diagnostic {
        let finding = findings::dangling_file(path, span);
        // A link to a file that another tool would have made.
        if let Some(label) = label.filter(|label| !self.places.anywhere(label).is_empty()) {
            return finding.help(format!("this book has the label: write `#{label}` alone"));
        }
        if path.starts_with("www.") {
            return finding.help(format!("for an address on the web write `https://{path}`"));
        }
        let places = self.places;
        let name = path.rsplit('/').next().unwrap_or(path);
        let known = places.files.keys().map(|known| known.rsplit('/').next().unwrap_or(known));
        match self.suggest(name, known.filter(|known| !known.is_empty())) {
            Some(near) => finding.help(format!("a chapter with a similar name is `{near}`")),
            None => finding.help("only files in the book's order can be linked to; add it there, or link to an address on the web"),
        }
    }

    fn no_such_label(
        &mut self,
        label: &str,
        within: Option<&str>,
        file: &'a FilePlaces,
        span: Span,
    ) -> Diagnostic {
        let finding = findings::dangling_label(label, within, span);
        let places = self.places;
        if let Some((path, _)) = places.files.iter().find(|(_, file)| file.find(label).is_some()) {
            return finding.help(format!("`{path}` has this label: write `{path}#{label}`"));
        }
        if let Some(near) = self.suggest(label, file.names()) {
            return finding.help(format!("a label with a similar name is `#{near}`"));
        }
        match self.suggest(label, places.labels.keys().map(String::as_str)) {
            Some(near) => finding.help(format!("a label with a similar name is `#{near}`")),
            None => finding.help(format!("label the place with `{{#{label}}}` after its heading")),
        }
    }

    /// A reference to nothing: the nearest label of its kind is most likely meant.
    fn unknown_reference(&mut self, label: &str, span: Span) -> Diagnostic {
        let finding = findings::unknown_reference(label, span);
        let places = self.places;
        let kind = LabelKind::of(label).map(|(kind, _)| kind);
        // Those of other kinds are compared as nothing: they count against the budget, too.
        let alike = |name: &'a String| {
            let same = LabelKind::of(name).map(|(kind, _)| kind) == kind;
            if same { name.as_str() } else { "" }
        };
        let noun = kind.map_or("place", LabelKind::noun);
        // knitr names what a chunk makes after the chunk.
        let chunk =
            LabelKind::of(label).map(|(_, rest)| rest).filter(|rest| !places.anywhere(rest).is_empty());
        if let (Some(LabelKind::Figure | LabelKind::Table), Some(chunk)) = (kind, chunk) {
            return finding.help(format!(
                "what is labelled `{chunk}` is no {noun}; if it is code that makes one, put the {noun} in its place, with `{{#{label}}}`"
            ));
        }
        let near = self.suggest(label, places.labels.keys().map(alike));
        let place = near.and_then(|near| Some((near, places.anywhere(near).first()?)));
        match place {
            Some((near, Named { node, .. })) => {
                let path = self.book.chapter_of(*node).map_or("this book", |chapter| chapter.path.as_str());
                finding.help(format!("{} in `{path}` is labelled `{near}`", findings::a(noun)))
            }
            None => finding.help(format!("label the {noun} that is meant with `{{#{label}}}`")),
        }
    }

    fn suggest<'n>(&mut self, typed: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
        let typed: String = typed.chars().take(80).collect();
        let budget = &mut self.budget;
        nearest(
            &typed,
            known.take_while(|name| {
                let cost = 1 + name.len() * typed.len() / 64;
                let affordable = *budget >= cost;
                *budget = budget.saturating_sub(cost);
                affordable
            }),
        )
    }
}

/// What a label means.
enum Found {
    One(NodeId),
    /// Places in several files.
    Several(Vec<Span>),
    None,
}
