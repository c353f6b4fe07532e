//! The tiers as places with signs, the strands between them, and the gap where a hop is cut.

use bevy::light::NotShadowCaster;
use bevy::prelude::*;

use crate::core::link::Tier;
use crate::lab::theme::{LineStyle, Theme};
use crate::lab::{Lab, Stage, ThemeKind};
use crate::sim::{HopState, LinkState};

use super::super::camera::Eye;
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::label::{Label, Labels, Run, Size};
use super::super::material::{Materials, Surface};
use super::super::paint::linear;
use super::super::place::Layout;
use super::landmark::Landmark;
use super::route::{DRAWN, Route, Routes, links_of};

/// Spawns the places that hang above the scene, just under the strands; those that no link uses are dark.
pub fn spawn(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    materials: &Materials,
    stage: &Stage,
    layout: &Layout,
) -> Vec<Entity> {
    let unit = layout.unit();
    let mut spawned = Vec::new();
    for (tier, landmark) in [(Tier::Edge, Landmark::Edge), (Tier::Cloud, Landmark::Cloud), (Tier::Twin, Landmark::Twin)]
    {
        let used = is_used(&stage.shown.links, tier);
        for (mesh, surface) in landmark.parts() {
            let surface = if used { surface } else { Surface::Trim };
            let foot = layout.tiers.at(tier) - Vec3::Y * 0.16 * unit;
            let place = Transform::from_translation(foot).with_scale(Vec3::splat(1.2 * unit));
            spawned.push(
                commands.spawn((Mesh3d(meshes.add(mesh)), materials.surface(surface), place, NotShadowCaster)).id(),
            );
        }
    }
    spawned
}

/// Draws the strands and names the places.
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
    // On white, thin lines need more ink to weigh the same.
    let weight = if lab.theme == ThemeKind::Dark { 0.45 } else { 0.85 };
    // Over a road the strands of many vehicles cross: they step back behind what flies along them.
    let strength = if layout.road { 0.6 * weight } else { weight };
    let mut named = Vec::new();
    for (twin, ways) in stage.shown.twins.iter().zip(&routes.0).take(DRAWN) {
        let hue = linear(theme.mode(twin.sync.kind()));
        for (nth, (link, route)) in links_of(twin, ways).enumerate() {
            let Some(state) = stage.shown.links.get(link) else { continue };
            // The way back steps back: less happens there.
            let (width_px, alpha) = if nth == 0 { (1.4, strength) } else { (1.0, 0.5 * strength) };
            let stroke = Stroke { style: LineStyle::Solid, ..Stroke::plain(width_px, hue.with_alpha(alpha)) };
            strand(&eye, &mut ink, route, state, stroke, linear(theme.lost));
            for hop in state.hops.iter().filter(|hop| hop.cut) {
                name_cut(&mut labels, &mut named, theme, state, hop, route);
            }
        }
    }
    for tier in Tier::ALL {
        // On a road the physical tier is everywhere: every frame starts at its own vehicle.
        if tier != Tier::Physical || !layout.road {
            labels.all.push(sign(&stage.shown.links, &layout, theme, tier));
        }
    }
}

/// The name of a place, and what waits there.
fn sign(links: &[LinkState], layout: &Layout, theme: &Theme, tier: Tier) -> Label {
    let device_end = tier == Tier::Physical;
    let towards = if device_end { Vec2::new(-1.0, 0.4) } else { Vec2::new(0.0, -1.0) };
    let anchor = layout.tiers.at(tier) + if device_end { Vec3::ZERO } else { Vec3::Y * layout.unit() * 0.3 };
    let mut text = vec![Run::plain(tier.name(), theme.muted)];
    if !is_used(links, tier) {
        text.push(Run::plain("  not used", theme.muted));
    }
    // At the device each pile tells for itself whose it is.
    if !device_end {
        let here = || links.iter().flat_map(|link| link.hops.iter()).filter(|hop| hop.spec.tiers.0 == tier);
        let kept: usize = here().filter(|hop| keeps(hop)).map(|hop| hop.queued).sum();
        let waiting: usize = here().filter(|hop| !keeps(hop)).map(|hop| hop.queued).sum();
        for (count, words) in [(waiting, "waiting"), (kept, "kept offline")] {
            if count > 0 {
                text.push(Run::strong(format!("  {count} "), theme.text));
                text.push(Run::plain(words, theme.muted));
            }
        }
    }
    Label { plate: true, ..Label::note(anchor, towards, Size::Small, 80, text) }
}

/// Whether a hop keeps what it cannot send.
fn keeps(hop: &HopState) -> bool {
    hop.cut && hop.spec.offline.is_some()
}

/// Whether any link sets out from a tier, passes it or ends there.
fn is_used(links: &[LinkState], tier: Tier) -> bool {
    links.iter().any(|link| link.tiers().any(|used| used == tier))
}

/// Says what is cut, once for each link and hop.
fn name_cut(
    labels: &mut Labels,
    named: &mut Vec<String>,
    theme: &Theme,
    link: &LinkState,
    hop: &HopState,
    route: &Route,
) {
    let name = if link.hops.len() > 1 { format!("{} of {}", hop.spec.name, link.link) } else { link.link.to_string() };
    if named.contains(&name) {
        return;
    }
    let (from, to) = route.gap(hop.spec.tiers);
    let text = vec![Run::strong(format!("{name} is cut"), theme.lost)];
    let note = Label::note(route.at((from + to) / 2.0), Vec2::new(0.0, -1.0), Size::Body, 60, text);
    labels.all.push(Label { plate: true, ..note });
    named.push(name);
}

/// The strand of a link, with a gap in every hop that is cut.
fn strand(eye: &Eye, ink: &mut Ink, route: &Route, link: &LinkState, stroke: Stroke, lost: LinearRgba) {
    let mut gaps: Vec<(f32, f32)> =
        link.hops.iter().filter(|hop| hop.cut).map(|hop| route.gap(hop.spec.tiers)).collect();
    gaps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut from = 0.0;
    for (begin, end) in gaps.iter().copied().chain([(1.0, 1.0)]) {
        ink.line(eye, Sheet::Sheer, &route.part(from, begin), stroke);
        from = end;
    }
    for end in gaps.into_iter().flat_map(|(begin, end)| [begin, end]) {
        let at = route.at(end);
        let reach = eye.up * 5.0 * eye.world_per_px(at);
        ink.line(eye, Sheet::Solid, &[at - reach, at + reach], Stroke::plain(2.4, lost));
    }
}
