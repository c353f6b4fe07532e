//! A run as an MCAP file (mcap.dev): JSON messages with JSON Schemas, a channel for each device and each twin, one for
//! frames, and the rest as log messages.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Seek, Write};

use mcap::records::MessageHeader;
use mcap::{McapResult, WriteOptions, Writer};
use serde_json::{Map, Value, json};

use super::events::{Event, What, errand, fate};
use crate::core::time::SimTime;
use crate::sim::Simulation;

/// Most moments of each device and twin: a run with more steps is thinned evenly.
const MOST_MOMENTS: i64 = 20_000;

/// A growing recording.
pub(super) struct McapFile<W: Write + Seek> {
    writer: Writer<W>,
    devices: Vec<Channel>,
    twins: Vec<Channel>,
    frames: Channel,
    log: Channel,
    stride: u64,
    seen: u64,
}

/// A channel, and how many messages it has.
struct Channel {
    id: u16,
    messages: u32,
}

impl<W: Write + Seek> McapFile<W> {
    /// Begins a file. Scenes with more devices or twins than a history is kept of get no channels for them.
    pub(super) fn new(writer: W, simulation: &Simulation) -> McapResult<Self> {
        let library = concat!("twinsync ", env!("CARGO_PKG_VERSION"));
        let mut writer = WriteOptions::new().compression(None).library(library).create(writer)?;
        let mut topics = BTreeSet::new();
        let (mut devices, mut twins) = (Vec::new(), Vec::new());
        if simulation.trace().is_some() {
            let snapshot = simulation.snapshot();
            for device in &snapshot.devices {
                let topic = topic(&mut topics, "devices", &device.name);
                let fields = device.signals.iter().map(|signal| (&*signal.name, &*signal.unit));
                devices.push(channel(&mut writer, &topic, &numbers(&topic, fields))?);
            }
            for twin in &snapshot.twins {
                let topic = topic(&mut topics, "twins", &twin.name);
                let signals = &snapshot.devices[twin.device].signals;
                let own = [("age_s", "s"), ("bytes_up", "B"), ("frames_sent", ""), ("frames_delivered", "")];
                let fields = own.into_iter().chain(signals.iter().map(|signal| (&*signal.name, &*signal.unit)));
                twins.push(channel(&mut writer, &topic, &numbers(&topic, fields))?);
            }
        }
        let frames = channel(&mut writer, "/frames", &frame_schema())?;
        let log = channel(&mut writer, "/log", &log_schema())?;
        let steps = simulation.end().nanos() / simulation.step().nanos().max(1);
        let stride = (steps / MOST_MOMENTS + 1).unsigned_abs();
        Ok(Self { writer, devices, twins, frames, log, stride, seen: 0 })
    }

    /// Adds the present moment, if the stride says so, and the events that led to it.
    pub(super) fn write(&mut self, simulation: &Simulation, events: &[Event]) -> McapResult<()> {
        for event in events {
            match &event.what {
                What::Frame(frame) => {
                    let message = json!({
                        "twin": event.subject,
                        "errand": errand(frame.errand),
                        "sequence": frame.sequence,
                        "bytes": frame.bytes,
                        "generated_s": frame.generated_at.secs(),
                        "queued_s": frame.queued_at.secs(),
                        "sent_s": frame.sent_at.secs(),
                        "arrives_s": frame.arrives_at.secs(),
                        "fate": fate(frame.fate),
                    });
                    send(&mut self.writer, &mut self.frames, event.at, &message)?;
                }
                what => {
                    let text = format!("{} {}", what.word(), what.detail());
                    let message = log_message(event, text.trim_end(), level(what));
                    send(&mut self.writer, &mut self.log, event.at, &message)?;
                }
            }
        }
        let due = self.seen.is_multiple_of(self.stride);
        self.seen += 1;
        if due { self.moment(simulation) } else { Ok(()) }
    }

    pub(super) fn finish(&mut self) -> McapResult<()> {
        self.writer.finish().map(|_| ())
    }

