//! The stable names of findings, their severities and explanations.
//!
//! `bindery explain CODE` prints the explanation, which stands in `explain/CODE.md`.

use super::Severity;

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident,)*) => {
        /// What kind of finding; the name is stable between versions.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $name] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The kebab-case name, as printed and as `explain` takes it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How much a finding of this kind weighs.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What it means, why it matters and what to do: a few lines of Markdown.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("explain/", $name, ".md")),)* }
            }
        }
    };
}

// One line a code, by stage; `explain/<name>.md` beside it.
codes! {
    // Files.
    NoBook "no-book" Error,
    UnreadableFile "unreadable-file" Error,
    MissingFile "missing-file" Error,
    InvalidUtf8 "invalid-utf8" Error,
    FileTooLarge "file-too-large" Error,
    OutsideBook "outside-book" Error,
    CyclicExtends "cyclic-extends" Error,
    CyclicInclude "cyclic-include" Error,
    UnknownAnchor "unknown-anchor" Error,
    MissingLines "missing-lines" Warning,
    // The manifest and themes.
    MalformedYaml "malformed-yaml" Error,
    MalformedToml "malformed-toml" Error,
    UnknownKey "unknown-key" Error,
    WrongType "wrong-type" Error,
    InvalidValue "invalid-value" Error,
    DuplicateKey "duplicate-key" Error,
    InvalidIsbn "invalid-isbn" Error,
    InvalidLanguage "invalid-language" Error,
    InvalidDate "invalid-date" Error,
    UnknownTheme "unknown-theme" Error,
    UnknownEdition "unknown-edition" Error,
    UnknownFormat "unknown-format" Error,
    UnusableFont "unusable-font" Error,
    NotYet "not-yet" Warning,
    MissingMetadata "missing-metadata" Warning,
    OrphanFile "orphan-file" Warning,
    NotImported "not-imported" Warning,
    // Markdown.
    EmptyBook "empty-book" Error,
    NotRead "not-read" Warning,
    UnknownClass "unknown-class" Warning,
    UnknownAttribute "unknown-attribute" Warning,
    UnclosedDiv "unclosed-div" Warning,
    UnshownCaption "unshown-caption" Warning,
    MalformedAttributes "malformed-attributes" Warning,
    ExtraCell "extra-cell" Warning,
    RawTex "raw-tex" Warning,
    UnknownHtml "unknown-html" Warning,
    UnknownVariable "unknown-variable" Error,
    UnknownShortcode "unknown-shortcode" Warning,
    NestedTooDeep "nested-too-deep" Error,
    MissingImage "missing-image" Error,
    UnreadableImage "unreadable-image" Error,
    RemoteImage "remote-image" Warning,
    MissingAlt "missing-alt" Warning,
    // References.
    DuplicateLabel "duplicate-label" Error,
    UnknownLabel "unknown-label" Error,
    DanglingLink "dangling-link" Error,
    NoNumber "no-number" Warning,
    LabelKind "label-kind" Warning,
    UnusedLabel "unused-label" Warning,
    UnknownNote "unknown-note" Error,
    UnusedNote "unused-note" Warning,
    LeftOut "left-out" Warning,
    DuplicateNote "duplicate-note" Error,
    NumberTwice "number-twice" Warning,
    // Setting.
    MissingGlyph "missing-glyph" Warning,
    OverfullLine "overfull-line" Warning,
    OverfullPage "overfull-page" Warning,
    FitWithoutEffect "fit-without-effect" Warning,
    UnsupportedSvg "unsupported-svg" Warning,
    CoverImage "cover-image" Error,
    // Writing.
    LargeBlock "large-block" Warning,
    UnwritableEpub "unwritable-epub" Error,
    UnwritablePdf "unwritable-pdf" Error,
}

impl Code {
    /// The code with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kebab_case_and_found_again() {
        for code in Code::ALL {
            assert!(code.name().bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            assert_eq!(Code::parse(code.name()), Some(*code));
            assert!(code.explanation().trim().len() > 80, "{} needs an explanation", code.name());
        }
    }
}
