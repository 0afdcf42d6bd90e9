//! The real time and the real randomness, taken here and nowhere else; and the clock of a demonstration.

#![expect(clippy::disallowed_methods, reason = "this is the one place where time and randomness come in")]

use app::{Clock, Random};
use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{Instant, SystemTime, UNIX_EPOCH},
};

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }
}

/// The clock of a demonstration: set while its past is lived, then going on from there.
pub struct DemoClock {
    set: AtomicI64,
    since: Instant,
    going: bool,
}

impl DemoClock {
    /// Stands at a moment until it is set to another.
    pub fn standing(at: i64) -> Self {
        Self { set: AtomicI64::new(at), since: Instant::now(), going: false }
    }

    /// Goes on from a moment.
    pub fn going(from: i64) -> Self {
        Self { going: true, ..Self::standing(from) }
    }

    /// Sets it.
    pub fn set(&self, at: i64) {
        self.set.store(at, Ordering::Relaxed);
    }
}

impl Clock for DemoClock {
    fn now(&self) -> i64 {
        let gone = if self.going { i64::try_from(self.since.elapsed().as_millis()).unwrap_or_default() } else { 0 };
        self.set.load(Ordering::Relaxed) + gone
    }
}

/// The operating system's randomness.
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness no token is safe: better to stop than to go on.
        if let Err(error) = getrandom::fill(bytes) {
            panic!("the operating system gives no randomness: {error}");
        }
    }
}
