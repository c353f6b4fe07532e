//! Frames that wait for a slow or cut hop, piled up where they wait and counted.

use bevy::prelude::*;

use crate::core::link::Tier;
use crate::lab::{Lab, Stage};

use super::super::camera::Eye;
use super::super::ink::Ink;
use super::super::label::{Label, Labels, Run, Size};
use super::super::paint::linear;
use super::super::place::Layout;
use super::route::{Routes, links_of};

/// Most waiting frames drawn one by one; the label counts them all.
const MOST: usize = 36;

/// Most piles that are labelled.
const LABELLED: usize = 5;

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
    let mut rows_at = [0; Tier::ALL.len()];
    let mut labelled = 0;
    for (twin, ways) in stage.shown.twins.iter().zip(&routes.0) {
        for (link, route) in links_of(twin, ways) {
            let Some(state) = stage.shown.links.get(link).filter(|state| state.queued > 0 && !seen.contains(&link))
            else {
                continue;
            };
            seen.push(link);
            for hop in state.hops.iter().filter(|hop| hop.queued > 0) {
                let tier = hop.spec.tiers.0;
                let before = &mut rows_at[tier as usize];
                let hue = linear(theme.mode(twin.sync.kind()));
                let foot = route.at(route.stop(tier));
                let bead = layout.tiers.bead * 0.62;
                for waiting in 0..hop.queued.min(MOST) {
                    ink.dot(&eye, foot + pile(waiting, *before, bead, &eye), bead, hue, 0.0);
                }
                let rows = hop.queued.min(MOST).div_ceil(6);
                // Elsewhere the sign of the place tells it.
                if labelled < LABELLED && tier == Tier::Physical {
                    labelled += 1;
                    let text = vec![
                        Run::strong(format!("{}", hop.queued), theme.text),
                        Run::plain(format!(" waiting for {}", twin.name), theme.muted),
                    ];
                    let middle = foot + pile(5, *before, bead, &eye) + eye.up * (rows as f32 - 1.0) * 1.07 * bead;
                    let label = Label::note(middle, Vec2::new(-1.0, 0.0), Size::Small, 45, text);
                    labels.all.push(Label { plate: true, swatch: Some(twin.sync.kind()), ..label });
                }
                *before += rows + 1;
            }
        }
    }
}

/// Place of the nth waiting frame: six abreast, growing away from the wire.
fn pile(index: usize, rows_before: usize, bead: f32, eye: &Eye) -> Vec3 {
    let (row, column) = (index / 6 + rows_before, index % 6);
    let left = -eye.right * (2.6 + column as f32 * 2.15) * bead;
    left + eye.up * (row as f32 * 2.15) * bead
}
