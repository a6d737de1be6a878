//! Files broken on purpose, each in one rule.

use lopdf::xref::XrefType;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

use super::super::object::{ascii, name, text};
use super::*;
use crate::color::{FOGRA39, SRGB};

/// A file that keeps a standard, before it is broken.
struct File {
    document: Document,
    page: ObjectId,
    contents: ObjectId,
    image: ObjectId,
    state: ObjectId,
    font: ObjectId,
    intent: ObjectId,
    profile: ObjectId,
    info: ObjectId,
    metadata: ObjectId,
    strict: bool,
}

const XMP: &str = "<xmp:CreateDate>2026-01-31T12:00:00Z</xmp:CreateDate>\
    <xmp:ModifyDate>2026-01-31T12:00:00Z</xmp:ModifyDate><xmp:MetadataDate>2026-01-31T12:00:00Z</xmp:MetadataDate>\
    <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">A &amp; B</rdf:li></rdf:Alt></dc:title>\
    <xmpMM:DocumentID>uuid:1</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>\
    <xmpMM:RenditionClass>default</xmpMM:RenditionClass><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>";

fn file(standard: Standard) -> File {
    let strict = standard == Standard::X1a;
    let mut document = Document::with_version(if strict { "1.3" } else { "1.6" });
    document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
    let numbers = |numbers: [i64; 4]| Object::Array(numbers.map(Object::Integer).to_vec());
    let program = document.add_object(Stream::new(Dictionary::new(), vec![1, 2, 3]));
    let descriptor = document.add_object(dictionary! { "Type" => "FontDescriptor", "FontFile2" => program });
    let font = document.add_object(
        dictionary! { "Type" => "Font", "Subtype" => "TrueType", "FontDescriptor" => descriptor },
    );
    let image = document.add_object(Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1,
            "ColorSpace" => "DeviceCMYK", "BitsPerComponent" => 8,
        },
        vec![0; 4],
    ));
    let state =
        document.add_object(dictionary! { "Type" => "ExtGState", "OP" => true, "op" => true, "OPM" => 1 });
    let contents =
        document.add_object(Stream::new(Dictionary::new(), b"q 0 0 0 1 k /P Do (rg) Tj Q".to_vec()));
    let resources = dictionary! {
        "Font" => dictionary! { "F0" => font },
        "XObject" => dictionary! { "P" => image },
        "ExtGState" => dictionary! { "O" => state },
    };
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Resources" => resources, "Contents" => contents,
        "MediaBox" => numbers([-20, -20, 120, 120]), "CropBox" => numbers([-20, -20, 120, 120]),
        "BleedBox" => numbers([-9, -9, 109, 109]), "TrimBox" => numbers([0, 0, 100, 100]),
    });
    document.objects.insert(
        pages,
        dictionary! { "Type" => "Pages", "Count" => 1, "Kids" => vec![Object::Reference(page)] }.into(),
    );
    let profile = document.add_object(Stream::new(dictionary! { "N" => 4 }, FOGRA39.to_vec()));
    let intent = document.add_object(dictionary! {
        "S" => "GTS_PDFX", "OutputConditionIdentifier" => ascii("FOGRA39"),
        "DestOutputProfile" => profile,
    });
    let metadata = document.add_object(Stream::new(Dictionary::new(), XMP.as_bytes().to_vec()));
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "Metadata" => metadata,
        "OutputIntents" => vec![Object::Reference(intent)],
    });
    let mut information = dictionary! {
        "Title" => text("A & B"), "CreationDate" => ascii("D:20260131120000Z"),
        "ModDate" => ascii("D:20260131120000Z"), "Trapped" => "False",
    };
    if strict {
        information.set("GTS_PDFXVersion", ascii("PDF/X-1:2001"));
        information.set("GTS_PDFXConformance", ascii("PDF/X-1a:2001"));
    }
    let info = document.add_object(information);
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    let id = Object::String(vec![7; 16], StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
    File { document, page, contents, image, state, font, intent, profile, info, metadata, strict }
}

impl File {
    fn set(&mut self, id: ObjectId, key: &str, value: impl Into<Object>) {
        match self.document.objects.get_mut(&id) {
            Some(Object::Stream(stream)) => stream.dict.set(key, value),
            Some(Object::Dictionary(dictionary)) => dictionary.set(key, value),
            other => panic!("{other:?}"),
        }
    }

