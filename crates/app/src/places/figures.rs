//! Residents and households of villages, dated, by import.

use crate::{
    Action, Actor, App, Refusal, allow,
    rounds::{self, Round},
    scores,
};
use domain::region::RegionCode;
use serde_json::json;
use store::{Record, nouns::VillageFigures, queries};

/// Residents and households of one village on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// The village.
    pub village: RegionCode,
    /// The date they speak of.
    pub as_of: jiff::civil::Date,
    /// Number of residents, if known.
    pub residents: Option<u32>,
    /// Number of households, if known.
    pub households: Option<u32>,
}

impl App {
    /// Keeps figures of villages of one regency.
    ///
    /// # Errors
    /// When a village is none of the regency's; then nothing is kept.
    pub async fn import_figures(
        &self,
        actor: &Actor,
        regency: RegionCode,
        figures: &[Figures],
        source: &str,
    ) -> Result<usize, Refusal> {
        allow(actor, Action::ImportPlaces, regency)?;
        if !figures.iter().all(|figures| self.is_village_of(figures.village, regency)) {
            return Err(Refusal::Invalid("region-outside"));
        }
        let rows: Vec<VillageFigures> = figures
            .iter()
            .map(|figures| VillageFigures {
                regency: regency.to_string(),
                village: figures.village.to_string(),
                as_of: figures.as_of.to_string(),
                residents: figures.residents.map(i64::from),
                households: figures.households.map(i64::from),
                source: source.to_owned(),
            })
            .collect();
        let open: Vec<Round> = self.rounds(regency).await?.into_iter().filter(|round| !round.locked).collect();
        let (at, by, count, source) = (self.now(), actor.name().to_owned(), rows.len(), source.to_owned());
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (rows, by, source, open) = (rows.clone(), by.clone(), source.clone(), open.clone());
                Box::pin(async move {
                    tx.put_all(&rows).await?;
                    // A rate per resident or household may move with them.
                    for round in &open {
                        let there = queries::rounds::round(tx.read(), &round.key()).await?;
                        if let Some(there) = there.filter(|there| there.locked_at.is_none()) {
                            rounds::open_by(&there, &round.rule)?;
                            scores::rescore(tx, &round.key(), &round.rule, regency).await?;
                        }
                    }
                    let body = json!({ "villages": rows.len(), "source": source });
                    tx.record(Record { at, actor: by, action: "figures.import", body });
                    Ok::<_, Refusal>(count)
                })
            })
            .await
    }
}
