//! Whether a twin is fresh: what the broker, the last will, kept messages and silence say, put together.

use crate::core::time::SimTime;

/// Why a twin shows something old.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing has ever come from the device.
    NeverHeard,
    /// Only what the broker had kept from before has come; how old that is nobody knows.
    OnlyKept,
    /// The way to the broker is gone.
    BrokerGone,
    /// The broker is back, the device has not spoken since.
    Waiting,
    /// The device's last will, or its own word, says that it is offline.
    Offline,
    /// The device has been silent for longer than the timeout.
    Silent,
}

impl Why {
    /// The reason in words, to follow "stale".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NeverHeard => "nothing heard yet",
            Self::OnlyKept => "only a kept message, of unknown age",
            Self::BrokerGone => "the broker is gone",
            Self::Waiting => "the broker is back, the device has not spoken since",
            Self::Offline => "the device is offline",
            Self::Silent => "the device is silent",
        }
    }
}

/// How a twin is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Heard of within the timeout.
    Fresh,
    /// Not to be trusted.
    Stale {
        /// Since when.
        since: SimTime,
        /// For what reason.
        why: Why,
    },
}

impl Mark {
    /// Whether it is [`Mark::Fresh`].
    #[must_use]
    pub fn is_fresh(self) -> bool {
        self == Self::Fresh
    }

    /// `fresh`, or `stale 2.3 s: the device is silent`.
    #[must_use]
    pub fn words(self, now: SimTime) -> String {
        match self {
            Self::Fresh => "fresh".to_owned(),
            Self::Stale { since, why } => format!("stale {:.1} s: {}", (now - since).secs().max(0.0), why.words()),
        }
    }
}

/// What is known of one device's presence. Every instant is the host's, and none lies before an earlier one.
#[derive(Clone, Debug)]
pub struct Presence {
    timeout: SimTime,
    began: SimTime,
    /// Since when the broker has been there (true) or gone (false).
    link: (bool, SimTime),
    /// Since when the device is said to be offline.
    offline: Option<SimTime>,
    /// When it last spoke for itself.
    spoke: Option<SimTime>,
    kept: bool,
    returned: bool,
}

impl Presence {
    /// Nothing known at `now`; a device silent for `timeout` is stale.
    #[must_use]
    pub fn new(now: SimTime, timeout: SimTime) -> Self {
        Self { timeout, began: now, link: (true, now), offline: None, spoke: None, kept: false, returned: false }
    }

    /// The way to the broker opened or closed.
    pub fn link(&mut self, now: SimTime, up: bool) {
        if self.link.0 != up {
            self.link = (up, now);
            self.returned |= up;
        }
    }

    /// The device spoke. What the broker had kept from before makes nothing fresh.
    pub fn heard(&mut self, now: SimTime, kept: bool) {
        if kept {
            self.kept = true;
        } else {
            self.spoke = Some(now);
            self.offline = None;
        }
    }

    /// The device's status: its birth, its last will, or its farewell. A kept "online" proves nothing: whoever
    /// left it may be gone with the broker's power. A kept "offline" is believed.
    pub fn status(&mut self, now: SimTime, online: bool, kept: bool) {
        match (online, kept) {
            (true, true) => self.kept = true,
            (true, false) => self.offline = None,
            (false, _) => self.offline = self.offline.or(Some(now)),
        }
    }

    /// How the twin stands at `now`.
    #[must_use]
    pub fn mark(&self, now: SimTime) -> Mark {
        let stale = |since, why| Mark::Stale { since, why };
        let (up, since) = self.link;
        if !up {
            return stale(since, Why::BrokerGone);
        }
        if let Some(since) = self.offline {
            return stale(since, Why::Offline);
        }
        match self.spoke {
            None if self.kept => stale(self.began, Why::OnlyKept),
            None => stale(self.began, Why::NeverHeard),
            Some(spoke) if self.returned && spoke < since => stale(since, Why::Waiting),
            Some(spoke) if now - spoke >= self.timeout => stale(spoke + self.timeout, Why::Silent),
            Some(_) => Mark::Fresh,
        }
    }

    /// When the mark changes by itself, if nothing is heard until then.
    #[must_use]
    pub fn next_wakeup(&self, now: SimTime) -> Option<SimTime> {
        self.mark(now).is_fresh().then(|| self.spoke.map(|spoke| spoke + self.timeout)).flatten()
    }

