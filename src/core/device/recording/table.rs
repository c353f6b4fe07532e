//! Tables: the rows of a recording, with their gaps.

use std::fmt;
use std::sync::Arc;

use super::header::Header;
use crate::core::time::SimTime;

/// The rows of a recording. Copies share them.
#[derive(Clone, Debug, Default)]
pub struct Table(Arc<Rows>);

#[derive(Debug, Default)]
pub(super) struct Rows {
    /// When each row was recorded, from the first row on; strictly increasing.
    pub(super) times: Vec<SimTime>,
    pub(super) columns: Vec<Column>,
    pub(super) notes: Notes,
    /// The median time from row to row.
    pub(super) spacing: Option<SimTime>,
}

/// What was left out of a recording, and where that began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// Rows whose time was missing, not readable, or not after the row before.
    pub dropped_rows: usize,
    /// The time of the first of them.
    pub first_dropped: Option<Spot>,
    /// Cells that hold something other than a number; they count as empty.
    pub bad_cells: usize,
    /// The first of them.
    pub first_bad: Option<Spot>,
    /// The last line, where it has no end yet: somebody is still writing it.
    pub unfinished_line: Option<u64>,
}

/// A cell of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Its line, counted from 1.
    pub line: u64,
    /// Its column, counted from 1.
    pub column: usize,
    /// What it holds.
    pub cell: String,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {:?}", self.line, self.column, self.cell)
    }
}

#[derive(Debug)]
pub(super) struct Column {
    pub(super) header: Header,
    /// One cell for each row; NaN stands for none.
    pub(super) cells: Vec<f64>,
}

/// A stretch of a recording without values.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The column that has no cells here; none where there are no rows at all.
    pub column: Option<String>,
    /// When the last value before it ends.
    pub from: SimTime,
    /// When values begin again, or the recording ends.
    pub to: SimTime,
}

impl Table {
    pub(super) fn new(rows: Rows) -> Self {
        let mut spacings: Vec<SimTime> = rows.times.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let middle = spacings.len().saturating_sub(1) / 2;
        let spacing = (!spacings.is_empty()).then(|| *spacings.select_nth_unstable(middle).1);
        Self(Arc::new(Rows { spacing, ..rows }))
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.0.times.len()
    }

    /// When a row was recorded; the first one is at zero.
    #[must_use]
    pub fn time(&self, row: usize) -> Option<SimTime> {
        self.0.times.get(row).copied()
    }

    /// The name and the unit of every column.
    #[must_use]
    pub fn columns(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.0.columns.iter().map(|column| (column.header.name.as_str(), column.header.unit.as_str()))
    }

    /// Whether a column is among them, by its name or its whole header.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.0.columns.iter().any(|has| has.header.is_called(column))
    }

    /// The value in a row and column, if there is one.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Option<f64> {
        let cell = *self.0.columns.get(column)?.cells.get(row)?;
        (!cell.is_nan()).then_some(cell)
    }

    /// What was left out.
    #[must_use]
    pub fn notes(&self) -> &Notes {
        &self.0.notes
    }

    /// The usual time from row to row: the median.
    #[must_use]
    pub fn spacing(&self) -> Option<SimTime> {
        self.0.spacing
    }

    /// How long the values of a row stand: one and a half usual spacings.
    pub(super) fn held_until(&self, row: usize) -> SimTime {
        let time = self.time(row).unwrap_or_default();
        self.spacing().map_or(SimTime::MAX, |spacing| time + spacing + SimTime::from_nanos(spacing.nanos() / 2))
    }

    /// All gaps: runs of empty cells in each column, and jumps in time of more than one and a half usual
    /// spacings.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        let end = self.0.times.last().copied().unwrap_or_default();
        let jumps = (1..self.rows()).map(|row| (row - 1, row)).filter_map(|(before, after)| {
            let (from, to) = (self.held_until(before), self.0.times[after]);
            (to > from).then_some(Gap { column: None, from, to })
        });
        let runs = self.0.columns.iter().flat_map(|column| {
            let empty = |row: usize| column.cells[row].is_nan();
            let starts = (0..self.rows()).filter(move |row| empty(*row) && (*row == 0 || !empty(*row - 1)));
            starts.map(move |start| {
                let after = (start..self.rows()).find(|row| !empty(*row));
                let to = after.map_or(end, |row| self.0.times[row]);
                Gap { column: Some(column.header.name.clone()), from: self.0.times[start], to }
            })
        });
        jumps.chain(runs).collect()
    }
}
