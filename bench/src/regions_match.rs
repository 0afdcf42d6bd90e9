//! `regions-match`: 5,000 names as people type them, matched within a province.
//!
//! A third is written as in the list, a third with prefixes and other spelling, a third with letters swapped or lost.

use std::hint::black_box;

use domain::region::{
    Gazetteer,
    match_names::{Matcher, Query},
};

use crate::machine::{self, Figure};

const ROWS: usize = 5_000;
/// Seconds.
const TARGET: f64 = 1.0;

/// A name as someone may have typed it.
fn typed(name: &str, at: usize) -> String {
    let letters: Vec<char> = name.chars().collect();
    match at % 6 {
        0 | 1 => name.to_owned(),
        2 => format!("Kel. {}", name.to_uppercase()),
        3 => name.replace(' ', "").to_lowercase(),
        4 => {
            let mut swapped = letters;
            let middle = swapped.len() / 2;
            if middle > 0 {
                swapped.swap(middle - 1, middle);
            }
            swapped.into_iter().collect()
        }
        _ => letters.iter().enumerate().filter(|(place, _)| *place != letters.len() / 3).map(|(_, c)| c).collect(),
    }
}

/// Runs the benchmark and prints its line.
pub fn run() {
    let places = Gazetteer::builtin();
    let Ok(province) = "52".parse() else { return };
    let names: Vec<&str> = places.villages_in(province).map(|village| village.name).collect();
    let rows: Vec<String> = names.iter().cycle().zip(0..ROWS).map(|(name, at)| typed(name, at)).collect();
    let time = machine::median(3, || {
        let matcher = Matcher::new(&places, Some(province));
        for name in &rows {
            black_box(matcher.find(&Query { name, district: None, regency: None }));
        }
    });
    machine::report("regions-match", &[Figure::seconds(time, TARGET)]);
}
