//! The list of villages goes out in BNN's order of columns, comes back, and changes only what was looked at.

use crate::programme::on;
use app::{
    Actor, Refusal,
    programme::{
        Which,
        directory::HelpDraft,
        directory_list::seen,
        list::{
            Given, GivenRow,
            review::{Choice, Choices, How, Review},
        },
        milestones::MilestoneDraft,
        tags::TagDraft,
    },
    totals::Form,
};
use domain::role::Role;
use testing::{City, city_code, code, in_a_city};

const HEAD: &str = "Satuan Kerja,Anggaran Pembentukan,Nama Desa/Kelurahan,Nama Kecamatan,Kabupaten/Kota,Tanggal Pencanangan,\
Bulan Pencanangan,Jumlah Penggiat P4GN,Keberadaan IBM,Penanggung Jawab,Nomor HP,Link Kelengkapan dan Dokumentasi\r\n";

async fn read(city: &City, csv: &str) -> Given {
    let bytes = csv.as_bytes().to_vec();
    city.app.read_village_list(&city.officer(), city_code(), "daftar.csv", bytes, "").await.unwrap()
}

async fn review(city: &City, given: &Given, choices: &Choices) -> Review {
    city.app.review_village_list(&city.officer(), city_code(), given, choices).await.unwrap()
}

/// Takes a list as its review offers it.
async fn take(city: &City, given: &Given) -> Result<usize, Refusal> {
    let offered = review(city, given, &Choices::default()).await;
    let choice = |row: &app::programme::list::review::ReviewRow| Choice { take: row.take, village: row.village };
    let choices: Choices = offered.rows.iter().map(|row| (row.line, choice(row))).collect();
    let seen = offered.seen();
    city.app.keep_village_list(&city.officer(), city_code(), given, &choices, &seen).await
}

async fn csv(city: &City) -> String {
    let bytes = city.app.village_list_file(&city.officer(), city_code(), Form::Csv).await.unwrap();
    String::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}').to_owned()
}

/// Four villages: launched on a day, in a month, in a year; and one that only takes part.
async fn fill(city: &City) {
    let officer = city.officer();
    for (village, when, count) in
        [("99.71.01.1001", "19/8/2024", "5"), ("99.71.01.1002", "2023-08", ""), ("99.71.02.1001", "2022", "12")]
    {
        city.app.record_milestone(&officer, code(village), on("launched", when)).await.unwrap();
        if !count.is_empty() {
            let activists = MilestoneDraft { quantity: count.into(), ..on("penggiat", "1/9/2024") };
            city.app.record_milestone(&officer, code(village), activists).await.unwrap();
        }
    }
    city.app.record_milestone(&officer, code("99.71.02.1001"), on("ibm_unit", "2/2/2025")).await.unwrap();
    for (village, funding, unit, link) in [
        ("99.71.01.1001", "dipa", "", "https://drive.example/satu"),
        ("99.71.02.1001", "non_dipa", "BNNP Uji", ""),
        ("99.71.02.1003", "non_dipa", "", ""),
    ] {
        let tag = TagDraft {
            programme: "bersinar".into(),
            since: "2025".into(),
            funding: funding.into(),
            work_unit: unit.into(),
            link: link.into(),
            ..TagDraft::default()
        };
        city.app.keep_tag(&officer, code(village), tag).await.unwrap();
    }
    city.app.keep_village_contact(&officer, code("99.71.01.1001"), "Bu Contoh", "+62 812-0000-0001").await.unwrap();
}

