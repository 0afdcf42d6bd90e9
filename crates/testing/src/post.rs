//! A mail server for tests.

use app::{Mail, Mailer};
use std::sync::{Mutex, PoisonError};
use store::BoxFuture;

/// Keeps what it is given, or refuses as a mail server would.
#[derive(Debug, Default)]
pub struct Postbox {
    mails: Mutex<Vec<Mail>>,
    refuses: bool,
}

impl Mailer for Postbox {
    fn send(&self, mail: Mail) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async move {
            if self.refuses {
                return Err("550 mailbox unavailable".into());
            }
            self.mails.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
            Ok(())
        })
    }

    fn address(&self) -> &'static str {
        "https://bersinar.contoh.go.id"
    }
}

impl Postbox {
    /// One that refuses all it is given.
    #[must_use]
    pub fn refusing() -> Self {
        Self { refuses: true, ..Self::default() }
    }

    /// What was sent since the last time.
    pub fn taken(&self) -> Vec<Mail> {
        std::mem::take(&mut self.mails.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
