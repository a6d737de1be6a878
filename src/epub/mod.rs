//! An edition to an EPUB 3.3 archive.

use crate::diagnostic::Diagnostic;
use crate::edition::Edition;

/// The archive's bytes.
pub fn render(_edition: &Edition<'_>) -> (Vec<u8>, Vec<Diagnostic>) {
    (Vec::new(), Vec::new())
}
