//! The end of a ZIP file to its entries: the end record, its 64-bit twin, the central
//! directory and every local header, each held against the others.

use super::{Entry, LARGEST_ENTRY, LARGEST_TOTAL, MOST_ENTRIES, RATIO, SMALL, Store};
use crate::diagnostic::{Code, Diagnostic};
use crate::inspect::findings::{Findings, in_file};

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const END_64: u32 = 0x0606_4b50;
const LOCATOR_64: u32 = 0x0706_4b50;
/// The end record without its comment, and the longest comment.
const END_SIZE: usize = 22;
const LONGEST_COMMENT: usize = 65_535;
/// Most bytes of a central directory that is read.
const LARGEST_DIRECTORY: u64 = 64 << 20;

/// Little-endian numbers out of a record; 0 beyond its end.
struct Record<'a>(&'a [u8]);

impl Record<'_> {
    fn bytes<const N: usize>(&self, at: usize) -> [u8; N] {
        let found = self.0.get(at..at + N).and_then(|bytes| bytes.try_into().ok());
        found.unwrap_or([0; N])
    }

    fn u16(&self, at: usize) -> u16 {
        u16::from_le_bytes(self.bytes(at))
    }

    fn u32(&self, at: usize) -> u32 {
        u32::from_le_bytes(self.bytes(at))
    }

    fn u64(&self, at: usize) -> u64 {
        u64::from_le_bytes(self.bytes(at))
    }
}

/// Where the directory is said to be.
struct End {
    entries: u64,
    size: u64,
    offset: u64,
}

fn broken(shown: &str, message: &str) -> Diagnostic {
    in_file(Code::ZipBroken, shown, message)
        .help("export the book again, or copy the file again from where it is whole")
}

/// The entries; `None` with a finding when there is no directory to go by.
pub(super) fn read(store: &dyn Store, shown: &str, findings: &mut Findings) -> Option<Vec<Entry>> {
    let end = match end(store) {
        Ok(end) => end,
        Err(message) => {
            findings.push(broken(shown, message));
            return None;
        }
    };
    if end.entries > MOST_ENTRIES || end.size > LARGEST_DIRECTORY {
        let message = format!("the archive says it has {} files; no book has so many", end.entries);
        findings.push(in_file(Code::ZipBomb, shown, message).help("it is not read further"));
        return None;
    }
    let length = usize::try_from(end.size).unwrap_or(0);
    let bytes = store.read(end.offset, length).unwrap_or_default();
    if bytes.len() < length {
        findings.push(broken(shown, "the archive is cut off: its directory lies beyond its end"));
        return None;
    }
    let mut entries = central(&bytes, &end, shown, findings)?;
    locate(store, &mut entries, end.offset, shown, findings);
    refuse_overlaps(&mut entries, shown, findings);
    refuse_bombs(&mut entries, shown, findings);
    Some(entries)
}

fn end(store: &dyn Store) -> Result<End, &'static str> {
    const NONE: &str = "this is not a ZIP archive, which every EPUB is";
    let size = store.size();
    let length = (END_SIZE + LONGEST_COMMENT).min(usize::try_from(size).unwrap_or(usize::MAX));
    let start = size - length as u64;
    let tail = store.read(start, length).map_err(|_| "the file cannot be read")?;
    let is_end = |at: &usize| {
        let record = Record(&tail[*at..]);
        record.u32(0) == END && at + END_SIZE + usize::from(record.u16(20)) <= tail.len()
    };
    let last = tail.len().checked_sub(END_SIZE).ok_or(NONE)?;
    let Some(at) = (0..=last).rev().find(is_end) else {
        let begins = store.read(0, 4).is_ok_and(|head| Record(&head).u32(0) == LOCAL);
        return Err(if begins { "the archive is cut off: it has no directory at its end" } else { NONE });
    };
    let record = Record(&tail[at..]);
    let plain = End {
        entries: u64::from(record.u16(10)),
        size: u64::from(record.u32(12)),
        offset: u64::from(record.u32(16)),
    };
    let is_64 = plain.entries == 0xffff || plain.size == 0xffff_ffff || plain.offset == 0xffff_ffff;
    let locator = at.checked_sub(20).map(|at| Record(&tail[at..])).filter(|l| l.u32(0) == LOCATOR_64);
    let Some(locator) = locator.filter(|_| is_64) else { return Ok(plain) };
    let bytes = store.read(locator.u64(8), 56).map_err(|_| "the file cannot be read")?;
    let record = Record(&bytes);
    if record.u32(0) != END_64 {
        return Err("the archive's directory is damaged");
    }
    Ok(End { entries: record.u64(32), size: record.u64(40), offset: record.u64(48) })
}

fn central(bytes: &[u8], end: &End, shown: &str, findings: &mut Findings) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut at = 0;
    while entries.len() as u64 != end.entries {
        let rest = bytes.get(at..).unwrap_or_default();
        let record = Record(rest);
        let [name, extra, comment] = [28, 30, 32].map(|at| usize::from(record.u16(at)));
        if record.u32(0) != CENTRAL || rest.len() < 46 + name + extra + comment {
            let message = format!(
                "the archive's directory ends after {} of {} files: it is damaged",
                entries.len(),
                end.entries
            );
            findings.push(broken(shown, &message));
            return None;
        }
        entries.push(entry(
            &record,
            &rest[46..46 + name],
            &rest[46 + name..46 + name + extra],
            shown,
            findings,
        ));
        at += 46 + name + extra + comment;
    }
    Some(entries)
}

