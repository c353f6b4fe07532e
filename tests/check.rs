//! Broken scenes: each says what is wrong, where, and with what value.
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

use twinsync::scene;

const FOLDER: &str = "tests/bad";

fn bad_scenes() -> Vec<PathBuf> {
    let entries = fs::read_dir(FOLDER).expect("tests/bad");
    let mut scenes: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    scenes.retain(|path| path.extension().is_some_and(|extension| extension == "ron"));
    scenes.sort();
    assert!(scenes.len() >= 30, "only {} broken scenes", scenes.len());
    scenes
}

#[test]
fn every_broken_scene_gives_its_stored_message() {
    let mut different = Vec::new();
    for scene in bad_scenes() {
        let errors = scene::load(&scene.display().to_string()).expect_err(&scene.display().to_string());
        let said = format!("{errors}\n");
        let golden = scene.with_extension("txt");
        if std::env::var_os("UPDATE_GOLDENS").is_some() {
            fs::write(&golden, &said).expect("the golden can be written");
        }
        let stored = fs::read_to_string(&golden).unwrap_or_default();
        if stored != said {
            different.push(format!("{}:\n  stored {stored}  said   {said}", scene.display()));
        }
    }
    assert!(different.is_empty(), "UPDATE_GOLDENS=1 accepts what is said now\n{}", different.join("\n"));
}

#[test]
fn every_error_names_file_line_column_and_field() {
    for scene in bad_scenes() {
        let name = scene.display().to_string();
        let text = fs::read_to_string(&scene).expect("a scene");
        for error in scene::load(&name).expect_err(&name).iter() {
            let (line, column) = error.place.unwrap_or_else(|| panic!("{error} has no place"));
            let here = text.lines().nth(line - 1).unwrap_or_default();
            assert!(column <= here.chars().count() + 1, "{error}: there is no such column");
            assert!(error.to_string().starts_with(&format!("{name}:{line}:{column}: ")), "{error}");
            let whole_scene =
                ["empty_file", "unclosed", "after_the_end"].iter().any(|name| scene.ends_with(format!("{name}.ron")));
            assert_eq!(error.path.is_empty(), whole_scene, "{error}");
        }
    }
}

#[test]
fn a_semantic_error_quotes_the_value_at_its_place() {
    for (scene, value) in
        [("zero_rate", "0"), ("certain_and_more", "1.5"), ("unknown_signal", "\"acel_z\""), ("too_many_bits", "60")]
    {
        let name = format!("{FOLDER}/{scene}.ron");
        let errors = scene::load(&name).expect_err(&name);
        let error = errors.iter().next().expect("an error");
        assert!(error.message.starts_with(value), "{error}");
    }
}

fn check(scenes: &[&str]) -> (Option<i32>, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_twinsync")).arg("check").args(scenes).output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn check_exits_with_code_2_and_says_every_error_of_every_scene() {
    let (code, out, err) = check(&["tests/bad/many_at_once.ron", "tests/bad/zero_rate.ron"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    let stored = |name: &str| fs::read_to_string(format!("{FOLDER}/{name}.txt")).expect("a golden");
    assert_eq!(err, format!("{}{}6 errors in 2 of 2 scenes\n", stored("many_at_once"), stored("zero_rate")));
}

#[test]
fn check_reads_folders_and_shipped_scenes() {
    let (code, _, err) = check(&[FOLDER]);
    assert_eq!(code, Some(2));
    assert!(err.contains("tests/bad/zero_rate.ron:"), "{err}");
    let shipped: Vec<&str> = scene::shipped().iter().map(|shipped| shipped.name).collect();
    if !shipped.is_empty() {
        let (code, out, err) = check(&shipped);
        assert_eq!((code, out.lines().count()), (Some(0), shipped.len()), "{err}");
    }
}

#[test]
fn what_is_not_there_is_said_to_be_so() {
    for scene in ["no_such_scene", "tests/bad/no_such_scene.ron", "tests", ""] {
        let errors = scene::load(scene).expect_err(scene);
        assert!(errors.to_string().starts_with(&format!("{scene}: ")), "{errors}");
        assert!(!Path::new(scene).is_file());
    }
}
