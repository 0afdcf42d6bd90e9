//! Official papers: a draft shows what is true, what was issued stays, says what has changed since, and names who signed then.

use crate::{
    plans::{agency, liaison},
    programme::keys,
    reports::{self, JULY, go, plan, planned, reach, send},
};
use app::{
    Actor, Refusal,
    papers::{
        About, Kind, PaperDraft, PaperView,
        printing::Printed,
        signing::{HeadDraft, NewSignatory},
        text::{Part, Print, Table},
    },
    plan::{filling::RealisationDraft, handing_in::Move},
    programme::Which,
};
use domain::role::Role;
use std::sync::Arc;
use testing::{City, another_city, city_code, in_a_city};
use words::Lang;

fn first_half() -> About {
    About { year: Some(2026), term: "b06".into(), ..About::default() }
}

fn signs(agency: &str, name: &str, since: &str) -> NewSignatory {
    NewSignatory {
        agency: agency.into(),
        office: "Kepala Badan".into(),
        name: name.into(),
        since: since.into(),
        ..NewSignatory::default()
    }
}

async fn seen(city: &City, who: &Actor, id: &str) -> PaperView {
    city.app.paper(who, city_code(), id).await.unwrap()
}

async fn issue(city: &City, id: &str, number: &str, dated: &str, signatory: &str) -> Result<(), Refusal> {
    let office = city.someone(Role::Kesbangpol);
    let draft = PaperDraft {
        which: which(city, &office, id).await,
        number: number.into(),
        dated: dated.into(),
        signatory: signatory.into(),
        seen: seen(city, &office, id).await.seen,
    };
    city.app.issue_paper(&office, city_code(), draft).await
}

async fn which(city: &City, who: &Actor, id: &str) -> Which {
    Which { id: id.into(), revision: seen(city, who, id).await.paper.revision }
}

fn table<'a>(view: &'a PaperView, name: &str) -> &'a Table {
    let parts = view.content.sections.iter().flat_map(|section| &section.parts);
    let mut tables = parts.filter_map(|part| if let Part::Table(table) = part { Some(table) } else { None });
    tables.find(|table| table.name == name).unwrap()
}

fn cells<'a>(table: &'a Table, row: &str) -> Vec<&'a str> {
    let row = table.rows.iter().find(|one| one.name == row).unwrap();
    row.cells.iter().map(|cell| cell.text.as_str()).collect()
}

/// What the press was handed: the test's press hands it back.
async fn printed(city: &Arc<City>, who: &Actor, id: &str) -> Print {
    city.app.print_paper(who, city_code(), id).await.unwrap();
    city.app.work(None).await.unwrap();
    serde_json::from_slice(&city.app.printed_paper(who, city_code(), id).await.unwrap()).unwrap()
}

