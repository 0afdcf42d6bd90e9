//! The invented city's places: 12 districts, 64 kelurahan, their shapes, their people by number.

use super::map;
use app::{Actor, App, Refusal, places::figures::Figures};
use domain::region::{RegionCode, Revision};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use serde_json::json;

/// Eleven districts on the mainland with five kelurahan each, and the islands with nine.
const DISTRICTS: [(&str, &[&str]); 12] = [
    ("Teluk Dalam", &["Kampung Seruni", "Teluk Mutiara", "Pantai Asri", "Muara Kenari", "Sungai Lestari"]),
    ("Harapan Barat", &["Tanjung Melati", "Rawa Cemara", "Padang Sirih", "Lembah Anyelir", "Kebun Raya Lama"]),
    ("Harapan Tengah", &["Pasar Baru Harapan", "Taman Teratai", "Alun Permai", "Kota Lama", "Simpang Lima"]),
    ("Bukit Raya", &["Bukit Anggrek", "Bukit Cendana", "Bukit Pinang", "Bukit Damar", "Bukit Kemuning"]),
    ("Sungai Biru", &["Hulu Biru", "Hilir Biru", "Jembatan Biru", "Rawa Indah", "Lubuk Tenang"]),
    ("Pelabuhan", &["Dermaga Timur", "Pasar Kenanga", "Dermaga Barat", "Gudang Lama", "Bandar Senja"]),
    ("Kawasan Industri", &["Mekar Industri", "Tunas Karya", "Karya Bakti Jaya", "Griya Pekerja", "Lintas Pabrik"]),
    ("Harapan Timur", &["Cempaka Sari", "Dahlia Permai", "Flamboyan Jaya", "Kamboja Asri", "Mawar Indah"]),
    ("Tanjung Ratu", &["Ratu Ayu", "Ratu Puncak", "Tanjung Hijau", "Tanjung Pandan Sari", "Pesisir Ratu"]),
    ("Rimba Jaya", &["Rimba Asri", "Rimba Tengah", "Rimba Hulu", "Ladang Panjang Baru", "Sumber Embun"]),
    (
        "Mutiara Selatan",
        &["Selatan Jaya", "Karang Mutiara", "Pasir Kencana", "Batu Gading", "Sungai Raya Kampung Baru Ilir"],
    ),
    (
        "Kepulauan Kerapu",
        &[
            "Pulau Kerapu",
            "Pulau Kakap",
            "Pulau Tenggiri",
            "Pulau Bawal",
            "Pulau Cumi",
            "Pulau Belanak",
            "Pulau Layang",
            "Pulau Selar",
            "Pulau Baronang",
        ],
    ),
];

/// How many inhabitants the city has in 2026.
const RESIDENTS: f64 = 1_204_000.0;
/// The mean number of people in a household.
const HOUSEHOLD: f64 = 3.7;

/// Makes the city: codes, shapes, figures, installation.
pub async fn found(app: &App, console: &Actor, random: &mut ChaCha8Rng) -> Result<RegionCode, Refusal> {
    let city = code("99.71")?;
    let mut revisions = vec![named("99", "Provinsi Contoh")?, named("99.71", "Kota Teluk Harapan")?];
    let mut villages = vec![];
    for ((district, names), number) in DISTRICTS.iter().zip(1..) {
        revisions.push(named(&format!("99.71.{number:02}"), district)?);
        for (name, village) in names.iter().zip(1001..) {
            let village = format!("99.71.{number:02}.{village}");
            revisions.push(named(&village, name)?);
            villages.push(code(&village)?);
        }
    }
    app.revise_regions(console, &revisions).await?;
    app.install(console, city, true).await?;
    let cells = map::draw(random);
    let feature = |(village, ring): (&RegionCode, Vec<[f64; 2]>)| {
        let ring: Vec<_> = ring.iter().chain(ring.first()).collect();
        json!({ "type": "Feature", "properties": { "kode": village.to_string() },
            "geometry": { "type": "Polygon", "coordinates": [ring] } })
    };
    let features: Vec<_> = villages.iter().zip(cells).map(feature).collect();
    let file = json!({ "type": "FeatureCollection", "features": features }).to_string().into_bytes();
    app.import_boundaries(console, city, file, "naskah acak bersemai milik kota contoh", false).await?;
    people(app, console, city, &villages, random).await?;
    Ok(city)
}

async fn people(
    app: &App,
    console: &Actor,
    city: RegionCode,
    villages: &[RegionCode],
    random: &mut ChaCha8Rng,
) -> Result<(), Refusal> {
    let island = |village: &RegionCode| village.to_string().starts_with("99.71.12");
    let weight: Vec<f64> = villages
        .iter()
        .map(|village| if island(village) { 0.12 } else { 1.0 } * random.random_range(0.55..1.6))
        .collect();
    let all: f64 = weight.iter().sum();
    for year in 2022i16..=2026 {
        let growth = 1.014f64.powi(i32::from(year) - 2026);
        let figures = villages.iter().zip(&weight).map(|(village, weight)| {
            let residents = (RESIDENTS * growth * weight / all).round();
            Figures {
                village: *village,
                as_of: jiff::civil::date(year, 6, 30),
                residents: Some(residents as u32),
                households: Some((residents / HOUSEHOLD).round() as u32),
            }
        });
        app.import_figures(console, city, &figures.collect::<Vec<_>>(), "seeded script of the demonstration").await?;
    }
    Ok(())
}

/// Gives the villages of a real regency neutral names, so that none carries a made-up class.
pub async fn rename_neutrally(app: &App, console: &Actor, regency: RegionCode) -> Result<(), Refusal> {
    let places = app.places();
    let mut revisions = vec![];
    for (district, number) in places.districts_in(regency).zip(1..) {
        revisions.push(revision(district.code, format!("Contoh {number}")));
        for (village, at) in places.villages_in(district.code).zip(1..) {
            revisions.push(revision(village.code, format!("Contoh {number}.{at}")));
        }
    }
    app.revise_regions(console, &revisions).await.map(drop)
}

fn code(text: &str) -> Result<RegionCode, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound("region"))
}

fn named(text: &str, name: &str) -> Result<Revision, Refusal> {
    Ok(revision(code(text)?, name.to_owned()))
}

fn revision(code: RegionCode, name: String) -> Revision {
    Revision { code, name, valid_from: None, valid_until: None, successors: vec![] }
}
