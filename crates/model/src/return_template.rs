//! Templates of periodic returns (报表式样): tables of figures and of rows, each a question over the
//! records, and the equations between them. Written as TOML, so that an office fits the columns to
//! its own form without touching Rust. It must not know how figures are counted.

use serde::{Deserialize, Serialize};

use crate::{
    ledger::Column,
    noun::Noun,
    period::Period,
    query::{Condition, Order, Path, PathError, Query, Test},
    record::{FieldKind, Value},
    schedule::Every,
};

/// First day of the period, in a condition's value.
pub const START: &str = "@start";
/// First day after the period, in a condition's value.
pub const END: &str = "@end";

/// A return's template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnTemplate {
    /// Stable id: `quarterly`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Which plan or rule asks for it.
    #[serde(default)]
    pub source: String,
    /// How often.
    pub every: Every,
    /// Its tables, in order.
    #[serde(rename = "table")]
    pub tables: Vec<Table>,
    /// What must hold between them.
    #[serde(default, rename = "equation")]
    pub equations: Vec<Equation>,
}

/// One table: figures, or rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Stable id within the template.
    pub id: String,
    /// Its title: 附件1 ….
    pub title: String,
    /// Figures, each a column; one line per unit when rolled up.
    #[serde(default, rename = "figure")]
    pub figures: Vec<FigureRule>,
    /// Rows, one per record.
    pub rows: Option<RowsRule>,
}

/// How one figure is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureRule {
    /// Stable id within the table.
    pub id: String,
    /// The heading, with its unit: 新增线索（条）.
    pub title: String,
    /// The heading above, shared by neighbours.
    #[serde(default)]
    pub group: Option<String>,
    /// What is counted.
    pub noun: Noun,
    /// The field that says which unit a record counts for. Every record counts for one unit.
    pub unit: Path,
    /// The money or whole-number field that is added up; the records are counted when absent.
    #[serde(default)]
    pub sum: Option<Path>,
    /// Which records.
    #[serde(default, rename = "where")]
    pub conditions: Vec<Condition>,
}

/// Which rows a table lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowsRule {
    /// What is listed.
    pub noun: Noun,
    /// The field that says which unit a record counts for.
    pub unit: Path,
    /// The columns.
    pub columns: Vec<Column>,
    /// Which records.
    #[serde(default, rename = "where")]
    pub conditions: Vec<Condition>,
    /// In which order.
    #[serde(default)]
    pub order: Vec<Order>,
}

/// How the two sides of an equation compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// Equal.
    #[serde(rename = "=")]
    Equal,
    /// Left no more than right.
    #[serde(rename = "<=")]
    AtMost,
}

/// What must hold between figures: sums of `table.figure`, or `#table` for a table's row count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equation {
    /// In words, for the person who must mend it.
    pub rule: String,
    /// Terms of the left side.
    pub left: Vec<String>,
    /// The relation.
    pub relation: Relation,
    /// Terms of the right side.
    pub right: Vec<String>,
}

/// A template that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ReturnTemplateError {
    /// Not TOML of this shape.
    #[error("报表式样格式不对：{0}")]
    Syntax(#[from] toml::de::Error),
    /// A field that the noun does not have.
    #[error("报表“{at}”：{path}；请改为该类记录已有的字段名")]
    Path {
        /// Which figure or table.
        at: String,
        /// The path.
        path: PathError,
    },
    /// The attribution does not lead to a unit.
    #[error("报表“{0}”：unit 必须是指向单位的字段")]
    NotAUnit(String),
    /// A term that names nothing.
    #[error("报表“{at}”的表间关系“{rule}”：没有“{term}”这一项")]
    Term {
        /// The template.
        at: String,
        /// The equation.
        rule: String,
        /// The term.
        term: String,
    },
    /// The same id twice.
    #[error("报表式样中“{0}”出现了两次")]
    Twice(String),
}

impl ReturnTemplate {
    /// Reads and checks one template.
    pub fn parse(toml: &str) -> Result<Self, ReturnTemplateError> {
        let template: Self = toml::from_str(toml)?;
        let mut seen = std::collections::BTreeSet::new();
        for table in &template.tables {
            table.check()?;
            let ids = table
                .figures
                .iter()
                .map(|f| format!("{}.{}", table.id, f.id))
                .chain([format!("#{}", table.id)]);
            for id in ids {
                if !seen.insert(id.clone()) {
                    return Err(ReturnTemplateError::Twice(id));
                }
            }
        }
        for equation in &template.equations {
            if let Some(term) = equation
                .left
                .iter()
                .chain(&equation.right)
                .find(|term| !seen.contains(*term))
            {
                let (at, rule) = (template.id.clone(), equation.rule.clone());
                return Err(ReturnTemplateError::Term {
                    at,
                    rule,
                    term: term.clone(),
                });
            }
        }
        Ok(template)
    }

