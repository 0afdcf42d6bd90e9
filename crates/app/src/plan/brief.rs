//! One page for the head of the region: what was planned and reached in a term, who is late, the money, and what is to be decided
//! or done next. The counts are the board's; only the money of the year is added up here, from the boards of its terms.

use super::{
    board::{Board, add},
    law::LawView,
    reports::Period,
};
use crate::{Action, Actor, App, Refusal, allow};
use domain::{plan::LawStanding, region::RegionCode};
use std::sync::Arc;
use store::nouns::{Commitment, Meeting};

/// Whole rupiah of a year, up to the end of the term that is shown; nothing where nobody has said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Money {
    /// Planned for the year.
    pub budget: Option<i64>,
    /// Spent so far on what a budget was planned for.
    pub of_budget: Option<i64>,
    /// Spent so far on anything else.
    pub beside: Option<i64>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct Brief {
    /// The board of the term.
    pub board: Arc<Board>,
    /// Rows with a target for the term that reached it, and how many have one.
    pub met: (usize, usize),
    /// The money of the year so far.
    pub money: Money,
    /// What meetings decided and nobody has done yet, what is due first.
    pub open: Vec<Commitment>,
    /// Law and agreements that have a next step, or end soon or have ended without one in their place; what is due first.
    pub laws: Vec<LawView>,
    /// How many duties nothing answers.
    pub duties: usize,
    /// The meetings that are planned from today on, the first one first.
    pub meetings: Vec<Meeting>,
    /// All meetings, to say which decided something.
    pub all_meetings: Vec<Meeting>,
}

impl App {
    /// The page for a term.
    ///
    /// # Errors
    /// When the actor may not see the reports of the regency.
    pub async fn brief(&self, actor: &Actor, regency: RegionCode, period: Period) -> Result<Brief, Refusal> {
        allow(actor, Action::SeeReports, regency)?;
        let board = self.plan_board(actor, regency, period).await?;
        let today = self.today(regency).to_string();
        let money = self.money(regency, &board).await?;
        let met = board.actions.iter().fold((0, 0), |(met, of), one| (met + one.met, of + one.planned));
        let all = self.commitments(actor, regency).await?.into_iter().map(|view| view.commitment);
        let open = all.filter(|one| one.state == "open").collect();
        let register = self.law_register(actor, regency).await?;
        let duties = register.duties.iter().filter(|one| !one.is_answered()).count();
        let needs = |view: &LawView| match view.standing {
            LawStanding::Expired | LawStanding::Expiring(_) => !view.replaced,
            LawStanding::OnItsWay => true,
            LawStanding::InForce => !view.law.next_step.is_empty(),
            LawStanding::Revoked => false,
        };
        let mut laws: Vec<LawView> = register.laws.into_iter().filter(needs).collect();
        let by = |view: &LawView| {
            let day = if view.law.due_on.is_empty() { &view.law.until } else { &view.law.due_on };
            (day.is_empty(), day.clone())
        };
        laws.sort_by_key(by);
        let all_meetings = self.meetings(actor, regency).await?;
        let mut meetings: Vec<Meeting> =
            all_meetings.iter().filter(|one| one.state == "planned" && one.held_on >= today).cloned().collect();
        meetings.reverse();
        Ok(Brief { board, met, money, open, laws, duties, meetings, all_meetings })
    }

    /// A term's report tells what was spent in that term, a plan what the year may cost: the terms before are added.
    async fn money(&self, regency: RegionCode, board: &Board) -> Result<Money, Refusal> {
        let budget = board.lines.iter().filter_map(|line| line.budget).reduce(i64::saturating_add);
        let mut money = Money { budget, ..Money::default() };
        for term in &board.list.terms {
            let period = Period { year: board.period.year, term: term.clone() };
            let then = self.any_plan_board(regency, period).await?;
            for one in &then.reached {
                add(if one.row.budget.is_some() { &mut money.of_budget } else { &mut money.beside }, one.spent);
            }
            if term.id == board.period.term.id {
                break;
            }
        }
        Ok(money)
    }
}