#[test]
fn what_goes_out_comes_back_into_an_empty_installation_as_the_same_list() {
    in_a_city(|city| async move {
        fill(&city).await;
        let first = csv(&city).await;
        assert_eq!(
            first,
            format!(
                "{HEAD}BNN Kota Uji,DIPA,Melati 1-1001,Kecamatan 1,Kota Uji,2024-08-19,Agustus,5,Belum Ada,Bu Contoh,\
                 '+62 812-0000-0001,https://drive.example/satu\r\n\
                 BNN Kota Uji,,Melati 1-1002,Kecamatan 1,Kota Uji,Agustus 2023,Agustus,,Belum Ada,,,\r\n\
                 BNNP Uji,NON DIPA,Melati 2-1001,Kecamatan 2,Kota Uji,2022,,12,Ada,,,\r\n\
                 BNN Kota Uji,NON DIPA,Melati 2-1003,Kecamatan 2,Kota Uji,,,,Belum Ada,,,\r\n"
            )
        );
        let book = city.app.village_list_file(&city.officer(), city_code(), Form::Xlsx).await.unwrap();
        // Here it says nothing new.
        let same = city.app.read_village_list(&city.officer(), city_code(), "a.xlsx", book.clone(), "").await.unwrap();
        let review = review(&city, &same, &Choices::default()).await;
        assert!(review.rows.iter().all(|row| row.changes.is_empty()), "{:?}", review.rows);
        // Elsewhere, where nothing is, it is the same list: from the workbook and from the text.
        for (name, bytes) in [("daftar.xlsx", book), ("daftar.csv", first.clone().into_bytes())] {
            let first = first.clone();
            elsewhere(name, bytes, first).await;
        }
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

async fn elsewhere(name: &'static str, bytes: Vec<u8>, first: String) {
    let there = testing::another_city().await;
    let given = there.app.read_village_list(&there.officer(), city_code(), name, bytes, "").await.unwrap();
    assert_eq!(take(&there, &given).await.unwrap(), 4, "{name}");
    assert_eq!(csv(&there).await, first, "{name}");
    assert_eq!(there.app.verify(&[]).await.unwrap().findings, []);
}

#[test]
fn names_spelt_three_ways_are_one_village_asked_about_or_refused() {
    in_a_city(|city| async move {
        let list = "No;Kelurahan;Kecamatan;Kab/Kota;Pencanangan\n\
            1;KEL. MELATI 1-1001;Kec. 1;Kota Uji;2024\n\
            2;Melti 1-1002;;;2024\n\
            3;Mawar Berduri;;;2024\n\
            4;Melati 1-1003;;Kota Lain;2024\n\
            5;Melati 2-1001;;;2024\n\
            6;melati 2 1001;;;2023\n";
        let given = read(&city, list).await;
        assert_eq!(given.unknown, Vec::<String>::new());
        let offered = review(&city, &given, &Choices::default()).await;
        let taken: Vec<(u32, bool, bool, bool)> = offered
            .rows
            .iter()
            .map(|row| (row.line, row.take, row.wrong.is_some(), row.village.is_none() && !row.near.is_empty()))
            .collect();
        assert_eq!(
            taken,
            [
                (2, true, false, false),
                (3, false, false, true),
                (4, false, true, false),
                (5, false, true, false),
                (6, false, true, false),
                (7, false, true, false),
            ]
        );
        // A village that was not offered cannot be chosen.
        let chosen = |village: &str| Choices::from([(3, Choice { take: true, village: Some(code(village)) })]);
        let odd = review(&city, &given, &chosen("99.71.02.1003")).await;
        assert!(odd.rows[1].village.is_none() || odd.rows[1].near.iter().any(|one| one.code == code("99.71.02.1003")));
        // Who chooses a village sees first what that changes.
        let choices = Choices::from([
            (2, Choice { take: true, village: None }),
            (3, Choice { take: true, village: Some(code("99.71.01.1002")) }),
        ]);
        let keep = |seen: String| {
            let (city, given, choices) = (city.clone(), given.clone(), choices.clone());
            async move { city.app.keep_village_list(&city.officer(), city_code(), &given, &choices, &seen).await }
        };
        assert!(matches!(keep(offered.seen()).await, Err(Refusal::Invalid("list-look-chosen"))));
        assert_eq!(keep(review(&city, &given, &choices).await.seen()).await.unwrap(), 2);
        assert!(csv(&city).await.contains("Melati 1-1002,Kecamatan 1,Kota Uji,2024"));
    });
}

#[test]
fn what_happened_is_not_overwritten_and_what_cannot_be_read_is_named() {
    in_a_city(|city| async move {
        fill(&city).await;
        let list = "Nama Desa/Kelurahan,Tanggal Pencanangan,Jumlah Penggiat,IBM,Anggaran,Link,Nomor SK,Tanggal SK,Satgas\n\
            Melati 1-1001,2024,6,Ada,NON DIPA,drive.example,12/2024,tanggal dua,ada\n\
            Melati 1-1002,19/9/2023,dua,,APBD,,13/2024,1/2/2024,1/2/2099\n";
        let given = read(&city, list).await;
        let offered = review(&city, &given, &Choices::default()).await;
        let said: Vec<Vec<(&str, How)>> = offered
            .rows
            .iter()
            .map(|row| row.changes.iter().map(|change| (change.column.as_str(), change.how)).collect())
            .collect();
        assert_eq!(
            said[0],
            [
                ("Tanggal SK", How::Wrong),
                ("Satgas", How::New),
                ("Keberadaan IBM", How::New),
                ("Anggaran Pembentukan", How::Changed),
                ("Jumlah Penggiat P4GN", How::Changed),
                ("Link Kelengkapan dan Dokumentasi", How::Wrong),
                ("Nomor SK", How::Wrong),
            ]
        );
        assert_eq!(
            said[1],
            [
                ("Tanggal Pencanangan", How::Kept),
                ("Tanggal SK", How::New),
                ("Satgas", How::Wrong),
                ("Anggaran Pembentukan", How::Wrong),
                ("Jumlah Penggiat P4GN", How::Wrong),
                ("Nomor SK", How::New),
            ]
        );
        // What was looked at is no longer so: nothing is kept.
        let seen = offered.seen();
        let activists = MilestoneDraft { quantity: "9".into(), ..on("penggiat", "1/1/2026") };
        city.app.record_milestone(&city.officer(), code("99.71.01.1002"), activists).await.unwrap();
        city.app.keep_village_contact(&city.officer(), code("99.71.01.1001"), "", "").await.unwrap();
        let early = "Nama Desa,Penggiat P4GN,Jumlah Penggiat\nMelati 1-1002,2026,4\n";
        let early = read(&city, early).await;
        let stale = city.app.keep_village_list(&city.officer(), city_code(), &early, &Choices::default(), &seen).await;
        assert!(matches!(stale, Err(Refusal::Invalid("import-look-again"))));
        // What has something unreadable in it is taken only where someone ticks it.
        assert!(matches!(take(&city, &given).await, Err(Refusal::Invalid("import-nothing-accepted"))));
        let ticked = Choices::from([2, 3].map(|line| (line, Choice { take: true, village: None })));
        let seen = review(&city, &given, &ticked).await.seen();
        let n = city.app.keep_village_list(&city.officer(), city_code(), &given, &ticked, &seen).await.unwrap();
        assert_eq!(n, 2);
        let now = csv(&city).await;
        assert!(now.contains("NON DIPA,Melati 1-1001,Kecamatan 1,Kota Uji,2024-08-19,Agustus,6,Ada,,,"), "{now}");
        assert!(now.contains("Melati 1-1002,Kecamatan 1,Kota Uji,Agustus 2023,Agustus,9,"), "{now}");
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn what_is_no_list_or_was_tampered_with_and_who_may_not_is_refused() {
    in_a_city(|city| async move {
        let officer = city.officer();
        let upload = |bytes: &'static str, day: &'static str| {
            let (city, officer) = (city.clone(), officer.clone());
            async move {
                let bytes = bytes.as_bytes().to_vec();
                city.app.read_village_list(&officer, city_code(), "a.csv", bytes, day).await
            }
        };
        assert!(matches!(upload("a,b\n1,2\n", "").await, Err(Refusal::Invalid("list-no-header"))));
        assert!(matches!(upload("Desa,Satgas\n", "").await, Err(Refusal::File(_))));
        assert!(matches!(upload("Desa,Satgas\nMelati 1-1001,ada\n", "1/1/2099").await, Err(Refusal::Form(_))));
        let good = upload("Desa,Satgas\nMelati 1-1001,ada\n", "").await.unwrap();
        for broken in [
            Given { columns: vec![999], ..good.clone() },
            Given { as_of: "2099-01-01".into(), ..good.clone() },
            Given { columns: vec![], ..good.clone() },
            Given { as_of: "0001-01-01".into(), ..good.clone() },
            Given { as_of: "2024".into(), ..good.clone() },
            Given { digest: "x".into(), ..good.clone() },
            Given { rows: [good.rows.clone(), good.rows.clone()].concat(), ..good.clone() },
            Given { rows: vec![GivenRow { cells: vec!["a".repeat(3000)], ..good.rows[0].clone() }], ..good.clone() },
        ] {
            let tried = city.app.review_village_list(&officer, city_code(), &broken, &Choices::default()).await;
            assert!(matches!(tried, Err(Refusal::Invalid("list-damaged"))));
        }
        for role in Role::ALL.into_iter().filter(|role| *role != Role::BnnkP2m) {
            let someone = city.someone(role);
            assert!(
                matches!(city.app.village_list(&someone, city_code()).await, Err(Refusal::NotAllowed(_))),
                "{role}"
            );
        }
    });
}

#[test]
fn who_is_responsible_is_known_to_few_and_gone_when_taken_away() {
    in_a_city(|city| async move {
        let first = code("99.71.01.1001");
        let lurah = city.lurah("99.71.01.1001");
        let keep = |name: &'static str, phone: &'static str| {
            let (city, lurah) = (city.clone(), lurah.clone());
            async move { city.app.keep_village_contact(&lurah, first, name, phone).await }
        };
        assert!(matches!(keep("Bu Contoh", "satu dua").await, Err(Refusal::Form(_))));
        keep("Bu Contoh", "0812 1").await.unwrap();
        for role in [Role::Leadership, Role::School, Role::Bnnp, Role::Inspectorate] {
            let seen = city.app.village_contact(&city.someone(role), first).await;
            assert!(matches!(seen, Err(Refusal::NotAllowed(_))), "{role}");
        }
        let mut ledger = vec![];
        city.app.export_ledger(&mut ledger).await.unwrap();
        assert!(!String::from_utf8_lossy(&ledger).contains("Bu Contoh"));
        assert_eq!(city.app.erasures().unwrap().len(), 0);
        city.clock.pass(1000);
        keep("Pak Contoh", "").await.unwrap();
        // A backup from before would bring the first name back: the log of erasures takes it away again.
        let log = city.app.erasures().unwrap();
        assert_eq!(log.len(), 1);
        let console = Actor::Console("test");
        assert_eq!(city.app.replay_erasures(&console, &log).await.unwrap(), 0);
        let backup = testing::another_city().await;
        backup.app.keep_village_contact(&backup.officer(), first, "Bu Contoh", "0812 1").await.unwrap();
        backup.clock.pass(2000);
        assert_eq!(backup.app.replay_erasures(&console, &log).await.unwrap(), 1);
        assert_eq!(backup.app.village_contact(&backup.officer(), first).await.unwrap(), None);
        keep("", "").await.unwrap();
        assert_eq!(city.app.village_contact(&lurah, first).await.unwrap(), None);
    });
}

#[test]
fn places_of_help_come_in_from_a_list_that_names_what_cannot_be_taken() {
    in_a_city(|city| async move {
        let officer = city.someone(Role::BnnkRehabilitation);
        let csv = "Nama fasilitas;Jenis;Layanan;Kelurahan;Alamat;No Telepon;Jam;Lintang;Bujur;Warna\n\
            Klinik Pratama;Klinik BNN;Konsultasi, rawat jalan;MELATI 1-1001;Jl. Satu 1;0778-111;Senin;-1,09;104,03;biru\n\
            Puskesmas Dua;puskesmas;Skrining;;;;;;;\n\
            Rumah Sakit Tiga;warung;Pijat;Nirwana;;;;abc;;\n\
            klinik  pratama;Klinik BNN;;;;;;;;\n";
        let read = |bytes: Vec<u8>, name: &'static str| {
            let (city, officer) = (city.clone(), officer.clone());
            async move { city.app.read_help_list(&officer, city_code(), name, bytes).await.unwrap() }
        };
        let list = read(csv.as_bytes().to_vec(), "bantuan.csv").await;
        let rows = city.app.review_help_list(&officer, city_code(), &list).await.unwrap();
        let may: Vec<bool> = rows.iter().map(app::programme::directory_list::HelpRow::may).collect();
        assert_eq!(may, [true, true, false, false]);
        let wrong: Vec<&str> = rows[2].wrong.iter().map(|(column, ..)| *column).collect();
        assert_eq!(wrong, ["directory-services", "village-name", "directory-kind", "directory-latitude"]);
        let all: Vec<u32> = rows.iter().map(|row| row.line).collect();
        assert_eq!(city.app.keep_help_list(&officer, city_code(), &list, &all, &seen(&rows)).await.unwrap(), 2);
        let there = city.app.help_places(&officer, city_code(), Some(code("99.71.01.1001"))).await.unwrap();
        assert_eq!((there.len(), there[0].place.name.as_str()), (2, "Klinik Pratama"));
        assert_eq!(there[0].services, ["consultation", "outpatient"]);
        // What the list has no column for stays; what is replaced is shown; who has changed it meanwhile is not overwritten.
        let first = there[0].place.clone();
        let closed = HelpDraft {
            which: Which { id: first.id.clone(), revision: first.revision },
            name: first.name.clone(),
            kind: first.kind.clone(),
            note: "Pindah".into(),
            ..HelpDraft::default()
        };
        city.app.keep_help_place(&officer, city_code(), closed).await.unwrap();
        let phone = read(b"Nama tempat,Jenis tempat,Telepon\nKlinik Pratama,Klinik BNN,021\n".to_vec(), "b.csv").await;
        let rows = city.app.review_help_list(&officer, city_code(), &phone).await.unwrap();
        assert_eq!(rows[0].changes, [("directory-phone", String::new(), "021".to_owned())]);
        let stale = city.app.keep_help_list(&officer, city_code(), &phone, &[2], "something else").await;
        assert!(matches!(stale, Err(Refusal::Invalid("import-look-again"))));
        city.app.keep_help_list(&officer, city_code(), &phone, &[2], &seen(&rows)).await.unwrap();
        let now = city.app.help_places(&officer, city_code(), None).await.unwrap();
        let now = now.into_iter().find(|line| line.place.id == first.id).unwrap().place;
        assert_eq!((now.phone.as_str(), now.note.as_str(), now.open), ("021", "Pindah", 0));
        let odd = HelpDraft { which: Which { id: "../x".into(), revision: 0 }, ..HelpDraft::default() };
        assert!(matches!(city.app.keep_help_place(&officer, city_code(), odd).await, Err(Refusal::NotFound(_))));
        // What goes out says nothing new when it comes back, from both files.
        for (form, name) in [(Form::Csv, "a.csv"), (Form::Xlsx, "a.xlsx")] {
            let file = city.app.help_file(&officer, city_code(), form).await.unwrap();
            let back = read(file, name).await;
            let rows = city.app.review_help_list(&officer, city_code(), &back).await.unwrap();
            assert!(rows.iter().all(|row| row.changes.is_empty() && row.wrong.is_empty()), "{rows:?}");
            let again = city.app.keep_help_list(&officer, city_code(), &back, &[2, 3], &seen(&rows)).await;
            assert!(matches!(again, Err(Refusal::Invalid("import-nothing-accepted"))));
        }
        let lurah = city.lurah("99.71.01.1001");
        assert!(matches!(city.app.help_file(&lurah, city_code(), Form::Csv).await, Err(Refusal::NotAllowed(_))));
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}
