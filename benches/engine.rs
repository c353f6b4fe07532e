//! `cargo bench`: the engine at 100, 1,000 and 10,000 pairs, through the ECS step and through the core alone.
//!
//! Each pair is a device sampled and reporting at 10 Hz over its own link (50 ms +-10 ms uniform delay, 5 % loss),
//! run for 60 simulated seconds with all metrics on. Prints a table; `-- --quick` runs 10 s instead of 60.
#![expect(clippy::disallowed_methods, reason = "a bench reads the wall clock")]
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    unsafe_code,
    reason = "a bench prints, counts bytes, and may stop"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use twinsync::core::exchange::{Exchange, FrameLog};
use twinsync::core::metric::Books;
use twinsync::core::time::SimTime;
use twinsync::scene::{self, LoadedScene, Origin};
use twinsync::sim::{Simulation, assemble};

/// Counts live bytes and allocations.
struct Counting;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static CALLS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(layout.size(), Ordering::Relaxed);
        CALLS.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn scene(pairs: usize, seconds: f64) -> Arc<LoadedScene> {
    let (mut devices, mut twins) = (String::new(), String::new());
    for i in 0..pairs {
        writeln!(devices, "(name: \"d{i}\", model: Generator(), sensors: [(signal: \"value\", rate_hz: 10)]),")
            .unwrap();
        writeln!(twins, "(name: \"t{i}\", of: \"d{i}\", sync: RealTime(rate_hz: 10), uplink: \"net\"),").unwrap();
    }
    let text = format!(
        "(title: \"bench\", duration_s: {seconds}, devices: [{devices}], twins: [{twins}],
          links: [(name: \"net\", delay: Uniform(mean_ms: 50, half_width_ms: 10), loss: Bernoulli(0.05))])"
    );
    Arc::new(scene::read(&text, Origin::Text("bench".to_owned())).unwrap())
}

struct Figures {
    wall_s: f64,
    events: u64,
    bytes_per_pair: usize,
    percentile_bytes_per_pair: usize,
    calls_per_frame: f64,
}

impl Figures {
    /// The figures of a run that still lives. `marks` are the bytes live before it was made and the allocations
    /// made by half time.
    fn of<'a>(wall_s: f64, events: u64, marks: (usize, usize), books: impl Iterator<Item = &'a Books>) -> Self {
        let (all, calls) = (LIVE.load(Ordering::Relaxed) - marks.0, CALLS.load(Ordering::Relaxed) - marks.1);
        let (mut pairs, mut sent, mut percentiles) = (0, 0, 0);
        for books in books {
            pairs += 1;
            sent += books.frames.sent;
            percentiles += books.percentile_bytes();
        }
        Self {
            wall_s,
            events,
            bytes_per_pair: (all - percentiles) / pairs,
            percentile_bytes_per_pair: percentiles / pairs,
            calls_per_frame: calls as f64 / (sent as f64 / 2.0),
        }
    }
}

/// Through the real ECS step.
fn through_ecs(scene: &Arc<LoadedScene>) -> Figures {
    let before = LIVE.load(Ordering::Relaxed);
    let mut simulation = Simulation::new(Arc::clone(scene), Some(1)).unwrap();
    let end = simulation.end();
    let started = Instant::now();
    simulation.advance_to(SimTime::from_secs(end.secs() / 2.0));
    let half = CALLS.load(Ordering::Relaxed);
    simulation.advance_to(end);
    let wall_s = started.elapsed().as_secs_f64();
    let books = (0..scene.spec.twins.len()).filter_map(|twin| simulation.books(twin));
    Figures::of(wall_s, simulation.events(), (before, half), books)
}

/// Through the core's event loop on plain vectors.
fn through_core(scene: &Arc<LoadedScene>) -> Figures {
    let before = LIVE.load(Ordering::Relaxed);
    let mut machines = assemble(scene, 1).unwrap().machines;
    let mut exchange = Exchange::new(7, FrameLog::new(false));
    exchange.start(&mut machines);
    let (end, step) = (SimTime::from_secs(scene.spec.duration_s), SimTime::from_millis(scene.spec.step_ms));
    let started = Instant::now();
    let (mut now, mut half) = (SimTime::ZERO, 0);
    while now < end {
        now = (now + step).min(end);
        exchange.run_until(now, &mut machines, &mut ());
        if half == 0 && now.secs() >= end.secs() / 2.0 {
            half = CALLS.load(Ordering::Relaxed);
        }
    }
    let wall_s = started.elapsed().as_secs_f64();
    let books = machines.twins.iter().map(|(_, _, books)| books);
    Figures::of(wall_s, exchange.events(), (before, half), books)
}

fn main() {
    let seconds = if std::env::args().any(|argument| argument == "--quick") { 10.0 } else { 60.0 };
    println!(
        "{:>6}  {:4}  {:>10}  {:>12}  {:>16}  {:>10}  {:>20}  {:>16}",
        "pairs",
        "path",
        "wall [s]",
        "events [1/s]",
        "real-time factor",
        "B per pair",
        "percentiles B per pair",
        "allocs per frame"
    );
    for pairs in [100, 1_000, 10_000] {
        let scene = scene(pairs, seconds);
        type Path = fn(&Arc<LoadedScene>) -> Figures;
        for (name, path) in [("ecs", through_ecs as Path), ("core", through_core as Path)] {
            let figures = path(&scene);
            println!(
                "{pairs:>6}  {name:4}  {:>10.3}  {:>12.0}  {:>16.1}  {:>10}  {:>20}  {:>16.4}",
                figures.wall_s,
                figures.events as f64 / figures.wall_s,
                seconds / figures.wall_s,
                figures.bytes_per_pair,
                figures.percentile_bytes_per_pair,
                figures.calls_per_frame,
            );
        }
    }
}
