//! Pixels: which way is up, how large, how deep, how many.

use super::*;
use documents::evidence::{LARGEST_PICTURE, LONGEST_SIDE, MOST_PIXELS};
use image::{ImageBuffer, Luma, Rgb, Rgba, RgbaImage};

#[test]
fn every_orientation_is_applied_to_the_pixels() {
    // The colour at the upper left and at the upper right when shown.
    let shown = [
        (1, RED, GREEN),
        (2, GREEN, RED),
        (3, WHITE, BLUE),
        (4, BLUE, WHITE),
        (5, RED, BLUE),
        (6, BLUE, RED),
        (7, WHITE, GREEN),
        (8, GREEN, WHITE),
    ];
    for (orientation, left, right) in shown {
        let block = [b"Exif\0\0".as_slice(), &exif(orientation, b"")].concat();
        let cleaned = clean(&with_blocks(&plain(Kind::Jpeg), &[(0xe1, block)])).unwrap();
        let size = if orientation < 5 { (WIDE, HIGH) } else { (HIGH, WIDE) };
        assert_eq!(cleaned.size, Some(size), "{orientation}");
        let picture = open(&cleaned).into_rgb8();
        assert_eq!(picture.dimensions(), size);
        assert!(near(&picture, (4, 4), left), "{orientation}");
        assert!(near(&picture, (size.0 - 5, 4), right), "{orientation}");
    }
    let png = with_chunks(&plain(Kind::Png), &[(b"eXIf", exif(6, b""))]);
    assert!(near(&open(&clean(&png).unwrap()).into_rgb8(), (4, 4), BLUE));
}

#[test]
fn large_pictures_are_scaled_and_small_ones_are_not() {
    let (width, height) = (3_000, 500);
    let wide = RgbImage::from_fn(width, height, |x, _| Rgb(if x < width / 2 { RED } else { BLUE }));
    for kind in [Kind::Jpeg, Kind::Png] {
        let cleaned = clean(&encoded(&wide, width, height, ExtendedColorType::Rgb8, kind)).unwrap();
        assert_eq!((cleaned.kind, cleaned.size), (kind, Some((LONGEST_SIDE, 427))));
        let picture = open(&cleaned).into_rgb8();
        assert!(near(&picture, (1_270, 200), RED) && near(&picture, (1_290, 200), BLUE));
    }
    let thin = vec![100; 30_000];
    let cleaned = clean(&encoded(&thin, 1, 30_000, ExtendedColorType::L8, Kind::Png)).unwrap();
    assert_eq!(cleaned.size, Some((1, LONGEST_SIDE)));
    assert_eq!(clean(&plain(Kind::Jpeg)).unwrap().size, Some((WIDE, HIGH)));
}

#[test]
fn transparency_is_kept_where_there_is_some() {
    // Left half invisible, over a colour that must not bleed into the right half.
    let picture =
        RgbaImage::from_fn(3_000, 40, |x, _| Rgba(if x < 1_500 { [0, 255, 0, 0] } else { [220, 20, 20, 255] }));
    for kind in [Kind::Png, Kind::WebP] {
        let cleaned = clean(&encoded(&picture, 3_000, 40, ExtendedColorType::Rgba8, kind)).unwrap();
        assert_eq!(cleaned.kind, Kind::Png);
        let out = open(&cleaned).into_rgba8();
        assert_eq!(out.dimensions(), (LONGEST_SIDE, 34));
        assert_eq!(out.get_pixel(100, 10).0[3], 0);
        for x in 1_275..1_290 {
            let [red, green, _, opaque] = out.get_pixel(x, 10).0;
            assert!(opaque == 0 || green < 40 && red > 180, "{x}: green bleeds");
        }
    }
    let opaque = RgbaImage::from_pixel(30, 20, Rgba([9, 9, 9, 255]));
    let cleaned = clean(&encoded(&opaque, 30, 20, ExtendedColorType::Rgba8, Kind::WebP)).unwrap();
    assert_eq!(cleaned.kind, Kind::Jpeg);
}

#[test]
fn sixteen_bits_and_gray_are_taken() {
    let deep: ImageBuffer<Rgb<u16>, _> = ImageBuffer::from_fn(20, 10, |x, _| Rgb([x as u16 * 3_000, 258, 65_535]));
    let mut png = vec![];
    DynamicImage::ImageRgb16(deep).write_with_encoder(PngEncoder::new(&mut png)).unwrap();
    let out = open(&clean(&png).unwrap()).into_rgb8();
    assert_eq!((out.get_pixel(0, 0).0, out.get_pixel(19, 0).0), ([0, 1, 255], [222, 1, 255]));
    let gray: ImageBuffer<Luma<u8>, _> = ImageBuffer::from_pixel(20, 10, Luma([77]));
    for kind in [Kind::Jpeg, Kind::Png] {
        let cleaned = clean(&encoded(&gray, 20, 10, ExtendedColorType::L8, kind)).unwrap();
        assert_eq!(open(&cleaned).into_luma8().get_pixel(3, 3).0, [77]);
    }
}

