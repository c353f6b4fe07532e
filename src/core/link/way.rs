//! The whole way of a link: its hops, one behind the other.

use std::sync::Arc;

use super::hop::{Hop, Outcome};
use super::{Frame, LineSpec};
use crate::core::action::LinkChange;
use crate::core::exchange::FrameLog;
use crate::core::fault::LinkFaultKind;
use crate::core::rng::Stream;
use crate::core::time::SimTime;

/// One direction of the network.
pub struct Link {
    first: Hop,
    rest: Vec<Hop>,
    /// When the next wake-up is due that is already on its way; [`SimTime::MAX`] if none is.
    pub armed: SimTime,
}

impl Link {
    /// An idle link of one hop or more; `name` is the instance's name, from which its random streams derive.
    #[must_use]
    pub fn new(first: Arc<LineSpec>, rest: &[Arc<LineSpec>], seed: u64, name: &str) -> Self {
        let stream_name =
            |line: &LineSpec| if rest.is_empty() { name.to_owned() } else { format!("{name}/{}", line.name) };
        let later = rest.iter().enumerate();
        let rest = later.map(|(index, line)| Hop::new(Arc::clone(line), index as u8 + 1, seed, &stream_name(line)));
        let rest = rest.collect();
        let name = stream_name(&first);
        Self { first: Hop::new(first, 0, seed, &name), rest, armed: SimTime::MAX }
    }

    /// Its hops, in the order in which frames pass them.
    #[must_use]
    pub fn hops(&self) -> impl DoubleEndedIterator<Item = &Hop> {
        std::iter::once(&self.first).chain(&self.rest)
    }

    fn hop_mut(&mut self, index: usize) -> Option<&mut Hop> {
        if index == 0 { Some(&mut self.first) } else { self.rest.get_mut(index - 1) }
    }

    /// The place of the hop called `name`; of the first where no name is given.
    #[must_use]
    pub fn hop_named(&self, name: Option<&str>) -> Option<usize> {
        name.map_or(Some(0), |name| self.hops().position(|hop| hop.spec().name == name))
    }

    /// Whether nothing leaves the sender at an instant because its own hop is cut.
    #[must_use]
    pub fn is_cut_off(&self, now: SimTime) -> bool {
        self.first.is_cut(now)
    }

    /// Whether any hop is cut at an instant.
    #[must_use]
    pub fn is_cut(&self, now: SimTime) -> bool {
        self.first.is_cut(now) || self.rest.iter().any(|hop| hop.is_cut(now))
    }

    /// How often its hops were cut so far, and when the last of these cuts ends or has ended.
    #[must_use]
    pub fn cuts(&self) -> (u32, SimTime) {
        let (mut cuts, mut mended) = self.first.cuts();
        for (more, later) in self.rest.iter().map(Hop::cuts) {
            cuts += more;
            mended = mended.max(later);
        }
        (cuts, mended)
    }

    /// When its sender can send again.
    #[must_use]
    pub fn cut_off_until(&self) -> SimTime {
        self.first.cuts().1
    }

    /// Most frames that ever waited before one of its hops.
    #[must_use]
    pub fn longest_queue(&self) -> usize {
        self.hops().map(Hop::longest_queue).max().unwrap_or(0)
    }

    /// Cuts a hop until an instant. Nothing leaves meanwhile: a hop with a store keeps frames there, one with a rate in
    /// its queue; others lose them at once. What is already on the line arrives.
    pub fn cut(&mut self, hop: usize, now: SimTime, until: SimTime) {
        if let Some(hop) = self.hop_mut(hop) {
            hop.cut(now, until);
        }
    }

    /// Mends a cut of a hop before its time; other cuts of it last until `others`.
    pub fn mend_cut(&mut self, hop: usize, now: SimTime, others: SimTime) {
        if let Some(hop) = self.hop_mut(hop) {
            hop.mend_cut(now, others);
        }
    }

    /// Begins a fault of the given number on a hop.
    pub fn impair(&mut self, hop: usize, fault: u32, kind: &LinkFaultKind, stream: Stream) {
        if let Some(hop) = self.hop_mut(hop) {
            hop.impair(fault, kind, stream);
        }
    }

    /// Ends a fault by its number; frames already on the line keep their fate.
    pub fn unimpair(&mut self, fault: u32) {
        self.first.unimpair(fault);
        for hop in &mut self.rest {
            hop.unimpair(fault);
        }
    }

    /// Changes a property of a hop from now on; frames already on the line keep their fate.
    /// A frame that is being put on the line starts again at a new rate, if that is sooner.
    pub fn change(&mut self, hop: usize, now: SimTime, change: &LinkChange) {
        if let Some(hop) = self.hop_mut(hop) {
            hop.change(now, change);
        }
    }

    /// Hands over a frame.
    pub fn push(&mut self, now: SimTime, frame: Frame, log: &mut FrameLog) {
        self.first.push(now, frame, log);
    }

    /// The next thing that came of a frame that [`Link::push`] did not put on the line.
    pub fn settled(&mut self) -> Option<Outcome> {
        self.first.settled()
    }

    /// The next thing that came of a frame at or before `now`.
    pub fn poll(&mut self, now: SimTime, log: &mut FrameLog) -> Option<Outcome> {
        let last = self.rest.len();
        let mut at = 0;
        while at <= last {
            let hop = if at == 0 { &mut self.first } else { &mut self.rest[at - 1] };
            match hop.poll(now, log) {
                Some(Outcome::Delivered(frame)) if at < last => self.rest[at].push(now, frame, log),
                Some(outcome) => return Some(outcome),
                None => at += 1,
            }
        }
        None
    }

    /// When something happens on this link by itself; [`SimTime::MAX`] if nothing will.
    #[must_use]
    pub fn next_wakeup(&self) -> SimTime {
        self.rest.iter().map(Hop::next_wakeup).fold(self.first.next_wakeup(), SimTime::min)
    }
}
