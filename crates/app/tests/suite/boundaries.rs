//! Boundaries: matched by code, checked, replaced as one, with neighbours; the six real areas where they are at hand.

use app::{Refusal, places::boundaries::Boundaries, places::shapes::Beside};
use domain::{region::RegionCode, role::Role};
use serde_json::json;
use std::path::PathBuf;
use testing::{city_code, code, in_a_city};

fn square(code: &str, x: f64, y: f64) -> serde_json::Value {
    let ring = json!([[x, y], [x + 0.01, y], [x + 0.01, y + 0.01], [x, y + 0.01], [x, y]]);
    json!({ "type": "Feature", "properties": { "KODE": code }, "geometry": { "type": "Polygon", "coordinates": [ring] } })
}

fn file(features: &[serde_json::Value]) -> Vec<u8> {
    json!({ "type": "FeatureCollection", "features": features }).to_string().into_bytes()
}

#[test]
fn outlines_are_matched_by_code_and_islands_get_a_marked_neighbour() {
    in_a_city(|city| async move {
        let features = [
            square("99.71.01.1001", 107.0, 2.0),
            square("9971011002", 107.01, 2.0),
            square("99.71.01.1003", 107.2, 2.0),
            square("63.06.01.2001", 108.0, 2.0),
        ];
        let found =
            city.app.import_boundaries(&city.officer(), city_code(), file(&features), "uji", true).await.unwrap();
        assert_eq!((found.features, found.matched.len(), found.missing.len()), (4, 3, 3));
        assert_eq!(found.unmatched, ["63.06.01.2001"]);
        let [a, b, c] = ["99.71.01.1001", "99.71.01.1002", "99.71.01.1003"].map(code);
        let beside: Vec<(RegionCode, RegionCode, Beside)> = city.app.neighbours(city_code()).await.unwrap();
        assert_eq!(beside.len(), 4, "each pair stands twice");
        assert!(matches!(beside[0], (x, y, Beside::Border(1106)) if (x, y) == (a, b)), "{beside:?}");
        assert!(matches!(beside[3], (x, y, Beside::Nearest(metres)) if (x, y) == (c, b) && metres > 19_000));
        assert_eq!(city.app.neighbours(b).await.unwrap().len(), 2);
        // Another file replaces all of it.
        let only = file(&[square("99.71.02.1001", 107.0, 2.0)]);
        city.app.import_boundaries(&city.officer(), city_code(), only, "uji", true).await.unwrap();
        assert_eq!(city.app.shapes(city_code()).await.unwrap().len(), 1);
        assert_eq!(city.app.neighbours(city_code()).await.unwrap(), []);
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn what_crosses_itself_is_named_and_what_is_no_degree_is_refused_as_a_whole() {
    in_a_city(|city| async move {
        let officer = city.officer();
        let mut bow = square("99.71.01.1001", 107.0, 2.0);
        bow["geometry"]["coordinates"] =
            json!([[[107.0, 2.0], [107.02, 2.02], [107.02, 2.0], [107.0, 2.02], [107.0, 2.0]]]);
        let both = file(&[bow.clone(), square("99.71.01.1002", 107.1, 2.0)]);
        let found: Boundaries = city.app.import_boundaries(&officer, city_code(), both, "uji", true).await.unwrap();
        assert_eq!((found.matched.len(), found.refused()), (1, 1));
        let lines =
            app::places::boundary_words::lines(&found, &city.app.places(), words::words(words::Lang::Id)).join("\n");
        assert!(
            lines.contains("99.71.01.1001: garis batas memotong dirinya sendiri di dekat 2.01000, 107.01000"),
            "{lines}"
        );
        let alone = city.app.import_boundaries(&officer, city_code(), file(&[bow]), "uji", true).await;
        assert!(matches!(alone, Err(Refusal::Invalid("boundary-none-matched"))));
        assert_eq!(city.app.shapes(city_code()).await.unwrap().len(), 1, "what was there stays");
        let metres = file(&[square("99.71.01.1001", 700_000.0, 9_200_000.0)]);
        let metres = city.app.import_boundaries(&officer, city_code(), metres, "uji", true).await;
        assert!(matches!(metres, Err(Refusal::Boundaries(atlas::Fault::AnotherProjection { .. }))));
        let lurah = city.app.import_boundaries(&city.someone(Role::Lurah), city_code(), vec![], "uji", true).await;
        assert!(matches!(lurah, Err(Refusal::NotAllowed(_))));
    });
}

#[test]
fn the_six_areas_match_all_their_villages() {
    let shared = std::env::var_os("BERSINAR_SHARED").map_or_else(|| "../../../shared".into(), PathBuf::from);
    let folder = shared.join("data/boundaries");
    if !folder.join("21.71.geojson").exists() {
        eprintln!("skipped: no shared data (BERSINAR_SHARED)");
        return;
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut villages = 0;
        for regency in ["15.04", "17.71", "21.71", "32.71", "35.79", "63.06"] {
            let bytes = std::fs::read(folder.join(format!("{regency}.geojson"))).unwrap();
            let (app, _folder) = testing::empty_app().await;
            let console = app::Actor::Console("test");
            let found = app.import_boundaries(&console, code(regency), bytes, "uji", true).await.unwrap();
            assert_eq!((found.missing.len(), found.unmatched.len(), found.refused()), (0, 0, 0), "{regency}");
            let alone = found
                .matched
                .iter()
                .filter(|village| !found.neighbours.iter().any(|(a, b, _)| a == *village || b == *village));
            assert_eq!(alone.count(), 0, "{regency}: every village has a neighbour");
            let water = found.neighbours.iter().filter(|(.., beside)| matches!(beside, Beside::Nearest(_))).count();
            assert_eq!(water > 0, regency == "21.71", "{regency}: {water} over water");
            villages += found.matched.len();
        }
        assert_eq!(villages, 495);
    });
}
