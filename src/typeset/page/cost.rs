//! What it costs to end a page somewhere. A fault outweighs those above it in this list
//! that can stand in its place: the breaker commits the lesser first. Costs share the
//! scale of the demerits of lines, so that a paragraph is set a line longer or shorter only
//! where the page gains more than its lines lose.

/// A page beyond those that are needed.
pub const PAGE: i64 = 100;
/// A hyphen at the end of a page.
pub const HYPHEN: i64 = 3_000;
/// Each page of a spread that is one line shorter or longer than the others.
pub const SPREAD: i64 = 70_000;
/// A paragraph set two lines longer or shorter than is best for it.
pub const VARIANT_FAR: i64 = 160_000;
/// What a hyphen costs more at the end of a recto, where the leaf must be turned.
pub const HYPHEN_TURNED: i64 = 250_000;
/// A last line of a paragraph at the top of a page that is at least [`LONG_LINE`] of the
/// measure wide: it is tried only where pages would be uneven else.
pub const WIDOW_LONG: i64 = 420_000;
/// Thousandths of the measure.
pub const LONG_LINE: i64 = 667;
/// A page that ends higher than the one beside it, or than all others; the square of the
/// lines that are missing is added, in [`SHORT`].
pub const UNEVEN: i64 = 500_000;
/// Each line, squared, that a page is short.
pub const SHORT: i64 = 10_000;
/// The same where pages may end as they like.
pub const SHORT_RAGGED: i64 = 1_500;
/// Each line, squared, of white between a page's text and its notes.
pub const GAP: i64 = 30_000;
/// A figure or table that leaves the place where it is written.
pub const FLOAT_MOVED: i64 = 120_000;
/// What it costs more where the leaf must be turned to see it.
pub const FLOAT_TURNED: i64 = 40_000;
/// Each page that begins while a float still waits for its place.
pub const FLOAT_LATE: i64 = 400_000;
/// A page of floats without text; each line, squared, of white on it is added, in
/// [`FLOAT_WHITE`].
pub const FLOAT_PAGE: i64 = 200_000;
/// See [`FLOAT_PAGE`].
pub const FLOAT_WHITE: i64 = 1_500;
/// A float that stands otherwise than its author says: dearer than a short page.
pub const FLOAT_AGAINST: i64 = 2_000_000;
/// A scene break at the edge of a page.
pub const SCENE_BREAK: i64 = 3_000;
/// A page between two lines of code, rows of a table, lines of a stanza.
pub const CODE_LINE: i64 = 500;
/// Code divided behind its first or before its last line.
pub const CODE_EDGE: i64 = 560_000;
/// Code of a few lines divided: dearer than a page that is left so many lines short.
pub const CODE_SMALL: i64 = 1_000_000;
/// Lines that code has at most to count as a few.
pub const SMALL_CODE: usize = 4;
/// A line of code that was turned divided at the turn.
pub const CODE_TURNED: i64 = 530_000;
/// A table divided between rows.
pub const ROW: i64 = 1_000;
/// A table divided behind its first or before its last row.
pub const ROW_EDGE: i64 = 540_000;
/// A table of a few rows divided: dearer than a page that is left half empty for it.
pub const TABLE_SMALL: i64 = 4_000_000;
/// Lines of body text that a table is high at most to count as small.
pub const SMALL_LINES: i64 = 12;
/// A row of a table divided.
pub const ROW_DIVIDED: i64 = 580_000;
/// A stanza divided.
pub const STANZA: i64 = 8_000;
/// A line of a stanza left alone.
pub const STANZA_EDGE: i64 = 560_000;
/// Each line, squared, that the last page of a chapter lacks of [`LAST_LINES`].
pub const LAST_SHORT: i64 = 50_000;
/// Lines that the last page of a chapter should hold.
pub const LAST_LINES: i64 = 5;
/// A note that goes on on the next page.
pub const NOTE_DIVIDED: i64 = 650_000;
/// More than all that a paragraph's lines can cost.
pub const LINES: i64 = 100_000_000;
/// A line of a paragraph left alone at the top or the foot of a page.
pub const WIDOW: i64 = 1_000_000_000;
/// A float at the head of a page before the one that speaks of it.
pub const FLOAT_AHEAD: i64 = 2_000_000_000;
/// What the author or its kind keeps together divided.
pub const KEPT: i64 = 10_000_000_000;
/// A heading without its text.
pub const STRANDED: i64 = 100_000_000_000;
/// A note that begins after the page of its call.
pub const NOTE_APART: i64 = 10_000_000_000_000;
/// A page too full.
pub const OVERFULL: i64 = 100_000_000_000_000;
