//! Names of devices, and the scales at which they are drawn.

use bevy::prelude::*;

use crate::core::device::{Body, ModelKind};
use crate::lab::{GhostLayout, Lab, Stage, words};

use super::bench;
use super::board;
use super::exhibit;
use super::label::{Dock, Label, Labels, Run, Size};
use super::place::{Layout, ROTOR_SCALE, Stand};
use super::plane::on_plane;
use super::road;
use super::robot;
use super::rotor;
use super::spotlight::Spotlight;
use super::ward;

/// Names the devices in the spotlight.
pub fn draw(
    stage: Res<Stage>,
    lab: Res<Lab>,
    layout: Res<Layout>,
    spotlight: Res<Spotlight>,
    mut labels: ResMut<Labels>,
) {
    let theme = lab.theme.tokens();
    for (index, (device, stand)) in stage.shown.devices.iter().zip(&layout.stands).enumerate() {
        let trouble = road::trouble(device).or_else(|| matter(&stage, index, &layout));
        if !spotlight.on_device(index) && trouble.is_none() {
            continue;
        }
        // Where many stand, what only suffers from another's trouble is red and says no more.
        let suffers = layout.gallery && stage.shown.trouble_upstream(index).is_some();
        let ink = if suffers { theme.lost } else { theme.text };
        let mut name = vec![Run::strong(device.name.to_string(), ink)];
        if !layout.crowd && !layout.gallery {
            name.push(Run::plain(if layout.road { "  real" } else { "  the device" }, theme.muted));
        }
        if let Some(trouble) = trouble {
            name.push(Run::plain(format!("\n{trouble}"), theme.lost));
        }
        let (anchor, towards) = match device.body {
            // Names of cars on the far side keep out of an infield where things stand.
            Body::Vehicle { x_m, y_m, .. } if layout.gallery && y_m > 0.0 => {
                (on_plane(x_m, y_m, 1.5), Vec2::new(0.0, -1.0))
            }
            Body::Vehicle { x_m, y_m, .. } => (on_plane(x_m, y_m, 0.0) + Vec3::Z * 1.2, Vec2::new(0.0, 1.0)),
            _ => {
                let (at, towards) = exhibit::of(stand.kind).name;
                (stand.point(at), towards)
            }
        };
        let quiet = stand.kind == ModelKind::Vehicle || layout.gallery;
        let size = if quiet { Size::Body } else { Size::Strong };
        labels.all.push(Label { plate: true, ..Label::note(anchor, towards, size, 75, name) });
        if stand.kind != ModelKind::Vehicle && layout.tells(index, lab.device) {
            let front = stand.point(Vec3::new(-0.9, 0.0, 1.3));
            let text = vec![Run::plain(footnote(&stage, &lab, index, stand), theme.muted)];
            let dock = if layout.road && !layout.gallery { Dock::Free } else { Dock::Footnote };
            labels.all.push(Label { dock, ..Label::note(front, Vec2::new(0.0, 1.0), Size::Small, 90, text) });
        }
    }
}

/// What is the matter with a device, in a line: a fault, a hand on it, or something that it needs.
fn matter(stage: &Stage, index: usize, layout: &Layout) -> Option<String> {
    let shown = &stage.shown;
    let struck: Vec<_> = shown.acting_faults().filter(|(_, fault)| fault.target.is_on(index)).collect();
    if let Some((_, fault)) = struck.last() {
        let more = if struck.len() > 1 { format!(" and {} more", struck.len() - 1) } else { String::new() };
        return Some(format!("fault: {}{more}", words::fault(shown, &fault.what, &fault.target)));
    }
    let device = shown.devices.get(index)?;
    if let Some((info, push)) = device.signals.iter().zip(&device.pushes).find(|(_, push)| **push != 0.0) {
        let unit = if &*info.unit == "C" { "\u{b0}C" } else { &*info.unit };
        return Some(format!("{} pushed {} {unit}", info.name, words::signed(*push)));
    }
    shown.trouble_upstream(index).filter(|_| !layout.gallery).map(|name| format!("upstream: {name}"))
}

/// At which scale a rotor is drawn, or what an instrument's screen shows.
fn footnote(stage: &Stage, lab: &Lab, device: usize, stand: &Stand) -> String {
    if stand.kind == ModelKind::Rotor {
        return rotor_scales(stage, lab, device, stand.scale);
    }
    match stand.kind {
        ModelKind::Patient => {
            return format!("screens: the last {:.0} s · a drop is {:.0} µl", ward::WINDOW_S, ward::DROP_ML * 1e3);
        }
        ModelKind::ClockBoard => {
            let size = (board::BOARD_SCALE * stand.scale).round();
            return format!("drawn {size:.0}:1 · hands: ten degrees are ten times the error");
        }
        ModelKind::RobotArm => return robot::footnote(&stage.shown.devices[device], stand.scale),
        _ => {}
    }
    let signal = if device == lab.device { lab.signal } else { 0 };
    match stage.shown.devices[device].signals.get(signal) {
        Some(info) if matches!(stand.kind, ModelKind::Hvac | ModelKind::Heater) => {
            format!("liquid: true {}; columns: what twins believe", info.name.replace('_', " "))
        }
        Some(info) => format!("screen: {}, the last {:.0} s", info.name, bench::window_s(stage)),
        None => String::new(),
    }
}

fn rotor_scales(stage: &Stage, lab: &Lab, device: usize, scale: f32) -> String {
    let factor = rotor::exaggeration(stage, lab, device);
    let size = (ROTOR_SCALE * scale).round();
    let vibration = if factor < 10.0 { format!("{factor:.1}") } else { format!("{factor:.0}") };
    let twins = stage.shown.twins.iter().filter(|twin| twin.device == device).count();
    // Ghosts that lie on their device are spread along the shaft: that distance means nothing.
    let fan = if twins > 1 && lab.ghosts == GhostLayout::Overlay { "\nghosts fanned out to be seen" } else { "" };
    format!("drawn {size:.0}:1 · vibration ×{vibration} · strobe 1/{:.0}{fan}", lab.strobe)
}
