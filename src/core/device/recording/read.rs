//! Reads a CSV file into a table: pure, bounded, and forgiving about everything but the time.

use csv::{ByteRecord, ReaderBuilder, Trim};

use super::RecordingSpec;
use super::error::TableError;
use super::header::Header;
use super::table::{Column, Rows, Table};
use crate::core::time::SimTime;

/// Most cells in a file.
pub(super) const MOST_CELLS: usize = 10_000_000;

/// Most columns of a recording: a signal each.
pub(super) const MOST_COLUMNS: usize = 256;

impl Table {
    /// Reads the bytes of a CSV file as `spec` says: which columns, and when each row was recorded.
    ///
    /// Empty cells and cells without a number are gaps. Rows whose time is no number or not after the row
    /// before are dropped. The separator is the comma, semicolon or tab that the header has most of.
    ///
    /// # Errors
    /// When the file has no rows, no times, no such columns or too many cells.
    pub fn parse(bytes: &[u8], spec: &RecordingSpec) -> Result<Self, TableError> {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            .delimiter(delimiter(bytes))
            .from_reader(bytes);
        let mut record = ByteRecord::new();
        let not_csv = |error: csv::Error| TableError::NotCsv { file: spec.file.clone(), reason: error.to_string() };
        if !reader.read_byte_record(&mut record).map_err(not_csv)? {
            return Err(TableError::NoRows { file: spec.file.clone() });
        }
        let mut filling = Filling::new(&record, spec)?;
        while reader.read_byte_record(&mut record).map_err(not_csv)? {
            filling.add(&record)?;
        }
        filling.finish()
    }
}

