//! Error of a twin about one signal, at the sensor's own sampling instants.

/// Twin value minus device value, accumulated.
#[derive(Clone, Copy, Debug, Default)]
pub struct ErrorMeter {
    count: u64,
    sum: f64,
    sum_abs: f64,
    sum_square: f64,
    max_abs: f64,
    last: f64,
}

impl ErrorMeter {
    /// Adds a difference, in the signal's unit.
    pub fn add(&mut self, error: f64) {
        self.count += 1;
        self.sum += error;
        self.sum_abs += error.abs();
        self.sum_square += error * error;
        self.max_abs = self.max_abs.max(error.abs());
        self.last = error;
    }

    /// How many instants were compared.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Mean: the bias.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        self.average(self.sum)
    }

    /// Mean of the absolute error.
    #[must_use]
    pub fn mean_abs(&self) -> Option<f64> {
        self.average(self.sum_abs)
    }

    /// Root of the mean square error.
    #[must_use]
    pub fn rmse(&self) -> Option<f64> {
        self.average(self.sum_square).map(f64::sqrt)
    }

    /// Largest absolute error.
    #[must_use]
    pub fn max_abs(&self) -> Option<f64> {
        (self.count > 0).then_some(self.max_abs)
    }

    /// The latest error.
    #[must_use]
    pub fn last(&self) -> Option<f64> {
        (self.count > 0).then_some(self.last)
    }

    fn average(&self, sum: f64) -> Option<f64> {
        (self.count > 0).then(|| sum / self.count as f64)
    }
}
