//! Thresholds: how far a signal may move, or a twin be wrong, before a frame is worth sending.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::core::signal::{SignalInfo, difference};

/// One threshold for every signal, or one for each named signal.
///
/// A signal that a map leaves out never raises an event by itself; heartbeats still carry it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Threshold {
    /// The same number for every signal, in the signal's own unit.
    Same(f64),
    /// A number for each named signal.
    BySignal(BTreeMap<String, f64>),
}

/// A threshold resolved for one signal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limit {
    value: f64,
    relative: bool,
    period: Option<f64>,
}

impl Limit {
    /// Whether `measured` is further than allowed from `reference`. A change of exactly the threshold
    /// is not further.
    pub(super) fn exceeded(self, measured: f64, reference: f64) -> bool {
        let allowed = if self.relative { self.value * reference.abs() } else { self.value };
        difference(self.period, measured, reference).abs() > allowed
    }
}

impl Threshold {
    /// One limit for each signal.
    pub(super) fn limits(&self, signals: &[SignalInfo], relative: bool) -> Vec<Limit> {
        let value = |name: &str| match self {
            Self::Same(value) => *value,
            Self::BySignal(map) => map.get(name).copied().unwrap_or(f64::INFINITY),
        };
        signals.iter().map(|signal| Limit { value: value(&signal.name), relative, period: signal.period }).collect()
    }
}

impl<'de> Deserialize<'de> for Threshold {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ThresholdVisitor;

        impl<'de> Visitor<'de> for ThresholdVisitor {
            type Value = Threshold;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, or a map from signal names to numbers")
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Threshold, E> {
                Ok(Threshold::Same(value))
            }

            fn visit_f32<E: de::Error>(self, value: f32) -> Result<Threshold, E> {
                Ok(Threshold::Same(f64::from(value)))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Threshold, E> {
                Ok(Threshold::Same(value as f64))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Threshold, E> {
                Ok(Threshold::Same(value as f64))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Threshold, A::Error> {
                let mut map = BTreeMap::new();
                while let Some((name, value)) = access.next_entry()? {
                    if map.insert(name, value).is_some() {
                        return Err(de::Error::custom("a signal is named twice"));
                    }
                }
                Ok(Threshold::BySignal(map))
            }
        }

        deserializer.deserialize_any(ThresholdVisitor)
    }
}
