//! The way of the chosen frame: what it has flown so far, and where its tries got lost.

use bevy::prelude::*;

use crate::core::exchange::Fate;
use crate::lab::{FrameKey, Lab, Stage};

use super::super::camera::Eye;
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::paint::linear;
use super::super::place::Layout;
use super::flight;
use super::leg::Leg;
use super::route::Routes;

/// Points of a stretch that is drawn anew over the strand.
const POINTS: usize = 24;

/// Draws it over the strands.
pub fn draw(
    stage: Res<Stage>,
    lab: Res<Lab>,
    layout: Res<Layout>,
    eye: Res<Eye>,
    routes: Res<Routes>,
    mut ink: ResMut<Ink>,
) {
    let Some(key) = lab.frame else { return };
    let Some(ways) = routes.of(&stage, &layout, &eye, key.twin as usize) else { return };
    let (theme, now) = (lab.theme.tokens(), stage.shown.now);
    let mut crossed = Vec::new();
    for record in stage.simulation.frame_log().records().filter(|record| FrameKey::of(record) == key) {
        if record.sent_at > now {
            continue;
        }
        let Some(leg) = Leg::of(&stage, &ways, record) else { continue };
        let flight_s = (record.arrives_at - record.sent_at).secs();
        let flown = if flight_s > 0.0 { ((now - record.sent_at).secs() / flight_s).min(1.0) as f32 } else { 1.0 };
        let flown = match record.fate {
            Fate::Delivered | Fate::Duplicated => flown,
            Fate::Lost => flown.min(flight::lost_at(record)),
            Fate::QueueDropped | Fate::Cut | Fate::Expired | Fate::Merged | Fate::Filtered => 0.0,
        };
        let points: Vec<Vec3> = (0..=POINTS).map(|point| leg.at(flown * point as f32 / POINTS as f32)).collect();
        ink.line(&eye, Sheet::Sheer, &points, Stroke::plain(3.4, linear(theme.accent).with_alpha(0.55)));
        if record.fate == Fate::Lost && flown >= flight::lost_at(record) {
            crossed.push(leg.at(flown));
        }
    }
    for at in crossed {
        ink.cross(&eye, Sheet::Sheer, at, 6.0, Stroke::plain(2.4, linear(theme.lost)));
    }
}
