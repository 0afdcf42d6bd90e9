//! What the agencies of the story plan for 2026; Dinas Kesehatan copies from 2025.

use app::{
    Actor, App, Refusal,
    plan::{local::LocalDraft, planned::RowDraft},
};
use domain::region::RegionCode;

fn row(action: &str, activity: &str, unit: &str, targets: [&str; 2]) -> RowDraft {
    let [first, second] = targets;
    RowDraft {
        action: action.into(),
        activity: activity.into(),
        unit: unit.into(),
        targets: vec![("b06".into(), first.into()), ("b12".into(), second.into())],
        owner: "Sekretariat".into(),
        partners: "BNNK".into(),
        source: "apbd".into(),
        ..RowDraft::default()
    }
}

/// Every agency informs and tests its own staff.
pub async fn usual(app: &App, liaison: &Actor, city: RegionCode, agency: &str, staff: i64) -> Result<(), Refusal> {
    let half = [(staff / 2).to_string(), (staff - staff / 2).to_string()];
    let informed = RowDraft {
        budget: (staff * 60_000).to_string(),
        ..row("g1", "Sosialisasi bahaya narkoba bagi pegawai", "orang", [&half[0], &half[1]])
    };
    app.keep_plan_row(liaison, city, agency, 2026, informed).await?;
    let tested = RowDraft {
        budget: (staff * 45_000).to_string(),
        ..row("g3", "Tes urine pegawai", "orang", [&half[0], &half[1]])
    };
    app.keep_plan_row(liaison, city, agency, 2026, tested).await?;
    Ok(())
}

/// Dinas Kesehatan planned more in 2025, and takes it over.
pub async fn health(app: &App, liaison: &Actor, city: RegionCode, agency: &str) -> Result<(), Refusal> {
    let trained = RowDraft {
        output: "Setiap puskesmas mempunyai petugas terlatih".into(),
        budget: "36000000".into(),
        ..row("g5", "Pelatihan petugas puskesmas untuk desa Bersinar", "desa", ["12", "20"])
    };
    app.keep_plan_row(liaison, city, agency, 2025, trained).await?;
    app.keep_plan_row(liaison, city, agency, 2025, row("g4", "Satgas anti narkotika dinas", "orang", ["5", "5"]))
        .await?;
    app.copy_plan(liaison, city, agency, 2026).await?;
    Ok(())
}

/// The city has an action of its own, for its fishing villages; Dinas Perikanan plans under it.
pub async fn fishing(
    app: &App,
    kesbangpol: &Actor,
    liaison: &Actor,
    city: RegionCode,
    agency: &str,
) -> Result<(), Refusal> {
    let own = LocalDraft {
        title: "Kampung nelayan bersih narkoba".into(),
        measure: "Kampung yang mempunyai relawan dan posko".into(),
        unit: "kampung".into(),
        basis: "Keputusan Tim Terpadu 3/2026".into(),
        from: "2026".into(),
        ..LocalDraft::default()
    };
    let own = app.keep_local_action(kesbangpol, city, own).await?;
    let watch = RowDraft {
        output: "Posko relawan di tempat pelelangan ikan".into(),
        budget: "24000000".into(),
        ..row(&own, "Relawan dan posko kampung nelayan", "kampung", ["2", "3"])
    };
    app.keep_plan_row(liaison, city, agency, 2026, watch).await?;
    Ok(())
}
