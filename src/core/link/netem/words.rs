//! The words of a netem line, one after another, and the numbers with units among them (tc(8), PARAMETERS).

use super::NetemError;

/// Most frames that a queue may be asked to hold.
const MOST_FRAMES: u64 = 10_000_000;
/// The longest time that is read, in seconds.
const LONGEST_S: f64 = 1e7;
/// The fastest rate that is read, in bits per second.
const FASTEST_BPS: f64 = 1e15;

/// Words that are still to be read.
pub(super) struct Words<'a> {
    rest: std::iter::Peekable<std::str::SplitAsciiWhitespace<'a>>,
}

impl<'a> Words<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { rest: text.split_ascii_whitespace().peekable() }
    }

    pub(super) fn next(&mut self) -> Option<&'a str> {
        self.rest.next()
    }

    /// The next word, which `of` cannot do without.
    pub(super) fn need(&mut self, of: &str, what: &str) -> Result<&'a str, NetemError> {
        self.next().ok_or_else(|| NetemError::new(format!("{of:?} needs {what} after it")))
    }

    /// The next word if it is `word`.
    pub(super) fn take(&mut self, word: &str) -> bool {
        self.rest.next_if_eq(&word).is_some()
    }

    /// The next word if it begins as numbers do: that is how tc tells an optional number from a keyword.
    pub(super) fn number(&mut self) -> Option<&'a str> {
        self.rest.next_if(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// A correlation, which is only good if it is none.
    pub(super) fn no_correlation(&mut self, of: &str, why: &str) -> Result<(), NetemError> {
        match self.number() {
            Some(word) if share(of, word)? > 0.0 => {
                Err(NetemError::new(format!("the correlation {word:?} of {of} is not read: {why}")))
            }
            _ => Ok(()),
        }
    }
}

/// A word's number and its unit in small letters.
fn split(of: &str, word: &str) -> Result<(f64, String), NetemError> {
    let end = word.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(word.len());
    let (digits, unit) = word.split_at(end);
    match digits.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok((number, unit.to_ascii_lowercase())),
        _ => Err(NetemError::new(format!("{word:?} after {of:?} is not a number"))),
    }
}

/// A time in milliseconds. A bare number is microseconds.
pub(super) fn time_ms(of: &str, word: &str) -> Result<f64, NetemError> {
    let (number, unit) = split(of, word)?;
    let ms = match unit.as_str() {
        "s" | "sec" | "secs" => number * 1e3,
        "ms" | "msec" | "msecs" => number,
        "us" | "usec" | "usecs" | "" => number / 1e3,
        "ns" | "nsec" | "nsecs" => number / 1e6,
        _ => return Err(NetemError::new(format!("{word:?} after {of:?} is not a time in s, ms, us or ns"))),
    };
    if ms > LONGEST_S * 1e3 {
        return Err(NetemError::new(format!("{word:?} after {of:?} is above {LONGEST_S} s")));
    }
    Ok(ms)
}

/// A percentage, with or without its sign, as a share from 0 to 1.
pub(super) fn share(of: &str, word: &str) -> Result<f64, NetemError> {
    let (number, unit) = split(of, word)?;
    if !matches!(unit.as_str(), "" | "%") || number > 100.0 {
        return Err(NetemError::new(format!("{word:?} after {of:?} is not a percentage from 0% to 100%")));
    }
    Ok(number / 100.0)
}

/// A rate in bits per second. In `kbps` and the like tc means bytes, and in `kibit` and the like 1024.
pub(super) fn rate_bps(word: &str) -> Result<f64, NetemError> {
    let (number, unit) = split("rate", word)?;
    if unit == "%" {
        return Err(NetemError::new(format!(
            "{word:?} after \"rate\" is a share of a speed that only the machine knows"
        )));
    }
    let (prefix, bits) = match (unit.strip_suffix("bit"), unit.strip_suffix("bps")) {
        (Some(prefix), _) => (prefix, 1.0),
        (None, Some(prefix)) => (prefix, 8.0),
        (None, None) if unit.is_empty() => ("", 1.0),
        (None, None) => ("?", 1.0),
    };
    let scale = match prefix {
        "" => 1.0,
        "k" => 1e3,
        "m" => 1e6,
        "g" => 1e9,
        "t" => 1e12,
        "ki" => 1024.0,
        "mi" => 1_048_576.0,
        "gi" => 1_073_741_824.0,
        "ti" => 1_099_511_627_776.0,
        _ => {
            let sentence = format!("{word:?} after \"rate\" is not a rate such as 64kbit (bits) or 8kbps (bytes)");
            return Err(NetemError::new(sentence));
        }
    };
    let bps = number * scale * bits;
    if bps <= 0.0 || bps > FASTEST_BPS {
        return Err(NetemError::new(format!("{word:?} after \"rate\" is not above 0 and up to {FASTEST_BPS} bit/s")));
    }
    Ok(bps)
}

/// A number of frames, at least 1.
pub(super) fn frames(of: &str, word: &str) -> Result<usize, NetemError> {
    match word.parse::<u64>() {
        Ok(frames @ 1..=MOST_FRAMES) => Ok(frames as usize),
        _ => Err(NetemError::new(format!("{word:?} after {of:?} is not a whole number from 1 to {MOST_FRAMES}"))),
    }
}
