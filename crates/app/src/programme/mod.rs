//! The programme: what each village does, and where it stands on the ladder.
//!
//! [`register`] tells of all villages, [`village`] of one; [`interventions`] keeps what is chosen; [`milestones`],
//! [`decrees`], [`budget`], [`tags`] and [`activities`] keep what happened. A standing is never kept: it follows from the
//! records, so that it can be asked for any day (`domain::programme::stand`). Not here: classes (`city`, `village`), which
//! the programme does not show.

pub mod activities;
pub mod budget;
pub mod contact;
pub mod decrees;
pub mod directory;
pub mod directory_list;
mod facts;
pub mod interventions;
pub mod list;
pub mod milestones;
pub mod observations;
pub mod public;
pub mod register;
mod rules;
pub mod tags;
pub mod targets;
pub mod village;
pub mod visits;

pub(crate) use facts::Remembered;
pub use rules::Rules;

use crate::{
    Actor, App, Refusal,
    refusal::{Doubt, Fault},
};
use domain::{programme::When, region::RegionCode};
use jiff::civil::Date;
use std::ops::RangeInclusive;
use store::{MainKind, Record, Revised, Tx};

/// The longest text of one line: a title, a number, a name.
pub const LONGEST_LINE: usize = 200;
/// The longest text of one line of a plan: what is done, and with whom.
pub const LONGEST_PLANNED: usize = 500;
/// The longest text of several lines: a result, a reason.
pub const LONGEST_TEXT: usize = 2000;
/// The fewest characters of a reason or a recovery plan; shorter ones say nothing.
pub const SHORTEST_REASON: usize = 15;

/// The years in which a day may lie: since the republic began.
const LIKELY_YEARS: RangeInclusive<i16> = 1945..=2100;

/// What a field of a form is held against: collects all faults, so that a person sees them at once.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<Fault>);

impl Fields {
    pub(crate) fn fault(&mut self, field: &'static str, key: &'static str) {
        self.0.push(Fault { field, key, values: vec![] });
    }

    /// A text of one line.
    pub(crate) fn line(&mut self, field: &'static str, typed: &str) -> String {
        self.short(field, typed, LONGEST_LINE)
    }

    /// A line of a plan: those are long.
    pub(crate) fn long_line(&mut self, field: &'static str, typed: &str) -> String {
        self.short(field, typed, LONGEST_PLANNED)
    }

    /// A longer text.
    pub(crate) fn text(&mut self, field: &'static str, typed: &str) -> String {
        self.short(field, typed, LONGEST_TEXT)
    }

    /// Why something is done, in words that say something.
    pub(crate) fn reason(&mut self, field: &'static str, typed: &str, key: &'static str) -> String {
        let text = self.text(field, typed);
        if text.chars().count() < SHORTEST_REASON {
            self.fault(field, key);
        }
        text
    }

    fn short(&mut self, field: &'static str, typed: &str, most: usize) -> String {
        let text = crate::plain(typed);
        if text.chars().count() > most {
            self.0.push(Fault { field, key: "form-too-long", values: vec![("most", most.to_string())] });
        }
        text
    }

    /// A text that must say something.
    pub(crate) fn needed(&mut self, field: &'static str, typed: &str, key: &'static str) -> String {
        let text = self.line(field, typed);
        if text.is_empty() {
            self.fault(field, key);
        }
        text
    }

    /// A whole number from 0 on, or nothing: `1.143` and `1 143` are 1143.
    pub(crate) fn number(&mut self, field: &'static str, typed: &str) -> Option<i64> {
        let plain: String = crate::plain(typed).chars().filter(|c| !c.is_whitespace()).collect();
        if plain.is_empty() {
            return None;
        }
        let number = whole(&plain);
        if number.is_none() {
            self.fault(field, "form-no-number");
        }
        number
    }

    /// Whole rupiah: `Rp18.000.000`.
    pub(crate) fn rupiah(&mut self, field: &'static str, typed: &str) -> Option<i64> {
        let plain = crate::plain(typed).to_lowercase();
        let bare = plain.trim_start_matches("rp").trim_start_matches('.').trim();
        if bare.contains("juta") || bare.contains("ribu") || bare.contains("miliar") || bare.contains("jt") {
            self.fault(field, "form-rupiah-in-words");
            return None;
        }
        self.number(field, bare.trim_end_matches(",-").trim_end_matches(",00"))
    }

