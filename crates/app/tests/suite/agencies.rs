//! Agencies of the action plan: what they were called when, how they merge, who speaks for them and hands over.

use crate::programme::keys;
use app::{
    Actor, Refusal,
    plan::{
        agencies::{AgencyDraft, AgencyEnd},
        liaisons::NewLiaison,
    },
    programme::Which,
};
use domain::{region::RegionCode, role::Role};
use jiff::civil::date;
use testing::{City, city_code, in_a_city};

const DAY: i64 = 24 * 60 * 60 * 1000;

fn agency(kind: &str, name: &str, parent: &str) -> AgencyDraft {
    AgencyDraft {
        kind: kind.into(),
        name: name.into(),
        parent: parent.into(),
        reports: kind != "unit",
        ..AgencyDraft::default()
    }
}

fn person(login: &str, name: &str) -> NewLiaison {
    NewLiaison { login: login.into(), name: name.into(), since: String::new() }
}

fn liaison(account: &str) -> Actor {
    Actor::Account { id: account.to_owned(), role: Role::Opd, scope: Some(city_code()) }
}

async fn keep(city: &City, draft: AgencyDraft) -> String {
    city.app.keep_agency(&city.someone(Role::Kesbangpol), city_code(), draft).await.unwrap()
}

async fn names(city: &City, actor: &Actor) -> Vec<String> {
    let today = city.app.today(city_code());
    let all = city.app.agencies(actor, city_code()).await.unwrap();
    all.iter().map(|view| view.name_on(today).name.clone()).collect()
}

