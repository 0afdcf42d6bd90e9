//! Letters that were sealed here for someone without script, while a flood lasts: they wait their turn in memory, sealed, and have a share of
//! their own. Areas take turns, so that who fills one does not keep the others waiting. Who sent sees by a ticket where it stands.

use crate::{Here, flood::Area, posted};
use app::{Refusal, doors::conversations::Sent};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::time::MissedTickBehavior;

/// Between two letters that are taken from here: five a second, whatever else comes.
const PACE: Duration = Duration::from_millis(200);
/// The most bytes that wait: of all, of one area.
const MOST: [usize; 2] = [192 << 20, 64 << 20];
/// How long a ticket tells how it went, in milliseconds.
const TELLS: i64 = 60 * 60_000;

/// How it stands with a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stands {
    /// So many seconds more, about.
    Waits(u64),
    /// It was taken.
    Taken,
    /// It was not, and why.
    Refused(String),
}

#[derive(Debug, Default)]
struct Queues {
    /// By area, in the order in which they have their turn.
    areas: VecDeque<(Area, VecDeque<(String, Sent)>)>,
    bytes: usize,
    /// How those ended that no longer wait, and when.
    ended: HashMap<String, (i64, Stands)>,
    /// The one that is just being kept.
    now: String,
    works: bool,
}

/// Those who wait.
#[derive(Debug, Default)]
pub struct Waiting(Mutex<Queues>);

fn size(sent: &Sent) -> usize {
    sent.text.len() + sent.files.len()
}

impl Waiting {
    fn queues(&self) -> std::sync::MutexGuard<'_, Queues> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether anything waits, so that nobody is taken before.
    pub fn anyone(&self) -> bool {
        self.queues().works
    }

    /// Takes a letter to wait; gives its ticket.
    ///
    /// # Errors
    /// When too much waits already.
    pub fn join(&self, here: &Here, area: Area, sent: Sent) -> Result<String, Refusal> {
        let ticket = seal::hex::encode(&here.app.token::<16>());
        let mut queues = self.queues();
        let own = queues.areas.iter().find(|(one, _)| *one == area);
        let own: usize = own.map_or(0, |(_, letters)| letters.iter().map(|(_, sent)| size(sent)).sum());
        if queues.bytes + size(&sent) > MOST[0] || own + size(&sent) > MOST[1] {
            return Err(Refusal::Invalid("door-crowded"));
        }
        queues.bytes += size(&sent);
        match queues.areas.iter_mut().find(|(one, _)| *one == area) {
            Some((_, letters)) => letters.push_back((ticket.clone(), sent)),
            None => queues.areas.push_back((area, VecDeque::from([(ticket.clone(), sent)]))),
        }
        if !std::mem::replace(&mut queues.works, true) {
            tokio::spawn(work(here.clone()));
        }
        Ok(ticket)
    }

    /// How it stands with a ticket; nothing where it is not known, or no longer.
    pub fn stands(&self, ticket: &str) -> Option<Stands> {
        let queues = self.queues();
        if queues.now == ticket {
            return Some(Stands::Waits(1));
        }
        let place = queues.areas.iter().find_map(|(_, letters)| letters.iter().position(|(one, _)| one == ticket));
        let before = |place: usize| queues.areas.iter().map(|(_, letters)| letters.len().min(place + 1)).sum::<usize>();
        let waits = place.map(|place| Stands::Waits((before(place) as u64 * PACE.as_millis() as u64).div_ceil(1000)));
        waits.or_else(|| queues.ended.get(ticket).map(|(_, stands)| stands.clone()))
    }

    /// The next that has its turn; when there is none, nobody works here any more.
    fn next(&self) -> Option<(String, Sent)> {
        let mut queues = self.queues();
        let Some((area, mut letters)) = queues.areas.pop_front() else {
            queues.works = false;
            return None;
        };
        let next = letters.pop_front();
        if !letters.is_empty() {
            queues.areas.push_back((area, letters));
        }
        if let Some((ticket, sent)) = &next {
            queues.bytes -= size(sent);
            queues.now.clone_from(ticket);
        }
        next
    }

    fn ended(&self, ticket: String, now: i64, stands: Stands) {
        let mut queues = self.queues();
        queues.now.clear();
        queues.ended.retain(|_, (at, _)| now - *at < TELLS);
        queues.ended.insert(ticket, (now, stands));
    }
}

async fn work(here: Here) {
    let mut pace = tokio::time::interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while let Some((ticket, sent)) = here.waiting.next() {
        pace.tick().await;
        let stands = match here.app.tips().receive(sent).await {
            Ok(()) => Stands::Taken,
            Err(refusal) => Stands::Refused(posted::told(&here, &refusal)),
        };
        here.waiting.ended(ticket, here.app.now(), stands);
    }
}
