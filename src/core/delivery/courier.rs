//! The courier: everything that a device does about its frames beyond sending each once.

use serde::{Deserialize, Serialize};

use super::{DeliverySpec, Sender};
use crate::core::link::{OfflineSpec, Store};
use crate::core::signal::Reading;
use crate::core::time::SimTime;

/// In which order a twin is told of now and of the time offline when the connection is back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResyncSpec {
    /// First how things are now, then what was kept.
    #[default]
    SnapshotThenDrain,
    /// First what was kept, then how things are now.
    DrainThenSnapshot,
}

/// A device's care for the frames to one twin.
#[derive(Debug)]
pub struct Courier {
    /// Tries again what is not confirmed.
    pub sender: Option<Sender>,
    /// Keeps what cannot be sent now.
    pub store: Option<Store>,
    /// The order of things when the connection is back.
    pub resync: ResyncSpec,
    /// The newest reading of each signal that has one.
    pub latest: Vec<Reading>,
    /// How often the links of the pair had been cut when the device last came back in step with its document.
    pub cuts: u32,
    /// When its timer is armed for; [`SimTime::MAX`] while it is not.
    pub armed: SimTime,
}

impl Courier {
    /// What the keys of a twin ask for; none where each frame is sent once and lost if that fails.
    #[must_use]
    pub fn build(
        delivery: &DeliverySpec,
        offline: Option<OfflineSpec>,
        resync: ResyncSpec,
        shadow: bool,
    ) -> Option<Box<Self>> {
        let sender = match *delivery {
            DeliverySpec::AtMostOnce => None,
            DeliverySpec::AtLeastOnce { timeout_s, retries, fresh, backoff, window, .. } => {
                Some(Sender::new(timeout_s, retries, fresh, backoff, window))
            }
        };
        (sender.is_some() || offline.is_some() || shadow).then(|| {
            let store = offline.map(Store::new);
            Box::new(Self { sender, store, resync, latest: Vec::new(), cuts: 0, armed: SimTime::MAX })
        })
    }

    /// Looks at what the sensors say, so that it can tell of now later.
    pub fn see(&mut self, fresh: &[Reading], follows: &[bool]) {
        if self.store.is_none() && !self.sender.as_ref().is_some_and(Sender::is_fresh) {
            return;
        }
        for reading in fresh.iter().filter(|reading| follows[usize::from(reading.signal)]) {
            match self.latest.iter_mut().find(|known| known.signal == reading.signal) {
                Some(known) => *known = *reading,
                None => self.latest.push(*reading),
            }
        }
    }
}
