//! Laws of envelopes: sizes, keys, damage.

use proptest::prelude::*;
use seal::envelope::{EnvelopeError, Frame, Identity, LEAST, MOST, open, seal};

fn key(n: u8) -> Identity {
    Identity::from_secret(&[n; 32]).expect("an identity")
}

fn frame(body: usize) -> Frame {
    Frame { head: br#"{"kind":"tip"}"#.to_vec(), body: vec![1; body] }
}

#[test]
fn sizes_say_little() {
    let size = |body| frame(body).size();
    assert_eq!(size(0), Ok(LEAST));
    assert_eq!(size(LEAST - 8 - 14), Ok(LEAST));
    assert_eq!(size(LEAST - 8 - 13), Ok(2 * LEAST));
    assert_eq!(size(MOST - 8 - 14), Ok(MOST));
    assert_eq!(size(MOST - 8 - 13), Err(EnvelopeError::TooLarge));
    assert_eq!(size(25 << 20), Ok(MOST));
}

#[test]
fn each_recipient_opens_it_and_nobody_else() {
    let sealed = seal(&frame(10), &[key(1).recipient(), key(2).recipient()]).expect("sealed");
    for who in [1, 2] {
        assert_eq!(open(&sealed, &key(who)), Ok(frame(10)));
    }
    assert_eq!(open(&sealed, &key(3)), Err(EnvelopeError::NotForThisKey));
    assert_eq!(seal(&frame(0), &[]), Err(EnvelopeError::Recipient));
}

#[test]
fn an_age_file_that_is_no_frame_is_damaged() {
    use std::io::Write as _;
    let to: age::x25519::Recipient = key(1).recipient().to_string().parse().expect("a recipient");
    for content in
        [&b"short"[..], &[0; 5000], &[255; 4096], &[&[0, 0, 0, 1, 0, 0, 0, 0, b'x'][..], &[1; 4087]].concat()]
    {
        let encryptor = age::Encryptor::with_recipients(std::iter::once(&to as _)).expect("an encryptor");
        let mut sealed = vec![];
        let mut writer = encryptor.wrap_output(&mut sealed).expect("a writer");
        writer.write_all(content).expect("written");
        writer.finish().expect("finished");
        assert_eq!(open(&sealed, &key(1)), Err(EnvelopeError::Damaged));
    }
}

proptest! {
    #[test]
    fn what_is_changed_or_cut_does_not_open(at in 0..4500_usize, cut: bool) {
        let mut sealed = seal(&frame(3), &[key(1).recipient()]).expect("sealed");
        let at = at % sealed.len();
        if cut { sealed.truncate(at); } else { sealed[at] ^= 1; }
        prop_assert!(open(&sealed, &key(1)).is_err());
    }

    #[test]
    fn what_is_no_envelope_is_refused(bytes: Vec<u8>) {
        prop_assert!(open(&bytes, &key(1)).is_err());
    }
}
