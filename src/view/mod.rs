//! The picture: devices, their ghosts, and the frames between them, in three dimensions.
//!
//! It observes the [`crate::lab::Stage`] and the [`crate::lab::Lab`] and changes neither. Solid neutral
//! things are real; coloured translucent things are what twins believe.

mod backdrop;
mod bench;
mod board;
pub mod camera;
mod crowd;
mod dash;
mod exhibit;
mod freshness;
mod gauge;
mod glyphs;
mod haunt;
mod heater;
mod ink;
mod label;
mod lens;
mod light;
mod living;
mod material;
mod nameplate;
pub mod orbit;
mod paint;
mod place;
mod plane;
mod reply;
mod road;
mod robot;
mod rotor;
mod shape;
mod spotlight;
mod stagehand;
mod studio;
mod touch;
mod ward;
mod wire;
mod zone;

use bevy::prelude::*;
use bevy_egui::{EguiPlugin, EguiPrimaryContextPass};

use crate::lab::LabSystems;

/// Mirrors the stage in three dimensions. The host spawns a camera with [`camera::camera`].
pub struct ViewPlugin;

impl Plugin for ViewPlugin {
    fn build(&self, app: &mut App) {
        if !app.is_plugin_added::<EguiPlugin>() {
            app.add_plugins(EguiPlugin::default());
        }
        app.init_resource::<camera::Rig>()
            .init_resource::<camera::Eye>()
            .init_resource::<place::Layout>()
            .init_resource::<ink::Ink>()
            .init_resource::<label::Labels>()
            .init_resource::<spotlight::Spotlight>()
            .init_resource::<haunt::Haunts>()
            .init_resource::<wire::Routes>()
            .init_resource::<wire::InSight>()
            .init_resource::<material::Materials>()
            .add_systems(Startup, (backdrop::build, ink::lay_out, light::hang));
        let prepare = (
            label::forget,
            place::arrange,
            material::recolour,
            backdrop::recolour,
            stagehand::set,
            camera::measure,
            orbit::steer,
            orbit::follow_named,
            camera::move_camera,
            camera::look,
            light::follow,
            spotlight::choose,
        );
        let draw = (
            (backdrop::follow_eye, backdrop::draw_floor, nameplate::draw),
            (rotor::follow, rotor::draw_ghosts),
            (road::follow, road::draw_ghosts),
            (
                zone::follow,
                zone::draw,
                heater::follow,
                heater::draw,
                gauge::follow,
                gauge::draw_faces,
                gauge::draw_levels,
            ),
            (robot::follow, robot::draw_ghosts),
            (bench::draw_instruments, crowd::fade),
            (ward::follow, ward::draw_monitor, ward::draw_panes),
            (board::follow, board::draw_dial, board::draw_ghosts),
            (
                wire::lay_routes,
                wire::draw_tiers,
                wire::draw_chosen,
                wire::draw_queues,
                wire::draw_frames,
                wire::pick_frame,
            ),
        );
        app.add_systems(Update, (prepare.chain(), draw.chain(), ink::publish).chain().in_set(LabSystems::Picture))
            .add_systems(EguiPrimaryContextPass, label::paint);
    }
}
