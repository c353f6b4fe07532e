//! How a ghost shows its age: crisp when fresh, faded and grey when old, in words when it matters.

use crate::lab::theme::{Rgb, Theme};
use crate::sim::{Snapshot, TwinState};

use super::paint::mixed;

/// Number of steps in which ghosts fade: few enough to share materials among thousands.
pub const STEPS: usize = 8;

/// Ages from here on are told in minutes, in seconds.
const MINUTES_FROM_S: f64 = 120.0;

/// Where a mode promises nothing, silence is usual for so many of the run's mean gaps so far.
const USUAL_GAPS: f64 = 3.0;

/// Gaps shorter than this are no sight for eyes and count as this, in seconds.
const SHORTEST_GAP_S: f64 = 0.1;

/// A belief is crisp for one gap and fades away over so many more.
const FADING_GAPS: f64 = 2.0;

/// How fresh a belief is: 1 within the gap that its mode promises and the usual delay, 0 two gaps later. A mode that
/// promises nothing is taken to promise three times its mean gap so far.
#[must_use]
pub fn freshness(snapshot: &Snapshot, twin: &TwinState) -> f32 {
    let Some(age_s) = twin.age_s(snapshot.now) else { return 0.0 };
    let usual_s = || USUAL_GAPS * snapshot.now.secs() / twin.frames.delivered.max(1) as f64;
    let gap_s = twin.sync.promised_gap_s().unwrap_or_else(usual_s).max(SHORTEST_GAP_S);
    let delay_s = snapshot.links.get(twin.link).map_or(0.0, crate::sim::LinkState::usual_delay_s);
    faded(age_s - delay_s, gap_s)
}

/// What is left of a belief after a time, in seconds, if it is crisp for a gap.
fn faded(after_s: f64, gap_s: f64) -> f32 {
    (1.0 - (after_s / gap_s - 1.0) / FADING_GAPS).clamp(0.0, 1.0) as f32
}

/// The fading step of a belief, `STEPS - 1` being fresh.
#[must_use]
pub fn step(snapshot: &Snapshot, twin: &TwinState) -> usize {
    ((freshness(snapshot, twin) * STEPS as f32) as usize).min(STEPS - 1)
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

    use std::sync::Arc;

    use crate::core::sync::{SyncSpec, Threshold};
    use crate::core::time::SimTime;
    use crate::lab::Stage;

    /// A shown twin of the given mode at 100 s, as old as is told, after so many reports.
    fn seen(sync: SyncSpec, age_s: f64, delivered: u64) -> usize {
        let mut shown = Stage::load("rotor_five_ways").expect("it ships").shown;
        shown.now = SimTime::from_secs(100.0);
        let mut twin = shown.twins[0].clone();
        twin.sync = Arc::new(sync);
        twin.generated_at = Some(shown.now - SimTime::from_secs(age_s));
        twin.frames.delivered = delivered;
        step(&shown, &twin)
    }

    #[test]
    fn crisp_within_the_promised_gap_and_gone_two_gaps_later() {
        for interval_s in [1.0, 60.0, 3600.0] {
            let at = |gaps: f64| seen(SyncSpec::Periodic { interval_s }, gaps * interval_s, 1);
            assert_eq!(at(0.0), STEPS - 1);
            assert_eq!(at(1.0), STEPS - 1);
            assert_eq!(at(2.1), STEPS / 2 - 1);
            assert_eq!(at(3.1), 0);
        }
    }

    #[test]
    fn without_a_promise_silence_is_measured_by_the_gaps_so_far() {
        let event = |age_s| {
            let sync = SyncSpec::Predictive { threshold: Threshold::Same(1.0), relative: false, heartbeat_s: None };
            seen(sync, age_s, 10)
        };
        assert_eq!(event(29.0), STEPS - 1, "three gaps of ten seconds are usual");
        assert!((1..STEPS - 1).contains(&event(60.0)));
        assert_eq!(event(91.0), 0);
    }

    #[test]
    fn a_faded_ghost_is_still_seen() {
        assert!(strength(0) > 0.3);
    }
}
