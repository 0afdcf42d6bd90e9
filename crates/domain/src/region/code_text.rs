//! For: the written form of an area code: parsing, printing, and as a string in JSON and the like.
//! Not for: what a code means (`code.rs`).
//! Next: `code.rs`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::code::{DISTRICT, Level, PROVINCE, REGENCY, RegionCode, RegionCodeError};

impl FromStr for RegionCode {
    type Err = RegionCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.is_empty() {
            return Err(RegionCodeError::Empty);
        }
        let well_formed = match text.len() {
            2 | 4 | 6 | 10 => text.bytes().all(|b| b.is_ascii_digit()),
            5 | 8 | 13 => text.bytes().enumerate().all(|(i, b)| match i {
                2 | 5 | 8 => b == b'.',
                _ => b.is_ascii_digit(),
            }),
            _ => false,
        };
        if !well_formed {
            return Err(RegionCodeError::Shape);
        }
        let digits = text.bytes().filter(|b| *b != b'.');
        let (number, given) = digits.fold((0, 0), |(n, given), b| (n * 10 + u64::from(b - b'0'), given + 1));
        let (level, unit) = match given {
            2 => (Level::Province, PROVINCE),
            4 => (Level::Regency, REGENCY),
            6 => (Level::District, DISTRICT),
            _ => (Level::Village, 1),
        };
        let code = Self::from_number(number * unit)?;
        // A last group of zeros would otherwise read as the region above.
        if code.level() == level { Ok(code) } else { Err(RegionCodeError::ZeroGroup) }
    }
}

/// Where the ten digits of a code stand in its longest text, the last first.
const DIGITS: [usize; 10] = [12, 11, 10, 9, 7, 6, 4, 3, 1, 0];

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut text, mut rest) = (*b"00.00.00.0000", self.number());
        for at in DIGITS {
            text[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        let length = match self.level() {
            Level::Province => 2,
            Level::Regency => 5,
            Level::District => 8,
            Level::Village => 13,
        };
        f.pad(std::str::from_utf8(&text[..length]).unwrap_or_default())
    }
}

impl fmt::Debug for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RegionCode({self})")
    }
}

impl TryFrom<&str> for RegionCode {
    type Error = RegionCodeError;
    fn try_from(text: &str) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl Serialize for RegionCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RegionCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
