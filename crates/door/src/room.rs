//! The room there is for what is on its way to the door. What has arrived takes room, not what is announced: who sends slowly takes little.
//! When there is no more, it is made: the part of the network that takes most loses what has been on its way the longest. So nobody can fill the door for
//! everyone, neither with many that never end nor with few that are large.

use crate::flood::{Area, Gate};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};
use futures_util::{StreamExt as _, stream};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::Notify;

/// Bytes in each room.
const ROOM: usize = 192 << 20;
/// A request of up to so many bytes is a small one.
const SMALL: usize = 256 << 10;

/// The room of small requests and that of those with files, so that neither keeps the other waiting.
#[derive(Debug)]
pub struct Rooms([Arc<Room>; 2]);

impl Rooms {
    /// Empty ones.
    pub fn new() -> Self {
        Self([(); 2].map(|()| Room::new(ROOM)))
    }

    fn of(&self, headers: &HeaderMap) -> &Arc<Room> {
        let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        &self.0[usize::from(length.is_none_or(|length| length > SMALL))]
    }
}

/// One room.
#[derive(Debug)]
struct Room {
    most: usize,
    inside: Mutex<Inside>,
    /// Somebody left.
    left: Notify,
}

#[derive(Debug, Default)]
struct Inside {
    held: usize,
    next: u64,
    stays: BTreeMap<u64, Stay>,
}

/// What one request takes.
#[derive(Debug)]
struct Stay {
    area: Area,
    bytes: usize,
    /// It has arrived and is worked on.
    whole: bool,
    /// It must go, and does so by itself.
    away: bool,
    told: Arc<Notify>,
}

impl Inside {
    /// Who goes when there is no room: of the area that takes most, what has been on its way the longest.
    fn longest_of_the_greatest(&self) -> Option<u64> {
        let on_the_way = || self.stays.iter().filter(|(_, stay)| !stay.whole);
        let mut areas: HashMap<Area, usize> = HashMap::new();
        for (_, stay) in on_the_way() {
            *areas.entry(stay.area).or_default() += stay.bytes;
        }
        let (greatest, _) = areas.into_iter().max_by_key(|(_, bytes)| *bytes)?;
        on_the_way().find(|(_, stay)| stay.area == greatest).map(|(id, _)| *id)
    }
}

enum Asked {
    Taken,
    Wait,
    Away,
}

impl Room {
    fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, inside: Mutex::default(), left: Notify::new() })
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(self: &Arc<Self>, area: Area) -> Place {
        let mut inside = self.inside();
        let (id, told) = (inside.next, Arc::new(Notify::new()));
        inside.next += 1;
        inside.stays.insert(id, Stay { area, bytes: 0, whole: false, away: false, told: told.clone() });
        drop(inside);
        Place { room: self.clone(), id, told }
    }

    fn ask(&self, id: u64, bytes: usize) -> Asked {
        let mut guard = self.inside();
        let inside = &mut *guard;
        let Some(stay) = inside.stays.get_mut(&id).filter(|stay| !stay.away) else { return Asked::Away };
        if inside.held + bytes <= self.most {
            stay.bytes += bytes;
            inside.held += bytes;
            return Asked::Taken;
        }
        // One at a time; when it has left it is seen whether that is enough.
        if inside.stays.values().any(|stay| stay.away) {
            return Asked::Wait;
        }
        let worked_on = inside.stays.values().any(|stay| stay.whole);
        let goes = inside.longest_of_the_greatest().filter(|goes| *goes != id || !worked_on);
        let Some((goes, stay)) = goes.and_then(|id| Some((id, inside.stays.get_mut(&id)?))) else { return Asked::Wait };
        stay.away = true;
        stay.told.notify_one();
        if goes == id { Asked::Away } else { Asked::Wait }
    }
}

/// The place of one request in a room; it is left when this ends.
#[derive(Debug)]
struct Place {
    room: Arc<Room>,
    id: u64,
    told: Arc<Notify>,
}

/// It had to make room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Away;

