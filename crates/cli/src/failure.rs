//! How a command ends badly: 1 for refused input, 2 for wrong use (which clap reports itself). It
//! must not know commands.

use std::io::Write;
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
            message: in_chinese(message.into()),
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

    /// Whoever reads the output has seen enough (`… | head`): nothing went wrong.
    fn enough() -> Self {
        Self {
            message: String::new(),
            code: 0,
        }
    }

    /// Prints the message on standard error, if anybody still reads it.
    pub fn report(self) -> ExitCode {
        if !self.message.is_empty() {
            writeln!(std::io::stderr(), "错误：{}", self.message).ok();
        }
        ExitCode::from(self.code)
    }
}

/// What the system says in English of files, whatever layer it comes from.
const SYSTEM_WORDS: [(&str, &str); 7] = [
    (
        "No such file or directory (os error 2)",
        "没有这个文件或文件夹",
    ),
    ("Permission denied (os error 13)", "没有权限"),
    ("File exists (os error 17)", "已经有同名的文件或文件夹"),
    ("Not a directory (os error 20)", "路径里有一段不是文件夹"),
    ("Is a directory (os error 21)", "这是一个文件夹"),
    ("No space left on device (os error 28)", "磁盘已满"),
    (
        "stream did not contain valid UTF-8",
        "不是 UTF-8 编码的文本",
    ),
];

fn in_chinese(message: String) -> String {
    SYSTEM_WORDS
        .iter()
        .fold(message, |said, (english, chinese)| {
            if said.contains(english) {
                said.replace(english, chinese)
            } else {
                said
            }
        })
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
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Self::enough(),
            _ => Self::input(format!("读写失败：{}", error)),
        }
    }
}
