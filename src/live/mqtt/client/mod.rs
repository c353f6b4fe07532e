//! The connection to a broker: a thread of its own that comes back by itself.
//!
//! What comes in goes to a bounded feed; what goes out waits in a bounded queue while the broker is there, and is
//! dropped and counted while it is not: old telemetry told late would be taken for new. Kept messages are told
//! again at each birth, the newest of each topic.

mod shared;
mod thread;
mod tls;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use shared::Shared;

use super::settings::Settings;
use super::topic;
use crate::live::feed::Mouth;
use crate::live::host_clock::HostClock;

/// How long a farewell may take.
const FAREWELL: Duration = Duration::from_secs(2);

/// Why there is no connection, or why a message was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// The settings cannot work.
    #[error("{0}")]
    Settings(String),
    /// The certificates cannot be read.
    #[error("{0}")]
    Certificates(String),
    /// The system gives no thread.
    #[error("no thread for the MQTT client: {0}")]
    Thread(String),
    /// The topic or filter is none.
    #[error("{0:?} is not a topic that MQTT knows")]
    Topic(String),
    /// The broker is not there.
    #[error("the broker is not there")]
    Down,
    /// Too much waits already.
    #[error("too many messages wait to be sent")]
    Full,
}

/// A client of a broker. Dropped, it says farewell and goes.
#[derive(Debug)]
pub struct Client {
    shared: Arc<Shared>,
    stop: Option<Sender<()>>,
    ended: Receiver<()>,
}

impl Client {
    /// Begins to connect, and goes on trying. Instants are those of `clock`.
    ///
    /// # Errors
    /// When the settings cannot work whatever the broker does. A broker that is not there is no error: it may come.
    pub fn open(settings: &Settings, mouth: Mouth, clock: Arc<dyn HostClock>) -> Result<Self, ClientError> {
        settings.check().map_err(ClientError::Settings)?;
        let transport = tls::transport(settings)?;
        let shared = Arc::new(Shared::new(settings));
        let ((stop, stopped), (end, ended)) = (channel(), channel());
        let driver = thread::Driver::new(settings.clone(), transport, Arc::clone(&shared), mouth, clock, stopped);
        let body = move || {
            driver.run();
            // Nobody may wait any more.
            let _ = end.send(());
        };
        let spawned = std::thread::Builder::new().name("mqtt".to_owned()).spawn(body);
        spawned.map_err(|error| ClientError::Thread(error.to_string()))?;
        Ok(Self { shared, stop: Some(stop), ended })
    }

    /// Sends a message to whoever listens now.
    ///
    /// # Errors
    /// When the broker is not there or the queue is full: the message is dropped and counted.
    pub fn publish(&self, topic: &str, payload: &[u8]) -> Result<(), ClientError> {
        if !topic::is_topic(topic) {
            return Err(ClientError::Topic(topic.to_owned()));
        }
        self.shared.send(topic, payload)
    }

    /// Sends a message that the broker keeps for those who come later. It is told again after an outage.
    ///
    /// # Errors
    /// When the topic is none, or too many topics are kept already.
    pub fn keep(&self, topic: &str, payload: &[u8]) -> Result<(), ClientError> {
        if !topic::is_topic(topic) {
            return Err(ClientError::Topic(topic.to_owned()));
        }
        self.shared.keep(topic, payload)
    }

    /// Listens to one more filter, now and after each outage.
    ///
    /// # Errors
    /// When it is no filter, or there are too many.
    pub fn subscribe(&self, filter: &str) -> Result<(), ClientError> {
        if !topic::is_filter(filter) {
            return Err(ClientError::Topic(filter.to_owned()));
        }
        self.shared.subscribe(filter)
    }

    /// Whether the broker is there.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.shared.is_up()
    }

    /// Messages that were not sent because the broker was gone or the queue full.
    #[must_use]
    pub fn unsent(&self) -> u64 {
        self.shared.unsent()
    }

    /// Messages that came and were too long to be passed on.
    #[must_use]
    pub fn too_long(&self) -> u64 {
        self.shared.too_long()
    }

    /// Filters that the broker refused to subscribe.
    #[must_use]
    pub fn refused(&self) -> Vec<String> {
        self.shared.refused()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.shared.farewell();
        self.stop = None;
        // The thread may be in the middle of a connection that hangs; the system ends it with the program.
        let _ = self.ended.recv_timeout(FAREWELL);
    }
}
