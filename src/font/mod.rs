//! Fonts: which faces an edition has, their metrics, shaping, hyphenation, subsets.
//!
//! No system font is ever used: faces come from `fonts/` (in the binary) or from the
//! book folder, so that a book looks the same on every machine.

mod book;
mod bundled;
mod coverage;
mod edge;
mod face;
mod findings;
pub mod hyphen;
pub mod script;
pub mod shape;
pub mod subset;

pub use book::{Family, FontBook, FontId, Look};
pub use bundled::families as bundled_families;
pub use face::{Bar, Face};
pub use script::script_name;
