//! Births, data and deaths in the manner of Sparkplug: `spBv1.0/<group>/<NBIRTH|NDATA|NDEATH|DBIRTH|..>/<node>[/<device>]`.
//!
//! The payload is JSON, `{"timestamp":..,"seq":..,"metrics":[{"name":"temp","value":21.5}]}`, as bridges of
//! Sparkplug write it. Not supported: the protocol buffers of Sparkplug B itself, aliases, commands and rebirth
//! requests, `STATE` of hosts.

use serde_json::Value as Json;

use super::News;
use crate::live::mqtt::payload::{self, Unread, Values};
use crate::live::mqtt::unit;

/// Nodes and devices of every group.
pub const FILTERS: [&str; 2] = ["spBv1.0/+/+/+", "spBv1.0/+/+/+/+"];

/// What a message of a node or device says. A birth is data as well as presence, and is told as data.
///
/// # Errors
/// When the payload is no JSON with metrics.
pub fn read(topic: &str, bytes: &[u8]) -> Result<Option<News>, Unread> {
    let levels: Vec<&str> = topic.split('/').take(6).collect();
    let (device, kind) = match levels[..] {
        ["spBv1.0", group, kind @ ("NBIRTH" | "NDATA" | "NDEATH"), node] => (format!("{group}/{node}"), kind),
        ["spBv1.0", group, kind @ ("DBIRTH" | "DDATA" | "DDEATH"), node, device] => {
            (format!("{group}/{node}/{device}"), kind)
        }
        _ => return Ok(None),
    };
    if kind.ends_with("DEATH") {
        // A death is one whatever its payload; the node takes its devices with it.
        return Ok(Some(News::Status { device, online: false, and_below: kind == "NDEATH" }));
    }
    let text = payload::text(bytes)?;
    let broken = |error: serde_json::Error| Unread::Broken { line: error.line(), column: error.column() };
    let document: Json = serde_json::from_str(text).map_err(broken)?;
    let metrics = document.get("metrics").and_then(Json::as_array).ok_or(Unread::NoNumber)?;
    let mut values = Values::default();
    for metric in metrics {
        put(metric, &mut values);
    }
    Ok(Some(News::Values { device, values }))
}

fn put(metric: &Json, values: &mut Values) {
    let Some(name) = metric.get("name").and_then(Json::as_str) else { return };
    let value = match metric.get("value") {
        Some(Json::Number(number)) => number.as_f64(),
        Some(Json::Bool(state)) => Some(f64::from(u8::from(*state))),
        _ => None,
    };
    let unit = metric.get("unit").or_else(|| metric.get("properties").and_then(|all| all.get("engUnit")));
    let unit = unit.and_then(|unit| unit.as_str().or_else(|| unit.get("value").and_then(Json::as_str)));
    if let Some(value) = value {
        values.put(name, value, unit.map_or_else(|| unit::of_name(name).to_owned(), unit::spelled));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn births_data_and_deaths_are_read() {
        let birth = r#"{"timestamp":1486144502122,"seq":0,"metrics":[{"name":"bdSeq","value":3},
            {"name":"Supply/Temp","value":21.5,"type":"Float","properties":{"engUnit":{"type":"String","value":"°C"}}},
            {"name":"Pump","value":true},{"name":"Model","value":"X1"},{"value":1}]}"#;
        let Ok(Some(News::Values { device, values })) = read("spBv1.0/plant/NBIRTH/line1", birth.as_bytes()) else {
            panic!("nothing")
        };
        assert_eq!(device, "plant/line1");
        assert_eq!((values.get("Supply/Temp"), values.get("Pump"), values.signals.len()), (Some(21.5), Some(1.0), 3));
        assert_eq!(values.signals["Supply/Temp"].unit, "C");
        let death =
            |device: &str, and_below| Ok(Some(News::Status { device: device.to_owned(), online: false, and_below }));
        assert_eq!(read("spBv1.0/plant/NDEATH/line1", b"\x08\x01"), death("plant/line1", true));
        assert_eq!(read("spBv1.0/plant/DDEATH/line1/oven", b"{}"), death("plant/line1/oven", false));
        assert_eq!(read("spBv1.0/plant/NCMD/line1", b"{}"), Ok(None));
    }

    #[test]
    fn protocol_buffers_are_told_apart_and_not_guessed() {
        assert_eq!(read("spBv1.0/plant/NDATA/line1", b"\x08\xea\xaa\xdf\xf3"), Err(Unread::NotText));
        assert_eq!(read("spBv1.0/plant/NDATA/line1", b"[]"), Err(Unread::NoNumber));
        assert!(matches!(read("spBv1.0/plant/NDATA/line1", b"{"), Err(Unread::Broken { .. })));
    }
}
