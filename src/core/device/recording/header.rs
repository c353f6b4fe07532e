//! Column headers: names, units, and which column holds the time.

/// A column's header, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The whole header, without blanks around it.
    pub(super) full: String,
    /// Without the unit in brackets.
    pub(super) name: String,
    /// The unit, empty if there is none.
    pub(super) unit: String,
}

/// What a time column may be called.
const TIMES: [&str; 12] = [
    "time",
    "t",
    "timestamp",
    "datetime",
    "date_time",
    "date time",
    "utc",
    "seconds",
    "elapsed",
    "ref",
    "uptime",
    "clock",
];

/// Units that a header may end in after an underscore, and how the interface prints them.
const SUFFIXES: [(&str, &str); 24] = [
    ("_s", "s"),
    ("_ms", "ms"),
    ("_us", "us"),
    ("_c", "°C"),
    ("_pct", "%"),
    ("_percent", "%"),
    ("_ppm", "ppm"),
    ("_hz", "Hz"),
    ("_rpm", "1/min"),
    ("_bpm", "1/min"),
    ("_mm", "mm"),
    ("_kpa", "kPa"),
    ("_mv", "mV"),
    ("_w", "W"),
    ("_kw", "kW"),
    ("_kwh", "kWh"),
    ("_wh", "Wh"),
    ("_deg", "deg"),
    ("_mps", "m/s"),
    ("_kg", "kg"),
    ("_ma", "mA"),
    ("_hpa", "hPa"),
    ("_bar", "bar"),
    ("_lux", "lx"),
];

impl Header {
    /// `Time [s]`, ` HR`, `COOLANT_TEMPERATURE ()`, `co2_ppm`.
    pub(super) fn parse(cell: &str, index: usize) -> Self {
        let full = cell.trim_start_matches('\u{feff}').trim().to_owned();
        let bracket = full.strip_suffix([']', ')']).and_then(|open| open.rsplit_once(['[', '(']));
        let (name, unit) = match bracket {
            Some((name, unit)) if !name.trim().is_empty() => (name.trim().to_owned(), unit.trim().to_owned()),
            _ => {
                let lower = full.to_lowercase();
                let unit = SUFFIXES.iter().find(|(suffix, _)| lower.ends_with(suffix)).map_or("", |(_, unit)| unit);
                (full.clone(), unit.to_owned())
            }
        };
        let name = if name.is_empty() { format!("column_{}", index + 1) } else { name };
        Self { full, name, unit }
    }

    /// Whether a scene that says `column` means this one.
    pub(super) fn is_called(&self, column: &str) -> bool {
        let column = column.trim();
        self.full == column || self.name == column
    }

    /// Whether this looks like a time in seconds, or in a unit that can be turned into them.
    pub(super) fn is_time(&self) -> bool {
        let lower = self.name.to_lowercase();
        let bare = ["_s", "_ms", "_us", "_sec"].iter().find_map(|suffix| lower.strip_suffix(suffix)).unwrap_or(&lower);
        TIMES.contains(&bare) && (self.unit.is_empty() || self.seconds().is_some())
    }

    /// Seconds in one unit of this column, if its unit is one of time.
    pub(super) fn seconds(&self) -> Option<f64> {
        match self.unit.to_lowercase().as_str() {
            "s" | "sec" | "secs" | "second" | "seconds" => Some(1.0),
            "ms" => Some(1e-3),
            "us" | "\u{b5}s" => Some(1e-6),
            "min" | "minutes" => Some(60.0),
            "h" | "hours" => Some(3600.0),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(cell: &str) -> (String, String, bool) {
        let header = Header::parse(cell, 6);
        (header.name.clone(), header.unit.clone(), header.is_time())
    }

    #[test]
    fn takes_names_and_units_apart() {
        let is = |cell: &str, name: &str, unit: &str, time: bool| {
            assert_eq!(parts(cell), (name.to_owned(), unit.to_owned(), time), "{cell}");
        };
        is("Time [s]", "Time", "s", true);
        is(" HR", "HR", "", false);
        is("COOLANT_TEMPERATURE ()", "COOLANT_TEMPERATURE", "", false);
        is("time_ms", "time_ms", "ms", true);
        is("co2_ppm", "co2_ppm", "ppm", false);
        is("\u{feff}t", "t", "", true);
        is("time (of day)", "time", "of day", false);
        is("", "column_7", "", false);
        is("[s]", "[s]", "", false);
    }
}
