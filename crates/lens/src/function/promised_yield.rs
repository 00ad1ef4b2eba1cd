//! `promised_yield(text)`: the highest annual return that a text promises, in percent; null where it promises none. What
//! a bank or a treasury bond pays, and what a loan costs, is no promise. It must not know whose text it is.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{Array, Float64Array},
        datatypes::DataType,
    },
    logical_expr::ScalarUDF,
};

use super::{
    remembered::Remembered,
    text_column::{text_at, text_function},
};
use crate::text::yields::{self, YieldKind};

pub(super) fn function() -> ScalarUDF {
    let seen = Remembered::default();
    text_function("promised_yield", 1, DataType::Float64, move |columns| {
        let texts = &columns[0];
        let texts = (0..texts.len()).map(|row| text_at(texts, row));
        let promises = seen.of(texts, promised).into_iter().map(Option::flatten);
        Ok(Arc::new(promises.collect::<Float64Array>()))
    })
}

fn promised(text: &str) -> Option<f64> {
    yields::find(text)
        .into_iter()
        .filter(|found| found.kind == YieldKind::Promised)
        .filter_map(|found| found.annual_high.or(found.annual))
        .max()
        .map(|annual| annual.fraction() * 100.0)
}

#[cfg(test)]
mod tests {
    use super::promised;

    #[test]
    fn the_highest_promise_counts_and_a_loan_is_none() {
        let near = |text: &str, percent: f64| {
            let found = promised(text).expect("a promise");
            assert!((found - percent).abs() < 0.01, "{text}: {found}");
        };
        near("存一年8%，存两年年化12%", 12.0);
        near("月息2分，随存随取", 24.0);
        assert_eq!(promised("新店开业，全场八折"), None);
        assert_eq!(promised("贷款月息低至3厘，当天放款"), None);
    }
}
