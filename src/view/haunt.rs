//! What every ghost has in common: whose it is, its rank among its kind, and how it is captioned.

use bevy::ecs::system::SystemParam;
use bevy::prelude::*;

use crate::core::detect::Anomaly;
use crate::core::device::ModelKind;
use crate::core::sync::SyncKind;
use crate::lab::{Lab, Stage};
use crate::sim::{DeviceState, Snapshot, TwinState};

use super::camera::Eye;
use super::freshness;
use super::label::{Dock, Label, Run, Size};
use super::material::Materials;
use super::place::{Layout, Stand};
use super::reply;
use super::spotlight::Spotlight;

/// A twin as a ghost of its device.
#[derive(Clone, Copy, Debug)]
pub struct Haunt {
    /// Index of the twin.
    pub twin: usize,
    /// Index of its device.
    pub device: usize,
    /// Its sync mode: hue and line style.
    pub kind: SyncKind,
    /// Its place among the twins of its device, from 0.
    pub rank: usize,
    /// How many twins its device has.
    pub among: usize,
}

/// Every twin's place among the twins of its device.
#[derive(Resource, Default)]
pub struct Haunts {
    ranks: Vec<(usize, usize)>,
}

impl Haunts {
    /// The places in a run.
    #[must_use]
    pub fn new(snapshot: &Snapshot) -> Self {
        let mut among = vec![0; snapshot.devices.len()];
        let mut order = Vec::new();
        for twin in &snapshot.twins {
            order.push((twin.device, among[twin.device]));
            among[twin.device] += 1;
        }
        Self { ranks: order.into_iter().map(|(device, rank)| (rank, among[device])).collect() }
    }

    /// The ghost of a twin.
    #[must_use]
    pub fn of(&self, snapshot: &Snapshot, twin: usize) -> Option<Haunt> {
        let state = snapshot.twins.get(twin)?;
        let (rank, among) = *self.ranks.get(twin)?;
        Some(Haunt { twin, device: state.device, kind: state.sync.kind(), rank, among })
    }
}

/// What every system that draws ghosts looks at.
#[derive(SystemParam)]
pub struct Scenery<'w> {
    /// The run.
    pub stage: Res<'w, Stage>,
    /// What the person has chosen.
    pub lab: Res<'w, Lab>,
    /// Where things stand.
    pub layout: Res<'w, Layout>,
    /// The camera.
    pub eye: Res<'w, Eye>,
    /// What ghosts are made of.
    pub materials: Res<'w, Materials>,
    /// Which ghosts are captioned.
    pub spotlight: Res<'w, Spotlight>,
    haunts: Res<'w, Haunts>,
}

/// A ghost and whom it haunts.
#[derive(Clone, Copy)]
pub struct Ghost<'a> {
    /// Its place among its kind.
    pub haunt: Haunt,
    /// Where its device stands.
    pub stand: &'a Stand,
    /// Its device.
    pub device: &'a DeviceState,
    /// Its twin.
    pub twin: &'a TwinState,
    /// How far it has faded: see [`freshness::step`].
    pub step: usize,
}

impl Scenery<'_> {
    /// The ghost of a twin whose device is of one of these kinds.
    #[must_use]
    pub fn ghost(&self, twin: usize, kinds: &[ModelKind]) -> Option<Ghost<'_>> {
        let shown = &self.stage.shown;
        let haunt = self.haunts.of(shown, twin)?;
        let stand = self.layout.stands.get(haunt.device).filter(|stand| kinds.contains(&stand.kind))?;
        let (device, twin) = (shown.devices.get(haunt.device)?, shown.twins.get(twin)?);
        Some(Ghost { haunt, stand, device, twin, step: freshness::step(shown, twin) })
    }

    /// The caption of a ghost among those of its device, which leave a point of the stand clear, on a road the road.
    #[must_use]
    pub fn caption(&self, ghost: &Ghost<'_>, anchor: Vec3, towards: Vec2, error: &str, clear: Vec3) -> Label {
        let road = self.layout.road;
        let clear = if road { self.layout.road_end() } else { ghost.stand.point(clear) };
        let caption = self.caption_beside(ghost, anchor, towards, error);
        Label { dock: Dock::Caption(clear), leads_down: road, ..caption }
    }

    /// The caption of a ghost that stands by itself: its line style, its name, its age, its error.
    #[must_use]
    pub fn caption_beside(&self, ghost: &Ghost<'_>, anchor: Vec3, towards: Vec2, error: &str) -> Label {
        let (stage, lab, haunt, twin) = (&*self.stage, &*self.lab, &ghost.haunt, ghost.twin);
        let theme = lab.theme.tokens();
        let (age, late) = freshness::words(&stage.shown, twin);
        let hue = theme.mode(haunt.kind);
        let age_colour = if late { theme.lost } else { theme.text };
        let mut text = vec![Run::strong(twin.name.to_string(), hue), Run::plain(format!("  {age}"), age_colour)];
        if stage.shown.is_outdated(twin) {
            text.push(Run::plain(format!("\n{}", outdated(stage, twin)), theme.lost));
        }
        if !error.is_empty() {
            text.push(Run::plain(format!("\n{error}"), theme.muted));
        }
        if let Some(class) = standing(stage, twin) {
            // Large type has no room for both in a line.
            let gap = if error.is_empty() || theme.type_scale > 1.0 { "\n" } else { "  " };
            text.push(Run::strong(format!("{gap}{class}?"), theme.lost));
        }
        if let Some(reply) = reply::latest(stage, lab, haunt.twin) {
            text.push(Run::plain(format!("\n{}", reply.words), if reply.refused { theme.lost } else { theme.text }));
        }
        Label {
            anchor,
            towards,
            text,
            size: Size::Body,
            swatch: Some(haunt.kind),
            leader: Some(theme.muted),
            dock: Dock::Free,
            leads_down: false,
            weight: 50 + u8::from(haunt.twin == lab.twin) * 20,
            plate: true,
            keeps_off: false,
        }
    }
}

/// The kind of trouble that a twin suspects now: of several, the surest.
fn standing(stage: &Stage, twin: &TwinState) -> Option<&'static str> {
    let now = stage.shown.now;
    let stands = |anomaly: &&Anomaly| anomaly.raised_at <= now && anomaly.ended.is_none_or(|ended| ended > now);
    let worst = twin.anomalies.as_ref()?.iter().filter(stands).max_by(|a, b| a.confidence.total_cmp(&b.confidence))?;
    Some(worst.class.name())
}

/// What a twin has on record, and what its device runs.
fn outdated(stage: &Stage, twin: &TwinState) -> String {
    let (own, record) = (stage.shown.devices[twin.device].versions, twin.versions);
    if own.firmware == record.firmware {
        format!("config {}, device {}", record.config, own.config)
    } else {
        format!("firmware {}, device {}", record.firmware, own.firmware)
    }
}
