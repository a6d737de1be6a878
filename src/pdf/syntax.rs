//! Objects as they stand in a file (ISO 32000-1, 7.3).

use std::io::Write;

use lopdf::{Dictionary, Object, ObjectId, StringFormat};

use super::object::integer;

/// An object (7.3). What stands in another was made by us and is not deep.
pub(super) fn object(out: &mut Vec<u8>, of: &Object) {
    match of {
        Object::Null => out.extend(b"null"),
        Object::Boolean(true) => out.extend(b"true"),
        Object::Boolean(false) => out.extend(b"false"),
        Object::Integer(value) => {
            if *value < 0 {
                out.push(b'-');
            }
            whole(out, usize::try_from(value.unsigned_abs()).unwrap_or(usize::MAX));
        }
        Object::Real(value) => {
            // Writing to memory cannot fail.
            let _ = write!(out, "{value}");
        }
        Object::Name(bytes) => written_name(out, bytes),
        Object::String(bytes, format) => string(out, bytes, *format),
        Object::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                object(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(of) => dictionary(out, of),
        Object::Stream(stream) => {
            let mut head = stream.dict.clone();
            head.set("Length", integer(stream.content.len()));
            dictionary(out, &head);
            out.extend(b"\nstream\n");
            out.extend(&stream.content);
            out.extend(b"\nendstream");
        }
        Object::Reference(id) => reference(out, *id),
    }
}

/// A dictionary.
pub(super) fn dictionary(out: &mut Vec<u8>, of: &Dictionary) {
    out.extend(b"<<");
    for (key, value) in of {
        written_name(out, key);
        if !matches!(value, Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_)) {
            out.push(b' ');
        }
        object(out, value);
    }
    out.extend(b">>");
}

fn reference(out: &mut Vec<u8>, id: ObjectId) {
    whole(out, id.0 as usize);
    out.push(b' ');
    whole(out, usize::from(id.1));
    out.extend(b" R");
}

/// A number in figures, without the detour of formatting: a book has a million.
pub(super) fn whole(out: &mut Vec<u8>, mut number: usize) {
    let mut figures = [0; 20];
    let mut at = figures.len();
    loop {
        at -= 1;
        figures[at] = b'0' + u8::try_from(number % 10).unwrap_or_default();
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend(&figures[at..]);
}

fn written_name(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'/');
    for byte in bytes {
        if (b'!'..=b'~').contains(byte) && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            hexadecimal(out, b"#", &[*byte]);
        }
    }
}

fn string(out: &mut Vec<u8>, bytes: &[u8], format: StringFormat) {
    if matches!(format, StringFormat::Hexadecimal) {
        hexadecimal(out, b"<", bytes);
        return out.push(b'>');
    }
    out.push(b'(');
    for byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', *byte]),
            b'\r' => out.extend(b"\\r"),
            _ => out.push(*byte),
        }
    }
    out.push(b')');
}

fn hexadecimal(out: &mut Vec<u8>, mark: &[u8], bytes: &[u8]) {
    const FIGURES: &[u8; 16] = b"0123456789ABCDEF";
    out.extend(mark);
    out.extend(bytes.iter().flat_map(|byte| [byte >> 4, byte & 15].map(|half| FIGURES[usize::from(half)])));
}