#[test]
fn what_was_issued_stays_and_says_what_has_changed_since() {
    in_a_city(|city| async move {
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        let (health, school) = (agency(&city, "Dinas Kesehatan").await, agency(&city, "Dinas Pendidikan").await);
        let row = plan(&city, &office, &health, planned("g3", "orang", "60")).await;
        city.clock.set(JULY);
        reach(&city, &office, &health, &row, "40").await.unwrap();
        go(&city, &office, &health, send()).await.unwrap();
        city.app.add_signatory(&office, here, signs("", "Hasan Basri", "1/1/2026")).await.unwrap();

        let id = city.app.begin_paper(&office, here, Kind::Semester, first_half(), Lang::Id).await.unwrap();
        let again = city.app.begin_paper(&office, here, Kind::Semester, first_half(), Lang::Id).await.unwrap();
        assert_eq!(id, again, "a draft is gone on with");
        let draft = seen(&city, &office, &id).await;
        assert_eq!(cells(table(&draft, "reached"), "g3")[1..], ["1", "50%", "40", "60", "orang", ""]);
        assert_eq!(cells(table(&draft, "standings"), "reported"), ["Sudah melapor", "1", "50%"]);
        let rows = table(&draft, "rows-g3");
        assert_eq!(cells(rows, "sum/orang")[2], "40", "the rows of the annex add up to the number above");
        assert!(rows.rows[0].source.ends_with(&format!("/{health}/{row}?tahun=2026&semester=b06")));
        assert_eq!(printed(&city, &office, &id).await.mark, "KONSEP");

        let early = issue(&city, &id, "", "", "").await;
        assert_eq!(keys(&early.unwrap_err()), ["paper-number-missing", "form-no-date", "paper-signatory-missing"]);
        let signatory = draft.paper.signatory;
        let unseen =
            PaperDraft { which: which(&city, &office, &id).await, seen: "other".into(), ..PaperDraft::default() };
        let unseen = city.app.issue_paper(&office, here, unseen).await;
        assert!(matches!(unseen, Err(Refusal::Invalid("paper-not-what-was-seen"))), "{unseen:?}");
        issue(&city, &id, "1/2026", "1/7/2026", &signatory).await.unwrap();
        let issued = printed(&city, &office, &id).await;
        assert_eq!((issued.mark.as_str(), issued.notices.len()), ("", 0));
        assert_eq!(issued.person.as_ref().unwrap().name, "Hasan Basri");
        let changed = issue(&city, &id, "2/2026", "1/7/2026", &signatory).await;
        assert!(matches!(changed, Err(Refusal::Invalid("paper-is-issued"))));

        // It comes back and is corrected; meanwhile someone else signs, and the office has another name.
        go(&city, &office, &health, Move::Return { reason: "Jumlahnya perlu diperiksa lagi".into() }).await.unwrap();
        let corrected = RealisationDraft { revision: 1, value: "43".into(), ..RealisationDraft::default() };
        let term = reports::first_half(&city);
        city.app.keep_realisation(&office, here, &health, &term, &row, corrected).await.unwrap();
        go(&city, &office, &health, send()).await.unwrap();
        let one = Which { id: signatory.clone(), revision: 1 };
        city.app.end_signatory(&office, here, &one, "1/7/2026").await.unwrap();
        city.app.add_signatory(&office, here, signs("", "Ratna Dewi", "2/7/2026")).await.unwrap();
        let head = HeadDraft { government: "Pemerintah Lain".into(), ..HeadDraft::default() };
        city.app.keep_letterhead(&office, here, head).await.unwrap();
        let view = seen(&city, &office, &id).await;
        assert_eq!(cells(table(&view, "reached"), "g3")[3], "40", "it says what it said");
        let told: Vec<_> = view.changed.iter().map(|one| (one.was.as_str(), one.is.as_str())).collect();
        assert_eq!(told, [("40", "43"), ("40", "43"), ("40", "43")], "{:?}", view.changed);
        let reprint = printed(&city, &office, &id).await;
        assert_eq!(reprint.paper, issued.paper);
        assert_eq!(reprint.person.unwrap().name, "Hasan Basri", "who signed then");
        assert!(reprint.notices[1].contains("40 → 43"), "{:?}", reprint.notices);

        // The next one is signed by who is in office then, and needs a number of its own.
        let next = city.app.begin_paper(&office, here, Kind::Semester, first_half(), Lang::Id).await.unwrap();
        assert_ne!(next, id);
        let former = issue(&city, &next, "1/2026", "2/7/2026", &signatory).await;
        assert_eq!(
            keys(&former.unwrap_err()),
            ["form-in-the-future", "paper-signatory-not-then", "paper-number-taken"]
        );
        city.app.remove_paper(&office, here, &which(&city, &office, &next).await).await.unwrap();

        let short = city.app.withdraw_paper(&office, here, &which(&city, &office, &id).await, "salah").await;
        assert_eq!(keys(&short.unwrap_err()), ["paper-reason-missing"]);
        let why = "Angkanya diperbaiki Dinas Kesehatan";
        city.app.withdraw_paper(&office, here, &which(&city, &office, &id).await, why).await.unwrap();
        assert!(printed(&city, &office, &id).await.notices[0].contains(why));
        // The other agency never reported; it still is in the report.
        assert_eq!(cells(table(&view, "agencies"), &school)[2], "ditunggu");
        assert!(city.app.verify(&[]).await.unwrap().findings.is_empty());
        assert_eq!(city.app.sweep_files().await.unwrap().0, 0);
    });
}

