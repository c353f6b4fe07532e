//! A click on a frame chooses it; a drag that began there turns the camera and chooses nothing.

use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::input::EguiWantsInput;

use crate::core::exchange::FrameRecord;
use crate::lab::{FrameKey, LabCommand, Wish};

use super::super::camera::Eye;

/// A frame within this distance of the pointer is meant, in logical pixels.
pub const HOVER_PX: f32 = 14.0;

/// A pointer that has moved further than this between press and release has dragged, in logical pixels.
const STILL_PX: f32 = 4.0;

/// The frames in this picture, and where.
#[derive(Resource, Default)]
pub struct InSight(pub Vec<(Vec2, FrameKey)>);

impl InSight {
    /// Notes a frame at a point of the scene.
    pub fn note(&mut self, eye: &Eye, at: Vec3, frame: &FrameRecord) {
        self.0.extend(eye.on_screen(at).map(|seen| (seen, FrameKey::of(frame))));
    }

    /// The frame that is meant by a place in the picture.
    #[must_use]
    pub fn at(&self, place: Vec2) -> Option<FrameKey> {
        let near = self.0.iter().map(|(at, key)| (at.distance(place), *key));
        let near = near.filter(|(distance, _)| *distance < HOVER_PX);
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, key)| key)
    }
}

/// Chooses the frame that is clicked.
pub fn pick(
    buttons: Res<ButtonInput<MouseButton>>,
    windows: Query<&Window, With<PrimaryWindow>>,
    wants: Option<Res<EguiWantsInput>>,
    in_sight: Res<InSight>,
    mut pressed: Local<Option<Vec2>>,
    mut wishes: MessageWriter<Wish>,
) {
    let pointer = windows.iter().find_map(Window::cursor_position);
    if buttons.just_pressed(MouseButton::Left) {
        *pressed = pointer.filter(|_| !wants.is_some_and(|wants| wants.wants_any_pointer_input()));
    }
    if buttons.just_released(MouseButton::Left)
        && let Some((from, to)) = pressed.take().zip(pointer)
        && from.distance(to) <= STILL_PX
        && let Some(key) = in_sight.at(to)
    {
        wishes.write(Wish(LabCommand::ChooseFrame(Some(key))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::exchange::Errand;

    #[test]
    fn the_nearest_frame_within_reach_is_meant() {
        let key = |sequence| FrameKey { twin: 0, errand: Errand::Report, sequence };
        let in_sight = InSight(vec![(Vec2::new(100.0, 100.0), key(1)), (Vec2::new(110.0, 100.0), key(2))]);
        assert_eq!(in_sight.at(Vec2::new(107.0, 101.0)), Some(key(2)));
        assert_eq!(in_sight.at(Vec2::new(100.0, 120.0)), None);
    }
}