    /// A day, month or year that has begun.
    fn when(&mut self, field: &'static str, typed: &str, today: Date) -> Option<When> {
        match typed.trim().parse::<When>() {
            Ok(when) if when.earliest() > today => {
                self.fault(field, "form-in-the-future");
                None
            }
            Ok(when) => Some(when),
            Err(_) => {
                self.fault(field, if typed.trim().is_empty() { "form-no-date" } else { "form-date-unreadable" });
                None
            }
        }
    }

    /// A very day, in a year that someone alive may have meant.
    pub(crate) fn day(&mut self, field: &'static str, typed: &str) -> Option<Date> {
        match typed.trim().parse::<When>() {
            Ok(when) if !LIKELY_YEARS.contains(&when.year()) => {
                self.fault(field, "form-year-unlikely");
                None
            }
            Ok(when) if when.is_exact() => Some(when.latest()),
            Ok(_) => {
                self.fault(field, "form-day-missing");
                None
            }
            Err(_) => {
                self.fault(field, if typed.trim().is_empty() { "form-no-date" } else { "form-date-unreadable" });
                None
            }
        }
    }

    /// Refuses with all that was found.
    pub(crate) fn done(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::Form(self.0)) }
    }
}

/// A whole number with or without marks for thousands.
pub(crate) fn whole(plain: &str) -> Option<i64> {
    let groups: Vec<&str> = plain.split(['.', ',']).collect();
    let marked =
        groups.len() > 1 && groups[1..].iter().all(|group| group.len() == 3) && (1..=3).contains(&groups[0].len());
    if groups.len() > 1 && !marked {
        return None;
    }
    let digits = groups.concat();
    let fits = !digits.is_empty() && digits.len() <= 15 && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| digits.parse().ok()).flatten()
}

/// Which record is changed, and what its writer has read of it; a new one has no id and revision 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Which {
    /// The record's id; empty for a new one.
    pub id: String,
    /// The revision that was read.
    pub revision: i64,
}

/// What the ledger says of an action.
pub(crate) struct Said {
    pub action: &'static str,
    pub body: serde_json::Value,
}

impl App {
    /// Keeps a record that counts its changes, unless someone has changed it since `seen`.
    pub(crate) async fn keep_revised<R: Revised>(
        &self,
        actor: &Actor,
        regency: RegionCode,
        row: R,
        seen: i64,
        said: Said,
    ) -> Result<(), Refusal> {
        let (at, by) = (self.now(), actor.name().to_owned());
        let Said { action, body } = said;
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (row, by, body) = (row.clone(), by.clone(), body.clone());
                Box::pin(async move {
                    current(tx, &row, seen).await?;
                    tx.put(&row.revised(seen + 1, &by, at)).await?;
                    tx.record(Record { at, actor: by, action, body });
                    Ok(())
                })
            })
            .await
    }

    /// Removes a record that counts its changes, unless someone has changed it since `seen`; the ledger keeps that it was
    /// there.
    pub(crate) async fn remove_revised<R: Revised>(
        &self,
        actor: &Actor,
        regency: RegionCode,
        row: R,
        seen: i64,
        said: Said,
    ) -> Result<(), Refusal> {
        let (at, by) = (self.now(), actor.name().to_owned());
        let Said { action, body } = said;
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (row, by, body) = (row.clone(), by.clone(), body.clone());
                Box::pin(async move {
                    current(tx, &row, seen).await?;
                    tx.remove(&row).await?;
                    tx.record(Record { at, actor: by, action, body });
                    Ok(())
                })
            })
            .await
    }
}

/// Whether the record still is as it was read.
pub(crate) async fn current<R: Revised>(tx: &Tx<'_, MainKind>, row: &R, seen: i64) -> Result<(), Refusal> {
    match tx.read().there(row).await? {
        None if seen == 0 => Ok(()),
        None => Err(Refusal::NotFound("record")),
        Some(there) if there.revision() == seen => Ok(()),
        Some(there) => Err(Refusal::Outdated { by: there.changed_by().to_owned() }),
    }
}

pub(crate) fn doubt(key: &'static str, values: Vec<(&'static str, String)>) -> Doubt {
    Doubt { key, values }
}
