//! A broker inside the program, for a demonstration that needs nothing installed. It ends with the program.

use std::net::SocketAddr;

/// Where it listens unless told otherwise.
pub const USUAL: &str = "127.0.0.1:1883";

/// Why there is no broker inside.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BrokerError {
    /// The program was built without it.
    #[error("this build has no broker inside: build it with --features broker, or start Mosquitto")]
    NotBuilt,
    /// It has no passwords, so nobody else may reach it.
    #[error("the embedded broker listens on loopback addresses only, and {0} is none")]
    NotLoopback(SocketAddr),
    /// Somebody else listens there, or nobody may.
    #[error("the embedded broker cannot listen on {address}: {reason}")]
    Taken {
        /// Where.
        address: SocketAddr,
        /// Why not.
        reason: String,
    },
}

/// Starts it and waits until it listens. Port 0 takes a free one; the address that it has got comes back.
///
/// # Errors
/// When the build has none, the address is not loopback, or it is taken.
#[cfg(not(feature = "broker"))]
pub fn start(address: SocketAddr) -> Result<SocketAddr, BrokerError> {
    checked(address)?;
    Err(BrokerError::NotBuilt)
}

#[cfg(feature = "broker")]
pub use embedded::start;

fn checked(address: SocketAddr) -> Result<(), BrokerError> {
    if address.ip().is_loopback() { Ok(()) } else { Err(BrokerError::NotLoopback(address)) }
}

#[cfg(feature = "broker")]
mod embedded {
    use std::net::{SocketAddr, TcpListener, TcpStream};
    use std::time::Duration;

    use rumqttd::{Broker, Config, ConnectionSettings, RouterConfig, ServerSettings};

    use super::{BrokerError, checked};

    /// Starts it and waits until it listens. Port 0 takes a free one; the address that it has got comes back.
    ///
    /// # Errors
    /// When the address is not loopback, or it is taken.
    pub fn start(address: SocketAddr) -> Result<SocketAddr, BrokerError> {
        checked(address)?;
        let taken = |reason: &dyn std::fmt::Display| BrokerError::Taken { address, reason: reason.to_string() };
        // rumqttd tells nobody that it could not bind: try it first.
        let probe = TcpListener::bind(address).map_err(|error| taken(&error))?;
        let address = probe.local_addr().map_err(|error| taken(&error))?;
        drop(probe);
        let mut broker = Broker::new(config(address));
        let body = move || {
            // It returns when it cannot go on, and then its port answers no longer.
            let _ = broker.start();
        };
        std::thread::Builder::new().name("broker".to_owned()).spawn(body).map_err(|error| taken(&error))?;
        for _ in 0..500 {
            if TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_ok() {
                return Ok(address);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Err(taken(&"it does not answer"))
    }

    fn config(listen: SocketAddr) -> Config {
        let connections = ConnectionSettings {
            connection_timeout_ms: 5_000,
            max_payload_size: 256 * 1024,
            max_inflight_count: 200,
            auth: None,
            external_auth: None,
            // A message that nobody waits for yet is no error.
            dynamic_filters: true,
        };
        let server =
            ServerSettings { name: "mqtt".to_owned(), listen, tls: None, next_connection_delay_ms: 1, connections };
        let router = RouterConfig {
            max_connections: 256,
            max_outgoing_packet_count: 200,
            // Bytes and segments of each filter's log: what a slow reader may lag behind.
            max_segment_size: 1024 * 1024,
            max_segment_count: 4,
            ..RouterConfig::default()
        };
        Config { router, v4: Some([("1".to_owned(), server)].into()), ..Config::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_is_served() {
        let everywhere: SocketAddr = "0.0.0.0:0".parse().unwrap();
        assert_eq!(start(everywhere), Err(BrokerError::NotLoopback(everywhere)));
        assert!(USUAL.parse::<SocketAddr>().unwrap().ip().is_loopback());
    }

    #[test]
    #[cfg(not(feature = "broker"))]
    fn a_build_without_it_says_what_is_missing() {
        let error = start(USUAL.parse().unwrap()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "this build has no broker inside: build it with --features broker, or start Mosquitto"
        );
    }
}
