//! The house rules that a machine can check: who imports whom, file sizes, headers, the dependency tree.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Folders of `src`, lowest first, with what each may not name. `view` and `ui` do not import each other.
const FORBIDDEN: [(&str, &[&str]); 11] = [
    (
        "core",
        &[
            "bevy",
            "avian3d",
            "crate::scene",
            "crate::sim",
            "crate::live",
            "crate::report",
            "crate::lab",
            "crate::view",
            "crate::ui",
            "crate::host",
            "crate::cli",
            "crate::web",
            "std::fs",
            "std::net",
            "std::io",
        ],
    ),
    (
        "scene",
        &[
            "bevy",
            "avian3d",
            "crate::sim",
            "crate::live",
            "crate::report",
            "crate::lab",
            "crate::view",
            "crate::ui",
            "crate::host",
            "crate::cli",
            "crate::web",
        ],
    ),
    (
        "sim",
        &[
            "bevy_egui",
            "bevy::pbr",
            "bevy::render",
            "bevy::window",
            "crate::live",
            "crate::report",
            "crate::lab",
            "crate::view",
            "crate::ui",
            "crate::host",
            "crate::cli",
            "crate::web",
        ],
    ),
    (
        "live",
        &[
            "bevy",
            "avian3d",
            "crate::report",
            "crate::lab",
            "crate::view",
            "crate::ui",
            "crate::host",
            "crate::cli",
            "crate::web",
        ],
    ),
    (
        "report",
        &[
            "bevy",
            "avian3d",
            "crate::live",
            "crate::lab",
            "crate::view",
            "crate::ui",
            "crate::host",
            "crate::cli",
            "crate::web",
        ],
    ),
    (
        "lab",
        &[
            "bevy_egui::Egui",
            "bevy::pbr",
            "bevy::render",
            "crate::report",
            "crate::view",
            "crate::ui",
            "crate::host",
            "crate::cli",
            "crate::web",
        ],
    ),
    ("view", &["crate::ui", "crate::host", "crate::cli", "crate::web", "crate::report"]),
    ("ui", &["crate::view", "crate::host", "crate::cli", "crate::web"]),
    ("host", &["crate::cli", "crate::web"]),
    ("cli", &["crate::web"]),
    ("web", &["crate::cli"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return files };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The lines of a file that are code, comments cut off.
fn code(path: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().enumerate();
    lines.map(|(number, line)| (number + 1, line.split("//").next().unwrap_or_default().to_owned())).collect()
}

#[test]
fn every_folder_imports_only_what_lies_below_it() {
    let mut wrong = Vec::new();
    for (folder, forbidden) in FORBIDDEN {
        let files = rust_files(&root().join("src").join(folder));
        assert!(!files.is_empty(), "src/{folder} is empty or gone");
        for file in files {
            for (number, line) in code(&file) {
                let uses = line.trim_start().starts_with("use ") || line.contains("crate::") || line.contains("std::");
                for name in forbidden.iter().filter(|name| uses && names(&line, name)) {
                    wrong.push(format!("{}:{number}: {folder} names {name}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a line names a path, and not only something that begins alike.
fn names(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + path.len()..].chars().next();
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !word(before) && !word(after)
    })
}

#[test]
fn twins_know_no_device_model() {
    for file in rust_files(&root().join("src/core/twin")) {
        for (number, line) in code(&file) {
            assert!(!line.contains("device::"), "{}:{number}: a twin names a device", file.display());
        }
    }
}

#[test]
fn files_are_one_idea_each() {
    let mut sizes = Vec::new();
    for file in rust_files(&root().join("src")) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//!"), "{} does not say what it owns", file.display());
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", file.display());
        sizes.push(lines);
    }
    sizes.sort_unstable();
    assert!(sizes[sizes.len() / 2] <= 200, "half of all files have over {} lines", sizes[sizes.len() / 2]);
    let main = fs::read_to_string(root().join("src/main.rs")).unwrap();
    assert!(main.lines().count() < 40);
}

#[test]
fn colours_live_in_the_theme() {
    for folder in ["view", "ui"] {
        for file in rust_files(&root().join("src").join(folder)) {
            for (number, line) in code(&file) {
                let literal =
                    ["from_rgb(", "srgb(0", "srgb_u8(", "Color32::from_rgba_premultiplied("].iter().any(|call| {
                        line.find(call)
                            .is_some_and(|at| line[at + call.len()..].starts_with(|c: char| c.is_ascii_digit()))
                    });
                assert!(!literal, "{}:{number}: a colour outside lab/theme.rs", file.display());
            }
        }
    }
}

#[test]
fn the_headless_build_has_no_window_in_its_tree() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--no-default-features", "--edges", "normal", "--prefix", "none", "--locked"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).unwrap();
    assert!(tree.contains("bevy_ecs") && tree.contains("avian3d"));
    for name in ["wgpu", "winit", "egui", "bevy_render", "bevy_pbr", "libudev", "alsa"] {
        let found = tree.lines().find(|line| line.split(' ').next().is_some_and(|package| package.starts_with(name)));
        assert_eq!(found, None, "{name} is in the headless tree");
    }
}
