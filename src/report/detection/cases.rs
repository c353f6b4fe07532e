//! Cases: what is injected, how strong, and where.

use super::bench::{Bench, build};
use super::crew::in_parallel;
use super::visible::Sight;
use crate::core::action::Action;
use crate::core::device::Knob;
use crate::core::fault::{FaultClass, FaultKind, LinkFaultKind};
use crate::sim::SimError;

/// Signals of each device that are struck in turn.
const CHOICES: u64 = 4;

/// One way to strike a bench.
#[derive(Clone, Debug)]
pub struct Strike {
    /// What people call it.
    pub name: String,
    /// The signal that is struck, where it is one sensor.
    pub signal: Option<String>,
    /// What kind of trouble it is.
    pub class: FaultClass,
    /// What is done.
    pub action: Action,
}

/// A strike on one of several benches, under a seed.
#[derive(Clone, Debug)]
pub struct Case {
    /// Which bench.
    pub bench: usize,
    /// What is done.
    pub strike: Strike,
    /// The seed of the run.
    pub seed: u64,
}

/// Everything that can be done to a bench. Strengths are shares of what the signal does by itself: a bias of half its
/// width, noise of a third, a drift of two widths in the time given. `pick` chooses the signal for faults of one sensor.
#[must_use]
pub fn strikes(bench: &Bench, pick: u64) -> Vec<Strike> {
    let mut strikes = sensor_strikes(bench, pick);
    strikes.extend(board_strikes(bench));
    strikes.extend(network_strikes(bench));
    strikes.extend(own_strikes(bench));
    strikes
}

fn sensor_strikes(bench: &Bench, pick: u64) -> Vec<Strike> {
    let wanders = bench.wanders();
    let lively = |(signal, extent): (usize, &Option<(f64, f64)>)| {
        let (low, high) = (*extent)?;
        let sensor = bench.sensors.iter().find(|sensor| *sensor.signal == *bench.signals[signal].name)?;
        let step = sensor
            .range
            .zip(sensor.bits)
            .map_or(0.0, |((low, high), bits)| (high - low) / f64::from(1_u32 << bits.min(30)));
        // A sensor cannot be seen to fail by less than its own noise and steps.
        let width = (high - low).max(12.0 * sensor.noise_std).max(12.0 * step);
        (high - low > 1e-9 && width > 0.0).then_some((signal, (low, high), width))
    };
    let choices: Vec<_> = wanders.iter().enumerate().filter_map(lively).collect();
    if choices.is_empty()
        || bench.name == "Recording" && build(&bench.scene.spec.devices[0], &bench.scene.tables).is_none()
    {
        return Vec::new();
    }
    let (signal, (low, high), width) = choices[(pick % choices.len() as u64) as usize];
    let middle = 0.5 * (low + high);
    let rate_hz = bench.sensors.iter().find(|sensor| *sensor.signal == *bench.signals[signal].name);
    let reading_s = rate_hz.map_or(bench.spacing_s, |sensor| 1.0 / sensor.rate_hz);
    let kinds = [
        FaultKind::Spike { size: 1.5 * width, every_s: 10.0 * reading_s },
        FaultKind::Drift { per_s: 2.0 * width / bench.for_s },
        FaultKind::Bias { offset: 0.5 * width },
        FaultKind::Stuck,
        FaultKind::Dropout { share: 1.0 },
        FaultKind::NoiseBurst { std: 0.3 * width },
        FaultKind::Clipping { low: middle - 0.2 * width, high: middle + 0.2 * width },
        FaultKind::Delay { by_s: 5.3 * bench.spacing_s },
    ];
    let name = bench.signals[signal].name.to_string();
    kinds.map(|kind| strike(bench, kind, Some(name.clone()))).into()
}

fn strike(bench: &Bench, kind: FaultKind, signal: Option<String>) -> Strike {
    Strike {
        name: kind.label().to_owned(),
        signal: signal.clone(),
        class: kind.class(),
        action: Action::Fault { device: device(bench), signal, kind, for_s: Some(bench.for_s) },
    }
}

fn board_strikes(bench: &Bench) -> Vec<Strike> {
    let kinds = [FaultKind::PowerLoss, FaultKind::ClockJump { by_s: 5.0 * bench.spacing_s + 1.0 }];
    kinds.map(|kind| strike(bench, kind, None)).into()
}

