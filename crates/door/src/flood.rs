//! What keeps the door open while someone tries to fill it: as long as a flood lasts, whoever sends first does a little work that grows
//! with the flood. Nobody is refused: the page does the work by itself and sends once more.
//!
//! How much came is counted by area, a part of the network as large as a village's or a provider's, and only in memory: an area is a number
//! that is different in every process, its address is not kept. A whole village behind one address is far below what counts as a flood.

use crate::room::Rooms;
use axum::{extract::ConnectInfo, http::Extensions};
use seal::{Digest, hex};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
    net::{IpAddr, SocketAddr},
    sync::{Mutex, PoisonError},
};
use tokio::sync::{Semaphore, SemaphorePermit};

/// A window in which is counted, in milliseconds; the one before counts too.
const WINDOW: i64 = 10_000;
/// So many letters in two windows are no flood: from all, from one area.
const CALM: [u32; 2] = [600, 300];
/// An area from which no more came pays the least, however much comes from others.
const QUIET: u32 = 60;
/// Zero bits at the beginning of a digest: the least that is asked for, and the most. 12 are some 4,000 digests, a blink on any phone; 20
/// are a million, some seconds.
const BITS: [u32; 2] = [12, 20];
/// How long what was asked for can be handed in, in milliseconds: a slow phone on a slow line needs some minutes.
const LASTS: i64 = 15 * 60_000;
/// How long what was asked for is enough although more is asked for meanwhile.
const FAIR: i64 = 2 * 60_000;
/// How many areas are counted apart; when there are more, they are counted anew.
const MOST_AREAS: usize = 100_000;

/// A part of the network.
pub type Area = u64;

/// Work that is asked for: digests of `given`, a blank, the letter's signature, a blank and a number must begin with so many zero bits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Work {
    /// What is to be handed in with the number.
    pub given: String,
    /// How many.
    pub bits: u32,
}

/// What came in a window and the one before.
#[derive(Debug, Clone, Copy, Default)]
struct Came {
    window: i64,
    now: u32,
    before: u32,
}

impl Came {
    fn at(self, window: i64) -> Self {
        match window - self.window {
            0 => self,
            1 => Self { window, now: 0, before: self.now },
            _ => Self { window, ..Self::default() },
        }
    }

    const fn all(self) -> u32 {
        self.now.saturating_add(self.before)
    }
}

#[derive(Debug, Default)]
struct Counted {
    all: Came,
    areas: HashMap<Area, Came>,
}

/// The measure of what comes, and the room there is for what is on its way.
#[derive(Debug)]
pub struct Gate {
    counted: Mutex<Counted>,
    secret: [u8; 32],
    areas: RandomState,
    pub(crate) rooms: Rooms,
    /// How many pages without script are worked on at once: sealing and making pictures anew is done here for them.
    desks: Semaphore,
}

impl Gate {
    /// With a secret that only this process has.
    pub fn new(secret: [u8; 32]) -> Self {
        let rooms = Rooms::new();
        Self { counted: Mutex::default(), secret, areas: RandomState::new(), rooms, desks: Semaphore::new(4) }
    }

    /// The area that a request comes from; behind a proxy all come from one.
    pub fn area(&self, request: &Extensions) -> Area {
        let peer = request.get::<ConnectInfo<SocketAddr>>().map(|one| one.0.ip());
        match peer {
            Some(IpAddr::V4(address)) => self.areas.hash_one(&address.octets()[..3]),
            Some(IpAddr::V6(address)) => self.areas.hash_one(&address.octets()[..6]),
            None => 0,
        }
    }

    /// Counts a letter that was taken, at a moment in milliseconds.
    pub fn count(&self, area: Area, now: i64) {
        let window = now.div_euclid(WINDOW);
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.areas.len() >= MOST_AREAS {
            counted.areas.clear();
        }
        counted.all = counted.all.at(window);
        counted.all.now += 1;
        let here = counted.areas.entry(area).or_default();
        *here = here.at(window);
        here.now += 1;
    }

    /// How many zero bits a letter from there needs now; none while there is no flood.
    pub fn bits(&self, area: Area, now: i64) -> u32 {
        let window = now.div_euclid(WINDOW);
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let all = counted.all.at(window).all();
        let here = counted.areas.get(&area).map_or(0, |here| here.at(window).all());
        drop(counted);
        let times = (all / CALM[0]).max(here / CALM[1]);
        match times {
            0 => 0,
            _ if here <= QUIET => BITS[0],
            _ => (BITS[0] + times.ilog2()).min(BITS[1]),
        }
    }

    /// What is asked for now; nothing while there is no flood.
    pub fn asks(&self, area: Area, now: i64) -> Option<Work> {
        let bits = self.bits(area, now);
        let asked = || Work { given: format!("{now}.{bits}.{}", self.mark(now, bits)), bits };
        (bits > 0).then(asked)
    }

