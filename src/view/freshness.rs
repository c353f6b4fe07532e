//! How a ghost shows its age: crisp when fresh, faded and grey when old, in words when it matters.

use crate::lab::theme::{Rgb, Theme};
use crate::sim::{Snapshot, TwinState};

use super::paint::mixed;

/// Number of steps in which ghosts fade: few enough to share materials among thousands.
pub const STEPS: usize = 8;

/// Ages from here on are told in minutes, in seconds.
const MINUTES_FROM_S: f64 = 120.0;

/// How fresh a belief is: 1 just now, 0 hopelessly old. Half of the strength is gone after three seconds.
#[must_use]
pub fn freshness(age_s: Option<f64>) -> f32 {
    age_s.map_or(0.0, |age| (1.0 / (1.0 + age.max(0.0) / 3.0)) as f32)
}

/// The fading step of a belief, `STEPS - 1` being fresh.
#[must_use]
pub fn step(age_s: Option<f64>) -> usize {
    ((freshness(age_s) * STEPS as f32) as usize).min(STEPS - 1)
}

/// The hue of a mode, greyed by age.
#[must_use]
pub fn aged(theme: &Theme, hue: Rgb, step: usize) -> Rgb {
    mixed(theme.muted, hue, 0.35 + 0.65 * step as f32 / (STEPS - 1) as f32)
}

/// Strength left at a fading step, never so little that a ghost cannot be seen.
#[must_use]
pub fn strength(step: usize) -> f32 {
    0.42 + 0.58 * step as f32 / (STEPS - 1) as f32
}

/// The age in words, and whether the belief is stale: older than the twin's own sync mode promises.
#[must_use]
pub fn words(snapshot: &Snapshot, twin: &TwinState) -> (String, bool) {
    let Some(age) = twin.age_s(snapshot.now) else {
        return ("no report yet".to_owned(), false);
    };
    let late = snapshot.is_late(twin);
    let span = match age {
        age if age < 1.0 && !late => format!("{age:.2} s"),
        age if age < MINUTES_FROM_S => format!("{age:.1} s"),
        age => format!("{:.1} min", age / 60.0),
    };
    (if late { format!("stale {span}") } else { format!("{span} old") }, late)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fresh_is_crisp_and_old_still_visible() {
        assert_eq!(step(Some(0.0)), STEPS - 1);
        assert_eq!(step(None), 0);
        assert!(step(Some(3.0)) < step(Some(0.5)));
        assert!(strength(0) > 0.3);
    }
}
