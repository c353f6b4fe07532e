//! Everything heard over a broker, by device: newest numbers, wishes, presence. Bounded, and pure.

use std::collections::BTreeMap;

use serde::Serialize;

use super::payload::Unread;
use super::presence::{Mark, Presence};
use super::preset::home_assistant::Announcement;
use super::preset::{News, Preset};
use crate::core::time::SimTime;
use crate::live::feed::Heard;

/// The most devices kept; those that come later are counted and left out.
pub const MOST_DEVICES: usize = 256;
/// The most announcements of Home Assistant followed.
pub const MOST_ANNOUNCED: usize = 256;
/// The most signals kept of one device.
pub const MOST_SIGNALS: usize = 256;

/// The newest number of a signal.
#[derive(Clone, Debug, PartialEq)]
pub struct Latest {
    /// The number.
    pub value: f64,
    /// Its unit, empty where nobody said.
    pub unit: String,
    /// When it came.
    pub at: SimTime,
    /// Whether the broker had kept it from before: its age is then unknown.
    pub kept: bool,
}

/// A device, as its messages tell.
#[derive(Clone, Debug)]
pub struct Known {
    /// Whether it is there.
    pub presence: Presence,
    /// Its newest numbers.
    pub signals: BTreeMap<String, Latest>,
    /// What was asked of it last.
    pub wishes: BTreeMap<String, Latest>,
    /// Messages taken from it.
    pub messages: u64,
}

/// What was taken and what was not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Messages that were taken.
    pub taken: u64,
    /// Messages of a known topic whose payload could not be read.
    pub unread: u64,
    /// Messages of topics that no preset knows.
    pub foreign: u64,
    /// Devices, signals and announcements for which there was no room.
    pub left_out: u64,
}

/// A place for everything heard.
#[derive(Clone, Debug)]
pub struct Registry {
    presets: Vec<Preset>,
    timeout: Option<SimTime>,
    devices: BTreeMap<(Preset, String), Known>,
    announced: BTreeMap<String, Announcement>,
    counts: Counts,
    last_unread: Option<(String, Unread)>,
    link_up: bool,
}

impl Registry {
    /// An empty place for devices of these presets. A device silent for `timeout`, or for what is usual with its
    /// preset, is stale.
    #[must_use]
    pub fn new(presets: &[Preset], timeout: Option<SimTime>) -> Self {
        Self {
            presets: presets.to_vec(),
            timeout,
            devices: BTreeMap::new(),
            announced: BTreeMap::new(),
            counts: Counts::default(),
            last_unread: None,
            link_up: false,
        }
    }

    /// What to subscribe to from the start.
    #[must_use]
    pub fn filters(&self) -> Vec<String> {
        self.presets.iter().flat_map(|preset| preset.filters()).map(|filter| (*filter).to_owned()).collect()
    }

    /// Takes what a transport heard. Gives the topics that it asks to be subscribed to as well.
    pub fn hear(&mut self, heard: &Heard) -> Vec<String> {
        match heard {
            Heard::Bytes { .. } => Vec::new(),
            Heard::Up { at, .. } => {
                self.link(*at, true);
                Vec::new()
            }
            Heard::Down { at, .. } => {
                self.link(*at, false);
                Vec::new()
            }
            Heard::Message { at, topic, payload, retained } => self.message(*at, topic, payload, *retained),
        }
    }

    /// The way to the broker opened or closed, as the client itself says: a full feed may have lost it.
    pub fn link(&mut self, at: SimTime, up: bool) {
        self.link_up = up;
        self.devices.values_mut().for_each(|device| device.presence.link(at, up));
    }

    fn message(&mut self, at: SimTime, topic: &str, payload: &[u8], kept: bool) -> Vec<String> {
        // Several entities may share a topic: each announcement reads it for itself.
        let told: Vec<_> = self
            .announced
            .values()
            .map(|announcement| {
                announcement.read(topic, payload).map(|news| news.map(|news| (Preset::HomeAssistant, news)))
            })
            .chain(
                self.presets
                    .iter()
                    .map(|preset| preset.read(topic, payload).map(|news| news.map(|news| (*preset, news)))),
            )
            .collect();
        let (mut wanted, mut known) = (Vec::new(), false);
        for news in told {
            match news {
                Ok(None) => {}
                Ok(Some((preset, news))) => {
                    known = true;
                    wanted.extend(self.take(at, preset, news, kept));
                }
                Err(reason) => {
                    known = true;
                    self.counts.unread += 1;
                    self.last_unread = Some((topic.to_owned(), reason));
                }
            }
        }
        if known {
            self.counts.taken += 1;
        } else {
            self.counts.foreign += 1;
        }
        wanted
    }

