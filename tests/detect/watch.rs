//! What a watch notices, and what it lets be.

use twinsync::core::device::ModelSpec;

use crate::rig;

#[test]
fn quiet() {
    for (name, model) in
        [("rotor", ModelSpec::Rotor(Default::default())), ("generator", ModelSpec::Generator(Default::default()))]
    {
        for (frame_s, batch) in [(0.1, false), (0.02, false)] {
            let started = std::time::Instant::now();
            let watch = rig::run(&model, 1, frame_s, 3600.0, batch, &mut rig::sound);
            println!("{name} {frame_s} {:?}\n{}", started.elapsed(), rig::told(&watch));
        }
    }
}
