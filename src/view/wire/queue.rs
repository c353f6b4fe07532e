//! Frames that wait at the device for a slow or cut link, piled up and counted.

use bevy::prelude::*;

use crate::lab::{Lab, Stage};

use super::super::camera::Eye;
use super::super::ink::Ink;
use super::super::label::{Label, Labels, Run, Size};
use super::super::paint::linear;
use super::super::place::Layout;
use super::route::Routes;

/// Most waiting frames drawn one by one; the label counts them all.
const MOST: usize = 36;

/// Draws what waits.
pub fn draw(
    stage: Res<Stage>,
    lab: Res<Lab>,
    layout: Res<Layout>,
    eye: Res<Eye>,
    routes: Res<Routes>,
    mut ink: ResMut<Ink>,
    mut labels: ResMut<Labels>,
) {
    let theme = lab.theme.tokens();
    let mut seen = Vec::new();
    let mut piled = 0;
    for (twin, route) in stage.shown.twins.iter().zip(&routes.0) {
        let Some(link) = stage.shown.links.get(twin.link) else {
            continue;
        };
        if link.queued == 0 || seen.contains(&twin.link) {
            continue;
        }
        seen.push(twin.link);
        let hue = linear(theme.mode(twin.sync.kind()));
        let foot = route.at(0.0);
        let bead = layout.tiers.bead * 0.62;
        for waiting in 0..link.queued.min(MOST) {
            let at = foot + pile(waiting, piled, bead, &eye);
            ink.dot(&eye, at, bead, hue, 0.0);
        }
        let rows = link.queued.min(MOST).div_ceil(6);
        if seen.len() <= 5 {
            let text = vec![
                Run::strong(format!("{}", link.queued), theme.text),
                Run::plain(format!(" waiting for {}", twin.name), theme.muted),
            ];
            let middle = foot + pile(5, piled, bead, &eye) + eye.up * (rows as f32 - 1.0) * 1.07 * bead;
            let label = Label::note(middle, Vec2::new(-1.0, 0.0), Size::Small, 45, text);
            labels.all.push(Label { plate: true, swatch: Some(twin.sync.kind()), ..label });
        }
        piled += rows + 1;
    }
}

/// Place of the nth waiting frame: six abreast, growing away from the wire.
fn pile(index: usize, rows_before: usize, bead: f32, eye: &Eye) -> Vec3 {
    let (row, column) = (index / 6 + rows_before, index % 6);
    let left = -eye.right * (2.6 + column as f32 * 2.15) * bead;
    left + eye.up * (row as f32 * 2.15) * bead
}
