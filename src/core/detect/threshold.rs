//! The plain threshold: mean plus or minus a few standard deviations of the values themselves. The baseline.

use super::detector::{Channel, Detector, DetectorKind, Judgement, Look, figure};
use super::scale::WarmUp;
use super::theory::{QUIET_S, ewma_limit};

/// Mean and deviation of a warm-up, and a limit for the same rate of chance alarms as the charts'.
pub(super) struct Threshold {
    channel: Channel,
    warm_up: Option<WarmUp>,
    count: f64,
    mean: f64,
    squares: f64,
    limit: f64,
    last: f64,
}

impl Threshold {
    /// A threshold for one signal.
    pub(super) fn new(channel: &Channel) -> Self {
        Self {
            channel: channel.clone(),
            warm_up: Some(WarmUp::default()),
            count: 0.0,
            mean: 0.0,
            squares: 0.0,
            limit: 0.0,
            last: 0.0,
        }
    }

    fn deviation(&self) -> f64 {
        (self.squares / self.count.max(1.0)).sqrt().max(self.channel.sensor_sigma()).max(1e-12)
    }
}

impl Detector for Threshold {
    fn kind(&self) -> DetectorKind {
        DetectorKind::Threshold
    }

    fn judge(&mut self, look: &Look<'_>) -> Judgement {
        self.last = look.value;
        let off = self.channel.info.difference(look.value, self.mean);
        if let Some(warm_up) = &mut self.warm_up {
            self.count += 1.0;
            self.mean += off / self.count;
            self.squares += off * self.channel.info.difference(look.value, self.mean);
            if warm_up.tick(look.at) {
                self.warm_up = None;
                self.limit = ewma_limit(QUIET_S / look.spacing_s.max(1e-6));
            }
            return Judgement::default();
        }
        let ratio = off.abs() / (self.limit * self.deviation());
        Judgement { ratio, since: look.at, abrupt: false }
    }

    fn relearn(&mut self) {
        *self = Self::new(&self.channel);
    }

    fn evidence(&self) -> String {
        let [last, mean, width] = [self.last, self.mean, self.limit * self.deviation()].map(figure);
        format!("it shows {last} {unit}, outside {mean} ± {width} {unit}", unit = self.channel.info.unit)
    }
}
