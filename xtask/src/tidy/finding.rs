//! One place where a rule is broken. It must not know the rules.

use std::fmt;

/// A broken rule with its place; line 0 means the whole file.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    pub line: usize,
    pub problem: String,
}

impl Finding {
    pub fn new(path: &str, line: usize, problem: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            problem: problem.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(formatter, "{}：{}", self.path, self.problem),
            line => write!(formatter, "{}:{line}：{}", self.path, self.problem),
        }
    }
}