fn delimiter(bytes: &[u8]) -> u8 {
    let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| header.iter().filter(|byte| **byte == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

/// Most columns that an error lists.
const LISTED: usize = 12;

/// How rows get their times.
enum Clock {
    Period(f64),
    Column { index: usize, seconds: f64, first: Option<f64> },
}

/// A table while it is being read.
struct Filling<'s> {
    spec: &'s RecordingSpec,
    clock: Clock,
    headers: Vec<Header>,
    /// Which columns of the file are kept.
    kept: Vec<usize>,
    texts: Vec<usize>,
    rows: Rows,
    read: usize,
    first_time: Option<String>,
}

impl<'s> Filling<'s> {
    fn new(record: &ByteRecord, spec: &'s RecordingSpec) -> Result<Self, TableError> {
        let headers: Vec<Header> = record
            .iter()
            .enumerate()
            .map(|(index, cell)| Header::parse(&String::from_utf8_lossy(cell), index))
            .collect();
        if let Some(cell) = headers.first().map(|header| &header.full).filter(|cell| cell.parse::<f64>().is_ok()) {
            return Err(TableError::NoHeader { file: spec.file.clone(), cell: cell.clone() });
        }
        let clock = clock(&headers, spec)?;
        let time = match clock {
            Clock::Column { index, .. } => Some(index),
            Clock::Period(_) => None,
        };
        let kept: Vec<usize> = if spec.columns.is_empty() {
            (0..headers.len()).filter(|index| Some(*index) != time).collect()
        } else {
            spec.columns.iter().map(|column| find(&headers, column, "columns", spec)).collect::<Result<_, _>>()?
        };
        if kept.len() > MOST_COLUMNS {
            return Err(TableError::TooWide { file: spec.file.clone(), columns: kept.len() });
        }
        let columns =
            distinct(&headers, &kept).into_iter().map(|header| Column { header, cells: Vec::new() }).collect();
        let rows = Rows { columns, ..Rows::default() };
        Ok(Self { spec, clock, texts: vec![0; kept.len()], headers, kept, rows, read: 0, first_time: None })
    }

    fn add(&mut self, record: &ByteRecord) -> Result<(), TableError> {
        self.read += 1;
        if self.read.saturating_mul(self.headers.len().max(record.len())) > MOST_CELLS {
            return Err(TableError::TooLong { file: self.spec.file.clone() });
        }
        let Some(time) = self.time(record).filter(|time| self.rows.times.last().is_none_or(|last| time > last)) else {
            self.rows.dropped_rows += 1;
            return Ok(());
        };
        self.rows.times.push(time);
        for (position, index) in self.kept.iter().enumerate() {
            let cell = record.get(*index).unwrap_or_default();
            let value = number(cell);
            self.texts[position] += usize::from(value.is_none() && !is_missing(cell));
            self.rows.columns[position].cells.push(value.unwrap_or(f64::NAN));
        }
        Ok(())
    }

    fn time(&mut self, record: &ByteRecord) -> Option<SimTime> {
        match &mut self.clock {
            Clock::Period(period_s) => Some(SimTime::from_secs((self.read - 1) as f64 * *period_s)),
            Clock::Column { index, seconds, first } => {
                let cell = record.get(*index).unwrap_or_default();
                self.first_time.get_or_insert_with(|| String::from_utf8_lossy(cell).into_owned());
                let time = number(cell)?;
                Some(SimTime::from_secs((time - *first.get_or_insert(time)) * *seconds))
            }
        }
    }

    fn finish(mut self) -> Result<Table, TableError> {
        let file = || self.spec.file.clone();
        if self.rows.times.is_empty() {
            return Err(match (&self.clock, self.first_time) {
                (Clock::Column { index, .. }, Some(cell)) => {
                    TableError::TimeNotNumber { file: file(), column: self.headers[*index].full.clone(), cell }
                }
                _ => TableError::NoRows { file: file() },
            });
        }
        let numbers: Vec<usize> =
            self.rows.columns.iter().map(|column| column.cells.iter().filter(|cell| !cell.is_nan()).count()).collect();
        if !self.spec.columns.is_empty() {
            if let Some(empty) = numbers.iter().position(|count| *count == 0) {
                let column = format!("column {:?}", self.spec.columns[empty]);
                return Err(TableError::NoNumber { file: file(), column });
            }
        } else {
            // A column of words with a number here and there is not a signal.
            let keep: Vec<bool> = numbers.iter().zip(&self.texts).map(|(count, texts)| *count > *texts).collect();
            retain(&mut self.rows.columns, &keep);
            retain(&mut self.texts, &keep);
            if self.rows.columns.is_empty() {
                return Err(TableError::NoNumber { file: file(), column: "any column".to_owned() });
            }
        }
        self.rows.bad_cells = self.texts.iter().sum();
        Ok(Table::new(self.rows))
    }
}

fn retain<T>(list: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter();
    list.retain(|_| keep.next().copied().unwrap_or(false));
}

fn clock(headers: &[Header], spec: &RecordingSpec) -> Result<Clock, TableError> {
    let file = spec.file.clone();
    let column = |index: usize| Clock::Column { index, seconds: headers[index].seconds().unwrap_or(1.0), first: None };
    match (&spec.time_column, spec.period_s) {
        (Some(column), Some(_)) => Err(TableError::TwoTimes { file, column: column.clone() }),
        (Some(name), None) => find(headers, name, "time_column", spec).map(column),
        (None, Some(period_s)) if period_s.is_finite() && period_s > 0.0 => Ok(Clock::Period(period_s)),
        (None, Some(period_s)) => Err(TableError::BadPeriod { period_s }),
        (None, None) => match headers.iter().position(Header::is_time) {
            Some(index) => Ok(column(index)),
            None => Err(TableError::NoTime { file, available: available(headers) }),
        },
    }
}

fn find(headers: &[Header], column: &str, field: &'static str, spec: &RecordingSpec) -> Result<usize, TableError> {
    headers.iter().position(|header| header.is_called(column)).ok_or_else(|| TableError::NoColumn {
        file: spec.file.clone(),
        field,
        column: column.to_owned(),
        available: available(headers),
    })
}

fn available(headers: &[Header]) -> String {
    let listed = headers.iter().take(LISTED).map(|header| header.name.as_str()).collect::<Vec<_>>().join(", ");
    match headers.len().checked_sub(LISTED) {
        None | Some(0) => listed,
        Some(more) => format!("{listed} and {more} more"),
    }
}

/// The headers of the kept columns; a name that returns gets the number of its column.
fn distinct(headers: &[Header], kept: &[usize]) -> Vec<Header> {
    let mut out: Vec<Header> = Vec::new();
    for index in kept {
        let mut header = headers[*index].clone();
        if out.iter().any(|other| other.name == header.name) {
            header.name = format!("{}_{}", header.name, index + 1);
        }
        out.push(header);
    }
    out
}

fn number(cell: &[u8]) -> Option<f64> {
    std::str::from_utf8(cell).ok()?.trim().parse::<f64>().ok().filter(|value| value.is_finite())
}

/// Empty cells, and the ways in which programs write "no value".
fn is_missing(cell: &[u8]) -> bool {
    let text = String::from_utf8_lossy(cell).trim().to_lowercase();
    matches!(text.as_str(), "" | "nan" | "na" | "n/a" | "null" | "none" | "-" | "--")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec() -> RecordingSpec {
        RecordingSpec { file: "x.csv".into(), time_column: None, period_s: None, columns: Vec::new() }
    }

    fn names(table: &Table) -> Vec<&str> {
        table.columns().map(|(name, _)| name).collect()
    }

    #[test]
    fn forgives_blanks_trailing_commas_gaps_and_words() {
        let text = "Time [s], HR, note, SpO2,\n0, 93, calm, 99,\n1, , calm, oops,\n\n2, 92, calm, 98,\n3, nan\n";
        let table = Table::parse(text.as_bytes(), &spec()).expect("a table");
        assert_eq!(names(&table), ["HR", "SpO2"]);
        assert_eq!((table.rows(), table.dropped_rows(), table.bad_cells()), (4, 0, 1));
        assert_eq!(
            (table.cell(0, 0), table.cell(1, 0), table.cell(2, 1), table.cell(3, 1)),
            (Some(93.0), None, Some(98.0), None)
        );
        assert_eq!(table.gaps().len(), 4);
    }

    #[test]
    fn drops_rows_that_do_not_move_on_in_time() {
        let table = Table::parse(b"t,a\n5,1\n6,2\n6,3\n4,4\nx,5\n7,6\n", &spec()).expect("a table");
        assert_eq!((table.rows(), table.dropped_rows()), (3, 3));
        assert_eq!(table.cell(2, 0), Some(6.0));
    }

    #[test]
    fn counts_a_jump_of_more_than_one_and_a_half_spacings_as_a_gap() {
        let table = Table::parse(b"time_ms;a\n0;1\n100;1\n250;1\n350;1\n501;1\n", &spec()).expect("a table");
        let gaps = table.gaps();
        assert_eq!(gaps.len(), 1);
        assert_eq!((gaps[0].from, gaps[0].to), (SimTime::from_millis(500.0), SimTime::from_millis(501.0)));
    }

    #[test]
    fn a_stated_period_needs_no_time_column() {
        let spec = RecordingSpec { period_s: Some(0.02), columns: vec!["y".into(), "x (g)".into()], ..spec() };
        let table = Table::parse(b"x (g),y\n1,2\n3,4\n", &spec).expect("a table");
        assert_eq!(names(&table), ["y", "x"]);
        assert_eq!(table.time(1), Some(SimTime::from_millis(20.0)));
    }

    #[test]
    fn refuses_what_is_no_recording_with_the_field_to_change() {
        let field = |text: &str, spec: &RecordingSpec| Table::parse(text.as_bytes(), spec).expect_err(text).field();
        let timed = |column: &str| RecordingSpec { time_column: Some(column.into()), ..spec() };
        assert_eq!(field("", &spec()), "file");
        assert_eq!(field("t,a\n", &spec()), "file");
        assert_eq!(field("0,1\n1,2\n", &spec()), "file");
        assert_eq!(field("a,b\n1,2\n", &spec()), "file");
        assert_eq!(field("t,a\n0,x\n", &spec()), "columns");
        assert_eq!(field("when,a\n1/2/2020 0:00,1\n", &timed("when")), "time_column");
        assert_eq!(field("t,a\n0,1\n", &timed("T")), "time_column");
        assert_eq!(field("t,a\n0,1\n", &RecordingSpec { period_s: Some(1.0), ..timed("t") }), "period_s");
        assert_eq!(field("t,a\n0,1\n", &RecordingSpec { period_s: Some(f64::NAN), ..spec() }), "period_s");
        assert_eq!(field("t,a\n0,1\n", &RecordingSpec { columns: vec!["b".into()], ..spec() }), "columns");
    }

    #[test]
    fn refuses_more_cells_than_memory_should_hold() {
        let text = format!("t,b,{}\n{}", "a,".repeat(99_998), "1\n".repeat(101));
        let narrow = RecordingSpec { columns: vec!["b".into()], ..spec() };
        assert!(matches!(Table::parse(text.as_bytes(), &narrow), Err(TableError::TooLong { .. })));
        assert!(matches!(Table::parse(text.as_bytes(), &spec()), Err(TableError::TooWide { .. })));
    }
}
