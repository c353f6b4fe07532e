//! Estimators of a clock's rate and phase from one-way readings: the list, and the line that each of them gives.

mod huber;
mod least_squares;
mod lower_hull;
mod slopes;
mod student;
mod theil_sen;

use serde::{Deserialize, Serialize};

use super::window::Points;
pub(super) use student::widening;

/// Fewest readings that a line is fitted to.
pub const FEWEST: usize = 3;

/// What counting whole microseconds adds to every reading, as a standard deviation: 1 us over the root of 12.
const TICK_S: f64 = 0.288_675_134_594_812_9e-6;

/// A clock that gains or loses half of all time is none: lines that were held up arrive together.
const WILDEST: f64 = 0.5;

/// How a line is laid through the readings of a counter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Estimator {
    /// Median of the slopes of all pairs: late readings count for little.
    #[default]
    TheilSen,
    /// Least sum of squares: best for Gaussian delays, misled by every stall.
    LeastSquares,
    /// Least squares near the line, least absolute deviations far from it.
    Huber,
    /// The line below all readings that is nearest to them: best for delays that are never early.
    LowerHull,
}

impl Estimator {
    /// All of them, the default first.
    pub const ALL: [Self; 4] = [Self::TheilSen, Self::LeastSquares, Self::Huber, Self::LowerHull];

    /// Its name in reports and files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TheilSen => "theil_sen",
            Self::LeastSquares => "least_squares",
            Self::Huber => "huber",
            Self::LowerHull => "lower_hull",
        }
    }

    /// Its name on screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::TheilSen => "Theil-Sen",
            Self::LeastSquares => "least squares",
            Self::Huber => "Huber",
            Self::LowerHull => "lower hull",
        }
    }

    /// The line through some points; `None` below three of them, and if it is no clock's.
    #[must_use]
    pub fn fit(self, points: &Points) -> Option<Fit> {
        if points.len() < FEWEST {
            return None;
        }
        match self {
            Self::TheilSen => theil_sen::fit(points),
            Self::LeastSquares => least_squares::fit(points),
            Self::Huber => huber::fit(points),
            Self::LowerHull => lower_hull::fit(points),
        }
        .filter(|line| line.slope.abs() < WILDEST && line.level_s.is_finite())
        .map(|line| line.no_surer_than(TICK_S, points))
    }
}

/// A line: how far the reference is ahead of the device, over device time, `lead = level + slope (t - pivot)`.
///
/// Bars are one sigma: the truth is within 1.96 of them 95 times in 100, however few the readings, if delays are as
/// the estimator supposes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// Device time at which the level is told, and best known, in seconds since the first point.
    pub pivot_s: f64,
    /// Seconds by which the reference is ahead there, more than at the first point.
    pub level_s: f64,
    /// Standard error of the level, in seconds.
    pub level_bar_s: f64,
    /// Seconds that the reference gains for each second of the device: `m - 1 = 1 / (1 + R) - 1`.
    pub slope: f64,
    /// Standard error of the slope.
    pub slope_bar: f64,
}

impl Fit {
    /// The rate error R of the device, as a share (1e-6 is 1 ppm): `R = 1 / m - 1 = -slope / (1 + slope)`.
    #[must_use]
    pub fn rate(&self) -> f64 {
        -self.slope / (1.0 + self.slope)
    }

    /// Standard error of R: `bar / m^2`.
    #[must_use]
    pub fn rate_bar(&self) -> f64 {
        self.slope_bar / ((1.0 + self.slope) * (1.0 + self.slope))
    }

    /// Seconds by which the reference is ahead at a device time.
    #[must_use]
    pub fn lead_s(&self, device_s: f64) -> f64 {
        self.level_s + self.slope * (device_s - self.pivot_s)
    }

    /// Standard error of that.
    #[must_use]
    pub fn lead_bar_s(&self, device_s: f64) -> f64 {
        let turned = self.slope_bar * (device_s - self.pivot_s);
        (self.level_bar_s * self.level_bar_s + turned * turned).sqrt()
    }

