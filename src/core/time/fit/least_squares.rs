//! Least squares: the line with the least sum of squared residuals.

use super::super::window::Points;
use super::{Fit, student};

/// Ordinary least squares about the means; the slope's standard error is `s / sqrt(Sxx)`, with s from n - 2 degrees of
/// freedom and widened as Student's t asks (Student, Biometrika 6, 1908). For n readings T apart with jitter sigma that
/// is `(sigma / T) sqrt(12 / (n (n^2 - 1)))`.
pub fn fit(points: &Points) -> Option<Fit> {
    let n = points.len() as f64;
    let pivot_s = points.device_s.iter().sum::<f64>() / n;
    let level_s = points.lead_s.iter().sum::<f64>() / n;
    let (mut sxx, mut sxy) = (0.0, 0.0);
    for (t, lead) in points.device_s.iter().zip(&points.lead_s) {
        sxx += (t - pivot_s) * (t - pivot_s);
        sxy += (t - pivot_s) * (lead - level_s);
    }
    if sxx <= 0.0 {
        return None;
    }
    let slope = sxy / sxx;
    let line = Fit { pivot_s, level_s, level_bar_s: 0.0, slope, slope_bar: 0.0 };
    let freedom = points.len().checked_sub(2).filter(|freedom| *freedom > 0)?;
    let squares: f64 = line.residuals(points).iter().map(|r| r * r).sum();
    let sigma = (squares / freedom as f64).sqrt() * student::widening(freedom);
    Some(Fit { level_bar_s: sigma / n.sqrt(), slope_bar: sigma / sxx.sqrt(), ..line })
}
