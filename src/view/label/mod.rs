//! Text in the scene: collected while the picture is drawn, kept apart, painted under the panels.

mod arrange;
mod dock;
mod fonts;
mod paint;

pub use paint::paint;

use bevy::prelude::*;

use crate::core::sync::SyncKind;
use crate::lab::theme::Rgb;

/// Type sizes, before the theme's scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Names of devices.
    Strong,
    /// Most captions.
    Body,
    /// Footnotes.
    Small,
}

/// Whether a label stands by its point or with others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dock {
    /// By its point.
    Free,
    /// With the captions of an exhibit, which leave this point clear.
    Caption(Vec3),
    /// Under them.
    Footnote,
}

/// Text of one colour.
#[derive(Clone, Debug)]
pub struct Run {
    /// The text; a line break begins a new line of the label.
    pub text: String,
    /// Its colour.
    pub colour: Rgb,
    /// Whether it carries the weight of the label.
    pub strong: bool,
}

/// Text that belongs to a point of the scene.
#[derive(Clone, Debug)]
pub struct Label {
    /// The point.
    pub anchor: Vec3,
    /// Towards where the label is pushed from its point, in the picture (y down).
    pub towards: Vec2,
    /// What it says.
    pub text: Vec<Run>,
    /// How large.
    pub size: Size,
    /// The line style of a mode, drawn before the text.
    pub swatch: Option<SyncKind>,
    /// Colour of a thin line from the point to the label, where there should be one.
    pub leader: Option<Rgb>,
    /// Whether it stands with others.
    pub dock: Dock,
    /// Whether its line is drawn even where it stands under the subject.
    pub leads_down: bool,
    /// Heavier labels choose their place first.
    pub weight: u8,
    /// Whether it stands on a plate that keeps it readable.
    pub plate: bool,
    /// Whether it stays clear of exhibits, and away where there is no room beside them.
    pub keeps_off: bool,
}

/// The labels of this frame, and how much room docked ones take.
#[derive(Resource, Default)]
pub struct Labels {
    /// The labels.
    pub all: Vec<Label>,
    /// Width at the right and height at the bottom of the free area that docked labels take, in logical pixels;
    /// the camera keeps it clear.
    pub dock_px: Vec2,
}

impl Run {
    /// Text of ordinary weight.
    #[must_use]
    pub fn plain(text: impl Into<String>, colour: Rgb) -> Self {
        Self { text: text.into(), colour, strong: false }
    }

    /// Text that stands out.
    #[must_use]
    pub fn strong(text: impl Into<String>, colour: Rgb) -> Self {
        Self { text: text.into(), colour, strong: true }
    }
}

impl Label {
    /// A caption without leader, swatch or plate.
    #[must_use]
    pub fn note(anchor: Vec3, towards: Vec2, size: Size, weight: u8, text: Vec<Run>) -> Self {
        Self {
            anchor,
            towards,
            text,
            size,
            swatch: None,
            leader: None,
            dock: Dock::Free,
            leads_down: false,
            weight,
            plate: false,
            keeps_off: false,
        }
    }
}

/// Forgets the labels of the last frame.
pub fn forget(mut labels: ResMut<Labels>) {
    labels.all.clear();
}
