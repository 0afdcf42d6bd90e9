//! Files made to hurt: bombs, entities, counts that reserve memory, and bytes at random.

use crate::*;
use documents::template;
use proptest::prelude::*;
use std::sync::LazyLock;

static GOOD: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut form = template(POLICE, Lang::Id);
    form.rows[0].values = ["3", "-", "?", "ada", "2,5", "tidak", "1143"].map(str::to_owned).into();
    template::xlsx(&form).unwrap()
});

const ENTRY: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";

fn with(name: &str, content: Vec<u8>) -> Vec<u8> {
    let mut all = parts(&GOOD);
    all.retain(|(known, _)| known != name);
    all.push((name.to_owned(), content));
    zipped(&all)
}

#[test]
fn bombs_do_not_go_off() {
    let zeros = vec![0; 60 << 20];
    let bomb = with("xl/media/image1.png", zeros);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(read(&bomb), Err(FileFault::Bomb));
    // Many parts that are each allowed.
    let mut all = parts(&GOOD);
    all.extend((0..2_001).map(|at| (format!("xl/media/{at}.png"), vec![1])));
    assert_eq!(read(&zipped(&all)), Err(FileFault::Bomb));
    let mut all = parts(&GOOD);
    all.extend((0..30).map(|at| (format!("xl/media/{at}.png"), vec![1; 7 << 20])));
    assert_eq!(read(&zipped(&all)), Err(FileFault::Bomb));
    // One cell of many megabytes, incompressible enough not to stand out.
    let digits: String = (0..400_000_u32).map(|at| at.wrapping_mul(2_654_435_761).to_string()).collect();
    let long = format!(r#"<sst xmlns="x"><si><t>{digits}</t></si></sst>"#);
    assert_eq!(read(&with(STRINGS, long.into_bytes())), Err(FileFault::Bomb));
}

/// A worksheet with the columns `kode` and `P1`, and these rows under them.
fn sheet_of(rows: &str) -> Vec<u8> {
    let text = |at: &str, text: &str| format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let head = format!(r#"<row r="1">{}{}</row>"#, text("A1", "kode"), text("B1", "P1"));
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    format!(r#"<worksheet xmlns="{main}"><sheetData>{head}{rows}</sheetData></worksheet>"#).into_bytes()
}

fn with_strings(sheet: Vec<u8>, string: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let mut all = parts(&with(ENTRY, sheet));
    // The other worksheets name strings of their own.
    let rest = "<si><t>x</t></si>".repeat(500);
    let strings = format!(r#"<sst xmlns="{main}" uniqueCount="501"><si>{string}</si>{rest}</sst>"#);
    all.iter_mut().filter(|(name, _)| name == STRINGS).for_each(|(_, content)| *content = strings.clone().into_bytes());
    zipped(&all)
}

#[test]
fn one_long_text_is_not_copied_for_every_cell() {
    // Pieces that are each allowed, put together by the reader to one text of many megabytes.
    let piece: String = (0..90_000_u32).map(|at| at.wrapping_mul(2_654_435_761).to_string()).collect();
    let pieces = format!("<r><t>{piece}</t></r>").repeat(7);
    let again = r#"<c r="B2" t="s"><v>0</v></c>"#.repeat(5_000);
    let once = read(&with_strings(sheet_of(&format!(r#"<row r="2">{again}</row>"#)), &pieces));
    match once {
        Ok(incoming) => {
            let cells: Vec<_> = incoming.rows.iter().flat_map(|row| &row.cells).collect();
            assert!(cells.iter().all(|cell| cell.text.chars().count() <= 2_000));
        }
        Err(fault) => assert_eq!(fault, FileFault::Bomb),
    }
    let many = format!(r#"<row r="2">{}</row>"#, r#"<c r="B2" t="s"><v>0</v></c>"#.repeat(60_000));
    let text = format!("<t>{}</t>", "ampun ".repeat(300));
    assert_eq!(read(&with_strings(sheet_of(&many), &text)), Err(FileFault::Bomb));
    let rows: String =
        (2..60_000).map(|row| format!(r#"<row r="{row}"><c r="B{row}" t="s"><v>0</v></c></row>"#)).collect();
    assert_eq!(read(&with_strings(sheet_of(&rows), &text)), Err(FileFault::Bomb));
}

#[test]
fn a_lie_about_sizes_is_noticed() {
    // The declared size in the central directory made small: what comes out is counted, not what is said.
    let bomb = with("xl/media/image1.png", vec![0; 60 << 20]);
    let size = (60_u32 << 20).to_le_bytes();
    let mut lie = bomb.clone();
    for at in 0..lie.len() - 4 {
        if lie[at..at + 4] == size {
            lie[at..at + 4].copy_from_slice(&9_u32.to_le_bytes());
        }
    }
    assert_ne!(lie, bomb);
    assert!(read(&lie).is_err());
}

#[test]
fn entities_are_refused() {
    let dtd = r#"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet"#;
    let sheet = part(&GOOD, ENTRY).replacen("?>", "?>\n", 1);
    let sheet = sheet.replacen("?>\n", dtd.trim_end_matches("<worksheet"), 1);
    assert_eq!(read(&with(ENTRY, sheet.into_bytes())), Err(FileFault::Unsafe));
    let wide: Vec<u8> = part(&GOOD, ENTRY).encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&with(ENTRY, wide)), Err(FileFault::Damaged));
}

#[test]
fn counts_that_reserve_memory_are_refused() {
    let sst = |attributes: &str| with(STRINGS, format!("<sst {attributes}><si><t>a</t></si></sst>").into_bytes());
    assert_eq!(read(&sst(r#"uniqueCount="99999999999999""#)), Err(FileFault::Bomb));
    assert_eq!(read(&sst(r#"uniqueCount = '18446744073709551615'"#)), Err(FileFault::Bomb));
    let behind = "<a><sst></a>".to_owned() + r#"<sst uniqueCount="99999999999999"></sst>"#;
    assert_eq!(read(&with(STRINGS, behind.into_bytes())), Err(FileFault::Damaged));
    let far = format!("<!--{}--><sst uniqueCount=\"99999999999999\"></sst>", "<sst>".repeat(2_000));
    assert!(read(&with(STRINGS, far.into_bytes())).is_err());
}

#[test]
fn what_makes_a_parser_panic_is_a_damaged_file() {
    let far = patched(&GOOD, ENTRY, "r=\"A9\"", "r=\"A99999999999999\"");
    assert!(read(&far).is_err());
    let reversed = patched(&GOOD, ENTRY, "<dimension ref=\"", "<dimension ref=\"Z99:");
    assert!(read(&reversed).is_err());
    let backwards = patched(&GOOD, ENTRY, "<c r=\"A10\"", "<c r=\"A3\"");
    assert_eq!(read(&backwards), Err(FileFault::Damaged));
    let lost = patched(&GOOD, "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "/sheet1.xml");
    assert!(read(&lost).is_err());
}

/// Changed bytes in the parts themselves: a flip in the zip mostly fails at its checksum.
fn mutated(at: usize, changes: &[(usize, u8)]) -> Vec<u8> {
    let mut all = parts(&GOOD);
    let count = all.len();
    let content = &mut all[at % count].1;
    for (place, byte) in changes {
        let length = content.len().max(1);
        if let Some(slot) = content.get_mut(place % length) {
            *slot = *byte;
        }
    }
    zipped(&all)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600), zip in any::<bool>()) {
        let bytes = if zip { [b"PK\x03\x04".as_slice(), &bytes].concat() } else { bytes };
        for name in ["a.xlsx", "a.csv", "a"] {
            let _ = incoming::read(&bytes, name, rule(), POLICE);
            let _ = incoming::peek(&bytes, name);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(kode|P1|nihil|[,;\t\"'\r\n=]|[0-9.]{1,5}|\\PC){0,60}") {
        let _ = read_csv(&text);
        let _ = read_csv(&format!("kode,P1,P2\n{text}"));
    }

    #[test]
    fn a_changed_file_is_read_or_refused(places in prop::collection::vec((any::<usize>(), any::<u8>()), 1..4)) {
        let mut bytes = GOOD.clone();
        let length = bytes.len();
        for (place, byte) in &places {
            bytes[place % length] = *byte;
        }
        let _ = read(&bytes);
        let _ = read(&bytes[..places[0].0 % length]);
    }

    #[test]
    fn a_changed_part_is_read_or_refused(
        at in any::<usize>(),
        changes in prop::collection::vec((any::<usize>(), prop_oneof![any::<u8>(), Just(b'<'), Just(b'>'), Just(b'9')]), 1..6),
    ) {
        let _ = read(&mutated(at, &changes));
    }
}
