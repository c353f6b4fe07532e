//! What the chosen twin has noticed, and how that compares with what was injected.

use crate::core::detect::{Anomaly, Score};
use crate::lab::Stage;
use crate::sim::TwinState;

use super::super::format;

/// Most anomalies listed.
const LISTED: usize = 4;

/// What a twin has noticed.
#[derive(Clone, Debug, Default)]
pub struct Noticed {
    /// Whether the twin watches for anything.
    pub watches: bool,
    /// What it thinks is wrong, what stands first, then the latest.
    pub anomalies: Vec<NoticedRow>,
    /// How many more there are.
    pub more: usize,
    /// How well it did so far.
    pub score: Option<Score>,
}

/// One thing that a twin thinks is wrong.
#[derive(Clone, Debug)]
pub struct NoticedRow {
    /// Of what kind: sensor, network or real change.
    pub class: &'static str,
    /// The signal; the link where the way from the device is meant.
    pub subject: String,
    /// Whether it still thinks so.
    pub stands: bool,
    /// When it noticed, or for how long ago it was over, in words.
    pub when: String,
    /// How sure it is that something is wrong, as a share.
    pub confidence: f64,
    /// What was noticed, with numbers.
    pub evidence: String,
    /// Why it is of that kind.
    pub reason: &'static str,
}

/// What a twin had noticed at the instant shown.
#[must_use]
pub fn of(stage: &Stage, twin: usize) -> Noticed {
    let shown = &stage.shown;
    let Some((state, anomalies)) = shown.twins.get(twin).and_then(|state| Some((state, state.anomalies.as_ref()?)))
    else {
        return Noticed::default();
    };
    let known = |anomaly: &&Anomaly| anomaly.raised_at <= shown.now;
    let mut order: Vec<&Anomaly> = anomalies.iter().filter(known).collect();
    order.sort_by_key(|anomaly| (!stands(anomaly, stage), std::cmp::Reverse(anomaly.raised_at)));
    let rows = order.iter().take(LISTED).map(|anomaly| row(stage, state, anomaly));
    Noticed {
        watches: true,
        anomalies: rows.collect(),
        more: order.len().saturating_sub(LISTED),
        score: stage.simulation.score(twin, None),
    }
}

fn stands(anomaly: &Anomaly, stage: &Stage) -> bool {
    anomaly.ended.is_none_or(|ended| ended > stage.shown.now)
}

fn row(stage: &Stage, twin: &TwinState, anomaly: &Anomaly) -> NoticedRow {
    let shown = &stage.shown;
    let signals = shown.devices.get(twin.device).map_or(&[][..], |device| &device.signals);
    let subject = anomaly.signal.and_then(|signal| signals.get(usize::from(signal)));
    let ago = |at| format!("{} ago", format::duration((shown.now - at).secs()));
    NoticedRow {
        class: anomaly.class.name(),
        subject: subject.map_or_else(|| "the way here".to_owned(), |info| info.name.to_string()),
        stands: stands(anomaly, stage),
        when: match anomaly.ended {
            Some(ended) if ended <= shown.now => format!("over {}", ago(ended)),
            _ => ago(anomaly.raised_at),
        },
        confidence: anomaly.confidence,
        evidence: anomaly.evidence.clone(),
        reason: anomaly.reason,
    }
}
