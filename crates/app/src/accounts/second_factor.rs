//! The second factor: a time-based code (TOTP, RFC 6238) for who runs the system and who decides.

use super::sign_in::SignedIn;
use crate::{App, Refusal};
use seal::Digest;
use serde_json::json;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use store::{Record, queries::accounts};
use totp_rs::{Builder, Totp};

/// What an authenticator app needs to set the account up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// The secret in base 32, for typing.
    pub secret: String,
    /// The `otpauth://` address, for the QR code.
    pub address: String,
}

impl Setup {
    /// The set-up of an account with a secret.
    #[must_use]
    pub fn of(login: &str, secret: &str) -> Self {
        let address = format!("otpauth://totp/Bersinar:{login}?secret={secret}&issuer=Bersinar");
        Self { secret: secret.to_owned(), address }
    }
}

fn totp(secret: &[u8]) -> Option<Totp> {
    Builder::new().with_secret(secret.to_vec()).build().ok()
}

/// The code of a secret at a moment (milliseconds since 1970); `None` when it is no secret.
#[must_use]
pub fn code_at(secret: &str, at: i64) -> Option<String> {
    let totp = totp(&from_base32(secret)?)?;
    Some(totp.generate(u64::try_from(at / 1000).ok()?).to_string())
}

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

fn to_base32(bytes: &[u8; 20]) -> String {
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    (0..32)
        .map(|letter| (0..5).fold(0, |value, i| value << 1 | bit(letter * 5 + i)))
        .map(|v| char::from(BASE32[usize::from(v)]))
        .collect()
}

fn from_base32(text: &str) -> Option<[u8; 20]> {
    let values: Vec<u8> = text
        .bytes()
        .map(|b| BASE32.iter().position(|l| *l == b).and_then(|p| u8::try_from(p).ok()))
        .collect::<Option<_>>()?;
    let mut bytes = [0; 20];
    for (at, byte) in bytes.iter_mut().enumerate() {
        for bit in at * 8..at * 8 + 8 {
            *byte = *byte << 1 | values.get(bit / 5)? >> (4 - bit % 5) & 1;
        }
    }
    Some(bytes)
}

impl App {
    /// A secret for an account that has none, the same as long as this session and program run: who has scanned it may
    /// reload the page. It is kept only when [`App::confirm_second_factor`] succeeds with it.
    #[must_use]
    pub fn offer_second_factor(&self, who: &SignedIn) -> Setup {
        let fields = [self.throttle_secret.as_slice(), who.session.token.as_bytes().as_slice()];
        let secret = Digest::of_fields("bersinar/second-factor", &fields);
        Setup::of(&who.account.login, &to_base32(secret.as_bytes().first_chunk().unwrap_or(&[0; 20])))
    }

    /// Checks the code and opens the session; `offered` is the secret of a set-up that is being finished.
    ///
    /// # Errors
    /// When the code does not fit; [`Refusal::Wait`] after many failures.
    pub async fn confirm_second_factor(
        &self,
        who: &SignedIn,
        code: &str,
        offered: Option<&str>,
    ) -> Result<(), Refusal> {
        let key = super::throttle::Throttle::key(&self.throttle_secret, &who.account.id, "second factor");
        match self.throttle.begin(key, self.now()) {
            0 => {}
            seconds => return Err(Refusal::Wait(seconds)),
        }
        // An account that has a factor cannot be given another one by who only has its password.
        let secret = if who.account.totp.is_empty() { offered.unwrap_or_default() } else { &who.account.totp };
        let totp =
            from_base32(secret).and_then(|secret| totp(&secret)).ok_or(Refusal::Invalid("account-code-wrong"))?;
        let seconds = u64::try_from(self.now() / 1000).unwrap_or_default();
        let code: String = code.chars().filter(char::is_ascii_digit).collect();
        // A code is good once: who looks over a shoulder cannot use it again within its half minute.
        let fresh = |step: &u64| self.used_codes.use_up(&who.account.id, *step);
        if totp.check(&code, seconds).filter(fresh).is_none() {
            return Err(Refusal::Invalid("account-code-wrong"));
        }
        self.throttle.succeeded(key);
        let (at, secret, session) = (self.now(), secret.to_owned(), who.session.clone());
        self.stores
            .main
            .write(&who.account.regency, move |tx| {
                let (secret, mut session) = (secret.clone(), session.clone());
                Box::pin(async move {
                    session.confirmed = true;
                    if !accounts::touch_session(tx, &session).await? {
                        return Err(Refusal::SignIn);
                    }
                    let found = accounts::by_id(tx.read(), &session.regency, &session.account).await?;
                    let mut account = found.ok_or(Refusal::NotFound("account"))?.account;
                    if account.totp.is_empty() {
                        account.totp = secret;
                        tx.put(&account).await?;
                    }
                    let body = json!({ "account": session.account });
                    tx.record(Record { at, actor: session.account, action: "account.confirm", body });
                    Ok(())
                })
            })
            .await
    }
}

/// Steps that a code may lie ahead of the clock, and some more.
const AHEAD: u64 = 10;

/// The last time step whose code each account has used; in memory, since a step lasts 30 seconds.
#[derive(Debug, Default)]
pub(crate) struct UsedCodes(Mutex<HashMap<String, u64>>);

impl UsedCodes {
    /// Whether the step is later than the last one used; it is used from now on.
    fn use_up(&self, account: &str, step: u64) -> bool {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A step far ahead was used by a clock that has been put right since.
        let fresh = used.get(account).is_none_or(|last| step > *last || *last > step + AHEAD);
        if fresh {
            used.insert(account.to_owned(), step);
        }
        fresh
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_comes_back() {
        let bytes: [u8; 20] = std::array::from_fn(|i| (i * 37 + 11) as u8);
        assert_eq!(from_base32(&to_base32(&bytes)), Some(bytes));
    }
}
