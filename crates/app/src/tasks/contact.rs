//! Where a person wants to be reminded: their own to set, to try and to take away.

use crate::{App, Refusal, accounts::sign_in::SignedIn, plain};
use store::queries::contacts::{self, Contact, Delivery};

/// The longest mail address (RFC 5321: 254).
const LONGEST_ADDRESS: usize = 254;

impl App {
    /// Where the signed-in person wants mail; `None` where they want none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn own_contact(&self, who: &SignedIn) -> Result<Option<Contact>, Refusal> {
        Ok(contacts::contact(self.stores.main.read(), &who.account.regency, &who.account.id).await?)
    }

    /// Sets where the signed-in person wants mail, in which language; an empty address ends it.
    ///
    /// # Errors
    /// When it is no mail address.
    pub async fn set_contact(&self, who: &SignedIn, address: &str, language: &str) -> Result<(), Refusal> {
        let address = plain(address.trim());
        if !address.is_empty() && !is_address(&address) {
            return Err(Refusal::Invalid("task-address-malformed"));
        }
        let language = if language == "en" { "en" } else { "id" }.to_owned();
        let (regency, account) = (who.account.regency.clone(), who.account.id.clone());
        let contact = Contact { regency, account, address, language };
        self.stores
            .main
            .write(&who.account.regency, move |tx| {
                let contact = contact.clone();
                Box::pin(async move { Ok::<_, Refusal>(contacts::keep_contact(tx, &contact).await?) })
            })
            .await
    }

    /// What was sent to the signed-in person last.
    ///
    /// # Errors
    /// What the database says.
    pub async fn own_deliveries(&self, who: &SignedIn) -> Result<Vec<Delivery>, Refusal> {
        let (regency, account) = (&who.account.regency, &who.account.id);
        Ok(contacts::deliveries(self.stores.main.read(), regency, Some(account), 10).await?)
    }
}

/// One address with a name and a domain, and nothing that a mail header could be made of.
fn is_address(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-@".contains(c);
    let Some((name, domain)) = text.rsplit_once('@') else { return false };
    text.len() <= LONGEST_ADDRESS
        && text.chars().all(plain)
        && !name.is_empty()
        && !name.contains('@')
        && !domain.starts_with(['.', '-'])
        && !domain.ends_with(['.', '-'])
        && !domain.contains("..")
        && domain.contains('.')
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn an_address_is_one_address() {
        for good in ["siti@bnn.go.id", "a.b+c@contoh.co.id"] {
            assert!(is_address(good), "{good}");
        }
        for bad in ["", "siti", "@bnn.go.id", "siti@", "a b@c.id", "a@b@c.id", "a@c.id\r\nBcc: x@y.id", "a@c", "a@.id"]
        {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
