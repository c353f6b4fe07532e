//! Where a frame is at an instant, told from its story alone.

use crate::core::exchange::{Fate, FrameRecord};
use crate::core::time::SimTime;

/// How long a lost frame takes to fall, and how long its cross then stays, in simulated seconds.
pub const FALL_S: f64 = 0.5;
const STAY_S: f64 = 1.1;

/// What is to be seen of a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sight {
    /// Not yet, or no longer, on its way.
    Nothing,
    /// On its way: the share of it behind the frame.
    Flying(f32),
    /// Falling since it got lost at a share of the way; `fallen` runs to 1, `fade` from 1 to 0 at the end.
    Fallen {
        /// Where it got lost.
        at: f32,
        /// How far it has fallen.
        fallen: f32,
        /// What is left of its visibility.
        fade: f32,
    },
}

/// What is to be seen of a frame at an instant.
#[must_use]
pub fn sight(frame: &FrameRecord, now: SimTime) -> Sight {
    let flight_s = (frame.arrives_at - frame.sent_at).secs();
    let since_s = (now - frame.sent_at).secs();
    match frame.fate {
        Fate::Delivered | Fate::Duplicated if since_s >= 0.0 && since_s < flight_s => {
            Sight::Flying((since_s / flight_s) as f32)
        }
        Fate::Delivered | Fate::Duplicated | Fate::Merged | Fate::Filtered => Sight::Nothing,
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
        Fate::QueueDropped | Fate::Cut | Fate::Expired => {
            let since_s = (now - frame.queued_at).secs();
            if since_s < 0.0 { Sight::Nothing } else { fallen(0.02, since_s) }
        }
    }
}

/// How long after it was sent a frame can still be seen, in seconds beyond its arrival.
#[must_use]
pub fn afterglow_s() -> f64 {
    FALL_S + STAY_S
}

fn fallen(at: f32, since_s: f64) -> Sight {
    if since_s >= FALL_S + STAY_S {
        return Sight::Nothing;
    }
    let fallen = (since_s / FALL_S).min(1.0);
    let fade = ((FALL_S + STAY_S - since_s) / 0.4).min(1.0);
    Sight::Fallen { at, fallen: (fallen * fallen) as f32, fade: fade as f32 }
}

/// The link does not say where it loses a frame: each gets a place of its own, past the edge.
fn lost_at(frame: &FrameRecord) -> f32 {
    let scattered = frame.sequence.wrapping_mul(0x9E37_79B9) ^ frame.twin.wrapping_mul(0x85EB_CA6B);
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
    fn a_delivered_frame_is_seen_while_it_flies() {
        let frame = frame(Fate::Delivered);
        assert_eq!(sight(&frame, SimTime::from_millis(999.0)), Sight::Nothing);
        assert_eq!(sight(&frame, SimTime::from_millis(1050.0)), Sight::Flying(0.5));
        assert_eq!(sight(&frame, SimTime::from_millis(1100.0)), Sight::Nothing);
    }

    #[test]
    fn a_lost_frame_flies_then_falls_then_fades() {
        let frame = frame(Fate::Lost);
        assert!(matches!(sight(&frame, SimTime::from_millis(1010.0)), Sight::Flying(_)));
        assert!(matches!(sight(&frame, SimTime::from_millis(1900.0)), Sight::Fallen { fallen: 1.0, .. }));
        assert_eq!(sight(&frame, SimTime::from_millis(9000.0)), Sight::Nothing);
    }
}
