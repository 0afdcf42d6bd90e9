//! What the ledger finds when someone changes the database by hand.

use crate::{
    database::{Fresh, execute, on_each},
    writes::put,
};
use seal::checkpoint::{Signer, Statement};
use std::io::BufReader;
use store::ledger::{
    export::{self, Closing},
    verify::{self, Finding},
};

async fn findings(fresh: &Fresh, outside: &[seal::checkpoint::Checkpoint]) -> Vec<Finding> {
    verify::main(&fresh.stores.main, &[Signer::from_secret(&[1; 32]).public()], outside).await.unwrap().findings
}

async fn filled(fresh: &Fresh) {
    for (item, value) in [("P1", "3"), ("P2", "9"), ("P1", "4")] {
        put(&fresh.stores, item, value).await.unwrap();
    }
}

const P1: &str = "answer/99.71/kawasan-rawan-8-5/2026/99.71.01.1001/P1";

#[test]
fn an_untouched_database_verifies() {
    on_each(|fresh| async move {
        filled(&fresh).await;
        assert_eq!(findings(&fresh, &[]).await, []);
    });
}

#[test]
fn a_changed_entry_and_a_changed_live_row_are_both_named() {
    on_each(|fresh| async move {
        filled(&fresh).await;
        execute(&fresh.location, "main", "UPDATE ledger_entry SET actor = 'nobody' WHERE sequence = 2").await;
        execute(&fresh.location, "main", "UPDATE answer SET value = '0' WHERE item = 'P1'").await;
        let found = findings(&fresh, &[]).await;
        assert_eq!(
            found,
            [Finding::EntryChanged { chain: "99.71".into(), sequence: 2 }, Finding::RowChanged { subject: P1.into() },]
        );
    });
}

#[test]
fn removed_and_smuggled_rows_are_named() {
    on_each(|fresh| async move {
        filled(&fresh).await;
        execute(&fresh.location, "main", "UPDATE answer SET item = 'P7' WHERE item = 'P1'").await;
        let found = findings(&fresh, &[]).await;
        assert_eq!(
            found,
            [Finding::RowUnknown { subject: P1.replace("P1", "P7") }, Finding::RowMissing { subject: P1.into() },]
        );
    });
}

#[test]
fn a_cut_chain_shows_and_a_rolled_back_one_shows_against_a_checkpoint_kept_outside() {
    on_each(|fresh| async move {
        filled(&fresh).await;
        let kept = Signer::from_secret(&[1; 32]).checkpoint("main", 9, fresh.stores.main.heads().await.unwrap());
        for sql in [
            "DELETE FROM ledger_row WHERE sequence = 3",
            "DELETE FROM ledger_entry WHERE sequence = 3",
            "DELETE FROM former WHERE sequence = 3",
            "UPDATE answer SET value = '3' WHERE item = 'P1'",
        ] {
            execute(&fresh.location, "main", sql).await;
        }
        let cut = Finding::ChainCut { chain: "99.71".into(), ends: 2, was: 3 };
        assert_eq!(findings(&fresh, &[]).await, std::slice::from_ref(&cut));
        let hide = "UPDATE ledger_head SET sequence = 2, hash = (SELECT hash FROM ledger_entry WHERE sequence = 2)";
        execute(&fresh.location, "main", hide).await;
        assert_eq!(findings(&fresh, &[]).await, [], "a thorough rollback cannot be seen from inside");
        assert_eq!(findings(&fresh, std::slice::from_ref(&kept)).await, [cut]);
        put(&fresh.stores, "P1", "5").await.unwrap();
        let rewritten = Finding::Rewritten { chain: "99.71".into(), sequence: 3 };
        assert_eq!(findings(&fresh, &[kept]).await, [rewritten]);
    });
}

#[test]
fn an_exported_ledger_verifies_with_the_public_key_and_not_when_changed_or_cut() {
    on_each(|fresh| async move {
        filled(&fresh).await;
        let signer = Signer::from_secret(&[1; 32]);
        let closing = signer.checkpoint("main", 9, fresh.stores.main.heads().await.unwrap());
        let mut file = Vec::new();
        assert_eq!(export::write(&fresh.stores.main, &Closing::Signed(closing), &mut file).await.unwrap(), 3);
        let text = String::from_utf8(file).unwrap();
        let check = |text: &str| export::verify(BufReader::new(text.as_bytes()), &signer.public());
        assert_eq!(check(&text).unwrap().findings, []);
        assert!(!check(&text.replace("someone", "nobody")).unwrap().findings.is_empty());
        let first_gone: Vec<_> = text.lines().enumerate().filter(|(i, _)| *i != 1).map(|(_, l)| l).collect();
        assert!(!check(&first_gone.join("\n")).unwrap().findings.is_empty());
        let cut: Vec<_> = text.lines().take(3).collect();
        assert!(matches!(check(&cut.join("\n")), Err(export::ReadError::Cut)));
        assert!(matches!(check("hello"), Err(export::ReadError::Line { line: 1, .. })));
    });
}

#[test]
fn an_export_that_nobody_signed_says_what_is_proved_by_nothing() {
    on_each(|fresh| async move {
        put(&fresh.stores, "P1", "3").await.unwrap();
        let signer = Signer::from_secret(&[1; 32]);
        let early = signer.checkpoint("main", 9, fresh.stores.main.heads().await.unwrap());
        fresh.stores.main.keep_checkpoint(&early).await.unwrap();
        put(&fresh.stores, "P2", "9").await.unwrap();
        let heads = fresh.stores.main.heads().await.unwrap();
        let end = Closing::Unsigned(Statement { store: "main".into(), made_at: 10, heads });
        let mut file = Vec::new();
        export::write(&fresh.stores.main, &end, &mut file).await.unwrap();
        let text = String::from_utf8(file).unwrap();
        let check = |text: &str| export::verify(BufReader::new(text.as_bytes()), &signer.public());
        let report = check(&text).unwrap();
        assert_eq!((report.findings.len(), report.checkpoints, report.unsigned), (0, 1, 1));
        let without: Vec<_> = text.lines().filter(|line| !line.contains("checkpoint")).collect();
        assert_eq!(check(&without.join("\n")).unwrap().unsigned, 2, "without a checkpoint nothing is proved");
        let shorter: Vec<_> = text.lines().enumerate().filter(|(at, _)| *at != 2).map(|(_, line)| line).collect();
        assert!(!check(&shorter.join("\n")).unwrap().findings.is_empty(), "an entry was taken out of the end");
    });
}

#[test]
fn a_former_state_that_was_changed_taken_away_or_made_up_shows() {
    on_each(|fresh| async move {
        filled(&fresh).await;
        assert_eq!(findings(&fresh, &[]).await, []);
        let past = |subject: &str, sequence| Finding::PastChanged { subject: subject.into(), sequence };
        execute(&fresh.location, "main", "UPDATE former SET body = REPLACE(body, '\"3\"', '\"2\"')").await;
        assert_eq!(findings(&fresh, &[]).await, [past(P1, 3)]);
        execute(&fresh.location, "main", "DELETE FROM former").await;
        assert_eq!(findings(&fresh, &[]).await, [past(P1, 3)]);
        let made_up = "INSERT INTO former (regency, subject, sequence, body) \
            SELECT chain, subject, sequence, 'x' FROM ledger_row WHERE sequence = 1";
        execute(&fresh.location, "main", made_up).await;
        assert_eq!(findings(&fresh, &[]).await, [past(P1, 1), past(P1, 3)]);
    });
}
