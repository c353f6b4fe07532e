//! Learned: one-step predictors for each signal, fitted by recursive least squares to what the twin receives.
//!
//! There are three. One knows the signal's own last values only; one knows only what the other signals show at the
//! same instant (angles by their sine and cosine); one knows both. The first finds oddities of the moment, the second
//! slow departures from how the signals belong together. Nothing is learned while anything is wrong.

use super::detector::{Channel, Detector, DetectorKind, Judgement, Look};
use super::gauge::Gauge;
use super::residual::{NEGLIGIBLE, floor};
use super::rls::{MOST, Rls};
use crate::core::math;

/// Last values that count.
const LAGS: usize = 8;

/// Lags need readings that are evenly spaced, within this share.
const UNEVEN: f64 = 0.2;

/// Seconds over which samples are forgotten, and at least this many of them.
const MEMORY_S: f64 = 300.0;
const MEMORY_READINGS: f64 = 2000.0;

/// The others alone are asked where they leave at most this share of the signal's deviation unexplained.
const TELLING: f64 = 0.3;

/// What is left unexplained must not go on from one reading to the next, by this autocorrelation: two signals that
/// wander by themselves always seem related for a while (Granger and Newbold, Journal of Econometrics 2, 1974).
const WANDERING: f64 = 0.3;

/// Which regressors a branch knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Knows {
    Past,
    Others,
    Both,
}

/// One predictor and its chart.
struct Branch {
    knows: Knows,
    rls: Rls,
    gauge: Option<Gauge>,
    last: f64,
    /// Sums of products of neighbouring residuals and of squares, in calm times.
    alike: (f64, f64),
}

impl Branch {
    fn new(knows: Knows, others: usize) -> Self {
        let size = match knows {
            Knows::Past => LAGS + 1,
            Knows::Others => 1 + others,
            Knows::Both => LAGS + 1 + others,
        };
        Self { knows, rls: Rls::new(size), gauge: None, last: 0.0, alike: (0.0, 0.0) }
    }

    /// Judges a target in widths of the signal and learns from it, if it may.
    fn judge(&mut self, look: &Look<'_>, floor: f64, all: &[f64; MOST], target: f64) -> Judgement {
        let mut regressors = *all;
        if self.knows == Knows::Others {
            regressors.copy_within(LAGS.., 0);
        }
        let residual = target - self.rls.predict(&regressors);
        let judgement = if self.rls.settled() {
            // A prediction from what was never seen before is worth little, and says nothing against its target.
            let sure = 1.0 / (1.0 + self.rls.leverage(&regressors)).sqrt();
            let gauge = || Gauge::new(floor).beyond(NEGLIGIBLE);
            let gauge = || if self.knows == Knows::Others { gauge().expecting_waves() } else { gauge() };
            self.gauge.get_or_insert_with(gauge).judge(look.moment(), sure * residual)
        } else {
            Judgement::default()
        };
        if look.calm && judgement.ratio < self.calm_ratio() {
            let memory = (MEMORY_S / look.spacing_s.max(1e-6)).max(MEMORY_READINGS);
            let kept = 1.0 - 1.0 / memory;
            self.rls.learn(&regressors, target, kept);
            let (products, squares) = self.alike;
            self.alike = (kept * products + residual * self.last, kept * squares + residual * residual);
        }
        self.last = residual;
        judgement
    }

    /// How far a judgement may go for its reading to be learned. How signals belong together is only known where they
    /// have been: at first every reading that does not alarm teaches more of it.
    fn calm_ratio(&self) -> f64 {
        let learns = self.knows == Knows::Others && !self.gauge.as_ref().is_some_and(Gauge::knows_waves);
        if learns { 1.0 } else { 0.5 }
    }

    /// Whether what it leaves unexplained wanders.
    fn wanders(&self) -> bool {
        self.alike.0 > WANDERING * self.alike.1
    }

    fn sigma(&self) -> f64 {
        self.gauge.as_ref().and_then(Gauge::sigma).unwrap_or(f64::INFINITY)
    }
}

/// The predictors of one signal.
pub(super) struct Learned {
    channel: Channel,
    /// The other signals, with their periods.
    siblings: Vec<(usize, Option<f64>)>,
    /// The latest value first, in widths of the signal.
    lags: [f64; LAGS],
    filled: usize,
    /// The last step of an angle, in the signal's unit.
    step: f64,
    branches: Vec<Branch>,
    alone: f64,
    telling: usize,
}

