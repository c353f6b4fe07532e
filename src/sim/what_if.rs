//! What if: a command is run on a copy of the twin before it is sent.

use super::simulation::Simulation;
use crate::core::device::{DeviceModel, ModelSpec, Setting, field};
use crate::core::exchange::Verdict;
use crate::core::rng::Stream;
use crate::core::time::SimTime;

/// Points of a predicted curve.
const POINTS: usize = 61;

/// What a command would do.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// How far it looks ahead, in seconds.
    pub horizon_s: f64,
    /// Each of the device's signals, with the command and without it.
    pub curves: Vec<Outlook>,
}

/// What becomes of one signal.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// The signal: its place among the device's.
    pub signal: usize,
    /// Seconds from now, the value with the command, and the value without it.
    pub points: Vec<(f64, f64, f64)>,
}

impl Simulation {
    /// Runs a command on a copy of the twin: the device's nominal model, with the settings that the twin knows to stand
    /// and the values that it believes. Faults and hands that the twin has not heard of are not in it.
    ///
    /// # Errors
    /// The sentence of the safety gate that would refuse the command, or why the twin cannot tell.
    pub fn what_if(&self, twin: usize, setting: &Setting, horizon_s: f64) -> Result<WhatIf, String> {
        let mut with = self.copy_of(twin)?;
        let mut without = self.copy_of(twin)?;
        let now = self.snapshot().now;
        with.operate(setting)?;
        let signals = with.signals().len();
        let mut curves: Vec<Outlook> = (0..signals).map(|signal| Outlook { signal, points: Vec::new() }).collect();
        for point in 0..POINTS {
            let ahead_s = horizon_s * point as f64 / (POINTS - 1) as f64;
            with.advance(now + SimTime::from_secs(ahead_s));
            without.advance(now + SimTime::from_secs(ahead_s));
            for curve in &mut curves {
                curve.points.push((ahead_s, with.signal(curve.signal), without.signal(curve.signal)));
            }
        }
        Ok(WhatIf { horizon_s, curves })
    }

    /// The device as its twin takes it to be, now.
    fn copy_of(&self, twin: usize) -> Result<Box<dyn DeviceModel>, String> {
        let snapshot = self.snapshot();
        let state = snapshot.twins.get(twin).ok_or_else(|| format!("there is no twin number {twin}"))?;
        let spec = &self.scene().devices[state.device];
        if spec.model.has_bodies() || matches!(spec.model, ModelSpec::Recording(_)) {
            return Err(format!("{} has no model that its twin could run ahead", spec.name));
        }
        let stream = Stream::new(self.seed(), &state.name, "what if");
        let mut model = spec.model.build(None, stream).map_err(|error| error.to_string())?;
        let applied = snapshot.commands.iter().filter(|record| record.twin as usize == twin);
        for record in applied {
            if let (Some((at, Verdict::Applied)), true) = (&record.acted, record.answered_at <= Some(snapshot.now)) {
                model.advance(*at);
                // What the device has applied, its copy applies.
                model.operate(&record.setting)?;
            }
        }
        model.advance(snapshot.now);
        if let Some(shadow) = &state.shadow {
            let controls = model.controls();
            for row in &shadow.rows {
                let known = row.reported.as_ref().and_then(|value| field::setting(&row.field, value, &controls));
                if let Some(setting) = known {
                    model.operate(&setting)?;
                }
            }
        }
        for (signal, value) in state.values.iter().enumerate() {
            if let Some(value) = value {
                model.assume(signal, *value);
            }
        }
        Ok(model)
    }
}
