//! The records behind one figure, as they stood when it was counted.

use askama::Template;
use axum::{
    extract::{Path, Query as Params},
    response::Html,
};
use fangfei_app::periodic_return::{self, Which};
use fangfei_model::id::{ReturnId, UnitId};
use serde::Deserialize;

use super::{href, show::shell, table::CellView};
use crate::{
    WebError,
    signed_in::SignedIn,
    staff::{ledgers::cell_class, record::record_href},
    ui::{Shell, filters, format},
};

#[derive(Template)]
#[template(path = "returns/rows.html")]
struct FigureRowsPage {
    shell: Shell,
    note: String,
    hidden: usize,
    all: usize,
    heads: Vec<(String, bool)>,
    rows: Vec<(Vec<CellView>, i64)>,
    back: String,
}

/// Which figure, on which line, which of its records.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    figure: String,
    unit: String,
    which: String,
}

/// Shows the records.
pub async fn show(
    reader: SignedIn,
    Path(id): Path<ReturnId>,
    Params(asked): Params<Asked>,
) -> Result<Html<String>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let file = periodic_return::show(app, ctx, id).await?;
    let record = &file.stored.record;
    let unit = asked.unit.parse::<UnitId>().ok();
    let which = match asked.which.as_str() {
        "came" => Which::Came,
        "went" => Which::Went,
        _ => Which::Counted,
    };
    let found = periodic_return::rows(app, ctx, record, &asked.figure, unit, which).await?;
    let line = unit.and_then(|unit| record.computed.lines.iter().find(|line| line.unit == unit));
    let where_from = line.map(|line| line.unit_name.as_str()).unwrap_or("合计");
    let title = format!("{}：{where_from}", found.title);
    let frame = shell(&reader, &file);
    let crumb = frame.title.clone();
    let cell =
        |i: usize, column: &fangfei_app::ledger::Shown, text: String, row: uuid::Uuid| CellView {
            class: cell_class(column.is_number(), &text),
            text,
            href: if i == 0 {
                record_href(found.noun, row).unwrap_or_default()
            } else {
                String::new()
            },
        };
    let page = FigureRowsPage {
        shell: frame.crumb(crumb, href(id)).title(title),
        note: note(which, found.as_of),
        hidden: found.hidden(),
        all: found.all,
        heads: found
            .columns
            .iter()
            .map(|c| (c.heading(), c.is_number()))
            .collect(),
        rows: found
            .rows
            .iter()
            .map(|r| {
                let cells = found.columns.iter().zip(&r.row.cells).enumerate();
                (
                    cells
                        .map(|(i, (c, value))| cell(i, c, c.words(value), r.row.id))
                        .collect(),
                    r.version,
                )
            })
            .collect(),
        back: href(id),
    };
    Ok(Html(page.render()?))
}

fn note(which: Which, as_of: Option<jiff::Timestamp>) -> String {
    let moment = as_of.map(format::moment).unwrap_or_default();
    match which {
        Which::Counted => {
            format!("计入这个数的记录，各栏为 {moment} 时的内容。点编号打开的是现在的记录。")
        }
        Which::Came => "按现有记录应计入、而报表中没有计入的记录，各栏为现在的内容。".to_owned(),
        Which::Went => {
            format!("报表中已计入、而按现有记录不再计入的记录，各栏为 {moment} 时的内容。")
        }
    }
}
