//! Where things stand: the road at the origin, exhibits in its infield or in a row, the tiers above them.

use bevy::prelude::*;

use crate::core::device::ModelKind;
use crate::core::device::vehicle::road::{self, RADIUS_M, STRAIGHT_M};
use crate::core::link::Tier;
use crate::lab::{GhostLayout, Stage};

use super::crowd::{self, CROWD, PITCH};
use super::{bench, exhibit, gauge};

/// How much larger than life a rotor is drawn at stand scale 1: its disc of 50 mm radius is one unit.
pub const ROTOR_SCALE: f32 = 20.0;

/// More exhibits than this stand in two rows and keep their details to themselves.
const GALLERY: usize = 3;

/// Room for a row of exhibits inside the road, and from row to row, in metres.
const INFIELD_M: f32 = 44.0;
const ROWS_M: f32 = 9.5;

/// From row to row where there is no road.
const ROWS_UNITS: f32 = 5.5;

/// An axis-aligned box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Lower corner.
    pub min: Vec3,
    /// Upper corner.
    pub max: Vec3,
}

/// Where a device stands and how large it is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Stand {
    /// The floor point under it; for vehicles the origin of the road.
    pub at: Vec3,
    /// Scale of its own units.
    pub scale: f32,
    /// Turn about the vertical axis, in radians, that shows its good side to the home camera.
    pub turn: f32,
    /// What stands there.
    pub kind: ModelKind,
}

/// The four tiers of the network as places.
#[derive(Clone, Copy, Debug)]
pub struct Tiers {
    /// Where frames of devices that stand still leave.
    pub physical: Vec3,
    /// The edge.
    pub edge: Vec3,
    /// The cloud.
    pub cloud: Vec3,
    /// Where twins live.
    pub twin: Vec3,
    /// Size of a frame's bead.
    pub bead: f32,
}

/// The arrangement of a scene.
#[derive(Resource, Clone, Debug)]
pub struct Layout {
    /// One stand for each device.
    pub stands: Vec<Stand>,
    /// The tiers.
    pub tiers: Tiers,
    /// Everything that the home camera must show.
    pub subject: Bounds,
    /// Whether there is a road.
    pub road: bool,
    /// Whether there are so many exhibits that only the chosen one tells its details.
    pub gallery: bool,
    /// Whether exhibits are a crowd on a grid.
    pub crowd: bool,
    generation: Option<u64>,
}

impl Tiers {
    /// Where a tier is.
    #[must_use]
    pub fn at(&self, tier: Tier) -> Vec3 {
        match tier {
            Tier::Physical => self.physical,
            Tier::Edge => self.edge,
            Tier::Cloud => self.cloud,
            Tier::Twin => self.twin,
        }
    }
}

impl Default for Layout {
    fn default() -> Self {
        Self::of(&[])
    }
}

impl Bounds {
    /// A box given by its centre on the floor, half its width and depth, and its height.
    #[must_use]
    pub fn standing(at: Vec3, size: Vec3) -> Self {
        Self { min: at - Vec3::new(size.x, 0.0, size.z), max: at + size }
    }

    /// The box round both.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        Self { min: self.min.min(other.min), max: self.max.max(other.max) }
    }

    /// Its eight corners.
    #[must_use]
    pub fn corners(&self) -> [Vec3; 8] {
        std::array::from_fn(|index| {
            let pick = |axis: usize| if index >> axis & 1 == 0 { self.min[axis] } else { self.max[axis] };
            Vec3::new(pick(0), pick(1), pick(2))
        })
    }

    /// Its centre.
    #[must_use]
    pub fn centre(&self) -> Vec3 {
        (self.min + self.max) / 2.0
    }
}

impl Stand {
    /// The box of what stands here.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        let size = exhibit::of(self.kind).size;
        let (sin, cos) = self.turn.sin_cos();
        let (sin, cos) = (sin.abs(), cos.abs());
        let size = Vec3::new(size.x * cos + size.z * sin, size.y, size.x * sin + size.z * cos);
        Bounds::standing(self.at, size * self.scale)
    }

    /// Its turn.
    #[must_use]
    pub fn rotation(&self) -> Quat {
        Quat::from_rotation_y(self.turn)
    }

    /// A point of what stands here, given in its own units.
    #[must_use]
    pub fn point(&self, local: Vec3) -> Vec3 {
        self.at + self.rotation() * local * self.scale
    }

    /// Where it stands, as a transform.
    #[must_use]
    pub fn transform(&self) -> Transform {
        Transform { translation: self.at, rotation: self.rotation(), scale: Vec3::splat(self.scale) }
    }
}

impl Layout {
    /// The arrangement of devices of these kinds.
    #[must_use]
    pub fn of(kinds: &[ModelKind]) -> Self {
        Self::with(kinds, false)
    }

