//! A file comes back: looked at row by row, taken as one, taken back as one.

use app::{
    FIRST_INSTRUMENT, Refusal,
    city::Standing,
    imports::{
        preview::{Fate, Summary},
        template::Form,
    },
    sheets::review::SheetOf,
};
use domain::{role::Role, sheet::Step};
use instrument::Lang;
use testing::{City, YEAR, city_code, code, in_a_city};

const POLICE: usize = 0;

async fn upload(city: &City, text: &str) -> Result<String, Refusal> {
    let round = city.app.round(city_code(), None).await.unwrap();
    city.app.upload(&city.police(), &round, POLICE, "lembar.csv", text.as_bytes().to_vec()).await
}

async fn fates(city: &City, id: &str) -> Vec<Fate> {
    let (_, _, preview) = city.app.import(&city.police(), city_code(), id).await.unwrap();
    preview.rows.iter().map(|row| row.fate).collect()
}

async fn summary(city: &City, id: &str) -> Summary {
    city.app.import(&city.police(), city_code(), id).await.unwrap().2.summary()
}

async fn confirm(city: &City, id: &str) -> Result<Summary, Refusal> {
    let seen = city.app.import(&city.police(), city_code(), id).await?.2.seen();
    city.app.confirm_import(&city.police(), city_code(), id, &seen).await
}

