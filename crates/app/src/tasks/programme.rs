//! What waits in the programme: villages that have become inactive or are about to, and what was chosen and is due.

use super::{Kind, Task, none};
use crate::{Action, Actor, App, Moment, Refusal, access, programme::interventions::Stage};
use domain::{
    programme::Place,
    region::{Level, RegionCode},
    task::{Reminders, days},
};
use instrument::Text;
use jiff::civil::Date;
use store::queries;

/// So many days before a village becomes inactive, its people are told.
const BEFORE: i32 = 30;

impl App {
    pub(super) async fn add_programme(
        &self,
        actor: &Actor,
        regency: RegionCode,
        scope: RegionCode,
        tasks: &mut Vec<Task>,
    ) -> Result<(), Refusal> {
        if !actor.covers(scope) {
            return Ok(());
        }
        if scope.level() == Level::Village && access::may(actor, Action::LogActivities) {
            self.add_own_village(regency, scope, tasks).await?;
        }
        if scope.level() == Level::Village && access::may(actor, Action::ChooseInterventions) {
            self.add_chosen(regency, scope, tasks).await?;
        }
        if scope.level() == Level::Village && access::may(actor, Action::FollowUp) {
            self.add_follow_ups(regency, scope, tasks).await?;
        }
        if access::may(actor, Action::FollowVillages) {
            self.add_inactive(scope, tasks).await?;
        }
        Ok(())
    }

    /// The own village is inactive, or will be.
    async fn add_own_village(
        &self,
        regency: RegionCode,
        village: RegionCode,
        tasks: &mut Vec<Task>,
    ) -> Result<(), Refusal> {
        let register = self.any_register(village, Moment::default()).await?;
        let Some(line) = register.lines.first() else { return Ok(()) };
        let (today, within) = (self.today(regency), self.programme_rules().ladder.recovery_within);
        let soon = line.standing.lapses.filter(|day| days(today, *day) <= BEFORE);
        let (kind, since, due) = match (line.standing.place, soon) {
            (Place::Inactive { since }, _) => (Kind::Inactive, since, Reminders::later(since, within)),
            (_, Some(lapses)) if line.standing.member => (Kind::Lapsing, Reminders::later(lapses, -BEFORE), lapses),
            _ => return Ok(()),
        };
        tasks.push(programme_task(kind, village, (1, 1), since, due, format!("/desa/{village}/program")));
        Ok(())
    }

    /// What the village has chosen and not done.
    async fn add_chosen(&self, regency: RegionCode, village: RegionCode, tasks: &mut Vec<Task>) -> Result<(), Refusal> {
        let conn = self.stores.main.read();
        let all = queries::programme::interventions(conn, &regency.to_string(), &village.to_string()).await?;
        let rules = self.programme_rules();
        for row in all.iter().filter(|row| !Stage::of(row).has_ended()) {
            let Ok(due) = row.due_on.parse::<Date>() else { continue };
            let since = self.day(regency, row.changed_at);
            let path = format!("/desa/{village}/intervensi/isi?id={}", row.id);
            let what = rules.interventions.one(&row.kind).map(|one| one.title.clone());
            let what = what.unwrap_or_else(|| Text::new(row.kind.clone(), row.kind.clone()));
            tasks.push(Task { what, ..programme_task(Kind::Chosen, village, (1, 1), since, due, path) });
        }
        Ok(())
    }

    /// What is to follow in the village and is not done.
    async fn add_follow_ups(
        &self,
        regency: RegionCode,
        village: RegionCode,
        tasks: &mut Vec<Task>,
    ) -> Result<(), Refusal> {
        let conn = self.stores.main.read();
        for row in queries::programme::follow_ups(conn, &regency.to_string(), &village.to_string()).await? {
            let Some(due) = row.due_on.parse::<Date>().ok().filter(|_| row.done_on.is_empty()) else { continue };
            let since = self.day(regency, row.changed_at);
            let path = format!("/desa/{village}/kunjungan?id={}#isi-lanjut", row.id);
            let what = Text::new(row.what.clone(), row.what);
            tasks.push(Task { what, ..programme_task(Kind::FollowUp, village, (1, 1), since, due, path) });
        }
        Ok(())
    }

    /// How many villages of the district or city have become inactive, for who follows them.
    async fn add_inactive(&self, scope: RegionCode, tasks: &mut Vec<Task>) -> Result<(), Refusal> {
        let register = self.any_register(scope, Moment::default()).await?;
        let since = |place: Place| if let Place::Inactive { since } = place { Some(since) } else { None };
        let inactive: Vec<Date> = register.lines.iter().filter_map(|line| since(line.standing.place)).collect();
        let Some(first) = inactive.iter().min() else { return Ok(()) };
        let rules = self.programme_rules();
        let declared = register.counts(&rules).declared;
        let due = Reminders::later(*first, rules.ladder.recovery_within);
        let path = format!("/bersinar/{scope}#diam");
        tasks.push(programme_task(Kind::InactiveVillages, scope, (inactive.len(), declared), *first, due, path));
        Ok(())
    }
}

fn programme_task(
    kind: Kind,
    place: RegionCode,
    (n, of): (usize, usize),
    since: Date,
    due: Date,
    path: String,
) -> Task {
    Task { kind, what: none(), place, n, of, since, due: Some(due), path, done: false }
}
