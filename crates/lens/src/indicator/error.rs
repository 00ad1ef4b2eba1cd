//! Why an indicator cannot be used: file, line, what is wrong. It must not know the engine.

/// A refusal with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IndicatorError {
    /// A line of a file is wrong.
    #[error("指标文件 {file} 第 {line} 行有误：{problem}")]
    Line {
        /// The file.
        file: String,
        /// Line, counted from 1.
        line: usize,
        /// What is wrong and what to do.
        problem: String,
    },
    /// A file or folder cannot be read.
    #[error("指标文件“{path}”无法读取：{problem}")]
    Read {
        /// File or folder.
        path: String,
        /// What the system says.
        problem: String,
    },
    /// The SQL failed while it ran.
    #[error("指标文件 {file} 第 {line} 行起的 SQL 计算失败：{problem}")]
    Run {
        /// The file.
        file: String,
        /// Line on which the SQL begins.
        line: usize,
        /// What the engine says.
        problem: String,
    },
}

/// The line of a byte of a text, counted from 1.
pub(crate) fn line_of(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
}
