//! Delay: how long a frame travels.

use super::DelaySpec;
use crate::core::math;
use crate::core::rng::Stream;
use crate::core::time::SimTime;

/// Draws one delay; a draw below zero counts as zero.
pub(super) fn draw(spec: &DelaySpec, stream: &mut Stream) -> SimTime {
    let millis = match *spec {
        DelaySpec::Fixed { ms } => ms,
        DelaySpec::Uniform { mean_ms, half_width_ms } => mean_ms + half_width_ms * (2.0 * stream.uniform() - 1.0),
        DelaySpec::Normal { mean_ms, std_ms } => mean_ms + std_ms * stream.gaussian(),
        DelaySpec::LogNormal { mean_ms, std_ms } => {
            // Moments of exp(N(mu, s^2)): mean exp(mu + s^2/2), variance (exp(s^2) - 1) mean^2.
            let variance_of_log = math::ln(1.0 + (std_ms / mean_ms) * (std_ms / mean_ms));
            let mean_of_log = math::ln(mean_ms) - variance_of_log / 2.0;
            math::exp(mean_of_log + variance_of_log.sqrt() * stream.gaussian())
        }
    };
    SimTime::from_millis(millis.max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(spec: DelaySpec) -> (f64, f64) {
        let mut stream = Stream::new(3, "link", "delay");
        let n = 100_000;
        let draws: Vec<f64> = (0..n).map(|_| draw(&spec, &mut stream).secs() * 1e3).collect();
        let mean = draws.iter().sum::<f64>() / f64::from(n);
        let variance = draws.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / f64::from(n);
        (mean, variance.sqrt())
    }

    #[test]
    fn every_distribution_has_the_mean_and_spread_it_was_asked_for() {
        let tolerance = 4.0 / 100_000_f64.sqrt();
        for (spec, mean, std) in [
            (DelaySpec::Fixed { ms: 50.0 }, 50.0, 0.0),
            (DelaySpec::Uniform { mean_ms: 50.0, half_width_ms: 10.0 }, 50.0, 10.0 / 3_f64.sqrt()),
            (DelaySpec::Normal { mean_ms: 80.0, std_ms: 10.0 }, 80.0, 10.0),
            (DelaySpec::LogNormal { mean_ms: 60.0, std_ms: 15.0 }, 60.0, 15.0),
        ] {
            let (measured_mean, measured_std) = moments(spec);
            assert!((measured_mean - mean).abs() <= tolerance * std + 1e-9, "{spec:?}: mean {measured_mean}");
            assert!((measured_std - std).abs() <= 2.0 * tolerance * std + 1e-9, "{spec:?}: sd {measured_std}");
        }
    }

    #[test]
    fn a_delay_is_never_negative() {
        let mut stream = Stream::new(3, "link", "delay");
        let spec = DelaySpec::Normal { mean_ms: 1.0, std_ms: 10.0 };
        assert!((0..1000).all(|_| draw(&spec, &mut stream) >= SimTime::ZERO));
    }
}
