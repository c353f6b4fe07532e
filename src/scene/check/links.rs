//! Links: delay, loss, rate and queue.

use super::super::path::Path;
use super::super::spec::SceneSpec;
use super::bounds::{Bounds, INTERVAL_S, NOT_NEGATIVE, POSITIVE, RATE_HZ, SHARE};
use super::report::{Report, number};
use crate::core::fault::LinkFaultKind;
use crate::core::link::{
    DelaySpec, HopSpec, LinkSpec, LossSpec, OfflineSpec, OrderSpec, QueueSpec, ServiceSpec, Tier, netem,
};
use crate::core::metric::RadioSpec;

/// Delays up to the longest run there is, in milliseconds.
const DELAY_MS: Bounds = NOT_NEGATIVE.up_to(1e10);
/// Rates in bits per second.
pub(super) const RATE_BPS: Bounds = POSITIVE.up_to(1e15);
const MEAN_BURST: Bounds = Bounds::at_least(1.0).up_to(1e9);
/// Most frames that a queue may be asked to hold.
const MOST_WAITING: usize = 10_000_000;
/// One for each way from a tier to the next.
const MOST_HOPS: usize = 3;
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
    if let Some(RadioSpec::LoRaWan { spreading_factor }) = link.radio
        && !(7..=12).contains(&spreading_factor)
    {
        let message = format!("{spreading_factor} is not between 7 and 12");
        report.refuse(at.field("radio").field("spreading_factor"), message);
    }
    if link.hops.is_empty() {
        if let Some(hop) = link.way().first() {
            check_hop(at, hop, report);
        }
        return;
    }
    let given = [
        ("preset", link.preset.is_some()),
        ("netem", link.netem.is_some()),
        ("delay", link.delay.is_some()),
        ("loss", link.loss.is_some()),
        ("rate_bps", link.rate_bps.is_some()),
        ("rate_fps", link.rate_fps.is_some()),
        ("queue", link.queue.is_some()),
        ("order", link.order != OrderSpec::default()),
        ("duplicate", link.duplicate != 0.0),
        ("processing_ms", link.processing_ms != 0.0),
        ("outages", link.outages.is_some()),
    ];
    for (field, _) in given.iter().filter(|(_, given)| *given) {
        report.refuse(at.field(field), "this is given beside hops: each hop says it for itself");
    }
    let list = at.field("hops");
    report.at_most(list, link.hops.len(), MOST_HOPS, "hops");
    let names: Vec<String> = link.hops.iter().map(|hop| hop.name.clone()).collect();
    report.distinct(list, &names);
    let mut from = Tier::Physical;
    for (index, hop) in link.hops.iter().enumerate() {
        let item = list.item(index);
        if hop.name.trim().is_empty() {
            report.refuse(item.field("name"), format!("{:?} is an empty name", hop.name));
        }
        check_hop(item, hop, report);
        let to = hop.to.unwrap_or_else(|| Tier::usual(index, link.hops.len()));
        if to <= from {
            let message = format!("{} does not come after {}", to.name(), from.name());
            report.refuse(item.field("to"), message);
        } else if index + 1 == link.hops.len() && to != Tier::Twin {
            report.refuse(item.field("to"), format!("{} is not where the last hop ends: that is Twin", to.name()));
        }
        from = to;
    }
}

fn check_hop(at: Path<'_>, link: &HopSpec, report: &mut Report) {
    let written = link.preset.is_some() || link.netem.is_some();
    match &link.delay {
        Some(spec) => delay(at.field("delay"), spec, report),
        None if written => {}
        None => report.refuse(at.field("delay"), "this field of Link is missing: a delay, a preset or a netem line"),
    }
    if let Some(spec) = &link.loss {
        loss(at.field("loss"), spec, report);
    }
    if let Some(text) = &link.netem {
        if link.preset.is_some() {
            report.refuse(at.field("netem"), "this is given beside preset: one of them must go");
        }
        if let Err(error) = netem::parse(text) {
            report.refuse(at.field("netem"), error.to_string());
        }
    }
    report.number(at.field("duplicate"), link.duplicate, SHARE);
    report.number(at.field("processing_ms"), link.processing_ms, DELAY_MS);
    if let Some(outages) = &link.outages {
        report.number(at.field("outages").field("mean_up_s"), outages.mean_up_s, INTERVAL_S);
        report.number(at.field("outages").field("mean_down_s"), outages.mean_down_s, INTERVAL_S);
    }
    if let Some(gateway) = &link.gateway {
        let at = at.field("gateway");
        report.number(at.field("aggregate_s"), gateway.aggregate_s, NOT_NEGATIVE.up_to(1e7));
        report.number(at.field("deadband_percent"), gateway.deadband_percent, NOT_NEGATIVE.up_to(1e6));
    }
    if let Some(kept) = &link.offline {
        offline(at.field("offline"), kept, report);
    }
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
    if let Some(spec) = &link.queue {
        queue(at.field("queue"), spec, report);
    }
}

/// Checks what waits before a line.
pub(super) fn queue(at: Path<'_>, queue: &QueueSpec, report: &mut Report) {
    match *queue {
        QueueSpec::Fifo { limit } => report.at_most(at.field("limit"), limit, MOST_WAITING, "waiting frames"),
        QueueSpec::NewestPerSignal => {}
        QueueSpec::Expiry { max_age_s } => report.number(at.field("max_age_s"), max_age_s, INTERVAL_S),
    }
}

/// Checks what is kept while offline.
pub(super) fn offline(at: Path<'_>, offline: &OfflineSpec, report: &mut Report) {
    match *offline {
        OfflineSpec::KeepAll | OfflineSpec::NewestPerSignal => {}
        OfflineSpec::DropOldest { limit: 0 } => report.refuse(at.field("limit"), "0 frames are nothing to keep"),
        OfflineSpec::DropOldest { limit } => report.at_most(at.field("limit"), limit, MOST_WAITING, "kept frames"),
        OfflineSpec::Expiry { max_age_s } => report.number(at.field("max_age_s"), max_age_s, INTERVAL_S),
    }
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
        DelaySpec::Pareto { min_ms, shape } => {
            report.number(at.field("min_ms"), min_ms, POSITIVE.up_to(1e10));
            report.number(at.field("shape"), shape, Bounds::above(1.0).up_to(1e3));
        }
        // Whether its file can be read, the reader says.
        DelaySpec::Empirical(_) => {}
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
