//! What a reader asks of a ledger beyond its definition: conditions on its columns, an order, a past
//! day. Reads addresses and command lines alike and says what cannot be read. It must not know HTTP.

use fangfei_intake::value::{self, DateContext, MoneyUnit, Precision};
use fangfei_model::{
    clue::ClueStatus,
    code::division::DivisionCode,
    code_list::CodeList,
    ctx::{Ctx, china_midnight},
    ledger::Column,
    noun::Noun,
    query::{Condition, Order, Path, Query, Test},
    record::{FieldKind, Value},
    risk_item::RiskStatus,
};
use fangfei_report::MoneyUnit as Unit;
use jiff::civil::Date;
use uuid::Uuid;

use super::{Listed, Print, Shown};
use crate::task;

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ask {
    /// A keyword, found through the search index.
    pub keyword: Option<String>,
    /// Conditions on columns, all of which hold together.
    pub conditions: Vec<Condition>,
    /// The order, if not the definition's.
    pub order: Option<Order>,
    /// As the records stood at the end of this day; `None` is now.
    pub as_of: Option<Date>,
}

/// One condition as given: `state` `received`, `amount_from` `100`, `as_of` `2024-09-30`, `sort` `-due`.
pub type Given = (String, String);

/// One thing given that could not be read. The list stands without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskProblem {
    /// The name it was given under.
    pub name: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl Ask {
    /// Reads what was given. A condition names a column by path or heading, or any other field of the
    /// record by its name; a range has `_from` and `_to` at the end of the name, or `a..b` as its
    /// value. The words of the lists of clues and risk items (`q`, `from`, `to`, `due=overdue`) mean
    /// here what they mean there, so that a list is taken out as it is seen.
    pub fn read(listed: &Listed<'_>, ctx: &Ctx, given: &[Given]) -> (Self, Vec<AskProblem>) {
        let mut reading = Reading {
            noun: listed.ledger.noun,
            columns: &listed.columns,
            today: ctx.today(),
            ask: Self::default(),
        };
        let mut problems = Vec::new();
        for (name, text) in given.iter().filter(|(_, text)| !text.trim().is_empty()) {
            if let Err(message) = reading.take(name, text.trim()) {
                problems.push(AskProblem {
                    name: name.clone(),
                    message,
                });
            }
        }
        (reading.ask, problems)
    }

    /// The definition's question with what was asked added, but for the keyword.
    pub(super) fn query(&self, mut query: Query) -> Query {
        query.conditions.extend(self.conditions.iter().cloned());
        if let Some(order) = &self.order {
            query.order = vec![order.clone()];
        }
        query.as_of = self
            .as_of
            .and_then(|day| day.tomorrow().ok())
            .map(china_midnight);
        query
    }

    /// Whether it asks for less than the whole ledger.
    pub fn narrows(&self) -> bool {
        self.keyword.is_some() || !self.conditions.is_empty()
    }
}

/// What is being read, for one ledger.
struct Reading<'c> {
    noun: Noun,
    columns: &'c [Shown],
    today: Date,
    ask: Ask,
}

