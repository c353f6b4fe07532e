//! The type: one family for text, and the same family with figures of equal width for numbers.
//!
//! Cut from Inter, under the SIL Open Font License (`assets/fonts/OFL.txt`, `assets/fonts/README.md`).

/// Running text.
pub const TEXT: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");
/// Titles and what is chosen.
pub const STRONG: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");
/// Numbers: every figure has the same width, so that a value that changes does not dance.
pub const NUMBERS: &[u8] = include_bytes!("../../assets/fonts/InterTabular-Medium.otf");

/// Every usual sign, each at several offsets within a pixel: who writes this ahead meets no new sign later.
#[must_use]
pub fn usual_signs() -> String {
    let rare = "\u{b0}\u{b1}\u{b2}\u{b5}\u{b7}\u{d7}\u{2013}\u{2026}\u{2082}\u{2212}";
    (' '..='~').chain(rare.chars()).flat_map(|sign| [sign, 'i', sign, '.', sign]).collect()
}

/// Type sizes at a desk, in logical pixels.
pub mod size {
    /// Title of the scene.
    pub const TITLE: f32 = 18.0;
    /// Headings of sections.
    pub const STRONG: f32 = 15.0;
    /// Everything else.
    pub const BODY: f32 = 13.0;
    /// Footnotes and ticks of axes.
    pub const SMALL: f32 = 11.0;
    /// Nothing on a projector is smaller.
    pub const PROJECTOR_LEAST: f32 = 18.0;
}
