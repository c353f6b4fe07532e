//! Network: what frames say by how they come: missing and doubled numbers, silence, lateness, and jumps of the clock
//! that stamps them.

use super::chart::Limit;
use super::detector::{Judgement, figure};
use super::gauge::{Gauge, Moment};
use super::theory::QUIET_S;
use crate::core::fault::FaultClass;
use crate::core::math;
use crate::core::time::SimTime;

/// Frames and time before anything is said.
const WARM_UP_FRAMES: u64 = 20;
const WARM_UP_S: f64 = 10.0;

/// A number counts as missing when frames this much later have come: reordering is not loss.
const DEPTH: u32 = 16;

/// A jump of the clock can be told when no more frames than these are missing where it happened.
const MOST_MISSING: u32 = 3;

/// One late frame counts for no more than this, in standard deviations: delays have tails.
const CLIP: f64 = 4.0;

/// What came over the link.
#[derive(Clone, Copy, Debug)]
pub struct Envelope {
    /// When it arrived.
    pub at: SimTime,
    /// Its number.
    pub sequence: u32,
    /// What the device's clock showed at sending.
    pub stamp: SimTime,
}

/// A finding about the way from the device.
#[derive(Clone, Debug)]
pub struct Finding {
    /// How odd it is.
    pub judged: Judgement,
    /// Whose fault it looks like.
    pub class: FaultClass,
    /// What was noticed, with numbers.
    pub evidence: String,
    /// Why it is of that kind.
    pub reason: &'static str,
}

/// A share that suddenly grows, by a Bernoulli CUSUM: log-likelihood ratio of a share four times the usual one, at
/// least one in five, against the usual one (Reynolds and Stoumbos 1999). Its limit is the logarithm of the number of
/// frames between two false alarms (Lorden 1971).
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    seen: f64,
    hits: f64,
    sum: f64,
    since: SimTime,
    peak: f64,
    limit: Limit,
}

impl Share {
    fn usual(&self) -> f64 {
        (self.hits + 0.5) / (self.seen + 1.0)
    }

    fn add(&mut self, at: SimTime, hit: bool, watching: bool, frames: f64) -> Judgement {
        let before = self.usual().clamp(0.002, 0.6);
        let after = (4.0 * before).clamp(0.2, 0.9);
        let step = if hit { math::ln(after / before) } else { math::ln((1.0 - after) / (1.0 - before)) };
        if self.sum <= 0.0 {
            if !watching || self.peak < self.limit.value() {
                self.limit.learn(self.peak);
            }
            (self.since, self.peak) = (at, 0.0);
        }
        self.limit.theory_at_least(math::ln(frames.max(10.0)));
        self.sum = (self.sum + step).clamp(0.0, 1.5 * self.limit.value());
        self.peak = self.peak.max(self.sum);
        let ratio = if watching { self.sum / self.limit.value() } else { 0.0 };
        if ratio < 0.5 {
            self.seen += 1.0;
            self.hits += f64::from(u8::from(hit));
        }
        Judgement { ratio, since: self.since, abrupt: false }
    }
}

/// What is known about the way from the device.
pub struct Network {
    /// The longest silence that the sync mode promises, in seconds.
    promised_s: Option<f64>,
    first: Option<SimTime>,
    frames: u64,
    last: Option<Envelope>,
    highest: u32,
    /// Which of the last numbers have come; the highest is bit 0.
    come: u64,
    lost: Share,
    doubled: Share,
    latency: Gauge,
    /// What the device's clock has jumped by, in seconds.
    jumped_s: f64,
    latency_zero: Option<f64>,
    longest_gap_s: f64,
    silent: bool,
}

impl Network {
    /// Nothing is known yet but the silence that the sync mode promises not to exceed, in seconds.
    #[must_use]
    pub fn new(promised_s: Option<f64>) -> Self {
        Self {
            promised_s,
            first: None,
            frames: 0,
            last: None,
            highest: 0,
            come: 0,
            lost: Share::default(),
            doubled: Share::default(),
            latency: Gauge::new(1e-4).following(20.0),
            jumped_s: 0.0,
            latency_zero: None,
            longest_gap_s: 0.0,
            silent: false,
        }
    }

    /// A stamp without the jumps that the clock has made.
    #[must_use]
    pub fn steady(&self, stamp: SimTime) -> SimTime {
        stamp - SimTime::from_secs(self.jumped_s)
    }

    fn watching(&self, at: SimTime) -> bool {
        self.frames >= WARM_UP_FRAMES && self.first.is_some_and(|first| (at - first).secs() >= WARM_UP_S)
    }

    /// Mean time between frames so far, in seconds.
    fn spacing_s(&self, at: SimTime) -> f64 {
        self.first.map_or(1.0, |first| ((at - first).secs() / self.frames.max(1) as f64).max(1e-6))
    }

