//! `bersinar doctor`: what is wrong with an installation, in plain words.

use super::{
    Failure,
    outside::SystemClock,
    place::{Place, block_on},
};
use app::Clock as _;
use std::{process::ExitCode, sync::Arc};

/// Before this moment (1 January 2026) the machine's clock must be wrong.
const EARLIEST: i64 = 1_767_225_600_000;

/// Does it.
pub fn run(place: &Place) -> Result<ExitCode, Failure> {
    let mut wrong = 0;
    let mut say = |good: bool, what: &str, todo: &str| {
        println!(
            "{}  {what}{}{}",
            if good { "baik " } else { "SALAH" },
            if good { "" } else { ": " },
            if good { "" } else { todo }
        );
        wrong += i32::from(!good);
    };
    say(
        SystemClock.now() > EARLIEST,
        "jam mesin",
        "jam mesin jauh di masa lalu; setel waktunya, kalau tidak semua catatan bertanggal salah",
    );
    let probe = place.data.join(".doctor");
    let writable = std::fs::create_dir_all(&place.data)
        .and_then(|()| std::fs::write(&probe, "x"))
        .and_then(|()| std::fs::remove_file(&probe));
    say(
        writable.is_ok(),
        &format!("folder {} dapat ditulis", place.data.display()),
        "beri hak tulis kepada pengguna yang menjalankan bersinar, atau kosongkan ruang",
    );
    block_on(async {
        match place.open(Arc::new(SystemClock)).await {
            Err(failure) => say(false, "basis data dapat dibuka", &failure.message),
            Ok(app) => {
                say(true, "basis data dapat dibuka dan tabelnya terbaru", "");
                let key = place.data.join("keys").join("ledger.key");
                say(
                    private(&key),
                    "kunci penanda tangan hanya terbaca pemiliknya",
                    &format!("chmod 600 {}", key.display()),
                );
                let installation = app.installation();
                say(installation.regency.is_some(), "kota sudah ditetapkan", "bersinar init --region KODE");
                if let Some(city) = installation.regency {
                    let open = app.round(city, None).await.is_ok();
                    say(open, "ada periode pemetaan", "masuk sebagai petugas BNNK, buka Periode");
                }
                let report = app.verify(&[]).await?;
                say(report.findings.is_empty(), "buku besar utuh", "jalankan: bersinar audit verify");
            }
        }
        Ok(())
    })?;
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(unix)]
fn private(path: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o077 == 0)
}

#[cfg(not(unix))]
fn private(_: &std::path::Path) -> bool {
    true
}
