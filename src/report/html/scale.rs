//! Scales: from values to places on paper, with round ticks.

use crate::core::math;

/// A linear scale from values to pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from_px: f64,
    to_px: f64,
}

impl Scale {
    /// A scale over values; one that has no length gets one.
    pub(super) fn new((low, high): (f64, f64), (from_px, to_px): (f64, f64)) -> Self {
        let (low, high) = if low.is_finite() && high > low { (low, high) } else { widened(low) };
        Self { low, high, from_px, to_px }
    }

    /// The place of a value.
    pub(super) fn px(&self, value: f64) -> f64 {
        self.from_px + (value - self.low) / (self.high - self.low) * (self.to_px - self.from_px)
    }

    /// Four to eight round values within the scale: multiples of 1, 2 or 5 times a power of ten.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let span = self.high - self.low;
        let power = 10_f64.powi((math::ln(span / 4.0) / std::f64::consts::LN_10).floor() as i32);
        let step = [5.0, 2.0, 1.0].into_iter().find(|step| span / (step * power) >= 4.0).unwrap_or(1.0) * power;
        let first = (self.low / step).ceil() as i64;
        let last = (self.high / step + 1e-9).floor() as i64;
        (first..=last).take(12).map(|index| index as f64 * step).collect()
    }
}

fn widened(at: f64) -> (f64, f64) {
    let at = if at.is_finite() { at } else { 0.0 };
    let half = if at == 0.0 { 1.0 } else { 0.1 * at.abs() };
    (at - half, at + half)
}

/// A tick as short as it can be read.
pub(super) fn label(value: f64) -> String {
    let size = value.abs();
    if size >= 1e6 || (size > 0.0 && size < 1e-4) {
        return format!("{value:.0e}");
    }
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        for (low, high) in [(0.0, 1.0), (0.0, 7.3), (-3.0, 22.0), (1e-6, 2e-6), (0.0, 86_400.0)] {
            let ticks = Scale::new((low, high), (0.0, 100.0)).ticks();
            assert!((4..=10).contains(&ticks.len()), "{low} {high}: {ticks:?}");
            assert!(ticks.iter().all(|tick| *tick >= low - 1e-9 && *tick <= high * 1.000_001), "{ticks:?}");
        }
        assert_eq!(Scale::new((0.0, 1.0), (0.0, 1.0)).ticks().len(), 6);
    }

    #[test]
    fn a_point_is_a_scale_too() {
        let scale = Scale::new((5.0, 5.0), (0.0, 100.0));
        assert_eq!(scale.px(5.0), 50.0);
        assert_eq!((label(0.30000000000000004), label(20.0), label(0.0)), ("0.3".into(), "20".into(), "0".into()));
    }
}
