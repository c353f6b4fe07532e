//! What each fault does, in a sentence with its strength: the tooltips of the fault buttons.

use crate::core::fault::{FaultKind, LinkFaultKind};
use crate::ui::format::{percent, setting};

/// What a fault of a device or of a sensor whose signal has this unit does.
#[must_use]
pub fn sentence(kind: &FaultKind, unit: &str) -> String {
    let number = setting;
    match kind {
        FaultKind::Spike { size, every_s } => {
            format!("Single wild values of \u{b1}{} {unit}, one in {} s on average.", number(*size), number(*every_s))
        }
        FaultKind::Drift { per_s } => format!("The sensor's error grows by {} {unit} every second.", number(*per_s)),
        FaultKind::Bias { offset } => format!("The sensor shows {} {unit} too much.", number(*offset)),
        FaultKind::Stuck => "The sensor repeats its last value.".to_owned(),
        FaultKind::Dropout { share } => format!("{} of the samples are missing.", percent(*share)),
        FaultKind::NoiseBurst { std } => {
            format!("Added noise with a standard deviation of {} {unit}.", number(*std))
        }
        FaultKind::Clipping { low, high } => {
            format!("The sensor shows nothing below {} or above {} {unit}.", number(*low), number(*high))
        }
        FaultKind::Delay { by_s } => format!("The sensor shows what was true {} s ago.", number(*by_s)),
        FaultKind::PowerLoss => "The electronics lose power: nothing is measured or sent.".to_owned(),
        FaultKind::ClockJump { by_s } => format!("The device's clock jumps ahead by {} s.", number(*by_s)),
        FaultKind::LineStalls { share, up_to_ms } => {
            format!("{} of the frames stall in the host, for up to {} ms.", percent(*share), number(*up_to_ms))
        }
        own => own_sentence(own),
    }
}

/// What a fault does that only one kind of device has.
fn own_sentence(kind: &FaultKind) -> String {
    let number = setting;
    match kind {
        FaultKind::UnbalanceGrowth { g_mm_per_s } => {
            format!("The unbalance grows by {} g\u{b7}mm every second.", number(*g_mm_per_s))
        }
        FaultKind::EmergencyBrake { decel_mps2, for_s } => {
            format!("It brakes with {} m/s\u{b2} for {} s.", number(*decel_mps2), number(*for_s))
        }
        FaultKind::BrakeFade { share } => format!("{} of the braking is lost.", percent(*share)),
        FaultKind::GpsJump { x_m, y_m } => {
            format!("Its position jumps by {} m east and {} m north.", number(*x_m), number(*y_m))
        }
        FaultKind::Puncture { kpa_per_s } => format!("A tyre loses {} kPa every second.", number(*kpa_per_s)),
        FaultKind::Stall => "The engine stalls and it rolls to a stop.".to_owned(),
        FaultKind::JointFriction { joint, nm_per_s } => {
            format!("Friction in joint {joint} grows by {} N\u{b7}m every second.", number(*nm_per_s))
        }
        FaultKind::EncoderSlip { joint, deg } => {
            format!("The encoder of joint {joint} shows {}\u{b0} too much.", number(*deg))
        }
        FaultKind::OverheatedMotor { joint, watts } => {
            format!("Motor {joint} is heated from outside with {} W.", number(*watts))
        }
        FaultKind::DroppedPart => "The gripper lets go of its part.".to_owned(),
        FaultKind::StuckValve => "The valve stays where it is.".to_owned(),
        FaultKind::CloggedFilter { share } => format!("{} of the air flow is lost.", percent(*share)),
        FaultKind::FailedFan => "The fan stands still.".to_owned(),
        FaultKind::BiasedThermostat { offset_k } => {
            format!("The controller's thermostat reads {} K too much.", number(*offset_k))
        }
        FaultKind::Arrhythmia => "The heart beats irregularly.".to_owned(),
        FaultKind::Desaturation { to_percent } => format!("Oxygen saturation falls to {} %.", number(*to_percent)),
        FaultKind::LeadOff => "An electrode falls off: no ECG.".to_owned(),
        FaultKind::Occlusion => "The infusion line is blocked.".to_owned(),
        FaultKind::OpenWindow { factor } => format!("Heat is lost {} times as fast.", number(*factor)),
        FaultKind::FailedElement => "The heating element gives no heat.".to_owned(),
        FaultKind::Reboot => "The board restarts, and its counter with it.".to_owned(),
        FaultKind::TemperatureRamp { k_per_s } => {
            format!("The board's temperature changes by {} K every second.", number(*k_per_s))
        }
        common => common.label().to_owned(),
    }
}

/// What a fault of a link does.
#[must_use]
pub fn link_sentence(kind: &LinkFaultKind) -> String {
    match kind {
        LinkFaultKind::LatencySpike { add_ms } => format!("Every frame takes {} ms longer.", setting(*add_ms)),
        LinkFaultKind::BurstLoss { loss, mean_burst } => {
            format!("{} of the frames are lost, {} in a row on average.", percent(*loss), setting(*mean_burst))
        }
        LinkFaultKind::DuplicateStorm { copies } => format!("Every frame arrives {} times.", u32::from(*copies) + 1),
        LinkFaultKind::Stalls { share, up_to_ms } => {
            format!("{} of the frames stall, for up to {} ms.", percent(*share), setting(*up_to_ms))
        }
    }
}
