//! One shape for every kept record: a struct, its table, and which columns are its key.
//!
//! [`rows!`](crate::rows) writes the struct and the [`Row`] trait for it; [`Tx::put`](crate::Tx::put) upserts any of
//! them and remembers its digest for the ledger, and [`verify`](crate::ledger::verify) walks all of them. Not here: what
//! a record means (see `domain`) or who may write it (see `app`).

use sea_orm::{QueryResult, Value};
use seal::Digest;
use serde::Serialize;

/// A record of one table. The first column is always `regency`, the chain in whose ledger the record stands.
pub trait Row: Serialize + Sized + Send + Sync {
    /// The table's name.
    const TABLE: &'static str;
    /// All columns; the key columns come first.
    const COLUMNS: &'static [&'static str];
    /// How many of the columns are the key.
    const KEY: usize;
    /// Whether what it said before a change is put by, so that it can be asked for as known earlier.
    const PAST: bool;

    /// The values in the order of the columns.
    fn values(&self) -> Vec<Value>;

    /// Reads the columns in their order.
    ///
    /// # Errors
    /// When the database holds another type.
    fn from_result(row: &QueryResult) -> Result<Self, sea_orm::DbErr>;

    /// The record's name in the ledger: table and key.
    fn subject(&self) -> String;

    /// What the ledger keeps of the record: the digest of its JSON, fields in declared order.
    fn state(&self) -> Digest {
        digest(&serde_json::to_string(self).unwrap_or_default())
    }
}

/// A record that counts its changes; a writer names the revision it has read.
pub trait Revised: Row + Clone + 'static {
    /// How often it was changed; 1 when it is new.
    fn revision(&self) -> i64;
    /// The same record as its next revision, by whom and when.
    #[must_use]
    fn revised(self, revision: i64, by: &str, at: i64) -> Self;
    /// Who changed it last.
    fn changed_by(&self) -> &str;
}

/// Implements [`Revised`] for records with the columns `revision`, `changed_by`, `changed_at`.
#[macro_export]
macro_rules! revised {
    ($($name:ident),* $(,)?) => {$(
        impl $crate::row::Revised for $name {
            fn revision(&self) -> i64 {
                self.revision
            }
            fn revised(self, revision: i64, by: &str, at: i64) -> Self {
                Self { revision, changed_by: by.to_owned(), changed_at: at, ..self }
            }
            fn changed_by(&self) -> &str {
                &self.changed_by
            }
        }
    )*};
}

/// The digest of a record's JSON.
pub(crate) fn digest(json: &str) -> Digest {
    Digest::of_fields("bersinar/row/1", &[json.as_bytes()])
}

/// Declares records: `rows! { /// doc  pub struct Answer in "answer" { key { .. } data { .. } } }`. Of one marked
/// `as present` (`in "account" as present { .. }`) no former state is put by.
#[macro_export]
macro_rules! rows {
    ($($(#[$meta:meta])* pub struct $name:ident in $table:literal $(as $forgets:ident)? {
        key { $($(#[$kmeta:meta])* $key:ident : $ktype:ty),* $(,)? }
        data { $($(#[$dmeta:meta])* $data:ident : $dtype:ty),* $(,)? }
    })*) => {
    $(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            $($(#[$kmeta])* pub $key: $ktype,)*
            $($(#[$dmeta])* pub $data: $dtype,)*
        }

        impl $crate::row::Row for $name {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($key),)* $(stringify!($data),)*];
            const KEY: usize = [$(stringify!($key)),*].len();
            const PAST: bool = {
                let forgets: &[&str] = &[$(stringify!($forgets))?];
                forgets.is_empty()
            };

            fn values(&self) -> Vec<sea_orm::Value> {
                vec![$(self.$key.clone().into(),)* $(self.$data.clone().into(),)*]
            }

            fn from_result(row: &sea_orm::QueryResult) -> Result<Self, sea_orm::DbErr> {
                let mut column = 0..;
                let mut next = || column.next().unwrap_or_default();
                Ok(Self {
                    $($key: row.try_get_by_index(next())?,)*
                    $($data: row.try_get_by_index(next())?,)*
                })
            }

            fn subject(&self) -> String {
                let key: &[&dyn std::fmt::Display] = &[$(&self.$key),*];
                let key: Vec<String> = key.iter().map(ToString::to_string).collect();
                format!("{}/{}", $table, key.join("/"))
            }
        }
    )*

        /// Whether former states of this table's records are put by.
        #[must_use]
        pub fn keeps_past(table: &str) -> bool {
            match table {
                $($table => <$name as $crate::row::Row>::PAST,)*
                _ => false,
            }
        }
    };
}
