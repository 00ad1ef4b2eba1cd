//! `name_part(name, part)`: a part of a firm's name: `place`, `trade` (字号), `industry` or `form`, as written; null
//! where the name has none (企业名称登记管理规定第六条). It must not know who bears the name.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{Array, StringViewBuilder},
        datatypes::DataType,
    },
    common::{Result, exec_err},
    logical_expr::ScalarUDF,
};

use super::text_column::{text_at, text_function};
use crate::link::company::{Anatomy, Part, anatomy};

pub(super) fn function() -> ScalarUDF {
    text_function("name_part", 2, DataType::Utf8View, |columns| {
        let mut result = StringViewBuilder::new();
        for row in 0..columns[0].len() {
            let asked = (text_at(&columns[0], row), text_at(&columns[1], row));
            let (Some(name), Some(part)) = asked else {
                result.append_null();
                continue;
            };
            result.append_option(written(name, chosen(&anatomy(name), part)?));
        }
        Ok(Arc::new(result.finish()))
    })
}

fn chosen<'a>(anatomy: &'a Anatomy, part: &str) -> Result<&'a Part> {
    Ok(match part {
        "place" => &anatomy.place,
        "trade" => &anatomy.trade,
        "industry" => &anatomy.industry,
        "form" => &anatomy.form,
        other => {
            return exec_err!("名称没有“{other}”这一部分；可用的有 place、trade、industry、form");
        }
    })
}

fn written(name: &str, part: &Part) -> Option<String> {
    let (from, to) = part.span;
    let text: String = name
        .chars()
        .skip(from)
        .take(to.saturating_sub(from))
        .collect();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_given_as_written_and_a_part_that_is_none_is_named() {
        let name = "金鼎聚投资管理有限公司";
        let parts = anatomy(name);
        let of = |part| written(name, chosen(&parts, part).expect("a part"));
        assert_eq!(of("trade").as_deref(), Some("金鼎聚"));
        assert_eq!(of("form").as_deref(), Some("有限公司"));
        assert_eq!(of("place"), None);
        let error = chosen(&parts, "owner").expect_err("no part").to_string();
        assert!(
            error.contains("owner") && error.contains("trade"),
            "{error}"
        );
    }
}
