//! A file held against PDF/X (ISO 15930-1 and -7): what a printer's own check would refuse.
//! And of PDF/A and PDF/UA what other judges pass over.
//!
//! The file is read anew from its bytes, so that what is judged is what was written, not
//! what was meant.

mod archive;
mod boxes;
mod color;
mod content;
mod file;
mod intent;
mod lexer;
mod resources;
mod tags;

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object};

use crate::model::press::Standard;

/// What a file breaks of a standard for print, in words, each once.
pub(super) fn faults(bytes: &[u8], standard: Standard) -> Vec<String> {
    let document = match Document::load_mem(bytes) {
        Ok(document) => document,
        Err(error) => return vec![format!("the file cannot be read again: {error}")],
    };
    let mut check = Check { document: &document, strict: standard == Standard::X1a, faults: BTreeSet::new() };
    file::check(&mut check, bytes);
    boxes::check(&mut check);
    let space = intent::check(&mut check);
    resources::check(&mut check, space);
    content::check(&mut check, space);
    check.faults.into_iter().collect()
}

/// What other judges of PDF/A and PDF/UA pass over, in words, each once.
pub(super) fn passed_over(bytes: &[u8], standard: Standard) -> Vec<String> {
    let Ok(document) = Document::load_mem(bytes) else { return Vec::new() };
    let mut check = Check { document: &document, strict: false, faults: BTreeSet::new() };
    if standard.needs_tags() {
        tags::check(&mut check);
    }
    if standard.needs_intent() {
        archive::check(&mut check);
    }
    check.faults.into_iter().collect()
}

/// A file under examination.
struct Check<'a> {
    document: &'a Document,
    /// Whether it must keep PDF/X-1a, not only PDF/X-4.
    strict: bool,
    faults: BTreeSet<String>,
}

impl<'a> Check<'a> {
    /// Tells a fault unless it holds.
    fn need(&mut self, holds: bool, fault: &str) {
        if !holds && !self.faults.contains(fault) {
            self.faults.insert(fault.to_owned());
        }
    }

    /// What an object refers to, or itself.
    fn follow(&self, object: &'a Object) -> &'a Object {
        self.document.dereference(object).map_or(object, |(_, object)| object)
    }

    /// The value of a key.
    fn get(&self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        dictionary.get(key).ok().map(|value| self.follow(value)).filter(|value| !value.is_null())
    }

    /// The dictionary under a key, of a stream too.
    fn dictionary(&self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        self.get(dictionary, key).and_then(as_dictionary)
    }

    /// The name under a key.
    fn name(&self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
        self.get(dictionary, key)?.as_name().ok()
    }

    fn catalog(&self) -> Option<&'a Dictionary> {
        self.document.catalog().ok()
    }
}

fn as_dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
