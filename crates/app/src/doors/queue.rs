//! What waits at a desk: its list with the clock, and whether there is anything at all.

use super::{DeskView, Door, DoorStore, handling::stands};
use crate::{Actor, Refusal};
use domain::door::{Part as Place, State};
use jiff::civil::Date;
use store::queries::conversations::{self as kept, Line, Which};

/// How many lines a page of a desk's list has.
pub const PAGE: u64 = 50;

/// A line of a desk's list, with its clock.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The line.
    pub line: Line,
    /// Where it stands.
    pub state: State,
    /// Until when it is to be taken care of next; nothing where nobody waits.
    pub due: Option<Date>,
    /// Whether that day has passed.
    pub late: bool,
}

/// A page of a desk's list.
#[derive(Debug, Clone)]
pub struct Queue {
    /// The lines.
    pub lines: Vec<Waiting>,
    /// How many there are in each state.
    pub counts: Vec<(State, i64)>,
    /// Whether there are more.
    pub more: bool,
}

impl<S: DoorStore> Door<'_, S> {
    /// A page of a desk's conversations.
    ///
    /// # Errors
    /// When the actor is no member of the desk.
    pub async fn queue(
        &self,
        actor: &Actor,
        desk: &str,
        which: Which<'_>,
        after: Option<(&str, &str)>,
    ) -> Result<Queue, Refusal> {
        let view = self.member_of(actor, desk).await?;
        let today = self.today(&view);
        let promises = S::promises(self.app.door_rules());
        let mut lines = kept::list(self.store.read(), desk, which, after, PAGE + 1).await?;
        let more = lines.len() as u64 > PAGE;
        lines.truncate(PAGE as usize);
        let waiting = |line: Line| {
            let handled = line.handling.as_ref();
            let state = stands(handled);
            let answered = handled.is_some_and(|one| !one.answered_on.is_empty());
            let due = line.came_on.parse::<Date>().ok().and_then(|came| promises.due(came, state, answered));
            Waiting { line, state, due, late: due.is_some_and(|due| due < today) }
        };
        let counts = kept::counts(self.store.read(), desk).await?;
        let count = |(state, n): (String, i64)| Some((State::parse(&state)?, n));
        let mut counts: Vec<(State, i64)> = counts.into_iter().filter_map(count).collect();
        counts.sort_by_key(|(state, _)| *state);
        Ok(Queue { lines: lines.into_iter().map(waiting).collect(), counts, more })
    }

    /// Whether anything waits at a desk for the actor, who is a member that can open it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn anything_waits(&self, actor: &Actor, view: &DeskView) -> Result<bool, Refusal> {
        let reads = view.mine(actor).is_some_and(|mine| mine.part == Place::Member && view.has_opened(mine));
        Ok(reads && kept::anything_waits(self.store.read(), &view.desk.id).await?)
    }
}
