//! A backup's pages are one moment of the database, however much is written, checkpointed and begun anew meanwhile.

use crate::writes::{answer, record};
use sea_orm::{ConnectionTrait as _, Database, Statement};
use std::{
    io::{BufRead as _, Read as _, Write as _},
    path::Path,
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use store::{Location, MainKind, StoreError, Tx, backup::Source};

/// Values of many pages, so that the log is checkpointed again and again.
async fn write(stores: &store::Stores, number: usize) {
    let value = "x".repeat(2_000 + number * 7_919 % 60_000);
    let item = format!("P{}", number % 40);
    let once = || {
        let (item, value) = (item.clone(), value.clone());
        stores.main.write("99.71", move |tx: &Tx<'_, MainKind>| {
            let (item, value) = (item.clone(), value.clone());
            Box::pin(async move {
                tx.put(&answer(&item, &value)).await?;
                tx.record(record("answer.put"));
                Ok::<_, StoreError>(())
            })
        })
    };
    // On a busy disk another process may be before this one for longer than it waits.
    while let Err(StoreError::Conflict) = once().await {}
}

async fn sound(folder: &Path) -> String {
    let copy = Database::connect(format!("sqlite://{}?mode=ro", folder.join("main.db").display())).await.unwrap();
    let check = Statement::from_string(copy.get_database_backend(), "PRAGMA integrity_check");
    let said = copy.query_one_raw(check).await.unwrap().unwrap().try_get_by_index(0).unwrap();
    copy.close().await.unwrap();
    said
}

/// What the other process says each time it has closed the database.
const CLOSED: &str = "closed";

/// Names the folder in which the other process writes.
const BESIDE: &str = "BERSINAR_TEST_BESIDE";

#[test]
#[ignore = "the other process of the test below, which starts it"]
fn another_process_writes_checkpoints_and_closes_until_it_is_told_to_end() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = std::path::PathBuf::from(std::env::var_os(BESIDE).unwrap());
        let told = std::thread::spawn(|| std::io::stdin().read(&mut [0]));
        let mut number = 0;
        while !told.is_finished() {
            let stores = store::open(&Location::Folder(folder.clone())).await.unwrap();
            for _ in 0..5 {
                number += 1;
                write(&stores, number).await;
            }
            // The last connection that closes carries the log into the file.
            stores.close().await.unwrap();
            println!("{CLOSED}");
        }
    });
}

#[test]
fn pages_read_slowly_beside_writers_are_the_moment_that_was_taken() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let stores = Arc::new(store::open(&Location::Folder(folder.path().to_owned())).await.unwrap());
        let ended = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (0..3)
            .map(|writer| {
                let (stores, ended) = (stores.clone(), ended.clone());
                tokio::spawn(async move {
                    let mut number = writer;
                    while !ended.load(Ordering::Relaxed) {
                        write(&stores, number).await;
                        number += 3;
                    }
                    number
                })
            })
            .collect();
        let mut other = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "--nocapture"])
            .arg("frozen::another_process_writes_checkpoints_and_closes_until_it_is_told_to_end")
            .env(BESIDE, folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (said, heard) = std::sync::mpsc::channel();
        let out = std::io::BufReader::new(other.stdout.take().unwrap());
        std::thread::spawn(move || {
            let lines = out.lines().map_while(Result::ok);
            for _ in lines.filter(|line| line.ends_with(CLOSED)) {
                let _ = said.send(());
            }
        });
        let beside = format!("sqlite://{}", folder.path().join("main.db").display());
        let beside = Database::connect(beside).await.unwrap();
        for _ in 0..3 {
            // The log begins anew, so that most pages of the moment are in the file alone.
            beside.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
            let snapshot = stores.main.snapshot(folder.path()).await.unwrap();
            let Some(Source::Frozen(_, frozen)) = snapshot.source() else { panic!("not the pages") };
            let copy = tempfile::tempdir().unwrap();
            let mut into = std::fs::File::create(copy.path().join("main.db")).unwrap();
            let begun = stores.main.last_entry("99.71").await.unwrap();
            {
                let mut pages = frozen.open();
                let mut some = vec![0; 1 << 20];
                loop {
                    // Others write before the pages are read, and what they wrote goes into the file.
                    let now = stores.main.last_entry("99.71").await.unwrap();
                    while stores.main.last_entry("99.71").await.unwrap() < now + 4 {
                        tokio::task::yield_now().await;
                    }
                    beside.execute_unprepared("PRAGMA wal_checkpoint(PASSIVE)").await.unwrap();
                    let read = pages.read(&mut some).unwrap();
                    if read == 0 {
                        break;
                    }
                    into.write_all(&some[..read]).unwrap();
                }
            }
            into.sync_all().unwrap();
            assert!(stores.main.last_entry("99.71").await.unwrap() > begun + 3, "nothing was written meanwhile");
            assert_eq!(sound(copy.path()).await, "ok");
            let restored = store::open(&Location::Folder(copy.path().to_owned())).await.unwrap();
            assert_eq!(restored.main.heads().await.unwrap(), snapshot.heads);
            assert_eq!(store::ledger::verify::main(&restored.main, &[], &[]).await.unwrap().findings, []);
            restored.close().await.unwrap();
        }
        // It has closed and opened again beside the writers.
        let twice = move || (0..2).all(|_| heard.recv().is_ok());
        assert!(tokio::task::spawn_blocking(twice).await.unwrap());
        ended.store(true, Ordering::Relaxed);
        for writer in writers {
            assert!(writer.await.unwrap() > 3);
        }
        drop(other.stdin.take());
        assert!(other.wait().unwrap().success());
    });
}
