//! Time stamps: how the cells of a time column are read.
//!
//! A stamp is a number, an ISO 8601 date-time, or a local date-time as spreadsheets and loggers write it. Only
//! differences count: a local one is taken as if its clock never changed between summer and winter time.

use jiff::civil::DateTime;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::core::time::SimTime;

/// Which comes first in dates such as 01/02/2024.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateOrder {
    /// 1 February.
    DayFirst,
    /// January 2.
    MonthFirst,
}

/// A time stamp.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stamp {
    /// A number in the column's own unit.
    Number(f64),
    /// An instant.
    Instant(Timestamp),
}

/// Dates whose order is known, and those whose order must be found out: day first and month first.
const DATES: [&str; 2] = ["%d.%m.%Y", "%Y/%m/%d"];
const DAY_FIRST: [&str; 2] = ["%d/%m/%Y", "%d-%m-%Y"];
const MONTH_FIRST: [&str; 2] = ["%m/%d/%Y", "%m-%d-%Y"];

/// Times of day, after a date.
const TIMES: [&str; 5] = [" %H:%M:%S%.f", " %H:%M", "", " %I:%M:%S%.f %p", " %I:%M %p"];

/// Longer cells are no time stamps.
const LONGEST: usize = 64;

/// Reads the cells of one column.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    order: Option<DateOrder>,
    /// The pattern that fitted last.
    pattern: String,
}

impl Reader {
    /// A reader of dates in a known order, or in one that does not matter.
    pub(super) fn new(order: Option<DateOrder>) -> Self {
        Self { order, pattern: String::new() }
    }

    /// The stamp in a cell, if it is one.
    pub(super) fn read(&mut self, cell: &[u8]) -> Option<Stamp> {
        let text = std::str::from_utf8(cell).ok()?.trim();
        if let Ok(number) = text.parse::<f64>() {
            return number.is_finite().then_some(Stamp::Number(number));
        }
        if text.len() > LONGEST || !text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        if text.as_bytes().get(4) == Some(&b'-') {
            return iso(text).map(Stamp::Instant);
        }
        // ISO 8601 allows a comma before the fraction; patterns know the point only.
        self.local(&text.replacen(',', ".", 1)).map(Stamp::Instant)
    }

    fn local(&mut self, text: &str) -> Option<Timestamp> {
        if let Some(instant) = fitted(&self.pattern, text) {
            return Some(instant);
        }
        let ordered = match self.order {
            Some(DateOrder::DayFirst) => &DAY_FIRST,
            Some(DateOrder::MonthFirst) | None => &MONTH_FIRST,
        };
        for date in DATES.iter().chain(ordered) {
            for time in TIMES {
                let pattern = format!("{date}{time}");
                if let Some(instant) = fitted(&pattern, text) {
                    self.pattern = pattern;
                    return Some(instant);
                }
            }
        }
        None
    }
}

/// With `Z` or an offset an instant; without one a local date-time, with a T or a blank.
fn iso(text: &str) -> Option<Timestamp> {
    text.parse::<Timestamp>().ok().or_else(|| in_utc(text.parse::<DateTime>().ok()?))
}

fn fitted(pattern: &str, text: &str) -> Option<Timestamp> {
    if pattern.is_empty() {
        return None;
    }
    let parts = BrokenDownTime::parse(pattern, text).ok()?;
    // A date without a time of day is its midnight.
    in_utc(parts.to_datetime().or_else(|_| parts.to_date().map(Into::into)).ok()?)
}

fn in_utc(local: DateTime) -> Option<Timestamp> {
    Offset::UTC.to_timestamp(local).ok()
}

impl Stamp {
    /// Time since an earlier stamp of the same kind, with the seconds in one unit of the column.
    pub(super) fn since(self, first: Self, seconds: f64) -> Option<SimTime> {
        match (self, first) {
            (Self::Number(now), Self::Number(first)) => Some(SimTime::from_secs((now - first) * seconds)),
            (Self::Instant(now), Self::Instant(first)) => {
                let nanos = SignedDuration::as_nanos(&now.duration_since(first));
                Some(SimTime::from_nanos(i64::try_from(nanos).unwrap_or(i64::MAX)))
            }
            _ => None,
        }
    }
}

/// Steps of at most this many seconds carry on from one day into the next.
const DAY_S: i64 = 86_400;

/// Finds out in which order a column writes days and months.
#[derive(Debug)]
pub(super) struct OrderFinder {
    readers: [Reader; 2],
    last: Option<[Timestamp; 2]>,
    /// Rows of one date that lie apart: then a step of a month to the next row is no step.
    within_a_day: bool,
    changes: bool,
}

impl OrderFinder {
    /// A finder that has seen nothing.
    pub(super) fn new() -> Self {
        let readers = [DateOrder::MonthFirst, DateOrder::DayFirst].map(|order| Reader::new(Some(order)));
        Self { readers, last: None, within_a_day: false, changes: false }
    }

