//! Colours by ICC profiles (ISO 15076-1): what a profile is of, and tables from the colours
//! of one device to those of another.
//!
//! A profile is asked once for the nodes of a table; colours between them are interpolated
//! in whole numbers. So pictures of any size have the same bytes on every machine, and a
//! limit of ink that holds at the nodes holds everywhere.

mod icc;
mod limit;
mod luminance;
mod table;

pub use icc::{Class, Header, Space};
pub use table::Table;

/// Offset printing on coated paper: FOGRA39L.
pub const FOGRA39: &[u8] = include_bytes!("../../profiles/FOGRA39L_coated.icc");
/// The colours of screens: IEC 61966-2-1.
pub const SRGB: &[u8] = include_bytes!("../../profiles/sRGB.icc");
