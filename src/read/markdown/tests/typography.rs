//! Quotes, dashes and blanks, language by language.
