//! What the doctor sees.

use crate::{
    bersinar,
    house::{Installed, on_each},
};
use std::{path::Path, process::Command};

fn line<'a>(out: &'a str, what: &str) -> &'a str {
    out.lines().find(|line| line.contains(what)).unwrap_or_else(|| panic!("no line about {what:?}:\n{out}"))
}

#[test]
fn a_new_installation_is_sound_and_lacks_checkpoint_and_backup() {
    on_each(|database| {
        let city = Installed::begin("63.06", database, &[]);
        let said = city.run(&["doctor"]);
        assert_eq!(said.code, 0, "{}", said.out);
        for what in ["belum ada titik periksa", "belum ada cadangan"] {
            assert!(line(&said.out, what).starts_with("PERHATIAN"), "{}", said.out);
        }
        for what in [
            "program versi",
            "jam mesin",
            "dapat ditulis",
            "hanya terbaca pemiliknya",
            "dapat dibuka",
            "buku besar utuh",
            "dokumen PDF dapat dibuat",
        ] {
            assert!(line(&said.out, what).starts_with("baik"), "{}", said.out);
        }
        assert!(line(&said.out, "TLS").contains("--trust-proxy"));
        city.good(&["audit", "checkpoint", &city.named("x.json")]);
        city.good(&["backup", "--to", &city.named("out")]);
        let out = city.good(&["doctor"]);
        assert!(line(&out, "titik periksa terakhir 0 hari").starts_with("baik"), "{out}");
        assert!(line(&out, "cadangan terakhir 0 hari").starts_with("baik"), "{out}");
    });
}

#[test]
#[cfg(unix)]
fn an_open_folder_an_old_backup_and_a_ledger_of_tomorrow_are_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let city = Installed::begin("63.06", None, &[]);
    let allow =
        |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("chmod");
    allow(&city.beside("data/main.db"), 0o644);
    let said = city.run(&["doctor"]);
    assert!(said.code == 0 && line(&said.out, "main.db").starts_with("PERHATIAN"), "{}", said.out);
    allow(&city.beside("data"), 0o755);
    allow(&city.beside("data/keys/ledger.key"), 0o644);
    let said = city.run(&["doctor"]);
    assert_eq!(said.code, 1);
    for what in ["/data terbaca", "ledger.key terbaca"] {
        assert!(line(&said.out, what).starts_with("SALAH"), "{}", said.out);
    }
    std::fs::write(city.beside("data/backups.json"), r#"{"made_at":1767225600000,"folder":"/backup"}"#)
        .expect("a file");
    assert!(line(&city.run(&["doctor"]).out, "cadangan terakhir").starts_with("PERHATIAN"));
    let said = bersinar(&["doctor", "--data", "/nowhere/at/all"]);
    assert!(said.code == 1 && said.out.contains("SALAH"), "{}", said.out);
    assert!(!Path::new("/nowhere").exists(), "the doctor makes no folder");
}

#[test]
fn a_certificate_is_held_against_its_key_and_its_end() {
    if Command::new("openssl").arg("version").output().is_err() {
        eprintln!("skipped: openssl is not there");
        return;
    }
    let city = Installed::begin("63.06", None, &[]);
    let make = |name: &str, days: &str| {
        let (certificate, key) = (city.named(&format!("{name}.pem")), city.named(&format!("{name}.key")));
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=x"])
            .args(["-days", days, "-out", &certificate, "-keyout", &key])
            .output()
            .expect("openssl");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        (certificate, key)
    };
    let ((long, key), (short, other)) = (make("long", "90"), make("short", "5"));
    let doctor = |certificate: &str, key: &str| city.run(&["doctor", "--tls-cert", certificate, "--tls-key", key]);
    let said = doctor(&long, &key);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(line(&said.out, "cocok dengan kuncinya").starts_with("baik"), "{}", said.out);
    assert!(line(&said.out, "berlaku 89 hari").starts_with("baik"), "{}", said.out);
    assert!(line(&doctor(&short, &other).out, "hari lagi").starts_with("PERHATIAN"));
    let said = doctor(&long, &other);
    assert!(said.code == 1 && line(&said.out, "cocok dengan kuncinya").starts_with("SALAH"), "{}", said.out);
    let said = doctor(&city.named("none.pem"), &key);
    assert!(said.code == 1 && line(&said.out, "none.pem").starts_with("SALAH"), "{}", said.out);
}

/// A mail server that says this to whoever comes, once for each line it hears, and then falls silent.
fn post(said: &'static [&'static str]) -> String {
    use std::io::{BufRead as _, Write as _};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut lines = std::io::BufReader::new(stream.try_clone().expect("a stream")).lines();
            for line in said {
                if (&stream).write_all(format!("{line}\r\n").as_bytes()).is_err() || lines.next().is_none() {
                    break;
                }
            }
        }
    });
    format!("smtp://{address}")
}

#[test]
fn the_mail_server_is_asked_and_what_it_says_is_told() {
    let city = Installed::begin("63.06", None, &[]);
    assert!(line(&city.run(&["doctor"]).out, "surel tidak diperiksa").starts_with("catatan"));
    let ask = |smtp: &str| {
        city.run(&[
            "doctor",
            "--smtp",
            smtp,
            "--mail-from",
            "bersinar@contoh.go.id",
            "--address",
            "https://contoh.go.id",
        ])
    };
    let good = ask(&post(&["220 post.contoh", "250 post.contoh", "250 ok", "221 bye"]));
    assert!(good.code == 0 && line(&good.out, "server surel").starts_with("baik"), "{}", good.out);
    let refused = ask(&post(&["554 not you"]));
    let said = line(&refused.out, "server surel");
    assert!(refused.code == 1 && said.starts_with("SALAH") && said.contains("not you"), "{}", refused.out);
    let nobody = ask("smtp://127.0.0.1:1");
    assert!(nobody.code == 1 && line(&nobody.out, "server surel").starts_with("SALAH"), "{}", nobody.out);
}
