//! What a backup says about itself: the first member of the file.

use seal::{
    Digest,
    checkpoint::{Checkpoint, Head},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How every manifest begins to say what it is.
pub const PRODUCT: &str = "bersinar-backup";
/// The form of the file that this program writes and reads.
pub const FORMAT: u64 = 1;

/// Which database the store lay in; one is not restored into the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A file of SQLite.
    Sqlite,
    /// A dump that `pg_restore` reads.
    Postgres,
}

impl Kind {
    /// The database's name inside the file.
    #[must_use]
    pub const fn member(self) -> &'static str {
        match self {
            Self::Sqlite => "database.sqlite",
            Self::Postgres => "database.pgdump",
        }
    }
}

/// One part of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its name in the tar.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Digest of its content.
    pub sha256: Digest,
}

/// What is in the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`PRODUCT`].
    pub product: String,
    /// [`FORMAT`].
    pub format: u64,
    /// Version of the program that made it.
    pub program: String,
    /// `main`, `tips` or `help`.
    pub store: String,
    /// The database it comes from.
    pub kind: Kind,
    /// Code of the city or regency.
    pub regency: String,
    /// Its name.
    pub place: String,
    /// Milliseconds since 1970 UTC.
    pub made_at: i64,
    /// The public key of the installation's ledger.
    pub public_key: String,
    /// Public keys that it had before.
    pub former_keys: Vec<String>,
    /// The migrations that its tables have.
    pub migrations: Vec<String>,
    /// Number of rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// Where the chains of the ledger stood, exactly in this database.
    pub heads: Vec<Head>,
    /// The same, signed, where the key lay on the machine.
    pub checkpoint: Option<Checkpoint>,
    /// The parts that follow, in order.
    pub members: Vec<Member>,
}

impl Manifest {
    /// Whether a name may stand for a part: nothing else is ever written to a disk.
    #[must_use]
    pub(crate) fn names_well(name: &str) -> bool {
        let hex = |text: &str, length| {
            text.len() == length && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        };
        // A regency's code or `system`: neither a dot alone nor a step upwards.
        let chain = |text: &str| {
            text == crate::SYSTEM
                || text.parse::<domain::region::RegionCode>().is_ok_and(|code| code.to_string() == text)
        };
        match kept(name).map(|rest| rest.split('/').collect::<Vec<_>>()) {
            Some(parts) => match parts.as_slice() {
                [own, folder, file] => chain(own) && hex(folder, 2) && hex(file, 64) && file.starts_with(folder),
                _ => false,
            },
            None => {
                [Kind::Sqlite.member(), Kind::Postgres.member(), "erasures.jsonl", "keys/ledger.key"].contains(&name)
            }
        }
    }

    /// Number of kept files, and their bytes.
    #[must_use]
    pub fn files(&self) -> (u64, u64) {
        let files = self.members.iter().filter(|member| kept(&member.name).is_some());
        files.fold((0, 0), |(count, bytes), member| (count + 1, bytes + member.size))
    }

    /// Whether the secret key is in the file.
    #[must_use]
    pub fn holds_key(&self) -> bool {
        self.members.iter().any(|member| member.name == "keys/ledger.key")
    }

    /// Kept files whose content is not what their name says: they were damaged before the backup.
    #[must_use]
    pub fn damaged(&self) -> Vec<&str> {
        let differs = |member: &&Member| {
            let name = kept(&member.name).and_then(|name| name.split('/').nth(2));
            name.is_some_and(|name| name != member.sha256.to_string())
        };
        self.members.iter().filter(differs).map(|member| member.name.as_str()).collect()
    }
}

/// Of a kept file the name within its folder: those of the programme, and those that came with tips.
fn kept(name: &str) -> Option<&str> {
    name.strip_prefix("files/").or_else(|| name.strip_prefix("tips/"))
}

/// The last member: binds the manifest, and shows that the file is whole.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct End {
    /// Digest of the manifest's bytes.
    pub manifest: Digest,
}

#[cfg(test)]
mod tests {
    use super::Manifest;

    #[test]
    fn only_names_of_ours_reach_the_disk() {
        let kept = format!("files/99.71/ab/ab{}", "0".repeat(62));
        let sent = kept.replacen("files", "tips", 1);
        for good in ["database.sqlite", "database.pgdump", "erasures.jsonl", "keys/ledger.key", &kept, &sent] {
            assert!(Manifest::names_well(good), "{good}");
        }
        let elsewhere = format!("files/99.71/ab/cd{}", "0".repeat(62));
        for bad in [
            "",
            "/etc/passwd",
            "../main.db",
            "files/../x",
            "files/99.71/../x",
            "files/../ab/x",
            "keys/x",
            "main.db",
            &elsewhere,
        ] {
            assert!(!Manifest::names_well(bad), "{bad}");
        }
    }
}
