//! The twin of a board's clock: readings of its counter in, rate, phase, predictions and a corrected clock out.

mod show;
mod spec;
mod state;

use super::exchange::{Exchange, Exchanges};
use super::fit::{FEWEST, Fit};
use super::holdover::{self, Band, Score};
use super::servo::Servo;
use super::unwrap::{Counter, Step};
use super::window::{Points, Sample, Window};
use super::withhold::Withholding;
use super::{NANOS_PER_SECOND, SimTime};
pub use spec::{ClockTwinError, ClockTwinSpec};
pub use state::{
    ClockState, DelayState, EstimateState, HoldoverState, Observation, Prediction, ResidualState, Returned, Series,
    TemperatureState,
};

/// A gap is what lasts this many times the usual spacing.
const GAP: f64 = 3.0;

/// Readings from which a window's own line may take over from a rate known before it.
const OWN_LINE: usize = 8;

/// A rate known from before a reboot.
#[derive(Clone, Copy, Debug)]
struct Held {
    slope: f64,
    slope_bar: f64,
    /// Standard deviation of a reading about the line, in seconds.
    spread_s: f64,
    at: SimTime,
}

/// The twin of a counter of microseconds. Sans-I/O, deterministic, bounded in memory by its window.
///
/// Three timescales meet in it: the reference (arrival on the host, a clock that never steps), the device (its
/// counter unwrapped and continued over reboots, 0 at the first reading) and the corrected clock, which follows the
/// reference. The device's is kept as a servo over the reference, the corrected clock as a servo over the device's;
/// each is continuous and monotone, and so is what [`Self::corrected`] shows.
#[derive(Clone, Debug)]
pub struct ClockTwin {
    spec: ClockTwinSpec,
    counter: Counter,
    /// Added to the counter's microseconds to continue the device's timescale over reboots.
    base_us: i64,
    window: Window,
    points: Points,
    /// The line in use.
    line: Option<Fit>,
    held: Option<Held>,
    reading: Servo,
    clock: Servo,
    rule: Withholding,
    exchanges: Exchanges,
    delay: Option<DelayState>,
    score: Score,
    first: Option<SimTime>,
    samples: u64,
    left_out: u64,
}

impl ClockTwin {
    /// A twin that has seen nothing. Settings out of range are brought into it: check them before.
    #[must_use]
    pub fn new(spec: ClockTwinSpec) -> Self {
        let spec = ClockTwinSpec { window: spec.window.clamp(8, 4096), ..spec };
        Self {
            spec,
            counter: Counter::default(),
            base_us: 0,
            window: Window::new(spec.window),
            points: Points::default(),
            line: None,
            held: None,
            reading: Servo::new(spec.slew_ppm * 1e-6),
            clock: Servo::new(spec.slew_ppm * 1e-6),
            rule: Withholding::default(),
            exchanges: Exchanges::default(),
            delay: None,
            score: Score::default(),
            first: None,
            samples: 0,
            left_out: 0,
        }
    }

    /// Its settings.
    #[must_use]
    pub fn spec(&self) -> &ClockTwinSpec {
        &self.spec
    }

    /// Takes in a reading: when it arrived on a reference that never steps, the counter, and the boot id and
    /// temperature where the board tells them.
    pub fn observe(
        &mut self,
        arrived: SimTime,
        micros: u32,
        boot: Option<u32>,
        temperature_c: Option<f64>,
    ) -> Observation {
        let step = self.counter.read(arrived, micros, boot, self.rate().unwrap_or(0.0));
        match (step, self.counter.total_us()) {
            (Step::Suspected | Step::Stale, _) | (_, None) => {
                self.left_out += 1;
                return Observation { step, residual_s: None, returned: None };
            }
            (Step::First, Some(total_us)) => {
                self.base_us = -total_us;
                self.first = Some(arrived);
                self.reading.start(arrived.nanos(), 0);
                self.clock.start(0, arrived.nanos());
            }
            (Step::Rebooted | Step::Jumped, Some(total_us)) => self.carry_over(step, arrived, total_us),
            (Step::Continued { .. }, Some(_)) => {}
        }
        let device_us = self.counter.total_us().unwrap_or(0).saturating_add(self.base_us);
        let residual_s = self.departure_s(arrived, device_us);
        let returned = residual_s.and_then(|off_s| self.score_gap(arrived, off_s));
        self.window.push(Sample { device_us, arrived, temperature_c });
        self.samples += 1;
        self.refit(arrived);
        self.steer(arrived);
        Observation { step, residual_s, returned }
    }

