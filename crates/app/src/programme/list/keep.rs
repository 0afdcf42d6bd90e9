//! Keeps what was taken of a list: all of it or nothing, as one entry of the ledger.

use super::{
    Given,
    review::{Choices, Update},
};
use crate::{
    Actor, App, Refusal,
    programme::{contact::log_replaced, current},
};
use domain::region::RegionCode;
use serde_json::json;
use store::{
    Record, Revised as _,
    queries::contacts::{self, VillageContact},
};

impl App {
    /// Keeps the rows that are taken; gives how many. `seen` is [`super::review::Review::seen`] of what the person looked at.
    ///
    /// # Errors
    /// When nothing is taken, or the records have changed since.
    pub async fn keep_village_list(
        &self,
        actor: &Actor,
        regency: RegionCode,
        given: &Given,
        choices: &Choices,
        seen: &str,
    ) -> Result<usize, Refusal> {
        let review = self.review_village_list(actor, regency, given, choices).await?;
        if review.seen() != seen {
            // Who has just chosen a village sees first what that changes.
            let unchosen = self.review_village_list(actor, regency, given, &Choices::default()).await?;
            let key = if unchosen.seen() == seen { "list-look-chosen" } else { "import-look-again" };
            return Err(Refusal::Invalid(key));
        }
        let taken: Vec<Update> = review.rows.into_iter().filter(|row| row.take).map(|row| row.update).collect();
        if taken.is_empty() {
            return Err(Refusal::Invalid("import-nothing-accepted"));
        }
        let (at, by, n, erasures) = (self.now(), actor.name().to_owned(), taken.len(), self.erasures.clone());
        let body = json!({ "place": regency, "file": given.digest, "date": given.as_of, "villages": n });
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (taken, by, body, erasures) = (taken.clone(), by.clone(), body.clone(), erasures.clone());
                Box::pin(async move {
                    let mut milestones = vec![];
                    for (row, seen) in taken.iter().flat_map(|update| &update.milestones) {
                        current(tx, row, *seen).await?;
                    }
                    let contacts = taken.iter().filter_map(|update| update.contact.as_ref());
                    log_replaced(tx, &erasures, contacts, at).await?;
                    for Update { milestones: rows, membership, contact } in taken {
                        for (row, seen) in rows {
                            milestones.push(row.revised(seen + 1, &by, at));
                        }
                        if let Some((row, seen)) = membership {
                            current(tx, &row, seen).await?;
                            tx.put(&row.revised(seen + 1, &by, at)).await?;
                        }
                        if let Some(contact) = contact {
                            contacts::keep_village_contact(tx, &VillageContact { kept_at: at, ..contact }).await?;
                        }
                    }
                    tx.put_all(&milestones).await?;
                    tx.record(Record { at, actor: by, action: "list.take", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(n)
    }
}
