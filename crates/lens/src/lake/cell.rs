//! One cell: what a file holds, checked against its column and turned into what the lake keeps.
//! It must not know rows or files.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::{
    date::{day_of, parse_date},
    schema::{ColumnSpec, ColumnType},
};

/// A cell as a file holds it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Plain {
    /// Nothing.
    #[default]
    Empty,
    /// Words, also digits written as words.
    Text(String),
    /// A number.
    Number(f64),
    /// A whole number.
    Int(i64),
    /// A sum that is already in fen.
    Fen(i64),
    /// A day.
    Day(Date),
    /// Yes or no.
    Flag(bool),
}

/// A cell as the lake keeps it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing known.
    Null,
    /// Words or a code.
    Text(String),
    /// Fen or a count.
    Int(i64),
    /// A rate or another number.
    Number(f64),
    /// Days since 1970-01-01.
    Day(i32),
    /// Yes or no.
    Flag(bool),
}

impl Value {
    /// Bytes of its text.
    pub(super) fn text_len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            _ => 0,
        }
    }
}

/// Why a cell is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    /// What is wrong, with the cell's words.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

/// Words that stand for nothing.
const BLANK: [&str; 10] = ["", "-", "--", "—", "/", "无", "null", "NULL", "nan", "NaN"];

impl Plain {
    /// True for nothing and for words that stand for nothing.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => BLANK.contains(&text.trim()),
            Self::Number(number) => number.is_nan(),
            _ => false,
        }
    }

    /// The cell as a person would write it.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => format!("{number}"),
            Self::Int(number) => number.to_string(),
            Self::Fen(fen) => format!("{}.{:02}", fen / 100, (fen % 100).abs()),
            Self::Day(date) => date.to_string(),
            Self::Flag(flag) => if *flag { "是" } else { "否" }.to_owned(),
        }
    }
}

impl ColumnSpec {
    /// Checks a cell and turns it into what is kept.
    ///
    /// # Errors
    /// [`CellFault`] when the cell is not what the column holds.
    pub fn read(&self, cell: &Plain) -> Result<Value, CellFault> {
        if cell.is_blank() {
            return self.read_blank();
        }
        let read = match self.kind {
            ColumnType::Text => Some(Value::Text(cell.shown().trim().to_owned())),
            ColumnType::Code => Some(Value::Text(code(&cell.shown()))),
            ColumnType::Choice => self
                .code_of(&whole(&cell.shown()))
                .map(|c| Value::Text(c.to_owned())),
            ColumnType::Money => fen(cell, self.unit_power()).map(Value::Int),
            ColumnType::Count => count(cell).map(Value::Int),
            ColumnType::Rate => number(cell, true).map(Value::Number),
            ColumnType::Number => number(cell, false).map(Value::Number),
            ColumnType::Date => day(cell).map(|d| Value::Day(day_of(d))),
            ColumnType::Month => day(cell).map(|d| Value::Day(day_of(d.last_of_month()))),
            ColumnType::Year => year(cell).map(|d| Value::Day(day_of(d))),
            ColumnType::Flag => flag(cell).map(Value::Flag),
        };
        read.ok_or_else(|| self.fault(cell))
    }

    fn read_blank(&self) -> Result<Value, CellFault> {
        if let Some(default) = &self.default {
            return self.read(&Plain::Text(default.clone()));
        }
        if self.required {
            return Err(CellFault {
                problem: format!("“{}”没有填", self.title),
                remedy: format!("请补上{}", self.kind.title()),
            });
        }
        Ok(Value::Null)
    }

    fn fault(&self, cell: &Plain) -> CellFault {
        let remedy = match self.kind {
            ColumnType::Choice => {
                let known: Vec<&str> = self
                    .words
                    .iter()
                    .filter_map(|w| w.words.first())
                    .map(String::as_str)
                    .collect();
                format!("请填以下之一：{}", known.join("、"))
            }
            ColumnType::Date => "请写成 2024-06-30 的样子".to_owned(),
            ColumnType::Month => "请写成 2024-06 的样子".to_owned(),
            ColumnType::Year => "请写成 2024 的样子".to_owned(),
            ColumnType::Money => {
                format!("请只写数字，单位为{}", self.unit.as_deref().unwrap_or("元"))
            }
            _ => "请改正后重新装载".to_owned(),
        };
        CellFault {
            problem: format!(
                "“{}”应为{}，写的是“{}”",
                self.title,
                self.kind.title(),
                cell.shown()
            ),
            remedy,
        }
    }
}

