//! Shared by the integration tests: scenes from text, whole runs, tolerances.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::sync::Arc;

use twinsync::core::device::{DeviceModel, ModelSpec};
use twinsync::core::digest::Digest;
use twinsync::core::rng::Stream;
use twinsync::core::time::SimTime;
use twinsync::report::{Report, TwinReport};
use twinsync::scene::{self, LoadedScene, Origin};
use twinsync::sim::Simulation;

/// A scene from its text.
pub fn scene(text: &str) -> Arc<LoadedScene> {
    match scene::read(text, Origin::Text("test.ron".to_owned())) {
        Ok(scene) => Arc::new(scene),
        Err(errors) => panic!("{errors}\n{text}"),
    }
}

/// A shipped scene.
pub fn shipped(name: &str) -> Arc<LoadedScene> {
    Arc::new(scene::load(name).unwrap_or_else(|errors| panic!("{errors}")))
}

/// A whole run of a scene.
pub fn run(scene: &Arc<LoadedScene>, seed: u64) -> Simulation {
    let mut simulation = Simulation::new(Arc::clone(scene), Some(seed)).unwrap();
    let end = simulation.end();
    simulation.advance_to(end);
    assert_eq!(simulation.now(), end);
    simulation
}

/// The report on the only twin of a scene that is run to its end.
pub fn only_twin(text: &str, seed: u64) -> TwinReport {
    let simulation = run(&scene(text), seed);
    Report::of(&simulation, 0.0).twins.remove(0)
}

/// A scene with one signal generator and one twin.
pub fn pair(duration_s: f64, waveform: &str, sensor_hz: f64, twin: &str, link: &str) -> String {
    format!(
        r#"(
            title: "pair", duration_s: {duration_s},
            devices: [(name: "source", model: Generator(waveform: {waveform}), sensors: [(signal: "value", rate_hz: {sensor_hz})])],
            twins: [(name: "twin", of: "source", uplink: "link", {twin})],
            links: [(name: "link", {link})],
        )"#
    )
}

/// A device by itself, with the random numbers of a name and a seed.
pub fn device(model: ModelSpec, name: &str, seed: u64) -> Box<dyn DeviceModel> {
    model.build(None, Stream::new(seed, name, "model")).unwrap()
}

/// The digest of a device's state.
pub fn digest(device: &dyn DeviceModel) -> u64 {
    let mut digest = Digest::default();
    device.digest(&mut digest);
    digest.value()
}

pub fn secs(secs: f64) -> SimTime {
    SimTime::from_secs(secs)
}

/// Asserts that a measured value is within `tolerance` of the theory, and prints both.
#[track_caller]
pub fn close(what: &str, measured: f64, theory: f64, tolerance: f64) {
    assert!(
        (measured - theory).abs() <= tolerance,
        "{what}: measured {measured}, theory {theory}, off by {} with a tolerance of {tolerance}",
        measured - theory
    );
}

/// Asserts that a page is well-formed, holds no script and refers to nothing outside itself.
pub fn check_page(page: &str) {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(page, options).unwrap_or_else(|error| panic!("{error}"));
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        assert!(!["script", "link", "img", "iframe", "object"].contains(&name), "<{name}>");
        let outside = node.attributes().find(|attribute| ["href", "src"].contains(&attribute.name()));
        assert!(outside.is_none(), "{outside:?}");
        if name == "path" {
            let drawn = node.attribute("d").unwrap_or_default();
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
        }
    }
    let outside = page.replace("http://www.w3.org/2000/svg", "");
    assert!(!outside.contains("http") && !outside.contains("url(") && !outside.contains("@import"));
    assert!(page.contains("@media print"));
}
