//! Passwords: Argon2id with OWASP's parameters (19 MiB, two passes), worked on threads of their own, two at a time, so that
//! sign-ins never hold up other requests.

use crate::{App, Refusal, apart::Turns};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::sync::LazyLock;

static HASHING: LazyLock<Turns> = LazyLock::new(|| Turns::new(2));

impl App {
    pub(crate) async fn hash_password(&self, password: &str) -> Result<String, Refusal> {
        let (password, salt) = (password.to_owned(), self.token::<16>());
        work(move || Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).map(|hash| hash.to_string()))
            .await?
            .map_err(|_| Refusal::Invalid("account-password-unusable"))
    }

    /// Whether the password fits; an empty secret (no such account, no password yet) costs the same time and never fits.
    pub(crate) async fn password_fits(&self, password: &str, secret: &str) -> Result<bool, Refusal> {
        /// A real hash of a password that nobody has.
        const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let exists = !secret.is_empty();
        let (password, secret) = (password.to_owned(), if exists { secret.to_owned() } else { NOBODY.to_owned() });
        let fits = work(move || {
            PasswordHash::new(&secret)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        });
        Ok(fits.await? && exists)
    }
}

async fn work<T: Send + 'static>(task: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
    HASHING.take(task).await.map_err(|_| Refusal::Invalid("account-password-unusable"))
}
