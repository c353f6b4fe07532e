//! What a watch notices, and what it lets be.

use twinsync::core::device::ModelSpec;
use twinsync::core::fault::FaultKind;

use crate::rig::{self, Rig};

#[test]
fn table() {
    for (frame_s, batch) in [(0.1, false), (1.0, true)] {
        for what in ["spike", "drift", "bias", "stuck", "dropout", "noise", "clip", "delay", "growth"] {
            for (name, model, signal, size) in [
                ("rotor", ModelSpec::Rotor(Default::default()), "accel_x", 3.0),
                ("generator", ModelSpec::Generator(Default::default()), "value", 1.0),
            ] {
                let mut stream = twinsync::core::rng::Stream::new(1, "a", "b");
                let (mut held, mut past) = (None, std::collections::VecDeque::new());
                let mut fault = |who: &str, at: f64, value: f64| {
                    if who != signal {
                        return Some(value);
                    }
                    past.push_back(value);
                    if past.len() > 300 {
                        past.pop_front();
                    }
                    if !(60.0..90.0).contains(&at) {
                        held = Some(value);
                        return Some(value);
                    }
                    match what {
                        "spike" => Some(value + if stream.uniform() < 0.1 { size } else { 0.0 }),
                        "drift" => Some(value + 0.02 * size * (at - 60.0)),
                        "bias" => Some(value + 0.3 * size),
                        "stuck" => held,
                        "dropout" => None,
                        "noise" => Some(value + 0.1 * size * stream.gaussian()),
                        "clip" => Some(value.clamp(-0.5 * size, 0.5 * size)),
                        "delay" => past.front().copied(),
                        _ => Some(value),
                    }
                };
                let real = (what == "growth" && name == "rotor")
                    .then_some((60.0, FaultKind::UnbalanceGrowth { g_mm_per_s: 2.0 }));
                let rig = Rig { model, seed: 1, frame_s, batch, duration_s: 120.0, real };
                let watch = rig::run(&rig, &mut fault);
                println!("== {name} {frame_s} {what}\n{}", rig::told(&watch));
            }
        }
    }
}
