//! Impairments: faults that act on a link on top of its own properties.

use super::LossSpec;
use super::loss::LossProcess;
use crate::core::fault::LinkFaultKind;
use crate::core::rng::Stream;
use crate::core::time::SimTime;

/// A fault of a link, at work.
pub(super) struct Impairment {
    /// The fault's number.
    pub(super) fault: u32,
    kind: LinkFaultKind,
    loss: LossProcess,
    stream: Stream,
}

/// What impairments do to one frame.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Toll {
    pub(super) lost: bool,
    pub(super) delay: SimTime,
    pub(super) copies: u8,
}

impl Impairment {
    pub(super) fn new(fault: u32, kind: LinkFaultKind, stream: Stream) -> Self {
        Self { fault, kind, loss: LossProcess::default(), stream }
    }

    /// Adds what this fault does to the next frame.
    pub(super) fn charge(&mut self, toll: &mut Toll) {
        match self.kind {
            LinkFaultKind::LatencySpike { add_ms } => toll.delay = toll.delay + SimTime::from_millis(add_ms),
            LinkFaultKind::BurstLoss { loss, mean_burst } => {
                toll.lost |= self.loss.loses(&LossSpec::GilbertElliott { loss, mean_burst }, &mut self.stream);
            }
            LinkFaultKind::DuplicateStorm { copies } => toll.copies = toll.copies.saturating_add(copies),
            LinkFaultKind::Stalls { share, up_to_ms } => {
                if self.stream.chance(share) {
                    toll.delay = toll.delay + SimTime::from_millis(up_to_ms * self.stream.uniform());
                }
            }
        }
    }
}