    /// Lets a letter in, or says what is to be done first. `done` is what was handed in: what was given, the letter's signature, a number.
    ///
    /// # Errors
    /// With the work that is asked for.
    pub fn admit(&self, area: Area, done: Option<&str>, now: i64) -> Result<(), Work> {
        let Some(asked) = self.asks(area, now) else { return Ok(()) };
        let enough = done.is_some_and(|done| {
            let given = done.split(' ').next().unwrap_or_default();
            let mut parts = given.split('.');
            let (at, bits) =
                (parts.next().and_then(|at| at.parse().ok()), parts.next().and_then(|bits| bits.parse().ok()));
            let (Some(at), Some(bits)) = (at, bits) else { return false };
            let ours = parts.next() == Some(self.mark(at, bits).as_str()) && (0..=LASTS).contains(&(now - at));
            ours && (bits >= asked.bits || now - at <= FAIR) && zeros(Digest::of(done.as_bytes()).as_bytes()) >= bits
        });
        if enough { Ok(()) } else { Err(asked) }
    }

    /// A turn for a page without script; waits until there is one.
    pub async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.desks.acquire().await.ok()
    }

    fn mark(&self, at: i64, bits: u32) -> String {
        let digest = Digest::of_fields("bersinar/work/1", &[&self.secret, &at.to_be_bytes(), &bits.to_be_bytes()]);
        hex::encode(&digest.as_bytes()[..12])
    }
}

/// Does what is asked for, as a page's script does it (`browser/src/work.ts`): what is handed in with a letter of this signature.
#[must_use]
pub fn worked(given: &str, bits: u32, signature: &str) -> String {
    let begun = Sha256::new_with_prefix(format!("{given} {signature} "));
    let enough = |n: &u64| zeros(&begun.clone().chain_update(n.to_string()).finalize()) >= bits;
    let n = (0..).find(enough).unwrap_or_default();
    format!("{given} {signature} {n}")
}

/// How many zero bits a digest begins with.
fn zeros(digest: &[u8]) -> u32 {
    let zeros = digest.iter().take_while(|byte| **byte == 0).count();
    let rest = digest.get(zeros).map_or(0, |byte| byte.leading_zeros());
    u32::try_from(zeros).unwrap_or_default() * 8 + rest
}

#[cfg(test)]
mod tests {
    use super::{BITS, CALM, Gate, worked};

    fn solved(given: &str, bits: u32) -> String {
        worked(given, bits, "ff")
    }

    #[test]
    fn nothing_is_asked_for_until_there_is_a_flood_and_not_after() {
        let gate = Gate::new([1; 32]);
        for _ in 1..CALM[1] {
            gate.count(7, 100);
        }
        assert_eq!(gate.admit(7, None, 200), Ok(()));
        gate.count(7, 300);
        let work = gate.admit(7, None, 400).unwrap_err();
        assert_eq!(work.bits, BITS[0]);
        assert_eq!(gate.admit(8, None, 400), Ok(()), "another area is not meant");
        assert_eq!(gate.admit(7, Some(&solved(&work.given, work.bits)), 60_000 * 14), Ok(()));
        assert_eq!(gate.admit(7, None, 20_400), Ok(()), "it is over");
    }

    #[test]
    fn the_work_grows_with_the_flood_and_a_quiet_area_pays_the_least() {
        let gate = Gate::new([1; 32]);
        for n in 0..CALM[0] * 8 {
            gate.count(u64::from(n % 4), 0);
        }
        assert_eq!((gate.bits(0, 0), gate.bits(9, 0)), (BITS[0] + 3, BITS[0]));
        for _ in 0..CALM[1] * 1000 {
            gate.count(1, 0);
        }
        assert_eq!(gate.bits(1, 0), BITS[1], "never more than a phone can do");
    }

    #[test]
    fn what_is_handed_in_must_be_ours_fresh_whole_and_for_this_letter() {
        let gate = Gate::new([1; 32]);
        for _ in 0..CALM[1] {
            gate.count(7, 0);
        }
        let work = gate.asks(7, 0).unwrap();
        let done = solved(&work.given, work.bits);
        assert_eq!(gate.admit(7, Some(&done), 0), Ok(()));
        for wrong in ["", "x", "1.1", &work.given, &done[1..], &done.replace(" ff ", " fe ")] {
            assert!(gate.admit(7, Some(wrong), 0).is_err(), "{wrong}");
        }
        let other = Gate::new([2; 32]);
        for _ in 0..CALM[1] {
            other.count(7, 0);
        }
        assert!(other.admit(7, Some(&done), 0).is_err(), "another process gave it");
        let easy = format!("0.1.{}", other.mark(0, 1));
        let done = solved(&easy, 1);
        for _ in 0..CALM[1] {
            other.count(7, 200_000);
        }
        assert!(other.admit(7, Some(&done), 200_000).is_err(), "less than is asked for now");
        assert!(
            other.admit(7, Some(&solved(&other.asks(7, 200_000).unwrap().given, 14)), 200_000 + 16 * 60_000).is_ok(),
            "the flood is over"
        );
    }
}
