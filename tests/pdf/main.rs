//! Hand-made pages to PDF, read back: what stands in the file is what the pages say.

mod book;
mod broken;
mod drawings;
mod fonts;
mod judges;
mod marks;
mod pictures;
mod press;
mod reader;
#[path = "../specimen/mod.rs"]
mod specimen;
mod structure;
#[path = "../synthetic/mod.rs"]
mod synthetic;
mod tagged;
mod tags;