    fn take(&mut self, at: SimTime, preset: Preset, news: News, kept: bool) -> Vec<String> {
        match news {
            News::Values { device, values } => {
                self.counts.left_out += values.left_out;
                let left_out = self.device(at, preset, &device).map(|known| {
                    known.messages += 1;
                    known.presence.heard(at, kept);
                    store(&mut known.signals, values.signals, at, kept)
                });
                self.counts.left_out += left_out.unwrap_or(0);
            }
            News::Wish { device, values } => {
                let left_out =
                    self.device(at, preset, &device).map(|known| store(&mut known.wishes, values.signals, at, kept));
                self.counts.left_out += left_out.unwrap_or(0);
            }
            News::Line { board, command: false } => {
                if let Some(known) = self.device(at, preset, &board) {
                    known.messages += 1;
                    known.presence.heard(at, kept);
                }
            }
            News::Line { command: true, .. } => {}
            News::Status { device, online, and_below } => {
                if let Some(known) = self.device(at, preset, &device) {
                    known.presence.status(at, online, kept);
                }
                if and_below {
                    let below = format!("{device}/");
                    for (_, known) in
                        self.devices.iter_mut().filter(|((of, name), _)| *of == preset && name.starts_with(&below))
                    {
                        known.presence.status(at, online, kept);
                    }
                }
            }
            News::Announced(announcement) => {
                let room =
                    self.announced.len() < MOST_ANNOUNCED || self.announced.contains_key(&announcement.config_topic);
                if room {
                    let mut topics = vec![announcement.state_topic.clone()];
                    topics.extend(announcement.availability.iter().map(|(topic, ..)| topic.clone()));
                    topics.dedup();
                    self.announced.insert(announcement.config_topic.clone(), announcement);
                    return topics;
                }
                self.counts.left_out += 1;
            }
            News::Withdrawn { config_topic } => {
                self.announced.remove(&config_topic);
            }
        }
        Vec::new()
    }

    fn device(&mut self, at: SimTime, preset: Preset, name: &str) -> Option<&mut Known> {
        let key = (preset, name.to_owned());
        if self.devices.len() >= MOST_DEVICES && !self.devices.contains_key(&key) {
            self.counts.left_out += 1;
            return None;
        }
        let timeout = self.timeout.unwrap_or_else(|| preset.usual_timeout());
        Some(self.devices.entry(key).or_insert_with(|| Known {
            presence: Presence::new(at, timeout),
            signals: BTreeMap::new(),
            wishes: BTreeMap::new(),
            messages: 0,
        }))
    }

    /// Every device, by preset and name.
    pub fn devices(&self) -> impl Iterator<Item = (Preset, &str, &Known)> {
        self.devices.iter().map(|((preset, name), known)| (*preset, name.as_str(), known))
    }

    /// A device.
    #[must_use]
    pub fn get(&self, preset: Preset, name: &str) -> Option<&Known> {
        self.devices.get(&(preset, name.to_owned()))
    }

    /// How a device stands at `now`; none for one never heard of.
    #[must_use]
    pub fn mark(&self, preset: Preset, name: &str, now: SimTime) -> Option<Mark> {
        self.get(preset, name).map(|known| known.presence.mark(now))
    }

    /// Whether the broker is there.
    #[must_use]
    pub fn link_up(&self) -> bool {
        self.link_up
    }

    /// What was taken and what was not.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The last message that could not be read: its topic, and why.
    #[must_use]
    pub fn last_unread(&self) -> Option<&(String, Unread)> {
        self.last_unread.as_ref()
    }
}

