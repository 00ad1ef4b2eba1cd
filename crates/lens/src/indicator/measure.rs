//! An indicator run over the lake: values, points, rows and days by subject, handed out as they come.
//! It must not know other indicators or what points add up to.

use std::borrow::Cow;

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray, Float64Array, ListArray, StringViewArray, UInt64Array},
        compute::cast,
        datatypes::{DataType, Date32Type, Float64Type, UInt64Type},
        record_batch::RecordBatch,
    },
    execution::SendableRecordBatchStream,
    prelude::{DataFrame, SessionContext},
};
use jiff::civil::Date;

use super::{curve::Points, definition::Indicator, error::IndicatorError};
use crate::lake::in_chinese;

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
    pub rows: Cow<'a, [u64]>,
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
    for field in frame.schema().fields() {
        if let Some(wanted) = wanted(field.name(), field.data_type()) {
            return Err(indicator.result_error(format!(
                "列 {} 应为{wanted}，实际为 {}",
                field.name(),
                field.data_type()
            )));
        }
    }
    Ok(Measure { indicator, frame })
}

/// What a column of a result should be, where it is something else. A text that looks like a number would be taken for
/// “not known” wherever it does not.
fn wanted(column: &str, kind: &DataType) -> Option<&'static str> {
    let is_null = *kind == DataType::Null;
    let is_text = kind.is_string() || matches!(kind, DataType::Dictionary(_, of) if of.is_string());
    let is_number = kind.is_numeric() || *kind == DataType::Boolean;
    let is_day = matches!(
        kind,
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(_, _)
    );
    let is_rows = match kind {
        DataType::List(item) => *item.data_type() == DataType::UInt64,
        other => *other == DataType::UInt64,
    };
    match column {
        "subject" if !is_text => Some("主体（表中的 subject 列）"),
        "value" if !(is_number || is_null) => Some("数字或是否"),
        "rows" if !is_rows => Some(" ref 或 refs(ref)"),
        "as_of" if !(is_day || is_null) => Some("日期"),
        "note" if !(is_text || is_null) => Some("文字"),
        _ => None,
    }
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

    /// Begins to run.
    ///
    /// # Errors
    /// [`IndicatorError::Line`] for SQL that can be parsed and yet not be run.
    pub async fn stream(self) -> Result<SendableRecordBatchStream, IndicatorError> {
        let indicator = self.indicator;
        let planned = self.frame.execute_stream().await;
        planned.map_err(|e| indicator.sql_error(&e.strip_backtrace()))
    }
}

/// Hands every value of a batch to `found`.
pub(crate) fn read(
    indicator: &Indicator,
    batch: &RecordBatch,
    found: &mut impl FnMut(Measured<'_>),
) -> Result<(), IndicatorError> {
    let columns = Columns::of(indicator, batch)?;
    let mut weighed = Weighed::of(indicator, 0.0);
    for row in 0..batch.num_rows() {
        if let Some(said) = columns.row(indicator, row, &mut weighed) {
            found(said);
        }
    }
    Ok(())
}

/// A value with its points: most rows say the same as the row before.
struct Weighed {
    written: f64,
    value: f64,
    points: Points,
}

impl Weighed {
    fn of(indicator: &Indicator, written: f64) -> Self {
        let value = rounded(written);
        Self {
            written,
            value,
            points: indicator.curve.points(value),
        }
    }
}

pub(crate) fn failed(
    indicator: &Indicator,
    error: &datafusion::error::DataFusionError,
) -> IndicatorError {
    IndicatorError::Run {
        file: indicator.file.clone(),
        line: indicator.sql_line,
        problem: in_chinese(&error.strip_backtrace()),
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

    fn row(
        &self,
        indicator: &Indicator,
        row: usize,
        weighed: &mut Weighed,
    ) -> Option<Measured<'_>> {
        if self.subject.is_null(row) || self.value.is_null(row) {
            return None;
        }
        let written = self.value.value(row);
        if written.to_bits() != weighed.written.to_bits() {
            *weighed = Weighed::of(indicator, written);
        }
        let days = self.as_of.as_ref().map(|a| a.as_primitive::<Date32Type>());
        Some(Measured {
            subject: self.subject.value(row),
            value: weighed.value,
            points: weighed.points,
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
    fn of(&self, row: usize) -> Cow<'_, [u64]> {
        match self {
            Self::One(one) if one.is_valid(row) => {
                Cow::Borrowed(one.values().get(row..=row).unwrap_or(&[]))
            }
            Self::Many(many) if many.is_valid(row) => {
                let items = many.values().as_primitive::<UInt64Type>();
                let (from, to) = (many.value_offsets()[row], many.value_offsets()[row + 1]);
                let (from, to) = (
                    usize::try_from(from).unwrap_or(0),
                    usize::try_from(to).unwrap_or(0),
                );
                if items.null_count() == 0 {
                    Cow::Borrowed(items.values().get(from..to).unwrap_or(&[]))
                } else {
                    (from..to)
                        .filter(|at| items.is_valid(*at))
                        .map(|at| items.value(at))
                        .collect()
                }
            }
            _ => Cow::Borrowed(&[]),
        }
    }
}

/// Nine significant digits: floating sums differ beyond them with the order in which threads add.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() || value.fract() == 0.0 {
        return value;
    }
    quickly_rounded(value).unwrap_or_else(|| format!("{value:.8e}").parse().unwrap_or(value))
}

/// The same by one multiplication and one division. A whole number of nine digits and a power of ten up to 10^22 are
/// exact, so that their quotient is the number nearest to the decimal, as when it is read from text. Nothing where the
/// product lies so near a half that its own error could decide.
fn quickly_rounded(value: f64) -> Option<f64> {
    let size = value.abs();
    if !(1e-6..1e8).contains(&size) {
        return None;
    }
    let mut scale = 1.0_f64;
    while size * scale < 1e8 {
        scale *= 10.0;
    }
    let product = size * scale;
    let whole = product.round();
    let is_clear = ((product - product.floor()) - 0.5).abs() > 1e-5;
    (is_clear && (1e8..1e9).contains(&whole) && product >= 100_000_001.0)
        .then(|| (whole / scale).copysign(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn rounding_quickly_is_rounding(value in -1e9_f64..1e9, tenths in 0..14_i32) {
            for value in [value * 10_f64.powi(-tenths), (value * 1e3).round() / 10_f64.powi(tenths)] {
                if value.fract() == 0.0 {
                    continue;
                }
                let slow: f64 = format!("{value:.8e}").parse().expect("a number");
                proptest::prop_assert_eq!(rounded(value).to_bits(), slow.to_bits(), "{}", value);
            }
        }
    }

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
