//! For: the words around and inside a place name: kind words that may be dropped, abbreviations and numerals.
//! Not for: comparing names (`index.rs`, `similar.rs`).
//! Next: `mod.rs` for the order in which these are tried.

use crate::region::VillageKind;
use crate::region::fold::fold_words;

/// Words for "desa" that people put before a name; in many places one of them is part of the real name instead.
/// "Kp." is not among them: it is short for "Kampung" and may not be dropped silently.
const DESA_WORDS: [&str; 15] = [
    "desa",
    "ds",
    "gampong",
    "nagari",
    "kampung",
    "kampong",
    "pekon",
    "tiyuh",
    "kalurahan",
    "lembang",
    "ohoi",
    "negeri",
    "kute",
    "kepenghuluan",
    "kenagarian",
];
const KELURAHAN_WORDS: [&str; 2] = ["kel", "kelurahan"];
const DISTRICT_WORDS: [&str; 5] = ["kec", "kecamatan", "distrik", "kapanewon", "kemantren"];
const REGENCY_WORDS: [&str; 2] = ["kab", "kabupaten"];
const CITY_WORDS: [&str; 3] = ["kota", "kotamadya", "kodya"];
const ADMINISTRATIVE: [&str; 2] = ["adm", "administrasi"];

/// A name without the kind word before it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stripped<'w> {
    pub rest: &'w [String],
    /// What the dropped word said.
    pub kind: Option<VillageKind>,
}

/// Drops one kind word ("Kel.", "Desa", "Desa Adat") from a village name; none if there is none, or nothing else.
pub(super) fn strip_village(words: &[String]) -> Option<Stripped<'_>> {
    let (first, rest) = words.split_first()?;
    let second = rest.first().map_or("", String::as_str);
    let plain_desa = matches!(first.as_str(), "desa" | "ds");
    let (rest, kind) = if (plain_desa || first == "kampung") && second == "adat" {
        (&rest[1..], Some(VillageKind::DesaAdat))
    } else if KELURAHAN_WORDS.contains(&first.as_str()) {
        (rest, Some(VillageKind::Kelurahan))
    } else if DESA_WORDS.contains(&first.as_str()) {
        (rest, Some(VillageKind::Desa))
    } else {
        return None;
    };
    (!rest.is_empty()).then_some(Stripped { rest, kind })
}

/// A district's name without "Kecamatan" and the like.
pub(super) fn strip_district(words: &[String]) -> &[String] {
    match words.split_first() {
        Some((first, rest)) if !rest.is_empty() && DISTRICT_WORDS.contains(&first.as_str()) => rest,
        _ => words,
    }
}

/// A regency's name without "Kabupaten", "Kota Administrasi" and the like, and whether that said it is a city.
pub(super) fn strip_regency(words: &[String]) -> (&[String], Option<bool>) {
    let Some((first, mut rest)) = words.split_first() else { return (words, None) };
    let is_city = CITY_WORDS.contains(&first.as_str());
    if !is_city && !REGENCY_WORDS.contains(&first.as_str()) {
        return (words, None);
    }
    if let Some((second, more)) = rest.split_first()
        && ADMINISTRATIVE.contains(&second.as_str())
    {
        rest = more;
    }
    if rest.is_empty() { (words, None) } else { (rest, Some(is_city)) }
}

/// The names a name may stand for once abbreviations are written out and numerals are figures: at most four, as keys.
/// The first is the likeliest. Both sides of a comparison are written out, so "Sei" meets "Sungai" and "II" meets "2".
pub(super) fn written_out(words: &[String]) -> Vec<String> {
    let mut keys = vec![String::new()];
    for word in words {
        let numeral = numeral(word);
        let options = match numeral.as_deref() {
            Some(figure) => &[figure],
            None => long_forms(word),
        };
        let both = keys.len() * options.len() <= 4;
        let options: &[&str] = match options {
            [] => &[word.as_str()],
            [first, ..] if !both => &[first],
            options => options,
        };
        keys = options.iter().flat_map(|option| keys.iter().map(move |key| format!("{key}{option}"))).collect();
    }
    keys
}

/// [`written_out`] from the text, first reading only.
pub(super) fn written_out_first(name: &str) -> String {
    written_out(&fold_words(name)).into_iter().next().unwrap_or_default()
}

