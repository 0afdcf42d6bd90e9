//! The stores as such: apart, reopened, and not opened by an older program.

use crate::{
    database::{execute, on_each},
    writes::{key, put},
};
use store::{StoreError, queries::rounds};

#[test]
fn what_was_committed_is_there_after_reopening() {
    on_each(|fresh| async move {
        put(&fresh.stores, "P1", "3").await.unwrap();
        drop(fresh.stores);
        let again = store::open(&fresh.location).await.unwrap();
        assert_eq!(rounds::answers(again.main.read(), &key(), "").await.unwrap().len(), 1);
    });
}

#[test]
fn each_store_has_its_own_ledger() {
    on_each(|fresh| async move {
        put(&fresh.stores, "P1", "3").await.unwrap();
        assert_eq!(fresh.stores.main.heads().await.unwrap().len(), 1);
        assert_eq!(fresh.stores.tips.heads().await.unwrap(), []);
        assert_eq!(fresh.stores.help.heads().await.unwrap(), []);
        assert_eq!(fresh.stores.signals.heads().await.unwrap(), []);
    });
}

#[test]
fn data_of_a_newer_program_are_left_alone() {
    on_each(|fresh| async move {
        execute(&fresh.location, "main", "INSERT INTO migration (name) VALUES ('main/0999_later')").await;
        let refused = store::open(&fresh.location).await;
        assert!(matches!(refused, Err(StoreError::Newer(name)) if name == "main/0999_later"));
    });
}
