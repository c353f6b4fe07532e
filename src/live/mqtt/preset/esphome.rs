//! `ESPHome`: one topic a quantity, `<device>/sensor/<name>/state`, and `<device>/status` with the last will.
//!
//! <https://esphome.io/components/mqtt/>

use super::{News, status};
use crate::live::mqtt::payload::{self, ONLY, Unread, Values};
use crate::live::mqtt::unit;

/// Sensors, contacts, switches and status of every device.
pub const FILTERS: [&str; 4] = ["+/sensor/+/state", "+/binary_sensor/+/state", "+/switch/+/state", "+/status"];

/// What a message of a device says.
///
/// # Errors
/// When the payload holds no number or no status.
pub fn read(topic: &str, bytes: &[u8]) -> Result<Option<News>, Unread> {
    let levels: Vec<&str> = topic.split('/').take(5).collect();
    match levels[..] {
        [device, "status"] => status(device, bytes),
        [device, "sensor" | "binary_sensor" | "switch", name, "state"] => {
            let read = payload::values(bytes)?;
            let mut values = Values::default();
            for (part, value) in read.signals {
                let given = if value.unit.is_empty() { unit::of_name(name).to_owned() } else { value.unit };
                let full = if part == ONLY { name.to_owned() } else { format!("{name}.{part}") };
                values.put(&full, value.value, given);
            }
            Ok(Some(News::Values { device: device.to_owned(), values }))
        }
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_named_by_its_topic() {
        let Ok(Some(News::Values { device, values })) = read("kitchen/sensor/air_temperature/state", b"21.50") else {
            panic!("nothing");
        };
        assert_eq!(device, "kitchen");
        assert_eq!(values.signals["air_temperature"], payload::Value { value: 21.5, unit: "C".to_owned() });
        let Ok(Some(News::Values { values, .. })) = read("kitchen/binary_sensor/window/state", b"ON") else {
            panic!("nothing");
        };
        assert_eq!(values.get("window"), Some(1.0));
        let gone = News::Status { device: "kitchen".to_owned(), online: false, and_below: false };
        assert_eq!(read("kitchen/status", b"offline"), Ok(Some(gone)));
        assert_eq!(read("kitchen/sensor/air_temperature/state", b"nan"), Err(Unread::NoNumber));
        assert_eq!(read("kitchen/debug", b"[I] hello"), Ok(None));
        assert_eq!(read("a/b/sensor/c/state", b"1"), Ok(None));
    }
}
