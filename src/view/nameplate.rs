//! Names of devices, and the scales at which they are drawn.

use bevy::prelude::*;

use crate::core::device::{Body, ModelKind};
use crate::lab::{Lab, Stage};

use super::label::{Label, Labels, Run, Size};
use super::place::{Layout, ROTOR_SCALE};
use super::plane::on_plane;
use super::rotor;

/// Most devices that are named at once.
const NAMED: usize = 12;

/// Names every device; a crowd is named one by one, as it is chosen.
pub fn draw(stage: Res<Stage>, lab: Res<Lab>, layout: Res<Layout>, mut labels: ResMut<Labels>) {
    let theme = lab.theme.tokens();
    let crowded = stage.shown.devices.len() > NAMED;
    for (index, (device, stand)) in stage.shown.devices.iter().zip(&layout.stands).enumerate() {
        if crowded && index != lab.device {
            continue;
        }
        let bounds = stand.bounds();
        let mut name = vec![Run::strong(device.name.to_string(), theme.text)];
        if stand.kind != ModelKind::Vehicle {
            name.push(Run::plain("  the device", theme.muted));
        }
        let (anchor, towards) = match device.body {
            Body::Vehicle { x_m, y_m, .. } => (on_plane(x_m, y_m, 0.0) + Vec3::Z * 1.2, Vec2::new(0.0, 1.0)),
            _ if stand.kind == ModelKind::Rotor => {
                (stand.at + Vec3::new(-2.6, 2.4, 0.0) * stand.scale, Vec2::new(-0.3, -1.0))
            }
            _ => (Vec3::new(stand.at.x - 0.95 * stand.scale, bounds.max.y * 0.82, stand.at.z), Vec2::new(-0.3, -1.0)),
        };
        let size = if stand.kind == ModelKind::Vehicle { Size::Body } else { Size::Strong };
        labels.all.push(Label { plate: true, ..Label::note(anchor, towards, size, 75, name) });
        if stand.kind == ModelKind::Rotor {
            let front = Vec3::new(stand.at.x - 1.3 * stand.scale, 0.0, bounds.max.z + 0.3 * stand.scale);
            let text = vec![Run::plain(rotor_scales(&stage, &lab, index, stand.scale), theme.muted)];
            labels.all.push(Label::note(front, Vec2::new(0.0, 1.0), Size::Small, 90, text));
        }
    }
}

fn rotor_scales(stage: &Stage, lab: &Lab, device: usize, scale: f32) -> String {
    let factor = rotor::exaggeration(stage, lab, device);
    let size = (ROTOR_SCALE * scale).round();
    let vibration = if factor < 10.0 { format!("{factor:.1}") } else { format!("{factor:.0}") };
    format!("drawn {size:.0}:1 · vibration ×{vibration} · strobe 1/{:.0}", lab.strobe)
}
