//! The class that a named person decides, beside the one that the rule computes.

use crate::{Action, Actor, App, Refusal, allow, city::Standing, plain, round_key, rounds};
use domain::region::RegionCode;
use serde_json::json;
use store::{Record, nouns, queries};

/// The fewest characters of a reason; shorter ones say nothing to the city council.
pub const SHORTEST_REASON: usize = 15;

/// The most; what stands in the ledger cannot be shortened.
pub const LONGEST_REASON: usize = 2000;

impl App {
    /// Decides the class of a village; one that differs from the computed class needs a reason.
    ///
    /// # Errors
    /// When the round is locked, a sheet has not come in, the class unknown, or the reason missing.
    pub async fn decide(
        &self,
        actor: &Actor,
        village: RegionCode,
        (instrument, year): (&str, i64),
        class: &str,
        reason: &str,
    ) -> Result<(), Refusal> {
        allow(actor, Action::DecideClass, village)?;
        let regency = self.regency_of_village(village)?;
        if reason.chars().count() > LONGEST_REASON {
            return Err(Refusal::Invalid("village-reason-too-long"));
        }
        let key = round_key(regency, instrument, year);
        let (_, rule) = self.round_rule(self.stores.main.read(), &key).await?;
        if class.is_empty() {
            return Err(Refusal::Invalid("village-class-not-chosen"));
        }
        if rule.class_index(class).is_none() {
            return Err(Refusal::NotFound("class"));
        }
        let board = self.any_board(village, Some(year).into()).await?;
        if board.lines.first().is_none_or(|line| line.standing == Standing::Silent) {
            return Err(Refusal::Invalid("village-silent-undecided"));
        }
        let (at, by) = (self.now(), actor.name().to_owned());
        let (class, reason) = (class.to_owned(), plain(reason));
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (key, by, class, reason) = (key.clone(), by.clone(), class.clone(), reason.clone());
                Box::pin(async move {
                    let round = queries::rounds::round(tx.read(), &key).await?.ok_or(Refusal::NotFound("round"))?;
                    rounds::open(&round)?;
                    let scores = queries::rounds::scores(tx.read(), &key, &village.to_string()).await?;
                    let computed = scores.first().filter(|score| score.mildest == score.worst);
                    let computed = computed.map(|score| score.worst.clone()).unwrap_or_default();
                    if class != computed && reason.chars().count() < SHORTEST_REASON {
                        return Err(Refusal::Invalid("village-reason-missing"));
                    }
                    tx.put(&nouns::Decision {
                        regency: key.regency.clone(),
                        instrument: key.instrument.clone(),
                        year,
                        village: village.to_string(),
                        class: class.clone(),
                        computed: computed.clone(),
                        reason: reason.clone(),
                        decided_by: by.clone(),
                        decided_at: at,
                    })
                    .await?;
                    let body = json!({ "village": village, "year": year, "class": class, "computed": computed, "reason": reason });
                    tx.record(Record { at, actor: by, action: "class.decide", body });
                    Ok(())
                })
            })
            .await
    }
}