#[test]
fn nothing_is_saved_before_it_is_confirmed_and_then_all_at_once() {
    in_a_city(|city| async move {
        let file = "kode;P1;P2;P3;P4;P6;P7;P8\n99.71.01.1001;9;30;4;1;12,5;0;0\n99.71.01.1002;0;0;0;0;0;0;0\n\
            99.71.01.1003;-2;;;;;;\n99.71.09.1001;1;;;;;;\n99.71.02.1001;3 Jan;;;;;;\n";
        let id = upload(&city, file).await.unwrap();
        assert_eq!(
            fates(&city, &id).await,
            [Fate::Accepted, Fate::Accepted, Fate::Refused, Fate::Refused, Fate::Refused]
        );
        let (_, _, preview) = city.app.import(&city.police(), city_code(), &id).await.unwrap();
        assert!(preview.rows[2].faults[0].is_some(), "the fault stands under the very cell");
        assert!(preview.rows[3].fault.is_some());
        let view = city.app.sheet(&city.police(), city_code(), None, "police").await.unwrap();
        assert!(view.villages.iter().all(|village| village.answers.is_empty()));

        let done = confirm(&city, &id).await.unwrap();
        assert_eq!(done, Summary { accepted: 2, changed: 0, same: 0, refused: 3, refused_lines: vec![4, 5, 6] });
        let view = city.app.sheet(&city.police(), city_code(), None, "police").await.unwrap();
        assert_eq!(view.villages[0].answers["P6"].value, "12,5");
        assert_eq!(view.villages.iter().filter(|village| village.state.counts()).count(), 2);
        let again = confirm(&city, &id).await;
        assert!(matches!(again, Err(Refusal::Invalid("import-not-waiting"))));
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn an_import_is_undone_as_one_and_not_when_someone_has_gone_on() {
    in_a_city(|city| async move {
        let before = city.draft("police", "99.71.01.1001", Step::Save, &[("P1", "1")]);
        city.app.submit(&city.police(), before).await.unwrap();
        let file = "kode,P1,P2,P3,P4,P6,P7,P8\n99.71.01.1001,9,30,4,1,12,0,0\n99.71.01.1002,0,0,0,0,0,0,0\n";
        let id = upload(&city, file).await.unwrap();
        assert_eq!(fates(&city, &id).await, [Fate::Changed, Fate::Accepted]);
        confirm(&city, &id).await.unwrap();
        city.app.undo_import(&city.police(), city_code(), &id).await.unwrap();
        let view = city.app.sheet(&city.police(), city_code(), None, "police").await.unwrap();
        assert_eq!((view.villages[0].answers["P1"].value.as_str(), view.villages[0].answers.len()), ("1", 1));
        assert!(view.villages[0].state.is_open() && view.villages[1].answers.is_empty());
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);

        let id = upload(&city, file).await.unwrap();
        confirm(&city, &id).await.unwrap();
        let of = SheetOf { key: city.key(), village: code("99.71.01.1002"), sheet: "police".into(), revision: None };
        city.app.verify_sheet(&city.officer(), of).await.unwrap();
        let late = city.app.undo_import(&city.police(), city_code(), &id).await;
        assert!(matches!(late, Err(Refusal::Invalid("import-changed-since"))));
        let view = city.app.sheet(&city.police(), city_code(), None, "police").await.unwrap();
        assert_eq!(view.villages[0].answers["P1"].value, "9", "nothing was half undone");
    });
}

#[test]
fn what_has_changed_since_the_look_is_looked_at_again() {
    in_a_city(|city| async move {
        let file = "kode,P1,P2\n99.71.01.1001,9,30\n";
        let id = upload(&city, file).await.unwrap();
        let (_, _, preview) = city.app.import(&city.police(), city_code(), &id).await.unwrap();
        let other = city.draft("police", "99.71.01.1001", Step::Save, &[("P1", "1")]);
        city.app.submit(&city.police(), other).await.unwrap();
        let late = city.app.confirm_import(&city.police(), city_code(), &id, &preview.seen()).await;
        assert!(matches!(late, Err(Refusal::Invalid("import-look-again"))), "{late:?}");
        assert_eq!(fates(&city, &id).await, [Fate::Changed]);
        confirm(&city, &id).await.unwrap();
        assert_eq!(city.app.imported_file(&city.police(), city_code(), &id).await.unwrap(), file.as_bytes());
    });
}

#[test]
fn a_class_follows_from_a_file() {
    in_a_city(|city| async move {
        let village = "99.71.01.1001";
        let file = "kode,P1,P2,P3,P4,P6,P7,P8\n99.71.01.1001,9,30,4,1,12,0,0\n";
        let id = upload(&city, file).await.unwrap();
        confirm(&city, &id).await.unwrap();
        let own = [("P5", "0"), ("D1", "5"), ("D2", "30"), ("D3", "200"), ("D4", "ada"), ("D5", "1")];
        city.app.submit(&city.lurah(village), city.draft("village", village, Step::Submit, &own)).await.unwrap();
        let view = city.app.village(&city.officer(), code(village), None).await.unwrap();
        assert_eq!(view.standing, Standing::Class(view.round.rule.class_index("bahaya").unwrap()));
    });
}

#[test]
fn codes_are_old_missing_or_double_and_each_is_told() {
    in_a_city(|city| async move {
        let ended = domain::region::Revision {
            code: code("99.71.02.1003"),
            name: "Melati 2-1003".into(),
            valid_from: None,
            valid_until: Some(jiff::civil::date(2026, 1, 31)),
            successors: vec![code("99.71.02.1002")],
        };
        city.app.revise_regions(&city.officer(), &[ended]).await.unwrap();
        let file = "kode,nama,P1\n99.71.01.1001,,1\n9971011001,,2\n,melati 1-1002,3\n,Melati,4\n99.71.02.1003,,5\n63.06.01.2001,,6\n";
        let id = upload(&city, file).await.unwrap();
        let (_, _, preview) = city.app.import(&city.police(), city_code(), &id).await.unwrap();
        let told = |at: usize| preview.rows[at].fault.as_ref().map(|fault| fault.en.clone()).unwrap_or_default();
        assert!(told(0).contains("more than once") && told(1).contains("more than once"));
        assert_eq!(preview.rows[2].village, Some(code("99.71.01.1002")), "an unmistakable name is taken");
        assert!(told(3).contains("not certain") || told(3).contains("not known"), "{}", told(3));
        assert!(told(4).contains("99.71.02.1002"), "{}", told(4));
        assert!(told(5).contains("not in this area"), "{}", told(5));
    });
}

#[test]
fn a_template_goes_out_and_comes_back_only_where_it_belongs() {
    in_a_city(|city| async move {
        let round = city.app.round(city_code(), None).await.unwrap();
        for form in [Form::Xlsx, Form::Csv] {
            let name = if form == Form::Xlsx { "templat.xlsx" } else { "templat.csv" };
            let bytes = city.app.template(&city.police(), &round, POLICE, city_code(), form, Lang::Id).await.unwrap();
            let id = city.app.upload(&city.police(), &round, POLICE, name, bytes).await.unwrap();
            assert_eq!(summary(&city, &id).await, Summary { same: 6, ..Summary::default() });
            let empty = confirm(&city, &id).await;
            assert!(matches!(empty, Err(Refusal::Invalid("import-nothing-accepted"))));
        }
        let bytes = city.app.template(&city.officer(), &round, 1, city_code(), Form::Xlsx, Lang::Id).await.unwrap();
        let other = city.app.upload(&city.police(), &round, POLICE, "x.xlsx", bytes.clone()).await;
        assert!(matches!(other, Err(Refusal::Invalid("import-other-sheet") | Refusal::File(_))), "{other:?}");
        city.app
            .open_round(&city.officer(), city_code(), FIRST_INSTRUMENT, YEAR + 1, jiff::civil::date(2027, 11, 30))
            .await
            .unwrap();
        let next = city.app.round(city_code(), Some(YEAR + 1)).await.unwrap();
        let bytes = city.app.template(&city.police(), &round, POLICE, city_code(), Form::Xlsx, Lang::Id).await.unwrap();
        let late = city.app.upload(&city.police(), &next, POLICE, "x.xlsx", bytes.clone()).await;
        assert!(matches!(late, Err(Refusal::Invalid("import-other-year"))), "{late:?}");
        let lurah =
            city.app.template(&city.lurah("99.71.01.1001"), &round, POLICE, city_code(), Form::Xlsx, Lang::Id).await;
        assert!(matches!(lurah, Err(Refusal::NotAllowed(_))));
        let mayor = city.app.upload(&city.someone(Role::Leadership), &round, POLICE, "x.xlsx", bytes.clone()).await;
        assert!(matches!(mayor, Err(Refusal::NotAllowed(_))));
    });
}

#[test]
fn what_is_no_table_is_refused_with_a_reason() {
    in_a_city(|city| async move {
        let round = city.app.round(city_code(), None).await.unwrap();
        for (name, bytes) in [
            ("kosong.xlsx", b"".as_slice()),
            ("gambar.xlsx", b"\x89PNG\r\n\x1a\n...."),
            ("halaman.xlsx", b"<html><table></table></html>"),
            ("putus.xlsx", b"PK\x03\x04cut"),
            ("tanpa-judul.csv", b"1,2,3\n4,5,6\n"),
        ] {
            let refused = city.app.upload(&city.police(), &round, POLICE, name, bytes.to_vec()).await;
            let Err(Refusal::File(message)) = refused else { panic!("{name}: {refused:?}") };
            assert!(!message.id.is_empty() && !message.en.is_empty());
        }
        assert!(city.app.imports(&city.police(), &round).await.unwrap().is_empty());
    });
}

#[test]
fn a_code_and_a_name_that_disagree_are_refused() {
    in_a_city(|city| async move {
        let file =
            "kode,nama,P1\n99.71.01.1001,Melati 1-1002,1\n99.71.01.1002,Melati 1-1002,2\n99.71.01.1003,RW kami,3\n";
        let id = upload(&city, file).await.unwrap();
        assert_eq!(fates(&city, &id).await, [Fate::Refused, Fate::Accepted, Fate::Accepted]);
        let (_, _, preview) = city.app.import(&city.police(), city_code(), &id).await.unwrap();
        assert!(preview.rows[0].fault.as_ref().unwrap().en.contains("99.71.01.1002"));
    });
}

#[test]
fn a_nil_row_empties_its_sheet_and_stands_beside_noughts_only() {
    in_a_city(|city| async move {
        let before = city.draft("police", "99.71.01.1001", Step::Save, &[("P1", "60")]);
        city.app.submit(&city.police(), before).await.unwrap();
        let file = "kode,P1,P2,nihil\n99.71.01.1001,0,,nihil\n99.71.01.1002,3,,nihil\n99.71.01.1003,,,entah\n";
        let id = upload(&city, file).await.unwrap();
        assert_eq!(fates(&city, &id).await, [Fate::Changed, Fate::Refused, Fate::Refused]);
        confirm(&city, &id).await.unwrap();
        let view = city.app.sheet(&city.police(), city_code(), None, "police").await.unwrap();
        assert!(view.villages[0].nil);
        assert!(view.villages[0].answers.values().all(|answer| answer.value.is_empty()));
        city.app.undo_import(&city.police(), city_code(), &id).await.unwrap();
        let view = city.app.sheet(&city.police(), city_code(), None, "police").await.unwrap();
        assert_eq!((view.villages[0].nil, view.villages[0].answers["P1"].value.as_str()), (false, "60"));
        let twice = city.app.undo_import(&city.police(), city_code(), &id).await;
        assert!(matches!(twice, Err(Refusal::Invalid("import-not-confirmed"))));
    });
}

#[test]
fn cells_that_say_nothing_new_keep_their_source() {
    in_a_city(|city| async move {
        let mut before = city.draft("police", "99.71.01.1001", Step::Save, &[("P1", "5"), ("P2", "7")]);
        for typed in &mut before.villages[0].answers {
            typed.source = "Surat 12/2026".into();
        }
        city.app.submit(&city.police(), before).await.unwrap();
        let id = upload(&city, "kode,P1,P2\n99.71.01.1001,5,8\n99.71.01.1002,,\n").await.unwrap();
        assert_eq!(fates(&city, &id).await, [Fate::Changed, Fate::Same]);
        confirm(&city, &id).await.unwrap();
        let view = city.app.sheet(&city.police(), city_code(), None, "police").await.unwrap();
        let source = |item: &str| view.villages[0].answers[item].source.clone();
        assert_eq!((source("P1").as_str(), source("P2").as_str()), ("Surat 12/2026", "lembar.csv"));
    });
}

#[test]
fn what_was_confirmed_is_what_is_counted_and_its_file_may_be_gone() {
    in_a_city(|city| async move {
        let id = upload(&city, "kode,P1\n99.71.01.1001,5\n99.71.01.1002,6\n99.71.01.1003,x\n").await.unwrap();
        let sent = city.draft("police", "99.71.01.1002", Step::Submit, &[("P1", "1")]);
        city.app.submit(&city.police(), sent).await.unwrap();
        assert_eq!(fates(&city, &id).await, [Fate::Accepted, Fate::Refused, Fate::Refused]);
        confirm(&city, &id).await.unwrap();
        let (row, ..) = city.app.import_row(&city.police(), city_code(), &id).await.unwrap();
        let counted = app::imports::row_summary(&row);
        assert_eq!((counted.accepted, counted.refused, counted.refused_lines.as_slice()), (1, 2, [3, 4].as_slice()));
        city.app.undo_import(&city.police(), city_code(), &id).await.unwrap();
    });
}

#[test]
fn an_import_belongs_to_those_who_fill_its_sheet() {
    in_a_city(|city| async move {
        let id = upload(&city, "kode,P1\n99.71.01.1001,5\n").await.unwrap();
        let seen = city.app.import(&city.police(), city_code(), &id).await.unwrap().2.seen();
        for role in
            [Role::Lurah, Role::VillageOperator, Role::Camat, Role::Leadership, Role::Inspectorate, Role::Administrator]
        {
            let other = city.someone(role);
            let refused =
                |done: Result<(), Refusal>| assert!(matches!(done, Err(Refusal::NotAllowed(_))), "{role}: {done:?}");
            refused(city.app.import(&other, city_code(), &id).await.map(drop));
            refused(city.app.imported_file(&other, city_code(), &id).await.map(drop));
            refused(city.app.refused_rows(&other, city_code(), &id, Lang::Id).await.map(drop));
            refused(city.app.confirm_import(&other, city_code(), &id, &seen).await.map(drop));
            refused(city.app.undo_import(&other, city_code(), &id).await);
        }
    });
}
