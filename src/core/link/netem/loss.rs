//! Loss: independent, or in bursts by the two-state chain that netem calls `gemodel`.

use super::words::{Words, share};
use super::{NetemError, tidy};
use crate::core::link::LossSpec;

/// Reads what follows `loss`.
pub(super) fn read(keyword: &str, words: &mut Words<'_>) -> Result<LossSpec, NetemError> {
    match words.number() {
        Some(word) => random(keyword, word, words),
        None => match words.need(keyword, "a percentage, random or gemodel")? {
            "random" => {
                let word = words.need("loss random", "a percentage")?;
                random(keyword, word, words)
            }
            "gemodel" => gemodel(words),
            "state" => Err(NetemError::new("\"loss state\" has four states, and links here have two: take gemodel")),
            word => Err(NetemError::new(format!("{word:?} after {keyword:?} is no loss model of netem"))),
        },
    }
}

fn random(keyword: &str, word: &str, words: &mut Words<'_>) -> Result<LossSpec, NetemError> {
    let p = share(keyword, word)?;
    words.no_correlation(
        keyword,
        "netem then loses far less than it is asked to (10 % with 50 % correlation measures 0.12 %); ask for bursts \
         with gemodel",
    )?;
    Ok(if p > 0.0 { LossSpec::Bernoulli(p) } else { LossSpec::None })
}

/// `gemodel p [r [1-h [1-k]]]`: p from good to bad, r back. All that is in the bad state is lost and nothing in the
/// good one, so that the long-run loss is p / (p + r) and a burst has 1 / r frames in the mean (Gilbert 1960).
fn gemodel(words: &mut Words<'_>) -> Result<LossSpec, NetemError> {
    const NAME: &str = "gemodel";
    let word = words.need(NAME, "a percentage")?;
    let p = share(NAME, word)?;
    let r = words.number().map_or(Ok(1.0 - p), |word| share(NAME, word))?;
    for (parameter, usual) in [("1-h", 1.0), ("1-k", 0.0)] {
        let Some(word) = words.number() else { break };
        if (share(NAME, word)? - usual).abs() > 1e-12 {
            return Err(NetemError::new(format!(
                "{parameter} of gemodel is {word:?}: links here lose everything in the bad state and nothing in the \
                 good one, which is {}%",
                100.0 * usual
            )));
        }
    }
    if r <= 0.0 {
        return Err(NetemError::new(format!("gemodel {word} with r = 0% never leaves the bad state once it is there")));
    }
    Ok(LossSpec::GilbertElliott { loss: tidy(p / (p + r)), mean_burst: tidy(1.0 / r) })
}

/// What a line says about a loss, in percent: nothing, `p`, or `gemodel p r`.
pub(super) enum Said {
    Nothing,
    Random(f64),
    Bursts(f64, f64),
}

/// How netem says a loss process.
pub(super) fn said(loss: &LossSpec) -> Result<Said, String> {
    match loss {
        LossSpec::None => Ok(Said::Nothing),
        LossSpec::Bernoulli(p) => Ok(Said::Random(100.0 * p)),
        LossSpec::GilbertElliott { loss, mean_burst } => {
            let r = 1.0 / mean_burst;
            let p = r * loss / (1.0 - loss);
            if (0.0..=1.0 + 1e-6).contains(&p) {
                Ok(Said::Bursts(100.0 * p.min(1.0), 100.0 * r))
            } else {
                Err(format!("a chain cannot lose {loss} of all frames in bursts of {mean_burst}"))
            }
        }
        LossSpec::List(_) => Err("netem cannot lose exactly the frames of a list".to_owned()),
    }
}
