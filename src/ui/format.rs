//! Numbers as people read them: three significant digits, a unit, a true minus sign.

/// A number with about three significant digits.
#[must_use]
pub fn number(value: f64) -> String {
    let size = value.abs();
    let text = if !value.is_finite() {
        return "-".to_owned();
    } else if size >= 99.95 || size == 0.0 {
        format!("{value:.0}")
    } else if size >= 9.995 {
        format!("{value:.1}")
    } else if size >= 0.1 {
        format!("{value:.2}")
    } else if size >= 0.001 {
        format!("{value:.4}")
    } else {
        format!("{value:.1e}")
    };
    text.replace('-', "\u{2212}")
}

/// A number without needless zeros, for settings.
#[must_use]
pub fn setting(value: f64) -> String {
    let text = number(value);
    if text.contains('.') && !text.contains('e') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A duration, in milliseconds below a second.
#[must_use]
pub fn duration(seconds: f64) -> String {
    let (value, unit) = duration_parts(seconds);
    format!("{value} {unit}")
}

/// A duration as number and unit.
#[must_use]
pub fn duration_parts(seconds: f64) -> (String, &'static str) {
    let size = seconds.abs();
    if size >= 99.95 || size == 0.0 {
        (number(seconds), "s")
    } else if size >= 0.9995 {
        (format!("{seconds:.2}"), "s")
    } else if size >= 0.01 {
        (format!("{:.0}", seconds * 1e3), "ms")
    } else {
        (setting(seconds * 1e3), "ms")
    }
}

/// An instant of the run, with centiseconds.
#[must_use]
pub fn instant(seconds: f64) -> String {
    format!("{seconds:.2}")
}

/// A share, in percent.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// A number of bytes.
#[must_use]
pub fn bytes(count: f64) -> String {
    scaled(count, "B")
}

/// A rate in bytes per second.
#[must_use]
pub fn byte_rate(bytes_per_s: f64) -> String {
    scaled(bytes_per_s, "B/s")
}

/// A rate in bits per second.
#[must_use]
pub fn bit_rate(bits_per_s: f64) -> String {
    scaled(bits_per_s, "bit/s")
}

fn scaled(value: f64, unit: &str) -> String {
    match value {
        v if v >= 999_500.0 => format!("{} M{unit}", setting(v / 1e6)),
        v if v >= 999.5 => format!("{} k{unit}", setting(v / 1e3)),
        v => format!("{v:.0} {unit}"),
    }
}

/// A unit as the interface prints it.
#[must_use]
pub fn unit(name: &str) -> String {
    if name == "C" {
        return "\u{b0}C".to_owned();
    }
    name.replace("^2", "\u{b2}").replace("^3", "\u{b3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_three_digits() {
        for (value, text) in
            [(0.0, "0"), (1234.4, "1234"), (45.67, "45.7"), (-3.456, "\u{2212}3.46"), (0.0123, "0.0123")]
        {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn durations_change_unit_at_a_second() {
        for (seconds, text) in
            [(0.0821, "82 ms"), (0.9999, "1.00 s"), (3.2, "3.20 s"), (0.0005, "0.5 ms"), (120.0, "120 s")]
        {
            assert_eq!(duration(seconds), text);
        }
    }

    #[test]
    fn rates_change_prefix_at_a_thousand() {
        assert_eq!(byte_rate(120.0), "120 B/s");
        assert_eq!(byte_rate(12_340.0), "12.3 kB/s");
        assert_eq!(bit_rate(1_000_000.0), "1 Mbit/s");
    }
}
