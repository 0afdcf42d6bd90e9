//! The public `age` tool and this room open each other's envelopes.

use seal::envelope::{EnvelopeError, Frame, Identity, open, seal};
use std::{
    io::Write as _,
    process::{Command, Stdio},
};

/// Runs `age` with these arguments, hands it `input`, gives back what it wrote.
fn age(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("age")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the age tool (Debian: apt-get install age)");
    let mut hand = child.stdin.take().expect("a pipe");
    std::thread::scope(|scope| {
        scope.spawn(move || hand.write_all(input));
        let output = child.wait_with_output().expect("an end");
        assert!(output.status.success(), "age {arguments:?}");
        output.stdout
    })
}

fn vector(name: &str) -> Vec<u8> {
    let kept: serde_json::Value = serde_json::from_str(include_str!("../vectors.json")).expect("JSON");
    seal::hex::decode(kept["envelopes"][name].as_str().expect("text")).expect("digits")
}

#[test]
fn the_tool_opens_what_this_room_and_the_pages_seal() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("key.txt");
    let kept: serde_json::Value = serde_json::from_str(include_str!("../vectors.json")).expect("JSON");
    std::fs::write(&file, kept["envelopes"]["identity"].as_str().expect("text")).expect("written");
    for by in ["by_rust", "by_page"] {
        let bytes = age(&["--decrypt", "--identity", &file.to_string_lossy()], &vector(by));
        assert_eq!(bytes.len(), 4096);
        let head = kept["envelopes"]["head"].as_str().expect("text").as_bytes();
        assert_eq!(&bytes[8..8 + head.len()], head, "{by}");
    }
}

#[test]
fn this_room_opens_what_the_tool_seals_if_it_is_a_frame() {
    let identity = Identity::from_secret(&[9; 32]).expect("an identity");
    let recipient = identity.recipient().to_string();
    let frame = Frame { head: b"{}".to_vec(), body: vec![3; 9000] };
    // The tool knows nothing of frames: what it seals is the inside of one of ours.
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("key.txt");
    std::fs::write(
        &file,
        bech32::encode_upper::<bech32::Bech32>(bech32::Hrp::parse_unchecked("age-secret-key-"), &[9; 32])
            .expect("a key"),
    )
    .expect("written");
    let ours = seal(&frame, &[identity.recipient()]).expect("sealed");
    let inside = age(&["--decrypt", "--identity", &file.to_string_lossy()], &ours);
    assert_eq!(inside.len(), 16384);
    assert_eq!(open(&age(&["--recipient", &recipient], &inside), &identity), Ok(frame));
    assert_eq!(open(&age(&["--recipient", &recipient], b"no frame"), &identity), Err(EnvelopeError::Damaged));
}
