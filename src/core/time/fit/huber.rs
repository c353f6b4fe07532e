//! Huber: readings near the line count by their squares, those far from it by their distance only.

use super::super::window::Points;
use super::{Fit, least_squares, spread, squares, student};

/// Standard deviations from which on a reading is far: 95 % as efficient as least squares on Gaussian delays.
const NEAR: f64 = 1.345;

/// Rounds at most; a dozen are usual.
const ROUNDS: usize = 60;

/// Fewest readings whose median absolute deviation says anything.
const FEWEST: usize = 6;

/// Huber's M-estimator (Annals of Mathematical Statistics 35, 1964) by iteratively reweighted least squares, the scale
/// being the median absolute deviation of the residuals. The standard error is his, with his correction for few
/// readings (Robust Statistics, 1981, section 7.6): `K^2 (sum psi^2 / (n - 2)) / (m^2 Sxx)` with m the share of near
/// readings and `K = 1 + 2 (1 - m) / (n m)`, widened as Student's t asks. Below six readings it is least squares.
pub fn fit(points: &Points) -> Option<Fit> {
    let mut line = least_squares::fit(points)?;
    if points.len() < FEWEST {
        return Some(line);
    }
    let n = points.len() as f64;
    let freedom = points.len() - 2;
    let mut scale = 0.0;
    for _ in 0..ROUNDS {
        let residuals = line.residuals(points);
        scale = spread(&residuals)?;
        if scale <= 0.0 {
            return Some(line);
        }
        let before = line;
        line = weighted(points, &residuals, NEAR * scale)?;
        let moved = (line.slope - before.slope).abs() * points.device_s[points.len() - 1];
        if moved + (line.lead_s(before.pivot_s) - before.level_s).abs() < 1e-6 * scale {
            break;
        }
    }
    let far = NEAR * scale;
    let residuals = line.residuals(points);
    let near = residuals.iter().filter(|r| r.abs() <= far).count() as f64 / n;
    let sum: f64 = residuals.iter().map(|r| r.clamp(-far, far)).map(|r| r * r).sum();
    let correction = 1.0 + 2.0 * (1.0 - near) / (n * near);
    let sigma = correction * (sum / freedom as f64).sqrt() / near * student::widening(freedom);
    let middle = points.device_s.iter().sum::<f64>() / n;
    Some(Fit {
        pivot_s: middle,
        level_s: line.lead_s(middle),
        level_bar_s: sigma / n.sqrt(),
        slope: line.slope,
        slope_bar: sigma / squares(points).sqrt(),
    })
}

/// The line of least squares with weight 1 up to `far`, and `far / |residual|` beyond.
fn weighted(points: &Points, residuals: &[f64], far: f64) -> Option<Fit> {
    let weight = |r: &f64| if r.abs() <= far { 1.0 } else { far / r.abs() };
    let (mut w, mut wt, mut wo) = (0.0, 0.0, 0.0);
    for ((t, lead), r) in points.device_s.iter().zip(&points.lead_s).zip(residuals) {
        let weight = weight(r);
        w += weight;
        wt += weight * t;
        wo += weight * lead;
    }
    let (pivot_s, level_s) = (wt / w, wo / w);
    let (mut sxx, mut sxy) = (0.0, 0.0);
    for ((t, lead), r) in points.device_s.iter().zip(&points.lead_s).zip(residuals) {
        let weighted = weight(r) * (t - pivot_s);
        sxx += weighted * (t - pivot_s);
        sxy += weighted * (lead - level_s);
    }
    (sxx > 0.0).then(|| Fit { pivot_s, level_s, level_bar_s: 0.0, slope: sxy / sxx, slope_bar: 0.0 })
}
