//! Backups that restore: the drill as an operator does it, and every file that must be refused.

use crate::house::{Installed, files, on_each, postgres};
use serde_json::Value;
use std::path::Path;

/// What the first member of a backup says.
fn manifest(file: &str) -> Value {
    let bytes = std::fs::read(file).expect("a backup");
    let size = std::str::from_utf8(&bytes[124..135]).expect("a size");
    let size = usize::from_str_radix(size.trim_matches(['\0', ' ']), 8).expect("a size");
    serde_json::from_slice(&bytes[512..512 + size]).expect("a manifest")
}

/// The same with the end that fits a manifest which was changed: what another program could write.
fn closed(mut bytes: Vec<u8>) -> Vec<u8> {
    let size = std::str::from_utf8(&bytes[124..135]).expect("a size");
    let size = usize::from_str_radix(size.trim_matches(['\0', ' ']), 8).expect("a size");
    let digest = seal::Digest::of(&bytes[512..512 + size]).to_string();
    let mark = b"{\"manifest\":\"";
    let at = bytes.windows(mark.len()).rposition(|part| part == mark).expect("an end") + mark.len();
    bytes[at..at + 64].copy_from_slice(digest.as_bytes());
    bytes
}

/// The backup of one database among them.
fn of(made: &[String], store: &str) -> String {
    made.iter().find(|file| file.contains(&format!("bersinar-{store}-"))).expect("its backup").clone()
}

fn backups(city: &Installed, folder: &str) -> Vec<String> {
    files(&city.beside(folder), "bersinar-").into_iter().filter(|file| file.ends_with(".backup")).collect()
}

/// Keeps a file of evidence as the program does.
fn keep(data: &str, bytes: &[u8]) -> String {
    let name = seal::Digest::of(bytes).to_string();
    let folder = Path::new(data).join("files").join("99.71").join(&name[..2]);
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(&name), bytes).expect("a file");
    format!("files/99.71/{}/{name}", &name[..2])
}

#[test]
fn what_was_backed_up_while_others_wrote_is_there_again_after_the_disk_was_lost() {
    on_each(|database| {
        let city = Installed::begin("63.06", database, &[]);
        let kept = keep(&city.data, b"kode,P1\n63.06.01.2001,3\n");
        city.good(&["backup", "--to", &city.named("idle")]);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for number in 0..4 {
                    let said = city.add(&format!("tulis-{number}"), "Yang Menulis");
                    assert_eq!(said.code, 0, "{}", said.err);
                }
            });
            let said = city.good(&["backup", "--to", &city.named("busy")]);
            assert!(said.contains("TIDAK ada di dalam cadangan"), "{said}");
        });
        for folder in ["idle", "busy"] {
            let made = backups(&city, folder);
            assert_eq!(made.len(), 5, "{made:?}");
            let before = manifest(&of(&made, "main"));
            assert_eq!((before["store"].as_str(), before["regency"].as_str()), (Some("main"), Some("63.06")));
            let new = city.named(&format!("new-{folder}"));
            let database = city.database.as_ref().and_then(|_| postgres());
            let mut verb = vec!["restore"];
            verb.extend(made.iter().map(String::as_str));
            let said = city.run_on(&verb, &new, database.as_deref());
            assert_eq!(said.code, 0, "{}{}", said.out, said.err);
            assert!(said.out.contains("Semua sesuai dengan buku besar."), "{}", said.out);
            let verified = city.run_on(&["audit", "verify"], &new, database.as_deref());
            assert_eq!(verified.code, 0, "{}", verified.out);
            assert_eq!(std::fs::read(Path::new(&new).join(&kept)).expect("a kept file"), b"kode,P1\n63.06.01.2001,3\n");
            // Counted by a backup of what was restored: the same rows, and in the ledger the entry of the restoring.
            let again = city.named(&format!("again-{folder}"));
            let said = city.run_on(&["backup", "--to", &again], &new, database.as_deref());
            assert_eq!(said.code, 0, "{}", said.err);
            let after = manifest(&files(Path::new(&again), "bersinar-main")[0]);
            for (table, rows) in before["rows"].as_object().expect("tables") {
                let more = u64::from(table == "ledger_entry");
                assert_eq!(after["rows"][table].as_u64(), rows.as_u64().map(|rows| rows + more), "{table}");
            }
        }
    });
}

