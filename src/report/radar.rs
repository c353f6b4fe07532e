//! The radar: a few figures of several twins on one scale from 0 to 1, computed from the run. Every axis says its
//! formula; a value that was not measured is missing, never 0.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{FIGURES, TwinReport};
use crate::sim::Simulation;

/// Figures of one twin, by the keys of [`super::FIGURES`]; those not measured are not in it.
pub type Values = BTreeMap<&'static str, f64>;

/// One axis. 1 is good on all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Axis {
    /// Its name in files.
    pub key: &'static str,
    /// Its name on paper.
    pub title: &'static str,
    /// How its values come about.
    pub formula: &'static str,
}

/// One twin, or one mode over several devices, as a shape.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shape {
    /// What it is called.
    pub name: String,
    /// Its sync mode: the key to a hue.
    pub mode: &'static str,
    /// One value from 0 to 1 for each axis; none where it was not measured.
    pub values: Vec<Option<f64>>,
}

/// Shapes over axes.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Radar {
    /// The axes on which anybody has a value.
    pub axes: Vec<Axis>,
    /// Those compared.
    pub shapes: Vec<Shape>,
}

/// The value of one contestant, given all.
type Scale = fn(&Values, &[&Values]) -> Option<f64>;

const AXES: [(Axis, Scale); 6] = [
    (
        Axis { key: "freshness", title: "freshness", formula: "smallest mean age of those compared / own mean age" },
        |own, all| relative("age_mean_s", own, all),
    ),
    (
        Axis {
            key: "accuracy",
            title: "accuracy",
            formula: "1 - error, where error is the root mean square error over the spread of the true signal; 0 if above 1",
        },
        |own, _| Some(1.0 - own.get("nrmse")?),
    ),
    (
        Axis {
            key: "steadiness",
            title: "steadiness",
            formula: "mean age / 99th percentile of age (a saw-tooth from 0 has 0.5)",
        },
        |own, _| Some(own.get("age_mean_s")? / own.get("age_p99_s").filter(|age| **age > 0.0)?),
    ),
    (
        Axis {
            key: "delivery",
            title: "delivery",
            formula: "distinct accepted updates / updates that the mode planned",
        },
        |own, _| own.get("alignment_ratio").copied(),
    ),
    (
        Axis { key: "energy", title: "thrift in energy", formula: "least radio energy of those compared / own" },
        |own, all| relative("energy_j", own, all),
    ),
    (
        Axis { key: "bytes", title: "thrift in bytes", formula: "fewest bytes a second of those compared / own" },
        |own, all| relative("bytes_per_s", own, all),
    ),
];

/// The smallest of all over one's own.
fn relative(key: &str, own: &Values, all: &[&Values]) -> Option<f64> {
    let own = *own.get(key)?;
    let least = all.iter().filter_map(|values| values.get(key).copied()).fold(f64::INFINITY, f64::min);
    Some(if own > 0.0 { least / own } else { 1.0 })
}

