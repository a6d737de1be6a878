//! The faces in the binary: four families under the SIL Open Font License.
//!
//! Only the faces a design can ask for (upright and slanted, regular and bold) are here;
//! what else lies in `fonts/` would only make the binary bigger.

/// A family in the binary.
pub(super) struct Bundled {
    /// As a theme names it.
    pub(super) name: &'static str,
    /// Its font files.
    pub(super) files: &'static [&'static [u8]],
}

macro_rules! file {
    ($path:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $path)).as_slice()
    };
}

/// What running text is set in when nothing usable is named.
pub(super) const BODY: &str = "EB Garamond";
/// What code is set in when nothing usable is named.
pub(super) const MONO: &str = "JetBrains Mono";

/// Every family, in the order in which they are tried for what others lack: Libertinus
/// has Greek, Cyrillic, Hebrew and signs in plenty, `JetBrains Mono` arrows and box drawing.
pub(super) const FAMILIES: &[Bundled] = &[
    Bundled {
        name: "Libertinus Serif",
        files: &[
            file!("libertinus/LibertinusSerif-Regular.otf"),
            file!("libertinus/LibertinusSerif-Italic.otf"),
            file!("libertinus/LibertinusSerif-Bold.otf"),
            file!("libertinus/LibertinusSerif-BoldItalic.otf"),
        ],
    },
    Bundled {
        name: BODY,
        files: &[
            file!("eb-garamond/EBGaramond-Regular.otf"),
            file!("eb-garamond/EBGaramond-Italic.otf"),
            file!("eb-garamond/EBGaramond-Bold.otf"),
            file!("eb-garamond/EBGaramond-BoldItalic.otf"),
        ],
    },
    Bundled {
        name: "Libertinus Sans",
        files: &[
            file!("libertinus/LibertinusSans-Regular.otf"),
            file!("libertinus/LibertinusSans-Italic.otf"),
            file!("libertinus/LibertinusSans-Bold.otf"),
        ],
    },
    Bundled {
        name: MONO,
        files: &[
            file!("jetbrains-mono/JetBrainsMono-Regular.ttf"),
            file!("jetbrains-mono/JetBrainsMono-Italic.ttf"),
            file!("jetbrains-mono/JetBrainsMono-Bold.ttf"),
            file!("jetbrains-mono/JetBrainsMono-BoldItalic.ttf"),
        ],
    },
];

/// The names of the families in the binary.
pub fn families() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().map(|family| family.name)
}

/// The family a theme means; case and blanks don't matter.
pub(super) fn find(name: &str) -> Option<&'static Bundled> {
    let plain = |s: &str| s.split_whitespace().collect::<String>().to_lowercase();
    FAMILIES.iter().find(|family| plain(family.name) == plain(name))
}
