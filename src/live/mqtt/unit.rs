//! Units that a signal's name gives away.

/// Names that say what they are measured in, lower case, without separators. The longest that ends a name wins.
const KNOWN: [(&str, &str); 34] = [
    ("temperature", "C"),
    ("temp", "C"),
    ("target", "C"),
    ("setpoint", "C"),
    ("dewpoint", "C"),
    ("humidity", "%"),
    ("battery", "%"),
    ("seapressure", "hPa"),
    ("pressure", "hPa"),
    ("illuminance", "lx"),
    ("carbondioxide", "ppm"),
    ("co2", "ppm"),
    ("eco2", "ppm"),
    ("tvoc", "ppb"),
    ("pm25", "ug/m^3"),
    ("pm10", "ug/m^3"),
    ("voltage", "V"),
    ("current", "A"),
    ("apparentpower", "VA"),
    ("reactivepower", "var"),
    ("powerfactor", ""),
    ("factor", ""),
    ("power", "W"),
    ("energy", "kWh"),
    ("frequency", "Hz"),
    ("rssi", "dBm"),
    ("rssipercent", "%"),
    ("signal", "dBm"),
    ("wifisignal", "dBm"),
    ("uptimesec", "s"),
    ("distance", "cm"),
    ("speedrpm", "rpm"),
    ("driftppm", "ppm"),
    ("offsets", "s"),
];

/// Endings with an underscore in front that name a unit themselves.
const ENDINGS: [(&str, &str); 16] = [
    ("_c", "C"),
    ("_k", "K"),
    ("_hz", "Hz"),
    ("_rpm", "rpm"),
    ("_ppm", "ppm"),
    ("_pct", "%"),
    ("_percent", "%"),
    ("_v", "V"),
    ("_a", "A"),
    ("_w", "W"),
    ("_wh", "Wh"),
    ("_kwh", "kWh"),
    ("_hpa", "hPa"),
    ("_lx", "lx"),
    ("_us", "us"),
    ("_s", "s"),
];

/// The unit of a signal by the last part of its name, empty where the name does not say.
#[must_use]
pub fn of_name(name: &str) -> &'static str {
    let last = name.rsplit(['.', '/']).next().unwrap_or(name);
    let lower = last.to_ascii_lowercase();
    if let Some((_, unit)) = ENDINGS.iter().find(|(ending, _)| lower.ends_with(ending)) {
        return unit;
    }
    let squeezed: String = lower.chars().filter(char::is_ascii_alphanumeric).collect();
    let fitting = KNOWN.iter().filter(|(known, _)| squeezed.ends_with(known));
    fitting.max_by_key(|(known, _)| known.len()).map_or("", |(_, unit)| unit)
}

/// A unit as people write it, in this program's spelling; others stay as they are, cut to 16 characters.
#[must_use]
pub fn spelled(unit: &str) -> String {
    let unit = unit.trim();
    let ours = match unit {
        "°C" | "ºC" | "℃" | "degC" | "Celsius" => "C",
        "°F" | "ºF" | "℉" | "degF" => "F",
        "µs" | "μs" => "us",
        "°" => "deg",
        "m/s²" | "m/s2" => "m/s^2",
        "µg/m³" | "μg/m³" => "ug/m^3",
        "m³" => "m^3",
        other => other,
    };
    ours.chars().filter(|c| !c.is_control()).take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_give_units_away() {
        for (name, unit) in [
            ("temperature", "C"),
            ("DS18B20.Temperature", "C"),
            ("outdoor_c", "C"),
            ("zone/temp", "C"),
            ("ENERGY.ApparentPower", "VA"),
            ("ENERGY.Power", "W"),
            ("Wifi.RSSI", "dBm"),
            ("wifi_signal", "dBm"),
            ("pm_2_5", "ug/m^3"),
            ("heaterMode", ""),
            ("x", ""),
            ("", ""),
        ] {
            assert_eq!(of_name(name), unit, "{name}");
        }
        assert_eq!((spelled(" °C "), spelled("kWh"), spelled("m/s²")), ("C".into(), "kWh".into(), "m/s^2".into()));
        assert_eq!(spelled(&"x".repeat(100)).len(), 16);
    }
}
