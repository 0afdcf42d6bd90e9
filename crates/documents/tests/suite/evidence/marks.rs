//! What a picture carries beside its pixels does not come out, by the word of ExifTool.

use super::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Groups of ExifTool that describe any file.
const STRUCTURE: [&str; 7] = ["ExifTool", "System", "File", "Composite", "JFIF", "PNG", "RIFF"];
/// What it says of the structure of a plain picture; everything else is a mark.
const PLAIN: [&str; 26] = [
    "ExifToolVersion",
    "FileName",
    "Directory",
    "FileSize",
    "FileModifyDate",
    "FileAccessDate",
    "FileInodeChangeDate",
    "FilePermissions",
    "FileType",
    "FileTypeExtension",
    "MIMEType",
    "ImageWidth",
    "ImageHeight",
    "EncodingProcess",
    "BitsPerSample",
    "ColorComponents",
    "YCbCrSubSampling",
    "JFIFVersion",
    "ResolutionUnit",
    "XResolution",
    "YResolution",
    "ImageSize",
    "Megapixels",
    "BitDepth",
    "ColorType",
    "Compression",
];
const PLAIN_PNG: [&str; 2] = ["Filter", "Interlace"];

/// `group:tag` of all that ExifTool finds; `None` without ExifTool.
fn exiftool(folder: &Path, name: &str, arguments: &[&str]) -> Option<Vec<(String, String)>> {
    let output = Command::new("exiftool").args(arguments).arg(folder.join(name)).output();
    let output = match output {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("SKIPPED: no exiftool here, the marks of pictures were not looked for");
            return None;
        }
        output => output.unwrap(),
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    // `-j -G1`: one line a tag, `"Group:Tag": value`.
    let tags = text.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\": ")?.0.split_once(':'));
    Some(tags.map(|(group, tag)| (group.to_owned(), tag.to_owned())).collect())
}

const TELL: [&str; 5] = ["-j", "-G1", "-a", "-U", "-ee"];

/// Writes the file, lets ExifTool add marks, cleans it; what came out has none. Gives the groups that went in.
fn cleaned_of_marks(name: &str, bytes: &[u8], adding: &[&str]) -> Option<(BTreeSet<String>, Cleaned)> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    if !adding.is_empty() {
        exiftool(folder.path(), name, &[&["-overwrite_original", "-m"], adding].concat())?;
    }
    let before = exiftool(folder.path(), name, &TELL)?.into_iter().map(|(group, _)| group).collect();
    let cleaned = clean(&std::fs::read(folder.path().join(name)).unwrap()).unwrap();
    let out = format!("out.{}", cleaned.kind.ending());
    std::fs::write(folder.path().join(&out), &cleaned.bytes).unwrap();
    for (group, tag) in exiftool(folder.path(), &out, &TELL)? {
        assert!(STRUCTURE.contains(&group.as_str()), "{group}:{tag} came out of {name}");
        let plain = PLAIN.contains(&tag.as_str()) || PLAIN_PNG.contains(&tag.as_str());
        assert!(plain, "{group}:{tag} came out of {name}");
    }
    for secret in ["SECRET", "rahasia", "http://ns.adobe.com", "ICC_PROFILE", "8BIM", "GIF89a"] {
        assert!(memchr::memmem::find(&cleaned.bytes, secret.as_bytes()).is_none(), "{secret} came out of {name}");
    }
    Some((before, cleaned))
}

fn has(before: &BTreeSet<String>, groups: &[&str]) {
    for group in groups {
        assert!(before.iter().any(|known| known.starts_with(group)), "{group} did not go in: {before:?}");
    }
}

/// A colour profile with a copyright and nothing else.
fn profile() -> Vec<u8> {
    let text = b"text\0\0\0\0rahasia\0";
    let mut icc = vec![0; 128];
    icc[3] = 160;
    icc[12..24].copy_from_slice(b"mntrRGB XYZ ");
    icc[36..40].copy_from_slice(b"acsp");
    icc.extend([0, 0, 0, 1]);
    icc.extend([b"cprt".as_slice(), &[0, 0, 0, 144, 0, 0, 0, 16], text].concat());
    icc
}

const PLACE: [&str; 5] = [
    "-GPSLatitude=-3.5",
    "-GPSLatitudeRef=S",
    "-XMP:Creator=rahasia",
    "-XMP-xmpMM:DocumentID=rahasia",
    "-Artist=rahasia",
];

