//! Real-looking counts in a real city: the presence thresholds must not put every village in the same class.
//!
//! The 68 kelurahan of Kota Bogor with their population of 2024; the counts are invented (seeded), at rates a city of
//! a million has: some 150 drug cases and 1,500 crime reports a year, seizures in grams, boarding houses by the campus.

use std::collections::BTreeMap;
use std::path::Path;

/// A linear congruential generator: the same city on every machine.
struct Chance(u64);

impl Chance {
    /// Even between 0 and 1.
    fn even(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A count with this mean (Poisson, by Knuth's method in steps that do not underflow).
    fn count(&mut self, mut mean: f64) -> u32 {
        let mut count = 0;
        while mean > 0.0 {
            let (limit, mut product) = ((-mean.min(30.0)).exp(), self.even());
            while product > limit {
                count += 1;
                product *= self.even();
            }
            mean -= 30.0;
        }
        count
    }
}

#[test]
fn real_looking_counts_spread_over_the_classes() {
    let shared = std::env::var("BERSINAR_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").to_owned());
    let path = Path::new(&shared).join("data/population/32.71_kota_bogor_kelurahan_2024.csv");
    let Ok(population) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not there (set BERSINAR_SHARED)", path.display());
        return;
    };
    let mut chance = Chance(3271);
    let mut csv = "kode;nama;penduduk;kk;P1;P2;P3;P4;P5;P6;P7;P8;D1;D2;D3;D4;D5\n".to_owned();
    for row in population.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let residents: f64 = cells[3].parse().expect("residents");
        let thousands = residents / 1000.0;
        // Some kelurahan have far more of everything than others (exponential, mean 1).
        let burden = -chance.even().max(1e-9).ln();
        let around = -chance.even().max(1e-9).ln();
        let cases = chance.count(0.13 * thousands * burden);
        let grams = if cases == 0 { 0.0 } else { f64::from(cases) * 4.0 * -chance.even().max(1e-9).ln() };
        let counts = [
            cases,
            chance.count(1.3 * thousands * (0.4 + 0.6 * burden)),
            chance.count(0.09 * thousands * burden),
            chance.count(0.04 * burden),
            chance.count(0.5 * thousands * (0.3 + 0.7 * burden)),
        ];
        let rest = [chance.count(0.12 * burden), chance.count(0.4 * burden), chance.count(2.0 * around)];
        let houses = [chance.count(1.1 * thousands * around), chance.count(5.0 * thousands * (0.5 + 0.5 * around))];
        let lack = if chance.even() < 0.2 { "ada" } else { "tidak" };
        let distance = 1 + (chance.even() * chance.even() * 5.0) as u32;
        let list = |numbers: &[u32]| numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(";");
        let grams = format!("{grams:.1}").replace('.', ",");
        csv += &format!(
            "{};{};{};{};{};{grams};{};{};{lack};{distance}\n",
            cells[0],
            cells[1],
            cells[3],
            cells[6],
            list(&counts),
            list(&rest),
            list(&houses)
        );
    }
    let lines = super::score(csv);
    assert_eq!(lines.len(), 68);
    let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &lines {
        assert!(line.get("problems").is_none(), "{line}");
        *classes.entry(line["class"].as_str().expect("every answer is given")).or_default() += 1;
    }
    eprintln!("Kota Bogor, invented counts: {classes:?}");
    assert!(classes.len() >= 3, "{classes:?}");
    assert!(classes.values().all(|count| *count <= 45), "two thirds in one class: {classes:?}");
}
