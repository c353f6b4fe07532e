//! What can be wished of a real board on stage: its port, its clock, its lines in a file.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::{Listening, Notice};
use crate::live::order::Wish;
use crate::live::recording::Recorder;
use crate::live::summary::Summary;

/// Names that are tried for a file before giving up.
const MOST_FILES: u32 = 10_000;

/// A wish about a real board.
#[derive(Clone, Debug, PartialEq)]
pub enum BoardWish {
    /// Lets go of its port, so that another program can flash it (true), or takes it again.
    ReleasePort(bool),
    /// Keeps its own clock with the date, or leaves it alone.
    Steer(bool),
    /// Begins to keep every line in a new file, or ends that.
    Record(bool),
    /// Writes what is known of its clock to new files: a summary and the curves.
    Export,
    /// Sends it a command.
    Send(Wish),
}

impl Listening {
    /// Grants a wish; a notice where there is something to say of it.
    pub fn grant(&mut self, wish: &BoardWish) -> Option<Notice> {
        match wish {
            BoardWish::ReleasePort(released) => {
                self.let_go(*released);
                None
            }
            BoardWish::Steer(on) => {
                self.board.steer(self.epoch_s.filter(|_| *on));
                None
            }
            BoardWish::Record(true) => Some(match self.start_recording() {
                Ok(path) => said(format!("Every line is kept in {path} from now on.")),
                Err(error) => Notice::failure(error),
            }),
            BoardWish::Record(false) => self.stop_recording().map(|path| said(format!("{path} is complete."))),
            BoardWish::Export => Some(match export(self) {
                Ok(paths) => said(format!("Written: {paths}.")),
                Err(error) => Notice::failure(error),
            }),
            BoardWish::Send(wish) => {
                let declined = self.order(*wish).err()?;
                Some(Notice::failure(format!("Not sent: {declined}.")))
            }
        }
    }

    fn start_recording(&mut self) -> Result<String, String> {
        let path = unused("board", &["csv"])?.with_extension("csv");
        let name = path.display().to_string();
        let file = File::create(&path).map_err(|error| failed(&path, &error))?;
        let recorder = Recorder::new(Box::new(file) as _).map_err(|error| failed(&path, &error))?;
        self.record(recorder, name.clone());
        Ok(name)
    }
}

fn said(text: String) -> Notice {
    Notice { text, failure: false }
}

fn failed(path: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be written: {error}", path.display())
}

/// A name in the working directory that no file has, with any of the extensions.
fn unused(stem: &str, extensions: &[&str]) -> Result<PathBuf, String> {
    let is_free = |path: &PathBuf| extensions.iter().all(|extension| !path.with_extension(extension).exists());
    let mut names = (1..=MOST_FILES).map(|number| PathBuf::from(format!("{stem}_{number}")));
    names.find(is_free).ok_or_else(|| format!("{stem}_1 to {stem}_{MOST_FILES} are taken: move some files away"))
}

/// Writes the summary that `twinsync live --json` prints, and the curves of the charts.
fn export(session: &Listening) -> Result<String, String> {
    let path = unused("board_clock", &["json", "csv"])?;
    let (summary, curves) = (path.with_extension("json"), path.with_extension("csv"));
    let text = serde_json::to_string_pretty(&Summary::of(&session.board, None)).map_err(|error| error.to_string())?;
    std::fs::write(&summary, text + "\n").map_err(|error| failed(&summary, &error))?;
    write_curves(session, &curves).map_err(|error| failed(&curves, &error))?;
    Ok(format!("{} and {}", summary.display(), curves.display()))
}

fn write_curves(session: &Listening, path: &Path) -> std::io::Result<()> {
    let series = &session.state.series;
    let mut out = std::io::BufWriter::new(File::create(path)?);
    writeln!(out, "ref_s,gained_s,residual_s")?;
    for (gained, residual) in series.gained_s.iter().zip(&series.residual_s) {
        writeln!(out, "{:.9},{:.9},{:.9}", gained[0], gained[1], residual[1])?;
    }
    out.flush()
}
