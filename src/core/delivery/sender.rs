//! The sender: keeps what is unconfirmed, sends it again when its time is up, and gives up at last.

use std::collections::VecDeque;

use crate::core::link::Frame;
use crate::core::signal::Reading;
use crate::core::time::SimTime;

/// Most frames that wait for room in the window; beyond it the oldest goes.
const MOST_WAITING: usize = 10_000;

/// A frame that is under way without a confirmation.
#[derive(Debug)]
struct Unconfirmed {
    frame: Frame,
    due: SimTime,
    wait: SimTime,
}

/// What a sender does when a frame's time is up.
#[derive(Debug, PartialEq)]
pub enum Due {
    /// It is sent again.
    Again(Frame),
    /// It has been sent often enough; this one takes its room in the window.
    Next(Frame),
}

/// A sender that wants its frames confirmed.
#[derive(Debug)]
pub struct Sender {
    timeout: SimTime,
    retries: u8,
    fresh: bool,
    backoff: f64,
    window: usize,
    unconfirmed: Vec<Unconfirmed>,
    waiting: VecDeque<Frame>,
    /// Sequence number of the frame that was sent last for the first time.
    launched: u32,
}

impl Sender {
    /// An idle sender.
    #[must_use]
    pub fn new(timeout_s: f64, retries: u8, fresh: bool, backoff: f64, window: usize) -> Self {
        let timeout = SimTime::from_secs(timeout_s);
        let (unconfirmed, waiting) = (Vec::new(), VecDeque::new());
        Self { timeout, retries, fresh, backoff, window: window.max(1), unconfirmed, waiting, launched: 0 }
    }

    /// Whether what is sent again carries the newest readings.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// Takes a frame to be sent. Gives back the copy that goes now, if there is room in the window, and what had to
    /// give way: where fresh readings count, a newer frame takes the place of one that waits.
    pub fn offer(&mut self, now: SimTime, frame: Frame, dropped: &mut Vec<Frame>) -> Option<Frame> {
        if self.unconfirmed.len() < self.window {
            return Some(self.launch(now, frame));
        }
        let older = |waiting: &Frame| !waiting.historical;
        if let Some(index) = self.waiting.iter().rposition(older).filter(|_| self.fresh && older(&frame)) {
            dropped.extend(self.waiting.remove(index));
        } else if self.waiting.len() >= MOST_WAITING {
            dropped.extend(self.waiting.pop_front());
        }
        self.waiting.push_back(frame);
        None
    }

    /// The other side has confirmed a frame. Gives back one that waited and goes now.
    pub fn confirm(&mut self, now: SimTime, sequence: u32) -> Option<Frame> {
        let known = self.unconfirmed.iter().position(|unconfirmed| unconfirmed.frame.sequence == sequence)?;
        self.unconfirmed.remove(known);
        let next = self.waiting.pop_front()?;
        Some(self.launch(now, next))
    }

    /// What is to be done about the next frame whose time is up; `latest` holds the newest readings.
    pub fn poll(&mut self, now: SimTime, latest: &[Reading]) -> Option<Due> {
        while let Some(index) = self.unconfirmed.iter().position(|unconfirmed| unconfirmed.due <= now) {
            let unconfirmed = &mut self.unconfirmed[index];
            if unconfirmed.frame.attempt < self.retries {
                unconfirmed.wait = SimTime::from_secs(unconfirmed.wait.secs() * self.backoff);
                unconfirmed.due = now + unconfirmed.wait;
                unconfirmed.frame.attempt += 1;
                if self.fresh && !unconfirmed.frame.historical {
                    refresh(&mut unconfirmed.frame, latest);
                }
                return Some(Due::Again(unconfirmed.frame.clone()));
            }
            self.unconfirmed.remove(index);
            if let Some(next) = self.waiting.pop_front() {
                return Some(Due::Next(self.launch(now, next)));
            }
        }
        None
    }

    /// When the next frame's time is up; [`SimTime::MAX`] if none is under way.
    #[must_use]
    pub fn next_due(&self) -> SimTime {
        self.unconfirmed.iter().map(|unconfirmed| unconfirmed.due).min().unwrap_or(SimTime::MAX)
    }

    /// Frames under way or waiting.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.unconfirmed.len() + self.waiting.len()
    }

    fn launch(&mut self, now: SimTime, mut frame: Frame) -> Frame {
        frame.follows = std::mem::replace(&mut self.launched, frame.sequence);
        let copy = frame.clone();
        self.unconfirmed.push(Unconfirmed { frame, due: now + self.timeout, wait: self.timeout });
        copy
    }
}

/// Puts the newest readings of the same signals into a frame.
fn refresh(frame: &mut Frame, latest: &[Reading]) {
    for reading in &mut frame.readings {
        if let Some(newer) = latest.iter().find(|newer| newer.signal == reading.signal && newer.at > reading.at) {
            *reading = *newer;
        }
    }
    frame.generated_at = frame.readings.iter().map(|reading| reading.at).fold(frame.generated_at, SimTime::max);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(sequence: u32) -> Frame {
        let at = SimTime::from_secs(f64::from(sequence));
        let readings = vec![Reading { signal: 0, at, value: f64::from(sequence) }];
        Frame { sequence, generated_at: at, readings, ..Frame::default() }
    }

    #[test]
    fn a_frame_is_tried_as_often_as_asked_and_the_next_follows() {
        let mut sender = Sender::new(1.0, 2, false, 2.0, 1);
        let (at, mut dropped) = (SimTime::from_secs, Vec::new());
        assert_eq!(sender.offer(at(0.0), frame(1), &mut dropped).map(|frame| frame.attempt), Some(0));
        assert_eq!(sender.offer(at(0.5), frame(2), &mut dropped), None, "stop-and-wait");
        assert_eq!(sender.next_due(), at(1.0));
        assert!(matches!(sender.poll(at(1.0), &[]), Some(Due::Again(again)) if again.attempt == 1));
        assert_eq!(sender.next_due(), at(3.0), "twice the wait");
        assert!(matches!(sender.poll(at(3.0), &[]), Some(Due::Again(again)) if again.attempt == 2));
        assert!(matches!(sender.poll(at(7.0), &[]), Some(Due::Next(next)) if next.sequence == 2));
        assert_eq!(sender.confirm(at(7.5), 2), None);
        assert_eq!((sender.pending(), sender.next_due()), (0, SimTime::MAX));
    }

    #[test]
    fn a_fresh_sender_sends_the_newest_and_lets_only_it_wait() {
        let mut sender = Sender::new(1.0, 2, true, 1.0, 1);
        let (at, mut dropped) = (SimTime::from_secs, Vec::new());
        sender.offer(at(1.0), frame(1), &mut dropped);
        sender.offer(at(1.2), frame(2), &mut dropped);
        sender.offer(at(1.4), frame(3), &mut dropped);
        assert_eq!(dropped.iter().map(|frame| frame.sequence).collect::<Vec<_>>(), [2]);
        let latest = [Reading { signal: 0, at: at(9.0), value: 9.0 }];
        let Some(Due::Again(again)) = sender.poll(at(9.5), &latest) else { panic!("nothing was due") };
        assert_eq!((again.sequence, again.generated_at, again.readings[0].value), (1, at(9.0), 9.0));
    }
}
