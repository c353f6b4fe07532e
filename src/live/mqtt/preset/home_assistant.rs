//! Home Assistant's discovery: a kept `homeassistant/<component>/[<node>/]<object>/config` says where the numbers
//! of an entity come, and what they are called. Only templates of the form `{{ value_json.x.y }}` are understood.
//!
//! <https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery>

use serde_json::{Map, Value as Json};

use super::News;
use crate::live::mqtt::payload::{self, ONLY, Unread, Values};
use crate::live::mqtt::{topic, unit};

/// The announcements, of both forms.
pub const FILTERS: [&str; 2] = ["homeassistant/+/+/config", "homeassistant/+/+/+/config"];

/// What an entity has said about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// The topic that said it; an empty payload there takes it back.
    pub config_topic: String,
    /// The device it belongs to, by the name it gives or the node or object in its topic.
    pub device: String,
    /// The name of its signal.
    pub signal: String,
    /// Its unit, empty where it has none.
    pub unit: String,
    /// What kind of quantity it is, empty where it does not say.
    pub device_class: String,
    /// Where its state comes.
    pub state_topic: String,
    /// The path of its number inside the payload; none where the payload is the number.
    pub path: Option<String>,
    /// Where it says whether it is there, with the two payloads for yes and no.
    pub availability: Option<(String, String, String)>,
}

/// What a message on a discovery topic says.
///
/// # Errors
/// When it is no JSON object, names no topic of its state, or has a template of another form.
pub fn read(topic: &str, bytes: &[u8]) -> Result<Option<News>, Unread> {
    let levels: Vec<&str> = topic.split('/').take(6).collect();
    let (["homeassistant", _, node, "config"] | ["homeassistant", _, node, _, "config"]) = levels[..] else {
        return Ok(None);
    };
    let text = match payload::text(bytes) {
        Err(Unread::Empty) => return Ok(Some(News::Withdrawn { config_topic: topic.to_owned() })),
        other => other?,
    };
    let broken = |error: serde_json::Error| Unread::Broken { line: error.line(), column: error.column() };
    let config: Map<String, Json> = serde_json::from_str(text).map_err(broken)?;
    announcement(topic, node, levels[levels.len() - 2], &config).map(News::Announced).map(Some).ok_or(Unread::NoNumber)
}

fn announcement(topic: &str, node: &str, object: &str, config: &Map<String, Json>) -> Option<Announcement> {
    let base = config.get("~").and_then(Json::as_str).unwrap_or_default();
    let text = |long: &str, short: &str| config.get(long).or_else(|| config.get(short)).and_then(Json::as_str);
    // A topic may begin or end with the base, written as a tilde.
    let place = |long: &str, short: &str| {
        let written = text(long, short)?;
        let full = match (written.strip_prefix('~'), written.strip_suffix('~')) {
            (Some(rest), _) => format!("{base}{rest}"),
            (_, Some(rest)) => format!("{rest}{base}"),
            _ => written.to_owned(),
        };
        topic::is_topic(&full).then_some(full)
    };
    let path = match text("value_template", "val_tpl") {
        None => None,
        Some(template) => path_of(template)?,
    };
    let device = config.get("device").or_else(|| config.get("dev"));
    let device = device.and_then(|device| device.get("name")).and_then(Json::as_str).unwrap_or(node);
    let class = text("device_class", "dev_cla").unwrap_or_default();
    let signal =
        text("name", "name").filter(|name| !name.is_empty()).unwrap_or(if class.is_empty() { object } else { class });
    let unit =
        text("unit_of_measurement", "unit_of_meas").map_or_else(|| unit::of_name(signal).to_owned(), unit::spelled);
    let availability = place("availability_topic", "avty_t").map(|place| {
        let word = |long, short, usual: &str| text(long, short).unwrap_or(usual).to_owned();
        let yes = word("payload_available", "pl_avail", "online");
        (place, yes, word("payload_not_available", "pl_not_avail", "offline"))
    });
    Some(Announcement {
        config_topic: topic.to_owned(),
        device: cut(device),
        signal: cut(signal),
        unit,
        device_class: cut(class),
        state_topic: place("state_topic", "stat_t")?,
        path,
        availability,
    })
}

/// The path of `{{ value_json.a.b }}` or `{{ value_json['a'] }}`; none for `{{ value }}`. No path at all for
/// another template. Filters that only convert, such as `| float`, are passed over.
fn path_of(template: &str) -> Option<Option<String>> {
    let inner = template.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    let mut parts = inner.split('|').map(str::trim);
    let expression = parts.next()?;
    let converts = |filter: &str| {
        let name = filter.split('(').next().unwrap_or_default();
        matches!(name, "float" | "int" | "round" | "is_defined")
    };
    if !parts.all(converts) {
        return None;
    }
    if expression == "value" {
        return Some(None);
    }
    let path = expression.strip_prefix("value_json")?.replace(['\'', '"'], "").replace('[', ".").replace(']', "");
    let path = path.strip_prefix('.')?;
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
    (!path.is_empty() && path.len() <= payload::LONGEST_NAME && path.chars().all(letter)).then(|| Some(path.to_owned()))
}

