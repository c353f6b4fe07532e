//! What a connection to a broker needs to know.

use std::path::PathBuf;

use super::secret::Credentials;
use super::topic;
use super::url::BrokerUrl;
use crate::core::rng::Stream;

/// A presence that the broker keeps for others: said at each birth, and taken back by the broker itself when the
/// connection breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Will {
    /// Where it is said.
    pub topic: String,
    /// What is said at each connection.
    pub birth: String,
    /// What is said at the end, by the client or, in its place, by the broker.
    pub farewell: String,
}

impl Will {
    /// `online` and `offline` on a topic.
    #[must_use]
    pub fn on(topic: &str) -> Self {
        Self { topic: topic.to_owned(), birth: "online".to_owned(), farewell: "offline".to_owned() }
    }
}

/// A connection, as it is asked for.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The broker.
    pub url: BrokerUrl,
    /// Who asks; takes the place of credentials in the URL.
    pub credentials: Option<Credentials>,
    /// Certificates to trust in place of the system's, in PEM.
    pub ca_file: Option<PathBuf>,
    /// The name by which the broker knows the client. Two of one name throw each other out.
    pub client_id: String,
    /// The presence to announce.
    pub will: Option<Will>,
    /// What to listen to.
    pub filters: Vec<String>,
    /// The most messages that wait to be sent.
    pub queue: usize,
    /// The longest payload that is passed on, in bytes; longer ones are counted and dropped.
    pub longest_payload: usize,
    /// Seconds between signs of life, from 1 on; a broker that misses two is gone.
    pub keep_alive_s: u16,
    /// Waits before tries: the first and the longest, in seconds.
    pub backoff_s: (f64, f64),
    /// The randomness of these waits.
    pub stream: Stream,
}

impl Settings {
    /// The usual settings. `stream` should differ between programs, or all come back at one instant.
    #[must_use]
    pub fn new(url: BrokerUrl, client_id: &str, stream: Stream) -> Self {
        Self {
            credentials: url.credentials.clone(),
            url,
            ca_file: None,
            client_id: client_id.to_owned(),
            will: None,
            filters: Vec::new(),
            queue: 1024,
            longest_payload: super::payload::LONGEST,
            keep_alive_s: 5,
            backoff_s: (0.2, 15.0),
            stream,
        }
    }

    /// Whether a connection can be tried with these.
    ///
    /// # Errors
    /// A sentence with the field and the value.
    pub fn check(&self) -> Result<(), String> {
        if let Some(filter) = self.filters.iter().find(|filter| !topic::is_filter(filter)) {
            return Err(format!("the filter {filter:?} is not one that MQTT knows"));
        }
        if let Some(will) = self.will.as_ref().filter(|will| !topic::is_topic(&will.topic)) {
            return Err(format!("the topic {:?} of the last will is not one that MQTT knows", will.topic));
        }
        if self.client_id.is_empty() || self.client_id.len() > 64 {
            return Err(format!("the client id {:?} does not have 1 to 64 bytes", self.client_id));
        }
        let (first, longest) = self.backoff_s;
        if !(first > 0.0 && longest >= first && longest <= 3600.0) {
            return Err(format!("the waits {first} s to {longest} s are not above 0 and at most an hour"));
        }
        if self.keep_alive_s == 0 || self.queue == 0 {
            return Err("the keep-alive and the queue must be above 0".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_work_is_refused_with_its_value_and_no_secret() {
        let url = BrokerUrl::parse("mqtt://ada:hunter2@host").unwrap();
        let sound = Settings::new(url, "twinsync", Stream::new(1, "mqtt", "backoff"));
        assert_eq!(sound.check(), Ok(()));
        let wrong = [
            Settings { filters: vec!["a#".to_owned()], ..sound.clone() },
            Settings { will: Some(Will::on("a/+")), ..sound.clone() },
            Settings { client_id: String::new(), ..sound.clone() },
            Settings { backoff_s: (0.0, 1.0), ..sound.clone() },
            Settings { keep_alive_s: 0, ..sound.clone() },
        ];
        for settings in wrong {
            assert!(settings.check().is_err());
            let printed = format!("{settings:?}");
            assert!(!printed.contains("hunter2") && !printed.contains("ada"), "{printed}");
        }
    }
}