    fn moment(&mut self, simulation: &Simulation) -> McapResult<()> {
        let snapshot = simulation.snapshot();
        for (device, channel) in snapshot.devices.iter().zip(&mut self.devices) {
            let values = device.signals.iter().zip(&device.values);
            let message: Map<String, Value> =
                values.filter_map(|(signal, value)| number(&signal.name, Some(*value))).collect();
            send(&mut self.writer, channel, snapshot.now, &Value::Object(message))?;
        }
        for (twin, channel) in snapshot.twins.iter().zip(&mut self.twins) {
            let signals = &snapshot.devices[twin.device].signals;
            let mut message: Map<String, Value> =
                signals.iter().zip(&twin.values).filter_map(|(signal, value)| number(&signal.name, *value)).collect();
            message.extend(number("age_s", twin.age_s(snapshot.now)));
            message.insert("bytes_up".to_owned(), twin.bytes_up.into());
            message.insert("frames_sent".to_owned(), twin.frames.sent.into());
            message.insert("frames_delivered".to_owned(), twin.frames.delivered.into());
            send(&mut self.writer, channel, snapshot.now, &Value::Object(message))?;
        }
        Ok(())
    }
}

/// A field, if there is a number for it.
fn number(name: &str, value: Option<f64>) -> Option<(String, Value)> {
    serde_json::Number::from_f64(value?).map(|number| (name.to_owned(), Value::Number(number)))
}

fn channel<W: Write + Seek>(writer: &mut Writer<W>, topic: &str, schema: &Value) -> McapResult<Channel> {
    let name = schema["title"].as_str().unwrap_or(topic);
    let id = writer.add_schema(name, "jsonschema", schema.to_string().as_bytes())?;
    Ok(Channel { id: writer.add_channel(id, topic, "json", &BTreeMap::new())?, messages: 0 })
}

fn send<W: Write + Seek>(
    writer: &mut Writer<W>,
    channel: &mut Channel,
    at: SimTime,
    message: &Value,
) -> McapResult<()> {
    let time = at.nanos().max(0).unsigned_abs();
    let header =
        MessageHeader { channel_id: channel.id, sequence: channel.messages, log_time: time, publish_time: time };
    channel.messages = channel.messages.wrapping_add(1);
    writer.write_to_known_channel(&header, message.to_string().as_bytes())
}

/// A topic that can be typed: letters, digits and underscores, unlike all others.
fn topic(taken: &mut BTreeSet<String>, kind: &str, name: &str) -> String {
    let plain: String = name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).collect();
    let mut topic = format!("/{kind}/{plain}");
    for number in 2.. {
        if taken.insert(topic.clone()) {
            break;
        }
        topic = format!("/{kind}/{plain}_{number}");
    }
    topic
}

/// The schema of a message with numbers, each with its unit.
fn numbers<'a>(topic: &str, fields: impl Iterator<Item = (&'a str, &'a str)>) -> Value {
    let property = |(name, unit): (&str, &str)| (name.to_owned(), json!({"type": "number", "description": unit}));
    let title = format!("twinsync{}", topic.replace('/', "."));
    json!({"title": title, "type": "object", "properties": fields.map(property).collect::<Map<_, _>>()})
}

fn frame_schema() -> Value {
    let number = json!({"type": "number"});
    let text = json!({"type": "string"});
    json!({"title": "twinsync.Frame", "type": "object", "properties": {
        "twin": text, "errand": text, "fate": text, "sequence": number, "bytes": number,
        "generated_s": number, "queued_s": number, "sent_s": number, "arrives_s": number,
    }})
}

/// The log message that Foxglove knows (docs.foxglove.dev, message schemas, Log).
fn log_schema() -> Value {
    json!({"title": "foxglove.Log", "type": "object", "properties": {
        "timestamp": {"type": "object", "title": "time", "properties": {
            "sec": {"type": "integer", "minimum": 0}, "nsec": {"type": "integer", "minimum": 0, "maximum": 999_999_999},
        }},
        "level": {"type": "integer"}, "message": {"type": "string"}, "name": {"type": "string"},
        "file": {"type": "string"}, "line": {"type": "integer", "minimum": 0},
    }})
}

fn log_message(event: &Event, text: &str, level: u8) -> Value {
    let nanos = event.at.nanos().max(0);
    json!({
        "timestamp": {"sec": nanos / 1_000_000_000, "nsec": nanos % 1_000_000_000},
        "level": level, "message": text, "name": event.subject, "file": "", "line": 0,
    })
}

/// Information (2), a warning (3) or an error (4), as that schema counts them.
fn level(what: &What) -> u8 {
    match what {
        What::FaultBegan(_) => 4,
        What::CommandActed(Err(_)) | What::AnomalyRaised(_) => 3,
        _ => 2,
    }
}
