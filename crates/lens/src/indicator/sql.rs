//! SQL of an indicator as the engine gets it, and the engine's complaints as lines of the file. It must not run it.

use jiff::civil::Date;

use super::{definition::Indicator, error::IndicatorError};
use crate::lake::in_chinese;

impl Indicator {
    /// The SQL for a day.
    pub(crate) fn sql_as_of(&self, as_of: Date) -> String {
        self.sql.replace("{as_of}", &format!("DATE '{as_of}'"))
    }

    /// The engine's complaint, at the line of the file it is about where that can be told.
    pub(crate) fn sql_error(&self, message: &str) -> IndicatorError {
        let line = complained_line(message)
            .or_else(|| named_line(message, &self.sql))
            .unwrap_or(1);
        IndicatorError::Line {
            file: self.file.clone(),
            line: self.sql_line + line - 1,
            problem: format!(
                "SQL 有误（{}）；请对照数据表的列名和 SQL 写法改正",
                in_chinese(message)
            ),
        }
    }

    /// A complaint about what the SQL gives.
    pub(crate) fn result_error(&self, problem: impl Into<String>) -> IndicatorError {
        IndicatorError::Line {
            file: self.file.clone(),
            line: self.sql_line,
            problem: problem.into(),
        }
    }
}

/// `… at Line: 3, Column: 7`.
fn complained_line(message: &str) -> Option<usize> {
    let rest = message.split("Line: ").nth(1)?;
    rest.chars()
        .take_while(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .ok()
}

/// The line of the SQL on which a word quoted by the complaint stands.
fn named_line(message: &str, sql: &str) -> Option<usize> {
    let words = message
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|w| w.len() > 2);
    words
        .filter(|w| !is_common(w))
        .find_map(|word| sql.lines().position(|line| has_word(line, word)))
        .map(|at| at + 1)
}

fn has_word(line: &str, word: &str) -> bool {
    line.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .any(|w| w.eq_ignore_ascii_case(word))
}

/// Words of the engine's sentences that also stand in SQL.
fn is_common(word: &str) -> bool {
    let common = [
        "table", "select", "from", "where", "group", "and", "not", "for", "field", "function",
        "the", "type", "error", "subject", "value", "rows",
    ];
    common.iter().any(|c| word.eq_ignore_ascii_case(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_are_brought_to_their_line() {
        assert_eq!(
            complained_line("sql parser error: Expected: x, found: y at Line: 3, Column: 7"),
            Some(3)
        );
        assert_eq!(
            named_line(
                "Schema error: No field named fnie. Valid fields are",
                "SELECT subject,\n sum(fnie) AS value\nFROM penalty"
            ),
            Some(2)
        );
    }
}
