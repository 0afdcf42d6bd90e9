//! What waits at the desks of a door: keys to make, to sign, to recover. Nothing here tells whether anything has come in.

use super::{Kind, Task};
use crate::{Action, Actor, App, Refusal, access};
use domain::region::RegionCode;

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
        for view in self.tips().desks(actor).await?.into_iter().filter(|view| view.turn(actor).is_some()) {
            tasks.push(Task {
                kind: Kind::Desk,
                what: view.kind.title.clone(),
                place: view.desk.office.parse().unwrap_or(regency),
                n: 1,
                of: 1,
                since: self.day(regency, view.desk.changed_at),
                due: None,
                path: format!("/meja/{}", view.desk.id),
                done: false,
            });
        }
        Ok(())
    }
}
