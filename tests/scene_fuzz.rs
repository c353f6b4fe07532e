//! No text panics the readers of scenes and recordings, and every error points into the scene.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

use std::fs;
use std::sync::LazyLock;

use proptest::prelude::*;
use twinsync::core::device::{DeviceModel as _, Recording, RecordingSpec, Table};
use twinsync::core::time::SimTime;
use twinsync::scene::{self, SceneErrors};

/// Pieces that matter to the reader, to be thrown in anywhere.
const PIECES: [&str; 26] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\"",
    "\\",
    "//",
    "/*",
    "*/",
    "r#\"",
    "'",
    "NaN",
    "-inf",
    "1e999",
    "-1",
    "0",
    "None",
    "Some(",
    "Fixed(ms: 3)",
    "\u{e9}\u{1f600}",
    "\n",
    "#![enable(unwrap_newtypes)]",
];

/// Scenes to begin from: those on the documentation's page, and the broken ones.
static SEEDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let page = fs::read_to_string("docs/scenes.md").expect("the page");
    let whole =
        page.split("```ron\n").skip(1).filter_map(|block| block.split_once("\n```")).map(|(scene, _)| scene.to_owned());
    let shipped = scene::shipped().iter().map(|shipped| shipped.text.to_owned());
    let broken = fs::read_dir("tests/bad")
        .expect("tests/bad")
        .flatten()
        .filter_map(|entry| fs::read_to_string(entry.path()).ok());
    whole.chain(shipped).chain(broken).collect()
});

/// One change to a text, at a place given as a share of its length.
#[derive(Clone, Debug)]
enum Change {
    Cut(f64),
    Delete(f64, usize),
    Insert(f64, usize),
    Replace(f64, usize, usize),
    Repeat(f64, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let at = 0.0..1.0;
    let piece = 0..PIECES.len();
    prop_oneof![
        1 => at.clone().prop_map(Change::Cut),
        4 => (at.clone(), 1_usize..12).prop_map(|(at, length)| Change::Delete(at, length)),
        4 => (at.clone(), piece.clone()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        4 => (at.clone(), 1_usize..8, piece).prop_map(|(at, length, piece)| Change::Replace(at, length, piece)),
        1 => (at, 1_usize..200).prop_map(|(at, length)| Change::Repeat(at, length)),
    ]
}

fn apply(text: &str, change: &Change) -> String {
    let chars: Vec<char> = text.chars().collect();
    let place = |at: f64| ((chars.len() as f64 * at) as usize).min(chars.len());
    let with = |from: usize, to: usize, new: &str| {
        let to = to.min(chars.len());
        chars[..from].iter().copied().chain(new.chars()).chain(chars[to..].iter().copied()).collect()
    };
    match *change {
        Change::Cut(at) => chars[..place(at)].iter().collect(),
        Change::Delete(at, length) => with(place(at), place(at) + length, ""),
        Change::Insert(at, piece) => with(place(at), place(at), PIECES[piece]),
        Change::Replace(at, length, piece) => with(place(at), place(at) + length, PIECES[piece]),
        Change::Repeat(at, length) => {
            let end = (place(at) + length).min(chars.len());
            let again: String = chars[place(at)..end].iter().collect();
            with(end, end, &again)
        }
    }
}

fn points_into(text: &str, errors: &SceneErrors) {
    assert!(errors.count() > 0);
    for error in errors.iter() {
        let (line, column) = error.place.unwrap_or_else(|| panic!("{error} has no place"));
        let lines: Vec<&str> = text.split('\n').collect();
        assert!(line <= lines.len(), "{error}: there are {} lines", lines.len());
        assert!(column <= lines[line - 1].chars().count() + 1, "{error}: there is no such column");
        assert!(!error.message.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mangled_scene_is_read_or_refused(seed in any::<prop::sample::Index>(), changes in prop::collection::vec(change(), 1..5)) {
        let text = changes.iter().fold(seed.get(&SEEDS).clone(), |text, change| apply(&text, change));
        if let Err(errors) = scene::parse(&text, "x.ron") {
            points_into(&text, &errors);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        if let Err(errors) = scene::parse(&text, "x.ron") {
            points_into(&text, &errors);
        }
    }

    #[test]
    fn any_value_at_any_path_is_set_or_refused(
        path in "(links|devices|twins|timeline|seed|title|\\PC{0,4})([.\\[](wifi|rotor|0|name|loss|model|sync|\\PC{0,4}))?([.](loss|rate_hz|ms|\\PC{0,4}))?",
        value in "\\PC{0,12}",
    ) {
        if let Ok(text) = scene::set(&SEEDS[0], &path, &value)
            && let Err(errors) = scene::parse(&text, "x.ron") {
            points_into(&text, &errors);
        }
    }

    #[test]
    fn any_file_is_replayed_or_refused(
        header in "([a-z ]{0,3}|time|t|Time \\[ms\\]|a \\(\\)|\"|,|;|\t){0,8}",
        rows in prop::collection::vec("([0-9]{0,3}|[0-3]?[0-9][/.-][01]?[0-9][/.-]20[0-9]{2}( [0-9]{1,2}:[0-9]{2})?|20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-9]{2}:[0-9]{2}Z?|-?[0-9]\\.[0-9]e[0-9]{1,3}|nan|inf|\\PC{0,3}|,|;|\"){0,8}", 0..20),
        period_s in prop::option::of(prop_oneof![Just(1.0), any::<f64>()]),
        column in prop::option::of("[a-z]{1,4}"),
    ) {
        let text = format!("{header}\n{}", rows.join("\n"));
        let spec = RecordingSpec { file: "x.csv".into(), time_column: None, period_s, date_order: None, columns: column.into_iter().collect() };
        if let Ok(table) = Table::parse(text.as_bytes(), &spec) {
            let mut recording = Recording::new(&spec, Some(&table)).expect("the columns are there");
            let mut rows = 0;
            while let Some(at) = recording.next_row() {
                recording.advance(at);
                rows += 1;
                assert!(rows <= table.rows() && recording.next_row().is_none_or(|next| next > at));
            }
            assert!(rows == table.rows() && table.time(0) == Some(SimTime::ZERO));
            assert!(table.gaps().iter().all(|gap| gap.from <= gap.to));
        }
    }
}
