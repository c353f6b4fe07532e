//! Failures of the command line, and writing to standard output.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// Why a command ends early: a sentence, an exit code, and perhaps a hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Exit code: 1 a run failed, 2 bad input, 3 something needed is missing.
    pub code: u8,
    /// One sentence, or one line for each thing that is wrong.
    pub message: String,
    /// What might help.
    pub hint: Option<String>,
}

impl Failure {
    /// The run itself failed.
    #[must_use]
    pub fn run(message: impl Display) -> Self {
        Self { code: 1, message: message.to_string(), hint: None }
    }

    /// The input is wrong.
    #[must_use]
    pub fn input(message: impl Display) -> Self {
        Self { code: 2, message: message.to_string(), hint: None }
    }

    /// Something needed is missing.
    #[must_use]
    pub fn missing(message: impl Display) -> Self {
        Self { code: 3, message: message.to_string(), hint: None }
    }

    /// The same with a hint.
    #[must_use]
    pub fn with_hint(self, hint: impl Display) -> Self {
        Self { hint: Some(hint.to_string()), ..self }
    }

    /// Prints the sentence to standard error, the hint after it, and gives the exit code.
    #[must_use]
    pub fn exit(&self) -> ExitCode {
        let mut stderr = io::stderr().lock();
        // A closed standard error leaves nobody to tell.
        let _ = writeln!(stderr, "{}", self.message);
        if let Some(hint) = &self.hint {
            let _ = writeln!(stderr, "hint: {hint}");
        }
        ExitCode::from(self.code)
    }
}

/// Writes a text to standard output. A reader that has gone away ends the command without complaint.
///
/// # Errors
/// When standard output cannot be written for another reason.
pub fn write_out(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::run(format!("standard output cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}
