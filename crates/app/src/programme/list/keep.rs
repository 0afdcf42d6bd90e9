//! Keeps what was taken of a list: all of it or nothing, as one entry of the ledger.

use super::{
    Given,
    review::{Choices, Update},
};
use crate::{Actor, App, Refusal, programme::current};
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
            return Err(Refusal::Invalid("import-look-again"));
        }
        let taken: Vec<Update> = review.rows.into_iter().filter(|row| row.take).map(|row| row.update).collect();
        if taken.is_empty() {
            return Err(Refusal::Invalid("import-nothing-accepted"));
        }
        let contacts = || taken.iter().filter_map(|update| update.contact.as_ref());
        self.log_contacts_replaced(contacts().map(|contact| contact.village.as_str()), regency).await?;
        let (at, by, n) = (self.now(), actor.name().to_owned(), taken.len());
        let body =
            json!({ "place": regency, "file": given.digest, "name": given.file, "date": given.as_of, "villages": n });
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (taken, by, body) = (taken.clone(), by.clone(), body.clone());
                Box::pin(async move {
                    let mut milestones = vec![];
                    for Update { milestones: rows, membership, contact } in taken {
                        for (row, seen) in rows {
                            current(tx, &row, seen).await?;
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