    /// The same where links may have hops of their own: then the tiers get room.
    #[must_use]
    pub fn with(kinds: &[ModelKind], hops: bool) -> Self {
        if kinds.len() > CROWD {
            return Self::of_crowd(kinds);
        }
        let road = kinds.contains(&ModelKind::Vehicle);
        let gallery = kinds.iter().filter(|kind| **kind != ModelKind::Vehicle).count() > GALLERY;
        let stands = rows(kinds, road, gallery);
        let floor = stands.iter().filter(|stand| stand.kind != ModelKind::Vehicle).map(Stand::bounds);
        let exhibits = floor.reduce(Bounds::joined);
        let tiers = if road { road_tiers() } else { exhibit_tiers(exhibits, hops && !gallery) };
        let subject = subject(exhibits, road, &tiers);
        Self { stands, tiers, subject, road, gallery, crowd: false, generation: None }
    }

    /// A crowd on a grid.
    fn of_crowd(kinds: &[ModelKind]) -> Self {
        let stand = |(index, kind): (usize, &ModelKind)| Stand {
            at: crowd::berth(index, kinds.len()),
            scale: 0.2 * PITCH,
            turn: 0.0,
            kind: *kind,
        };
        let stands: Vec<Stand> = kinds.iter().enumerate().map(stand).collect();
        let half = ((kinds.len() as f32).sqrt() + 1.0) / 2.0 * PITCH;
        let floor = Bounds::standing(Vec3::ZERO, Vec3::new(half, 0.6, half));
        let bead = 0.012 * half;
        let at = |x: f32, y: f32| Vec3::new(half * x, half * y, -half * 0.6);
        let tiers =
            Tiers { physical: at(-0.9, 0.05), edge: at(-0.6, 0.5), cloud: at(0.0, 0.75), twin: at(0.6, 0.5), bead };
        let subject = subject(Some(floor), false, &tiers);
        Self { stands, tiers, subject, road: false, gallery: false, crowd: true, generation: None }
    }

    /// The angles from which the home camera looks, round and above, in a free area of this aspect: a road is seen
    /// more from above where there is height for it.
    #[must_use]
    pub fn angles(&self, aspect: f32) -> (f32, f32) {
        if self.crowd {
            return (0.5, 0.6);
        }
        if self.road {
            let above = if self.gallery { 0.6 } else { 0.5 };
            return (0.0, above + 0.45 * (1.75 - aspect).clamp(0.0, 0.75));
        }
        // The widest exhibit decides.
        let widths = self.stands.iter().map(|stand| exhibit::of(stand.kind));
        widths.max_by(|a, b| a.width.total_cmp(&b.width)).map_or(bench::EXHIBIT.angles, |widest| widest.angles)
    }

    /// Whether an exhibit tells its details: numbers, scales, footnotes.
    #[must_use]
    pub fn tells(&self, device: usize, chosen: usize) -> bool {
        !self.crowd && (!self.gallery || device == chosen)
    }

    /// The road's right end, beside which captions stand.
    #[must_use]
    pub fn road_end(&self) -> Vec3 {
        Vec3::X * (STRAIGHT_M / 2.0 + RADIUS_M + road::WIDTH_M / 2.0) as f32
    }

    /// Points that the home camera must show.
    #[must_use]
    pub fn outline(&self, ghosts: GhostLayout) -> Vec<Vec3> {
        let room = Vec3::Y * self.unit() * if self.road { 1.0 } else { 0.5 };
        let tiers = [self.tiers.edge, self.tiers.cloud, self.tiers.twin].map(|at| at + room);
        let mut points = tiers.to_vec();
        if self.road {
            let half = road::WIDTH_M / 2.0;
            for step in 0..32 {
                let place = road::place(road::LENGTH_M * f64::from(step) / 32.0);
                let (sin, cos) = place.heading_rad.sin_cos();
                points.push(super::plane::on_plane(place.x_m + sin * half, place.y_m - cos * half, 0.0));
            }
            return points;
        }
        if self.crowd {
            points.extend(self.subject.corners());
            return points;
        }
        for stand in &self.stands {
            points.extend(stand.bounds().corners());
            if ghosts == GhostLayout::Beside
                && let Some(reach) = gauge::reach_beside(stand)
            {
                points.extend(reach);
            } else if ghosts == GhostLayout::Beside {
                let front = Bounds::standing(stand.at, Vec3::new(3.6, 0.1, 3.6) * stand.scale);
                points.extend(front.corners().into_iter().filter(|corner| corner.z > stand.at.z));
            }
        }
        points
    }

    /// Radius of a ball round the subject.
    #[must_use]
    pub fn radius(&self) -> f32 {
        self.subject.min.distance(self.subject.max) / 2.0
    }

    /// Length that one unit of an exhibit has here: beads, dashes and gaps scale with it.
    #[must_use]
    pub fn unit(&self) -> f32 {
        self.tiers.bead / 0.085
    }
}