/// A code without blanks, in half width and capitals; `2017.0` is what a spreadsheet made of `2017`.
pub(super) fn code(text: &str) -> String {
    let plain: String = text
        .nfkc()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_uppercase)
        .collect();
    whole(&plain)
}

/// Takes the `.0` off a whole number.
fn whole(text: &str) -> String {
    let text = text.trim();
    match text.split_once('.') {
        Some((head, tail))
            if !head.is_empty()
                && head
                    .trim_start_matches('-')
                    .bytes()
                    .all(|b| b.is_ascii_digit())
                && !tail.is_empty()
                && tail.bytes().all(|b| b == b'0') =>
        {
            head.to_owned()
        }
        _ => text.to_owned(),
    }
}

fn count(cell: &Plain) -> Option<i64> {
    match cell {
        Plain::Int(n) => Some(*n),
        Plain::Number(n) => whole(&format!("{n}")).parse().ok(),
        Plain::Text(text) => whole(&digits(text)).parse().ok(),
        _ => None,
    }
}

/// Half-width digits without separators of thousands.
fn digits(text: &str) -> String {
    text.nfkc()
        .filter(|c| !matches!(c, ',' | ' ' | '\u{3000}'))
        .collect()
}

fn number(cell: &Plain, percent: bool) -> Option<f64> {
    match cell {
        Plain::Int(n) => digits(&n.to_string()).parse().ok(),
        Plain::Number(n) => Some(*n),
        Plain::Text(text) => {
            let plain = digits(text);
            let plain = if percent {
                plain.trim_end_matches('%')
            } else {
                &plain
            };
            plain.parse().ok().filter(|n: &f64| n.is_finite())
        }
        _ => None,
    }
}

/// A sum in fen; `power` is the unit of a bare number as a power of ten yuan.
fn fen(cell: &Plain, power: u32) -> Option<i64> {
    match cell {
        Plain::Fen(fen) => Some(*fen),
        Plain::Int(n) => n.checked_mul(10_i64.checked_pow(power + 2)?),
        Plain::Number(n) => decimal_fen(&format!("{n}"), power),
        Plain::Text(text) => {
            let plain = digits(text);
            let (bare, power) = match plain.trim_end_matches('元') {
                bare if bare.ends_with('亿') => (bare.trim_end_matches('亿'), 8),
                bare if bare.ends_with('万') => (bare.trim_end_matches('万'), 4),
                bare if bare.len() < plain.len() => (bare, 0),
                bare => (bare, power),
            };
            decimal_fen(bare, power)
        }
        _ => None,
    }
}

/// Exact decimal arithmetic, rounded half away from zero to the fen.
fn decimal_fen(text: &str, power: u32) -> Option<i64> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (head, tail) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if head.is_empty() || head.len() > 18 || !is_digits(head) || !is_digits(tail) {
        return None;
    }
    let places = usize::try_from(power + 2).ok()?;
    let kept: String = tail
        .chars()
        .chain(std::iter::repeat('0'))
        .take(places)
        .collect();
    let rounds_up = tail.as_bytes().get(places).is_some_and(|b| *b >= b'5');
    let total: i128 = format!("{head}{kept}").parse().ok()?;
    let total = i64::try_from(total + i128::from(rounds_up)).ok()?;
    Some(if negative { -total } else { total })
}

fn day(cell: &Plain) -> Option<Date> {
    match cell {
        Plain::Day(date) => Some(*date),
        Plain::Text(text) => parse_date(&whole(&text.nfkc().collect::<String>())),
        Plain::Int(n) => parse_date(&n.to_string()),
        Plain::Number(n) => parse_date(&whole(&format!("{n}"))),
        _ => None,
    }
}

