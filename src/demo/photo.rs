//! Pictures as a village officer would add them: a guard post by the bay and a letter, drawn, since nobody stood there with
//! a camera.

use image::{
    ExtendedColorType, ImageEncoder as _, Rgb, RgbImage, Rgba, RgbaImage,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
};

const WIDTH: u32 = 960;
const HEIGHT: u32 = 640;

/// A guard post as a JPEG file.
pub fn guard_post() -> Result<Vec<u8>, image::ImageError> {
    drawn(WIDTH, HEIGHT, colour)
}

/// A letter with head, lines and a seal, as a JPEG file.
pub fn letter() -> Result<Vec<u8>, image::ImageError> {
    drawn(480, 680, paper)
}

/// The arms of the city, a sail above waves on a shield, as a PNG file.
pub fn arms() -> Result<Vec<u8>, image::ImageError> {
    let picture = RgbaImage::from_fn(360, 440, |x, y| Rgba(shield(x as i32, y as i32)));
    let mut file = vec![];
    PngEncoder::new(&mut file).write_image(&picture, 360, 440, ExtendedColorType::Rgba8)?;
    Ok(file)
}

fn shield(x: i32, y: i32) -> [u8; 4] {
    let half = |inset: i32| match y - inset {
        ..0 => -1,
        _ if y < 260 => 170 - inset,
        _ if y + inset >= 436 => -1,
        _ => {
            let below = f64::from(y - 260 + inset) / 176.0;
            (f64::from(170 - inset) * (1.0 - below * below).max(0.0).sqrt()) as i32
        }
    };
    let off = (x - 180).abs();
    let wave = |top: i32| (y - top - ((f64::from(x) / 22.0).sin() * 8.0) as i32).rem_euclid(44) < 20;
    let sail = (90..250).contains(&y) && x >= 150 && x - 150 < (y - 90) * 3 / 5;
    let mast = (80..270).contains(&y) && (138..146).contains(&x);
    match () {
        () if off > half(4) => [0, 0, 0, 0],
        () if off > half(14) => [27, 39, 51, 255],
        () if sail || mast => [253, 252, 249, 255],
        () if y > 280 && wave(280) => [253, 252, 249, 255],
        () => [11, 107, 99, 255],
    }
}

fn drawn(width: u32, height: u32, colour: impl Fn(i32, i32) -> [u8; 3]) -> Result<Vec<u8>, image::ImageError> {
    let picture = RgbImage::from_fn(width, height, |x, y| Rgb(colour(x as i32, y as i32)));
    let mut file = vec![];
    JpegEncoder::new_with_quality(&mut file, 85).write_image(&picture, width, height, ExtendedColorType::Rgb8)?;
    Ok(file)
}

fn paper(x: i32, y: i32) -> [u8; 3] {
    let (ink, sheet) = ([58, 66, 76], [250, 248, 240]);
    let seal = (x - 330).pow(2) + (y - 590).pow(2);
    let head = (40..48).contains(&y) && (150..330).contains(&x) || (60..66).contains(&y) && (110..370).contains(&x);
    let rule = (92..95).contains(&y) && (50..430).contains(&x);
    // Lines of words of unlike length, the last of each paragraph short.
    let line = (y - 130) / 22;
    let end = if line % 5 == 4 { 260 } else { 420 };
    let words = (130..520).contains(&y) && (y - 130) % 22 < 6 && (60..end).contains(&x) && (x * 7 + line * 31) % 53 > 8;
    match () {
        () if head || rule || words => ink,
        () if (1500..2100).contains(&seal) || (700..860).contains(&seal) => [86, 74, 150],
        () => sheet,
    }
}

fn colour(x: i32, y: i32) -> [u8; 3] {
    let within =
        |left: i32, right: i32, top: i32, bottom: i32| (left..right).contains(&x) && (top..bottom).contains(&y);
    let mix = |from: [i32; 3], to: [i32; 3], part: i32, of: i32| -> [u8; 3] {
        [0, 1, 2].map(|at| (from[at] + (to[at] - from[at]) * part.clamp(0, of) / of).clamp(0, 255) as u8)
    };
    let roof = (200..290).contains(&y) && (x - 610).abs() < 40 + (y - 200) * 2;
    let hill = y > 300 - (120 - (x - 190).abs() / 3).max(0);
    let sun = (x - 780).pow(2) + (y - 110).pow(2) < 46_i32.pow(2);
    if within(606, 616, 120, 200) {
        [120, 90, 60]
    } else if within(616, 676, 122, 142) {
        [206, 17, 38]
    } else if within(616, 676, 142, 162) {
        [250, 250, 250]
    } else if roof {
        [166, 78, 50]
    } else if within(580, 640, 370, 480) {
        [92, 64, 44]
    } else if within(480, 550, 340, 400) || within(670, 740, 340, 400) {
        [190, 220, 235]
    } else if within(440, 780, 290, 480) {
        [244, 236, 214]
    } else if y >= 480 {
        mix([150, 170, 110], [96, 128, 72], y - 480, 160)
    } else if y >= 330 {
        mix([70, 150, 176], [30, 98, 132], y - 330, 150)
    } else if hill {
        [92, 130, 104]
    } else if sun {
        [255, 236, 170]
    } else {
        mix([150, 200, 236], [232, 240, 244], y, 330)
    }
}
