//! What a session has heard, as counts that add up.

use serde::Serialize;

use crate::live::line::Reject;

/// Counts of lines: `heard = accepted + rejected + partial + boot_noise`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Lines that came, of any kind.
    pub heard: u64,
    /// Lines that were taken.
    pub accepted: u64,
    /// Lines that were not, for a fault of theirs: the sum of the next six.
    pub rejected: u64,
    /// Longer than a line may be.
    pub too_long: u64,
    /// Bytes that are no text.
    pub not_text: u64,
    /// A checksum that does not fit.
    pub checksum: u64,
    /// No checksum, from a board whose lines have one.
    pub unsealed: u64,
    /// A field that is missing or cannot be read.
    pub unreadable: u64,
    /// In no known form.
    pub unknown: u64,
    /// Parts of lines, heard while joining or leaving: no fault.
    pub partial: u64,
    /// Lines of the boot loader: no fault.
    pub boot_noise: u64,
    /// Telemetry lines that the board has sent and that did not come, by the gaps in its numbers.
    pub lost: u64,
    /// Telemetry lines that came twice, or late.
    pub repeated: u64,
    /// Telemetry lines of a boot before it was known which board's it is.
    pub unclaimed: u64,
}

impl Counts {
    pub(super) fn take(&mut self, reject: Option<&Reject>) {
        self.heard += 1;
        let Some(reject) = reject else {
            self.accepted += 1;
            return;
        };
        self.rejected += u64::from(!reject.is_skipped());
        let kind = match reject {
            Reject::TooLong => &mut self.too_long,
            Reject::Partial => &mut self.partial,
            Reject::BootNoise => &mut self.boot_noise,
            Reject::NotText => &mut self.not_text,
            Reject::Checksum { .. } => &mut self.checksum,
            Reject::Unsealed => &mut self.unsealed,
            Reject::Missing(_) | Reject::Field { .. } => &mut self.unreadable,
            Reject::Unknown => &mut self.unknown,
        };
        *kind += 1;
    }
}
