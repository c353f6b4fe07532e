//! Plain text in columns: words to the left, numbers to the right.

use std::fmt::Write as _;

/// Rows under their headings; the first `words` columns hold words.
#[must_use]
pub fn aligned(headings: &[String], rows: &[Vec<String>], words: usize) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).chain(headings.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..headings.len()).map(width).collect();
    let mut text = String::new();
    for row in std::iter::once(headings).chain(rows.iter().map(Vec::as_slice)) {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let _ = if column < words { write!(line, "{cell:<width$}  ") } else { write!(line, "{cell:>width$}  ") };
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// A number to three or four digits, as short as that goes.
#[must_use]
pub fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 1000.0 => format!("{value:.0}"),
        size if size >= 100.0 => format!("{value:.1}"),
        size if size >= 0.1 => format!("{value:.3}"),
        0.0 => "0".to_owned(),
        size if size >= 0.001 => format!("{value:.4}"),
        _ => format!("{value:.2e}"),
    }
}

/// What stands for a value that was not measured.
#[must_use]
pub fn dash() -> String {
    "-".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_left_and_numbers_right() {
        let row = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
        assert_eq!(
            aligned(&row("name", "x"), &[row("é", "12"), row("long", "3")], 1),
            "name   x\né     12\nlong   3\n"
        );
    }

    #[test]
    fn numbers_keep_three_digits() {
        for (value, text) in [(0.0, "0"), (0.05, "0.0500"), (1.23456, "1.235"), (12345.6, "12346"), (2e-7, "2.00e-7")] {
            assert_eq!(short(value), text);
        }
    }
}
