//! Lines of numbers: three of them are a vibration sample, labelled ones are an Arduino plotter's.

use super::field::decimal;
use super::{Line, Reject};

/// Pairs that one line may hold.
pub const PAIR_LIMIT: usize = 16;
/// Bytes that a label may have.
pub const LABEL_LIMIT: usize = 32;

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split([' ', '\t', ',']).filter(|word| !word.is_empty())
}

/// Reads three plain numbers, in m/s^2.
pub(super) fn triple(line: &str) -> Result<Line, Reject> {
    let mut accel_m_s2 = [0.0; 3];
    let mut words = words(line);
    for axis in &mut accel_m_s2 {
        *axis = words.next().and_then(decimal).ok_or(Reject::Unknown)?;
    }
    if words.next().is_some() {
        return Err(Reject::Unknown);
    }
    Ok(Line::Vibration { accel_m_s2, stamp: None })
}

/// Reads `label:value` pairs. A blank may stand between the colon and the value.
pub(super) fn pairs(line: &str) -> Result<Line, Reject> {
    let mut pairs = Vec::new();
    let mut words = words(line);
    while let Some(word) = words.next() {
        let (label, value) = word.split_once(':').ok_or(Reject::Unknown)?;
        let value = if value.is_empty() { words.next().unwrap_or_default() } else { value };
        let value = decimal(value).ok_or_else(|| Reject::field("a plotted value", value, "a decimal number"))?;
        if label.is_empty() || label.len() > LABEL_LIMIT || pairs.len() == PAIR_LIMIT {
            return Err(Reject::Unknown);
        }
        pairs.push((label.to_owned(), value));
    }
    if pairs.is_empty() { Err(Reject::Unknown) } else { Ok(Line::Plot(pairs)) }
}

pub(super) fn emit_triple([x, y, z]: [f64; 3]) -> String {
    format!("{x:.3}\t{y:.3}\t{z:.3}")
}

pub(super) fn emit_pairs(pairs: &[(String, f64)]) -> String {
    let words: Vec<String> = pairs.iter().map(|(label, value)| format!("{label}:{value}")).collect();
    words.join("\t")
}
