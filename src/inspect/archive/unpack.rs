//! Entries to bytes, never more than they declare and never more than is asked for.

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::{Entry, Store};

/// Bytes of the archive that are read at a time, and bytes that are unpacked at a time.
const CHUNK: usize = 256 << 10;

/// Why an entry can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::inspect) enum Trouble {
    /// There is a finding about it already.
    Told,
    /// Its content does not unpack, or not to what the archive declares.
    Damaged,
    /// It is larger than what of its kind is read.
    TooLarge,
}

/// What reading an entry to its end gave.
#[derive(Clone, Debug)]
pub(in crate::inspect) struct Scan {
    /// Its first bytes.
    pub(in crate::inspect) head: Vec<u8>,
    /// Its last bytes, at most 16.
    pub(in crate::inspect) tail: Vec<u8>,
}

/// A whole entry of at most `most` bytes.
pub(super) fn whole(store: &dyn Store, entry: &Entry, most: u64) -> Result<Vec<u8>, Trouble> {
    if !entry.refused && entry.size > most {
        return Err(Trouble::TooLarge);
    }
    let mut bytes = Vec::new();
    each(store, entry, &mut |piece| bytes.extend_from_slice(piece))?;
    Ok(bytes)
}

/// Reads an entry to its end and keeps its first `keep` bytes.
pub(super) fn scan(store: &dyn Store, entry: &Entry, keep: usize) -> Result<Scan, Trouble> {
    let mut scan = Scan { head: Vec::new(), tail: Vec::new() };
    each(store, entry, &mut |piece| {
        let room = keep.saturating_sub(scan.head.len()).min(piece.len());
        scan.head.extend_from_slice(&piece[..room]);
        scan.tail.extend_from_slice(&piece[piece.len().saturating_sub(16)..]);
        let over = scan.tail.len().saturating_sub(16);
        scan.tail.drain(..over);
    })?;
    Ok(scan)
}

/// Hands every piece of an entry to `take`, and holds its length and checksum against the
/// directory.
fn each(store: &dyn Store, entry: &Entry, take: &mut dyn FnMut(&[u8])) -> Result<(), Trouble> {
    if entry.refused {
        return Err(Trouble::Told);
    }
    let mut crc = Crc::new();
    let mut left = entry.size;
    let mut keep = |piece: &[u8]| {
        left = left.checked_sub(piece.len() as u64).ok_or(Trouble::Damaged)?;
        crc.update(piece);
        take(piece);
        Ok(())
    };
    if entry.method == 0 {
        stored(store, entry, &mut keep)?
    } else {
        deflated(store, entry, &mut keep)?
    }
    if left == 0 && crc.sum() == entry.crc { Ok(()) } else { Err(Trouble::Damaged) }
}

type Keep<'a> = dyn FnMut(&[u8]) -> Result<(), Trouble> + 'a;

fn stored(store: &dyn Store, entry: &Entry, keep: &mut Keep<'_>) -> Result<(), Trouble> {
    let mut at = 0;
    while at < entry.packed {
        let piece = chunk(store, entry, at)?;
        at += piece.len() as u64;
        keep(&piece)?;
    }
    Ok(())
}

fn deflated(store: &dyn Store, entry: &Entry, keep: &mut Keep<'_>) -> Result<(), Trouble> {
    let mut unpacker = Decompress::new(false);
    let mut out = vec![0; CHUNK];
    let mut at = 0;
    loop {
        let piece = if at < entry.packed { chunk(store, entry, at)? } else { Vec::new() };
        at += piece.len() as u64;
        let mut rest = piece.as_slice();
        loop {
            let (read, written) = (unpacker.total_in(), unpacker.total_out());
            let status = unpacker.decompress(rest, &mut out, FlushDecompress::None);
            let status = status.map_err(|_| Trouble::Damaged)?;
            let read = usize::try_from(unpacker.total_in() - read).unwrap_or(0);
            let written = usize::try_from(unpacker.total_out() - written).unwrap_or(0);
            keep(out.get(..written).unwrap_or_default())?;
            rest = rest.get(read..).unwrap_or_default();
            match status {
                Status::StreamEnd => return Ok(()),
                _ if read == 0 && written == 0 => break,
                _ => {}
            }
        }
        if piece.is_empty() {
            return Err(Trouble::Damaged);
        }
    }
}

fn chunk(store: &dyn Store, entry: &Entry, at: u64) -> Result<Vec<u8>, Trouble> {
    let length = usize::try_from(entry.packed - at).unwrap_or(CHUNK).min(CHUNK);
    let piece = store.read(entry.content + at, length).map_err(|_| Trouble::Damaged)?;
    if piece.is_empty() { Err(Trouble::Damaged) } else { Ok(piece) }
}
