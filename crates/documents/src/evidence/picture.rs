//! The way of a picture: header, limits, decoded, scaled, upright, encoded anew.
//!
//! For: pixels of a hostile file without the rest of it. Not for: reading marks (`header/`), arithmetic of scaling
//! (`scale.rs`). Decoders are those of the `image` crate, in safe Rust or fuzzed; only the first picture of a file is
//! decoded.
//!
//! **Memory.** Decoding takes at most [`MOST_PEAK`] (the picture, and what its coding needs beside it) and a copy of
//! the file; then the picture, at most [`MOST_HELD`], stays while it is scaled (at most 70 MB of rows, 26 MB of result),
//! and is dropped before it is encoded (at most 26 MB of pixels, and their bytes). The sum stays under 300 MB.

use super::header::{self, Had, Header};
use super::{Cleaned, Fault, Kind, LONGEST_SIDE, MOST_PIXELS, scale};
use image::codecs::{jpeg, png, webp};
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ExtendedColorType, ImageBuffer, ImageDecoder, ImageEncoder, ImageError, Limits};
use std::io::Cursor;

/// Bytes of a decoded picture.
const MOST_HELD: u64 = 160 << 20;
/// Bytes that decoding takes, the decoded picture included.
const MOST_PEAK: u64 = 230 << 20;
/// Pixels on a side: what a JPEG can say. Scaling reserves a table for each.
const MOST_SIDE: u32 = 65_535;
/// Bytes that a PNG's chunks beside the pixels may inflate to.
const MOST_BESIDE: u64 = 16 << 20;
/// Quality of JPEG, 1 to 100.
const QUALITY: u8 = 85;

/// Rows of pixels, one byte a colour.
pub(super) struct Pixels {
    pub width: u32,
    pub height: u32,
    /// 1 gray, 2 gray and transparency, 3 red, green, blue, 4 with transparency.
    pub colours: u8,
    pub bytes: Vec<u8>,
}

/// The picture anew, without anything but pixels.
pub(super) fn clean(bytes: &[u8], kind: Kind) -> Result<Cleaned, Fault> {
    let header = header::read(bytes, kind)?;
    allow(&header)?;
    let mut pixels = decode(bytes, kind, &header).map_err(|_| Fault::Damaged)?;
    if kind == Kind::WebP {
        drop_idle_transparency(&mut pixels);
    }
    let pixels = scale::down(pixels, LONGEST_SIDE).ok_or(Fault::Damaged)?;
    let pixels = upright(pixels, header.orientation).ok_or(Fault::Damaged)?;
    let kind = if kind == Kind::Jpeg || (kind == Kind::WebP && pixels.colours == 3) { Kind::Jpeg } else { Kind::Png };
    let bytes = encode(&pixels, kind).map_err(|_| Fault::Damaged)?;
    let had: Vec<Had> = header.had.into_iter().collect();
    Ok(Cleaned { kind, bytes, size: Some((pixels.width, pixels.height)), had, active: false })
}

/// Whether a picture can be decoded in the memory there is, by its header alone.
fn allow(header: &Header) -> Result<(), Fault> {
    let Header { width, height, held, peak, tables, .. } = *header;
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(Fault::Damaged);
    }
    let at_cost = |budget: u64, cost: u64| budget.saturating_mul(pixels) / cost.max(1);
    let most = MOST_PIXELS.min(at_cost(MOST_HELD, held)).min(at_cost(MOST_PEAK, peak));
    if pixels > most || width > MOST_SIDE || height > MOST_SIDE {
        return Err(Fault::TooManyPixels { width, height, most });
    }
    // Only lossless WebP has such tables.
    if peak + tables > MOST_PEAK { Err(Fault::Unsupported { what: "WebP", instead: "PNG" }) } else { Ok(()) }
}

fn decode(bytes: &[u8], kind: Kind, header: &Header) -> Result<Pixels, ImageError> {
    let input = Cursor::new(bytes);
    match kind {
        Kind::Jpeg => pixels(jpeg::JpegDecoder::new(input)?, header),
        Kind::Png => {
            let mut limits = Limits::default();
            limits.max_alloc = Some(MOST_BESIDE);
            pixels(png::PngDecoder::with_limits(input, limits)?, header)
        }
        _ => pixels(webp::WebPDecoder::new(input)?, header),
    }
}

