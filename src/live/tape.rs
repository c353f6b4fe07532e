//! A recording that speaks at the pace of a clock, as if its board were there now.

use std::io::BufRead;
use std::sync::Arc;

use super::carrier::Carrier;
use super::feed::Heard;
use super::host_clock::HostClock;
use super::recording::{Player, RecordingError};
use crate::core::time::SimTime;

/// Lines that are heard at once: what is due beyond them is heard the next time.
const MOST_AT_ONCE: usize = 4096;

/// A way to a board that was recorded.
pub struct Tape<R: BufRead> {
    name: String,
    clock: Arc<dyn HostClock>,
    player: Player<R>,
    next: Option<(SimTime, Vec<u8>)>,
    /// The time of the first line, which is played at once.
    start: SimTime,
}

impl<R: BufRead> Tape<R> {
    /// Begins to read a recording; `name` is where it lies.
    ///
    /// # Errors
    /// When the header or the first row is none.
    pub fn new(name: String, input: R, clock: Arc<dyn HostClock>) -> Result<Self, RecordingError> {
        let mut player = Player::new(input)?;
        let next = player.next_line()?;
        let start = next.as_ref().map_or(SimTime::ZERO, |(at, _)| *at);
        Ok(Self { name, clock, player, next, start })
    }
}

impl<R: BufRead + Send> Carrier for Tape<R> {
    fn kind(&self) -> &'static str {
        "replay"
    }

    fn name(&self) -> String {
        self.name.clone()
    }

    fn hear(&mut self) -> Vec<Heard> {
        let mut heard = Vec::new();
        let played = self.clock.now();
        while heard.len() < MOST_AT_ONCE
            && let Some((at, mut bytes)) = self.next.take_if(|(at, _)| *at - self.start <= played)
        {
            bytes.push(b'\n');
            heard.push(Heard::Bytes { at: at - self.start, bytes });
            // What cannot be read ends the tape.
            self.next = self.player.next_line().unwrap_or_default();
        }
        heard
    }

    fn dropped(&self) -> u64 {
        0
    }

    fn send(&mut self, _bytes: &[u8]) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::host_clock::HandClock;

    #[test]
    fn lines_are_heard_when_their_time_has_come_counted_from_the_first() {
        let clock = Arc::new(HandClock::default());
        let text = "ref_s,line\n100.0,one\n100.5,two\nnever,three\n";
        let mut tape = Tape::new("a.csv".to_owned(), text.as_bytes(), Arc::clone(&clock) as _).expect("a recording");
        let line = |at_s: f64, text: &str| Heard::Bytes { at: SimTime::from_secs(at_s), bytes: text.into() };
        assert_eq!(tape.hear(), [line(0.0, "one\n")]);
        clock.set(SimTime::from_secs(0.4));
        assert_eq!(tape.hear(), []);
        clock.set(SimTime::from_secs(60.0));
        assert_eq!(tape.hear(), [line(0.5, "two\n")]);
        assert_eq!(tape.hear(), []);
    }
}
