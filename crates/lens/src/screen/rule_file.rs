//! Rule files: where they come from, and errors that name file and line. It must not know what the rules mean.

use std::path::Path;

use serde::de::DeserializeOwned;

/// Why rules cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScreenError {
    /// A line of a file is wrong.
    #[error("词表文件{file}第{line}行有误：{problem}")]
    Line {
        /// The file.
        file: String,
        /// Line, counted from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// The folder cannot be read.
    #[error("无法读取词表{path}：{problem}")]
    Read {
        /// Folder or file.
        path: String,
        /// What the system says.
        problem: String,
    },
    /// No class of words in the folder.
    #[error(
        "文件夹{0}中没有词类文件（每个词类一个.toml文件，须有id、title、ground、severity、revised、words）"
    )]
    NoClass(String),
}

/// A file of rules, read.
#[derive(Debug, Clone)]
pub(super) struct RuleFile {
    pub name: String,
    pub text: String,
}

const BUILTIN: [(&str, &str); 16] = [
    ("a_banned.toml", include_str!("../../words/a_banned.toml")),
    (
        "a2_licensed.toml",
        include_str!("../../words/a2_licensed.toml"),
    ),
    (
        "a3_rectified.toml",
        include_str!("../../words/a3_rectified.toml"),
    ),
    ("b_watch.toml", include_str!("../../words/b_watch.toml")),
    ("c_return.toml", include_str!("../../words/c_return.toml")),
    ("d_pyramid.toml", include_str!("../../words/d_pyramid.toml")),
    (
        "e_equity_token.toml",
        include_str!("../../words/e_equity_token.toml"),
    ),
    (
        "f_debt_relief.toml",
        include_str!("../../words/f_debt_relief.toml"),
    ),
    ("g_elderly.toml", include_str!("../../words/g_elderly.toml")),
    (
        "h_agriculture_goods.toml",
        include_str!("../../words/h_agriculture_goods.toml"),
    ),
    ("i_backing.toml", include_str!("../../words/i_backing.toml")),
    ("j_alarm.toml", include_str!("../../words/j_alarm.toml")),
    ("context.toml", include_str!("../../words/context.toml")),
    ("folding.toml", include_str!("../../words/folding.toml")),
    ("licensed.toml", include_str!("../../words/licensed.toml")),
    ("neutral.toml", include_str!("../../words/neutral.toml")),
];

/// Files with a fixed name; every other file of a folder is a class.
pub(super) const SPECIAL: [&str; 4] = [
    "context.toml",
    "folding.toml",
    "licensed.toml",
    "neutral.toml",
];

impl RuleFile {
    /// The files that come with the program.
    pub fn builtin() -> Vec<Self> {
        BUILTIN
            .iter()
            .map(|(name, text)| Self {
                name: (*name).to_owned(),
                text: (*text).to_owned(),
            })
            .collect()
    }

    /// Every `.toml` of a folder. A special file that is not there is the program's own; classes are only the folder's.
    pub fn from_dir(dir: &Path) -> Result<Vec<Self>, ScreenError> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(dir).map_err(|e| read_error(dir, &e))? {
            let path = entry.map_err(|e| read_error(dir, &e))?.path();
            if path.extension().is_some_and(|e| e == "toml") {
                files.push(Self::read(&path)?);
            }
        }
        if files.iter().all(|f| SPECIAL.contains(&f.name.as_str())) {
            return Err(ScreenError::NoClass(dir.display().to_string()));
        }
        let missing =
            |f: &Self| SPECIAL.contains(&f.name.as_str()) && files.iter().all(|g| g.name != f.name);
        let defaults: Vec<Self> = Self::builtin().into_iter().filter(missing).collect();
        files.extend(defaults);
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }

    fn read(path: &Path) -> Result<Self, ScreenError> {
        let text = std::fs::read_to_string(path).map_err(|e| read_error(path, &e))?;
        let name = path
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        Ok(Self {
            name,
            text: text.trim_start_matches('\u{feff}').to_owned(),
        })
    }

    /// Reads the file as `T`.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, ScreenError> {
        toml::from_str(&self.text).map_err(|e| {
            let at = e.span().map_or(0, |s| s.start);
            self.error_at(at, e.message().to_owned())
        })
    }

    /// An error at the line where `printed` first stands.
    pub fn error_near(&self, printed: &str, problem: String) -> ScreenError {
        self.error_at(self.text.find(printed).unwrap_or(0), problem)
    }

    fn error_at(&self, byte: usize, problem: String) -> ScreenError {
        let line = self.text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1;
        ScreenError::Line {
            file: self.name.clone(),
            line,
            problem,
        }
    }
}

fn read_error(path: &Path, error: &std::io::Error) -> ScreenError {
    ScreenError::Read {
        path: path.display().to_string(),
        problem: error.to_string(),
    }
}
