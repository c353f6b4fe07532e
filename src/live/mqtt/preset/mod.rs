//! What the topics and payloads of a kind of device mean: one file each, one list.

pub mod esphome;
pub mod home_assistant;
pub mod lines;
pub mod sparkplug;
pub mod tasmota;
pub mod workshop;

use super::payload::{self, Unread, Values};
use crate::core::time::SimTime;

/// A convention of topics and payloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preset {
    /// Board lines as they are: `twinsync/<board>/lines`.
    Lines,
    /// The course's heater: `workshop/<room>/telemetry`.
    Workshop,
    /// Tasmota's telemetry: `tele/<device>/SENSOR`.
    Tasmota,
    /// `ESPHome`'s states: `<device>/sensor/<name>/state`.
    Esphome,
    /// Home Assistant's discovery: `homeassistant/sensor/../config`, then whatever topics it names.
    HomeAssistant,
    /// Births, data and deaths in the manner of Sparkplug, in JSON: `spBv1.0/<group>/NDATA/<node>`.
    Sparkplug,
}

/// What a message says about a device.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// Measured numbers.
    Values {
        /// Whose.
        device: String,
        /// The numbers.
        values: Values,
    },
    /// What somebody asks of the device, not what it measured.
    Wish {
        /// Of whom.
        device: String,
        /// The numbers asked for.
        values: Values,
    },
    /// A birth, a farewell or a last will.
    Status {
        /// Of whom.
        device: String,
        /// Whether it is there.
        online: bool,
        /// Whether every device whose name begins with this one's and a slash shares its fate.
        and_below: bool,
    },
    /// A line of a board, or one for it.
    Line {
        /// Which board.
        board: String,
        /// Whether the line is for the board.
        command: bool,
    },
    /// A device has said where its numbers will come.
    Announced(home_assistant::Announcement),
    /// An announcement was taken back.
    Withdrawn {
        /// The topic of its announcement.
        config_topic: String,
    },
}

impl Preset {
    /// Every preset, as the command line lists them.
    pub const ALL: [Self; 6] =
        [Self::Lines, Self::Workshop, Self::Tasmota, Self::Esphome, Self::HomeAssistant, Self::Sparkplug];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Workshop => "workshop",
            Self::Tasmota => "tasmota",
            Self::Esphome => "esphome",
            Self::HomeAssistant => "homeassistant",
            Self::Sparkplug => "sparkplug",
        }
    }

    /// What it is, with its topic.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Lines => "Board lines: twinsync/<board>/lines",
            Self::Workshop => "The course's heater: workshop/<room>/telemetry",
            Self::Tasmota => "Tasmota: tele/<device>/SENSOR",
            Self::Esphome => "ESPHome: <device>/sensor/<name>/state",
            Self::HomeAssistant => "Discovery of Home Assistant: homeassistant/sensor/../config",
            Self::Sparkplug => "Births, data and deaths in JSON: spBv1.0/<group>/NDATA/<node>",
        }
    }

    /// How long a device of this kind may be silent: three of its usual periods.
    #[must_use]
    pub fn usual_timeout(self) -> SimTime {
        let secs = match self {
            // A course board speaks every 5 or 10 s.
            Self::Lines | Self::Workshop => 30.0,
            Self::Esphome | Self::Sparkplug => 180.0,
            Self::Tasmota | Self::HomeAssistant => 900.0,
        };
        SimTime::from_secs(secs)
    }

    /// What to subscribe to from the start.
    #[must_use]
    pub fn filters(self) -> &'static [&'static str] {
        match self {
            Self::Lines => &lines::FILTERS,
            Self::Workshop => &workshop::FILTERS,
            Self::Tasmota => &tasmota::FILTERS,
            Self::Esphome => &esphome::FILTERS,
            Self::HomeAssistant => &home_assistant::FILTERS,
            Self::Sparkplug => &sparkplug::FILTERS,
        }
    }

    /// What a message means; none where the topic is not of this preset. Announced topics of Home Assistant are
    /// read by [`home_assistant::Announcement::read`].
    ///
    /// # Errors
    /// When the topic is of this preset and the payload cannot be read.
    pub fn read(self, topic: &str, payload: &[u8]) -> Result<Option<News>, Unread> {
        match self {
            Self::Lines => lines::read(topic, payload),
            Self::Workshop => workshop::read(topic, payload),
            Self::Tasmota => tasmota::read(topic, payload),
            Self::Esphome => esphome::read(topic, payload),
            Self::HomeAssistant => home_assistant::read(topic, payload),
            Self::Sparkplug => sparkplug::read(topic, payload),
        }
    }
}

/// The status that a short text says: `online`, `Offline`, `{"state":"online"}`.
fn status(device: &str, payload: &[u8]) -> Result<Option<News>, Unread> {
    let text = payload::text(payload)?;
    let word = text.trim_start_matches("{\"state\":").trim_end_matches('}').trim().trim_matches('"');
    let online = payload::state_of(word).ok_or(Unread::NoNumber)?;
    Ok(Some(News::Status { device: device.to_owned(), online, and_below: false }))
}

/// The numbers of a payload as news of a device.
fn numbers(device: &str, payload: &[u8]) -> Result<Option<News>, Unread> {
    Ok(Some(News::Values { device: device.to_owned(), values: payload::values(payload)? }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::mqtt::topic;

    #[test]
    fn every_preset_asks_for_sound_filters() {
        for preset in Preset::ALL {
            assert!(preset.filters().iter().all(|filter| topic::is_filter(filter)));
            assert_eq!(preset.read("elsewhere", b"1"), Ok(None));
        }
    }
}