fn entry(record: &Record<'_>, name: &[u8], extra: &[u8], shown: &str, findings: &mut Findings) -> Entry {
    let mut told = 0;
    let text = String::from_utf8_lossy(name).into_owned();
    let mut refuse = |code, message: String, help: &str| {
        told += 1;
        findings.push(in_file(code, &format!("{shown}/{text}"), message).help(help));
    };
    if std::str::from_utf8(name).is_err() {
        refuse(
            Code::ZipName,
            "the name of this file is not UTF-8".to_owned(),
            "rename it, best with the letters a–z, digits and hyphens, and pack the book again",
        );
    }
    if record.u16(8) & 1 != 0 {
        refuse(
            Code::ZipEncrypted,
            "this file is locked with a password of the archive".to_owned(),
            "pack the book without a password: reading systems cannot ask for one",
        );
    }
    let method = record.u16(10);
    if !matches!(method, 0 | 8) {
        refuse(
            Code::ZipBroken,
            format!("this file is packed in a way that EPUB does not allow (method {method})"),
            "pack it anew with `deflate`, or without compression",
        );
    }
    let is_unix = record.u16(4) >> 8 == 3;
    if is_unix && record.u32(38) >> 16 & 0o170_000 == 0o120_000 {
        refuse(
            Code::ZipLink,
            "this is not a file but a link to one elsewhere".to_owned(),
            "put the file itself into the book",
        );
    }
    let [mut size, mut packed, mut header] = [24, 20, 42].map(|at| u64::from(record.u32(at)));
    let mut large = zip64(extra).into_iter();
    for field in [&mut size, &mut packed, &mut header] {
        if *field == 0xffff_ffff {
            *field = large.next().unwrap_or(*field);
        }
    }
    Entry { name: text, size, packed, crc: record.u32(16), method, header, content: 0, refused: told > 0 }
}

/// The 64-bit numbers of the extra field with id 1 (APPNOTE 4.5.3), in their order.
fn zip64(mut extra: &[u8]) -> Vec<u64> {
    while extra.len() >= 4 {
        let record = Record(extra);
        let length = usize::from(record.u16(2)).min(extra.len() - 4);
        if record.u16(0) == 1 {
            return extra[4..4 + length].chunks_exact(8).map(|eight| Record(eight).u64(0)).collect();
        }
        extra = &extra[4 + length..];
    }
    Vec::new()
}

/// Finds where each content begins; an entry whose own header tells otherwise is refused.
fn locate(store: &dyn Store, entries: &mut [Entry], directory: u64, shown: &str, findings: &mut Findings) {
    for entry in entries {
        let head = store.read(entry.header, 30).unwrap_or_default();
        let record = Record(&head);
        let name = usize::from(record.u16(26));
        entry.content = entry.header.saturating_add(30 + name as u64 + u64::from(record.u16(28)));
        let end = entry.content.saturating_add(entry.packed);
        let path = format!("{shown}/{}", entry.name);
        let trouble = if head.len() < 30 || record.u32(0) != LOCAL || end > store.size() {
            Some("the archive is cut off or damaged where this file should be")
        } else if end > directory {
            Some("this file reaches into the directory of the archive")
        } else {
            let own = store.read(entry.header + 30, name).unwrap_or_default();
            let same = String::from_utf8_lossy(&own) == entry.name;
            (!same).then_some("the archive gives this file two different names")
        };
        if let Some(message) = trouble.filter(|_| !entry.refused) {
            entry.refused = true;
            findings.push(broken(&path, message));
        }
    }
}

/// Entries may not share bytes: that is how a small archive holds more than there is.
fn refuse_overlaps(entries: &mut [Entry], shown: &str, findings: &mut Findings) {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|at| entries.get(*at).map(|entry| (entry.header, entry.content)));
    let mut reached: Option<(u64, usize)> = None;
    for at in order {
        let Some(entry) = entries.get(at).filter(|entry| entry.content > 0) else { continue };
        let (start, end) = (entry.header, entry.content.saturating_add(entry.packed));
        if let Some((_, other)) = reached.filter(|(reach, _)| start < *reach) {
            let name = entries.get(other).map(|entry| entry.name.clone()).unwrap_or_default();
            if let Some(entry) = entries.get_mut(at) {
                entry.refused = true;
                let message = format!("this file lies over the bytes of `{name}` in the archive");
                let path = format!("{shown}/{}", entry.name);
                findings.push(
                    in_file(Code::ZipOverlap, &path, message).help("it is not unpacked; pack the book again"),
                );
            }
        }
        if reached.is_none_or(|(reach, _)| end > reach) {
            reached = Some((end, at));
        }
    }
}

/// Entries that unpack to more than a book can need.
fn refuse_bombs(entries: &mut [Entry], shown: &str, findings: &mut Findings) {
    let mut total: u64 = 0;
    for entry in entries.iter_mut().filter(|entry| !entry.refused) {
        total = total.saturating_add(entry.size);
        let ratio = entry.size / entry.packed.max(1);
        let message = if entry.size > LARGEST_ENTRY {
            format!("this file is said to unpack to {} MB", entry.size >> 20)
        } else if entry.size > SMALL && ratio > RATIO {
            format!("this file unpacks to {ratio} times its size, {} MB", entry.size >> 20)
        } else if total > LARGEST_TOTAL {
            format!("with this file the book unpacks to more than {} GB", LARGEST_TOTAL >> 30)
        } else {
            continue;
        };
        entry.refused = true;
        let path = format!("{shown}/{}", entry.name);
        findings.push(
            in_file(Code::ZipBomb, &path, message)
                .help("it is not unpacked; reading systems refuse such books"),
        );
    }
}
