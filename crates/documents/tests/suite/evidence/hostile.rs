//! Bytes at random and pictures with bytes changed: cleaned or refused, never a panic, never an outgrown picture.

use super::*;
use documents::evidence::{LONGEST_SIDE, safe_name};
use proptest::prelude::*;
use std::sync::LazyLock;

/// Small good files of every kind that is decoded, and one of each container that is looked into.
static GOOD: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let block = [b"Exif\0\0".as_slice(), &exif(6, b"tiny")].concat();
    let still = plain(Kind::WebP);
    let frame = [vec![0; 6], vec![95, 0, 0, 63, 0, 0, 0, 0, 0, 0], still[12..].to_vec()].concat();
    let canvas = vec![0x02, 0, 0, 0, 95, 0, 0, 63, 0, 0];
    let animated = riff(&[(b"VP8X", canvas), (b"ANIM", vec![0; 6]), (b"ANMF", frame)]);
    vec![
        with_blocks(&plain(Kind::Jpeg), &[(0xe1, block)]),
        PROGRESSIVE.to_vec(),
        with_chunks(&plain(Kind::Png), &[(b"eXIf", exif(3, b""))]),
        still,
        LOSSY.to_vec(),
        animated,
        crate::book(&["kode"], |_| Ok(())),
        b"%PDF-1.7\n/OpenAction [1 0 R] /J#53 (x)\n%%EOF".to_vec(),
    ]
});

/// A progressive JPEG and a lossy WebP with transparency, 48 × 32, as other programs write them.
const PROGRESSIVE: &[u8] = include_bytes!("../../files/progressive.jpg");
const LOSSY: &[u8] = include_bytes!("../../files/lossy.webp");

fn holds(bytes: &[u8]) {
    if let Ok(cleaned) = clean(bytes) {
        match cleaned.size {
            Some((width, height)) => {
                assert!(width > 0 && height > 0 && width.max(height) <= LONGEST_SIDE);
                assert!(matches!(cleaned.kind, Kind::Jpeg | Kind::Png));
                assert_eq!(Kind::of(&cleaned.bytes), Ok(cleaned.kind));
            }
            None => assert_eq!(cleaned.bytes, bytes),
        }
    }
}

#[test]
fn what_is_changed_below_is_good() {
    for (at, good) in GOOD.iter().enumerate() {
        assert!(clean(good).is_ok(), "{at}: {:?}", clean(good).err());
    }
    assert_eq!(clean(&GOOD[4]).unwrap().kind, Kind::Png);
    assert_eq!(clean(&GOOD[5]).unwrap().had, [Had::Other]);
    let red = open(&clean(&GOOD[1]).unwrap()).into_rgb8();
    assert!(near(&red, (4, 4), RED));
}

#[test]
fn pictures_cut_short_are_damaged() {
    for good in &GOOD[..6] {
        for cut in [good.len() - 3, good.len() / 2, good.len() / 4, 40, 13] {
            assert!(clean(&good[..cut]).is_err(), "{cut} of {}", good.len());
        }
    }
}

#[test]
fn a_picture_that_goes_on_as_something_else_is_only_a_picture() {
    for good in &GOOD[..5] {
        let page = [good.as_slice(), b"<html><script>alert(1)</script></html>PK\x03\x04"].concat();
        let cleaned = clean(&page).unwrap();
        assert!(cleaned.had.contains(&Had::Trailing));
        assert!(memchr::memmem::find(&cleaned.bytes, b"script").is_none());
        assert_eq!(cleaned.bytes, clean(good).unwrap().bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_cleaned_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600), kind in 0..5_usize) {
        let starts: [&[u8]; 5] =
            [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0", b"RIFF\0\0\0\0WEBPVP8L", b"%PDF-"];
        holds(&[starts[kind], &bytes].concat());
    }

    #[test]
    fn changed_files_are_cleaned_or_refused(
        which in 0..8_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = GOOD[which].clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        holds(&bytes);
    }

    #[test]
    fn any_name_becomes_a_name(name in "\\PC{0,200}|[./\\\\ a-z\u{202e}\u{200f}\r\n\0]{0,300}") {
        let safe = safe_name(&name, Kind::Pdf);
        prop_assert!(safe.ends_with(".pdf") && safe.chars().count() <= 120 && safe.len() <= 255, "{safe:?}");
        prop_assert!(!safe.contains(|c: char| c.is_control() || "/\\:\u{202e}\u{200f}".contains(c)), "{safe:?}");
        prop_assert!(!safe.starts_with(['.', ' ']), "{safe:?}");
        prop_assert_eq!(&safe_name(&safe, Kind::Pdf), &safe);
    }
}
