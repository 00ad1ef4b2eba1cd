//! Why an index cannot be made. It must not know commands.

use crate::{indicator::IndicatorError, lake::LakeError, screen::ScreenError};

/// A refusal with its place and its remedy.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// An indicator's file is wrong.
    #[error(transparent)]
    Indicator(#[from] IndicatorError),
    /// The lake cannot be read.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// The words cannot be read.
    #[error(transparent)]
    Words(#[from] ScreenError),
    /// Settings of the index are wrong.
    #[error("指数设置 {file} 有误：{problem}")]
    Settings {
        /// The file.
        file: String,
        /// What is wrong, with the line where it can be told.
        problem: String,
    },
    /// Nothing is known of a subject.
    #[error("数据湖中没有主体“{0}”；请用统一社会信用代码、装载时的编号或全称查找")]
    UnknownSubject(String),
    /// Outcomes that cannot be used.
    #[error("结果文件“{file}”第 {row} 行有误：{problem}")]
    Outcome {
        /// The file.
        file: String,
        /// The row.
        row: u64,
        /// What is wrong and what to do.
        problem: String,
    },
    /// Too little to say anything.
    #[error("{0}")]
    TooLittle(String),
}
