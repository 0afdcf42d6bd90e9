//! What comes from outside the program: the time and randomness. Both are handed in, so that the same data and the same
//! steps give the same city; `clippy.toml` forbids to take them elsewhere.

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
