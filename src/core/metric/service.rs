//! Service levels: what a scene promises about a twin, and whether the run keeps it.

use serde::{Deserialize, Serialize};

use super::Books;
use crate::core::signal::SignalInfo;
use crate::core::time::SimTime;

/// A promise about a twin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum ServiceLevel {
    /// For a share of the time the twin is younger than this.
    AgeBelow {
        /// Age of information, in seconds.
        s: f64,
        /// Share of the time.
        #[serde(default = "default_share")]
        share: f64,
    },
    /// A share of the delivered frames is faster than this.
    LatencyBelow {
        /// Arrival minus generation, in seconds.
        s: f64,
        /// Share of the delivered frames.
        #[serde(default = "default_share")]
        share: f64,
    },
    /// The root mean square error about a signal stays below this.
    ErrorBelow {
        /// The signal.
        signal: String,
        /// In the signal's unit.
        value: f64,
    },
    /// At least this share of the frames sent is delivered.
    DeliveryAbove {
        /// Share of the frames sent.
        share: f64,
    },
    /// At least this share of the updates planned is accepted.
    AlignmentAbove {
        /// Distinct accepted updates over planned ones.
        ratio: f64,
    },
    /// The uplink carries less than this on average.
    BytesBelow {
        /// Bytes a second.
        per_s: f64,
    },
    /// The device's radio takes less than this on average; for twins whose uplink names a radio.
    PowerBelow {
        /// In watts.
        w: f64,
    },
}

fn default_share() -> f64 {
    0.95
}

/// How a promise stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LevelState {
    /// What it is about.
    pub name: String,
    /// What is promised.
    pub target: String,
    /// Whether it is kept; none before there is anything to measure.
    pub met: Option<bool>,
    /// What was measured.
    pub value: Option<f64>,
    /// How far the value is on the right side of the promise, in the same unit; negative on the wrong side.
    pub margin: Option<f64>,
    /// The unit of both; empty for shares.
    pub unit: String,
}

/// Which side of the limit is right.
#[derive(Clone, Copy)]
enum Side {
    Below,
    Above,
}

impl ServiceLevel {
    /// How the promise stands at an instant, by the books of a twin of a device with these signals.
    #[must_use]
    pub fn state(&self, books: &Books, signals: &[SignalInfo], now: SimTime) -> LevelState {
        let percent = |share: &f64| format!("{}", 100.0 * share);
        let frames = &books.frames;
        let below = Side::Below;
        match self {
            Self::AgeBelow { s, share } => {
                let name = format!("age p{}", percent(share));
                level(name, "s", below, *s, books.age.quantile(now, *share))
            }
            Self::LatencyBelow { s, share } => {
                let name = format!("latency p{}", percent(share));
                level(name, "s", below, *s, books.latency().quantile(*share))
            }
            Self::ErrorBelow { signal, value } => {
                let index = signals.iter().position(|info| *info.name == **signal);
                let unit = index.map_or("", |index| &*signals[index].unit);
                let rmse = index.and_then(|index| books.errors.get(index)?.rmse());
                level(format!("rms error of {signal}"), unit, below, *value, rmse)
            }
            Self::DeliveryAbove { share } => {
                let delivered = (frames.sent > 0).then(|| frames.delivered as f64 / frames.sent as f64);
                level("delivered".to_owned(), "", Side::Above, *share, delivered)
            }
            Self::AlignmentAbove { ratio } => {
                level("aligned".to_owned(), "", Side::Above, *ratio, books.alignment_ratio())
            }
            Self::BytesBelow { per_s } => {
                let rate = (now > SimTime::ZERO).then(|| books.bytes_up as f64 / now.secs());
                level("bytes up".to_owned(), "B/s", below, *per_s, rate)
            }
            Self::PowerBelow { w } => {
                let energy_j = books.radio.as_ref().map(|radio| radio.total(now).1);
                let power = energy_j.filter(|_| now > SimTime::ZERO).map(|energy_j| energy_j / now.secs());
                level("radio power".to_owned(), "W", below, *w, power)
            }
        }
    }
}

