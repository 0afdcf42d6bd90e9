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
        self.contact_of(village).await
    }

    async fn contact_of(&self, village: RegionCode) -> Result<Option<VillageContact>, Refusal> {
        let (code, place) = (self.regency_of_village(village)?.to_string(), village.to_string());
        Ok(contacts::village_contacts(self.stores.main.read(), &code, &place).await?.pop())
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
        self.replace_contact(actor, village, name, phone).await
    }

    async fn replace_contact(
        &self,
        actor: &Actor,
        village: RegionCode,
        name: String,
        phone: String,
    ) -> Result<(), Refusal> {
        let regency = self.regency_of_village(village)?;
        let place = village.to_string();
        let (at, by, erasures) = (self.now(), actor.name().to_owned(), self.erasures.clone());
        let contact = VillageContact { regency: regency.to_string(), village: place, name, phone, kept_at: at };
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (contact, by, erasures) = (contact.clone(), by.clone(), erasures.clone());
                Box::pin(async move {
                    log_replaced(tx, &erasures, [contact.village.as_str()].into_iter(), at).await?;
                    let there = !contact.name.is_empty() || !contact.phone.is_empty();
                    contacts::keep_village_contact(tx, &contact).await?;
                    let body = json!({ "place": contact.village, "there": there });
                    tx.record(Record { at, actor: by, action: "contact.keep", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await
    }

    /// Takes away who was named in a village until a moment; gives whether someone was.
    pub(crate) async fn forget_contact(&self, actor: &Actor, village: RegionCode, until: i64) -> Result<bool, Refusal> {
        let named = self.contact_of(village).await?.is_some_and(|contact| contact.kept_at < until);
        if named {
            self.replace_contact(actor, village, String::new(), String::new()).await?;
        }
        Ok(named)
    }
}

/// Notes in the log of erasures, before it is done, that who was named in these villages of one regency is not any more.
pub(super) async fn log_replaced<'a>(
    tx: &Tx<'_, MainKind>,
    erasures: &Erasures,
    villages: impl Iterator<Item = &'a str>,
    at: i64,
) -> Result<(), Refusal> {
    let mut replaced = vec![];
    for village in villages {
        let regency = village.get(..5).unwrap_or_default().to_owned();
        let named = contacts::village_contacts(tx.read(), &regency, village).await?;
        replaced.extend((!named.is_empty()).then(|| Erasure { at, regency, account: village.to_owned() }));
    }
    Ok(erasures.add(&replaced)?)
}
