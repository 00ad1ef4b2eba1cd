//! How a command ends badly: 1 for refused input, 2 for wrong use (which clap reports itself). It
//! must not know commands.

use std::process::ExitCode;

/// A command that did not do what was asked.
#[derive(Debug)]
pub struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    /// The input was refused; nothing was changed.
    pub fn input(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 1,
        }
    }

    /// The command was used wrongly.
    pub fn usage(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 2,
        }
    }

    /// Prints the message on standard error.
    pub fn report(self) -> ExitCode {
        eprintln!("错误：{}", self.message);
        ExitCode::from(self.code)
    }
}

impl From<fangfei_app::Error> for Failure {
    fn from(error: fangfei_app::Error) -> Self {
        let mut message = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            let text = error.to_string();
            if !message.contains(&text) {
                message.push_str(&format!("（{text}）"));
            }
            cause = error.source();
        }
        Self::input(message)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::input(format!("读写失败：{error}"))
    }
}
