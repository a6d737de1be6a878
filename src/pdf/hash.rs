//! Short names for contents: the file's identifier, the tag of a subset.

use uuid::Uuid;

use crate::parallel;

/// A name space of our own, so that hashes of bytes differ from identifiers made of them.
const SPACE: Uuid = Uuid::from_bytes(*b"bindery pdf hash");

/// 16 bytes that stand for these bytes (SHA-1 as in RFC 9562, 5.5).
pub(super) fn of(bytes: &[u8]) -> [u8; 16] {
    *Uuid::new_v5(&SPACE, bytes).as_bytes()
}

/// One hash for many parts, each hashed on its own thread.
pub(super) fn of_parts(parts: &[&[u8]]) -> [u8; 16] {
    let hashes: Vec<[u8; 16]> = parallel::map(parts, |part| of(part));
    of(&hashes.concat())
}

/// Six capital letters (ISO 32000-2, 9.9.2).
pub(super) fn tag(bytes: &[u8]) -> String {
    of(bytes).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_parts_have_different_names() {
        assert_ne!(of_parts(&[b"a", b"b"]), of_parts(&[b"ab"]));
        assert_ne!(of_parts(&[b"a", b"b"]), of_parts(&[b"b", b"a"]));
        assert!(tag(b"x").len() == 6 && tag(b"x").bytes().all(|b| b.is_ascii_uppercase()));
    }
}
