//! Text from people as it is kept: nothing in it that does not show, or that turns other text around.

/// The text on one line, without control characters and without marks that change the direction of writing.
///
/// ```
/// assert_eq!(app::plain("Surat\u{0} 12\r\n\u{202e}2026 "), "Surat 12 2026");
/// ```
#[must_use]
pub fn plain(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let shown: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let shown: String = shown.chars().filter(|c| !c.is_control() && !turns(*c)).collect();
    shown.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
