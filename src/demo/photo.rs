//! A picture as a village officer would add it: a guard post by the bay, drawn, since nobody stood there with a camera.

use image::{ExtendedColorType, ImageEncoder as _, Rgb, RgbImage, codecs::jpeg::JpegEncoder};

const WIDTH: u32 = 960;
const HEIGHT: u32 = 640;

/// The picture as a JPEG file.
pub fn guard_post() -> Result<Vec<u8>, image::ImageError> {
    let picture = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| Rgb(colour(x as i32, y as i32)));
    let mut file = vec![];
    JpegEncoder::new_with_quality(&mut file, 85).write_image(&picture, WIDTH, HEIGHT, ExtendedColorType::Rgb8)?;
    Ok(file)
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