#[test]
fn a_file_that_was_cut_or_changed_anywhere_is_refused_and_nothing_is_left_behind() {
    let city = Installed::begin("63.06", None, &[]);
    keep(&city.data, b"evidence");
    city.good(&["backup", "--to", &city.named("good")]);
    let good = std::fs::read(&files(&city.beside("good"), "bersinar-main")[0]).expect("a backup");
    let refused = |what: &str, bytes: &[u8], because: &str| {
        let file = city.named("bad.backup");
        std::fs::write(&file, bytes).expect("a file");
        let said = city.run_on(&["restore", &file], &city.named("new"), None);
        assert_eq!(said.code, 2, "{what}: {}", said.out);
        assert!(said.err.contains(because), "{what}: {}", said.err);
        assert!(!city.beside("new").exists(), "{what}");
        assert_eq!(files(city.folder.path(), "."), Vec::<String>::new(), "{what}: half a folder is left");
    };
    for length in [0, 100, 512, 700, 5000, good.len() / 2, good.len() - 1100, good.len() - 1] {
        refused(&format!("cut at {length}"), &good[..length], "terpotong");
    }
    let place = |text: &str| good.windows(text.len()).position(|part| part == text.as_bytes()).expect("it is there");
    for at in [
        514,
        place("\"migrations\"") + 30,
        place("SQLite format") + 5000,
        place("evidence"),
        place("{\"manifest\"") + 15,
    ] {
        let mut changed = good.clone();
        changed[at] ^= 1;
        refused(&format!("changed at {at}"), &changed, "berubah atau rusak");
    }
    let replaced = |from: &str, to: &str| {
        let mut changed = good.clone();
        changed.splice(place(from)..place(from) + from.len(), to.bytes());
        changed
    };
    refused("a later form", &replaced("\"format\": 1", "\"format\": 2"), "versi Bersinar yang lebih baru (2)");
    let later = closed(replaced("main/0001_first", "main/0901_first"));
    refused("later tables", &later, "lebih baru (main/0901_first_city)");
    let elsewhere = closed(replaced("\"erasures.jsonl\"", "\"../erased.json\""));
    refused("a member that would lie elsewhere", &elsewhere, "berubah atau rusak");
    refused("a text", b"kode,nama\n63.06,HSS\n", "bukan cadangan Bersinar");
    refused("a database", &std::fs::read(city.beside("data/main.db")).expect("a database"), "bukan cadangan Bersinar");
}

