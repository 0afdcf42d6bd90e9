//! Signing in and out, and the sessions of an account, which their owner sees and can end.

use super::throttle::Throttle;
use crate::{Actor, App, Refusal};
use seal::Digest;
use serde_json::json;
use store::{Record, nouns, queries::accounts};

pub use store::queries::accounts::Session;

/// A session ends after this long without use, in milliseconds.
pub const IDLE: i64 = 30 * 60 * 1000;
/// And after this long in any case.
pub const LONGEST: i64 = 12 * 60 * 60 * 1000;
/// Use is noted to this precision.
const NOTE: i64 = 60 * 1000;

/// A signed-in person, as every request finds them.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who may do what.
    pub actor: Actor,
    /// The account.
    pub account: nouns::Account,
    /// The person's name.
    pub name: String,
    /// The device.
    pub session: Session,
}

/// What the device is told: the token for its cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket(pub String);

fn digest(token: &str) -> Digest {
    Digest::of_fields("bersinar/session", &[token.as_bytes()])
}

impl App {
    /// Signs in with name and password. Where the role needs a second factor the session waits for it.
    ///
    /// # Errors
    /// [`Refusal::SignIn`] when they do not fit, without saying which; [`Refusal::Wait`] after many failures.
    pub async fn sign_in(&self, login: &str, password: &str, device: &str, address: &str) -> Result<Ticket, Refusal> {
        let login = super::login(login).unwrap_or_default();
        let key = Throttle::key(&self.throttle_secret, &login, address);
        match self.throttle.begin(key, self.now()) {
            0 => {}
            seconds => return Err(Refusal::Wait(seconds)),
        }
        let found = accounts::by_login(self.stores.main.read(), &login).await?;
        let secret = found.as_ref().filter(|found| found.account.active == 1).map(|found| found.account.secret.clone());
        let fits = self.password_fits(password, &secret.unwrap_or_default()).await?;
        let Some(found) = found.filter(|_| fits) else {
            return Err(Refusal::SignIn);
        };
        self.throttle.succeeded(key);
        self.start_session(&found.account, device).await
    }

    /// Signs in with one click, in a demonstration only.
    ///
    /// # Errors
    /// When this is no demonstration.
    pub async fn sign_in_to_demo(&self, login: &str, device: &str) -> Result<Ticket, Refusal> {
        if !self.installation().demo {
            return Err(Refusal::SignIn);
        }
        let found = accounts::by_login(self.stores.main.read(), login).await?.ok_or(Refusal::SignIn)?;
        self.start_session(&found.account, device).await
    }

    async fn start_session(&self, account: &nouns::Account, device: &str) -> Result<Ticket, Refusal> {
        let token = seal::hex::encode(&self.token::<32>());
        let role: domain::role::Role = account.role.parse().map_err(|_| Refusal::SignIn)?;
        let at = self.now();
        let session = Session {
            token: digest(&token),
            regency: account.regency.clone(),
            account: account.id.clone(),
            made_at: at,
            seen_at: at,
            device: device.chars().take(80).collect(),
            confirmed: !role.needs_second_factor() || self.installation().demo,
        };
        self.stores
            .main
            .write(&account.regency, move |tx| {
                let session = session.clone();
                Box::pin(async move {
                    accounts::keep_session(tx, &session).await?;
                    let body = json!({ "account": session.account });
                    tx.record(Record { at, actor: session.account, action: "account.sign_in", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(Ticket(token))
    }

    /// Who the cookie's token stands for; `None` when the session has ended.
    ///
    /// # Errors
    /// What the database says.
    pub async fn signed_in(&self, token: &str) -> Result<Option<SignedIn>, Refusal> {
        let conn = self.stores.main.read();
        let Some((session, found)) = accounts::session(conn, digest(token)).await? else { return Ok(None) };
        let now = self.now();
        // One that was seen in the future was made by a clock that has been put right since.
        if (now - session.seen_at).abs() > IDLE || now - session.made_at > LONGEST {
            return Ok(None);
        }
        if found.account.active != 1 {
            return Ok(None);
        }
        let Ok(role) = found.account.role.parse() else { return Ok(None) };
        if now - session.seen_at > NOTE {
            let seen = Session { seen_at: now, ..session.clone() };
            let there = self.stores.main.write(&session.regency, move |tx| {
                let seen = seen.clone();
                Box::pin(async move { Ok::<_, Refusal>(accounts::touch_session(tx, &seen).await?) })
            });
            match there.await {
                Ok(true) => {}
                Ok(false) => return Ok(None),
                // Who cannot be noted (the disk is full) is signed in all the same.
                Err(refusal) => tracing::warn!(%refusal, "the use of a session could not be noted"),
            }
        }
        let actor = Actor::Account { id: found.account.id.clone(), role, scope: found.account.scope.parse().ok() };
        Ok(Some(SignedIn { actor, account: found.account, name: found.name.unwrap_or_default(), session }))
    }

    /// The sessions of the signed-in account.
    ///
    /// # Errors
    /// What the database says.
    pub async fn own_sessions(&self, who: &SignedIn) -> Result<Vec<Session>, Refusal> {
        let all = accounts::sessions(self.stores.main.read(), &who.account.regency, &who.account.id).await?;
        let now = self.now();
        Ok(all
            .into_iter()
            .filter(|session| now - session.seen_at <= IDLE && now - session.made_at <= LONGEST)
            .collect())
    }

    /// Ends the present session of the account, or all the others.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sign_out(&self, who: &SignedIn, others: bool) -> Result<(), Refusal> {
        let (at, session) = (self.now(), who.session.clone());
        self.stores
            .main
            .write(&who.account.regency, move |tx| {
                let session = session.clone();
                Box::pin(async move {
                    let (only, but) = if others { (None, Some(session.token)) } else { (Some(session.token), None) };
                    let ended = accounts::end_sessions(tx, (&session.regency, &session.account), only, but).await?;
                    let body = json!({ "account": session.account, "sessions": ended });
                    tx.record(Record { at, actor: session.account, action: "account.sign_out", body });
                    Ok(())
                })
            })
            .await
    }
}
