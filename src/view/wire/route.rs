//! The way of a twin's frames: from its device up through edge and cloud and down to its ghost's home, and back.

use bevy::prelude::*;

use crate::core::device::{Body, ModelKind};
use crate::core::link::Tier;
use crate::lab::Stage;
use crate::sim::TwinState;

use super::super::camera::Eye;
use super::super::place::{Layout, Tiers};
use super::super::plane::on_plane;

/// Most twins whose ways are drawn as lines; beyond, frames fly without them.
pub const DRAWN: usize = 24;

/// Points between two tiers, and along a way.
const LEG: usize = 24;
const SAMPLES: usize = 3 * LEG;

/// How far above the cable's edge the first lane back lies, and how far each next, in widths of a lane.
const BACK: (f32, f32) = (1.6, 0.7);

/// Longest gap of a cut hop, as a share of the way, and as a share of the hop.
const GAP: (f32, f32) = (0.1, 0.4);

/// The way of one twin.
#[derive(Clone, Debug)]
pub struct Route {
    points: Vec<Vec3>,
    lengths: Vec<f32>,
}

/// The ways of one twin's frames.
#[derive(Clone, Debug)]
pub struct Ways {
    /// From the device to the twin.
    pub up: Route,
    /// The same places on a lane of its own, for what comes back; none without a downlink.
    pub down: Option<Route>,
}

/// The ways of the first twins, in their order.
#[derive(Resource, Default)]
pub struct Routes(pub Vec<Ways>);

impl Route {
    /// A smooth way through the tiers, in its own lane.
    #[must_use]
    pub fn through(start: Vec3, tiers: &Tiers, lane: Vec3) -> Self {
        let stops = [start, tiers.edge + lane, tiers.cloud + lane, tiers.twin + lane];
        let before = 2.0 * stops[0] - stops[1] + Vec3::Y * (stops[1].y - stops[0].y) * -0.4;
        let after = stops[3] + (stops[3] - stops[2]) * 0.6;
        let control = [before, stops[0], stops[1], stops[2], stops[3], after];
        let points: Vec<Vec3> = (0..=SAMPLES)
            .map(|sample| {
                let along = sample as f32 / SAMPLES as f32 * 3.0;
                let leg = (along as usize).min(2);
                catmull_rom(&control[leg..leg + 4], along - leg as f32)
            })
            .collect();
        let mut length = 0.0;
        let mut lengths = vec![0.0];
        for pair in points.windows(2) {
            length += pair[0].distance(pair[1]);
            lengths.push(length);
        }
        Self { points, lengths }
    }

    /// The share of the way at which it passes a tier.
    #[must_use]
    pub fn stop(&self, tier: Tier) -> f32 {
        self.lengths[LEG * tier as usize] / self.length()
    }

    /// The shares of the way between which frames fly from one tier to another.
    #[must_use]
    pub fn span(&self, tiers: (Tier, Tier)) -> (f32, f32) {
        (self.stop(tiers.0), self.stop(tiers.1))
    }

    /// Where a cut between two tiers shows as a gap: in the middle leg of those that it spans.
    #[must_use]
    pub fn gap(&self, tiers: (Tier, Tier)) -> (f32, f32) {
        let (low, high) = (tiers.0.min(tiers.1) as usize, tiers.0.max(tiers.1) as usize);
        let leg = (low + (high - low) / 2).min(2);
        let (from, to) = (self.stop(Tier::ALL[leg]), self.stop(Tier::ALL[leg + 1]));
        let half = GAP.0.min(GAP.1 * (to - from)) / 2.0;
        let middle = (from + to) / 2.0;
        (middle - half, middle + half)
    }

    fn length(&self) -> f32 {
        self.lengths.last().copied().unwrap_or(0.0).max(1e-6)
    }

    /// The point at a share of the way, by length.
    #[must_use]
    pub fn at(&self, share: f32) -> Vec3 {
        let wanted = share.clamp(0.0, 1.0) * self.length();
        let next = self.lengths.partition_point(|length| *length < wanted).clamp(1, self.points.len() - 1);
        let (low, high) = (self.lengths[next - 1], self.lengths[next]);
        self.points[next - 1].lerp(self.points[next], (wanted - low) / (high - low).max(1e-6))
    }

    /// The part between two shares of the way.
    #[must_use]
    pub fn part(&self, from: f32, to: f32) -> Vec<Vec3> {
        let steps = (((to - from).abs() * SAMPLES as f32) as usize).max(2);
        (0..=steps).map(|step| self.at(from + (to - from) * step as f32 / steps as f32)).collect()
    }
}

fn catmull_rom(p: &[Vec3], t: f32) -> Vec3 {
    0.5 * (2.0 * p[1]
        + (p[2] - p[0]) * t
        + (2.0 * p[0] - 5.0 * p[1] + 4.0 * p[2] - p[3]) * t * t
        + (3.0 * p[1] - p[0] - 3.0 * p[2] + p[3]) * t * t * t)
}