/// Exhibits in one row, or in two where there are many; vehicles on the road.
fn rows(kinds: &[ModelKind], road: bool, gallery: bool) -> Vec<Stand> {
    let width = |kind: &ModelKind| if *kind == ModelKind::Vehicle { 0.0 } else { exhibit::of(*kind).width };
    let total: f32 = kinds.iter().map(width).sum();
    let (mut placed, mut front_from) = (0.0, kinds.len());
    for (index, kind) in kinds.iter().enumerate().filter(|_| gallery) {
        placed += width(kind);
        if placed > total * 0.5 + width(kind) * 0.5 {
            front_from = index;
            break;
        }
    }
    let halves = [&kinds[..front_from], &kinds[front_from..]].map(|row| row.iter().map(width).sum::<f32>());
    let widest = halves[0].max(halves[1]);
    let scale = if road { (INFIELD_M / widest.max(1.0)).min(3.4) } else { 1.0 };
    let depth = if road { ROWS_M } else { ROWS_UNITS };
    let mut left = [-halves[0] * scale / 2.0, -halves[1] * scale / 2.0];
    let mut stands = Vec::with_capacity(kinds.len());
    for (index, kind) in kinds.iter().enumerate() {
        if *kind == ModelKind::Vehicle {
            stands.push(Stand { at: Vec3::ZERO, scale: 1.0, turn: 0.0, kind: *kind });
            continue;
        }
        let row = usize::from(index >= front_from);
        let own = width(kind) * scale;
        left[row] += own;
        let turn = if road { exhibit::of(*kind).turn_on_road } else { 0.0 };
        let z = if gallery { depth * (row as f32 - 0.5) } else { 0.0 };
        stands.push(Stand { at: Vec3::new(left[row] - own / 2.0, 0.0, z), scale, turn, kind: *kind });
    }
    stands
}

fn road_tiers() -> Tiers {
    let reach = (STRAIGHT_M / 2.0) as f32;
    Tiers {
        physical: Vec3::new(-reach - 10.0, 0.0, 0.0),
        edge: Vec3::new(-reach * 0.9, 8.0, -12.0),
        cloud: Vec3::new(0.0, 13.5, -14.0),
        twin: Vec3::new(reach * 0.9, 8.0, -12.0),
        bead: 0.3,
    }
}

fn exhibit_tiers(exhibits: Option<Bounds>, hops: bool) -> Tiers {
    let bounds = exhibits.unwrap_or(Bounds::standing(Vec3::ZERO, bench::EXHIBIT.size));
    let (half, top) = ((bounds.max.x - bounds.min.x) / 2.0, bounds.max.y);
    let centre = bounds.centre().x;
    let rise = (half * 0.5).clamp(0.95, 3.0);
    let at = |x: f32, y: f32| Vec3::new(centre + half * x, top + rise * y, 0.0);
    let bead = 0.085 * (half / 3.3).clamp(0.75, 2.0);
    let physical = at(-0.84, -0.02);
    if hops {
        return Tiers { physical, edge: at(-0.8, 1.0), cloud: at(0.2, 1.45), twin: at(1.12, 0.8), bead };
    }
    Tiers { physical, edge: at(-0.5, 0.72), cloud: at(0.1, 1.0), twin: at(0.66, 0.5), bead }
}

fn subject(exhibits: Option<Bounds>, road: bool, tiers: &Tiers) -> Bounds {
    let wire = Bounds { min: tiers.physical.min(tiers.twin), max: tiers.cloud.max(tiers.twin) };
    if !road {
        return exhibits.map_or(wire, |bounds| bounds.joined(wire));
    }
    let (reach, side) = ((STRAIGHT_M / 2.0 + RADIUS_M) as f32 + 3.0, RADIUS_M as f32 + 3.0);
    Bounds { min: Vec3::new(-reach, 0.0, -side), max: Vec3::new(reach, 1.5, side) }.joined(wire)
}

/// Rearranges when another scene is on stage.
pub fn arrange(stage: Res<Stage>, mut layout: ResMut<Layout>) {
    if layout.generation != Some(stage.generation) {
        let kinds: Vec<ModelKind> = stage.shown.devices.iter().map(|device| device.kind).collect();
        let hops = stage.shown.links.iter().any(|link| link.hops.len() > 1);
        *layout = Layout { generation: Some(stage.generation), ..Layout::with(&kinds, hops) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exhibits_stand_apart_and_inside_the_road() {
        let layout = Layout::of(&[ModelKind::Rotor, ModelKind::Vehicle, ModelKind::Recording, ModelKind::Generator]);
        let standing: Vec<Bounds> =
            layout.stands.iter().filter(|stand| stand.kind != ModelKind::Vehicle).map(Stand::bounds).collect();
        for pair in standing.windows(2) {
            assert!(pair[0].max.x < pair[1].min.x);
        }
        assert!(standing.iter().all(|bounds| bounds.max.x < (STRAIGHT_M / 2.0 + RADIUS_M) as f32));
    }
}
