//! Draws the frames under way, with their trails, and those that were lost.

use bevy::prelude::*;
use bevy::window::PrimaryWindow;

use crate::core::exchange::{Errand, Fate, FrameRecord};
use crate::core::sync::SyncKind;
use crate::core::time::SimTime;
use crate::lab::{Lab, Stage};

use super::super::camera::Eye;
use super::super::ink::{Ink, Sheet, Stroke};
use super::super::label::{Label, Labels, Run, Size};
use super::super::paint::linear;
use super::super::place::Layout;
use super::flight::{self, Sight};
use super::route::{Route, Routes};

/// Most frames drawn at once; of more, the newest are shown.
const MOST: usize = 600;

/// Most fallen frames drawn at once: of a burst, the latest tell the story.
const FALLEN: usize = 9;

/// Share of the way that a frame's trail covers.
const TRAIL: f32 = 0.075;

/// A frame within this distance of the pointer tells its story, in logical pixels.
const HOVER_PX: f32 = 14.0;

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
) {
    let now = stage.shown.now;
    let pointer = windows.iter().find_map(Window::cursor_position);
    let mut story: Option<(f32, Label)> = None;
    let mut fallen_seen = 0;
    let named = if layout.road || lab.theme.tokens().type_scale > 1.0 { 1 } else { 2 };
    for frame in recent(&stage, now) {
        let index = frame.twin as usize;
        let (Some(route), Some(twin)) = (routes.of(&stage, &layout, &eye, index), stage.shown.twins.get(index)) else {
            continue;
        };
        let kind = twin.sync.kind();
        match flight::sight(frame, now) {
            Sight::Nothing => {}
            Sight::Flying(share) => {
                let flyer = Flyer { errand: frame.errand, kind, share };
                fly(&lab, &eye, &mut ink, &layout, &route, &flyer);
                let at = route.at(flyer.along());
                if frame.errand != Errand::Report {
                    labels.all.push(errand_label(frame, at, &lab));
                    continue;
                }
                let rank = telling_rank(&eye, at, pointer, frame, &lab);
                if rank.is_finite() && story.as_ref().is_none_or(|(best, _)| rank < *best) {
                    story = Some((rank, story_of(frame, at, now, &lab, &eye, rank < HOVER_PX)));
                }
            }
            Sight::Fallen { .. } if fallen_seen >= FALLEN => {}
            Sight::Fallen { at, fallen, fade } => {
                fallen_seen += 1;
                let at = if frame.errand == Errand::Command { 1.0 - at } else { at };
                let end = fall(&lab, &eye, &mut ink, &layout, &route, at, fallen, fade);
                if fallen_seen <= named && fade > 0.5 {
                    labels.all.push(obituary(frame, end, &lab));
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
        .skip_while(move |frame| frame.queued_at > now)
        .take_while(move |frame| frame.queued_at > horizon)
        .filter(move |frame| (now - frame.arrives_at).secs() < flight::afterglow_s())
        .take(MOST)
}

/// A frame in the air.
struct Flyer {
    errand: Errand,
    kind: SyncKind,
    /// Share of its own way.
    share: f32,
}

impl Flyer {
    /// Where it is on the twin's way, counted from the device.
    fn along(&self) -> f32 {
        if self.errand == Errand::Command { 1.0 - self.share } else { self.share }
    }
}

fn fly(lab: &Lab, eye: &Eye, ink: &mut Ink, layout: &Layout, route: &Route, flyer: &Flyer) {
    let theme = lab.theme.tokens();
    let hue = linear(if flyer.errand == Errand::Report { theme.mode(flyer.kind) } else { theme.accent });
    let along = flyer.along();
    let at = route.at(along);
    let large = if flyer.errand == Errand::Report { 1.0 } else { 1.5 };
    let radius = large * (layout.tiers.bead * 0.62).max(4.0 * eye.world_per_px(at));
    let width_px = 1.3 * radius / eye.world_per_px(at);
    let trail = if flyer.errand == Errand::Command {
        let mut behind = route.part(along, (along + TRAIL).min(1.0));
        behind.reverse();
        behind
    } else {
        route.part((along - TRAIL).max(0.0), along)
    };
    ink.fading(eye, Sheet::Sheer, &trail, Stroke::plain(width_px, hue), 0.0, 0.75);
    let ground = linear(lab.theme.tokens().ground_edge);
    ink.dot(eye, at, radius * 1.28, ground, 0.0);
    ink.dot(eye, at, radius, hue, 0.02 * radius);
}

fn fall(lab: &Lab, eye: &Eye, ink: &mut Ink, layout: &Layout, route: &Route, at: f32, fallen: f32, fade: f32) -> Vec3 {
    let theme = lab.theme.tokens();
    let red = linear(theme.lost).with_alpha(fade);
    let start = route.at(at);
    let drop = layout.unit() * 1.15 * fallen;
    let end = start - Vec3::Y * drop + eye.right * drop * 0.12;
    let dotted =
        Stroke { width_px: 1.8, colour: red, style: crate::lab::theme::LineStyle::Dots, dash: layout.unit() * 0.16 };
    ink.line(eye, Sheet::Sheer, &[start, end], dotted);
    ink.ring(eye, Sheet::Sheer, start, 5.0, Stroke::plain(1.8, red));
    ink.cross(eye, Sheet::Sheer, end, 7.0, Stroke::plain(2.6, red));
    end
}

/// How much a frame asks to be told about: under the pointer most, else the chosen twin's newest.
fn telling_rank(eye: &Eye, at: Vec3, pointer: Option<Vec2>, frame: &FrameRecord, lab: &Lab) -> f32 {
    let pointed = pointer.zip(eye.on_screen(at)).map(|(pointer, at)| pointer.distance(at));
    match pointed {
        Some(distance) if distance < HOVER_PX => distance,
        _ if frame.twin as usize == lab.twin => 1000.0 - f64::from(frame.sequence % 500) as f32,
        _ => f32::INFINITY,
    }
}

fn story_of(frame: &FrameRecord, at: Vec3, now: SimTime, lab: &Lab, eye: &Eye, pointed: bool) -> Label {
    let theme = lab.theme.tokens();
    let age_ms = (now - frame.generated_at).secs() * 1000.0;
    let text = vec![
        Run::plain(format!("seq {}", frame.sequence), theme.text),
        Run::plain(format!("  {age_ms:.0} ms old  {} B", frame.bytes), theme.muted),
    ];
    // Out of the bow that the wires make, under which the device is.
    let middle = (eye.clear.left + eye.clear.right) / 2.0;
    let side = if eye.on_screen(at).is_some_and(|seen| seen.x < middle) { -0.5 } else { 0.5 };
    // What the pointer asks for is told wherever there is room.
    Label { plate: true, keeps_off: !pointed, ..Label::note(at, Vec2::new(side, -1.0), Size::Small, 30, text) }
}

/// A command or an answer says what it is: there are few of them.
fn errand_label(frame: &FrameRecord, at: Vec3, lab: &Lab) -> Label {
    let theme = lab.theme.tokens();
    let word = match frame.errand {
        Errand::Command => "command",
        Errand::Receipt => "got it",
        Errand::Write => "write",
        Errand::Document => "document",
        Errand::Report | Errand::Acknowledgement => "answer",
    };
    let text = vec![Run::strong(word.to_owned(), theme.accent)];
    Label { plate: true, ..Label::note(at, Vec2::new(0.2, -1.0), Size::Small, 60, text) }
}

fn obituary(frame: &FrameRecord, at: Vec3, lab: &Lab) -> Label {
    let what = match frame.fate {
        Fate::QueueDropped => "queue full",
        Fate::Cut => "link cut",
        Fate::Expired => "too old",
        Fate::Lost | Fate::Delivered | Fate::Duplicated | Fate::Merged | Fate::Filtered => "lost",
    };
    let text = vec![Run::plain(format!("{what}, seq {}", frame.sequence), lab.theme.tokens().lost)];
    Label { plate: true, keeps_off: true, ..Label::note(at, Vec2::new(1.0, 0.0), Size::Small, 40, text) }
}
