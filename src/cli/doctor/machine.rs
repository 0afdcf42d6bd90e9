//! The machine: clock, disk, permissions, swap. Only what can be known without asking anyone else.

use super::{Line, State};
use crate::cli::press::Child;
use app::{
    Press as _,
    papers::text::{Paper, Print, Section},
};
use std::path::{Path, PathBuf};

/// Before this moment (1 January 2026) the machine's clock must be wrong.
const EARLIEST: i64 = 1_767_225_600_000;
/// Below this much free space the next large import may fail.
const LITTLE: u64 = 1_000_000_000;
/// Below this much nothing should be trusted to be kept.
const NOTHING: u64 = 50_000_000;

/// The clock against the past. Whether it is ahead cannot be known without the network.
pub fn clock(now: i64) -> Line {
    Line::must(
        now > EARLIEST,
        "jam mesin",
        "jam mesin jauh di masa lalu; setel waktunya, kalau tidak semua catatan bertanggal salah",
    )
}

/// The clock against the last entry of the ledger.
pub fn order(last: Option<i64>, now: i64) -> Option<Line> {
    let late = last.filter(|last| *last > now).map(|last| (last - now) / 60_000)?;
    Some(Line::new(
        State::Wrong,
        "jam mesin tidak lebih awal daripada catatan terakhir",
        format!("catatan terakhir {late} menit lebih maju daripada jam sekarang; setel waktunya sebelum melanjutkan"),
    ))
}

/// Whether papers can be set: starts the press as the serving program does.
pub async fn press() -> Line {
    let annex = Section { annex: true, title: "Lampiran".to_owned(), ..Section::default() };
    let paper = Paper { lang: "id".to_owned(), title: "Periksa".to_owned(), sections: vec![annex], ..Paper::default() };
    let print = Print { paper, ..Print::default() };
    let set = match serde_json::to_vec(&print) {
        Ok(data) => Child.set("paper", data, vec![]).await,
        Err(error) => Err(error.to_string()),
    };
    let todo = match set {
        Ok(_) => return Line::good("dokumen PDF dapat dibuat"),
        Err(said) => {
            format!("{said}; mesin cetaknya memerlukan alamat memori 1 GB (ulimit -v) dan hak menjalankan program ini")
        }
    };
    Line::new(State::Wrong, "dokumen PDF dapat dibuat", todo)
}

/// The data folder: can be written, has room, is for its owner only.
pub fn folder(data: &Path) -> Vec<Line> {
    let shown = data.display();
    let probe = data.join(".doctor");
    let writable = std::fs::write(&probe, "x").and_then(|()| std::fs::remove_file(&probe)).is_ok();
    let mut lines = vec![Line::must(
        writable,
        format!("folder {shown} dapat ditulis"),
        "buat foldernya (bersinar init), beri hak tulis kepada pengguna yang menjalankan bersinar, atau kosongkan ruang",
    )];
    if !data.exists() {
        return lines;
    }
    if let Ok(disk) = rustix::fs::statvfs(data) {
        let size = |file: &Path| std::fs::metadata(file).map_or(0, |data| data.len());
        let kept: u64 = databases(data).iter().map(|file| size(file)).sum();
        lines.push(space(disk.f_bavail.saturating_mul(disk.f_frsize), kept));
    }
    let open = [data.to_owned(), data.join("keys")].into_iter().chain(databases(data));
    let open: Vec<PathBuf> = open.chain([data.join("keys/ledger.key")]).filter(|path| others_may(path)).collect();
    if open.is_empty() {
        lines.push(Line::good("folder data, basis data dan kunci hanya terbaca pemiliknya"));
    }
    for path in open {
        // Inside a closed folder nobody else gets at the file; it is then only a copy of it that is in danger.
        let inside = path != data && !others_may(data) && !path.starts_with(data.join("keys"));
        let state = if inside { State::Attention } else { State::Wrong };
        lines.push(Line::new(
            state,
            format!("{} terbaca pengguna lain di mesin ini", path.display()),
            format!("chmod go-rwx {}", path.display()),
        ));
    }
    lines
}

