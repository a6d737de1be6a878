//! Objects to the bytes of a file (ISO 32000-1, 7.3 and 7.5): streams as they are, all other
//! objects packed into streams of objects, which are made side by side, and the table of
//! where everything stands.
//!
//! The elements of the structure are most of a book's objects. They come as they are asked
//! for, and each is gone when it is written.

use std::io::Write;
use std::ops::Range;

use lopdf::{Dictionary, Document, Object, Stream};

use super::object::{deflate, integer, name};
use super::structure::Elements;
use super::syntax::{dictionary, object, whole};
use crate::parallel;

/// Objects in a stream of objects: readers unpack one to see one object.
const OBJECTS_A_STREAM: usize = 200;
/// Bytes of an entry of the cross-reference stream: its kind, a place, an index.
const ENTRY: [usize; 3] = [1, 4, 2];

/// Where an object stands.
#[derive(Clone, Copy, Default)]
enum Place {
    /// Nowhere: its number is free.
    #[default]
    Free,
    /// At this byte.
    At(usize),
    /// In a stream of objects, at this index.
    Within(u32, usize),
}

/// Objects that go into one stream of objects.
enum Batch<'a> {
    Objects(&'a [(u32, &'a Object)]),
    Elements(Range<usize>),
}

/// A stream of objects, and the numbers of these.
struct Packed {
    numbers: Vec<u32>,
    first: usize,
    bytes: Vec<u8>,
}

/// The file. Without `packs` it has neither streams of objects nor one of their places,
/// which came with PDF 1.5.
pub(super) fn save(document: &Document, elements: Option<&Elements<'_>>, packs: bool) -> Vec<u8> {
    let mut file = File::new(document);
    let mut plain: Vec<(u32, &Object)> = Vec::with_capacity(document.objects.len());
    for (id, object) in &document.objects {
        match object {
            Object::Stream(_) => file.object(id.0, object),
            _ => plain.push((id.0, object)),
        }
    }
    if packs {
        let mut batches: Vec<Batch<'_>> = plain.chunks(OBJECTS_A_STREAM).map(Batch::Objects).collect();
        let count = elements.map_or(0, Elements::len);
        let starts = (0..count).step_by(OBJECTS_A_STREAM);
        batches.extend(starts.map(|from| Batch::Elements(from..(from + OBJECTS_A_STREAM).min(count))));
        for packed in parallel::map(&batches, |batch| pack(batch, elements)) {
            file.pack(packed);
        }
        file.places_in_stream(&document.trailer);
    } else {
        for (number, object) in plain {
            file.object(number, object);
        }
        let elements =
            elements.into_iter().flat_map(|elements| (0..elements.len()).map(|at| elements.get(at)));
        for (id, element) in elements.flatten() {
            file.object(id.0, &Object::Dictionary(element));
        }
        file.places_in_table(&document.trailer);
    }
    file.bytes
}

fn pack(batch: &Batch<'_>, elements: Option<&Elements<'_>>) -> Packed {
    let (mut numbers, mut head, mut body) = (Vec::new(), Vec::new(), Vec::new());
    let mut add = |number: u32, write: &dyn Fn(&mut Vec<u8>)| {
        numbers.push(number);
        for part in [number as usize, body.len()] {
            whole(&mut head, part);
            head.push(b' ');
        }
        write(&mut body);
        body.push(b'\n');
    };
    match batch {
        Batch::Objects(objects) => {
            for (number, of) in *objects {
                add(*number, &|out| object(out, of));
            }
        }
        Batch::Elements(range) => {
            for (id, element) in range.clone().filter_map(|at| elements?.get(at)) {
                add(id.0, &|out| dictionary(out, &element));
            }
        }
    }
    let first = head.len();
    head.extend(body);
    Packed { numbers, first, bytes: ended(deflate(&head)) }
}

/// A line end before `endstream` is no part of a stream, and data whose last byte is the
/// half of one looks shorter than it is: another byte after it, which no reader unpacks.
pub(super) fn ended(mut deflated: Vec<u8>) -> Vec<u8> {
    if deflated.ends_with(b"\r") {
        deflated.push(b'\n');
    }
    deflated
}

/// A file in the making.
struct File {
    bytes: Vec<u8>,
    /// By number.
    places: Vec<Place>,
    /// The next number that is free.
    next: u32,
}

impl File {
    fn new(document: &Document) -> Self {
        let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
        let size: usize = streams.map(|stream| stream.content.len()).sum();
        let mut bytes = Vec::with_capacity(size + size / 4 + 4096);
        bytes.extend(b"%PDF-");
        bytes.extend(document.version.bytes());
        // Bytes above 127 tell programs that send files that this is not text (7.5.2).
        bytes.extend(b"\n%\xbb\xad\xc0\xde\n");
        Self { bytes, places: vec![Place::Free; document.max_id as usize + 1], next: document.max_id + 1 }
    }

    fn put(&mut self, number: u32, place: Place) {
        let at = number as usize;
        if at >= self.places.len() {
            self.places.resize(at + 1, Place::Free);
        }
        self.places[at] = place;
    }

    fn object(&mut self, number: u32, of: &Object) {
        self.put(number, Place::At(self.bytes.len()));
        whole(&mut self.bytes, number as usize);
        self.bytes.extend(b" 0 obj\n");
        object(&mut self.bytes, of);
        self.bytes.extend(b"\nendobj\n");
    }

