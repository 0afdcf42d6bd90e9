//! `vectors.json`: what this room and the pages must make of the same bytes. Read here and by `browser/test/vectors.test.ts`; with
//! `UPDATE=1` what is made here is written anew (then run the browser's tests with `UPDATE=1` for the pages' envelope).

use super::keyring::{first, signed};
use seal::{
    code::Code,
    envelope::{EnvelopeError, Frame, Identity, is_wrapped, open, seal},
    hex,
    secrets::{Secret, unwrap},
    signing::{Purpose, public, sign},
    withheld,
};
use serde_json::{Value, json};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors.json");
const HEAD: &str = r#"{"kind":"tip"}"#;
const PASSPHRASE: &str = "perahu tua di muara teluk";
const WITHHELD: &str = "Bu Rini, warung di simpang";
const BODY: &str = "Di belakang pasar lama, setiap malam.";

fn key(n: u8) -> Identity {
    Identity::from_secret(&[n; 32]).expect("an identity")
}

fn made() -> Value {
    let codes = [[0; 11], [255; 11], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]].map(|random| {
        let code = Code::new(random);
        let keys = |door| {
            let keys = code.keys(door);
            json!({ "address": hex::encode(&keys.address), "secret": hex::encode(&keys.secret), "seed": hex::encode(&keys.seed) })
        };
        let keys = json!({ "tips": keys("tips"), "help": keys("help") });
        json!({ "code": hex::encode(&random), "words": code.words().join(" "), "keys": keys })
    });
    let fields = ["kotak", "jawaban"];
    let signature = sign(&[7; 32], Purpose::Answer, &fields.map(str::as_bytes));
    json!({
        "codes": codes,
        "signing": { "seed": hex::encode(&[7; 32]), "key": public(&[7; 32]), "fields": fields, "signature": signature },
        "keyring": { "signed": signed(&first(), [2, 3]), "fingerprint": first().fingerprint(), "member": first().members[0].fingerprint() },
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
        let wrapped = kept["secrets"]["wrapped"].take();
        let apart = kept["withheld"]["by_page"].take();
        kept = made();
        let by_rust = seal(&frame, &[identity.recipient()]).expect("sealed");
        kept["envelopes"] = json!({
            "secret": hex::encode(&[9; 32]),
            "identity": bech32::encode_upper::<bech32::Bech32>(bech32::Hrp::parse_unchecked("age-secret-key-"), &[9; 32])
                .expect("an identity"),
            "head": HEAD, "body": BODY, "by_rust": hex::encode(&by_rust), "by_page": by_page,
        });
        kept["secrets"] = json!({
            "secret": hex::encode(&[4; 32]), "seed": hex::encode(&[5; 32]), "passphrase": PASSPHRASE, "wrapped": wrapped,
        });
        let peeled = withheld::seal(WITHHELD, [&key(1).recipient(), &key(2).recipient()], &key(3).recipient());
        kept["withheld"] =
            json!({ "words": WITHHELD, "by_rust": hex::encode(&peeled.expect("sealed")), "by_page": apart });
        std::fs::write(FILE, serde_json::to_string_pretty(&kept).expect("JSON") + "\n").expect("written");
    }
    let mut part = |name| kept.as_object_mut().and_then(|kept| kept.remove(name)).expect(name);
    let (envelopes, secrets, withheld) = (part("envelopes"), part("secrets"), part("withheld"));
    assert_eq!(kept, made());
    assert_eq!(
        Identity::parse(envelopes["identity"].as_str().unwrap_or_default()).expect("one").recipient(),
        identity.recipient()
    );
    for by in ["by_rust", "by_page"] {
        let sealed = hex::decode(envelopes[by].as_str().unwrap_or_default()).unwrap_or_default();
        assert_eq!(open(&sealed, &identity), Ok(frame.clone()), "{by}");
    }
    for by in ["by_rust", "by_page"] {
        let layered = hex::decode(withheld[by].as_str().unwrap_or_default()).unwrap_or_default();
        let bytes = [1, 2, 3].iter().try_fold(layered, |bytes, n| withheld::peel(&bytes, &key(*n)));
        assert_eq!(withheld::read(&bytes.expect(by)).as_deref(), Some(WITHHELD), "{by}");
    }
    let wrapped = hex::decode(secrets["wrapped"].as_str().unwrap_or_default()).expect("digits");
    assert!(is_wrapped(&wrapped));
    let one = Secret { secret: [4; 32], seed: [5; 32] };
    assert_eq!(unwrap(&wrapped, PASSPHRASE), Ok(vec![one]));
    assert_eq!(unwrap(&wrapped, "kata sandi lain"), Err(EnvelopeError::NotForThisKey));
    assert_eq!(unwrap(b"age", PASSPHRASE), Err(EnvelopeError::Damaged));
}