fn long_forms(word: &str) -> &'static [&'static str] {
    match word {
        "sei" | "sie" | "sungei" | "sg" | "sng" | "s" => &["sungai"],
        "tj" | "tjg" | "tg" | "tjng" | "tanjong" => &["tanjung"],
        "kp" | "kpg" | "kamp" | "kampong" => &["kampung"],
        "gn" | "gng" | "gunong" => &["gunung"],
        "bt" => &["batu", "bukit"],
        "bkt" => &["bukit"],
        "btg" => &["batang"],
        "ma" | "mr" | "muaro" => &["muara"],
        "lb" | "lbk" => &["lubuk"],
        "tl" | "tlk" => &["teluk", "talang"],
        "pl" | "pulo" | "p" => &["pulau"],
        "pd" => &["padang", "pondok"],
        "pdg" => &["padang"],
        "ps" => &["pasir", "pasar"],
        "psr" => &["pasar", "pasir"],
        "sp" | "spg" => &["simpang"],
        "kt" => &["kota", "koto"],
        "mns" => &["meunasah"],
        "dsn" => &["dusun"],
        "perk" => &["perkebunan"],
        "afd" => &["afdeling"],
        "kep" => &["kepulauan"],
        "ujong" => &["ujung"],
        "utr" => &["utara"],
        "sel" | "slt" => &["selatan"],
        "brt" => &["barat"],
        "tim" | "tmr" => &["timur"],
        "tgh" => &["tengah"],
        _ => &[],
    }
}

/// Roman numerals up to 39 and the words for one to ten, as figures.
fn numeral(word: &str) -> Option<String> {
    const IN_WORDS: [&str; 10] =
        ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"];
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    if let Some(place) = IN_WORDS.iter().position(|w| *w == word) {
        return Some((place + 1).to_string());
    }
    let ones = word.trim_start_matches('x');
    let tens = word.len() - ones.len();
    let ones = ONES.iter().position(|numeral| *numeral == ones)?;
    (tens <= 3 && tens + ones > 0).then(|| (tens * 10 + ones).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(name: &str) -> Option<(String, Option<VillageKind>)> {
        strip_village(&fold_words(name)).map(|s| (s.rest.concat(), s.kind))
    }

    #[test]
    fn kind_words_before_a_village_are_dropped_one_at_a_time() {
        let kelurahan = Some(VillageKind::Kelurahan);
        assert_eq!(stripped("Kel.Muka Kuning"), Some(("mukakuning".into(), kelurahan)));
        assert_eq!(stripped("Kelurahan Kampung Jawa"), Some(("kampungjawa".into(), kelurahan)));
        assert_eq!(stripped("Desa/Kel. Baru"), Some(("kelbaru".into(), Some(VillageKind::Desa))));
        assert_eq!(stripped("Desa Adat Yoboi"), Some(("yoboi".into(), Some(VillageKind::DesaAdat))));
        assert_eq!(stripped("Kp. Baru"), None);
        assert_eq!(stripped("Kampung"), None);
        assert_eq!(stripped("Kelapa Dua"), None);
    }

    #[test]
    fn regency_words_say_whether_it_is_a_city() {
        let strip = |name: &str| {
            let words = fold_words(name);
            let (rest, city) = strip_regency(&words);
            (rest.concat(), city)
        };
        assert_eq!(strip("Kota Adm. Jakarta Utara"), ("jakartautara".into(), Some(true)));
        assert_eq!(strip("Kab. Batang Hari"), ("batanghari".into(), Some(false)));
        assert_eq!(strip("Kotabaru"), ("kotabaru".into(), None));
    }

    #[test]
    fn abbreviations_and_numerals_meet_their_long_form() {
        assert_eq!(written_out_first("Sei Beduk"), written_out_first("Sungai Beduk"));
        assert_eq!(written_out_first("Rengas IX"), written_out_first("Rengas 9"));
        assert_eq!(written_out_first("Tounelet Satu"), written_out_first("Tounelet I"));
        assert_eq!(written_out(&fold_words("Bt. Sawar")), ["batusawar", "bukitsawar"]);
        assert_eq!(written_out_first("Batin XXIV"), "batin24");
        assert!(written_out(&fold_words("bt bt bt bt bt bt")).len() <= 4);
    }
}