impl Reading<'_> {
    fn take(&mut self, name: &str, text: &str) -> Result<(), String> {
        match name {
            // What a list's page itself needs.
            "page" | "size" => Ok(()),
            "q" => {
                self.ask.keyword = Some(text.to_owned());
                Ok(())
            }
            "as_of" => {
                self.ask.as_of = past(day(self.today, text)?, self.today)?;
                Ok(())
            }
            "sort" => self.order(text),
            "due" if text == "overdue" => self.overdue(),
            "state" if self.noun == Noun::RiskItem && matches!(text, "open" | "all") => {
                let closed = Test::NotIn(vec![RiskStatus::Closed.code().into()]);
                if text == "open" {
                    self.add("state".into(), closed)
                } else {
                    Ok(())
                }
            }
            "from" | "to" => match first_day(self.noun) {
                Some(field) => self.condition(&format!("{field}_{name}"), text),
                None => Err(unknown(self.columns, name)),
            },
            _ => self.condition(name, text),
        }
    }

    fn condition(&mut self, name: &str, text: &str) -> Result<(), String> {
        if let Some(column) = self.find(name) {
            return match text.split_once("..") {
                Some((from, to)) if column.print.has_range() => self.range(&column, from, to),
                _ => self.equal(&column, text),
            };
        }
        if let Some(column) = name.strip_suffix("_from").and_then(|name| self.find(name)) {
            return self.range(&column, text, "");
        }
        if let Some(column) = name.strip_suffix("_to").and_then(|name| self.find(name)) {
            return self.range(&column, "", text);
        }
        Err(unknown(self.columns, name))
    }

    /// A column of the ledger, or another field of the record.
    fn find(&self, name: &str) -> Option<Shown> {
        let named = |c: &&Shown| c.path.0 == name || c.title == name || c.heading() == name;
        self.columns
            .iter()
            .find(named)
            .cloned()
            .or_else(|| field(self.noun, name))
    }

    /// Sorting by a key of a list's page or by a column.
    fn order(&mut self, text: &str) -> Result<(), String> {
        let (key, descending) = text
            .strip_prefix('-')
            .map_or((text, false), |key| (key, true));
        let tried = [
            key.to_owned(),
            format!("{key}_at"),
            format!("{key}_on"),
            format!("check_{key}"),
        ];
        let column = tried
            .iter()
            .find_map(|name| self.find(name))
            .ok_or_else(|| unknown(self.columns, key))?;
        self.ask.order = Some(Order {
            path: column.path,
            descending,
        });
        Ok(())
    }

    fn overdue(&mut self) -> Result<(), String> {
        let (states, due): (Vec<&str>, &str) = match self.noun {
            Noun::Clue => (vec![ClueStatus::Accepted.code()], "check_due"),
            Noun::RiskItem => {
                let open = RiskStatus::ALL.iter().filter(|s| **s != RiskStatus::Closed);
                (open.map(|s| s.code()).collect(), "due")
            }
            Noun::Task => {
                let late = task::late(Query::of(Noun::Task), self.today);
                self.ask.conditions.extend(late.conditions);
                return Ok(());
            }
            _ => return Err("这份台账没有期限，不能只看逾期".to_owned()),
        };
        self.add(
            "state".into(),
            Test::In(states.into_iter().map(Value::from).collect()),
        )?;
        self.add(due.into(), Test::Below(self.today.into()))
    }

    fn equal(&mut self, column: &Shown, text: &str) -> Result<(), String> {
        let test = match column.print {
            Print::Text | Print::Number | Print::Phone => match text.parse::<Uuid>() {
                Ok(id) if column.path.0.contains('.') => return self.refers(column, id),
                _ => Test::Contains(text.to_owned()),
            },
            Print::Unit => match text.parse::<Uuid>() {
                Ok(id) => Test::In(vec![id.into()]),
                Err(_) => {
                    return self.add(
                        Path(format!("{}.name", column.path.0)),
                        Test::Contains(text.to_owned()),
                    );
                }
            },
            Print::Division => Test::StartsWith(division(text)?),
            Print::Bool => Test::In(vec![yes_or_no(text)?.into()]),
            Print::Code(list) => return self.add_code(column, code(list, text)?),
            Print::Int | Print::Money(_) | Print::Date | Print::Time => {
                return self.range(column, text, text);
            }
        };
        self.add(column.path.clone(), test)
    }

    /// `subject=<id>`: the very record that the column names.
    fn refers(&mut self, column: &Shown, id: Uuid) -> Result<(), String> {
        let (reference, _) = column
            .path
            .0
            .rsplit_once('.')
            .unwrap_or((&column.path.0, ""));
        self.add(reference.into(), Test::In(vec![id.into()]))
    }

    fn range(&mut self, column: &Shown, from: &str, to: &str) -> Result<(), String> {
        if !column.print.has_range() {
            return Err(format!("“{}”不能按范围筛选", column.title));
        }
        if !from.trim().is_empty() {
            let value = bound(column.print, self.today, from)?;
            self.add(column.path.clone(), Test::From(value))?;
        }
        if !to.trim().is_empty() {
            let value = after(bound(column.print, self.today, to)?);
            self.add(column.path.clone(), Test::Below(value))?;
        }
        Ok(())
    }

    fn add(&mut self, path: Path, test: Test) -> Result<(), String> {
        self.ask.conditions.push(Condition { path, test });
        Ok(())
    }

    /// Several codes of one column mean any of them.
    fn add_code(&mut self, column: &Shown, code: Value) -> Result<(), String> {
        for condition in self
            .ask
            .conditions
            .iter_mut()
            .filter(|c| c.path == column.path)
        {
            if let Test::In(codes) = &mut condition.test {
                codes.push(code);
                return Ok(());
            }
        }
        self.add(column.path.clone(), Test::In(vec![code]))
    }
}

