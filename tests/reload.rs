//! Editing a scene file while it runs: a good edit is taken, a broken one is reported and changes nothing.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::fs;
use std::path::PathBuf;

use twinsync::lab::Watch;
use twinsync::scene::{self, Origin};

fn file(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/scenes/rotor_five_ways.ron"));
    fs::write(&path, text.unwrap_or_default()).unwrap();
    path
}

fn edit(path: &PathBuf, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from));
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn a_good_edit_is_read_and_a_broken_one_says_what_is_wrong() {
    let path = file("edited.ron");
    let source = scene::load(&path.to_string_lossy()).unwrap().origin;
    let mut watch = Watch::default();
    assert!(watch.look(&source, &[]).is_none(), "the first look only remembers");
    assert!(watch.look(&source, &[]).is_none(), "nothing changed");

    edit(&path, "speed_rpm: 1500,", "speed_rpm: 30_000,");
    let error = watch.look(&source, &[]).map(|read| read.map(|scene| scene.spec.title));
    assert!(matches!(&error, Some(Ok(_))), "a good edit: {error:?}");

    edit(&path, "rate_hz: 10)", "rate_hz: -10)");
    let error = watch.look(&source, &[]).unwrap().unwrap_err();
    assert!(error.contains("edited.ron:") && error.contains("rate_hz") && error.contains("-10"), "{error}");

    edit(&path, "rate_hz: -10)", "rate_hz: 100)");
    assert!(watch.look(&source, &[]).unwrap().is_ok());
}

#[test]
fn a_shipped_scene_has_no_file_to_watch() {
    let mut watch = Watch::default();
    for _ in 0..2 {
        assert!(watch.look(&Origin::Shipped("convoy".to_owned()), &[]).is_none());
    }
}

#[test]
fn values_set_from_outside_hold_when_the_file_is_read_again() {
    let path = file("set.ron");
    let name = path.to_string_lossy().into_owned();
    let edits = [
        ("devices.rotor.model.speed_rpm", "1234"),
        ("timeline.+", "(at_s: 3, do: Partition(link: \"wifi\", for_s: 2))"),
    ];
    let edits = edits.map(|(path, value)| (path.to_owned(), value.to_owned()));
    let opened = scene::load_with(&name, &edits).unwrap();
    let mut watch = Watch::default();
    assert!(watch.look(&opened.origin, &edits).is_none());

    edit(&path, "rate_hz: 10)", "rate_hz: 100)");
    let again = watch.look(&opened.origin, &edits).unwrap().unwrap();
    assert_eq!(again.spec.timeline.len(), opened.spec.timeline.len());
    assert_eq!(again.spec.devices, opened.spec.devices, "the speed that was set, not the file's");
    let untouched = scene::load(&name).unwrap();
    assert_ne!(untouched.spec.devices, again.spec.devices);
    assert_eq!(untouched.spec.timeline.len() + 1, again.spec.timeline.len());
    assert_eq!(untouched.spec.twins, again.spec.twins, "the file's own edit is taken");
    assert_ne!(opened.spec.twins, again.spec.twins);

    edit(&path, "\"rotor\"", "\"disc\"");
    let error = watch.look(&opened.origin, &edits).unwrap().unwrap_err();
    assert!(error.contains("devices.rotor.model.speed_rpm"), "a value that has lost its place says so: {error}");
}
