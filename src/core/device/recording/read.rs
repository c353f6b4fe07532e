//! Reads a CSV file into a table: pure, bounded, and forgiving about everything but the time.

use csv::{ByteRecord, Reader, ReaderBuilder, Trim};

use super::RecordingSpec;
use super::cells::{self, distinct, is_missing, number, text};
use super::clock::Clock;
use super::error::TableError;
use super::header::Header;
use super::stamp;
use super::table::{Column, Notes, Rows, Spot, Table};

/// Most cells that are kept: 320 MB.
const MOST_CELLS: usize = 40_000_000;

/// Most columns of a recording: a signal each.
pub(super) const MOST_COLUMNS: usize = 256;

impl Table {
    /// Reads the bytes of a CSV file as `spec` says: which columns, and when each row was recorded.
    ///
    /// Empty cells and cells without a number are gaps. Rows whose time cannot be read or is not after the row
    /// before are dropped, and so is a last line that has no end yet. The separator is the comma, semicolon or tab
    /// that the header has most of.
    ///
    /// # Errors
    /// When the file has no rows, no times, no such columns or too many cells.
    pub fn parse(bytes: &[u8], spec: &RecordingSpec) -> Result<Self, TableError> {
        parse(bytes, spec, MOST_CELLS)
    }
}

fn parse(bytes: &[u8], spec: &RecordingSpec, most_cells: usize) -> Result<Table, TableError> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let reason = "it is UTF-16: save it as UTF-8".to_owned();
        return Err(TableError::NotCsv { file: spec.file.clone(), reason });
    }
    let (whole, unfinished) = finished(bytes);
    let delimiter = delimiter(whole);
    let mut lines = Lines::new(whole, delimiter);
    let mut record = ByteRecord::new();
    let not_csv = |error: csv::Error| TableError::NotCsv { file: spec.file.clone(), reason: error.to_string() };
    if lines.next(&mut record).map_err(not_csv)?.is_none() {
        return Err(TableError::NoRows { file: spec.file.clone() });
    }
    let mut filling = Filling::new(&record, spec, delimiter == b';', most_cells)?;
    // A reader of its own looks ahead: how dates are written may be told by a later row.
    let mut ahead = Lines::new(whole, delimiter);
    ahead.next(&mut record).map_err(not_csv)?;
    filling.clock.settle_dates(|record| ahead.next(record).unwrap_or_default(), spec)?;
    while let Some(line) = lines.next(&mut record).map_err(not_csv)? {
        filling.add(&record, line)?;
    }
    filling.notes.unfinished_line = unfinished.then(|| 1 + count(whole, b'\n') as u64);
    filling.finish()
}

/// The lines that have an end, and whether one without follows: a file may still be growing.
fn finished(bytes: &[u8]) -> (&[u8], bool) {
    let end = bytes.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |at| at + 1);
    let (whole, rest) = bytes.split_at(end);
    (whole, !rest.trim_ascii().is_empty())
}

/// The records of a file, each with the line that it begins on.
struct Lines<'a> {
    bytes: &'a [u8],
    reader: Reader<&'a [u8]>,
}

impl<'a> Lines<'a> {
    fn new(bytes: &'a [u8], delimiter: u8) -> Self {
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).trim(Trim::All).delimiter(delimiter);
        Self { bytes, reader: builder.from_reader(bytes) }
    }

    fn next(&mut self, record: &mut ByteRecord) -> Result<Option<u64>, csv::Error> {
        let from = self.reader.position().clone();
        if !self.reader.read_byte_record(record)? {
            return Ok(None);
        }
        // The reader leaves the end of a line of two characters, and empty lines, to the next record.
        let rest = self.bytes.get(from.byte() as usize..).unwrap_or_default();
        let ends = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
        Ok(Some(from.line() + ends.filter(|byte| **byte == b'\n').count() as u64))
    }
}

fn count(bytes: &[u8], wanted: u8) -> usize {
    bytes.iter().filter(|byte| **byte == wanted).count()
}

fn delimiter(bytes: &[u8]) -> u8 {
    let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(header, *delimiter)).unwrap_or(b',')
}

/// Cells of a column that hold words.
#[derive(Clone, Debug, Default)]
struct Words {
    count: usize,
    first: Option<Spot>,
}

