//! `pictures`: 200 photos of 12 megapixels and about 3 MB cleaned one after the other, beside what the `image` crate
//! alone takes to decode and encode them in the same size; the memory for them and for the largest pictures allowed.
//!
//! The files are made first; a child process of this program reads them. The two ways take turns picture by picture,
//! so that a busy machine slows both. The plain way needs less memory, so that the most held is the cleaning's.
//! Beside the photos stand pictures that are not scaled down, where there is no smaller result to gain from.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use documents::evidence::{self, LONGEST_SIDE};
use image::codecs::{jpeg::JpegEncoder, png::PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use crate::machine::{self, Figure};

/// Times as long as the plain way, which is 0.8 of its speed; megabytes.
const TARGET: (f64, f64) = (1.25, 300.0);
const PICTURES: usize = 200;
/// Pictures that stay as large as they are.
const SMALL_PICTURES: usize = 40;
/// Different ones, used again and again.
const DISTINCT: u32 = 4;
/// Names the folder to the child process.
const FOLDER: &str = "BERSINAR_BENCH_PICTURES";
/// As `clean` encodes.
const QUALITY: u8 = 85;

/// Smooth light, edges, and grain as a telephone's sensor has it; always the same for the same number.
fn photo(number: u32, width: u32, height: u32) -> Vec<u8> {
    let mut grain = number.wrapping_mul(2_654_435_761) | 1;
    let mut pixels = Vec::with_capacity(width as usize * height as usize * 3);
    for y in 0..height {
        for x in 0..width {
            let (across, down) = (f64::from(x) / 310.0 + f64::from(number), f64::from(y) / 170.0);
            let edge = if (x / 97 + y / 61 + number).is_multiple_of(7) { 40.0 } else { 0.0 };
            let light = 120.0 + 60.0 * across.sin() + 35.0 * (down + across.cos()).cos() + edge;
            for colour in 0..3 {
                grain ^= grain << 13;
                grain ^= grain >> 17;
                grain ^= grain << 5;
                let noise = f64::from(grain % 29) - 14.0;
                pixels.push((light + noise - f64::from(colour) * 11.0).clamp(0.0, 255.0) as u8);
            }
        }
    }
    pixels
}

fn jpeg(pixels: &[u8], width: u32, height: u32, quality: u8) -> Result<Vec<u8>, image::ImageError> {
    let mut out = vec![];
    JpegEncoder::new_with_quality(&mut out, quality).write_image(pixels, width, height, ExtendedColorType::Rgb8)?;
    Ok(out)
}

fn make(folder: &Path) -> Result<f64, Box<dyn Error>> {
    let mut bytes = 0;
    for number in 0..DISTINCT {
        let large = jpeg(&photo(number, 4_000, 3_000), 4_000, 3_000, 82)?;
        bytes += large.len();
        std::fs::write(folder.join(format!("large-{number}")), large)?;
        let small = jpeg(&photo(number, LONGEST_SIDE, 1_920), LONGEST_SIDE, 1_920, 82)?;
        std::fs::write(folder.join(format!("small-{number}")), small)?;
    }
    // The largest that are allowed: a JPEG of 50 megapixels, a transparent PNG, one with 16 bits a colour.
    std::fs::write(folder.join("worst-0"), jpeg(&photo(9, 7_071, 7_071), 7_071, 7_071, 70)?)?;
    let smooth = |width: u32, height: u32, each: usize| -> Vec<u8> {
        let pixel = |at: u32| (at / 41) as u8 ^ (at / width / 67) as u8;
        (0..width * height).flat_map(|at| std::iter::repeat_n(pixel(at), each)).collect()
    };
    for (number, side, colour, each) in
        [(1, 6_476, ExtendedColorType::Rgba8, 4), (2, 5_490, ExtendedColorType::Rgba16, 8)]
    {
        let mut png = vec![];
        PngEncoder::new(&mut png).write_image(&smooth(side, side, each), side, side, colour)?;
        std::fs::write(folder.join(format!("worst-{number}")), png)?;
    }
    Ok(bytes as f64 / f64::from(DISTINCT) / 1e6)
}

fn clean(bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    black_box(evidence::clean(bytes)?);
    Ok(())
}

fn plain(bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let picture = image::load_from_memory(bytes)?.into_rgb8();
    black_box(jpeg(&picture, picture.width(), picture.height(), QUALITY)?);
    Ok(())
}

/// How much longer cleaning takes than the plain way, and seconds for one picture.
fn ratio(folder: &Path, name: &str, count: usize) -> Result<(f64, f64), Box<dyn Error>> {
    let mut seconds = [0.0; 2];
    for number in (0..DISTINCT).cycle().take(count) {
        let bytes = std::fs::read(folder.join(format!("{name}-{number}")))?;
        for (way, seconds) in [clean, plain].into_iter().zip(&mut seconds) {
            let start = Instant::now();
            way(&bytes)?;
            *seconds += start.elapsed().as_secs_f64();
        }
    }
    Ok((seconds[0] / seconds[1], seconds[0] / count as f64))
}

/// In the child: the figures on one line.
fn measure(folder: &Path) -> Result<(), Box<dyn Error>> {
    let (large, each) = ratio(folder, "large", PICTURES)?;
    let memory = machine::megabytes("self", "VmHWM");
    let (small, _) = ratio(folder, "small", SMALL_PICTURES)?;
    for number in 0..3 {
        clean(&std::fs::read(folder.join(format!("worst-{number}")))?)?;
    }
    println!("{large} {each} {memory} {small} {}", machine::megabytes("self", "VmHWM"));
    Ok(())
}

fn in_child() -> Result<[Figure; 4], Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let size = make(folder.path())?;
    let child = Command::new(std::env::current_exe()?).arg("pictures").env(FOLDER, folder.path()).output()?;
    let said = String::from_utf8_lossy(&child.stdout);
    let figures: Vec<f64> = said.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [large, each, memory, small, worst] = *figures.as_slice() else {
        return Err(String::from_utf8_lossy(&child.stderr).into_owned().into());
    };
    eprintln!("pictures: {size:.1} MB each, {each:.3} s each");
    let times = |measured, unit| Figure { measured, target: TARGET.0, unit };
    Ok([
        times(large, "× plain"),
        times(small, "× plain, not scaled"),
        Figure::megabytes(memory, TARGET.1),
        Figure::megabytes(worst, TARGET.1),
    ])
}

/// Runs the benchmark and prints its line.
pub fn run() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        if let Err(error) = measure(Path::new(&folder)) {
            eprintln!("pictures: {error}");
        }
        return;
    }
    match in_child() {
        Ok(figures) => machine::report("pictures", &figures),
        Err(error) => eprintln!("pictures: {error}"),
    }
}
