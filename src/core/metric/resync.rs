//! Resync: how a twin comes back from outages of its link.

use super::Quantiles;
use crate::core::time::SimTime;

/// Outages that are over, and how long it took the twin afterwards to know of now again.
#[derive(Clone, Debug, Default)]
pub struct Resync {
    /// Cuts of the link, of any of its hops, that the twin has come back from.
    pub outages: u32,
    /// Time from the end of an outage to the acceptance of the first update measured after it.
    pub reconverge: Quantiles,
}

impl Resync {
    /// An update measured at `generated_at` was accepted now, over a link that was cut `cuts` times, the last time
    /// until `mended`.
    pub fn accept(&mut self, now: SimTime, generated_at: SimTime, (cuts, mended): (u32, SimTime)) {
        if cuts > self.outages && mended <= now && generated_at >= mended {
            self.outages = cuts;
            self.reconverge.add(now - mended);
        }
    }
}
