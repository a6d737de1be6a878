//! Every key of a theme file, as one table (see [`super::keys`]).

use super::keys::{Key, Kind, NOTE_MARKERS, key};

/// A theme file.
pub(crate) static THEME: Kind = Kind::Map(&[BASE, LOOK]);

/// What a theme file says of itself.
const BASE: &[Key] = &[
    key("theme", Kind::Text),
    key("default-page", Kind::Map(&[DEFAULT_PAGE])),
    key("print", Kind::Map(&[LOOK])),
    key("epub", Kind::Map(&[LOOK])),
];

/// The design: also what one side may say otherwise.
pub(crate) const LOOK: &[Key] = &[
    key("fonts", Kind::Map(&[FONT_FAMILIES])),
    key("page", Kind::Map(&[PAGE])),
    key("body", Kind::Map(&[BODY])),
    key("heading1", Kind::Map(&[HEADING])),
    key("heading2", Kind::Map(&[HEADING])),
    key("heading3", Kind::Map(&[HEADING])),
    key("heading4", Kind::Map(&[HEADING])),
    key("heading5", Kind::Map(&[HEADING])),
    key("heading6", Kind::Map(&[HEADING])),
    key("part", Kind::Map(&[HEADING])),
    key("quote", Kind::Map(&[QUOTE])),
    key("scene-break", Kind::Map(&[SCENE_BREAK])),
    key("note", Kind::Map(&[NOTE])),
    key("table", Kind::Map(&[TABLE])),
    key("code", Kind::Map(&[CODE])),
    key("caption", Kind::Map(&[CAPTION])),
    key("epigraph", Kind::Map(&[EPIGRAPH])),
    key("sidebar", Kind::Map(&[SIDEBAR])),
    key("pullquote", Kind::Map(&[PULL_QUOTE])),
    key("breaking", Kind::Map(&[BREAKING])),
];

/// A size as a ratio to the body's.
const SIZE: Kind = Kind::Ratio(200, 8000);

const DEFAULT_PAGE: &[Key] =
    &[key("trim", Kind::Size), key("size", Kind::Length), key("leading", Kind::Length)];

const FONT_FAMILIES: &[Key] = &[
    key("body", Kind::Text),
    key("heading", Kind::Text),
    key("mono", Kind::Text),
    key("figures", Kind::Word(&["oldstyle", "lining"])),
];

const PAGE: &[Key] = &[
    key("measure", Kind::Measure),
    key("head", Kind::Word(&["running", "none"])),
    key("folio", Kind::Word(&["head-outer", "foot-outer", "foot-center", "none"])),
];

const BODY: &[Key] = &[
    key("indent", Kind::Measure),
    key("gap", Kind::Measure),
    key("hyphenate", Kind::Flag),
    key("justify", Kind::Flag),
    key("first-paragraph", Kind::Word(&["flush", "indent"])),
    key("drop-cap", Kind::Whole(0, 8)),
    key("lead-in", Kind::Word(&["smallcaps", "none"])),
];

const HEADING: &[Key] = &[
    key("open", Kind::Word(&["recto", "page", "run-on"])),
    key("sink", Kind::Measure),
    key("size", SIZE),
    key("leading", Kind::Ratio(800, 3000)),
    key("align", Kind::Word(&["start", "center", "end"])),
    key("style", Kind::Word(&["upright", "italic", "smallcaps"])),
    key("weight", Kind::Word(&["regular", "bold"])),
    key("font", Kind::Word(&["body", "heading"])),
    key("before", Kind::Measure),
    key("after", Kind::Measure),
    key("keep-next", Kind::Whole(0, 9)),
];

const QUOTE: &[Key] = &[
    key("indent", Kind::Measure),
    key("size", SIZE),
    key("before", Kind::Measure),
    key("after", Kind::Measure),
];

const SCENE_BREAK: &[Key] =
    &[key("ornament", Kind::Text), key("before", Kind::Measure), key("after", Kind::Measure)];

const NOTE: &[Key] = &[
    key("size", SIZE),
    key("leading", SIZE),
    key("rule", Kind::Measure),
    key("marker", Kind::Word(NOTE_MARKERS)),
    key("run-in", Kind::Flag),
];

const TABLE: &[Key] = &[key("size", SIZE), key("rules", Kind::Word(&["booktabs", "rows", "none"]))];

/// A ground, in parts of black.
const GROUND: Kind = Kind::OneOf(&[Kind::Word(&["none"]), Kind::Percent]);

const CODE: &[Key] = &[key("size", SIZE), key("wrap-mark", Kind::Text), key("background", GROUND)];

const CAPTION: &[Key] =
    &[key("size", SIZE), key("label", Kind::Word(&["upright", "italic", "bold", "smallcaps"]))];

/// Italic or not.
const SLOPE: Kind = Kind::Word(&["upright", "italic"]);

const EPIGRAPH: &[Key] = &[key("indent", Kind::Measure), key("size", SIZE), key("style", SLOPE)];

const SIDEBAR: &[Key] = &[key("size", SIZE), key("background", GROUND)];

const PULL_QUOTE: &[Key] = &[key("size", SIZE), key("style", SLOPE)];

const BREAKING: &[Key] = &[
    key("hyphen-penalty", Kind::Whole(-10_000, 10_000)),
    key("expansion", Kind::Percent),
    key("tracking", Kind::Percent),
    key("protrusion", Kind::Flag),
    key("widow", Kind::Whole(1, 9)),
    key("orphan", Kind::Whole(1, 9)),
];
