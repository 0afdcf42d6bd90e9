//! Who is responsible for a village's programme, and the number to call: a person's data, so the ledger says that it was
//! kept and not what it says, and what is replaced or taken away is gone for good, backups included.

use super::Fields;
use crate::{Action, Actor, App, Refusal, allow};
use domain::region::RegionCode;
use serde_json::json;
use store::{
    MainKind, Record, Tx,
    erasures::{Erasure, Erasures},
    queries::contacts::{self, VillageContact},
};

/// The longest number to call.
const LONGEST_PHONE: usize = 30;

/// Whether a text can be called, or is empty.
pub(super) fn is_phone(text: &str) -> bool {
    text.len() <= LONGEST_PHONE && text.chars().all(|c| c.is_ascii_digit() || " +-()./".contains(c))
}

impl App {
    /// Who is responsible in a village; `None` where nobody is named.
    ///
    /// # Errors
    /// When the actor may not know.
    pub async fn village_contact(&self, actor: &Actor, village: RegionCode) -> Result<Option<VillageContact>, Refusal> {
        allow(actor, Action::KeepContacts, village)?;
        let regency = self.regency_of_village(village)?;
        Ok(contacts::village_contacts(self.stores.main.read(), &regency.to_string(), &village.to_string()).await?.pop())
    }

    /// Says who is responsible in a village; without name and number nobody is.
    ///
    /// # Errors
    /// [`Refusal::Form`] when name or number cannot be taken.
    pub async fn keep_village_contact(
        &self,
        actor: &Actor,
        village: RegionCode,
        name: &str,
        phone: &str,
    ) -> Result<(), Refusal> {
        allow(actor, Action::KeepContacts, village)?;
        let mut fields = Fields::default();
        let (name, phone) = (fields.line("name", name), crate::plain(phone));
        if !is_phone(&phone) {
            fields.fault("phone", "contact-no-phone");
        }
        fields.done()?;
        let regency = self.regency_of_village(village)?.to_string();
        let contact = VillageContact { regency, village: village.to_string(), name, phone, kept_at: self.now() };
        self.replace_contact(actor, contact).await
    }

    async fn replace_contact(&self, actor: &Actor, contact: VillageContact) -> Result<(), Refusal> {
        let (at, by, erasures) = (contact.kept_at, actor.name().to_owned(), self.erasures.clone());
        self.stores
            .main
            .write(&contact.regency.clone(), move |tx| {
                let (contact, by, erasures) = (contact.clone(), by.clone(), erasures.clone());
                Box::pin(async move {
                    log_replaced(tx, &erasures, [&contact].into_iter(), at).await?;
                    let there = !contact.name.is_empty() || !contact.phone.is_empty();
                    contacts::keep_village_contact(tx, &contact).await?;
                    let body = json!({ "place": contact.village, "there": there });
                    tx.record(Record { at, actor: by, action: "contact.keep", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await
    }

    /// Takes away who was named in a village until a moment; gives whether someone was. The village need not be in the list
    /// of places any more.
    pub(crate) async fn forget_contact(
        &self,
        actor: &Actor,
        regency: &str,
        village: &str,
        until: i64,
    ) -> Result<bool, Refusal> {
        let named = contacts::village_contacts(self.stores.main.read(), regency, village).await?.pop();
        let Some(named) = named.filter(|contact| contact.kept_at < until) else { return Ok(false) };
        let nobody = VillageContact { name: String::new(), phone: String::new(), kept_at: self.now(), ..named };
        self.replace_contact(actor, nobody).await?;
        Ok(true)
    }
}

/// Notes in the log of erasures, before it is done, that who was named where these now are is not any more.
pub(super) async fn log_replaced<'a>(
    tx: &Tx<'_, MainKind>,
    erasures: &Erasures,
    now: impl Iterator<Item = &'a VillageContact>,
    at: i64,
) -> Result<(), Refusal> {
    let mut replaced = vec![];
    for VillageContact { regency, village, .. } in now {
        let named = contacts::village_contacts(tx.read(), regency, village).await?;
        let erasure = || Erasure { at, regency: regency.clone(), account: village.clone() };
        replaced.extend((!named.is_empty()).then(erasure));
    }
    Ok(erasures.add(&replaced)?)
}
