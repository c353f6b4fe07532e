//! Rate and temperature together: a crystal's rate bends with the square of its distance from a turnover temperature.

use super::fit::{spread, widening};
use super::window::{Points, Window};

/// `phase = R t + beta * integral of (T - T0)^2 dt`, fitted jointly. Bars are one sigma.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JointFit {
    /// R at the turnover temperature, as a share.
    pub rate: f64,
    /// Its standard error.
    pub rate_bar: f64,
    /// The curvature, as a share for each square kelvin.
    pub beta: f64,
    /// Its standard error.
    pub beta_bar: f64,
}

/// Fewest readings for three parameters and a scale.
const FEWEST: usize = 8;

/// As in [`Estimator::Huber`](super::Estimator::Huber).
const NEAR: f64 = 1.345;

const ROUNDS: usize = 60;

/// How much of the heat's variance must be its own, and not a straight line's: without it the two cannot be told apart.
const OWN_SHARE: f64 = 1e-9;

/// Fits rate and curvature to a window whose readings all tell a temperature; `None` if one does not, if there are fewer
/// than eight, or if the temperature never changes, for then no data can part the two.
///
/// Huber's estimator on two regressors, device time and heat; the reference is regressed, as in every estimator
/// here, so that the coefficients are `-R / (1 + R)` and `-beta / (1 + R)`.
#[must_use]
pub fn fit(window: &Window, points: &Points, turnover_c: f64) -> Option<JointFit> {
    let n = points.len();
    if n < FEWEST {
        return None;
    }
    let heat = heat(window, points, turnover_c)?;
    let rows = || points.device_s.iter().zip(&heat).zip(&points.lead_s).map(|((t, h), lead)| [*t, *h, *lead]);
    let plain = Moments::of(rows(), std::iter::repeat_n(1.0, n));
    let mut plane = plain.solve()?;
    let mut far = 0.0;
    for _ in 0..ROUNDS {
        let residuals: Vec<f64> = rows().map(|row| plane.residual(row)).collect();
        far = NEAR * spread(&residuals)?;
        if far <= 0.0 {
            break;
        }
        let weights = residuals.iter().map(|r| if r.abs() <= far { 1.0 } else { far / r.abs() });
        let before = plane;
        plane = Moments::of(rows(), weights).solve()?;
        let moved = rows().map(|row| (plane.residual(row) - before.residual(row)).abs()).fold(0.0, f64::max);
        if moved < 1e-6 * far {
            break;
        }
    }
    let residuals: Vec<f64> = rows().map(|row| plane.residual(row)).collect();
    let near = residuals.iter().filter(|r| r.abs() <= far).count() as f64 / n as f64;
    let squares: f64 = residuals.iter().map(|r| r.clamp(-far, far)).map(|r| r * r).sum();
    let near = near.max(0.5);
    let correction = 1.0 + 3.0 * (1.0 - near) / (n as f64 * near);
    let sigma = correction * (squares / (n - 3) as f64).sqrt() / near * widening(n - 3);
    let (own_t, own_h) = plain.own();
    let m = 1.0 + plane.slope;
    let rate = -plane.slope / m;
    Some(JointFit {
        rate,
        rate_bar: sigma / own_t.sqrt() / (m * m),
        beta: -plane.bend * (1.0 + rate),
        beta_bar: sigma / own_h.sqrt() * (1.0 + rate),
    })
}

/// The integral of `(T - T0)^2` since the first reading, in K^2 s, the temperature going straight from reading to
/// reading: `dt (a^2 + a b + b^2) / 3`.
fn heat(window: &Window, points: &Points, turnover_c: f64) -> Option<Vec<f64>> {
    let (mut sum, mut before) = (0.0, None);
    let readings = window.samples().zip(&points.device_s);
    readings
        .map(|(sample, t)| {
            let off = sample.temperature_c.filter(|c| c.is_finite())? - turnover_c;
            if let Some((earlier, was)) = before.replace((*t, off)) {
                sum += (t - earlier) * (was * was + was * off + off * off) / 3.0;
            }
            Some(sum)
        })
        .collect()
}

/// A plane: `lead = level + slope (t - t_mean) + bend (heat - heat_mean)`.
#[derive(Clone, Copy)]
struct Plane {
    means: [f64; 3],
    slope: f64,
    bend: f64,
}

