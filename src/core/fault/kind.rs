//! Every kind of fault, by the name that scenes, panels and reports give it.

use serde::{Deserialize, Serialize};

use super::FaultClass;

/// What can go wrong. The first group strikes one sensor (name the `signal`), the second a whole device; the rest are
/// the ways in which one kind of device fails.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum FaultKind {
    /// A sensor shows single wild values.
    Spike {
        /// Height of a spike, in the signal's unit.
        size: f64,
        /// Mean time between spikes, in seconds.
        #[serde(default = "one")]
        every_s: f64,
    },
    /// A sensor's error grows steadily.
    Drift {
        /// Growth, in the signal's unit per second.
        per_s: f64,
    },
    /// A sensor shows too much or too little by a constant.
    Bias {
        /// The constant, in the signal's unit.
        offset: f64,
    },
    /// A sensor repeats its last value.
    Stuck,
    /// A sensor falls silent for part of its samples.
    Dropout {
        /// Share of the samples that are missing.
        #[serde(default = "one")]
        share: f64,
    },
    /// A sensor is noisier than it should be.
    NoiseBurst {
        /// Standard deviation of the added noise, in the signal's unit.
        std: f64,
    },
    /// A sensor's range shrinks.
    Clipping {
        /// Smallest value it can still show, in the signal's unit.
        low: f64,
        /// Largest value it can still show, in the signal's unit.
        high: f64,
    },
    /// A sensor shows what was true a while ago.
    Delay {
        /// How long ago, in seconds.
        by_s: f64,
    },
    /// A device's electronics lose power: it measures and sends nothing.
    PowerLoss,
    /// A device's clock jumps.
    ClockJump {
        /// By how much, in seconds; positive jumps ahead.
        by_s: f64,
    },
    /// A rotor's unbalance grows, as when material builds up or breaks away.
    UnbalanceGrowth {
        /// Growth rate, in gram millimetres per second.
        g_mm_per_s: f64,
    },
    /// A vehicle brakes hard and then drives on.
    EmergencyBrake {
        /// Deceleration, in metres per second squared.
        decel_mps2: f64,
        /// How long, in seconds.
        for_s: f64,
    },
    /// A vehicle's brakes lose their bite.
    BrakeFade {
        /// Share of the braking that is lost.
        share: f64,
    },
    /// A vehicle's positioning jumps aside.
    GpsJump {
        /// East, in metres.
        x_m: f64,
        /// North, in metres.
        y_m: f64,
    },
    /// A vehicle's tyre loses air.
    Puncture {
        /// Loss of pressure, in kilopascals per second.
        kpa_per_s: f64,
    },
    /// A vehicle stalls and rolls to a stop.
    Stall,
    /// Friction grows in one joint of a robot arm.
    JointFriction {
        /// Which joint, from 1 at the base to 6 at the wrist.
        joint: u8,
        /// Growth of the friction torque, in newton metres per second.
        nm_per_s: f64,
    },
    /// One encoder of a robot arm slips: it shows the joint turned too far.
    EncoderSlip {
        /// Which joint, from 1 at the base to 6 at the wrist.
        joint: u8,
        /// By how much, in degrees.
        deg: f64,
    },
    /// One motor of a robot arm is heated from outside.
    OverheatedMotor {
        /// Which joint's motor, from 1 at the base to 6 at the wrist.
        joint: u8,
        /// Added heat, in watts.
        watts: f64,
    },
    /// A robot arm's gripper lets go of its part.
    DroppedPart,
    /// A valve sticks where it is.
    StuckValve,
    /// An air filter clogs.
    CloggedFilter {
        /// Share of the air flow that is lost.
        share: f64,
    },
    /// A fan fails.
    FailedFan,
    /// A thermostat feels a temperature that is not there, and the controller believes it.
    BiasedThermostat {
        /// By how much, in kelvin.
        offset_k: f64,
    },
    /// A patient's heart beats irregularly.
    Arrhythmia,
    /// A patient's oxygen saturation falls.
    Desaturation {
        /// Where to, in per cent.
        to_percent: f64,
    },
    /// An electrode falls off.
    LeadOff,
    /// An infusion line is blocked.
    Occlusion,
    /// Somebody opens a window beside a heater.
    OpenWindow {
        /// Factor by which heat is lost faster.
        factor: f64,
    },
    /// A heating element fails.
    FailedElement,
    /// A board restarts, and its counter with it.
    Reboot,
    /// A board warms up or cools down.
    TemperatureRamp {
        /// Rate, in kelvin per second.
        k_per_s: f64,
    },
    /// Some lines of a board stall on their way through the host.
    LineStalls {
        /// Share of the lines that stall.
        share: f64,
        /// Longest stall, in milliseconds.
        up_to_ms: f64,
    },
}