fn network_strikes(bench: &Bench) -> Vec<Strike> {
    let link = || "wifi".to_owned();
    let for_s = bench.for_s;
    let kinds = [
        LinkFaultKind::LatencySpike { add_ms: 200.0 },
        LinkFaultKind::BurstLoss { loss: 0.5, mean_burst: 5.0 },
        LinkFaultKind::DuplicateStorm { copies: 2 },
        LinkFaultKind::Stalls { share: 0.5, up_to_ms: 500.0 },
    ];
    let mut strikes: Vec<Strike> = kinds
        .into_iter()
        .map(|kind| Strike {
            name: kind.label().to_owned(),
            signal: None,
            class: FaultClass::Network,
            action: Action::LinkFault { link: link(), hop: None, kind, for_s: Some(for_s) },
        })
        .collect();
    strikes.push(Strike {
        name: "Partition".to_owned(),
        signal: None,
        class: FaultClass::Network,
        action: Action::Partition { link: link(), hop: None, for_s },
    });
    strikes
}

/// The device's own faults, and its controls worked by hand: both change the world.
fn own_strikes(bench: &Bench) -> Vec<Strike> {
    let Some(model) = build(&bench.scene.spec.devices[0], &bench.scene.tables) else { return Vec::new() };
    let mut strikes: Vec<Strike> = model.own_faults().into_iter().map(|kind| strike(bench, kind, None)).collect();
    for control in model.controls() {
        let Knob::Number { limits: (low, high), now, make, .. } = control.knob else { continue };
        // To a third of the way from here to the further limit.
        let goal = if high - now > now - low { now + (high - now) / 3.0 } else { now - (now - low) / 3.0 };
        strikes.push(Strike {
            name: format!("{} changed", control.label),
            signal: None,
            class: FaultClass::Real,
            action: Action::Operate { device: device(bench), setting: make(goal) },
        });
    }
    strikes
}

fn device(bench: &Bench) -> String {
    bench.scene.spec.devices[0].name.clone()
}

/// A seeded set of cases with as many of each kind of trouble: strikes and benches take turns within a kind. Only what
/// can be told at all is a case ([`Sight::tells`]); the names of what is left out come along, each with its device.
///
/// # Errors
/// When a device cannot be built.
pub fn mixed(benches: &[Bench], count: usize, seed: u64) -> Result<(Vec<Case>, Vec<String>), SimError> {
    let sights = in_parallel(benches, Sight::new).into_iter().collect::<Result<Vec<_>, _>>()?;
    // Several choices of the signal that is struck, in turn; the other strikes are the same in each.
    let mut candidates: Vec<(u64, Case)> = Vec::new();
    for pick in 0..CHOICES {
        for (bench, of) in benches.iter().enumerate() {
            let strikes = strikes(of, seed.wrapping_add(pick)).into_iter();
            let new = strikes.filter(|strike| pick == 0 || strike.signal.is_some());
            candidates.extend(new.map(|strike| (pick, Case { bench, strike, seed })));
        }
    }
    let tells = in_parallel(&candidates, |(_, case)| sights[case.bench].tells(&case.strike));
    let mut left_out = Vec::new();
    let mut choices: Vec<(u64, Case)> = Vec::new();
    for (candidate, tells) in candidates.into_iter().zip(tells) {
        let Strike { name, signal, .. } = &candidate.1.strike;
        let label = format!("{} {name} {}", benches[candidate.1.bench].name, signal.as_deref().unwrap_or(""));
        if tells? {
            choices.push(candidate);
        } else if !left_out.contains(&label) {
            left_out.push(label);
        }
    }
    let classes = [FaultClass::Sensor, FaultClass::Network, FaultClass::Real];
    let mut cases = Vec::new();
    for (place, class) in classes.into_iter().enumerate() {
        let share = (count + classes.len() - 1 - place) / classes.len();
        for number in 0..share {
            let pick = number as u64 % CHOICES;
            let fits =
                |(of, case): &&(u64, Case)| case.strike.class == class && (*of == pick || case.strike.signal.is_none());
            let all: Vec<_> = choices.iter().filter(fits).collect();
            if let Some((_, case)) = all.get(number.wrapping_mul(7) % all.len().max(1)) {
                cases.push(Case { seed: seed.wrapping_add(1000 + number as u64), ..case.clone() });
            }
        }
    }
    Ok((cases, left_out))
}
