//! The package document: what the book is called, which files it has, in what order they
//! are read (EPUB 3.3, 5; OPF 2.0.1 for older books).

mod manifest;
mod metadata;
mod read;
mod refine;
mod spine;
mod values;

pub(super) use manifest::{check as check_manifest, check_properties};
pub(super) use metadata::check as check_metadata;
pub(super) use read::read;
pub(super) use spine::check as check_spine;
pub(super) use values::is_language;

use std::collections::BTreeMap;

use super::media::{self, Medium};
use crate::source::Span;

/// A package document.
#[derive(Debug)]
pub(super) struct Package {
    /// Its path in the archive.
    pub(super) path: String,
    /// Whether the book is an EPUB 2.
    pub(super) is_epub_2: bool,
    pub(super) items: Vec<Item>,
    /// The reading order.
    pub(super) spine: Vec<SpineItem>,
    /// The item of the spine's attribute `toc`.
    pub(super) ncx: Option<usize>,
    /// The navigation document.
    pub(super) nav: Option<usize>,
    /// Whether pages are laid out unless an item of the spine says otherwise.
    pub(super) is_fixed: bool,
    pub(super) metadata: Metadata,
    /// The element `metadata`, for what is missing in it.
    pub(super) metadata_place: Span,
    /// For each item its first place in the reading order.
    order: Vec<Option<usize>>,
    by_path: BTreeMap<String, usize>,
    by_id: BTreeMap<String, usize>,
}

/// A file of the manifest.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: String,
    /// Its path in the archive; `None` when it lies elsewhere.
    pub(super) path: Option<String>,
    /// Where it lies on the web.
    pub(super) remote: Option<String>,
    pub(super) media_type: String,
    pub(super) properties: Vec<String>,
    pub(super) fallback: Option<String>,
    pub(super) overlay: Option<String>,
    /// The value of `href`.
    pub(super) href: Span,
    /// The value of `properties`, else the element's name.
    pub(super) properties_place: Span,
    /// The value of `media-type`, else the element's name.
    pub(super) type_place: Span,
    /// The value of `fallback`, else the element's name.
    pub(super) fallback_place: Span,
}

impl Item {
    pub(super) fn medium(&self) -> Medium {
        media::medium(&self.media_type)
    }

    pub(super) fn has(&self, property: &str) -> bool {
        self.properties.iter().any(|known| known == property)
    }
}

/// A document of the reading order.
#[derive(Debug)]
pub(super) struct SpineItem {
    pub(super) item: Option<usize>,
    pub(super) is_linear: bool,
    pub(super) is_fixed: bool,
    pub(super) place: Span,
}

/// What the metadata say, as far as later checks ask.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub(super) title: bool,
    pub(super) language: Option<String>,
    /// The text of the identifier that `unique-identifier` names.
    pub(super) identifier: Option<String>,
    /// Values of `schema:` properties by their name, with places.
    pub(super) schema: BTreeMap<String, Vec<(String, Span)>>,
    /// `dc:source`, or `pageBreakSource`.
    pub(super) has_page_source: bool,
    /// A conformance claim.
    pub(super) claims_conformance: bool,
}

impl Metadata {
    /// Values of a property of schema.org.
    pub(super) fn values(&self, name: &str) -> &[(String, Span)] {
        self.schema.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The place where a property of schema.org has this value.
    pub(super) fn claims(&self, name: &str, value: &str) -> Option<Span> {
        self.values(name).iter().find(|(said, _)| said == value).map(|(_, span)| *span)
    }
}

impl Package {
    /// The item whose file this is.
    pub(super) fn find(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    /// The item with this id.
    pub(super) fn item_by_id(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The place of an item in the reading order.
    pub(super) fn order(&self, item: usize) -> Option<usize> {
        self.order.get(item).copied().flatten()
    }

    /// Whether a fallback leads, over any number of items, to one that is fit; a chain that
    /// bites its tail leads nowhere.
    pub(super) fn falls_back(&self, item: usize, fit: impl Fn(&Item) -> bool) -> bool {
        let mut at = item;
        for _ in 0..self.items.len().min(64) {
            let next = self.items.get(at).and_then(|item| item.fallback.as_deref());
            let Some(next) = next.and_then(|id| self.item_by_id(id)) else { return false };
            if self.items.get(next).is_some_and(&fit) {
                return true;
            }
            at = next;
        }
        false
    }
}
