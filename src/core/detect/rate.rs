//! Rate check: changes that are faster than the device can change.

use super::detector::{Channel, Detector, DetectorKind, Judgement, Look, figure};

/// So many changes in a row that are too fast, the same way and much alike, are no jump but a ramp.
const RAMP: u32 = 5;

/// Watches the change from one reading to the next.
pub(super) struct Rate {
    channel: Channel,
    fastest_per_s: f64,
    last: (f64, f64),
    /// How often in a row it changed too fast the same way.
    run: u32,
}

impl Rate {
    /// A check, where the fastest change is known.
    pub(super) fn new(channel: &Channel) -> Option<Self> {
        Some(Self { fastest_per_s: channel.info.fastest_per_s?, channel: channel.clone(), last: (0.0, 0.0), run: 0 })
    }
}

impl Detector for Rate {
    fn kind(&self) -> DetectorKind {
        DetectorKind::Rate
    }

    fn judge(&mut self, look: &Look<'_>) -> Judgement {
        let Some(((_, previous), gap_s)) = look.previous.zip(look.gap_s()) else { return Judgement::default() };
        let change = self.channel.info.difference(look.value, previous);
        let share = change / self.last.0;
        let onward = share > 0.5 && share < 2.0;
        self.last = (change, gap_s);
        // Two readings, each wrong by what the sensor may be wrong by.
        let most = self.fastest_per_s * gap_s * (1.0 + 1e-6) + 1.5 * self.channel.sensor_error();
        if change.abs() <= most || most <= 0.0 {
            self.run = 0;
            return Judgement::default();
        }
        self.run = if onward { self.run + 1 } else { 1 };
        Judgement { ratio: 1.0 + change.abs() / most, since: look.at, abrupt: self.run < RAMP }
    }

    fn evidence(&self) -> String {
        let [change, gap_s, fastest] = [self.last.0, self.last.1, self.fastest_per_s].map(figure);
        let unit = &self.channel.info.unit;
        format!("it changed by {change} {unit} in {gap_s} s; the device changes by at most {fastest} {unit} a second")
    }
}
