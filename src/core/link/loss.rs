//! Loss: which frames never arrive.

use serde::{Deserialize, Serialize};

use crate::core::rng::Stream;

/// A loss process.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum LossSpec {
    /// Nothing is lost.
    #[default]
    None,
    /// Each frame is lost with this probability, independently.
    Bernoulli(f64),
    /// Losses come in bursts: a two-state chain that loses everything in its bad state (Gilbert 1960,
    /// Elliott 1963), asked for by what it shows.
    GilbertElliott {
        /// Long-run share of frames lost, 0 to 1.
        loss: f64,
        /// Mean number of frames lost in a row, at least 1.
        mean_burst: f64,
    },
    /// Exactly these frames are lost, counted from 1.
    List(Vec<u64>),
}

impl LossSpec {
    /// Long-run share of frames lost that this process asks for; an exact list has none.
    #[must_use]
    pub fn asked(&self) -> Option<f64> {
        match *self {
            Self::None => Some(0.0),
            Self::Bernoulli(p) => Some(p),
            Self::GilbertElliott { loss, .. } => Some(loss),
            Self::List(_) => None,
        }
    }
}

/// A loss process in progress.
#[derive(Clone, Debug, Default)]
pub(super) struct LossProcess {
    bad: bool,
    frames: u64,
}

impl LossProcess {
    /// Decides about the next frame.
    pub(super) fn loses(&mut self, spec: &LossSpec, stream: &mut Stream) -> bool {
        self.frames += 1;
        match spec {
            LossSpec::None => false,
            LossSpec::Bernoulli(p) => stream.chance(*p),
            LossSpec::GilbertElliott { loss, mean_burst } => {
                // r = 1/burst leaves the bad state; p is what makes p/(p+r) the asked share.
                let recover = 1.0 / mean_burst;
                let fail = if *loss < 1.0 { recover * loss / (1.0 - loss) } else { 1.0 };
                self.bad = if self.bad { *loss >= 1.0 || !stream.chance(recover) } else { stream.chance(fail) };
                self.bad
            }
            LossSpec::List(frames) => frames.contains(&self.frames),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(spec: &LossSpec, n: usize) -> Vec<bool> {
        let (mut process, mut stream) = (LossProcess::default(), Stream::new(5, "link", "loss"));
        (0..n).map(|_| process.loses(spec, &mut stream)).collect()
    }

    #[test]
    fn bursts_have_the_asked_share_and_length() {
        let n = 400_000;
        let (loss, burst) = (0.05, 4.0);
        let lost = pattern(&LossSpec::GilbertElliott { loss, mean_burst: burst }, n);
        let count = lost.iter().filter(|lost| **lost).count() as f64;
        let runs = lost.windows(2).filter(|pair| !pair[0] && pair[1]).count() as f64;
        // The chain's correlation time multiplies the variance of the share by (1 + rho) / (1 - rho), with
        // rho = 1 - p - r; burst lengths are geometric with variance b (b - 1).
        let rho = 1.0 - 1.0 / burst - loss / (1.0 - loss) / burst;
        let std_of_share = (loss * (1.0 - loss) / n as f64 * (1.0 + rho) / (1.0 - rho)).sqrt();
        assert!((count / n as f64 - loss).abs() < 4.0 * std_of_share);
        assert!((count / runs - burst).abs() < 4.0 * (burst * (burst - 1.0) / runs).sqrt());
    }

    #[test]
    fn exact_lists_lose_exactly_these() {
        let lost = pattern(&LossSpec::List(vec![2, 4]), 5);
        assert_eq!(lost, [false, true, false, true, false]);
    }

    #[test]
    fn total_loss_loses_all() {
        assert!(pattern(&LossSpec::GilbertElliott { loss: 1.0, mean_burst: 4.0 }, 100).iter().all(|lost| *lost));
        assert!(pattern(&LossSpec::Bernoulli(1.0), 100).iter().all(|lost| *lost));
    }
}