/// A PNG that says it is this large, with a few bytes of pixels.
fn png_of(width: u32, height: u32, colour: u8, depth: u8) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([depth, colour, 0, 0, 0]);
    // A stored block of one byte in a zlib stream.
    let pixels = [0x78, 1, 1, 1, 0, 0xfe, 0xff, 0, 0, 1, 0, 1];
    let parts = [chunk(b"IHDR", &header), chunk(b"IDAT", &pixels), chunk(b"IEND", &[])].concat();
    [b"\x89PNG\r\n\x1a\n".as_slice(), &parts].concat()
}

/// A JPEG up to its first scan, of this frame.
fn jpeg_of(width: u16, height: u16, frame: u8, in_scan: u8) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8, 0xff, frame, 0, 17, 8];
    out.extend([height.to_be_bytes(), width.to_be_bytes()].concat());
    out.extend([3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
    out.extend([0xff, 0xda, 0, 4 + in_scan * 2 + 2, in_scan]);
    out.extend(vec![0; usize::from(in_scan) * 2 + 3]);
    out.extend([0xff, 0xd9]);
    out
}

#[test]
fn too_many_pixels_are_refused_by_the_header_with_their_number() {
    let bomb = Fault::TooManyPixels { width: 30_000, height: 30_000, most: 41_943_040 };
    assert_eq!(clean(&png_of(30_000, 30_000, 6, 8)), Err(bomb));
    assert!(bomb.message().id.contains("30000 × 30000"), "{}", bomb.message().id);
    assert!(bomb.message().en.contains("at most 41 million"), "{}", bomb.message().en);
    let most = |bytes: &[u8]| match clean(bytes) {
        Err(Fault::TooManyPixels { most, .. }) => Some(most),
        _ => None,
    };
    assert_eq!(most(&png_of(30_000, 30_000, 0, 1)), Some(MOST_PIXELS));
    assert_eq!(most(&png_of(6_000, 6_000, 6, 16)), Some(30_146_560));
    assert_eq!(most(&png_of(4_000_000, 1, 0, 8)), Some(MOST_PIXELS));
    assert_eq!(most(&png_of(u32::MAX, u32::MAX, 6, 16)).map(|most| most < MOST_PIXELS), Some(true));
    assert_eq!(most(&jpeg_of(30_000, 30_000, 0xc0, 3)), Some(MOST_PIXELS));
    // Progressive, and colours one after the other: the decoder holds all coefficients.
    assert_eq!(most(&jpeg_of(7_000, 7_000, 0xc2, 3)), Some(26_796_942));
    assert_eq!(most(&jpeg_of(7_000, 7_000, 0xc0, 1)), Some(26_796_942));
    // An allowed size with nothing behind it is a damaged picture.
    assert_eq!(clean(&png_of(5_000, 5_000, 2, 8)), Err(Fault::Damaged));
    assert_eq!(clean(&png_of(0, 5_000, 2, 8)), Err(Fault::Damaged));
}

#[test]
fn webp_is_kept_from_reserving_memory() {
    let lossy =
        |width: u16, height: u16| [&[0, 0, 0, 0x9d, 1, 0x2a][..], &width.to_le_bytes(), &height.to_le_bytes()].concat();
    let canvas = vec![0x10, 0, 0, 0, 9, 0, 0, 9, 0, 0];
    // A frame of 268 million pixels on a canvas of a hundred.
    let liar = riff(&[(b"VP8X", canvas.clone()), (b"VP8 ", lossy(16_383, 16_383))]);
    assert_eq!(clean(&liar), Err(Fault::Damaged));
    assert!(matches!(
        clean(&riff(&[(b"VP8 ", lossy(16_383, 16_383))])),
        Err(Fault::TooManyPixels { width: 16_383, .. })
    ));
    // Code tables by the hundred thousand.
    let lossless = [vec![0x2f, 9, 0x40, 2, 0], vec![0; 2 << 20]].concat();
    let tables = Fault::Unsupported { what: "WebP", instead: "PNG" };
    assert_eq!(clean(&riff(&[(b"VP8L", lossless)])), Err(tables));
    // Frames in frames in frames are looked into once.
    let mut nested = vec![0; 16];
    for _ in 0..2_000 {
        nested = [vec![0; 16], riff(&[(b"ANMF", nested)])[12..].to_vec()].concat();
    }
    assert_eq!(clean(&riff(&[(b"VP8X", canvas), (b"ANMF", nested)])), Err(Fault::Damaged));
}

#[test]
fn pictures_of_many_bytes_are_refused() {
    let mut large = plain(Kind::Jpeg);
    large.resize(LARGEST_PICTURE + 1, 0);
    let fault = Fault::TooLarge { bytes: LARGEST_PICTURE + 1, most: LARGEST_PICTURE };
    assert_eq!(clean(&large), Err(fault));
    assert!(fault.message().id.contains("16 MB; paling besar 15 MB"), "{}", fault.message().id);
}