#[test]
fn files_that_do_not_belong_together_are_refused() {
    let (city, other) = (Installed::begin("63.06", None, &[]), Installed::begin("21.71", None, &[]));
    for installed in [&city, &other] {
        installed.good(&["backup", "--to", &installed.named("out")]);
    }
    let (own, foreign) = (backups(&city, "out"), backups(&other, "out"));
    let [help, main, tips, other] = [of(&own, "help"), of(&own, "main"), of(&own, "tips"), of(&foreign, "signals")];
    let [help, main, tips, other] = [help.as_str(), main.as_str(), tips.as_str(), other.as_str()];
    let restore = |arguments: &[&str]| city.run_on(&[&["restore"], arguments].concat(), &city.named("new"), None);
    for (arguments, because) in [
        (vec![main, other], "Pulihkan satu kota saja"),
        (vec![main, "--region", "21.71"], "bukan 21.71"),
        (vec![main, tips, main], "sudah ada pada berkas sebelumnya"),
        (vec![tips, help], "Tidak ada berkas bagian main"),
        (vec!["/nowhere/x.backup"], "/nowhere/x.backup"),
    ] {
        let said = restore(&arguments);
        assert_eq!(said.code, 2, "{}", said.out);
        assert!(said.err.contains(because), "{}", said.err);
        assert!(!city.beside("new").exists());
    }
    let said = city.run_on(&["restore", main], &city.data, None);
    assert!(said.code == 2 && said.err.contains("tidak kosong"), "{}", said.err);
    let said =
        city.run_on(&["restore", main, "--region", "63.06"], &city.named("new"), Some("postgres://x@127.0.0.1:1/x"));
    assert!(said.code == 2 && said.err.contains("tanpa --database"), "{}", said.err);
    let said = restore(&[main, help, "--region", "63.06"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("Tanpa berkas bagian tips"), "{}", said.out);
}

#[test]
fn a_name_that_was_erased_after_the_backup_does_not_come_back() {
    on_each(|database| {
        let city = Installed::begin("63.06", database, &[]);
        for (login, name) in [("polres-satu", "Nama Pertama"), ("polres-dua", "Nama Kedua")] {
            assert_eq!(city.add(login, name).code, 0);
        }
        city.good(&["user", "end", "polres-satu", "--erase"]);
        city.good(&["backup", "--to", &city.named("out")]);
        city.good(&["user", "end", "polres-dua", "--erase"]);
        let made = backups(&city, "out");
        let restored = |name: &str, more: &[&str]| {
            let database = city.database.as_ref().and_then(|_| postgres());
            let mut verb = vec!["restore"];
            verb.extend(made.iter().map(String::as_str).chain(more.iter().copied()));
            let said = city.run_on(&verb, &city.named(name), database.as_deref());
            assert_eq!(said.code, 0, "{}", said.err);
            (said.out, city.run_on(&["user", "list"], &city.named(name), database.as_deref()).out)
        };
        let (said, people) = restored("without", &[]);
        assert!(said.contains("Tidak ada catatan penghapusan yang lebih baru"), "{said}");
        assert!(people.contains("Nama Kedua") && !people.contains("Nama Pertama"), "{people}");
        let log = city.named("data/erasures.jsonl");
        let (said, people) = restored("with", &["--erasures", &log]);
        assert!(said.contains("1 nama yang dihapus setelah cadangan"), "{said}");
        assert!(!said.contains("PERHATIAN  Tidak ada") && said.contains("2 nama orang sudah dihapus"), "{said}");
        assert!(!people.contains("Nama Kedua") && !people.contains("Nama Pertama"), "{people}");
        // The log beside the backups is taken unasked.
        std::fs::copy(&log, city.beside("out/bersinar-erasures.jsonl")).expect("a copy");
        let (_, people) = restored("beside", &[]);
        assert!(!people.contains("Nama Kedua"), "{people}");
    });
}

#[test]
fn the_key_goes_along_only_when_asked_for_and_another_key_is_refused() {
    let city = Installed::begin("63.06", None, &[]);
    let key = std::fs::read(city.beside("data/keys/ledger.key")).expect("a key");
    city.good(&["audit", "checkpoint", &city.named("point.json")]);
    city.good(&["backup", "--to", &city.named("plain")]);
    city.good(&["backup", "--to", &city.named("whole"), "--with-key"]);
    let (plain, whole) = (of(&backups(&city, "plain"), "main"), of(&backups(&city, "whole"), "main"));
    let holds = |file: &str| {
        let bytes = std::fs::read(file).expect("a backup");
        bytes.windows(64).any(|part| part == &key[..64])
    };
    assert!(!holds(&plain) && holds(&whole));
    let secret = |name: &str| std::fs::read(city.beside(name).join("keys/ledger.key")).ok();
    let restore =
        |name: &str, arguments: &[&str]| city.run_on(&[&["restore"], arguments].concat(), &city.named(name), None);
    assert!(restore("none", &[&plain]).out.contains("titik periksa lama tetap dapat diperiksa"));
    assert_eq!(secret("none"), None);
    assert_eq!(restore("along", &[&whole]).code, 0);
    assert_eq!(secret("along").as_deref(), Some(key.as_slice()));
    assert_eq!(restore("given", &[&plain, "--key", &city.named("data/keys/ledger.key")]).code, 0);
    assert_eq!(secret("given").as_deref(), Some(key.as_slice()));
    let said = restore("anew", &[&plain, "--new-key"]);
    assert!(said.code == 0 && secret("anew").is_some_and(|new| new != key), "{}", said.err);
    let said = city.run_on(&["audit", "verify", "--checkpoint", &city.named("point.json")], &city.named("anew"), None);
    assert_eq!(said.code, 0, "old checkpoints hold by the old key: {}", said.out);
    let foreign = city.named("foreign.key");
    city.good_anywhere(&["audit", "keygen", &foreign]);
    let said = restore("wrong", &[&plain, "--key", &foreign]);
    assert!(said.code == 2 && said.err.contains("bukan kunci pemasangan ini"), "{}", said.err);
    assert!(!city.beside("wrong").exists());
}

#[test]
fn the_demonstration_takes_no_real_installation_for_its_own() {
    let city = Installed::begin("63.06", None, &[]);
    let said = city.run(&["demo", "--listen", "127.0.0.1:0"]);
    assert_eq!(said.code, 2, "{}{}", said.out, said.err);
    assert!(said.err.contains("pemasangan sungguhan"), "{}", said.err);
    let verified = city.good(&["audit", "verify"]);
    assert!(verified.contains("Semua sesuai"), "{verified}");

    // As of an installation whose databases are PostgreSQL's.
    let keys = city.beside("keys-only");
    std::fs::create_dir_all(keys.join("keys")).unwrap();
    let said = city.run_on(&["demo", "--listen", "127.0.0.1:0"], &city.named("keys-only"), None);
    assert!(said.code == 2 && said.err.contains("tidak kosong"), "{}{}", said.out, said.err);

    let cut = city.beside("cut");
    std::fs::create_dir_all(&cut).unwrap();
    std::fs::write(cut.join("half-built"), "").unwrap();
    let said = city.run_on(&["init", "--region", "63.06"], &city.named("cut"), None);
    assert!(said.code == 2 && said.err.contains("belum selesai dibangun"), "{}{}", said.out, said.err);
}

#[test]
fn a_kept_file_that_is_gone_is_told_by_backup_doctor_and_restore() {
    let city = Installed::begin("63.06", None, &[]);
    let square = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"kode":"63.06.01.2001"},
        "geometry":{"type":"Polygon","coordinates":[[[115.2,-2.8],[115.3,-2.8],[115.3,-2.7],[115.2,-2.7],[115.2,-2.8]]]}}]}"#;
    let file = city.named("batas.geojson");
    std::fs::write(&file, square).unwrap();
    city.good(&["import", "boundaries", &file]);
    let name = seal::Digest::of(square.as_bytes()).to_string();
    let kept = city.beside("data").join("files").join("63.06").join(&name[..2]).join(&name);
    city.good(&["backup", "--to", &city.named("whole")]);
    std::fs::remove_file(&kept).unwrap();
    let said = city.run(&["doctor"]);
    assert!(said.code == 1 && said.out.contains("berkas bukti lengkap"), "{}", said.out);
    let said = city.run(&["backup", "--to", &city.named("less")]);
    assert!(said.code == 1 && said.out.contains(&name), "{}", said.out);
    let restore = |from: &str, to: &str| {
        let made = backups(&city, from);
        let mut verb = vec!["restore"];
        verb.extend(made.iter().map(String::as_str));
        city.run_on(&verb, &city.named(to), None)
    };
    let said = restore("less", "restored-less");
    assert!(said.code == 1 && said.out.contains(&name), "{}{}", said.out, said.err);
    assert_eq!(restore("whole", "restored-whole").code, 0);
}

#[test]
fn an_init_that_was_cut_off_can_be_run_again() {
    let city = Installed::begin("63.06", None, &[]);
    let again = city.good(&["init", "--region", "63.06"]);
    assert_eq!(again.matches("kode slip:").count(), 2, "{again}");
    assert_eq!(city.good(&["user", "list"]).matches("bnnk ").count(), 1);
    let other = city.run(&["init", "--region", "63.03"]);
    assert!(other.code == 2 && other.err.contains("sudah melayani"), "{}", other.err);
}
