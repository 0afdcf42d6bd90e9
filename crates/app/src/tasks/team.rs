//! What waits from the integrated team: what an own agency promised, what is past its day, and law whose next step is due or
//! whose end is near.

use super::{Kind, Task, none};
use crate::{Action, Actor, App, Refusal, access};
use domain::{plan::LawStanding, region::RegionCode};
use instrument::Text;
use jiff::{Span, civil::Date};

impl App {
    pub(super) async fn add_team(
        &self,
        actor: &Actor,
        regency: RegionCode,
        tasks: &mut Vec<Task>,
    ) -> Result<(), Refusal> {
        if self.see_team(actor, regency).await.is_err() {
            return Ok(());
        }
        let today = self.today(regency);
        let follows = access::may(actor, Action::FollowAgencies) && actor.covers(regency);
        let own = self.own_agencies(actor, &self.all_agencies(regency).await?, today);
        let mut overdue: Vec<Date> = vec![];
        for view in self.commitments(actor, regency).await? {
            let one = view.commitment;
            let Some(due) = one.due_on.parse::<Date>().ok().filter(|_| one.state == "open") else { continue };
            if due < today {
                overdue.push(due);
            }
            if own.contains(&one.agency) && access::may(actor, Action::SpeakForAgency) {
                let since = self.day(regency, one.changed_at);
                let what = Text::new(one.what.clone(), one.what);
                tasks.push(task(
                    Kind::Commitment,
                    what,
                    regency,
                    (1, since, due),
                    format!("/komitmen/{regency}/{}", one.id),
                ));
            }
        }
        if let Some(first) = overdue.iter().min().filter(|_| follows) {
            let path = format!("/tim/{regency}#komitmen");
            tasks.push(task(Kind::OverdueCommitments, none(), regency, (overdue.len(), *first, *first), path));
        }
        if access::may(actor, Action::KeepLaw) && actor.covers(regency) {
            let rules = self.plan_rules();
            for view in self.law_register(actor, regency).await?.laws.into_iter().filter(|view| !view.replaced) {
                let ends = matches!(view.standing, LawStanding::Expiring(_) | LawStanding::Expired);
                let step = view.law.due_on.parse::<Date>().ok();
                let end = view.law.until.parse::<Date>().ok().filter(|_| ends);
                let Some(due) = [step, end].into_iter().flatten().min() else { continue };
                let alarm = Span::new().days(rules.law.alarm_before);
                let since = end.and_then(|end| end.checked_sub(alarm).ok());
                let since = since.unwrap_or_else(|| self.day(regency, view.law.changed_at));
                let what = Text::new(view.law.title.clone(), view.law.title);
                tasks.push(task(
                    Kind::Law,
                    what,
                    regency,
                    (1, since, due),
                    format!("/hukum/{regency}/{}", view.law.id),
                ));
            }
        }
        Ok(())
    }
}

fn task(kind: Kind, what: Text, place: RegionCode, (n, since, due): (usize, Date, Date), path: String) -> Task {
    Task { kind, what, place, n, of: n, since, due: Some(due), path, done: false }
}
