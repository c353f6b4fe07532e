//! Residual: what arrives against what the twin's own model expected.
//!
//! Where the twin has no model, or the model says nothing about the signal, the better of two plain guesses stands in:
//! the last value holds, or the last slope goes on.

use super::detector::{Channel, Detector, DetectorKind, Judgement, Look};
use super::gauge::Gauge;

/// The charts of one signal: one for each guess, the best of which is believed.
pub(super) struct Residual {
    channel: Channel,
    /// Against the model, the last value, and the last slope. Made when the width of the signal is known.
    gauges: Option<[Gauge; 3]>,
    /// How lively the signal is: the size of its steps, whichever way they go.
    liveliness: Option<Gauge>,
    slope_per_s: Option<f64>,
    alone: f64,
    best: usize,
}

impl Residual {
    /// The charts of one signal.
    pub(super) fn new(channel: &Channel) -> Self {
        Self { channel: channel.clone(), gauges: None, liveliness: None, slope_per_s: None, alone: 0.0, best: 0 }
    }
}

/// Departures smaller than this share of what a signal does are nobody's concern.
pub(super) const NEGLIGIBLE: f64 = 1e-3;

/// What residuals are never more exact than: the sensor's noise, and what is negligible.
pub(super) fn floor(channel: &Channel, usual: (f64, f64)) -> f64 {
    channel.sensor_sigma().max(NEGLIGIBLE * usual.1)
}

impl Detector for Residual {
    fn kind(&self) -> DetectorKind {
        DetectorKind::Residual
    }

    fn judge(&mut self, look: &Look<'_>) -> Judgement {
        let (Some((_, previous)), Some(usual)) = (look.previous, look.usual) else { return Judgement::default() };
        let gap_s = look.gap_s().filter(|gap_s| *gap_s > 0.0).unwrap_or(look.spacing_s);
        let info = &self.channel.info;
        let step = info.difference(look.value, previous);
        let slope = self.slope_per_s.replace(step / gap_s);
        if look.after_gap {
            self.alone = 0.0;
            self.slope_per_s = None;
            return Judgement::default();
        }
        let floor = floor(&self.channel, usual);
        let gauges =
            self.gauges.get_or_insert_with(|| [(); 3].map(|()| Gauge::new(floor).beyond(NEGLIGIBLE * usual.1)));
        let bend = slope.map(|slope| info.difference(step, slope * gap_s));
        // An angle that turns fast may step by half a turn either way: only the change of its steps says anything.
        let plain = if info.period.is_some() { bend } else { Some(step) };
        let residuals = [look.expected.map(|expected| info.difference(look.value, expected)), plain, bend];
        let mut judgements = [Judgement::default(); 3];
        for ((gauge, residual), judgement) in gauges.iter_mut().zip(residuals).zip(&mut judgements) {
            if let Some(residual) = residual {
                *judgement = gauge.judge(look.moment(), residual);
            }
        }
        let sigma = |index: usize| gauges[index].sigma().unwrap_or(f64::INFINITY);
        let simple = if sigma(2) < sigma(1) { 2 } else { 1 };
        let liveliness = self.liveliness.get_or_insert_with(|| Gauge::new(floor));
        let lively = liveliness.judge(look.moment(), plain.unwrap_or(0.0).abs());
        self.alone = judgements[simple].or(lively).ratio;
        // A model that is far worse than a plain guess is not a model of this signal.
        self.best = if sigma(0) < 3.0 * sigma(simple) { 0 } else { simple };
        judgements[self.best]
    }

    fn alone(&self) -> f64 {
        self.alone
    }

    fn redundant(&self) -> bool {
        self.best == 0
    }

    fn by_model(&self) -> Option<&Gauge> {
        let known = self.gauges.as_ref().filter(|_| self.best == 0)?;
        Some(&known[0]).filter(|gauge| gauge.ready())
    }

    fn relearn(&mut self) {
        for gauge in self.gauges.iter_mut().flatten().chain(&mut self.liveliness) {
            gauge.relearn();
        }
    }

    fn restart(&mut self) {
        for gauge in self.gauges.iter_mut().flatten().chain(&mut self.liveliness) {
            gauge.restart();
        }
    }

    fn evidence(&self) -> String {
        let against = ["the twin's model", "the last value", "the last slope"][self.best];
        let Some(gauges) = &self.gauges else { return String::new() };
        let (z, chart) = gauges[self.best].figures();
        format!("off {against} by {z:.1} sigma; {}", chart.words())
    }
}
