//! Recursive least squares with exponential forgetting (Haykin, Adaptive Filter Theory, chapter on RLS).

/// Most regressors.
pub const MOST: usize = 16;

/// Covariance at the start, in variances of the residuals: a weight may be about 1 where residuals are a hundredth of
/// their signal. It is a weak pull towards zero, and says how little is known of what was never seen.
const INITIAL: f64 = 1e4;

/// Forgetting stops where the covariance would grow beyond this: nothing new has been seen in some direction.
const MOST_TRACE: f64 = INITIAL * MOST as f64;

/// A linear predictor that is fitted as samples come.
#[derive(Clone, Debug)]
pub struct Rls {
    size: usize,
    weights: [f64; MOST],
    covariance: Box<[[f64; MOST]; MOST]>,
    seen: u64,
}

impl Rls {
    /// A predictor from `size` regressors, at most [`MOST`], that predicts 0.
    #[must_use]
    pub fn new(size: usize) -> Self {
        let size = size.min(MOST);
        let mut covariance = Box::new([[0.0; MOST]; MOST]);
        for (index, row) in covariance.iter_mut().enumerate().take(size) {
            row[index] = INITIAL;
        }
        Self { size, weights: [0.0; MOST], covariance, seen: 0 }
    }

    /// What the regressors predict.
    #[must_use]
    pub fn predict(&self, regressors: &[f64; MOST]) -> f64 {
        dot(&self.weights, regressors, self.size)
    }

    /// How far a prediction may be off because the regressors are unlike those that were seen: the variance of the
    /// prediction, in variances of the residuals. It is 0 where much was seen, and large where nothing was.
    #[must_use]
    pub fn leverage(&self, regressors: &[f64; MOST]) -> f64 {
        let rows = regressors.iter().zip(self.covariance.iter()).take(self.size);
        rows.map(|(regressor, row)| regressor * dot(row, regressors, self.size)).sum::<f64>().max(0.0)
    }

    /// Learns from a sample; `forgetting` is the weight of all samples before, just below 1: after `1 / (1 -
    /// forgetting)` samples one counts for 1/e.
    pub fn learn(&mut self, regressors: &[f64; MOST], target: f64, forgetting: f64) {
        let size = self.size;
        let mut gain = [0.0; MOST];
        for (gain, row) in gain.iter_mut().zip(self.covariance.iter()).take(size) {
            *gain = dot(row, regressors, size);
        }
        let trace: f64 = (0..size).map(|index| self.covariance[index][index]).sum();
        let forgetting = if trace < MOST_TRACE { forgetting } else { 1.0 };
        let denominator = forgetting + dot(&gain, regressors, size);
        let error = target - self.predict(regressors);
        if !(denominator > 0.0 && error.is_finite()) {
            return;
        }
        for (weight, gain) in self.weights.iter_mut().zip(&gain).take(size) {
            *weight += gain / denominator * error;
        }
        for row in 0..size {
            for column in row..size {
                let value = (self.covariance[row][column] - gain[row] * gain[column] / denominator) / forgetting;
                self.covariance[row][column] = value;
                self.covariance[column][row] = value;
            }
        }
        self.seen += 1;
    }

    /// The fitted weights.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights[..self.size]
    }

    /// Whether enough was seen for the fit to mean something.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.seen >= 3 * self.size as u64
    }
}

fn dot(a: &[f64; MOST], b: &[f64; MOST], size: usize) -> f64 {
    a[..size].iter().zip(&b[..size]).map(|(a, b)| a * b).sum()
}
