//! Five places as the news tells of them (what, when, and when it became known), and the right number to each question: how
//! many were declared, decreed, have a task group, were paid by BNN, are active, are pilots, are wanted. Where the news gives
//! no name, the first villages by code stand in; nothing of it is in the program.

use crate::programme::on;
use app::{
    Moment,
    programme::{
        activities::ActivityDraft, decrees::DecreeDraft, list::review::Choices, register::Counts, targets::TargetDraft,
    },
};
use documents::outgoing::{Cell, Page, workbook};
use domain::{region::RegionCode, role::Role};
use jiff::civil::{Date, date};
use testing::{City, code, in_the_country};

/// Noon of a day, WIB.
fn noon(day: Date) -> i64 {
    day.at(5, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_millisecond()
}

/// Takes a workbook as an office keeps it: a head, and rows of text.
async fn list(city: &City, regency: RegionCode, as_of: &str, head: &[&str], rows: &[Vec<String>]) -> usize {
    let row = |row: &Vec<String>| row.iter().map(|cell| Cell::Text(cell.clone())).collect();
    let head = head.iter().map(|name| (*name).to_owned()).collect();
    let page = Page { name: "Sheet1".into(), head, rows: rows.iter().map(row).collect() };
    let bytes = workbook(&[page], "daftar", 2024).unwrap();
    let officer = city.officer();
    let given = city.app.read_village_list(&officer, regency, "daftar.xlsx", bytes, as_of).await.unwrap();
    let review = city.app.review_village_list(&officer, regency, &given, &Choices::default()).await.unwrap();
    let open: Vec<_> = review.rows.iter().filter(|row| row.village.is_none() || row.wrong.is_some()).collect();
    assert!(open.is_empty(), "{open:?}");
    let seen = review.seen();
    city.app.keep_village_list(&officer, regency, &given, &Choices::default(), &seen).await.unwrap()
}

fn rows<const N: usize>(all: &[[&str; N]]) -> Vec<Vec<String>> {
    all.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
}

fn named(city: &City, regency: RegionCode) -> Vec<(String, String)> {
    let places = city.app.places();
    let district = |code: RegionCode| places.get(code.district().unwrap()).unwrap().name.to_owned();
    places.villages_in(regency).map(|one| (one.name.to_owned(), district(one.code))).collect()
}

/// The numbers asked about.
#[derive(Debug, PartialEq, Eq, Default)]
struct Answers {
    declared: usize,
    decreed: usize,
    task_group: usize,
    by_bnn: usize,
    active: usize,
    running: usize,
    pilot: usize,
    wanted: Option<i64>,
}

async fn ask(city: &City, regency: RegionCode, moment: Moment) -> Answers {
    let rules = city.app.programme_rules();
    let register = city.app.register(&city.someone(Role::Kesbangpol), regency, moment).await.unwrap();
    let counts: Counts = register.counts(&rules);
    assert_eq!(counts.declared, counts.active + counts.under + counts.inactive);
    assert_eq!(counts.declared, counts.dipa + counts.non_dipa + counts.funding_unknown);
    let reached = |kind: &str| counts.reached[rules.ladder.kind(kind).unwrap().0];
    Answers {
        declared: counts.declared,
        decreed: reached("designated"),
        task_group: reached("task_group"),
        by_bnn: counts.dipa,
        active: counts.active,
        running: counts.running,
        pilot: reached("pilot"),
        wanted: register.wanted,
    }
}

/// 30 June 2024: what was so, as far as it is known today.
fn then() -> Moment {
    Moment { on: Some(date(2024, 6, 30)), ..Moment::default() }
}

/// The same day, as it was known then.
fn known_then() -> Moment {
    Moment { known: Some(date(2024, 6, 30)), ..then() }
}

const NOW: Date = date(2026, 11, 22);

fn target(words: &str, dated: &str, base: &str, readings: &[&str], adopted: &str) -> TargetDraft {
    TargetDraft {
        output: "villages/launched".into(),
        set_by: "Wali kota".into(),
        dated: dated.into(),
        words: words.into(),
        base: base.into(),
        readings: readings.iter().map(|one| (*one).to_owned()).collect(),
        adopted: adopted.into(),
        note: if adopted.is_empty() { String::new() } else { "Rapat koordinasi".into() },
        ..TargetDraft::default()
    }
}

fn activity(kind: &str, day: &str, people: &str) -> ActivityDraft {
    ActivityDraft { people: people.into(), organiser: "BNNK".into(), ..crate::programme::held(kind, day) }
}

#[test]
fn batam_three_then_muka_kuning_then_task_groups_in_thirty_six() {
    in_the_country("21.71", noon(date(2022, 8, 30)), |city| async move {
        let batam = code("21.71");
        let all = named(&city, batam);
        assert_eq!(all.len(), 64);
        let three: Vec<Vec<String>> =
            all.iter().take(3).map(|(name, district)| vec![name.clone(), district.clone(), "2021".into()]).collect();
        let head = ["Kelurahan", "Kecamatan", "Tahun pencanangan"];
        assert_eq!(list(&city, batam, "", &head, &three).await, 3);
        let readings =
            ["2022 = 5\n2023 + 15\n2024 + 15", "2022 + 5\n2023 + 15\n2024 + 15", "2022 = 5\n2023 = 15\n2024 + 15"];
        let words = "Sekarang tiga; target lima tahun ini, lima belas pada 2023, lima belas lagi tahun berikutnya.";
        let kesbangpol = city.someone(Role::Kesbangpol);
        city.app.keep_target(&kesbangpol, batam, target(words, "30/8/2022", "3", &readings, "")).await.unwrap();
        city.clock.set(noon(date(2024, 6, 25)));
        let meeting = activity("rakor", "25/6/2024", "");
        city.app.log_activity(&city.officer(), batam, meeting).await.unwrap();
        city.clock.set(noon(date(2024, 7, 22)));
        let muka_kuning = code("21.71.07.1001");
        city.app.record_milestone(&city.officer(), muka_kuning, on("launched", "19/7/2024")).await.unwrap();
        // Muka Kuning among them: the list spells it as people do.
        city.clock.set(noon(date(2024, 10, 20)));
        let mut groups: Vec<Vec<String>> = all
            .iter()
            .filter(|(name, _)| name != "Muka Kuning")
            .take(35)
            .map(|(name, district)| vec![name.to_uppercase(), format!("KEC. {district}"), "ada".into()])
            .collect();
        groups.push(rows(&[["Kel. MUKAKUNING", "Sei Beduk", "ada"]]).remove(0));
        assert_eq!(list(&city, batam, "20/10/2024", &["Kelurahan", "Kecamatan", "Satgas Bersinar"], &groups).await, 36);
        city.clock.set(noon(NOW));
        let now = ask(&city, batam, Moment::default()).await;
        assert_eq!(now, Answers { declared: 4, task_group: 36, ..Answers::default() });
        assert_eq!(ask(&city, batam, then()).await, Answers { declared: 3, ..Answers::default() });
        assert_eq!(ask(&city, batam, known_then()).await, Answers { declared: 3, ..Answers::default() });
        let views = city.app.targets(&kesbangpol, batam).await.unwrap();
        let curves: Vec<Vec<i64>> =
            views[0].readings.iter().map(|one| one.curve(3).into_iter().map(|(_, n)| n).collect()).collect();
        assert_eq!(curves, [[5, 20, 35], [8, 23, 38], [5, 15, 30]]);
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn bogor_declares_all_then_chooses_six_pilots_and_hopes_for_all_again() {
    in_the_country("32.71", noon(date(2019, 9, 9)), |city| async move {
        let bogor = code("32.71");
        let all: Vec<Vec<String>> =
            named(&city, bogor).into_iter().map(|(name, district)| vec![name, district, "5/9/2019".into()]).collect();
        assert_eq!(list(&city, bogor, "", &["Nama Kelurahan", "Kecamatan", "Deklarasi"], &all).await, 68);
        // The six pilots of 22 June 2023 are entered only in September 2024, from a list.
        city.clock.set(noon(date(2024, 9, 2)));
        let six = rows(&[
            ["Kedung Badak", "22/6/2023"],
            ["SITUGEDE", "22/6/2023"],
            ["Panaragan", "22/6/2023"],
            ["Cikaret", "22/6/2023"],
            ["Kelurahan Sukasari", "22/6/2023"],
            ["Tegal Gundil", "22/6/2023"],
        ]);
        assert_eq!(list(&city, bogor, "", &["Kelurahan", "Percontohan"], &six).await, 6);
        city.clock.set(noon(date(2025, 3, 19)));
        let hope = target("Semoga seluruh 68 kelurahan menjadi Bersinar.", "19/3/2025", "0", &["2025 = 68"], "");
        city.app.keep_target(&city.someone(Role::Kesbangpol), bogor, hope).await.unwrap();
        city.clock.set(noon(NOW));
        let now = Answers { declared: 68, pilot: 6, wanted: Some(68), ..Answers::default() };
        assert_eq!(ask(&city, bogor, Moment::default()).await, now);
        let before = ask(&city, bogor, then()).await;
        assert_eq!((before.declared, before.pilot), (68, 6));
        let known = ask(&city, bogor, known_then()).await;
        assert_eq!((known.declared, known.pilot), (68, 0));
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn bengkulu_begins_with_one_and_makes_its_red_zones_bersinar_with_the_province() {
    in_the_country("17.71", noon(date(2022, 5, 30)), |city| async move {
        let bengkulu = code("17.71");
        let all = named(&city, bengkulu);
        assert_eq!(all.len(), 67);
        let first = vec![vec![all[0].0.clone(), all[0].1.clone(), "Mei 2022".into()]];
        list(&city, bengkulu, "", &["Kelurahan", "Kecamatan", "Pencanangan"], &first).await;
        let every = target("Semua kelurahan.", "2022", "0", &["2022 = 1\n2026 = 67"], "");
        city.app.keep_target(&city.someone(Role::Kesbangpol), bengkulu, every).await.unwrap();
        city.clock.set(noon(date(2025, 12, 1)));
        let bnn = rows(&[
            ["BNNP Bengkulu", "DIPA", "Malabero", "2025"],
            ["BNN Kota Bengkulu", "", "Tanjung Agung", "2025"],
            ["BNNP Bengkulu", "DIPA", "Kandang", "2025"],
            ["BNNP Bengkulu", "DIPA", "Lempuing", "2025"],
        ]);
        let head = ["Satuan Kerja", "Anggaran", "Kelurahan", "Tahun"];
        assert_eq!(list(&city, bengkulu, "", &head, &bnn).await, 4);
        let reached = activity("sosialisasi", "30/11/2025", "10853");
        city.app.log_activity(&city.officer(), bengkulu, reached).await.unwrap();
        city.app
            .log_activity(&city.officer(), code("17.71.03.1014"), activity("sosialisasi", "20/11/2025", "40"))
            .await
            .unwrap();
        let end_of_year = ask(&city, bengkulu, Moment::default()).await;
        assert_eq!(end_of_year, Answers { declared: 5, by_bnn: 3, running: 1, wanted: Some(1), ..Answers::default() });
        assert_eq!(ask(&city, bengkulu, then()).await, Answers { declared: 1, wanted: Some(1), ..Answers::default() });
        assert_eq!(ask(&city, bengkulu, known_then()).await.declared, 1);
        city.clock.set(noon(NOW));
        let now = ask(&city, bengkulu, Moment::default()).await;
        assert_eq!(now, Answers { declared: 5, by_bnn: 3, wanted: Some(67), ..Answers::default() });
        let page = city.app.village_list(&city.officer(), bengkulu).await.unwrap();
        assert!(
            page.rows
                .iter()
                .any(|row| row[0] == Cell::Text("BNNP Bengkulu".into()) && row[2] == Cell::Text("Malabero".into()))
        );
    });
}

#[test]
fn batang_hari_has_two_with_families_and_peers() {
    in_the_country("15.04", noon(date(2023, 12, 12)), |city| async move {
        let regency = code("15.04");
        assert_eq!(named(&city, regency).len(), 124);
        let decree = DecreeDraft {
            kind: "designated".into(),
            number: "contoh/2023".into(),
            dated: "1/8/2023".into(),
            names: "Desa Senaning\nRantau Kapas Tuo".into(),
            ..DecreeDraft::default()
        };
        city.app.keep_decree(&city.someone(Role::Kesbangpol), regency, decree).await.unwrap();
        let two = rows(&[["Senaning", "2023", "2023", "2023"], ["RANTAU KAPAS TUO", "2023", "2023", "2023"]]);
        let head = ["Desa", "Tahun", "Kelompok ketahanan keluarga", "Kelompok teman sebaya"];
        assert_eq!(list(&city, regency, "", &head, &two).await, 2);
        for day in ["10/10/2023", "17/10/2023", "24/10/2023", "7/11/2023", "14/11/2023"] {
            city.app
                .log_activity(&city.officer(), code("15.04.05.2006"), activity("ketahanan_keluarga", day, "20"))
                .await
                .unwrap();
        }
        let that_year = ask(&city, regency, Moment::default()).await;
        assert_eq!(that_year, Answers { declared: 2, decreed: 2, running: 1, ..Answers::default() });
        city.clock.set(noon(NOW));
        let two = || Answers { declared: 2, decreed: 2, ..Answers::default() };
        assert_eq!(ask(&city, regency, Moment::default()).await, two());
        assert_eq!(ask(&city, regency, then()).await, two());
        assert_eq!(ask(&city, regency, known_then()).await, two());
    });
}

#[test]
fn hulu_sungai_selatan_met_and_has_declared_none_that_is_known() {
    in_the_country("63.06", noon(date(2022, 2, 25)), |city| async move {
        let regency = code("63.06");
        assert_eq!(named(&city, regency).len(), 148);
        let meeting = activity("rakernis", "23/2/2022", "");
        city.app.log_activity(&city.officer(), regency, meeting).await.unwrap();
        for moment in [Moment::default(), then(), known_then()] {
            assert_eq!(ask(&city, regency, moment).await, Answers::default());
        }
        city.clock.set(noon(NOW));
        assert_eq!(ask(&city, regency, Moment::default()).await, Answers::default());
        assert_eq!(
            city.app.activity_kinds(&city.officer(), regency, Some(2022)).await.unwrap(),
            [("rakernis".into(), 1)]
        );
    });
}
