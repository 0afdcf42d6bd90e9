//! Totals over villages that may leave the office: by district and by class, protected together, published as an act.
//!
//! A table that is looked at every day would be a release every day. So only what an officer has **published** is shown
//! to others; who publishes also sees what would be published now, and what a reader could derive of it (ADR 0014).
//! Not here: single villages (`village.rs`), counts of classes (`city.rs`). Next: `sums.rs`, `joint.rs`, `file.rs`.

mod file;
pub mod joint;
pub mod published;
pub mod rule;
pub mod sums;

pub use file::{Form, HIDDEN};
pub use rule::Disclosure;

use crate::{Action, Actor, App, Refusal, access, allow, city::Board, imports::desk::apart, rounds::Round, scores};
use domain::region::{Level, RegionCode};
use insight::disclosure::Bounds;
use instrument::Text;
use joint::{Table, Why, protect};
use published::{Column, Held, Kind, Published, RowHead};
use seal::Digest;
use serde_json::json;
use std::sync::Arc;
use store::{Record, nouns, queries};
use sums::{ItemSums, Part, Sum};

/// What is published of a round, and for who publishes, what would be now.
#[derive(Debug)]
pub struct Totals {
    /// The round.
    pub round: Round,
    /// The rule that protects small numbers.
    pub disclosure: Arc<Disclosure>,
    /// What is out, latest first.
    pub releases: Vec<Release>,
    /// What would be published now.
    pub preview: Option<Preview>,
}

/// A published table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its id.
    pub id: String,
    /// When it was published, milliseconds since 1970 UTC.
    pub made_at: i64,
    /// The account that published it.
    pub made_by: String,
    /// The year it speaks of.
    pub year: i64,
    /// The tables.
    pub tables: Published,
    held: Held,
}

/// What would be published now. For the office only: it holds true values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The rows.
    pub rows: Vec<RowHead>,
    /// The items.
    pub items: Vec<PreviewItem>,
    /// Whether the latest release says the same.
    pub unchanged: bool,
}

impl Preview {
    /// What publishing says it has seen: another text as soon as any number is another.
    #[must_use]
    pub fn seen(&self) -> String {
        Digest::of(format!("{:?}", (&self.rows, &self.items)).as_bytes()).to_string()
    }
}

/// An item as it would be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewItem {
    /// Its id.
    pub item: String,
    /// Its title.
    pub title: Text,
    /// The true sums in the order of the rows.
    pub sums: Vec<Sum>,
    /// What would leave, and what a reader can derive about each hidden value; or why it cannot leave.
    pub outcome: Result<(Column, Vec<Option<Bounds>>), Why>,
}

/// An item that cannot be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRefused {
    /// Its id.
    pub item: String,
    /// Why.
    pub why: Why,
}

impl App {
    /// The totals of a year's round in a city; without a year, of the latest that has begun.
    ///
    /// # Errors
    /// When the actor may not see them, or no round was opened.
    pub async fn totals(&self, actor: &Actor, place: RegionCode, year: Option<i64>) -> Result<Totals, Refusal> {
        allow(actor, Action::SeeTotals, place)?;
        if place.level() != Level::Regency {
            return Err(Refusal::NotFound("region"));
        }
        let round = self.round(place, year).await?;
        let mut releases = self.releases(&round).await?;
        releases.reverse();
        let preview =
            if access::may(actor, Action::PublishTotals) { Some(self.preview(&round, &releases).await?) } else { None };
        Ok(Totals { round, disclosure: self.disclosure.clone(), releases, preview })
    }

    /// Publishes the totals of a round as they were `seen` (see [`Preview::seen`]; `None` takes them as they are), without the
    /// items named; returns the release's id.
    ///
    /// # Errors
    /// When they are no longer as they were seen; [`Refusal::Totals`] when an item cannot be protected; when there is nothing to publish, or nothing new.
    pub async fn publish_totals(
        &self,
        actor: &Actor,
        place: RegionCode,
        year: i64,
        without: &[String],
        seen: Option<&str>,
    ) -> Result<String, Refusal> {
        allow(actor, Action::PublishTotals, place)?;
        if place.level() != Level::Regency {
            return Err(Refusal::NotFound("region"));
        }
        let round = self.round(place, Some(year)).await?;
        let mut releases = self.releases(&round).await?;
        releases.reverse();
        let preview = self.preview(&round, &releases).await?;
        if seen.is_some_and(|seen| seen != preview.seen()) {
            return Err(Refusal::Invalid("total-look-again"));
        }
        let mut tables = Published::new(&round.rule, &self.disclosure, preview.rows);
        let (mut held, mut refused): (Held, _) = (vec![], vec![]);
        for item in preview.items.into_iter().filter(|item| !without.contains(&item.item)) {
            match item.outcome {
                Ok((column, _)) => {
                    held.push((item.item, item.sums.iter().map(|sum| sum.value).collect()));
                    tables.items.push(column);
                }
                Err(why) => refused.push(ItemRefused { item: item.item, why }),
            }
        }
        if !refused.is_empty() {
            return Err(Refusal::Totals(refused));
        }
        if tables.items.iter().flat_map(|item| &item.values).all(|value| value.of == 0) {
            return Err(Refusal::Invalid("total-nothing"));
        }
        if releases.first().is_some_and(|latest| latest.tables == tables) {
            return Err(Refusal::Invalid("total-unchanged"));
        }
        let (id, seen, at, by) = (self.new_id(), releases.len(), self.now(), actor.name().to_owned());
        let row = nouns::Release {
            regency: place.to_string(),
            id: id.clone(),
            instrument: round.rule.id().to_owned(),
            year,
            made_at: at,
            made_by: by.clone(),
            disclosure: self.disclosure.name.clone(),
            digest: self.disclosure.digest.clone(),
            tables: serde_json::to_string(&tables).unwrap_or_default(),
            held: serde_json::to_string(&held).unwrap_or_default(),
        };
        let (values, hidden) = tables.count();
        let body = json!({ "release": id, "year": year, "items": tables.items.len(), "values": values, "hidden": hidden,
            "disclosure": self.disclosure.name, "digest": self.disclosure.digest });
        let key = round.key();
        self.stores
            .main
            .write(&place.to_string(), move |tx| {
                let (key, row, by, body) = (key.clone(), row.clone(), by.clone(), body.clone());
                Box::pin(async move {
                    // Someone has published in between: what is out now was not taken into account.
                    if queries::releases::of_round(tx.read(), &key).await?.len() != seen {
                        return Err(Refusal::Invalid("total-meanwhile"));
                    }
                    tx.put(&row).await?;
                    tx.record(Record { at, actor: by, action: "totals.publish", body });
                    Ok(())
                })
            })
            .await?;
        Ok(id)
    }