/// A table while it is being read.
struct Filling<'s> {
    spec: &'s RecordingSpec,
    clock: Clock,
    /// Which columns of the file are kept.
    kept: Vec<usize>,
    words: Vec<Words>,
    rows: Rows,
    notes: Notes,
    read: usize,
    decimal_comma: bool,
    most_cells: usize,
}

impl<'s> Filling<'s> {
    fn new(
        record: &ByteRecord,
        spec: &'s RecordingSpec,
        decimal_comma: bool,
        most_cells: usize,
    ) -> Result<Self, TableError> {
        if let Some(cell) = record.get(0).filter(|cell| stamp::Reader::new(spec.date_order).read(cell).is_some()) {
            return Err(TableError::NoHeader { file: spec.file.clone(), cell: text(Some(cell)) });
        }
        let headers: Vec<Header> = record
            .iter()
            .enumerate()
            .map(|(index, cell)| Header::parse(&String::from_utf8_lossy(cell), index))
            .collect();
        let clock = Clock::new(&headers, spec)?;
        let time = clock.column().map(|column| column.index);
        let kept: Vec<usize> = if spec.columns.is_empty() {
            (0..headers.len()).filter(|index| Some(*index) != time).collect()
        } else {
            let find = |column| cells::find(&headers, column, "columns", spec);
            spec.columns.iter().map(|column| find(column)).collect::<Result<_, _>>()?
        };
        if kept.len() > MOST_COLUMNS {
            return Err(TableError::TooWide { file: spec.file.clone(), columns: kept.len() });
        }
        let columns =
            distinct(&headers, &kept).into_iter().map(|header| Column { header, cells: Vec::new() }).collect();
        let rows = Rows { columns, ..Rows::default() };
        let words = vec![Words::default(); kept.len()];
        Ok(Self { spec, clock, kept, words, rows, notes: Notes::default(), read: 0, decimal_comma, most_cells })
    }

    fn add(&mut self, record: &ByteRecord, line: u64) -> Result<(), TableError> {
        let time = self.clock.time(record, self.read);
        self.read += 1;
        let Some(time) = time.filter(|time| self.rows.times.last().is_none_or(|last| time > last)) else {
            self.drop_row(record, line);
            return Ok(());
        };
        self.rows.times.push(time);
        if self.rows.times.len().saturating_mul(self.kept.len() + 1) > self.most_cells {
            return Err(TableError::TooLong { file: self.spec.file.clone(), line, most: self.most_cells });
        }
        for (position, index) in self.kept.iter().enumerate() {
            let cell = record.get(*index).unwrap_or_default();
            let value = number(cell, self.decimal_comma);
            if value.is_none() && !is_missing(cell) {
                let words = &mut self.words[position];
                words.count += 1;
                words.first.get_or_insert_with(|| Spot { line, column: index + 1, cell: text(Some(cell)) });
            }
            self.rows.columns[position].cells.push(value.unwrap_or(f64::NAN));
        }
        Ok(())
    }

    fn drop_row(&mut self, record: &ByteRecord, line: u64) {
        self.notes.dropped_rows += 1;
        let index = self.clock.column().map_or(0, |column| column.index);
        let spot = || Spot { line, column: index + 1, cell: text(record.get(index)) };
        self.notes.first_dropped.get_or_insert_with(spot);
    }