    fn remove(&mut self, id: ObjectId, key: &str) {
        if let Ok(dictionary) = self.document.get_dictionary_mut(id) {
            dictionary.remove(key.as_bytes());
        }
    }

    fn catalog(&mut self, key: &str, value: impl Into<Object>) {
        self.document.catalog_mut().expect("a catalog").set(key, value);
    }

    fn content(&mut self, content: &str) {
        let stream = Stream::new(Dictionary::new(), content.as_bytes().to_vec());
        self.document.objects.insert(self.contents, stream.into());
    }

    fn faults(mut self) -> Vec<String> {
        let mut bytes = Vec::new();
        self.document.save_to(&mut bytes).expect("written to memory");
        faults(&bytes, if self.strict { Standard::X1a } else { Standard::X4 })
    }
}

#[test]
fn sound_files_have_no_fault() {
    assert_eq!(file(Standard::X1a).faults(), [""; 0]);
    assert_eq!(file(Standard::X4).faults(), [""; 0]);
    let mut named = file(Standard::X1a);
    let intent = named.intent;
    named.remove(intent, "DestOutputProfile");
    named.set(intent, "RegistryName", ascii("http://www.color.org"));
    named.set(intent, "Info", ascii("coated paper"));
    assert_eq!(named.faults(), [""; 0], "a registered condition will do");
}

