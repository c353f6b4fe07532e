//! A simulated board at the other end of a pseudo-terminal, in lock-step with the test.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use serialport::{SerialPort, TTYPort};

use super::programs::programs;
use super::words::{field, open};

/// A terminal device keeps no more than this: more time than it takes to fill is played in pieces.
const PIECE_US: i64 = 100_000;

/// A line, and the reference instant by which its last byte had come.
#[derive(Clone, Debug)]
pub struct Heard {
    pub at_ns: i64,
    pub line: String,
}

impl Heard {
    /// What it says; its checksum must be right.
    pub fn body(&self) -> &str {
        open(&self.line).unwrap_or_else(|| panic!("a wrong checksum: {}", self.line))
    }
}

pub struct Rig {
    board: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
    host: TTYPort,
    /// Keeps the device alive while the board restarts.
    _held: TTYPort,
    given: u64,
    heard: u64,
    begun: Vec<u8>,
    /// Reference time.
    pub now_ns: i64,
    /// The board's counter.
    pub micros: u32,
    /// `SMPLRT_DIV`, `CONFIG`, `ACCEL_CONFIG`, `ACCEL_CONFIG_2` and `PWR_MGMT_1` of its sensor, in hexadecimal.
    pub registers: String,
}

impl Rig {
    /// A board with these options, powered on; nothing where the firmware cannot be compiled.
    pub fn start(options: &[(&str, i64)]) -> Option<Self> {
        let (mut host, held) = TTYPort::pair().unwrap();
        // Long enough for any machine: time in the tests is the board's.
        host.set_timeout(Duration::from_secs(60)).unwrap();
        let mut command = Command::new(&programs()?.board);
        command.args(["--tty", &held.name().unwrap()]).env("ASAN_OPTIONS", "detect_leaks=0");
        for (name, value) in options {
            command.args([format!("--{name}"), value.to_string()]);
        }
        let mut board = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let commands = board.stdin.take().unwrap();
        let answers = BufReader::new(board.stdout.take().unwrap());
        let (given, heard, begun) = (0, 0, Vec::new());
        let (now_ns, micros, registers) = (0, 0, String::new());
        let mut rig =
            Self { board, commands, answers, host, _held: held, given, heard, begun, now_ns, micros, registers };
        rig.answer();
        Some(rig)
    }

    /// Hands bytes to the board's wire; they travel while time advances.
    pub fn say(&mut self, bytes: &[u8]) {
        self.host.write_all(bytes).unwrap();
        self.given += bytes.len() as u64;
    }

    /// Lets time pass; the bytes that the board sent meanwhile, as they came.
    pub fn play(&mut self, us: i64) -> Vec<u8> {
        let mut bytes = Vec::new();
        let end_ns = self.now_ns + us * 1000;
        while self.now_ns < end_ns {
            let piece_us = ((end_ns - self.now_ns + 999) / 1000).min(PIECE_US);
            let given = self.given;
            bytes.extend(self.order(&format!("advance {piece_us} {given}")));
        }
        bytes
    }

    /// Lets time pass until a line of the board's begins to arrive, and no longer than this; the bytes that it sent meanwhile.
    pub fn play_line(&mut self, us: i64) -> Vec<u8> {
        let given = self.given;
        self.order(&format!("line {us} {given}"))
    }

    /// Lets time pass in steps; the lines that were complete after each.
    pub fn listen(&mut self, us: i64, step_us: i64) -> Vec<Heard> {
        let mut lines = Vec::new();
        let end_ns = self.now_ns + us * 1000;
        while self.now_ns < end_ns {
            let bytes = self.play(step_us.min((end_ns - self.now_ns + 999) / 1000));
            self.gather(&bytes, &mut lines);
        }
        lines
    }

    /// Lets time pass and hears nothing of it.
    pub fn advance(&mut self, us: i64) {
        self.listen(us, PIECE_US);
    }

    /// A command to the simulated machine; see `firmware/README.md`.
    pub fn control(&mut self, command: &str) {
        let bytes = self.order(command);
        self.gather(&bytes, &mut Vec::new());
    }

    fn gather(&mut self, bytes: &[u8], lines: &mut Vec<Heard>) {
        for byte in bytes {
            if *byte == b'\n' {
                let line = String::from_utf8(std::mem::take(&mut self.begun)).unwrap();
                lines.push(Heard { at_ns: self.now_ns, line });
            } else {
                self.begun.push(*byte);
            }
        }
    }

    /// Power off and on. What was on its way is lost.
    pub fn reboot(&mut self) {
        (self.given, self.heard) = (0, 0);
        self.begun.clear();
        self.order("reboot");
    }

    fn order(&mut self, command: &str) -> Vec<u8> {
        writeln!(self.commands, "{command}").unwrap();
        self.answer()
    }

    fn answer(&mut self) -> Vec<u8> {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        let ["done", written, now_ns, micros, registers] = words[..] else { panic!("the board died: {line:?}") };
        let written: u64 = written.parse().unwrap();
        (self.now_ns, self.micros) = (now_ns.parse().unwrap(), micros.parse().unwrap());
        registers.clone_into(&mut self.registers);
        let mut bytes = vec![0; (written - self.heard) as usize];
        self.host.read_exact(&mut bytes).unwrap();
        self.heard = written;
        bytes
    }

    /// Says something and collects what is answered within 60 ms, telemetry left out.
    pub fn ask(&mut self, bytes: impl AsRef<[u8]>) -> Vec<String> {
        self.say(bytes.as_ref());
        let lines = self.listen(60_000, 10_000).into_iter().map(|heard| heard.line);
        lines.filter(|line| !line.starts_with("VIB:") && !line.starts_with("RAW_MICROS:")).collect()
    }

    /// One of the board's own counts.
    pub fn count(&mut self, name: &str) -> u64 {
        let answers = self.ask("COUNTS?\n");
        let [answer] = &answers[..] else { panic!("{answers:?}") };
        let body = open(answer).unwrap();
        // The first count's name is the line's.
        field(body, name).unwrap().parse().unwrap()
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        let _ = self.board.kill();
        let _ = self.board.wait();
    }
}

/// The counter of a board by its closed form.
pub fn micros_at(now_ns: i64, drift_ppb: i64, start_us: u32) -> u32 {
    let own_ns = i128::from(now_ns) + i128::from(now_ns) * i128::from(drift_ppb) / 1_000_000_000;
    start_us.wrapping_add((own_ns / 1000) as u32)
}
