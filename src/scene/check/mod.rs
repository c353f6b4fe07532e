//! What a scene means: every rule that the types alone cannot hold. One file per part of a scene.

mod bounds;
mod dependencies;
mod devices;
mod levels;
mod links;
mod models;
mod names;
mod report;
mod sync;
mod timeline;
mod twins;

use super::error::Fault;
use super::load::Tables;
use super::path::Path;
use super::spec::SceneSpec;
use crate::core::device::ModelSpec;
use bounds::{Bounds, RUN_S};
use names::Names;
use report::Report;

/// More do not fit on the road with a gap between them.
const MOST_VEHICLES: usize = 20;

/// Shortest and longest step of a simulation, in milliseconds.
const STEP_MS: Bounds = Bounds::at_least(1e-3).up_to(1e5);

/// Everything that is wrong with a scene. Recordings without a table are taken on trust.
pub(super) fn check(spec: &SceneSpec, tables: &Tables) -> Vec<Fault> {
    let mut report = Report::default();
    let root = Path::ROOT;
    report.number(root.field("duration_s"), spec.duration_s, RUN_S);
    report.number(root.field("step_ms"), spec.step_ms, STEP_MS);
    let vehicles = spec.devices.iter().filter(|device| matches!(device.model, ModelSpec::Vehicle(_))).count();
    report.at_most(root.field("devices"), vehicles, MOST_VEHICLES, "vehicles");
    let names = Names::gather(spec, &mut report);
    let mut devices = devices::check(spec, tables, &mut report);
    dependencies::check(spec, &names, &mut report);
    links::check(spec, &mut report);
    twins::check(spec, &names, &devices, &mut report);
    timeline::check(spec, &names, &mut devices, &mut report);
    report.into_faults()
}
