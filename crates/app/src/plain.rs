//! Text from people as it is kept: nothing in it that does not show, or that turns other text around.

/// The text on one line, without control characters, without characters that do not show, and without marks that change the
/// direction of writing.
///
/// ```
/// assert_eq!(app::plain("Surat\u{0} 12\r\n\u{202e}2026 "), "Surat 12 2026");
/// assert_eq!(app::plain("\u{200b}\u{3164}\u{feff}"), "");
/// ```
#[must_use]
pub fn plain(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    // Blank letters and joints that are not needed here: Unicode's Default_Ignorable_Code_Point, in what people can type.
    let hidden = |c: char| {
        matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
    };
    let shown: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let shown: String = shown.chars().filter(|c| !c.is_control() && !turns(*c) && !hidden(*c)).collect();
    shown.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
