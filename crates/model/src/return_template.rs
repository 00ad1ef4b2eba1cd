//! Templates of periodic returns (报表式样): tables of figures and of rows, each a question over the
//! records, and the equations between them. Written as TOML, so that an office fits the columns to
//! its own form without touching Rust. It must not know how figures are counted.

use serde::{Deserialize, Serialize};

use crate::{
    id::CampaignId,
    ledger::Column,
    noun::Noun,
    period::{Period, PeriodKind},
    periodic_return::{BrokenEquation, Computed},
    query::{Condition, Order, Path, PathError, Query, Test},
    record::{FieldKind, Value},
    schedule::Every,
};

/// First day of the period, in a condition's value.
pub const START: &str = "@start";
/// First day after the period, in a condition's value.
pub const END: &str = "@end";
/// The return's campaign, in a condition's value.
pub const CAMPAIGN: &str = "@campaign";

/// What the markers of a template stand for in one return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// The period.
    pub period: Period,
    /// The campaign, if the return is made for one.
    pub campaign: Option<CampaignId>,
}

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
    /// Further conditions of which one set must hold; a record that meets several counts once.
    #[serde(default)]
    pub either: Vec<Vec<Condition>>,
    /// A figure of the moment (时点数) that nothing later can be compared with, such as the sum refunded
    /// so far.
    #[serde(default)]
    pub momentary: bool,
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
    /// Further conditions of which one set must hold.
    #[serde(default)]
    pub either: Vec<Vec<Condition>>,
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

/// An equation with both sides as computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedEquation {
    /// In words.
    pub rule: String,
    /// The left side.
    pub left: i64,
    /// The right side.
    pub right: i64,
    /// Whether it holds.
    pub holds: bool,
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
    /// Weeks, ten-day spans and the like are no reporting periods.
    #[error("报表“{0}”：every 可写 month、quarter、half_year 或 year，其他间隔没有对应的报告期")]
    OddPeriod(String),
}

impl ReturnTemplate {
    /// Reads and checks one template.
    pub fn parse(toml: &str) -> Result<Self, ReturnTemplateError> {
        let template: Self = toml::from_str(toml)?;
        if template.kind().is_none() {
            return Err(ReturnTemplateError::OddPeriod(template.id));
        }
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

    /// The kind of period it covers.
    pub fn kind(&self) -> Option<PeriodKind> {
        match self.every {
            Every::Month => Some(PeriodKind::Month),
            Every::Quarter => Some(PeriodKind::Quarter),
            Every::HalfYear => Some(PeriodKind::HalfYear),
            Every::Year => Some(PeriodKind::Year),
            _ => None,
        }
    }

    /// Every figure with its id `table.figure`, in order.
    pub fn figures(&self) -> impl Iterator<Item = (String, &FigureRule)> {
        let of = |table: &Table, figure: &FigureRule| format!("{}.{}", table.id, figure.id);
        self.tables
            .iter()
            .flat_map(move |t| t.figures.iter().map(move |f| (of(t, f), f)))
    }

    /// Whether some condition asks for the return's campaign.
    pub fn needs_campaign(&self) -> bool {
        let marked = |c: &Condition| match &c.test {
            Test::In(list) | Test::NotIn(list) => list.iter().any(|v| *v == Value::from(CAMPAIGN)),
            _ => false,
        };
        let rules = self
            .tables
            .iter()
            .flat_map(|t| t.rows.iter().map(|r| (&r.conditions, &r.either)))
            .chain(self.figures().map(|(_, f)| (&f.conditions, &f.either)));
        rules
            .into_iter()
            .any(|(all, either)| all.iter().chain(either.iter().flatten()).any(marked))
    }

    /// Every equation with both sides as computed, in order; the answer says which hold.
    pub fn equations(&self, computed: &Computed) -> Vec<CheckedEquation> {
        let side = |terms: &[String]| {
            terms
                .iter()
                .map(|t| computed.term(t))
                .fold(0, i64::saturating_add)
        };
        let check = |e: &Equation| {
            let (left, right) = (side(&e.left), side(&e.right));
            let holds = match e.relation {
                Relation::Equal => left == right,
                Relation::AtMost => left <= right,
            };
            CheckedEquation {
                rule: e.rule.clone(),
                left,
                right,
                holds,
            }
        };
        self.equations.iter().map(check).collect()
    }

    /// The equations that do not hold.
    pub fn broken(&self, computed: &Computed) -> Vec<BrokenEquation> {
        let checked = self.equations(computed).into_iter().filter(|e| !e.holds);
        checked
            .map(|e| BrokenEquation {
                rule: e.rule,
                left: e.left,
                right: e.right,
            })
            .collect()
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
                figure
                    .conditions
                    .iter()
                    .chain(figure.either.iter().flatten()),
            )?;
        }
        if let Some(rows) = &self.rows {
            let columns = rows
                .columns
                .iter()
                .map(|c| &c.path)
                .chain(rows.order.iter().map(|o| &o.path));
            let conditions = rows.conditions.iter().chain(rows.either.iter().flatten());
            check_paths(&self.id, rows.noun, &rows.unit, columns, conditions)?;
        }
        Ok(())
    }
}

