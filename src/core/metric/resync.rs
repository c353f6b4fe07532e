//! Resync: how a twin comes back from outages of its link.

use super::Quantiles;
use crate::core::link::Frame;
use crate::core::time::SimTime;

/// Outages that are over, and how long it took the twin afterwards to know of now again.
#[derive(Clone, Debug, Default)]
pub struct Resync {
    /// Cuts of the link, of any of its hops, that the twin has come back from.
    pub outages: u32,
    /// Time from the end of an outage to the acceptance of the first update that tells how things were after it.
    pub reconverge: Quantiles,
}

impl Resync {
    /// An update was accepted now, over a link that was cut `cuts` times, the last time until `mended`. It is news of
    /// the time after if it was measured then, or if its sender took it for a snapshot of that moment.
    pub fn accept(&mut self, now: SimTime, frame: &Frame, (cuts, mended): (u32, SimTime)) {
        if cuts > self.outages && mended <= now && (frame.snapshot || frame.generated_at >= mended) {
            self.outages = cuts;
            self.reconverge.add(now - mended);
        }
    }
}
