//! The client's thread: connects, says its birth, listens, waits after a failure, and begins again.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use rumqttc::{
    ConnectReturnCode, Connection, ConnectionError, Event, LastWill, MqttOptions, Outgoing, Packet, Publish, QoS,
    SubscribeReasonCode, Transport,
};

use super::shared::Shared;
use crate::core::time::SimTime;
use crate::live::feed::{Heard, Mouth};
use crate::live::host_clock::HostClock;
use crate::live::mqtt::backoff::Backoff;
use crate::live::mqtt::settings::Settings;

/// A packet above this ends the connection: nobody here sends one, and memory is bounded.
const LARGEST_PACKET: usize = 1024 * 1024;
/// Messages that may wait for the broker's word: more than are ever kept, or a birth would tread on its own toes.
const IN_FLIGHT: u16 = 1024;
/// Room in the queue beside what the owner may fill.
const MARGIN: usize = 16;
/// How long a connection may take, in seconds.
const CONNECT_S: u64 = 5;
/// A connection that stood for so long, in seconds, was a good one: the next wait is a short one again.
const STOOD_S: f64 = 5.0;

/// How a connection ended.
enum End {
    /// Nobody needs it any more.
    Done,
    /// It broke, for this reason.
    Broken(String),
    /// It broke inside the library: nothing of it is used again.
    Failed,
}

pub(super) struct Driver {
    settings: Settings,
    transport: Transport,
    shared: Arc<Shared>,
    mouth: Mouth,
    clock: Arc<dyn HostClock>,
    stopped: Receiver<()>,
    /// The reason last told, so that a thousand tries do not tell it a thousand times.
    told: Option<String>,
    /// Since when the broker has been there.
    since: Option<SimTime>,
}

impl Driver {
    pub(super) fn new(
        settings: Settings,
        transport: Transport,
        shared: Arc<Shared>,
        mouth: Mouth,
        clock: Arc<dyn HostClock>,
        stopped: Receiver<()>,
    ) -> Self {
        Self { settings, transport, shared, mouth, clock, stopped, told: None, since: None }
    }

    pub(super) fn run(mut self) {
        let (first, longest) = self.settings.backoff_s;
        let mut backoff = Backoff::new(first, longest, self.settings.stream.clone());
        let mut connection = self.begin();
        loop {
            self.since = None;
            let end = self.listen(&mut connection);
            self.shared.fall();
            if self.since.is_some_and(|since| (self.now() - since).secs() >= STOOD_S) {
                backoff.succeeded();
            }
            let going_on = match end {
                End::Done => false,
                End::Broken(reason) => self.tell_down(reason),
                End::Failed => {
                    connection = self.begin();
                    self.tell_down("the broker sent what the MQTT client cannot bear".to_owned())
                }
            };
            if !going_on || !self.wait(backoff.failed()) {
                return;
            }
        }
    }

    fn begin(&self) -> Connection {
        let settings = &self.settings;
        let mut options = MqttOptions::new(&settings.client_id, &settings.url.host, settings.url.port);
        options
            .set_transport(self.transport.clone())
            .set_keep_alive(Duration::from_secs(u64::from(settings.keep_alive_s)))
            .set_clean_session(true)
            .set_inflight(IN_FLIGHT)
            .set_max_packet_size(LARGEST_PACKET, LARGEST_PACKET);
        if let Some(credentials) = &settings.credentials {
            let (user, password) = credentials.reveal();
            options.set_credentials(user, password);
        }
        if let Some(will) = &settings.will {
            options.set_last_will(LastWill::new(&will.topic, will.farewell.as_bytes(), QoS::AtLeastOnce, true));
        }
        let (requests, mut connection) = rumqttc::Client::new(options, settings.queue.saturating_add(MARGIN));
        let mut network = connection.eventloop.network_options();
        network.set_connection_timeout(CONNECT_S);
        network.set_tcp_nodelay(true);
        connection.eventloop.set_network_options(network);
        self.shared.begin(requests);
        connection
    }

