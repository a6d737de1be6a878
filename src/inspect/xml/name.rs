//! Namespaces that EPUBs use, and what an XML name is (Namespaces in XML 1.0, 3).

/// A namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::inspect) enum Ns {
    /// None.
    None,
    Xhtml,
    Svg,
    MathMl,
    /// `epub:type` and its like.
    Ops,
    Opf,
    Dc,
    Ncx,
    Smil,
    Container,
    Encryption,
    Signature,
    XLink,
    /// `xml:lang` and its like.
    Xml,
    /// Declarations of namespaces.
    Xmlns,
    Ssml,
    /// Another one.
    Other,
}

impl Ns {
    /// The namespace of a URI.
    pub(super) fn of(uri: &str) -> Self {
        match uri {
            "" => Self::None,
            "http://www.w3.org/1999/xhtml" => Self::Xhtml,
            "http://www.w3.org/2000/svg" => Self::Svg,
            "http://www.w3.org/1998/Math/MathML" => Self::MathMl,
            "http://www.idpf.org/2007/ops" => Self::Ops,
            "http://www.idpf.org/2007/opf" => Self::Opf,
            "http://purl.org/dc/elements/1.1/" => Self::Dc,
            "http://www.daisy.org/z3986/2005/ncx/" => Self::Ncx,
            "http://www.w3.org/ns/SMIL" => Self::Smil,
            "urn:oasis:names:tc:opendocument:xmlns:container" => Self::Container,
            "http://www.w3.org/2001/04/xmlenc#" => Self::Encryption,
            "http://www.w3.org/2000/09/xmldsig#" => Self::Signature,
            "http://www.w3.org/1999/xlink" => Self::XLink,
            "http://www.w3.org/XML/1998/namespace" => Self::Xml,
            "http://www.w3.org/2000/xmlns/" => Self::Xmlns,
            "http://www.w3.org/2001/10/synthesis" => Self::Ssml,
            _ => Self::Other,
        }
    }
}

fn starts(c: char) -> bool {
    c.is_alphabetic() || c == '_' || (!c.is_ascii() && !c.is_control() && !c.is_whitespace())
}

fn continues(c: char) -> bool {
    starts(c) || c.is_numeric() || matches!(c, '-' | '.' | '\u{B7}')
}

/// Whether this can name an element or attribute, or be an `id`.
pub(in crate::inspect) fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(starts) && text.chars().all(continues)
}