fn level(name: String, unit: &str, side: Side, limit: f64, value: Option<f64>) -> LevelState {
    let (word, sign) = match side {
        Side::Below => ("below", 1.0),
        Side::Above => ("at least", -1.0),
    };
    let kept = |value: f64| match side {
        Side::Below => value < limit,
        Side::Above => value >= limit,
    };
    LevelState {
        name,
        target: format!("{word} {limit} {unit}").trim_end().to_owned(),
        met: value.map(kept),
        value,
        margin: value.map(|value| sign * (limit - value)),
        unit: unit.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::metric::{RadioMeter, RadioSpec};

    /// Frames every 0.1 s that take 50 ms, the twin 1.5 units off: age is uniform between 0.05 and 0.15 s.
    fn books() -> (Books, SimTime) {
        let mut books = Books::new(1);
        for i in 0..100 {
            let generated = SimTime::from_millis(100.0 * f64::from(i));
            books.age.accept(generated + SimTime::from_millis(50.0), generated);
            books.errors[0].add(1.5);
        }
        books.frames.planned = 100;
        books.frames.sent = 80;
        books.frames.delivered = 76;
        books.accepted = 75;
        books.bytes_up = 2000;
        (books, SimTime::from_secs(10.05))
    }

    #[test]
    fn a_promise_is_kept_up_to_its_limit_and_the_margin_says_how_far() {
        let (mut books, now) = books();
        let mut meter = RadioMeter::new(RadioSpec::Gprs);
        meter.send(SimTime::ZERO, 1000);
        books.radio = Some(Box::new(meter));
        let gprs_w = (0.036 + 1.5) / now.secs();
        let signals = [SignalInfo::new("x", "m")];
        let error = |value| ServiceLevel::ErrorBelow { signal: "x".to_owned(), value };
        for (level, value, kept, margin, unit) in [
            (ServiceLevel::AgeBelow { s: 0.15, share: 0.9 }, 0.14, true, 0.01, "s"),
            (ServiceLevel::AgeBelow { s: 0.12, share: 0.9 }, 0.14, false, -0.02, "s"),
            (ServiceLevel::LatencyBelow { s: 0.06, share: 0.95 }, 0.05, true, 0.01, "s"),
            (error(2.0), 1.5, true, 0.5, "m"),
            (error(1.0), 1.5, false, -0.5, "m"),
            (ServiceLevel::DeliveryAbove { share: 0.95 }, 0.95, true, 0.0, ""),
            (ServiceLevel::DeliveryAbove { share: 0.96 }, 0.95, false, -0.01, ""),
            (ServiceLevel::AlignmentAbove { ratio: 0.7 }, 0.75, true, 0.05, ""),
            (ServiceLevel::BytesBelow { per_s: 300.0 }, 2000.0 / 10.05, true, 300.0 - 2000.0 / 10.05, "B/s"),
            (ServiceLevel::PowerBelow { w: 1.0 }, gprs_w, true, 1.0 - gprs_w, "W"),
        ] {
            let state = level.state(&books, &signals, now);
            assert_eq!((state.met, state.unit.as_str()), (Some(kept), unit), "{state:?}");
            // Percentiles are within 0.2 % of a bucket.
            assert!((state.value.unwrap() - value).abs() < 3e-4 * value.max(1.0), "{state:?}");
            assert!((state.margin.unwrap() - margin).abs() < 3e-4 * value.max(1.0), "{state:?}");
        }
    }

    #[test]
    fn before_there_is_anything_to_measure_nothing_is_claimed() {
        let (books, signals) = (Books::new(1), [SignalInfo::new("x", "m")]);
        for level in [
            ServiceLevel::AgeBelow { s: 1.0, share: 0.95 },
            ServiceLevel::LatencyBelow { s: 1.0, share: 0.95 },
            ServiceLevel::ErrorBelow { signal: "x".to_owned(), value: 1.0 },
            ServiceLevel::DeliveryAbove { share: 0.9 },
            ServiceLevel::AlignmentAbove { ratio: 0.9 },
            ServiceLevel::BytesBelow { per_s: 1.0 },
            ServiceLevel::PowerBelow { w: 1.0 },
        ] {
            let state = level.state(&books, &signals, SimTime::ZERO);
            assert_eq!((state.met, state.value, state.margin), (None, None, None), "{state:?}");
        }
    }
}
