//! An indicator as its file says it. It must not know the engine.

use serde::{Deserialize, Serialize};

use super::{
    curve::{Curve, Points},
    error::{IndicatorError, line_of},
};

/// Which way risk lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is worse.
    Up,
    /// Less is worse.
    Down,
}

/// What it means that the SQL has no row for a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absent {
    /// Nothing is known.
    #[default]
    Missing,
    /// There is nothing: true only while every needed table holds facts, else nothing is known.
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    #[default]
    On,
    Off,
}

/// An indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its id: letters, digits and `_`, as the file is named.
    pub id: String,
    /// The Chinese title.
    pub title: String,
    /// The dimension its points count in.
    pub dimension: String,
    /// The unit of the value.
    pub unit: String,
    /// Which way risk lies.
    pub direction: Direction,
    /// Law or practice it rests on.
    pub ground: String,
    /// Day of the last change, ISO.
    pub version: String,
    /// Tables without which nothing is known.
    pub needs: Vec<String>,
    /// To whom it applies: a table, also with a condition, whose subjects are meant (`platform`,
    /// `enterprise WHERE industry_section = 'J'`). For others it is neither known nor missing. Absent: to everybody.
    #[serde(default)]
    pub applies: Option<String>,
    /// What a subject without a row means.
    #[serde(default)]
    pub absent: Absent,
    /// Value to points.
    pub curve: Curve,
    /// What the firm could be told.
    pub says: String,
    /// The question.
    pub sql: String,
    /// Taken out by an office.
    #[serde(default)]
    state: State,
    /// The file's name.
    #[serde(skip)]
    pub file: String,
    /// Line of the file on which the SQL begins, counted from 1.
    #[serde(skip)]
    pub sql_line: usize,
}

impl Indicator {
    /// Reads a file.
    ///
    /// # Errors
    /// [`IndicatorError::Line`].
    pub fn parse(file: &str, text: &str) -> Result<Self, IndicatorError> {
        let error = |at: usize, problem: String| IndicatorError::Line {
            file: file.to_owned(),
            line: line_of(text, at),
            problem,
        };
        let mut indicator: Self = toml::from_str(text)
            .map_err(|e| error(e.span().map_or(0, |s| s.start), e.message().to_owned()))?;
        if let Some((near, problem)) = indicator.fault(file) {
            return Err(error(near_line(text, near), problem));
        }
        file.clone_into(&mut indicator.file);
        indicator.sql_line = line_of(text, near_line(text, "sql"))
            + usize::from(text.contains("sql = '''\n") || text.contains("sql = \"\"\"\n"));
        Ok(indicator)
    }

    fn fault(&self, file: &str) -> Option<(&'static str, String)> {
        let stem = file
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or(file)
            .trim_end_matches(".toml");
        if self.id != stem {
            return Some(("id", format!("id“{}”应与文件名“{stem}”相同", self.id)));
        }
        let filled = [
            ("title", &self.title),
            ("ground", &self.ground),
            ("says", &self.says),
            ("version", &self.version),
        ];
        if let Some((name, _)) = filled.iter().find(|(_, text)| text.trim().is_empty()) {
            return Some((name, format!("{name} 不能为空")));
        }
        let rises = self.direction == Direction::Up;
        self.curve.fault(rises).map(|problem| ("curve", problem))
    }

    /// True unless an office took it out.
    pub fn is_on(&self) -> bool {
        self.state == State::On
    }

    /// The most points it can give: its weight.
    pub fn most(&self) -> Points {
        self.curve.most()
    }

    /// What the firm could be told.
    pub fn told(&self, value: &str, note: Option<&str>) -> String {
        self.says
            .replace("{value}", value)
            .replace("{note}", note.unwrap_or(""))
    }
}

/// The byte where a line begins with this key.
fn near_line(text: &str, key: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.strip_prefix(key).unwrap_or("x");
        if rest.trim_start().starts_with('=') {
            return at;
        }
        at += line.len();
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "id = 'x'\ntitle = 't'\ndimension = '合规'\nunit = '次'\ndirection = 'up'\nground = 'g'\nversion = '2026-01-01'\nneeds = []\ncurve = [[0, 0], [1, 4]]\nsays = '有{value}次'\nsql = '''\nSELECT 1\n'''\n";

    #[test]
    fn a_file_knows_where_its_sql_begins() {
        let indicator = Indicator::parse("x.toml", GOOD).expect("good");
        assert_eq!(indicator.sql_line, 12);
        assert_eq!(indicator.told("3", None), "有3次");
    }

    #[test]
    fn mistakes_name_their_line() {
        let wrong = |text: String| {
            Indicator::parse("x.toml", &text)
                .expect_err("wrong")
                .to_string()
        };
        assert!(
            wrong(GOOD.replace("[[0, 0], [1, 4]]", "[[1, 4], [0, 0]]")).contains("x.toml 第 9 行")
        );
        assert!(wrong(GOOD.replace("unit = '次'", "unit = 3")).contains("第 4 行"));
        assert!(wrong(GOOD.replace("id = 'x'", "id = 'y'")).contains("第 1 行"));
    }
}
