//! What only some hops have: a gateway, a store, outages, copies.

use super::gateway::Gateway;
use super::outage::Outages;
use super::{LineSpec, Store};
use crate::core::rng::Stream;
use crate::core::time::SimTime;

/// What only some hops have.
#[derive(Default)]
pub(super) struct Extras {
    pub(super) gateway: Option<Gateway>,
    pub(super) store: Option<Store>,
    pub(super) outages: Option<Outages>,
    pub(super) copies: Option<Stream>,
}

impl Extras {
    /// What a hop's properties ask for; none where that is nothing.
    pub(super) fn of(spec: &LineSpec, seed: u64, name: &str) -> Option<Box<Self>> {
        let special = spec.gateway.is_some() || spec.offline.is_some() || spec.outages.is_some();
        (special || spec.duplicate > 0.0).then(|| {
            Box::new(Self {
                gateway: spec.gateway.map(Gateway::new),
                store: spec.offline.map(Store::new),
                outages: spec.outages.map(|outages| Outages::new(outages, Stream::new(seed, name, "outage"))),
                copies: (spec.duplicate > 0.0).then(|| Stream::new(seed, name, "copy")),
            })
        })
    }

    /// When something happens here by itself on a hop that is cut until an instant.
    pub(super) fn next_wakeup(&self, cut_until: SimTime) -> SimTime {
        let due = self.gateway.as_ref().map_or(SimTime::MAX, Gateway::next_due);
        let kept = self.store.as_ref().is_some_and(|store| !store.is_empty());
        // The beginning of an outage is worth waking up for: pictures show it, and senders hear of it.
        let outage = self.outages.as_ref().map_or(SimTime::MAX, Outages::next);
        due.min(if kept { cut_until } else { SimTime::MAX }).min(outage)
    }
}