#[test]
fn a_name_that_is_erased_stands_on_no_paper_also_after_a_restore() {
    in_a_city(|city| async move {
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        agency(&city, "Dinas Kesehatan").await;
        city.clock.set(JULY);
        city.app.add_signatory(&office, here, signs("", "Hasan Basri", "1/1/2026")).await.unwrap();
        let id = city.app.begin_paper(&office, here, Kind::Semester, first_half(), Lang::En).await.unwrap();
        let signatory = seen(&city, &office, &id).await.paper.signatory;
        issue(&city, &id, "1/2026", "1/7/2026", &signatory).await.unwrap();
        assert_eq!(printed(&city, &office, &id).await.person.unwrap().name, "Hasan Basri");
        let one = |revision| Which { id: signatory.clone(), revision };
        let early = city.app.erase_signatory(&office, here, &one(1)).await;
        assert!(matches!(early, Err(Refusal::Invalid("paper-signatory-still-signs"))));
        city.app.end_signatory(&office, here, &one(1), "").await.unwrap();
        city.app.erase_signatory(&office, here, &one(2)).await.unwrap();
        assert_eq!(city.app.printed(&office, here, &id).await.unwrap(), Printed::No, "no print with the name is left");
        let after = printed(&city, &office, &id).await;
        assert_eq!((after.person, after.nobody.as_str()), (None, "name was erased"));
        assert_eq!(after.paper.signature.unwrap().office, ["Kepala Badan"], "which office signed stays");
        let report = city.app.verify(&[]).await.unwrap();
        assert_eq!((report.findings.as_slice(), report.erased), ([].as_slice(), 1));
        let log = city.app.erasures().unwrap();
        assert_eq!(log[0].account, signatory);
        let done = city.app.replay_erasures(&Actor::Console("test"), &log).await.unwrap();
        assert_eq!(done, 0, "it is gone already");
    });
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        // A backup from before the erasure still has the name; replaying the log takes it away.
        let city = another_city().await;
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        city.app.add_signatory(&office, here, signs("", "Hasan Basri", "1/1/2026")).await.unwrap();
        let (_, all) = city.app.paper_settings(&office, here).await.unwrap();
        let erasure = store::erasures::Erasure { at: 1, regency: "99.71".into(), account: all[0].signatory.id.clone() };
        let done = city.app.replay_erasures(&Actor::Console("test"), &[erasure]).await.unwrap();
        let (_, all) = city.app.paper_settings(&office, here).await.unwrap();
        assert_eq!((done, all[0].person.clone()), (1, None));
    });
}

#[test]
fn an_agency_makes_its_own_sheet_and_sees_no_other_paper() {
    in_a_city(|city| async move {
        let (here, office) = (city_code(), city.someone(Role::Kesbangpol));
        let (health, school) = (agency(&city, "Dinas Kesehatan").await, agency(&city, "Dinas Pendidikan").await);
        let (sari, budi) = (liaison(&city, &health, "dinkes").await, liaison(&city, &school, "disdik").await);
        let row = plan(&city, &office, &health, planned("g3", "orang", "60")).await;
        city.clock.set(JULY);
        reach(&city, &sari, &health, &row, "45").await.unwrap();
        let sheet = |agency: &str| About { agency: agency.to_owned(), ..first_half() };
        let own = city.app.begin_paper(&sari, here, Kind::Agency, sheet(&health), Lang::Id).await.unwrap();
        let view = seen(&city, &sari, &own).await;
        assert_eq!(cells(table(&view, "rows"), &row)[1..], ["60", "45", "orang", "75%", "", "0"]);
        assert_eq!(view.content.head[1], "Dinas Kesehatan");
        for (kind, about) in [
            (Kind::Agency, sheet(&school)),
            (Kind::Semester, first_half()),
            (Kind::Commitments, About::default()),
            (Kind::Attendance, About { meeting: "x".into(), ..About::default() }),
        ] {
            let other = city.app.begin_paper(&sari, here, kind, about, Lang::Id).await;
            assert!(matches!(other, Err(Refusal::NotAllowed(_))), "{kind:?}");
        }
        let report = city.app.begin_paper(&office, here, Kind::Semester, first_half(), Lang::Id).await.unwrap();
        assert!(matches!(city.app.paper(&sari, here, &report).await, Err(Refusal::NotFound(_))));
        assert!(matches!(city.app.paper(&budi, here, &own).await, Err(Refusal::NotFound(_))));
        for role in [Role::Lurah, Role::BnnkEradication, Role::Administrator, Role::School] {
            assert!(city.app.papers(&city.someone(role), here).await.is_err(), "{role:?}");
        }
        let read = city.someone(Role::Inspectorate);
        assert!(!seen(&city, &read, &report).await.may_keep);
        let remove = city.app.remove_paper(&read, here, &which(&city, &read, &report).await).await;
        assert!(matches!(remove, Err(Refusal::NotAllowed(_))));
        let unknown = About { agency: "nobody".into(), ..first_half() };
        assert!(city.app.begin_paper(&office, here, Kind::Agency, unknown, Lang::Id).await.is_err());
        assert!(city.app.begin_paper(&office, here, Kind::Semester, About::default(), Lang::Id).await.is_ok());
    });
}