fn space(free: u64, kept: u64) -> Line {
    let what = format!("ruang disk ({} MB bebas)", free / 1_000_000);
    let todo =
        "kosongkan ruang: basis data, cadangan dan unggahan memerlukannya; bila habis, tidak ada yang dapat disimpan";
    if free < NOTHING {
        Line::new(State::Wrong, what, todo)
    } else if free < LITTLE.max(kept.saturating_mul(2)) {
        Line::new(State::Attention, what, todo)
    } else {
        Line::good(what)
    }
}

fn databases(data: &Path) -> Vec<PathBuf> {
    let names = store::DATABASES.iter().flat_map(|name| ["db", "db-wal", "db-shm"].map(|end| format!("{name}.{end}")));
    names.map(|name| data.join(name)).filter(|path| path.exists()).collect()
}

#[cfg(unix)]
fn others_may(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_may(_: &Path) -> bool {
    false
}

/// Swap to a disk that is not encrypted: what was in memory may be read from it later.
pub fn swap() -> Option<Line> {
    let swaps = std::fs::read_to_string("/proc/swaps").ok()?;
    let plain = plain_swaps(&swaps, |device| {
        std::fs::read_to_string(format!("/sys/block/{device}/dm/uuid")).is_ok_and(|uuid| uuid.starts_with("CRYPT-"))
    });
    Some(if plain.is_empty() {
        Line::good("tidak ada swap yang tidak terenkripsi")
    } else {
        Line::new(
            State::Attention,
            format!("swap tidak terenkripsi: {}", plain.join(", ")),
            "isi memori (kata sandi, isi laporan) dapat tertulis ke disk dan terbaca kelak; matikan (swapoff -a, hapus \
             dari /etc/fstab) atau pakai swap terenkripsi atau zram",
        )
    })
}

fn plain_swaps(swaps: &str, encrypted: impl Fn(&str) -> bool) -> Vec<String> {
    let names = swaps.lines().skip(1).filter_map(|line| line.split_whitespace().next());
    let plain = |name: &&str| {
        let device = name.strip_prefix("/dev/").unwrap_or_default();
        !(device.starts_with("zram") || device.starts_with("dm-") && encrypted(device))
    };
    names.filter(plain).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swap_in_memory_or_encrypted_is_no_danger() {
        let swaps = "Filename Type Size Used Priority\n/dev/zram0 partition 1 0 -1\n/dev/dm-1 partition 1 0 -2\n\
            /dev/dm-2 partition 1 0 -3\n/swapfile file 1 0 -4\n/dev/sda3 partition 1 0 -5\n";
        assert_eq!(plain_swaps(swaps, |device| device == "dm-1"), ["/dev/dm-2", "/swapfile", "/dev/sda3"]);
        assert_eq!(plain_swaps("Filename Type Size Used Priority\n", |_| false), Vec::<String>::new());
    }

    #[test]
    fn room_is_measured_by_what_is_kept() {
        assert_eq!(space(2_000_000_000, 500_000_000).state, State::Good);
        assert_eq!(space(900_000_000, 1).state, State::Attention);
        assert_eq!(space(5_000_000_000, 3_000_000_000).state, State::Attention);
        assert_eq!(space(10_000_000, 1).state, State::Wrong);
    }

    #[test]
    fn a_clock_behind_the_ledger_is_wrong() {
        assert_eq!(clock(0).state, State::Wrong);
        assert_eq!(clock(EARLIEST + 1).state, State::Good);
        assert!(order(Some(EARLIEST), EARLIEST + 1).is_none() && order(None, EARLIEST).is_none());
        assert_eq!(order(Some(EARLIEST + 120_000), EARLIEST).map(|line| line.state), Some(State::Wrong));
    }
}
