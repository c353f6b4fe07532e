//! Compiles the firmware and its probe with g++, once.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The programs that the tests run.
pub struct Programs {
    /// The firmware on a simulated ESP32.
    pub board: PathBuf,
    /// Answers single questions to the logic.
    pub probe: PathBuf,
}

const BOARD: [&str; 5] =
    ["host/main.cpp", "host/machine.cpp", "host/sensor.cpp", "host/arduino/arduino.cpp", "src/main.cpp"];
const PROBE: [&str; 1] = ["host/probe.cpp"];

/// Every mistake that the compiler or its sanitisers can see ends the test.
const FLAGS: [&str; 10] = [
    "-std=c++17",
    "-O1",
    "-g",
    "-Wall",
    "-Wextra",
    "-Wshadow",
    "-Wconversion",
    "-Werror",
    "-fsanitize=address,undefined",
    "-fno-sanitize-recover=all",
];

/// The programs, or nothing where there is no g++ and nobody insists.
pub fn programs() -> Option<&'static Programs> {
    static PROGRAMS: OnceLock<Option<Programs>> = OnceLock::new();
    PROGRAMS.get_or_init(build).as_ref()
}

fn build() -> Option<Programs> {
    if Command::new("g++").arg("--version").stdout(Stdio::null()).status().is_err() {
        let required = std::env::var_os("TWINSYNC_REQUIRE_FIRMWARE").is_some();
        assert!(!required, "g++ is missing, and TWINSYNC_REQUIRE_FIRMWARE asks for the firmware's tests");
        // Past the test harness, which shows nothing of tests that pass.
        let note = "skipped: g++ is missing, so the firmware was not tested (`apt-get install g++` brings it)\n";
        std::io::stderr().write_all(note.as_bytes()).unwrap();
        return None;
    }
    Some(Programs { board: compile("board", &BOARD), probe: compile("probe", &PROBE) })
}

fn compile(name: &str, sources: &[&str]) -> PathBuf {
    let firmware = Path::new(env!("CARGO_MANIFEST_DIR")).join("firmware");
    // Several checkouts may share a target folder.
    let mut hasher = DefaultHasher::new();
    firmware.hash(&mut hasher);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("firmware-{:016x}", hasher.finish()));
    fs::create_dir_all(&folder).unwrap();
    let fresh = folder.join(format!("{name}-{}", std::process::id()));
    let output = Command::new("g++")
        .args(FLAGS)
        .args(["-I", "host/arduino", "-I", "lib/twinsync/src", "-o"])
        .arg(&fresh)
        .args(sources)
        .current_dir(&firmware)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let program = folder.join(name);
    fs::rename(fresh, &program).unwrap();
    program
}

/// The probe's answers to some questions, or nothing where there is no probe.
pub fn probe(questions: &[String]) -> Option<Vec<String>> {
    let mut probe = Command::new(&programs()?.probe)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the probe starts");
    let mut input = probe.stdin.take().unwrap();
    let text = questions.join("\n") + "\n";
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = probe.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers: Vec<String> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| line.trim().to_owned()).collect();
    assert_eq!(answers.len(), questions.len());
    Some(answers)
}
