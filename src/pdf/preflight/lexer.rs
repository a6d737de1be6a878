//! The words of a content stream (ISO 32000-2, 7.2 and 7.8.2): operators, and the names
//! before them. Strings and numbers are passed over.

/// An operator with the last name that was its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Operator<'a> {
    /// Such as `rg` or `Do`.
    pub(super) key: &'a [u8],
    /// Without its stroke.
    pub(super) name: Option<&'a [u8]>,
    /// The number of the marked sequence that it opens.
    pub(super) sequence: Option<i64>,
}

/// The operators of a content stream, in order.
pub(super) struct Operators<'a> {
    rest: &'a [u8],
}

impl<'a> Operators<'a> {
    pub(super) fn new(content: &'a [u8]) -> Self {
        Self { rest: content }
    }

    fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// Takes what is neither white nor a mark.
    fn word(&mut self) -> &'a [u8] {
        let end = self.rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    /// Passes over `(…)` with what is nested and escaped in it.
    fn string(&mut self) {
        let (mut depth, mut at) = (0usize, 0);
        while let Some(byte) = self.rest.get(at) {
            match byte {
                b'\\' => at += 1,
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        self.skip(at + 1);
    }

    /// Passes over the data of an image in line, to its `EI`.
    fn image(&mut self) {
        let end = self.rest.windows(3).position(|part| is_white(part[0]) && part[1..] == *b"EI");
        self.skip(end.map_or(self.rest.len(), |at| at + 3));
    }
}

impl<'a> Iterator for Operators<'a> {
    type Item = Operator<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let (mut name, mut sequence) = (None, None);
        loop {
            match *self.rest.first()? {
                b'(' => self.string(),
                b'%' => {
                    let end = self.rest.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
                    self.skip(end.unwrap_or(self.rest.len()));
                }
                b'<' if self.rest.get(1) == Some(&b'<') => self.skip(2),
                b'<' => {
                    let end = self.rest.iter().position(|byte| *byte == b'>');
                    self.skip(end.map_or(self.rest.len(), |at| at + 1));
                }
                b'/' => {
                    self.skip(1);
                    name = Some(self.word());
                }
                byte if is_regular(byte) => {
                    let key = self.word();
                    let is_value = matches!(key[0], b'0'..=b'9' | b'+' | b'-' | b'.')
                        || matches!(key, b"true" | b"false" | b"null");
                    if !is_value {
                        if key == b"ID" {
                            self.image();
                        }
                        return Some(Operator { key, name, sequence });
                    }
                    if name == Some(b"MCID".as_slice()) && sequence.is_none() {
                        sequence = std::str::from_utf8(key).ok().and_then(|key| key.parse().ok());
                    }
                }
                _ => self.skip(1),
            }
        }
    }
}

fn is_white(byte: u8) -> bool {
    matches!(byte, b'\0' | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_white(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(content: &[u8]) -> Vec<String> {
        Operators::new(content).map(|found| String::from_utf8_lossy(found.key).into_owned()).collect()
    }

    #[test]
    fn operators_are_told_from_what_they_work_on() {
        let content = b"q 1 0 0 rg /F0 12 Tf [(rg (a) \\) k) -3.5 <0a0b>] TJ % RG\n/P <</MCID 0>> BDC EMC Q";
        assert_eq!(keys(content), ["q", "rg", "Tf", "TJ", "BDC", "EMC", "Q"]);
        let names: Vec<_> = Operators::new(b"/CS0 cs 1 scn /X Do").map(|found| found.name).collect();
        assert_eq!(names, [Some(b"CS0".as_slice()), None, Some(b"X")]);
        let sequences = b"/P <</MCID 7/Lang(en)>> BDC 3 w /Span <</ActualText<feff0041>/MCID 8>> BDC EMC";
        let sequences: Vec<_> = Operators::new(sequences).map(|found| found.sequence).collect();
        assert_eq!(sequences, [Some(7), None, Some(8), None]);
    }

    #[test]
    fn data_of_images_is_passed_over() {
        assert_eq!(keys(b"BI /W 1 ID \x01 rg (\x02 EI f"), ["BI", "ID", "f"]);
    }

    #[test]
    fn what_is_cut_off_ends() {
        for cut in [b"(abc".as_slice(), b"<0a", b"/", b"1 0 r", b"ID abc", b"% x", b")"] {
            assert!(keys(cut).len() <= 1);
        }
    }
}
