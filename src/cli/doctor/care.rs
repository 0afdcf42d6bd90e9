//! What someone must do from time to time: checkpoints that leave the machine, backups.

use super::{Line, State};
use crate::cli::{Failure, keys};
use app::{
    App,
    backup::{Last, erasable_file},
};
use std::path::Path;
use store::backup::Archive;

const DAY: i64 = 86_400_000;
/// A checkpoint a month, a backup a week at least.
const CHECKPOINT_DAYS: i64 = 31;
const BACKUP_DAYS: i64 = 7;
/// How a report that was erased is named in the log.
const TIPS: &str = "tips/";

/// Where the key lies, and when a checkpoint was last made or accepted.
pub async fn key(app: &App, data: &Path, now: i64) -> Result<Vec<Line>, Failure> {
    let (where_, how) = if app.signs_here() {
        ("kunci penanda tangan ada di mesin ini", "bersinar audit checkpoint BERKAS, lalu simpan di luar mesin ini")
    } else {
        (
            "kunci penanda tangan ada di mesin lain",
            "bersinar audit heads BERKAS, audit sign di mesin kunci, lalu audit accept di sini",
        )
    };
    let mut lines = vec![Line::good(where_)];
    let noted =
        std::fs::read_to_string(keys::public_file(data)).is_ok_and(|key| key.trim() == app.public_key().to_string());
    lines.push(Line::must(noted, "kunci umum tercatat di folder keys", "beri hak tulis pada folder keys"));
    let last = app.last_checkpoint().await?;
    let age = last.map(|last| (now - last.made_at).div_euclid(DAY));
    lines.push(match age {
        Some(days) if days <= CHECKPOINT_DAYS => Line::good(format!("titik periksa terakhir {days} hari lalu")),
        Some(days) => Line::new(State::Attention, format!("titik periksa terakhir {days} hari lalu"), how),
        None => Line::new(State::Attention, "belum ada titik periksa", how),
    });
    Ok(lines)
}

/// When the last backup was read back and found good.
pub fn backups(data: &Path, now: i64) -> Option<Line> {
    if !data.exists() {
        return None;
    }
    let how = "bersinar backup --to FOLDER-DI-DISK-LAIN, sebaiknya setiap malam";
    let Some(last) = Last::of(data) else {
        return Some(Line::new(State::Attention, "belum ada cadangan", how));
    };
    let days = (now - last.made_at).div_euclid(DAY);
    let what = format!("cadangan terakhir {days} hari lalu di {}", last.folder.display());
    Some(if days > BACKUP_DAYS { Line::new(State::Attention, what, how) } else { Line::good(what) })
}

/// Whether the one copy of erasable keys beside the backups still opens what was erased since; nothing where nothing was.
pub fn erased(app: &App, data: &Path) -> Result<Option<Line>, Failure> {
    let log = app.erasures()?;
    let last = log.iter().filter(|one| one.account.starts_with(TIPS)).map(|one| one.at).max();
    let (Some(last), Some(folder)) = (last, Last::of(data).map(|last| last.folder)) else { return Ok(None) };
    let region = app.installation().regency.map_or_else(String::new, |region| region.to_string());
    let file = folder.join(erasable_file(&region));
    let renewed = Archive::open(&file).is_ok_and(|copy| copy.manifest.made_at >= last);
    let what = format!("salinan kunci yang dapat dihapus, {}", file.display());
    let how =
        format!("bersinar backup --to {}: salinan itu masih membuka laporan yang sudah dihapus", folder.display());
    Ok(Some(if renewed { Line::good(what) } else { Line::new(State::Attention, what, how) }))
}
