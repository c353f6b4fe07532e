//! The books of one twin: everything that is measured about its sync.

use super::{AgeMeter, ErrorMeter, FrameCounts, Quantiles, RadioMeter, Resync};
use crate::core::digest::Digest;
use crate::core::time::SimTime;

/// What a twin's sync costs and how well it does.
#[derive(Clone, Debug, Default)]
pub struct Books {
    /// Frames by fate.
    pub frames: FrameCounts,
    /// Frames that brought something newer.
    pub accepted: u64,
    /// Bytes handed to the uplink.
    pub bytes_up: u64,
    /// Bytes handed to the downlink.
    pub bytes_down: u64,
    /// Age of information.
    pub age: AgeMeter,
    /// Latency of delivered frames that made the twin no fresher; that of the others is where age starts.
    pub late: Quantiles,
    /// Sum over delivered readings of arrival minus measurement, in seconds.
    pub sample_latency_sum_s: f64,
    /// Delivered readings.
    pub samples: u64,
    /// How it came back from outages of its link; none before the first.
    pub resync: Option<Box<Resync>>,
    /// Error about each of the device's signals.
    pub errors: Box<[ErrorMeter]>,
    /// The device's radio, where the uplink names one.
    pub radio: Option<Box<RadioMeter>>,
}

impl Books {
    /// Empty books about a device with this many signals.
    #[must_use]
    pub fn new(signals: usize) -> Self {
        Self { errors: vec![ErrorMeter::default(); signals].into_boxed_slice(), ..Self::default() }
    }

    /// Books a frame of the uplink that the device sends, an answer to a command included.
    pub fn send(&mut self, now: SimTime, bytes: u64) {
        self.bytes_up += bytes;
        if let Some(radio) = &mut self.radio {
            radio.send(now, bytes);
        }
    }

    /// Latency of delivered frames: arrival minus generation.
    #[must_use]
    pub fn latency(&self) -> Quantiles {
        self.age.starts().merged(&self.late)
    }

    /// Bytes on the heap that percentiles take.
    #[must_use]
    pub fn percentile_bytes(&self) -> usize {
        self.age.heap_bytes() + self.late.heap_bytes()
    }

    /// Share of planned updates that arrived and were accepted (alignment ratio, Cakir et al., CAMAD 2023).
    #[must_use]
    pub fn alignment_ratio(&self) -> Option<f64> {
        (self.frames.planned > 0).then(|| self.accepted as f64 / self.frames.planned as f64)
    }

    /// Writes every result to a digest.
    pub fn digest(&self, now: SimTime, digest: &mut Digest) {
        let frames = &self.frames;
        for count in [
            frames.planned,
            frames.sent,
            frames.delivered,
            frames.lost,
            frames.duplicated,
            frames.reordered,
            frames.stale,
            frames.expired,
            frames.queue_dropped,
            frames.retransmitted,
            frames.merged,
            frames.filtered,
            frames.historical,
            self.accepted,
            self.bytes_up,
        ] {
            digest.u64(count);
        }
        if let Some(age) = self.age.summary(now) {
            digest.f64(age.mean);
            digest.f64(age.max);
        }
        digest.f64(self.latency().mean().unwrap_or(-1.0));
        for error in &self.errors {
            digest.u64(error.count());
            digest.f64(error.mean().unwrap_or(0.0));
            digest.f64(error.rmse().unwrap_or(0.0));
        }
    }
}
