//! How a stretch of a paragraph's text looks, and what it belongs to.

use std::sync::Arc;

use super::ParagraphStyle;
use crate::font::shape::{Figures, Position};
use crate::font::{Family, Look};
use crate::model::length::Length;
use crate::typeset::display::Paint;

/// The look of a stretch of text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CharStyle {
    pub(super) look: Look,
    pub(super) size: Length,
    /// Above the baseline.
    pub(super) rise: Length,
    pub(super) caps: Caps,
    pub(super) figures: Figures,
    /// Raised or lowered: by the face where it has such forms, else by scaling.
    pub(super) position: Position,
    /// Set as typed: spaces are kept, ligatures and hyphens are not wanted.
    pub(super) verbatim: bool,
    pub(super) hyphenate: bool,
    pub(super) lang: Arc<str>,
    pub(super) paint: Paint,
    pub(super) strikeout: bool,
    pub(super) underline: bool,
    /// On a gray ground.
    pub(super) ground: bool,
    /// In a frame.
    pub(super) framed: bool,
    /// Index of the link it leads by.
    pub(super) link: Option<u32>,
    pub(super) origin: Origin,
}

/// Small capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Caps {
    None,
    /// For lower case.
    Small,
    /// The same from smaller capitals, for faces that have none.
    Fake,
}

/// Whose text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The book's: its place is counted.
    Book,
    /// Made for something: index of the source.
    Made(u32),
}

/// Scale of raised and lowered letters where the face has none, thousandths.
const SCRIPT_SIZE: i64 = 680;

impl CharStyle {
    /// The look of a paragraph's plain text.
    pub(super) fn of(style: &ParagraphStyle) -> Self {
        let figures = match (style.tabular_figures, style.oldstyle_figures) {
            (true, _) => Figures::Tabular,
            (false, true) => Figures::Oldstyle,
            (false, false) => Figures::Lining,
        };
        let verbatim = style.look.family == Family::Mono;
        Self {
            look: style.look,
            size: style.size,
            rise: Length::ZERO,
            caps: if style.small_caps { Caps::Small } else { Caps::None },
            figures: if verbatim { Figures::Default } else { figures },
            position: Position::Normal,
            verbatim,
            hyphenate: style.hyphenate && !verbatim,
            lang: Arc::clone(&style.lang),
            paint: style.paint.clone(),
            strikeout: false,
            underline: false,
            ground: false,
            framed: false,
            link: None,
            origin: Origin::Book,
        }
    }

    /// Turns it into code at a scale in thousandths.
    pub(super) fn mono(&mut self, scale: i64) {
        self.look.family = Family::Mono;
        self.size = self.size.scale(scale, 1000);
        self.caps = Caps::None;
        self.figures = Figures::Default;
        self.verbatim = true;
        self.hyphenate = false;
    }

    /// Raises or lowers it; what is raised already is made smaller again.
    pub(super) fn is_raised(&self) -> bool {
        self.position == Position::Superior || self.rise > Length::ZERO
    }

    pub(super) fn raise(&mut self, position: Position) {
        if self.position != Position::Normal {
            self.by_scale();
        }
        self.position = position;
    }

    /// Raised and lowered by scaling, for faces that have no such forms.
    pub(super) fn by_scale(&mut self) {
        self.rise += match self.position {
            Position::Normal => return,
            Position::Superior => self.size.scale(35, 100),
            Position::Inferior => -self.size.scale(15, 100),
        };
        self.size = self.size.scale(SCRIPT_SIZE, 1000);
        self.position = Position::Normal;
    }
}