impl Print {
    /// Whether it is asked for by least and most.
    pub fn has_range(self) -> bool {
        matches!(self, Self::Int | Self::Money(_) | Self::Date | Self::Time)
    }
}

/// A field of the noun as a column of its own.
fn field(noun: Noun, name: &str) -> Option<Shown> {
    let field = noun.field(name)?;
    let wan = field.kind == FieldKind::Money;
    Shown::new(
        noun,
        &Column {
            path: name.into(),
            title: None,
            group: None,
            wan,
        },
    )
    .ok()
}

/// The day that the lists of this noun are narrowed by.
fn first_day(noun: Noun) -> Option<&'static str> {
    match noun {
        Noun::Clue => Some("registered_at"),
        Noun::RiskItem => Some("opened_on"),
        Noun::Task => Some("due"),
        _ => None,
    }
}

fn unknown(columns: &[Shown], name: &str) -> String {
    let known: Vec<&str> = columns.iter().map(|c| c.title.as_str()).collect();
    format!("台账没有“{name}”这一列；可用的列：{}", known.join("、"))
}

fn bound(print: Print, today: Date, text: &str) -> Result<Value, String> {
    match print {
        Print::Int => value::count(text)
            .map(|read| Value::from(read.value.low))
            .map_err(|fault| fault.to_string()),
        Print::Money(unit) => {
            let unit = if unit == Unit::WanYuan {
                MoneyUnit::Wan
            } else {
                MoneyUnit::Yuan
            };
            value::amount(text, Some(unit))
                .map(|read| Value::from(read.value.low))
                .map_err(|fault| fault.to_string())
        }
        _ => day(today, text).map(Value::Date),
    }
}

/// The least value above, so that the end of a range belongs to it.
fn after(value: Value) -> Value {
    match value {
        Value::Int(number) => Value::Int(number.saturating_add(1)),
        Value::Date(day) => Value::Date(day.tomorrow().unwrap_or(day)),
        other => other,
    }
}

fn day(today: Date, text: &str) -> Result<Date, String> {
    match value::date(
        text,
        DateContext {
            year: Some(today.year()),
            order: None,
        },
    ) {
        Ok(read) if read.value.precision >= Precision::Day => Ok(read.value.date),
        Ok(_) => Err(format!("“{text}”没有写到日，请写成 2024-07-01 这样")),
        Err(fault) => Err(fault.to_string()),
    }
}

/// Today and later is now; what has not happened cannot be shown.
fn past(day: Date, today: Date) -> Result<Option<Date>, String> {
    if day > today {
        return Err(format!("{day} 还没有到，只能查看今天以前的台账"));
    }
    Ok((day < today).then_some(day))
}

fn code(list: CodeList, text: &str) -> Result<Value, String> {
    let entries = list.entries();
    let found = entries
        .iter()
        .find(|(code, title)| *code == text || *title == text);
    found.map(|(code, _)| Value::from(*code)).ok_or_else(|| {
        let known: Vec<&str> = entries.iter().map(|(_, title)| *title).collect();
        format!("“{text}”不在可选范围内，可选：{}", known.join("、"))
    })
}

