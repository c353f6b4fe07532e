//! The schema of scenes in words, taken from the documentation of the types that read them.

mod defaults;
mod extract;
mod render;

pub use render::{markdown, text};

use extract::{Kind, TypeDoc};

/// The type of a whole scene.
const ROOT: &str = "SceneSpec";

/// The sources that hold the types of the schema.
const SOURCES: &[&str] = &[
    include_str!("../spec.rs"),
    include_str!("../../core/time/clock.rs"),
    include_str!("../../core/device/mod.rs"),
    include_str!("../../core/twin/conflict/mod.rs"),
    include_str!("../../core/twin/shadow/write.rs"),
    include_str!("../../core/device/setting.rs"),
    include_str!("../../core/fault/kind.rs"),
    include_str!("../../core/fault/link.rs"),
    include_str!("../../core/device/robot_arm/spec.rs"),
    include_str!("../../core/device/hvac/spec.rs"),
    include_str!("../../core/device/patient/spec.rs"),
    include_str!("../../core/device/heater/spec.rs"),
    include_str!("../../core/device/clock_board/spec.rs"),
    include_str!("../../core/device/model.rs"),
    include_str!("../../core/device/rotor/spec.rs"),
    include_str!("../../core/device/vehicle/spec.rs"),
    include_str!("../../core/device/recording/mod.rs"),
    include_str!("../../core/device/recording/stamp.rs"),
    include_str!("../../core/device/generator.rs"),
    include_str!("../../core/device/live/mod.rs"),
    include_str!("../../core/signal/sensor.rs"),
    include_str!("../../core/sync/mod.rs"),
    include_str!("../../core/sync/threshold.rs"),
    include_str!("../../core/link/spec.rs"),
    include_str!("../../core/link/delay.rs"),
    include_str!("../../core/link/loss.rs"),
    include_str!("../../core/link/queue.rs"),
    include_str!("../../core/link/outage.rs"),
    include_str!("../../core/link/gateway.rs"),
    include_str!("../../core/link/store.rs"),
    include_str!("../../core/link/preset.rs"),
    include_str!("../../core/link/tier.rs"),
    include_str!("../../core/delivery/mod.rs"),
    include_str!("../../core/delivery/courier.rs"),
    include_str!("../../core/metric/energy/preset.rs"),
    include_str!("../../core/metric/service.rs"),
    include_str!("../../core/twin/predictor.rs"),
    include_str!("../../core/detect/spec.rs"),
    include_str!("../../core/detect/detector.rs"),
    include_str!("../../core/action.rs"),
];

/// Every type that a scene can hold, the scene first, each before those it mentions.
fn types() -> Vec<TypeDoc> {
    let mut known: Vec<TypeDoc> = SOURCES.iter().flat_map(|source| extract::types(source)).collect();
    let mut found: Vec<TypeDoc> = Vec::new();
    let mut wanted = std::collections::VecDeque::from([ROOT.to_owned()]);
    while let Some(name) = wanted.pop_front() {
        if let Some(index) = known.iter().position(|ty| ty.name == name) {
            let ty = known.swap_remove(index);
            wanted.extend(ty.mentions());
            found.push(ty);
        }
    }
    found
}

/// The names of all fields and of all variants that a scene can hold.
#[must_use]
pub fn words() -> (Vec<String>, Vec<String>) {
    let (mut fields, mut variants) = (Vec::new(), Vec::new());
    for ty in types() {
        let untagged = ty.untagged;
        match ty.kind {
            Kind::Struct(own) => fields.extend(own.into_iter().map(|field| field.name)),
            Kind::Enum(own) => {
                for variant in own {
                    fields.extend(variant.fields.into_iter().map(|field| field.name));
                    if !untagged {
                        variants.push(variant.name);
                    }
                }
            }
        }
    }
    (fields, variants)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_that_a_field_mentions_is_described() {
        let types = types();
        // Measured delays are read from a text: the name of their file.
        let plain = ["String", "Vec", "Option", "BTreeMap", "Empirical"];
        for ty in &types {
            for mentioned in ty.mentions() {
                let known = types.iter().any(|other| other.name == mentioned) || plain.contains(&mentioned.as_str());
                assert!(known, "{} mentions {mentioned}, whose source is not listed", ty.name);
            }
        }
        assert!(types.len() > 15);
    }

    #[test]
    fn everything_is_documented_and_optional_fields_say_their_default() {
        let text = text();
        for line in [
            "seed: whole number = 1",
            "rate_hz: number = 100",
            "speed_rpm: number = 1500",
            "queue: Queue or None = None",
            "do: Action, required",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
        for ty in types() {
            assert!(!ty.docs.is_empty(), "{}", ty.name);
        }
    }
}
