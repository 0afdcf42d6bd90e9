//! What every answer carries, and that pages load only what they say they do.

use super::client::{door, get, post};
use testing::{in_a_city, office::Office};

#[test]
fn every_answer_is_hardened_and_keeps_nothing() {
    in_a_city(async |city| {
        let _office = Office::open(&city).await;
        let door = door(&city);
        let pages = [
            "/",
            "/tulis",
            "/lanjut",
            "/en/",
            "/en/tulis",
            "/en/lanjut",
            "/hasil",
            "/giliran",
            "/naskah.json",
            "/tidak-ada",
            "/en/nothing",
        ];
        let mut answers = vec![post(&door, "/kirim", "").await, post(&door, "/kotak", "").await];
        for path in pages {
            answers.push(get(&door, path).await);
        }
        for answer in answers {
            let header =
                |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
            let policy = header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'") && policy.contains("require-trusted-types-for 'script'"));
            assert!(!policy.contains("unsafe"), "{policy}");
            assert_eq!(header("referrer-policy"), "no-referrer");
            assert_eq!(header("cache-control"), "no-store");
            assert_eq!(header("set-cookie"), "");
        }
        for (path, said) in [
            ("/", "Lapor"),
            ("/lanjut", "Delapan kata Anda"),
            ("/en", "Report drug dealing"),
            ("/en/", "Report drug dealing"),
            ("/en/lanjut", "Your eight words"),
            ("/hasil", "Belum ada bulan yang diumumkan"),
            ("/en/hasil", "No month is told yet"),
            ("/hasil/99.71/2026-10", r#"{"marks":null}"#),
        ] {
            let page = get(&door, path).await;
            assert!(page.status == 200 && page.text().contains(said), "{path}: {}", page.status);
        }
        for (path, said) in [("/tidak-ada", "Halaman itu tidak ada"), ("/en/nothing", "There is no such page")] {
            let page = get(&door, path).await;
            assert!(page.status == 404 && page.text().contains(said), "{path}: {}", page.status);
        }
        assert!(get(&door, "/en/tulis").await.text().contains("Who may read it?"));
        assert!(get(&door, "/tulis").await.text().contains("Siapa yang boleh membaca?"));
    });
}

#[test]
fn pages_load_only_what_is_listed_and_hold_it_against_its_digest() {
    in_a_city(async |city| {
        let _office = Office::open(&city).await;
        let door = door(&city);
        let listed: serde_json::Value = serde_json::from_slice(&get(&door, "/naskah.json").await.body).unwrap();
        let listed = listed.as_array().unwrap();
        for (path, all) in [("/", 2), ("/tulis", 3), ("/lanjut", 3)] {
            let page = get(&door, path).await.text();
            let loads = page.matches("<script src=").count() + page.matches("<link rel=\"stylesheet\"").count();
            let known = listed.iter().filter(|one| {
                let [path, integrity] = ["path", "integrity"].map(|name| one[name].as_str().unwrap());
                page.contains(&format!("\"{path}\" integrity=\"{integrity}\""))
            });
            assert_eq!((loads, known.count()), (all, all), "{path}");
            assert!(!page.contains("style=") && !page.contains("onclick"), "{path}");
        }
        for one in listed {
            let content = get(&door, one["path"].as_str().unwrap()).await;
            let digest = door::integrity(&content.body);
            assert_eq!(one["integrity"].as_str().unwrap(), digest);
        }
    });
}
