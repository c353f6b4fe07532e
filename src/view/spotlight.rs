//! Which ghosts are captioned: all of an exhibit's; on a crowded road those that matter most.

use std::cmp::Reverse;

use bevy::prelude::*;

use crate::core::device::Body;
use crate::lab::{Lab, Stage};
use crate::sim::{Snapshot, TwinState};

use super::camera::Eye;
use super::place::Layout;
use super::reply;

/// Width of the free area that one caption asks for on a road, in pixels at a desk.
const PX_PER_CAPTION: f32 = 130.0;

/// Most captions of an exhibit.
const MOST: usize = 8;

/// The captioned twins and named devices.
#[derive(Resource, Default)]
pub struct Spotlight {
    twins: Vec<usize>,
    devices: Vec<usize>,
}

impl Spotlight {
    /// Whether a twin is captioned.
    #[must_use]
    pub fn on_twin(&self, twin: usize) -> bool {
        self.twins.contains(&twin)
    }

    /// Whether a device is named.
    #[must_use]
    pub fn on_device(&self, device: usize) -> bool {
        self.devices.contains(&device)
    }
}

/// Chooses: the chosen twin, those that have just been answered, those that are late, then those that are furthest off.
pub fn choose(stage: Res<Stage>, lab: Res<Lab>, layout: Res<Layout>, eye: Res<Eye>, mut spotlight: ResMut<Spotlight>) {
    let snapshot = &stage.shown;
    let room = (eye.free.right - eye.free.left) / lab.theme.tokens().type_scale / PX_PER_CAPTION;
    let budget = if layout.crowd {
        1
    } else if layout.road {
        (room as usize).clamp(2, MOST)
    } else {
        MOST
    };
    let hearers = reply::hearers(&stage, &lab);
    let mut order: Vec<usize> = (0..snapshot.twins.len()).collect();
    order.sort_by_cached_key(|index| {
        let twin = &snapshot.twins[*index];
        // A twin that has never heard of its device has no ghost to caption.
        let (unheard, unanswered) = (twin.generated_at.is_none(), !hearers.contains(index));
        let offence = Reverse((100.0 * offence(snapshot, twin)) as i64);
        (unheard, *index != lab.twin, unanswered, !snapshot.is_late(twin), offence)
    });
    order.truncate(budget);
    let spacious = snapshot.devices.len() <= 2 * budget && budget > 3;
    spotlight.devices = (0..snapshot.devices.len())
        .filter(|device| {
            spacious || *device == lab.device || order.iter().any(|twin| snapshot.twins[*twin].device == *device)
        })
        .collect();
    spotlight.twins = order;
}

/// How much a ghost asks for a caption: metres that it is off, or seconds that it is old where nothing drives.
fn offence(snapshot: &Snapshot, twin: &TwinState) -> f64 {
    match (snapshot.devices[twin.device].body, &twin.values[..]) {
        (Body::Vehicle { x_m, y_m, .. }, [Some(x), Some(y), ..]) => (x - x_m).hypot(y - y_m),
        _ => twin.age_s(snapshot.now).unwrap_or(0.0),
    }
}