impl Plane {
    fn residual(&self, [t, h, lead]: [f64; 3]) -> f64 {
        lead - self.means[2] - self.slope * (t - self.means[0]) - self.bend * (h - self.means[1])
    }
}

/// Weighted means, and sums of products about them.
struct Moments {
    means: [f64; 3],
    tt: f64,
    th: f64,
    hh: f64,
    to: f64,
    ho: f64,
}

impl Moments {
    fn of(rows: impl Iterator<Item = [f64; 3]> + Clone, weights: impl Iterator<Item = f64> + Clone) -> Self {
        let (mut whole, mut means) = (0.0, [0.0; 3]);
        for (row, weight) in rows.clone().zip(weights.clone()) {
            whole += weight;
            for (mean, value) in means.iter_mut().zip(row) {
                *mean += weight * value;
            }
        }
        let means = means.map(|sum| sum / whole);
        let mut moments = Self { means, tt: 0.0, th: 0.0, hh: 0.0, to: 0.0, ho: 0.0 };
        for ([t, h, lead], weight) in rows.zip(weights) {
            let (t, h, lead) = (t - means[0], h - means[1], lead - means[2]);
            moments.tt += weight * t * t;
            moments.th += weight * t * h;
            moments.hh += weight * h * h;
            moments.to += weight * t * lead;
            moments.ho += weight * h * lead;
        }
        moments
    }

    fn solve(&self) -> Option<Plane> {
        let determinant = self.tt * self.hh - self.th * self.th;
        if determinant.is_nan() || determinant <= OWN_SHARE * self.tt * self.hh {
            return None;
        }
        let slope = (self.to * self.hh - self.ho * self.th) / determinant;
        let bend = (self.ho * self.tt - self.to * self.th) / determinant;
        Some(Plane { means: self.means, slope, bend })
    }

    /// What is left of each regressor's sum of squares once the other is taken out.
    fn own(&self) -> (f64, f64) {
        (self.tt - self.th * self.th / self.hh, self.hh - self.th * self.th / self.tt)
    }
}

#[cfg(test)]
mod tests {
    use super::super::SimTime;
    use super::super::window::Sample;
    use super::*;
    use crate::core::math;
    use crate::core::rng::Stream;

    /// A day's swing of 20 K in two hours, in steps of a minute; the phase is integrated much finer than the fit does.
    fn board(seed: u64, amplitude_k: f64) -> Window {
        let mut stream = Stream::new(seed, "heat", "test");
        let mut window = Window::new(512);
        let temperature = |t: f64| 30.0 + amplitude_k * math::sin(t / 7200.0 * math::TAU);
        let (rate, beta, mut device_s) = (5e-6, -0.034e-6, 0.0);
        for second in 0..7200 {
            if second % 60 == 0 {
                let late = 1e-3 * stream.gaussian() + if stream.chance(0.1) { 0.1 * stream.uniform() } else { 0.0 };
                window.push(Sample {
                    device_us: (device_s * 1e6) as i64,
                    arrived: SimTime::from_secs(f64::from(second) + late),
                    temperature_c: Some(temperature(f64::from(second))),
                });
            }
            let off = temperature(f64::from(second) + 0.5) - 25.0;
            device_s += 1.0 + rate + beta * off * off;
        }
        window
    }

    #[test]
    fn both_are_found_within_their_bars() {
        let runs = 400;
        let (mut rate, mut beta) = (0, 0);
        for seed in 0..runs {
            let window = board(seed, 20.0);
            let fit = fit(&window, &window.points(), 25.0).unwrap();
            assert!(fit.beta_bar < 0.002e-6, "{fit:?}");
            rate += i32::from((fit.rate - 5e-6).abs() <= 1.96 * fit.rate_bar);
            beta += i32::from((fit.beta + 0.034e-6).abs() <= 1.96 * fit.beta_bar);
        }
        for covered in [rate, beta] {
            let share = f64::from(covered) / runs as f64;
            assert!((0.92..=0.985).contains(&share), "{share}");
        }
    }

    #[test]
    fn a_constant_temperature_cannot_tell_them_apart() {
        let window = board(1, 0.0);
        assert_eq!(fit(&window, &window.points(), 25.0), None);
    }
}
