//! The darkroom: the lab without a window, rendering to an image that can be read back.

use std::panic::{self, AssertUnwindSafe};

use bevy::camera::RenderTarget;
use bevy::image::Image;
use bevy::log::{Level, LogPlugin};
use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::render::gpu_readback::{Readback, ReadbackComplete};
use bevy::render::pipelined_rendering::PipelinedRenderingPlugin;
use bevy::render::render_resource::{TextureFormat, TextureUsages};
use bevy::render::renderer::initialize_renderer;
use bevy::render::settings::{Backends, RenderCreation, RenderResources, WgpuSettings};
use bevy::window::ExitCondition;
use bevy::winit::WinitPlugin;
use image::RgbaImage;

use crate::core::time::SimTime;
use crate::lab::{Lab, LabPlugin, Stage, ThemeKind};
use crate::ui::UiPlugin;
use crate::view::ViewPlugin;
use crate::view::camera::{Rig, camera};

use super::Failure;

/// Frames that pass before the camera opens: panels report the free area, type is rasterised, the camera
/// finds its place.
const SETTLING_FRAMES: usize = 6;

/// Frames rendered before the one that is kept: the first ask for what the renderer then prepares.
const OPEN_FRAMES: usize = 3;

/// Frames after which a picture that has not arrived never will.
const PATIENCE_FRAMES: usize = 100;

/// Pictures of one colour that are thrown away: a driver that has just started may give back an empty one.
const BLANKS: usize = 10;

/// The lab without a window.
pub struct Darkroom {
    app: App,
    film: Handle<Image>,
    size: (u32, u32),
}

/// What came back from the renderer.
#[derive(Resource, Default)]
struct Developed(Option<Vec<u8>>);

impl Darkroom {
    /// A darkroom for pictures of one size from one camera, with panels or without.
    ///
    /// # Errors
    /// When there is no graphics adapter.
    pub fn open(stage: Stage, size: (u32, u32), camera_name: &str, panels: bool) -> Result<Self, Failure> {
        let mut app = App::new();
        let renderer = RenderPlugin {
            render_creation: RenderCreation::Manual(adapter()?),
            synchronous_pipeline_compilation: true,
            ..default()
        };
        let no_window = WindowPlugin { primary_window: None, exit_condition: ExitCondition::DontExit, ..default() };
        app.add_plugins(
            DefaultPlugins
                .set(renderer)
                .set(no_window)
                .set(LogPlugin { level: Level::ERROR, ..default() })
                .disable::<WinitPlugin>()
                .disable::<PipelinedRenderingPlugin>(),
        );
        let mut lab = Lab { reduced_motion: true, ..Lab::default() };
        lab.begin(&stage);
        lab.playback.playing = false;
        app.insert_resource(lab)
            .insert_resource(stage)
            .insert_resource(Rig { named: Some(camera_name.to_owned()), ..Rig::default() })
            .init_resource::<Developed>()
            .add_plugins((LabPlugin, ViewPlugin));
        if panels {
            app.add_plugins(UiPlugin);
        }
        app.finish();
        app.cleanup();
        let mut film = Image::new_target_texture(size.0, size.1, TextureFormat::Rgba8UnormSrgb, None);
        film.texture_descriptor.usage |= TextureUsages::COPY_SRC;
        let film = app.world_mut().resource_mut::<Assets<Image>>().add(film);
        app.world_mut().spawn((camera(), RenderTarget::Image(film.clone().into())));
        Ok(Self { app, film, size })
    }

    /// Renders the stage at an instant.
    ///
    /// # Errors
    /// When the renderer gives nothing back.
    pub fn expose(&mut self, at: SimTime, theme: ThemeKind) -> Result<RgbaImage, Failure> {
        let world = self.app.world_mut();
        {
            let mut lab = world.resource_mut::<Lab>();
            lab.theme = theme;
            lab.playback.seek(at);
        }
        self.arrive(at);
        self.look(false);
        for _ in 0..SETTLING_FRAMES {
            self.app.update();
        }
        self.look(true);
        for _ in 0..OPEN_FRAMES {
            self.app.update();
        }
        for _ in 0..BLANKS {
            let picture = self.develop()?;
            if !is_blank(&picture) {
                return Ok(picture);
            }
        }
        Err(Failure::run("the renderer gives back nothing but one colour"))
    }

    /// Renders until a picture comes back.
    fn develop(&mut self) -> Result<RgbaImage, Failure> {
        let world = self.app.world_mut();
        world.resource_mut::<Developed>().0 = None;
        let develop = |done: On<ReadbackComplete>, mut developed: ResMut<Developed>| {
            developed.0 = Some(done.data.clone());
        };
        let request = world.spawn(Readback::texture(self.film.clone())).observe(develop).id();
        for _ in 0..PATIENCE_FRAMES {
            self.app.update();
            if let Some(data) = self.app.world_mut().resource_mut::<Developed>().0.take() {
                self.app.world_mut().despawn(request);
                return self.picture(&data);
            }
        }
        self.app.world_mut().despawn(request);
        Err(Failure::run("the renderer did not give the picture back"))
    }

    /// Opens or closes the camera: frames in which the picture only settles need not be rendered.
    fn look(&mut self, open: bool) {
        let world = self.app.world_mut();
        for mut camera in world.query::<&mut Camera>().iter_mut(world) {
            camera.is_active = open;
        }
    }

    /// Runs the simulation as far as `at`; the lab goes there a slice a frame.
    fn arrive(&mut self, at: SimTime) {
        let mut stage = self.app.world_mut().resource_mut::<Stage>();
        let step = stage.simulation.step();
        while stage.simulation.now() + step <= at {
            let before = stage.simulation.now();
            stage.show(at);
            if stage.simulation.now() == before {
                break;
            }
        }
    }

    fn picture(&self, data: &[u8]) -> Result<RgbaImage, Failure> {
        let (width, height) = self.size;
        // Rows come back padded to what the graphics interface copies at once.
        let stride = data.len() / height as usize;
        let row_bytes = 4 * width as usize;
        let pixels: Vec<u8> = data.chunks(stride).flat_map(|row| &row[..row_bytes.min(row.len())]).copied().collect();
        let mut picture = RgbaImage::from_raw(width, height, pixels)
            .ok_or_else(|| Failure::run("the renderer gave back a picture of another size"))?;
        for pixel in picture.pixels_mut() {
            pixel.0[3] = u8::MAX;
        }
        Ok(picture)
    }
}

/// Whether a picture shows nothing.
fn is_blank(picture: &RgbaImage) -> bool {
    let first = picture.get_pixel(0, 0);
    picture.pixels().all(|pixel| pixel == first)
}

/// The graphics adapter, or a sentence saying that there is none.
///
/// # Errors
/// When there is none.
pub fn adapter() -> Result<RenderResources, Failure> {
    let settings = WgpuSettings::default();
    // The OpenGL back end is left to those who ask for it: probing it alone writes complaints to the terminal.
    let asked = Backends::from_env();
    let backends = asked.unwrap_or(Backends::PRIMARY);
    // The renderer answers a missing adapter with a panic; here that is an ordinary thing to say.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let found =
        panic::catch_unwind(AssertUnwindSafe(|| bevy::tasks::block_on(initialize_renderer(backends, None, &settings))));
    panic::set_hook(hook);
    found.map_err(|_| {
        Failure::missing("there is no graphics adapter")
            .with_hint("a software Vulkan driver is enough: mesa-vulkan-drivers")
    })
}
