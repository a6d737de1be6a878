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
    UnusableProfile "unusable-profile" Error,
    StandardConflict "standard-conflict" Error,
    NotYet "not-yet" Warning,
    MissingMetadata "missing-metadata" Warning,
    OrphanFile "orphan-file" Warning,
    NotImported "not-imported" Warning,
    // Markdown.
    EmptyBook "empty-book" Error,
    EmptyFile "empty-file" Warning,
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
    UnknownNoteSeries "unknown-note-series" Warning,
    NarrowMargin "narrow-margin" Warning,
    // Setting.
    MissingGlyph "missing-glyph" Warning,
    OverfullLine "overfull-line" Warning,
    OverfullPage "overfull-page" Warning,
    FitWithoutEffect "fit-without-effect" Warning,
    UnsupportedSvg "unsupported-svg" Warning,
    CoverImage "cover-image" Error,
    SmallCover "small-cover" Warning,
    // Writing.
    MissingFace "missing-face" Warning,
    LargeBlock "large-block" Warning,
    LargePicture "large-picture" Warning,
    LargeEpub "large-epub" Warning,
    ClaimLeftOut "claim-left-out" Warning,
    UnwritableEpub "unwritable-epub" Error,
    UnwritablePdf "unwritable-pdf" Error,
    StandardBroken "standard-broken" Error,
    // Finished EPUBs: the archive.
    ZipBroken "zip-broken" Error,
    ZipBomb "zip-bomb" Error,
    ZipPath "zip-path" Error,
    ZipLink "zip-link" Error,
    ZipOverlap "zip-overlap" Error,
    ZipEncrypted "zip-encrypted" Error,
    ZipDuplicate "zip-duplicate" Error,
    ZipName "zip-name" Error,
    FileName "file-name" Warning,
    // The container.
    EpubMimetype "epub-mimetype" Error,
    EpubContainer "epub-container" Error,
    EpubVersion "epub-version" Error,
    EpubEncryption "epub-encryption" Error,
    // XML.
    XmlMalformed "xml-malformed" Error,
    XmlEncoding "xml-encoding" Error,
    XmlEntity "xml-entity" Error,
    XmlDoctype "xml-doctype" Error,
    XmlExcessive "xml-excessive" Error,
    XmlNamespace "xml-namespace" Error,
    // The package document.
    PackageMetadata "package-metadata" Error,
    PackageEmpty "package-empty" Warning,
    PackageIdentifier "package-identifier" Error,
    PackageUuid "package-uuid" Warning,
    PackageLanguage "package-language" Error,
    PackageDate "package-date" Warning,
    PackageProperty "package-property" Error,
    PackagePrefix "package-prefix" Warning,
    PackageDeprecated "package-deprecated" Warning,
    PackageStructure "package-structure" Error,
    // The manifest and the spine.
    ManifestItem "manifest-item" Error,
    ManifestDuplicate "manifest-duplicate" Error,
    ManifestMissing "manifest-missing" Error,
    ManifestUnlisted "manifest-unlisted" Warning,
    ManifestType "manifest-type" Error,
    ManifestProperty "manifest-property" Error,
    ManifestRemote "manifest-remote" Warning,
    ManifestFallback "manifest-fallback" Error,
    SpineItem "spine-item" Error,
    SpineLinear "spine-linear" Error,
    SpineToc "spine-toc" Error,
    GuideReference "guide-reference" Error,
    // Navigation.
    NavMissing "nav-missing" Error,
    NavStructure "nav-structure" Error,
    NavNested "nav-nested" Warning,
    NavOrder "nav-order" Warning,
    NavRemote "nav-remote" Error,
    NcxStructure "ncx-structure" Error,
    NcxIdentifier "ncx-identifier" Error,
    NcxLabel "ncx-label" Warning,
    // References.
    LinkMissing "link-missing" Error,
    LinkUnlisted "link-unlisted" Error,
    LinkFragment "link-fragment" Error,
    LinkSpine "link-spine" Error,
    LinkType "link-type" Error,
    LinkOutside "link-outside" Error,
    LinkUrl "link-url" Error,
    LinkScheme "link-scheme" Warning,
    LinkInsecure "link-insecure" Warning,
    RemoteResource "remote-resource" Error,
    // XHTML.
    HtmlElement "html-element" Error,
    HtmlAttribute "html-attribute" Error,
    HtmlNesting "html-nesting" Error,
    HtmlMissing "html-missing" Error,
    HtmlValue "html-value" Error,
    HtmlTitle "html-title" Warning,
    DuplicateId "duplicate-id" Error,
    IdReference "id-reference" Error,
    FixedViewport "fixed-viewport" Error,
    MediaOverlay "media-overlay" Error,
    DocumentEmpty "document-empty" Warning,
    FixedText "fixed-text" Warning,
    // Style sheets.
    CssSyntax "css-syntax" Error,
    CssProperty "css-property" Error,
    CssFontFace "css-font-face" Warning,
    // Pictures and fonts.
    ImageDamaged "image-damaged" Error,
    ImageExtension "image-extension" Warning,
    ImagePixels "image-pixels" Warning,
    ImageBytes "image-bytes" Warning,
    ImageColour "image-colour" Warning,
    ImageAnimated "image-animated" Warning,
    FontDamaged "font-damaged" Error,
    FontLicence "font-licence" Warning,
    FontObfuscated "font-obfuscated" Warning,
    FontGlyphs "font-glyphs" Warning,
    // Accessibility.
    A11yMetadata "a11y-metadata" Warning,
    A11yClaim "a11y-claim" Warning,
    A11ySource "a11y-source" Warning,
    A11yLanguage "a11y-language" Warning,
    A11yImage "a11y-image" Warning,
    A11yFormula "a11y-formula" Warning,
    A11yLink "a11y-link" Warning,
    A11yHeading "a11y-heading" Warning,
    A11yList "a11y-list" Warning,
    A11yTable "a11y-table" Warning,
    A11yRole "a11y-role" Warning,
    A11yPagebreak "a11y-pagebreak" Warning,
    A11yLandmark "a11y-landmark" Warning,
    // The printed pages and the notes.
    PageOrder "page-order" Warning,
    PageList "page-list" Warning,
    PageMark "page-mark" Warning,
    NoteLink "note-link" Warning,
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
