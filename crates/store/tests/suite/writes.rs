//! What a write promises: all or nothing, in the ledger, and safe beside others.

use crate::database::on_each;
use serde_json::json;
use store::{MainKind, Record, StoreError, Tx, nouns::Answer, queries::rounds};

pub fn answer(item: &str, value: &str) -> Answer {
    Answer {
        regency: "99.71".into(),
        instrument: "kawasan-rawan-8-5".into(),
        year: 2026,
        village: "99.71.01.1001".into(),
        item: item.into(),
        value: value.into(),
        source: String::new(),
        as_of: String::new(),
        changed_by: "someone".into(),
        changed_at: 7,
    }
}

pub fn record(action: &'static str) -> Record {
    Record { at: 7, actor: "someone".into(), action, body: json!({"a": 1}) }
}

pub fn key() -> rounds::Key {
    rounds::Key { regency: "99.71".into(), instrument: "kawasan-rawan-8-5".into(), year: 2026 }
}

pub async fn put(stores: &store::Stores, item: &'static str, value: &'static str) -> Result<(), StoreError> {
    stores
        .main
        .write("99.71", move |tx: &Tx<'_, MainKind>| {
            Box::pin(async move {
                tx.put(&answer(item, value)).await?;
                tx.record(record("answer.put"));
                Ok(())
            })
        })
        .await
}

#[test]
fn a_record_comes_back_as_it_was_put_and_a_second_put_replaces_it() {
    on_each(|fresh| async move {
        put(&fresh.stores, "P1", "3").await.unwrap();
        put(&fresh.stores, "P1", "4").await.unwrap();
        let answers = rounds::answers(fresh.stores.main.read(), &key(), "99.71").await.unwrap();
        assert_eq!(answers, [answer("P1", "4")]);
    });
}

#[test]
fn a_failed_action_leaves_nothing_and_a_silent_one_is_refused() {
    on_each(|fresh| async move {
        let failed: Result<(), StoreError> = fresh
            .stores
            .main
            .write("99.71", |tx: &Tx<'_, MainKind>| {
                Box::pin(async move {
                    tx.put(&answer("P1", "3")).await?;
                    tx.record(record("answer.put"));
                    Err(StoreError::Conflict)
                })
            })
            .await;
        assert!(matches!(failed, Err(StoreError::Conflict)));
        let silent: Result<(), StoreError> = fresh
            .stores
            .main
            .write("99.71", |tx: &Tx<'_, MainKind>| Box::pin(async move { tx.put(&answer("P1", "3")).await }))
            .await;
        assert!(matches!(silent, Err(StoreError::Unrecorded)));
        assert!(rounds::answers(fresh.stores.main.read(), &key(), "").await.unwrap().is_empty());
        assert!(fresh.stores.main.entries("99.71", u64::MAX, 10).await.unwrap().is_empty());
    });
}

#[test]
fn a_panicking_action_is_undone_and_the_writer_goes_on() {
    on_each(|fresh| async move {
        if fresh.postgres {
            return; // There the panic ends the caller's own task, as any panic does.
        }
        let panicked: Result<(), StoreError> = fresh
            .stores
            .main
            .write("99.71", |tx: &Tx<'_, MainKind>| {
                Box::pin(async move {
                    tx.put(&answer("P1", "3")).await?;
                    panic!("a fault of the program")
                })
            })
            .await;
        assert!(panicked.is_err());
        put(&fresh.stores, "P2", "1").await.unwrap();
        assert_eq!(rounds::answers(fresh.stores.main.read(), &key(), "").await.unwrap().len(), 1);
    });
}

#[test]
fn a_hundred_writers_at_once_all_get_through_and_the_chain_has_no_gap() {
    on_each(|fresh| async move {
        let stores = std::sync::Arc::new(fresh.stores);
        let writers: Vec<_> = (0..100)
            .map(|_| {
                let stores = stores.clone();
                tokio::spawn(async move { put(&stores, "P1", "5").await })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap().unwrap();
        }
        let entries = stores.main.entries("99.71", u64::MAX, 1000).await.unwrap();
        assert_eq!(entries.iter().map(|e| e.sequence).collect::<Vec<_>>(), (1..=100).rev().collect::<Vec<_>>());
    });
}
