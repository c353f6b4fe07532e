//! Texts as links carry them: deflated (RFC 1951), then written in base64url (RFC 4648, section 5) without padding.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How hard it is squeezed, 0 to 10.
const LEVEL: u8 = 9;

/// Packs a text.
#[must_use]
pub fn pack(text: &str) -> String {
    let mut out = String::new();
    for group in compress_to_vec(text.as_bytes(), LEVEL).chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..=group.len() {
            out.push(char::from(SIGNS[(bits >> (18 - 6 * place) & 63) as usize]));
        }
    }
    out
}

/// Unpacks what [`pack`] packed, to at most `most` bytes.
///
/// # Errors
/// A sentence, when it was not packed so, or would become longer.
pub fn unpack(packed: &str, most: usize) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(packed.len() * 3 / 4);
    for group in packed.as_bytes().chunks(4) {
        let mut bits = 0;
        for place in 0..4 {
            let value = match group.get(place) {
                Some(sign) => SIGNS
                    .iter()
                    .position(|known| known == sign)
                    .ok_or_else(|| format!("{:?} does not occur in packed text", char::from(*sign)))?,
                None => 0,
            };
            bits = bits << 6 | value as u32;
        }
        let held = (group.len() * 6 / 8).min(3);
        bytes.extend_from_slice(&bits.to_be_bytes()[1..=held]);
    }
    let text = decompress_to_vec_with_limit(&bytes, most).map_err(|error| match error.status {
        miniz_oxide::inflate::TINFLStatus::HasMoreOutput => format!("it would be longer than {most} bytes"),
        _ => "it is cut off or damaged".to_owned(),
    })?;
    String::from_utf8(text).map_err(|_| "it is not a text".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn base64url_agrees_with_the_standard() {
        // A stored block of `abc` (RFC 1951, section 3.2.4), written in base64url by hand.
        assert_eq!(unpack("AQMA_P9hYmM", 10).as_deref(), Ok("abc"));
        assert!(pack("abc").bytes().all(|sign| SIGNS.contains(&sign)));
    }

    #[test]
    fn what_is_damaged_or_too_long_is_refused() {
        let packed = pack(&"a long text ".repeat(100));
        assert!(packed.len() < 60, "{}", packed.len());
        assert!(unpack(&packed, 100).is_err_and(|why| why.contains("longer than 100")));
        assert!(unpack(&packed[..packed.len() - 4], 10_000).is_err_and(|why| why.contains("cut off")));
        assert!(unpack("a b", 100).is_err_and(|why| why.contains("' '")));
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in any::<String>()) {
            prop_assert_eq!(unpack(&pack(&text), 1 << 20), Ok(text));
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>(), sign in "[A-Za-z0-9_-]{0,60}") {
            let _ = unpack(&text, 1000);
            let _ = unpack(&sign, 1000);
        }
    }
}
