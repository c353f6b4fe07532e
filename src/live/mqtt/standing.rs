//! How everything heard stands at an instant, as scripts read it. Times are seconds, missing is null.

use serde::Serialize;

use super::presence::Mark;
use super::registry::{Counts, Known, Latest, Registry};
use crate::core::time::SimTime;

/// A broker and its devices.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// The broker, without secrets.
    pub broker: String,
    /// Whether it is there.
    pub up: bool,
    /// Filters that it refuses to tell of.
    pub refused: Vec<String>,
    /// Its devices, by preset and name.
    pub devices: Vec<DeviceStanding>,
    /// What was taken and what was not.
    pub messages: Counts,
}

/// A device.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeviceStanding {
    /// By which convention it speaks.
    pub preset: &'static str,
    /// Its name.
    pub name: String,
    /// Whether what is known of it is fresh.
    pub fresh: bool,
    /// For how long it has been stale.
    pub stale_s: Option<f64>,
    /// Why it is stale.
    pub why: Option<&'static str>,
    /// Since it last spoke for itself.
    pub age_s: Option<f64>,
    /// Its newest numbers.
    pub signals: Vec<SignalStanding>,
    /// What was asked of it last.
    pub wishes: Vec<SignalStanding>,
}

/// A number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SignalStanding {
    /// Its name.
    pub name: String,
    /// The number.
    pub value: f64,
    /// Its unit, empty where nobody said.
    pub unit: String,
    /// Since it came; null where the broker had kept it from before.
    pub age_s: Option<f64>,
}

impl Standing {
    /// Everything heard, as it stands at `now`, and the filters that the broker refused.
    #[must_use]
    pub fn of(registry: &Registry, broker: &str, refused: Vec<String>, now: SimTime) -> Self {
        let devices = registry.devices().map(|(preset, name, known)| device(preset.name(), name, known, now)).collect();
        Self { broker: broker.to_owned(), up: registry.link_up(), refused, devices, messages: registry.counts() }
    }
}

fn device(preset: &'static str, name: &str, known: &Known, now: SimTime) -> DeviceStanding {
    let (stale_s, why) = match known.presence.mark(now) {
        Mark::Fresh => (None, None),
        Mark::Stale { since, why } => (Some((now - since).secs()), Some(why.words())),
    };
    let signal = |(name, latest): (&String, &Latest)| SignalStanding {
        name: name.clone(),
        value: latest.value,
        unit: latest.unit.clone(),
        age_s: (!latest.kept).then(|| (now - latest.at).secs()),
    };
    DeviceStanding {
        preset,
        name: name.to_owned(),
        fresh: why.is_none(),
        stale_s,
        why,
        age_s: known.presence.spoke().map(|spoke| (now - spoke).secs()),
        signals: known.signals.iter().map(signal).collect(),
        wishes: known.wishes.iter().map(signal).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::feed::Heard;
    use crate::live::mqtt::preset::Preset;

    #[test]
    fn a_kept_number_has_no_age_and_a_stale_device_says_why() {
        let mut registry = Registry::new(&[Preset::Workshop], None);
        let message = |topic: &str, payload: &str, retained, at_s| Heard::Message {
            at: SimTime::from_secs(at_s),
            topic: topic.to_owned(),
            payload: payload.as_bytes().to_vec(),
            retained,
        };
        let _ = registry.hear(&message("workshop/lab/telemetry", r#"{"heaterMode":1}"#, true, 1.0));
        let _ = registry.hear(&message("workshop/lab/telemetry", r#"{"temperature":21.5}"#, false, 2.0));
        let _ = registry.hear(&message("workshop/lab/control", r#"{"target":30}"#, false, 3.0));
        let standing = Standing::of(&registry, "mqtt://host:1883", Vec::new(), SimTime::from_secs(4.0));
        let device = &standing.devices[0];
        assert_eq!((device.fresh, device.age_s, device.why), (true, Some(2.0), None));
        let ages: Vec<_> = device.signals.iter().map(|signal| (signal.name.as_str(), signal.age_s)).collect();
        assert_eq!(ages, [("heaterMode", None), ("temperature", Some(2.0))]);
        assert_eq!(device.wishes[0].value, 30.0);
        let standing = Standing::of(&registry, "mqtt://host:1883", Vec::new(), SimTime::from_secs(40.0));
        assert_eq!(standing.devices[0].why, Some("the device is silent"));
        assert_eq!(standing.devices[0].stale_s, Some(8.0));
    }
}