    /// Connects and passes on what comes, until it ends.
    fn listen(&mut self, connection: &mut Connection) -> End {
        let mut asked = BTreeMap::new();
        loop {
            if self.stopped.try_recv() == Err(TryRecvError::Disconnected) && !self.shared.is_up() {
                return End::Done;
            }
            // The library asserts some things about what a broker sends.
            let Ok(event) = catch_unwind(AssertUnwindSafe(|| connection.recv())) else { return End::Failed };
            match event {
                Err(_) | Ok(Ok(Event::Outgoing(Outgoing::Disconnect))) => return End::Done,
                Ok(Err(error)) => return End::Broken(self.reason(&error)),
                Ok(Ok(Event::Incoming(Packet::ConnAck(_)))) => {
                    self.since = Some(self.now());
                    self.told = None;
                    connection.eventloop.pending.extend(self.shared.rise());
                    if !self.mouth.say(Heard::Up { at: self.now(), name: self.settings.url.to_string() }) {
                        return End::Done;
                    }
                }
                Ok(Ok(Event::Incoming(Packet::Publish(publish)))) => {
                    if self.shared.buries_us(&publish.topic, &publish.payload) {
                        connection.eventloop.pending.extend(self.shared.here());
                    }
                    if !self.pass_on(publish) {
                        return End::Done;
                    }
                }
                Ok(Ok(Event::Outgoing(Outgoing::Subscribe(id)))) => {
                    asked.extend(self.shared.asked().map(|filter| (id, filter)));
                }
                Ok(Ok(Event::Incoming(Packet::SubAck(ack)))) => {
                    let filter = asked.remove(&ack.pkid);
                    if ack.return_codes.contains(&SubscribeReasonCode::Failure) {
                        self.shared.refuse(filter.unwrap_or_default());
                    }
                }
                Ok(Ok(_)) => {}
            }
        }
    }

    /// False once nobody listens.
    fn pass_on(&self, publish: Publish) -> bool {
        if publish.payload.len() > self.settings.longest_payload {
            self.shared.count_too_long();
            return true;
        }
        if !self.shared.wants(&publish.topic) {
            return true;
        }
        self.mouth.say(Heard::Message {
            at: self.now(),
            topic: publish.topic,
            payload: publish.payload.to_vec(),
            retained: publish.retain,
        })
    }

    /// False once nobody listens.
    fn tell_down(&mut self, reason: String) -> bool {
        if self.told.as_ref() == Some(&reason) {
            return true;
        }
        self.told = Some(reason.clone());
        self.mouth.say(Heard::Down { at: self.now(), reason })
    }

    /// False when it is time to go.
    fn wait(&self, span: SimTime) -> bool {
        let span = Duration::from_nanos(span.nanos().unsigned_abs());
        self.stopped.recv_timeout(span) == Err(RecvTimeoutError::Timeout)
    }

    fn now(&self) -> SimTime {
        self.clock.now()
    }

    /// A sentence with the broker's address and nothing secret.
    fn reason(&self, error: &ConnectionError) -> String {
        let what = match error {
            ConnectionError::ConnectionRefused(
                ConnectReturnCode::BadUserNamePassword | ConnectReturnCode::NotAuthorized,
            ) => "does not accept the user or the password".to_owned(),
            ConnectionError::ConnectionRefused(code) => format!("refuses the connection: {code:?}"),
            ConnectionError::NotConnAck(_) => "does not speak MQTT 3.1.1".to_owned(),
            ConnectionError::NetworkTimeout | ConnectionError::FlushTimeout => "does not answer".to_owned(),
            ConnectionError::Tls(error) => format!("cannot be trusted: {error}"),
            ConnectionError::Io(error) => format!("cannot be reached: {error}"),
            ConnectionError::MqttState(_) => "closed the connection".to_owned(),
            ConnectionError::RequestsDone => "is not needed any more".to_owned(),
        };
        let sentence = format!("the broker {} {what}", self.settings.url);
        match &self.settings.credentials {
            Some(credentials) => credentials.struck_from(&sentence),
            None => sentence,
        }
    }
}