fn one() -> f64 {
    1.0
}

/// What a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultScope {
    /// One sensor of any device.
    Sensor,
    /// The electronics of any device.
    Board,
    /// One kind of device: its model decides.
    Model,
}

impl FaultKind {
    /// What it strikes.
    #[must_use]
    pub fn scope(&self) -> FaultScope {
        match self {
            Self::Spike { .. }
            | Self::Drift { .. }
            | Self::Bias { .. }
            | Self::Stuck
            | Self::Dropout { .. }
            | Self::NoiseBurst { .. }
            | Self::Clipping { .. }
            | Self::Delay { .. } => FaultScope::Sensor,
            Self::PowerLoss | Self::ClockJump { .. } | Self::LineStalls { .. } => FaultScope::Board,
            _ => FaultScope::Model,
        }
    }

    /// What kind of trouble it is to somebody who sees only what arrives. A device without power and a cut line look
    /// the same from afar: both are silence.
    #[must_use]
    pub fn class(&self) -> FaultClass {
        match self {
            Self::PowerLoss | Self::LineStalls { .. } => FaultClass::Network,
            Self::ClockJump { .. } | Self::GpsJump { .. } | Self::EncoderSlip { .. } | Self::LeadOff => {
                FaultClass::Sensor
            }
            _ if self.scope() == FaultScope::Sensor => FaultClass::Sensor,
            _ => FaultClass::Real,
        }
    }

    /// How long it acts by its nature, in seconds; none where it acts until it is ended. What happens in a moment is
    /// told for a second; a part is dropped within the next few cycles.
    #[must_use]
    pub fn lasts_s(&self) -> Option<f64> {
        match self {
            Self::EmergencyBrake { for_s, .. } => Some(*for_s),
            Self::DroppedPart => Some(20.0),
            Self::Reboot => Some(1.0),
            _ => None,
        }
    }

    /// What people call it.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Spike { .. } => "Spikes",
            Self::Drift { .. } => "Drift",
            Self::Bias { .. } => "Bias",
            Self::Stuck => "Stuck sensor",
            Self::Dropout { .. } => "Dropout",
            Self::NoiseBurst { .. } => "Noise burst",
            Self::Clipping { .. } => "Clipping",
            Self::Delay { .. } => "Sensor delay",
            Self::PowerLoss => "Power loss",
            Self::ClockJump { .. } => "Clock jump",
            Self::UnbalanceGrowth { .. } => "Growing unbalance",
            Self::EmergencyBrake { .. } => "Emergency brake",
            Self::BrakeFade { .. } => "Brake fade",
            Self::GpsJump { .. } => "GPS jump",
            Self::Puncture { .. } => "Puncture",
            Self::Stall => "Stall",
            Self::JointFriction { .. } => "Joint friction",
            Self::EncoderSlip { .. } => "Encoder slip",
            Self::OverheatedMotor { .. } => "Overheated motor",
            Self::DroppedPart => "Dropped part",
            Self::StuckValve => "Stuck valve",
            Self::CloggedFilter { .. } => "Clogged filter",
            Self::FailedFan => "Failed fan",
            Self::BiasedThermostat { .. } => "Biased thermostat",
            Self::Arrhythmia => "Arrhythmia",
            Self::Desaturation { .. } => "Desaturation",
            Self::LeadOff => "Lead off",
            Self::Occlusion => "Occlusion",
            Self::OpenWindow { .. } => "Open window",
            Self::FailedElement => "Failed element",
            Self::Reboot => "Reboot",
            Self::TemperatureRamp { .. } => "Temperature ramp",
            Self::LineStalls { .. } => "Line stalls",
        }
    }

    /// What a device says that cannot fail that way; `who` is the device with its article.
    #[must_use]
    pub fn refused_by(&self, who: &str) -> String {
        format!("{who} does not know the fault {:?}", self.label())
    }
}
