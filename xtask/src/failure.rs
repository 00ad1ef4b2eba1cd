//! The one error of the developer commands: what went wrong, in words for the person at the
//! terminal, and the exit code. It must not know which command raised it.

use std::fmt;
use std::io;

/// Result of a developer command.
pub type Outcome<T = ()> = Result<T, Failure>;

/// A command that could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// Wrong use of the command line; exit code 2.
    Usage(String),
    /// The work was refused or failed; exit code 1.
    Refused(String),
}

impl Failure {
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    pub fn refused(message: impl Into<String>) -> Self {
        Self::Refused(message.into())
    }

    /// Wraps an input/output error with what was being done.
    pub fn io(doing: impl fmt::Display, error: &io::Error) -> Self {
        Self::Refused(format!("{doing}失败：{error}"))
    }

    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Refused(_) => 1,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(message) | Self::Refused(message) => formatter.write_str(message),
        }
    }
}
