//! The charts' data, from the trace, the scope and the books.

use std::sync::Arc;

use crate::core::signal::SignalInfo;
use crate::core::time::SimTime;
use crate::lab::Stage;
use crate::report::Radar;
use crate::sim::{Moment, ScopePoint, Trace, TwinState};

use super::charts::{Bin, Charts, Curve, Latency, Look, Span, Traffic};
use super::series::{BUCKETS, age, thin, within};

/// Most twins whose lines share a chart.
const MOST_CURVES: usize = 8;
/// Samples of a fast signal that a chart shows.
const FAST_SAMPLES: usize = 400;
/// Seconds that the charts of a live run look back.
const LIVE_S: f64 = 300.0;
/// Bars of a distribution.
const BARS: usize = 28;

/// What is chosen.
pub struct Around<'a> {
    /// The stage.
    pub stage: &'a Stage,
    /// The chosen device.
    pub device: usize,
    /// The chosen twin.
    pub twin: usize,
    /// The chosen signal.
    pub signal: usize,
}

/// What the charts show.
#[must_use]
pub fn charts(around: &Around<'_>) -> Charts {
    let stage = around.stage;
    let span = recent_span(stage);
    let all = stage.simulation.trace().map(Trace::moments).unwrap_or_default();
    let moments = within(all, span);
    let twins = around.twins();
    let fast = if stage.is_past() { None } else { around.fast_span() };
    let history_span = fast.unwrap_or(span);
    let on_chart = |twin: usize, points| around.curve(twin, thin(points, span, BUCKETS));
    let error = |twin: usize| around.curve(twin, thin(around.error(moments, twin, fast), history_span, BUCKETS));
    Charts {
        span,
        history_span,
        history: around.history(moments, span, fast, &twins),
        age: twins.iter().map(|twin| on_chart(*twin, age(moments, *twin))).collect(),
        error: twins.iter().map(|twin| error(*twin)).collect(),
        rmse: twins.iter().map(|twin| around.rmse(*twin)).collect(),
        latency: latency(stage, around.twin),
        traffic: around.traffic(moments),
        radar: Radar::of_run(&stage.simulation, &twins),
        levels: stage.simulation.service_levels(around.twin),
    }
}

/// A sixth of the run, at least ten seconds, up to the instant shown; less while there is less.
fn recent_span(stage: &Stage) -> Span {
    let now = stage.shown.now.secs();
    let least = stage.simulation.end().secs().min(10.0);
    let length = if stage.live { LIVE_S } else { (stage.simulation.end().secs() / 6.0).max(least) };
    ((now - length).max(0.0), now.max(least))
}

