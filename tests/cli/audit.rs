//! Checkpoints handed out, and a key that lies on another machine.

use crate::house::{Installed, on_each};

#[test]
fn checkpoints_of_all_stores_are_made_and_verify() {
    on_each(|database| {
        let city = Installed::begin("63.06", database, &[]);
        let file = city.named("points.json");
        city.good(&["audit", "checkpoint", &file]);
        let text = std::fs::read_to_string(&file).expect("a file");
        for store in ["main", "tips", "help", "signals"] {
            assert!(text.contains(&format!("\"store\": \"{store}\"")), "{text}");
        }
        let said = city.good(&["audit", "verify", "--checkpoint", &file]);
        assert!(said.contains("8 titik periksa diperiksa") && !said.contains("PERHATIAN"), "{said}");
        assert_eq!(city.add("polres-satu", "Nama Pertama").code, 0);
        let said = city.good(&["audit", "verify", "--checkpoint", &file]);
        assert!(said.contains("PERHATIAN  2 catatan"), "{said}");
        city.good(&["audit", "checkpoint", &file, "--store", "main"]);
        assert!(!std::fs::read_to_string(&file).expect("a file").contains("tips"));
    });
}

#[test]
fn a_key_on_another_machine_signs_what_is_carried_to_it() {
    on_each(|database| {
        let away = tempfile::tempdir().expect("a folder");
        let key = away.path().join("ledger.key").display().to_string();
        let made = crate::bersinar(&["audit", "keygen", &key]);
        let public = made.out.trim().rsplit(' ').next().expect("a key").to_owned();
        assert_eq!((made.code, public.len()), (0, 64), "{}{}", made.out, made.err);
        let city = Installed::begin("63.06", database, &["--public-key", &public]);
        assert!(!city.beside("data/keys/ledger.key").exists());
        assert_eq!(city.good(&["audit", "key"]).trim(), public);
        let said = city.run(&["audit", "checkpoint", &city.named("x.json")]);
        assert!(said.code == 2 && said.err.contains("audit heads"), "{}", said.err);

        // Nothing is proved yet, and the file says so.
        let export = city.named("ledger.jsonl");
        assert!(city.good(&["audit", "export", &export]).contains("berakhir tanpa tanda tangan"));
        let verify = || crate::bersinar(&["audit", "verify", "--file", &export, "--public-key", &public]);
        let said = verify();
        assert!(
            said.code == 1 && said.out.contains("0 titik periksa") && said.out.contains("PERHATIAN"),
            "{}",
            said.out
        );

        let (heads, signed) = (city.named("heads.json"), city.named("signed.json"));
        city.good(&["audit", "heads", &heads]);
        let said = crate::bersinar(&["audit", "sign", &heads, "--key", &key, &signed]);
        assert!(said.code == 0 && said.out.contains(&public), "{}{}", said.out, said.err);
        let said = city.run(&["audit", "accept", &heads]);
        assert_eq!(said.code, 2, "an unsigned statement is no checkpoint: {}", said.out);
        city.good(&["audit", "accept", &signed]);
        city.good(&["audit", "export", &export]);
        let said = verify();
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        assert_eq!(city.add("polres-satu", "Nama Pertama").code, 0);
        city.good(&["audit", "export", &export]);
        let said = verify();
        assert!(said.code == 1 && said.out.contains("PERHATIAN  2 catatan"), "{}", said.out);

        let other = away.path().join("other.key").display().to_string();
        crate::bersinar(&["audit", "keygen", &other]);
        let forged = city.named("forged.json");
        crate::bersinar(&["audit", "sign", &heads, "--key", &other, &forged]);
        let said = city.run(&["audit", "accept", &forged]);
        assert!(said.code == 2 && said.err.contains("tidak cocok dengan kunci"), "{}", said.err);
        let text = std::fs::read_to_string(&heads).expect("a file");
        std::fs::write(&heads, text.replace("\"sequence\": 1", "\"sequence\": 9")).expect("a file");
        crate::bersinar(&["audit", "sign", &heads, "--key", &key, &forged]);
        let said = city.run(&["audit", "accept", &forged]);
        assert!(said.code == 2 && said.err.contains("tidak pernah berdiri"), "{}", said.err);
    });
}

#[test]
fn a_lost_secret_is_not_replaced_unasked() {
    let city = Installed::begin("63.06", None, &[]);
    let public = city.good(&["audit", "key"]);
    city.good(&["audit", "checkpoint", &city.named("point.json")]);
    std::fs::remove_file(city.beside("data/keys/ledger.key")).expect("a key");
    assert_eq!(city.good(&["audit", "key"]), public);
    city.good(&["audit", "verify"]);
    assert!(!city.beside("data/keys/ledger.key").exists());
    let other = city.named("other.key");
    city.good_anywhere(&["audit", "keygen", &other]);
    std::fs::copy(&other, city.beside("data/keys/ledger.key")).expect("a copy");
    let said = city.run(&["audit", "verify"]);
    assert!(said.code == 2 && said.err.contains("bukan kunci pemasangan ini"), "{}", said.err);
}
