//! On which part of a twin's way a frame is: the hop that its record is about.

use crate::core::exchange::FrameRecord;
use crate::lab::Stage;

use super::route::{Route, Ways};

/// The hop of a record, laid on the way.
pub struct Leg<'a> {
    route: &'a Route,
    from: f32,
    to: f32,
    /// How long its far end works on a frame, in seconds.
    pub processing_s: f64,
}

impl<'a> Leg<'a> {
    /// The hop of a record; none where the run has no such hop.
    #[must_use]
    pub fn of(stage: &Stage, ways: &'a Ways, record: &FrameRecord) -> Option<Self> {
        let twin = stage.shown.twins.get(record.twin as usize)?;
        let down = record.errand.goes_down();
        let (link, route) = if down { (twin.downlink?, ways.down.as_ref()?) } else { (twin.link, &ways.up) };
        let spec = &stage.shown.links.get(link)?.hops.get(usize::from(record.hop))?.spec;
        let (from, to) = route.span(spec.tiers);
        Some(Self { route, from, to, processing_s: spec.processing_ms / 1e3 })
    }

    /// The share of the whole way at a share of the hop.
    #[must_use]
    pub fn along(&self, share: f32) -> f32 {
        self.from + (self.to - self.from) * share
    }

    /// The point at a share of the hop.
    #[must_use]
    pub fn at(&self, share: f32) -> bevy::math::Vec3 {
        self.route.at(self.along(share))
    }

    /// The last stretch before a share of the hop, at most so much of the way, in the direction of flight.
    #[must_use]
    pub fn trail(&self, share: f32, most: f32) -> Vec<bevy::math::Vec3> {
        let along = self.along(share);
        let back = most.min((along - self.from).abs());
        self.route.part(along - back * (self.to - self.from).signum(), along)
    }
}
