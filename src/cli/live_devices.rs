//! `twinsync live --mqtt URL --preset ..`: every device that a broker tells of, to a table or JSON.

use std::io::{self, Write as _};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;

use clap::builder::{PossibleValue, PossibleValuesParser};
use indicatif::ProgressBar;

use super::broker::{BrokerArgs, Link};
use super::columns::{aligned, dash, short};
use super::live::{NAP, until_enter};
use super::{Failure, save, write_out};
use crate::core::time::SimTime;
use crate::live::feed::Heard;
use crate::live::host_clock::{HostClock, WallClock};
use crate::live::mqtt::preset::Preset;
use crate::live::mqtt::registry::Registry;
use crate::live::mqtt::settings::Settings;
use crate::live::mqtt::standing::{DeviceStanding, SignalStanding, Standing};

/// The word for every preset.
const ALL: &str = "all";

/// The names of presets, as the command line takes them.
pub(super) fn names() -> PossibleValuesParser {
    let preset = |preset: Preset| PossibleValue::new(preset.name()).help(preset.about());
    let all = PossibleValue::new(ALL).help("All of them");
    PossibleValuesParser::new(Preset::ALL.map(preset).into_iter().chain([all]))
}

/// What is asked for.
pub(super) struct Asked<'a> {
    pub(super) url: &'a str,
    pub(super) broker: &'a BrokerArgs,
    pub(super) presets: &'a [String],
    pub(super) stale_after_s: Option<f64>,
    pub(super) for_s: Option<f64>,
    pub(super) json: bool,
    pub(super) quiet: bool,
}

/// Listens until the time is up, or Enter is pressed, and shows what was heard.
///
/// # Errors
/// With exit code 3 when the broker is not there.
pub(super) fn run(asked: &Asked<'_>) -> Result<(), Failure> {
    let mut registry = Registry::new(&presets(asked.presets), asked.stale_after_s.map(SimTime::from_secs));
    let settings = asked.broker.settings(asked.url, "twinsync")?;
    let settings = Settings { filters: registry.filters(), ..settings };
    let clock = Arc::new(WallClock::start(1.0));
    let mut link = Link::open(&settings, Arc::clone(&clock) as Arc<dyn HostClock>)?;
    let end = asked.for_s.map_or(SimTime::MAX, SimTime::from_secs);
    let stop = if asked.for_s.is_none() { until_enter(asked.quiet) } else { Arc::default() };
    let bar = if asked.quiet { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
    let name = settings.url.to_string();
    loop {
        for heard in link.heard() {
            if let (Heard::Down { at, reason }, false) = (&heard, asked.quiet) {
                let _ = bar.suspend(|| writeln!(io::stderr().lock(), "{at}: {reason}; trying again"));
            }
            for topic in registry.hear(&heard) {
                // A topic too many is counted by the registry's own bound, which is the tighter one.
                let _ = link.client.subscribe(&topic);
            }
        }
        let now = clock.now();
        registry.link(now, link.client.is_up());
        let over = now >= end || stop.load(Ordering::SeqCst);
        if over || !bar.is_hidden() {
            let standing = Standing::of(&registry, &name, link.client.refused(), now);
            if over {
                bar.finish_and_clear();
                let text = if asked.json { save::json(&standing)? + "\n" } else { table(&standing) };
                return write_out(&text);
            }
            let stale = standing.devices.iter().filter(|device| !device.fresh).count();
            bar.set_message(format!("{now} · {} devices, {stale} stale", standing.devices.len()));
            bar.tick();
        }
        thread::sleep(NAP);
    }
}

fn presets(asked: &[String]) -> Vec<Preset> {
    let is_asked = |preset: &Preset| asked.iter().any(|name| name == preset.name() || name == ALL);
    Preset::ALL.into_iter().filter(is_asked).collect()
}

/// A row for each signal, with lines about the broker round them.
fn table(standing: &Standing) -> String {
    let headings = ["device", "kind", "signal", "state", "value", "unit", "age [s]", "wish"].map(str::to_owned);
    let rows: Vec<Vec<String>> = standing.devices.iter().flat_map(rows).collect();
    let there = if standing.up { "there" } else { "gone" };
    let messages = &standing.messages;
    let refused: String = standing.refused.iter().map(|filter| format!("refused     {filter}\n")).collect();
    format!(
        "{} · {there}\n\n{}\nmessages    {} taken · {} unreadable · {} of other kinds · {} left out\n{refused}",
        standing.broker,
        aligned(&headings, &rows, 4),
        messages.taken,
        messages.unread,
        messages.foreign,
        messages.left_out
    )
}

fn rows(device: &DeviceStanding) -> Vec<Vec<String>> {
    let state = match (device.why, device.stale_s) {
        (Some(why), Some(stale_s)) => format!("stale {stale_s:.1} s: {why}"),
        _ => "fresh".to_owned(),
    };
    let row = |name: &str, signal: Option<&SignalStanding>, wish: Option<&SignalStanding>| {
        let unit = signal.or(wish).map_or_else(dash, |any| any.unit.clone());
        vec![
            device.name.clone(),
            device.preset.to_owned(),
            name.to_owned(),
            state.clone(),
            signal.map_or_else(dash, |signal| short(signal.value)),
            if unit.is_empty() { dash() } else { unit },
            signal.and_then(|signal| signal.age_s).map_or_else(dash, |age_s| format!("{age_s:.1}")),
            wish.map_or_else(dash, |wish| short(wish.value)),
        ]
    };
    let wish_of = |name: &str| device.wishes.iter().find(|wish| wish.name == name);
    let measured = device.signals.iter().map(|signal| row(&signal.name, Some(signal), wish_of(&signal.name)));
    let only_wished = device.wishes.iter().filter(|wish| !device.signals.iter().any(|signal| signal.name == wish.name));
    let rows: Vec<_> = measured.chain(only_wished.map(|wish| row(&wish.name, None, Some(wish)))).collect();
    if rows.is_empty() { vec![row("-", None, None)] } else { rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stale_device_says_why_in_its_row() {
        let signal =
            |name: &str, age_s| SignalStanding { name: name.to_owned(), value: 21.5, unit: "C".to_owned(), age_s };
        let device = DeviceStanding {
            preset: "workshop",
            name: "lab".to_owned(),
            fresh: false,
            stale_s: Some(2.3),
            why: Some("the broker is gone"),
            age_s: Some(4.0),
            signals: vec![signal("temperature", Some(4.0)), signal("kept", None)],
            wishes: vec![signal("target", Some(1.0))],
        };
        let standing = Standing {
            broker: "mqtt://host:1883".to_owned(),
            up: false,
            refused: vec!["closed/#".to_owned()],
            devices: vec![device],
            messages: Default::default(),
        };
        let text = table(&standing);
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(lines[0], ["mqtt://host:1883", "·", "gone"]);
        assert!(text.ends_with("refused     closed/#\n"), "{text}");
        assert_eq!(lines[3].join(" "), "lab workshop temperature stale 2.3 s: the broker is gone 21.500 C 4.0 -");
        assert_eq!(lines[4].join(" "), "lab workshop kept stale 2.3 s: the broker is gone 21.500 C - -");
        assert_eq!(lines[5].join(" "), "lab workshop target stale 2.3 s: the broker is gone - C - 21.500");
    }

    #[test]
    fn all_means_all() {
        assert_eq!(presets(&[ALL.to_owned()]), Preset::ALL);
        assert_eq!(presets(&["tasmota".to_owned()]), [Preset::Tasmota]);
    }
}