/// Where a device's frames leave it.
#[must_use]
pub fn antenna(stage: &Stage, layout: &Layout, device: usize) -> Vec3 {
    match stage.shown.devices.get(device).map(|device| device.body) {
        Some(Body::Vehicle { x_m, y_m, z_m, .. }) => on_plane(x_m, y_m, z_m + 1.6),
        _ => match layout.stands.get(device) {
            Some(stand) if layout.crowd => stand.at + Vec3::Y * 0.4,
            Some(stand) if layout.road || layout.stands.len() > 1 => {
                let bounds = stand.bounds();
                Vec3::new(bounds.min.x * 0.8 + bounds.max.x * 0.2, bounds.max.y, stand.at.z)
            }
            _ => layout.tiers.physical,
        },
    }
}

/// Lays the ways of the first twins for this frame.
pub fn lay(stage: Res<Stage>, layout: Res<Layout>, eye: Res<Eye>, mut routes: ResMut<Routes>) {
    let count = stage.shown.twins.len().min(DRAWN);
    routes.0 = (0..count).filter_map(|twin| ways(&stage, &layout, &eye, twin)).collect();
}

/// The ways of one twin, in its lanes: they lie side by side as the camera sees them, like strands of a cable, those
/// back above those there.
fn ways(stage: &Stage, layout: &Layout, eye: &Eye, index: usize) -> Option<Ways> {
    let twins = &stage.shown.twins;
    let twin = twins.get(index)?;
    let count = twins.len().min(DRAWN);
    let across = (eye.up * 0.8 + Vec3::Z * 0.6).normalize_or(Vec3::Z);
    let spacing = across * layout.tiers.bead * (1.0_f32).min(10.0 / count.max(1) as f32);
    let nth = (index % DRAWN) as f32;
    let start = antenna(stage, layout, twin.device);
    let vehicle = stage.shown.devices[twin.device].kind == ModelKind::Vehicle;
    let route = |lane: Vec3| Route::through(start + if vehicle { Vec3::ZERO } else { lane }, &layout.tiers, lane);
    let middle = (count as f32 - 1.0) / 2.0;
    let down = twin.downlink.is_some().then(|| {
        let nth = twins.iter().take(index % DRAWN).filter(|twin| twin.downlink.is_some()).count() as f32;
        route(spacing * (middle + BACK.0 + BACK.1 * nth))
    });
    Some(Ways { up: route(spacing * (nth - middle)), down })
}

impl Routes {
    /// The ways of a twin: laid already, or laid now.
    #[must_use]
    pub fn of(&self, stage: &Stage, layout: &Layout, eye: &Eye, twin: usize) -> Option<Ways> {
        self.0.get(twin).cloned().or_else(|| ways(stage, layout, eye, twin))
    }
}

/// A link of a twin and the way that its frames fly.
pub fn links_of<'a>(twin: &TwinState, ways: &'a Ways) -> impl Iterator<Item = (usize, &'a Route)> {
    std::iter::once((twin.link, &ways.up)).chain(twin.downlink.zip(ways.down.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_begins_at_the_device_and_ends_where_twins_live() {
        let tiers = Layout::of(&[ModelKind::Rotor]).tiers;
        let route = Route::through(tiers.physical, &tiers, Vec3::ZERO);
        assert!(route.at(0.0).distance(tiers.physical) < 1e-4);
        assert!(route.at(1.0).distance(tiers.twin) < 1e-4);
        let steps: Vec<f32> = route.part(0.0, 1.0).windows(2).map(|pair| pair[0].distance(pair[1])).collect();
        let mean = steps.iter().sum::<f32>() / steps.len() as f32;
        assert!(steps.iter().all(|step| (step / mean - 1.0).abs() < 0.1), "frames fly evenly");
    }
    #[test]
    fn a_hop_lies_between_its_tiers_and_its_gap_within_it() {
        let tiers = Layout::of(&[ModelKind::Heater]).tiers;
        let route = Route::through(tiers.physical, &tiers, Vec3::ZERO);
        assert!(route.at(route.stop(Tier::Edge)).distance(tiers.edge) < 1e-3);
        assert!(route.at(route.stop(Tier::Cloud)).distance(tiers.cloud) < 1e-3);
        assert_eq!((route.stop(Tier::Physical), route.stop(Tier::Twin)), (0.0, 1.0));
        for (low, from) in Tier::ALL.into_iter().enumerate() {
            for to in Tier::ALL.into_iter().skip(low + 1) {
                let (begin, end) = route.span((from, to));
                let gap = route.gap((from, to));
                assert!(begin < gap.0 && gap.0 < gap.1 && gap.1 < end, "{from:?} {to:?}");
                assert_eq!(gap, route.gap((to, from)), "the way back has its gap at the same place");
            }
        }
    }
}