fn year(cell: &Plain) -> Option<Date> {
    let date = match cell {
        Plain::Day(date) => *date,
        other => parse_date(whole(&other.shown()).trim_end_matches('年'))?,
    };
    Date::new(date.year(), 12, 31).ok()
}

fn flag(cell: &Plain) -> Option<bool> {
    match cell {
        Plain::Flag(flag) => Some(*flag),
        other => match whole(&other.shown()).to_lowercase().as_str() {
            "是" | "有" | "1" | "true" | "y" | "yes" | "√" => Some(true),
            "否" | "没有" | "0" | "false" | "n" | "no" | "×" => Some(false),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lake::schema::TableSpec;

    fn column(kind: &str, more: &str) -> ColumnSpec {
        let text = format!(
            "table='t'\ntitle='t'\nclass='经营'\nabout=''\nsubject=[]\ncolumns=[{{ name='c', title='列', type='{kind}' {more} }}]"
        );
        TableSpec::parse("t.toml", &text)
            .expect("a table")
            .columns
            .remove(0)
    }

    fn text(text: &str) -> Plain {
        Plain::Text(text.to_owned())
    }

    #[test]
    fn sums_are_exact_and_their_units_hold() {
        let wan = column("money", ", unit='万元'");
        assert_eq!(wan.read(&text("500")), Ok(Value::Int(500_000_000)));
        assert_eq!(wan.read(&text("0.000001")), Ok(Value::Int(1)));
        assert_eq!(wan.read(&text("1.2亿元")), Ok(Value::Int(12_000_000_000)));
        assert_eq!(wan.read(&text("300元")), Ok(Value::Int(30_000)));
        let yuan = column("money", "");
        assert_eq!(
            yuan.read(&text("1,435,313.650")),
            Ok(Value::Int(143_531_365))
        );
        assert_eq!(yuan.read(&text("-0.005")), Ok(Value::Int(-1)));
        assert_eq!(yuan.read(&Plain::Number(0.1 + 0.2)), Ok(Value::Int(30)));
        assert!(yuan.read(&text("若干")).is_err());
    }

    #[test]
    fn what_a_spreadsheet_did_to_whole_numbers_is_undone() {
        assert_eq!(
            column("year", "").read(&text("2017.0")),
            Ok(Value::Day(17531))
        );
        assert_eq!(column("count", "").read(&text("10.0")), Ok(Value::Int(10)));
        assert_eq!(
            column("code", "").read(&text("7513.0")),
            Ok(Value::Text("7513".into()))
        );
        assert!(column("count", "").read(&text("10.5")).is_err());
    }

    #[test]
    fn a_fault_says_what_was_expected_and_what_stands_there() {
        let fault = column("date", "")
            .read(&text("8小时前"))
            .expect_err("no date");
        assert_eq!(fault.problem, "“列”应为日期，写的是“8小时前”");
        assert!(fault.remedy.contains("2024-06-30"));
        let fault = column("choice", ", words=[{code='a', words=['甲']}]")
            .read(&text("丙"))
            .expect_err("not listed");
        assert!(fault.remedy.contains("甲"));
        let fault = column("text", ", required=true")
            .read(&Plain::Empty)
            .expect_err("missing");
        assert!(fault.problem.contains("没有填"));
    }

    #[test]
    fn choices_take_their_words_and_codes() {
        let choice = column(
            "choice",
            ", words=[{code='open', words=['存续（在营）', '2']}], lenient='open'",
        );
        for word in ["存续(在营)", "2.0", "open", "别的"] {
            assert_eq!(
                choice.read(&text(word)),
                Ok(Value::Text("open".into())),
                "{word}"
            );
        }
    }

    #[test]
    fn rates_flags_and_blanks() {
        assert_eq!(
            column("rate", "").read(&text("38.34%")),
            Ok(Value::Number(38.34))
        );
        assert_eq!(column("flag", "").read(&text("1.0")), Ok(Value::Flag(true)));
        assert_eq!(column("number", "").read(&text("--")), Ok(Value::Null));
        assert_eq!(
            column("count", ", default='1'").read(&Plain::Empty),
            Ok(Value::Int(1))
        );
    }
}
