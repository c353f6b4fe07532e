//! The monitor's alarms: limits for four signs, a loose electrode, and the pump's call.

use super::{HEART_RATE, MAP, RESP_RATE, SPO2};

/// A sign that is watched.
pub(super) struct Watched {
    /// Index of its signal.
    pub(super) signal: usize,
    /// What people call it.
    pub(super) name: &'static str,
    /// What its control is called.
    pub(super) control: &'static str,
    /// Limits that a panel offers; the first hold at the start.
    pub(super) choices: [(&'static str, (f64, f64)); 3],
    /// Values that a limit may take.
    settable: (f64, f64),
}

/// The signs that are watched.
pub(super) const WATCHED: [Watched; 4] = [
    Watched {
        signal: HEART_RATE,
        name: "heart rate",
        control: "Heart rate alarm",
        choices: [("50-120", (50.0, 120.0)), ("40-150", (40.0, 150.0)), ("60-100", (60.0, 100.0))],
        settable: (20.0, 220.0),
    },
    Watched {
        signal: SPO2,
        name: "saturation",
        control: "SpO2 alarm",
        choices: [("90 %", (90.0, 100.0)), ("85 %", (85.0, 100.0)), ("94 %", (94.0, 100.0))],
        settable: (50.0, 100.0),
    },
    Watched {
        signal: RESP_RATE,
        name: "breath rate",
        control: "Breath rate alarm",
        choices: [("8-30", (8.0, 30.0)), ("6-40", (6.0, 40.0)), ("10-20", (10.0, 20.0))],
        settable: (4.0, 60.0),
    },
    Watched {
        signal: MAP,
        name: "pressure",
        control: "Pressure alarm",
        choices: [("60-110", (60.0, 110.0)), ("50-120", (50.0, 120.0)), ("65-90", (65.0, 90.0))],
        settable: (30.0, 160.0),
    },
];

/// Conditions that can sound: one for each watched sign, a loose electrode, a halted pump.
const CONDITIONS: usize = WATCHED.len() + 2;

/// Limits, and the conditions that hold.
pub(super) struct Monitor {
    limits: [(f64, f64); WATCHED.len()],
    holds: [bool; CONDITIONS],
    acknowledged: [bool; CONDITIONS],
}

impl Monitor {
    pub(super) fn new() -> Self {
        let limits = WATCHED.map(|watched| watched.choices[0].1);
        Self { limits, holds: [false; CONDITIONS], acknowledged: [false; CONDITIONS] }
    }

    /// The limits of a watched sign.
    pub(super) fn limits(&self, watched: usize) -> (f64, f64) {
        self.limits[watched]
    }

    /// Looks at the signs; one that has nothing to measure raises no limit alarm.
    pub(super) fn watch(&mut self, values: [f64; WATCHED.len()], lead_off: bool, halted: bool) {
        for (index, value) in values.into_iter().enumerate() {
            let (low, high) = self.limits[index];
            self.holds[index] = value < low || value > high;
        }
        self.holds[WATCHED.len()] = lead_off;
        self.holds[WATCHED.len() + 1] = halted;
        for (acknowledged, holds) in self.acknowledged.iter_mut().zip(self.holds) {
            *acknowledged &= holds;
        }
    }

    /// How many alarms sound: conditions that hold and that nobody has acknowledged.
    pub(super) fn sounding(&self) -> usize {
        self.holds.iter().zip(self.acknowledged).filter(|(holds, acknowledged)| **holds && !acknowledged).count()
    }

    /// Silences the alarms that sound, until their conditions end.
    pub(super) fn acknowledge(&mut self) {
        self.acknowledged = self.holds;
    }

    /// Sets the limits of the sign whose signal has this name.
    pub(super) fn set_limits(&mut self, signal: &str, low: f64, high: f64, names: &[&str]) -> Result<(), String> {
        let Some(index) = WATCHED.iter().position(|watched| names[watched.signal] == signal) else {
            let watched = WATCHED.map(|watched| names[watched.signal]).join(", ");
            return Err(format!("the monitor has no alarm limits for {signal:?}; it watches {watched}"));
        };
        let Watched { name, settable: (least, most), .. } = WATCHED[index];
        if !(low >= least && high <= most) {
            return Err(format!(
                "{name} alarm limits {low} to {high} are outside the safety limits of {least} to {most}"
            ));
        }
        if low >= high {
            return Err(format!("the lower alarm limit {low} is not below the upper one {high}"));
        }
        self.limits[index] = (low, high);
        Ok(())
    }
}
