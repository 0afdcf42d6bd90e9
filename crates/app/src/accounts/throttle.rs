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

    /// Seconds to wait before this try may be made; 0 when it may be made now. It then counts as failed until it has
    /// succeeded, so that many tries at once are no more than one after the other.
    pub(crate) fn begin(&self, key: Digest, now: i64) -> u64 {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = map.get(&key).copied().map_or(0, |there| wait(there, now));
        if wait > 0 {
            return wait;
        }
        if map.len() >= MOST
            && !map.contains_key(&key)
            && let Some(oldest) = map.iter().min_by_key(|(_, (_, at))| *at).map(|(k, _)| *k)
        {
            map.remove(&oldest);
        }
        let entry = map.entry(key).or_insert((0, now));
        *entry = if remembered(entry.1, now) { (entry.0 + 1, now) } else { (1, now) };
        0
    }

    pub(crate) fn succeeded(&self, key: Digest) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
    }
}

/// Whether a failure of then still counts; one that lies far ahead was noted by a clock that has been put right since.
fn remembered(then: i64, now: i64) -> bool {
    (now - then).abs() < MEMORY
}

fn wait((failures, last): (u32, i64), now: i64) -> u64 {
    let Some(beyond) = failures.checked_sub(FREE_TRIES).filter(|_| remembered(last, now)) else { return 0 };
    let pause = 2u64.saturating_pow(beyond + 1).min(LONGEST_WAIT);
    let waited = u64::try_from((now - last) / 1000).unwrap_or_default();
    pause.saturating_sub(waited)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_from_one_address_slows_down_and_leaves_other_addresses_alone() {
        let throttle = Throttle::default();
        let (guesser, owner) = (Throttle::key(b"k", "lurah", "10.0.0.9"), Throttle::key(b"k", "lurah", "10.0.0.1"));
        for _ in 0..FREE_TRIES {
            assert_eq!(throttle.begin(guesser, 0), 0);
        }
        assert_eq!(throttle.begin(guesser, 0), 2);
        assert_eq!(throttle.begin(guesser, 1000), 1);
        assert_eq!(throttle.begin(guesser, 2000), 0, "one more, and then longer");
        assert_eq!(throttle.begin(guesser, 2000), 4);
        assert_eq!(throttle.begin(owner, 0), 0);
        let mut now = 2000;
        for _ in 0..10 {
            now += 1000 * i64::try_from(throttle.begin(guesser, now)).unwrap();
            throttle.begin(guesser, now);
        }
        assert_eq!(throttle.begin(guesser, now), LONGEST_WAIT);
        assert_eq!(throttle.begin(guesser, now + MEMORY), 0);
    }

    #[test]
    fn a_clock_that_was_ahead_and_is_put_right_keeps_nobody_out() {
        let (throttle, key) = (Throttle::default(), Throttle::key(b"k", "lurah", "10.0.0.9"));
        let ahead = 3 * 24 * 60 * 60 * 1000;
        for _ in 0..FREE_TRIES {
            assert_eq!(throttle.begin(key, ahead), 0);
        }
        assert!(throttle.begin(key, ahead) > 0);
        assert_eq!(throttle.begin(key, 0), 0);
    }
}
