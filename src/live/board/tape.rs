//! A line as a recording keeps it: text in one row, that means the same when it is read again.

use std::borrow::Cow;

use crate::live::assembler::Extent;
use crate::live::line::PARTIAL_MARK;

/// Stands for a byte that is no text: the control character SUBSTITUTE, which makes no line longer and none valid.
const SUBSTITUTE: u8 = 0x1a;

/// The bytes of a line as a recording keeps them.
pub(super) fn on_tape(bytes: &[u8], extent: Extent) -> Cow<'_, [u8]> {
    let is_text = std::str::from_utf8(bytes).is_ok() && !bytes.contains(&b'\r');
    if extent == Extent::Whole && is_text {
        return Cow::Borrowed(bytes);
    }
    let mut kept = Vec::with_capacity(bytes.len() + 1);
    if extent == Extent::Part && bytes.first() != Some(&PARTIAL_MARK) {
        kept.push(PARTIAL_MARK);
    }
    for chunk in bytes.utf8_chunks() {
        kept.extend_from_slice(chunk.valid().as_bytes());
        kept.extend(chunk.invalid().iter().map(|_| SUBSTITUTE));
    }
    for byte in &mut kept {
        if *byte == b'\r' {
            *byte = SUBSTITUTE;
        }
    }
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_and_other_bytes_keep_their_number() {
        assert_eq!(on_tape("21.5 °C".as_bytes(), Extent::Whole).as_ref(), "21.5 °C".as_bytes());
        assert_eq!(on_tape(b"a\xff\xfe\rb", Extent::Whole).as_ref(), b"a\x1a\x1a\x1ab");
        assert_eq!(on_tape(b"12", Extent::Part).as_ref(), b"\x1812");
    }
}
