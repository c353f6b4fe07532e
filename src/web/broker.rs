//! A board behind an MQTT broker (OASIS MQTT 3.1.1) that speaks over the browser's own WebSocket: packets in, packets out.
//!
//! A message's payload is lines of the board; each line for the board is published as a message, at most once: whether the
//! board has taken it is told by the board's own answer, as on a cable.

use mqtt_protocol_core::mqtt::common::Cursor;
use mqtt_protocol_core::mqtt::connection::{ConnectionOptions, Event, TimerKind};
use mqtt_protocol_core::mqtt::packet::v3_1_1::{Connect, Publish, Subscribe};
use mqtt_protocol_core::mqtt::packet::{GenericPacketTrait, Packet, Qos, SubEntry, SubOpts};
use mqtt_protocol_core::mqtt::{Connection, Version, role};

use super::topics::BoardTopics;
use super::way::ScriptEnd;
use crate::core::time::SimTime;
use crate::live::feed::Heard;
use crate::live::mqtt::payload;

/// The session is kept alive by something every so many seconds.
const KEEP_ALIVE_S: u16 = 30;

/// A broker that leaves a ping unanswered for so long is gone, in milliseconds.
const ANSWER_MS: u64 = 10_000;

/// Longer messages end the session, in bytes.
const MOST_BYTES: u32 = 1 << 20;

/// Who asks.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// Another name for each page: a broker throws out the older of two clients of one name.
    pub name: String,
    /// The user's name; empty for none.
    pub user: String,
    /// The user's password.
    pub password: String,
}

/// A connection with a broker, and the way through it to a board.
pub struct BrokerWay {
    connection: Connection<role::Client>,
    client: Client,
    topics: BoardTopics,
    end: ScriptEnd,
    /// The broker's name, for people.
    name: String,
    /// Whether the broker has taken the client in.
    up: bool,
    to_send: Vec<u8>,
    timers: Vec<(TimerKind, SimTime)>,
    trouble: Option<String>,
}

fn connection() -> Connection<role::Client> {
    let options = ConnectionOptions::new().maximum_packet_size_recv(MOST_BYTES);
    let mut connection = Connection::<role::Client>::with_options(Version::V3_1_1, options);
    connection.set_pingresp_recv_timeout(ANSWER_MS);
    connection
}

impl BrokerWay {
    /// A connection that has not begun; what comes over it goes to `end`.
    #[must_use]
    pub fn new(name: &str, client: Client, topics: BoardTopics, end: ScriptEnd) -> Self {
        Self {
            connection: connection(),
            client,
            topics,
            end,
            name: name.to_owned(),
            up: false,
            to_send: Vec::new(),
            timers: Vec::new(),
            trouble: None,
        }
    }

    /// The socket is open: the session begins.
    ///
    /// # Errors
    /// A sentence, when name or password cannot be sent.
    pub fn opened(&mut self, at: SimTime) -> Result<(), String> {
        self.connection = connection();
        (self.to_send, self.timers, self.trouble) = (Vec::new(), Vec::new(), None);
        let mut connect = Connect::builder()
            .client_id(self.client.name.as_str())
            .map_err(|_| "the client's name cannot be sent".to_owned())?
            .clean_session(true)
            .keep_alive(KEEP_ALIVE_S);
        if !self.client.user.is_empty() {
            connect = connect
                .user_name(self.client.user.as_str())
                .and_then(|connect| connect.password(self.client.password.as_str()))
                .map_err(|_| "the user's name or password is too long".to_owned())?;
        }
        let connect = connect.build().map_err(|error| format!("the session cannot begin: {error:?}"))?;
        let events = self.connection.send(connect.into());
        self.handle(at, events);
        Ok(())
    }

    /// Bytes came over the socket.
    pub fn bytes(&mut self, at: SimTime, bytes: &[u8]) {
        let mut cursor = Cursor::new(bytes);
        while cursor.position() < bytes.len() as u64 {
            let before = cursor.position();
            let events = self.connection.recv(&mut cursor);
            self.handle(at, events);
            if cursor.position() == before {
                break;
            }
        }
    }

    /// What is to be sent now.
    pub fn poll(&mut self, at: SimTime) -> Vec<u8> {
        let due: Vec<TimerKind> = self.timers.iter().filter(|(_, due)| *due <= at).map(|(kind, _)| *kind).collect();
        self.timers.retain(|(_, due)| *due > at);
        for kind in due {
            if kind == TimerKind::PingrespRecv {
                self.fail("the broker has not answered a ping".to_owned());
            }
            let events = self.connection.notify_timer_fired(kind);
            self.handle(at, events);
        }
        if self.up {
            self.publish(at);
        }
        std::mem::take(&mut self.to_send)
    }

