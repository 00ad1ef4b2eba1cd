//! How far an import is, for whoever waits. It must not know who that is.

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Reading the file.
    Reading,
    /// Finding out which rows are new.
    Matching,
    /// Writing; from here on it is all or nothing.
    Writing,
}

impl Phase {
    /// In words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Reading => "读取文件",
            Self::Matching => "核对已有记录",
            Self::Writing => "写入",
        }
    }
}

/// How far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// Rows done in this phase.
    pub done: u64,
    /// Rows in all.
    pub total: u64,
}
