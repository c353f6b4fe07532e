//! When a correction is better not made: while it is less certain than what it would remove.

/// Whether corrections are made, and why not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Withholding {
    released: bool,
    reason: Option<String>,
}

impl Withholding {
    /// Looks at an estimate of the drift (ppm) with its standard error, from so many readings.
    ///
    /// A correction is withheld until two standard errors are smaller than the drift that it removes; from then on it
    /// is never withheld again.
    pub fn judge(&mut self, readings: usize, drift_and_bar_ppm: Option<(f64, f64)>) {
        if self.released {
            return;
        }
        self.reason = match drift_and_bar_ppm {
            None => Some(format!("Correction withheld: {readings} readings are too few to tell the drift.")),
            Some((drift, bar)) if 2.0 * bar < drift.abs() => {
                self.released = true;
                None
            }
            Some((drift, bar)) => Some(format!(
                "Correction withheld: after {readings} readings the drift is {drift:+.2} ppm, give or take {:.2} ppm \
                 (two sigma); it is corrected once it is larger than that.",
                2.0 * bar
            )),
        };
    }

    /// Whether corrections are made.
    #[must_use]
    pub fn released(&self) -> bool {
        self.released
    }

    /// Why no correction is made, as a sentence for the screen; `None` once they are.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_readings_at_1_ms_are_worse_than_the_crystal() {
        let mut rule = Withholding::default();
        rule.judge(2, None);
        assert!(!rule.released() && rule.reason().unwrap().contains("too few"));
        rule.judge(6, Some((40.0, 24.0)));
        assert!(rule.reason().unwrap().contains("+40.00 ppm, give or take 48.00 ppm"));
        rule.judge(9, Some((-40.0, 13.0)));
        assert!(rule.released() && rule.reason().is_none());
        rule.judge(10, Some((1.0, 13.0)));
        assert!(rule.released());
    }
}