impl Learned {
    /// Predictors of the signal in place `signal` among all of its device's that the twin follows.
    pub(super) fn new(signal: usize, channels: &[Option<Channel>]) -> Option<Self> {
        let channel = channels.get(signal)?.clone()?;
        let mut room = MOST - LAGS - 1;
        let mut siblings = Vec::new();
        for (index, sibling) in channels.iter().enumerate() {
            let Some(sibling) = sibling else { continue };
            let needed = if sibling.info.period.is_some() { 2 } else { 1 };
            if index != signal && needed <= room {
                room -= needed;
                siblings.push((index, sibling.info.period));
            }
        }
        let mut learned = Self {
            channel,
            siblings,
            lags: [0.0; LAGS],
            filled: 0,
            step: 0.0,
            branches: Vec::new(),
            alone: 0.0,
            telling: 0,
        };
        learned.relearn();
        Some(learned)
    }

    fn regressors(&self, look: &Look<'_>) -> [f64; MOST] {
        let mut regressors = [0.0; MOST];
        regressors[..LAGS].copy_from_slice(&self.lags);
        regressors[LAGS] = 1.0;
        let mut place = LAGS + 1;
        for (sibling, period) in &self.siblings {
            let standing = look.standing[*sibling];
            if let Some(period) = period {
                // Of an angle, the standing is the angle itself.
                let angle = standing * math::TAU / period;
                regressors[place] = math::cos(angle);
                regressors[place + 1] = math::sin(angle);
                place += 2;
            } else {
                regressors[place] = standing;
                place += 1;
            }
        }
        regressors
    }

    /// Whether a branch's word counts: the others must know something about this signal.
    fn counts(&self, branch: &Branch) -> bool {
        match branch.knows {
            Knows::Past => true,
            Knows::Both => branch.sigma() < 0.9 * self.branches[0].sigma(),
            // In widths, a signal that wanders evenly through its width deviates by about 0.3.
            Knows::Others => branch.sigma() < TELLING * 0.3 && !branch.wanders(),
        }
    }
}

impl Detector for Learned {
    fn kind(&self) -> DetectorKind {
        DetectorKind::Learned
    }

    fn judge(&mut self, look: &Look<'_>) -> Judgement {
        let (Some((_, previous)), Some(gap_s), Some(usual)) = (look.previous, look.gap_s(), look.usual) else {
            return Judgement::default();
        };
        let (centre, width) = usual;
        if (gap_s - look.spacing_s).abs() > UNEVEN * look.spacing_s {
            self.filled = 0;
        }
        // Of an angle it is the change of its steps that is predicted: that does not wrap, however fast it turns.
        let info = &self.channel.info;
        let target = if info.period.is_some() {
            let step = info.difference(look.value, previous);
            info.difference(step, std::mem::replace(&mut self.step, step)) / width
        } else {
            (look.value - centre) / width
        };
        self.alone = 0.0;
        let mut judgement = Judgement::default();
        if self.filled >= LAGS {
            let regressors = self.regressors(look);
            let floor = floor(&self.channel, usual) / width;
            let deaf = self.siblings.iter().any(|(sibling, _)| look.stale[*sibling]);
            let known = if deaf { 1 } else { self.branches.len() };
            for index in 0..known {
                let judged = self.branches[index].judge(look, floor, &regressors, target);
                if index == 0 {
                    self.alone = judged.ratio;
                }
                if self.counts(&self.branches[index]) && judged.ratio > judgement.ratio {
                    self.telling = index;
                    judgement = judged;
                }
            }
        }
        self.lags.copy_within(..LAGS - 1, 1);
        self.lags[0] = target;
        self.filled += 1;
        judgement
    }

    fn alone(&self) -> f64 {
        self.alone
    }

    fn redundant(&self) -> bool {
        self.branches.get(self.telling).is_some_and(|branch| branch.knows != Knows::Past)
    }

    fn relearn(&mut self) {
        let others: usize = self.siblings.iter().map(|(_, period)| if period.is_some() { 2 } else { 1 }).sum();
        self.branches.clear();
        self.branches.push(Branch::new(Knows::Past, others));
        if others > 0 {
            self.branches.push(Branch::new(Knows::Others, others));
            self.branches.push(Branch::new(Knows::Both, others));
        }
    }

    fn restart(&mut self) {
        for gauge in self.branches.iter_mut().filter_map(|branch| branch.gauge.as_mut()) {
            gauge.restart();
        }
    }

    fn evidence(&self) -> String {
        let Some(branch) = self.branches.get(self.telling) else { return String::new() };
        let from = match branch.knows {
            Knows::Past => "its own past",
            Knows::Others => "what the other signals show",
            Knows::Both => "its past and the other signals",
        };
        let Some(gauge) = &branch.gauge else { return String::new() };
        let (z, chart) = gauge.figures();
        format!("off {from} by {z:.1} sigma; {}", chart.words())
    }
}