impl Place {
    /// Takes room for what has arrived; waits until there is some.
    async fn take(&self, bytes: usize) -> Result<(), Away> {
        loop {
            let left = self.room.left.notified();
            tokio::pin!(left);
            left.as_mut().enable();
            match self.room.ask(self.id, bytes) {
                Asked::Taken => return Ok(()),
                Asked::Away => return Err(Away),
                Asked::Wait => tokio::select! {
                    () = left => {}
                    () = self.told.notified() => return Err(Away),
                },
            }
        }
    }

    fn whole(&self) {
        if let Some(stay) = self.room.inside().stays.get_mut(&self.id) {
            stay.whole = true;
        }
    }

    /// The next piece of a body, once there is room for it; nothing at its end.
    async fn next(&self, body: &mut axum::body::BodyDataStream) -> Option<Result<Bytes, axum::BoxError>> {
        let piece = tokio::select! {
            () = self.told.notified() => return Some(Err("it had to make room".into())),
            piece = body.next() => piece,
        };
        match piece {
            Some(Ok(piece)) => match self.take(piece.len()).await {
                Ok(()) => Some(Ok(piece)),
                Err(Away) => Some(Err("it had to make room".into())),
            },
            Some(Err(error)) => Some(Err(error.into())),
            None => {
                self.whole();
                None
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inside = self.room.inside();
        if let Some(stay) = inside.stays.remove(&self.id) {
            inside.held -= stay.bytes;
        }
        drop(inside);
        self.room.left.notify_waiters();
    }
}

/// Every request's body comes through here, and has its room until it is answered.
pub async fn through(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    let place = Arc::new(gate.rooms.of(request.headers()).enter(gate.area(request.extensions())));
    let own = place.clone();
    let request = request.map(|body| {
        Body::from_stream(stream::unfold((body.into_data_stream(), own), |(mut body, place)| async {
            let piece = place.next(&mut body).await?;
            Some((piece, (body, place)))
        }))
    });
    let response = next.run(request).await;
    drop(place);
    response
}

#[cfg(test)]
mod tests {
    use super::{Away, Room};
    use std::time::Duration;
    use tokio::time::timeout;

    #[tokio::test]
    async fn whoever_is_slow_takes_only_what_has_arrived() {
        let room = Room::new(100);
        let slow: Vec<_> = (0..50).map(|_| room.enter(1)).collect();
        for one in &slow {
            assert_eq!(one.take(1).await, Ok(()));
        }
        let next = room.enter(1);
        assert_eq!(next.take(50).await, Ok(()));
    }

    #[tokio::test]
    async fn the_area_that_takes_most_loses_what_came_first() {
        let room = Room::new(100);
        let quiet = room.enter(1);
        assert_eq!(quiet.take(30).await, Ok(()));
        let [first, second] = [room.enter(2), room.enter(2)];
        assert_eq!((first.take(30).await, second.take(30).await), (Ok(()), Ok(())));
        let next = room.enter(3);
        let mut taken = Box::pin(next.take(30));
        assert!(timeout(Duration::ZERO, &mut taken).await.is_err(), "it waits until the other has gone");
        // The first is told in the middle of waiting for more.
        first.told.notified().await;
        assert_eq!(first.take(1).await, Err(Away));
        drop(first);
        assert_eq!(taken.await, Ok(()));
        assert_eq!((quiet.take(5).await, second.take(5).await), (Ok(()), Ok(())));
    }

    #[tokio::test]
    async fn what_is_whole_is_waited_for_and_who_takes_most_goes_itself() {
        let room = Room::new(100);
        let whole = room.enter(1);
        assert_eq!(whole.take(90).await, Ok(()));
        whole.whole();
        let next = room.enter(2);
        assert_eq!(next.take(5).await, Ok(()));
        let mut taken = Box::pin(next.take(60));
        assert!(timeout(Duration::ZERO, &mut taken).await.is_err(), "what is worked on ends soon");
        drop(whole);
        assert_eq!(taken.await, Ok(()));
        assert_eq!(next.take(60).await, Err(Away), "more than there ever is");
    }
}
