//! Why a CSV file is no recording.

use thiserror::Error;

use super::read::MOST_COLUMNS;

/// Why a CSV file is no recording.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum TableError {
    /// There is no header, or no row under it.
    #[error("{file} has no rows")]
    NoRows {
        /// The file.
        file: String,
    },
    /// The first line holds numbers.
    #[error("{file} has no header: line 1, column 1 holds {cell}, which is a value and no name")]
    NoHeader {
        /// The file.
        file: String,
        /// The first cell.
        cell: String,
    },
    /// It is too wide.
    #[error("{file} has {columns} columns, and a recording at most {MOST_COLUMNS}: name those that matter in columns")]
    TooWide {
        /// The file.
        file: String,
        /// How many columns were asked for.
        columns: usize,
    },
    /// It is too long.
    #[error(
        "{file} has more than {most} cells up to line {line}: name those columns that matter in columns, or cut it"
    )]
    TooLong {
        /// The file.
        file: String,
        /// The first line that is too much.
        line: u64,
        /// Most cells that are kept.
        most: usize,
    },
    /// The lines cannot be told apart.
    #[error("{file} is not CSV: {reason}")]
    NotCsv {
        /// The file.
        file: String,
        /// What the reader says.
        reason: String,
    },
    /// Nothing says when rows were recorded.
    #[error("{file} has no column that looks like a time: give time_column or period_s; its columns are {available}")]
    NoTime {
        /// The file.
        file: String,
        /// The columns it has.
        available: String,
    },
    /// Time column and period contradict each other.
    #[error("{file} cannot have both the time_column {column:?} and a period_s")]
    TwoTimes {
        /// The file.
        file: String,
        /// The time column.
        column: String,
    },
    /// The period is not a time.
    #[error("{period_s} is not a number of seconds above 0")]
    BadPeriod {
        /// The period.
        period_s: f64,
    },
    /// No row has a time.
    #[error(
        "{file}, line {line}, column {column} ({name}): {cell:?} is no time, which is a number of seconds or a date-time such as 2024-03-01T12:00:05Z or 01.03.2024 12:00; give period_s instead"
    )]
    NotATime {
        /// The file.
        file: String,
        /// Line of the first such cell.
        line: u64,
        /// The time column, counted from 1.
        column: usize,
        /// Its name.
        name: String,
        /// The first cell.
        cell: String,
    },
    /// Dates that can be read in two ways.
    #[error(
        "{file}, line {line}, column {column} ({name}): {cell:?} begins with a day or with a month, and no other row tells: say date_order: DayFirst or MonthFirst"
    )]
    AmbiguousDates {
        /// The file.
        file: String,
        /// Line of the first such cell.
        line: u64,
        /// The time column, counted from 1.
        column: usize,
        /// Its name.
        name: String,
        /// The first cell.
        cell: String,
    },
    /// A column that the scene names is not there.
    #[error("{file} has no column {column:?}; it has {available}")]
    NoColumn {
        /// The file.
        file: String,
        /// The field that names it.
        field: &'static str,
        /// The column asked for.
        column: String,
        /// The columns it has.
        available: String,
    },
    /// A chosen column, or every column, holds no number.
    #[error("{file} has no number in {column}")]
    NoNumber {
        /// The file.
        file: String,
        /// Which column, or any column.
        column: String,
    },
}

impl TableError {
    /// The field of the recording's spec that would have to change.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::NotATime { .. } => "time_column",
            Self::AmbiguousDates { .. } => "date_order",
            Self::TwoTimes { .. } | Self::BadPeriod { .. } => "period_s",
            Self::NoColumn { field, .. } => field,
            Self::NoNumber { .. } | Self::TooWide { .. } => "columns",
            _ => "file",
        }
    }
}
