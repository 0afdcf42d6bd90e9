//! Whether reminders leave: the mail server answers, nothing failed lately, the daily work is done.

use super::{Line, State};
use crate::cli::{Failure, mail::MailArgs};
use app::{Actor, App};
use domain::region::RegionCode;

const WEEK: i64 = 7 * 86_400_000;

/// The mail server, as `serve` gets it.
pub async fn server(mail: &MailArgs) -> Line {
    let what = "server surel menjawab";
    let answer = match mail.test().await {
        Ok(answer) => answer,
        Err(failure) => Some(Err(failure.message)),
    };
    match answer {
        None => Line::new(
            State::Note,
            "surel tidak diperiksa",
            "pengingat lewat surel hanya terkirim bila serve dijalankan dengan --smtp; ulangi doctor dengan pilihan yang sama",
        ),
        Some(Ok(())) => Line::good(what),
        Some(Err(said)) => Line::new(State::Wrong, what, format!("{said}. Periksa alamat, sandi, dan jalan keluarnya")),
    }
}

/// What was sent and done in the last week.
pub async fn lately(app: &App, city: RegionCode, now: i64) -> Result<Vec<Line>, Failure> {
    let (jobs, deliveries) = app.running(&Actor::Console("doctor"), city).await?;
    let mut lines = vec![];
    let mails = deliveries.iter().filter(|one| one.state == "failed" && now - one.sent_at < WEEK);
    let (failed, last) = (mails.clone().count(), mails.max_by_key(|one| one.sent_at));
    if let Some(last) = last {
        let what = format!("{failed} surel tidak terkirim dalam 7 hari");
        lines.push(Line::new(State::Attention, what, format!("yang terakhir: {}. Lihat halaman Jalannya", last.said)));
    }
    let jobs = jobs.iter().filter(|job| job.state == "failed" && job.finished_at.is_some_and(|at| now - at < WEEK));
    for job in jobs {
        let what = format!("pekerjaan {} gagal", job.kind);
        lines.push(Line::new(State::Attention, what, format!("{}. Lihat halaman Jalannya", job.said)));
    }
    Ok(lines)
}
