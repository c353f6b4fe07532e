//! Writing: from the properties of a hop to a line.

use std::fmt::Write as _;

use super::{delay, loss};
use crate::core::link::{DelaySpec, LineSpec, OrderSpec, QueueSpec};

/// The line that makes an interface behave like a hop. It says `eth0`: put the interface's own name there.
///
/// # Errors
/// With one sentence about what netem cannot say.
pub fn line(spec: &LineSpec) -> Result<String, String> {
    refuse(spec)?;
    let mut line = "tc qdisc replace dev eth0 root netem".to_owned();
    let mut say = |words: std::fmt::Arguments<'_>| {
        // Writing to a text cannot fail.
        let _ = line.write_fmt(words);
    };
    match spec.queue {
        QueueSpec::Fifo { limit } if QueueSpec::Fifo { limit } == QueueSpec::default() => {}
        QueueSpec::Fifo { limit: 0 } => return Err("netem drops every frame where none may wait".to_owned()),
        QueueSpec::Fifo { limit } => say(format_args!(" limit {limit}")),
        QueueSpec::NewestPerSignal => {
            return Err("netem has no queue that keeps the newest of each signal: take Fifo".to_owned());
        }
        QueueSpec::Expiry { .. } => {
            return Err("netem has no queue that throws out what is too old: take Fifo".to_owned());
        }
    }
    let (times, distribution) = delay::said(&spec.delay)?;
    if times.mean_ms > 0.0 || times.jitter_ms > 0.0 {
        say(format_args!(" delay {}ms", decimal(times.mean_ms)));
    }
    if times.jitter_ms > 0.0 {
        say(format_args!(" {}ms", decimal(times.jitter_ms)));
    }
    if let Some(name) = distribution {
        say(format_args!(" distribution {name}"));
    }
    match loss::said(&spec.loss)? {
        loss::Said::Nothing => {}
        loss::Said::Random(p) => say(format_args!(" loss {}%", decimal(p))),
        loss::Said::Bursts(p, r) => say(format_args!(" loss gemodel {}% {}%", decimal(p), decimal(r))),
    }
    if spec.duplicate > 0.0 {
        say(format_args!(" duplicate {}%", decimal(100.0 * spec.duplicate)));
    }
    if let Some(rate_bps) = spec.rate_bps {
        say(format_args!(" rate {}bit", decimal(rate_bps)));
    }
    Ok(line)
}

/// What netem has no word for at all.
fn refuse(spec: &LineSpec) -> Result<(), String> {
    let overtakes = spec.order == OrderSpec::Overtaking || matches!(spec.delay, DelaySpec::Fixed { .. });
    let cannot = [
        (spec.rate_fps.is_some(), "netem counts bits, not frames: give the rate in bits per second"),
        (!overtakes, "netem lets frames overtake one another by jitter: it cannot keep their order"),
        (spec.processing_ms > 0.0, "netem has no processing time: add it to the delay"),
        (spec.outages.is_some(), "netem has no outages of its own: take the interface down instead"),
        (spec.gateway.is_some(), "netem has no gateway: it neither collects frames nor leaves any out"),
        (spec.offline.is_some(), "netem has no store for frames while the interface is down"),
    ];
    match cannot.into_iter().find(|(true_of_it, _)| *true_of_it) {
        Some((_, sentence)) => Err(sentence.to_owned()),
        None => Ok(()),
    }
}

/// A number with as many decimals as it needs, nine at most.
fn decimal(number: f64) -> String {
    let text = format!("{number:.9}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