#[test]
fn nothing_of_a_photo_s_marks_comes_out() {
    let mut block = b"Exif\0\0".to_vec();
    block.extend(exif(1, &plain(Kind::Jpeg)));
    let mut icc = b"ICC_PROFILE\0\x01\x01".to_vec();
    icc.extend(profile());
    let blocks = [(0xe1, block), (0xe2, icc), (0xe5, b"SECRET of a program".to_vec())];
    let mut photo = with_blocks(&plain(Kind::Jpeg), &blocks);
    photo.extend(b"GIF89a and whatever else was appended");
    let had = clean(&photo).unwrap().had;
    let most = [Had::Exif, Had::Gps, Had::MakerNotes, Had::Thumbnail, Had::Icc, Had::Other, Had::Trailing];
    assert_eq!(had, most);
    let adding = [&PLACE[..], &["-IPTC:City=rahasia", "-IPTC:By-line=rahasia", "-Comment=rahasia"]].concat();
    let Some((before, cleaned)) = cleaned_of_marks("foto.jpg", &photo, &adding) else { return };
    has(&before, &["IFD0", "GPS", "IFD1", "XMP", "IPTC", "ICC", "ExifIFD", "File"]);
    for mark in [Had::Xmp, Had::Iptc, Had::Comment, Had::Gps, Had::MakerNotes, Had::Thumbnail] {
        assert!(cleaned.had.contains(&mark), "{mark:?} was not told: {:?}", cleaned.had);
    }
    assert_eq!((cleaned.kind, cleaned.size), (Kind::Jpeg, Some((WIDE, HIGH))));
}

#[test]
fn nothing_of_a_png_s_marks_comes_out() {
    let text = |keyword: &str, rest: &[u8]| [keyword.as_bytes(), b"\0", rest].concat();
    let international = [b"Title\0\0\0id\0Judul\0".as_slice(), "rahasia sekali".as_bytes()].concat();
    let chunks: [(&[u8; 4], Vec<u8>); 5] = [
        (b"tEXt", text("Author", b"rahasia")),
        (b"iTXt", international),
        (b"eXIf", exif(1, b"")),
        (b"tIME", vec![7, 0xea, 5, 24, 9, 5, 0]),
        (b"tEXt", text("Raw profile type iptc", b"rahasia")),
    ];
    let png = with_chunks(&plain(Kind::Png), &chunks);
    let had = clean(&png).unwrap().had;
    for mark in [Had::Exif, Had::Gps, Had::MakerNotes, Had::Iptc, Had::Comment, Had::Other] {
        assert!(had.contains(&mark), "{mark:?}: {had:?}");
    }
    let Some((before, cleaned)) = cleaned_of_marks("layar.png", &png, &PLACE) else { return };
    has(&before, &["IFD0", "GPS", "XMP"]);
    assert!(cleaned.had.contains(&Had::Xmp), "{:?}", cleaned.had);
    assert_eq!((cleaned.kind, cleaned.size), (Kind::Png, Some((WIDE, HIGH))));
}

#[test]
fn nothing_of_a_webp_s_marks_comes_out() {
    let plain = plain(Kind::WebP);
    let pixels = plain[20..].to_vec();
    let side = |side: u32| (side - 1).to_le_bytes()[..3].to_vec();
    let extended = [vec![0x2c, 0, 0, 0], side(WIDE), side(HIGH)].concat();
    let xmp = br#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF/>rahasia</x:xmpmeta>"#.to_vec();
    let webp =
        riff(&[(b"VP8X", extended), (b"ICCP", profile()), (b"VP8L", pixels), (b"EXIF", exif(6, b"")), (b"XMP ", xmp)]);
    let cleaned = clean(&webp).unwrap();
    for mark in [Had::Exif, Had::Gps, Had::MakerNotes, Had::Xmp, Had::Icc] {
        assert!(cleaned.had.contains(&mark), "{mark:?}: {:?}", cleaned.had);
    }
    // Everything in it is opaque, so it may become a JPEG.
    assert_eq!((cleaned.kind, cleaned.size), (Kind::Jpeg, Some((HIGH, WIDE))));
    let Some((before, _)) = cleaned_of_marks("foto.webp", &webp, &PLACE) else { return };
    has(&before, &["IFD0", "GPS", "XMP"]);
}