/// What breaks a rule, and words of what is told then.
type Broken = (&'static str, fn(&mut File));

/// Breaks each rule in a file of its own.
fn breaks(standard: Standard, rules: &[Broken]) {
    for (told, break_it) in rules {
        let mut file = file(standard);
        break_it(&mut file);
        let faults = file.faults();
        assert!(faults.iter().any(|fault| fault.contains(told)), "`{told}` is not told: {faults:?}");
    }
}

#[test]
fn each_rule_of_the_file_is_held() {
    let rules: &[Broken] = &[
        ("newer", |f| f.document.version = "1.7".into()),
        ("newer", |f| f.catalog("Version", "1.7")),
        ("identifier", |f| drop(f.document.trailer.remove(b"ID"))),
        ("actions", |f| f.catalog("AA", Dictionary::new())),
        ("opened", |f| f.catalog("OpenAction", dictionary! { "S" => "JavaScript", "JS" => ascii("1") })),
        ("actions", |f| f.catalog("OpenAction", dictionary! { "S" => "JavaScript", "JS" => ascii("1") })),
        ("JavaScript", |f| f.catalog("Names", dictionary! { "JavaScript" => Dictionary::new() })),
        ("embedded files", |f| f.catalog("Names", dictionary! { "EmbeddedFiles" => Dictionary::new() })),
        ("embedded files", |f| f.catalog("X", dictionary! { "EF" => Dictionary::new() })),
        ("XFA", |f| f.catalog("AcroForm", dictionary! { "XFA" => ascii("") })),
        ("another file", |f| f.set(f.image, "F", ascii("x"))),
        ("compressed by LZW", |f| f.set(f.image, "Filter", "LZWDecode")),
        ("a page has actions", |f| f.set(f.page, "AA", Dictionary::new())),
        ("annotations", |f| f.set(f.page, "Annots", vec![dictionary! { "Subtype" => "Link" }.into()])),
    ];
    breaks(Standard::X4, rules);
    let strict: &[Broken] = &[
        ("newer", |f| f.document.version = "1.4".into()),
        ("layers", |f| f.catalog("OCProperties", Dictionary::new())),
        ("not know", |f| f.set(f.image, "Filter", "JPXDecode")),
        ("in streams", |f| f.document.reference_table.cross_reference_type = XrefType::CrossReferenceStream),
        ("actions", |f| f.catalog("X", dictionary! { "S" => "URI", "URI" => ascii("x") })),
    ];
    breaks(Standard::X1a, strict);
}

#[test]
fn boxes_and_intents_are_held() {
    let corners = |numbers: [i64; 4]| Object::Array(numbers.map(Object::Integer).to_vec());
    let mut wide = file(Standard::X4);
    let page = wide.page;
    wide.set(page, "TrimBox", corners([-10, 0, 100, 100]));
    assert_eq!(wide.faults(), ["a TrimBox reaches beyond the box around it"]);
    let mut cut = file(Standard::X4);
    cut.set(page, "CropBox", corners([0, 0, 100, 100]));
    assert_eq!(cut.faults(), ["a CropBox cuts off what is printed"]);
    let rules: &[Broken] = &[
        ("not both", |f| f.remove(f.page, "TrimBox")),
        ("not both", |f| f.set(f.page, "ArtBox", vec![0.into(), 0.into(), 1.into(), 1.into()])),
        ("one output intent", |f| f.catalog("OutputIntents", Vec::new())),
        ("no condition", |f| f.remove(f.intent, "OutputConditionIdentifier")),
        ("not sound", |f| f.set(f.profile, "N", 3)),
        ("no profile", |f| f.remove(f.intent, "DestOutputProfile")),
        ("not of a press", |f| {
            drop(
                f.document
                    .objects
                    .insert(f.profile, Stream::new(dictionary! { "N" => 3 }, SRGB.to_vec()).into()),
            );
        }),
        ("no Title", |f| f.remove(f.info, "Title")),
        ("no ModDate", |f| f.remove(f.info, "ModDate")),
        ("trapped", |f| f.set(f.info, "Trapped", "Unknown")),
        ("differ in the title", |f| f.set(f.info, "Title", ascii("Another"))),
        ("differ in a date", |f| f.set(f.info, "ModDate", ascii("D:20260131120001Z"))),
        ("no XMP", |f| drop(f.document.catalog_mut().expect("a catalog").remove(b"Metadata"))),
        ("PDF/X-4", |f| {
            drop(f.document.objects.insert(f.metadata, Stream::new(Dictionary::new(), Vec::new()).into()));
        }),
    ];
    breaks(Standard::X4, rules);
    let strict: &[Broken] = &[
        ("GTS_PDFXVersion", |f| f.remove(f.info, "GTS_PDFXVersion")),
        ("GTS_PDFXConformance", |f| f.set(f.info, "GTS_PDFXConformance", ascii("PDF/X-1:2001"))),
        ("no profile", |f| f.remove(f.intent, "DestOutputProfile")),
    ];
    breaks(Standard::X1a, strict);
}

#[test]
fn what_is_painted_is_held() {
    let rules: &[Broken] = &[
        ("RGB", |f| f.content("1 0 0 rg")),
        ("RGB", |f| f.content("/DeviceRGB CS")),
        ("not known", |f| f.content("1 0 0 xy")),
        ("intent is not known", |f| f.content("/Pretty ri")),
        ("RGB", |f| f.set(f.image, "ColorSpace", "DeviceRGB")),
        ("RGB", |f| {
            f.set(f.image, "ColorSpace", vec![name("Indexed"), name("DeviceRGB"), 0.into(), ascii("abc")]);
        }),
        ("not embedded", |f| f.remove(f.font, "FontDescriptor")),
        ("stand-ins", |f| f.set(f.image, "Alternates", Vec::new())),
        ("blending", |f| f.set(f.state, "BM", "Sparkle")),
        ("transfer", |f| f.set(f.state, "TR", "Identity")),
        ("transfer", |f| f.set(f.state, "TR2", "Identity")),
        ("intent is not known", |f| f.set(f.state, "RI", "Pretty")),
    ];
    breaks(Standard::X4, rules);
    let strict: &[Broken] = &[
        ("picture can be seen through", |f| f.set(f.image, "SMask", f.contents)),
        ("8 bits", |f| f.set(f.image, "BitsPerComponent", 16)),
        ("something can be seen through", |f| f.set(f.state, "ca", 0.5)),
        ("something can be seen through", |f| f.set(f.state, "BM", "Multiply")),
        ("something can be seen through", |f| f.set(f.state, "SMask", Dictionary::new())),
        ("group", |f| f.set(f.page, "Group", dictionary! { "S" => "Transparency" })),
        ("profile of its own", |f| {
            f.set(f.image, "ColorSpace", vec![name("ICCBased"), Object::Reference(f.profile)]);
        }),
    ];
    breaks(Standard::X1a, strict);
    breaks(Standard::X1a, &rules[..8]);
}
