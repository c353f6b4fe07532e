//! What the page's scripts call, and the systems that answer them.
//!
//! The app owns the run while it is shown, so scripts leave wishes and questions on a desk, which the app clears in every
//! frame, and find there the latest words about the run.

use std::cell::RefCell;

use bevy::prelude::*;
use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::{Mirror, PageWish, Paper, boards, complaints};
use crate::host::lab_app;
use crate::lab::{Lab, LabSystems, Listening, Notice, Stage, Wish};

/// The mirror is polished this often, in seconds.
const MIRROR_S: f64 = 0.1;

/// Wishes and questions that wait; a page that asks faster than it is drawn waits no longer than this.
const MOST_WAITING: usize = 1000;

#[derive(Default)]
struct Desk {
    wishes: Vec<PageWish>,
    questions: Vec<(Paper, Function)>,
    mirror: String,
    frames: u32,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

/// Opens the laboratory on the canvas; `query` is that of a link. Returns while it goes on. Where the processor draws
/// the pixels, `sparing` leaves out what costs it most: smooth edges and cast shadows.
///
/// # Errors
/// A sentence, when not even the default scene can run.
#[wasm_bindgen]
pub fn start(query: &str, sparing: bool) -> Result<(), JsValue> {
    let (lab, stage) = super::open(query)?;
    let mut app = lab_app(lab, stage);
    app.add_systems(Update, (take_board, hear).chain().before(LabSystems::Wishes))
        .add_systems(Last, (answer, polish, count));
    if sparing {
        app.add_systems(First, spare);
    }
    app.run();
    Ok(())
}

/// Utters a wish, see [`PageWish`].
///
/// # Errors
/// A sentence, when it is none.
#[wasm_bindgen]
pub fn wish(json: &str) -> Result<(), JsValue> {
    let wish = PageWish::parse(json)?;
    DESK.with_borrow_mut(|desk| {
        if desk.wishes.len() < MOST_WAITING {
            desk.wishes.push(wish);
        }
    });
    Ok(())
}

/// Asks for a paper, see [`Paper`]; `answer` is called with its text and nothing, or nothing and what is wrong.
///
/// # Errors
/// A sentence, when there is no such paper.
#[wasm_bindgen]
pub fn ask(paper: &str, answer: Function) -> Result<(), JsValue> {
    let paper = Paper::named(paper).ok_or_else(|| format!("there is no paper {paper:?}"))?;
    DESK.with_borrow_mut(|desk| {
        if desk.questions.len() < MOST_WAITING {
            desk.questions.push((paper, answer));
        }
    });
    Ok(())
}

/// The latest words about the run, see [`Mirror`]; empty before the first frame.
#[wasm_bindgen]
#[must_use]
pub fn mirror() -> String {
    DESK.with_borrow(|desk| desk.mirror.clone())
}

/// Frames drawn so far.
#[wasm_bindgen]
#[must_use]
pub fn frames() -> u32 {
    DESK.with_borrow(|desk| desk.frames)
}

/// Names of the shipped scenes, as a JSON list.
#[wasm_bindgen]
#[must_use]
pub fn scenes() -> String {
    let names: Vec<&str> = crate::scene::shipped().iter().map(|scene| scene.name).collect();
    serde_json::to_string(&names).unwrap_or_default()
}

/// What is wrong with the text of a scene, as a JSON list; empty if it can run.
#[wasm_bindgen]
#[must_use]
pub fn check(name: &str, text: &str) -> String {
    serde_json::to_string(&complaints(name, text)).unwrap_or_default()
}

/// Runs a shipped scene without a picture and gives its report, as `twinsync run SCENE --for S --json` does.
///
/// # Errors
/// Sentences, when there is no such scene or it cannot run.
#[wasm_bindgen]
pub fn run_headless(scene: &str, for_s: Option<f64>, seed: Option<u64>) -> Result<String, JsValue> {
    let report = super::run(scene, for_s, seed, || js_sys::Date::now() / 1000.0)?;
    serde_json::to_string(&report).map_err(|error| JsValue::from(error.to_string()))
}

/// Takes a real board on stage that scripts have just found, in place of what stands there.
fn take_board(mut lab: ResMut<Lab>, mut stage: ResMut<Stage>, mut commands: Commands) {
    let Some((session, scale)) = boards::arrived() else { return };
    match session.stage() {
        Ok(live) => {
            stage.replace(live);
            lab.begin(&stage);
            lab.playback.playing = true;
            lab.playback.set_speed(scale);
            commands.insert_resource(session);
        }
        Err(why) => lab.notice = Some(Notice::failure(why)),
    }
}

/// Hands on the wishes on the desk; one that cannot be granted becomes a notice.
fn hear(mut lab: ResMut<Lab>, stage: Res<Stage>, mut wishes: MessageWriter<Wish>) {
    for wish in DESK.with_borrow_mut(|desk| std::mem::take(&mut desk.wishes)) {
        match wish.commands(&lab, &stage) {
            Ok(commands) => {
                wishes.write_batch(commands.into_iter().map(Wish));
            }
            Err(why) => lab.notice = Some(Notice::failure(why)),
        }
    }
}

fn spare(mut cameras: Query<&mut Msaa, Added<Msaa>>, mut lamps: Query<&mut DirectionalLight, Added<DirectionalLight>>) {
    for mut samples in &mut cameras {
        *samples = Msaa::Off;
    }
    for mut lamp in &mut lamps {
        lamp.shadow_maps_enabled = false;
    }
}

fn answer(time: Res<Time<Real>>, lab: Res<Lab>, stage: Res<Stage>) {
    for (paper, function) in DESK.with_borrow_mut(|desk| std::mem::take(&mut desk.questions)) {
        let (text, wrong) = match paper.write(&lab, &stage, time.elapsed_secs_f64()) {
            Ok(text) => (JsValue::from(text), JsValue::NULL),
            Err(why) => (JsValue::NULL, JsValue::from(why)),
        };
        // What a script throws at its own answer is the script's affair.
        let _ = function.call2(&JsValue::NULL, &text, &wrong);
    }
}

fn polish(
    time: Res<Time<Real>>,
    mut last: Local<Option<f64>>,
    lab: Res<Lab>,
    stage: Res<Stage>,
    listening: Option<Res<Listening>>,
) {
    let now = time.elapsed_secs_f64();
    if last.is_some_and(|last| now - last < MIRROR_S) {
        return;
    }
    *last = Some(now);
    let words = Mirror::of(&lab, &stage, listening.as_deref()).json();
    DESK.with_borrow_mut(|desk| desk.mirror = words);
}

fn count() {
    DESK.with_borrow_mut(|desk| desk.frames = desk.frames.saturating_add(1));
}
