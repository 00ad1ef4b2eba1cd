//! A rule file as it was read, and errors that name its line. It must not know what the rules mean.

use std::{collections::BTreeMap, path::Path};

use crate::{Error, Result};

/// One file of rules: where it comes from and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFile {
    /// `ledgers/clues.toml`, or the whole path for a file of the data folder.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What is wrong with a definition, and on which line when that can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleProblem {
    /// Line, counted from 1.
    pub line: Option<usize>,
    /// What is wrong and what to do.
    pub problem: String,
}

impl std::fmt::Display for RuleProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "第 {line} 行：{}", self.problem),
            None => f.write_str(&self.problem),
        }
    }
}

impl RuleProblem {
    /// A text that is not TOML of the wanted shape. The parser's own words follow in brackets.
    pub(crate) fn syntax(text: &str, error: &toml::de::Error) -> Self {
        let line = error.span().map(|span| line_of(text, span.start));
        let problem = format!("格式不对，请对照随附的定义修改（{}）", error.message());
        Self { line, problem }
    }

    /// A wrong word of the text, on the line where it first stands.
    pub(crate) fn near(text: &str, word: &str, problem: impl ToString) -> Self {
        let line = text
            .find(&format!("\"{word}\""))
            .map(|at| line_of(text, at));
        Self {
            line,
            problem: problem.to_string(),
        }
    }
}

impl RuleFile {
    /// A file that comes with the program.
    pub(crate) fn shipped(name: &str, text: &str) -> Self {
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
        }
    }

    /// The error of a problem in this file.
    pub(crate) fn error(&self, problem: impl ToString) -> Error {
        Error::Rule {
            file: self.name.clone(),
            problem: problem.to_string(),
        }
    }

    /// Reads one file, if it is there.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>> {
        match std::fs::read_to_string(path) {
            Ok(text) => Ok(Some(Self {
                name: path.display().to_string(),
                text,
            })),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unreadable(path, &error)),
        }
    }

    /// The `.toml` files of a folder in the order of their names; none when there is no folder.
    pub(crate) fn folder(dir: &Path) -> Result<Vec<Self>> {
        let entries = match std::fs::read_dir(dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(unreadable(dir, &error)),
        };
        let mut paths = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| unreadable(dir, &error))?.path();
            if path.extension().is_some_and(|end| end == "toml") {
                paths.push(path);
            }
        }
        paths.sort();
        paths
            .iter()
            .filter_map(|path| Self::read(path).transpose())
            .collect()
    }
}

/// Definitions by id: those of the data folder replace shipped ones of the same id, and an id that
/// stands twice in one place is an error.
pub(crate) fn by_id<T>(
    shipped: Vec<(RuleFile, T)>,
    own: Vec<(RuleFile, T)>,
    id: impl Fn(&T) -> String,
) -> Result<Vec<T>> {
    let mut order: Vec<String> = Vec::new();
    let mut found: BTreeMap<String, T> = BTreeMap::new();
    for place in [shipped, own] {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for (file, definition) in place {
            let id = id(&definition);
            if let Some(other) = seen.insert(id.clone(), file.name.clone()) {
                return Err(file.error(format!("编号“{id}”已在 {other} 中用过，请换一个")));
            }
            if found.insert(id.clone(), definition).is_none() {
                order.push(id);
            }
        }
    }
    Ok(order.iter().filter_map(|id| found.remove(id)).collect())
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    Error::Rule {
        file: path.display().to_string(),
        problem: format!("无法读取（{error}），请检查文件权限和编码（应为 UTF-8）"),
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()
        .iter()
        .take(at)
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_definition_takes_the_place_of_the_shipped_one() {
        let file = |name: &str| RuleFile::shipped(name, "");
        let shipped = vec![(file("a"), ("x", 1)), (file("b"), ("y", 1))];
        let own = vec![(file("c"), ("y", 2)), (file("d"), ("z", 2))];
        let all = by_id(shipped, own, |d| d.0.to_owned()).unwrap();
        assert_eq!(all, [("x", 1), ("y", 2), ("z", 2)]);
    }

    #[test]
    fn the_same_id_twice_names_both_files() {
        let twice = vec![
            (RuleFile::shipped("a.toml", ""), "x"),
            (RuleFile::shipped("b.toml", ""), "x"),
        ];
        let error = by_id(Vec::new(), twice, |d| (*d).to_owned())
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("b.toml") && error.contains("a.toml"),
            "{error}"
        );
    }

    #[test]
    fn a_problem_says_its_line() {
        let error = toml::from_str::<toml::Table>("a = 1\nb = = 2\n").unwrap_err();
        assert_eq!(
            RuleProblem::syntax("a = 1\nb = = 2\n", &error).line,
            Some(2)
        );
        assert_eq!(RuleProblem::near("x\ny = \"z\"", "z", "不对").line, Some(2));
    }
}
