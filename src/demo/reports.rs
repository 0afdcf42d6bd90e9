//! What the agencies of the story report of the first half of 2026: 24 sent, five of them nil; three returned; seven late.

use super::people::People;
use app::{
    Actor, App, Refusal,
    plan::{agencies::AgencyView, filling::RealisationDraft, handing_in::Move, planned::targets, reports::Period},
};
use domain::{region::RegionCode, role::Role};

const LATE: [&str; 7] = ["Bapenda", "DKP", "Diskop", "Disperin", "Disperkim", "PUPR", "Setwan"];
const NIL: [&str; 5] = ["BPKAD", "DLH", "Diskan", "Dispusip", "Distan"];
/// Returned, each with why.
const RETURNED: [(&str, &str); 3] = [
    ("Disdag", "Lampirkan daftar hadir sosialisasi, dan tulis jumlah pesertanya."),
    ("Dishub", "Jumlah tes urine lebih besar daripada jumlah pegawai. Mohon diperiksa lagi."),
    ("Dispora", "Belanja belum diisi, padahal kegiatannya memakai APBD."),
];
/// Sent, and not looked at yet.
const WAITING: [&str; 4] = ["DP3A", "Damkar", "Disbudpar", "Satpol-PP"];

async fn owing(app: &App, people: &People, city: RegionCode) -> Result<Vec<(AgencyView, String)>, Refusal> {
    let all = app.agencies(&people.kesbangpol, city).await?;
    let owes = all.into_iter().filter(|view| view.agency.reports == 1);
    Ok(owes.map(|view| (view.clone(), view.names[0].short.clone())).collect())
}

fn term(app: &App, city: RegionCode) -> Result<Period, Refusal> {
    app.period(city, Some(2026), Some("b06"))
}

/// All but seven hand in.
pub async fn send(app: &App, people: &People, city: RegionCode) -> Result<(), Refusal> {
    let period = term(app, city)?;
    for ((view, short), at) in owing(app, people, city).await?.into_iter().zip(0..) {
        let Some(liaison) = view.liaisons.first() else { continue };
        let who = Actor::Account { id: liaison.liaison.account.clone(), role: Role::Opd, scope: Some(city) };
        let agency = view.agency.id.as_str();
        if LATE.contains(&short.as_str()) {
            continue;
        }
        let done = if NIL.contains(&short.as_str()) {
            Move::SendNil { note: "Anggaran kegiatan baru tersedia pada semester II.".into() }
        } else {
            fill(app, &who, city, (agency, &short), &period, at).await?;
            Move::Send { note: String::new(), sure: vec![] }
        };
        app.move_report(&who, city, agency, &period, 0, done).await?;
    }
    Ok(())
}

/// What was reached of each row that was planned for the half-year.
async fn fill(
    app: &App,
    who: &Actor,
    city: RegionCode,
    (agency, short): (&str, &str),
    period: &Period,
    at: i64,
) -> Result<(), Refusal> {
    for row in app.agency_plan(who, city, agency, Some(2026)).await?.rows {
        let target = targets(&row).get(&period.term.id).copied().unwrap_or_default();
        // Between two thirds and a little more than planned; the tests stop at three agencies for want of kits.
        let reached = if row.action == "g3" && at % 8 == 3 { 0 } else { target * (66 + at * 7 % 44) / 100 };
        let spends = row.budget.filter(|_| reached > 0 && short != "Dispora");
        let draft = RealisationDraft {
            value: reached.to_string(),
            spent: spends.map(|budget| (budget / 2 * reached / target.max(1)).to_string()).unwrap_or_default(),
            obstacle: if reached == 0 { "Alat tes belum datang.".into() } else { String::new() },
            follow_up: if reached == 0 { "Dilaksanakan pada semester II.".into() } else { String::new() },
            ..RealisationDraft::default()
        };
        app.keep_realisation(who, city, agency, period, &row.id, draft).await?;
    }
    Ok(())
}

/// The secretariat accepts most, returns three, and has not yet looked at four.
pub async fn check(app: &App, people: &People, city: RegionCode) -> Result<(), Refusal> {
    let period = term(app, city)?;
    for (view, short) in owing(app, people, city).await? {
        if LATE.contains(&short.as_str()) || WAITING.contains(&short.as_str()) {
            continue;
        }
        let returned = RETURNED.iter().find(|(name, _)| *name == short);
        let done = match returned {
            Some((_, reason)) => Move::Return { reason: (*reason).into() },
            None => Move::Verify,
        };
        app.move_report(&people.kesbangpol, city, &view.agency.id, &period, 1, done).await?;
    }
    Ok(())
}
