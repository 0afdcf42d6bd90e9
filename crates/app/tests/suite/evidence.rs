//! Files that prove a sheet: who may add and see them, what is left of a picture, and that nothing referred to goes away.

use app::{Refusal, evidence::About};
use domain::role::Role;
use testing::{City, city_code, code, in_a_city};

const DAY: i64 = 24 * 60 * 60 * 1000;
const VILLAGE: &str = "99.71.01.1001";
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n";

fn about(city: &City, sheet: &str, place: &str) -> About {
    About { key: city.key(), sheet: sheet.into(), place: code(place) }
}

/// Another small PDF.
fn pdf(number: usize) -> Vec<u8> {
    let text = String::from_utf8_lossy(PDF).replace("%PDF-1.4\n", &format!("%PDF-1.4\n% {number}\n"));
    text.into_bytes()
}

#[test]
fn a_file_is_seen_by_who_may_see_the_sheet_and_by_no_one_else() {
    in_a_city(|city| async move {
        let (own, police) = (about(&city, "village", VILLAGE), about(&city, "police", "99.71"));
        let lurah = city.lurah(VILLAGE);
        let added =
            city.app.add_evidence(&lurah, &own, "../surat\u{202e}fdp.exe", PDF.to_vec(), "Surat").await.unwrap();
        let handed = city.app.evidence_file(&city.officer(), city_code(), &added.id).await.unwrap();
        assert_eq!((handed.bytes.as_slice(), handed.picture, handed.media_type), (PDF, false, "application/pdf"));
        assert!(handed.name.ends_with(".pdf") && !handed.name.contains(['/', '\u{202e}']), "{}", handed.name);
        let (files, may_add) = city.app.evidence(&city.someone(Role::Inspectorate), &own).await.unwrap();
        assert_eq!((files.len(), may_add), (1, false));
        let next = city.lurah("99.71.01.1002");
        assert!(matches!(city.app.evidence(&next, &own).await, Err(Refusal::NotAllowed(_))));
        let theirs = city.app.evidence_file(&next, city_code(), &added.id).await;
        assert!(matches!(theirs, Err(Refusal::NotAllowed(_))));
        city.app.add_evidence(&city.police(), &police, "berita.pdf", pdf(1), "").await.unwrap();
        for role in [Role::Inspectorate, Role::Kesbangpol, Role::Lurah, Role::Camat, Role::Administrator] {
            let seen = city.app.evidence(&city.someone(role), &police).await;
            assert!(matches!(seen, Err(Refusal::NotAllowed(_))), "{role}");
        }
        let forged = city.app.evidence(&city.officer(), &about(&city, "village", "63.06.01.2001")).await;
        assert!(matches!(forged, Err(Refusal::NotFound(_))));
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn what_is_no_evidence_is_refused_and_there_are_at_most_twenty() {
    in_a_city(|city| async move {
        let own = about(&city, "village", VILLAGE);
        let lurah = city.lurah(VILLAGE);
        let add = async |name: &str, bytes: Vec<u8>| city.app.add_evidence(&lurah, &own, name, bytes, "").await;
        for (name, bytes) in [
            ("foto.jpg", b"<!doctype html><script>alert(1)</script>".to_vec()),
            ("foto.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()),
            ("kosong.pdf", vec![]),
            ("besar.pdf", [PDF, &vec![b' '; 200 << 20]].concat()),
        ] {
            assert!(matches!(add(name, bytes).await, Err(Refusal::File(_))), "{name}");
        }
        for number in 0..20 {
            add("a.pdf", pdf(number)).await.unwrap();
        }
        assert!(matches!(add("a.pdf", pdf(21)).await, Err(Refusal::Invalid("evidence-too-many"))));
    });
}

#[test]
fn what_nothing_refers_to_goes_after_a_month_and_the_rest_stays() {
    in_a_city(|city| async move {
        let own = about(&city, "village", VILLAGE);
        let lurah = city.lurah(VILLAGE);
        let kept = city.app.add_evidence(&lurah, &own, "a.pdf", pdf(1), "").await.unwrap().id;
        let gone = city.app.add_evidence(&lurah, &own, "b.pdf", pdf(2), "").await.unwrap().id;
        city.app.remove_evidence(&lurah, city_code(), &gone).await.unwrap();
        assert_eq!(city.app.sweep_files().await.unwrap().0, 0, "it may be wanted again");
        city.clock.pass(31 * DAY);
        // The same content comes again and is referred to anew just before the sweep.
        let again = city.app.add_evidence(&lurah, &own, "b.pdf", pdf(2), "").await.unwrap().id;
        assert_eq!(city.app.sweep_files().await.unwrap().0, 0);
        city.app.remove_evidence(&lurah, city_code(), &again).await.unwrap();
        city.clock.pass(31 * DAY);
        assert_eq!(city.app.sweep_files().await.unwrap().0, 1);
        assert!(city.app.evidence_file(&lurah, city_code(), &kept).await.is_ok());
        city.app.lock_round(&city.officer(), city_code(), app::FIRST_INSTRUMENT, testing::YEAR).await.unwrap();
        let late = city.app.remove_evidence(&lurah, city_code(), &kept).await;
        assert!(matches!(late, Err(Refusal::Invalid("sheet-round-locked"))));
    });
}
