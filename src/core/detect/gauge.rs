//! A gauge: residuals of one predictor, standardised by what the warm-up showed and charted from then on.

use super::chart::Chart;
use super::detector::Judgement;
use super::scale::{Scale, WarmUp};
use crate::core::time::SimTime;

/// Limits begin this many times as high as they will be when calm has lasted for [`NOVICE_S`].
const NOVICE: f64 = 4.0;

/// Seconds and readings of calm until the limits are what they should be.
const NOVICE_S: f64 = 100.0;
const NOVICE_READINGS: f64 = 300.0;

/// Seconds over which the scale follows slow changes in calm times.
const MEMORY_S: f64 = 600.0;

#[derive(Clone, Copy, Debug)]
enum Stage {
    /// Learns centre and width.
    Scaling(WarmUp),
    /// Runs the charts without alarms, to see how far they go when nothing is wrong.
    Trying(WarmUp),
    /// On watch.
    Watching,
}

/// When a residual was measured, and what may be made of it.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// When it was measured.
    pub at: SimTime,
    /// Usual time between two of them, in seconds.
    pub spacing_s: f64,
    /// Whether it may be learned from.
    pub calm: bool,
}

/// Residuals under watch.
#[derive(Clone, Debug)]
pub struct Gauge {
    stage: Stage,
    scale: Scale,
    chart: Chart,
    last: f64,
    /// How much longer than usual its warm-ups are, in seconds.
    extra_s: f64,
    memory_s: f64,
    /// Seconds of calm on watch.
    calm_s: f64,
    waves: bool,
}

impl Gauge {
    /// A gauge for residuals that are never more exact than `floor`, in the signal's unit.
    #[must_use]
    pub fn new(floor: f64) -> Self {
        Self {
            stage: Stage::Scaling(WarmUp::default()),
            scale: Scale::new(floor),
            chart: Chart::default(),
            last: 0.0,
            extra_s: 0.0,
            memory_s: MEMORY_S,
            calm_s: 0.0,
            waves: false,
        }
    }

    /// The same with warm-ups that last longer, by a time in seconds.
    #[must_use]
    pub fn slow(self, extra_s: f64) -> Self {
        Self { extra_s, stage: Stage::Scaling(WarmUp::longer_by(extra_s)), ..self }
    }

    /// The same that follows slow changes in calm times sooner, over a time in seconds.
    #[must_use]
    pub fn following(self, memory_s: f64) -> Self {
        Self { memory_s, ..self }
    }

    /// The same for which departures up to `negligible`, in the signal's unit, say nothing.
    #[must_use]
    pub fn beyond(self, negligible: f64) -> Self {
        Self { scale: self.scale.beyond(negligible), ..self }
    }

    /// The same for residuals that may hang together for minutes, until they have shown whether they do.
    #[must_use]
    pub fn expecting_waves(self) -> Self {
        Self { waves: true, ..self }
    }

    /// Judges a residual, in the signal's unit.
    pub fn judge(&mut self, moment: Moment, residual: f64) -> Judgement {
        self.judge_clipped(moment, residual, f64::INFINITY)
    }

    /// Judges a residual that counts for no more than `most` standard deviations.
    pub fn judge_clipped(&mut self, moment: Moment, residual: f64, most: f64) -> Judgement {
        self.last = residual;
        match &mut self.stage {
            Stage::Scaling(warm_up) => {
                self.scale.collect(residual);
                if warm_up.tick(moment.at) {
                    self.scale.settle();
                    let chart = Chart::new(moment.spacing_s);
                    self.chart = if self.waves { chart.expect_waves() } else { chart };
                    self.stage = Stage::Trying(WarmUp::longer_by(self.extra_s));
                }
                Judgement::default()
            }
            Stage::Trying(warm_up) => {
                let over = warm_up.tick(moment.at);
                self.chart.add(moment.at, self.scale.standardise(residual).clamp(-most, most), moment.calm);
                if over {
                    self.chart.accept();
                    self.stage = Stage::Watching;
                }
                Judgement::default()
            }
            Stage::Watching => {
                let z = self.scale.standardise(residual).clamp(-most, most);
                // Who has seen little is not alarmed by little, and gets used to whatever ends by itself: what a device
                // does once in a cycle has not been seen in a warm-up that is shorter.
                let novice = (1.0 - self.calm_s / NOVICE_S.max(NOVICE_READINGS * moment.spacing_s)).max(0.0);
                let widened = 1.0 + (NOVICE - 1.0) * novice;
                let judgement = self.chart.add_widened(moment.at, z, moment.calm || novice > 0.0, widened);
                if moment.calm {
                    self.calm_s += moment.spacing_s;
                    if judgement.ratio < 0.5 {
                        let before = self.scale.sigma;
                        self.scale.follow(residual, self.memory_s / moment.spacing_s.max(1e-6));
                        self.chart.shrink((before / self.scale.sigma).max(1.0));
                    }
                }
                judgement
            }
        }
    }

    /// Whether it is on watch.
    #[must_use]
    pub fn ready(&self) -> bool {
        matches!(self.stage, Stage::Watching)
    }

    /// Whether it has been on watch for long enough to tell whether its residuals hang together for minutes.
    #[must_use]
    pub fn knows_waves(&self) -> bool {
        self.ready() && self.chart.knows_waves()
    }

    /// Standard deviation of the residuals in calm times, in the signal's unit; none before the warm-up has told.
    #[must_use]
    pub fn sigma(&self) -> Option<f64> {
        (!matches!(self.stage, Stage::Scaling(_))).then_some(self.scale.sigma)
    }

    /// The last residual, in standard deviations, and the statistics with their limits.
    #[must_use]
    pub fn figures(&self) -> (f64, Chart) {
        (self.scale.standardise(self.last), self.chart)
    }

    /// How far the last residual was from the usual, in the signal's unit.
    #[must_use]
    pub fn departure(&self) -> f64 {
        self.last - self.scale.centre
    }

    /// The same knowledge of what is usual, with charts that have seen nothing odd yet.
    #[must_use]
    pub fn afresh(&self) -> Self {
        Self { chart: self.chart.afresh(), ..self.clone() }
    }

    /// Begins its charts again, with all that is known of what is usual.
    pub fn restart(&mut self) {
        self.chart.restart();
    }

    /// Forgets what was normal.
    pub fn relearn(&mut self) {
        self.scale.forget();
        self.stage = Stage::Scaling(WarmUp::longer_by(self.extra_s));
        self.calm_s = 0.0;
    }
}
