//! What frames say about themselves, in words beside them.

use bevy::prelude::*;

use crate::core::exchange::{Errand, Fate, FrameRecord};
use crate::core::time::SimTime;
use crate::lab::story::word as word_for;
use crate::lab::theme::Theme;

use super::super::camera::Eye;
use super::super::label::{Label, Run, Size};

/// Number, age and size, and what is special about it.
#[must_use]
pub fn story(theme: &Theme, eye: &Eye, frame: &FrameRecord, at: Vec3, now: SimTime, pointed: bool) -> Label {
    let age_ms = (now - frame.generated_at).secs() * 1000.0;
    let mut text = vec![
        Run::plain(format!("{} {}", word_for(frame.errand), frame.sequence), theme.text),
        Run::plain(format!("  {age_ms:.0} ms old  {} B", frame.bytes), theme.muted),
    ];
    text.extend(special(frame).map(|word| Run::strong(format!("  {word}"), theme.text)));
    // Out of the bow that the wires make, under which the device is.
    let middle = (eye.clear.left + eye.clear.right) / 2.0;
    let side = if eye.on_screen(at).is_some_and(|seen| seen.x < middle) { -0.5 } else { 0.5 };
    // What the pointer asks for is told wherever there is room.
    Label { plate: true, keeps_off: !pointed, ..Label::note(at, Vec2::new(side, -1.0), Size::Small, 30, text) }
}

/// What makes a frame special.
#[must_use]
pub fn special(frame: &FrameRecord) -> Option<String> {
    match frame {
        _ if frame.attempt > 0 => Some(format!("try {}", frame.attempt + 1)),
        _ if frame.fate == Fate::Duplicated => Some("copy".to_owned()),
        _ if frame.historical => Some("historical".to_owned()),
        _ => None,
    }
}

/// A command, an answer or something special says in a word what it is.
#[must_use]
pub fn word(theme: &Theme, frame: &FrameRecord, at: Vec3) -> Option<Label> {
    let errand = match frame.errand {
        Errand::Report => None,
        Errand::Command => Some("command"),
        Errand::Acknowledgement => Some("answer"),
        Errand::Receipt => Some("receipt"),
        other => Some(word_for(other)),
    };
    let words = match (errand, special(frame)) {
        (Some(errand), Some(special)) => format!("{errand}, {special}"),
        (Some(errand), None) => errand.to_owned(),
        (None, special) => special?,
    };
    let (side, weight, colour) = match frame.errand {
        Errand::Report => (1.0, 35, theme.text),
        Errand::Receipt => (-1.0, 38, theme.accent),
        _ => (-1.0, 60, theme.accent),
    };
    let text = vec![Run::strong(words, colour)];
    Some(Label { plate: true, keeps_off: true, ..Label::note(at, Vec2::new(0.3, side), Size::Small, weight, text) })
}

/// What became of a frame that does not go on.
#[must_use]
pub fn obituary(theme: &Theme, frame: &FrameRecord, at: Vec3) -> Label {
    let (what, colour) = match frame.fate {
        Fate::QueueDropped => ("queue full", theme.lost),
        Fate::Cut => ("link cut", theme.lost),
        Fate::Expired => ("too old", theme.lost),
        Fate::Merged => ("merged", theme.muted),
        Fate::Filtered => ("filtered out", theme.muted),
        Fate::Lost | Fate::Delivered | Fate::Duplicated => ("lost", theme.lost),
    };
    let number = format!("{} {}", word_for(frame.errand), frame.sequence);
    let text = vec![Run::plain(format!("{what}, {number}"), colour)];
    Label { plate: true, keeps_off: true, ..Label::note(at, Vec2::new(1.0, 0.0), Size::Small, 40, text) }
}
