//! `uscc_valid(code)`: whether a unified social credit code stands by GB 32100-2015. It must not know whose it is.

use std::{str::FromStr, sync::Arc};

use datafusion::{
    arrow::{
        array::{Array, BooleanArray},
        datatypes::DataType,
    },
    logical_expr::ScalarUDF,
};
use fangfei_model::code::uscc::Uscc;

use super::text_column::{text_at, text_function};

pub(super) fn function() -> ScalarUDF {
    text_function("uscc_valid", 1, DataType::Boolean, |columns| {
        let codes = &columns[0];
        let valid = (0..columns[0].len())
            .map(|row| text_at(codes, row).map(|code| Uscc::from_str(code).is_ok()));
        Ok(Arc::new(valid.collect::<BooleanArray>()))
    })
}
