//! What drawings name: forms of layers, gradients, states of transparency.
//!
//! All of it stands among the resources that all pages share, numbered as it is met; each
//! form names of them what it uses.

mod resources;
mod shading;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::survey::Survey;
use crate::typeset::display::{Blend, Item, Layer, Shade};

pub(super) use resources::complete;

/// The layers and gradients of a book.
pub(super) struct Drawings<'a> {
    layers: Vec<&'a Arc<Layer>>,
    shades: Vec<&'a Arc<Shade>>,
    layer_at: BTreeMap<usize, usize>,
    shade_at: BTreeMap<usize, usize>,
}

/// How a layer is painted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Its items as they are.
    Plain,
    /// Its one item in a state of this name.
    State(String),
    /// As a form, in states.
    Form { states: Vec<String>, form: String },
}

fn address<T>(of: &Arc<T>) -> usize {
    Arc::as_ptr(of) as usize
}

impl<'a> Drawings<'a> {
    pub(super) fn new(survey: &Survey<'a>) -> Self {
        let (layers, shades) = (survey.layers.clone(), survey.shades.clone());
        let layer_at = layers.iter().enumerate().map(|(number, layer)| (address(layer), number)).collect();
        let shade_at = shades.iter().enumerate().map(|(number, shade)| (address(shade), number)).collect();
        Self { layers, shades, layer_at, shade_at }
    }

    /// How to paint a layer; `None` when it is not known or shows nothing.
    pub(super) fn way(&self, layer: &Arc<Layer>) -> Option<Way> {
        let number = self.layer_at.get(&address(layer)).filter(|_| !layer.frame.items.is_empty())?;
        if !layer.is_transparent() {
            return Some(Way::Plain);
        }
        let state = state_name(layer.opacity, layer.blend);
        if layer.mask.is_none() && is_single(layer) {
            return Some(Way::State(state));
        }
        let plain = layer.opacity == u8::MAX && layer.blend == Blend::Normal;
        let states = (!plain).then_some(state).into_iter();
        let states = states.chain(layer.mask.as_ref().map(|_| format!("M{number}"))).collect();
        Some(Way::Form { states, form: format!("L{number}") })
    }

    /// The name of a gradient and of the state in which it is seen through.
    pub(super) fn shade(&self, shade: &Arc<Shade>) -> Option<(String, Option<String>)> {
        let number = self.shade_at.get(&address(shade))?;
        Some((format!("H{number}"), is_seen_through(shade).then(|| format!("N{number}"))))
    }

    /// The states of transparency that layers are painted in.
    fn states(&self) -> BTreeSet<(u8, Blend)> {
        let states = self.layers.iter().map(|layer| (layer.opacity, layer.blend));
        states.filter(|state| *state != (u8::MAX, Blend::Normal)).collect()
    }
}

fn state_name(opacity: u8, blend: Blend) -> String {
    format!("A{opacity}{blend:?}")
}

/// Whether a layer paints every place once, so that it needs no group to be one.
fn is_single(layer: &Layer) -> bool {
    match layer.frame.items.as_slice() {
        [(_, Item::Path(path))] => path.fill.is_none() || path.stroke.is_none(),
        [(_, Item::Shade(shade))] => !is_seen_through(shade),
        _ => false,
    }
}

fn is_seen_through(shade: &Shade) -> bool {
    shade.gradient.stops.iter().any(|stop| stop.alpha < u8::MAX)
}

/// A number of a transform: six digits behind the point are far below what is seen.
pub(super) fn rounded(number: f32) -> f32 {
    (number * 1e6).round() / 1e6
}