    /// When the device last spoke for itself.
    #[must_use]
    pub fn spoke(&self) -> Option<SimTime> {
        self.spoke
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn s(secs: f64) -> SimTime {
        SimTime::from_secs(secs)
    }

    fn why(presence: &Presence, now: f64) -> Option<Why> {
        match presence.mark(s(now)) {
            Mark::Fresh => None,
            Mark::Stale { why, .. } => Some(why),
        }
    }

    #[test]
    fn a_kept_message_is_not_taken_for_fresh() {
        let mut presence = Presence::new(s(0.0), s(5.0));
        assert_eq!(why(&presence, 0.0), Some(Why::NeverHeard));
        presence.status(s(1.0), true, true);
        presence.heard(s(1.0), true);
        assert_eq!(why(&presence, 1.0), Some(Why::OnlyKept));
        presence.heard(s(2.0), false);
        assert_eq!(why(&presence, 2.0), None);
    }

    #[test]
    fn silence_makes_stale_at_the_timeout_and_is_announced() {
        let mut presence = Presence::new(s(0.0), s(5.0));
        presence.heard(s(2.0), false);
        assert_eq!(presence.next_wakeup(s(3.0)), Some(s(7.0)));
        assert!(presence.mark(SimTime::from_nanos(s(7.0).nanos() - 1)).is_fresh());
        assert_eq!(presence.mark(s(7.0)), Mark::Stale { since: s(7.0), why: Why::Silent });
        assert_eq!(presence.mark(s(9.3)).words(s(9.3)), "stale 2.3 s: the device is silent");
        assert_eq!(presence.next_wakeup(s(9.3)), None);
    }

    #[test]
    fn a_last_will_makes_stale_at_once_and_speech_heals() {
        let mut presence = Presence::new(s(0.0), s(5.0));
        presence.heard(s(1.0), false);
        presence.status(s(2.0), false, false);
        presence.status(s(3.0), false, false);
        assert_eq!(presence.mark(s(4.0)), Mark::Stale { since: s(2.0), why: Why::Offline });
        presence.status(s(4.5), true, true);
        assert_eq!(why(&presence, 4.5), Some(Why::Offline));
        // A will of an old connection that comes late does not outlast the next reading.
        presence.heard(s(5.0), false);
        assert_eq!(why(&presence, 5.0), None);
    }

    #[test]
    fn a_lost_broker_is_stale_until_the_device_speaks_again() {
        let mut presence = Presence::new(s(0.0), s(60.0));
        presence.heard(s(1.0), false);
        presence.link(s(2.0), false);
        presence.link(s(2.5), false);
        assert_eq!(presence.mark(s(3.0)), Mark::Stale { since: s(2.0), why: Why::BrokerGone });
        presence.link(s(4.0), true);
        presence.status(s(4.0), true, true);
        assert_eq!(why(&presence, 4.1), Some(Why::Waiting));
        presence.heard(s(5.0), false);
        assert_eq!(why(&presence, 5.0), None);
    }

    proptest! {
        /// Whatever happens, a twin is fresh only if its device spoke within the timeout, over a link that has
        /// stood since.
        #[test]
        fn fresh_is_earned(events in proptest::collection::vec((0..6_u8, 0.0..3.0_f64), 0..60)) {
            let (mut now, timeout) = (0.0, 4.0);
            let mut presence = Presence::new(s(now), s(timeout));
            let (mut spoke, mut up) = (f64::NEG_INFINITY, true);
            for (event, wait) in events {
                now += wait;
                match event {
                    0 => { presence.heard(s(now), false); spoke = now; }
                    1 => presence.heard(s(now), true),
                    2 => { presence.status(s(now), false, false); spoke = f64::NEG_INFINITY; }
                    3 => presence.status(s(now), true, true),
                    4 => { presence.link(s(now), false); up = false; spoke = f64::NEG_INFINITY; }
                    _ => { presence.link(s(now), true); up = true; }
                }
                if presence.mark(s(now)).is_fresh() {
                    prop_assert!(up && now - spoke < timeout);
                }
                if let Some(at) = presence.next_wakeup(s(now)) {
                    prop_assert!(at > s(now) && !presence.mark(at).is_fresh());
                }
            }
        }
    }
}
