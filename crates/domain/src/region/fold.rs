//! For: bringing two spellings of a name to one key: case, spaces, punctuation, apostrophes and diacritics dropped.
//! Not for: dropping words ("Kelurahan") or undoing abbreviations ("Sei"): `match_names/words.rs`.
//! Next: `search.rs` and `match_names/index.rs` compare keys.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The letters and digits of a name, lower-case, without diacritics. Folding a key again changes nothing.
///
/// ```
/// use domain::region::fold;
/// assert_eq!(fold("Oro-Oro  Ombo"), "orooroombo");
/// assert_eq!(fold("Regapu’u"), fold("REGAPU'U"));
/// ```
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        return name.bytes().filter(u8::is_ascii_alphanumeric).map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    let letters = |c: &char| c.is_alphanumeric() && !is_combining_mark(*c);
    // Lower-casing a decomposed letter can give one that decomposes again (İ), hence twice.
    name.nfkd().flat_map(char::to_lowercase).nfkd().filter(letters).collect()
}

/// The words of a name, each folded. Spaces, hyphens, full stops, commas and the like part words; apostrophes do not.
///
/// ```
/// use domain::region::fold_words;
/// assert_eq!(fold_words("Kel. Muka-Kuning"), ["kel", "muka", "kuning"]);
/// assert_eq!(fold_words("Bu Nuapu’u"), ["bu", "nuapuu"]);
/// ```
pub fn fold_words(name: &str) -> Vec<String> {
    let parts = |c: char| !(c.is_alphanumeric() || is_combining_mark(c) || is_apostrophe(c));
    name.split(parts).map(fold).filter(|word| !word.is_empty()).collect()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | 'ʻ' | '′')
}
