//! What a book is called, by whom, when: the document information (ISO 32000-2, 14.3.3) and
//! the same as XMP (ISO 16684-1), kept in step.

use lopdf::{Dictionary, Stream};

use super::object::{ascii, name, text};
use crate::edition::Edition;
use crate::model::metadata::{Metadata, Scheme};
use crate::model::press::{Press, Standard};

/// What makes the file.
const PRODUCER: &str = concat!("Bindery ", env!("CARGO_PKG_VERSION"));

/// Both forms say this.
pub(super) struct About<'a> {
    metadata: &'a Metadata,
    title: String,
    keywords: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    date: &'a str,
    identifier: Option<String>,
    press: &'a Press,
}

impl<'a> About<'a> {
    /// What an edition says of itself.
    pub(super) fn new(edition: &'a Edition<'_>, press: &'a Press) -> Self {
        let metadata = &edition.metadata;
        let title = match &metadata.subtitle {
            Some(subtitle) => format!("{}: {subtitle}", metadata.title),
            None => metadata.title.clone(),
        };
        let subjects: Vec<&str> = metadata.subjects.iter().map(|s| s.text.as_str()).collect();
        let mut names = edition.spec.identifiers.iter().chain(&metadata.identifiers);
        let identifier = names.find_map(|identifier| match identifier.scheme {
            Scheme::Isbn13 | Scheme::Isbn10 => Some(format!("urn:isbn:{}", identifier.text)),
            _ => None,
        });
        Self { metadata, title, keywords: subjects.join(", "), date: &edition.modified, identifier, press }
    }

    /// The document information dictionary.
    pub(super) fn info(&self) -> Dictionary {
        let date = pdf_date(self.date);
        let authors = self.metadata.author_line();
        let mut info = Dictionary::new();
        info.set("Title", text(&self.title));
        let description = self.metadata.description.as_deref().unwrap_or_default();
        for (key, value) in
            [("Author", authors.as_str()), ("Subject", description), ("Keywords", &self.keywords)]
        {
            if !value.is_empty() {
                info.set(key, text(value));
            }
        }
        info.set("Creator", text(PRODUCER));
        info.set("Producer", text(PRODUCER));
        info.set("CreationDate", ascii(&date));
        info.set("ModDate", ascii(&date));
        info.set("Trapped", name("False"));
        if self.press.keeps(Standard::X1a) {
            info.set("GTS_PDFXVersion", text("PDF/X-1:2001"));
            info.set("GTS_PDFXConformance", text("PDF/X-1a:2001"));
        }
        info
    }

    /// The XMP packet, as a stream that is never compressed: catalogues read it from outside.
    pub(super) fn xmp(&self, id: [u8; 16]) -> Stream {
        let mut dictionary = Dictionary::new();
        dictionary.set("Type", name("Metadata"));
        dictionary.set("Subtype", name("XML"));
        Stream::new(dictionary, self.packet(id).into_bytes()).with_compression(false)
    }

