//! Bytes as hexadecimal digits, the small letters of them, and back.

/// Two digits a byte.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of an even number of digits; `None` where one is no digit.
///
/// ```
/// assert_eq!(seal::hex::decode("00ff"), Some(vec![0, 255]));
/// assert_eq!(seal::hex::decode("0g"), None);
/// assert_eq!(seal::hex::decode("abc"), None);
/// ```
#[must_use]
pub fn decode(digits: &str) -> Option<Vec<u8>> {
    let value = |digit: u8| (digit as char).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let pairs = digits.as_bytes().chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    pairs.map(|pair| Some(value(pair[0])? << 4 | value(pair[1])?)).collect()
}

/// Exactly `N` bytes.
#[must_use]
pub fn exactly<const N: usize>(digits: &str) -> Option<[u8; N]> {
    decode(digits)?.try_into().ok()
}
