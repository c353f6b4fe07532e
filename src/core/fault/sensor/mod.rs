//! Sensor faults: what a faulty sensor makes of the truth. One file each.

mod bias;
mod clipping;
mod delay;
mod drift;
mod dropout;
mod noise;
mod spike;
mod stuck;

use super::FaultKind;
use crate::core::rng::Stream;
use crate::core::time::SimTime;

/// A fault of one sensor, at work.
pub trait SensorFault: Send + Sync {
    /// What reaches the sensor's converter instead of the truth.
    fn distort(&mut self, _at: SimTime, truth: f64) -> f64 {
        truth
    }

    /// What the sensor hands over instead of what it shows; none where it stays silent.
    fn replace(&mut self, _at: SimTime, shown: f64) -> Option<f64> {
        Some(shown)
    }
}

/// The machine of a sensor fault that begins at `since`; none where the kind strikes something else.
#[must_use]
pub fn build(kind: &FaultKind, since: SimTime, stream: Stream) -> Option<Box<dyn SensorFault>> {
    Some(match *kind {
        FaultKind::Spike { size, every_s } => Box::new(spike::Spike::new(size, every_s, since, stream)),
        FaultKind::Drift { per_s } => Box::new(drift::Drift { per_s, since }),
        FaultKind::Bias { offset } => Box::new(bias::Bias { offset }),
        FaultKind::Stuck => Box::new(stuck::Stuck::default()),
        FaultKind::Dropout { share } => Box::new(dropout::Dropout { share, stream }),
        FaultKind::NoiseBurst { std } => Box::new(noise::NoiseBurst { std, stream }),
        FaultKind::Clipping { low, high } => Box::new(clipping::Clipping { low, high }),
        FaultKind::Delay { by_s } => Box::new(delay::Delay::new(by_s)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(kind: &FaultKind) -> Box<dyn SensorFault> {
        build(kind, SimTime::from_secs(10.0), Stream::new(1, "fault", "test")).expect("a sensor fault")
    }

    fn at(s: f64) -> SimTime {
        SimTime::from_secs(s)
    }

    #[test]
    fn steady_faults_follow_their_laws() {
        assert_eq!(machine(&FaultKind::Bias { offset: 2.0 }).distort(at(12.0), 5.0), 7.0);
        assert_eq!(machine(&FaultKind::Drift { per_s: 0.5 }).distort(at(14.0), 5.0), 7.0);
        let mut clipped = machine(&FaultKind::Clipping { low: 0.0, high: 3.0 });
        assert_eq!(clipped.distort(at(12.0), 5.0), 3.0);
        let mut stuck = machine(&FaultKind::Stuck);
        assert_eq!(stuck.replace(at(11.0), 1.0), Some(1.0));
        assert_eq!(stuck.replace(at(12.0), 2.0), Some(1.0));
    }

    #[test]
    fn a_late_sensor_shows_the_newest_value_that_is_old_enough() {
        let mut late = machine(&FaultKind::Delay { by_s: 1.0 });
        let shown: Vec<f64> = (0..40).map(|i| late.distort(at(10.0 + 0.1 * f64::from(i)), f64::from(i))).collect();
        assert_eq!(shown[39], 29.0);
        assert_eq!(shown[5], 0.0, "before that it has only its first value");
    }

    #[test]
    fn random_faults_have_the_asked_rates() {
        let n = 20_000;
        let times = (0..n).map(|i| at(10.0 + 0.01 * f64::from(i)));
        let mut dropout = machine(&FaultKind::Dropout { share: 0.3 });
        let kept = times.clone().filter(|now| dropout.replace(*now, 1.0).is_some()).count() as f64 / f64::from(n);
        assert!((kept - 0.7).abs() < 4.0 * (0.21 / f64::from(n)).sqrt(), "{kept}");
        let mut spikes = machine(&FaultKind::Spike { size: 9.0, every_s: 2.0 });
        let count = times.clone().filter(|now| spikes.distort(*now, 0.0) != 0.0).count() as f64;
        // 200 s at one in 2 s: 100, and Poisson.
        assert!((count - 100.0).abs() < 40.0, "{count}");
        let mut noise = machine(&FaultKind::NoiseBurst { std: 2.0 });
        let square: f64 = times.map(|now| noise.distort(now, 0.0).powi(2)).sum::<f64>() / f64::from(n);
        assert!((square / 4.0 - 1.0).abs() < 4.0 * (2.0 / f64::from(n)).sqrt(), "{square}");
    }
}
