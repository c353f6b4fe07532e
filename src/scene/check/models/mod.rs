//! Models: the parameters, faults and controls of each kind of device.

mod clock_board;
mod faults;
mod heater;
mod hvac;
mod live;
mod patient;
mod robot_arm;
mod settings;

pub(super) use faults::check as fault;
pub(super) use settings::check as setting;

use super::super::path::Path;
use super::bounds::{ANY, Bounds, INTERVAL_S, NOT_NEGATIVE, POSITIVE};
use super::report::Report;
use crate::core::device::{GeneratorSpec, ModelSpec, RecordingSpec, RotorSpec, VehicleSpec, Waveform};

/// From a toy to a road train.
const VEHICLE_KG: Bounds = Bounds::at_least(1.0).up_to(1e5);

/// Ten times the speed of the fastest rotors there are, either way round.
const SPEED_RPM: Bounds = Bounds::at_least(-1e7).up_to(1e7);
/// Faster than any car.
const SPEED_MPS: Bounds = Bounds::at_least(0.0).up_to(200.0);
/// Time to reach a new speed, in seconds.
const RAMP_S: Bounds = NOT_NEGATIVE.up_to(1e7);
/// Frequencies of a generator, in hertz.
const FREQUENCY_HZ: Bounds = NOT_NEGATIVE.up_to(1e6);

/// Checks a model's parameters.
pub(super) fn check(at: Path<'_>, model: &ModelSpec, report: &mut Report) {
    match model {
        ModelSpec::Rotor(spec) => rotor(at, spec, report),
        ModelSpec::Vehicle(spec) => vehicle(at, spec, report),
        ModelSpec::RobotArm(spec) => robot_arm::check(at, spec, report),
        ModelSpec::Hvac(spec) => hvac::check(at, spec, report),
        ModelSpec::Patient(spec) => patient::check(at, spec, report),
        ModelSpec::Heater(spec) => heater::check(at, spec, report),
        ModelSpec::ClockBoard(spec) => clock_board::check(at, spec, report),
        ModelSpec::Recording(spec) => recording(at, spec, report),
        ModelSpec::Generator(spec) => generator(at, spec, report),
        ModelSpec::Live(spec) => live::check(at, spec, report),
    }
}

fn rotor(at: Path<'_>, spec: &RotorSpec, report: &mut Report) {
    report.number(at.field("speed_rpm"), spec.speed_rpm, SPEED_RPM);
    report.number(at.field("mass_kg"), spec.mass_kg, POSITIVE);
    report.number(at.field("unbalance_g_mm"), spec.unbalance_g_mm, NOT_NEGATIVE);
    report.number(at.field("phase_deg"), spec.phase_deg, ANY);
    if let Some(stiffness) = spec.stiffness_n_per_m {
        report.number(at.field("stiffness_n_per_m"), stiffness, POSITIVE);
    }
    report.number(at.field("damping_ratio"), spec.damping_ratio, NOT_NEGATIVE);
    report.number(at.field("spin_up_s"), spec.spin_up_s, RAMP_S);
}

fn vehicle(at: Path<'_>, spec: &VehicleSpec, report: &mut Report) {
    report.number(at.field("target_speed_mps"), spec.target_speed_mps, SPEED_MPS);
    report.number(at.field("gap_s"), spec.gap_s, NOT_NEGATIVE.up_to(1e3));
    report.number(at.field("mass_kg"), spec.mass_kg, VEHICLE_KG);
    report.number(at.field("battery_kwh"), spec.battery_kwh, POSITIVE.up_to(1e4));
    report.number(at.field("charge_percent"), spec.charge_percent, NOT_NEGATIVE.up_to(100.0));
    report.number(at.field("regeneration"), spec.regeneration, NOT_NEGATIVE.up_to(1.0));
    report.number(at.field("tyre_kpa"), spec.tyre_kpa, POSITIVE.up_to(2e3));
}

fn recording(at: Path<'_>, spec: &RecordingSpec, report: &mut Report) {
    if spec.file.trim().is_empty() {
        report.refuse(at.field("file"), format!("{:?} is not a file", spec.file));
    }
    if let Some(period_s) = spec.period_s {
        report.number(at.field("period_s"), period_s, INTERVAL_S);
        if spec.time_column.is_some() {
            report.refuse(at.field("period_s"), format!("{period_s} is given beside time_column: one of them must go"));
        }
    }
    report.distinct(at.field("columns"), &spec.columns);
}

fn generator(at: Path<'_>, spec: &GeneratorSpec, report: &mut Report) {
    let at = at.field("waveform");
    match spec.waveform {
        Waveform::Sine { amplitude, frequency_hz } => {
            report.number(at.field("amplitude"), amplitude, ANY);
            report.number(at.field("frequency_hz"), frequency_hz, FREQUENCY_HZ);
        }
        Waveform::Ramp { slope_per_s } => report.number(at.field("slope_per_s"), slope_per_s, ANY),
        Waveform::Brownian { sigma } => report.number(at.field("sigma"), sigma, NOT_NEGATIVE),
    }
}
