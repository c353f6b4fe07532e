//! The face of a gauge: numbers, and the truth.

use bevy::prelude::*;

use crate::lab::{Lab, Stage};

use super::super::camera::Eye;
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::label::{Label, Labels, Run, Size};
use super::super::paint::linear;
use super::super::place::{Layout, Stand};
use super::{FOOT, LENGTH, Mount, Scale, mount, reading};

/// Distance that numbers of a scale need, in pixels at a desk.
const NUMBER_PX: f32 = 22.0;

/// Draws the faces of all gauges.
pub fn draw(
    stage: Res<Stage>,
    lab: Res<Lab>,
    layout: Res<Layout>,
    eye: Res<Eye>,
    mut ink: ResMut<Ink>,
    mut labels: ResMut<Labels>,
) {
    if layout.crowd {
        return;
    }
    for (device, stand) in layout.stands.iter().enumerate() {
        if let (Some(mount), Some((signal, scale))) = (mount(stand.kind), reading(&stage, &lab, device)) {
            let tells = layout.tells(device, lab.device);
            let labels = tells.then_some(&mut *labels);
            face(&stage, &lab, &eye, &mut ink, labels, device, stand, mount, signal, scale);
        }
    }
}

/// Numbers, the true level across all columns, and the true value.
fn face(
    stage: &Stage,
    lab: &Lab,
    eye: &Eye,
    ink: &mut Ink,
    mut labels: Option<&mut Labels>,
    device: usize,
    stand: &Stand,
    mount: &Mount,
    signal: usize,
    scale: Scale,
) {
    let theme = lab.theme.tokens();
    let state = &stage.shown.devices[device];
    let at = |x: f32, y: f32| stand.point(mount.at + Vec3::new(x, FOOT + y, 0.04));
    let line = Stroke::plain(1.2, linear(theme.muted));
    let share = (scale.step / (scale.high - scale.low)) as f32;
    let between_px = LENGTH * share * stand.scale / eye.world_per_px(at(0.0, 0.0)).max(1e-6);
    let every = (NUMBER_PX * theme.type_scale / between_px.max(1.0)).ceil().max(1.0) as usize;
    for (index, number) in scale.numbers().enumerate() {
        let y = LENGTH * scale.share(number);
        ink.line(eye, Sheet::Solid, &[at(-0.11, y), at(-0.2, y)], line);
        if let Some(labels) = labels.as_deref_mut().filter(|_| index % every == 0) {
            let decimals = usize::from(number.fract() != 0.0);
            let text = vec![Run::plain(format!("{number:.decimals$}"), theme.text)];
            labels.all.push(Label::note(at(-0.17, y), Vec2::new(-1.0, 0.0), Size::Small, 92, text));
        }
    }
    let truth = LENGTH * scale.share(state.values[signal]);
    ink.line(eye, Sheet::Solid, &[at(0.08, truth), at(1.1, truth)], Stroke::plain(1.6, linear(theme.text)));
    let Some(labels) = labels else { return };
    let info = &state.signals[signal];
    let name = format!("true {}  ", info.name.replace('_', " "));
    let value = format!("{:.1} {}", state.values[signal], info.unit);
    let text = vec![Run::plain(name, theme.muted), Run::strong(value, theme.text)];
    let title = Label::note(at(0.26, LENGTH + 0.16), Vec2::new(0.0, -1.0), Size::Small, 93, text);
    labels.all.push(Label { plate: true, ..title });
}
