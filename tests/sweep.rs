//! `sweep`: the same table whatever the threads, the shards and the interruptions.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use twinsync::core::time::SimTime;
use twinsync::scene;
use twinsync::sim::Simulation;

/// Six combinations with three seeds: 18 rows.
const SWEEP: [&str; 11] = [
    "sweep",
    "recording",
    "--vary",
    "links.radio.loss=None,GilbertElliott(loss: 0.1, mean_burst: 3)",
    "--vary",
    "twins.stream.sync.rate_hz=0.1,0.2,1",
    "--seeds",
    "3",
    "--for",
    "60",
    "--quiet",
];

fn file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sweep");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    let _ = fs::remove_file(&path);
    path
}

fn command(path: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twinsync"));
    command.args(SWEEP).arg("--out").arg(path).args(more);
    command
}

fn run(path: &Path, more: &[&str]) -> String {
    let output = command(path, more).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(path).unwrap()
}

#[test]
fn rows_are_the_same_with_one_thread_and_with_many() {
    let one = run(&file("one.csv"), &["--jobs", "1"]);
    assert_eq!(one, run(&file("two.csv"), &["--jobs", "2"]));
    assert_eq!(one, run(&file("five.csv"), &["--jobs", "5"]));
    let mut table = csv::Reader::from_reader(one.as_bytes());
    let header = table.headers().unwrap().clone();
    let known = ["row", "links.radio.loss", "twins.stream.sync.rate_hz", "seed", "duration_s", "events", "digest"];
    assert_eq!(header.iter().take(7).collect::<Vec<_>>(), known);
    let column = |name: &str| header.iter().position(|cell| cell == name).unwrap_or_else(|| panic!("{name}"));
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 18);
    for (number, row) in rows.iter().enumerate() {
        assert_eq!(row[0], number.to_string());
        assert_eq!(row[3], (3 + number % 3).to_string(), "seeds count from the scene's own");
        assert_eq!(&row[1] == "None", number < 9);
        assert_eq!(row[4], *"60");
        let frames: f64 = row[column("stream.frames_per_s")].parse().unwrap();
        let rate: f64 = row[2].parse().unwrap();
        assert!((frames - rate).abs() <= 1.0 / 60.0 + 1e-9, "{frames} {rate}");
        assert_eq!(&row[column("stream.energy_j")], "", "no radio: missing, not 0");
    }
    // A frame a second for a minute, one in ten lost: three seeds lose others.
    let digests: std::collections::BTreeSet<&str> = rows[15..].iter().map(|row| &row[6]).collect();
    assert_eq!(digests.len(), 3, "the seed makes a difference");
}

#[test]
fn a_row_is_the_run_that_its_cells_name() {
    let table = run(&file("named.csv"), &[]);
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let row = table.records().map(Result::unwrap).nth(13).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_twinsync"))
        .args(["run", "recording", "--json", "--quiet", "--for", "60", "--seed", &row[3]])
        .args(["--set", &format!("links.radio.loss={}", &row[1])])
        .args(["--set", &format!("twins.stream.sync.rate_hz={}", &row[2])])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["digest"], row[6]);
}

#[test]
fn the_union_of_all_shards_is_the_whole() {
    let whole = run(&file("whole.csv"), &[]);
    let mut lines: Vec<String> = Vec::new();
    let mut header = String::new();
    for shard in ["0/4", "1/4", "2/4", "3/4"] {
        let part = run(&file(&format!("part{}.csv", &shard[..1])), &["--shard", shard]);
        let (first, rest) = part.split_once('\n').unwrap();
        header = first.to_owned();
        lines.extend(rest.lines().map(str::to_owned));
    }
    lines.sort_by_key(|line| line.split(',').next().unwrap().parse::<u64>().unwrap());
    assert_eq!(whole, format!("{header}\n{}\n", lines.join("\n")));
}

#[test]
fn wherever_the_file_ends_the_sweep_goes_on_to_the_same_file() {
    let whole = run(&file("uncut.csv"), &[]);
    let path = file("cut.csv");
    let header = whole.find('\n').unwrap() + 1;
    for length in [0, 3, header - 1, header, header + 7, whole.len() / 2, whole.len() - 1, whole.len()] {
        fs::write(&path, &whole[..length]).unwrap();
        assert_eq!(run_again(&path), whole, "cut to {length} bytes");
    }
}

fn run_again(path: &Path) -> String {
    let output = command(path, &[]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(path).unwrap()
}

#[test]
fn a_killed_sweep_goes_on_to_the_same_file() {
    let more = ["--seeds", "40", "--jobs", "2"];
    let arguments: Vec<&str> =
        SWEEP.iter().copied().filter(|word| !["--seeds", "3"].contains(word)).chain(more).collect();
    let start = |path: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_twinsync"));
        command.args(&arguments).arg("--out").arg(path).stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let (killed, whole) = (file("killed.csv"), file("unkilled.csv"));
    let mut child = start(&killed).spawn().unwrap();
    let rows = |path: &Path| fs::read_to_string(path).map_or(0, |text| text.lines().count());
    while rows(&killed) < 20 && child.try_wait().unwrap().is_none() {
        sleep(Duration::from_millis(1));
    }
    let _ = child.kill();
    child.wait().unwrap();
    assert!(start(&killed).status().unwrap().success());
    assert!(start(&whole).status().unwrap().success());
    assert_eq!(fs::read_to_string(&killed).unwrap(), fs::read_to_string(&whole).unwrap());
    assert_eq!(rows(&whole), 241);
}

#[test]
fn a_table_of_something_else_is_left_alone() {
    let path = file("foreign.csv");
    let whole = run(&file("mine.csv"), &[]);
    let swapped = whole.replacen("\n1,", "\n2,", 1);
    let longer = whole.clone() + whole.lines().last().unwrap() + "\n";
    for foreign in ["a,b,c\n1,2,3\n", "no table at all", &swapped, &longer] {
        fs::write(&path, foreign).unwrap();
        let output = command(&path, &[]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("foreign.csv") && said.contains("hint"), "{said}");
        assert_eq!(fs::read_to_string(&path).unwrap(), foreign, "nothing was written");
    }
}

#[test]
fn bad_input_is_a_sentence_and_exit_code_2() {
    let path = file("bad.csv");
    for more in [
        &["--vary", "links.radio"][..],
        &["--vary", "links.nothing.loss=None"],
        &["--vary", "links.radio.rate_bps=100,-5"],
        &["--vary", "links.radio.loss=None"],
        &["--vary", "links.radio.delay=Fixed(ms: 1"],
        &["--shard", "4/4"],
        &["--shard", "1"],
        &["--jobs", "0"],
        &["--vary", "twins.stream.name=stream,other"],
    ] {
        let output = command(&path, more).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{more:?}: {said}");
        assert!(!said.is_empty() && !said.contains("panicked"), "{more:?}: {said}");
        let _ = fs::remove_file(&path);
    }
}

#[test]
fn a_run_without_a_history_has_the_same_results() {
    for shipped in scene::shipped() {
        let scene = Arc::new(scene::load(shipped.name).unwrap());
        let end = SimTime::from_secs(0.1 * scene.spec.duration_s);
        let digest = |mut run: Simulation| {
            run.set_end(end);
            run.advance_to(end);
            run.digest().to_string()
        };
        let recorded = digest(Simulation::new(Arc::clone(&scene), None).unwrap());
        let unrecorded = digest(Simulation::unrecorded(Arc::clone(&scene), None).unwrap());
        assert_eq!(recorded, unrecorded, "{}", shipped.name);
    }
}
