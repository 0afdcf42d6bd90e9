//! The press as the serving program calls it: framed parts in, a PDF out, and words where it cannot be set.

use super::bersinar_with;
use std::{
    io::Write as _,
    process::{Command, Stdio},
};

fn framed(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = vec![];
    for part in parts {
        bytes.extend((part.len() as u64).to_le_bytes());
        bytes.extend(*part);
    }
    bytes
}

#[test]
fn what_cannot_be_set_ends_with_words_and_nothing_else() {
    for (handed, why) in [
        (framed(&[b"paper", b"{}"]), "paper"),
        (framed(&[b"nothing", b"{}"]), "no template nothing"),
        (b"\x05\0\0\0\0\0\0\0pap".to_vec(), "end of file"),
        (vec![], "no template"),
    ] {
        let said = bersinar_with(&["press"], &handed);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{}", said.err);
        assert!(said.err.contains(why), "{why}: {}", said.err);
    }
}

#[test]
fn a_paper_that_would_take_too_much_memory_is_not_set() {
    let mut data = r#"{"paper":{"lang":"id","title":"x","head":["x"],"subtitle":["#.to_owned();
    data += &r#""x","#.repeat(15_000_000);
    data += r#""x"],"facts":[],"sections":[],"signature":null},"person":null,"nobody":"","mark":"","notices":[],
        "arms":"","arms_alt":"","foot":"","page_of":""}"#;
    let mut press = Command::new(env!("CARGO_BIN_EXE_bersinar"));
    press.arg("press").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = press.spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("an input");
    input.write_all(&framed(&[b"paper", data.as_bytes()])).expect("it is read to its end");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && output.stdout.is_empty());
    assert!(said.contains("memory allocation"), "{said}");
}
