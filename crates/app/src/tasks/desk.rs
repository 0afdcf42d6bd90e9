//! What waits at the desks of a door: keys to make, to sign, to recover. That something has come in is
//! said in the same words for every door, and without a day: a task is also mailed.

use super::{Kind, Task};
use crate::{Action, Actor, App, Refusal, access};
use domain::{region::RegionCode, task::Reminders};

impl App {
    pub(super) async fn add_desks(
        &self,
        actor: &Actor,
        regency: RegionCode,
        tasks: &mut Vec<Task>,
    ) -> Result<(), Refusal> {
        if !access::may(actor, Action::HoldKeys) {
            return Ok(());
        }
        let tips = self.tips();
        for view in tips.desks(actor).await? {
            let task = |kind, path| Task {
                kind,
                what: view.kind.title.clone(),
                place: view.desk.office.parse().unwrap_or(regency),
                n: 1,
                of: 1,
                since: self.day(regency, view.desk.changed_at),
                due: None,
                path,
                done: false,
            };
            if view.turn(actor).is_some() {
                tasks.push(task(Kind::Desk, format!("/meja/{}", view.desk.id)));
            }
            if tips.name_waits(actor, &view).await? {
                tasks.push(task(Kind::Desk, format!("/meja/{}/nama", view.desk.id)));
            }
            if tips.anything_waits(actor, &view).await? {
                // New every day, so that the day's mail says it, and never since when.
                let yesterday = Reminders::later(self.today(regency), -1);
                tasks.push(Task { since: yesterday, ..task(Kind::Door, "/meja".to_owned()) });
            }
        }
        Ok(())
    }
}
