//! Sound scenes: what is loaded with them, and values set by path on the way in.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

use twinsync::core::device::ModelSpec;
use twinsync::core::link::LossSpec;
use twinsync::core::time::SimTime;
use twinsync::scene::{self, LoadedScene, Origin, SceneErrors};

const AIR: &str = "tests/good/air.ron";

fn with(values: &[(&str, &str)]) -> Result<LoadedScene, SceneErrors> {
    let values: Vec<_> = values.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    scene::load_with(AIR, &values)
}

#[test]
fn a_scene_comes_with_its_recordings() {
    let loaded = scene::load(AIR).expect(AIR);
    assert_eq!((loaded.origin.name().as_str(), loaded.origin.file().as_str()), ("air", AIR));
    let table = &loaded.tables["air"];
    let columns: Vec<_> = table.columns().collect();
    assert_eq!(columns, [("temperature_c", "°C"), ("humidity_pct", "%"), ("co2_ppm", "ppm")]);
    assert_eq!((table.rows(), table.notes().dropped_rows, table.notes().bad_cells), (589, 0, 0));
    let gaps: Vec<_> = table.gaps().into_iter().map(|gap| (gap.column, gap.from.secs(), gap.to.secs())).collect();
    assert_eq!(gaps, [(None, 137.5, 149.0), (Some("co2_ppm".to_owned()), 452.0, 470.0)]);
    let model = loaded.spec.devices[0].model.build(Some(table), twinsync::core::rng::Stream::new(1, "air", "model"));
    assert_eq!(model.expect("a model").next_row(), Some(SimTime::ZERO));
}

#[test]
fn a_text_from_elsewhere_may_use_the_shipped_recordings() {
    let text = std::fs::read_to_string(AIR).expect(AIR);
    let loaded = scene::read(&text, Origin::Text("pasted".to_owned())).expect("the shipped recording");
    assert_eq!(loaded.tables["air"].rows(), 589);
    let errors = scene::read(&text.replace("workshop_air", "other"), Origin::Text("pasted".to_owned()))
        .expect_err("no such file");
    let said = errors.to_string();
    assert!(
        said.starts_with(
            "pasted:6:46: devices[0].model.file: \"../../scenes/data/other.csv\" is not one of the shipped"
        ),
        "{said}"
    );
}

#[test]
fn values_are_set_by_path() {
    let loaded = with(&[
        ("links.wifi.loss", "Bernoulli(0.2)"),
        ("devices.rotor.model.speed_rpm", "3000"),
        ("devices.rotor.clock.drift_ppm", "-40"),
        ("twins[1].sync", "Periodic(interval_s: 2)"),
        ("title", "Other air"),
    ])
    .expect("sound values");
    assert_eq!(loaded.spec.links[0].loss, Some(LossSpec::Bernoulli(0.2)));
    assert!(matches!(&loaded.spec.devices[1].model, ModelSpec::Rotor(rotor) if rotor.speed_rpm == 3000.0));
    assert_eq!(loaded.spec.devices[1].clock.drift_ppm, -40.0);
    assert_eq!(loaded.spec.title, "Other air");
}

#[test]
fn a_value_that_does_not_fit_is_blamed_on_its_path() {
    let says = |values: &[(&str, &str)], expected: &str| {
        let said = with(values).expect_err(expected).to_string();
        assert_eq!(said, format!("{AIR}{expected}"));
    };
    says(
        &[("links.wifi.loss", "Bernoulli(2)")],
        " with --set links.wifi.loss=Bernoulli(2): links[0].loss: 2 is above 1",
    );
    says(
        &[("duration_s", "10")],
        " with --set duration_s=10: timeline[0].at_s: 20 is after the end of the run at 10 s",
    );
    says(
        &[("links.lte.loss", "None")],
        " with --set links.lte.loss=None: links.lte.loss: \"lte\" is not in links\n  hint: there is only wifi",
    );
    says(
        &[("links.wifi.loss", "Bernoulli(")],
        " with --set links.wifi.loss=Bernoulli(: links.wifi.loss: \"Bernoulli(\" is not a value",
    );
    says(
        &[("twins.bench.sync.rate", "5")],
        " with --set twins.bench.sync.rate=5: twins[1].sync.rate: \"rate\" is not a field of RealTime\n  hint: did you mean rate_hz? There are rate_hz, schedule",
    );
}
