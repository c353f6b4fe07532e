//! Recordings: a CSV file as a device, replayed with its original timing.

mod cells;
mod clock;
mod error;
mod header;
mod read;
mod stamp;
mod table;

pub use error::TableError;
pub use stamp::DateOrder;
pub use table::{Gap, Notes, Spot, Table};

use serde::{Deserialize, Serialize};

use super::model::{BuildError, DeviceModel};
use super::{Body, Setting};
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;

/// A recording: a CSV file with a header line, a row for each instant and a column for each signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordingSpec {
    /// The CSV file, relative to the scene file.
    pub file: String,
    /// The column that holds the time of each row: seconds, or date-times. None given, and no `period_s`: the
    /// column called time, t or the like.
    #[serde(default)]
    pub time_column: Option<String>,
    /// Seconds from row to row, for files without a time column.
    #[serde(default)]
    pub period_s: Option<f64>,
    /// Whether dates such as 01/02/2024 begin with the day or the month. None given: what the column itself
    /// tells.
    #[serde(default)]
    pub date_order: Option<DateOrder>,
    /// The columns to replay, as the header names them, with or without the unit. None given: all that
    /// hold numbers.
    #[serde(default)]
    pub columns: Vec<String>,
}

/// A recording at an instant. Its first row is at time zero.
///
/// A signal has the value of the latest row. It has none, which is NaN, where that row's cell is empty or
/// no number, and from one and a half usual spacings after a row until the next one.
pub struct Recording {
    table: Table,
    signals: Vec<SignalInfo>,
    row: Option<usize>,
    now: SimTime,
}

impl Recording {
    /// A recording of the rows that its file was read into.
    ///
    /// # Errors
    /// When there is no table or it lacks a chosen column.
    pub fn new(spec: &RecordingSpec, table: Option<&Table>) -> Result<Self, BuildError> {
        let table = table.ok_or_else(|| BuildError::NoTable(spec.file.clone()))?.clone();
        if let Some(column) = spec.columns.iter().find(|column| !table.has(column)) {
            let available = table.columns().map(|(name, _)| name).collect::<Vec<_>>().join(", ");
            return Err(BuildError::NoColumn { file: spec.file.clone(), column: column.clone(), available });
        }
        let signals = table.columns().map(|(name, unit)| SignalInfo::new(name, unit)).collect();
        Ok(Self { table, signals, row: None, now: SimTime::ZERO })
    }
}

impl DeviceModel for Recording {
    fn signals(&self) -> &[SignalInfo] {
        &self.signals
    }

    fn default_sensors(&self) -> Vec<SensorSpec> {
        let rate_hz = self.table.spacing().map_or(1.0, |spacing| 1.0 / spacing.secs());
        self.signals.iter().map(|signal| SensorSpec::ideal(&signal.name, rate_hz)).collect()
    }

    fn advance(&mut self, now: SimTime) {
        self.now = now;
        while self.next_row().is_some_and(|next| next <= now) {
            self.row = Some(self.row.map_or(0, |row| row + 1));
        }
    }

    fn signal(&self, index: usize) -> f64 {
        let held = |row: &usize| self.now <= self.table.held_until(*row);
        self.row.filter(held).and_then(|row| self.table.cell(row, index)).unwrap_or(f64::NAN)
    }

    fn body(&self) -> Body {
        Body::Still
    }

    fn fault(&mut self, _kind: &FaultKind) -> Result<(), String> {
        Err("a recording has happened already: nothing can go wrong with it".to_owned())
    }

    fn operate(&mut self, _setting: &Setting) -> Result<(), String> {
        Err("a recording has happened already: it has no controls".to_owned())
    }

    fn next_row(&self) -> Option<SimTime> {
        self.table.time(self.row.map_or(0, |row| row + 1))
    }

    fn digest(&self, digest: &mut Digest) {
        digest.u64(self.row.map_or(0, |row| row as u64 + 1));
        for index in 0..self.signals.len() {
            digest.f64(self.signal(index));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(columns: &[&str]) -> RecordingSpec {
        let columns = columns.iter().map(|&column| column.to_owned()).collect();
        RecordingSpec { file: "x.csv".into(), time_column: None, period_s: None, date_order: None, columns }
    }

    fn recording(text: &str) -> Recording {
        let spec = spec(&[]);
        let table = Table::parse(text.as_bytes(), &spec).expect("a table");
        Recording::new(&spec, Some(&table)).expect("a recording")
    }

    #[test]
    fn replays_rows_at_their_times_and_has_no_value_in_gaps() {
        let mut device = recording("t,a [V],b\n10,1,5\n11,2,\n12,3,6\n13,4,7\n20,9,8\n");
        let at = |device: &mut Recording, secs: f64| {
            device.advance(SimTime::from_secs(secs));
            (device.signal(0), device.signal(1))
        };
        assert_eq!(device.next_row(), Some(SimTime::ZERO));
        assert_eq!(at(&mut device, 0.0), (1.0, 5.0));
        assert_eq!(device.next_row(), Some(SimTime::from_secs(1.0)));
        assert_eq!(at(&mut device, 0.9), (1.0, 5.0));
        let (a, b) = at(&mut device, 1.0);
        assert!(a == 2.0 && b.is_nan(), "an empty cell is a gap");
        assert_eq!(at(&mut device, 4.4), (4.0, 7.0));
        assert!(at(&mut device, 4.6).0.is_nan(), "seven seconds without a row are a gap");
        assert_eq!(device.next_row(), Some(SimTime::from_secs(10.0)));
        assert_eq!(at(&mut device, 10.0), (9.0, 8.0));
        assert_eq!(device.next_row(), None);
        assert!(at(&mut device, 12.0).0.is_nan(), "nothing follows the last row");
    }

    #[test]
    fn default_sensors_read_every_column_at_the_rate_of_the_rows() {
        let sensors = recording("t,a,note\n0,1,x\n0.5,2,y\n1,3,z\n").default_sensors();
        assert_eq!(sensors, [SensorSpec::ideal("a", 2.0)]);
    }

    #[test]
    fn a_table_of_other_columns_is_refused() {
        let table = Table::parse(b"t,a\n0,1\n", &spec(&[])).expect("a table");
        assert!(matches!(Recording::new(&spec(&["b"]), Some(&table)), Err(BuildError::NoColumn { .. })));
        assert!(matches!(Recording::new(&spec(&[]), None), Err(BuildError::NoTable(_))));
    }
}
