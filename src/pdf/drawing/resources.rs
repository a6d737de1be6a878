//! The objects that drawings name, put among the resources of all pages.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};
use printpdf::{DictItem, Op};

use super::{Way, is_seen_through, shading, state_name};
use crate::model::length::{Length, Size};
use crate::pdf::document::content;
use crate::pdf::object::{deflated_stream, name, real};
use crate::pdf::page::layer;
use crate::pdf::{Resources, page};
use crate::typeset::display::{Blend, Frame, Mask, MaskBy, Segment, Shade, corners};

/// Names by kind of resource.
type Known = BTreeMap<&'static str, Dictionary>;

/// The kinds of resources that forms of drawings use.
const KINDS: [&str; 4] = ["ColorSpace", "ExtGState", "Shading", "XObject"];

/// Writes what drawings name, after the resources of everything else.
pub(in crate::pdf) fn complete(document: &mut Document, page: Option<&ObjectId>, resources: &Resources<'_>) {
    let drawings = &resources.drawings;
    if drawings.layers.is_empty() && drawings.shades.is_empty() {
        return;
    }
    let shared = page
        .and_then(|page| document.get_dictionary(*page).ok()?.get(b"Resources").ok()?.as_reference().ok());
    let Some(shared) = shared else { return };
    let known = KINDS.map(|kind| (kind, dictionary(document, shared, kind))).into_iter().collect();
    let mut writer = Writer { document, resources, known };
    for (opacity, blend) in drawings.states() {
        writer.add("ExtGState", state_name(opacity, blend), transparency(opacity, blend));
    }
    for (number, shade) in drawings.shades.iter().enumerate() {
        writer.shade(number, shade);
    }
    for (number, layer) in drawings.layers.iter().enumerate() {
        if let Some(mask) = &layer.mask {
            writer.mask(number, mask);
        }
        if let Some(Way::Form { form, .. }) = drawings.way(layer) {
            let object = writer.form(&layer.frame, None);
            writer.name("XObject", form, object);
        }
    }
    let known = writer.known;
    if let Ok(shared) = document.get_dictionary_mut(shared) {
        known.into_iter().filter(|(_, all)| !all.is_empty()).for_each(|(kind, all)| shared.set(kind, all));
    }
}

/// What the shared resources have of a kind.
fn dictionary(document: &Document, shared: ObjectId, kind: &str) -> Dictionary {
    let of_kind = document.get_dictionary(shared).ok().and_then(|shared| shared.get(kind.as_bytes()).ok());
    let of_kind = of_kind.and_then(|object| document.dereference(object).ok());
    of_kind.and_then(|(_, object)| object.as_dict().ok()).cloned().unwrap_or_default()
}

struct Writer<'w, 'a> {
    document: &'w mut Document,
    resources: &'w Resources<'a>,
    known: Known,
}

impl Writer<'_, '_> {
    fn name(&mut self, kind: &'static str, name: String, object: ObjectId) {
        self.known.entry(kind).or_default().set(name, Object::Reference(object));
    }

    fn add(&mut self, kind: &'static str, name: String, dictionary: Dictionary) {
        let object = self.document.add_object(dictionary);
        self.name(kind, name, object);
    }

    /// A gradient, and the state in which it is seen through.
    fn shade(&mut self, number: usize, shade: &Shade) {
        self.add("Shading", format!("H{number}"), shading::colors(&shade.gradient, &self.resources.inks));
        if is_seen_through(shade) {
            let name = format!("G{number}");
            self.add("Shading", name.clone(), shading::alpha(&shade.gradient));
            let form = self.write(layer::alpha(shade, name), bounds(&shade.segments), Some(GRAY));
            self.add("ExtGState", format!("N{number}"), masked(form, MaskBy::Light));
        }
    }

    /// The state in which a layer is seen through its mask.
    fn mask(&mut self, number: usize, mask: &Mask) {
        let form = self.form(&mask.frame, Some(GRAY));
        self.add("ExtGState", format!("M{number}"), masked(form, mask.by));
    }

    /// A frame as a form.
    fn form(&mut self, frame: &Frame, space: Option<&str>) -> ObjectId {
        self.write(page::layer::form(frame, self.resources), layer::extent(frame.size), space)
    }

    /// A form that is a group of its own.
    fn write(&mut self, ops: Vec<Op>, bounds: [Length; 4], space: Option<&str>) -> ObjectId {
        let own = self.used(&ops);
        let mut form = deflated_stream(content(Size::default(), ops));
        form.dict.set("Type", name("XObject"));
        form.dict.set("Subtype", name("Form"));
        form.dict.set("BBox", bounds.map(real).to_vec());
        let mut group = Dictionary::new();
        group.set("S", name("Transparency"));
        group.set("I", true);
        if let Some(space) = space {
            group.set("CS", name(space));
        }
        form.dict.set("Group", group);
        form.dict.set("Resources", own);
        self.document.add_object(form)
    }

    /// Of the resources those that operators name.
    fn used(&self, ops: &[Op]) -> Dictionary {
        let mut own: Known = Known::new();
        for op in ops {
            let Some((kind, name)) = named(op) else { continue };
            if let Some(object) = self.known.get(kind).and_then(|all| all.get(name).ok()) {
                own.entry(kind).or_default().set(name.to_vec(), object.clone());
            }
        }
        let mut all = Dictionary::new();
        for (kind, names) in own {
            all.set(kind, names);
        }
        all
    }
}

const GRAY: &str = "DeviceGray";

/// The resource that an operator names.
fn named(op: &Op) -> Option<(&'static str, &[u8])> {
    match op {
        Op::UseXobject { id, .. } => Some(("XObject", id.0.as_bytes())),
        Op::Unknown { key, value } => {
            let kind = match key.as_str() {
                "gs" => "ExtGState",
                "sh" => "Shading",
                "Do" => "XObject",
                "cs" | "CS" => "ColorSpace",
                _ => return None,
            };
            match value.as_slice() {
                [DictItem::Name(name)] => Some((kind, name)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn transparency(opacity: u8, blend: Blend) -> Dictionary {
    let opacity = (f32::from(opacity) / 255.0 * 1e4).round() / 1e4;
    let mut state = Dictionary::new();
    state.set("Type", name("ExtGState"));
    state.set("ca", opacity);
    state.set("CA", opacity);
    state.set("BM", name(&format!("{blend:?}")));
    state
}

fn masked(form: ObjectId, by: MaskBy) -> Dictionary {
    let mut mask = Dictionary::new();
    mask.set("Type", name("Mask"));
    mask.set("S", name(if by == MaskBy::Light { "Luminosity" } else { "Alpha" }));
    mask.set("G", form);
    let mut state = Dictionary::new();
    state.set("Type", name("ExtGState"));
    state.set("SMask", mask);
    state
}

/// The rectangle that holds an outline.
fn bounds(segments: &[Segment]) -> [Length; 4] {
    corners(segments).map_or_else(Default::default, |(low, high)| [low.x, low.y, high.x, high.y])
}
