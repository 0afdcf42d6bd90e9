//! What was known earlier: the records as they stood after an entry, whatever came later.

use crate::{
    database::on_each,
    writes::{answer, key, put, record},
};
use store::{MainKind, Tx, queries::rounds};

#[test]
fn the_past_shows_what_was_known_then() {
    on_each(|fresh| async move {
        let main = &fresh.stores.main;
        put(&fresh.stores, "P1", "3").await.unwrap();
        put(&fresh.stores, "P2", "1").await.unwrap();
        put(&fresh.stores, "P1", "4").await.unwrap();
        let removed = main.write("99.71", |tx: &Tx<'_, MainKind>| {
            Box::pin(async move {
                tx.remove(&answer("P2", "1")).await?;
                tx.record(record("answer.remove"));
                Ok::<_, store::StoreError>(())
            })
        });
        removed.await.unwrap();
        put(&fresh.stores, "P1", "5").await.unwrap();
        let known = async |entry: u64| {
            let answers = rounds::answers(main.read().as_known(entry), &key(), "99.71").await.unwrap();
            answers.into_iter().map(|answer| (answer.item, answer.value)).collect::<Vec<_>>()
        };
        let pair = |item: &str, value: &str| (item.to_owned(), value.to_owned());
        assert_eq!(known(0).await, []);
        assert_eq!(known(1).await, [pair("P1", "3")]);
        assert_eq!(known(2).await, [pair("P1", "3"), pair("P2", "1")]);
        assert_eq!(known(3).await, [pair("P1", "4"), pair("P2", "1")]);
        assert_eq!(known(4).await, [pair("P1", "4")]);
        assert_eq!(known(5).await, [pair("P1", "5")]);
        assert_eq!(main.last_entry_at("99.71", 6).await.unwrap(), 0);
        assert_eq!(main.last_entry_at("99.71", 7).await.unwrap(), 5);
    });
}

#[test]
fn of_a_record_that_changes_twice_in_one_action_the_state_before_it_is_known() {
    on_each(|fresh| async move {
        put(&fresh.stores, "P1", "3").await.unwrap();
        let twice = fresh.stores.main.write("99.71", |tx: &Tx<'_, MainKind>| {
            Box::pin(async move {
                tx.put(&answer("P1", "4")).await?;
                tx.put(&answer("P1", "5")).await?;
                tx.record(record("answer.put"));
                Ok::<_, store::StoreError>(())
            })
        });
        twice.await.unwrap();
        let then = rounds::answers(fresh.stores.main.read().as_known(1), &key(), "99.71").await.unwrap();
        assert_eq!(then, [answer("P1", "3")]);
    });
}
