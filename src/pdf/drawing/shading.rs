//! A gradient as a shading: axial or radial, its colours a row of functions
//! (ISO 32000-2, 8.7.4.5 and 7.10).

use lopdf::{Dictionary, Object};

use super::rounded;
use crate::pdf::ink::Inks;
use crate::pdf::object::name;
use crate::typeset::display::{Gradient, GradientShape, Stop};

/// Steps between two stops whose colours are converted each by itself: inks do not mix as
/// light does.
const STEPS: u8 = 8;

/// The colours of a gradient.
pub(super) fn colors(gradient: &Gradient, inks: &Inks) -> Dictionary {
    let stops: Vec<(f32, [u8; 3])> = gradient.stops.iter().map(|stop| (stop.at, stop.color)).collect();
    let stops = if inks.mode.is_some() { stepped(&stops) } else { stops };
    let (space, parts) = inks.ramp(&stops.iter().map(|(_, color)| *color).collect::<Vec<_>>());
    let row: Vec<(f32, Vec<f32>)> = stops.iter().map(|(at, _)| *at).zip(parts).collect();
    shading(gradient, space, &row)
}

/// How little is seen through a gradient, as grays.
pub(super) fn alpha(gradient: &Gradient) -> Dictionary {
    let part = |stop: &Stop| (stop.at, vec![f32::from(stop.alpha) / 255.0]);
    let row: Vec<(f32, Vec<f32>)> = gradient.stops.iter().map(part).collect();
    shading(gradient, "DeviceGray", &row)
}

/// Stops with others between them.
fn stepped(stops: &[(f32, [u8; 3])]) -> Vec<(f32, [u8; 3])> {
    let mut all = Vec::with_capacity(stops.len() * usize::from(STEPS));
    for pair in stops.windows(2) {
        let [(from, one), (to, other)] = [pair[0], pair[1]];
        all.push((from, one));
        if one == other || to <= from {
            continue;
        }
        for step in 1..STEPS {
            let share = f32::from(step) / f32::from(STEPS);
            let mix = |at: usize| {
                let (a, b) = (i32::from(one[at]), i32::from(other[at]));
                let mixed =
                    a + ((b - a) * i32::from(step) + i32::from(STEPS) / 2).div_euclid(i32::from(STEPS));
                u8::try_from(mixed).unwrap_or(u8::MAX)
            };
            all.push((from + (to - from) * share, [mix(0), mix(1), mix(2)]));
        }
    }
    all.extend(stops.last());
    all
}

fn shading(gradient: &Gradient, space: &str, row: &[(f32, Vec<f32>)]) -> Dictionary {
    let (kind, coords) = match gradient.shape {
        GradientShape::Line([from, to]) => (2, vec![from.0, from.1, to.0, to.1]),
        GradientShape::Circles([(from, inner), (to, outer)]) => {
            (3, vec![from.0, from.1, inner, to.0, to.1, outer])
        }
    };
    let mut dictionary = Dictionary::new();
    dictionary.set("ShadingType", kind);
    dictionary.set("ColorSpace", name(space));
    dictionary.set("Coords", numbers(coords));
    dictionary.set("Function", function(row));
    dictionary.set("Extend", vec![true.into(), true.into()]);
    dictionary
}

/// From 0 to 1 through colours.
fn function(row: &[(f32, Vec<f32>)]) -> Dictionary {
    let mut parts = Vec::new();
    let mut bounds = Vec::new();
    for pair in row.windows(2) {
        let [(from, one), (to, other)] = [&pair[0], &pair[1]];
        // Where a colour changes at once there is nothing between.
        if to <= from {
            continue;
        }
        if !parts.is_empty() {
            bounds.push(*from);
        }
        parts.push(step(one, other));
    }
    if parts.len() < 2 {
        let last = row.last().map_or(Vec::new(), |(_, color)| color.clone());
        return parts.pop().unwrap_or_else(|| step(&last, &last));
    }
    let mut dictionary = Dictionary::new();
    dictionary.set("FunctionType", 3);
    dictionary.set("Domain", numbers(vec![0.0, 1.0]));
    dictionary.set("Encode", numbers([0.0, 1.0].repeat(parts.len())));
    dictionary.set("Bounds", numbers(bounds));
    dictionary.set("Functions", parts.into_iter().map(Object::Dictionary).collect::<Vec<_>>());
    dictionary
}

/// From a colour to another.
fn step(from: &[f32], to: &[f32]) -> Dictionary {
    let mut dictionary = Dictionary::new();
    dictionary.set("FunctionType", 2);
    dictionary.set("Domain", numbers(vec![0.0, 1.0]));
    dictionary.set("C0", numbers(from.to_vec()));
    dictionary.set("C1", numbers(to.to_vec()));
    dictionary.set("N", 1);
    dictionary
}

fn numbers(numbers: Vec<f32>) -> Vec<Object> {
    numbers.into_iter().map(|number| Object::Real(rounded(number))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::press::{ColorMode, Press};

    fn gradient(stops: &[(f32, [u8; 3])]) -> Gradient {
        Gradient {
            shape: GradientShape::Line([(0.0, 0.0), (10.0, 0.0)]),
            matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            stops: stops.iter().map(|(at, color)| Stop { at: *at, color: *color, alpha: 255 }).collect(),
        }
    }

    fn text(dictionary: &Dictionary) -> String {
        format!("{dictionary:?}")
    }

    #[test]
    fn two_stops_are_one_step_and_more_are_a_row() {
        let inks = Inks::new(&Press::default());
        let two = colors(&gradient(&[(0.0, [255, 0, 0]), (1.0, [0, 0, 255])]), &inks);
        let function = two.get(b"Function").and_then(Object::as_dict).expect("a function");
        assert_eq!(function.get(b"FunctionType").and_then(Object::as_i64).ok(), Some(2));
        assert_eq!(two.get(b"ColorSpace").and_then(Object::as_name).ok(), Some(b"DeviceRGB".as_slice()));
        let sharp = [(0.0, [255, 0, 0]), (0.5, [0; 3]), (0.5, [0, 255, 0]), (1.0, [0, 0, 255])];
        let row = colors(&gradient(&sharp), &inks);
        let function = row.get(b"Function").and_then(Object::as_dict).expect("a function");
        let bounds = function.get(b"Bounds").and_then(Object::as_array).expect("bounds");
        assert_eq!(bounds.len(), 1, "{}", text(&row));
    }

    #[test]
    fn inks_are_stepped_and_black_is_one_ink() {
        let inks = Inks::new(&Press { color: Some(ColorMode::Cmyk), ..Press::default() });
        let gray = colors(&gradient(&[(0.0, [0; 3]), (1.0, [255; 3])]), &inks);
        assert_eq!(gray.get(b"ColorSpace").and_then(Object::as_name).ok(), Some(b"DeviceCMYK".as_slice()));
        let function = gray.get(b"Function").and_then(Object::as_dict).expect("a function");
        let steps = function.get(b"Functions").and_then(Object::as_array).expect("steps");
        assert_eq!(steps.len(), usize::from(STEPS));
        let first =
            steps[0].as_dict().and_then(|step| step.get(b"C0")).and_then(Object::as_array).expect("inks");
        let first: Vec<f32> = first.iter().filter_map(|part| part.as_float().ok()).collect();
        assert_eq!(first, [0.0, 0.0, 0.0, 1.0]);
    }
}
