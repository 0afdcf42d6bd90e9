//! Fresh stores for a test, on each database there is.

use std::{
    future::Future,
    sync::atomic::{AtomicU32, Ordering},
};
use store::{Location, Stores};

/// A store to test on.
pub struct Fresh {
    pub stores: Stores,
    pub location: Location,
    pub postgres: bool,
}

/// Runs the test on SQLite and, where `BERSINAR_POSTGRES` names a server, on a new database there.
pub fn on_each<F: Future<Output = ()>>(test: impl Fn(Fresh) -> F) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Folder(folder.path().join("data"));
        test(Fresh { stores: store::open(&location).await.unwrap(), location, postgres: false }).await;
        let Ok(server) = std::env::var("BERSINAR_POSTGRES") else {
            eprintln!("skipped: PostgreSQL (scripts/with-postgres.sh starts one)");
            return;
        };
        let location = Location::Postgres(store::fresh_database(&server, &unique()).await.unwrap());
        test(Fresh { stores: store::open(&location).await.unwrap(), location, postgres: true }).await;
    });
}

fn unique() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// Changes a database behind the program's back.
pub async fn execute(location: &Location, store: &str, sql: &str) {
    use sea_orm::ConnectionTrait as _;
    let connection = match location {
        Location::Folder(folder) => {
            sea_orm::Database::connect(format!("sqlite://{}/{store}.db", folder.display())).await.unwrap()
        }
        Location::Postgres(url) => {
            let mut options = sea_orm::ConnectOptions::new(url);
            options.set_schema_search_path(store).max_connections(1);
            sea_orm::Database::connect(options).await.unwrap()
        }
    };
    connection.execute_unprepared(sql).await.unwrap();
    connection.close().await.unwrap();
}
