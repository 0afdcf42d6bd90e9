//! Changes of area codes after the built-in list: new, renamed and ended regions.

use crate::{Action, Actor, App, Refusal, allow, chain_of};
use domain::region::{RegionCode, Revision};
use serde_json::json;
use std::collections::BTreeMap;
use store::{Record, nouns, queries};

pub(crate) async fn read(app: &App) -> Result<Vec<Revision>, Refusal> {
    let rows = queries::places::revisions(app.stores.main.read()).await?;
    Ok(rows.into_iter().filter_map(revision).collect())
}

fn revision(row: nouns::RegionRevision) -> Option<Revision> {
    let date = |text: Option<String>| text.and_then(|text| text.parse().ok());
    Some(Revision {
        code: row.code.parse().ok()?,
        name: row.name,
        valid_from: date(row.valid_from),
        valid_until: date(row.valid_until),
        successors: serde_json::from_str(&row.successors).unwrap_or_default(),
    })
}

impl App {
    /// Adds or changes regions, one ledger entry a chain.
    ///
    /// # Errors
    /// When the actor may not do so in one of the places; then nothing is changed.
    pub async fn revise_regions(&self, actor: &Actor, revisions: &[Revision]) -> Result<usize, Refusal> {
        let mut chains: BTreeMap<String, Vec<nouns::RegionRevision>> = BTreeMap::new();
        for revision in revisions {
            allow(actor, Action::ImportPlaces, revision.code)?;
            let chain = chain_of(Some(revision.code));
            let successors: Vec<RegionCode> = revision.successors.clone();
            chains.entry(chain.clone()).or_default().push(nouns::RegionRevision {
                regency: chain,
                code: revision.code.to_string(),
                name: revision.name.clone(),
                valid_from: revision.valid_from.map(|date| date.to_string()),
                valid_until: revision.valid_until.map(|date| date.to_string()),
                successors: serde_json::to_string(&successors).unwrap_or_default(),
            });
        }
        let (at, by) = (self.now(), actor.name().to_owned());
        for (chain, rows) in chains {
            let by = by.clone();
            self.stores
                .main
                .write(&chain, move |tx| {
                    let (rows, by) = (rows.clone(), by.clone());
                    Box::pin(async move {
                        tx.put_all(&rows).await?;
                        let body = json!({ "regions": rows.len() });
                        tx.record(Record { at, actor: by, action: "region.revise", body });
                        Ok::<_, Refusal>(())
                    })
                })
                .await?;
        }
        self.reload().await?;
        Ok(revisions.len())
    }
}