    fn pack(&mut self, packed: Packed) {
        if packed.numbers.is_empty() {
            return;
        }
        let number = self.next;
        self.next += 1;
        for (index, within) in packed.numbers.iter().enumerate() {
            self.put(*within, Place::Within(number, index));
        }
        let mut dictionary = Dictionary::new();
        dictionary.set("Type", name("ObjStm"));
        dictionary.set("N", integer(packed.numbers.len()));
        dictionary.set("First", integer(packed.first));
        dictionary.set("Filter", name("FlateDecode"));
        self.object(number, &Object::Stream(Stream::new(dictionary, packed.bytes)));
    }

    /// The cross-reference stream (7.5.8), its rows as differences to the one above, which
    /// deflate to a third.
    fn places_in_stream(&mut self, trailer: &Dictionary) {
        let (number, start) = (self.next, self.bytes.len());
        self.put(number, Place::At(start));
        let columns: usize = ENTRY.iter().sum();
        let mut above = vec![0u8; columns];
        let mut rows = Vec::with_capacity(self.places.len() * (columns + 1));
        for (at, place) in self.places.iter().enumerate() {
            let [kind, place, index] = match *place {
                Place::Free => [0, 0, if at == 0 { 0xffff } else { 0 }],
                Place::At(offset) => [1, offset, 0],
                Place::Within(stream, index) => [2, stream as usize, index],
            };
            let mut row: Vec<u8> = Vec::with_capacity(columns);
            for (value, width) in [kind, place, index].into_iter().zip(ENTRY) {
                row.extend(value.to_be_bytes().iter().skip(size_of::<usize>() - width));
            }
            rows.push(2);
            rows.extend(row.iter().zip(&above).map(|(this, above)| this.wrapping_sub(*above)));
            above = row;
        }
        let mut parameters = Dictionary::new();
        parameters.set("Predictor", 12);
        parameters.set("Columns", integer(columns));
        let mut dictionary = trailer.clone();
        dictionary.set("Type", name("XRef"));
        dictionary.set("Size", integer(self.places.len()));
        dictionary.set("W", ENTRY.map(integer).to_vec());
        dictionary.set("Filter", name("FlateDecode"));
        dictionary.set("DecodeParms", parameters);
        self.object(number, &Object::Stream(Stream::new(dictionary, ended(deflate(&rows)))));
        self.end(start);
    }

    /// The cross-reference table and the trailer (7.5.4, 7.5.5).
    fn places_in_table(&mut self, trailer: &Dictionary) {
        let start = self.bytes.len();
        let mut table = b"xref\n".to_vec();
        let mut at = 0;
        while at < self.places.len() {
            let used = |place: &Place| matches!(place, Place::At(_));
            let rest = self.places.get(at + 1..).unwrap_or_default();
            let count = 1 + rest.iter().take_while(|place| used(place)).count();
            // Writing to memory cannot fail.
            let _ = writeln!(table, "{at} {count}");
            for place in self.places.iter().skip(at).take(count) {
                let _ = match place {
                    Place::At(offset) => writeln!(table, "{offset:010} 00000 n "),
                    _ => writeln!(table, "{:010} 65535 f ", 0),
                };
            }
            at += count;
            at += self.places.iter().skip(at).take_while(|place| !used(place)).count();
        }
        self.bytes.extend(table);
        let mut trailer = trailer.clone();
        trailer.set("Size", integer(self.places.len()));
        self.bytes.extend(b"trailer\n");
        dictionary(&mut self.bytes, &trailer);
        self.bytes.push(b'\n');
        self.end(start);
    }

    fn end(&mut self, start: usize) {
        self.bytes.extend(b"startxref\n");
        whole(&mut self.bytes, start);
        self.bytes.extend(b"\n%%EOF\n");
    }
}

#[cfg(test)]
mod tests {
    use lopdf::{StringFormat, dictionary};

    use super::*;

    fn sample() -> Document {
        let mut document = Document::with_version("1.7");
        let odd: Object = vec![
            Object::Null,
            true.into(),
            (-70).into(),
            Object::Real(-0.25),
            Object::Name(b"a b#(".to_vec()),
            Object::String(b"(\\\r)\xff".to_vec(), StringFormat::Literal),
            Object::String(b"\xfe\xff\x01".to_vec(), StringFormat::Hexadecimal),
        ]
        .into();
        document.objects.insert((3, 0), odd);
        document.objects.insert((5, 0), Stream::new(Dictionary::new(), b"data\n".to_vec()).into());
        for number in 10..600 {
            document.objects.insert((number, 0), dictionary! { "N" => i64::from(number) }.into());
        }
        document.max_id = 600;
        document.trailer.set("Root", (10, 0));
        document
    }

    #[test]
    fn what_is_written_is_read_again() {
        let document = sample();
        for packs in [true, false] {
            let bytes = save(&document, None, packs);
            let read = Document::load_mem(&bytes).expect("a file");
            for (id, object) in &document.objects {
                let found = read.get_object(*id).expect("every object");
                match (object, found) {
                    (Object::Stream(one), Object::Stream(other)) => assert_eq!(one.content, other.content),
                    _ => assert_eq!(object, found, "{id:?}"),
                }
            }
            assert_eq!(bytes.windows(6).any(|part| part == b"ObjStm"), packs);
        }
    }

    #[test]
    fn the_same_bytes_with_any_number_of_threads() {
        let document = sample();
        let with = |threads| parallel::with_threads(threads, || save(&document, None, true));
        assert_eq!(with(1), with(4));
    }

    #[test]
    fn no_stream_ends_in_half_a_line_end() {
        assert_eq!(ended(b"x\r".to_vec()), b"x\r\n");
        assert_eq!(ended(b"x\n".to_vec()), b"x\n");
    }
}