    /// Takes in a two-way exchange: a question left at `t1` and its answer arrived at `t4` on the reference; the
    /// board read its counter at both ends of its turn. Returns whether it was used.
    pub fn exchange(&mut self, t1: SimTime, t2_micros: u32, t3_micros: u32, t4: SimTime, boot: Option<u32>) -> bool {
        let strange = boot.is_some() && self.counter.boot().is_some() && boot != self.counter.boot();
        let rate = self.rate().unwrap_or(0.0);
        let device = |micros| {
            let total_us = self.counter.near(t4, micros, rate)?;
            Some(SimTime::from_nanos(total_us.saturating_add(self.base_us).saturating_mul(1000)))
        };
        let (Some(t2), Some(t3), false) = (device(t2_micros), device(t3_micros), strange) else { return false };
        let used = self.exchanges.take(Exchange { t1, t2, t3, t4 });
        self.measure_delay();
        used
    }

    /// Readings used since the start.
    #[must_use]
    pub fn samples(&self) -> u64 {
        self.samples
    }

    /// The rate error R of the line in use, as a share.
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        self.line.map(|line| line.rate())
    }

    /// Its standard error, as a share; none while it is unknown.
    #[must_use]
    pub fn rate_bar(&self) -> Option<f64> {
        self.line.map(|line| line.rate_bar()).filter(|bar| bar.is_finite())
    }

    /// Whether corrections are made, and why not.
    #[must_use]
    pub fn withholding(&self) -> &Withholding {
        &self.rule
    }

    /// What the corrected clock shows at an instant of the reference: continuous and monotone over any sequence of
    /// calls with rising instants, whatever is observed between them. Before the first reading it is the reference.
    #[must_use]
    pub fn corrected(&self, at: SimTime) -> SimTime {
        if self.first.is_none() {
            return at;
        }
        SimTime::from_nanos(self.clock.at(self.reading.at(at.nanos())))
    }

    /// The corrected time of a count that the board stamped on something at about `at`, in this boot.
    #[must_use]
    pub fn corrected_micros(&self, at: SimTime, micros: u32) -> Option<SimTime> {
        let total_us = self.counter.near(at, micros, self.rate().unwrap_or(0.0))?;
        let device_ns = total_us.saturating_add(self.base_us).saturating_mul(1000);
        Some(SimTime::from_nanos(self.clock.at(device_ns)))
    }

    /// Seconds of the corrected clock for each second of the board at an instant, slew included: what a board without
    /// a servo of its own is to be sent.
    #[must_use]
    pub fn board_multiplier(&self, at: SimTime) -> f64 {
        self.clock.effective_rate(self.reading.at(at.nanos()))
    }

    /// What a reading that arrives at an instant of the reference is expected to say; `None` before a line is known.
    #[must_use]
    pub fn predict(&self, at: SimTime) -> Option<Prediction> {
        let (line, first, last) = (self.line?, self.window.first()?, self.window.last()?);
        let device_s = line.device_s((at - first.arrived).secs());
        let device_us = first.device_us.saturating_add((device_s * 1e6).round_ties_even() as i64);
        let total_us = device_us.saturating_sub(self.base_us);
        let since_s = (at - last.arrived).secs();
        Some(Prediction {
            total_us,
            micros: total_us as u32,
            sigma_s: self.band()?.at(since_s),
            since_s,
            corrected: self.corrected(at),
        })
    }

    /// What the uncertainty of a prediction is made of.
    fn band(&self) -> Option<Band> {
        let (line, last) = (self.line?, self.points.device_s.last()?);
        let residuals = line.residuals(&self.points);
        let square = residuals.iter().map(|r| r * r).sum::<f64>() / residuals.len() as f64;
        // A few readings after a reboot say little about the spread: what was known before stands.
        let known = self.held.map_or(0.0, |held| held.spread_s);
        let wander = self.spec.wander_ppm_per_sqrt_s * 1e-6;
        let lag = holdover::lag(wander, *last);
        Some(Band {
            phase_s: line.lead_bar_s(*last),
            spread_s: square.sqrt().max(known),
            rate: (line.slope_bar * line.slope_bar + lag * lag).sqrt(),
            wander,
        })
    }

    /// Seconds by which a reading arrived later than the line says.
    fn departure_s(&self, arrived: SimTime, device_us: i64) -> Option<f64> {
        let (line, first) = (self.line?, self.window.first()?);
        let device_us = device_us - first.device_us;
        let lead_ns = (arrived - first.arrived).nanos().saturating_sub(device_us.saturating_mul(1000));
        Some(lead_ns as f64 * 1e-9 - line.lead_s(device_us as f64 * 1e-6))
    }

    fn score_gap(&mut self, arrived: SimTime, off_s: f64) -> Option<Returned> {
        let (spacing_s, last) = (self.window.spacing_s()?, self.window.last()?);
        let gap_s = (arrived - last.arrived).secs();
        if self.window.len() < FEWEST || gap_s <= GAP * spacing_s {
            return None;
        }
        let sigma_s = self.band()?.at(gap_s);
        let inside = self.score.take(gap_s, off_s, sigma_s);
        Some(Returned { gap_s, off_s, sigma_s, inside })
    }

    /// A new boot, or a broken line: the rate goes on, the phase is learned anew, and the device's timescale goes on
    /// from where it was believed to be.
    fn carry_over(&mut self, step: Step, arrived: SimTime, total_us: i64) {
        if let (Some(line), Some(band)) = (self.line, self.band()) {
            let (slope, slope_bar) = (line.slope, line.slope_bar);
            self.held = Some(Held { slope, slope_bar, spread_s: band.spread_s, at: arrived });
        }
        let last_us = self.window.last().map_or(0, |last| last.device_us);
        // A board that started again has counted from 0 since: no less time has passed.
        let counted_us = if step == Step::Rebooted { total_us } else { 1 };
        let delay = SimTime::from_secs(self.delay.map_or(0.0, |delay| delay.delay_s));
        let believed_us = self.reading.at((arrived - delay).nanos()) / 1000;
        self.base_us = believed_us.max(last_us.saturating_add(counted_us)).saturating_sub(total_us);
        self.window.clear();
        self.exchanges.clear();
        self.line = None;
    }

    fn refit(&mut self, now: SimTime) {
        self.points = self.window.points();
        let own = self.spec.estimator.fit(&self.points);
        let Some(held) = self.held else {
            self.line = own;
            return;
        };
        let walked = self.spec.wander_ppm_per_sqrt_s * 1e-6 * (now - held.at).secs().max(0.0).sqrt();
        let held_bar = (held.slope_bar * held.slope_bar + walked * walked).sqrt();
        match own {
            Some(own) if self.points.len() >= OWN_LINE && own.slope_bar <= held_bar => {
                self.held = None;
                self.line = Some(own);
            }
            _ => {
                self.line = Fit::with_slope(&self.points, held.slope, held_bar).map(|line| {
                    let level_bar_s = held.spread_s / (self.points.len() as f64).sqrt();
                    if self.points.len() < FEWEST { Fit { level_bar_s, ..line } } else { line }
                });
            }
        }
    }

    /// Brings the timescales towards the line.
    fn steer(&mut self, now: SimTime) {
        let (Some(line), Some(first)) = (self.line, self.window.first()) else {
            self.rule.judge(self.window.len(), None);
            return;
        };
        let (rate, bar) = (line.rate(), line.rate_bar());
        self.rule.judge(self.window.len(), bar.is_finite().then_some((rate * 1e6, bar * 1e6)));
        // What is withheld from the corrected clock is not believed of the device either; a phase is, once it is
        // larger than two of its own bars.
        let released = self.rule.released();
        let (rate, multiplier) = if released { (rate, 1.0 / (1.0 + rate)) } else { (0.0, 1.0) };
        let certain = |off_ns: f64, bar_s: f64| {
            if released || off_ns.abs() > 2.0 * bar_s * NANOS_PER_SECOND { off_ns } else { 0.0 }
        };

        let first_ns = first.device_us.saturating_mul(1000);
        let believed_ns = self.reading.at(now.nanos());
        // What arrives now was counted a delay ago; what is counted now will arrive a delay later.
        let delay_s = self.delay.map_or(0.0, |delay| delay.delay_s);
        let device_s = line.device_s((now - first.arrived).secs() + delay_s);
        let behind_ns = first_ns.saturating_sub(believed_ns) as f64 + device_s * NANOS_PER_SECOND;
        let bar_s = line.lead_bar_s(device_s);
        self.reading.steer(now.nanos(), 1.0 + rate, certain(behind_ns, bar_s));

        let since_ns = believed_ns.saturating_sub(first_ns);
        let lead_s = line.lead_s(since_ns as f64 * 1e-9) - delay_s;
        let ahead_ns = self.clock.at(believed_ns).saturating_sub(since_ns).saturating_sub(first.arrived.nanos());
        let owed_ns = lead_s * NANOS_PER_SECOND - ahead_ns as f64;
        self.clock.steer(believed_ns, multiplier, certain(owed_ns, bar_s));
    }

    /// The constant delay of readings: by how much the line lags behind the quickest exchange.
    fn measure_delay(&mut self) {
        let (Some(line), Some(first), Some(best)) = (self.line, self.window.first(), self.exchanges.best()) else {
            return;
        };
        let middle = best.middle();
        let device_s = line.device_s((middle - first.arrived).secs());
        let base_ns = first.device_us.saturating_mul(1000).saturating_sub(middle.nanos());
        let line_offset_s = base_ns as f64 * 1e-9 + device_s;
        self.delay = Some(DelayState {
            delay_s: best.offset_s() - line_offset_s,
            bound_s: best.bound_s(),
            round_trip_s: best.round_trip_s(),
            exchanges: self.exchanges.counts().0,
        });
    }
}
