//! Plans that agencies made for themselves, three unlike each other: nothing of them is lost, what cannot be taken says why,
//! and what a person said of the columns is remembered.

use crate::plans::{agency, liaison};
use app::{
    Actor, Refusal,
    plan::import::{Given, Mapping, Read, ReadRow, Review},
};
use domain::role::Role;
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use testing::{City, city_code, in_a_city};

fn line(sheet: &mut Worksheet, row: u32, texts: &[&str]) {
    for (column, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        let column = u16::try_from(column).unwrap();
        match text.parse::<f64>() {
            Ok(number) => sheet.write_number(row, column, number).unwrap(),
            Err(_) => sheet.write_string(row, column, *text).unwrap(),
        };
    }
}

/// Twelve worksheets, headings in two rows with merged cells, actions merged downwards, numbers of columns, a sum.
fn of_education() -> Vec<u8> {
    let (mut book, plain) = (Workbook::new(), Format::new());
    for name in
        ["Cover", "Renaksi 2025", "Renaksi 2026", "DPA", "Rekap", "Jan", "Feb", "Mar", "Apr", "Mei", "Juni", "Catatan"]
    {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        if !name.starts_with("Renaksi") {
            line(sheet, 0, &["", "Lembar kerja internal"]);
            continue;
        }
        line(sheet, 0, &["RENCANA AKSI P4GN DINAS PENDIDIKAN"]);
        line(sheet, 1, &["Tahun Anggaran", "", "2026"]);
        for (column, heading) in [
            (0, "No"),
            (1, "Rencana Aksi"),
            (2, "Uraian Kegiatan"),
            (5, "Satuan"),
            (6, "Waktu"),
            (7, "Penanggung-Jawab"),
            (8, "ANGGARAN (Rp)"),
            (9, "Mitra"),
        ] {
            sheet.merge_range(3, column, 4, column, heading, &plain).unwrap();
        }
        sheet.merge_range(3, 3, 3, 4, "Target", &plain).unwrap();
        line(sheet, 4, &["", "", "", "B06", "B12"]);
        line(sheet, 5, &["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)"]);
        sheet.merge_range(6, 1, 8, 1, "Sosialisasi pencegahan narkotika", &plain).unwrap();
        line(
            sheet,
            6,
            &[
                "1",
                "",
                "Penyuluhan di 12 SMP",
                "480",
                "720",
                "Siswa",
                "Februari s.d. Mei",
                "Bidang SMP",
                "Rp18.000.000,00",
                "BNNK",
            ],
        );
        line(sheet, 7, &["2", "", "Guru pendamping", "40", "", "", "TW II", "Bidang GTK", "18 juta", "-"]);
        line(sheet, 8, &["3", "", "Sekolah bersih", "120%", "", "%", "sepanjang tahun", "Sekretariat"]);
        line(
            sheet,
            9,
            &[
                "4",
                "Tes urine pegawai",
                "Tes urine kepala sekolah",
                "",
                "60",
                "orang",
                "Agustus",
                "Sekretariat",
                "sesuai DPA",
            ],
        );
        line(sheet, 10, &["", "", "JUMLAH", "640", "780"]);
    }
    book.save_to_buffer().unwrap()
}

/// No column of actions but names above groups, one target for the year with its unit beside it, times that nobody can read.
fn of_police() -> Vec<u8> {
    let (mut book, plain) = (Workbook::new(), Format::new());
    let sheet = book.add_worksheet();
    line(sheet, 2, &["NO", "KEGIATAN", "VOLUME", "WAKTU PELAKSANAAN", "SUMBER DANA", "BIAYA", "KET"]);
    sheet.merge_range(3, 0, 3, 6, "I. SOSIALISASI DAN PENYEBARAN INFORMASI", &plain).unwrap();
    line(sheet, 4, &["1", "Police goes to school", "24 kali", "TW II", "DIPA RM", "12.000.000", "Sat Binmas"]);
    line(sheet, 5, &["2", "Spanduk", "2 x 30 lembar", "menyesuaikan", "APBN", "", ""]);
    sheet.merge_range(6, 0, 6, 6, "II. PEMBENTUKAN SATGAS RELAWAN", &plain).unwrap();
    line(sheet, 7, &["1", "Kampung tangguh narkoba", "5 kampung", "menyesuaikan jadwal", "", "1,5 juta", "hibah"]);
    book.save_to_buffer().unwrap()
}

/// Text with semicolons, headings that mean nothing to the program, money in millions.
const OF_SOCIAL: &str = "Apa;Kelompok;Smt 1;Smt 2;Sat;Dana (juta Rp);Keterangan
Rehabilitasi sosial keluarga;Pembinaan masyarakat di kawasan rawan;10;15;keluarga;25;lanjutan 2025
Kunjungan rumah;;20;;keluarga;7,5;
;;;;;;hanya catatan
";

