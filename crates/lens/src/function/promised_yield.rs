//! `promised_yield(text)`: the highest annual return that a text promises, in percent; null where it promises none. What
//! a bank or a treasury bond pays, and what a loan costs, is no promise. It must not know whose text it is.

use std::sync::{Arc, RwLock};

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, Float64Array, StringViewArray},
        datatypes::DataType,
    },
    common::{Result, exec_err},
    logical_expr::ScalarUDF,
};
use rustc_hash::FxHashMap;

use super::text_column::{REMEMBERED, text_at, text_function, text_key};
use crate::text::yields::{self, YieldKind};

pub(super) fn function() -> ScalarUDF {
    let seen: RwLock<FxHashMap<u64, Option<f64>>> = RwLock::default();
    text_function("promised_yield", 1, DataType::Float64, move |columns| {
        of_texts(&columns[0], &seen)
    })
}

/// Every distinct text is read once in the life of a session: several indicators ask the same.
fn of_texts(
    texts: &StringViewArray,
    seen: &RwLock<FxHashMap<u64, Option<f64>>>,
) -> Result<ArrayRef> {
    let mut fresh = FxHashMap::default();
    let promises: Float64Array = {
        let Ok(seen) = seen.read() else {
            return exec_err!("收益率读取中断");
        };
        (0..texts.len())
            .map(|row| {
                let text = text_at(texts, row)?;
                let key = text_key(text);
                match seen.get(&key) {
                    Some(known) => *known,
                    None => *fresh.entry(key).or_insert_with(|| promised(text)),
                }
            })
            .collect()
    };
    if let Ok(mut seen) = seen.write()
        && seen.len() < REMEMBERED
    {
        seen.extend(fresh);
    }
    Ok(Arc::new(promises))
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
