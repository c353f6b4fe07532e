//! Fingers on the camera: one orbits, two pan and zoom.

use bevy::math::Vec2;

/// A finger that is down: where it was in the last frame, and where it is, in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Finger {
    pub(super) before: Vec2,
    pub(super) now: Vec2,
}

/// What fingers ask of the camera in a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gesture {
    /// Dragged by one finger, in logical pixels.
    pub(super) orbit: Vec2,
    /// Dragged by two, in logical pixels.
    pub(super) pan: Vec2,
    /// The new distance to the target over the old one.
    pub(super) distance: f32,
}

/// Fingers closer than this do not zoom, in logical pixels: their distance is mostly noise.
const LEAST_APART_PX: f32 = 24.0;

/// Reads the fingers that are down. More than two mean nothing.
pub(super) fn gesture(fingers: &[Finger]) -> Gesture {
    let still = Gesture { orbit: Vec2::ZERO, pan: Vec2::ZERO, distance: 1.0 };
    match fingers {
        [one] => Gesture { orbit: one.now - one.before, ..still },
        [a, b] => {
            let (before, now) = (a.before.distance(b.before), a.now.distance(b.now));
            let apart = before.min(now) >= LEAST_APART_PX;
            let pan = (a.now + b.now - a.before - b.before) / 2.0;
            Gesture { pan, distance: if apart { before / now } else { 1.0 }, ..still }
        }
        _ => still,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finger(before: (f32, f32), now: (f32, f32)) -> Finger {
        Finger { before: before.into(), now: now.into() }
    }

    #[test]
    fn one_finger_orbits() {
        let read = gesture(&[finger((10.0, 10.0), (14.0, 7.0))]);
        assert_eq!(read, Gesture { orbit: Vec2::new(4.0, -3.0), pan: Vec2::ZERO, distance: 1.0 });
    }

    #[test]
    fn two_fingers_pan_together_and_zoom_apart() {
        let together = gesture(&[finger((0.0, 0.0), (5.0, 5.0)), finger((100.0, 0.0), (105.0, 5.0))]);
        assert_eq!(together, Gesture { orbit: Vec2::ZERO, pan: Vec2::splat(5.0), distance: 1.0 });
        let apart = gesture(&[finger((40.0, 0.0), (30.0, 0.0)), finger((60.0, 0.0), (70.0, 0.0))]);
        assert_eq!(apart.distance, 1.0, "too close to tell");
        let apart = gesture(&[finger((0.0, 0.0), (-50.0, 0.0)), finger((100.0, 0.0), (150.0, 0.0))]);
        assert_eq!((apart.pan, apart.distance), (Vec2::ZERO, 0.5));
    }

    #[test]
    fn other_counts_mean_nothing() {
        let here = finger((0.0, 0.0), (50.0, 0.0));
        for fingers in [&[][..], &[here; 3]] {
            assert_eq!(gesture(fingers), Gesture { orbit: Vec2::ZERO, pan: Vec2::ZERO, distance: 1.0 });
        }
    }
}
