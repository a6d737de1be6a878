//! Every key of `book.yaml`, as one table: its names, its kind, whether it has an effect.
//!
//! The table is data. [`super::check`] holds a file against it; documentation and a JSON
//! Schema can be made of it. Pandoc's names come first; Quarto's and mdBook's are aliases.

/// A key and what may stand under it.
pub(crate) struct Key {
    /// Its name.
    pub(crate) name: &'static str,
    /// Other tools' names for it.
    pub(crate) aliases: &'static [&'static str],
    /// What may stand there.
    pub(crate) kind: Kind,
    /// Whether this version does anything with it.
    pub(crate) effect: Effect,
}

/// Whether a key has an effect in this version.
pub(crate) enum Effect {
    /// It has.
    Now,
    /// It has none yet: its value is checked and a warning says so.
    Later,
    /// Only these values have.
    NowOnly(&'static [&'static str]),
}

/// What may stand under a key.
pub(crate) enum Kind {
    /// Anything at all.
    Any,
    /// Any text or number.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number in a range.
    Whole(i64, i64),
    /// A decimal number in a range, in thousandths.
    Ratio(i32, i32),
    /// One of these words.
    Word(&'static [&'static str]),
    /// `11pt`, `8cm`, `5.5in`.
    Length,
    /// `5.5x8.5in`.
    Size,
    /// `1.3em`, `6lines`, `60%`: a length of a design.
    Measure,
    /// The same, or a fixed length.
    Margin,
    /// `60%`.
    Percent,
    /// `300%`: inks together.
    Ink,
    /// A year, month or day.
    Date,
    /// A moment.
    Instant,
    /// BCP 47.
    Language,
    /// A MARC relator, as word or code.
    Role,
    /// `man-u-script`.
    Divided,
    /// `any`, `even` or `multiple of 4`.
    Pages,
    /// An output file's name with `{slug}`, `{edition}`, `{isbn}`.
    FilePattern,
    /// A list.
    List(&'static Kind),
    /// Known keys, in groups.
    Map(&'static [&'static [Key]]),
    /// Keys the author chooses; `true`: only `[a-z0-9-]`.
    Named(&'static Kind, bool),
    /// The first of these that fits.
    OneOf(&'static [Kind]),
}

/// A key with an effect.
pub(super) const fn key(name: &'static str, kind: Kind) -> Key {
    Key { name, aliases: &[], kind, effect: Effect::Now }
}

/// A key with an effect and other names.
const fn also(name: &'static str, aliases: &'static [&'static str], kind: Kind) -> Key {
    Key { name, aliases, kind, effect: Effect::Now }
}

/// A key whose effect comes later.
pub(super) const fn later(name: &'static str, kind: Kind) -> Key {
    Key { name, aliases: &[], kind, effect: Effect::Later }
}

/// A key of which only some values have an effect.
pub(super) const fn only(name: &'static str, values: &'static [&'static str], kind: Kind) -> Key {
    Key { name, aliases: &[], kind, effect: Effect::NowOnly(values) }
}

/// One text or several.
const TEXTS: Kind = Kind::OneOf(&[Kind::Text, Kind::List(&Kind::Text)]);

/// `book.yaml`, and a house file.
pub(crate) static BOOK: Kind = Kind::Map(&[
    &[
        key("bindery", Kind::Whole(1, 1)),
        key("extends", Kind::Text),
        key("title", Kind::OneOf(&[Kind::Text, Kind::Map(&[TITLE]), Kind::List(&TITLE_ITEM)])),
        key("subtitle", Kind::Text),
        key("short-title", Kind::Text),
        also("author", &["authors", "creator"], PEOPLE),
        also("contributor", &["contributors"], PEOPLE),
        also("lang", &["language"], LANGUAGES),
        key("publisher", Kind::Text),
        key("date", Kind::Date),
        key("modified", Kind::Instant),
        key("rights", Kind::Text),
        key("copyright", Kind::OneOf(&[Kind::Text, Kind::Map(&[COPYRIGHT])])),
        key("description", Kind::Text),
        also("subject", &["subjects"], SUBJECTS),
        key("keywords", TEXTS),
        key("belongs-to-collection", Kind::OneOf(&[Kind::Text, Kind::Map(&[COLLECTION])])),
        key("group-position", Kind::Text),
        key("identifier", IDENTIFIERS),
        key("cover-image", Kind::Text),
        key("cover-image-alt", Kind::Text),
    ],
    &[
        key("front", Kind::List(&Kind::Text)),
        key("chapters", Kind::List(&CHAPTER)),
        key("appendices", Kind::List(&Kind::Text)),
        key("back", Kind::List(&Kind::Text)),
        key("numbering", Kind::Map(&[NUMBERING])),
        also("number-sections", &["numbersections"], Kind::Flag),
        key("number-depth", Kind::Whole(0, 6)),
        key("toc-depth", Kind::Whole(1, 6)),
        key("resource-path", TEXTS),
        key("hyphenation", Kind::Map(&[HYPHENATION])),
        key("typography", Kind::Map(&[TYPOGRAPHY])),
        key("fonts", Kind::Map(&[FONT_FILES])),
        key("theme", Kind::Text),
        key("editions", Kind::Named(&EDITION, true)),
    ],
    &[
        later("bibliography", TEXTS),
        later("csl", Kind::Text),
        key("notes", Kind::Word(NOTE_PLACES)),
        key("note-series", Kind::Named(&NOTE_SERIES, true)),
        later("math-macros", Kind::Named(&Kind::Text, false)),
        key("vars", Kind::Named(&VAR, false)),
        key("accessibility", Kind::Map(&[ACCESSIBILITY])),
    ],
]);

/// A value of the author's, or several under a name.
static VAR: Kind = Kind::OneOf(&[Kind::Text, Kind::Named(&VAR, false)]);

const NOTE_PLACES: &[&str] = &["foot", "chapter", "book", "side"];
/// What calls notes.
pub(super) const NOTE_MARKERS: &[&str] = &["numbers", "letters", "roman", "symbols"];
/// Where the marks of notes begin again.
const NOTE_NUMBERING: Kind = Kind::Word(&["page", "chapter", "book"]);
static NOTE_SERIES: Kind = Kind::Map(&[&[
    key("marker", Kind::Word(NOTE_MARKERS)),
    key("place", Kind::Word(NOTE_PLACES)),
    key("numbering", NOTE_NUMBERING),
]]);

const TITLE_TYPES: &[&str] = &["main", "subtitle", "short", "collection", "edition", "extended"];
const TITLE: &[Key] = &[
    only("type", &["main", "subtitle", "short", "collection", "edition"], Kind::Word(TITLE_TYPES)),
    key("text", Kind::Text),
    key("file-as", Kind::Text),
];
static TITLE_ITEM: Kind = Kind::OneOf(&[Kind::Text, Kind::Map(&[TITLE])]);

/// The book's language, or several, the main one first.
const LANGUAGES: Kind = Kind::OneOf(&[Kind::Language, Kind::List(&Kind::Language)]);

const COLLECTION: &[Key] = &[
    also("text", &["name"], Kind::Text),
    key("type", Kind::Word(&["series", "set"])),
    also("position", &["number"], Kind::Text),
    key("identifier", Kind::Text),
];

const PEOPLE: Kind = Kind::OneOf(&[Kind::Text, Kind::Map(&[PERSON]), Kind::List(&PERSON_ITEM)]);
static PERSON_ITEM: Kind = Kind::OneOf(&[Kind::Text, Kind::Map(&[PERSON])]);
/// Pandoc's keys, then those of Quarto's author objects.
const PERSON: &[Key] = &[
    key("role", Kind::Role),
    also("text", &["name"], Kind::OneOf(&[Kind::Text, Kind::Map(&[PERSON_NAME])])),
    key("file-as", Kind::Text),
    later("orcid", Kind::Text),
    later("email", Kind::Text),
    later("url", Kind::Text),
    later("degrees", Kind::Any),
    later("affiliation", Kind::Any),
    later("affiliations", Kind::Any),
    later("corresponding", Kind::Flag),
];
const PERSON_NAME: &[Key] =
    &[also("literal", &["text"], Kind::Text), key("given", Kind::Text), key("family", Kind::Text)];

const COPYRIGHT: &[Key] =
    &[key("holder", Kind::Text), key("year", Kind::Whole(1, 9999)), key("statement", Kind::Text)];

const SUBJECTS: Kind = Kind::OneOf(&[Kind::Text, Kind::Map(&[SUBJECT]), Kind::List(&SUBJECT_ITEM)]);
static SUBJECT_ITEM: Kind = Kind::OneOf(&[Kind::Text, Kind::Map(&[SUBJECT])]);
const SUBJECT: &[Key] = &[key("authority", Kind::Text), key("term", Kind::Text), key("text", Kind::Text)];

const IDENTIFIERS: Kind = Kind::OneOf(&[Kind::Text, Kind::Map(&[IDENTIFIER]), Kind::List(&IDENTIFIER_ITEM)]);
static IDENTIFIER_ITEM: Kind = Kind::OneOf(&[Kind::Text, Kind::Map(&[IDENTIFIER])]);
const IDENTIFIER: &[Key] = &[key("scheme", Kind::Word(SCHEMES)), key("text", Kind::Text)];
/// Pandoc's words (ONIX code list 5), with ours first.
pub(crate) const SCHEMES: &[&str] = &[
    "ISBN-13",
    "ISBN-10",
    "ISBN",
    "DOI",
    "UUID",
    "URI",
    "URL",
    "URN",
    "GTIN-13",
    "GTIN-14",
    "UPC",
    "ISMN-10",
    "ISMN-13",
    "ISBN-A",
    "LCCN",
    "OCLC",
    "OLCC",
    "ISSN",
    "Legal deposit number",
    "JP e-code",
    "other",
];

/// An entry of `chapters:`: a file, or a part with its own chapters.
static CHAPTER: Kind = Kind::OneOf(&[Kind::Text, Kind::Map(&[&PART])]);
static PART: [Key; 2] = [key("part", Kind::Text), key("chapters", Kind::List(&CHAPTER))];

const NUMBER_STYLES: Kind = Kind::Word(&["none", "arabic", "Roman", "words"]);
const NUMBERING: &[Key] = &[
    key("chapters", NUMBER_STYLES),
    key("parts", NUMBER_STYLES),
    key("depth", Kind::Whole(0, 6)),
    key("restart-in-parts", Kind::Flag),
    key("notes", NOTE_NUMBERING),
];

const HYPHENATION: &[Key] = &[
    key("exceptions", Kind::List(&Kind::Divided)),
    key("min-before", Kind::Whole(1, 9)),
    key("min-after", Kind::Whole(1, 9)),
];

const AUTO: Kind = Kind::OneOf(&[Kind::Word(&["auto", "none"]), Kind::Flag]);
const TYPOGRAPHY: &[Key] = &[key("quotes", AUTO), key("dashes", AUTO), key("ellipsis", AUTO)];

const FONT_FILES: &[Key] =
    &[key("body", TEXTS), key("heading", TEXTS), key("mono", TEXTS), key("fallback", TEXTS)];

const ACCESSIBILITY: &[Key] = &[
    key("conformance", Kind::Word(CONFORMANCES)),
    key("certified-by", Kind::Text),
    key("certifier-credential", Kind::Text),
    key("certifier-report", Kind::Text),
    key("summary", Kind::Text),
    key("exemption", Kind::Word(EXEMPTIONS)),
];
/// The strings of EPUB Accessibility 1.1, 2.3.2.
const CONFORMANCES: &[&str] = &[
    "EPUB Accessibility 1.1 - WCAG 2.0 Level A",
    "EPUB Accessibility 1.1 - WCAG 2.0 Level AA",
    "EPUB Accessibility 1.1 - WCAG 2.0 Level AAA",
    "EPUB Accessibility 1.1 - WCAG 2.1 Level A",
    "EPUB Accessibility 1.1 - WCAG 2.1 Level AA",
    "EPUB Accessibility 1.1 - WCAG 2.1 Level AAA",
    "EPUB Accessibility 1.1 - WCAG 2.2 Level A",
    "EPUB Accessibility 1.1 - WCAG 2.2 Level AA",
    "EPUB Accessibility 1.1 - WCAG 2.2 Level AAA",
];
/// W3C, The EPUB Accessibility exemption property.
const EXEMPTIONS: &[&str] =
    &["eaa-microenterprise", "eaa-disproportionate-burden", "eaa-fundamental-alteration"];

/// An edition: the keys of any, then of print, then of EPUB.
pub(crate) static EDITION: Kind = Kind::Map(&[EDITION_ANY, EDITION_PDF, EDITION_EPUB, EDITION_COVER]);

/// Shops of EPUBs that want something of their own.
pub(super) const EPUB_PRESETS: &[&str] = &["apple", "kindle", "kobo"];

/// Keys of every edition.
pub(crate) const EDITION_ANY: &[Key] = &[
    key("format", Kind::Word(&["epub", "pdf", "cover"])),
    key("extends", Kind::Text),
    key("title", Kind::Text),
    key("file", Kind::FilePattern),
    key("identifier", IDENTIFIERS),
    key("theme", Kind::Text),
    key("fonts", Kind::Map(&[FONT_FILES])),
    key("notes", Kind::Word(NOTE_PLACES)),
    only("preset", EPUB_PRESETS, Kind::Text),
    key("only", TEXTS),
    key("except", TEXTS),
];

/// Keys of editions of `format: pdf`.
pub(crate) const EDITION_PDF: &[Key] = &[
    key("trim", Kind::Size),
    key("margins", Kind::OneOf(&[Kind::Word(&["auto"]), Kind::Map(&[MARGINS])])),
    key("gutter", Kind::OneOf(&[Kind::Word(&["auto"]), Kind::Length])),
    key("body", Kind::Map(&[EDITION_BODY])),
    only("baseline-grid", &["true"], Kind::Flag),
    key("start", Kind::Word(&["recto", "any"])),
    key("bottoms", Kind::Word(&["grid", "flush", "ragged"])),
    key("pages", Kind::Pages),
    key("links", Kind::Flag),
    only("pdf-version", &["1.7"], Kind::Word(&["1.7", "2.0"])),
    later("paper", Kind::Text),
    key("color", Kind::Word(&["gray", "cmyk", "rgb"])),
    key("ink-limit", Kind::Ink),
    key("spots", Kind::Named(&SPOT, false)),
    key("profile", Kind::OneOf(&[Kind::Text, Kind::Map(&[PROFILE])])),
    key("bleed", Kind::OneOf(&[Kind::Word(EDGES), Kind::Length, Kind::Map(&[BLEED])])),
    key("marks", Kind::OneOf(&[Kind::Flag, Kind::Word(MARKS), Kind::List(&Kind::Word(MARKS))])),
    key("standard", Kind::OneOf(&[Kind::Word(STANDARDS), Kind::List(&Kind::Word(STANDARDS))])),
    key("print-pageref", Kind::Word(&["auto", "none"])),
    later("fit", Kind::Any),
];

/// Keys of editions of `format: epub`.
pub(crate) const EDITION_EPUB: &[Key] = &[
    key("css", Kind::Text),
    key("cover-page", Kind::Flag),
    key("embed-fonts", Kind::Flag),
    key("page-list-from", Kind::Text),
    key("images", Kind::Map(&[IMAGES])),
];

/// Keys of editions of `format: cover`.
const EDITION_COVER: &[Key] =
    &[key("for", Kind::Text), key("front", Kind::Text), key("back", Kind::Text), key("spine", Kind::Text)];

/// As [`crate::model::press::Standard::WORDS`] has them.
const STANDARDS: &[&str] = &["pdfx-4", "pdfx-1a", "pdfa-2a", "pdfa-2u", "pdfua-1"];
const EDGES: &[&str] = &["none", "outer", "all"];
const BLEED: &[Key] = &[key("edges", Kind::Word(EDGES)), key("width", Kind::Length)];
const MARKS: &[&str] = &["crop", "registration"];
const PROFILE: &[Key] = &[key("file", Kind::Text), key("condition", Kind::Text), key("embed", Kind::Flag)];
static SPOT: Kind = Kind::OneOf(&[Kind::Text, Kind::Map(&[SPOT_INK])]);
const SPOT_INK: &[Key] = &[key("for", Kind::Text), key("cmyk", Kind::List(&Kind::Whole(0, 100)))];

const MARGINS: &[Key] = &[
    key("inner", Kind::Margin),
    key("outer", Kind::Margin),
    key("top", Kind::Margin),
    key("bottom", Kind::Margin),
];
const EDITION_BODY: &[Key] = &[key("size", Kind::Length), key("leading", Kind::Length)];
const IMAGES: &[Key] = &[key("max-px", Kind::Whole(1, 100_000)), key("max-mb", Kind::Ratio(1, 1_000_000))];
