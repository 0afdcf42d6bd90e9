//! Laws of keyrings: who signs, who follows, who stands in it.

use seal::{
    envelope::Identity,
    keyring::{Keyring, KeyringError, PublicKeys, Signed},
    signing::{Purpose, public, sign},
};

fn keys(n: u8) -> PublicKeys {
    let identity = Identity::from_secret(&[n; 32]).expect("an identity");
    PublicKeys { recipient: identity.recipient().to_string(), verify: public(&[n; 32]) }
}

pub fn first() -> Keyring {
    Keyring {
        door: "tips".into(),
        desk: "bnnk".into(),
        version: 1,
        keys: keys(1),
        custodians: [keys(2), keys(3)],
        members: vec![keys(4), keys(5)],
        before: None,
    }
}

pub fn signed(keyring: &Keyring, by: [u8; 2]) -> Signed {
    let keyring = serde_json::to_string(keyring).expect("JSON");
    let signatures = by.map(|n| sign(&[n; 32], Purpose::Keyring, &[keyring.as_bytes()]));
    Signed { keyring, signatures }
}

#[test]
fn both_custodians_sign() {
    assert_eq!(signed(&first(), [2, 3]).follow(None), Ok(first()));
    for by in [[2, 2], [3, 2], [2, 4], [1, 3]] {
        assert_eq!(signed(&first(), by).read(), Err(KeyringError::Signature));
    }
    let mut changed = signed(&first(), [2, 3]);
    changed.keyring = changed.keyring.replace("bnnk", "bnnp");
    assert_eq!(changed.read(), Err(KeyringError::Signature));
}

#[test]
fn nobody_holds_two_parts() {
    for twice in [
        Keyring { custodians: [keys(2), keys(2)], ..first() },
        Keyring { members: vec![keys(2), keys(5)], ..first() },
        Keyring { keys: keys(4), ..first() },
        Keyring { members: vec![PublicKeys { recipient: keys(3).recipient, ..keys(9) }], ..first() },
        Keyring { members: vec![PublicKeys { recipient: "age1".into(), ..keys(9) }], ..first() },
    ] {
        assert_eq!(signed(&twice, [2, 3]).read(), Err(KeyringError::Keys));
    }
}

#[test]
fn a_keyring_follows_the_one_before() {
    let one = signed(&first(), [2, 3]);
    let next = Keyring { version: 2, keys: keys(6), members: vec![keys(4)], before: Some(one.digest()), ..first() };
    assert_eq!(signed(&next, [2, 3]).follow(Some(&one)), Ok(next.clone()));
    assert_eq!(next.fingerprint(), first().fingerprint());
    for wrong in [
        Keyring { version: 3, ..next.clone() },
        Keyring { before: None, ..next.clone() },
        Keyring { desk: "bnnp".into(), ..next.clone() },
        first(),
    ] {
        assert_eq!(signed(&wrong, [2, 3]).follow(Some(&one)), Err(KeyringError::Succession));
    }
    let half = Keyring { custodians: [keys(2), keys(8)], ..next.clone() };
    assert_eq!(signed(&half, [2, 8]).follow(Some(&one)), Ok(half.clone()));
    assert_ne!(half.fingerprint(), first().fingerprint());
    let taken = Keyring { custodians: [keys(7), keys(8)], ..next };
    assert_eq!(signed(&taken, [7, 8]).follow(Some(&one)), Err(KeyringError::Succession));
}

#[test]
fn a_fingerprint_can_be_read_out() {
    let fingerprint = first().fingerprint();
    assert_eq!(fingerprint.split(' ').map(str::len).collect::<Vec<_>>(), [4; 4]);
    assert!(fingerprint.chars().all(|c| c == ' ' || c.is_ascii_digit() || c.is_ascii_uppercase()));
    assert_ne!(fingerprint, Keyring { desk: "bnnp".into(), ..first() }.fingerprint());
}
