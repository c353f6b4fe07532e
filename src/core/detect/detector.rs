//! What a detector is: it judges the readings of one signal as they arrive and says how odd they are.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::gauge::{Gauge, Moment};
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;

/// The detectors, by the names that scenes and reports give them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DetectorKind {
    /// Values that a sound device cannot show.
    Range,
    /// Changes that are faster than the device can change.
    Rate,
    /// A signal that repeats itself or is no longer measured.
    Frozen,
    /// Departures from what the twin's own model expects.
    Residual,
    /// Departures from a predictor that is learned from what arrives.
    Learned,
    /// Sequence gaps, silence, late and doubled frames.
    Network,
    /// Departures from equal devices.
    Fleet,
    /// Mean plus or minus a few standard deviations: the baseline that the others are measured against.
    Threshold,
}

impl DetectorKind {
    /// All detectors, in the order in which their findings are kept.
    pub const ALL: [Self; 8] = [
        Self::Range,
        Self::Rate,
        Self::Frozen,
        Self::Residual,
        Self::Learned,
        Self::Network,
        Self::Fleet,
        Self::Threshold,
    ];

    /// The name, as scenes and reports write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Range => "Range",
            Self::Rate => "Rate",
            Self::Frozen => "Frozen",
            Self::Residual => "Residual",
            Self::Learned => "Learned",
            Self::Network => "Network",
            Self::Fleet => "Fleet",
            Self::Threshold => "Threshold",
        }
    }

    /// Its place in [`DetectorKind::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }
}

/// What a twin knows about a signal before it has heard anything: its description and its sensor's data sheet.
#[derive(Clone, Debug)]
pub struct Channel {
    /// The signal.
    pub info: SignalInfo,
    /// Standard deviation of the sensor's noise, in the signal's unit.
    pub noise_std: f64,
    /// The sensor's resolution, in the signal's unit; 0 where it is continuous.
    pub resolution: f64,
}

impl Channel {
    /// A signal with the sensor that measures it.
    #[must_use]
    pub fn new(info: &SignalInfo, sensor: Option<&SensorSpec>) -> Self {
        let resolution = |sensor: &SensorSpec| {
            let ((low, high), bits) = sensor.range.zip(sensor.bits)?;
            Some((high - low) / (1_u64 << u32::from(bits.min(52))) as f64)
        };
        Self {
            info: info.clone(),
            noise_std: sensor.map_or(0.0, |sensor| sensor.noise_std),
            resolution: sensor.and_then(resolution).unwrap_or(0.0),
        }
    }

    /// Whether one instrument seems to measure both: they have the same unit and the same data sheet.
    #[must_use]
    pub fn shares_instrument(&self, other: &Self) -> bool {
        self.info.unit == other.info.unit && self.noise_std == other.noise_std && self.resolution == other.resolution
    }

    /// What the sensor alone may be wrong by, with a chance of less than one in 10^9 a reading, in the signal's unit.
    #[must_use]
    pub fn sensor_error(&self) -> f64 {
        6.0 * self.noise_std + self.resolution
    }

    /// Rounding of the sensor's converter and its noise as a standard deviation, in the signal's unit.
    #[must_use]
    pub fn sensor_sigma(&self) -> f64 {
        self.noise_std.max(self.resolution / 12.0_f64.sqrt())
    }
}

/// One reading in its context, as a detector is shown it.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// When it was measured.
    pub at: SimTime,
    /// What it shows, in the signal's unit.
    pub value: f64,
    /// The reading before it.
    pub previous: Option<(SimTime, f64)>,
    /// What the twin's own model expected, if it could say.
    pub expected: Option<f64>,
    /// How far each signal of the device is from where it was in the warm-up, in widths of what it did there:
    /// the newest that is known of each, this instant's included.
    pub standing: &'a [f64],
    /// For each signal, whether nothing recent is known of it.
    pub stale: &'a [bool],
    /// The signal's usual centre and width, once the warm-up has told.
    pub usual: Option<(f64, f64)>,
    /// Usual time between two readings, in seconds.
    pub spacing_s: f64,
    /// Readings are missing before this one: what was predicted for the next instant does not hold.
    pub after_gap: bool,
    /// Nothing is wrong as far as anybody knows: what is seen now may be learned.
    pub calm: bool,
}

impl Look<'_> {
    /// When it was measured, for a gauge.
    #[must_use]
    pub fn moment(&self) -> Moment {
        Moment { at: self.at, spacing_s: self.spacing_s, calm: self.calm }
    }

    /// Seconds since the reading before.
    #[must_use]
    pub fn gap_s(&self) -> Option<f64> {
        self.previous.map(|(at, _)| (self.at - at).secs())
    }
}

/// How odd a reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Judgement {
    /// The test statistic over its limit: 1 and above is an alarm, 0 is nothing to say.
    pub ratio: f64,
    /// Since when it has been odd, as far as the statistic can tell.
    pub since: SimTime,
    /// The departure came at once: no device changes that abruptly by itself.
    pub abrupt: bool,
}

impl Judgement {
    /// The odder of two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if other.ratio > self.ratio { other } else { self }
    }

    /// Whether it is an alarm.
    #[must_use]
    pub fn alarms(&self) -> bool {
        self.ratio >= 1.0
    }
}

/// A detector of one signal.
pub trait Detector: Send + Sync {
    /// Which one it is.
    fn kind(&self) -> DetectorKind;

    /// Judges a reading. Readings come in the order in which they were measured.
    fn judge(&mut self, look: &Look<'_>) -> Judgement;

    /// Judges that the signal has not been measured for a time, in seconds, while the device went on reporting.
    fn absent(&mut self, _at: SimTime, _for_s: f64) -> Judgement {
        Judgement::default()
    }

    /// How odd the last reading was by the signal's own history alone, nothing else consulted.
    fn alone(&self) -> f64 {
        0.0
    }

    /// Whether the last judgement rests on what something else than the signal's own past says it should show.
    fn redundant(&self) -> bool {
        false
    }

    /// How the residuals against the twin's own model behave, where the model knows the signal.
    fn by_model(&self) -> Option<&Gauge> {
        None
    }

    /// Forgets what was normal: the new state has stood for so long that it is the normal one.
    fn relearn(&mut self) {}

    /// An anomaly is over: begins its charts again.
    fn restart(&mut self) {}

    /// What the last judgement rests on, with numbers.
    fn evidence(&self) -> String;
}

/// A number for a sentence: three or four figures that mean something, no more.
#[must_use]
pub fn figure(value: f64) -> Arc<str> {
    let size = value.abs();
    let text = match size {
        _ if size >= 1000.0 => format!("{value:.0}"),
        _ if size >= 100.0 => format!("{value:.1}"),
        _ if size >= 1.0 => format!("{value:.2}"),
        _ if size >= 0.01 || size == 0.0 => format!("{value:.3}"),
        _ => format!("{value:.2e}"),
    };
    text.into()
}