impl Radar {
    /// The radar of several twins of one device: name, sync mode, figures.
    #[must_use]
    pub fn of(contestants: &[(String, &'static str, Values)]) -> Self {
        let all: Vec<&Values> = contestants.iter().map(|(_, _, values)| values).collect();
        let value = |own: &Values, scale: Scale| scale(own, &all).map(|value| value.clamp(0.0, 1.0));
        let shapes = contestants.iter().map(|(name, mode, own)| Shape {
            name: name.clone(),
            mode,
            values: AXES.iter().map(|(_, scale)| value(own, *scale)).collect(),
        });
        Self { axes: AXES.iter().map(|(axis, _)| *axis).collect(), shapes: shapes.collect() }.without_empty_axes()
    }

    /// The radar of some twins of a run so far, by their places in the scene.
    #[must_use]
    pub fn of_run(simulation: &Simulation, twins: &[usize]) -> Self {
        let duration_s = simulation.now().secs();
        let reports = twins.iter().filter_map(|twin| TwinReport::of(simulation, *twin));
        let contestants = reports.map(|twin| {
            let values = FIGURES.iter().filter_map(|figure| Some((figure.key, figure.of(&twin, duration_s)?)));
            (twin.name.clone(), twin.mode, values.collect())
        });
        Self::of(&contestants.collect::<Vec<_>>())
    }

    /// One radar from several, one a device: shapes of the same mode become their mean.
    #[must_use]
    pub fn averaged(radars: &[Self]) -> Self {
        let mut shapes: Vec<Shape> = Vec::new();
        for shape in radars.iter().flat_map(|radar| &radar.shapes) {
            if !shapes.iter().any(|known| known.mode == shape.mode) {
                let values = AXES.iter().map(|(axis, _)| mean_over(radars, shape.mode, axis)).collect();
                shapes.push(Shape { name: shape.mode.to_owned(), mode: shape.mode, values });
            }
        }
        Self { axes: AXES.iter().map(|(axis, _)| *axis).collect(), shapes }.without_empty_axes()
    }

    /// A shape's value on an axis.
    #[must_use]
    pub fn value(&self, shape: usize, axis: usize) -> Option<f64> {
        *self.shapes.get(shape)?.values.get(axis)?
    }

    fn without_empty_axes(mut self) -> Self {
        let used: Vec<bool> = (0..self.axes.len())
            .map(|axis| self.shapes.iter().any(|shape| shape.values.get(axis).is_some_and(Option::is_some)))
            .collect();
        let mut keep = used.iter();
        self.axes.retain(|_| keep.next().copied().unwrap_or(false));
        for shape in &mut self.shapes {
            let mut keep = used.iter();
            shape.values.retain(|_| keep.next().copied().unwrap_or(false));
        }
        self
    }
}

fn mean_over(radars: &[Radar], mode: &str, axis: &Axis) -> Option<f64> {
    let values: Vec<f64> = radars
        .iter()
        .filter_map(|radar| {
            let column = radar.axes.iter().position(|own| own.key == axis.key)?;
            let shape = radar.shapes.iter().find(|shape| shape.mode == mode)?;
            *shape.values.get(column)?
        })
        .collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contestant(mode: &'static str, values: &[(&'static str, f64)]) -> (String, &'static str, Values) {
        (mode.to_owned(), mode, values.iter().copied().collect())
    }

    fn two() -> Radar {
        Radar::of(&[
            contestant("RealTime", &[("age_mean_s", 0.1), ("age_p99_s", 0.2), ("nrmse", 0.25), ("bytes_per_s", 400.0)]),
            contestant("Periodic", &[("age_mean_s", 0.4), ("age_p99_s", 0.8), ("nrmse", 1.75), ("bytes_per_s", 100.0)]),
        ])
    }

    #[test]
    fn values_are_what_the_formulas_say() {
        let radar = two();
        let titles: Vec<&str> = radar.axes.iter().map(|axis| axis.key).collect();
        assert_eq!(titles, ["freshness", "accuracy", "steadiness", "bytes"], "what nobody has is not shown");
        assert_eq!(radar.shapes[0].values, [Some(1.0), Some(0.75), Some(0.5), Some(0.25)]);
        assert_eq!(radar.shapes[1].values, [Some(0.25), Some(0.0), Some(0.5), Some(1.0)]);
    }

    #[test]
    fn what_one_lacks_is_missing_and_never_zero() {
        let radar = Radar::of(&[contestant("RealTime", &[("nrmse", 0.5)]), contestant("Hybrid", &[])]);
        assert_eq!((radar.value(0, 0), radar.value(1, 0)), (Some(0.5), None));
    }

    #[test]
    fn several_devices_are_averaged_by_mode() {
        let other = Radar::of(&[contestant("RealTime", &[("nrmse", 0.75)])]);
        let radar = Radar::averaged(&[two(), other]);
        assert_eq!(radar.axes.len(), 4);
        assert_eq!(radar.value(0, 1), Some(0.5));
        assert_eq!(radar.value(1, 1), Some(0.0));
    }
}
