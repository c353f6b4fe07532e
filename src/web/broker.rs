//! A board behind an MQTT broker (OASIS MQTT 3.1.1) that speaks over the browser's own WebSocket: packets in, packets out.
//!
//! The page listens: a message's payload is lines of a board. Nothing is published.

use mqtt_protocol_core::mqtt::common::Cursor;
use mqtt_protocol_core::mqtt::connection::{ConnectionOptions, Event, TimerKind};
use mqtt_protocol_core::mqtt::packet::v3_1_1::{Connect, Subscribe};
use mqtt_protocol_core::mqtt::packet::{GenericPacketTrait, Packet, Qos, SubEntry, SubOpts};
use mqtt_protocol_core::mqtt::{Connection, Version, role};

use super::board::BoardDesk;

/// The session is kept alive by something every so many seconds.
const KEEP_ALIVE_S: u16 = 30;

/// Longer messages end the session, in bytes.
const MOST_BYTES: u32 = 1 << 20;

/// Who asks, and for what.
#[derive(Clone, Debug, Default)]
pub struct Subscription {
    /// The topics, with `+` and `#`.
    pub topics: String,
    /// Another name for each page: a broker throws out the older of two clients of one name.
    pub client: String,
    /// The user's name; empty for none.
    pub user: String,
    /// The user's password.
    pub password: String,
}

/// A session with a broker, and with the board behind it.
pub struct BrokerDesk {
    connection: Connection<role::Client>,
    asked: Subscription,
    board: BoardDesk,
    name: String,
    to_send: Vec<u8>,
    timers: Vec<(TimerKind, f64)>,
    trouble: Option<String>,
}

fn connection() -> Connection<role::Client> {
    let options = ConnectionOptions::new().maximum_packet_size_recv(MOST_BYTES);
    Connection::with_options(Version::V3_1_1, options)
}

impl BrokerDesk {
    /// A session that has not begun; `name` is the broker's, for people.
    ///
    /// # Errors
    /// When memory cannot be written, which does not happen.
    pub fn new(name: &str, asked: Subscription) -> Result<Self, String> {
        Ok(Self {
            connection: connection(),
            asked,
            board: BoardDesk::new(0)?,
            name: name.to_owned(),
            to_send: Vec::new(),
            timers: Vec::new(),
            trouble: None,
        })
    }

    /// The socket is open: the session begins.
    ///
    /// # Errors
    /// A sentence, when name or password cannot be sent.
    pub fn opened(&mut self, at_s: f64) -> Result<(), String> {
        self.connection = connection();
        (self.to_send, self.timers, self.trouble) = (Vec::new(), Vec::new(), None);
        let mut connect = Connect::builder()
            .client_id(self.asked.client.as_str())
            .map_err(|_| "the client's name cannot be sent".to_owned())?
            .clean_session(true)
            .keep_alive(KEEP_ALIVE_S);
        if !self.asked.user.is_empty() {
            connect = connect
                .user_name(self.asked.user.as_str())
                .and_then(|connect| connect.password(self.asked.password.as_str()))
                .map_err(|_| "the user's name or password is too long".to_owned())?;
        }
        let connect = connect.build().map_err(|error| format!("the session cannot begin: {error:?}"))?;
        let events = self.connection.send(connect.into());
        self.handle(at_s, events);
        Ok(())
    }

    /// Bytes came over the socket.
    pub fn bytes(&mut self, at_s: f64, bytes: &[u8]) {
        let mut cursor = Cursor::new(bytes);
        while cursor.position() < bytes.len() as u64 {
            let before = cursor.position();
            let events = self.connection.recv(&mut cursor);
            self.handle(at_s, events);
            if cursor.position() == before {
                break;
            }
        }
    }

    /// What is to be sent now.
    pub fn poll(&mut self, at_s: f64) -> Vec<u8> {
        let due: Vec<TimerKind> =
            self.timers.iter().filter(|(_, due_s)| *due_s <= at_s).map(|(kind, _)| *kind).collect();
        self.timers.retain(|(_, due_s)| *due_s > at_s);
        for kind in due {
            let events = self.connection.notify_timer_fired(kind);
            self.handle(at_s, events);
        }
        std::mem::take(&mut self.to_send)
    }

    /// The socket is gone.
    pub fn closed(&mut self, at_s: f64, reason: &str) {
        let events = self.connection.notify_closed();
        self.handle(at_s, events);
        self.timers.clear();
        let reason = self.trouble.clone().unwrap_or_else(|| reason.to_owned());
        self.board.closed(at_s, &reason);
    }

    /// Why the session must end, if it must.
    #[must_use]
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// The board behind it.
    #[must_use]
    pub fn board(&self) -> &BoardDesk {
        &self.board
    }

    fn handle(&mut self, at_s: f64, events: Vec<Event>) {
        for event in events {
            match event {
                Event::RequestSendPacket { packet, .. } => self.to_send.extend(packet.to_continuous_buffer()),
                Event::NotifyPacketReceived(packet) => self.packet(at_s, &packet),
                Event::RequestTimerReset { kind, duration_ms } => {
                    self.timers.retain(|(other, _)| *other != kind);
                    self.timers.push((kind, at_s + duration_ms as f64 / 1e3));
                }
                Event::RequestTimerCancel(kind) => self.timers.retain(|(other, _)| *other != kind),
                Event::NotifyError(error) => self.fail(format!("the broker and this page do not agree: {error:?}")),
                Event::RequestClose => self.fail("the session has to end".to_owned()),
                Event::NotifyPacketIdReleased(_) => {}
            }
        }
    }

    fn packet(&mut self, at_s: f64, packet: &Packet) {
        match packet {
            Packet::V3_1_1Connack(answer) if answer.return_code().is_success() => {
                self.board.opened(at_s, &self.name);
                if let Err(why) = self.subscribe(at_s) {
                    self.fail(why);
                }
            }
            Packet::V3_1_1Connack(answer) => self.fail(format!("the broker refuses: {}", answer.return_code())),
            Packet::V3_1_1Suback(answer) if answer.return_codes().iter().any(|code| !code.is_success()) => {
                self.fail(format!("the broker refuses the topics {:?}", self.asked.topics));
            }
            Packet::V3_1_1Publish(message) => {
                self.board.message(at_s, message.topic_name(), message.payload().as_slice(), message.retain());
            }
            _ => {}
        }
    }

    fn subscribe(&mut self, at_s: f64) -> Result<(), String> {
        let wrong =
            |why: &dyn std::fmt::Debug| format!("the topics {:?} cannot be asked for: {why:?}", self.asked.topics);
        let options = SubOpts::new().set_qos(Qos::AtMostOnce);
        let entry = SubEntry::new(self.asked.topics.as_str(), options).map_err(|error| wrong(&error))?;
        let id = self.connection.acquire_packet_id().map_err(|error| wrong(&error))?;
        let subscribe =
            Subscribe::builder().entries(vec![entry]).packet_id(id).build().map_err(|error| wrong(&error))?;
        let events = self.connection.send(subscribe.into());
        self.handle(at_s, events);
        Ok(())
    }

    /// Keeps the first reason.
    fn fail(&mut self, why: String) {
        self.trouble.get_or_insert(why);
    }
}
