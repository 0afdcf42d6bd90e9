//! For: the committed form of the Kemendagri list: reading it, and making it byte for byte (`examples/pack-regions.rs`).
//! Not for: where the list comes from (`scripts/regions.sh`, `NOTICE`) or asking it things (`gazetteer.rs`).
//! Next: `gazetteer.rs`.
//!
//! Form: the eight bytes of [`MAGIC`], the number of regions (u32, little end first), then one zlib stream (its Adler-32
//! finds damage) of the codes, front-coded as the varint difference to the one before, followed by the names in code
//! order, each ended by a newline. Front-coding the names too was measured and makes the deflated file larger (379
//! against 367 kB), because neighbours in code order seldom share a beginning.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use super::code::{RegionCode, RegionCodeError};

/// The list of Kepmendagri 300.2.2-2430 of 2025, packed.
pub(super) const KEMENDAGRI_2025: &[u8] = include_bytes!("../../../../rules/regions/kemendagri-2025.bin");

const MAGIC: &[u8; 8] = b"regions1";
/// More regions, or more inflated bytes, than any list of Indonesia could have.
const MOST_REGIONS: usize = 1_000_000;
const MOST_BYTES: u64 = 64 << 20;

/// Why packed bytes could not be read, or a list could not be packed.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// Not this format, or another version of it.
    #[error("this is not a packed region list")]
    Format,
    /// Cut short, damaged, or not the number of regions it claims.
    #[error("the packed region list is damaged")]
    Damaged,
    /// The deflate stream could not be read or written.
    #[error("the packed region list cannot be inflated: {0}")]
    Stream(#[from] std::io::Error),
    /// A number in it is not an area code.
    #[error("the packed region list holds a wrong code: {0}")]
    Code(#[from] RegionCodeError),
    /// The list to pack is not in strict code order, or a name is empty or holds a line break.
    #[error("{0} is out of order, double, or has no usable name")]
    Entry(RegionCode),
}

/// The list unpacked: codes in order, and all names in one piece of text with the place where each ends.
#[derive(Debug, Default)]
pub(super) struct Unpacked {
    pub codes: Vec<RegionCode>,
    pub names: String,
    pub ends: Vec<u32>,
}

impl Unpacked {
    /// Puts one region at the end. Callers go in strict code order.
    pub fn push(&mut self, code: RegionCode, name: &str) {
        self.codes.push(code);
        self.names.push_str(name);
        self.ends.push(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
    }
}

/// Packs regions given in strict code order. The same list always gives the same bytes.
///
/// # Errors
/// [`PackError::Entry`] for the first region out of order, given twice, or without a usable name.
pub fn pack<'a>(regions: impl IntoIterator<Item = (RegionCode, &'a str)>) -> Result<Vec<u8>, PackError> {
    let (mut codes, mut names, mut count, mut last) = (Vec::new(), String::new(), 0_u32, 0);
    for (code, name) in regions {
        if code.number() <= last || name.trim().is_empty() || name.contains('\n') {
            return Err(PackError::Entry(code));
        }
        write_varint(&mut codes, code.number() - last);
        names.push_str(name);
        names.push('\n');
        last = code.number();
        count += 1;
    }
    let mut bytes = MAGIC.to_vec();
    bytes.extend(count.to_le_bytes());
    let mut stream = ZlibEncoder::new(bytes, Compression::best());
    stream.write_all(&codes)?;
    stream.write_all(names.as_bytes())?;
    Ok(stream.finish()?)
}

/// Reads what [`pack`] wrote.
pub(super) fn unpack(bytes: &[u8]) -> Result<Unpacked, PackError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(PackError::Format)?;
    let (count, stream) = rest.split_first_chunk::<4>().ok_or(PackError::Damaged)?;
    let count = usize::try_from(u32::from_le_bytes(*count)).map_err(|_| PackError::Damaged)?;
    if count > MOST_REGIONS {
        return Err(PackError::Damaged);
    }
    let mut inflated = Vec::new();
    ZlibDecoder::new(stream).take(MOST_BYTES).read_to_end(&mut inflated)?;

    let mut at = inflated.as_slice();
    let mut list = Unpacked {
        codes: Vec::with_capacity(count),
        names: String::with_capacity(inflated.len().saturating_sub(2 * count)),
        ends: Vec::with_capacity(count),
    };
    let mut codes = Vec::with_capacity(count);
    let mut number = 0_u64;
    for _ in 0..count {
        let step = read_varint(&mut at).filter(|step| *step > 0).ok_or(PackError::Damaged)?;
        number = number.checked_add(step).ok_or(PackError::Damaged)?;
        codes.push(RegionCode::from_number(number)?);
    }
    let mut names = std::str::from_utf8(at).map_err(|_| PackError::Damaged)?.split_terminator('\n');
    for code in codes {
        list.push(code, names.next().ok_or(PackError::Damaged)?);
    }
    if names.next().is_some() {
        return Err(PackError::Damaged);
    }
    list.names.shrink_to_fit();
    Ok(list)
}

fn write_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value as u8) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn read_varint(at: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..63).step_by(7) {
        let (&byte, rest) = at.split_first()?;
        *at = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}
