//! Links: delay, loss, rate and queue.

use super::super::path::Path;
use super::super::spec::SceneSpec;
use super::bounds::{Bounds, NOT_NEGATIVE, POSITIVE, RATE_HZ, SHARE};
use super::report::{Report, number};
use crate::core::fault::LinkFaultKind;
use crate::core::link::{DelaySpec, LinkSpec, LossSpec, QueueSpec, ServiceSpec};
use crate::core::metric::RadioSpec;

/// Delays up to the longest run there is, in milliseconds.
const DELAY_MS: Bounds = NOT_NEGATIVE.up_to(1e10);
/// Rates in bits per second.
pub(super) const RATE_BPS: Bounds = POSITIVE.up_to(1e15);
const MEAN_BURST: Bounds = Bounds::at_least(1.0).up_to(1e9);
/// Most frames that a queue may be asked to hold.
const MOST_WAITING: usize = 10_000_000;
/// Copies of one frame in a duplicate storm.
const MOST_COPIES: u8 = 20;

/// Checks all links.
pub(super) fn check(spec: &SceneSpec, report: &mut Report) {
    let root = Path::ROOT;
    let list = root.field("links");
    for (index, link) in spec.links.iter().enumerate() {
        check_one(list.item(index), link, report);
    }
}

fn check_one(at: Path<'_>, link: &LinkSpec, report: &mut Report) {
    delay(at.field("delay"), &link.delay, report);
    loss(at.field("loss"), &link.loss, report);
    if let Some(rate_bps) = link.rate_bps {
        report.number(at.field("rate_bps"), rate_bps, RATE_BPS);
    }
    if let Some(rate_fps) = link.rate_fps {
        report.number(at.field("rate_fps"), rate_fps, RATE_HZ);
        if let Some(rate_bps) = link.rate_bps {
            let message = format!(
                "{} is given beside rate_bps, which is {}: one of them must go",
                number(rate_fps),
                number(rate_bps)
            );
            report.refuse(at.field("rate_fps"), message);
        }
    } else if link.service == ServiceSpec::Exponential {
        report.refuse(at.field("service"), "Exponential needs rate_fps");
    }
    if let Some(RadioSpec::LoRaWan { spreading_factor }) = link.radio
        && !(7..=12).contains(&spreading_factor)
    {
        let message = format!("{spreading_factor} is not between 7 and 12");
        report.refuse(at.field("radio").field("spreading_factor"), message);
    }
    let QueueSpec::Fifo { limit } = link.queue;
    report.at_most(at.field("queue").field("limit"), limit, MOST_WAITING, "waiting frames");
}

/// Checks the numbers of a fault.
pub(super) fn fault(at: Path<'_>, kind: &LinkFaultKind, report: &mut Report) {
    match *kind {
        LinkFaultKind::LatencySpike { add_ms } => report.number(at.field("add_ms"), add_ms, DELAY_MS),
        LinkFaultKind::BurstLoss { loss: share, mean_burst } => {
            loss(at, &LossSpec::GilbertElliott { loss: share, mean_burst }, report);
        }
        LinkFaultKind::DuplicateStorm { copies } => {
            if !(1..=MOST_COPIES).contains(&copies) {
                report.refuse(at.field("copies"), format!("{copies} is not between 1 and {MOST_COPIES}"));
            }
        }
        LinkFaultKind::Stalls { share, up_to_ms } => {
            report.number(at.field("share"), share, SHARE);
            report.number(at.field("up_to_ms"), up_to_ms, DELAY_MS);
        }
    }
}

/// Checks a delay distribution.
pub(super) fn delay(at: Path<'_>, delay: &DelaySpec, report: &mut Report) {
    match *delay {
        DelaySpec::Fixed { ms } => report.number(at.field("ms"), ms, DELAY_MS),
        DelaySpec::Uniform { mean_ms, half_width_ms } => {
            report.number(at.field("mean_ms"), mean_ms, DELAY_MS);
            report.number(at.field("half_width_ms"), half_width_ms, DELAY_MS);
            if half_width_ms > mean_ms {
                let message = format!(
                    "{} is wider than mean_ms, which is {}: delays would be negative",
                    number(half_width_ms),
                    number(mean_ms)
                );
                report.refuse(at.field("half_width_ms"), message);
            }
        }
        DelaySpec::Normal { mean_ms, std_ms } => {
            report.number(at.field("mean_ms"), mean_ms, DELAY_MS);
            report.number(at.field("std_ms"), std_ms, DELAY_MS);
        }
        DelaySpec::LogNormal { mean_ms, std_ms } => {
            report.number(at.field("mean_ms"), mean_ms, POSITIVE.up_to(1e10));
            report.number(at.field("std_ms"), std_ms, DELAY_MS);
        }
    }
}

/// Checks a loss process.
pub(super) fn loss(at: Path<'_>, loss: &LossSpec, report: &mut Report) {
    match loss {
        LossSpec::None => {}
        LossSpec::Bernoulli(share) => report.number(at, *share, SHARE),
        LossSpec::GilbertElliott { loss, mean_burst } => {
            report.number(at.field("loss"), *loss, SHARE);
            report.number(at.field("mean_burst"), *mean_burst, MEAN_BURST);
            // From good to bad with p = loss / (1 - loss) / mean_burst, which is a probability.
            let most = mean_burst / (1.0 + mean_burst);
            if *loss <= 1.0 && *mean_burst >= 1.0 && *loss > most {
                let message = format!("{loss} cannot be lost in bursts of {mean_burst} frames: at most {most:.3} can");
                report.refuse(at.field("loss"), message);
            }
        }
        LossSpec::List(frames) => {
            for (index, _) in frames.iter().enumerate().filter(|(_, frame)| **frame == 0) {
                report.refuse(at.item(index), "0 is no frame: they are counted from 1");
            }
        }
    }
}
