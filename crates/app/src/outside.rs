//! What lies outside the program: the time, randomness, who carries mail, and what sets papers. All are handed in, so that the same data and
//! the same steps give the same city; `clippy.toml` forbids to take time and randomness elsewhere.

pub use store::BoxFuture;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01 UTC.
    fn now(&self) -> i64;
}

/// Gives random bytes.
pub trait Random: Send + Sync {
    /// Fills the bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// A mail of plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// Sends mail.
pub trait Mailer: Send + Sync {
    /// Sends one mail, or says in the server's words why not; it never waits longer than its limit.
    fn send(&self, mail: Mail) -> BoxFuture<'_, Result<(), String>>;

    /// Where people reach this site, for the links in mails: `https://bersinar.contoh.go.id`, without a slash.
    fn address(&self) -> &str;
}

/// Sets papers.
pub trait Press: Send + Sync {
    /// Makes a PDF of a template, what it reads as `data.json`, and pictures by their names; or says in the press's words why
    /// not. It never takes longer or more memory than its limits.
    fn set(
        &self,
        template: &str,
        data: Vec<u8>,
        pictures: Vec<(String, Vec<u8>)>,
    ) -> BoxFuture<'_, Result<Vec<u8>, String>>;
}
