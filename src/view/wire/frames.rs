//! Draws the frames under way, with their trails, and those that do not go on.

use bevy::prelude::*;
use bevy::window::PrimaryWindow;

use crate::core::exchange::{Errand, FrameRecord};
use crate::core::sync::SyncKind;
use crate::core::time::SimTime;
use crate::lab::{FrameKey, Lab, Stage};

use super::super::camera::Eye;
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::label::{Label, Labels};
use super::super::paint::linear;
use super::super::place::Layout;
use super::flight::{self, Sight};
use super::leg::Leg;
use super::mark::{self, Mark};
use super::pick::{HOVER_PX, InSight};
use super::route::Routes;
use super::tell;

/// Most frames drawn at once; of more, the newest are shown.
const MOST: usize = 600;

/// Most fallen frames drawn at once: of a burst, the latest tell the story.
const FALLEN: usize = 9;

/// Most frames that say in a word what they are.
const WORDS: usize = 4;

/// Share of the way that a frame's trail covers.
const TRAIL: f32 = 0.075;

/// What all frames of a picture share.
struct Scene<'a> {
    lab: &'a Lab,
    layout: &'a Layout,
    eye: &'a Eye,
    now: SimTime,
}

/// Draws every frame that can be seen now.
pub fn draw(
    stage: Res<Stage>,
    lab: Res<Lab>,
    layout: Res<Layout>,
    eye: Res<Eye>,
    routes: Res<Routes>,
    windows: Query<&Window, With<PrimaryWindow>>,
    mut ink: ResMut<Ink>,
    mut labels: ResMut<Labels>,
    mut in_sight: ResMut<InSight>,
) {
    let scene = Scene { lab: &lab, layout: &layout, eye: &eye, now: stage.shown.now };
    let theme = lab.theme.tokens();
    let pointer = windows.iter().find_map(Window::cursor_position);
    let mut story: Option<(f32, Label)> = None;
    let (mut fallen_seen, mut worded) = (0, 0);
    let named = if layout.road || theme.type_scale > 1.0 { 1 } else { 2 };
    in_sight.0.clear();
    for frame in recent(&stage, scene.now) {
        let index = frame.twin as usize;
        let (Some(ways), Some(twin)) = (routes.of(&stage, &layout, &eye, index), stage.shown.twins.get(index)) else {
            continue;
        };
        let Some(leg) = Leg::of(&stage, &ways, frame) else { continue };
        let seen = flight::sight(frame, leg.processing_s, scene.now);
        match seen {
            Sight::Nothing => {}
            Sight::Flying(share) => {
                let at = fly(&scene, &mut ink, &leg, frame, twin.sync.kind(), share);
                in_sight.note(&eye, at, frame);
                let rank = telling_rank(&eye, at, pointer, frame, &lab);
                if rank.is_finite() && story.as_ref().is_none_or(|(best, _)| rank < *best) {
                    story = Some((rank, tell::story(theme, &eye, frame, at, scene.now, rank < HOVER_PX)));
                }
                if rank >= HOVER_PX
                    && worded < WORDS * named
                    && let Some(label) = tell::word(theme, frame, at)
                {
                    worded += 1;
                    labels.all.push(label);
                }
            }
            Sight::Fallen { .. } if fallen_seen >= FALLEN => {}
            Sight::Fallen { at, fallen, fade } => {
                fallen_seen += 1;
                let end = fall(&scene, &mut ink, leg.at(at), fallen, fade);
                in_sight.note(&eye, end, frame);
                if fallen_seen <= named && fade > 0.5 {
                    labels.all.push(tell::obituary(theme, frame, end));
                }
            }
            Sight::Fading(left) => {
                let at = leg.at(0.0);
                fade_out(&scene, &mut ink, at, mark::hue(theme, frame, twin.sync.kind()), left);
                in_sight.note(&eye, at, frame);
                if left > 0.4 && frame.twin as usize == lab.twin {
                    labels.all.push(tell::obituary(theme, frame, at));
                }
            }
        }
    }
    labels.all.extend(story.map(|(_, label)| label));
}

/// Records that may be seen now, newest first.
fn recent(stage: &Stage, now: SimTime) -> impl Iterator<Item = &FrameRecord> {
    // Records are in the order of leaving; nothing that left this long ago can still be seen.
    let horizon = now - SimTime::from_secs(60.0);
    stage
        .simulation
        .frame_log()
        .records()
        .rev()
        .skip_while(move |frame| frame.sent_at > now)
        .take_while(move |frame| frame.sent_at > horizon)
        .filter(move |frame| (now - frame.arrives_at).secs() < flight::afterglow_s())
        .take(MOST)
}

fn radius(scene: &Scene<'_>, at: Vec3) -> f32 {
    (scene.layout.tiers.bead * 0.62).max(4.0 * scene.eye.world_per_px(at))
}

fn fly(scene: &Scene<'_>, ink: &mut Ink, leg: &Leg<'_>, frame: &FrameRecord, kind: SyncKind, share: f32) -> Vec3 {
    let (eye, theme) = (scene.eye, scene.lab.theme.tokens());
    let at = leg.at(share);
    let radius = radius(scene, at);
    let width_px = 1.3 * radius / eye.world_per_px(at);
    if share < 1.0 {
        let trail = leg.trail(share, TRAIL);
        ink.fading(eye, Sheet::Sheer, &trail, Stroke::plain(width_px, mark::hue(theme, frame, kind)), 0.0, 0.75);
    }
    let chosen = scene.lab.frame == Some(FrameKey::of(frame));
    mark::draw(eye, ink, theme, &Mark { record: frame, kind, at, radius, chosen });
    at
}

fn fall(scene: &Scene<'_>, ink: &mut Ink, start: Vec3, fallen: f32, fade: f32) -> Vec3 {
    let eye = scene.eye;
    let red = linear(scene.lab.theme.tokens().lost).with_alpha(fade);
    let unit = scene.layout.unit();
    let drop = unit * 1.15 * fallen;
    let end = start - Vec3::Y * drop + eye.right * drop * 0.12;
    let dotted = Stroke { width_px: 1.8, colour: red, style: crate::lab::theme::LineStyle::Dots, dash: unit * 0.16 };
    ink.line(eye, Sheet::Sheer, &[start, end], dotted);
    ink.ring(eye, Sheet::Sheer, start, 5.0, Stroke::plain(1.8, red));
    ink.cross(eye, Sheet::Sheer, end, 7.0, Stroke::plain(2.6, red));
    end
}

/// A bead that shrinks where it is.
fn fade_out(scene: &Scene<'_>, ink: &mut Ink, at: Vec3, hue: LinearRgba, left: f32) {
    let px = radius(scene, at) / scene.eye.world_per_px(at);
    let stroke = Stroke::plain(2.0, hue.with_alpha(left));
    ink.ring(scene.eye, Sheet::Sheer, at, px * (0.4 + 1.4 * left), stroke);
}

/// How much a frame asks to be told about: under the pointer most, then the chosen one, else the chosen twin's newest.
fn telling_rank(eye: &Eye, at: Vec3, pointer: Option<Vec2>, frame: &FrameRecord, lab: &Lab) -> f32 {
    let pointed = pointer.zip(eye.on_screen(at)).map(|(pointer, at)| pointer.distance(at));
    match pointed {
        Some(distance) if distance < HOVER_PX => distance,
        _ if lab.frame == Some(FrameKey::of(frame)) => 100.0,
        _ if frame.twin as usize == lab.twin && frame.errand == Errand::Report => {
            1000.0 - f64::from(frame.sequence % 500) as f32
        }
        _ => f32::INFINITY,
    }
}