fn pixels(mut decoder: impl ImageDecoder, header: &Header) -> Result<Pixels, ImageError> {
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(header.width), Some(header.height));
    limits.max_alloc = Some(MOST_PEAK);
    decoder.set_limits(limits)?;
    let ((width, height), colour) = (decoder.dimensions(), decoder.color_type());
    // A decoder that sees another picture than the header does not get the memory for it.
    let broken =
        || ImageError::Limits(image::error::LimitError::from_kind(image::error::LimitErrorKind::DimensionError));
    let length = decoder.total_bytes();
    if (width, height) != (header.width, header.height) || length > header.peak {
        return Err(broken());
    }
    let mut bytes = vec![0; usize::try_from(length).map_err(|_| broken())?];
    decoder.read_image(&mut bytes)?;
    let deep = matches!(colour, ColorType::L16 | ColorType::La16 | ColorType::Rgb16 | ColorType::Rgba16);
    if deep {
        keep_high_bytes(&mut bytes);
    }
    Ok(Pixels { width, height, colours: colour.channel_count(), bytes })
}

/// 16 bits a colour become 8, in place.
fn keep_high_bytes(bytes: &mut Vec<u8>) {
    let half = bytes.len() / 2;
    for at in 0..half {
        let colour = u16::from_ne_bytes([bytes[at * 2], bytes[at * 2 + 1]]);
        bytes[at] = colour.to_be_bytes()[0];
    }
    bytes.truncate(half);
    bytes.shrink_to_fit();
}

/// Many WebP files carry a layer of transparency in which everything is opaque.
fn drop_idle_transparency(pixels: &mut Pixels) {
    if pixels.colours != 4 || pixels.bytes.iter().skip(3).step_by(4).any(|opaque| *opaque != 255) {
        return;
    }
    let count = pixels.bytes.len() / 4;
    for at in 0..count {
        pixels.bytes.copy_within(at * 4..at * 4 + 3, at * 3);
    }
    pixels.bytes.truncate(count * 3);
    pixels.colours = 3;
}

/// Turned as EXIF's orientation says.
fn upright(pixels: Pixels, orientation: u8) -> Option<Pixels> {
    let Some(turn) = Orientation::from_exif(orientation).filter(|turn| *turn != Orientation::NoTransforms) else {
        return Some(pixels);
    };
    let Pixels { width, height, colours, bytes } = pixels;
    let mut picture = match colours {
        1 => DynamicImage::ImageLuma8(ImageBuffer::from_raw(width, height, bytes)?),
        2 => DynamicImage::ImageLumaA8(ImageBuffer::from_raw(width, height, bytes)?),
        3 => DynamicImage::ImageRgb8(ImageBuffer::from_raw(width, height, bytes)?),
        _ => DynamicImage::ImageRgba8(ImageBuffer::from_raw(width, height, bytes)?),
    };
    picture.apply_orientation(turn);
    Some(Pixels { width: picture.width(), height: picture.height(), colours, bytes: picture.into_bytes() })
}

fn encode(pixels: &Pixels, kind: Kind) -> Result<Vec<u8>, ImageError> {
    let Pixels { width, height, colours, bytes } = pixels;
    let colour = match colours {
        1 => ExtendedColorType::L8,
        2 => ExtendedColorType::La8,
        3 => ExtendedColorType::Rgb8,
        _ => ExtendedColorType::Rgba8,
    };
    let mut out = vec![];
    if kind == Kind::Jpeg {
        jpeg::JpegEncoder::new_with_quality(&mut out, QUALITY).write_image(bytes, *width, *height, colour)?;
    } else {
        let (effort, filter) = (png::CompressionType::Default, png::FilterType::Adaptive);
        png::PngEncoder::new_with_quality(&mut out, effort, filter).write_image(bytes, *width, *height, colour)?;
    }
    Ok(out)
}
