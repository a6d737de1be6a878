//! Bindery turns a folder of Markdown chapters into EPUB and PDF editions.
//!
//! ```text
//! Files ─ read ─→ Book ─ select ─→ Book ─ resolve ─→ ResolvedBook ─┬─ epub ──────────────────→ bytes
//!                                                 └─ typeset ─→ Layout ─ pdf ─→ bytes
//! ```
//! Few arrows, few nouns. Every arrow is a pure function of its argument; every noun is
//! immutable once made; findings about the book are collected, in reading order, beside them.

// Tests are small and fail aloud: what keeps large code sound is noise there.
#![cfg_attr(
    test,
    allow(
        clippy::cast_possible_truncation,
        clippy::format_collect,
        clippy::format_push_string,
        clippy::similar_names,
        clippy::single_range_in_vec_init
    )
)]

pub mod cli;
pub mod color;
pub mod diagnostic;
pub mod edition;
pub mod epub;
pub mod font;
pub mod inspect;
pub mod model;
pub mod parallel;
pub mod pdf;
pub mod pipeline;
pub mod pixels;
pub mod raster;
pub mod read;
pub mod report;
pub mod resolve;
pub mod select;
pub mod source;
pub mod typeset;
