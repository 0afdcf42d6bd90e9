//! The reporter's code: eight words of 2,048, which are 88 random bits, and the keys that are made of them.
//!
//! The words are for people: any case, any sign between them, four letters of each are enough. The keys are for machines:
//! HKDF-SHA-256 (RFC 5869) with the door's name, so that the same words open nothing at another door.
//!
//! Not here: where the words come from (whoever calls hands in the eleven bytes) and what the keys open
//! ([`crate::envelope`]).

use hkdf::Hkdf;
use sha2::Sha256;
use std::sync::LazyLock;

/// How many words a code has.
pub const WORDS: usize = 8;
/// How many bytes these words are.
pub const BYTES: usize = 11;
/// As many letters name a word.
pub const LETTERS: usize = 4;
const BITS: usize = 11;

/// All words, sorted; the place of a word is its value.
static LIST: LazyLock<Vec<&'static str>> = LazyLock::new(|| include_str!("../data/words.txt").lines().collect());

/// The 2,048 words, sorted. No two begin with the same four letters.
#[must_use]
pub fn list() -> &'static [&'static str] {
    &LIST
}

/// A code, as 88 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Code([u8; BYTES]);

/// Words that are no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not eight words.
    #[error("{0} words instead of {WORDS}")]
    Count(usize),
    /// A word that is not in the list: its place, from 1.
    #[error("word {0} is not in the list")]
    Unknown(usize),
}

/// What a code is for a door: none of it tells the code, or another part.
pub struct Keys {
    /// Where the box lies; the server keeps its digest only.
    pub address: [u8; 32],
    /// The X25519 secret that answers are sealed to.
    pub secret: [u8; 32],
    /// The Ed25519 seed that signs what is added later.
    pub seed: [u8; 32],
}

impl Code {
    /// A code from random bytes.
    #[must_use]
    pub const fn new(random: [u8; BYTES]) -> Self {
        Self(random)
    }

    /// Reads eight words, however they are parted; of each the first four letters count.
    ///
    /// ```
    /// use seal::code::Code;
    /// let code = Code::new([7; 11]);
    /// let typed = code.words().map(|word| word[..4].to_uppercase()).join(", ");
    /// assert!(Code::parse(&typed).is_ok_and(|read| read == code));
    /// ```
    ///
    /// # Errors
    /// [`CodeError`]: too few or many words, or one that is not in the list.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let typed: Vec<String> =
            typed.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        if typed.len() != WORDS {
            return Err(CodeError::Count(typed.len()));
        }
        let mut bits = 0_u128;
        for (word, place) in typed.iter().zip(1..) {
            let value = value(word).ok_or(CodeError::Unknown(place))?;
            bits = bits << BITS | value as u128;
        }
        let mut bytes = [0; BYTES];
        bytes.copy_from_slice(&bits.to_be_bytes()[16 - BYTES..]);
        Ok(Self(bytes))
    }

    /// The eight words.
    #[must_use]
    pub fn words(&self) -> [&'static str; WORDS] {
        let mut wide = [0; 16];
        wide[16 - BYTES..].copy_from_slice(&self.0);
        let bits = u128::from_be_bytes(wide);
        std::array::from_fn(|at| list()[(bits >> (BITS * (WORDS - 1 - at))) as usize % list().len()])
    }

    /// The keys for a door.
    #[must_use]
    pub fn keys(&self, door: &str) -> Keys {
        let expand = |purpose: &str| {
            let mut key = [0; 32];
            let info = format!("bersinar/{door}/{purpose}/1");
            // Fails only for more than 255 blocks.
            let _filled = Hkdf::<Sha256>::new(None, &self.0).expand(info.as_bytes(), &mut key);
            key
        };
        Keys { address: expand("address"), secret: expand("secret"), seed: expand("seed") }
    }
}

/// The value of a word, by its first four letters.
fn value(word: &str) -> Option<usize> {
    let start: String = word.chars().take(LETTERS).collect();
    let at = list().partition_point(|known| *known < start.as_str());
    let known = list().get(at).filter(|known| known.starts_with(&start))?;
    // Fewer letters than four must be the whole word; more must go on as the word does, or stop.
    let whole = if start.chars().count() < LETTERS { *known == start } else { true };
    whole.then_some(at)
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Code(…)")
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}
