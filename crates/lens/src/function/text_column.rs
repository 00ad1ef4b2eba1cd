//! Arguments of functions as columns of text, and functions of texts from plain closures. It must not know what texts mean.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray, StringViewArray},
        compute::cast,
        datatypes::DataType,
    },
    common::{Result, exec_err},
    logical_expr::{ColumnarValue, ScalarUDF, Volatility, create_udf},
};

/// A function of `texts` columns of text whose result is computed by `each` for whole columns.
pub(super) fn text_function(
    name: &str,
    texts: usize,
    result: DataType,
    each: impl Fn(&[StringViewArray]) -> Result<ArrayRef> + Send + Sync + 'static,
) -> ScalarUDF {
    let run = move |arguments: &[ColumnarValue]| {
        let is_scalar = arguments
            .iter()
            .all(|a| matches!(a, ColumnarValue::Scalar(_)));
        let arrays = ColumnarValue::values_to_arrays(arguments)?;
        let columns = arrays.iter().map(text_column).collect::<Result<Vec<_>>>()?;
        let array = each(&columns)?;
        Ok(if is_scalar && array.len() == 1 {
            ColumnarValue::Scalar(datafusion::common::ScalarValue::try_from_array(&array, 0)?)
        } else {
            ColumnarValue::Array(array)
        })
    };
    create_udf(
        name,
        vec![DataType::Utf8View; texts],
        result,
        Volatility::Immutable,
        Arc::new(run),
    )
}

/// A column of text, whatever the form it comes in.
pub(super) fn text_column(array: &ArrayRef) -> Result<StringViewArray> {
    match array.data_type() {
        DataType::Utf8View => Ok(array.as_string_view().clone()),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Null => {
            Ok(cast(array, &DataType::Utf8View)?.as_string_view().clone())
        }
        other => exec_err!("应为文字列，实际为 {other}"),
    }
}

/// The text of a row; `None` where there is none.
pub(super) fn text_at(column: &StringViewArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row))
}
