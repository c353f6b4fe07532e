//! Theil-Sen: the median of the slopes of all pairs of readings.

use super::super::window::Points;
use super::{Fit, slopes, spread, student};

/// The median slope (Theil, Proceedings of the Royal Netherlands Academy of Sciences 53, 1950), with the interval that
/// Sen gave for it (Journal of the American Statistical Association 63, 1968): the slopes whose ranks are 1.96
/// standard deviations of Kendall's statistic, `sqrt(n (n - 1) (2n + 5) / 18)`, about the middle. It needs no more than
/// that delays are alike and independent, one-sided or not. Up to 29 % of wild readings do not carry it away.
pub fn fit(points: &Points) -> Option<Fit> {
    let n = points.len();
    let pairs = n * n.checked_sub(1)? / 2;
    let deviation = (n as f64 * (n as f64 - 1.0) * (2.0 * n as f64 + 5.0) / 18.0).sqrt();
    let lowest = ((pairs as f64 - student::Z95 * deviation) / 2.0).floor() - 1.0;
    let lowest = lowest.max(0.0) as usize;
    let [low, below, above, high] = slopes::ranked(points, [lowest, (pairs - 1) / 2, pairs / 2, pairs - 1 - lowest]);
    // With three or four readings even all slopes may lie on one side of the truth.
    let few = if n < 5 { student::widening(n - 2) } else { 1.0 };
    let slope_bar = few * (high - low) / (2.0 * student::Z95);
    let line = Fit::with_slope(points, 0.5 * (below + above), slope_bar)?;
    // Coarse time stamps make many slopes equal, and ranks then say nothing of what lies between them. Three quarters
    // of what least squares has for the residuals' spread is less than Gaussian, uniform or exponential delays give.
    Some(line.no_surer_than(0.75 * spread(&line.residuals(points))?, points))
}