    /// The releases of a round, first to last.
    pub(crate) async fn releases(&self, round: &Round) -> Result<Vec<Release>, Refusal> {
        let rows = queries::releases::of_round(self.stores.main.read(), &round.key()).await?;
        let damaged = |_| Refusal::Invalid("total-damaged");
        let release = |row: nouns::Release| {
            let tables = serde_json::from_str(&row.tables).map_err(damaged)?;
            let held = serde_json::from_str(&row.held).map_err(damaged)?;
            let nouns::Release { id, made_at, made_by, year, .. } = row;
            Ok(Release { id, made_at, made_by, year, tables, held })
        };
        rows.into_iter().map(release).collect()
    }

    /// What would be published now, beside what is out (latest first).
    async fn preview(&self, round: &Round, releases: &[Release]) -> Result<Preview, Refusal> {
        let board = self.any_board(round.regency, Some(round.year).into()).await?;
        let material = scores::material(self.stores.main.read(), &round.key(), &round.rule, round.regency).await?;
        let sums = sums::add_up(&board, &material.answers);
        let parts = sums::parts(&board);
        let rows = self.row_heads(&board, &parts, &sums);
        let latest = releases.first().cloned();
        let earlier: Vec<(Published, Held)> =
            releases.iter().rev().map(|release| (release.tables.clone(), release.held.clone())).collect();
        let (rule, disclosure) = (round.rule.clone(), self.disclosure.clone());
        apart(move || {
            let item = |sums: ItemSums| {
                let values = parts.iter().cloned().zip(sums.sums.iter().map(|sum| sum.value)).collect();
                let new = Table { values, hidden: vec![] };
                let before: Vec<Table> = earlier.iter().filter_map(|(out, held)| out.table(&sums.item, held)).collect();
                let (_, definition) = rule.item(&sums.item)?;
                let outcome = protect(&sums.item, &new, &before, &disclosure.rule)
                    .map(|joint| (Column::of(definition, &sums, &joint), joint.bounds));
                Some(PreviewItem { title: definition.title.clone(), item: sums.item, sums: sums.sums, outcome })
            };
            let items: Vec<PreviewItem> = sums.into_iter().filter_map(item).collect();
            let mut tables = Published::new(&rule, &disclosure, rows.clone());
            tables.items = items.iter().filter_map(|item| Some(item.outcome.as_ref().ok()?.0.clone())).collect();
            let unchanged = latest.is_some_and(|latest| latest.tables == tables);
            Ok(Preview { rows, items, unchanged })
        })
        .await
    }

    fn row_heads(&self, board: &Board, parts: &[Part], sums: &[ItemSums]) -> Vec<RowHead> {
        let places = self.places();
        let name = |code: RegionCode| places.name(code).map_or_else(|| code.to_string(), str::to_owned);
        let head = |(at, part): (usize, &Part)| {
            let both = |name: String| (name.clone(), name);
            let (kind, code, name) = match part {
                Part::District(code) => (Kind::District, code.to_string(), both(name(*code))),
                Part::City => (Kind::City, board.place.to_string(), both(name(board.place))),
                Part::Class(id) => {
                    let text = match id.as_str() {
                        "between" => words::both("city-undetermined", &[]),
                        "silent" => words::both("village-silent", &[]),
                        id => board
                            .round
                            .rule
                            .class_index(id)
                            .and_then(|at| board.round.rule.class(at))
                            .map_or_else(|| Text::new(id, id), |class| class.title.clone()),
                    };
                    (Kind::Class, id.clone(), (text.id, text.en))
                }
            };
            // Every item has the same villages.
            let villages = sums.first().and_then(|item| item.sums.get(at)).map_or(0, Sum::villages);
            RowHead { kind, code, name, villages }
        };
        parts.iter().enumerate().map(head).collect()
    }
}