    /// The figure of `table.figure`.
    pub fn figure(&self, id: &str) -> Option<&FigureRule> {
        let (table, figure) = id.split_once('.')?;
        let table = self.tables.iter().find(|t| t.id == table)?;
        table.figures.iter().find(|f| f.id == figure)
    }
}

impl Table {
    fn check(&self) -> Result<(), ReturnTemplateError> {
        for figure in &self.figures {
            let at = format!("{}.{}", self.id, figure.id);
            check_paths(
                &at,
                figure.noun,
                &figure.unit,
                figure.sum.iter(),
                &figure.conditions,
            )?;
        }
        if let Some(rows) = &self.rows {
            let columns = rows
                .columns
                .iter()
                .map(|c| &c.path)
                .chain(rows.order.iter().map(|o| &o.path));
            check_paths(&self.id, rows.noun, &rows.unit, columns, &rows.conditions)?;
        }
        Ok(())
    }
}

fn check_paths<'a>(
    at: &str,
    noun: Noun,
    unit: &Path,
    others: impl Iterator<Item = &'a Path>,
    conditions: &'a [Condition],
) -> Result<(), ReturnTemplateError> {
    let wrap = |path| ReturnTemplateError::Path {
        at: at.to_owned(),
        path,
    };
    let hops = unit.resolve(noun).map_err(wrap)?;
    if hops
        .last()
        .is_none_or(|(_, field)| field.kind != FieldKind::Ref(Noun::Unit))
    {
        return Err(ReturnTemplateError::NotAUnit(at.to_owned()));
    }
    for path in others.chain(conditions.iter().map(|c| &c.path)) {
        path.resolve(noun).map_err(wrap)?;
    }
    Ok(())
}

impl FigureRule {
    /// The question for one period, over all units.
    pub fn query(&self, period: Period) -> Query {
        Query {
            noun: self.noun,
            conditions: in_period(&self.conditions, period),
            order: Vec::new(),
            as_of: None,
        }
    }
}

impl RowsRule {
    /// The question for one period, over all units.
    pub fn query(&self, period: Period) -> Query {
        let conditions = in_period(&self.conditions, period);
        Query {
            noun: self.noun,
            conditions,
            order: self.order.clone(),
            as_of: None,
        }
    }
}

fn in_period(conditions: &[Condition], period: Period) -> Vec<Condition> {
    let value = |value: &Value| match value {
        Value::Text(text) if text == START => Value::Date(period.start()),
        Value::Text(text) if text == END => {
            Value::Date(period.end().tomorrow().unwrap_or(period.end()))
        }
        other => other.clone(),
    };
    let values = |list: &[Value]| list.iter().map(value).collect();
    let test = |test: &Test| match test {
        Test::In(list) => Test::In(values(list)),
        Test::NotIn(list) => Test::NotIn(values(list)),
        Test::From(bound) => Test::From(value(bound)),
        Test::Below(bound) => Test::Below(value(bound)),
        other => other.clone(),
    };
    conditions
        .iter()
        .map(|c| Condition {
            path: c.path.clone(),
            test: test(&c.test),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r##"
        id = "q"
        title = "季报"
        every = "quarter"
        [[table]]
        id = "work"
        title = "附件1"
        [[table.figure]]
        id = "found"
        title = "新增线索（条）"
        noun = "clue"
        unit = "origin_unit"
        where = [{ path = "found_on", test = { from = "@start" } }, { path = "found_on", test = { below = "@end" } }]
        [[equation]]
        rule = "自身相等"
        left = ["work.found"]
        relation = "="
        right = ["work.found"]
    "##;

    #[test]
    fn markers_become_the_days_of_the_period() {
        let template = ReturnTemplate::parse(SMALL).unwrap();
        let query = template
            .figure("work.found")
            .unwrap()
            .query("2024Q3".parse().unwrap());
        assert_eq!(
            query.conditions[0].test,
            Test::From(Value::Date(jiff::civil::date(2024, 7, 1)))
        );
        assert_eq!(
            query.conditions[1].test,
            Test::Below(Value::Date(jiff::civil::date(2024, 10, 1)))
        );
    }

    #[test]
    fn slips_in_a_template_are_named() {
        let wrong = |from: &str, to: &str| {
            ReturnTemplate::parse(&SMALL.replace(from, to))
                .unwrap_err()
                .to_string()
        };
        assert!(wrong("origin_unit", "subject").contains("work.found"));
        assert!(wrong("path = \"found_on\"", "path = \"found_at\"").contains("found_at"));
        assert!(wrong("right = [\"work.found\"]", "right = [\"work.lost\"]").contains("work.lost"));
    }
}
