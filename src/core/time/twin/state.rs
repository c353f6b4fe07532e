//! What a clock twin shows: plain data for panels and reports.

use serde::Serialize;

use super::super::SimTime;
use super::super::fit::Estimator;
use super::super::unwrap::Step;

/// Everything at once. Bars are one standard deviation (sigma); what is not known is `None`, never 0.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClockState {
    /// Rate error R of the board's clock, in ppm: positive runs fast.
    pub drift_ppm: Option<f64>,
    /// Its standard error, one sigma: the truth is within 1.96 of them 95 times in 100.
    pub drift_bar_ppm: Option<f64>,
    /// Seconds by which the counter (since its boot) is ahead of the reference, at the last reading, by the fitted line.
    pub offset_s: Option<f64>,
    /// Its standard error, one sigma, without the constant part of the delay.
    pub offset_bar_s: Option<f64>,
    /// Seconds that the counter has gained on the reference since the first reading.
    pub gained_s: Option<f64>,
    /// The estimator whose line the clock follows.
    pub estimator: Estimator,
    /// Readings used since the start.
    pub samples: u64,
    /// Readings in the window.
    pub in_window: usize,
    /// Readings left out: off the counter's line, not newer than the one before.
    pub left_out: u64,
    /// Wraps of the counter.
    pub wraps: u64,
    /// Reboots of the board.
    pub reboots: u64,
    /// Jumps of counter or reference that no reboot explains.
    pub jumps: u64,
    /// Seconds of the corrected clock for each second of the board: `1 / (1 + R)`, or 1 while withheld.
    pub multiplier: f64,
    /// The same with the slew that is under way: what a board without a servo is sent as `SET_MULT`.
    pub board_multiplier: f64,
    /// Why no correction is made, as a sentence; `None` once they are.
    pub withheld: Option<String>,
    /// Seconds that the corrected clock still has to gain.
    pub owed_s: Option<f64>,
    /// What every estimator says of the same readings.
    pub estimators: Vec<EstimateState>,
    /// How the readings lie about the line.
    pub residuals: Option<ResidualState>,
    /// Rate and temperature fitted together, where the board tells its temperature.
    pub temperature: Option<TemperatureState>,
    /// What two-way exchanges showed.
    pub delay: Option<DelayState>,
    /// How predictions do while no data come.
    pub holdover: HoldoverState,
    /// Curves for charts.
    #[serde(skip)]
    pub series: Series,
}

/// One estimator's line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EstimateState {
    /// Which.
    pub name: Estimator,
    /// R, in ppm.
    pub drift_ppm: Option<f64>,
    /// Its standard error, one sigma.
    pub bar_ppm: Option<f64>,
    /// `1 / (1 + R)`.
    pub multiplier: Option<f64>,
}

/// Residuals: how much later than the line the readings arrived.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResidualState {
    /// Root of their mean square, in seconds.
    pub rms_s: f64,
    /// The largest, without its sign, in seconds.
    pub max_s: f64,
    /// Their spread without outliers: 1.4826 times the median absolute deviation, in seconds.
    pub spread_s: f64,
    /// Stretches on one side of the line.
    pub runs: Option<usize>,
    /// Chance of so odd a number of stretches, if residuals were independent.
    pub runs_p: Option<f64>,
    /// A sentence if residuals hang together: the drift is changing.
    pub hint: Option<String>,
}

/// Rate and temperature together: `phase = R t + beta * integral of (T - T0)^2 dt`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TemperatureState {
    /// R at the turnover temperature, in ppm.
    pub drift_ppm: f64,
    /// Its standard error, one sigma.
    pub drift_bar_ppm: f64,
    /// Curvature, in ppm per square kelvin; -0.034 for a tuning fork.
    pub beta_ppm_per_k2: f64,
    /// Its standard error, one sigma.
    pub beta_bar_ppm_per_k2: f64,
    /// The turnover temperature that was assumed, in degrees Celsius.
    pub turnover_c: f64,
}

/// The constant part of the arrival delay, by two-way exchange.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DelayState {
    /// One-way delay of the readings on the line, in seconds; the corrected clock is put right by it.
    pub delay_s: f64,
    /// The most that it can be wrong, in seconds: half the shortest round trip.
    pub bound_s: f64,
    /// The shortest round trip, in seconds.
    pub round_trip_s: f64,
    /// Exchanges so far.
    pub exchanges: u64,
}

/// Predictions without data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct HoldoverState {
    /// Standard deviation of a prediction at the last reading, in seconds.
    pub sigma_now_s: Option<f64>,
    /// The same an hour later.
    pub sigma_hour_s: Option<f64>,
    /// Gaps after which the first reading lay within two sigma of its prediction.
    pub inside: u64,
    /// Gaps after which it did not.
    pub outside: u64,
    /// The last gap.
    pub last: Option<Returned>,
}

/// A return after a gap.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Returned {
    /// Seconds without data.
    pub gap_s: f64,
    /// Seconds by which the first reading departed from its prediction; positive arrived late.
    pub off_s: f64,
    /// Standard deviation that the prediction had, in seconds.
    pub sigma_s: f64,
    /// Whether it was within two of them.
    pub inside: bool,
}

/// Curves over reference time (s), of the readings in the window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Seconds that the raw counter had gained on the reference since the first reading.
    pub gained_s: Vec<[f64; 2]>,
    /// Residuals about the line, in seconds.
    pub residual_s: Vec<[f64; 2]>,
}

/// What became of a reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// What it was.
    pub step: Step,
    /// Seconds by which it departed from what was predicted; positive arrived late.
    pub residual_s: Option<f64>,
    /// If it ended a gap, how the prediction did.
    pub returned: Option<Returned>,
}

impl Observation {
    /// Whether the reading was taken in.
    #[must_use]
    pub fn used(&self) -> bool {
        !matches!(self.step, Step::Suspected | Step::Stale)
    }
}

/// What a reading is expected to say when it arrives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// Microseconds since its boot, without wraps.
    pub total_us: i64,
    /// What it shows, 32 bits.
    pub micros: u32,
    /// Standard deviation of a reading about this, in seconds. It grows with the time without data.
    pub sigma_s: f64,
    /// Seconds since the last reading.
    pub since_s: f64,
    /// What the corrected clock shows.
    pub corrected: SimTime,
}
