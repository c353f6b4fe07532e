//! What the client's thread and its owner both hold.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rumqttc::{Publish, QoS, Request, Subscribe};

use super::ClientError;
use crate::live::mqtt::settings::{Settings, Will};
use crate::live::mqtt::topic;

/// The most topics that are told again after an outage.
const MOST_KEPT: usize = 256;
/// The most filters.
const MOST_FILTERS: usize = 1024;

/// The owner's end of the queue, replaced when the thread begins anew; filters; kept messages; counters.
pub(super) struct Shared {
    requests: Mutex<Option<rumqttc::Client>>,
    filters: Mutex<Vec<String>>,
    kept: Mutex<BTreeMap<String, Vec<u8>>>,
    refused: Mutex<Vec<String>>,
    will: Option<Will>,
    up: AtomicBool,
    unsent: AtomicU64,
    too_long: AtomicU64,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("up", &self.is_up()).field("unsent", &self.unsent()).finish_non_exhaustive()
    }
}

/// A lock whose holder panicked still guards sound data: every change here is one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            requests: Mutex::new(None),
            filters: Mutex::new(settings.filters.clone()),
            kept: Mutex::new(BTreeMap::new()),
            refused: Mutex::new(Vec::new()),
            will: settings.will.clone(),
            up: AtomicBool::new(false),
            unsent: AtomicU64::new(0),
            too_long: AtomicU64::new(0),
        }
    }

    pub(super) fn begin(&self, requests: rumqttc::Client) {
        *lock(&self.requests) = Some(requests);
    }

    pub(super) fn set_up(&self, up: bool) {
        self.up.store(up, Ordering::Release);
    }

    pub(super) fn is_up(&self) -> bool {
        self.up.load(Ordering::Acquire)
    }

    pub(super) fn send(&self, topic: &str, payload: &[u8], kept: bool) -> Result<(), ClientError> {
        let quality = if kept { QoS::AtLeastOnce } else { QoS::AtMostOnce };
        let sent = match &*lock(&self.requests) {
            Some(requests) if self.is_up() => {
                requests.try_publish(topic, quality, kept, payload).map_err(|_| ClientError::Full)
            }
            _ => Err(ClientError::Down),
        };
        if sent.is_err() {
            self.unsent.fetch_add(1, Ordering::Relaxed);
        }
        sent
    }

    pub(super) fn keep(&self, topic: &str, payload: &[u8]) -> Result<(), ClientError> {
        {
            let mut kept = lock(&self.kept);
            if kept.len() >= MOST_KEPT && !kept.contains_key(topic) {
                return Err(ClientError::Full);
            }
            kept.insert(topic.to_owned(), payload.to_vec());
        }
        // While the broker is gone it waits for the birth.
        if self.is_up() { self.send(topic, payload, true) } else { Ok(()) }
    }

    pub(super) fn subscribe(&self, filter: &str) -> Result<(), ClientError> {
        {
            let mut filters = lock(&self.filters);
            if filters.iter().any(|known| known == filter) {
                return Ok(());
            }
            if filters.len() >= MOST_FILTERS {
                return Err(ClientError::Full);
            }
            filters.push(filter.to_owned());
        }
        match &*lock(&self.requests) {
            Some(requests) if self.is_up() => {
                requests.try_subscribe(filter, QoS::AtMostOnce).map_err(|_| ClientError::Full)
            }
            _ => Ok(()),
        }
    }

    /// Everything to say at a birth, in order: what to listen to, that we are here, what is to be kept.
    pub(super) fn birth(&self) -> Vec<Request> {
        let own = self.will.iter().map(|will| will.topic.clone());
        let filters = lock(&self.filters).clone();
        // Overlapping filters would bring a message twice.
        let own = own.filter(|own| !filters.iter().any(|filter| topic::matches(filter, own)));
        let mut requests: Vec<Request> =
            filters.iter().cloned().chain(own).map(|filter| Subscribe::new(filter, QoS::AtMostOnce).into()).collect();
        requests.extend(self.here());
        requests.extend(lock(&self.kept).iter().map(|(topic, payload)| kept_message(topic, payload)));
        requests
    }

    /// The filter of the n-th subscription of a birth.
    pub(super) fn filter(&self, place: usize) -> Option<String> {
        lock(&self.filters).get(place).cloned()
    }

    /// That we are here.
    pub(super) fn here(&self) -> Option<Request> {
        self.will.as_ref().map(|will| kept_message(&will.topic, will.birth.as_bytes()))
    }

    /// Whether a message says that we are gone, which we know better.
    pub(super) fn buries_us(&self, topic: &str, payload: &[u8]) -> bool {
        self.will.as_ref().is_some_and(|will| will.topic == topic && will.farewell.as_bytes() == payload)
    }

    /// Whether the owner asked for this topic.
    pub(super) fn wants(&self, topic: &str) -> bool {
        lock(&self.filters).iter().any(|filter| topic::matches(filter, topic))
    }

    /// Says that we go, and goes.
    pub(super) fn farewell(&self) {
        let requests = lock(&self.requests);
        let Some(requests) = requests.as_ref().filter(|_| self.is_up()) else { return };
        if let Some(will) = &self.will {
            // Where the queue is full the broker says it for us.
            let _ = requests.try_publish(&will.topic, QoS::AtLeastOnce, true, will.farewell.as_bytes());
        }
        let _ = requests.try_disconnect();
    }

    pub(super) fn count_too_long(&self) {
        self.too_long.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn refuse(&self, filter: String) {
        let mut refused = lock(&self.refused);
        if refused.len() < MOST_FILTERS && !refused.contains(&filter) {
            refused.push(filter);
        }
    }

    pub(super) fn refused(&self) -> Vec<String> {
        lock(&self.refused).clone()
    }

    pub(super) fn unsent(&self) -> u64 {
        self.unsent.load(Ordering::Relaxed)
    }

    pub(super) fn too_long(&self) -> u64 {
        self.too_long.load(Ordering::Relaxed)
    }
}

fn kept_message(topic: &str, payload: &[u8]) -> Request {
    let mut publish = Publish::new(topic, QoS::AtLeastOnce, payload);
    publish.retain = true;
    publish.into()
}