#[test]
fn a_successor_finds_everything_and_who_spoke_before_sees_nothing() {
    in_a_city(|city| async move {
        let (office, here) = (city.someone(Role::Kesbangpol), city_code());
        let health = keep(&city, agency("opd", "Dinas Kesehatan", "")).await;
        keep(&city, agency("unit", "Puskesmas Uji", &health)).await;
        keep(&city, agency("opd", "Dinas Pendidikan", "")).await;
        let first = city.app.appoint_liaison(&office, here, &health, None, person("dinkes", "Sari (contoh)")).await;
        let first = first.unwrap();
        let slip = first.slip.clone().unwrap();
        city.app.use_slip(&slip.code, "empat kata yang mudah").await.unwrap();
        let cookie = city.app.sign_in("dinkes", "empat kata yang mudah", "uji", "uji").await.unwrap().0;
        let sari = city.app.signed_in(&cookie).await.unwrap().unwrap().actor;
        assert_eq!(names(&city, &sari).await, ["Dinas Kesehatan", "Puskesmas Uji"]);

        city.clock.pass(30 * DAY);
        let view = city.app.agency(&office, here, &health).await.unwrap();
        let former = view.liaisons[0].liaison.id.clone();
        let next = city.app.appoint_liaison(&office, here, &health, Some(&former), person("dinkes2", "Budi (contoh)"));
        let next = next.await.unwrap();
        assert_eq!(names(&city, &liaison(&next.account)).await, ["Dinas Kesehatan", "Puskesmas Uji"]);
        assert_eq!(names(&city, &sari).await, Vec::<String>::new());
        assert!(city.app.signed_in(&cookie).await.unwrap().is_none(), "the session has ended");
        assert_eq!(city.app.who_is(here, &first.account).await.unwrap().unwrap().account.active, 0);
        let view = city.app.agency(&office, here, &health).await.unwrap();
        let spoke: Vec<_> =
            view.liaisons.iter().map(|one| (one.name.clone().unwrap(), one.liaison.until.clone())).collect();
        assert_eq!(
            spoke,
            [("Budi (contoh)".to_owned(), String::new()), ("Sari (contoh)".to_owned(), "2026-04-08".to_owned())]
        );
        // Once more is refused: Sari has ended.
        let again = city.app.appoint_liaison(&office, here, &health, Some(&former), person("x-y-z", "Cici (contoh)"));
        assert!(matches!(again.await, Err(Refusal::Invalid("agency-liaison-ended"))));
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn who_speaks_for_another_agency_too_keeps_the_account() {
    in_a_city(|city| async move {
        let (office, here) = (city.someone(Role::Kesbangpol), city_code());
        let one = keep(&city, agency("opd", "Dinas Sosial", "")).await;
        let two = keep(&city, agency("opd", "DP3A", "")).await;
        let made =
            city.app.appoint_liaison(&office, here, &one, None, person("dinsos", "Tuti (contoh)")).await.unwrap();
        let known = city.app.appoint_liaison(&office, here, &two, None, person("dinsos", "")).await.unwrap();
        assert_eq!((known.account.clone(), known.slip), (made.account.clone(), None));
        let view = city.app.agency(&office, here, &one).await.unwrap();
        city.app.end_liaison(&office, here, &one, &view.liaisons[0].liaison.id).await.unwrap();
        assert_eq!(names(&city, &liaison(&made.account)).await, ["DP3A"]);
        assert_eq!(city.app.who_is(here, &made.account).await.unwrap().unwrap().account.active, 1);
    });
}

#[test]
fn an_agency_is_called_what_it_was_called_then() {
    in_a_city(|city| async move {
        let (office, here) = (city.someone(Role::Kesbangpol), city_code());
        let first = AgencyDraft { since: "3/1/2017".into(), ..agency("opd", "Dinas Pengendalian Penduduk", "") };
        let id = keep(&city, first).await;
        let which = |revision| Which { id: id.clone(), revision };
        let spelt = AgencyDraft {
            which: which(1),
            short: "DPPKB".into(),
            ..agency("opd", "Dinas Pengendalian Penduduk dan KB", "")
        };
        keep(&city, spelt).await;
        let renamed = AgencyDraft {
            which: which(2),
            named_since: "1/3/2026".into(),
            ..agency("opd", "Dinas Kependudukan dan KB", "")
        };
        keep(&city, renamed.clone()).await;
        let view = city.app.agency(&office, here, &id).await.unwrap();
        let on = |day| view.name_on(day).name.clone();
        assert_eq!(view.names.len(), 2);
        assert_eq!(on(date(2026, 2, 28)), "Dinas Pengendalian Penduduk dan KB");
        assert_eq!(on(date(2026, 3, 1)), "Dinas Kependudukan dan KB");
        assert_eq!(view.agency.since, "2017-01-03");
        let stale = city.app.keep_agency(&office, here, renamed).await;
        assert!(matches!(stale, Err(Refusal::Outdated { .. })));
        let back = AgencyDraft { which: which(3), named_since: "1/1/2020".into(), ..agency("opd", "Dinas KB", "") };
        assert_eq!(keys(&city.app.keep_agency(&office, here, back).await.unwrap_err()), ["agency-named-before-last"]);
    });
}

#[test]
fn a_merged_agency_gives_its_units_away_and_keeps_its_past() {
    in_a_city(|city| async move {
        let (office, here) = (city.someone(Role::Kesbangpol), city_code());
        let old = keep(&city, agency("opd", "Dinas Pemuda", "")).await;
        let unit = keep(&city, agency("unit", "Gelanggang Remaja", &old)).await;
        let new = keep(&city, agency("opd", "Dinas Pendidikan", "")).await;
        let made =
            city.app.appoint_liaison(&office, here, &old, None, person("dispora", "Roni (contoh)")).await.unwrap();
        let end = |successor: &str, reason: &str| AgencyEnd {
            which: Which { id: old.clone(), revision: 1 },
            until: "9/3/2026".into(),
            successor: successor.into(),
            reason: reason.into(),
        };
        let refused = |end: AgencyEnd| {
            let (city, office) = (city.clone(), office.clone());
            async move { keys(&city.app.end_agency(&office, here, end).await.unwrap_err()) }
        };
        assert_eq!(refused(end("", "Perda 3/2026 tentang susunan perangkat")).await, ["agency-has-units"]);
        assert_eq!(refused(end(&unit, "gabung")).await, ["agency-successor-is-unit", "agency-reason-missing"]);
        let early = AgencyEnd { until: "31/12/2025".into(), ..end(&new, "Perda 3/2026 tentang susunan perangkat") };
        assert_eq!(refused(early).await, ["agency-ends-before-it-begins"]);
        city.app.end_agency(&office, here, end(&new, "Perda 3/2026 tentang susunan perangkat")).await.unwrap();
        let all = city.app.agencies(&office, here).await.unwrap();
        let by = |id: &str| all.iter().find(|view| view.agency.id == id).unwrap();
        assert_eq!((by(&unit).agency.parent.as_str(), by(&old).into.as_str()), (new.as_str(), "Dinas Pendidikan"));
        assert!(by(&old).exists_on(date(2026, 3, 9)) && !by(&old).exists_on(date(2026, 3, 10)));
        assert_eq!(names(&city, &liaison(&made.account)).await, Vec::<String>::new());
        let late = city.app.appoint_liaison(&office, here, &old, None, person("dispora2", "Rina (contoh)")).await;
        assert!(matches!(late, Err(Refusal::Invalid("agency-has-ended"))));
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn what_cannot_be_is_said_at_its_field() {
    in_a_city(|city| async move {
        let (office, here) = (city.someone(Role::Kesbangpol), city_code());
        let health = keep(&city, agency("opd", "Dinas Kesehatan", "")).await;
        let unit = keep(&city, agency("unit", "Puskesmas Uji", &health)).await;
        let deeper = keep(&city, agency("unit", "Puskesmas Pembantu", &unit)).await;
        let refused = |draft: AgencyDraft| {
            let (city, office) = (city.clone(), office.clone());
            async move { keys(&city.app.keep_agency(&office, here, draft).await.unwrap_err()) }
        };
        assert_eq!(refused(agency("guild", "", "")).await, ["form-not-chosen", "agency-name-missing"]);
        assert_eq!(refused(agency("opd", "DINAS KESEHATAN", "")).await, ["agency-name-taken"]);
        assert_eq!(refused(agency("unit", "KUA Uji", "")).await, ["agency-parent-missing"]);
        assert_eq!(refused(agency("unit", "Posyandu", &deeper)).await, ["agency-too-deep"]);
        let own = AgencyDraft { which: Which { id: health.clone(), revision: 1 }, ..agency("opd", "Dinkes", &unit) };
        assert_eq!(refused(own).await, ["agency-parent-below"]);
        let far = AgencyDraft { district: "63.06.01".into(), ..agency("district", "Kecamatan Jauh", "") };
        assert_eq!(refused(far).await, ["form-not-chosen"]);
        let appoint = |new: NewLiaison| {
            let (city, office, health) = (city.clone(), office.clone(), health.clone());
            async move { keys(&city.app.appoint_liaison(&office, here, &health, None, new).await.unwrap_err()) }
        };
        assert_eq!(appoint(person("belum.ada", "")).await, ["agency-liaison-unknown"]);
        assert_eq!(appoint(person("A B", "Sari (contoh)")).await, ["account-login-malformed"]);
        let ahead = NewLiaison { since: "1/1/2027".into(), ..person("sari", "Sari (contoh)") };
        assert_eq!(appoint(ahead).await, ["form-in-the-future"]);
        // A lurah's account has another purpose.
        let lurah = city.app.who_is(here, city.lurah("99.71.01.1001").name()).await.unwrap().unwrap().account.login;
        assert_eq!(appoint(person(&lurah, "")).await, ["agency-liaison-cannot"]);
    });
}

#[test]
fn only_the_secretariat_keeps_agencies_and_who_was_not_appointed_sees_none() {
    in_a_city(|city| async move {
        let here = city_code();
        let health = keep(&city, agency("opd", "Dinas Kesehatan", "")).await;
        for role in Role::ALL {
            let someone = city.someone(role);
            let seen = city.app.agencies(&someone, here).await;
            match role {
                Role::Kesbangpol | Role::Leadership | Role::BnnkP2m | Role::BnnkEradication | Role::Inspectorate => {
                    assert_eq!(seen.unwrap().len(), 1, "{role}");
                }
                Role::Opd | Role::School | Role::Puskesmas | Role::Camat | Role::Polres => {
                    assert_eq!(seen.unwrap().len(), 0, "{role}");
                    let one = city.app.agency(&someone, here, &health).await;
                    assert!(matches!(one, Err(Refusal::NotFound(_))), "{role}");
                }
                _ => assert!(matches!(seen, Err(Refusal::NotAllowed(_))), "{role}"),
            }
            if role != Role::Kesbangpol {
                let kept = city.app.keep_agency(&someone, here, agency("opd", "Dinas Lain", "")).await;
                assert!(matches!(kept, Err(Refusal::NotAllowed(_))), "{role}");
                let made = city.app.appoint_liaison(&someone, here, &health, None, person("orang", "Orang (contoh)"));
                assert!(matches!(made.await, Err(Refusal::NotAllowed(_))), "{role}");
            }
        }
        let elsewhere: RegionCode = "63.06".parse().unwrap();
        assert!(city.app.agencies(&city.someone(Role::Kesbangpol), elsewhere).await.is_err());
        assert!(city.app.agencies(&city.someone(Role::Opd), elsewhere).await.is_err());
    });
}
