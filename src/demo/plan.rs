//! The class that each kelurahan has in each year of the story, and what of it is missing.

use domain::region::RegionCode;
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

/// How a village stands in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    Bahaya,
    Waspada,
    Siaga,
    Aman,
    /// Answers are missing, so two classes are possible.
    Between,
    /// The village has not handed in.
    Silent,
}

/// The kelurahan that tell the story of the mapping.
pub const SERUNI: &str = "99.71.01.1001";
pub const BUKIT_PINANG: &str = "99.71.04.1003";
pub const PASAR_KENANGA: &str = "99.71.06.1002";
pub const PULAU_KERAPU: &str = "99.71.12.1001";

/// How many of each in 2026, beside the named ones: in all bahaya 3, waspada 9 (one by decision), siaga 27, aman 13,
/// undetermined 6, silent 6.
const IN_2026: [(Stand, usize); 6] = [
    (Stand::Bahaya, 3),
    (Stand::Waspada, 8),
    (Stand::Siaga, 26),
    (Stand::Aman, 12),
    (Stand::Between, 5),
    (Stand::Silent, 6),
];

/// The plan of a year: a stand for every village, in their order.
pub fn year(year: i64, villages: &[RegionCode], random: &mut ChaCha8Rng) -> Vec<Stand> {
    let mut deck: Vec<Stand> = IN_2026.iter().flat_map(|(stand, count)| std::iter::repeat_n(*stand, *count)).collect();
    if year < 2026 {
        // Earlier years: all have reported, and it was a little worse the longer ago.
        let worse = (2026 - year) as usize;
        deck.iter_mut()
            .filter(|stand| matches!(stand, Stand::Between | Stand::Silent))
            .for_each(|stand| *stand = Stand::Siaga);
        deck.iter_mut()
            .filter(|stand| **stand == Stand::Siaga)
            .take(2 * worse)
            .for_each(|stand| *stand = Stand::Waspada);
        deck.iter_mut().filter(|stand| **stand == Stand::Waspada).take(worse).for_each(|stand| *stand = Stand::Bahaya);
    }
    for at in (1..deck.len()).rev() {
        deck.swap(at, random.random_range(0..=at));
    }
    let mut deck = deck.into_iter();
    villages
        .iter()
        .map(|village| match (village.to_string().as_str(), year) {
            (SERUNI, 2022) => Stand::Bahaya,
            (SERUNI, 2023) => Stand::Waspada,
            (SERUNI | PASAR_KENANGA, _) => Stand::Siaga,
            (BUKIT_PINANG, 2026) => Stand::Between,
            (BUKIT_PINANG, _) => Stand::Waspada,
            (PULAU_KERAPU, _) => Stand::Aman,
            _ => deck.next().unwrap_or(Stand::Siaga),
        })
        .collect()
}
