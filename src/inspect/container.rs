//! `mimetype`, `META-INF/container.xml` and `encryption.xml`: where the book in the archive
//! is, and which of its fonts are obfuscated (EPUB 3.3, 4.2.6 and 4.4).

use std::collections::BTreeMap;

use super::archive::Mimetype;
use super::findings::{Findings, in_file};
use super::xml::{Ns, Tree};
use crate::diagnostic::{Code, Diagnostic};

/// The path of the file that says where the package document is.
pub(super) const CONTAINER: &str = "META-INF/container.xml";
/// The path of the file that says what is encrypted.
pub(super) const ENCRYPTION: &str = "META-INF/encryption.xml";
const PACKAGE_TYPE: &str = "application/oebps-package+xml";

/// What is to be said of the entry `mimetype`.
pub(super) fn mimetype(mimetype: &Mimetype, shown: &str) -> Option<Diagnostic> {
    let (message, help) = match mimetype {
        Mimetype::Right => return None,
        Mimetype::Missing => (
            "there is no file `mimetype` in the archive".to_owned(),
            "put it in as the first file, not compressed, with the text `application/epub+zip`",
        ),
        Mimetype::NotFirst => (
            "the file `mimetype` is not the first of the archive".to_owned(),
            "pack it first: `zip -X0 book.epub mimetype && zip -Xr9 book.epub . -x mimetype`",
        ),
        Mimetype::Compressed => (
            "the file `mimetype` is compressed".to_owned(),
            "pack it without compression: `zip -X0 book.epub mimetype`",
        ),
        Mimetype::ExtraField => (
            "the file `mimetype` has an extra field in its header".to_owned(),
            "pack it with `zip -X0`, which leaves such fields out",
        ),
        Mimetype::Wrong(text) => (
            format!("the file `mimetype` says `{}`", text.trim_end().escape_debug()),
            "it has just these letters, no blank and no line end: `application/epub+zip`",
        ),
    };
    Some(in_file(Code::EpubMimetype, &format!("{shown}/mimetype"), message).help(help))
}

/// The paths of the package documents.
pub(super) fn package_paths(tree: &Tree, findings: &mut Findings) -> Vec<String> {
    let Some(root) = tree.root() else { return Vec::new() };
    if root.name() != "container" || root.ns() != Ns::Container {
        findings.push(
            root.say(Code::EpubContainer, "this is not a container document")
                .help("begin with `<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">`"),
        );
        return Vec::new();
    }
    let mut paths = Vec::new();
    for rootfile in root.descendants().filter(|element| element.name() == "rootfile") {
        let path = rootfile.value("full-path").unwrap_or_default();
        if path.is_empty() {
            findings.push(
                rootfile
                    .say(Code::EpubContainer, "`rootfile` does not say where the package document is")
                    .help("add `full-path=\"OEBPS/content.opf\"` with the path in the archive"),
            );
        } else if rootfile.value("media-type") == Some(PACKAGE_TYPE) {
            paths.push(path.to_owned());
        }
    }
    if paths.is_empty() {
        findings.push(
            root.say(Code::EpubContainer, "no `rootfile` names a package document")
                .help(format!("add `<rootfile full-path=\"…\" media-type=\"{PACKAGE_TYPE}\"/>`")),
        );
    }
    paths
}

/// How a file of the book is made unreadable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lock {
    /// A font obfuscated as EPUB has it, or as Adobe had it.
    Obfuscated,
    /// Encrypted: digital rights management.
    Encrypted,
}

/// Which files are obfuscated or encrypted.
pub(super) fn locks(tree: &Tree) -> BTreeMap<String, Lock> {
    let mut locks = BTreeMap::new();
    for data in tree.elements().filter(|element| element.name() == "EncryptedData") {
        let value = |name: &str, attribute: &str| {
            data.descendants().find(|e| e.name() == name).and_then(|e| e.value(attribute)).unwrap_or_default()
        };
        let lock = match value("EncryptionMethod", "Algorithm") {
            "http://www.idpf.org/2008/embedding" | "http://ns.adobe.com/pdf/enc#RC" => Lock::Obfuscated,
            _ => Lock::Encrypted,
        };
        let path = super::url::decode(value("CipherReference", "URI"));
        locks.insert(path.trim_start_matches('/').to_owned(), lock);
    }
    locks
}
