//! What the client's thread and its owner both hold.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rumqttc::{Publish, QoS, Request, Subscribe};

use super::ClientError;
use crate::live::mqtt::settings::{Settings, Will};
use crate::live::mqtt::topic;

/// The most topics that are told again after an outage.
const MOST_KEPT: usize = 256;
/// The most filters.
const MOST_FILTERS: usize = 1024;

/// Changed under one lock, so that nothing falls between an outage and the birth after it.
struct State {
    /// The owner's end of the queue, replaced when the thread begins anew.
    requests: Option<rumqttc::Client>,
    up: bool,
    /// We have said farewell: what is heard of it is true.
    leaving: bool,
    filters: Vec<String>,
    /// Filters on their way to the broker, in the order in which they were asked for.
    asked: VecDeque<String>,
    kept: BTreeMap<String, Vec<u8>>,
    refused: Vec<String>,
}

pub(super) struct Shared {
    state: Mutex<State>,
    will: Option<Will>,
    unsent: AtomicU64,
    too_long: AtomicU64,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("up", &self.is_up()).field("unsent", &self.unsent()).finish_non_exhaustive()
    }
}

impl Shared {
    pub(super) fn new(settings: &Settings) -> Self {
        let state = State {
            requests: None,
            up: false,
            leaving: false,
            filters: settings.filters.clone(),
            asked: VecDeque::new(),
            kept: BTreeMap::new(),
            refused: Vec::new(),
        };
        Self {
            state: Mutex::new(state),
            will: settings.will.clone(),
            unsent: AtomicU64::new(0),
            too_long: AtomicU64::new(0),
        }
    }