    fn finish(mut self) -> Result<Table, TableError> {
        let file = || self.spec.file.clone();
        if self.rows.times.is_empty() {
            return Err(match (self.clock.column(), self.notes.first_dropped) {
                (Some(column), Some(first)) => column.without_times(file(), first.line, first.cell),
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
            let keep: Vec<bool> = numbers.iter().zip(&self.words).map(|(count, words)| *count > words.count).collect();
            retain(&mut self.rows.columns, &keep);
            retain(&mut self.words, &keep);
            if self.rows.columns.is_empty() {
                return Err(TableError::NoNumber { file: file(), column: "any column".to_owned() });
            }
        }
        self.notes.bad_cells = self.words.iter().map(|words| words.count).sum();
        self.notes.first_bad = self.words.into_iter().filter_map(|words| words.first).min_by_key(|spot| spot.line);
        Ok(Table::new(Rows { notes: self.notes, ..self.rows }))
    }
}

fn retain<T>(list: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter();
    list.retain(|_| keep.next().copied().unwrap_or(false));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::time::SimTime;

    fn spec() -> RecordingSpec {
        RecordingSpec { file: "x.csv".into(), time_column: None, period_s: None, date_order: None, columns: Vec::new() }
    }

    fn names(table: &Table) -> Vec<&str> {
        table.columns().map(|(name, _)| name).collect()
    }

    #[test]
    fn forgives_blanks_trailing_commas_gaps_and_words() {
        let text = "Time [s], HR, note, SpO2,\n0, 93, calm, 99,\n1, , calm, oops,\n\n2, 92, calm, 98,\n3, nan\n";
        let table = Table::parse(text.as_bytes(), &spec()).expect("a table");
        assert_eq!(names(&table), ["HR", "SpO2"]);
        assert_eq!((table.rows(), table.notes().dropped_rows, table.notes().bad_cells), (4, 0, 1));
        assert_eq!(
            (table.cell(0, 0), table.cell(1, 0), table.cell(2, 1), table.cell(3, 1)),
            (Some(93.0), None, Some(98.0), None)
        );
        assert_eq!(table.gaps().len(), 4);
    }

    #[test]
    fn drops_rows_that_do_not_move_on_in_time() {
        let table = Table::parse(b"t,a\n5,1\n6,2\n6,3\n4,4\nx,5\n7,6\n", &spec()).expect("a table");
        assert_eq!((table.rows(), table.notes().dropped_rows), (3, 3));
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
        assert_eq!(field("when,a\nnoon,1\n", &timed("when")), "time_column");
        assert_eq!(field("t,a\n1/2/2020,1\n1/3/2020,2\n", &spec()), "date_order");
        assert_eq!(field("t,a\n0,1\n", &timed("T")), "time_column");
        assert_eq!(field("t,a\n0,1\n", &RecordingSpec { period_s: Some(1.0), ..timed("t") }), "period_s");
        assert_eq!(field("t,a\n0,1\n", &RecordingSpec { period_s: Some(f64::NAN), ..spec() }), "period_s");
        assert_eq!(field("t,a\n0,1\n", &RecordingSpec { columns: vec!["b".into()], ..spec() }), "columns");
    }

    #[test]
    fn refuses_more_cells_than_memory_should_hold() {
        let wide = format!("t,b,{}\n{}", "a,".repeat(300), "1\n");
        assert!(matches!(Table::parse(wide.as_bytes(), &spec()), Err(TableError::TooWide { columns: 302, .. })));
        let long = format!("t,a,b\n{}", (0..101).map(|row| format!("{row},1,2\n")).collect::<String>());
        let refused = parse(long.as_bytes(), &spec(), 300).expect_err("too long");
        assert_eq!(refused, TableError::TooLong { file: "x.csv".into(), line: 102, most: 300 });
        let one = RecordingSpec { columns: vec!["b".into()], ..spec() };
        assert_eq!(parse(long.as_bytes(), &one, 300).expect("only what is kept counts").rows(), 101);
    }

    #[test]
    fn a_last_line_without_an_end_is_left_out() {
        let table = Table::parse(b"t,a\n0,1\n1,2\n2,1", &spec()).expect("a table");
        assert_eq!((table.rows(), table.notes().unfinished_line), (2, Some(4)));
        let table = Table::parse(b"t,a\r\n0,1\r\n1,2\r\n  ", &spec()).expect("a table");
        assert_eq!((table.rows(), table.notes().unfinished_line), (2, None));
    }

    #[test]
    fn semicolons_allow_decimal_commas() {
        let table = Table::parse(b"t;a\n0;1,5\n1;2.5\n", &spec()).expect("a table");
        assert_eq!((table.cell(0, 0), table.cell(1, 0)), (Some(1.5), Some(2.5)));
    }

    #[test]
    fn says_where_the_first_cell_without_a_number_is() {
        for text in ["t,a,b\n0,1,1\n\n1,oops,2\n2,3,x\n", "t,a,b\r\n0,1,1\r\n\r\n1,oops,2\r\n2,3,x\r\n"] {
            let table = Table::parse(text.as_bytes(), &spec()).expect("a table");
            let first = table.notes().first_bad.as_ref().expect("a spot");
            assert_eq!(first.to_string(), "line 4, column 2: \"oops\"");
        }
    }
}
