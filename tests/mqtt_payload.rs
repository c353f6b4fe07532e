//! No payload, topic or URL makes the program fall over, and nothing makes it grow without end.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use proptest::prelude::*;
use twinsync::core::rng::Stream;
use twinsync::core::time::SimTime;
use twinsync::live::feed::Heard;
use twinsync::live::mqtt::payload::{self, LONGEST_NAME, MOST, Values};
use twinsync::live::mqtt::preset::Preset;
use twinsync::live::mqtt::registry::{MOST_DEVICES, MOST_SIGNALS, Registry};
use twinsync::live::mqtt::topic;
use twinsync::live::mqtt::url::{BrokerUrl, without_user};

/// Payloads as devices send them, from which others are bent.
const PAYLOADS: [&str; 14] = [
    r#"{"temperature":21.5,"heaterMode":0}"#,
    r#"{"target":30,"heaterMode":1}"#,
    r#"{"Time":"2026-01-01T00:00:00","DS18B20":{"Id":"01","Temperature":20.6},"TempUnit":"C"}"#,
    r#"{"name":"P","state_topic":"a/b","value_template":"{{ value_json.x }}","device":{"name":"d"},"~":"q"}"#,
    r#"{"timestamp":1,"seq":0,"metrics":[{"name":"t","value":21.5},{"name":"b","value":true}]}"#,
    "RAW_MICROS:12345,CUR_WALL:0.012*ABCD",
    "0.01\t-0.02\t9.81",
    "21.5 °C",
    "online",
    "ON",
    "{\"a\":[[[[[[[[[[1]]]]]]]]]]}",
    "-1.5e308",
    "{\"value\":\"1e999\",\"unit\":\"\\u0000\"}",
    "",
];

const TOPICS: [&str; 16] = [
    "twinsync/clock/lines",
    "twinsync/clock/status",
    "twinsync/clock/commands",
    "workshop/lab/telemetry",
    "workshop/lab/control",
    "tele/plug/SENSOR",
    "tele/plug/STATE",
    "tele/plug/LWT",
    "kitchen/sensor/t/state",
    "kitchen/status",
    "homeassistant/sensor/x/config",
    "homeassistant/sensor/n/x/config",
    "spBv1.0/g/NBIRTH/n",
    "spBv1.0/g/DDATA/n/d",
    "spBv1.0/g/NDEATH/n",
    "a/b",
];

fn below(random: &mut Stream, limit: usize) -> usize {
    (random.uniform() * limit as f64) as usize
}

/// A payload, or one with a few bytes struck, doubled, or put in place of others.
fn bent(random: &mut Stream) -> Vec<u8> {
    let mut bytes = PAYLOADS[below(random, PAYLOADS.len())].as_bytes().to_vec();
    for _ in 0..below(random, 5) {
        let at = below(random, bytes.len() + 1);
        match below(random, 4) {
            0 if at < bytes.len() => drop(bytes.remove(at)),
            1 if at < bytes.len() => bytes[at] = below(random, 256) as u8,
            2 => bytes.insert(at, b"{}[]\",:0-.eE\\u"[below(random, 14)]),
            _ => bytes.truncate(at.max(1)),
        }
    }
    bytes
}

fn sound(values: &Values) {
    assert!(values.signals.len() <= MOST);
    for (name, value) in &values.signals {
        assert!(
            value.value.is_finite() && name.len() <= LONGEST_NAME && value.unit.chars().count() <= 16,
            "{name:?} {value:?}"
        );
    }
}

#[cfg(target_os = "linux")]
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[cfg(not(target_os = "linux"))]
fn resident_kib() -> u64 {
    0
}

#[test]
fn a_million_payloads_are_outlived() {
    let mut random = Stream::new(20, "payload", "fuzz");
    let mut registry = Registry::new(&Preset::ALL, None);
    let mut before = 0;
    for turn in 0..1_000_000_u32 {
        let payload = bent(&mut random);
        if let Ok(values) = payload::values(&payload) {
            sound(&values);
        }
        let mut topic = TOPICS[below(&mut random, TOPICS.len())].to_owned();
        if turn.is_multiple_of(3) {
            // A new device each time: more than there is room for.
            topic = topic.replacen('/', &format!("/{turn}"), 1);
        }
        let retained = turn.is_multiple_of(5);
        let at = SimTime::from_nanos(i64::from(turn));
        let wanted = registry.hear(&Heard::Message { at, topic, payload, retained });
        assert!(wanted.iter().all(|filter| topic::is_topic(filter)));
        if turn == 100_000 {
            before = resident_kib();
        }
    }
    assert_eq!(registry.devices().count(), MOST_DEVICES);
    assert!(registry.devices().all(|(.., known)| known.signals.len() <= MOST_SIGNALS));
    // Full since long ago: nine hundred thousand more messages find no room to stay.
    let grown = resident_kib().saturating_sub(before);
    assert!(grown < 16 * 1024, "grew by {grown} KiB");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(payload in proptest::collection::vec(any::<u8>(), 0..2000)) {
        if let Ok(values) = payload::values(&payload) {
            sound(&values);
        }
        for (preset, topic) in Preset::ALL.iter().flat_map(|preset| TOPICS.map(|topic| (preset, topic))) {
            let _ = preset.read(topic, &payload);
        }
    }

    #[test]
    fn any_topic_is_known_or_not(topic in "(twinsync|workshop|tele|spBv1.0|homeassistant|.{0,4})(/.{0,8}){0,6}", filter in "[+#a/]{0,12}") {
        for preset in Preset::ALL {
            let _ = preset.read(&topic, b"1");
        }
        if topic::is_filter(&filter) && topic::is_topic(&topic) && !topic.starts_with('$') {
            prop_assert!(topic::matches("#", &topic));
            prop_assert!(topic::matches(&topic, &topic));
            let _ = topic::matches(&filter, &topic);
        }
    }

    /// A number is the same in every form; serde_json may miss the last of its 53 bits.
    #[test]
    fn numbers_come_back(value in -1e9..1e9_f64) {
        let read = |text: String| payload::values(text.as_bytes()).unwrap().get("value").unwrap();
        for text in [format!("{value}"), format!("value:{value}"), format!("{{\"value\":\"{value}\"}}")] {
            prop_assert_eq!(read(text), value);
        }
        let json = read(format!("{{\"value\":{value}}}"));
        prop_assert!((json - value).abs() <= value.abs() * f64::EPSILON, "{} for {}", json, value);
    }

    /// Whatever a URL is, what is shown of it holds nothing of its user and password.
    #[test]
    fn no_url_shows_its_password(scheme in "(mqtt|mqtts|http|x)", user in "Q[A-Z:]{3,8}", host in "[a-z.:/ ]{0,12}", port in "(:[0-9a-z]{0,6})?") {
        let text = format!("{scheme}://{user}@{host}{port}");
        prop_assert!(!without_user(&text).contains(&user));
        let printed = match BrokerUrl::parse(&text) {
            Ok(url) => format!("{url} {url:?}"),
            Err(error) => format!("{error} {error:?}"),
        };
        prop_assert!(!printed.contains(&user), "{}", printed);
    }
}
