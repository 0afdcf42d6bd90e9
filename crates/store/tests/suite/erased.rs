//! What is erased of a person leaves the file, also where the pages that held it were split and put in order before.

use store::{Location, MainKind, StoreError, Stores, Tx, queries::accounts};

const PEOPLE: usize = 150;

/// Who is erased: every seventh.
fn goes(number: usize) -> bool {
    number.is_multiple_of(7)
}

/// Names for all, of this length, or (`None`) the end of those that go.
async fn all(stores: &Stores, length: impl Fn(usize) -> Option<usize>) {
    for number in (0..PEOPLE).filter(|number| goes(*number) || length(*number).is_some()) {
        let called = if goes(number) { "Zulkifli" } else { "Ani" };
        let (account, name) = (format!("{number:03}"), length(number).map(|n| format!("{called} {}", "y".repeat(n))));
        let done = stores.main.write("99.71", move |tx: &Tx<'_, MainKind>| {
            let (account, name) = (account.clone(), name.clone());
            Box::pin(async move {
                match &name {
                    Some(name) => accounts::keep_person(tx, "99.71", &account, [7; 16], name).await.map(drop),
                    None => accounts::erase_person(tx, "99.71", &account).await,
                }?;
                tx.record(crate::writes::record("answer.put"));
                Ok::<_, StoreError>(())
            })
        });
        done.await.unwrap();
    }
}

#[test]
fn nothing_of_an_erased_person_stays_in_the_file() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Folder(folder.path().to_owned());
        let in_file = || {
            let bytes = std::fs::read(folder.path().join("main.db")).unwrap();
            bytes.windows(8).filter(|eight| eight == b"Zulkifli").count()
        };
        let stores = store::open(&location).await.unwrap();
        for round in 1..8 {
            all(&stores, |number| Some(number * 7_919 * round % 200)).await;
        }
        stores.close().await.unwrap();
        assert!(in_file() >= PEOPLE / 7);
        let stores = store::open(&location).await.unwrap();
        all(&stores, |_| None).await;
        stores.close().await.unwrap();
        assert_eq!(in_file(), 0);
    });
}