fn division(text: &str) -> Result<String, String> {
    text.parse::<DivisionCode>()
        .map(|code| code.as_str().to_owned())
        .map_err(|error| error.to_string())
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text {
        "true" | "是" => Ok(true),
        "false" | "否" => Ok(false),
        _ => Err(format!("“{text}”应为 是 或 否")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fangfei_model::{
        ctx::{Actor, Clock, IdSource},
        id::RequestId,
    };
    use jiff::{Timestamp, civil::date};
    use std::sync::Arc;
    use uuid::Uuid;

    struct Fixed;

    impl Clock for Fixed {
        fn now(&self) -> Timestamp {
            china_midnight(date(2024, 10, 8))
        }
    }

    impl IdSource for Fixed {
        fn next(&self, _: Timestamp) -> Uuid {
            Uuid::nil()
        }
    }

    fn read(given: &[(&str, &str)]) -> (Ask, Vec<AskProblem>) {
        let ctx = Ctx::new(
            Actor::System { task: "测试" },
            RequestId::from(Uuid::nil()),
            Arc::new(Fixed),
            Arc::new(Fixed),
        );
        let toml = "id = \"t\"\ntitle = \"t\"\nnoun = \"clue\"\ncolumns = []";
        let ledger = fangfei_model::ledger::Ledger::parse(toml).unwrap();
        let paths = [
            "number",
            "channel",
            "found_on",
            "amount",
            "handed_to",
            "division",
            "subject",
        ];
        let column = |path: &str| Column {
            path: path.into(),
            title: None,
            group: None,
            wan: true,
        };
        let columns: Vec<Shown> = paths
            .iter()
            .map(|p| Shown::new(Noun::Clue, &column(p)).unwrap())
            .collect();
        let given: Vec<Given> = given
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        Ask::read(
            &Listed {
                ledger: &ledger,
                columns,
            },
            &ctx,
            &given,
        )
    }

    #[test]
    fn columns_are_asked_for_by_path_or_heading() {
        let (ask, problems) = read(&[
            ("线索来源", "12345热线"),
            ("channel", "public_report"),
            ("handed_to", "公安"),
        ]);
        assert_eq!(problems, []);
        let codes = vec![Value::from("hotline"), Value::from("public_report")];
        assert_eq!(ask.conditions[0].test, Test::In(codes));
        assert_eq!(ask.conditions[1].test, Test::Contains("公安".to_owned()));
    }

    #[test]
    fn the_end_of_a_range_belongs_to_it() {
        let (ask, problems) = read(&[
            ("found_on", "2024-07-01..2024-07-31"),
            ("amount_to", "100"),
            ("number", " "),
        ]);
        assert_eq!(problems, []);
        assert_eq!(
            ask.conditions[1].test,
            Test::Below(Value::Date(date(2024, 8, 1)))
        );
        assert_eq!(ask.conditions[2].test, Test::Below(Value::Int(100_000_001)));
        assert_eq!(ask.conditions.len(), 3);
    }

    #[test]
    fn a_list_is_taken_out_as_it_is_seen() {
        let id = "0192f0c4a5b87a3c8f21000000000001";
        let given = [
            ("q", "某某"),
            ("from", "2024-07-01"),
            ("due", "overdue"),
            ("subject", id),
            ("unit", id),
            ("sort", "-registered"),
            ("page", "2"),
        ];
        let (ask, problems) = read(&given);
        assert_eq!(problems, []);
        let paths: Vec<&str> = ask.conditions.iter().map(|c| c.path.0.as_str()).collect();
        assert_eq!(
            paths,
            ["registered_at", "state", "check_due", "subject", "unit"]
        );
        assert_eq!(ask.order.unwrap().path.0, "registered_at");
        assert_eq!(ask.keyword.as_deref(), Some("某某"));
    }

    #[test]
    fn a_past_day_is_its_end_and_the_future_is_refused() {
        let (ask, _) = read(&[("as_of", "2024-09-30")]);
        assert_eq!(
            ask.query(Query::of(Noun::Clue)).as_of,
            Some(china_midnight(date(2024, 10, 1)))
        );
        let (today, _) = read(&[("as_of", "2024-10-08")]);
        assert_eq!(today.as_of, None);
        let (ask, problems) = read(&[("as_of", "2024-10-09")]);
        assert!(
            ask.as_of.is_none() && problems[0].message.contains("还没有到"),
            "{problems:?}"
        );
    }

    #[test]
    fn what_cannot_be_read_is_said_and_left_out() {
        let (ask, problems) = read(&[
            ("channel", "飞鸽"),
            ("found_on_from", "4月31日"),
            ("colour", "red"),
            ("sort", "-colour"),
        ]);
        assert_eq!(ask, Ask::default());
        let names: Vec<&str> = problems.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["channel", "found_on_from", "colour", "sort"]);
        assert!(
            problems[0].message.contains("12345热线") && problems[2].message.contains("线索编号")
        );
    }
}
