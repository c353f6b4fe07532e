//! Arguments about an MQTT broker, shared by `device` and `live`, and the connection that they ask for.

use std::fs;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime};

use clap::Args;

use super::Failure;
use crate::core::rng::Stream;
use crate::live::feed::{Feed, Heard, feed};
use crate::live::host_clock::HostClock;
use crate::live::mqtt::broker::{self, BrokerError};
use crate::live::mqtt::client::Client;
use crate::live::mqtt::secret::{Credentials, PASSWORD_VARIABLE, USER_VARIABLE};
use crate::live::mqtt::settings::Settings;
use crate::live::mqtt::url::BrokerUrl;

/// Entries between the client and the program.
const FEED_LIMIT: usize = 4096;
/// How long a broker may take to be there at first. Later it may be gone for as long as it likes.
const PATIENCE: Duration = Duration::from_secs(5);
/// Time between two looks.
const NAP: Duration = Duration::from_millis(5);

/// Which broker, and how to be let in.
#[derive(Args, Clone, Debug, Default)]
pub struct BrokerArgs {
    /// Start a broker inside the program, at the place that --mqtt names or at ADDR; it ends with the program.
    #[arg(long, value_name = "ADDR", requires = "mqtt", num_args = 0..=1)]
    embedded_broker: Option<Option<String>>,
    /// Trust the certificates of this file (PEM) in place of the system's.
    #[arg(long, value_name = "FILE", requires = "mqtt")]
    mqtt_ca: Option<PathBuf>,
    /// Take user and password from the first two lines of this file, not from `TWINSYNC_MQTT_USER` and `TWINSYNC_MQTT_PASSWORD`.
    #[arg(long, value_name = "FILE", requires = "mqtt")]
    mqtt_credentials: Option<PathBuf>,
}

/// A connection that stands.
#[derive(Debug)]
pub(super) struct Link {
    /// What goes out.
    pub(super) client: Client,
    /// What comes in.
    pub(super) feed: Feed,
    /// What came while it was being opened, the opening included.
    pub(super) first: Vec<Heard>,
}

impl BrokerArgs {
    /// The settings of a connection to the broker of `url`; `what` begins the client's name.
    pub(super) fn settings(&self, url: &str, what: &str) -> Result<Settings, Failure> {
        let url = BrokerUrl::parse(url).map_err(|error| {
            Failure::input(format!("--mqtt: {error}")).with_hint("mqtt://localhost:1883/clock is one")
        })?;
        let number = session_number();
        let stream = Stream::new(number, what, "backoff");
        let mut settings = Settings::new(url, &format!("{what}-{:012x}", number & 0xffff_ffff_ffff), stream);
        settings.ca_file.clone_from(&self.mqtt_ca);
        settings.credentials = self.credentials()?.or(settings.credentials);
        self.start_embedded(&settings.url)?;
        Ok(settings)
    }

    fn credentials(&self) -> Result<Option<Credentials>, Failure> {
        if let Some(file) = &self.mqtt_credentials {
            let place = file.display();
            let text =
                fs::read_to_string(file).map_err(|error| Failure::input(format!("{place} cannot be read: {error}")))?;
            let read = Credentials::from_file_text(&text);
            return read.map(Some).map_err(|error| Failure::input(format!("{place}: {error}")));
        }
        let variable = |name| std::env::var(name).ok();
        let (user, password) = (variable(USER_VARIABLE), variable(PASSWORD_VARIABLE));
        Credentials::from_variables(user.as_deref(), password.as_deref()).map_err(Failure::input)
    }

    fn start_embedded(&self, url: &BrokerUrl) -> Result<(), Failure> {
        let Some(address) = &self.embedded_broker else { return Ok(()) };
        let usual = format!("{}:{}", url.host, url.port);
        let text = address.as_deref().unwrap_or(&usual);
        let address = loopback(text)
            .ok_or_else(|| Failure::input(format!("--embedded-broker: {text:?} is no address and port")))?;
        broker::start(address).map(|_| ()).map_err(|error| match error {
            BrokerError::NotLoopback(_) => Failure::input(format!("--embedded-broker: {error}")),
            BrokerError::NotBuilt | BrokerError::Taken { .. } => Failure::missing(error),
        })
    }
}

/// The address of a text; of several, one that only this machine reaches, and rather one of IPv4.
fn loopback(text: &str) -> Option<SocketAddr> {
    let mut found: Vec<SocketAddr> = text.to_socket_addrs().ok()?.collect();
    found.sort_by_key(|address| (!address.ip().is_loopback(), address.is_ipv6()));
    found.first().copied()
}

/// Another number for each session.
#[expect(
    clippy::disallowed_methods,
    reason = "the date tells clients of one broker apart; nothing is computed from it"
)]
fn session_number() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let nanos = since.map_or(0, |since| since.as_nanos() as u64);
    nanos.rotate_left(17) ^ u64::from(std::process::id())
}

impl Link {
    /// Connects, and waits until the broker is there.
    ///
    /// # Errors
    /// With exit code 3 when it is not there in time.
    pub(super) fn open(settings: &Settings, clock: Arc<dyn HostClock>) -> Result<Self, Failure> {
        let (mouth, feed) = feed(FEED_LIMIT);
        let client = Client::open(settings, mouth, clock).map_err(Failure::input)?;
        let (mut first, mut reason) = (Vec::new(), None);
        let mut left = PATIENCE;
        while !client.is_up() {
            if left.is_zero() {
                let reason = reason.unwrap_or_else(|| format!("the broker {} does not answer", settings.url));
                let hint =
                    "start Mosquitto, or add --embedded-broker where the program is built with the feature `broker`";
                return Err(Failure::missing(reason).with_hint(hint));
            }
            thread::sleep(NAP);
            left = left.saturating_sub(NAP);
            for heard in feed.drain() {
                match heard {
                    // Not yet there is not gone.
                    Heard::Down { reason: why, .. } => reason = Some(why),
                    heard => first.push(heard),
                }
            }
        }
        Ok(Self { client, feed, first })
    }

    /// What has come.
    pub(super) fn heard(&mut self) -> Vec<Heard> {
        let mut heard = std::mem::take(&mut self.first);
        heard.extend(self.feed.drain());
        heard
    }
}
