//! Tasmota: `tele/<device>/SENSOR` and `STATE` in JSON, and `LWT` with `Online` or `Offline`.
//!
//! <https://tasmota.github.io/docs/MQTT/>

use super::{News, status};
use crate::live::mqtt::payload::{self, Unread, Values};
use crate::live::mqtt::unit;

/// Sensors, state and last will of every device.
pub const FILTERS: [&str; 3] = ["tele/+/SENSOR", "tele/+/STATE", "tele/+/LWT"];

/// What a message of a device says.
///
/// # Errors
/// When the payload holds no number or no status.
pub fn read(topic: &str, bytes: &[u8]) -> Result<Option<News>, Unread> {
    let Some((device, kind)) = topic.strip_prefix("tele/").and_then(|rest| rest.split_once('/')) else {
        return Ok(None);
    };
    match kind {
        "SENSOR" | "STATE" => {
            let mut values = payload::values(bytes)?;
            give_units(&mut values, payload::text(bytes)?);
            Ok(Some(News::Values { device: device.to_owned(), values }))
        }
        "LWT" => status(device, bytes),
        _ => Ok(None),
    }
}

/// The units that Tasmota states once for a payload, and those of its energy meter.
fn give_units(values: &mut Values, text: &str) {
    let stated = |key: &str| {
        let (_, rest) = text.split_once(&format!("\"{key}\":\""))?;
        rest.split_once('"').map(|(written, _)| unit::spelled(written))
    };
    let (temperature, pressure) = (stated("TempUnit"), stated("PressureUnit"));
    for (name, value) in &mut values.signals {
        let last = name.rsplit('.').next().unwrap_or(name);
        let unit = match last {
            "Temperature" | "DewPoint" => temperature.clone(),
            "Pressure" | "SeaPressure" => pressure.clone(),
            "Total" | "Yesterday" | "Today" if name.contains("ENERGY") => Some("kWh".to_owned()),
            // Tasmota gives the strength of Wi-Fi in percent as RSSI, and in dBm as Signal.
            "RSSI" => Some("%".to_owned()),
            "POWER" => Some(String::new()),
            "Period" | "Load" | "Heap" => Some(String::new()),
            _ => None,
        };
        if let Some(unit) = unit {
            value.unit = unit;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sensors_have_their_stated_units() {
        let payload = br#"{"Time":"2026-01-01T00:00:00","DS18B20":{"Id":"0416A1B2C3","Temperature":69.1},
            "BME280":{"Humidity":48.2,"Pressure":29.5},
            "ENERGY":{"Total":3.185,"Power":26,"ApparentPower":44,"Factor":0.6,"Voltage":231,"Current":0.19},
            "PressureUnit":"inHg","TempUnit":"F"}"#;
        let Ok(Some(News::Values { device, values })) = read("tele/plug/SENSOR", payload) else { panic!("nothing") };
        assert_eq!(device, "plug");
        let shown: Vec<_> = values.signals.iter().map(|(name, v)| (name.as_str(), v.value, v.unit.as_str())).collect();
        assert_eq!(
            shown,
            [
                ("BME280.Humidity", 48.2, "%"),
                ("BME280.Pressure", 29.5, "inHg"),
                ("DS18B20.Temperature", 69.1, "F"),
                ("ENERGY.ApparentPower", 44.0, "VA"),
                ("ENERGY.Current", 0.19, "A"),
                ("ENERGY.Factor", 0.6, ""),
                ("ENERGY.Power", 26.0, "W"),
                ("ENERGY.Total", 3.185, "kWh"),
                ("ENERGY.Voltage", 231.0, "V"),
            ]
        );
    }

    #[test]
    fn state_and_last_will_are_read() {
        let payload = br#"{"Time":"2026-01-01T00:00:00","Uptime":"0T00:10:10","UptimeSec":610,"Heap":25,"POWER":"ON",
            "Wifi":{"AP":1,"SSId":"lab","RSSI":76,"Signal":-62}}"#;
        let Ok(Some(News::Values { values, .. })) = read("tele/plug/STATE", payload) else { panic!("nothing") };
        assert_eq!(
            (values.get("POWER"), values.get("UptimeSec"), values.get("Wifi.RSSI")),
            (Some(1.0), Some(610.0), Some(76.0))
        );
        assert_eq!((&*values.signals["Wifi.Signal"].unit, &*values.signals["Wifi.RSSI"].unit), ("dBm", "%"));
        assert_eq!(values.get("Uptime"), None);
        let gone = News::Status { device: "plug".to_owned(), online: false, and_below: false };
        assert_eq!(read("tele/plug/LWT", b"Offline"), Ok(Some(gone)));
        assert_eq!(read("tele/plug/INFO1", b"{}"), Ok(None));
    }
}
