//! The tiers as places, the strands between them, and the gap where a link is cut.

use bevy::light::NotShadowCaster;
use bevy::prelude::*;

use crate::lab::{Lab, Stage, ThemeKind};

use super::super::camera::Eye;
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::label::{Label, Labels, Run, Size};
use super::super::material::Materials;
use super::super::paint::linear;
use super::super::place::Layout;
use super::landmark::Landmark;
use super::route::{DRAWN, GAP, Route, Routes};

/// Spawns the places that hang above the scene, just under the strands.
pub fn spawn(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    materials: &Materials,
    layout: &Layout,
) -> Vec<Entity> {
    let tiers = &layout.tiers;
    let unit = layout.unit();
    let landmarks = [(tiers.edge, Landmark::Edge), (tiers.cloud, Landmark::Cloud), (tiers.twin, Landmark::Twin)];
    let mut spawned = Vec::new();
    for (at, landmark) in landmarks {
        for (mesh, surface) in landmark.parts() {
            let place = Transform::from_translation(at - Vec3::Y * 0.16 * unit).with_scale(Vec3::splat(1.2 * unit));
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
    let mut cut_named = Vec::new();
    for (twin, route) in stage.shown.twins.iter().zip(&routes.0).take(DRAWN) {
        let cut = stage.shown.links.get(twin.link).is_some_and(|link| link.cut);
        let hue = linear(theme.mode(twin.sync.kind()));
        strand(&eye, &mut ink, route, hue.with_alpha(strength), cut, linear(theme.lost));
        if cut && let Some(link) = stage.shown.links.get(twin.link) {
            let name = link.name.split('@').next().unwrap_or(&link.name).to_owned();
            if !cut_named.contains(&name) {
                let text = vec![Run::strong(format!("{name} is cut"), theme.lost)];
                let at = route.at((GAP.0 + GAP.1) / 2.0);
                labels.all.push(Label { plate: true, ..Label::note(at, Vec2::new(0.0, -1.0), Size::Body, 60, text) });
                cut_named.push(name);
            }
        }
    }
    let tiers = &layout.tiers;
    let mut places = vec![(tiers.edge, "Edge"), (tiers.cloud, "Cloud"), (tiers.twin, "Twin")];
    // On a road the physical tier is everywhere: every frame starts at its own vehicle.
    if !layout.road {
        places.push((tiers.physical, "Physical"));
    }
    for (at, name) in places {
        let towards = if name == "Physical" { Vec2::new(-1.0, 0.4) } else { Vec2::new(0.0, -1.0) };
        let anchor = at + if name == "Physical" { Vec3::ZERO } else { Vec3::Y * layout.unit() * 0.3 };
        let text = vec![Run::plain(name, theme.muted)];
        labels.all.push(Label { plate: true, ..Label::note(anchor, towards, Size::Small, 80, text) });
    }
}

fn strand(eye: &Eye, ink: &mut Ink, route: &Route, hue: LinearRgba, cut: bool, lost: LinearRgba) {
    let stroke = Stroke::plain(1.4, hue);
    let parts: &[(f32, f32)] = if cut { &[(0.0, GAP.0), (GAP.1, 1.0)] } else { &[(0.0, 1.0)] };
    for (from, to) in parts {
        ink.line(eye, Sheet::Sheer, &route.part(*from, *to), stroke);
    }
    if cut {
        for end in [GAP.0, GAP.1] {
            let at = route.at(end);
            let reach = eye.up * 5.0 * eye.world_per_px(at);
            ink.line(eye, Sheet::Solid, &[at - reach, at + reach], Stroke::plain(2.4, lost));
        }
    }
}
