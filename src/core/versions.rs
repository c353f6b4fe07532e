//! Versions: what a device runs, kept in step with its twin's record beside sensor values.

use std::fmt;

use crate::core::digest::Digest;

/// The versions of what a device runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Versions {
    /// Firmware: major, minor, patch.
    pub firmware: Firmware,
    /// Configuration: counts every setting that was applied.
    pub config: u32,
}

/// A firmware version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Firmware(pub [u16; 3]);

impl Default for Versions {
    fn default() -> Self {
        Self { firmware: Firmware::default(), config: 1 }
    }
}

impl Default for Firmware {
    fn default() -> Self {
        Self([1, 0, 0])
    }
}

impl Firmware {
    /// Reads `1.4.2`; none where that is not three whole numbers.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(|part| part.parse().ok());
        let firmware = [parts.next()??, parts.next()??, parts.next()??];
        parts.next().is_none().then_some(Self(firmware))
    }

    /// The version as one number on the wire: 8 bits of major, 12 of minor and 12 of patch; larger parts count as the
    /// largest that fits.
    #[must_use]
    pub fn to_number(self) -> u32 {
        let [major, minor, patch] = self.0.map(u32::from);
        major.min(0xFF) << 24 | minor.min(0xFFF) << 12 | patch.min(0xFFF)
    }

    /// The version of a number on the wire.
    #[must_use]
    pub fn from_number(number: u32) -> Self {
        Self([(number >> 24) as u16, (number >> 12 & 0xFFF) as u16, (number & 0xFFF) as u16])
    }
}

impl fmt::Display for Firmware {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(formatter, "{major}.{minor}.{patch}")
    }
}

impl Versions {
    /// Writes them to a digest.
    pub fn digest(&self, digest: &mut Digest) {
        for part in self.firmware.0 {
            digest.u64(u64::from(part));
        }
        digest.u64(u64::from(self.config));
    }
}
