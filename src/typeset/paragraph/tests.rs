//! Paragraphs as a whole.
