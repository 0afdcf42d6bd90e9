//! The key that signs checkpoints, as far as this machine has it: the public half always, the secret half here or elsewhere.
//!
//! Not here: where keys lie on the disk (the program's `cli/keys.rs`) and how is signed (`seal::checkpoint`).

use seal::checkpoint::{PublicKey, Signer};

/// The keys of an installation.
pub struct Keys {
    public: PublicKey,
    former: Vec<PublicKey>,
    signer: Option<Signer>,
}

impl Keys {
    /// The secret half lies on this machine.
    #[must_use]
    pub fn here(signer: Signer) -> Self {
        Self { public: signer.public(), former: vec![], signer: Some(signer) }
    }

    /// The secret half lies on another machine; this one can check, but not sign.
    #[must_use]
    pub const fn elsewhere(public: PublicKey) -> Self {
        Self { public, former: vec![], signer: None }
    }

    /// Also believes checkpoints of keys that this installation had before.
    #[must_use]
    pub fn after(self, former: Vec<PublicKey>) -> Self {
        Self { former, ..self }
    }

    /// The public half of today's key.
    #[must_use]
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The public halves of keys before today's.
    #[must_use]
    pub fn former(&self) -> &[PublicKey] {
        &self.former
    }

    /// What signs, where it lies here.
    #[must_use]
    pub const fn signer(&self) -> Option<&Signer> {
        self.signer.as_ref()
    }

    /// Today's key and those before it.
    pub(crate) fn believed(&self) -> Vec<PublicKey> {
        std::iter::once(&self.public).chain(&self.former).cloned().collect()
    }
}