    /// Device time at a reference time, both in seconds since the first point: `lead` solved for the device.
    #[must_use]
    pub fn device_s(&self, reference_s: f64) -> f64 {
        // ref = t + lead(t); again only the small part is divided.
        reference_s - (self.level_s + self.slope * (reference_s - self.pivot_s)) / (1.0 + self.slope)
    }

    /// How much later than the line each point arrived, in seconds.
    #[must_use]
    pub fn residuals(&self, points: &Points) -> Vec<f64> {
        points.device_s.iter().zip(&points.lead_s).map(|(t, lead)| lead - self.lead_s(*t)).collect()
    }

    /// The same line with bars no smaller than least squares would have for such a standard deviation of readings.
    fn no_surer_than(self, sigma_s: f64, points: &Points) -> Self {
        let slope_bar = self.slope_bar.max(sigma_s / squares(points).sqrt());
        Self { slope_bar, level_bar_s: self.level_bar_s.max(sigma_s / (points.len() as f64).sqrt()), ..self }
    }

    /// The line of a slope known otherwise, at the median level that the points show. The level's standard error is
    /// from the distribution-free interval of a median: 1.96 root n / 2 ranks to either side of it.
    #[must_use]
    pub fn with_slope(points: &Points, slope: f64, slope_bar: f64) -> Option<Self> {
        let n = points.len();
        let mut levels: Vec<f64> = points.device_s.iter().zip(&points.lead_s).map(|(t, o)| o - slope * t).collect();
        levels.sort_unstable_by(f64::total_cmp);
        let reach = 0.5 * student::Z95 * (n as f64).sqrt();
        let lowest = (0.5 * (n as f64 - 1.0) - reach).floor().max(0.0) as usize;
        let (low, high) = (levels.get(lowest)?, levels.get(n - 1 - lowest)?);
        let level_bar_s = (high - low) / (2.0 * student::Z95) * widening(n.saturating_sub(2));
        let pivot_s = points.device_s.iter().sum::<f64>() / n as f64;
        let middle = 0.5 * (levels[(n - 1) / 2] + levels[n / 2]);
        Some(Self { pivot_s, level_s: middle + slope * pivot_s, level_bar_s, slope, slope_bar })
    }
}

/// Sum of squares of the points' device times about their mean, in s^2.
fn squares(points: &Points) -> f64 {
    let middle = points.device_s.iter().sum::<f64>() / points.len() as f64;
    points.device_s.iter().map(|t| (t - middle) * (t - middle)).sum()
}

/// A median absolute deviation of 1 is a standard deviation of this, for Gaussian residuals.
const MAD_SIGMA: f64 = 1.482_602_218_505_602;

/// The middle of some numbers, which are reordered; `None` of none.
pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    let middle = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let odd = values.len() % 2 == 1;
    let (below, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    if odd {
        return Some(*upper);
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Some(0.5 * (lower + *upper))
}

/// 1.4826 times the median absolute deviation from the median.
pub(super) fn spread(residuals: &[f64]) -> Option<f64> {
    let mut sorted = residuals.to_vec();
    let middle = median(&mut sorted)?;
    for value in &mut sorted {
        *value = (*value - middle).abs();
    }
    Some(MAD_SIGMA * median(&mut sorted)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_turns_into_a_rate_and_back() {
        let rate = 0.01;
        let fit =
            Fit { pivot_s: 7.0, level_s: -0.3, level_bar_s: 0.0, slope: 1.0 / (1.0 + rate) - 1.0, slope_bar: 1e-6 };
        assert!((fit.rate() - rate).abs() < 1e-15);
        let device = fit.device_s(100.0);
        assert!((device + fit.lead_s(device) - 100.0).abs() < 1e-12);
    }

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut [4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&mut []), None);
    }
}
