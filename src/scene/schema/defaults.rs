//! Default values, as a scene would write them.

use ron::extensions::Extensions;
use ron::ser::PrettyConfig;
use serde::Serialize;

use super::super::path::Step;
use super::super::places::Places;
use super::extract::{Default as DefaultOf, Field, Kind, TypeDoc};
use crate::core::device::{GeneratorSpec, RotorSpec, VehicleSpec};
use crate::core::link::QueueSpec;
use crate::core::time::ClockSpec;

/// Defaults that code computes rather than a `#[default]` variant names.
fn computed(name: &str) -> Option<String> {
    Some(match name {
        "RotorSpec" => written(&RotorSpec::default()),
        "VehicleSpec" => written(&VehicleSpec::default()),
        "GeneratorSpec" => written(&GeneratorSpec::default()),
        "QueueSpec" => written(&QueueSpec::default()),
        "ClockSpec" => written(&ClockSpec::default()),
        _ => return None,
    })
}

fn written(value: &impl Serialize) -> String {
    let config = PrettyConfig::new()
        .extensions(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_VARIANT_NEWTYPES)
        .struct_names(false)
        .compact_structs(true)
        .separate_tuple_members(true);
    let text = ron::Options::default().to_string_pretty(value, config).unwrap_or_default();
    text.lines().filter(|line| !line.starts_with("#!")).collect::<String>().replace(".0,", ",").replace(".0)", ")")
}

/// What a field is when a scene leaves it out; nothing if it cannot be left out.
pub(super) fn default(field: &Field, owner: &TypeDoc, types: &[TypeDoc]) -> Option<String> {
    Some(match &field.default {
        DefaultOf::Required => return None,
        DefaultOf::Value(expression) => plain(expression),
        DefaultOf::OfType => of_type(&field.ty, types),
        DefaultOf::OfOwner => {
            let text = computed(&owner.name)?;
            let places = Places::new(&text);
            places.text(places.root().child(Step::Field(&field.name))?).to_owned()
        }
    })
}

fn of_type(ty: &str, types: &[TypeDoc]) -> String {
    match ty {
        "f64" | "u64" | "usize" | "u8" => "0".to_owned(),
        "bool" => "false".to_owned(),
        "String" => "\"\"".to_owned(),
        _ if ty.starts_with("Vec<") => "[]".to_owned(),
        _ if ty.starts_with("Option<") => "None".to_owned(),
        _ => {
            let named = types.iter().find(|other| other.name == ty).and_then(|ty| match &ty.kind {
                Kind::Enum(variants) => {
                    variants.iter().find(|variant| variant.is_default).map(|variant| variant.name.clone())
                }
                Kind::Struct(_) => None,
            });
            named.or_else(|| computed(ty)).unwrap_or_else(|| "()".to_owned())
        }
    }
}

/// `60.0` and `1000.0 / 64.0` as numbers.
fn plain(expression: &str) -> String {
    let number = match expression.split_once(" / ") {
        Some((over, under)) => {
            over.parse::<f64>().ok().zip(under.parse::<f64>().ok()).map(|(over, under)| over / under)
        }
        None => expression.parse().ok(),
    };
    number.map_or_else(|| expression.to_owned(), |number| number.to_string())
}
