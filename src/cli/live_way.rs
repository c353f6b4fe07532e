//! Ways to a board: a serial port or a broker, each with the feed that it fills.

use std::sync::Arc;

use super::Failure;
#[cfg(feature = "mqtt")]
use crate::core::time::SimTime;
use crate::live::carrier::Carrier;
#[cfg(feature = "mqtt")]
use crate::live::carrier::Standing;
use crate::live::feed::Heard;
use crate::live::host_clock::HostClock;

/// Opens a serial port.
#[cfg(feature = "serial")]
pub(super) fn serial(path: &str, baud: u32, clock: Arc<dyn HostClock>) -> Result<Box<dyn Carrier>, Failure> {
    use crate::live::feed::{Feed, feed};
    use crate::live::serial::{SerialLink, SerialSettings};

    /// Entries between the port and the session.
    const FEED_LIMIT: usize = 4096;

    struct Port {
        path: String,
        link: SerialLink,
        feed: Feed,
    }

    impl Carrier for Port {
        fn kind(&self) -> &'static str {
            "serial"
        }

        fn name(&self) -> String {
            self.path.clone()
        }

        fn hear(&mut self) -> Vec<Heard> {
            self.feed.drain().collect()
        }

        fn dropped(&self) -> u64 {
            self.feed.dropped()
        }

        fn send(&mut self, bytes: &[u8]) -> bool {
            self.link.send(bytes)
        }

        fn let_go(&mut self, released: bool) -> bool {
            if released {
                self.link.release();
            } else {
                self.link.take();
            }
            true
        }
    }

    let (mouth, feed) = feed(FEED_LIMIT);
    let settings = SerialSettings { baud, ..SerialSettings::of(path) };
    let link =
        SerialLink::open(settings, clock, mouth).map_err(|error| Failure::missing(&error).with_hint(error.hint()))?;
    Ok(Box::new(Port { path: path.to_owned(), link, feed }))
}

/// Connects to a broker and looks for one board.
#[cfg(feature = "mqtt")]
pub(super) fn broker(
    args: &super::broker::BrokerArgs,
    url: &str,
    stale_after: Option<SimTime>,
    clock: Arc<dyn HostClock>,
) -> Result<Box<dyn Carrier>, Failure> {
    use super::broker::Link;
    use crate::live::mqtt::one_board::OneBoard;
    use crate::live::mqtt::presence::Mark;
    use crate::live::mqtt::preset::Preset;
    use crate::live::mqtt::settings::Settings;
    use crate::live::mqtt::url::BrokerUrl;

    struct Behind {
        url: BrokerUrl,
        link: Link,
        one: OneBoard,
    }

    impl Carrier for Behind {
        fn kind(&self) -> &'static str {
            "mqtt"
        }

        fn name(&self) -> String {
            self.url.to_string()
        }

        fn hear(&mut self) -> Vec<Heard> {
            let Self { link, one, .. } = self;
            link.heard().into_iter().flat_map(|heard| one.take(heard)).collect()
        }

        fn dropped(&self) -> u64 {
            self.link.feed.dropped()
        }

        fn send(&mut self, bytes: &[u8]) -> bool {
            let Some(topic) = self.one.commands() else { return false };
            let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
            lines.map(|line| self.link.client.publish(&topic, line)).all(|sent| sent.is_ok())
        }

        fn standing(&self, now: SimTime) -> Standing {
            let board = self.one.board().map(str::to_owned);
            if let Some(filter) = self.link.client.refused().first() {
                let words = format!("the broker does not tell us of {filter}");
                return Standing { board, stale: Some("the broker refuses the subscription"), words: Some(words) };
            }
            let mark = self.one.mark(now);
            let stale = match mark {
                Mark::Fresh => None,
                Mark::Stale { why, .. } => Some(why.words()),
            };
            Standing { board, stale, words: Some(mark.words(now)) }
        }
    }

    let settings = args.settings(url, "twinsync")?;
    let timeout = stale_after.unwrap_or_else(|| Preset::Lines.usual_timeout());
    let one = OneBoard::new(settings.url.board.as_deref(), clock.now(), timeout);
    let settings = Settings { filters: one.filters(), ..settings };
    let link = Link::open(&settings, clock)?;
    Ok(Box::new(Behind { url: settings.url, link, one }))
}
