//! The gateway at the beginning of a hop: it collects several frames into one, and leaves out what hardly changed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Frame;
use crate::core::signal::Reading;
use crate::core::time::SimTime;

/// What a gateway does with the frames that come to it before it sends them on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatewaySpec {
    /// Collects the frames of a twin for this long and sends them on as one, in seconds; 0 sends each by itself.
    #[serde(default)]
    pub aggregate_s: f64,
    /// Of each signal only the newest reading in a collection goes on.
    #[serde(default)]
    pub newest_only: bool,
    /// A reading goes on only if it differs by more than this from the last of its signal that did, in per cent of that.
    #[serde(default)]
    pub deadband_percent: f64,
}

/// Readings in one collection after which it is sent without waiting longer.
const MOST_READINGS: usize = 65_536;

/// What a gateway did with a frame.
#[derive(Debug, PartialEq)]
pub(super) enum Passage {
    /// It goes on now.
    On(Frame),
    /// Nothing in it was worth sending on.
    Filtered(Frame),
    /// It is the first of a collection.
    Held,
    /// It has become a part of a collection.
    Merged(Frame),
}

/// A gateway at work.
#[derive(Debug)]
pub(super) struct Gateway {
    spec: GatewaySpec,
    last: BTreeMap<(u32, u16), f64>,
    held: Vec<(SimTime, Frame)>,
}

impl Gateway {
    pub(super) fn new(spec: GatewaySpec) -> Self {
        Self { spec, last: BTreeMap::new(), held: Vec::new() }
    }

    /// Takes a frame in. Commands and answers pass.
    pub(super) fn take_in(&mut self, now: SimTime, mut frame: Frame) -> Passage {
        if frame.letter.is_some() {
            return Passage::On(frame);
        }
        if self.spec.deadband_percent > 0.0 {
            let share = self.spec.deadband_percent / 100.0;
            let (last, twin) = (&mut self.last, frame.twin);
            frame.readings.retain(|reading| {
                let known = last.entry((twin, reading.signal)).or_insert(f64::INFINITY);
                let news = !known.is_finite() || (reading.value - *known).abs() > share * known.abs();
                if news {
                    *known = reading.value;
                }
                news
            });
            if frame.readings.is_empty() && frame.versions.is_none() {
                return Passage::Filtered(frame);
            }
        }
        if self.spec.aggregate_s <= 0.0 {
            return Passage::On(frame);
        }
        let newest_only = self.spec.newest_only;
        // What tells the past is not mixed with what tells of now.
        let alike = |held: &Frame| held.twin == frame.twin && held.historical == frame.historical;
        let Some((due, held)) = self.held.iter_mut().find(|(_, held)| alike(held)) else {
            self.held.push((now + SimTime::from_secs(self.spec.aggregate_s), frame));
            return Passage::Held;
        };
        if newest_only {
            let newer = |old: &Reading| frame.readings.iter().any(|new| new.signal == old.signal && new.at >= old.at);
            held.readings.retain(|old| !newer(old));
        }
        held.readings.extend_from_slice(&frame.readings);
        held.generated_at = held.generated_at.max(frame.generated_at);
        let earlier = held.sequence.min(frame.sequence);
        held.covers.extend(std::iter::once(earlier).chain(frame.covers.iter().copied()));
        held.sequence = held.sequence.max(frame.sequence);
        held.follows = held.follows.min(frame.follows);
        held.stamp = held.stamp.max(frame.stamp);
        held.versions = frame.versions.or(held.versions);
        held.snapshot |= frame.snapshot;
        held.merged += 1 + frame.merged;
        if held.readings.len() >= MOST_READINGS {
            *due = now;
        }
        Passage::Merged(frame)
    }

    /// A collection whose time has come.
    pub(super) fn give_out(&mut self, now: SimTime) -> Option<Frame> {
        let index = self.held.iter().position(|(due, _)| *due <= now)?;
        Some(self.held.remove(index).1)
    }

    /// When the next collection goes; [`SimTime::MAX`] if nothing is held.
    pub(super) fn next_due(&self) -> SimTime {
        self.held.iter().map(|(due, _)| *due).min().unwrap_or(SimTime::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(sequence: u32, values: &[f64]) -> Frame {
        let at = SimTime::from_secs(f64::from(sequence));
        let readings = values.iter().enumerate();
        let readings = readings.map(|(signal, value)| Reading { signal: signal as u16, at, value: *value }).collect();
        Frame { sequence, generated_at: at, readings, ..Frame::default() }
    }

    #[test]
    fn frames_of_a_window_become_one() {
        let mut gateway = Gateway::new(GatewaySpec { aggregate_s: 5.0, newest_only: true, deadband_percent: 0.0 });
        let at = SimTime::from_secs;
        assert_eq!(gateway.take_in(at(1.0), frame(1, &[1.0])), Passage::Held);
        assert!(matches!(gateway.take_in(at(2.0), frame(2, &[2.0])), Passage::Merged(_)));
        assert_eq!((gateway.next_due(), gateway.give_out(at(5.9))), (at(6.0), None));
        let one = gateway.give_out(at(6.0)).unwrap();
        assert_eq!((one.sequence, one.merged, one.readings.len(), one.readings[0].value), (2, 1, 1, 2.0));
        assert_eq!(one.covers, [1]);
        assert_eq!(gateway.next_due(), SimTime::MAX);
    }

    #[test]
    fn what_hardly_changed_stays_behind() {
        let mut gateway = Gateway::new(GatewaySpec { aggregate_s: 0.0, newest_only: false, deadband_percent: 10.0 });
        let mut passed = |sequence, values: &[f64]| match gateway.take_in(SimTime::ZERO, frame(sequence, values)) {
            Passage::On(frame) => frame.readings.len(),
            _ => 0,
        };
        assert_eq!(passed(1, &[100.0, 10.0]), 2);
        assert_eq!(passed(2, &[109.0, 12.0]), 1);
        assert_eq!(passed(3, &[110.0, 12.5]), 0);
        assert_eq!(passed(4, &[110.1, 12.5]), 1, "the band stands round what was sent, not round what was left out");
    }
}