    /// Looks at the next cell; some order once that is certain.
    pub(super) fn look(&mut self, cell: &[u8]) -> Option<DateOrder> {
        let [month, day] = &mut self.readers;
        let now = match (month.read(cell), day.read(cell)) {
            (Some(Stamp::Instant(month)), Some(Stamp::Instant(day))) => [month, day],
            (Some(_), None) => return Some(DateOrder::MonthFirst),
            (None, Some(_)) => return Some(DateOrder::DayFirst),
            _ => return None,
        };
        let last = self.last.replace(now)?;
        let [by_month, by_day] = [0, 1].map(|order| now[order].duration_since(last[order]).as_secs());
        if by_month == by_day {
            self.within_a_day |= by_month > 0;
            return None;
        }
        self.changes = true;
        let goes_on = |step: i64| step > 0 && step <= DAY_S;
        match (self.within_a_day, goes_on(by_month), goes_on(by_day)) {
            (true, true, false) => Some(DateOrder::MonthFirst),
            (true, false, true) => Some(DateOrder::DayFirst),
            _ => None,
        }
    }

    /// Whether the order would make a difference to the cells seen.
    pub(super) fn matters(&self) -> bool {
        self.changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(order: Option<DateOrder>, from: &str, to: &str) -> Option<f64> {
        let mut reader = Reader::new(order);
        let first = reader.read(from.as_bytes())?;
        Some(reader.read(to.as_bytes())?.since(first, 1.0)?.secs())
    }

    #[test]
    fn reads_iso_8601_with_and_without_offsets() {
        let is =
            |from: &str, to: &str, expected: f64| assert_eq!(seconds(None, from, to), Some(expected), "{from} {to}");
        is("2024-02-28T23:59:59Z", "2024-02-29T00:00:00Z", 1.0);
        is("2024-03-01T12:00:00.250Z", "2024-03-01T12:00:00.500Z", 0.25);
        is("2024-03-01 12:00:05", "2024-03-01 12:01", 55.0);
        is("2024-03-01T12:00:00+01:00", "2024-03-01T12:00:00Z", 3600.0);
        is("2024-03-01", "2024-03-02", 86_400.0);
        is("2024-12-31T23:59:59.999999999", "2025-01-01T00:00:00", 1e-9);
    }

    #[test]
    fn reads_what_spreadsheets_write() {
        let (day, month) = (Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst));
        let is = |order, from: &str, to: &str, expected: f64| {
            assert_eq!(seconds(order, from, to), Some(expected), "{from} {to}");
        };
        is(month, "03/01/2024 12:00", "3/1/2024 12:01", 60.0);
        is(month, "2/28/2024 0:00", "3/1/2024 0:00", 2.0 * 86_400.0);
        is(day, "28/2/2024 0:00", "1/3/2024 0:00", 2.0 * 86_400.0);
        is(None, "01.03.2024 12:00:05", "01.03.2024 12:00:05.5", 0.5);
        is(None, "01.03.2024 12:00:05,25", "01.03.2024 12:00:05,5", 0.25);
        is(None, "29.02.2024", "01.03.2024", 86_400.0);
        is(month, "3/1/2024 11:59:59 AM", "3/1/2024 12:00:01 PM", 2.0);
        is(None, "2024/03/01 12:00", "2024/03/01 12:30", 1800.0);
    }

    #[test]
    fn numbers_are_numbers_and_words_are_nothing() {
        assert_eq!(seconds(None, "1709290800", "1709290800.5"), Some(0.5));
        assert_eq!(seconds(None, "1", "2024-03-01"), None, "two kinds in one column");
        for cell in ["", "noon", "nan", "inf", "31/31/2024 12:00", "2024-02-30", "12:00", "1/2", "1.2.3.4"] {
            assert_eq!(Reader::new(None).read(cell.as_bytes()), None, "{cell}");
        }
    }

    /// The order, if it is certain, and whether it matters otherwise.
    fn found(cells: &[&str]) -> (Option<DateOrder>, bool) {
        let mut finder = OrderFinder::new();
        (cells.iter().find_map(|cell| finder.look(cell.as_bytes())), finder.matters())
    }

    #[test]
    fn the_column_itself_says_which_comes_first() {
        use DateOrder::{DayFirst, MonthFirst};
        assert_eq!(found(&["01/02/2024 10:00", "01/13/2024 10:00"]).0, Some(MonthFirst));
        assert_eq!(found(&["01/02/2024 10:00", "13/02/2024 10:00"]).0, Some(DayFirst));
        let night = |from: &str, to: &str| {
            found(&[&format!("{from} 23:58"), &format!("{from} 23:59"), &format!("{to} 0:00")]).0
        };
        assert_eq!(night("9/11/2017", "9/12/2017"), Some(MonthFirst));
        assert_eq!(night("9/11/2017", "10/11/2017"), Some(DayFirst));
        assert_eq!(found(&["9/11/2017 0:00", "9/11/2017 0:01"]), (None, false));
        assert_eq!(found(&["1/1/2024", "1/2/2024", "1/3/2024"]), (None, true));
    }
}