/// Puts newest numbers away; gives how many found no room. A kept number never takes the place of a fresh one.
fn store(
    into: &mut BTreeMap<String, Latest>,
    values: BTreeMap<String, super::payload::Value>,
    at: SimTime,
    kept: bool,
) -> u64 {
    let mut left_out = 0;
    for (name, value) in values {
        let fresher = into.get(&name).is_some_and(|latest| kept && !latest.kept);
        if into.len() >= MOST_SIGNALS && !into.contains_key(&name) {
            left_out += 1;
        } else if !fresher {
            into.insert(name, Latest { value: value.value, unit: value.unit, at, kept });
        }
    }
    left_out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::mqtt::presence::Why;

    fn s(secs: f64) -> SimTime {
        SimTime::from_secs(secs)
    }

    fn message(at: f64, topic: &str, payload: &str, retained: bool) -> Heard {
        Heard::Message { at: s(at), topic: topic.to_owned(), payload: payload.as_bytes().to_vec(), retained }
    }

    fn why(registry: &Registry, preset: Preset, name: &str, now: f64) -> Option<Why> {
        match registry.mark(preset, name, s(now)) {
            Some(Mark::Stale { why, .. }) => Some(why),
            _ => None,
        }
    }

    #[test]
    fn a_kept_reading_is_shown_as_old_and_gives_way_to_a_fresh_one() {
        let mut registry = Registry::new(&[Preset::Workshop], None);
        let _ = registry.hear(&message(1.0, "workshop/lab/telemetry", r#"{"temperature":19}"#, true));
        assert_eq!(why(&registry, Preset::Workshop, "lab", 1.0), Some(Why::OnlyKept));
        assert!(registry.get(Preset::Workshop, "lab").unwrap().signals["temperature"].kept);
        let _ = registry.hear(&message(2.0, "workshop/lab/telemetry", r#"{"temperature":21.5}"#, false));
        let _ = registry.hear(&message(3.0, "workshop/lab/telemetry", r#"{"temperature":19}"#, true));
        let known = registry.get(Preset::Workshop, "lab").unwrap();
        assert_eq!((known.signals["temperature"].value, known.signals["temperature"].kept), (21.5, false));
        assert_eq!(why(&registry, Preset::Workshop, "lab", 3.0), None);
        let _ = registry.hear(&message(3.0, "workshop/lab/control", r#"{"target":30,"heaterMode":1}"#, true));
        assert_eq!(registry.get(Preset::Workshop, "lab").unwrap().wishes["target"].value, 30.0);
    }

    #[test]
    fn a_lost_broker_marks_every_device() {
        let mut registry = Registry::new(&[Preset::Lines], None);
        for board in ["a", "b"] {
            let _ = registry.hear(&message(1.0, &format!("twinsync/{board}/lines"), "1", false));
        }
        let _ = registry.hear(&Heard::Down { at: s(2.0), reason: "gone".to_owned() });
        for board in ["a", "b"] {
            assert_eq!(why(&registry, Preset::Lines, board, 2.0), Some(Why::BrokerGone));
        }
        let _ = registry.hear(&Heard::Up { at: s(3.0), name: "broker".to_owned() });
        let _ = registry.hear(&message(4.0, "twinsync/a/lines", "1", false));
        let _ = registry.hear(&message(4.0, "twinsync/b/status", "offline", true));
        assert_eq!(why(&registry, Preset::Lines, "a", 4.0), None);
        assert_eq!(why(&registry, Preset::Lines, "b", 4.0), Some(Why::Offline));
    }

    #[test]
    fn the_death_of_a_node_takes_its_devices_with_it() {
        let mut registry = Registry::new(&[Preset::Sparkplug], None);
        let data = r#"{"metrics":[{"name":"temp","value":1}]}"#;
        for topic in ["spBv1.0/g/NDATA/n", "spBv1.0/g/DDATA/n/d", "spBv1.0/g/NDATA/n2"] {
            let _ = registry.hear(&message(1.0, topic, data, false));
        }
        let _ = registry.hear(&message(2.0, "spBv1.0/g/NDEATH/n", "{}", false));
        assert_eq!(why(&registry, Preset::Sparkplug, "g/n", 2.0), Some(Why::Offline));
        assert_eq!(why(&registry, Preset::Sparkplug, "g/n/d", 2.0), Some(Why::Offline));
        assert_eq!(why(&registry, Preset::Sparkplug, "g/n2", 2.0), None);
    }

    #[test]
    fn announced_topics_are_asked_for_and_read() {
        let mut registry = Registry::new(&[Preset::HomeAssistant], None);
        let config = r#"{"name":"Power","state_topic":"x/s","value_template":"{{ value_json.p }}","unit_of_measurement":"W","availability_topic":"x/a"}"#;
        let wanted = registry.hear(&message(1.0, "homeassistant/sensor/x/config", config, true));
        assert_eq!(wanted, ["x/s", "x/a"]);
        let _ = registry.hear(&message(2.0, "x/s", r#"{"p":7}"#, false));
        let known = registry.get(Preset::HomeAssistant, "x").unwrap();
        assert_eq!((known.signals["Power"].value, known.signals["Power"].unit.as_str()), (7.0, "W"));
        let _ = registry.hear(&message(3.0, "homeassistant/sensor/x/config", "", false));
        let _ = registry.hear(&message(4.0, "x/s", r#"{"p":8}"#, false));
        assert_eq!((registry.counts().taken, registry.counts().foreign), (3, 1));
    }

    #[test]
    fn there_is_an_end_to_what_is_kept() {
        let mut registry = Registry::new(&[Preset::Workshop, Preset::HomeAssistant], None);
        for n in 0..1000 {
            let _ = registry.hear(&message(1.0, &format!("workshop/room-{n}/telemetry"), "1", false));
            let _ = registry.hear(&message(
                1.0,
                &format!("homeassistant/sensor/x{n}/config"),
                r#"{"state_topic":"a"}"#,
                true,
            ));
            let _ = registry.hear(&message(1.0, "workshop/room-0/telemetry", &format!("{{\"s{n}\":1}}"), false));
        }
        assert_eq!(registry.devices().count(), MOST_DEVICES);
        assert_eq!(registry.get(Preset::Workshop, "room-0").unwrap().signals.len(), MOST_SIGNALS);
        assert_eq!(registry.announced.len(), MOST_ANNOUNCED);
        let left_out = (1000 - MOST_DEVICES) + (1001 - MOST_SIGNALS) + (1000 - MOST_ANNOUNCED);
        assert_eq!(registry.counts().left_out, left_out as u64);
    }

    #[test]
    fn what_cannot_be_read_is_counted_and_named() {
        let mut registry = Registry::new(&[Preset::Workshop], None);
        let _ = registry.hear(&message(1.0, "workshop/lab/telemetry", "hello", false));
        let _ = registry.hear(&message(1.0, "elsewhere", "1", false));
        assert_eq!((registry.counts().unread, registry.counts().foreign), (1, 1));
        assert_eq!(registry.last_unread().unwrap().0, "workshop/lab/telemetry");
    }
}
