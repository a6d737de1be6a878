//! What a printer, an archive or a law asks of a PDF file: standards, colours, the sheet.

use std::sync::Arc;

use super::length::Length;
use crate::source::Spanned;

/// A standard that a PDF file says it keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standard {
    /// PDF/X-1a:2001 (ISO 15930-1): gray, CMYK and spot colours only, nothing transparent.
    X1a,
    /// PDF/X-4 (ISO 15930-7): transparency allowed.
    X4,
    /// PDF/A-2a (ISO 19005-2): archives, with tags.
    A2a,
    /// PDF/A-2u: archives, with text that can be searched.
    A2u,
    /// PDF/UA-1 (ISO 14289-1): for all readers, with tags.
    Ua1,
}

impl Standard {
    /// Each with its word in `book.yaml`.
    pub const WORDS: &[(&str, Self)] = &[
        ("pdfx-1a", Self::X1a),
        ("pdfx-4", Self::X4),
        ("pdfa-2a", Self::A2a),
        ("pdfa-2u", Self::A2u),
        ("pdfua-1", Self::Ua1),
    ];

    /// The standard of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(name, _)| *name == word).map(|(_, standard)| *standard)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, standard)| *standard == self).map_or("", |(word, _)| word)
    }

    /// Whether it is for the exchange of what is to be printed.
    pub fn is_for_print(self) -> bool {
        matches!(self, Self::X1a | Self::X4)
    }

    /// Whether it asks for the tags of a structure tree.
    pub fn needs_tags(self) -> bool {
        matches!(self, Self::A2a | Self::Ua1)
    }

    /// Whether every colour must be that of an output intent.
    pub fn needs_intent(self) -> bool {
        !matches!(self, Self::Ua1)
    }
}

/// The colours a file is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ColorMode {
    Gray,
    Cmyk,
    Rgb,
}

/// What a printed edition's file keeps to.
#[derive(Clone, Debug, Default)]
pub struct Press {
    /// Standards, each with the place it was asked for.
    pub standards: Vec<Spanned<Standard>>,
    /// The colours everything becomes; as it comes when `None`.
    pub color: Option<ColorMode>,
    /// The most ink a pixel of a picture may have, per cent of the four together; 300 when
    /// `None`.
    pub ink_limit: Option<u16>,
    /// The press that is printed on.
    pub profile: OutputProfile,
    /// Inks besides the four.
    pub spots: Vec<SpotInk>,
    /// What is printed beyond the trim.
    pub bleed: Bleed,
    /// What is printed beside the page.
    pub marks: Marks,
}

impl Press {
    /// Whether a standard is kept.
    pub fn keeps(&self, standard: Standard) -> bool {
        self.standards.iter().any(|kept| kept.value == standard)
    }

    /// Whether one of the standards is for print.
    pub fn is_for_print(&self) -> bool {
        self.standards.iter().any(|kept| kept.value.is_for_print())
    }

    /// The colours of the file: those asked for, else those a standard needs.
    pub fn mode(&self) -> Option<ColorMode> {
        let needed = if self.is_for_print() { ColorMode::Cmyk } else { ColorMode::Rgb };
        let needs = self.standards.iter().any(|kept| kept.value.needs_intent());
        self.color.or(needs.then_some(needed))
    }
}

/// A press, as its colours are known by.
#[derive(Clone, Debug, Default)]
pub struct OutputProfile {
    /// The author's ICC file; FOGRA39 when `None`.
    pub file: Option<Arc<[u8]>>,
    /// The name of a printing condition.
    pub condition: Option<String>,
    /// Whether the profile stays out of the file, which then names the condition only.
    pub named_only: bool,
}

/// An ink of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpotInk {
    /// Its name on the printer's plate.
    pub name: Arc<str>,
    /// The colour that is printed with it, red, green, blue; its tints too.
    pub stands_for: [u8; 3],
    /// What replaces it where it can't be had: cyan, magenta, yellow, black, per cent.
    pub cmyk: Option<[u8; 4]>,
}

/// What is printed beyond the trim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bleed {
    /// How far; zero for none.
    pub width: Length,
    /// Whether also at the binding.
    pub at_binding: bool,
}

/// What is printed beside the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Where to cut.
    pub crop: bool,
    /// How plates fit one another.
    pub registration: bool,
}

impl Marks {
    /// Whether anything is printed there.
    pub fn any(self) -> bool {
        self.crop || self.registration
    }
}