impl Around<'_> {
    /// The chosen device's twins, the chosen one certainly among them.
    fn twins(&self) -> Vec<usize> {
        let of_device = |(_, twin): &(usize, &TwinState)| twin.device == self.device;
        let twins = self.stage.shown.twins.iter().enumerate().filter(of_device).map(|(index, _)| index);
        let mut twins: Vec<usize> = twins.collect();
        if let Some(place) = twins.iter().position(|twin| *twin == self.twin).filter(|place| *place >= MOST_CURVES) {
            twins.swap(place, MOST_CURVES - 1);
        }
        twins.truncate(MOST_CURVES);
        twins
    }

    fn curve(&self, twin: usize, points: Vec<[f64; 2]>) -> Curve {
        let state = &self.stage.shown.twins[twin];
        Curve { name: Arc::clone(&state.name), look: Look::Twin(state.sync.kind()), points }
    }

    fn info(&self) -> Option<&SignalInfo> {
        self.stage.shown.devices.get(self.device)?.signals.get(self.signal)
    }

    fn truth_at(&self) -> usize {
        self.stage.shown.devices[..self.device].iter().map(|device| device.values.len()).sum::<usize>() + self.signal
    }

    fn belief_at(&self, twin: usize) -> usize {
        self.stage.shown.twins[..twin].iter().map(|twin| twin.values.len()).sum::<usize>() + self.signal
    }

    /// The signal's history: raw samples where the trace is too coarse for the signal, the trace otherwise.
    fn history(&self, moments: &[Moment], span: Span, fast: Option<Span>, twins: &[usize]) -> Vec<Curve> {
        let Some(device) = self.stage.shown.devices.get(self.device) else { return Vec::new() };
        let scope = self.stage.simulation.scope();
        let (truth, traced) = (self.truth_at(), |twin: usize| values(moments, self.belief_at(twin), true));
        let truth = match fast {
            Some(span) => thin(samples(scope.truth(self.device, self.signal), span), span, BUCKETS),
            None => thin(values(moments, truth, false), span, BUCKETS),
        };
        let belief = |twin: usize| match fast {
            Some(span) => thin(samples(scope.belief(twin, self.signal), span), span, BUCKETS),
            None => thin(traced(twin), span, BUCKETS),
        };
        let device = Curve { name: Arc::clone(&device.name), look: Look::Device, points: truth };
        std::iter::once(device).chain(twins.iter().map(|twin| self.curve(*twin, belief(*twin)))).collect()
    }

    /// The span of the latest samples of a signal that is sampled faster than the trace; none for others.
    fn fast_span(&self) -> Option<Span> {
        let mut latest = self.stage.simulation.scope().truth(self.device, self.signal).rev();
        let last = latest.next()?.at;
        let (count, first) = latest.take(FAST_SAMPLES).fold((0, last), |(count, _), point| (count + 1, point.at));
        let gap = SimTime::from_nanos((last - first).nanos() / i64::from(count.max(1)));
        (count > 1 && gap < self.stage.simulation.step()).then(|| (first.secs(), last.secs()))
    }

    /// The error of a twin: at the sensor's own instants where the signal is fast, else at the trace's.
    fn error(&self, moments: &[Moment], twin: usize, fast: Option<Span>) -> Vec<[f64; 2]> {
        let Some(info) = self.info() else { return Vec::new() };
        if let Some(span) = fast {
            let scope = self.stage.simulation.scope();
            let mut truth = scope.truth(self.device, self.signal).peekable();
            let beliefs = scope.belief(twin, self.signal).filter(|point| point.at.secs() >= span.0);
            return beliefs
                .filter_map(|belief| {
                    while truth.next_if(|truth| truth.at < belief.at).is_some() {}
                    let truth = truth.peek().filter(|truth| truth.at == belief.at)?;
                    Some([belief.at.secs(), info.difference(belief.value, truth.value)])
                })
                .collect();
        }
        let (truth, belief) = (self.truth_at(), self.belief_at(twin));
        let error = |moment: &Moment| {
            let (truth, belief) = (*moment.device_values.get(truth)?, *moment.twin_values.get(belief)?);
            (!belief.is_nan()).then(|| [moment.at.secs(), info.difference(belief, truth)])
        };
        moments.iter().filter_map(error).collect()
    }

    fn rmse(&self, twin: usize) -> Option<f64> {
        self.stage.simulation.books(twin)?.errors.get(self.signal)?.rmse()
    }

    fn traffic(&self, moments: &[Moment]) -> Vec<Traffic> {
        let twins = self.stage.shown.twins.iter().enumerate().filter(|(_, twin)| twin.device == self.device);
        let ends = moments.first().zip(moments.last());
        let rate = |twin: usize| {
            let (first, last) = ends?;
            let seconds = (last.at - first.at).secs();
            let bytes = last.bytes_up.get(twin)?.saturating_sub(*first.bytes_up.get(twin)?);
            (seconds > 0.0).then(|| bytes as f64 / seconds)
        };
        twins
            .map(|(index, twin)| Traffic {
                name: Arc::clone(&twin.name),
                kind: twin.sync.kind(),
                bytes_per_s: rate(index).unwrap_or(0.0),
                bytes: twin.bytes_up,
            })
            .collect()
    }
}

/// Samples from the beginning of a span on.
fn samples<'a>(points: impl Iterator<Item = &'a ScopePoint>, span: Span) -> Vec<[f64; 2]> {
    points.map(|point| [point.at.secs(), point.value]).filter(|point| point[0] >= span.0).collect()
}

/// A column of the trace.
fn values(moments: &[Moment], column: usize, beliefs: bool) -> Vec<[f64; 2]> {
    let value = |moment: &Moment| {
        let row = if beliefs { &moment.twin_values } else { &moment.device_values };
        row.get(column).copied().filter(|value| !value.is_nan()).map(|value| [moment.at.secs(), value])
    };
    moments.iter().filter_map(value).collect()
}

fn latency(stage: &Stage, twin: usize) -> Option<Latency> {
    let latency = stage.simulation.books(twin)?.latency();
    let quantile = |q| latency.quantile(q);
    let (p50_s, p95_s, p99_s) = (quantile(0.5)?, quantile(0.95)?, quantile(0.99)?);
    let range = (quantile(0.001)?, quantile(0.999)?);
    Some(Latency { bins: bins(latency.buckets(), range, latency.count()), p50_s, p95_s, p99_s, count: latency.count() })
}

/// Bars of equal width over a range; what lies outside falls into the outermost.
fn bins(buckets: impl Iterator<Item = (f64, f64, u64)>, range: (f64, f64), count: u64) -> Vec<Bin> {
    let (low, high) = (range.0, range.1.max(range.0 * 1.05).max(range.0 + 1e-4));
    let width = (high - low) / BARS as f64;
    let mut bins: Vec<_> = (0..BARS)
        .map(|i| Bin { low_s: low + i as f64 * width, high_s: low + (i + 1) as f64 * width, share: 0.0 })
        .collect();
    for (from, to, frames) in buckets {
        let place = ((0.5 * (from + to) - low) / width).floor().clamp(0.0, (BARS - 1) as f64) as usize;
        bins[place].share += frames as f64 / count.max(1) as f64;
    }
    bins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_hold_every_frame() {
        let buckets = (0..1000).map(|i| (f64::from(i) * 1e-4, f64::from(i + 1) * 1e-4, 1));
        let bins = bins(buckets, (0.01, 0.09), 1000);
        assert_eq!(bins.len(), BARS);
        assert!((bins.iter().map(|bin| bin.share).sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