fn check_paths<'a>(
    at: &str,
    noun: Noun,
    unit: &Path,
    others: impl Iterator<Item = &'a Path>,
    conditions: impl Iterator<Item = &'a Condition>,
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
    for path in others.chain(conditions.map(|c| &c.path)) {
        path.resolve(noun).map_err(wrap)?;
    }
    Ok(())
}

impl FigureRule {
    /// The questions for one return, over all units; a record may answer several.
    pub fn queries(&self, marks: &Marks) -> Vec<Query> {
        queries(self.noun, &self.conditions, &self.either, &[], marks)
    }
}

impl RowsRule {
    /// The questions for one return, over all units; a record may answer several.
    pub fn queries(&self, marks: &Marks) -> Vec<Query> {
        queries(
            self.noun,
            &self.conditions,
            &self.either,
            &self.order,
            marks,
        )
    }
}

fn queries(
    noun: Noun,
    all: &[Condition],
    either: &[Vec<Condition>],
    order: &[Order],
    marks: &Marks,
) -> Vec<Query> {
    let query = |set: &[Condition]| Query {
        noun,
        conditions: all.iter().chain(set).map(|c| marks.fill(c)).collect(),
        order: order.to_vec(),
        as_of: None,
    };
    if either.is_empty() {
        return vec![query(&[])];
    }
    either.iter().map(|set| query(set)).collect()
}

impl Marks {
    /// The condition with its markers replaced.
    fn fill(&self, condition: &Condition) -> Condition {
        let values = |list: &[Value]| list.iter().map(|v| self.value(v)).collect();
        let test = match &condition.test {
            Test::In(list) => Test::In(values(list)),
            Test::NotIn(list) => Test::NotIn(values(list)),
            Test::From(bound) => Test::From(self.value(bound)),
            Test::Below(bound) => Test::Below(self.value(bound)),
            other => other.clone(),
        };
        Condition {
            path: condition.path.clone(),
            test,
        }
    }

    fn value(&self, value: &Value) -> Value {
        match value {
            Value::Text(text) if text == START => Value::Date(self.period.start()),
            Value::Text(text) if text == END => {
                Value::Date(self.period.end().tomorrow().unwrap_or(self.period.end()))
            }
            Value::Text(text) if text == CAMPAIGN => {
                Value::from(self.campaign.map(CampaignId::uuid))
            }
            other => other.clone(),
        }
    }
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
        let marks = Marks {
            period: "2024Q3".parse().unwrap(),
            campaign: None,
        };
        let query = &template.figure("work.found").unwrap().queries(&marks)[0];
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
    fn each_set_of_either_is_a_question_of_its_own() {
        let either = SMALL.replace("        [[equation]]", "        either = [[{ path = \"state\", test = { in = [\"received\"] } }], [{ path = \"campaign\", test = { in = [\"@campaign\"] } }]]\n        [[equation]]");
        let template = ReturnTemplate::parse(&either).unwrap();
        assert!(template.needs_campaign());
        let marks = Marks {
            period: "2024Q3".parse().unwrap(),
            campaign: None,
        };
        let queries = template.figure("work.found").unwrap().queries(&marks);
        assert_eq!(
            queries
                .iter()
                .map(|q| q.conditions.len())
                .collect::<Vec<_>>(),
            [3, 3]
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
        assert!(wrong("every = \"quarter\"", "every = \"week\"").contains("报告期"));
        assert!(wrong("right = [\"work.found\"]", "right = [\"work.lost\"]").contains("work.lost"));
    }
}
