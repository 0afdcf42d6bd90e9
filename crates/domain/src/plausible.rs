//! What a verifier should look at twice. Never a reason to refuse: a fall may be true.

/// A fall is pointed out from this value on …
const FROM: f64 = 5.0;
/// … when it leaves no more than this share.
const LEFT: f64 = 0.2;

/// Whether a value in cell form fell so far since last year that someone should ask why (12 → 0).
///
/// ```
/// use domain::plausible::implausible_fall;
/// assert!(implausible_fall("12", "0"));
/// assert!(implausible_fall("12,5", "tidak"));
/// assert!(!implausible_fall("12", "8"));
/// assert!(!implausible_fall("2", "0"));
/// assert!(!implausible_fall("12", "?"));
/// ```
#[must_use]
pub fn implausible_fall(before: &str, now: &str) -> bool {
    let number = |text: &str| match text {
        "tidak" => Some(0.0),
        text => text.replace(',', ".").parse::<f64>().ok(),
    };
    matches!((number(before), number(now)), (Some(before), Some(now)) if before >= FROM && now <= before * LEFT)
}
