//! The printed slip that lets a person in, the first time and again after forgetting: handed over in person, good once,
//! for fourteen days. Whoever uses it chooses the password.

use super::SHORTEST_PASSWORD;
use crate::{Actor, App, Refusal};
use seal::Digest;
use serde_json::json;
use store::{Record, queries::accounts};

/// How long a slip is good, in milliseconds.
const GOOD_FOR: i64 = 14 * 24 * 60 * 60 * 1000;

/// Letters of a slip's code: no I, L, O, U, which are misread (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A slip as it is printed; the code is shown once and kept only as a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedSlip {
    /// Sixteen letters (80 bits) in groups of four.
    pub code: String,
    /// Milliseconds since 1970 UTC.
    pub expires_at: i64,
}

/// A slip as it is printed, and as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct NewSlip {
    pub printed: PrintedSlip,
    pub kept: accounts::Slip,
}

/// A code that a person can read and type, in groups of four.
pub(crate) fn letters<const N: usize>(random: [u8; N]) -> String {
    let letters: Vec<u8> = random.iter().map(|byte| LETTERS[usize::from(byte % 32)]).collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    groups.join("-")
}

/// A code as it was typed, without what looks alike and what only parts it.
pub(crate) fn plain(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            other => other,
        })
        .collect()
}

fn digest(code: &str) -> Digest {
    Digest::of_fields("bersinar/slip", &[plain(code).as_bytes()])
}

impl App {
    /// Prints a slip for an account; earlier slips and the present password are void.
    ///
    /// # Errors
    /// When the account has ended, or is not the actor's to manage.
    pub async fn make_slip(&self, actor: &Actor, chain: &str, id: &str) -> Result<PrintedSlip, Refusal> {
        let found = self.account(actor, chain, id).await?;
        if found.account.active == 0 {
            return Err(Refusal::Invalid("account-ended"));
        }
        let (at, by, slip) = (self.now(), actor.name().to_owned(), self.new_slip(chain, id));
        let printed = slip.printed.clone();
        self.stores
            .main
            .write(chain, move |tx| {
                let (slip, by) = (slip.clone(), by.clone());
                Box::pin(async move {
                    let found = accounts::by_id(tx.read(), &slip.kept.regency, &slip.kept.account).await?;
                    let mut account = found.ok_or(Refusal::NotFound("account"))?.account;
                    account.secret = String::new();
                    account.totp = String::new();
                    tx.put(&account).await?;
                    accounts::end_sessions(tx, (&account.regency, &account.id), None, None).await?;
                    accounts::keep_slip(tx, &slip.kept, at).await?;
                    let body = json!({ "account": account.id });
                    tx.record(Record { at, actor: by, action: "account.make_slip", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(printed)
    }

    /// A slip for an account, not kept yet.
    pub(crate) fn new_slip(&self, chain: &str, id: &str) -> NewSlip {
        let (code, expires_at) = (letters(self.token::<16>()), self.now() + GOOD_FOR);
        let (regency, account) = (chain.to_owned(), id.to_owned());
        let kept = accounts::Slip { token: digest(&code), regency, account, expires_at, used_at: None };
        NewSlip { printed: PrintedSlip { code, expires_at }, kept }
    }

    /// Whose slip this is, if it is good: sign-in name and the person's name.
    ///
    /// # Errors
    /// When it is unknown, used, void or too old.
    pub async fn slip_owner(&self, code: &str) -> Result<(String, String), Refusal> {
        let bad = || Refusal::Invalid("account-slip-not-good");
        let slip = accounts::slip(self.stores.main.read(), digest(code)).await?.ok_or_else(bad)?;
        if slip.used_at.is_some() || slip.expires_at <= self.now() {
            return Err(bad());
        }
        let found = accounts::by_id(self.stores.main.read(), &slip.regency, &slip.account).await?.ok_or_else(bad)?;
        Ok((found.account.login, found.name.unwrap_or_default()))
    }

    /// Uses a slip: sets the password. Gives the account's sign-in name.
    ///
    /// # Errors
    /// When the slip is not good or the password too weak; the slip then stays good.
    pub async fn use_slip(&self, code: &str, password: &str) -> Result<String, Refusal> {
        let (login, _) = self.slip_owner(code).await?;
        if password.chars().count() < SHORTEST_PASSWORD {
            return Err(Refusal::Invalid("account-password-short"));
        }
        let folded = password.to_lowercase();
        let mut letters: Vec<char> = folded.chars().collect();
        letters.sort_unstable();
        letters.dedup();
        if folded.contains(&login) || letters.len() < 5 {
            return Err(Refusal::Invalid("account-password-guessable"));
        }
        let secret = self.hash_password(password).await?;
        let token = digest(code);
        let slip = accounts::slip(self.stores.main.read(), token).await?;
        let slip = slip.ok_or(Refusal::Invalid("account-slip-not-good"))?;
        let at = self.now();
        self.stores
            .main
            .write(&slip.regency.clone(), move |tx| {
                let (slip, secret) = (slip.clone(), secret.clone());
                Box::pin(async move {
                    if !accounts::use_slip(tx, token, at).await? {
                        return Err(Refusal::Invalid("account-slip-not-good"));
                    }
                    let found = accounts::by_id(tx.read(), &slip.regency, &slip.account).await?;
                    let mut account = found.ok_or(Refusal::NotFound("account"))?.account;
                    account.secret = secret;
                    tx.put(&account).await?;
                    let body = json!({ "account": slip.account });
                    tx.record(Record { at, actor: slip.account, action: "account.use_slip", body });
                    Ok(())
                })
            })
            .await?;
        Ok(login)
    }
}
