//! What a session amounts to, as scripts read it. Times are seconds, missing is null.

use serde::ser::Error as _;
use serde::{Serialize, Serializer};

use super::board::{Board, Counts, Outcome, Plotted};
use super::estimates::estimates;
use crate::core::time::{ClockState, SimTime};

/// A session with a board.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// From the first line that was taken to the last, in seconds.
    pub duration_s: Option<f64>,
    /// Which board.
    pub board: BoardSummary,
    /// Counts of lines.
    pub lines: Counts,
    /// Its clock.
    pub clock: ClockSummary,
    /// Its accelerometer, if it has sent samples.
    pub vibration: Option<VibrationSummary>,
    /// Labelled values, the newest of each.
    pub plotted: Vec<PlottedSummary>,
    /// The clock at an instant that was asked for.
    pub prediction: Option<PredictionSummary>,
}

/// Which board it was.
#[derive(Clone, Debug, Serialize)]
pub struct BoardSummary {
    /// Its hardware address, twelve hexadecimal digits.
    pub chip: Option<String>,
    /// Version of its firmware.
    pub firmware: Option<String>,
    /// The boot that it last spoke of, eight hexadecimal digits.
    pub boot: Option<String>,
    /// `course` or `rich`.
    pub dialect: Option<&'static str>,
    /// Its temperature as it last told it, in degrees Celsius.
    pub temperature_c: Option<f64>,
    /// Its corrected clock as it last showed it, in seconds.
    pub wall_s: Option<f64>,
    /// Times that another board was found at the end of the same way.
    pub swaps: u64,
}

/// Its clock: `t_dev = (1 + R) t_ref + phi`.
#[derive(Clone, Debug, Serialize)]
pub struct ClockSummary {
    /// R, as a share.
    pub rate: Option<f64>,
    /// Its standard error.
    pub rate_bar: Option<f64>,
    /// Lines that were not taken.
    pub rejected_lines: u64,
    /// All that its twin says, with what each estimator says in `estimators`.
    #[serde(flatten, serialize_with = "with_estimates")]
    pub state: ClockState,
}

fn with_estimates<S: Serializer>(state: &ClockState, serializer: S) -> Result<S::Ok, S::Error> {
    let mut value = serde_json::to_value(state).map_err(S::Error::custom)?;
    if let Some(object) = value.as_object_mut() {
        let estimates = serde_json::to_value(estimates(state)).map_err(S::Error::custom)?;
        object.insert("estimators".to_owned(), estimates);
    }
    value.serialize(serializer)
}

/// Its accelerometer over the samples that are kept.
#[derive(Clone, Debug, Serialize)]
pub struct VibrationSummary {
    /// Samples in all.
    pub samples: u64,
    /// Samples a second, by their arrival.
    pub rate_hz: Option<f64>,
    /// Mean along x, y and z, in m/s^2.
    pub mean_m_s2: Option<[f64; 3]>,
    /// Root mean square about the mean, in m/s^2.
    pub rms_m_s2: Option<[f64; 3]>,
}

/// A labelled value.
#[derive(Clone, Debug, Serialize)]
pub struct PlottedSummary {
    /// Its label.
    pub label: String,
    /// Its newest value.
    pub value: f64,
}

/// The clock at an instant.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PredictionSummary {
    /// The instant, in seconds of the reference.
    pub ref_s: f64,
    /// Where the counter is expected, in microseconds, 32 bits.
    pub micros: Option<u32>,
    /// The same without wraps, since boot.
    pub total_us: Option<i64>,
    /// Standard deviation of a reading about it, in seconds.
    pub sigma_s: Option<f64>,
    /// What the corrected clock shows, in seconds.
    pub corrected_s: f64,
}

/// Commands of a session: how many there were and how they ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CommandSummary {
    /// Done.
    pub done: usize,
    /// Refused by the board.
    pub refused: usize,
    /// Never answered.
    pub timed_out: usize,
    /// Still waiting.
    pub waiting: usize,
    /// Seconds by which a board that is steered was ahead of the date at its last reading.
    pub steered_off_s: Option<f64>,
}

impl CommandSummary {
    /// The commands of a session, the newest [`SETTLED_LIMIT`](super::board::SETTLED_LIMIT) of them.
    #[must_use]
    pub fn of(board: &Board) -> Self {
        let courier = board.courier();
        let waiting = courier.waiting().len();
        let mut summary = Self { waiting, steered_off_s: board.steered_off_s(), ..Self::default() };
        for settled in courier.settled() {
            match settled.outcome {
                Outcome::Done(_) => summary.done += 1,
                Outcome::Refused(_) => summary.refused += 1,
                Outcome::TimedOut => summary.timed_out += 1,
            }
        }
        summary
    }
}

impl Summary {
    /// A session as it stands, and its clock at an instant.
    #[must_use]
    pub fn of(board: &Board, predict_at: Option<SimTime>) -> Self {
        Self::with(board, board.clock().state(), predict_at)
    }

    /// The same, where somebody has asked its clock already.
    #[must_use]
    pub fn with(board: &Board, state: ClockState, predict_at: Option<SimTime>) -> Self {
        Self {
            duration_s: board.heard_between().map(|(first, last)| (last - first).secs()),
            board: BoardSummary {
                chip: board.chip().map(|chip| chip.to_string()),
                firmware: board.firmware().map(str::to_owned),
                boot: board.boot().map(|boot| boot.to_string()),
                dialect: board.speaks().name(),
                temperature_c: board.temperature_c(),
                wall_s: board.wall().map(|(_, wall_s)| wall_s),
                swaps: board.swaps(),
            },
            lines: *board.counts(),
            clock: ClockSummary {
                rate: state.drift_ppm.map(|ppm| ppm * 1e-6),
                rate_bar: state.drift_bar_ppm.map(|ppm| ppm * 1e-6),
                rejected_lines: board.counts().rejected,
                state,
            },
            vibration: vibration(board),
            plotted: board.plots().iter().map(plotted).collect(),
            prediction: predict_at.map(|at| predict(board, at)),
        }
    }
}

fn plotted(plotted: &Plotted) -> PlottedSummary {
    PlottedSummary { label: plotted.label.clone(), value: plotted.value }
}

fn vibration(board: &Board) -> Option<VibrationSummary> {
    let vibration = board.vibration();
    (vibration.total() > 0).then(|| VibrationSummary {
        samples: vibration.total(),
        rate_hz: vibration.rate_hz(),
        mean_m_s2: vibration.mean_m_s2(),
        rms_m_s2: vibration.rms_m_s2(),
    })
}

fn predict(board: &Board, at: SimTime) -> PredictionSummary {
    let prediction = board.clock().predict(at);
    PredictionSummary {
        ref_s: at.secs(),
        micros: prediction.map(|prediction| prediction.micros),
        total_us: prediction.map(|prediction| prediction.total_us),
        sigma_s: prediction.map(|prediction| prediction.sigma_s).filter(|sigma| sigma.is_finite()),
        corrected_s: board.clock().corrected(at).secs(),
    }
}
