//! Display list to pixels: the typographic ebook cover.
