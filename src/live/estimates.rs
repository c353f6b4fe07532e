//! What each estimator makes of the readings in the window: rate, phase and residuals, side by side.

use serde::Serialize;

use crate::core::time::window::Points;
use crate::core::time::{ClockState, EstimateState, Estimator};

/// One estimator's line. Bars are one standard deviation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// Which.
    pub name: Estimator,
    /// R, in ppm.
    pub drift_ppm: Option<f64>,
    /// Its standard error.
    pub bar_ppm: Option<f64>,
    /// `1 / (1 + R)`.
    pub multiplier: Option<f64>,
    /// Phi: seconds by which the counter is ahead of the reference at the last reading.
    pub offset_s: Option<f64>,
    /// Its standard error.
    pub offset_bar_s: Option<f64>,
    /// Root mean square of the residuals, in seconds.
    pub residual_rms_s: Option<f64>,
    /// The largest of them without its sign, in seconds.
    pub residual_max_s: Option<f64>,
}

/// Every estimator's line through the readings that a clock's twin keeps.
#[must_use]
pub fn estimates(state: &ClockState) -> Vec<Estimate> {
    let points = points_of(&state.series.gained_s);
    let last_s = points.device_s.last().copied().unwrap_or(0.0);
    let in_use = state.estimator.fit(&points).map(|line| line.lead_s(last_s));
    let one = |estimate: &EstimateState| {
        let EstimateState { name, drift_ppm, bar_ppm, multiplier } = *estimate;
        let line = name.fit(&points);
        let residuals = line.map(|line| line.residuals(&points));
        // The twin's own phase holds what it knows of delays; lines differ by where they stand at the last reading.
        let apart_s = in_use.zip(line).map(|(lead_s, line)| lead_s - line.lead_s(last_s));
        Estimate {
            name,
            drift_ppm,
            bar_ppm,
            multiplier,
            offset_s: state.offset_s.zip(apart_s).map(|(offset_s, apart_s)| offset_s + apart_s),
            offset_bar_s: line.map(|line| line.lead_bar_s(last_s)).filter(|bar| bar.is_finite()),
            residual_rms_s: residuals
                .as_ref()
                .map(|all| (all.iter().map(|r| r * r).sum::<f64>() / all.len() as f64).sqrt()),
            residual_max_s: residuals.map(|all| all.iter().fold(0.0, |max: f64, r| max.max(r.abs()))),
        }
    };
    state.estimators.iter().map(one).collect()
}

/// Points from the curve that a twin shows: arrival, and what the counter has gained on it, both in seconds.
fn points_of(gained_s: &[[f64; 2]]) -> Points {
    let Some([first_s, first_gain_s]) = gained_s.first().copied() else { return Points::default() };
    let lead = |gain_s: f64| first_gain_s - gain_s;
    Points {
        device_s: gained_s.iter().map(|[at_s, gain_s]| at_s - first_s - lead(*gain_s)).collect(),
        lead_s: gained_s.iter().map(|[_, gain_s]| lead(*gain_s)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::time::{ClockTwin, ClockTwinSpec, SimTime};

    #[test]
    fn the_line_in_use_is_the_twins_own_and_every_estimator_sees_a_straight_line() {
        let mut twin = ClockTwin::new(ClockTwinSpec::default());
        for index in 1..=60_i64 {
            // 100 ppm fast: 1 ms gained every 10 s; the counter began 3 s before the reference.
            let at = SimTime::from_nanos(index * 10_000_000_000);
            twin.observe(at, (3_000_000 + index * 10_001_000) as u32, None, None);
        }
        let state = twin.state();
        let lines = estimates(&state);
        assert_eq!(lines.len(), Estimator::ALL.len());
        for line in &lines {
            assert!((line.drift_ppm.unwrap() - 100.0).abs() < 1e-3, "{line:?}");
            assert!((line.offset_s.unwrap() - 3.06).abs() < 1e-6, "{line:?}");
            assert!(line.residual_max_s.unwrap() < 1e-6, "{line:?}");
        }
        assert_eq!(lines[0].offset_s, state.offset_s);
        assert!((lines[0].offset_bar_s.unwrap() - state.offset_bar_s.unwrap()).abs() < 1e-7);
        assert!(
            estimates(&ClockTwin::new(ClockTwinSpec::default()).state()).iter().all(|line| line.offset_s.is_none())
        );
    }
}
