//! Keeps a client that floods from slowing others: a bucket a token, and a small one an address for who shows none.
//!
//! Kept in memory and by digests only; how fast a bucket fills stands here and in `docs/operations/limits.md`.

use seal::Digest;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How a bucket fills.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// Requests a second.
    pub per_second: i64,
    /// Requests at once.
    pub burst: i64,
}

/// For a token that is good.
pub const TOKEN: Rate = Rate { per_second: 20, burst: 100 };
/// For an address without a token, or with one that opens nothing.
pub const STRANGER: Rate = Rate { per_second: 2, burst: 20 };
/// For an address, before a token that is not known yet is looked up: so wide that guessing from there keeps no good token
/// out, and narrow enough to leave the database alone.
pub const LOOK_UP: Rate = Rate { per_second: 100, burst: 200 };
/// The most buckets remembered; full ones go first.
const MOST: usize = 10_000;
/// The most exports that are written at a time, and to one token.
const MOST_STREAMS: usize = 8;
const MOST_STREAMS_OF_ONE: usize = 2;

/// The buckets: what is left of each, in thousandths of a request, and when it was looked at.
#[derive(Debug, Default)]
pub struct Flood {
    buckets: Mutex<HashMap<Digest, (i64, i64)>>,
    /// How many exports are being written to whom.
    streams: Mutex<HashMap<Digest, usize>>,
}

/// A place among those to whom something long is written; free again when it is dropped.
#[derive(Debug)]
pub struct Place(Arc<Flood>, Digest);

impl Drop for Place {
    fn drop(&mut self) {
        let mut streams = lock(&self.0.streams);
        let left = streams.get(&self.1).map_or(0, |n| n - 1);
        if left == 0 {
            streams.remove(&self.1);
        } else {
            streams.insert(self.1, left);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Rate {
    fn filled(self, (left, at): (i64, i64), now: i64) -> i64 {
        let gained = now.saturating_sub(at).max(0).saturating_mul(self.per_second);
        left.saturating_add(gained).min(self.burst * 1000)
    }
}

impl Flood {
    /// The bucket of an address.
    pub fn of_address(address: &str) -> Digest {
        Digest::of_fields("bersinar/flood", &[address.as_bytes()])
    }

    /// The bucket of an address for looking up tokens.
    pub fn of_look_ups(address: &str) -> Digest {
        Digest::of_fields("bersinar/flood/look-up", &[address.as_bytes()])
    }

    /// Whether there is a bucket: the token was good before.
    pub fn knows(&self, key: Digest) -> bool {
        lock(&self.buckets).contains_key(&key)
    }

    /// Forgets the bucket of a token that is good no longer.
    pub fn forget(&self, key: Digest) {
        lock(&self.buckets).remove(&key);
    }

    /// Takes one request from a bucket; else says how many seconds to wait.
    pub fn take(&self, key: Digest, rate: Rate, now: i64) -> Result<(), u64> {
        let mut buckets = lock(&self.buckets);
        if buckets.len() >= MOST && !buckets.contains_key(&key) {
            // A bucket not touched for a minute is full again at either rate.
            buckets.retain(|_, (_, at)| now - *at < 60_000);
            if buckets.len() >= MOST
                && let Some(oldest) = buckets.iter().min_by_key(|(_, (_, at))| *at).map(|(key, _)| *key)
            {
                buckets.remove(&oldest);
            }
        }
        let left = buckets.get(&key).map_or(rate.burst * 1000, |bucket| rate.filled(*bucket, now));
        if left < 1000 {
            let wait = (1000 - left).unsigned_abs().div_ceil(rate.per_second.unsigned_abs() * 1000).max(1);
            return Err(wait);
        }
        buckets.insert(key, (left - 1000, now));
        Ok(())
    }

    /// A place among those to whom something long is written.
    pub fn stream(self: &Arc<Self>, key: Digest) -> Option<Place> {
        let mut streams = lock(&self.streams);
        let own = streams.get(&key).copied().unwrap_or(0);
        if own >= MOST_STREAMS_OF_ONE || streams.values().sum::<usize>() >= MOST_STREAMS {
            return None;
        }
        streams.insert(key, own + 1);
        Some(Place(self.clone(), key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_fills_again_and_leaves_others_alone() {
        let flood = Flood::default();
        let (one, other) = (Flood::of_address("10.0.0.1"), Flood::of_address("10.0.0.2"));
        for _ in 0..STRANGER.burst {
            assert_eq!(flood.take(one, STRANGER, 0), Ok(()));
        }
        assert_eq!(flood.take(one, STRANGER, 0), Err(1));
        assert_eq!(flood.take(other, STRANGER, 0), Ok(()));
        assert_eq!(flood.take(one, STRANGER, 500), Ok(()));
        assert_eq!(flood.take(one, STRANGER, 500), Err(1));
        // A clock that is set back gives nothing and takes nothing.
        assert_eq!(flood.take(one, STRANGER, 0), Err(1));
    }

    #[test]
    fn one_token_gets_two_exports_at_a_time_and_all_together_eight() {
        let flood = Arc::new(Flood::default());
        let key = |n: usize| Flood::of_address(&n.to_string());
        let first = flood.stream(key(0));
        let second = flood.stream(key(0));
        assert!(first.is_some() && second.is_some() && flood.stream(key(0)).is_none());
        let others: Vec<Place> = (1..10).filter_map(|n| flood.stream(key(n))).collect();
        assert_eq!(others.len(), MOST_STREAMS - 2);
        drop((first, others));
        assert!(flood.stream(key(0)).is_some());
        drop(second);
        assert!(lock(&flood.streams).is_empty());
    }

    #[test]
    fn what_is_remembered_stays_small() {
        let flood = Flood::default();
        for n in 0..2 * MOST {
            assert_eq!(flood.take(Flood::of_address(&n.to_string()), STRANGER, 0), Ok(()));
            if n > MOST {
                break;
            }
        }
        assert!(flood.buckets.lock().unwrap().len() <= MOST);
    }
}
