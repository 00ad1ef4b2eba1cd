//! Computing a return: each figure by its questions, attributed to units by the records' own fields.
//! Reads with the eyes of the program, so that the figures are the same whoever of the unit makes
//! the return; a record counts only for the unit it names. It must not know where the result is kept.

use std::{cmp::Ordering, collections::BTreeSet};

use fangfei_model::{
    ctx::{Actor, Ctx},
    noun::Noun,
    periodic_return::{Computed, Figure, Line, ListedRow},
    query::{Order, Path, Query, Test},
    record::Value,
    return_template::{FigureRule, Marks, ReturnTemplate, RowsRule},
};
use fangfei_store::{Reader, RowOut};
use futures::TryStreamExt;
use jiff::Timestamp;

use super::line::Lines;
use crate::{
    App, Error, Result,
    ledger::{Names, Print, Shown},
};
use fangfei_report::MoneyUnit;

/// The program as the reader of figures.
pub(super) fn everywhere(ctx: &Ctx) -> Ctx {
    ctx.acting_as(Actor::System {
        task: "生成报表"
    })
}

/// What a return is computed from.
pub(super) struct Source<'s> {
    pub(super) reader: &'s Reader<'s>,
    pub(super) lines: &'s Lines,
    pub(super) marks: Marks,
    /// As the records stood just before this moment; `None` is now.
    pub(super) as_of: Option<Timestamp>,
}

impl Source<'_> {
    /// All figures and equations; lists and lower returns are left empty.
    pub(super) async fn figures(&self, template: &ReturnTemplate) -> Result<Computed> {
        let mut computed = Computed {
            lines: self.empty_lines(),
            ..Computed::default()
        };
        for (id, rule) in template.figures() {
            for (line, figure) in computed.lines.iter_mut().zip(self.figure(rule).await?) {
                line.figures.insert(id.clone(), figure);
            }
        }
        Ok(computed)
    }

    fn empty_lines(&self) -> Vec<Line> {
        let line = |l: &super::line::UnitLine| Line {
            unit: l.unit,
            unit_name: l.name.clone(),
            with_lower: l.with_lower,
            figures: Default::default(),
        };
        self.lines.lines.iter().map(line).collect()
    }

    /// One figure on every line.
    pub(super) async fn figure(&self, rule: &FigureRule) -> Result<Vec<Figure>> {
        let mut paths = vec![rule.unit.clone()];
        paths.extend(rule.sum.clone());
        let mut figures = vec![
            Figure {
                value: 0,
                rows: Vec::new()
            };
            self.lines.lines.len()
        ];
        for row in self
            .records(rule.queries(&self.marks), &rule.unit, &paths)
            .await?
        {
            let Some(line) = row.values.first().and_then(|unit| self.lines.line(unit)) else {
                continue;
            };
            let amount = match (&rule.sum, row.values.get(1)) {
                (None, _) => 1,
                (Some(_), Some(Value::Int(amount))) => *amount,
                _ => 0,
            };
            let figure = &mut figures[line];
            figure.value = figure
                .value
                .checked_add(amount)
                .ok_or_else(|| overflow(rule))?;
            figure.rows.push((row.id, row.version));
        }
        Ok(figures)
    }

    /// The rows of one table, in the rule's order.
    pub(super) async fn list(
        &self,
        app: &App,
        ctx: &Ctx,
        rule: &RowsRule,
    ) -> Result<Vec<ListedRow>> {
        let columns = list_columns(rule)?;
        let mut paths: Vec<Path> = columns.iter().map(|c| c.path.clone()).collect();
        paths.extend(rule.order.iter().map(|o| o.path.clone()));
        let mut rows = self
            .records(rule.queries(&self.marks), &rule.unit, &paths)
            .await?;
        rows.sort_by(|a, b| {
            ordered(
                &rule.order,
                &a.values[columns.len()..],
                &b.values[columns.len()..],
            )
            .then(a.id.cmp(&b.id))
        });
        let mut names = Names::default();
        names
            .learn(
                app,
                ctx,
                &columns,
                rows.iter().map(|row| row.values.as_slice()),
            )
            .await?;
        let cell =
            |column: &Shown, value: &Value| column.cell(value, &names, true).plain(unit_of(column));
        let line = |row: &RowOut| ListedRow {
            record: (row.id, row.version),
            cells: columns
                .iter()
                .zip(&row.values)
                .map(|(c, v)| cell(c, v))
                .collect(),
        };
        Ok(rows.iter().map(line).collect())
    }

    /// The records that answer any of the questions and belong to the return's units, each once.
    async fn records(
        &self,
        queries: Vec<Query>,
        unit: &Path,
        paths: &[Path],
    ) -> Result<Vec<RowOut>> {
        let mut seen = BTreeSet::new();
        let mut all = Vec::new();
        for query in queries {
            for query in self.attributed(query, unit) {
                let mut rows = self.reader.clone().stream_rows(&query, paths).await?;
                while let Some(row) = rows.try_next().await? {
                    if seen.insert(row.id) {
                        all.push(row);
                    }
                }
            }
        }
        Ok(all)
    }

    /// The question asked of the return's units, and of records that no unit has yet.
    fn attributed(&self, mut query: Query, unit: &Path) -> Vec<Query> {
        query.as_of = self.as_of;
        let mut queries = vec![query.clone().when(&unit.0, Test::In(self.lines.units()))];
        if let Some(division) = &self.lines.unclaimed {
            let within = Test::StartsWith(division.as_str().to_owned());
            queries.push(query.when(&unit.0, Test::Missing).when("division", within));
        }
        queries
    }
}

/// The columns of a table of rows.
pub(super) fn list_columns(rule: &RowsRule) -> Result<Vec<Shown>> {
    Ok(rule
        .columns
        .iter()
        .map(|c| Shown::new(rule.noun, c))
        .collect::<Result<_, _>>()?)
}

/// The unit that a column's money is printed in.
pub(super) fn unit_of(column: &Shown) -> MoneyUnit {
    match column.print {
        Print::Money(unit) => unit,
        _ => MoneyUnit::Yuan,
    }
}

/// Whether the figure is money, in fen.
pub(super) fn is_money(rule: &FigureRule) -> bool {
    let kind = |noun: Noun, path: &Path| {
        path.resolve(noun)
            .ok()
            .and_then(|hops| hops.last().map(|(_, f)| f.kind))
    };
    rule.sum.as_ref().and_then(|path| kind(rule.noun, path))
        == Some(fangfei_model::record::FieldKind::Money)
}

fn ordered(order: &[Order], a: &[Value], b: &[Value]) -> Ordering {
    for ((step, a), b) in order.iter().zip(a).zip(b) {
        let by = a.partial_cmp(b).unwrap_or(Ordering::Equal);
        let by = if step.descending { by.reverse() } else { by };
        if by != Ordering::Equal {
            return by;
        }
    }
    Ordering::Equal
}

fn overflow(rule: &FigureRule) -> Error {
    Error::field(
        "figure",
        format!("“{}”的合计超出可计算的范围，请核对其中的金额", rule.title),
    )
}