    fn packet(&self, id: [u8; 16]) -> String {
        let list = |kind: &str, items: &[&str]| {
            let items: Vec<String> = items.iter().map(|item| element("rdf:li", &escaped(item))).collect();
            element(&format!("rdf:{kind}"), &items.concat())
        };
        let alternative = |words: &str| {
            format!("<rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt>", escaped(words))
        };
        let metadata = self.metadata;
        let optional = |words: &Option<String>| words.as_deref().map(alternative).unwrap_or_default();
        let authors: Vec<&str> = metadata.authors().map(|a| a.name.as_str()).collect();
        let subjects: Vec<&str> = metadata.subjects.iter().map(|s| s.text.as_str()).collect();
        let some =
            |kind: &str, items: &[&str]| if items.is_empty() { String::new() } else { list(kind, items) };
        let document = format!("uuid:{}", uuid::Uuid::from_bytes(id));
        let publisher: Vec<&str> = metadata.publisher.iter().map(String::as_str).collect();
        let said = [
            ("dc:format", "application/pdf".to_owned()),
            ("dc:title", alternative(&self.title)),
            ("dc:creator", some("Seq", &authors)),
            ("dc:description", optional(&metadata.description)),
            ("dc:subject", some("Bag", &subjects)),
            ("dc:publisher", some("Bag", &publisher)),
            ("dc:rights", optional(&metadata.rights)),
            ("dc:language", list("Bag", &[metadata.lang.as_str()])),
            ("dc:identifier", escaped(self.identifier.as_deref().unwrap_or_default())),
            ("pdf:Keywords", escaped(&self.keywords)),
            ("pdf:Producer", PRODUCER.to_owned()),
            // PDF/A knows no such property, and holds the information to be enough.
            ("pdf:Trapped", if self.is_archive() { String::new() } else { "False".to_owned() }),
            ("xmp:CreatorTool", PRODUCER.to_owned()),
            ("xmp:CreateDate", escaped(self.date)),
            ("xmp:ModifyDate", escaped(self.date)),
            ("xmp:MetadataDate", escaped(self.date)),
            ("xmpMM:DocumentID", document.clone()),
            ("xmpMM:InstanceID", document),
        ];
        let said = said.iter().filter(|(_, value)| !value.is_empty());
        let lines: Vec<String> = said.map(|(key, value)| element(key, value) + "\n").collect();
        [XMP_HEAD, &lines.concat(), "</rdf:Description>\n", &self.claims(), XMP_FOOT].concat()
    }

    fn is_archive(&self) -> bool {
        self.press.keeps(Standard::A2a) || self.press.keeps(Standard::A2u)
    }

    /// What standards the file keeps, and for archives what these claims mean.
    fn claims(&self) -> String {
        let mut claims = String::new();
        let mut schemas = String::new();
        for kept in &self.press.standards {
            let (claim, schema) = claim(kept.value);
            claims.push_str(claim);
            schemas.push_str(schema);
        }
        if self.is_archive() && !schemas.is_empty() {
            claims.push_str(SCHEMAS_HEAD);
            claims.push_str(&schemas);
            claims.push_str(SCHEMAS_FOOT);
        }
        claims
    }
}

/// What a file says of a standard it keeps, and the schema by which PDF/A knows the words
/// that are not its own (ISO 19005-2, 6.6.2.3).
fn claim(standard: Standard) -> (&'static str, &'static str) {
    match standard {
        Standard::A2a => (include_str!("xmp/pdfa-2a.xml"), ""),
        Standard::A2u => (include_str!("xmp/pdfa-2u.xml"), ""),
        Standard::Ua1 => (include_str!("xmp/pdfua-1.xml"), include_str!("xmp/pdfua-schema.xml")),
        Standard::X4 => (include_str!("xmp/pdfx-4.xml"), include_str!("xmp/pdfx-schema.xml")),
        Standard::X1a => (include_str!("xmp/pdfx-1a.xml"), ""),
    }
}

const SCHEMAS_HEAD: &str = include_str!("xmp/schemas-head.xml");
const SCHEMAS_FOOT: &str = include_str!("xmp/schemas-foot.xml");

fn element(name: &str, content: &str) -> String {
    format!("<{name}>{content}</{name}>")
}

const XMP_HEAD: &str = "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">
<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">
<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"
 xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"
 xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\">
";
const XMP_FOOT: &str = "</rdf:RDF>
</x:xmpmeta>
<?xpacket end=\"r\"?>";

/// `2026-01-31T12:00:00Z` as `D:20260131120000Z`.
fn pdf_date(date: &str) -> String {
    let digits: String = date.chars().filter(char::is_ascii_digit).collect();
    format!("D:{digits}Z")
}

/// Text as XML has it: markup escaped, characters that XML 1.0 cannot hold left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_both_forms() {
        assert_eq!(pdf_date("2026-01-31T12:34:56Z"), "D:20260131123456Z");
    }

    #[test]
    fn markup_and_control_characters_stay_out_of_xml() {
        assert_eq!(escaped("Q&A <1>\u{0}\n2"), "Q&amp;A &lt;1&gt; 2");
    }
}
