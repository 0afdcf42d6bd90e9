//! Papers of the story: the report of the first half-year, issued on 17 July before three agencies were asked to correct theirs, so
//! that it says today what has changed since; and who signs: for the team one until September and another since October, for
//! Dinas Kesehatan its head.

use super::{people::People, photo};
use app::{
    App, Refusal,
    papers::{
        About, Kind, PaperDraft,
        signing::{HeadDraft, NewSignatory},
    },
    programme::Which,
};
use domain::region::RegionCode;
use words::Lang;

fn signs(name: &str, number: &str, since: &str) -> NewSignatory {
    NewSignatory {
        on_behalf: "a.n. Wali Kota Teluk Harapan".into(),
        office: "Kepala Badan Kesatuan Bangsa dan Politik selaku Sekretaris Tim Terpadu".into(),
        name: name.into(),
        rank: "Pembina Utama Muda".into(),
        number: number.into(),
        since: since.into(),
        ..NewSignatory::default()
    }
}

/// July: letterhead, who signs, and the report.
pub async fn issue(app: &App, people: &People, city: RegionCode) -> Result<(), Refusal> {
    let office = &people.kesbangpol;
    let head = HeadDraft {
        government: "Pemerintah Kota Teluk Harapan".into(),
        office: "Badan Kesatuan Bangsa dan Politik".into(),
        address: "Jalan Dermaga Lama 1, Teluk Harapan".into(),
        place: "Teluk Harapan".into(),
        arms: Some(photo::arms().map_err(|_| Refusal::Invalid("evidence-not-kept"))?),
        ..HeadDraft::default()
    };
    app.keep_letterhead(office, city, head).await?;
    app.add_signatory(office, city, signs("Drs. Hasan Basri (contoh)", "000000000000000001", "2/1/2024")).await?;
    let all = app.agencies(office, city).await?;
    let health = all.iter().find(|view| view.names[0].short == "Dinkes").ok_or(Refusal::NotFound("agency"))?;
    let head = NewSignatory {
        agency: health.agency.id.clone(),
        on_behalf: String::new(),
        office: "Kepala Dinas Kesehatan".into(),
        ..signs("dr. Nurul Aini, M.Kes. (contoh)", "000000000000000003", "2/1/2024")
    };
    app.add_signatory(office, city, head).await?;
    let about = About { year: Some(2026), term: "b06".into(), ..About::default() };
    let id = app.begin_paper(office, city, Kind::Semester, about, Lang::Id).await?;
    let view = app.paper(office, city, &id).await?;
    let draft = PaperDraft {
        which: Which { id, revision: 1 },
        number: "354/118/Kesbangpol/2026".into(),
        dated: "17/7/2026".into(),
        signatory: view.paper.signatory,
        seen: view.seen,
    };
    app.issue_paper(office, city, draft).await
}

/// October: someone else signs.
pub async fn succeed(app: &App, people: &People, city: RegionCode) -> Result<(), Refusal> {
    let office = &people.kesbangpol;
    let (_, signatories) = app.paper_settings(office, city).await?;
    for one in signatories.into_iter().map(|one| one.signatory).filter(|one| one.agency.is_empty()) {
        let which = Which { id: one.id, revision: one.revision };
        app.end_signatory(office, city, &which, "30/9/2026").await?;
    }
    app.add_signatory(office, city, signs("Ratna Dewi, S.Sos., M.Si. (contoh)", "000000000000000002", "1/10/2026"))
        .await
}
