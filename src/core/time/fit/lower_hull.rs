//! Lower hull: the line under all readings that comes nearest to them.

use super::super::window::Points;
use super::{Fit, student};
use crate::core::math;

/// A stretch of slopes over which the line under all readings turns about one reading: where it begins and ends, and
/// how far the readings are above it in the mean there, in those of the best line.
#[derive(Clone, Copy, Debug)]
struct Piece {
    from: f64,
    to: f64,
    r_from: f64,
    r_to: f64,
}

/// The best line under all points (Moon, Skelly and Towsley, INFOCOM 1999; Paxson, SIGMETRICS 1998): the edge of
/// their lower convex hull below their mean. It is the most likely one for exponential delays, and the chance of any
/// other slope b is as `q(b)^-(n-1)`, q being the mean height of the readings above the highest line of that slope.
/// (Location and scale integrated out with the invariant prior, which gives exact intervals: Fraser, The Structure
/// of Inference, 1968.) q is piecewise linear, so that quantiles are closed forms; the slope is the median of
/// that, the bar a 95 % interval's. Errors fall with 1/n, not with 1 over its root.
pub fn fit(points: &Points) -> Option<Fit> {
    let n = points.len() as f64;
    let pivot_s = points.device_s.iter().sum::<f64>() / n;
    let mean = points.lead_s.iter().sum::<f64>() / n;
    let hull = hull(points);
    let edge = |k: usize| {
        let ((t0, o0), (t1, o1)) = (hull[k], hull[k + 1]);
        (o1 - o0) / (t1 - t0)
    };
    let best = (0..hull.len().checked_sub(1)?).find(|k| hull[k + 1].0 >= pivot_s)?;
    let height = |(t, o): (f64, f64), slope: f64| mean - o + slope * (t - pivot_s);
    let least = height(hull[best], edge(best));
    if least <= 0.0 {
        // All readings on one line: nothing to be unsure of.
        return Some(Fit { pivot_s, level_s: mean, level_bar_s: 0.0, slope: edge(best), slope_bar: 0.0 });
    }
    // Beyond the outermost edges the chance falls so fast that a finite stretch holds all of it.
    let reach = |vertex: (f64, f64)| 1e6 * least / (vertex.0 - pivot_s).abs();
    let last = hull.len() - 1;
    let pieces: Vec<Piece> = (0..=last)
        .map(|k| {
            let from = if k == 0 { edge(0) - reach(hull[0]) } else { edge(k - 1) };
            let to = if k == last { edge(last - 1) + reach(hull[last]) } else { edge(k) };
            let r = |slope| height(hull[k], slope) / least;
            Piece { from, to, r_from: r(from), r_to: r(to) }
        })
        .collect();
    let power = n - 2.0;
    let whole: f64 = pieces.iter().map(|piece| piece.mass(power)).sum();
    let slope = quantile(&pieces, power, 0.5 * whole);
    let spread = quantile(&pieces, power, 0.975 * whole) - quantile(&pieces, power, 0.025 * whole);
    // The highest line under n exponential delays of mean q lies two means / n above the truth, with as many squares
    // of that as variance: it touches two of them.
    let step = least / (n - 2.0);
    let level_bar_s = std::f64::consts::SQRT_2 * step * student::widening(points.len() - 2);
    let level_s = mean - least - 2.0 * step;
    Some(Fit { pivot_s, level_s, level_bar_s, slope, slope_bar: spread / (2.0 * student::Z95) })
}

impl Piece {
    /// Integral of `r^-(power + 1)` over the slopes of the piece.
    fn mass(&self, power: f64) -> f64 {
        let (length, rise) = (self.to - self.from, self.r_to - self.r_from);
        if rise.abs() < 1e-12 * self.r_from {
            return length * math::pow(self.r_from, -power - 1.0);
        }
        length * (math::pow(self.r_from, -power) - math::pow(self.r_to, -power)) / (power * rise)
    }

    /// The slope at which a part of the mass is used up.
    fn slope_at(&self, power: f64, part: f64) -> f64 {
        let (length, rise) = (self.to - self.from, self.r_to - self.r_from);
        if rise.abs() < 1e-12 * self.r_from {
            return self.from + part / math::pow(self.r_from, -power - 1.0);
        }
        let left = math::pow(self.r_from, -power) - part * power * rise / length;
        self.from + length * (math::pow(left.max(f64::MIN_POSITIVE), -1.0 / power) - self.r_from) / rise
    }
}

fn quantile(pieces: &[Piece], power: f64, mut part: f64) -> f64 {
    for piece in pieces {
        let mass = piece.mass(power);
        if part <= mass {
            return piece.slope_at(power, part).clamp(piece.from, piece.to);
        }
        part -= mass;
    }
    pieces.last().map_or(0.0, |piece| piece.to)
}

/// Vertices of the lower convex hull, in the order of time (Andrew's monotone chain, 1979).
fn hull(points: &Points) -> Vec<(f64, f64)> {
    let mut hull: Vec<(f64, f64)> = Vec::new();
    for point in points.device_s.iter().copied().zip(points.lead_s.iter().copied()) {
        while let [.., a, b] = hull[..]
            && (b.1 - a.1) * (point.0 - a.0) >= (point.1 - a.1) * (b.0 - a.0)
        {
            hull.pop();
        }
        hull.push(point);
    }
    hull
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hull_lies_below_all_points_and_touches_them() {
        let points = Points { device_s: vec![0.0, 1.0, 2.0, 3.0, 4.0], lead_s: vec![1.0, 0.5, 2.0, 0.5, 3.0] };
        assert_eq!(hull(&points), [(0.0, 1.0), (1.0, 0.5), (3.0, 0.5), (4.0, 3.0)]);
    }
}
