//! Range check: values that a sound device in a sound world cannot show.

use super::detector::{Channel, Detector, DetectorKind, Judgement, Look, figure};

/// Watches the limits of plausibility, widened by what the sensor alone may be wrong by.
pub(super) struct Range {
    channel: Channel,
    low: f64,
    high: f64,
    last: f64,
}

impl Range {
    /// A check, where limits are known.
    pub(super) fn new(channel: &Channel) -> Option<Self> {
        let (low, high) = channel.info.plausible?;
        let margin = channel.sensor_error() + 1e-9 * (high - low);
        Some(Self { channel: channel.clone(), low: low - margin, high: high + margin, last: 0.0 })
    }
}

impl Detector for Range {
    fn kind(&self) -> DetectorKind {
        DetectorKind::Range
    }

    fn judge(&mut self, look: &Look<'_>) -> Judgement {
        self.last = look.value;
        let beyond = (self.low - look.value).max(look.value - self.high);
        if beyond <= 0.0 {
            return Judgement::default();
        }
        let width = (self.high - self.low).max(1e-12);
        Judgement { ratio: 1.5 + 10.0 * beyond / width, since: look.at, abrupt: false }
    }

    fn evidence(&self) -> String {
        let Channel { info, .. } = &self.channel;
        let (low, high) = info.plausible.unwrap_or_default();
        let [last, low, high] = [self.last, low, high].map(figure);
        format!("it shows {last} {unit}, outside the plausible {low} to {high} {unit}", unit = info.unit)
    }
}
