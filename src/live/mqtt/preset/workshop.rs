//! The course's heater: what it measured on `workshop/<room>/telemetry`, what is asked of it on
//! `workshop/<room>/control`.

use super::{News, numbers, status};
use crate::live::mqtt::payload::{self, Unread};

/// Telemetry, wishes and status of every room.
pub const FILTERS: [&str; 3] = ["workshop/+/telemetry", "workshop/+/control", "workshop/+/status"];

/// What a message of a room says.
///
/// # Errors
/// When the payload holds no number or no status.
pub fn read(topic: &str, bytes: &[u8]) -> Result<Option<News>, Unread> {
    let Some((room, kind)) = topic.strip_prefix("workshop/").and_then(|rest| rest.split_once('/')) else {
        return Ok(None);
    };
    match kind {
        "telemetry" => numbers(room, bytes),
        "control" => Ok(Some(News::Wish { device: room.to_owned(), values: payload::values(bytes)? })),
        "status" => status(room, bytes),
        _ => Ok(None),
    }
}

/// A payload for `telemetry`: the temperature in C with two decimals, and the heater's mode.
#[must_use]
pub fn telemetry(temperature_c: f64, heater_mode: u8) -> String {
    format!("{{\"temperature\":{},\"heaterMode\":{heater_mode}}}", rounded(temperature_c))
}

/// A payload for `control`: the temperature asked for in C with two decimals, and the heater's mode.
#[must_use]
pub fn control(target_c: f64, heater_mode: u8) -> String {
    format!("{{\"target\":{},\"heaterMode\":{heater_mode}}}", rounded(target_c))
}

/// JSON knows no infinity: what is no number is `null`.
fn rounded(value: f64) -> String {
    if value.is_finite() { format!("{}", (value * 100.0).round_ties_even() / 100.0) } else { "null".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(telemetry(21.5, 0), r#"{"temperature":21.5,"heaterMode":0}"#);
        assert_eq!(control(30.0, 1), r#"{"target":30,"heaterMode":1}"#);
        assert_eq!(telemetry(f64::NAN, 0), r#"{"temperature":null,"heaterMode":0}"#);
        let Ok(Some(News::Values { device, values })) = read("workshop/lab/telemetry", telemetry(21.504, 1).as_bytes())
        else {
            panic!("no telemetry");
        };
        assert_eq!(
            (device.as_str(), values.get("temperature"), values.get("heaterMode")),
            ("lab", Some(21.5), Some(1.0))
        );
        assert_eq!(values.signals["temperature"].unit, "C");
        let wish = read("workshop/lab/control", control(30.0, 1).as_bytes());
        assert!(matches!(wish, Ok(Some(News::Wish { values, .. })) if values.get("target") == Some(30.0)));
        assert_eq!(read("workshop/lab/other", b"1"), Ok(None));
        assert_eq!(read("workshop/lab", b"1"), Ok(None));
    }
}
