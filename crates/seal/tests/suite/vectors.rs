//! `vectors.json`: what this room and the pages must make of the same bytes. Read here and by `browser/test/vectors.test.ts`; with
//! `UPDATE=1` what is made here is written anew (then run the browser's tests with `UPDATE=1` for the pages' envelope).

use super::keyring::{first, signed};
use seal::{
    code::Code,
    envelope::{Frame, Identity, open, seal},
    signing::{Purpose, public, sign},
};
use serde_json::{Value, json};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors.json");
const HEAD: &str = r#"{"kind":"tip"}"#;
const BODY: &str = "Di belakang pasar lama, setiap malam.";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn unhex(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2).filter_map(|pair| std::str::from_utf8(pair).ok());
    pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
}

fn made() -> Value {
    let codes = [[0; 11], [255; 11], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]].map(|random| {
        let code = Code::new(random);
        let keys = |door| {
            let keys = code.keys(door);
            json!({ "address": hex(&keys.address), "secret": hex(&keys.secret), "seed": hex(&keys.seed) })
        };
        let keys = json!({ "tips": keys("tips"), "help": keys("help") });
        json!({ "code": hex(&random), "words": code.words().join(" "), "keys": keys })
    });
    let fields = ["kotak", "jawaban"];
    let signature = sign(&[7; 32], Purpose::Answer, &fields.map(str::as_bytes));
    json!({
        "codes": codes,
        "signing": { "seed": hex(&[7; 32]), "key": public(&[7; 32]), "fields": fields, "signature": signature },
        "keyring": { "signed": signed(&first(), [2, 3]), "fingerprint": first().fingerprint() },
    })
}

#[test]
fn this_room_and_the_pages_agree() {
    let identity = Identity::from_secret(&[9; 32]).expect("an identity");
    let frame = Frame { head: HEAD.into(), body: BODY.into() };
    let mut kept: Value =
        std::fs::read(FILE).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
    if std::env::var_os("UPDATE").is_some() {
        let by_page = kept["envelopes"]["by_page"].take();
        kept = made();
        let by_rust = seal(&frame, &[identity.recipient()]).expect("sealed");
        kept["envelopes"] = json!({
            "secret": hex(&[9; 32]),
            "identity": bech32::encode_upper::<bech32::Bech32>(bech32::Hrp::parse_unchecked("age-secret-key-"), &[9; 32])
                .expect("an identity"),
            "head": HEAD, "body": BODY, "by_rust": hex(&by_rust), "by_page": by_page,
        });
        std::fs::write(FILE, serde_json::to_string_pretty(&kept).expect("JSON") + "\n").expect("written");
    }
    let envelopes = kept.as_object_mut().and_then(|kept| kept.remove("envelopes")).expect("envelopes");
    assert_eq!(kept, made());
    assert_eq!(
        Identity::parse(envelopes["identity"].as_str().unwrap_or_default()).expect("one").recipient(),
        identity.recipient()
    );
    for by in ["by_rust", "by_page"] {
        let sealed = unhex(envelopes[by].as_str().unwrap_or_default());
        assert_eq!(open(&sealed, &identity), Ok(frame.clone()), "{by}");
    }
}
