//! Whether a page that someone was given is one of this program's: what it may do, and all that it loads. Whoever is not sure of a door asks
//! it from a machine of their own (`bersinar door check`). What a server gives to others it does not know.

use crate::{
    answer::POLICY,
    assets::{Asset, integrity, plain_style, script, style},
};

/// The pages on which someone writes or reads.
pub const PAGES: [&str; 8] = ["/", "/tulis", "/lanjut", "/hasil", "/en/", "/en/tulis", "/en/lanjut", "/en/hasil"];

/// On these the script must be: without it what is written would be sealed by the server only.
const SEALS: [&str; 4] = ["/tulis", "/lanjut", "/en/tulis", "/en/lanjut"];

/// A page as it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given<'a> {
    /// Its path, one of [`PAGES`].
    pub path: &'a str,
    /// 200 where it is there.
    pub status: u16,
    /// The header `content-security-policy`.
    pub policy: &'a str,
    /// Whether it set a cookie.
    pub cookie: bool,
    /// The page.
    pub html: &'a str,
}

/// What is wrong with a page, by the names of the texts that tell it; nothing where it is as it should be.
///
/// With this policy nothing runs that no `<script` begins, so that these are counted, not read: each must be one that this program writes.
#[must_use]
pub fn faults(page: Given<'_>) -> Vec<&'static str> {
    let html = page.html.to_ascii_lowercase();
    let begins = |what: &str| html.matches(what).count();
    let is = |what: &str| page.html.matches(what).count();
    let own_script = format!("<script src=\"{}\" integrity=\"{}\" defer></script>", script().path, script().integrity);
    let link =
        |style: &Asset| format!("<link rel=\"stylesheet\" href=\"{}\" integrity=\"{}\">", style.path, style.integrity);
    let own_style = link(style());
    // Elsewhere it would show what sends in clear before the script is there.
    let own_plain_style = format!("<noscript>{}</noscript>", link(plain_style()));
    let scripts = is(&own_script) + is("<script type=\"application/json\" id=\"data\">");
    let links = is(&own_style) + is(&own_plain_style) + is("<link rel=\"icon\" href=\"data:,\">");
    let wrong = [
        (page.status != 200, "door-check-status"),
        (page.policy != POLICY, "door-check-policy"),
        (page.cookie, "door-check-cookie"),
        (begins("<script") != scripts, "door-check-script"),
        (SEALS.contains(&page.path) && is(&own_script) != 1, "door-check-unsealed"),
        (begins("<link") != links || is(&own_style) != 1, "door-check-style"),
        (begins("<iframe") + begins("http-equiv") + begins("<style") > 0, "door-check-other"),
    ];
    wrong.into_iter().filter(|(wrong, _)| *wrong).map(|(_, text)| text).collect()
}

/// Whether this is the content of what pages load.
#[must_use]
pub fn is_content_of(asset: &Asset, content: &[u8]) -> bool {
    integrity(content) == asset.integrity
}
