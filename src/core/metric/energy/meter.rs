//! The meter: a radio's states from the frames it sends.

use super::preset::{Phase, RadioSpec};
use crate::core::time::SimTime;

/// Time and energy of one radio, booked frame by frame.
#[derive(Clone, Copy, Debug)]
pub struct RadioMeter {
    spec: RadioSpec,
    /// When the latest burst ends and the tail begins.
    sent_until: Option<SimTime>,
    on_s: f64,
    energy_j: f64,
}

impl RadioMeter {
    /// A radio that has slept so far.
    #[must_use]
    pub fn new(spec: RadioSpec) -> Self {
        Self { spec, sent_until: None, on_s: 0.0, energy_j: 0.0 }
    }

    /// A frame is handed to the radio; instants come in order. The radio wakes if it sleeps; a frame that comes while
    /// another is sent follows it.
    pub fn send(&mut self, now: SimTime, bytes: u64) {
        let awake = self.sent_until.filter(|until| (now - *until).secs() < length_s(self.spec.tail()));
        if let Some(until) = self.sent_until {
            self.book_tail((now - until).secs());
        }
        let ready = match awake {
            Some(until) => until.max(now),
            None => {
                let Phase { s, w } = self.spec.promotion();
                self.on_s += s;
                self.energy_j += s * w;
                // Without a tail a radio may still be sending.
                self.sent_until.map_or(now, |until| until.max(now)) + SimTime::from_secs(s)
            }
        };
        let burst = self.spec.burst(bytes);
        self.on_s += burst.s;
        self.energy_j += burst.j;
        self.sent_until = Some(ready + SimTime::from_secs(burst.s));
    }

    /// Seconds that the radio was not asleep and joules that it took, up to `now`; a burst counts when it begins.
    #[must_use]
    pub fn total(&self, now: SimTime) -> (f64, f64) {
        let mut to_now = *self;
        if let Some(until) = self.sent_until {
            to_now.book_tail((now - until).secs());
        }
        (to_now.on_s, to_now.energy_j)
    }

    /// What it models.
    #[must_use]
    pub fn spec(&self) -> RadioSpec {
        self.spec
    }

    /// Books the part of the tail that lies in the first `elapsed_s` after a burst.
    fn book_tail(&mut self, elapsed_s: f64) {
        let mut left_s = elapsed_s.max(0.0);
        for phase in self.spec.tail() {
            let spent_s = left_s.min(phase.s);
            self.on_s += spent_s;
            self.energy_j += spent_s * phase.w;
            left_s -= spent_s;
        }
    }
}

fn length_s(phases: &[Phase]) -> f64 {
    phases.iter().map(|phase| phase.s).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [RadioSpec; 7] = [
        RadioSpec::Wired,
        RadioSpec::Wifi,
        RadioSpec::Lte,
        RadioSpec::Umts,
        RadioSpec::Gprs,
        RadioSpec::LoRaWan { spreading_factor: 9 },
        RadioSpec::Ble,
    ];

    /// On-time and energy of `n` frames of 100 bytes, `gap_s` apart, long after the last.
    fn measured(spec: RadioSpec, n: u32, gap_s: f64) -> (f64, f64) {
        let mut meter = RadioMeter::new(spec);
        for i in 0..n {
            meter.send(SimTime::from_secs(f64::from(i) * gap_s), 100);
        }
        meter.total(SimTime::from_secs(f64::from(n) * gap_s + 1000.0))
    }

    fn energy_j(phases: &[Phase]) -> f64 {
        phases.iter().map(|phase| phase.s * phase.w).sum()
    }

    #[test]
    fn far_apart_every_frame_pays_for_waking_and_for_the_whole_tail() {
        for spec in ALL {
            let (wake, burst, tail) = (spec.promotion(), spec.burst(100), spec.tail());
            let (on_s, took_j) = measured(spec, 5, 100.0);
            assert!((took_j - 5.0 * (wake.s * wake.w + burst.j + energy_j(tail))).abs() < 1e-9, "{spec:?}");
            assert!((on_s - 5.0 * (wake.s + burst.s + length_s(tail))).abs() < 1e-9, "{spec:?}");
        }
    }

    #[test]
    fn close_together_the_radio_wakes_once_and_never_sleeps() {
        // Lte, once a second: the wake delays the first burst by 0.26 s, the others begin on time.
        let spec = RadioSpec::Lte;
        let (wake, burst, tail) = (spec.promotion(), spec.burst(100), spec.tail()[0]);
        let n = 60;
        let (on_s, took_j) = measured(spec, n, 1.0);
        let lingering_s = f64::from(n - 1) * (1.0 - burst.s) - wake.s + tail.s;
        let exact_j = wake.s * wake.w + f64::from(n) * burst.j + lingering_s * tail.w;
        assert!((took_j - exact_j).abs() < 1e-6, "{took_j} {exact_j}");
        assert!((on_s - (f64::from(n - 1) + burst.s + tail.s)).abs() < 1e-6);
    }

    #[test]
    fn a_burst_of_frames_in_one_instant_is_sent_one_after_another() {
        for spec in ALL {
            let (on_s, took_j) = measured(spec, 10, 0.0);
            let (wake, burst) = (spec.promotion(), spec.burst(100));
            // Without a tail there is nothing to wake from either.
            assert!((took_j - (wake.s * wake.w + 10.0 * burst.j + energy_j(spec.tail()))).abs() < 1e-9, "{spec:?}");
            assert!((on_s - (wake.s + 10.0 * burst.s + length_s(spec.tail()))).abs() < 1e-9, "{spec:?}");
        }
    }

    #[test]
    fn nothing_sent_takes_nothing_and_energy_never_falls() {
        for spec in ALL {
            let mut meter = RadioMeter::new(spec);
            assert_eq!(meter.total(SimTime::from_secs(100.0)), (0.0, 0.0));
            let mut before_j = 0.0;
            for step in 0..200 {
                let now = SimTime::from_secs(0.37 * f64::from(step));
                if step % 17 == 0 {
                    meter.send(now, 40);
                }
                let (_, took_j) = meter.total(now);
                assert!(took_j >= before_j, "{spec:?} at {now}");
                before_j = took_j;
            }
        }
    }
}