async fn read(city: &City, who: &Actor, agency: &str, name: &str, bytes: Vec<u8>) -> Given {
    city.app.read_plan_file(who, city_code(), agency, (name, bytes)).await.unwrap()
}

async fn look(city: &City, who: &Actor, agency: &str, given: &Given, mapping: Option<Mapping>) -> Review {
    city.app.review_plan_file(who, city_code(), (agency, 2026), given, mapping).await.unwrap()
}

fn rows(review: &Review) -> Vec<&ReadRow> {
    review.rows.iter().filter_map(Read::row).collect()
}

fn faults(row: &ReadRow) -> Vec<&'static str> {
    row.faults.iter().map(|fault| fault.key).collect()
}

fn notes(row: &ReadRow) -> Vec<&'static str> {
    row.notes.iter().map(|note| note.key).collect()
}

async fn keep(city: &City, who: &Actor, agency: &str, given: &Given, review: &Review) -> Result<usize, Refusal> {
    let ticked: Vec<u32> = rows(review).iter().map(|row| row.line).collect();
    let said = (given, review.mapping.clone());
    city.app.keep_plan_file(who, city_code(), (agency, 2026), said, (&ticked, &review.seen())).await
}

#[test]
fn twelve_worksheets_and_merged_headings_become_rows_and_faults_say_what_to_do() {
    in_a_city(|city| async move {
        let id = agency(&city, "Dinas Pendidikan").await;
        let sari = liaison(&city, &id, "disdik").await;
        let given = read(&city, &sari, &id, "renaksi.xlsx", of_education()).await;
        assert_eq!((given.sheets.len(), given.left_out.len()), (12, 0));
        let review = look(&city, &sari, &id, &given, None).await;
        assert_eq!(given.sheets[review.mapping.sheet].name, "Renaksi 2026");
        assert_eq!((review.mapping.first, review.mapping.headings), (4, 2), "a title is no heading");
        let meant =
            ["skip", "action", "activity", "target_1", "target_2", "unit", "when", "owner", "budget", "partners"];
        assert_eq!(review.mapping.fields, meant);
        let read = rows(&review);
        assert_eq!(read.len() + 2, review.rows.len(), "numbers of columns and the sum are shown as such");
        let first = &read[0].draft;
        assert_eq!((first.action.as_str(), first.unit.as_str(), first.budget.as_str()), ("g1", "Siswa", "18000000"));
        assert_eq!((first.starts_on.as_str(), first.ends_on.as_str()), ("2026-02-01", "2026-05-31"));
        assert_eq!(first.targets, [("b06".into(), "480".into()), ("b12".into(), "720".into())]);
        assert_eq!(
            read.iter().map(|row| faults(row)).collect::<Vec<_>>(),
            [vec![], vec!["plan-no-unit"], vec!["plan-above-hundred"], vec!["plan-import-budget-unreadable"],]
        );
        assert_eq!(notes(read[1]), ["plan-import-budget"], "18 juta is read, and said");
        assert_eq!((read[1].draft.action.as_str(), read[3].draft.action.as_str()), ("g1", "g3"));
        let mapping = Mapping { unit: "orang".into(), ..review.mapping.clone() };
        let seen = review.seen();
        let said = (&given, mapping.clone());
        let stale = city.app.keep_plan_file(&sari, city_code(), (&id, 2026), said, (&[7, 8], &seen)).await;
        assert!(matches!(stale, Err(Refusal::Invalid("import-look-again"))), "what is kept was looked at");
        let review = look(&city, &sari, &id, &given, Some(mapping)).await;
        assert_eq!(keep(&city, &sari, &id, &given, &review).await.unwrap(), 2);
        let plan = city.app.agency_plan(&sari, city_code(), &id, Some(2026)).await.unwrap();
        let kept: Vec<_> = plan.rows.iter().map(|row| (row.activity.as_str(), row.unit.as_str(), row.budget)).collect();
        assert_eq!(
            kept,
            [("Penyuluhan di 12 SMP", "siswa", Some(18_000_000)), ("Guru pendamping", "orang", Some(18_000_000)),]
        );
        let again = look(&city, &sari, &id, &given, Some(review.mapping.clone())).await;
        assert_eq!(rows(&again).iter().filter(|row| row.there).count(), 2, "it is not taken twice unseen");
        let twice = keep(&city, &sari, &id, &given, &review).await;
        assert!(matches!(twice, Err(Refusal::Invalid("import-look-again"))));
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn groups_name_the_action_and_what_has_no_place_goes_to_the_note() {
    in_a_city(|city| async move {
        let id = agency(&city, "Polres").await;
        let sari = liaison(&city, &id, "polres").await;
        let given = read(&city, &sari, &id, "giat.xlsx", of_police()).await;
        let review = look(&city, &sari, &id, &given, None).await;
        let read = rows(&review);
        let sections = review.rows.iter().filter(|row| matches!(row, Read::Section(..))).count();
        assert_eq!((read.len(), sections), (3, 2));
        let told: Vec<_> = read
            .iter()
            .map(|row| (row.draft.action.as_str(), row.draft.unit.as_str(), row.draft.note.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("g1", "kali", "KET: Sat Binmas · SUMBER DANA: DIPA RM"),
                ("g1", "", "WAKTU PELAKSANAAN: menyesuaikan"),
                ("g4", "kampung", "KET: hibah · WAKTU PELAKSANAAN: menyesuaikan jadwal"),
            ]
        );
        assert_eq!(read[0].draft.targets, [("b06".to_owned(), "24".to_owned())], "it ends in June");
        assert_eq!(read[2].draft.targets, [("b12".to_owned(), "5".to_owned())]);
        assert_eq!(faults(read[1]), ["plan-import-target-unreadable", "plan-no-unit"]);
        assert_eq!(notes(read[2]), ["plan-import-when", "plan-import-year-target", "plan-import-budget"]);
        assert_eq!(keep(&city, &sari, &id, &given, &review).await.unwrap(), 2);
        let plan = city.app.agency_plan(&sari, city_code(), &id, Some(2026)).await.unwrap();
        assert_eq!(plan.rows[1].note, "KET: hibah · WAKTU PELAKSANAAN: menyesuaikan jadwal");
        assert_eq!(plan.rows[1].budget, Some(1_500_000));
    });
}

#[test]
fn what_a_person_said_of_columns_is_remembered_for_the_agency_and_no_other() {
    in_a_city(|city| async move {
        let (social, other) = (agency(&city, "Dinas Sosial").await, agency(&city, "DP3A").await);
        let (sari, budi) = (liaison(&city, &social, "dinsos").await, liaison(&city, &other, "dp3a").await);
        let given = read(&city, &sari, &social, "renja.csv", OF_SOCIAL.into()).await;
        let review = look(&city, &sari, &social, &given, None).await;
        assert!(rows(&review).iter().all(|row| !row.faults.is_empty()), "nobody can know what `Apa` means");
        let mut mapping = review.mapping.clone();
        (mapping.first, mapping.headings) = (1, 1);
        mapping.fields =
            ["activity", "action", "target_1", "target_2", "unit", "budget", "note"].map(str::to_owned).into();
        mapping.actions.clear();
        let review = look(&city, &sari, &social, &given, Some(mapping)).await;
        let read = rows(&review);
        let told: Vec<_> =
            read.iter().map(|row| (row.draft.action.as_str(), row.draft.budget.as_str(), faults(row))).collect();
        assert_eq!(
            told,
            [("g5", "25000000", vec![]), ("g5", "7500000", vec![])],
            "the group goes on, money is in millions"
        );
        assert_eq!(review.rows.len(), 3, "the row that is only a note is shown, and not kept");
        assert_eq!(keep(&city, &sari, &social, &given, &review).await.unwrap(), 2);
        let next = OF_SOCIAL.replace("Kunjungan rumah", "Rumah singgah").replace("Apa;Kelompok;", "Kelompok;Apa;");
        let next = next.replace(
            "Rehabilitasi sosial keluarga;Pembinaan masyarakat di kawasan rawan",
            "Pembinaan masyarakat di kawasan rawan;Rehabilitasi sosial keluarga",
        );
        let next = next.replace("Rumah singgah;", ";Rumah singgah");
        let given = city.app.read_plan_file(&sari, city_code(), &social, ("renja.csv", next.into())).await.unwrap();
        let review = look(&city, &sari, &social, &given, None).await;
        let read = rows(&review);
        assert_eq!(
            read.iter().map(|row| (row.draft.activity.as_str(), row.there)).collect::<Vec<_>>(),
            [("Rehabilitasi sosial keluarga", true), ("Rumah singgah", false),]
        );
        let given = city.app.read_plan_file(&budi, city_code(), &other, ("renja.csv", OF_SOCIAL.into())).await.unwrap();
        assert!(rows(&look(&city, &budi, &other, &given, None).await).iter().all(|row| !row.faults.is_empty()));
        for role in [Role::Lurah, Role::BnnkEradication, Role::Camat] {
            let asked =
                city.app.read_plan_file(&city.someone(role), city_code(), &social, ("a.csv", b"x;y".to_vec())).await;
            assert!(matches!(asked, Err(Refusal::NotAllowed(_))), "{role}");
        }
        let long = OF_SOCIAL.to_owned() + &"x;y\n".repeat(2_001);
        let long = city.app.read_plan_file(&sari, city_code(), &social, ("renja.csv", long.into())).await;
        assert!(matches!(long, Err(Refusal::Invalid("plan-import-too-large"))), "it is said, not cut");
        let no_table =
            city.app.read_plan_file(&sari, city_code(), &social, ("foto.xlsx", b"\xff\xd8\xff".to_vec())).await;
        assert!(matches!(no_table, Err(Refusal::File(_))));
    });
}
