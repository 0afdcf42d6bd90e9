//! Proof of follow-up. When the last report of a month had its days, the month is told: rounded counts, and the digests of all that came in it,
//! hidden among others that stand for nothing, so that their number tells nothing either. Whoever has a code sees by it that the own report is
//! among them; one that was taken away would be missing, and the ledger has the root of all.

use super::{Door, DoorStore};
use crate::{Actor, Refusal};
use domain::{
    door::follow_up::{Counts, Followed, month_of, told_from},
    region::RegionCode,
};
use jiff::{Span, civil::Date};
use seal::{Digest, merkle};
use serde_json::json;
use store::{nouns::ToldMonth, queries::follow_up as kept};

/// At least so many digests stand for a month; otherwise the next power of two.
const LEAST: usize = 64;

/// A month that is told.
#[derive(Debug, Clone)]
pub struct Told {
    /// Whose: a regency's chain, or the one above.
    pub chain: String,
    /// Its first day.
    pub month: Date,
    /// Rounded.
    pub counts: Counts,
    /// Since when.
    pub published_on: Date,
}

/// Digests that stand for a month, sorted.
#[derive(Debug, Clone)]
pub struct Marks {
    /// Of what came, among others.
    pub marks: Vec<Digest>,
    /// The Merkle root that the ledger has.
    pub root: Digest,
}

fn digests(text: &str) -> Vec<Digest> {
    text.split(' ').filter_map(|one| one.parse().ok()).collect()
}

impl<S: DoorStore> Door<'_, S> {
    /// Tells the months that can be told by now.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tell_months(&self) -> Result<(), Refusal> {
        for (chain, first) in kept::first_days(self.store.read()).await? {
            let today = self.app.office_today(chain.parse::<RegionCode>().ok());
            let Ok(mut month) = first.parse::<Date>() else { continue };
            while told_from(month, S::promises(self.app.door_rules())).is_some_and(|from| from <= today) {
                if kept::of(self.store.read(), &chain, &name(month)).await?.is_none() {
                    self.tell(&chain, month, today).await?;
                }
                match month.first_of_month().checked_add(Span::new().months(1)) {
                    Ok(next) => month = next,
                    Err(_) => break,
                }
            }
        }
        Ok(())
    }

    async fn tell(&self, chain: &str, month: Date, today: Date) -> Result<(), Refusal> {
        let (from, to) = month_of(month);
        let days = (from.to_string(), to.to_string());
        let between = (days.0.as_str(), days.1.as_str());
        let all = kept::days(self.store.read(), chain, between).await?;
        let followed = |one: &kept::Days| {
            let day = |text: &str| text.parse().ok();
            let (answered_on, closed_on) = (day(&one.answered_on), day(&one.closed_on));
            Some(Followed { came_on: day(&one.came_on)?, answered_on, closed_on, outcome: one.outcome.clone() })
        };
        let followed: Vec<Followed> = all.iter().filter_map(followed).collect();
        let counts = Counts::of(&followed, S::promises(self.app.door_rules()));
        let mut marks = kept::leaves(self.store.read(), chain, between).await?;
        let whole = marks.len().next_power_of_two().max(LEAST);
        marks.extend((marks.len()..whole).map(|_| Digest::of(&self.app.token::<32>())));
        marks.sort();
        let root = merkle::root(&marks).to_string();
        let texts: Vec<String> = marks.iter().map(ToString::to_string).collect();
        let row = ToldMonth {
            regency: chain.to_owned(),
            month: name(month),
            counts: serde_json::to_string(&counts).unwrap_or_default(),
            marks: texts.join(" "),
            root: root.clone(),
            published_on: today.to_string(),
        };
        let body = json!({ "month": row.month, "root": root });
        self.write(chain, &Actor::Console("follow-up"), ("conversation.told", body), move |tx| {
            let row = row.clone();
            Box::pin(async move { Ok(tx.put(&row).await?) })
        })
        .await
    }

    /// The months that are told, the latest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn told_months(&self) -> Result<Vec<Told>, Refusal> {
        let told = |row: ToldMonth| {
            let (month, published_on) = (format!("{}-01", row.month).parse().ok()?, row.published_on.parse().ok()?);
            Some(Told { chain: row.regency, month, counts: serde_json::from_str(&row.counts).ok()?, published_on })
        };
        Ok(kept::published(self.store.read()).await?.into_iter().filter_map(told).collect())
    }

    /// The digests of a month, `2026-10`; `None` while it is not told.
    ///
    /// # Errors
    /// What the database says.
    pub async fn marks(&self, chain: &str, month: &str) -> Result<Option<Marks>, Refusal> {
        let row = kept::of(self.store.read(), chain, month).await?;
        Ok(row.and_then(|row| Some(Marks { marks: digests(&row.marks), root: row.root.parse().ok()? })))
    }
}

fn name(month: Date) -> String {
    month.strftime("%Y-%m").to_string()
}
