//! `docs/scenes.md`: its examples parse, it names every field and variant, and its schema is today's.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

use std::fs;

use twinsync::scene::{self, Origin, schema};

const PAGE: &str = "docs/scenes.md";
const BEGIN: &str = "<!-- schema -->\n";
const END: &str = "<!-- end of schema -->";

/// The examples, each with the part of a scene that it shows.
fn examples(page: &str) -> Vec<(String, String)> {
    let mut examples = Vec::new();
    for block in page.split("```ron").skip(1) {
        let (part, rest) = block.split_once('\n').expect("a line after the fence");
        let (body, _) = rest.split_once("\n```").expect("the end of the fence");
        examples.push((part.trim().to_owned(), body.to_owned()));
    }
    assert!(examples.len() > 10);
    examples
}

/// The example as a scene that holds little else.
fn scene_around(part: &str, body: &str) -> String {
    let rotor = r#"(name: "rotor", model: Rotor(), sensors: [(signal: "accel_x"), (signal: "speed_rpm", rate_hz: 1)])"#;
    let others = r#"(name: "van", model: Vehicle()), (name: "arm", model: RobotArm()), (name: "zone", model: Hvac()),
        (name: "patient", model: Patient()), (name: "heater", model: Heater()), (name: "board", model: ClockBoard()), (name: "live", model: Live())"#;
    let stream = r#"(name: "stream", of: "rotor", sync: RealTime(rate_hz: 1), uplink: "wifi", downlink: "wifi")"#;
    let wifi = r#"(name: "wifi", delay: Fixed(ms: 1))"#;
    let scene = |devices: &str, twins: &str, links: &str, timeline: &str| {
        format!("(title: \"\", devices: [{devices}], twins: [{twins}], links: [{links}], timeline: [{timeline}])")
    };
    match part {
        "" => body.to_owned(),
        "device" => scene(body, "", "", ""),
        "twin" => scene(rotor, body, wifi, ""),
        "link" => scene("", "", body, ""),
        "timeline" => scene(&format!("{rotor}, {others}"), stream, wifi, body),
        other => panic!("```ron {other} is no part of a scene"),
    }
}

#[test]
fn every_example_is_a_sound_scene() {
    let page = fs::read_to_string(PAGE).expect("the page");
    for (part, body) in examples(&page) {
        let text = scene_around(&part, &body);
        if let Err(errors) = scene::read(&text, Origin::Text(PAGE.to_owned())) {
            panic!("{errors}\nin the {part} example\n{body}");
        }
    }
}

#[test]
fn every_field_and_every_variant_has_an_example() {
    let page = fs::read_to_string(PAGE).expect("the page");
    let examples: String = examples(&page).into_iter().map(|(_, body)| body + "\n").collect();
    let written: Vec<&str> = examples.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let (fields, variants) = schema::words();
    let without_example = ["step_ms"];
    for word in fields.iter().chain(&variants).filter(|word| !without_example.contains(&word.as_str())) {
        assert!(written.contains(&word.as_str()), "{word} has no example in {PAGE}");
    }
}

#[test]
fn the_schema_on_the_page_is_the_schema_of_the_types() {
    let page = fs::read_to_string(PAGE).expect("the page");
    let (before, rest) = page.split_once(BEGIN).expect("the beginning of the schema");
    let (stored, after) = rest.split_once(END).expect("the end of the schema");
    let now = schema::markdown();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(PAGE, format!("{before}{BEGIN}{now}{END}{after}")).expect("the page can be written");
    } else {
        assert!(stored == now, "the types have changed: UPDATE_GOLDENS=1 writes their schema into {PAGE}");
    }
}
