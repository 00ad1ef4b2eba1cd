//! Corrections of a mapping: posted for all columns at once.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::import::{self, ColumnChoice, Corrections};
use fangfei_model::id::ImportId;

use super::{href, show::again};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
};

/// Saves the corrections and shows the new preview.
pub async fn submit(
    Path(id): Path<ImportId>,
    posted: Posted<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let reader = posted.reader;
    match import::correct(reader.app(), &reader.ctx, id, &corrections(&posted.form)).await {
        Ok(()) => Ok(Sent::to(href(id))
            .done("列对应已保存，下面是按新对应核对的结果。")
            .into_response()),
        Err(error) => again(&reader, id, Rejected::of(error)?).await,
    }
}

/// `column-<sheet>-<column>` names the sheet; `field-`, `unit-` and `fill-` of the same ending settle it.
fn corrections(form: &[(String, String)]) -> Corrections {
    let last = |name: &str| {
        form.iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    };
    let choice = |(key, sheet): &(String, String)| {
        let at = key.strip_prefix("column-")?;
        Some(ColumnChoice {
            sheet: sheet.clone(),
            column: at.rsplit_once('-')?.1.parse().ok()?,
            field: last(&format!("field-{at}")).unwrap_or_default(),
            unit: last(&format!("unit-{at}")).unwrap_or_default(),
            fill_down: last(&format!("fill-{at}")).is_some(),
        })
    };
    Corrections {
        columns: form.iter().filter_map(choice).collect(),
        sheets: form
            .iter()
            .filter(|(key, _)| key == "sheet")
            .map(|(_, value)| value.clone())
            .collect(),
        year: last("year").unwrap_or_default(),
        found_on: last("found_on").unwrap_or_default(),
        division: last("division").unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_settled_by_its_own_fields() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let form = [
            pair("column-0-2", "名录"),
            pair("field-0-2", "name"),
            pair("column-0-5", "名录"),
            pair("field-0-5", "registered_capital"),
            pair("unit-0-5", "万元"),
            pair("fill-0-5", "on"),
            pair("sheet", "名录"),
            pair("year", "2024"),
        ];
        let read = corrections(&form);
        assert_eq!(
            (
                read.columns.len(),
                read.columns[0].column,
                read.columns[0].field.as_str()
            ),
            (2, 2, "name")
        );
        assert_eq!(
            (read.columns[1].unit.as_str(), read.columns[1].fill_down),
            ("万元", true)
        );
        assert_eq!(
            (read.sheets, read.year),
            (vec!["名录".to_owned()], "2024".to_owned())
        );
    }
}
