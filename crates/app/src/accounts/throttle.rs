//! Slows down guessing without locking anyone out: failures are counted for a sign-in name *from one address*, so what
//! someone else does from elsewhere never keeps the owner out. Kept in memory only, addresses as a keyed digest.

use seal::Digest;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Tries before the first wait; then 2, 4, 8 … seconds, up to [`LONGEST_WAIT`].
const FREE_TRIES: u32 = 5;
const LONGEST_WAIT: u64 = 60;
/// Failures are forgotten after this many milliseconds.
const MEMORY: i64 = 15 * 60 * 1000;
/// The most entries kept; the oldest go first.
const MOST: usize = 10_000;

#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<HashMap<Digest, (u32, i64)>>);

impl Throttle {
    pub(crate) fn key(secret: &[u8], login: &str, address: &str) -> Digest {
        Digest::of_fields("bersinar/throttle", &[secret, login.as_bytes(), address.as_bytes()])
    }

    /// Seconds to wait before this try may be made; 0 when it may be made now.
    pub(crate) fn wait(&self, key: Digest, now: i64) -> u64 {
        let map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((failures, last)) = map.get(&key).copied().filter(|(_, last)| now - last < MEMORY) else { return 0 };
        let Some(beyond) = failures.checked_sub(FREE_TRIES) else { return 0 };
        let pause = 2u64.saturating_pow(beyond + 1).min(LONGEST_WAIT);
        let waited = u64::try_from((now - last) / 1000).unwrap_or_default();
        pause.saturating_sub(waited)
    }

    pub(crate) fn failed(&self, key: Digest, now: i64) {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if map.len() >= MOST
            && !map.contains_key(&key)
            && let Some(oldest) = map.iter().min_by_key(|(_, (_, at))| *at).map(|(k, _)| *k)
        {
            map.remove(&oldest);
        }
        let entry = map.entry(key).or_insert((0, now));
        *entry = if now - entry.1 < MEMORY { (entry.0 + 1, now) } else { (1, now) };
    }

    pub(crate) fn succeeded(&self, key: Digest) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_from_one_address_slows_down_and_leaves_other_addresses_alone() {
        let throttle = Throttle::default();
        let (guesser, owner) = (Throttle::key(b"k", "lurah", "10.0.0.9"), Throttle::key(b"k", "lurah", "10.0.0.1"));
        for _ in 0..FREE_TRIES {
            assert_eq!(throttle.wait(guesser, 0), 0);
            throttle.failed(guesser, 0);
        }
        assert_eq!(throttle.wait(guesser, 0), 2);
        throttle.failed(guesser, 0);
        assert_eq!(throttle.wait(guesser, 1000), 3);
        assert_eq!(throttle.wait(owner, 0), 0);
        for _ in 0..100 {
            throttle.failed(guesser, 0);
        }
        assert_eq!(throttle.wait(guesser, 0), LONGEST_WAIT);
        assert_eq!(throttle.wait(guesser, MEMORY), 0);
    }
}
