//! An indicator run over the lake: values, points, rows and days by subject, handed out as they come.
//! It must not know other indicators or what points add up to.

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray, Float64Array, ListArray, StringViewArray, UInt64Array},
        compute::cast,
        datatypes::{DataType, Date32Type, Float64Type, UInt64Type},
        record_batch::RecordBatch,
    },
    prelude::{DataFrame, SessionContext},
};
use futures::TryStreamExt;
use jiff::civil::Date;

use super::{curve::Points, definition::Indicator, error::IndicatorError};

/// What an indicator says of a subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured<'a> {
    /// Whose value it is.
    pub subject: &'a str,
    /// The value, rounded to what floating sums keep equal in any order.
    pub value: f64,
    /// Its points.
    pub points: Points,
    /// The rows that prove it.
    pub rows: Vec<u64>,
    /// Day of the newest fact, days since 1970-01-01.
    pub as_of: Option<i32>,
    /// Words for the explanation.
    pub note: Option<&'a str>,
}

/// An indicator planned for a day.
pub struct Measure<'i> {
    indicator: &'i Indicator,
    frame: DataFrame,
}

/// Plans an indicator.
///
/// # Errors
/// [`IndicatorError::Line`] for SQL that cannot be planned or lacks a column.
pub async fn measure<'i>(
    context: &SessionContext,
    indicator: &'i Indicator,
    as_of: Date,
) -> Result<Measure<'i>, IndicatorError> {
    let sql = indicator.sql_as_of(as_of);
    let options = datafusion::prelude::SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false);
    let frame = context
        .sql_with_options(&sql, options)
        .await
        .map_err(|e| indicator.sql_error(&e.strip_backtrace()))?;
    for name in ["subject", "value", "rows"] {
        if frame.schema().field_with_unqualified_name(name).is_err() {
            return Err(indicator.result_error(format!(
                "SQL 的结果缺少列 {name}；应给出 subject、value、rows"
            )));
        }
    }
    Ok(Measure { indicator, frame })
}

impl Measure<'_> {
    /// The optimised plan, for people.
    ///
    /// # Errors
    /// [`IndicatorError::Line`] for SQL that can be parsed and yet not be run.
    pub fn plan(&self) -> Result<String, IndicatorError> {
        let plan = self.frame.clone().into_optimized_plan();
        plan.map(|p| p.display_indent().to_string())
            .map_err(|e| self.indicator.sql_error(&e.strip_backtrace()))
    }

    /// Keeps only what is said of one subject.
    ///
    /// # Errors
    /// [`IndicatorError::Run`].
    pub fn only(mut self, subject: &str) -> Result<Self, IndicatorError> {
        use datafusion::prelude::{col, lit};
        let frame = self.frame.filter(col("subject").eq(lit(subject)));
        self.frame = frame.map_err(|e| failed(self.indicator, &e))?;
        Ok(self)
    }

    /// Runs and hands every value to `found`.
    ///
    /// # Errors
    /// [`IndicatorError::Run`], or what `found` says.
    pub async fn run(self, mut found: impl FnMut(Measured<'_>)) -> Result<(), IndicatorError> {
        let indicator = self.indicator;
        let planned = self.frame.execute_stream().await;
        let mut stream = planned.map_err(|e| indicator.sql_error(&e.strip_backtrace()))?;
        while let Some(batch) = stream.try_next().await.map_err(|e| failed(indicator, &e))? {
            let columns = Columns::of(indicator, &batch)?;
            for row in 0..batch.num_rows() {
                if let Some(measured) = columns.row(indicator, row) {
                    found(measured);
                }
            }
        }
        Ok(())
    }
}

fn failed(indicator: &Indicator, error: &datafusion::error::DataFusionError) -> IndicatorError {
    IndicatorError::Run {
        file: indicator.file.clone(),
        problem: error.strip_backtrace(),
    }
}

enum Rows {
    One(UInt64Array),
    Many(ListArray),
}

struct Columns {
    subject: StringViewArray,
    value: Float64Array,
    rows: Rows,
    as_of: Option<ArrayRef>,
    note: Option<StringViewArray>,
}

impl Columns {
    fn of(indicator: &Indicator, batch: &RecordBatch) -> Result<Self, IndicatorError> {
        let to = |name: &str, kind: DataType| {
            let array = batch.column_by_name(name)?;
            Some(cast(array, &kind).map_err(|_| {
                indicator.result_error(format!(
                    "列 {name} 的类型 {} 不能用作 {kind}",
                    array.data_type()
                ))
            }))
        };
        let needed = |name: &str, kind| {
            to(name, kind)
                .unwrap_or_else(|| Err(indicator.result_error(format!("SQL 的结果缺少列 {name}"))))
        };
        Ok(Self {
            subject: needed("subject", DataType::Utf8View)?
                .as_string_view()
                .clone(),
            value: needed("value", DataType::Float64)?
                .as_primitive::<Float64Type>()
                .clone(),
            rows: rows(indicator, batch)?,
            as_of: to("as_of", DataType::Date32).transpose()?,
            note: to("note", DataType::Utf8View)
                .transpose()?
                .map(|a| a.as_string_view().clone()),
        })
    }

    fn row(&self, indicator: &Indicator, row: usize) -> Option<Measured<'_>> {
        if self.subject.is_null(row) || self.value.is_null(row) {
            return None;
        }
        let value = rounded(self.value.value(row));
        let days = self.as_of.as_ref().map(|a| a.as_primitive::<Date32Type>());
        Some(Measured {
            subject: self.subject.value(row),
            value,
            points: indicator.curve.points(value),
            rows: self.rows.of(row),
            as_of: days.filter(|d| d.is_valid(row)).map(|d| d.value(row)),
            note: self
                .note
                .as_ref()
                .filter(|n| n.is_valid(row))
                .map(|n| n.value(row)),
        })
    }
}

fn rows(indicator: &Indicator, batch: &RecordBatch) -> Result<Rows, IndicatorError> {
    let Some(array) = batch.column_by_name("rows") else {
        return Err(indicator.result_error("SQL 的结果缺少列 rows"));
    };
    match array.data_type() {
        DataType::UInt64 => Ok(Rows::One(array.as_primitive::<UInt64Type>().clone())),
        DataType::List(item) if *item.data_type() == DataType::UInt64 => {
            Ok(Rows::Many(array.as_list().clone()))
        }
        other => {
            Err(indicator.result_error(format!("列 rows 应为 ref 或 refs(ref)，实际为 {other}")))
        }
    }
}

impl Rows {
    fn of(&self, row: usize) -> Vec<u64> {
        match self {
            Self::One(one) if one.is_valid(row) => vec![one.value(row)],
            Self::Many(many) if many.is_valid(row) => many
                .value(row)
                .as_primitive::<UInt64Type>()
                .iter()
                .flatten()
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// Nine significant digits: floating sums differ beyond them with the order in which threads add.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() || value.fract() == 0.0 {
        return value;
    }
    format!("{value:.8e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_in_another_order_are_the_same_value() {
        assert_eq!(
            rounded(0.1 + 0.2 + 0.3).to_bits(),
            rounded(0.3 + 0.2 + 0.1).to_bits()
        );
        assert_eq!(
            rounded(1_234_567_890.0).to_bits(),
            1_234_567_890.0_f64.to_bits()
        );
    }
}
