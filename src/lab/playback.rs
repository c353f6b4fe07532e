//! Play, pause, step and speed: how far to advance, never what happens.

use crate::core::time::SimTime;

/// Speeds that the keys step through, in simulated seconds per second.
pub const SPEEDS: [f64; 10] = [0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 60.0];

/// Runs longer than this begin at a higher speed, at which they take at least [`SHOWN_S`], in seconds.
const LONG_S: f64 = 1800.0;
const SHOWN_S: f64 = 180.0;

/// The timeline of a live run is at least this long, in seconds.
const LIVE_S: f64 = 60.0;

/// Where in the run the window is, and how fast it moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Playback {
    /// Whether time passes.
    pub playing: bool,
    /// Simulated seconds per second of the wall.
    pub speed: f64,
    /// The instant the window wants to show. The run has advanced at least as far, or further when the
    /// person has stepped back.
    pub at: SimTime,
    /// The end of the run.
    pub end: SimTime,
}

impl Default for Playback {
    fn default() -> Self {
        Self { playing: true, speed: 1.0, at: SimTime::ZERO, end: SimTime::from_secs(60.0) }
    }
}

impl Playback {
    /// Keeps up with a run that somebody else advances: its end is its present, at least a minute along.
    pub fn follow(&mut self, now: SimTime) {
        self.end = now.max(SimTime::from_secs(LIVE_S));
        if self.playing {
            self.at = now;
        }
    }

    /// Lets `wall_s` seconds of the wall pass, at most a quarter of a second at a time: after a stall or
    /// in a hidden tab, time stands still instead of catching up. Stops at the end.
    pub fn pass(&mut self, wall_s: f64) {
        if self.playing {
            self.seek(self.at + SimTime::from_secs(wall_s.clamp(0.0, 0.25) * self.speed));
            self.playing = self.at < self.end;
        }
    }

    /// Goes to an instant of the run.
    pub fn seek(&mut self, at: SimTime) {
        self.at = at.clamp(SimTime::ZERO, self.end);
    }

    /// Sets the speed, within 0.05x and 60x.
    pub fn set_speed(&mut self, speed: f64) {
        self.speed = speed.clamp(SPEEDS[0], SPEEDS[SPEEDS.len() - 1]);
    }

    /// The speed at which a run of this length is first shown: hours are not watched in real time.
    #[must_use]
    pub fn first_speed(end: SimTime) -> f64 {
        let fits = |speed: &&f64| **speed <= end.secs() / SHOWN_S;
        if end.secs() > LONG_S { SPEEDS.iter().rev().find(fits).copied().unwrap_or(1.0) } else { 1.0 }
    }

    /// The next speed of the list, up or down.
    pub fn change_speed(&mut self, faster: bool) {
        let next = if faster {
            SPEEDS.iter().find(|speed| **speed > self.speed * 1.001)
        } else {
            SPEEDS.iter().rev().find(|speed| **speed < self.speed * 0.999)
        };
        if let Some(next) = next {
            self.speed = *next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_at_the_chosen_speed_and_stops_at_the_end() {
        let mut playback = Playback { speed: 2.0, end: SimTime::from_secs(1.0), ..Playback::default() };
        playback.pass(0.1);
        assert_eq!(playback.at, SimTime::from_secs(0.2));
        playback.pass(1000.0);
        assert_eq!(playback.at, SimTime::from_secs(0.7));
        playback.pass(0.25);
        assert_eq!(playback.at, SimTime::from_secs(1.0));
        assert!(!playback.playing);
    }

    #[test]
    fn minutes_begin_in_real_time_and_hours_faster() {
        assert_eq!(Playback::first_speed(SimTime::from_secs(420.0)), 1.0);
        assert_eq!(Playback::first_speed(SimTime::from_secs(10_800.0)), 60.0);
        assert_eq!(Playback::first_speed(SimTime::from_secs(3600.0)), 20.0);
    }

    #[test]
    fn speed_steps_through_the_list_and_stops_at_its_ends() {
        let mut playback = Playback::default();
        playback.change_speed(true);
        assert_eq!(playback.speed, 2.0);
        for _ in 0..20 {
            playback.change_speed(false);
        }
        assert_eq!(playback.speed, 0.05);
    }
}
