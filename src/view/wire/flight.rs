//! Where a frame is at an instant on one hop of its way, told from its record alone.

use crate::core::exchange::{Fate, FrameRecord};
use crate::core::time::SimTime;

/// How long a lost frame takes to fall, and how long its cross then stays, in simulated seconds.
pub const FALL_S: f64 = 0.5;
const STAY_S: f64 = 1.1;

/// How long a frame that a gateway takes in can still be seen there, in simulated seconds.
const ABSORB_S: f64 = 0.4;

/// What is to be seen of a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sight {
    /// Not yet, or no longer, on its way.
    Nothing,
    /// On its way: the share of the hop behind the frame; 1 while the far end works on it.
    Flying(f32),
    /// Falling since it got lost at a share of the hop; `fallen` runs to 1, `fade` from 1 to 0 at the end.
    Fallen {
        /// Where it got lost.
        at: f32,
        /// How far it has fallen.
        fallen: f32,
        /// What is left of its visibility.
        fade: f32,
    },
    /// Vanishing at the sender, which does not send it: what is left of it, from 1 to 0.
    Fading(f32),
}

/// What is to be seen of a frame at an instant; `processing_s` is how long the far end works on it.
#[must_use]
pub fn sight(frame: &FrameRecord, processing_s: f64, now: SimTime) -> Sight {
    let flight_s = (frame.arrives_at - frame.sent_at).secs();
    let since_s = (now - frame.sent_at).secs();
    match frame.fate {
        Fate::Delivered | Fate::Duplicated => {
            if since_s < 0.0 || now >= frame.arrives_at + SimTime::from_secs(processing_s) {
                return Sight::Nothing;
            }
            Sight::Flying(if since_s < flight_s { (since_s / flight_s) as f32 } else { 1.0 })
        }
        Fate::Lost => {
            let at = lost_at(frame);
            let until_lost_s = flight_s * f64::from(at);
            if since_s < 0.0 {
                Sight::Nothing
            } else if since_s < until_lost_s {
                Sight::Flying((since_s / flight_s) as f32)
            } else {
                fallen(at, since_s - until_lost_s)
            }
        }
        Fate::QueueDropped | Fate::Cut => {
            if since_s < 0.0 {
                Sight::Nothing
            } else {
                fallen(0.0, since_s)
            }
        }
        Fate::Expired => fading(since_s, FALL_S + STAY_S),
        Fate::Merged | Fate::Filtered => fading(since_s, ABSORB_S),
    }
}

/// How long after its arrival, in seconds, something of a frame can still be seen.
#[must_use]
pub fn afterglow_s() -> f64 {
    FALL_S + STAY_S
}

fn fading(since_s: f64, lasts_s: f64) -> Sight {
    if (0.0..lasts_s).contains(&since_s) { Sight::Fading((1.0 - since_s / lasts_s) as f32) } else { Sight::Nothing }
}

fn fallen(at: f32, since_s: f64) -> Sight {
    if since_s >= FALL_S + STAY_S {
        return Sight::Nothing;
    }
    let fallen = (since_s / FALL_S).min(1.0);
    let fade = ((FALL_S + STAY_S - since_s) / 0.4).min(1.0);
    Sight::Fallen { at, fallen: (fallen * fallen) as f32, fade: fade as f32 }
}

/// The link does not say where it loses a frame: each try gets a place of its own, in the middle of its hop.
#[must_use]
pub fn lost_at(frame: &FrameRecord) -> f32 {
    let scattered = (frame.sequence + 977 * u32::from(frame.attempt)).wrapping_mul(0x9E37_79B9)
        ^ frame.twin.wrapping_mul(0x85EB_CA6B);
    0.36 + 0.3 * (scattered >> 16 & 0xFF) as f32 / 255.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::exchange::Errand;

    fn frame(fate: Fate) -> FrameRecord {
        let at = SimTime::from_millis;
        FrameRecord {
            twin: 0,
            sequence: 409,
            hop: 0,
            attempt: 0,
            historical: false,
            errand: Errand::Report,
            bytes: 40,
            generated_at: at(990.0),
            queued_at: at(1000.0),
            sent_at: at(1000.0),
            arrives_at: at(1100.0),
            fate,
        }
    }

    #[test]
    fn a_delivered_frame_is_seen_while_it_flies_and_rests_where_it_is_worked_on() {
        let frame = frame(Fate::Delivered);
        let at = |at_ms, processing_s| sight(&frame, processing_s, SimTime::from_millis(at_ms));
        assert_eq!(at(999.0, 0.0), Sight::Nothing);
        assert_eq!(at(1050.0, 0.0), Sight::Flying(0.5));
        assert_eq!(at(1100.0, 0.0), Sight::Nothing);
        assert_eq!(at(1100.0, 0.02), Sight::Flying(1.0));
        assert_eq!(at(1120.0, 0.02), Sight::Nothing);
    }

    #[test]
    fn a_lost_frame_flies_then_falls_then_fades() {
        let frame = frame(Fate::Lost);
        let at = |at_ms| sight(&frame, 0.0, SimTime::from_millis(at_ms));
        assert!(matches!(at(1010.0), Sight::Flying(_)));
        assert!(matches!(at(1900.0), Sight::Fallen { fallen: 1.0, .. }));
        assert_eq!(at(9000.0), Sight::Nothing);
    }

    #[test]
    fn what_is_never_sent_stays_at_the_sender() {
        for (fate, falls) in
            [(Fate::QueueDropped, true), (Fate::Cut, true), (Fate::Expired, false), (Fate::Merged, false)]
        {
            let frame = FrameRecord { arrives_at: SimTime::from_millis(1000.0), ..frame(fate) };
            let seen = sight(&frame, 0.0, SimTime::from_millis(1100.0));
            assert_eq!(matches!(seen, Sight::Fallen { at: 0.0, .. }), falls, "{fate:?}: {seen:?}");
            assert_eq!(matches!(seen, Sight::Fading(_)), !falls, "{fate:?}: {seen:?}");
            assert_eq!(sight(&frame, 0.0, SimTime::from_millis(990.0)), Sight::Nothing);
        }
    }
}
