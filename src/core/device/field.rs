//! Settings as fields of a document: `Target(c: 30)` is `/target_c` with the value 30.

use serde_json::Value;

use super::control::{Control, Knob};
use super::setting::Setting;

/// Keys that are units, and so belong into the field's name.
const UNITS: [&str; 6] = ["c", "rpm", "mps", "s", "percent", "ml_per_h"];

/// How a setting is to come about is no state of its own.
const MANNER: &str = "over_s";

/// The field that a setting sets, as a JSON pointer, and its value; none for deeds that leave no state behind, such as
/// acknowledging an alarm. Several numbers are one array, which documents treat as one value.
#[must_use]
pub fn field(setting: &Setting) -> Option<(String, Value)> {
    let Ok(Value::Object(tagged)) = serde_json::to_value(setting) else { return None };
    let (variant, inner) = tagged.into_iter().next()?;
    let Value::Object(mut inner) = inner else { return None };
    inner.remove(MANNER);
    let mut path = format!("/{}", snake(&variant));
    if inner.len() > 1 {
        return Some((path, Value::Array(inner.into_iter().map(|(_, value)| value).collect())));
    }
    let (key, value) = inner.into_iter().next()?;
    if UNITS.contains(&key.as_str()) {
        path = format!("{path}_{key}");
    }
    Some((path, value))
}

/// The setting that puts a value into a field, if one of the controls works that field and takes such a value.
#[must_use]
pub fn setting(path: &str, value: &Value, controls: &[Control]) -> Option<Setting> {
    let pattern =
        controls.iter().filter_map(pattern).find(|pattern| field(pattern).is_some_and(|(at, _)| at == path))?;
    let Ok(Value::Object(mut tagged)) = serde_json::to_value(&pattern) else { return None };
    let inner = tagged.values_mut().next()?.as_object_mut()?;
    let mut values = match value {
        Value::Array(values) if inner.keys().filter(|key| *key != MANNER).count() > 1 => values.iter(),
        other => std::slice::from_ref(other).iter(),
    };
    for (_, slot) in inner.iter_mut().filter(|(key, _)| *key != MANNER) {
        *slot = values.next()?.clone();
    }
    serde_json::from_value(Value::Object(tagged)).ok()
}

/// The fields that controls stand at.
pub fn standing(controls: &[Control]) -> impl Iterator<Item = (String, Value)> {
    controls.iter().filter_map(|control| match &control.knob {
        Knob::Number { now, make, .. } => field(&make(*now)),
        Knob::Choice { options, now } => field(&options.get((*now)?)?.1),
    })
}

/// Some setting of a control.
fn pattern(control: &Control) -> Option<Setting> {
    match &control.knob {
        Knob::Number { limits, make, .. } => Some(make(limits.0)),
        Knob::Choice { options, .. } => options.first().map(|(_, setting)| setting.clone()),
    }
}

/// `HeaterMode` as `heater_mode`.
fn snake(camel: &str) -> String {
    let mut snake = String::with_capacity(camel.len() + 4);
    for letter in camel.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::device::{HeaterMode, ZoneMode};
    use serde_json::json;

    #[test]
    fn settings_become_fields_and_fields_settings() {
        let controls = [
            Control::number("Target", "C", (5.0, 40.0), 20.0, |c| Setting::Target { c }),
            Control::number("Speed", "rpm", (0.0, 3000.0), 100.0, |rpm| Setting::Speed { rpm, over_s: 2.0 }),
            Control::choice("Mode", vec![("Eco", Setting::HeaterMode { mode: HeaterMode::Eco })], Some(0)),
        ];
        for (set, path, value) in [
            (Setting::Target { c: 30.0 }, "/target_c", json!(30.0)),
            (Setting::Speed { rpm: 900.0, over_s: 2.0 }, "/speed_rpm", json!(900.0)),
            (Setting::HeaterMode { mode: HeaterMode::Boost }, "/heater_mode", json!("Boost")),
        ] {
            assert_eq!(field(&set), Some((path.to_owned(), value.clone())));
            assert_eq!(setting(path, &value, &controls), Some(set));
        }
        assert_eq!(field(&Setting::AcknowledgeAlarm), None);
        assert_eq!(field(&Setting::ZoneMode { mode: ZoneMode::Cool }).unwrap().0, "/zone_mode");
        assert_eq!(setting("/target_c", &json!("warm"), &controls), None, "no such value");
        assert_eq!(setting("/fan", &json!(1.0), &controls), None, "no such control");
        let standing: Vec<_> = standing(&controls).collect();
        assert_eq!(standing[0], ("/target_c".to_owned(), json!(20.0)));
        assert_eq!(standing[2], ("/heater_mode".to_owned(), json!("Eco")));
    }
}
