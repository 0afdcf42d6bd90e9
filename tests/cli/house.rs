//! Installations for tests of the verbs that keep something: made by the real program, in folders that go away.

use crate::{Said, bersinar};
use std::path::{Path, PathBuf};

/// An installation, in a folder or (with its address) on PostgreSQL.
pub struct Installed {
    pub folder: tempfile::TempDir,
    pub data: String,
    pub database: Option<String>,
}

impl Installed {
    /// Begins a city in a new folder; `more` are further arguments of `init`.
    pub fn begin(region: &str, database: Option<String>, more: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data").display().to_string();
        let installed = Self { folder, data, database };
        let said = installed.run(&[&["init", "--region", region], more].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        installed
    }

    /// Runs a verb on it.
    pub fn run(&self, arguments: &[&str]) -> Said {
        self.run_on(arguments, &self.data, self.database.as_deref())
    }

    /// Runs a verb on it; it must succeed.
    pub fn good(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, 0, "{arguments:?}\n{}{}", said.out, said.err);
        said.out
    }

    /// Runs a verb that needs no installation; it must succeed.
    pub fn good_anywhere(&self, arguments: &[&str]) {
        let said = bersinar(arguments);
        assert_eq!(said.code, 0, "{arguments:?}\n{}{}", said.out, said.err);
    }

    /// Runs a verb on other data.
    pub fn run_on(&self, arguments: &[&str], data: &str, database: Option<&str>) -> Said {
        let mut all = arguments.to_vec();
        all.extend(["--data", data]);
        all.extend(database.iter().flat_map(|url| ["--database", url]));
        bersinar(&all)
    }

    /// Makes an account.
    pub fn add(&self, login: &str, name: &str) -> Said {
        self.run(&["user", "add", "--role", "polres", "--scope", &self.region(), "--login", login, "--name", name])
    }

    fn region(&self) -> String {
        let list = self.run(&["user", "list"]).out;
        let line = list.lines().find(|line| line.starts_with("bnnk ")).expect("the officer");
        line.split_whitespace().nth(2).expect("a scope").to_owned()
    }

    /// A path beside the data.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The same as text.
    pub fn named(&self, name: &str) -> String {
        self.beside(name).display().to_string()
    }
}

/// Runs a test on SQLite, and on PostgreSQL where a server is given.
pub fn on_each(test: impl Fn(Option<String>)) {
    test(None);
    match postgres() {
        Some(url) => test(Some(url)),
        None => eprintln!("skipped: PostgreSQL (scripts/with-postgres.sh starts one)"),
    }
}

/// A new empty database, where a server is given.
pub fn postgres() -> Option<String> {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("BERSINAR_POSTGRES").ok()?;
    let name = format!("cli_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    Some(runtime.block_on(store::fresh_database(&server, &name)).expect("a database"))
}

/// The files of a folder whose names begin so, in order.
pub fn files(folder: &Path, start: &str) -> Vec<String> {
    let mut found: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start)))
        .map(|path| path.display().to_string())
        .collect();
    found.sort();
    found
}
