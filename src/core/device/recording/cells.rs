//! Cells and columns: numbers, the ways of writing none, and finding a column by its name.

use super::RecordingSpec;
use super::error::TableError;
use super::header::Header;

/// Most columns that an error lists.
const LISTED: usize = 12;

/// The number in a cell; files that separate by semicolons may write decimal commas.
pub(super) fn number(cell: &[u8], decimal_comma: bool) -> Option<f64> {
    let text = std::str::from_utf8(cell).ok()?.trim();
    let value = match text.parse::<f64>() {
        Err(_) if decimal_comma => text.replacen(',', ".", 1).parse::<f64>().ok()?,
        parsed => parsed.ok()?,
    };
    value.is_finite().then_some(value)
}

/// Empty cells, and the ways in which programs write "no value".
pub(super) fn is_missing(cell: &[u8]) -> bool {
    let text = String::from_utf8_lossy(cell).trim().to_lowercase();
    matches!(text.as_str(), "" | "nan" | "na" | "n/a" | "null" | "none" | "-" | "--")
}

/// Longest stretch of a cell that an error shows.
const SHOWN: usize = 40;

/// A cell as an error shows it.
pub(super) fn text(cell: Option<&[u8]>) -> String {
    let text = String::from_utf8_lossy(cell.unwrap_or_default());
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// The place of a column that a scene names.
pub(super) fn find(
    headers: &[Header],
    column: &str,
    field: &'static str,
    spec: &RecordingSpec,
) -> Result<usize, TableError> {
    headers.iter().position(|header| header.is_called(column)).ok_or_else(|| TableError::NoColumn {
        file: spec.file.clone(),
        field,
        column: column.to_owned(),
        available: available(headers),
    })
}

/// The names of the columns, or of as many as an error holds.
pub(super) fn available(headers: &[Header]) -> String {
    let listed = headers.iter().take(LISTED).map(|header| header.name.as_str()).collect::<Vec<_>>().join(", ");
    match headers.len().checked_sub(LISTED) {
        None | Some(0) => listed,
        Some(more) => format!("{listed} and {more} more"),
    }
}

/// The headers of the kept columns; a name that returns gets the number of its column.
pub(super) fn distinct(headers: &[Header], kept: &[usize]) -> Vec<Header> {
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
