//! The header of a JPEG file (ITU-T T.81, annex B): what a PDF must say of it.

/// What a PDF must say of a JPEG file that it carries as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Width in pixels.
    pub(super) width: u16,
    /// Height in pixels.
    pub(super) height: u16,
    /// 1 gray, 3 colours, 4 inks.
    pub(super) components: u8,
    /// Written by Adobe's rules: inks are inverted.
    pub(super) adobe: bool,
}

/// Reads the header and looks for the end: a file cut off shows as gray.
///
/// # Errors
/// What is wrong with the file, or what of JPEG a PDF cannot carry (7.4.8: baseline and
/// progressive, Huffman-coded, 8 bits).
pub(super) fn read(bytes: &[u8]) -> Result<Header, &'static str> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8]).ok_or("it is not a JPEG file")?;
    let mut adobe = false;
    let mut frame = None;
    loop {
        let (marker, body, after) = segment(rest).ok_or("it is cut off")?;
        match marker {
            // Start of scan: pixels follow.
            0xda => break,
            0xc0..=0xc2 => frame = Some(frame_header(body)?),
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return Err("it is a kind of JPEG (lossless or arithmetic) that a PDF cannot carry");
            }
            0xee => adobe |= body.starts_with(b"Adobe"),
            _ => {}
        }
        rest = after;
    }
    if !rest.windows(2).rev().any(|pair| pair == [0xff, 0xd9]) {
        return Err("it is cut off");
    }
    let (width, height, components) = frame.ok_or("it has no picture in it")?;
    Ok(Header { width, height, components, adobe })
}

/// The next marker, what belongs to it, and what follows.
fn segment(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let start = bytes.iter().position(|b| *b == 0xff)?;
    let fill = bytes[start..].iter().take_while(|b| **b == 0xff).count();
    let (marker, rest) = bytes.get(start + fill..)?.split_first()?;
    if matches!(marker, 0x00 | 0x01 | 0xd0..=0xd8) {
        return Some((*marker, &[], rest));
    }
    let length = usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?]));
    Some((*marker, rest.get(2..length)?, rest.get(length..)?))
}

fn frame_header(body: &[u8]) -> Result<(u16, u16, u8), &'static str> {
    let [precision, h1, h0, w1, w0, components, ..] = *body else { return Err("it is cut off") };
    let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
    match (precision, components) {
        (8, 1 | 3 | 4) if width > 0 && height > 0 => Ok((width, height, components)),
        (8, 1 | 3 | 4) => Err("its width or height is not said"),
        (8, _) => Err("its colours are of an unknown kind"),
        _ => Err("it has more than 8 bits a colour, which a PDF cannot carry"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(sof: u8, precision: u8, components: u8, tail: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xee, 0, 7];
        bytes.extend(b"Adobe");
        bytes.extend([0xff, 0xff, sof, 0, 8, precision, 0, 20, 0, 30, components]);
        bytes.extend([0xff, 0xda, 0, 2, 1, 2, 3]);
        bytes.extend(tail);
        bytes
    }

    #[test]
    fn the_header_tells_size_colours_and_adobe() {
        let header = read(&file(0xc2, 8, 4, &[0xff, 0xd9])).expect("a progressive file");
        assert_eq!(header, Header { width: 30, height: 20, components: 4, adobe: true });
    }

    #[test]
    fn what_a_pdf_cannot_carry_is_refused() {
        assert!(read(&file(0xc9, 8, 3, &[0xff, 0xd9])).is_err(), "arithmetic");
        assert!(read(&file(0xc1, 12, 3, &[0xff, 0xd9])).is_err(), "12 bits");
        assert!(read(&file(0xc0, 8, 2, &[0xff, 0xd9])).is_err(), "two components");
    }

    #[test]
    fn files_cut_off_anywhere_are_refused() {
        let whole = file(0xc0, 8, 3, &[0xff, 0xd9]);
        for end in 0..whole.len() {
            assert!(read(&whole[..end]).is_err(), "cut at {end}");
        }
    }
}
