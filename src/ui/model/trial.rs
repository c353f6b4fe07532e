//! What a command would do, and what is on its way already.

use crate::core::device::Setting;
use crate::core::exchange::Standing;
use crate::core::signal::SignalInfo;
use crate::core::time::SimTime;
use crate::lab::{Lab, Stage};
use crate::sim::{Outlook, WhatIf};
use crate::ui::format;

use super::settings;

/// A wish that the device has not answered.
#[derive(Clone, Debug, PartialEq)]
pub struct OnItsWay {
    /// What is wished.
    pub setting: Setting,
    /// The same in words.
    pub what: String,
    /// How often it was sent.
    pub tries: u32,
}

/// A command that is tried.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialView {
    /// What would be sent.
    pub setting: Setting,
    /// The same in words.
    pub what: String,
    /// When it was tried.
    pub at: SimTime,
    /// What would come of it, or why it would be refused.
    pub outcome: Result<Forecast, String>,
}

/// What becomes of the signal that a command moves most.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Its name; none where the command moves nothing that is measured.
    pub signal: Option<String>,
    /// Its unit.
    pub unit: String,
    /// How far it looks ahead, in seconds.
    pub horizon_s: f64,
    /// Seconds ahead, the value with the command, and the value without it.
    pub points: Vec<(f64, f64, f64)>,
}

/// Commands looked through for those that wait: they do not wait for long.
const MOST_RECENT: usize = 256;

/// The wishes of a twin that wait for an answer, the latest first.
#[must_use]
pub fn on_their_way(stage: &Stage, twin: usize) -> Vec<OnItsWay> {
    let shown = &stage.shown;
    let sent = shown.commands.iter().rev().filter(|record| record.sent_at <= shown.now).take(MOST_RECENT);
    let own = sent.filter(|record| record.twin as usize == twin);
    let waiting = own.filter(|record| record.standing(shown.now) == Standing::Waiting);
    let wish = |setting: &Setting, tries| OnItsWay { setting: setting.clone(), what: settings::words(setting), tries };
    waiting.map(|record| wish(&record.setting, record.attempts)).collect()
}

impl OnItsWay {
    /// The number that is wished; none where it is not one number.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        settings::number(&self.setting).map(|(value, _)| value)
    }
}

impl TrialView {
    /// The number that is tried; none where it is not one number.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        settings::number(&self.setting).map(|(value, _)| value)
    }
}

/// What is tried on a twin.
#[must_use]
pub fn of(lab: &Lab, stage: &Stage, twin: usize) -> Option<TrialView> {
    let trial = lab.trial.as_ref().filter(|trial| trial.twin == twin)?;
    let device = stage.shown.twins.get(twin)?.device;
    let signals = &stage.shown.devices.get(device)?.signals;
    let outcome = match &trial.outcome {
        Ok(what_if) => Ok(forecast(what_if, signals, &trial.setting)),
        Err(reason) => Err(reason.clone()),
    };
    Some(TrialView { setting: trial.setting.clone(), what: settings::words(&trial.setting), at: trial.at, outcome })
}

/// The signal in the setting's own unit, if the command moves it; else the one it moves most for its range.
fn forecast(what_if: &WhatIf, signals: &[SignalInfo], setting: &Setting) -> Forecast {
    let unit = settings::number(setting).map(|(_, unit)| unit);
    let info = |curve: &Outlook| signals.get(curve.signal);
    let moved = what_if.curves.iter().map(|curve| (curve, info(curve).map_or(0.0, |info| moves(curve, info))));
    let moved: Vec<(&Outlook, f64)> = moved.filter(|(_, moves)| *moves > 0.0).collect();
    let own = moved.iter().find(|(curve, _)| info(curve).map(|info| format::unit(&info.unit)).as_deref() == unit);
    let most = own.or_else(|| moved.iter().max_by(|a, b| a.1.total_cmp(&b.1)));
    let info = most.and_then(|(curve, _)| info(curve));
    Forecast {
        signal: info.map(|info| info.name.to_string()),
        unit: info.map(|info| format::unit(&info.unit)).unwrap_or_default(),
        horizon_s: what_if.horizon_s,
        points: most.map(|(curve, _)| curve.points.clone()).unwrap_or_default(),
    }
}

/// How far a command moves a signal on average, as a share of its plausible range; 0 where it does not.
fn moves(curve: &Outlook, info: &SignalInfo) -> f64 {
    let apart = |(_, with, without): &(f64, f64, f64)| info.difference(*with, *without).abs();
    let mean = curve.points.iter().map(apart).sum::<f64>() / curve.points.len().max(1) as f64;
    let seen = curve.points.iter().flat_map(|(_, with, without)| [*with, *without]);
    let (low, high) = info.plausible.unwrap_or_else(|| {
        seen.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    });
    if mean > 1e-9 && high > low { mean / (high - low) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(signal: usize, with: f64) -> Outlook {
        Outlook { signal, points: vec![(0.0, 20.0, 20.0), (60.0, with, 20.0)] }
    }

    #[test]
    fn the_signal_in_the_settings_unit_is_shown_before_the_one_that_moves_most() {
        let signals = [SignalInfo::new("power", "W").within(0.0, 100.0), SignalInfo::new("temperature", "C")];
        let target = Setting::Target { c: 26.0 };
        let both = WhatIf { horizon_s: 60.0, curves: vec![curve(0, 120.0), curve(1, 22.0)] };
        assert_eq!(forecast(&both, &signals, &target).signal.as_deref(), Some("temperature"));
        let other = WhatIf { horizon_s: 60.0, curves: vec![curve(0, 120.0), curve(1, 20.0)] };
        assert_eq!(forecast(&other, &signals, &target).signal.as_deref(), Some("power"));
        let none = WhatIf { horizon_s: 60.0, curves: vec![curve(0, 20.0), curve(1, 20.0)] };
        assert_eq!(forecast(&none, &signals, &target).signal, None);
    }
}
