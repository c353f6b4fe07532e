//! The numbers of faults.

use super::super::super::path::Path;
use super::super::bounds::{ANY, Bounds, INTERVAL_S, NOT_NEGATIVE, POSITIVE, RUN_S};
use super::super::report::Report;
use crate::core::fault::FaultKind;

const SHARE: Bounds = Bounds::at_least(0.0).up_to(1.0);

/// Joints of a robot arm are counted from 1.
const JOINTS: u8 = 6;

/// Checks the numbers of a fault.
pub fn check(at: Path<'_>, kind: &FaultKind, report: &mut Report) {
    let mut number = |field: &str, value: f64, bounds: Bounds| report.number(at.field(field), value, bounds);
    match *kind {
        FaultKind::Spike { size, every_s } => {
            number("size", size, ANY);
            number("every_s", every_s, INTERVAL_S);
        }
        FaultKind::Drift { per_s } => number("per_s", per_s, ANY),
        FaultKind::Bias { offset } => number("offset", offset, ANY),
        FaultKind::Dropout { share } | FaultKind::CloggedFilter { share } | FaultKind::BrakeFade { share } => {
            number("share", share, SHARE);
        }
        FaultKind::NoiseBurst { std } => number("std", std, NOT_NEGATIVE),
        FaultKind::Clipping { low, high } => {
            number("low", low, ANY);
            number("high", high, ANY);
            if low >= high {
                report.refuse(at, format!("low {low} is not below high {high}"));
            }
        }
        FaultKind::Delay { by_s } => number("by_s", by_s, POSITIVE.up_to(3600.0)),
        FaultKind::ClockJump { by_s } => number("by_s", by_s, Bounds::at_least(-1e6).up_to(1e6)),
        FaultKind::UnbalanceGrowth { g_mm_per_s } => number("g_mm_per_s", g_mm_per_s, ANY),
        FaultKind::EmergencyBrake { decel_mps2, for_s } => {
            number("decel_mps2", decel_mps2, POSITIVE);
            number("for_s", for_s, RUN_S);
        }
        FaultKind::GpsJump { x_m, y_m } => {
            number("x_m", x_m, ANY);
            number("y_m", y_m, ANY);
        }
        FaultKind::Puncture { kpa_per_s } => number("kpa_per_s", kpa_per_s, POSITIVE),
        FaultKind::JointFriction { joint, nm_per_s } => {
            number("nm_per_s", nm_per_s, POSITIVE);
            check_joint(at, joint, report);
        }
        FaultKind::EncoderSlip { joint, deg } => {
            number("deg", deg, Bounds::at_least(-180.0).up_to(180.0));
            check_joint(at, joint, report);
        }
        FaultKind::OverheatedMotor { joint, watts } => {
            number("watts", watts, POSITIVE.up_to(1e4));
            check_joint(at, joint, report);
        }
        FaultKind::BiasedThermostat { offset_k } => number("offset_k", offset_k, Bounds::at_least(-50.0).up_to(50.0)),
        FaultKind::Desaturation { to_percent } => number("to_percent", to_percent, Bounds::at_least(40.0).up_to(100.0)),
        FaultKind::OpenWindow { factor } => number("factor", factor, Bounds::at_least(1.0).up_to(100.0)),
        FaultKind::TemperatureRamp { k_per_s } => number("k_per_s", k_per_s, Bounds::at_least(-10.0).up_to(10.0)),
        FaultKind::LineStalls { share, up_to_ms } => {
            number("share", share, SHARE);
            number("up_to_ms", up_to_ms, POSITIVE.up_to(6e4));
        }
        FaultKind::Stuck
        | FaultKind::PowerLoss
        | FaultKind::Stall
        | FaultKind::DroppedPart
        | FaultKind::StuckValve
        | FaultKind::FailedFan
        | FaultKind::Arrhythmia
        | FaultKind::LeadOff
        | FaultKind::Occlusion
        | FaultKind::FailedElement
        | FaultKind::Reboot => {}
    }
}

fn check_joint(at: Path<'_>, joint: u8, report: &mut Report) {
    if !(1..=JOINTS).contains(&joint) {
        report.refuse(at.field("joint"), format!("{joint} is not a joint between 1 and {JOINTS}"));
    }
}
