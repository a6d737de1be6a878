//! The head of an ICC profile (ISO 15076-1, 7.2): which device it is of.

/// The colours of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Space {
    Gray,
    Rgb,
    Cmyk,
}

impl Space {
    /// Parts of a colour.
    pub fn components(self) -> u8 {
        match self {
            Self::Gray => 1,
            Self::Rgb => 3,
            Self::Cmyk => 4,
        }
    }
}

/// The kind of device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Class {
    Press,
    Screen,
    Other,
}

/// What a profile says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The kind of device.
    pub class: Class,
    /// Its colours.
    pub space: Space,
    /// The first number of the profile's version.
    pub version: u8,
}

/// Bytes of the head.
const LENGTH: usize = 128;

impl Header {
    /// Reads the head.
    ///
    /// # Errors
    /// Why these bytes are no profile, in words.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let head = bytes.first_chunk::<LENGTH>().ok_or("it is too short for an ICC profile")?;
        if head[36..40] != *b"acsp" {
            return Err("it is not an ICC profile".to_owned());
        }
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        if length > bytes.len() {
            return Err("it is cut off".to_owned());
        }
        let space = match &head[16..20] {
            b"GRAY" => Space::Gray,
            b"RGB " => Space::Rgb,
            b"CMYK" => Space::Cmyk,
            other => return Err(format!("its colours are `{}`", String::from_utf8_lossy(other).trim())),
        };
        let class = match &head[12..16] {
            b"prtr" => Class::Press,
            b"mntr" => Class::Screen,
            _ => Class::Other,
        };
        Ok(Self { class, space, version: head[8] })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FOGRA39, SRGB};
    use super::*;

    #[test]
    fn the_bundled_profiles_are_of_a_press_and_a_screen() {
        let press = Header { class: Class::Press, space: Space::Cmyk, version: 2 };
        assert_eq!(Header::read(FOGRA39), Ok(press));
        let screen = Header { class: Class::Screen, space: Space::Rgb, version: 2 };
        assert_eq!(Header::read(SRGB), Ok(screen));
    }

    #[test]
    fn what_is_no_profile_says_why() {
        assert!(Header::read(b"").is_err() && Header::read(&[0; 200]).is_err());
        assert!(Header::read(&FOGRA39[..200]).is_err(), "cut off");
        let mut lab = FOGRA39.to_vec();
        lab[16..20].copy_from_slice(b"Lab ");
        assert!(Header::read(&lab).is_err_and(|reason| reason.contains("`Lab`")));
    }
}
