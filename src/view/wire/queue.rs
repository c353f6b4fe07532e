//! Frames that wait for a slow or cut hop, piled up where they wait and counted.

use bevy::prelude::*;

use crate::core::link::Tier;
use crate::lab::theme::Theme;
use crate::lab::{Lab, Stage};
use crate::sim::TwinState;

use super::super::camera::Eye;
use super::super::ink::Ink;
use super::super::label::{Label, Labels, Run, Size};
use super::super::paint::linear;
use super::super::place::Layout;
use super::route::{Route, Routes, links_of};

/// Most waiting frames drawn one by one; the label counts them all.
const MOST: usize = 36;

/// Most piles that are labelled.
const LABELLED: usize = 5;

/// The piles that stand already.
#[derive(Default)]
struct Piles {
    /// Rows at each tier.
    rows: [usize; Tier::ALL.len()],
    labelled: usize,
}

/// One pile: how many frames, of which twin, at which tier of its route, and what they do there.
struct Pile<'a> {
    count: usize,
    twin: &'a TwinState,
    route: &'a Route,
    tier: Tier,
    doing: &'static str,
}

/// Draws what waits: before a hop of a link, or at a device that is offline.
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
    let bead = layout.tiers.bead * 0.62;
    let mut seen = Vec::new();
    let mut piles = Piles::default();
    for (twin, ways) in stage.shown.twins.iter().zip(&routes.0) {
        let mut put = |pile: &Pile| piles.put(pile, theme, bead, &eye, &mut ink, &mut labels);
        for (link, route) in links_of(twin, ways) {
            let Some(state) = stage.shown.links.get(link).filter(|state| state.queued > 0 && !seen.contains(&link))
            else {
                continue;
            };
            seen.push(link);
            for hop in state.hops.iter().filter(|hop| hop.queued > 0) {
                put(&Pile { count: hop.queued, twin, route, tier: hop.spec.tiers.0, doing: "waiting" });
            }
        }
        if let Some((_, route)) = links_of(twin, ways).next().filter(|_| twin.kept > 0) {
            put(&Pile { count: twin.kept, twin, route, tier: Tier::Physical, doing: "kept offline" });
        }
    }
}

impl Piles {
    fn put(&mut self, pile: &Pile, theme: &Theme, bead: f32, eye: &Eye, ink: &mut Ink, labels: &mut Labels) {
        let mode = pile.twin.sync.kind();
        let before = &mut self.rows[pile.tier as usize];
        let foot = pile.route.at(pile.route.stop(pile.tier));
        for waiting in 0..pile.count.min(MOST) {
            ink.dot(eye, foot + place(waiting, *before, bead, eye), bead, linear(theme.mode(mode)), 0.0);
        }
        let rows = pile.count.min(MOST).div_ceil(6);
        // Elsewhere the sign of the place tells it.
        if self.labelled < LABELLED && pile.tier == Tier::Physical {
            self.labelled += 1;
            let text = vec![
                Run::strong(format!("{}", pile.count), theme.text),
                Run::plain(format!(" {} for {}", pile.doing, pile.twin.name), theme.muted),
            ];
            let middle = foot + place(5, *before, bead, eye) + eye.up * (rows as f32 - 1.0) * 1.07 * bead;
            let label = Label::note(middle, Vec2::new(-1.0, 0.0), Size::Small, 45, text);
            labels.all.push(Label { plate: true, swatch: Some(mode), ..label });
        }
        *before += rows + 1;
    }
}

/// Place of the nth waiting frame: six abreast, growing away from the wire.
fn place(index: usize, rows_before: usize, bead: f32, eye: &Eye) -> Vec3 {
    let (row, column) = (index / 6 + rows_before, index % 6);
    let left = -eye.right * (2.6 + column as f32 * 2.15) * bead;
    left + eye.up * (row as f32 * 2.15) * bead
}