    /// A holder that panicked leaves sound data: every change is one step.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn begin(&self, requests: rumqttc::Client) {
        self.state().requests = Some(requests);
    }

    pub(super) fn is_up(&self) -> bool {
        self.state().up
    }

    /// The broker is there: everything to say at a birth, in order. What to listen to, that we are here, what is
    /// to be kept.
    pub(super) fn rise(&self) -> Vec<Request> {
        let mut state = self.state();
        state.up = true;
        let own = self.will.iter().map(|will| will.topic.clone());
        // Overlapping filters would bring a message twice.
        let own = own.filter(|own| !state.filters.iter().any(|filter| topic::matches(filter, own)));
        let asked: VecDeque<String> = state.filters.iter().cloned().chain(own).collect();
        let subscribe = |filter: &String| Subscribe::new(filter, QoS::AtMostOnce).into();
        let mut requests: Vec<Request> = asked.iter().map(subscribe).collect();
        state.asked = asked;
        requests.extend(self.here());
        requests.extend(state.kept.iter().map(|(topic, payload)| kept_message(topic, payload)));
        requests
    }

    pub(super) fn fall(&self) {
        self.state().up = false;
    }

    pub(super) fn send(&self, topic: &str, payload: &[u8]) -> Result<(), ClientError> {
        self.count(self.state().publish(topic, payload, false))
    }

    pub(super) fn keep(&self, topic: &str, payload: &[u8]) -> Result<(), ClientError> {
        let mut state = self.state();
        if state.kept.len() >= MOST_KEPT && !state.kept.contains_key(topic) {
            return Err(ClientError::Full);
        }
        state.kept.insert(topic.to_owned(), payload.to_vec());
        // While the broker is gone it waits for the birth.
        if state.up { self.count(state.publish(topic, payload, true)) } else { Ok(()) }
    }

    pub(super) fn subscribe(&self, filter: &str) -> Result<(), ClientError> {
        let mut state = self.state();
        if state.filters.iter().any(|known| known == filter) {
            return Ok(());
        }
        if state.filters.len() >= MOST_FILTERS {
            return Err(ClientError::Full);
        }
        state.filters.push(filter.to_owned());
        match &state.requests {
            Some(requests) if state.up => {
                requests.try_subscribe(filter, QoS::AtMostOnce).map_err(|_| ClientError::Full)?;
                state.asked.push_back(filter.to_owned());
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The filter whose subscription has just gone out.
    pub(super) fn asked(&self) -> Option<String> {
        self.state().asked.pop_front()
    }

    /// That we are here.
    pub(super) fn here(&self) -> Option<Request> {
        self.will.as_ref().map(|will| kept_message(&will.topic, will.birth.as_bytes()))
    }

    /// Whether a message says that we are gone, which we know better.
    pub(super) fn buries_us(&self, topic: &str, payload: &[u8]) -> bool {
        let ours = |will: &Will| will.topic == topic && will.farewell.as_bytes() == payload;
        self.will.as_ref().is_some_and(ours) && !self.state().leaving
    }

    /// Whether the owner asked for this topic.
    pub(super) fn wants(&self, topic: &str) -> bool {
        self.state().filters.iter().any(|filter| topic::matches(filter, topic))
    }

    /// Says that we go, and goes.
    pub(super) fn farewell(&self) {
        let mut state = self.state();
        state.leaving = true;
        let Some(requests) = state.requests.as_ref().filter(|_| state.up) else { return };
        let said = self.will.as_ref().is_none_or(|will| {
            requests.try_publish(&will.topic, QoS::AtLeastOnce, true, will.farewell.as_bytes()).is_ok()
        });
        // Where the queue is full the connection is dropped, and the broker says it for us.
        state.up = said && requests.try_disconnect().is_ok();
    }

    fn count(&self, sent: Result<(), ClientError>) -> Result<(), ClientError> {
        if sent.is_err() {
            self.unsent.fetch_add(1, Ordering::Relaxed);
        }
        sent
    }

    pub(super) fn count_too_long(&self) {
        self.too_long.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn refuse(&self, filter: String) {
        let mut state = self.state();
        if state.refused.len() < MOST_FILTERS && !state.refused.contains(&filter) {
            state.refused.push(filter);
        }
    }

    pub(super) fn refused(&self) -> Vec<String> {
        self.state().refused.clone()
    }

    pub(super) fn unsent(&self) -> u64 {
        self.unsent.load(Ordering::Relaxed)
    }

    pub(super) fn too_long(&self) -> u64 {
        self.too_long.load(Ordering::Relaxed)
    }
}

impl State {
    fn publish(&self, topic: &str, payload: &[u8], kept: bool) -> Result<(), ClientError> {
        let quality = if kept { QoS::AtLeastOnce } else { QoS::AtMostOnce };
        match &self.requests {
            Some(requests) if self.up => {
                requests.try_publish(topic, quality, kept, payload).map_err(|_| ClientError::Full)
            }
            _ => Err(ClientError::Down),
        }
    }
}

fn kept_message(topic: &str, payload: &[u8]) -> Request {
    let mut publish = Publish::new(topic, QoS::AtLeastOnce, payload);
    publish.retain = true;
    publish.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::rng::Stream;
    use crate::live::mqtt::url::BrokerUrl;

    #[test]
    fn a_farewell_is_not_taken_back() {
        let url = BrokerUrl::parse("mqtt://localhost").unwrap();
        let will = Some(Will::on("a/status"));
        let shared = Shared::new(&Settings { will, ..Settings::new(url, "a", Stream::new(1, "a", "backoff")) });
        let (requests, _connection) = rumqttc::Client::new(rumqttc::MqttOptions::new("a", "localhost", 1883), 16);
        shared.begin(requests);
        // To listen for our own burial, and to be born.
        assert_eq!(shared.rise().len(), 2);
        assert!(shared.buries_us("a/status", b"offline"));
        assert!(!shared.buries_us("a/status", b"online") && !shared.buries_us("b/status", b"offline"));
        shared.farewell();
        assert!(!shared.buries_us("a/status", b"offline"));
    }
}
