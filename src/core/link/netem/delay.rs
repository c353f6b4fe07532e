//! Delay: mean and jitter as netem says them, and the distributions that they stand for.

use super::words::{Words, time_ms};
use super::{NetemError, tidy};
use crate::core::link::DelaySpec;

/// Mean and jitter as they stand in a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    pub(super) mean_ms: f64,
    pub(super) jitter_ms: f64,
}

/// Reads what follows `delay`.
pub(super) fn times(keyword: &str, words: &mut Words<'_>) -> Result<Times, NetemError> {
    let mean_ms = time_ms(keyword, words.need(keyword, "a time")?)?;
    let Some(word) = words.number() else { return Ok(Times { mean_ms, jitter_ms: 0.0 }) };
    let jitter_ms = time_ms(keyword, word)?;
    words.no_correlation(keyword, "netem's blend of draws also narrows the jitter, so delays here are independent")?;
    Ok(Times { mean_ms, jitter_ms })
}

/// The delay of a whole line; without a distribution netem draws uniformly from mean plus or minus jitter
/// (`tabledist` in `sch_netem.c`; the manual page says normal).
pub(super) fn spec(times: Option<Times>, distribution: Option<&str>) -> Result<DelaySpec, NetemError> {
    let Times { mean_ms, jitter_ms } = times.unwrap_or(Times { mean_ms: 0.0, jitter_ms: 0.0 });
    if let Some(name) = distribution.filter(|_| mean_ms <= 0.0 || jitter_ms <= 0.0) {
        return Err(NetemError::new(format!("\"distribution {name}\" needs a delay and a jitter above 0")));
    }
    match distribution {
        _ if jitter_ms <= 0.0 => Ok(DelaySpec::Fixed { ms: mean_ms }),
        None | Some("uniform") => Ok(DelaySpec::Uniform { mean_ms, half_width_ms: jitter_ms }),
        Some("normal") => Ok(DelaySpec::Normal { mean_ms, std_ms: jitter_ms }),
        Some("pareto") => Ok(pareto(mean_ms, jitter_ms)),
        Some("paretonormal") => Err(NetemError::new(
            "\"paretonormal\" is not read: a mix of two distributions is a list of measured delays here, or take pareto",
        )),
        Some(name) => Err(NetemError::new(format!("{name:?} is not one of uniform, normal, pareto"))),
    }
}

/// The Pareto distribution of a mean and a standard deviation: shape a with a (a - 2) = (mean / sd)^2, from the
/// moments of type I.
fn pareto(mean_ms: f64, std_ms: f64) -> DelaySpec {
    let shape = 1.0 + (1.0 + (mean_ms / std_ms) * (mean_ms / std_ms)).sqrt();
    DelaySpec::Pareto { min_ms: tidy(mean_ms * (shape - 1.0) / shape), shape: tidy(shape) }
}

/// Mean, jitter and the name of the distribution, where netem has one.
pub(super) fn said(delay: &DelaySpec) -> Result<(Times, Option<&'static str>), String> {
    let (jitter_ms, name) = match delay {
        DelaySpec::Fixed { .. } => (0.0, None),
        DelaySpec::Uniform { half_width_ms, .. } => (*half_width_ms, None),
        DelaySpec::Normal { std_ms, .. } => (*std_ms, Some("normal")),
        DelaySpec::Pareto { shape, .. } if *shape > 2.0 => (delay.std_ms(), Some("pareto")),
        DelaySpec::Pareto { shape, .. } => {
            return Err(format!("netem asks for a standard deviation, and a Pareto delay of shape {shape} has none"));
        }
        DelaySpec::LogNormal { .. } => return Err("netem has no log-normal delay: take Normal or Pareto".to_owned()),
        DelaySpec::Empirical(measured) => {
            return Err(format!("netem cannot draw from the measured delays of {:?}", measured.file));
        }
    };
    let times = Times { mean_ms: delay.mean_ms(), jitter_ms };
    match name.filter(|_| jitter_ms > 0.0) {
        Some(name) if times.mean_ms <= 0.0 => Err(format!("tc takes no {name} jitter round a delay of 0")),
        name => Ok((times, name)),
    }
}
