//! Golden pictures: every shipped scene in both themes, as a software driver draws them.
//!
//! `UPDATE_GOLDENS=1` accepts what is drawn now. Without a graphics adapter the pictures are skipped, by
//! name, unless `TWINSYNC_REQUIRE_PICTURES=1` forbids it. A failure leaves the new picture in the target
//! folder, beside one that shows in red where it differs.

#![cfg(feature = "view")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use image::{Rgb, RgbImage};

/// Scenes and the instants at which they are drawn, in seconds.
const PICTURES: [(&str, &str); 11] = [
    ("rotor_five_ways", "12.3"),
    ("convoy", "36.5"),
    ("recording", "95"),
    ("robot_cell", "21.6"),
    ("hvac", "4000"),
    ("heater", "62.5"),
    ("ward", "36"),
    ("clock_board", "25"),
    ("campus", "22"),
    ("conflicts", "50"),
    ("wire", "30.2"),
];
const THEMES: [&str; 2] = ["dark", "projector"];
const SIZE: &str = "1280x720";

/// A pixel differs when any channel differs by more than this, of 255: rasterisers round edges and type in
/// their own way.
const CHANNEL_TOLERANCE: u8 = 24;

/// Share of pixels that may differ.
const SHARE_TOLERANCE: f64 = 0.004;

/// Exit code of a missing adapter.
const MISSING: i32 = 3;

fn golden(scene: &str, theme: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{scene}-{theme}.png"))
}

/// Draws a scene in both themes in one process; none when there is no adapter.
fn draw(scene: &str, at: &str, folder: &Path) -> Result<Option<Vec<(&'static str, PathBuf)>>, String> {
    let out = folder.join(format!("{scene}.png"));
    let output = Command::new(env!("CARGO_BIN_EXE_twinsync"))
        .args(["shot", scene, "--at", at, "--size", SIZE, "--themes", "dark,projector", "--out"])
        .arg(&out)
        .output()
        .map_err(|error| format!("the program does not start: {error}"))?;
    match output.status.code() {
        Some(0) => {}
        Some(MISSING) => return Ok(None),
        _ => return Err(format!("shot {scene}: {}", String::from_utf8_lossy(&output.stderr))),
    }
    Ok(Some(THEMES.map(|theme| (theme, folder.join(format!("{scene}-{at}-{theme}.png")))).to_vec()))
}

fn open(path: &Path) -> Result<RgbImage, String> {
    Ok(image::open(path).map_err(|error| format!("{}: {error}", path.display()))?.to_rgb8())
}

/// Compares with the golden picture; the sentence says what is wrong.
fn compare(drawn: &Path, golden: &Path) -> Result<(), String> {
    if !golden.exists() {
        return Err(format!("{} does not exist; UPDATE_GOLDENS=1 makes it", golden.display()));
    }
    let (new, old) = (open(drawn)?, open(golden)?);
    if new.dimensions() != old.dimensions() {
        return Err(format!("{} has another size", golden.display()));
    }
    let mut shown = new.clone();
    let mut differing = 0_u32;
    for (x, y, pixel) in new.enumerate_pixels() {
        let other = old.get_pixel(x, y);
        if pixel.0.iter().zip(other.0).any(|(a, b)| a.abs_diff(b) > CHANNEL_TOLERANCE) {
            differing += 1;
            shown.put_pixel(x, y, Rgb([255, 0, 0]));
        }
    }
    let share = f64::from(differing) / f64::from(new.width() * new.height());
    if share <= SHARE_TOLERANCE {
        return Ok(());
    }
    let map = drawn.with_extension("differs.png");
    shown.save(&map).map_err(|error| format!("{}: {error}", map.display()))?;
    Err(format!(
        "{:.2} % of {} differ: look at {} and {}; UPDATE_GOLDENS=1 accepts the new picture",
        100.0 * share,
        golden.display(),
        drawn.display(),
        map.display()
    ))
}

#[test]
fn pictures_look_as_they_did() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&folder).expect("the target folder is writable");
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| value == "1");
    let (update, required) = (set("UPDATE_GOLDENS"), set("TWINSYNC_REQUIRE_PICTURES"));
    let mut faults = Vec::new();
    for (scene, at) in PICTURES {
        let Some(drawn) = draw(scene, at, &folder).expect("the picture is drawn") else {
            assert!(!required, "there is no graphics adapter, and TWINSYNC_REQUIRE_PICTURES=1 asks for pictures");
            // Past the test harness, which swallows what a passing test prints.
            let line = format!("SKIPPED for want of a graphics adapter: {scene}-dark.png, {scene}-projector.png\n");
            std::io::stderr().write_all(line.as_bytes()).expect("stderr is open");
            continue;
        };
        for (theme, path) in drawn {
            let golden = golden(scene, theme);
            if update {
                std::fs::create_dir_all(golden.parent().expect("goldens have a folder")).expect("it is writable");
                std::fs::copy(&path, &golden).expect("the golden picture is writable");
            } else if let Err(fault) = compare(&path, &golden) {
                faults.push(fault);
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
