//! The ledger: the file of a sweep, which a later run of the same sweep goes on with.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::Path;

use super::super::{Failure, save};

/// A file of rows, open at its end.
#[derive(Debug)]
pub(super) struct Ledger {
    file: File,
    path: String,
    /// Rows that it already holds.
    pub(super) rows: u64,
}

impl Ledger {
    /// Opens a file, or makes it with its header. Complete rows are kept, a half-written last one is cut off; `key`
    /// says how the row at a place begins, none behind the last.
    ///
    /// # Errors
    /// With exit code 2 for a file that belongs to something else.
    pub(super) fn open(
        path: &Path,
        header: &[String],
        key: impl Fn(u64) -> Option<Vec<String>>,
    ) -> Result<Self, Failure> {
        let failed = |error| save::failed(path, error);
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(failed)?;
        let name = path.display().to_string();
        let foreign = |reason: String| {
            let hint = "another name for --out begins a new file";
            Err(Failure::input(format!("--out: {name}{reason}")).with_hint(hint))
        };
        let header = line(header);
        let mut reader = BufReader::new(&file);
        let (mut good, mut rows, mut text) = (0, 0, Vec::new());
        while reader.read_until(b'\n', &mut text).map_err(failed)? > 0 {
            let whole = text.ends_with(b"\n");
            if good == 0 {
                if text != header.as_bytes() && (whole || !header.as_bytes().starts_with(&text)) {
                    return foreign(": the first line is not the header of this sweep".to_owned());
                }
            } else if whole {
                let Some(key) = key(rows) else {
                    return foreign(format!(":{}: this sweep has only {rows} rows here", rows + 2));
                };
                let begins = line(&key);
                let begins = begins.trim_end_matches('\n').as_bytes();
                if !text.starts_with(begins) || text.get(begins.len()) != Some(&b',') {
                    return foreign(format!(":{}: the row is not {:?} of this sweep", rows + 2, key.join(", ")));
                }
                rows += 1;
            }
            if !whole {
                break;
            }
            good += text.len() as u64;
            text.clear();
        }
        file.set_len(good).map_err(failed)?;
        file.seek(SeekFrom::End(0)).map_err(failed)?;
        if good == 0 {
            file.write_all(header.as_bytes()).map_err(failed)?;
        }
        Ok(Self { file, path: name, rows })
    }

    /// Adds a row in one write.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn add(&mut self, cells: &[String]) -> Result<(), Failure> {
        self.rows += 1;
        let written = self.file.write_all(line(cells).as_bytes());
        written.map_err(|error| save::failed(Path::new(&self.path), error))
    }
}

/// A line of CSV, as the `csv` crate writes it.
fn line(cells: &[String]) -> String {
    let mut table = csv::Writer::from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = table.write_record(cells);
    table.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}
