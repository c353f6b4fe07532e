//! Devices: their models, clocks and sensors.

use std::collections::BTreeSet;

use super::super::load::Tables;
use super::super::path::Path;
use super::super::spec::{DeviceSpec, SceneSpec};
use super::bounds::{ANY, Bounds, NOT_NEGATIVE, RATE_HZ};
use super::models;
use super::report::Report;
use crate::core::device::{DeviceModel, ModelSpec, Setting};
use crate::core::fault::FaultKind;
use crate::core::rng::Stream;
use crate::core::signal::SensorSpec;
use crate::core::time::ClockSpec;
use crate::core::versions::Firmware;

/// A clock slower than half or faster than one and a half times the reference is no clock.
const DRIFT_PPM: Bounds = Bounds::at_least(-5e5).up_to(5e5);
/// Within a century of the reference: dates fit, and nanoseconds still do.
const OFFSET_S: Bounds = Bounds::at_least(-4e9).up_to(4e9);
const MOST_BITS: u8 = 52;

/// A device as the rest of a scene may ask it; without its model where that could not be built.
pub(super) struct Known {
    model: Option<Box<dyn DeviceModel>>,
    measured: Vec<String>,
}

impl Known {
    /// The signals that its sensors measure, if known.
    pub(super) fn measured(&self) -> Option<&[String]> {
        self.model.is_some().then_some(&self.measured)
    }

    /// Whether it is known that twins of this device have no model to run.
    pub(super) fn has_no_twin_model(&self) -> bool {
        self.model.as_ref().is_some_and(|model| model.twin_model().is_none())
    }

    /// Refuses the name of a signal that the device does not have.
    pub(super) fn check_signal(&self, at: Path<'_>, device: &str, signal: &str, report: &mut Report) {
        if let Some(model) = &self.model
            && !model.signals().iter().any(|info| *info.name == *signal)
        {
            let what = format!("a signal of {device:?}");
            report.refuse_name(at, signal, &what, model.signals().iter().map(|info| &*info.name));
        }
    }

    /// Whether it is known that the device has no such control, whatever the value.
    pub(super) fn has_no_control(&self, setting: &Setting) -> bool {
        self.model.as_ref().is_some_and(|model| !model.controls().iter().any(|control| control.sets(setting)))
    }

    /// What the device says against a fault.
    pub(super) fn refuses_fault(&mut self, kind: &FaultKind) -> Option<String> {
        self.model.as_mut()?.fault(kind).err()
    }

    /// What the device says against a control.
    pub(super) fn refuses_setting(&mut self, setting: &Setting) -> Option<String> {
        self.model.as_mut()?.operate(setting).err()
    }
}

/// Checks all devices.
pub(super) fn check(spec: &SceneSpec, tables: &Tables, report: &mut Report) -> Vec<Known> {
    let root = Path::ROOT;
    let list = root.field("devices");
    let one = |(index, device): (usize, &DeviceSpec)| check_one(list.item(index), device, tables, report);
    spec.devices.iter().enumerate().map(one).collect()
}

fn check_one(at: Path<'_>, device: &DeviceSpec, tables: &Tables, report: &mut Report) -> Known {
    clock(at.field("clock"), device.clock, report);
    firmware(at.field("firmware"), &device.firmware, report);
    let faults = report.count();
    models::check(at.field("model"), &device.model, report);
    let sound = report.count() == faults;
    let model = if sound { build(at, device, tables, report) } else { None };
    sensors(at.field("sensors"), device, model.as_deref(), report);
    let measured = match &model {
        Some(model) if device.sensors.is_empty() => model.default_sensors(),
        _ => device.sensors.clone(),
    };
    Known { model, measured: measured.into_iter().map(|sensor| sensor.signal).collect() }
}

fn sensors(list: Path<'_>, device: &DeviceSpec, model: Option<&dyn DeviceModel>, report: &mut Report) {
    let mut taken = BTreeSet::new();
    for (index, sensor) in device.sensors.iter().enumerate() {
        let item = list.item(index);
        let at = item.field("signal");
        if !taken.insert(&sensor.signal) {
            report.refuse(at, format!("{:?} already has a sensor", sensor.signal));
        } else if let Some(model) =
            model.filter(|model| !model.signals().iter().any(|info| *info.name == *sensor.signal))
        {
            let what = format!("a signal of {:?}", device.name);
            report.refuse_name(at, &sensor.signal, &what, model.signals().iter().map(|info| &*info.name));
        }
        check_sensor(item, sensor, report);
    }
}

fn build(at: Path<'_>, device: &DeviceSpec, tables: &Tables, report: &mut Report) -> Option<Box<dyn DeviceModel>> {
    let table = tables.get(&device.name);
    if matches!(device.model, ModelSpec::Recording(_)) && table.is_none() {
        return None;
    }
    match device.model.build(table, Stream::new(0, &device.name, "check")) {
        Ok(model) => Some(model),
        Err(error) => {
            report.refuse(at.field("model"), error.to_string());
            None
        }
    }
}

/// Checks a firmware version.
pub(super) fn firmware(at: Path<'_>, text: &str, report: &mut Report) {
    if Firmware::parse(text).is_none() {
        report.refuse(at, format!("{text:?} is not a version of three numbers, such as \"1.4.2\""));
    }
}

fn clock(at: Path<'_>, clock: ClockSpec, report: &mut Report) {
    report.number(at.field("drift_ppm"), clock.drift_ppm, DRIFT_PPM);
    report.number(at.field("offset_s"), clock.offset_s, OFFSET_S);
}

fn check_sensor(at: Path<'_>, sensor: &SensorSpec, report: &mut Report) {
    report.number(at.field("rate_hz"), sensor.rate_hz, RATE_HZ);
    report.number(at.field("noise_std"), sensor.noise_std, NOT_NEGATIVE);
    if let Some((low, high)) = sensor.range {
        let range = at.field("range");
        report.number(range.item(0), low, ANY);
        report.number(range.item(1), high, ANY);
        if low >= high {
            report.refuse(range, format!("({low}, {high}) does not go from low to high"));
        }
    }
    if let Some(bits) = sensor.bits {
        if !(1..=MOST_BITS).contains(&bits) {
            report.refuse(at.field("bits"), format!("{bits} is not between 1 and {MOST_BITS}"));
        } else if sensor.range.is_none() {
            report.refuse(at.field("bits"), format!("{bits} bits need a range to divide"));
        }
    }
}
