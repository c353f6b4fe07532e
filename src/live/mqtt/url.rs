//! Where a broker is: `mqtt://host:1883/board`, `mqtts://host:8883/board`.

use std::fmt;

use super::secret::Credentials;
use super::topic;

/// A broker's address. Printed, it is the URL without the user and the password that it may have come with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokerUrl {
    /// Name or address of its machine; an IPv6 address has its brackets.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Whether the way to it is encrypted.
    pub tls: bool,
    /// The board that the URL's path names.
    pub board: Option<String>,
    /// Who asks, where the URL says so.
    pub credentials: Option<Credentials>,
}

/// Why a text is not a broker's URL. Nothing of a user or a password is in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Another way to talk than MQTT over TCP.
    #[error("the URL {shown} does not begin with mqtt:// or mqtts://")]
    Scheme {
        /// The URL without its user and password.
        shown: String,
    },
    /// No machine, or one with characters that no name has.
    #[error("the URL {shown} names no host")]
    Host {
        /// The URL without its user and password.
        shown: String,
    },
    /// A port that is no number from 1 to 65,535.
    #[error("the URL {shown} has a port that is not a number from 1 to 65535")]
    Port {
        /// The URL without its user and password.
        shown: String,
    },
    /// A path that is no board's name.
    #[error("the URL {shown} has a path that is not the name of one board")]
    Board {
        /// The URL without its user and password.
        shown: String,
    },
    /// A user or a password that cannot be read.
    #[error("the URL {shown} has a user or a password that is not percent-encoded text")]
    User {
        /// The URL without its user and password.
        shown: String,
    },
}

impl BrokerUrl {
    /// Reads a URL. Without a port it is 1883, and 8883 for `mqtts`.
    ///
    /// # Errors
    /// When the text is no such URL; the error shows it without user and password.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let shown = without_user(text);
        let scheme = text.split_once("://").map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest));
        let (tls, rest) = match scheme.as_ref().map(|(scheme, rest)| (scheme.as_str(), *rest)) {
            Some(("mqtt" | "tcp", rest)) => (false, rest),
            Some(("mqtts" | "ssl", rest)) => (true, rest),
            _ => return Err(UrlError::Scheme { shown }),
        };
        let (user, rest) = match rest.rsplit_once('@') {
            Some((user, rest)) => (Some(user), rest),
            None => (None, rest),
        };
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (host, port) = match authority.rsplit_once(':') {
            // The colons of a bare IPv6 address in brackets are not a port's.
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (authority, None),
        };
        if !is_host(host) {
            return Err(UrlError::Host { shown });
        }
        let usual = if tls { 8883 } else { 1883 };
        let port = match port.map(str::parse::<u16>) {
            None => usual,
            Some(Ok(port)) if port > 0 => port,
            Some(_) => return Err(UrlError::Port { shown }),
        };
        let board = Some(path.trim_end_matches('/')).filter(|path| !path.is_empty());
        if board.is_some_and(|board| !topic::is_level(board)) {
            return Err(UrlError::Board { shown });
        }
        let credentials = match user.map(credentials) {
            None => None,
            Some(Some(found)) => Some(found),
            Some(None) => return Err(UrlError::User { shown }),
        };
        Ok(Self { host: host.to_owned(), port, tls, board: board.map(str::to_owned), credentials })
    }
}

impl fmt::Display for BrokerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "mqtts" } else { "mqtt" };
        write!(f, "{scheme}://{}:{}", self.host, self.port)?;
        self.board.iter().try_for_each(|board| write!(f, "/{board}"))
    }
}

/// A URL as it may be shown, whatever else is wrong with it: nothing between `://` and the last `@`, cut to 120 characters.
#[must_use]
pub fn without_user(text: &str) -> String {
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), text),
    };
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    let visible = |c: char| if c.is_control() { '?' } else { c };
    // A scheme that holds an `@` is a URL in disorder: what precedes it may be a password.
    let scheme = scheme.rsplit_once('@').map_or(scheme.as_str(), |(_, rest)| rest);
    scheme.chars().chain(rest.chars()).take(120).map(visible).collect()
}

fn is_host(text: &str) -> bool {
    let address = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match address {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            !text.is_empty() && text.len() <= 253 && text.chars().all(letter)
        }
    }
}

fn credentials(text: &str) -> Option<Credentials> {
    let (user, password) = text.split_once(':').unwrap_or((text, ""));
    Credentials::new(&decoded(user)?, &decoded(password)?).ok()
}

/// Percent-encoding undone.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let (high, low) = (digit(rest.next())?, digit(rest.next())?);
            bytes.push((high * 16 + low) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_read() {
        let url = BrokerUrl::parse("mqtt://broker.local").unwrap();
        assert_eq!((url.host.as_str(), url.port, url.tls, url.board), ("broker.local", 1883, false, None));
        let url = BrokerUrl::parse("MQTTS://[::1]/clock").unwrap();
        assert_eq!((url.host.as_str(), url.port, url.tls), ("[::1]", 8883, true));
        assert_eq!(url.to_string(), "mqtts://[::1]:8883/clock");
        let url = BrokerUrl::parse("mqtt://ada:p%40ss%3a@127.0.0.1:18830/rotor/").unwrap();
        assert_eq!(url.credentials.as_ref().unwrap().reveal(), ("ada", "p@ss:"));
        assert_eq!(url.to_string(), "mqtt://127.0.0.1:18830/rotor");
    }

    #[test]
    fn faults_are_named_without_the_password() {
        for (text, word) in [
            ("http://ada:hunter2@host/", "begin with"),
            ("ada:hunter2@host", "begin with"),
            ("ada:hunter2@mqtt://host", "begin with"),
            ("mqtt://ada:hunter2@", "no host"),
            ("mqtt://ada:hunter2@ho st", "no host"),
            ("mqtt://ada:hunter2@host:0", "port"),
            ("mqtt://ada:hunter2@host:port", "port"),
            ("mqtt://ada:hunter2@host/a/b", "path"),
            ("mqtt://ada:hunter2@host/#", "path"),
            ("mqtt://ada:hunter2%zz@host", "user"),
            ("mqtt://ada:hun@ter2@[zz]", "no host"),
        ] {
            let error = BrokerUrl::parse(text).unwrap_err();
            let printed = format!("{error} {error:?}");
            assert!(printed.contains(word), "{text}: {printed}");
            assert!(!printed.contains("hunter2") && !printed.contains("ter2") && !printed.contains("ada"), "{printed}");
        }
    }

    #[test]
    fn a_url_prints_no_secret() {
        let url = BrokerUrl::parse("mqtt://ada:hunter2@host/clock").unwrap();
        let printed = format!("{url} {url:?}");
        assert!(!printed.contains("ada") && !printed.contains("hunter2"), "{printed}");
    }
}