    /// Takes in an arrival. Says how many numbers are missing just before it, and what is odd.
    pub fn arrive(&mut self, envelope: Envelope) -> (u32, Option<Finding>) {
        let Envelope { at, sequence, .. } = envelope;
        self.first.get_or_insert(at);
        let watching = self.watching(at);
        let frames = QUIET_S / self.spacing_s(at);
        self.frames += 1;
        let behind = self.highest.saturating_sub(sequence);
        let again = sequence <= self.highest && (behind >= 64 || self.come >> behind & 1 == 1);
        let doubled = self.doubled.add(at, again, watching, frames);
        if again {
            let found = doubled.alarms().then(|| Finding {
                judged: doubled,
                class: FaultClass::Network,
                evidence: format!("number {sequence} came again; {:.1} % did before", 100.0 * self.doubled.usual()),
                reason: "the device numbers every frame once",
            });
            return (0, found);
        }
        if sequence <= self.highest {
            self.come |= 1 << behind;
            return (0, None);
        }
        let step = sequence - self.highest;
        let missing = if self.highest == 0 { 0 } else { step - 1 };
        let lost = self.advance(at, step, watching, frames);
        let gap = self.gap(&envelope, missing, watching);
        let late = self.lateness(&envelope, watching);
        self.last = Some(envelope);
        self.silent = false;
        let found = gap.or_else(|| {
            let share = 100.0 * self.lost.usual();
            let lost = lost.filter(Judgement::alarms).map(|judged| Finding {
                judged,
                class: FaultClass::Network,
                evidence: format!("numbers are missing more often than the usual {share:.1} %"),
                reason: "the device sent what did not arrive",
            });
            lost.or(late)
        });
        (missing, found)
    }

    /// Moves on to a new highest number, and counts what is missing for good.
    fn advance(&mut self, at: SimTime, step: u32, watching: bool, frames: f64) -> Option<Judgement> {
        let first = self.highest == 0;
        let mut worst: Option<Judgement> = None;
        for _ in 0..step.min(256) {
            let settled = self.highest >= DEPTH;
            let hit = self.come >> (DEPTH - 1) & 1 == 0;
            self.come <<= 1;
            self.highest += 1;
            if settled && !first {
                let judged = self.lost.add(at, hit, watching, frames);
                worst = Some(worst.map_or(judged, |worst| worst.or(judged)));
            }
        }
        self.highest += step.saturating_sub(256);
        self.come |= 1;
        worst
    }

    /// The time since the last frame: an arrival that is on time with a stamp that is not is the clock's doing.
    fn gap(&mut self, envelope: &Envelope, missing: u32, watching: bool) -> Option<Finding> {
        let last = self.last.as_ref()?;
        let (arrived_s, stamped_s) = ((envelope.at - last.at).secs(), (envelope.stamp - last.stamp).secs());
        if !self.silent {
            self.longest_gap_s = self.longest_gap_s.max(arrived_s);
        }
        let sigma = self.latency.sigma().filter(|_| watching)?;
        let jump = stamped_s - arrived_s;
        if missing > MOST_MISSING || jump.abs() < 0.05 + 12.0 * sigma {
            return None;
        }
        let usual = self.promised_s? * f64::from(missing + 1);
        let to_blame = (arrived_s - usual).abs() < 0.5 * (stamped_s - usual).abs();
        to_blame.then(|| {
            self.jumped_s += jump;
            Finding {
                judged: Judgement { ratio: 2.0 + jump.abs(), since: last.at, abrupt: true },
                class: FaultClass::Sensor,
                evidence: format!("the device's clock jumped by {} s from one frame to the next", figure(jump)),
                reason: "frames keep coming as before: only their stamps moved",
            }
        })
    }

    fn lateness(&mut self, envelope: &Envelope, watching: bool) -> Option<Finding> {
        let latency = (envelope.at - envelope.stamp).secs() + self.jumped_s;
        // Clocks disagree by a constant that nobody knows: the first frame sets it.
        let zero = *self.latency_zero.get_or_insert(latency);
        let moment = Moment { at: envelope.at, spacing_s: self.spacing_s(envelope.at), calm: watching };
        let judged = self.latency.judge_clipped(moment, latency - zero, CLIP);
        (watching && judged.alarms()).then(|| {
            let (z, _) = self.latency.figures();
            Finding {
                judged,
                class: FaultClass::Network,
                evidence: format!(
                    "frames take {} s more or less than usual ({z:.1} sigma)",
                    figure(self.latency.departure())
                ),
                reason: "what the frames say is in order, only they come late or early",
            }
        })
    }

    /// How long a silence is bearable, in seconds: as many promised gaps as chance may lose in a row, and more than
    /// was ever waited.
    fn patience_s(&self, at: SimTime) -> Option<f64> {
        let promised_s = self.promised_s.filter(|_| self.watching(at))?;
        let frames = QUIET_S / promised_s.max(1e-6);
        let share = self.lost.usual().clamp(1e-4, 0.9);
        let in_a_row = (math::ln(frames.max(10.0)) / -math::ln(share)).ceil();
        Some((promised_s * (1.5 + in_a_row)).max(1.5 * self.longest_gap_s))
    }

    /// When silence becomes odd; none while nothing was promised or learned, or it is odd already.
    #[must_use]
    pub fn next_wakeup(&self) -> Option<SimTime> {
        let last = self.last.as_ref().filter(|_| !self.silent)?;
        Some(last.at + SimTime::from_secs(self.patience_s(last.at)?))
    }

    /// The wake-up has come.
    pub fn wake(&mut self, now: SimTime) -> Option<Finding> {
        let due = self.next_wakeup().filter(|due| *due <= now)?;
        let last = self.last.as_ref()?;
        self.silent = true;
        let (silence, promised) = (figure((due - last.at).secs()), figure(self.promised_s?));
        Some(Finding {
            judged: Judgement { ratio: 2.0, since: last.at, abrupt: true },
            class: FaultClass::Network,
            evidence: format!("nothing for {silence} s, where a frame was promised every {promised} s"),
            reason: "silence: the way is cut, or the device has no power",
        })
    }

    /// Whether nothing comes.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.silent
    }
}
