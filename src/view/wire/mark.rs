//! How a frame looks: its shape says what it is for, marks on it what has happened to it. Never by colour alone.

use bevy::prelude::*;

use crate::core::exchange::{Errand, Fate, FrameRecord};
use crate::core::sync::SyncKind;
use crate::lab::theme::Theme;

use super::super::camera::Eye;
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::paint::{linear, mixed};

/// A frame to be drawn.
pub struct Mark<'a> {
    /// What is known about it.
    pub record: &'a FrameRecord,
    /// How its device reports.
    pub kind: SyncKind,
    /// Where it is.
    pub at: Vec3,
    /// Radius of a report's bead.
    pub radius: f32,
    /// Whether its story is told.
    pub chosen: bool,
}

/// The colour of a frame.
#[must_use]
pub fn hue(theme: &Theme, record: &FrameRecord, kind: SyncKind) -> LinearRgba {
    linear(match record.errand {
        Errand::Report if record.historical => mixed(theme.mode(kind), theme.muted, 0.6),
        Errand::Report => theme.mode(kind),
        _ => theme.accent,
    })
}

/// Draws it: a report as a bead, hollow where it tells the past; a command as a diamond and its answer as a hollow one; a
/// receipt as a triangle; a shadow document as a hexagon and what is written to it as a hollow one. A copy is two at once; what was sent before has a ring for each time.
pub fn draw(eye: &Eye, ink: &mut Ink, theme: &Theme, mark: &Mark<'_>) {
    let record = mark.record;
    let ground = linear(theme.ground_edge);
    let hue = hue(theme, record, mark.kind);
    let radius = mark.radius;
    let copy = record.fate == Fate::Duplicated;
    let apart = if copy { eye.right * radius * 1.3 } else { Vec3::ZERO };
    for (nth, at) in [mark.at - apart, mark.at + apart].into_iter().enumerate() {
        if nth == 1 && !copy {
            break;
        }
        let mut filled = |sides: u32, size: f32, colour: LinearRgba, lift: f32| {
            ink.polygon(eye, at, radius * size, sides, colour, lift * radius);
        };
        match record.errand {
            Errand::Report => {
                filled(20, 1.28, ground, 0.0);
                filled(20, 1.0, hue, 0.02);
                if record.historical {
                    filled(20, 0.62, ground, 0.04);
                }
            }
            Errand::Command | Errand::Acknowledgement => {
                filled(4, 2.0, ground, 0.0);
                filled(4, 1.65, hue, 0.02);
                if record.errand == Errand::Acknowledgement {
                    filled(4, 0.9, ground, 0.04);
                }
            }
            Errand::Write | Errand::Document => {
                filled(6, 1.7, ground, 0.0);
                filled(6, 1.4, hue, 0.02);
                if record.errand == Errand::Write {
                    filled(6, 0.75, ground, 0.04);
                }
            }
            Errand::Receipt => {
                filled(3, 1.55, ground, 0.0);
                filled(3, 1.15, hue, 0.02);
            }
        }
    }
    let px = radius / eye.world_per_px(mark.at);
    for again in 0..record.attempt.min(3) {
        let reach_px = px * 1.65 + 2.5 * f32::from(again);
        ink.ring(eye, Sheet::Sheer, mark.at, reach_px, Stroke::plain(1.4, linear(theme.text)));
    }
    if mark.chosen {
        ink.ring(eye, Sheet::Sheer, mark.at, px * 2.6 + 4.0, Stroke::plain(2.6, linear(theme.accent)));
    }
}