    /// The socket is gone.
    pub fn closed(&mut self, at: SimTime, reason: &str) {
        let events = self.connection.notify_closed();
        self.handle(at, events);
        self.timers.clear();
        let reason = self.trouble.clone().unwrap_or_else(|| reason.to_owned());
        self.up = false;
        self.end.closed(at, &reason);
    }

    /// Whether the broker has taken the page in.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.up
    }

    /// Why the session must end, if it must.
    #[must_use]
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// The scripts' end of the way to the session.
    #[must_use]
    pub fn end(&self) -> &ScriptEnd {
        &self.end
    }

    fn handle(&mut self, at: SimTime, events: Vec<Event>) {
        for event in events {
            match event {
                Event::RequestSendPacket { packet, .. } => self.to_send.extend(packet.to_continuous_buffer()),
                Event::NotifyPacketReceived(packet) => self.packet(at, &packet),
                Event::RequestTimerReset { kind, duration_ms } => {
                    self.timers.retain(|(other, _)| *other != kind);
                    self.timers.push((kind, at + SimTime::from_millis(duration_ms as f64)));
                }
                Event::RequestTimerCancel(kind) => self.timers.retain(|(other, _)| *other != kind),
                Event::NotifyError(error) => self.fail(format!("the broker and this page do not agree: {error:?}")),
                Event::RequestClose => self.fail("the session has to end".to_owned()),
                Event::NotifyPacketIdReleased(_) => {}
            }
        }
    }

    fn packet(&mut self, at: SimTime, packet: &Packet) {
        match packet {
            Packet::V3_1_1Connack(answer) if answer.return_code().is_success() => {
                self.up = true;
                self.end.opened(at, &self.name);
                if let Err(why) = self.subscribe(at) {
                    self.fail(why);
                }
            }
            Packet::V3_1_1Connack(answer) => self.fail(format!("the broker refuses: {}", answer.return_code())),
            Packet::V3_1_1Suback(answer) if answer.return_codes().iter().any(|code| !code.is_success()) => {
                self.fail(format!("the broker refuses the topics {:?}", self.topics.filter()));
            }
            Packet::V3_1_1Publish(message) => {
                self.message(at, message.topic_name(), message.payload().as_slice(), message.retain());
            }
            _ => {}
        }
    }

    /// A message of the board. Whoever it is, it is asked only once there is a topic to ask on.
    fn message(&mut self, at: SimTime, topic: &str, payload: &[u8], retained: bool) {
        let unknown = self.topics.commands().is_none();
        if payload.len() > payload::LONGEST || !self.topics.is_ours(topic, retained) {
            return;
        }
        if unknown && self.topics.commands().is_some() {
            self.end.opened(at, &self.name);
        }
        self.end.say(Heard::Message { at, topic: topic.to_owned(), payload: payload.to_vec(), retained });
    }

    /// Sends what waits for the board, a message for each line. Without a topic it is lost, and asked again.
    fn publish(&mut self, at: SimTime) {
        let lines = self.end.to_send();
        let Some(topic) = self.topics.commands() else { return };
        for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let built = Publish::builder().topic_name(topic.as_str()).and_then(|message| message.payload(line).build());
            match built {
                Ok(message) => {
                    let events = self.connection.send(message.into());
                    self.handle(at, events);
                }
                Err(error) => self.fail(format!("nothing can be published to {topic:?}: {error:?}")),
            }
        }
    }

    fn subscribe(&mut self, at: SimTime) -> Result<(), String> {
        let wrong =
            |why: &dyn std::fmt::Debug| format!("the topics {:?} cannot be asked for: {why:?}", self.topics.filter());
        let options = SubOpts::new().set_qos(Qos::AtMostOnce);
        let entry = SubEntry::new(self.topics.filter(), options).map_err(|error| wrong(&error))?;
        let id = self.connection.acquire_packet_id().map_err(|error| wrong(&error))?;
        let subscribe =
            Subscribe::builder().entries(vec![entry]).packet_id(id).build().map_err(|error| wrong(&error))?;
        let events = self.connection.send(subscribe.into());
        self.handle(at, events);
        Ok(())
    }

    /// Keeps the first reason.
    fn fail(&mut self, why: String) {
        self.trouble.get_or_insert(why);
    }
}
