//! Evidence files: what is taken, what is refused, and what is left of a picture.

mod hostile;
mod kinds;
mod marks;
mod pictures;

use documents::evidence::{Cleaned, Fault, Had, Kind, clean};
use image::codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder};
use image::{DynamicImage, ExtendedColorType, ImageEncoder, RgbImage};

/// The size of [`corners`].
const WIDE: u32 = 96;
const HIGH: u32 = 64;
const RED: [u8; 3] = [220, 20, 20];
const GREEN: [u8; 3] = [20, 200, 20];
const BLUE: [u8; 3] = [20, 20, 220];
const WHITE: [u8; 3] = [250, 250, 250];

/// Four quarters: red and green above, blue and white below.
fn corners() -> RgbImage {
    RgbImage::from_fn(WIDE, HIGH, |x, y| {
        image::Rgb(match (x < WIDE / 2, y < HIGH / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => WHITE,
        })
    })
}

/// A picture as JPEG, PNG or lossless WebP, without any marks.
fn encoded(pixels: &[u8], width: u32, height: u32, colour: ExtendedColorType, kind: Kind) -> Vec<u8> {
    let mut out = vec![];
    match kind {
        Kind::Jpeg => JpegEncoder::new_with_quality(&mut out, 92).write_image(pixels, width, height, colour),
        Kind::Png => PngEncoder::new(&mut out).write_image(pixels, width, height, colour),
        _ => WebPEncoder::new_lossless(&mut out).write_image(pixels, width, height, colour),
    }
    .unwrap();
    out
}

fn plain(kind: Kind) -> Vec<u8> {
    encoded(&corners(), WIDE, HIGH, ExtendedColorType::Rgb8, kind)
}

fn open(cleaned: &Cleaned) -> DynamicImage {
    image::load_from_memory(&cleaned.bytes).unwrap()
}

/// Whether a pixel has nearly this colour.
fn near(picture: &RgbImage, at: (u32, u32), colour: [u8; 3]) -> bool {
    picture.get_pixel(at.0, at.1).0.iter().zip(colour).all(|(is, should)| is.abs_diff(should) < 24)
}

/// A JPEG with blocks put in after its first mark.
fn with_blocks(jpeg: &[u8], blocks: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut out = jpeg[..2].to_vec();
    for (marker, body) in blocks {
        out.extend([0xff, *marker]);
        out.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        out.extend(body);
    }
    out.extend(&jpeg[2..]);
    out
}

/// A chunk of a PNG, with its checksum.
fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let checked = [name.as_slice(), body].concat();
    let crc = checked.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 })
    });
    [&u32::try_from(body.len()).unwrap().to_be_bytes(), checked.as_slice(), &(!crc).to_be_bytes()].concat()
}

/// A PNG with chunks put in before its pixels.
fn with_chunks(png: &[u8], chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let after_header = 8 + 25;
    let more: Vec<u8> = chunks.iter().flat_map(|(name, body)| chunk(name, body)).collect();
    [&png[..after_header], &more, &png[after_header..]].concat()
}

/// A WebP container around chunks.
fn riff(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (name, content) in chunks {
        body.extend(*name);
        body.extend(u32::try_from(content.len()).unwrap().to_le_bytes());
        body.extend(content);
        body.extend(vec![0; content.len() % 2]);
    }
    [b"RIFF".as_slice(), &u32::try_from(body.len()).unwrap().to_le_bytes(), &body].concat()
}

/// EXIF written by hand: orientation, a place, maker notes, and a thumbnail in a second list.
fn exif(orientation: u16, thumbnail: &[u8]) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut entry = [tag.to_le_bytes(), kind.to_le_bytes()].concat();
        entry.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
        entry
    };
    let list = |entries: &[Vec<u8>], next: u32| {
        let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
        [count.as_slice(), &entries.concat(), &next.to_le_bytes()].concat()
    };
    let size = |entries: u32| 2 + entries * 12 + 4;
    let first = 8;
    let camera = first + size(4);
    let place = camera + size(1);
    let second = place + size(2);
    let (maker, notes) = (second + size(3), b"SERIAL 990171 SECRET");
    let latitude = maker + u32::try_from(notes.len()).unwrap();
    let picture = latitude + 24;
    let mut out = b"II*\0\x08\0\0\0".to_vec();
    let model = u32::from_le_bytes(*b"HP1\0");
    let entries = [
        entry(0x010f, 2, 4, model),
        entry(0x0112, 3, 1, orientation.into()),
        entry(0x8769, 4, 1, camera),
        entry(0x8825, 4, 1, place),
    ];
    out.extend(list(&entries, second));
    out.extend(list(&[entry(0x927c, 7, u32::try_from(notes.len()).unwrap(), maker)], 0));
    out.extend(list(&[entry(1, 2, 2, u32::from_le_bytes(*b"S\0\0\0")), entry(2, 5, 3, latitude)], 0));
    let length = u32::try_from(thumbnail.len()).unwrap();
    let entries = [entry(0x0103, 3, 1, 6), entry(0x0201, 4, 1, picture), entry(0x0202, 4, 1, length)];
    out.extend(list(&entries, 0));
    out.extend(notes);
    out.extend([3_u32, 1, 19, 1, 30, 1].into_iter().flat_map(u32::to_le_bytes));
    out.extend(thumbnail);
    out
}
