//! What every ghost has in common: whose it is, its rank among its kind, and how it is captioned.

use bevy::prelude::*;

use crate::core::sync::SyncKind;
use crate::lab::{Lab, Stage};
use crate::sim::Snapshot;

use super::freshness;
use super::label::{Label, Run, Size};

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

impl Haunt {
    /// The ghost of a twin.
    #[must_use]
    pub fn of(snapshot: &Snapshot, twin: usize) -> Option<Self> {
        let state = snapshot.twins.get(twin)?;
        let same = |other: &&crate::sim::TwinState| other.device == state.device;
        Some(Self {
            twin,
            device: state.device,
            kind: state.sync.kind(),
            rank: snapshot.twins[..twin].iter().filter(same).count(),
            among: snapshot.twins.iter().filter(same).count(),
        })
    }
}

/// The caption of a ghost: its line style, its name, its age, its error.
#[must_use]
pub fn ghost_label(stage: &Stage, lab: &Lab, haunt: &Haunt, anchor: Vec3, towards: Vec2, error: &str) -> Label {
    let theme = lab.theme.tokens();
    let twin = &stage.shown.twins[haunt.twin];
    let (age, late) = freshness::words(twin, stage.shown.now);
    let hue = theme.mode(haunt.kind);
    let age_colour = if late { theme.lost } else { theme.text };
    let mut text = vec![Run::strong(twin.name.to_string(), hue), Run::plain(format!("  {age}"), age_colour)];
    if !error.is_empty() {
        text.push(Run::plain(format!("\n{error}"), theme.muted));
    }
    Label {
        anchor,
        towards,
        text,
        size: Size::Body,
        swatch: Some(haunt.kind),
        leader: Some(hue),
        docked: None,
        weight: 50 + u8::from(haunt.twin == lab.twin) * 20,
        plate: true,
    }
}
