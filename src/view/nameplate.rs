//! Names of devices, and the scales at which they are drawn.

use bevy::prelude::*;

use crate::core::device::{Body, ModelKind};
use crate::lab::{GhostLayout, Lab, Stage};

use super::bench;
use super::exhibit;
use super::label::{Dock, Label, Labels, Run, Size};
use super::place::{Layout, ROTOR_SCALE, Stand};
use super::plane::on_plane;
use super::robot;
use super::rotor;
use super::spotlight::Spotlight;

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
        if !spotlight.on_device(index) {
            continue;
        }
        let mut name = vec![Run::strong(device.name.to_string(), theme.text)];
        if !layout.crowd {
            name.push(Run::plain(if layout.road { "  real" } else { "  the device" }, theme.muted));
        }
        let (anchor, towards) = match device.body {
            Body::Vehicle { x_m, y_m, .. } => (on_plane(x_m, y_m, 0.0) + Vec3::Z * 1.2, Vec2::new(0.0, 1.0)),
            _ => {
                let (at, towards) = exhibit::of(stand.kind).name;
                (stand.point(at), towards)
            }
        };
        let size = if stand.kind == ModelKind::Vehicle { Size::Body } else { Size::Strong };
        labels.all.push(Label { plate: true, ..Label::note(anchor, towards, size, 75, name) });
        if stand.kind != ModelKind::Vehicle && !layout.crowd {
            let front = stand.point(Vec3::new(-0.9, 0.0, 1.3));
            let text = vec![Run::plain(footnote(&stage, &lab, index, stand), theme.muted)];
            let dock = if layout.road { Dock::Free } else { Dock::Footnote };
            labels.all.push(Label { dock, ..Label::note(front, Vec2::new(0.0, 1.0), Size::Small, 90, text) });
        }
    }
}

/// At which scale a rotor is drawn, or what an instrument's screen shows.
fn footnote(stage: &Stage, lab: &Lab, device: usize, stand: &Stand) -> String {
    if stand.kind == ModelKind::Rotor {
        return rotor_scales(stage, lab, device, stand.scale);
    }
    if stand.kind == ModelKind::RobotArm {
        return robot::footnote(&stage.shown.devices[device], stand.scale);
    }
    let signal = if device == lab.device { lab.signal } else { 0 };
    match stage.shown.devices[device].signals.get(signal) {
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
