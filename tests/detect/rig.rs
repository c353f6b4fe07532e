//! A device, its sensors and a watch, without a network between them: frames arrive when they are sent.

use twinsync::core::detect::{Anomaly, Channel, DetectorKind, Envelope, Watch, WatchKit};
use twinsync::core::device::ModelSpec;
use twinsync::core::fault::FaultKind;
use twinsync::core::rng::Stream;
use twinsync::core::signal::{Reading, Sensor};
use twinsync::core::time::SimTime;

/// What a faulty sensor makes of a signal's value; none where it stays silent.
pub type Fault<'a> = &'a mut dyn FnMut(&str, f64, f64) -> Option<f64>;

/// How a device is watched.
pub struct Rig {
    pub model: ModelSpec,
    pub seed: u64,
    /// Time between frames, in seconds.
    pub frame_s: f64,
    /// Whether a frame holds all readings since the last, or the newest of each signal.
    pub batch: bool,
    pub duration_s: f64,
    /// A fault of the device itself, and when.
    pub real: Option<(f64, FaultKind)>,
}

/// Runs a device for a time and shows its watch every reading, in frames of equal length.
pub fn run(rig: &Rig, fault: Fault<'_>) -> Watch {
    let Rig { model, seed, frame_s, batch, duration_s, real } = rig;
    let (seed, frame_s, batch, duration_s) = (*seed, *frame_s, *batch, *duration_s);
    let mut real = real.clone();
    let mut device = model.build(None, Stream::new(seed, "device", "model")).unwrap();
    let signals = device.signals().to_vec();
    let specs = device.default_sensors();
    let channels = signals.iter().map(|info| {
        let spec = specs.iter().find(|spec| *spec.signal == *info.name)?;
        Some(Channel::new(info, Some(spec)))
    });
    let mut watch = Watch::new(
        WatchKit {
            channels: channels.collect(),
            promised_gap_s: Some(frame_s),
            by_events: false,
            detectors: DetectorKind::ALL.to_vec(),
        },
        device.twin_model(),
    );
    let mut sensors: Vec<(u16, f64, u64, Sensor)> = specs
        .iter()
        .map(|spec| {
            let signal = signals.iter().position(|info| *info.name == *spec.signal).unwrap() as u16;
            (signal, spec.rate_hz, 0, Sensor::new(spec, Stream::new(seed, &spec.signal, "noise")))
        })
        .collect();
    let mut sequence = 0;
    let mut frame: Vec<Reading> = Vec::new();
    for step in 1..=(duration_s / frame_s).round() as u64 {
        let sent = SimTime::from_secs(step as f64 * frame_s);
        frame.clear();
        loop {
            let due = |(_, rate_hz, taken, _): &(u16, f64, u64, Sensor)| SimTime::from_secs(*taken as f64 / rate_hz);
            let at = sensors.iter().map(due).min().unwrap();
            if at > sent {
                break;
            }
            device.advance(at);
            if let Some((_, kind)) = real.take_if(|(from_s, _)| at.secs() >= *from_s) {
                device.fault(&kind).unwrap();
            }
            for sensor in &mut sensors {
                if due(sensor) > at {
                    continue;
                }
                let (signal, _, taken, sensor) = sensor;
                *taken += 1;
                let truth = device.signal(usize::from(*signal));
                let shown = fault(&signals[usize::from(*signal)].name, at.secs(), sensor.measure(truth));
                if !batch {
                    frame.retain(|known| known.signal != *signal);
                }
                frame.extend(shown.map(|value| Reading { signal: *signal, at, value }));
            }
        }
        sequence += 1;
        watch.arrive(Envelope { at: sent, sequence, stamp: sent }, &frame);
    }
    watch
}

/// Nothing wrong.
pub fn sound(_: &str, _: f64, value: f64) -> Option<f64> {
    Some(value)
}

/// All anomalies as lines, for messages.
pub fn told(watch: &Watch) -> String {
    watch.anomalies().map(|anomaly| format!("{}\n", line(anomaly))).collect()
}

fn line(anomaly: &Anomaly) -> String {
    let Anomaly { signal, since, raised_at, ended, class, evidence, reason, .. } = anomaly;
    let by: Vec<_> = DetectorKind::ALL.iter().filter(|kind| anomaly.raised_by[kind.index()].is_some()).collect();
    let ended = ended.map(SimTime::secs);
    format!("{signal:?} since {since} raised {raised_at} ended {ended:?} {by:?} {class:?}: {evidence} ({reason})")
}
