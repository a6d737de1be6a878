//! ZIP archives byte by byte: every field of every header as a test wants it.

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// An entry, with what its headers say of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name in the directory.
    pub name: Vec<u8>,
    /// Its name in its own header.
    pub local_name: Vec<u8>,
    /// What stands in the archive.
    pub packed: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    pub crc: u32,
    pub size: u32,
    /// An extra field of its own header.
    pub extra: Vec<u8>,
    /// Unix mode and kind, in the upper half.
    pub attributes: u32,
    /// Where the directory says it begins; `None`: where it does.
    pub offset: Option<u32>,
}

impl Entry {
    /// A file that is stored as it is.
    pub fn stored(name: &str, bytes: &[u8]) -> Self {
        let mut crc = Crc::new();
        crc.update(bytes);
        Self {
            name: name.into(),
            local_name: name.into(),
            packed: bytes.to_vec(),
            method: 0,
            flags: 0,
            crc: crc.sum(),
            size: u32::try_from(bytes.len()).expect("small"),
            extra: Vec::new(),
            attributes: 0o100_644 << 16,
            offset: None,
        }
    }

    /// A file that is deflated.
    pub fn deflated(name: &str, bytes: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).expect("memory");
        Self { packed: encoder.finish().expect("memory"), method: 8, ..Self::stored(name, bytes) }
    }
}

/// An archive of these entries.
pub fn archive(entries: &[Entry]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let offset = entry.offset.unwrap_or_else(|| u32::try_from(out.len()).expect("small"));
        let packed = u32::try_from(entry.packed.len()).expect("small");
        let fields = |name: &[u8], extra: usize| {
            let mut fields = Vec::new();
            for field in [20, entry.flags, entry.method, 0, 0x21] {
                fields.extend(field.to_le_bytes());
            }
            for field in [entry.crc, packed, entry.size] {
                fields.extend(field.to_le_bytes());
            }
            fields.extend(u16::try_from(name.len()).expect("short").to_le_bytes());
            fields.extend(u16::try_from(extra).expect("short").to_le_bytes());
            fields
        };
        out.extend(b"PK\x03\x04");
        out.extend(fields(&entry.local_name, entry.extra.len()));
        out.extend(&entry.local_name);
        out.extend(&entry.extra);
        out.extend(&entry.packed);
        directory.extend(b"PK\x01\x02\x14\x03");
        directory.extend(fields(&entry.name, 0));
        directory.extend([0; 6]);
        directory.extend(entry.attributes.to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(&entry.name);
    }
    let start = u32::try_from(out.len()).expect("small");
    let count = u16::try_from(entries.len()).expect("few").to_le_bytes();
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(u32::try_from(directory.len()).expect("small").to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}