/// A name, without control characters and cut to what a signal's name may have.
fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(payload::LONGEST_NAME / 4).collect()
}

impl Announcement {
    /// What a message on the announced topics says; none for other topics.
    ///
    /// # Errors
    /// When the payload holds no number where it was announced, or an unknown status.
    pub fn read(&self, topic: &str, bytes: &[u8]) -> Result<Option<News>, Unread> {
        if let Some((place, yes, no)) = self.availability.as_ref().filter(|(place, ..)| place == topic) {
            let text = payload::text(bytes)?;
            let online = if text == yes {
                true
            } else if text == no {
                false
            } else {
                return Err(Unread::NoNumber);
            };
            // One topic may serve for both.
            if place != &self.state_topic {
                return Ok(Some(News::Status { device: self.device.clone(), online, and_below: false }));
            }
        }
        if topic != self.state_topic {
            return Ok(None);
        }
        let read = payload::values(bytes)?;
        let value = read.get(self.path.as_deref().unwrap_or(ONLY)).ok_or(Unread::NoNumber)?;
        let mut values = Values::default();
        values.put(&self.signal, value, self.unit.clone());
        Ok(Some(News::Values { device: self.device.clone(), values }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn announced(topic: &str, payload: &str) -> Announcement {
        match read(topic, payload.as_bytes()) {
            Ok(Some(News::Announced(announcement))) => announcement,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_entity_says_where_its_numbers_come() {
        let entity = announced(
            "homeassistant/sensor/bedroom/temperature/config",
            r#"{"device_class":"temperature","state_topic":"bedroom/state","unit_of_measurement":"°C",
                "value_template":"{{ value_json.temperature }}","unique_id":"temp01","device":{"name":"Bedroom"},
                "availability_topic":"bedroom/status"}"#,
        );
        assert_eq!(
            (entity.device.as_str(), entity.signal.as_str(), entity.unit.as_str()),
            ("Bedroom", "temperature", "C")
        );
        let news = entity.read("bedroom/state", br#"{"temperature":23.2,"humidity":43.7}"#).unwrap();
        let Some(News::Values { device, values }) = news else { panic!("nothing") };
        assert_eq!((device.as_str(), values.signals.len(), values.get("temperature")), ("Bedroom", 1, Some(23.2)));
        let gone = News::Status { device: "Bedroom".to_owned(), online: false, and_below: false };
        assert_eq!(entity.read("bedroom/status", b"offline"), Ok(Some(gone)));
        assert_eq!(entity.read("bedroom/status", b"perhaps"), Err(Unread::NoNumber));
        assert_eq!(entity.read("elsewhere", b"1"), Ok(None));
    }

    #[test]
    fn short_keys_and_a_base_are_understood() {
        let entity = announced(
            "homeassistant/sensor/plug/config",
            r#"{"~":"tele/plug","name":"Power","stat_t":"~/SENSOR","unit_of_meas":"W",
                "val_tpl":"{{ value_json['ENERGY'].Power | float }}","avty_t":"~/LWT","pl_avail":"Online","pl_not_avail":"Offline"}"#,
        );
        assert_eq!(entity.state_topic, "tele/plug/SENSOR");
        assert_eq!(entity.path.as_deref(), Some("ENERGY.Power"));
        assert_eq!(entity.availability.unwrap().0, "tele/plug/LWT");
    }

    #[test]
    fn other_templates_are_refused_and_never_guessed() {
        for template in [
            "{{ value_json.a + 1 }}",
            "{{ states('x') }}",
            "{% if x %}",
            "{{ value_json.a | foo }}",
            "{{ value_json }}",
        ] {
            let payload = format!(r#"{{"state_topic":"a","value_template":"{template}"}}"#);
            assert_eq!(read("homeassistant/sensor/x/config", payload.as_bytes()), Err(Unread::NoNumber), "{template}");
        }
        let plain = announced("homeassistant/sensor/x/config", r#"{"state_topic":"a","value_template":"{{ value }}"}"#);
        assert_eq!((plain.path, plain.signal.as_str()), (None, "x"));
        assert_eq!(read("homeassistant/sensor/x/config", b"{\"name\":\"n\"}"), Err(Unread::NoNumber));
        assert_eq!(read("homeassistant/sensor/x/config", b"{\"state_topic\":\"#\"}"), Err(Unread::NoNumber));
        let config_topic = "homeassistant/sensor/x/config".to_owned();
        assert_eq!(read("homeassistant/sensor/x/config", b""), Ok(Some(News::Withdrawn { config_topic })));
    }
}
