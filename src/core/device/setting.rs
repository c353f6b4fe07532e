//! Controls: what can be set on a device, by somebody beside it or by a command from its twin.

use serde::{Deserialize, Serialize};

/// A control on a device, and its new value. The device refuses values outside its safety limits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Setting {
    /// The speed of a rotor.
    Speed {
        /// Turns per minute.
        rpm: f64,
        /// Time taken to get there, in seconds, at constant angular acceleration.
        #[serde(default)]
        over_s: f64,
    },
    /// The speed that a vehicle's driver wants.
    TargetSpeed {
        /// Metres per second.
        mps: f64,
    },
    /// The time gap that a vehicle's driver keeps.
    Gap {
        /// Seconds.
        s: f64,
    },
    /// A vehicle comes to a stop, or drives on.
    Stop {
        /// Whether it stands.
        on: bool,
    },
    /// A robot arm works through its programme, or pauses.
    Run {
        /// Whether it works.
        on: bool,
    },
    /// The speed of a robot arm, as a share of the programmed one.
    SpeedOverride {
        /// Per cent.
        percent: f64,
    },
    /// A robot arm goes to a pose and waits there.
    Pose {
        /// Joint angles, in degrees.
        joints_deg: [f64; 6],
    },
    /// A robot arm stops at once with its brakes on, or is released.
    EmergencyStop {
        /// Whether it is stopped.
        on: bool,
    },
    /// The temperature that a zone is kept at.
    Setpoint {
        /// Degrees Celsius.
        c: f64,
    },
    /// How a zone is conditioned.
    ZoneMode {
        /// The mode.
        mode: ZoneMode,
    },
    /// The speed of a zone's fan.
    FanSpeed {
        /// Per cent.
        percent: f64,
    },
    /// The rate of an infusion.
    PumpRate {
        /// Millilitres per hour.
        ml_per_h: f64,
    },
    /// The limits of a monitor's alarm for one signal.
    AlarmLimits {
        /// The signal.
        signal: String,
        /// Alarm below this, in the signal's unit.
        low: f64,
        /// Alarm above this, in the signal's unit.
        high: f64,
    },
    /// A monitor's alarm is acknowledged.
    AcknowledgeAlarm,
    /// The temperature that a heater is to reach.
    Target {
        /// Degrees Celsius.
        c: f64,
    },
    /// How hard a heater works.
    HeaterMode {
        /// The mode.
        mode: HeaterMode,
    },
    /// A board's clock is told the time.
    Phase {
        /// Seconds that its clock is to show now.
        s: f64,
    },
    /// A board's clock is told its rate.
    Multiplier {
        /// Seconds shown for each second counted.
        factor: f64,
    },
}

/// How a zone is conditioned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ZoneMode {
    /// Not at all.
    Off,
    /// Warmed and ventilated.
    #[default]
    Heat,
    /// Cooled and ventilated.
    Cool,
    /// Ventilated only.
    Ventilate,
}

/// How hard a heater works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeaterMode {
    /// Not at all.
    Off,
    /// 45 W.
    #[default]
    Eco,
    /// 180 W.
    Boost,
}

impl Setting {
    /// What people call it.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Speed { .. } => "Speed",
            Self::TargetSpeed { .. } => "Target speed",
            Self::Gap { .. } => "Time gap",
            Self::Stop { .. } => "Stop",
            Self::Run { .. } => "Run",
            Self::SpeedOverride { .. } => "Speed override",
            Self::Pose { .. } => "Go to pose",
            Self::EmergencyStop { .. } => "Emergency stop",
            Self::Setpoint { .. } => "Setpoint",
            Self::ZoneMode { .. } => "Zone mode",
            Self::FanSpeed { .. } => "Fan speed",
            Self::PumpRate { .. } => "Pump rate",
            Self::AlarmLimits { .. } => "Alarm limits",
            Self::AcknowledgeAlarm => "Acknowledge",
            Self::Target { .. } => "Target",
            Self::HeaterMode { .. } => "Heater mode",
            Self::Phase { .. } => "Clock phase",
            Self::Multiplier { .. } => "Clock multiplier",
        }
    }

    /// What a device says that has no such control; `who` is the device with its article.
    #[must_use]
    pub fn refused_by(&self, who: &str) -> String {
        format!("{who} has no control {:?}", self.label())
    }
}
