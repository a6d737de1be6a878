//! What there is to say about standards, colours and profiles.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::press::Standard;
use crate::source::{Span, Spanned};

pub(super) fn clash(first: Standard, second: &Spanned<Standard>, reason: &str) -> Diagnostic {
    let message = format!("one file can't keep `{}` and `{}`: {reason}", first.word(), second.value.word());
    Diagnostic::new(Code::StandardConflict, message)
        .at(second.span, "with the other one")
        .help("name one of them here, and make another edition for the other")
}

pub(super) fn not_with(standard: &str, setting: &str, place: Span, way_out: &str) -> Diagnostic {
    Diagnostic::new(Code::StandardConflict, format!("`{standard}` can't be kept with `{setting}`"))
        .at(place, "")
        .help(way_out)
}

pub(super) fn unnamed_condition(place: Span) -> Diagnostic {
    Diagnostic::new(Code::StandardConflict, "a profile that stays out of the file needs a `condition`")
        .at(place, "")
        .help("name the printing condition, such as `condition: CGATS TR 001` or `condition: FOGRA39`")
}

pub(super) fn gray_profile(place: Span) -> Diagnostic {
    Diagnostic::new(Code::UnusableProfile, "this profile is of one ink, and the edition is printed in four")
        .at(place, "")
        .help("write `color: gray`, or name a CMYK profile")
}

pub(super) fn unusable_profile(path: &str, reason: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::UnusableProfile, format!("the profile `{path}` can't be used: {reason}"))
        .at(place, "named here")
        .help("ask the printer for the ICC profile of the press, a CMYK output profile of version 2 or 4")
        .help("without `profile`, offset printing on coated paper is meant (FOGRA39)")
}

pub(super) fn spot_without_color(name: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("the ink `{name}` does not say which colour it prints"))
        .at(place, "")
        .help("write the colour as in your drawings: `PANTONE 185 C: '#e4002b'`")
}

pub(super) fn spot_name(name: &str, place: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{name}` can't be the name of a spot colour"))
        .at(place, "")
        .help("write the name that the printer knows, such as `PANTONE 185 C`")
}

pub(super) fn spot_parts(name: &str, place: Span) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("the `cmyk` of `{name}` should be four numbers from 0 to 100"),
    )
    .at(place, "")
    .help("write it like `cmyk: [0, 91, 76, 0]`")
}
