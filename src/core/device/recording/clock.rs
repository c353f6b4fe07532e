//! When each row of a recording was taken.

use csv::ByteRecord;

use super::RecordingSpec;
use super::cells::{self, text};
use super::error::TableError;
use super::header::Header;
use super::stamp::{OrderFinder, Reader, Stamp};
use crate::core::time::SimTime;

/// How rows get their times.
pub(super) enum Clock {
    /// One after another.
    Period(f64),
    /// From a column.
    Column(TimeColumn),
}

/// A column of time stamps.
pub(super) struct TimeColumn {
    /// Which column of the file.
    pub(super) index: usize,
    name: String,
    seconds: f64,
    reader: Reader,
    first: Option<Stamp>,
}

impl Clock {
    /// What the scene and the header say.
    pub(super) fn new(headers: &[Header], spec: &RecordingSpec) -> Result<Self, TableError> {
        let file = spec.file.clone();
        let column = |index: usize| {
            Self::Column(TimeColumn {
                index,
                name: headers[index].name.clone(),
                seconds: headers[index].seconds().unwrap_or(1.0),
                reader: Reader::new(spec.date_order),
                first: None,
            })
        };
        match (&spec.time_column, spec.period_s) {
            (Some(column), Some(_)) => Err(TableError::TwoTimes { file, column: column.clone() }),
            (Some(name), None) => cells::find(headers, name, "time_column", spec).map(column),
            (None, Some(period_s)) if period_s.is_finite() && period_s > 0.0 => Ok(Self::Period(period_s)),
            (None, Some(period_s)) => Err(TableError::BadPeriod { period_s }),
            (None, None) => match headers.iter().position(Header::is_time) {
                Some(index) => Ok(column(index)),
                None => Err(TableError::NoTime { file, available: cells::available(headers) }),
            },
        }
    }

    /// The time of a row, which is the `order`th from 0, since the first.
    pub(super) fn time(&mut self, record: &ByteRecord, order: usize) -> Option<SimTime> {
        match self {
            Self::Period(period_s) => Some(SimTime::from_secs(order as f64 * *period_s)),
            Self::Column(column) => {
                let stamp = column.reader.read(record.get(column.index).unwrap_or_default())?;
                stamp.since(*column.first.get_or_insert(stamp), column.seconds)
            }
        }
    }

    /// The time column, if there is one.
    pub(super) fn column(&self) -> Option<&TimeColumn> {
        match self {
            Self::Column(column) => Some(column),
            Self::Period(_) => None,
        }
    }

    /// Settles whether dates begin with the day or with the month, where that is open: `rows` reads the file's
    /// rows from the first and says which line each begins on.
    pub(super) fn settle_dates(
        &mut self,
        mut rows: impl FnMut(&mut ByteRecord) -> Option<u64>,
        spec: &RecordingSpec,
    ) -> Result<(), TableError> {
        let Self::Column(column) = self else { return Ok(()) };
        let mut record = ByteRecord::new();
        let Some(line) = rows(&mut record) else { return Ok(()) };
        if spec.date_order.is_some() || !may_be_ambiguous(record.get(column.index)) {
            return Ok(());
        }
        let first = text(record.get(column.index));
        let mut finder = OrderFinder::new();
        let order = loop {
            if let Some(order) = finder.look(record.get(column.index).unwrap_or_default()) {
                break order;
            }
            if rows(&mut record).is_some() {
                continue;
            }
            if !finder.matters() {
                return Ok(());
            }
            let (file, name) = (spec.file.clone(), column.name.clone());
            let column = column.index + 1;
            return Err(TableError::AmbiguousDates { file, line, column, name, cell: first });
        };
        column.reader = Reader::new(Some(order));
        Ok(())
    }
}

impl TimeColumn {
    /// Why a file without a single time is no recording.
    pub(super) fn without_times(&self, file: String, line: u64, cell: String) -> TableError {
        TableError::NotATime { file, line, column: self.index + 1, name: self.name.clone(), cell }
    }
}

/// Whether a cell begins with one or two digits and a slash or a hyphen.
fn may_be_ambiguous(cell: Option<&[u8]>) -> bool {
    let cell = cell.unwrap_or_default();
    let separator = cell.iter().position(|byte| !byte.is_ascii_digit());
    matches!(separator, Some(at @ 1..=2) if matches!(cell[at], b'/' | b'-'))
}
