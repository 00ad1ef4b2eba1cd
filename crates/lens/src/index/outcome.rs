//! Recorded outcomes (已知结果): which subjects turned out to be illegal fundraising, and when it was recorded.
//! It must not know the index.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{error::IndexError, score::Scored};
use crate::lake::parse_date;

/// What became of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// True where it was found to be illegal fundraising.
    pub bad: bool,
    /// The day on which that was recorded, where known.
    pub on: Option<Date>,
}

/// Outcomes by subject.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcomes(pub BTreeMap<String, Outcome>);

impl Outcomes {
    /// From rows of `(row number, subject, date or empty, label or empty)`: a date alone means bad on that day, a label
    /// 1/0 (是/否) without a date means bad or not at some time.
    ///
    /// # Errors
    /// [`IndexError::Outcome`] with the row.
    pub fn new(
        file: &str,
        rows: impl IntoIterator<Item = (u64, String, String, String)>,
    ) -> Result<Self, IndexError> {
        let mut outcomes = BTreeMap::new();
        for (row, subject, date, label) in rows {
            let wrong = |problem: String| IndexError::Outcome {
                file: file.to_owned(),
                row,
                problem,
            };
            if subject.trim().is_empty() {
                return Err(wrong("没有主体；请填 subject 列".to_owned()));
            }
            let on =
                match date.trim() {
                    "" => None,
                    text => Some(parse_date(text).ok_or_else(|| {
                        wrong(format!("“{text}”不是日期；请写成 2024-06-30 的样子"))
                    })?),
                };
            let bad = match label.trim() {
                "" => true,
                "1" | "1.0" | "是" | "true" => true,
                "0" | "0.0" | "否" | "false" => false,
                text => return Err(wrong(format!("标签“{text}”应为 1 或 0"))),
            };
            outcomes.insert(subject.trim().to_owned(), Outcome { bad, on });
        }
        if outcomes.values().any(|o| o.bad) {
            Ok(Self(outcomes))
        } else {
            Err(IndexError::TooLittle(format!(
                "结果文件“{file}”里没有一个出事的主体，无从回测"
            )))
        }
    }

    /// The same outcomes under the codes by which the subjects stand in the lake: a file may write a code in small
    /// letters, or a name. Those that the lake does not know stay as they are written.
    #[must_use]
    pub fn under_codes_of(&self, scored: &Scored) -> Self {
        let under = |(written, outcome): (&String, &Outcome)| {
            let code = scored.find(written).map(|number| scored.code(number));
            (code.unwrap_or(written).to_owned(), *outcome)
        };
        Self(self.0.iter().map(under).collect())
    }

    /// True where some are known to be good: rates of precision then count only subjects with an outcome.
    pub fn has_good(&self) -> bool {
        self.0.values().any(|o| !o.bad)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(subject: &str, date: &str, label: &str) -> (u64, String, String, String) {
        (2, subject.to_owned(), date.to_owned(), label.to_owned())
    }

    #[test]
    fn dates_and_labels_are_read_and_slips_named() {
        let outcomes = Outcomes::new("x.csv", [row("甲", "2024-01-02", ""), row("乙", "", "0")])
            .expect("outcomes");
        assert!(outcomes.0["甲"].bad && outcomes.0["甲"].on.is_some() && outcomes.has_good());
        let error = Outcomes::new("x.csv", [row("甲", "某日", "")]).expect_err("no date");
        assert!(error.to_string().contains("第 2 行"), "{error}");
        assert!(Outcomes::new("x.csv", [row("甲", "", "0")]).is_err());
    }
}
