//! Recordings as people have them: date-times, gaps, wrong headers, words for numbers, files still growing, long files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, and checks against the standard library's maths"
)]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use twinsync::core::device::{DateOrder, RecordingSpec, Table, TableError};
use twinsync::report::Report;
use twinsync::scene;

fn spec() -> RecordingSpec {
    RecordingSpec { file: "x.csv".into(), time_column: None, period_s: None, date_order: None, columns: Vec::new() }
}

fn table(text: &str) -> Table {
    Table::parse(text.as_bytes(), &spec()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn times(table: &Table) -> Vec<f64> {
    (0..table.rows()).map(|row| table.time(row).unwrap().secs()).collect()
}

/// A folder of its own with a recording and a scene that replays it; gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, csv: &str, parameters: &str, duration_s: f64) -> Self {
        let folder = std::env::temp_dir().join(format!("twinsync_recording_{name}_{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("x.csv"), csv).unwrap();
        let scene = format!(
            r#"(title: "{name}", duration_s: {duration_s},
                devices: [(name: "dev", model: Recording(file: "x.csv"{parameters}))],
                twins: [(name: "stream", of: "dev", sync: RealTime(rate_hz: 1), uplink: "link")],
                links: [(name: "link", delay: Fixed(ms: 10))])"#
        );
        fs::write(folder.join("x.ron"), scene).unwrap();
        Self(folder)
    }

    fn scene(&self) -> String {
        self.0.join("x.ron").display().to_string()
    }

    fn error(&self) -> String {
        scene::load(&self.scene()).expect_err("a broken recording").to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap_or_default();
    }
}

#[test]
fn date_times_keep_their_timing() {
    let same = [0.0, 1.0, 3.5];
    for text in [
        "timestamp,a\n2024-03-01T12:00:00Z,1\n2024-03-01T12:00:01Z,2\n2024-03-01T12:00:03.5Z,3\n",
        "timestamp,a\n2024-03-01T12:00:00+01:00,1\n2024-03-01T11:00:01Z,2\n2024-03-01T13:00:03.5+02:00,3\n",
        "Datetime,a\n2024-02-29 23:59:59,1\n2024-03-01 00:00:00,2\n2024-03-01 00:00:02.500,3\n",
        "time;a\n31.12.2023 23:59:59;1\n01.01.2024 00:00:00;2\n01.01.2024 00:00:02,5;3\n",
        "time,a\r\n12/31/2023 11:59:59 PM,1\r\n1/1/2024 12:00:00 AM,2\r\n1/1/2024 12:00:02.5 AM,3\r\n",
        "time,a\n31/12/2023 23:59:59,1\n01/01/2024 0:00:00,2\n01/01/2024 0:00:02.5,3\n",
    ] {
        assert_eq!(times(&table(text)), same, "{text}");
    }
}

#[test]
fn an_hour_that_clocks_repeat_is_left_out_and_counted() {
    let text =
        "time,a\n2024-10-27 02:00,1\n2024-10-27 02:30,2\n2024-10-27 02:00,3\n2024-10-27 02:30,4\n2024-10-27 03:00,5\n";
    let table = table(text);
    assert_eq!((times(&table), table.notes().dropped_rows), (vec![0.0, 1800.0, 3600.0], 2));
    assert_eq!(table.cell(2, 0), Some(5.0));
    assert_eq!(table.notes().first_dropped.as_ref().unwrap().to_string(), "line 4, column 1: \"2024-10-27 02:00\"");
}

#[test]
fn dates_that_could_be_two_are_refused_until_the_scene_says_which() {
    let csv = "date_time,a\n1/1/2024,1\n1/2/2024,2\n1/3/2024,3\n";
    let folder = Folder::new("ambiguous", csv, "", 10.0);
    let said = folder.error();
    assert!(
        said.contains("x.csv, line 2, column 1 (date_time): \"1/1/2024\" begins with a day or with a month"),
        "{said}"
    );
    assert!(said.contains("date_order: DayFirst or MonthFirst"), "{said}");
    for (order, days) in [(DateOrder::MonthFirst, 1.0), (DateOrder::DayFirst, 31.0)] {
        let spec = RecordingSpec { date_order: Some(order), ..spec() };
        let table = Table::parse(csv.as_bytes(), &spec).unwrap();
        assert_eq!(table.time(1).unwrap().secs(), days * 86_400.0);
    }
}

#[test]
fn errors_name_the_file_the_line_and_the_column() {
    let words = Folder::new("words", "time,a\nnoon,1\n", "", 10.0);
    assert!(words.error().contains("x.csv, line 2, column 1 (time): \"noon\" is no time"), "{}", words.error());
    let header = Folder::new("header", "0.0,1\n1.0,2\n", "", 10.0);
    assert!(header.error().contains("x.csv has no header: line 1, column 1 holds 0.0"), "{}", header.error());
    let dated = Folder::new("dated", "2024-03-01 12:00,1\n2024-03-01 12:01,2\n", "", 10.0);
    assert!(dated.error().contains("holds 2024-03-01 12:00, which is a value"), "{}", dated.error());
    let column = Folder::new("column", "t,a\n0,1\n", ", columns: [\"b\"]", 10.0);
    assert!(column.error().contains("x.csv has no column \"b\"; it has t, a"), "{}", column.error());
    let utf16: Vec<u8> = "\u{feff}t,a\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let said = Table::parse(&utf16, &spec()).expect_err("UTF-16").to_string();
    assert_eq!(said, "x.csv is not CSV: it is UTF-16: save it as UTF-8");
}

#[test]
fn what_is_no_number_is_a_gap_and_its_place_is_told() {
    let table = table("t,a,b\n0,1,1\n1,NaN,2\n2,,3\n3,oops,4\n4,inf,5\n5,6,6\n6,7,7\n");
    let cells: Vec<_> = (0..6).map(|row| table.cell(row, 0)).collect();
    assert_eq!(cells, [Some(1.0), None, None, None, None, Some(6.0)]);
    assert_eq!(table.notes().bad_cells, 2, "a word and an infinity; nan and nothing are ways to write none");
    assert_eq!(table.notes().first_bad.as_ref().unwrap().to_string(), "line 5, column 2: \"oops\"");
    let gap = &table.gaps()[0];
    assert_eq!((gap.column.as_deref(), gap.from.secs(), gap.to.secs()), (Some("a"), 1.0, 5.0));
}

#[test]
fn nothing_is_sent_in_a_gap() {
    let mut csv = String::from("t,a\n");
    for second in (0..60).filter(|second| !(20..40).contains(second)) {
        writeln!(csv, "{second},{second}").unwrap();
    }
    let folder = Folder::new("gap", &csv, "", 60.0);
    let scene = Arc::new(scene::load(&folder.scene()).unwrap());
    let report = Report::of(&common::run(&scene, 1), 0.0);
    let age = report.twins[0].age_s.as_ref().unwrap().max;
    assert!(age > 19.0 && age < 22.0, "nothing arrives for twenty seconds: {age}");
}

#[test]
fn a_growing_file_is_read_up_to_its_last_whole_line() {
    let whole = "t,a\n0,1\n1,2\n2,3\n";
    for (tail, unfinished) in [("", None), ("3", Some(5)), ("3,4", Some(5)), ("\"3", Some(5)), ("  ", None)] {
        let table = table(&format!("{whole}{tail}"));
        assert_eq!((table.rows(), table.notes().unfinished_line), (3, unfinished), "{tail:?}");
        assert_eq!((table.notes().dropped_rows, table.notes().bad_cells), (0, 0));
    }
    let few = table("t,a,b\n0,1,2\n1,2\n");
    assert_eq!((few.rows(), few.cell(1, 1)), (2, None), "a whole line with fewer cells has a gap");
    assert!(matches!(Table::parse(b"t,a", &spec()), Err(TableError::NoRows { .. })));
}

#[test]
fn two_million_rows_load_and_run() {
    let mut csv = String::with_capacity(70_000_000);
    csv.push_str("timestamp,a [V],b\n");
    for row in 0..2_000_000_u32 {
        let (seconds, millis) = (row / 100, row % 100 * 10);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        writeln!(csv, "2024-03-01T{hour:02}:{minute:02}:{second:02}.{millis:03}Z,{},{row}", row % 1000).unwrap();
    }
    let folder = Folder::new("long", &csv, "", 20.0);
    drop(csv);
    let start = Instant::now();
    let scene = Arc::new(scene::load(&folder.scene()).unwrap());
    let loaded_s = start.elapsed().as_secs_f64();
    let table = &scene.tables["dev"];
    assert_eq!((table.rows(), table.notes().dropped_rows, table.gaps().len()), (2_000_000, 0, 0));
    assert_eq!(table.time(1_999_999).unwrap().secs(), 19_999.99);
    let report = Report::of(&common::run(&scene, 1), 0.0);
    assert_eq!(report.twins[0].frames.delivered, 20);
    // It takes some 2 s where the tests are built without optimisation and nothing else runs.
    assert!(loaded_s < 20.0, "two million rows take {loaded_s} s to load");
}
