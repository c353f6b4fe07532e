//! Measured delays: the files that links name, read into the scene.

use std::sync::Arc;

use super::error::Fault;
use super::path::Step;
use super::spec::SceneSpec;
use crate::core::action::{Action, LinkChange};
use crate::core::link::{DelaySpec, Empirical};

/// Most delays of one file: enough for a day at ten a second.
const MOST_SAMPLES: usize = 1_000_000;

/// Fills in every list of measured delays; what cannot be read comes back as a fault at its place.
pub(super) fn read(spec: &mut SceneSpec, bytes: impl Fn(&str) -> Result<Vec<u8>, String>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fill = |delay: &mut Option<&mut DelaySpec>, steps: &[Step<'static>]| {
        let Some(DelaySpec::Empirical(empirical)) = delay else { return };
        match bytes(&empirical.file).and_then(|bytes| samples(empirical, &bytes)) {
            Ok(samples) => empirical.samples_ms = samples,
            Err(message) => faults.push(Fault::new(steps, message, None)),
        }
    };
    let links = [Step::Field("links")];
    for (index, link) in spec.links.iter_mut().enumerate() {
        let at = [&links[..], &[Step::Item(index)]].concat();
        fill(&mut link.delay.as_mut(), &[&at[..], &[Step::Field("delay")]].concat());
        for (hop, spec) in link.hops.iter_mut().enumerate() {
            let at = [&at[..], &[Step::Field("hops"), Step::Item(hop), Step::Field("delay")]].concat();
            fill(&mut spec.delay.as_mut(), &at);
        }
    }
    for (index, entry) in spec.timeline.iter_mut().enumerate() {
        if let Action::SetLink { change: LinkChange::Delay(delay), .. } = &mut entry.action {
            let at = [Step::Field("timeline"), Step::Item(index), Step::Field("do"), Step::Field("change")];
            fill(&mut Some(delay), &at);
        }
    }
    faults
}

/// The numbers of a file: one a line, in milliseconds; empty lines and lines that begin with `#` are left out.
fn samples(empirical: &Empirical, bytes: &[u8]) -> Result<Arc<[f64]>, String> {
    let file = &empirical.file;
    let text = std::str::from_utf8(bytes).map_err(|_| format!("{file} is not UTF-8"))?;
    let mut samples = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let ms: f64 = line.parse().map_err(|_| format!("{file} line {}: {line:?} is not a number", index + 1))?;
        if !(0.0..=1e10).contains(&ms) {
            return Err(format!("{file} line {}: {line} is not between 0 and 1e10 ms", index + 1));
        }
        if samples.len() == MOST_SAMPLES {
            return Err(format!("{file} has more than {MOST_SAMPLES} delays"));
        }
        samples.push(ms);
    }
    if samples.is_empty() { Err(format!("{file} has no delays")) } else { Ok(samples.into()) }
}
