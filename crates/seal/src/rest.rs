//! At rest: what is sealed already is wrapped once more under a key that lies apart and can be erased, so that a copy of the
//! contents without it opens for nobody, not even for whom it was sealed to.
//!
//! ChaCha20-Poly1305 (RFC 8439) under a key that HKDF makes of the erasable one and the part's name: each is used once, so the
//! nonce is zero. Not here: where erasable keys lie (`store::queries::erasable`).

use chacha20poly1305::{AeadInPlace as _, ChaCha20Poly1305, Key, KeyInit as _, Nonce};
use hkdf::Hkdf;
use sha2::Sha256;

/// An erasable key.
#[derive(Clone, PartialEq, Eq)]
pub struct RestKey(pub [u8; 32]);

impl std::fmt::Debug for RestKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RestKey(…)")
    }
}

impl RestKey {
    fn cipher(&self, part: &str) -> ChaCha20Poly1305 {
        let mut key = [0; 32];
        // Fails only for more than 255 blocks.
        let _filled = Hkdf::<Sha256>::new(None, &self.0).expand(format!("bersinar/rest/{part}/1").as_bytes(), &mut key);
        ChaCha20Poly1305::new(Key::from_slice(&key))
    }

    /// Wraps a part; a name is used for one content only.
    ///
    /// ```
    /// use seal::rest::RestKey;
    /// let key = RestKey([7; 32]);
    /// let wrapped = key.wrap("1", b"sealed".to_vec());
    /// assert_eq!(key.unwrap("1", wrapped.clone()), Some(b"sealed".to_vec()));
    /// assert_eq!(key.unwrap("2", wrapped.clone()), None);
    /// assert_eq!(RestKey([8; 32]).unwrap("1", wrapped), None);
    /// ```
    #[must_use]
    pub fn wrap(&self, part: &str, mut bytes: Vec<u8>) -> Vec<u8> {
        // Fails only above 256 GB.
        let _sealed = self.cipher(part).encrypt_in_place(&Nonce::default(), b"", &mut bytes);
        bytes
    }

    /// Unwraps a part; `None` where it was wrapped under another key or name, or is damaged.
    #[must_use]
    pub fn unwrap(&self, part: &str, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
        self.cipher(part).decrypt_in_place(&Nonce::default(), b"", &mut bytes).ok()?;
        Some(bytes)
    }
}
